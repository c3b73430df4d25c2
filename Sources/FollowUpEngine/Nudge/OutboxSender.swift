import Catalog
import Foundation
import Logging
import Mail
import Postgres

/// Hands over what is queued, one message after the other, and writes down what became of each.
///
/// What the server answered is written down together with the mark that the next message is about to leave: every message is marked
/// before it leaves, with one commit a mail. What cannot be written down there is written down over a new connection, outside the run:
/// the server's answer is a fact, even if another runner has the run by now.
actor OutboxSender {
  /// How many messages are claimed, and their words read, at a time.
  static let batchSize = 50
  /// What was claimed longer ago than this goes back, to be looked at again: it may have been done meanwhile.
  static let freshness = Duration.seconds(10)
  /// How many recipients refused in a row for what we are (5.7.x) say that it is us: before the server has taken anything, and after that.
  static let refusalsInARow = (atFirst: 2, afterSuccess: 5)

  /// What it came to so far.
  private(set) var outcome: NudgeOutcome
  private let session: AgencySession
  private let settings: NudgeSettings
  private let channel: any MailChannel
  private let desk: AnswerDesk?
  private let claim: UUID
  private var words: NudgeWords
  /// What the last delivery came to, not written down yet.
  private var settlement: Settlement?
  /// Refused one after the other in a way that may be about us.
  private var suspects: [Suspect] = []

  private struct Settlement {
    let message: OutgoingMessage
    let state: String
    var reason: String?
    var wait = 0
  }

  private struct Suspect {
    let message: OutgoingMessage
    let reason: String
  }

  /// What was claimed together: messages with what they remind of.
  private struct Batch: Sendable {
    var messages: [OutgoingMessage] = []
    var items: [Int: [NudgeItem]] = [:]
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
    self.channel = channel
    self.desk = desk
    self.claim = claim
    self.outcome = outcome
    words = NudgeWords(Templates(home: session.catalog.home, agency: session.agency.name), desk: desk)
  }

  /// Delivers what is taken already, then, if asked, all that is queued. What it holds stays its own meanwhile, however long a server takes.
  func send(_ taken: [OutgoingMessage], andQueued: Bool) async throws {
    let hold = Task { await keepHold() }
    do {
      for message in taken { try await deliver(try await withFiles(message)) }
      if andQueued { while try await sendBatch() {} }
      try await settleLast()
      nameSuspects()
      nameBrokenDrafts()
    } catch {
      hold.cancel()
      await hold.value
      await stop()
      throw error
    }
    hold.cancel()
    await hold.value
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

  /// Gives back what was claimed and not begun.
  private func stop() async {
    do {
      try await settleLast()
      try await release()
    } catch {
      session.logger.debug("claimed messages are released when their lease ends", metadata: ["error": "\(error)"])
    }
  }

  // MARK: One batch

  /// False: nothing is left to send.
  private func sendBatch() async throws -> Bool {
    try Task.checkCancellation()
    let batch = try await claimBatch()
    let start = ContinuousClock.now
    for (index, message) in batch.messages.enumerated() {
      try Task.checkCancellation()
      if index > 0, start.duration(to: .now) > Self.freshness {
        try await release()
        break
      }
      let items = batch.items[message.id] ?? []
      if items.isEmpty, message.kind == "nudge" {
        outcome.withdrawn += 1
        continue
      }
      let written = try message.words ?? words.write(message, agency: session.agency.name, items: items)
      guard let ready = try await markSending(message, written, items) else { continue }
      try await deliver(ready)
    }
    return !batch.messages.isEmpty
  }

  /// The next messages and what they remind of; those without items have been taken back.
  private func claimBatch() async throws -> Batch {
    let take = try session.statements.nudgeClaim(
      claim: claim,
      count: Self.batchSize,
      lease: Nudger.leaseSeconds,
      runner: Runner.current
    )
    let rules = try session.catalog.ruleFacts()
    let (session, claim) = (session, claim)
    return try await write { connection in
      var batch = Batch()
      batch.messages = try connection.query(take).sorted { one, other in
        one.wasRefused == other.wasRefused ? one.messageID < other.messageID : other.wasRefused
      }.map(OutgoingMessage.init)
      let ids = batch.messages.filter { $0.kind == "nudge" }.map(\.id)
      if ids.isEmpty { return batch }
      try connection.execute(session.statements.nudgeWithhold(messages: ids))
      for row in try connection.query(session.statements.nudgeItems(messages: ids, rules: rules)) {
        batch.items[row.messageID, default: []].append(NudgeItem(row))
      }
      let empty = ids.filter { batch.items[$0] == nil }
      if !empty.isEmpty {
        try connection.execute(session.statements.nudgeAbandon(claim: claim, messages: empty))
      }
      return batch
    }
  }

  /// The message with its words, committed as about to be handed over; nil: somebody else has it by now.
  private func markSending(
    _ message: OutgoingMessage,
    _ words: NudgeWords.Words,
    _ items: [NudgeItem]
  ) async throws -> OutgoingMessage? {
    var ready = message
    (ready.subject, ready.text, ready.html) = (words.subject, words.text, words.html)
    if message.recipientKind == "candidate" { ready.replyTo = items.first?.answeringEmail }
    let mark = try session.statements.nudgeSending(
      claim: claim,
      html: words.html,
      lease: Nudger.leaseSeconds,
      message: message.id,
      replyTo: ready.replyTo,
      subject: words.subject,
      text: words.text
    )
    let files = try files(of: message)
    return try await write { [ready] connection in
      guard try connection.execute(mark) == 1 else { return nil }
      return try Self.with(files, ready, on: connection)
    }
  }

  /// A message that was marked before, with the files that go with it.
  private func withFiles(_ message: OutgoingMessage) async throws -> OutgoingMessage {
    guard let files = try files(of: message) else { return message }
    return try await session.transaction { connection in try Self.with(files, message, on: connection) }
  }

  /// nil: its kind has none.
  private func files(of message: OutgoingMessage) throws -> Query<Statements.NudgeAttachments>? {
    ["list", "pack"].contains(message.kind) ? try session.statements.nudgeAttachments(message: message.id) : nil
  }

  /// One message at a time has its files in memory, not all that are claimed together.
  private static func with(
    _ files: Query<Statements.NudgeAttachments>?,
    _ message: OutgoingMessage,
    on connection: isolated Connection
  ) throws -> OutgoingMessage {
    guard let files else { return message }
    var message = message
    message.attachments = try connection.query(files).map { row in
      guard let data = Data(base64Encoded: row.base64, options: .ignoreUnknownCharacters) else {
        throw FollowUpError(.failed, "the file \(row.fileName) of message \(message.id) cannot be read")
      }
      return Message.Attachment(filename: row.fileName, contentType: row.mediaType, bytes: [UInt8](data))
    }
    return message
  }

  // MARK: One message

  private func deliver(_ message: OutgoingMessage) async throws {
    let delivery: Delivery
    do {
      delivery = await channel.deliver(try message.mail(settings, desk: desk))
    } catch let error as MailError {
      delivery = .notSent(reason: "\(error)", retryable: false)
    }
    switch delivery {
    case .sent(let reply):
      nameSuspects()
      settlement = Settlement(message: message, state: "sent")
      outcome.sent += 1
      session.logger.debug("sent", metadata: ["message": "\(message.id)", "reply": "\(reply)"])
    case .uncertain(let reason):
      settlement = Settlement(message: message, state: "uncertain", reason: reason)
      outcome.uncertain += 1
      outcome.name(message, "uncertain", reason)
    case .refused(let reason, isCertain: true):
      try await backIntoQueue(message, reason)
      throw try await stopped(by: reason)
    case .refused(let reason, isCertain: false):
      try await suspect(message, reason)
    case .notSent(let reason, let retryable) where !retryable || message.attempts >= Nudger.attemptLimit:
      nameSuspects()
      fail(message, reason)
    case .notSent(let reason, _):
      try await retryLater(message, reason)
    }
  }

  private func fail(_ message: OutgoingMessage, _ reason: String) {
    settlement = Settlement(message: message, state: "failed", reason: reason)
    outcome.failed += 1
    outcome.name(message, "failed", reason)
  }

  /// One recipient may be refused for its own sake; several in a row mean that the server refuses us, and nothing has failed.
  private func suspect(_ message: OutgoingMessage, _ reason: String) async throws {
    settlement = Settlement(message: message, state: "failed", reason: reason)
    suspects.append(Suspect(message: message, reason: reason))
    let limit = outcome.sent == 0 ? Self.refusalsInARow.atFirst : Self.refusalsInARow.afterSuccess
    guard Set(suspects.map { $0.message.address.lowercased() }).count >= limit else { return }
    try await settleLast()
    let requeue = try session.statements.nudgeRequeue(messages: suspects.map(\.message.id))
    suspects = []
    let lock = try session.statements.nudgeLock()
    try await write { connection in
      _ = try connection.query(lock)
      try connection.execute(requeue)
    }
    throw try await stopped(by: reason)
  }

  /// Those refused were refused for their own sake: the server has taken others, or there were no more.
  private func nameSuspects() {
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

  /// Back into the queue. When it is the server that is gone, the attempt does not count and the run ends.
  private func retryLater(_ message: OutgoingMessage, _ reason: String) async throws {
    if Task.isCancelled {
      try await backIntoQueue(message, reason)
      throw CancellationError()
    }
    do {
      try await channel.prepare()
    } catch let error as MailError {
      try await backIntoQueue(message, reason)
      throw try await stopped(by: "\(error)")
    } catch {
      try await backIntoQueue(message, reason)
      throw error
    }
    let wait = Nudger.waits[min(message.attempts, Nudger.waits.count) - 1]
    settlement = Settlement(message: message, state: "queued", reason: reason, wait: wait)
    try await settleLast()
    outcome.named.insert(message.id)
    outcome.troubles.append(
      "message \(message.id) to \(message.address) was not accepted and is tried again later: \(reason)"
    )
  }

  private func backIntoQueue(_ message: OutgoingMessage, _ reason: String) async throws {
    settlement = Settlement(message: message, state: "queued", reason: reason, wait: -1)
    try await settleLast()
  }

  /// That nothing can be sent now; what was claimed is back in the queue before it is counted.
  private func stopped(by reason: String) async throws -> FollowUpError {
    try await release()
    return try await Outbox(session).unreachable(reason)
  }

  private func release() async throws {
    let lock = try session.statements.nudgeLock()
    let release = try session.statements.nudgeRelease(claim: claim)
    let session = session
    // Also when the task was cancelled meanwhile.
    try await Task {
      try await session.transaction { connection in
        _ = try connection.query(lock)
        _ = try connection.execute(release)
      }
    }.value
  }

  // MARK: What is written down

  /// A transaction that also writes down what the last delivery came to.
  private func write<T: Sendable>(
    _ body: @escaping @Sendable (isolated Connection) async throws -> T
  ) async throws -> T {
    let due = try settlement.map { try statement(for: $0) }
    do {
      let result = try await session.transaction { connection in
        if let due { try connection.execute(due) }
        return try await body(connection)
      }
      settlement = nil
      return result
    } catch {
      do {
        try await settleLast()
      } catch let second {
        session.logger.debug("after that", metadata: ["error": "\(second)"])
      }
      throw error
    }
  }

  private func statement(for settlement: Settlement) throws -> Change {
    try session.statements.nudgeSettle(
      claim: claim,
      error: settlement.reason,
      message: settlement.message.id,
      state: settlement.state,
      wait: settlement.wait
    )
  }

  /// Writes down what the last delivery came to, also when the task was cancelled meanwhile.
  /// - Throws: why it could not be done here; it is then done over a connection of its own, without the run's fence.
  private func settleLast() async throws {
    guard let last = settlement else { return }
    settlement = nil
    let settle = try statement(for: last)
    let lock = last.state == "queued" ? try session.statements.nudgeLock() : nil
    let session = session
    let record = { @Sendable (session: AgencySession) async throws in
      try await session.transaction { connection in
        if let lock { _ = try connection.query(lock) }
        _ = try connection.execute(settle)
      }
    }
    do {
      try await Task { try await record(session) }.value
    } catch {
      do {
        try await Task {
          let apart = try await session.apart()
          try await record(apart)
          await apart.close()
        }.value
      } catch let second {
        session.logger.error(
          "that message \(last.message.id) to \(last.message.address) is \(last.state) could not be recorded: \(second)"
        )
      }
      throw error
    }
  }
}
