/// What may be said of a row: in a filled-in list, which offers it with its meaning, and by mail. ``OutcomeWord`` reads it.
enum WorklistOutcome: String, CaseIterable {
  case done
  case reminded
  case skip
  case snooze
  case notToday = "not today"
  case noAnswer = "no answer"
  case wrongContact = "wrong contact"

  private var meaning: String {
    switch self {
    case .done: "it happened"
    case .reminded: "the candidate was told"
    case .skip: "not needed; say why in note"
    case .snooze: "hidden until that day"
    case .notToday, .noAnswer, .wrongContact: "back next working day"
    }
  }

  private var form: String {
    switch self {
    case .done: "done, done DATE"
    case .snooze: "snooze DATE"
    default: rawValue
    }
  }

  /// All of them, in words.
  static let known = allCases.map(\.form).joined(separator: ", ")

  /// What a cell's list offers.
  ///
  /// - Parameter day: the day that a snooze begins with, which can be changed.
  static func choices(snoozedUntil day: String) -> [String] {
    allCases.map { $0 == .snooze ? "\($0.rawValue) \(day)" : $0.rawValue }
  }

  /// What each means, a line each; a cell's hint holds 255 characters.
  static let meanings = allCases.map { "\($0.form): \($0.meaning)" }.joined(separator: "\n")
}
