public import Mail

/// What the configuration says about mail.
public struct NudgeSettings: Sendable {
  /// Who writes.
  public var from: Mailbox
  /// Where replies go; nil: those of a candidate to the recruiter, all others to the sender.
  public var replyTo: Mailbox?
  /// What stands after the @ in a Message-ID.
  public var messageIDDomain: String

  /// Settings; the Message-ID's domain is the sender's unless another is given.
  public init(from: Mailbox, replyTo: Mailbox? = nil, messageIDDomain: String? = nil) {
    self.from = from
    self.replyTo = replyTo
    self.messageIDDomain = messageIDDomain ?? String(from.address.drop { $0 != "@" }.dropFirst())
  }
}
