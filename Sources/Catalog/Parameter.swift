/// A value that a rule, guardrail or report declares: `-- param: due_bd = 2 -- business days`.
public struct Parameter: Sendable, Equatable {
  /// How values are read; the names of the first five are those of policy_key.kind.
  public enum Kind: String, Sendable {
    /// A whole number.
    case integer
    /// Whole numbers with commas between them.
    case integers
    /// A time of day, HH:MM.
    case clock
    /// yes or no.
    case boolean
    /// A day, by its date or as ``RelativeDate`` has it; of reports only.
    case date
    /// One of the words that the comment names; of reports only.
    case choice
    /// Some of the words that the comment names, with commas between them; of reports only.
    case choices
    /// Anything else.
    case text
  }

  /// The name in the text, `:name`.
  public let name: String
  /// The value in force when no policy says otherwise; of a report's parameter that must be given, empty.
  public let defaultValue: String
  /// Whether it has to be given; of reports only.
  public let isRequired: Bool
  /// The words that it takes, where it takes only some.
  public let words: [String]
  /// How values are read, told from the default.
  public let kind: Kind
  /// What it counts.
  public let unit: String?

  /// The least and the greatest value of whole numbers, by what they count: five years of it. nil: no number.
  public var bounds: ClosedRange<Int>? {
    guard kind == .integer || kind == .integers else { return nil }
    let years = 5
    if unit?.hasPrefix("business days") == true { return 0...(years * 260) }
    if unit?.hasPrefix("hours") == true { return 0...(years * 365 * 24) }
    return 0...(years * 365)
  }

  /// Reads a line of the header.
  ///
  /// - Parameter ofReport: whether days, choices, empty defaults and none at all are known too: a policy cannot set such.
  init(_ entry: SQLHeader.Entry, file: String, ofReport: Bool = false) throws {
    let sides = entry.value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { trimmed($0) }
    let hasDefault = sides.count == 2 && (ofReport || !sides[1].isEmpty)
    guard hasDefault || ofReport, !sides[0].isEmpty,
      sides[0].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else {
      throw CatalogError(
        file: file,
        line: entry.line,
        "\(entry.value) is not a parameter",
        remedy: "write `-- param: name = default -- unit`"
      )
    }
    name = sides[0]
    defaultValue = sides.count == 2 ? sides[1] : ""
    isRequired = sides.count == 1
    let choices = ofReport ? Parameter.choices(entry.comment) : nil
    words = choices?.words ?? []
    unit = choices?.meaning ?? entry.comment
    kind = choices?.kind ?? (isRequired ? .text : Parameter.kind(of: defaultValue, ofReport: ofReport))
    if let bounds, !defaultValue.split(separator: ",").allSatisfy({ Int($0).map(bounds.contains) == true }) {
      throw CatalogError(
        file: file,
        line: entry.line,
        "the default \(defaultValue) of \(name) is out of bounds",
        remedy: "give whole numbers from \(bounds.lowerBound) to \(bounds.upperBound)"
      )
    }
    if choices != nil, !isRequired, !defaultValue.isEmpty, let fault = fault(of: defaultValue, within: 0...0) {
      throw CatalogError(file: file, line: entry.line, "the default \(defaultValue) of \(name) \(fault)")
    }
  }

  /// `one of a, b: what it is`, or `some of …`.
  private static func choices(_ comment: String?) -> (kind: Kind, words: [String], meaning: String?)? {
    for (beginning, kind) in [("one of ", Kind.choice), ("some of ", .choices)] {
      guard let comment, comment.hasPrefix(beginning) else { continue }
      let (list, meaning) = split(comment.dropFirst(beginning.count), at: ":")
      return (kind, list.split(separator: ",").map { trimmed($0) }, meaning.map { trimmed($0) })
    }
    return nil
  }

  /// What kind of value it takes, in words.
  public var kindInWords: String {
    switch kind {
    case .integer: "whole number"
    case .integers: "whole numbers with commas"
    case .clock: "time of day"
    case .boolean: "yes or no"
    case .text: "text"
    case .date: "date"
    case .choice: "one of \(words.joined(separator: ", "))"
    case .choices: "some of \(words.joined(separator: ", "))"
    }
  }

  /// What a value given for it must be, such as "must be yes or no"; nil: it is right.
  ///
  /// - Parameter bounds: the least and the greatest number that make sense.
  func fault(of value: String, within bounds: ClosedRange<Int>) -> String? {
    let numbers = value.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
    let areNumbers = numbers.allSatisfy { $0.allSatisfy(\.isASCIIDigit) && Int($0).map(bounds.contains) == true }
    let span = "from \(bounds.lowerBound) to \(bounds.upperBound)"
    switch kind {
    case .integer: return areNumbers && numbers.count == 1 ? nil : "must be a whole number \(span)"
    case .integers: return areNumbers ? nil : "must be whole numbers \(span) with commas between them"
    case .clock:
      return isTimeOfDay(value) ? nil : "must be a time of day such as 18:00"
    case .boolean: return ["yes", "no"].contains(value) ? nil : "must be yes or no"
    case .text: return nil
    case .date:
      return RelativeDate(value) == nil
        ? "must be a date such as 2026-11-20, or \(RelativeDate.starts.joined(separator: ", ")), maybe with - 4 weeks"
        : nil
    case .choice: return wordFault([value], "must be one of")
    case .choices:
      let given = value.isEmpty ? [] : value.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
      return wordFault(given, "must be some of, with commas between them,")
    }
  }

  /// nil: it takes all of these words.
  private func wordFault(_ given: [String], _ beginning: String) -> String? {
    guard let unknown = given.first(where: { !words.contains($0) }) else { return nil }
    let meant = nearest(unknown, among: words).map { "; you may mean \($0)" } ?? ""
    return "\(beginning) \(words.joined(separator: ", "))\(meant)"
  }

  private static func kind(of value: String, ofReport: Bool) -> Kind {
    if ofReport, RelativeDate(value) != nil { return .date }
    let isNumber = { (text: Substring) in !text.isEmpty && text.allSatisfy(\.isASCIIDigit) }
    let numbers = value.split(separator: ",", omittingEmptySubsequences: false)
    if numbers.count == 1, isNumber(numbers[0]) { return .integer }
    if numbers.count > 1, numbers.allSatisfy(isNumber) { return .integers }
    let clock = value.split(separator: ":", omittingEmptySubsequences: false)
    if clock.count == 2, clock.allSatisfy({ $0.count == 2 && isNumber($0) }) { return .clock }
    if ["yes", "no"].contains(value) { return .boolean }
    return .text
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

extension SQLFile {
  /// The parameters that the header declares; one that is declared twice, or not used in the text, is refused.
  public func declaredParameters() throws -> [Parameter] { try declaredParameters(ofReport: false) }

  func declaredParameters(ofReport: Bool) throws -> [Parameter] {
    var declared: [Parameter] = []
    let used = Set(parameterNames)
    for entry in header.entries where entry.key == "param" {
      let parameter = try Parameter(entry, file: path, ofReport: ofReport)
      guard !declared.contains(where: { $0.name == parameter.name }) else {
        throw CatalogError(file: path, line: entry.line, "the parameter \(parameter.name) is declared twice")
      }
      guard used.contains(parameter.name) else {
        throw CatalogError(
          file: path,
          line: entry.line,
          "the parameter \(parameter.name) is declared, but :\(parameter.name) is not used"
        )
      }
      declared.append(parameter)
    }
    return declared
  }

  func refuseUnknownKeys(_ known: Set<String>) throws {
    for entry in header.entries where !known.contains(entry.key) {
      throw CatalogError(
        file: path,
        line: entry.line,
        "unknown header key \(entry.key)",
        remedy: "use one of: \(known.sorted().joined(separator: ", "))"
      )
    }
  }

  func required(_ key: String) throws -> String {
    guard let value = header.text(key), !value.isEmpty else {
      throw CatalogError(file: path, line: 1, "the header has no \(key)", remedy: "add `-- \(key): …`")
    }
    return value
  }

  func oneOf(_ words: [String], _ key: String) throws -> String {
    let value = try required(key)
    guard words.contains(value) else {
      let line = header.entries.first { $0.key == key }?.line
      throw CatalogError(
        file: path,
        line: line,
        "\(key) cannot be \(value)",
        remedy: "use one of: \(words.joined(separator: ", "))"
      )
    }
    return value
  }
}
