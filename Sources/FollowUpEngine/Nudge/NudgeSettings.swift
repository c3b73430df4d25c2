public import Mail

/// What the configuration says about mail.
public struct NudgeSettings: Sendable {
  /// Who writes.
  public var from: Mailbox
  /// Where replies go; nil: those of a candidate to the recruiter, all others to the sender.
  public var replyTo: Mailbox?
  /// What stands after the @ in a Message-ID.
  public var messageIDDomain: String
  /// Over how many connections to the mail server messages leave at once, at most.
  public var connections: Int

  /// Settings; the Message-ID's domain is the sender's unless another is given.
  public init(from: Mailbox, replyTo: Mailbox? = nil, messageIDDomain: String? = nil, connections: Int = 1) {
    self.from = from
    self.replyTo = replyTo
    self.connections = connections
    self.messageIDDomain = messageIDDomain ?? String(from.address.drop { $0 != "@" }.dropFirst())
  }
}
