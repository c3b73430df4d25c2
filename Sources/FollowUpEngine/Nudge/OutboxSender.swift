import Catalog
import Foundation
import Logging
import Mail
import Postgres

/// Hands over what is queued, over as many connections to the mail server as the configuration gives it, and notes what became of each.
///
/// What stops one connection for a reason that holds for all of them stops all. One that the server alone takes away, because it has
/// enough of them, leaves its message to the others.
actor OutboxSender {
  /// How many messages are claimed, and their words read, at a time, for each connection.
  static let batchSize = 50
  /// How many messages are worth one more connection.
  static let worthAConnection = 10
  /// What was claimed longer ago than this goes back, to be looked at again: it may have been done meanwhile.
  static let freshness = Duration.seconds(10)
  /// How many recipients refused in a row for what we are (5.7.x) say that it is us: before the server has taken anything, and after that.
  static let refusalsInARow = (atFirst: 2, afterSuccess: 5)

  /// What it came to so far.
  private(set) var outcome: NudgeOutcome
  private let session: AgencySession
  private let settings: NudgeSettings
  private let desk: AnswerDesk?
  private let claim: UUID
  private let ledger: OutboxLedger
  private var words: NudgeWords
  /// The connections that the server lets us have, the caller's first.
  private var channels: [any MailChannel]
  /// Whether the server lets us have more.
  private var mayOpenMore: Bool
  private var batch = OutboxLedger.Batch()
  private var position = 0
  /// The batch after it, claimed and read over a connection of its own while this one is being sent.
  private var ahead: Task<OutboxLedger.Batch?, any Error>?
  /// How many messages are claimed next, when half of the batch has been sent; nil: the batch shows that no more are waiting.
  private var aheadCount: Int?
  private var limits: SendingLimits
  /// How many messages there are to send, as far as somebody watches.
  private var total = 0
  /// Messages of the batch that may not be sent now.
  private var isHoldingBack = false
  /// Refused one after the other in a way that may be about us.
  private var suspects: [Suspect] = []
  /// They were, and all of them go back: it is about us, whatever the other connections hear meanwhile.
  private var isRefused = false

  private struct Suspect {
    let message: OutgoingMessage
    let reason: String
  }

  /// Nothing can be sent now.
  private struct Stop: Error {
    let reason: String
  }

  init(
    _ session: AgencySession,
    settings: NudgeSettings,
    channel: any MailChannel,
    desk: AnswerDesk?,
    claim: UUID,
    outcome: NudgeOutcome
  ) {
    self.session = session
    self.settings = settings
    self.desk = desk
    self.claim = claim
    self.outcome = outcome
    channels = [channel]
    mayOpenMore = settings.connections > 1
    limits = SendingLimits(settings)
    ledger = OutboxLedger(session, claim: claim)
    words = NudgeWords(Templates(home: session.catalog.home, agency: session.agency.name), desk: desk)
  }

  /// Delivers what is taken already, then, if asked, all that is queued. What it holds stays its own meanwhile, however long a server takes.
  func send(_ taken: [OutgoingMessage], andQueued: Bool) async throws {
    let hold = Task { await keepHold() }
    do {
      if session.progress != nil { total = taken.count + (try await Outbox(session).waiting().queued) }
      for message in taken { try await deliver(try await ledger.withFiles(message), over: channels[0]) }
      if andQueued { while try await sendBatch() {} }
      try await ledger.settle()
      nameSuspects()
      nameBrokenDrafts()
      outcome.reachedLimit = limits.isReached
    } catch {
      hold.cancel()
      await hold.value
      await stop()
      await close()
      guard let stop = error as? Stop else { throw error }
      throw try await Outbox(session).unreachable(stop.reason)
    }
    hold.cancel()
    await hold.value
    await close()
  }

  /// Renews the lease of what this sender holds, and with it the run's, until the task is cancelled.
  private nonisolated func keepHold() async {
    while !Task.isCancelled {
      do {
        try await Task.sleep(for: .seconds(Nudger.leaseSeconds / 3))
        let renew = try session.statements.nudgeRenew(claim: claim, lease: Nudger.leaseSeconds)
        _ = try await session.transaction { connection in try connection.execute(renew) }
      } catch {
        // The sender itself finds out, at its next transaction, whether its run or its connection is lost.
        continue
      }
    }
  }

  /// Gives back what was claimed and not begun, and what was refused meanwhile for the same reason.
  private func stop() async {
    // What it claims meanwhile goes back with the rest; why it could not is told by what failed first.
    _ = await ahead?.result
    do {
      try await ledger.settle()
      if isRefused { try await ledger.requeue(suspects.map(\.message.id)) }
      try await ledger.release()
    } catch {
      session.logger.debug("claimed messages are released when their lease ends", metadata: ["error": "\(error)"])
    }
  }

  // MARK: One batch

  /// False: nothing is left to send.
  private func sendBatch() async throws -> Bool {
    try Task.checkCancellation()
    let size = Self.batchSize * (mayOpenMore ? settings.connections : channels.count)
    let most = min(size, limits.left ?? size)
    guard most > 0 else { return false }
    if let ahead = try await taken() {
      batch = ahead
    } else {
      batch = try await ledger.take(most, without: resting, afterPlanners: false)
    }
    if batch.messages.isEmpty { batch = try await ledger.take(most, without: resting, afterPlanners: true) }
    (position, isHoldingBack) = (0, false)
    let left = limits.left.map { $0 - batch.messages.count } ?? size
    let isOne = channels.count == 1 && !mayOpenMore
    aheadCount = !isOne && batch.messages.count >= size && left >= size ? size : nil
    let wanted = min(settings.connections, 1 + batch.messages.count / Self.worthAConnection)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<max(wanted, 1) {
        if number < channels.count {
          let channel = channels[number]
          group.addTask { try await self.work(over: channel) }
        } else if mayOpenMore {
          group.addTask { try await self.workOverOneMore() }
        }
      }
      // The first that throws ends all.
      while try await group.next() != nil {}
    }
    if isHoldingBack || position < batch.messages.count {
      // What was claimed ahead goes back with the rest, in the order of the queue.
      _ = try await taken()
      try await ledger.release()
    }
    return !batch.messages.isEmpty
  }

  /// The domains that are left alone.
  private var resting: [String] { limits.resting.keys.sorted() }

  /// What was claimed ahead; nil: nothing was, or it could not be: then the run's own connection claims, and says what is wrong if that
  /// lasts. To be called between two batches.
  private func taken() async throws -> OutboxLedger.Batch? {
    guard let ahead else { return nil }
    self.ahead = nil
    do {
      return try await ahead.value
    } catch {
      session.logger.debug("no messages were claimed ahead", metadata: ["error": "\(error)"])
      try await ledger.release()
      return nil
    }
  }

  /// The next message of the batch; nil: none is left, or they have been looked at too long ago.
  private func next() -> OutgoingMessage? {
    guard position < batch.messages.count else { return nil }
    if position > 0, batch.takenAt.duration(to: .now) > Self.freshness { return nil }
    if let count = aheadCount, ahead == nil, position >= batch.messages.count / 2 {
      aheadCount = nil
      ahead = Task { [ledger, resting] in try await ledger.takeAhead(count, without: resting) }
    }
    defer { position += 1 }
    return batch.messages[position]
  }

  /// Opens one more connection and delivers over it. A server that does not give it is not asked for more.
  private func workOverOneMore() async throws {
    guard mayOpenMore, position < batch.messages.count, let channel = channels[0].another() else { return }
    do {
      try await channel.prepare()
    } catch let error as MailError {
      await channel.close()
      mayOpenMore = false
      session.logger.info("sending over \(channels.count) connections: one more was not to be had: \(error)")
      return
    }
    channels.append(channel)
    try await work(over: channel)
  }

  /// Delivers messages of the batch, one after the other, as long as there are any and the connection is to be had.
  private func work(over channel: any MailChannel) async throws {
    while let message = next() {
      try Task.checkCancellation()
      let items = batch.items[message.id] ?? []
      if items.isEmpty, message.kind == "nudge" {
        outcome.withdrawn += 1
        continue
      }
      if limits.begin(to: message.address) != nil {
        isHoldingBack = true
        continue
      }
      let written = try message.words ?? words.write(message, agency: session.agency.name, items: items)
      guard let ready = try await ledger.mark(message, written, items, for: channels.count) else { continue }
      let isUp = try await deliver(ready, over: channel)
      tellProgress()
      guard isUp else { return }
    }
  }

  private func tellProgress() {
    let done = outcome.sent + outcome.failed + outcome.uncertain + suspects.count
    session.progress?(WorkProgress("mails", done: done, of: max(total, done), unit: "mails"))
  }

  private func close() async {
    await ledger.close()
    for channel in channels { await channel.close() }
  }

  // MARK: One message

  /// False: the connection is lost, and there are others.
  @discardableResult
  private func deliver(_ message: OutgoingMessage, over channel: any MailChannel) async throws -> Bool {
    let delivery: Delivery
    do {
      delivery = await channel.deliver(try message.mail(settings, desk: desk))
    } catch let error as MailError {
      delivery = .notSent(reason: "\(error)", retryable: false)
    }
    switch delivery {
    case .sent(let reply):
      nameSuspects()
      limits.answered(message.address)
      await ledger.note(OutboxLedger.Settlement(message: message, state: "sent"))
      outcome.sent += 1
      session.logger.debug(
        "sent",
        metadata: ["message": "\(message.id)", "reply": "\(reply.without(recipient: message.address))"]
      )
    case .uncertain(let reason):
      await ledger.note(OutboxLedger.Settlement(message: message, state: "uncertain", reason: reason))
      outcome.uncertain += 1
      outcome.name(message, "uncertain", reason)
    case .refused(let reason, isCertain: true):
      try await backIntoQueue(message, reason)
      throw Stop(reason: reason)
    case .refused(let reason, isCertain: false):
      try await suspect(message, reason)
    case .notSent(let reason, let retryable) where !retryable || message.attempts >= Nudger.attemptLimit:
      nameSuspects()
      await ledger.note(OutboxLedger.Settlement(message: message, state: "failed", reason: reason))
      outcome.failed += 1
      outcome.name(message, "failed", reason)
    case .notSent(let reason, _):
      return try await retryLater(message, reason, channel)
    }
    return true
  }

  /// One recipient may be refused for its own sake; several in a row mean that the server refuses us, and nothing has failed.
  private func suspect(_ message: OutgoingMessage, _ reason: String) async throws {
    await ledger.note(OutboxLedger.Settlement(message: message, state: "failed", reason: reason))
    suspects.append(Suspect(message: message, reason: reason))
    let limit = outcome.sent == 0 ? Self.refusalsInARow.atFirst : Self.refusalsInARow.afterSuccess
    guard Set(suspects.map { $0.message.address.lowercased() }).count >= limit else { return }
    isRefused = true
    throw Stop(reason: reason)
  }

  /// Those refused were refused for their own sake: the server has taken others, or there were no more.
  private func nameSuspects() {
    if isRefused { return }
    for suspect in suspects {
      outcome.failed += 1
      outcome.name(suspect.message, "failed", suspect.reason)
    }
    suspects = []
  }

  private func nameBrokenDrafts() {
    outcome.brokenDrafts = words.brokenDrafts.keys.sorted().compactMap { words.brokenDrafts[$0] }
    outcome.troubles += outcome.brokenDrafts.map { "messages went out without their draft: \($0)" }
  }

  /// Back into the queue. When it is the server that is gone, the attempt does not count, and what goes on are the other connections,
  /// if there are any.
  private func retryLater(
    _ message: OutgoingMessage,
    _ reason: String,
    _ channel: any MailChannel
  ) async throws -> Bool {
    if Task.isCancelled {
      try await backIntoQueue(message, reason)
      throw CancellationError()
    }
    do {
      try await channel.prepare()
    } catch let error as MailError {
      try await backIntoQueue(message, reason)
      return try await giveUp(channel, "\(error)")
    } catch {
      try await backIntoQueue(message, reason)
      throw error
    }
    limits.wasPutOff(message.address)
    // Not all that were put off together come back together.
    let wait = Int(Double(Nudger.waits[min(message.attempts, Nudger.waits.count) - 1]) * Double.random(in: 0.8...1))
    await ledger.note(OutboxLedger.Settlement(message: message, state: "queued", reason: reason, wait: wait))
    try await ledger.settle()
    outcome.named.insert(message.id)
    outcome.troubles.append(
      "message \(message.id) was not accepted and is tried again later: \(reason.without(recipient: message.address))"
    )
    return true
  }

  /// The other connections go on without this one; the last one's end is the end of all.
  private func giveUp(_ channel: any MailChannel, _ reason: String) async throws -> Bool {
    guard channels.count > 1 else { throw Stop(reason: reason) }
    mayOpenMore = false
    channels.removeAll { $0 === channel }
    await channel.close()
    return false
  }

  private func backIntoQueue(_ message: OutgoingMessage, _ reason: String) async throws {
    await ledger.note(OutboxLedger.Settlement(message: message, state: "queued", reason: reason, wait: -1))
    try await ledger.settle()
  }
}
