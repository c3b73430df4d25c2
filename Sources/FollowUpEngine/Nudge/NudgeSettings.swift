public import Mail

/// What the configuration says about mail.
public struct NudgeSettings: Sendable {
  /// Who writes.
  public var from: Mailbox
  /// Where replies go; nil: those of a candidate to the recruiter, all others to the sender.
  public var replyTo: Mailbox?
  /// To whom mails come back that cannot be delivered (the envelope's sender); nil: the answer address, else who writes.
  public var bouncesTo: Mailbox?
  /// Where a person outside the agency can ask for no more mail with one click: an https URL in which `{token}` stands for what says who
  /// asks; nil: only by mail.
  public var unsubscribeURL: String?
  /// What stands after the @ in a Message-ID.
  public var messageIDDomain: String
  /// How many messages one run sends at most; nil: all.
  public var limitPerRun: Int?
  /// How many messages a run sends to the addresses of one domain in a minute, at most; nil: all.
  public var limitPerDomain: Int?
  /// Over how many connections to the mail server messages leave at once, at most.
  public var connections: Int

  /// Settings; the Message-ID's domain is the sender's unless another is given.
  public init(
    from: Mailbox,
    replyTo: Mailbox? = nil,
    bouncesTo: Mailbox? = nil,
    unsubscribeURL: String? = nil,
    messageIDDomain: String? = nil,
    connections: Int = 1,
    limitPerRun: Int? = nil,
    limitPerDomain: Int? = nil
  ) {
    self.from = from
    self.replyTo = replyTo
    self.bouncesTo = bouncesTo
    self.unsubscribeURL = unsubscribeURL
    self.connections = connections
    self.limitPerRun = limitPerRun
    self.limitPerDomain = limitPerDomain
    self.messageIDDomain = messageIDDomain ?? String(from.address.drop { $0 != "@" }.dropFirst())
  }
}
