import Catalog
import Foundation
import Logging
public import Mail
import Postgres

/// Sends the nudges that are owed at the session's moment.
///
/// What is owed, to whom and whether it may go out now is decided in SQL (nudges_owed). A message and its nudges go into the outbox
/// together; it is marked `sending` just before it is handed over, so that after a crash nothing is ever sent twice by itself.
public struct Nudger: Sendable {
  /// After how many attempts a message is given up.
  static let attemptLimit = 6
  /// Seconds until the next attempt, by how many there were.
  static let waits = [60, 300, 900, 3600, 14400]
  /// For how long a message is held, in seconds: longer than any delivery takes.
  static let leaseSeconds = 600

  let session: AgencySession
  private let settings: NudgeSettings
  private let channel: any MailChannel
  private let claim = UUID()

  /// A sender for an agency, with the channel by which its messages leave.
  public init(_ session: AgencySession, settings: NudgeSettings, channel: any MailChannel) {
    self.session = session
    self.settings = settings
    self.channel = channel
  }

  /// Plans what is owed and sends what may go out now. A second run at the same moment sends nothing.
  ///
  /// - Throws: `FollowUpError` of kind unreachable when the mail server is down: nothing is claimed, and the messages wait.
  public func run() async throws -> NudgeOutcome {
    var outcome = NudgeOutcome()
    let unfinished = try await recover(&outcome)
    try await plan(&outcome)
    if unfinished.isEmpty, try await waiting().ready == 0 {
      outcome.waiting = try await waiting().queued
      return outcome
    }
    try await prepare()
    do {
      for message in unfinished { try await deliver(message, &outcome) }
      try await sendQueued(&outcome)
    } catch {
      await channel.close()
      throw error
    }
    await channel.close()
    outcome.waiting = try await waiting().queued
    return outcome
  }

  /// Sends one message once more, as a person decided: an uncertain or failed one, as it was, to the address known now.
  public func resend(_ id: Int) async throws -> NudgeOutcome {
    let standing = Outbox(session)
    try await prepare()
    let statement = try session.statement("nudge_resend", ["message": id].merging(holder) { first, _ in first })
    let taken = try await session.transaction { connection in try connection.query(statement).map(OutgoingMessage.init)
    }
    guard let message = taken.first else { throw try await standing.refusal(id, to: "sent again") }
    var outcome = NudgeOutcome()
    outcome.queued = 1
    try await deliver(message, &outcome)
    await channel.close()
    return outcome
  }

  // MARK: Before anything leaves

  /// Settles what dead senders left behind; returns what can be delivered again without harm.
  private func recover(_ outcome: inout NudgeOutcome) async throws -> [OutgoingMessage] {
    let claimants = try session.statement("nudge_claimants")
    let gone = try await session.transaction { connection in
      try connection.query(claimants).map { try $0.get("claimed_by", as: String.self) }
    }.filter(Runner.isGone)
    // A maildir holds a message once however often it is delivered.
    let values: [String: (any PostgresEncodable)?] = ["gone": gone, "repeatable": channel is MaildirChannel]
    let statement = try session.statement("nudge_recover", values.merging(holder) { first, _ in first })
    let left = try await session.transaction { connection in try connection.query(statement).map(OutgoingMessage.init) }
    for message in left where message.state == "uncertain" {
      outcome.uncertain += 1
      outcome.troubles.append(
        Outbox.trouble(
          message: message.id,
          state: "uncertain",
          to: message.address,
          reason: "its sender ended between handing it over and hearing the answer"
        )
      )
    }
    return left.filter { $0.state == "sending" }
  }

  private func plan(_ outcome: inout NudgeOutcome) async throws {
    let values = ["rules": try session.catalog.ruleFacts(), "ladders": try session.catalog.ladders()]
    let lock = try session.statement("nudge_lock")
    let unmake = try session.statement("nudge_unmake", values)
    let plan = try session.statement("nudge_plan", values)
    let rows = try await session.transaction { connection in
      _ = try connection.query(lock)
      let unmade = try connection.execute(unmake)
      return (unmade: unmade, verdicts: try connection.query(plan))
    }
    outcome.withdrawn = rows.unmade
    for row in rows.verdicts {
      let nudges = try row.get("nudges", as: Int.self)
      switch try row.get("verdict", as: String.self) {
      case "go": outcome.queued = try row.get("recipients")
      case "quiet": outcome.held.quiet = nudges
      case "cap": outcome.held.cap = nudges
      case "unplanned": outcome.held.unplanned = nudges
      default: outcome.held.nobody = nudges
      }
    }
    if outcome.held.nobody > 0 {
      outcome.untold = try await Outbox(session).untold()
      for name in outcome.untold { session.logger.warning("\(name)") }
    }
  }

  private func prepare() async throws {
    do {
      try await channel.prepare()
    } catch let error as MailError {
      let count = try await waiting().queued
      await channel.close()
      throw FollowUpError(
        .unreachable,
        "no mail can be sent: \(error); \(count == 1 ? "1 message waits" : "\(count) messages wait") in the outbox",
        remedy: "once it can, run followup nudge again: nothing is lost, and nothing goes out twice"
      )
    }
  }

  private func waiting() async throws -> (queued: Int, ready: Int) {
    let statement = try session.statement("nudge_waiting")
    return try await session.transaction { connection in
      guard let row = try connection.query(statement).first else { return (0, 0) }
      return (try row.get("queued"), try row.get("ready"))
    }
  }

  // MARK: One message after the other

  private func sendQueued(_ outcome: inout NudgeOutcome) async throws {
    var words = NudgeWords(home: session.catalog.home)
    while true {
      try Task.checkCancellation()
      guard let claimed = try await claimNext() else { return }
      let (message, items) = claimed
      if items.isEmpty, message.text == nil {
        outcome.withdrawn += 1
        continue
      }
      do {
        let written = try message.words ?? words.write(message, agency: session.agency.name, items: items)
        guard let ready = try await markSending(message, written, items) else { continue }
        try await deliver(ready, &outcome)
      } catch let error as FollowUpError where error.kind == .unreachable {
        throw error
      } catch {
        // Nothing of it has left: the next run takes it up again.
        try await settle(message, as: "queued", reason: "\(error)", wait: -1)
        throw error
      }
    }
  }

  /// The next message and what it reminds of; without items it has been taken back. nil: nothing is left.
  private func claimNext() async throws -> (OutgoingMessage, [NudgeItem])? {
    let take = try session.statement("nudge_claim", holder)
    let rules = try session.catalog.ruleFacts()
    return try await session.transaction { connection in
      guard let message = try connection.query(take).map(OutgoingMessage.init).first else { return nil }
      if message.kind != "nudge" { return (message, []) }
      try connection.execute(try session.statement("nudge_withhold", ["message": message.id]))
      let items = try connection.query(try session.statement("nudge_items", ["message": message.id, "rules": rules]))
        .map(NudgeItem.init)
      if items.isEmpty {
        try connection.execute(try session.statement("nudge_abandon", ["message": message.id, "claim": claim]))
      }
      return (message, items)
    }
  }

  /// The message with its words, committed as about to be handed over; nil: somebody else has it by now.
  private func markSending(
    _ message: OutgoingMessage,
    _ words: NudgeWords.Words,
    _ items: [NudgeItem]
  ) async throws -> OutgoingMessage? {
    let statement = try session.statement(
      "nudge_sending",
      [
        "message": message.id, "claim": claim, "lease": Self.leaseSeconds, "subject": words.subject,
        "text": words.text, "reply_to": message.recipientKind == "candidate" ? items.first?.answeringEmail : nil,
      ]
    )
    guard try await session.transaction({ connection in try connection.execute(statement) }) == 1 else { return nil }
    var ready = message
    (ready.subject, ready.text) = (words.subject, words.text)
    ready.replyTo = message.recipientKind == "candidate" ? items.first?.answeringEmail : nil
    return ready
  }

  private func deliver(_ message: OutgoingMessage, _ outcome: inout NudgeOutcome) async throws {
    let delivery: Delivery
    do {
      delivery = await channel.deliver(try message.mail(settings))
    } catch let error as MailError {
      delivery = .notSent(reason: "\(error)", retryable: false)
    }
    switch delivery {
    case .sent(let reply):
      try await settle(message, as: "sent", reason: nil)
      outcome.sent += 1
      session.logger.debug("sent", metadata: ["message": "\(message.id)", "reply": "\(reply)"])
    case .uncertain(let reason):
      try await settle(message, as: "uncertain", reason: reason)
      outcome.uncertain += 1
      outcome.troubles.append(
        Outbox.trouble(message: message.id, state: "uncertain", to: message.address, reason: reason)
      )
    case .notSent(let reason, let retryable) where !retryable || message.attempts >= Self.attemptLimit:
      try await settle(message, as: "failed", reason: reason)
      outcome.failed += 1
      outcome.troubles.append(
        Outbox.trouble(message: message.id, state: "failed", to: message.address, reason: reason)
      )
    case .notSent(let reason, _):
      try await retryLater(message, reason, &outcome)
    }
  }

  /// Back into the queue. When it is the server that is gone, the attempt does not count and the run ends.
  private func retryLater(_ message: OutgoingMessage, _ reason: String, _ outcome: inout NudgeOutcome) async throws {
    if Task.isCancelled {
      try await settle(message, as: "queued", reason: reason, wait: -1)
      throw CancellationError()
    }
    do {
      try await channel.prepare()
    } catch {
      try await settle(message, as: "queued", reason: reason, wait: -1)
      return try await prepare()
    }
    try await settle(
      message,
      as: "queued",
      reason: reason,
      wait: Self.waits[min(message.attempts, Self.waits.count) - 1]
    )
    outcome.troubles.append(
      "message \(message.id) to \(message.address) was not taken and is tried again later: \(reason)"
    )
  }

  /// What a delivery came to is written down even when the task was cancelled meanwhile.
  private func settle(_ message: OutgoingMessage, as state: String, reason: String?, wait: Int = 0) async throws {
    let statement = try session.statement(
      "nudge_settle",
      ["message": message.id, "claim": claim, "state": state, "error": reason, "wait": wait]
    )
    let session = session
    try await Task {
      _ = try await session.transaction { connection in try connection.execute(statement) }
    }.value
  }

  /// Who holds what this sender takes.
  private var holder: [String: (any PostgresEncodable)?] {
    ["claim": claim, "runner": Runner.current, "lease": Self.leaseSeconds]
  }
}
