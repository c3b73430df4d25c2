/// How a rule calculates a due time, stated in its header for `followup explain`: `-- due: anchor_at + check_in_days days, rolled`.
///
/// Each line is a chain of steps from a moment; a second and third line bound the first: `-- due: no later than announce_on - 1 h`,
/// `-- due: no earlier than opens_at`. The SELECT decides when a follow-up is due; this only says how it got there, and an explanation that does
/// not arrive at due_at is not shown.
public struct DueSteps: Sendable, Equatable {
  /// How a line goes together with those before it.
  public enum Joining: String, Sendable, Equatable {
    /// The first line.
    case start
    /// The earlier of both.
    case noLaterThan = "no later than"
    /// The later of both.
    case noEarlierThan = "no earlier than"
  }

  /// What a number counts.
  public enum Unit: String, Sendable, Equatable, CaseIterable {
    /// Real elapsed hours.
    case hours = "h"
    /// Calendar days at the same local time.
    case days
    /// Business days.
    case businessDays = "bd"
  }

  /// A number or time of day: as it stands, or the name of a parameter of the rule or of a policy key.
  public enum Amount: Sendable, Equatable {
    /// As written.
    case literal(String)
    /// The value that this name has.
    case named(String)
  }

  /// One step, from the moment before it to the next.
  public enum Step: Sendable, Equatable {
    /// A column of the rule, or announce_on: the day of the announcement at 00:00.
    case from(String)
    /// Later by so much; earlier when it is subtracted.
    case add(Amount, Unit, subtracted: Bool)
    /// Onto the next working date.
    case rolled
    /// At that local time of the same date.
    case at(Amount)
  }

  /// A chain of steps.
  public struct Line: Sendable, Equatable {
    /// How it goes together with the lines before.
    public let joining: Joining
    /// Its steps; the first is where it starts.
    public let steps: [Step]
  }

  /// The lines, in order.
  public let lines: [Line]

  /// Where a chain can start.
  public static let starts = ["anchor_at", "asked_from", "opens_at", "announce_on"]

  fileprivate static let units = Unit.allCases.map(\.rawValue)

  /// One chain.
  public init(_ steps: [Step]) {
    lines = [Line(joining: .start, steps: steps)]
  }

  /// Reads the `due` lines of a header; nil: there are none.
  init?(_ header: SQLHeader, file: String) throws {
    let entries = header.entries.filter { $0.key == "due" }
    if entries.isEmpty { return nil }
    lines = try entries.enumerated().map { number, entry in
      try DueReader(entry: entry, file: file, isFirst: number == 0).line()
    }
  }
}

private struct DueReader {
  let entry: SQLHeader.Entry
  let file: String
  let isFirst: Bool

  func line() throws -> DueSteps.Line {
    var text = Substring(entry.value)
    var joining = DueSteps.Joining.start
    for bound in [DueSteps.Joining.noLaterThan, .noEarlierThan] where text.hasPrefix(bound.rawValue + " ") {
      joining = bound
      text = text.dropFirst(bound.rawValue.count + 1)
    }
    guard (joining == .start) == isFirst else {
      throw refusal(
        isFirst
          ? "the first line cannot begin with no later than or no earlier than"
          : "a second line must begin with no later than or no earlier than"
      )
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
    let steps = try chain(parts[0]) + parts.dropFirst().map(turn)
    return DueSteps.Line(joining: joining, steps: steps)
  }

  /// `anchor_at + due_bd bd - 1 h`.
  private func chain(_ text: String) throws -> [DueSteps.Step] {
    let words = text.split(separator: " ").map(String.init)
    guard let start = words.first, DueSteps.starts.contains(start) else {
      throw refusal("it must begin with one of: \(DueSteps.starts.joined(separator: ", "))")
    }
    guard words.count % 3 == 1 else { throw refusal("each step needs a sign, an amount and a unit") }
    var steps = [DueSteps.Step.from(start)]
    for place in stride(from: 1, to: words.count, by: 3) {
      guard ["+", "-"].contains(words[place]) else { throw refusal("\(words[place]) is not a sign; use + or -") }
      guard let unit = DueSteps.Unit(rawValue: words[place + 2]) else {
        throw refusal("\(words[place + 2]) is not a unit; use one of: \(DueSteps.units.joined(separator: ", "))")
      }
      steps.append(.add(try amount(words[place + 1]), unit, subtracted: words[place] == "-"))
    }
    return steps
  }

  /// `rolled` or `at due_time`.
  private func turn(_ text: String) throws -> DueSteps.Step {
    if text == "rolled" { return .rolled }
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 2, words[0] == "at" else {
      throw refusal("\"\(text)\" is not a step; write rolled, or at TIME")
    }
    return .at(try amount(words[1]))
  }

  private func amount(_ word: String) throws -> DueSteps.Amount {
    let isNumber = word.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ":") }
    if isNumber { return .literal(word) }
    guard word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
      throw refusal("\(word) is not a number or a name")
    }
    return .named(word)
  }

  private func refusal(_ why: String) -> CatalogError {
    CatalogError(
      file: file,
      line: entry.line,
      "\(entry.value) does not say how due is calculated: \(why)",
      remedy: "write `-- due: anchor_at + due_bd bd, rolled`; more lines begin with no later than or no earlier than"
    )
  }
}
