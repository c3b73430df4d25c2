/// What a list's workbook offers for the column outcome, and says of it: words that ``WorklistApply`` takes.
enum WorklistOutcome: String, CaseIterable {
  case done
  case reminded
  case skip
  case snooze
  case noAnswer = "no answer"
  case wrongContact = "wrong contact"

  private var meaning: String {
    switch self {
    case .done: "it happened"
    case .reminded: "the candidate was told"
    case .skip: "not needed; say why in note"
    case .snooze: "hidden until that day"
    case .noAnswer, .wrongContact: "back next working day"
    }
  }

  /// What a cell's list offers.
  ///
  /// - Parameter day: the day that a snooze begins with, which can be changed.
  static func choices(snoozedUntil day: String) -> [String] {
    allCases.map { $0 == .snooze ? "\($0.rawValue) \(day)" : $0.rawValue }
  }

  /// What each means, a line each; a cell's hint holds 255 characters.
  static let meanings = allCases.map { outcome in
    let form = [.done: "done, done DATE", .snooze: "snooze DATE"][outcome] ?? outcome.rawValue
    return "\(form): \(outcome.meaning)"
  }.joined(separator: "\n")
}
