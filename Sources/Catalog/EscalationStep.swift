/// Who is nudged, and when: a step of a rule's escalation, `-- nudge: due + 2 bd: recruiter, actor`.
public struct EscalationStep: Sendable, Equatable {
  /// Counted from the due time.
  public enum Offset: Sendable, Equatable {
    /// Real elapsed hours, negative before due.
    case hours(Int)
    /// Business days of the agency.
    case businessDays(Int)
  }

  /// Whom a step reminds.
  public enum Recipient: String, Sendable, CaseIterable {
    /// The person who owes the contact.
    case actor
    /// The candidate.
    case candidate
    /// The follow-up's recruiter.
    case recruiter
    /// The recruiter's manager.
    case manager
  }

  /// The step as written, with single blanks: it names the step for ever.
  public let name: String
  /// When it is reached.
  public let offset: Offset
  /// Whom it reminds.
  public let recipients: [Recipient]

  /// The practice's escalation for rules that have none of their own.
  public static let standard = [
    EscalationStep(name: "due + 0 h", offset: .hours(0), recipients: [.actor]),
    EscalationStep(name: "due + 2 bd", offset: .businessDays(2), recipients: [.recruiter, .actor]),
    EscalationStep(name: "due + 4 bd", offset: .businessDays(4), recipients: [.manager]),
  ]

  init(name: String, offset: Offset, recipients: [Recipient]) {
    self.name = name
    self.offset = offset
    self.recipients = recipients
  }

  init(_ entry: SQLHeader.Entry, file: String) throws {
    let refusal = CatalogError(
      file: file,
      line: entry.line,
      "\(entry.value) is not an escalation step",
      remedy: "write `-- nudge: due + 2 bd: recruiter, actor` (h or bd), `default`, or `none`"
    )
    let sides = entry.value.split(separator: ":", maxSplits: 1).map { trimmed($0) }
    let words = sides.first?.split(separator: " ").map(String.init) ?? []
    guard sides.count == 2, words.count == 4, words[0] == "due", ["+", "-"].contains(words[1]),
      let count = Int(words[2])
    else { throw refusal }
    let signed = words[1] == "-" ? -count : count
    switch words[3] {
    case "h": offset = .hours(signed)
    case "bd": offset = .businessDays(signed)
    default: throw refusal
    }
    name = words.joined(separator: " ")
    recipients = try sides[1].split(separator: ",").map {
      guard let recipient = Recipient(rawValue: trimmed($0)) else { throw refusal }
      return recipient
    }
  }

  /// The escalation of a header: its steps, `default`, or `none`.
  static func escalation(_ header: SQLHeader, file: String) throws -> [EscalationStep] {
    let entries = header.entries.filter { $0.key == "nudge" }
    if entries.isEmpty || entries.map(\.value) == ["default"] { return standard }
    if entries.map(\.value) == ["none"] { return [] }
    return try entries.map { try EscalationStep($0, file: file) }
  }
}
