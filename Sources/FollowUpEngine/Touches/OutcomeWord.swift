import Foundation

/// What somebody says came of a follow-up, as it is written into a list or answered by mail.
enum OutcomeWord {
  case done(String?)
  case reminded
  case skip
  case snooze(String)
  case notToday
  case noAnswer
  case wrongContact
  case note

  /// nil: it is not one of ``WorklistOutcome``.
  init?(_ text: String) {
    let words = text.split { $0.isWhitespace || $0 == "_" }.map(String.init)
    let plain = words.joined(separator: " ").lowercased().trimmingCharacters(in: [".", "!"])
    let rest = words.dropFirst().drop { ["on", "at", "until", "till"].contains($0.lowercased()) }
      .joined(separator: " ")
    switch plain {
    case "": self = .note
    case "done": self = .done(nil)
    case "reminded": self = .reminded
    case "skip": self = .skip
    case "not today": self = .notToday
    case "no answer", "no-answer", "noanswer": self = .noAnswer
    case "wrong contact", "wrong-contact": self = .wrongContact
    default:
      switch words.first?.lowercased() {
      case "done": self = .done(rest)
      case "snooze" where !rest.isEmpty: self = .snooze(rest)
      default: return nil
      }
    }
  }
}
