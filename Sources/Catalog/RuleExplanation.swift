/// What a rule's header says of itself for `followup explain`. None of it decides anything: the SELECT does.
public struct RuleExplanation: Sendable, Equatable {
  /// How due is made, step by step.
  public let due: DueSteps?
  /// What the anchor is: `-- anchor: the interview's end`.
  public let anchor: String?
  /// What ends it: `-- done: an email thank_you from the candidate since the interview's end`.
  public let done: String?
  /// When the rule asks at all: `-- asks: for each interviewer of a held interview`.
  public let asks: String?
  /// The facts without which it asks nothing, by the names of sql/engine/explain/explain_candidate_rules.sql; nil: told from the SELECT.
  public let needs: [String]?
  /// Which touches count.
  public let counting: Counting

  /// Which touches count, as far as each can be decided by itself.
  public struct Counting: Sendable, Equatable {
    /// Who must speak.
    public var actor: String
    /// To whom.
    public var party: String
    /// Purposes that count; nil: any.
    public var purposes: [String]?
    /// Channels that count; nil: any.
    public var channels: [String]?
    /// Whether every contact of the party's client will do.
    public var anyContact = false
    /// Whether a touch that does not name the application is passed over.
    public var mustNameApplication = false
    /// Whether no touch ends it: a fact does, or the next touch moves it on.
    public var nothing = false
  }

  static let keys: Set<String> = ["due", "anchor", "done", "counts", "asks", "needs"]

  init(_ file: SQLFile, actor: String, party: String, purpose: String) throws {
    due = try DueSteps(file.header, file: file.path)
    anchor = file.header.text("anchor")
    done = file.header.text("done")
    asks = file.header.text("asks")
    needs = file.header.value("needs").map { $0.split(separator: ",").map { trimmed($0) }.filter { $0 != "nothing" } }
    var counting = Counting(
      actor: actor,
      party: party,
      purposes: RuleExplanation.compared("purpose", in: file.text) ?? [purpose],
      channels: RuleExplanation.compared("channel", in: file.text)
    )
    counting.mustNameApplication =
      split(file.text[...], at: "touch.application_id = ").after != nil
      && split(file.text[...], at: "touch.application_id IS NULL").after == nil
    for entry in file.header.entries where entry.key == "counts" { try counting.read(entry, file: file.path) }
    self.counting = counting
  }

  /// The words that a SELECT compares the column of a touch with: `touch.purpose = 'thanks'`, `touch.channel IN ('gift', 'note')`.
  private static func compared(_ column: String, in text: String) -> [String]? {
    var words: [String] = []
    var rest = text[...]
    while let after = split(rest, at: "touch.\(column) ").after {
      rest = after
      let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = rest[..<end]
      guard line.hasPrefix("= '") || line.hasPrefix("IN ('") else { continue }
      for (number, part) in line.split(separator: "'", omittingEmptySubsequences: false).enumerated()
      where number % 2 == 1 && !words.contains(String(part)) {
        words.append(String(part))
      }
    }
    return words.isEmpty ? nil : words
  }
}

extension RuleExplanation.Counting {
  /// One line: `nothing`, `any purpose`, `any contact`, `purpose a, b`, `channel a, b`, `from candidate to reference`, `with the application`.
  fileprivate mutating func read(_ entry: SQLHeader.Entry, file: String) throws {
    let words = entry.value.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
    switch (words.first, words.dropFirst().first, words.count) {
    case ("nothing", nil, 1): nothing = true
    case ("any", "purpose", 2): purposes = nil
    case ("any", "contact", 2): anyContact = true
    case ("with", "the", 3) where words[2] == "application": mustNameApplication = true
    case ("purpose", .some, _): purposes = Array(words.dropFirst())
    case ("channel", .some, _): channels = Array(words.dropFirst())
    case ("from", .some(let who), 4) where words[2] == "to":
      actor = who
      party = words[3]
    default:
      throw CatalogError(
        file: file,
        line: entry.line,
        "counts cannot be \(entry.value)",
        remedy:
          "nothing, any purpose, any contact, purpose a, b, channel a, b, from candidate to reference, or with the application"
      )
    }
  }
}
