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
  /// For how long a message is held, in seconds; a sender at work renews it. Shorter than a run's lease: a runner that takes a run over
  /// finds the messages of the dead runner free to be settled.
  static let leaseSeconds = JobRunner.leaseSeconds - 20

  /// After how many new nudges at once statistics may be worth their while.
  private static let many = 1000

  /// How many messages of earlier runs are named one by one.
  static let namedAtMost = 20

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
    try await run(planning: true)
  }

  /// Sends what waits in the outbox and may go out now, without planning nudges.
  public func sendQueued() async throws -> NudgeOutcome { try await run(planning: false) }

  private func run(planning: Bool) async throws -> NudgeOutcome {
    var outcome = NudgeOutcome()
    let unfinished = try await recover(&outcome)
    if planning { try await plan(&outcome) }
    let ready = try await isPaused() ? 0 : Outbox(session).waiting().ready
    if !unfinished.isEmpty || ready > 0 {
      outcome = try await send(unfinished, andQueued: true, outcome)
    }
    try await nameUnsettled(&outcome)
    return outcome
  }

  /// Whether all mail of the agency is paused.
  private func isPaused() async throws -> Bool {
    try await MailPauses(session).inForce().contains { $0.client == nil }
  }

  /// Sends one message once more, as a person decided: an uncertain or failed one, as it was, to the address known now.
  public func resend(_ id: Int) async throws -> NudgeOutcome {
    let outbox = Outbox(session)
    if let pause = try await MailPauses(session).inForce().first(where: { $0.client == nil }) {
      throw FollowUpError(.usage, "message \(id) cannot be sent again now: \(pause.words)")
    }
    try await prepare()
    let statement = try session.statements.nudgeResend(
      claim: claim,
      lease: Self.leaseSeconds,
      message: id,
      runner: Runner.current
    )
    let taken = try await session.transaction { connection in
      try connection.query(statement).map(OutgoingMessage.init)
    }
    guard let message = taken.first else { throw try await outbox.refusal(id, to: "sent again") }
    var outcome = NudgeOutcome()
    outcome.queued = 1
    outcome = try await send([message], andQueued: false, outcome)
    outcome.waiting = 1 - outcome.sent - outcome.failed - outcome.uncertain
    return outcome
  }

  private func send(
    _ taken: [OutgoingMessage],
    andQueued: Bool,
    _ outcome: NudgeOutcome
  ) async throws -> NudgeOutcome {
    let sender = OutboxSender(
      session,
      settings: settings,
      channel: channel,
      desk: try await AnswerDesk.open(session),
      claim: claim,
      outcome: outcome
    )
    do {
      try await prepare()
      try await sender.send(taken, andQueued: andQueued)
    } catch {
      await channel.close()
      throw error
    }
    await channel.close()
    return await sender.outcome
  }

  // MARK: Before anything leaves

  /// Settles what dead senders left behind; returns what can be delivered again without harm.
  private func recover(_ outcome: inout NudgeOutcome) async throws -> [OutgoingMessage] {
    let claimants = try session.statements.nudgeClaimants()
    let gone = try await session.transaction { connection in try connection.query(claimants) }
    let statement = try session.statements.nudgeRecover(
      claim: claim,
      gone: gone.map(\.claimedBy).filter(Runner.isGone),
      lease: Self.leaseSeconds,
      // A maildir holds a message once however often it is delivered.
      repeatable: channel is MaildirChannel,
      runner: Runner.current
    )
    let lock = try session.statements.nudgeLock()
    let withdraw = try session.statements.listWithdraw()
    let left = try await session.transaction { connection in
      _ = try connection.query(lock)
      let left = try connection.query(statement).map(OutgoingMessage.init)
      try connection.execute(withdraw)
      return left
    }
    for message in left where message.state == "uncertain" {
      outcome.uncertain += 1
      outcome.name(message, "uncertain", "its sender ended after handing it over and before the answer came")
    }
    return left.filter { $0.state == "sending" }
  }

  private func plan(_ outcome: inout NudgeOutcome) async throws {
    let (rules, escalations) = (try session.catalog.ruleFacts(), try session.catalog.escalations())
    let lock = try session.statements.nudgeLock()
    let unmake = try session.statements.nudgeUnmake(escalations: escalations, rules: rules)
    let plan = try session.statements.nudgePlan(escalations: escalations, rules: rules)
    let rows = try await session.transaction { connection in
      _ = try connection.query(lock)
      let unmade = try connection.execute(unmake)
      return (unmade: unmade, verdicts: try connection.query(plan))
    }
    outcome.withdrawn = rows.unmade
    try await gatherStatistics(after: rows.verdicts.first { $0.verdict == "go" }?.nudges ?? 0)
    for row in rows.verdicts {
      switch row.verdict {
      case "go": outcome.queued = row.recipients
      case "quiet": outcome.held.quiet = row.nudges
      case "cap": outcome.held.cap = row.nudges
      case "unplanned": outcome.held.unplanned = row.nudges
      case "paused": outcome.held.paused = row.nudges
      default: outcome.held.nobody = row.nudges
      }
    }
    if outcome.held.nobody > 0 {
      outcome.untold = try await Outbox(session).untold()
      for name in outcome.untold { session.logger.warning("\(name)") }
    }
  }

  /// Without it the next reader would look through all messages for each: minutes where seconds would do.
  private func gatherStatistics(after written: Int) async throws {
    guard written >= Self.many else { return }
    let mayAnalyze = try session.statements.nudgeMayAnalyze(written: written)
    try await session.transaction { connection in
      guard try connection.query(mayAnalyze).first?.may == true else { return }
      try session.gatherStatistics(session.statements.nudgeAnalyze(), on: connection)
    }
  }

  private func prepare() async throws {
    do {
      try await channel.prepare()
    } catch let error as MailError {
      await channel.close()
      throw try await Outbox(session).unreachable("\(error)")
    }
  }

  /// Names what earlier runs and other senders left unsettled: it is told until somebody has settled it.
  private func nameUnsettled(_ outcome: inout NudgeOutcome) async throws {
    let outbox = Outbox(session)
    let waiting = try await outbox.waiting()
    outcome.waiting = waiting.queued
    let pauses = try await MailPauses(session).inForce()
    outcome.pauses = pauses.map(\.words)
    if pauses.contains(where: { $0.client == nil }) {
      (outcome.held.pausedMessages, outcome.waiting) = (outcome.waiting, 0)
    } else if outcome.reachedLimit {
      // Those whose time has come would have been sent.
      (outcome.held.limited, outcome.waiting) = (waiting.ready, waiting.queued - waiting.ready)
    }
    let earlier = try await outbox.unsettledMessages().filter { !outcome.named.contains($0.id) }
    outcome.unsettled = earlier.count
    outcome.troubles += earlier.prefix(Self.namedAtMost).map(\.words)
    if earlier.count > Self.namedAtMost {
      outcome.troubles.append(
        "\(earlier.count - Self.namedAtMost) more messages of earlier runs wait for a decision: followup doctor"
      )
    }
    let held = try await outbox.held(besides: claim)
    outcome.heldElsewhere = held.count
    outcome.troubles += held.prefix(Self.namedAtMost)
    if outcome.waiting > 0, outcome.troubles.isEmpty {
      let count = outcome.waiting
      outcome.troubles.append(
        "\(count == 1 ? "1 message waits" : "\(count) messages wait") for the next attempt; followup nudge makes it when its time has come"
      )
    }
  }
}
