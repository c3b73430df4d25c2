import Catalog
import Foundation
import Logging
import Mail
import Postgres

/// What the database is told about the messages in the hands of one sender.
///
/// No message leaves before the mark that it is about to has been committed. A sender with several connections has its marks
/// written together: those that come while a commit is under way share the next one, together with what the deliveries before came
/// to. What cannot be written there is written over a new connection, outside the run: the server's answer is a fact, even if another
/// runner has the run by now.
actor OutboxLedger {
  /// What a delivery came to.
  struct Settlement {
    let message: OutgoingMessage
    let state: String
    var reason: String?
    /// Seconds until the next attempt; -1: at once, and the attempt does not count.
    var wait = 0
  }

  /// What was claimed together: messages with what they remind of.
  struct Batch: Sendable {
    var messages: [OutgoingMessage] = []
    var items: [Int: [NudgeItem]] = [:]
    let takenAt = ContinuousClock.now
    /// Those that remind of something.
    var nudges: [Int] { messages.filter { $0.kind == "nudge" }.map(\.id) }
  }

  /// A message that is about to leave.
  private struct Mark: Sendable {
    let message: OutgoingMessage
    let words: NudgeWords.Words
    /// nil: its kind has none.
    let files: Query<Statements.NudgeAttachments>?
  }

  /// What one that waited is told: what became of its mark, or that it writes for all who wait now.
  private enum Turn {
    case written(Result<OutgoingMessage?, any Error>)
    case own
  }

  private struct Waiter {
    let mark: Mark
    let turn: CheckedContinuation<Turn, Never>
  }

  private let session: AgencySession
  private let claim: UUID
  /// Another connection of this sender's, for what need not wait for its marks.
  private var second: AgencySession?
  /// What deliveries came to, not written down yet.
  private var noted: [Settlement] = []
  private var waiters: [Waiter] = []
  private var isWriting = false

  init(_ session: AgencySession, claim: UUID) {
    self.session = session
    self.claim = claim
  }

  // MARK: Taking and giving back

  /// The next messages and what they remind of; those without items have been taken back.
  ///
  /// - Parameters:
  ///   - domains: what stands after the @ of addresses to which none is taken, in lower case.
  ///   - afterPlanners: waits for another sender that plans: until it is done, what is queued is in its hands and is passed over.
  func take(_ count: Int, without domains: [String], afterPlanners: Bool) async throws -> Batch {
    let statements = try Taking(session, claim: claim, count: count, domains: domains)
    return try await write(afterPlanners: afterPlanners) { connection in
      let batch = try statements.batch(try statements.messages(on: connection), on: connection)
      if let abandon = try statements.abandon(batch) { try connection.execute(abandon) }
      return batch
    }
  }

  /// The same over a connection of its own, so that marks need not wait meanwhile: what they remind of is read without the run's fence.
  ///
  /// - Returns: nil where the server has no room for that connection.
  func takeAhead(_ count: Int, without domains: [String]) async throws -> Batch? {
    guard let session = await beside() else { return nil }
    do {
      let statements = try Taking(session, claim: claim, count: count, domains: domains)
      let messages = try await session.transaction { connection in try statements.messages(on: connection) }
      let batch = try await session.reading { connection in try statements.batch(messages, on: connection) }
      if let abandon = try statements.abandon(batch) {
        _ = try await session.transaction { connection in try connection.execute(abandon) }
      }
      return batch
    } catch {
      // The next time it is a new connection.
      await close()
      throw error
    }
  }

  /// The second connection, opened when it is first needed; nil: it is not to be had, and everything goes over the first.
  private func beside() async -> AgencySession? {
    if let second { return second }
    do {
      var new = try await session.apart()
      new.fence = session.fence
      second = new
      return new
    } catch {
      session.logger.debug(
        "no messages are claimed ahead: a second connection is not to be had",
        metadata: ["error": "\(error)"]
      )
      return nil
    }
  }

  /// Closes the second connection, if there is one.
  func close() async {
    await second?.close()
    second = nil
  }

  /// How messages are taken, with what they remind of.
  private struct Taking: Sendable {
    private let session: AgencySession
    private let claim: UUID
    private let take: Query<Statements.NudgeClaim>
    private let rules: String

    init(_ session: AgencySession, claim: UUID, count: Int, domains: [String]) throws {
      (self.session, self.claim) = (session, claim)
      take = try session.statements.nudgeClaim(
        claim: claim,
        count: count,
        domains: domains,
        lease: Nudger.leaseSeconds,
        runner: Runner.current
      )
      rules = try session.catalog.ruleFacts()
    }

    /// Claims them; what they no longer remind of is taken out.
    func messages(on connection: isolated Connection) throws -> [OutgoingMessage] {
      let messages = try connection.query(take).sorted { one, other in
        one.wasRefused == other.wasRefused ? one.messageID < other.messageID : other.wasRefused
      }.map(OutgoingMessage.init)
      let nudges = Batch(messages: messages).nudges
      if !nudges.isEmpty { try connection.execute(session.statements.nudgeWithhold(messages: nudges)) }
      return messages
    }

    /// Reads what they remind of.
    func batch(_ messages: [OutgoingMessage], on connection: isolated Connection) throws -> Batch {
      var batch = Batch(messages: messages)
      let nudges = batch.nudges
      if nudges.isEmpty { return batch }
      for row in try connection.query(session.statements.nudgeItems(messages: nudges, rules: rules)) {
        batch.items[row.messageID, default: []].append(NudgeItem(row))
      }
      return batch
    }

    /// Takes those back that have nothing left to remind of; nil: there are none.
    func abandon(_ batch: Batch) throws -> Change? {
      let empty = batch.nudges.filter { batch.items[$0] == nil }
      return empty.isEmpty ? nil : try session.statements.nudgeAbandon(claim: claim, messages: empty)
    }
  }

  /// Gives back what was claimed and not begun, also when the task was cancelled meanwhile.
  func release() async throws {
    let lock = try session.statements.nudgeLock()
    let release = try session.statements.nudgeRelease(claim: claim)
    let session = session
    try await Task {
      try await session.transaction { connection in
        _ = try connection.query(lock)
        _ = try connection.execute(release)
      }
    }.value
  }

  /// Puts back what was taken for failed, also when the task was cancelled meanwhile.
  func requeue(_ messages: [Int]) async throws {
    let lock = try session.statements.nudgeLock()
    let requeue = try session.statements.nudgeRequeue(messages: messages)
    let session = session
    try await Task {
      try await session.transaction { connection in
        _ = try connection.query(lock)
        _ = try connection.execute(requeue)
      }
    }.value
  }

  // MARK: Marks

  /// The message with its words, committed as about to be handed over; nil: somebody else has it by now.
  ///
  /// - Parameter connections: how many connections to the mail server ask for marks.
  func mark(
    _ message: OutgoingMessage,
    _ words: NudgeWords.Words,
    _ items: [NudgeItem],
    for connections: Int
  ) async throws -> OutgoingMessage? {
    let own = try mark(for: message, words, items)
    if isWriting {
      let turn = await withCheckedContinuation { waiters.append(Waiter(mark: own, turn: $0)) }
      if case .written(let result) = turn { return try result.get() }
    }
    isWriting = true
    await gather(connections)
    let others = waiters
    waiters = []
    let written: Result<[Int: OutgoingMessage], any Error>
    do {
      written = .success(try await write([own] + others.map(\.mark)))
    } catch {
      written = .failure(error)
    }
    for other in others { other.turn.resume(returning: .written(written.map { $0[other.mark.message.id] })) }
    if waiters.isEmpty {
      isWriting = false
    } else {
      // It writes for all who wait by then, itself among them.
      waiters.removeFirst().turn.resume(returning: .own)
    }
    return try written.get()[own.message.id]
  }

  /// For how long a mark waits for others. A mail takes a hundred times as long on its way to a server elsewhere.
  private static let patience = Duration.milliseconds(1)

  /// Waits a moment for the marks of half of the connections, since a commit costs the same for one as for all of them.
  private func gather(_ connections: Int) async {
    guard waiters.count + 1 < connections / 2 else { return }
    do {
      try await Task.sleep(for: Self.patience)
    } catch {
      // It was cancelled: what is marked by then finds out itself.
      return
    }
  }

  private func mark(for message: OutgoingMessage, _ words: NudgeWords.Words, _ items: [NudgeItem]) throws -> Mark {
    var ready = message
    (ready.subject, ready.text, ready.html) = (words.subject, words.text, words.html)
    if message.recipientKind == "candidate" { ready.replyTo = items.first?.answeringEmail }
    return Mark(message: ready, words: words, files: try files(of: message))
  }

  /// Commits marks; those that could be made, by message.
  private func write(_ marks: [Mark]) async throws -> [Int: OutgoingMessage] {
    // Messages are locked in the order of their ids, as everywhere.
    let marks = marks.sorted { $0.message.id < $1.message.id }
    let sending = try session.statements.nudgeSending(
      claim: claim,
      lease: Nudger.leaseSeconds,
      messages: marks.map(\.message.id),
      pages: marks.map { $0.words.html ?? "" },
      replyTos: marks.map { $0.message.replyTo ?? "" },
      subjects: marks.map(\.words.subject),
      texts: marks.map(\.words.text)
    )
    return try await write { connection in
      let held = Set(try connection.query(sending).map(\.messageID))
      var made: [Int: OutgoingMessage] = [:]
      for mark in marks where held.contains(mark.message.id) {
        made[mark.message.id] = try Self.with(mark.files, mark.message, on: connection)
      }
      return made
    }
  }

  // MARK: Files

  /// A message that was marked before, with the files that go with it.
  func withFiles(_ message: OutgoingMessage) async throws -> OutgoingMessage {
    guard let files = try files(of: message) else { return message }
    return try await session.transaction { connection in try Self.with(files, message, on: connection) }
  }

  /// nil: its kind has none.
  private func files(of message: OutgoingMessage) throws -> Query<Statements.NudgeAttachments>? {
    ["list", "pack"].contains(message.kind) ? try session.statements.nudgeAttachments(message: message.id) : nil
  }

  /// A message that is about to leave has its files in memory, not all that are claimed together.
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

  // MARK: What deliveries came to

  /// Keeps in mind what a delivery came to: it is written down with what is written next.
  func note(_ settlement: Settlement) { noted.append(settlement) }

  /// Writes down what deliveries came to, also when the task was cancelled meanwhile.
  /// - Throws: why it could not be done here; it is then done over a connection of its own, without the run's fence.
  func settle() async throws {
    let due = noted
    noted = []
    try await settle(due)
  }

  private func settle(_ due: [Settlement]) async throws {
    guard !due.isEmpty else { return }
    let change = try change(due)
    let lock = try lock(for: due)
    let session = session
    let record = { @Sendable (session: AgencySession) async throws in
      try await session.transaction { connection in
        if let lock { _ = try connection.query(lock) }
        if let change { try connection.execute(change) }
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
        for one in due {
          session.logger.error(
            "that message \(one.message.id) is \(one.state) could not be recorded: \(second)"
          )
        }
      }
      throw error
    }
  }

  /// A transaction that also writes down what deliveries came to.
  private func write<T: Sendable>(
    afterPlanners: Bool = false,
    _ body: @escaping @Sendable (isolated Connection) async throws -> T
  ) async throws -> T {
    let due = noted
    noted = []
    do {
      let change = try change(due)
      let lock = try afterPlanners ? session.statements.nudgeLock() : lock(for: due)
      return try await session.transaction { connection in
        if let lock { _ = try connection.query(lock) }
        if let change { try connection.execute(change) }
        return try await body(connection)
      }
    } catch {
      do {
        try await settle(due)
      } catch let second {
        session.logger.debug("after that", metadata: ["error": "\(second)"])
      }
      throw error
    }
  }

  /// nil: nothing is due.
  private func change(_ due: [Settlement]) throws -> Change? {
    if due.isEmpty { return nil }
    let due = due.sorted { $0.message.id < $1.message.id }
    return try session.statements.nudgeSettle(
      claim: claim,
      errors: due.map { $0.reason ?? "" },
      messages: due.map(\.message.id),
      states: due.map(\.state),
      waits: due.map(\.wait)
    )
  }

  /// Whoever puts a message back into the queue takes the planner's lock.
  private func lock(for due: [Settlement]) throws -> Query<Statements.NudgeLock>? {
    due.contains { $0.state == "queued" } ? try session.statements.nudgeLock() : nil
  }
}
