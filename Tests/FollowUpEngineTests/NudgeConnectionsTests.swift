import Foundation
import Mail
import Postgres
import TestServer
import TestSupport
import Testing

@testable import FollowUpEngine

@Suite("One sender with several connections: every message goes out once, and what stops one stops all")
struct NudgeConnectionsTests {
  /// Sixty recruiters with a message each.
  private func sixty() async throws -> TestAgency { try await Story.many(60) }

  /// The messages that are on nobody's way, as if nothing had been tried.
  private func untouched(_ agency: TestAgency) async throws -> Int {
    try await agency.count(
      "SELECT count(*) FROM message WHERE state = 'queued' AND attempts = 0 AND claim IS NULL AND next_attempt_at = '-infinity'"
    )
  }

  @Test("Messages leave over all connections at once, each once, and each only when its mark has been committed")
  func several() async throws {
    let agency = try await sixty()
    let watch = try await Connection.open(Connection.Settings(conninfo: agency.database.conninfo))
    let server = ServerOfMany { _, message in
      let key = message.messageID.dropFirst().prefix { $0 != "@" }
      let marked = try await watch.query(
        Statement("SELECT FROM message WHERE state = 'sending' AND key = $1", values: [String(key)])
      )
      #expect(marked.count == 1, "\(key) left without its mark")
      return .sent(reply: "250 ok")
    }

    let outcome = try await agency.nudge(server, connections: 4)

    #expect(outcome.sent == 60 && outcome.queued == 60 && !outcome.isPartial)
    let mailed = await server.taken
    #expect(mailed.count == 60 && Set(mailed).count == 60)
    #expect(await server.most > 1, "they left one after the other")
    #expect(await server.opened == 4)
    #expect(await server.open == 0, "all are closed")
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'sent' AND sent_at IS NOT NULL") == 60)
    await watch.close()
  }

  @Test("A queue longer than what is claimed together: the next are claimed while the first leave, and each goes once")
  func claimedAhead() async throws {
    let agency = try await Story.many(330)
    let watch = try await Connection.open(Connection.Settings(conninfo: agency.database.conninfo))
    let server = ServerOfMany { server, _ in
      // A hundred are claimed together; time for the next hundred while the last of the first are on their way.
      guard await server.taken.count > 90, await !server.hasSeenMore else { return .sent(reply: "250 ok") }
      let held = try await watch.query(Statement("SELECT FROM message WHERE state <> 'queued'"))
      if await server.taken.count < 100 { await server.note(held.count) }
      return .sent(reply: "250 ok")
    }

    let outcome = try await agency.nudge(server, connections: 2)

    #expect(outcome.sent == 330 && !outcome.isPartial, "\(outcome.troubles)")
    #expect(await Set(server.taken).count == 330)
    #expect(await server.taken.count == 330)
    #expect(await server.hasSeenMore, "nothing was claimed ahead")
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'sent' AND attempts = 1") == 330)
    await watch.close()
  }

  @Test("The connection that claims ahead is lost: the run's own claims, and each message goes once")
  func aheadIsLost() async throws {
    let agency = try await Story.many(330)
    let watch = try await Connection.open(Connection.Settings(conninfo: agency.database.conninfo))
    let server = ServerOfMany { server, _ in
      // Half of the first hundred have left: the connection that claims the next is newer than this test's.
      guard await server.taken.count >= 80, await server.mayEndOne() else { return .sent(reply: "250 ok") }
      for _ in 0..<250 where await !server.hasEndedOne {
        let ended = try await watch.query(
          Statement(
            """
            SELECT pg_terminate_backend(newer.pid, 5000)
            FROM pg_stat_activity AS newer
            JOIN pg_stat_activity AS own
              ON own.pid = pg_backend_pid()
            WHERE newer.datname = current_database()
              AND newer.backend_start > own.backend_start
            """
          )
        )
        if !ended.isEmpty { await server.endedOne() }
        try await Task.sleep(for: .milliseconds(20))
      }
      return .sent(reply: "250 ok")
    }

    let outcome = try await agency.nudge(server, connections: 2)

    #expect(await server.hasEndedOne, "nothing was claimed ahead, so that no connection was ended")
    #expect(outcome.sent == 330 && !outcome.isPartial, "\(outcome.troubles)")
    #expect(await server.taken.count == 330)
    #expect(await Set(server.taken).count == 330)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'sent' AND attempts = 1") == 330)
    await watch.close()
  }

  @Test("A login that may open one connection: nothing is claimed ahead, and each message goes once")
  func oneLogin() async throws {
    let agency = try await Story.many(150)
    let role = "one_login_\(UUID().uuidString.prefix(8).lowercased())"
    try await agency.sql("CREATE ROLE \(role) LOGIN CONNECTION LIMIT 1 IN ROLE followup_batch")
    let connection = try await Connection.open(
      Connection.Settings(conninfo: agency.database.conninfo + " user=\(role)")
    )
    let session = AgencySession(
      connection: connection,
      catalog: agency.session.catalog,
      agency: agency.session.agency,
      asOf: agency.session.asOf,
      logger: quietLogger()
    )
    let another = await #expect(throws: PostgresError.self) { _ = try await connection.another() }
    #expect("\(String(describing: another))".contains("too many connections for role"))

    let outcome = try await session.nudge(ServerOfMany(), connections: 2)

    #expect(outcome.sent == 150 && !outcome.isPartial, "\(outcome.troubles)")
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'sent' AND attempts = 1") == 150)
    await connection.close()
    try await agency.sql("DROP ROLE \(role)")
  }

  @Test("What stops the sending gives back what was claimed ahead too")
  func aheadGoesBack() async throws {
    let agency = try await Story.many(330)
    let server = ServerOfMany { server, _ in
      await server.taken.count < 95
        ? .sent(reply: "250 ok") : .refused(reason: "MAIL FROM was refused: 553 5.7.1", isCertain: true)
    }

    await #expect(throws: FollowUpError.self) { try await agency.nudge(server, connections: 2) }

    let taken = await server.taken.count
    #expect(try await untouched(agency) == 330 - taken)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'sent'") == taken)
  }

  @Test("A few messages are not worth a second connection")
  func few() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.checkIn(), Story.candidateCheckIn()])
    let server = ServerOfMany()

    #expect(try await agency.nudge(server, connections: 4).sent == 2)
    #expect(await server.opened == 1)
  }

  @Test("A server that gives fewer connections than are asked for gets all messages over those")
  func fewerConnections() async throws {
    let agency = try await sixty()
    let server = ServerOfMany(limit: 2)

    let outcome = try await agency.nudge(server, connections: 8)

    #expect(outcome.sent == 60 && !outcome.isPartial)
    #expect(await server.opened == 2)
    #expect(await server.most <= 2)
    #expect(await Set(server.taken).count == 60)
  }

  @Test("A connection that is lost leaves its message to the others: nothing is failed, nothing goes twice")
  func oneLost() async throws {
    let agency = try await sixty()
    let server = ServerOfMany { server, message in
      guard message.to[0].address == "many7@agency.example", await server.take(away: 1) else {
        return .sent(reply: "250 ok")
      }
      return .notSent(reason: "the connection broke", retryable: true)
    }

    let outcome = try await agency.nudge(server, connections: 4)

    #expect(outcome.sent == 60 && !outcome.isPartial, "\(outcome.troubles)")
    #expect(await Set(server.taken).count == 60)
    #expect(await server.taken.count == 60)
  }

  @Test("A server that goes away ends all connections: 69, and what was not taken waits as if it had not been tried")
  func serverLost() async throws {
    let agency = try await sixty()
    let server = ServerOfMany { server, _ in
      guard await server.taken.count >= 20 else { return .sent(reply: "250 ok") }
      await server.take(away: 4)
      return .notSent(reason: "the connection broke", retryable: true)
    }

    let error = await #expect(throws: FollowUpError.self) { try await agency.nudge(server, connections: 4) }

    #expect(error?.kind == .unreachable)
    let left = 60 - (await server.taken.count)
    #expect(error?.message.contains("\(left) messages wait") == true, "\(error?.message ?? "")")
    #expect(try await untouched(agency) == left)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'sent'") == 60 - left)
  }

  @Test("MAIL FROM is refused in the middle: no connection goes on, and what was not taken waits")
  func senderRefused() async throws {
    let agency = try await sixty()
    let server = ServerOfMany { server, _ in
      await server.taken.count < 20
        ? .sent(reply: "250 ok") : .refused(reason: "MAIL FROM was refused: 553 5.7.1", isCertain: true)
    }

    let error = await #expect(throws: FollowUpError.self) { try await agency.nudge(server, connections: 4) }

    #expect(error?.kind == .unreachable && error?.message.contains("553 5.7.1") == true)
    let taken = await server.taken.count
    #expect(try await untouched(agency) == 60 - taken)
  }

  @Test("Recipients refused in a row over several connections, for what we are: none has failed")
  func relayDenied() async throws {
    let agency = try await sixty()
    let server = ServerOfMany { _, _ in .refused(reason: "554 5.7.1 Relay access denied", isCertain: false) }

    let error = await #expect(throws: FollowUpError.self) { try await agency.nudge(server, connections: 4) }

    #expect(error?.kind == .unreachable)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'failed'") == 0)
    #expect(try await untouched(agency) == 60)
  }

  @Test("Refused and uncertain among those that are taken: each is counted and named")
  func mixed() async throws {
    let agency = try await sixty()
    let server = ServerOfMany { _, message in
      switch message.to[0].address {
      case "many7@agency.example", "many33@agency.example":
        .notSent(reason: "550 5.1.1 no such user", retryable: false)
      case "many20@agency.example": .uncertain(reason: "no answer")
      case "many50@agency.example": .notSent(reason: "451 4.3.2 later", retryable: true)
      default: .sent(reply: "250 ok")
      }
    }

    let outcome = try await agency.nudge(server, connections: 4)

    #expect(outcome.sent == 56 && outcome.failed == 2 && outcome.uncertain == 1 && outcome.waiting == 1)
    #expect(outcome.troubles.count == 4)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state IN ('failed', 'uncertain')") == 3)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE next_attempt_at > now()") == 1)
  }

  @Test(
    "Over the number of a run: the rest waits untouched, is no failure, and goes with the runs after it",
    arguments: [1, 4]
  )
  func limitPerRun(connections: Int) async throws {
    let agency = try await sixty()
    let server = ServerOfMany()
    for (sent, left) in [(25, 35), (25, 10), (10, 0)] {
      let outcome = try await agency.nudge(server, connections: connections, limitPerRun: 25)
      #expect(outcome.sent == sent && outcome.held.limited == left && outcome.waiting == 0 && !outcome.isPartial)
      #expect(outcome.summary.contains("\(left) left for later runs") == (left > 0))
      #expect(try await untouched(agency) == left)
    }
    #expect(await Set(server.taken).count == 60)
  }

  @Test("Over the number of a domain in a minute: its rest waits, and other domains get theirs", arguments: [1, 4])
  func limitPerDomain(connections: Int) async throws {
    let agency = try await sixty()
    try await agency.sql(
      "UPDATE recruiter SET email = replace(email, 'agency.example', 'Other.example') WHERE recruiter_id > 150"
    )
    let server = ServerOfMany()

    let outcome = try await agency.nudge(server, connections: connections, limitPerDomain: 3)

    #expect(outcome.sent == 6 && outcome.held.limited == 54 && !outcome.isPartial, "\(outcome.summary)")
    #expect(await server.addresses.count { $0.lowercased().hasSuffix("@other.example") } == 3)
    #expect(try await untouched(agency) == 54)
  }

  @Test("The minute of a domain's number begins with each message; what a domain put off counts only in a row")
  func minute() throws {
    let from = try Mailbox(name: nil, address: "followup@agency.example")
    let start = ContinuousClock.now
    var limits = SendingLimits(NudgeSettings(from: from, limitPerDomain: 2))
    #expect(limits.begin(to: "a@x.example", at: start) == nil)
    #expect(limits.begin(to: "b@X.example", at: start + .seconds(30)) == nil)
    #expect(limits.begin(to: "c@x.example", at: start + .seconds(61)) == nil, "the first is a minute ago")
    #expect(limits.begin(to: "d@x.example", at: start + .seconds(89)) == .limit)
    #expect(limits.begin(to: "d@y.example", at: start + .seconds(89)) == nil)
    #expect(limits.isReached && limits.resting.keys.sorted() == ["x.example"])

    limits = SendingLimits(NudgeSettings(from: from))
    for _ in 0..<2 { limits.wasPutOff("a@x.example") }
    limits.answered("b@x.example")
    for _ in 0..<2 { limits.wasPutOff("c@x.example") }
    #expect(limits.begin(to: "d@x.example") == nil)
    limits.wasPutOff("d@x.example")
    #expect(limits.begin(to: "e@x.example") == .domain && !limits.isReached)
  }

  @Test("A domain that puts off three in a row is left alone for this run, and only that one; it is tried again later")
  func domainPutsOff() async throws {
    let agency = try await sixty()
    try await agency.sql(
      "UPDATE recruiter SET email = replace(email, 'agency.example', 'slow.example') WHERE recruiter_id > 150"
    )
    let server = ServerOfMany { _, message in
      message.to[0].address.hasSuffix("@slow.example")
        ? .notSent(reason: "450 4.2.0 greylisted", retryable: true) : .sent(reply: "250 ok")
    }

    let outcome = try await agency.nudge(server, connections: 1)

    #expect(outcome.sent == 50 && outcome.waiting == 10 && outcome.isPartial)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE attempts = 1 AND state = 'queued'") == 3)
    #expect(
      try await agency.count(
        "SELECT count(*) FROM message WHERE next_attempt_at BETWEEN now() + interval '30 s' AND now() + interval '60 s'"
      ) == 3
    )
    #expect(try await untouched(agency) == 7)
  }

  @Test("Stopped in the middle: what the server had taken is recorded, and the rest waits")
  func cancelled() async throws {
    let agency = try await sixty()
    let server = ServerOfMany { server, _ in
      if await server.taken.count >= 20 { server.reachedTwenty.yield() }
      return .sent(reply: "250 ok")
    }
    let run = Task { try await agency.nudge(server, connections: 4) }
    for await _ in server.twenty { break }
    run.cancel()

    await #expect(throws: (any Error).self) { try await run.value }
    let taken = await server.taken
    #expect((20..<60).contains(taken.count) && Set(taken).count == taken.count)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'sent'") == taken.count)
    #expect(try await untouched(agency) == 60 - taken.count)
    #expect(try await agency.nudge(server, connections: 4).sent == 60 - taken.count)
  }
}

/// A mail server with several connections, which answers as a test says.
private actor ServerOfMany {
  private(set) var hasSeenMore = false
  /// Whether a test ended a connection to the database meanwhile.
  private(set) var hasEndedOne = false
  private var isEnding = false
  /// Message-IDs of what it took.
  private(set) var taken: [String] = []
  /// To whom.
  private(set) var addresses: [String] = []
  /// How many connections were opened in all, are open, and were at work at once.
  private(set) var (opened, open, most) = (0, 0, 0)
  private var working = 0
  private var limit: Int
  private let answer: @Sendable (ServerOfMany, Message) async throws -> Delivery
  let twenty: AsyncStream<Void>
  let reachedTwenty: AsyncStream<Void>.Continuation

  init(
    limit: Int = 100,
    _ answer: @escaping @Sendable (ServerOfMany, Message) async throws -> Delivery = { _, _ in .sent(reply: "250 ok") }
  ) {
    self.limit = limit
    self.answer = answer
    (twenty, reachedTwenty) = AsyncStream.makeStream()
  }

  /// From then on it gives so many connections less than there are now. False: it did so before.
  @discardableResult
  func take(away number: Int) -> Bool {
    guard limit == 100 else { return false }
    limit = max(0, open - number)
    return true
  }

  func connect() throws {
    guard open < limit else { throw MailError.unreachable("421 4.7.0 too many connections") }
    (opened, open) = (opened + 1, open + 1)
  }

  func disconnect() { open -= 1 }

  func endedOne() { hasEndedOne = true }

  /// True the first time.
  func mayEndOne() -> Bool {
    defer { isEnding = true }
    return !isEnding
  }

  /// How many messages somebody has seen in the hands of the sender: more than are claimed together?
  func note(_ held: Int) { if held > 100 { hasSeenMore = true } }

  func deliver(_ message: Message) async throws -> Delivery {
    working += 1
    most = max(most, working)
    defer { working -= 1 }
    // Time enough for the others to come.
    try await Task.sleep(for: .milliseconds(2))
    let result = try await answer(self, message)
    if case .sent = result {
      taken.append(message.messageID)
      addresses.append(message.to[0].address)
    }
    return result
  }

  /// One connection to it.
  actor Channel: MailChannel {
    nonisolated let name = "one of many"
    private let server: ServerOfMany
    private var isOpen = false

    init(_ server: ServerOfMany) { self.server = server }

    nonisolated func another() -> (any MailChannel)? { Channel(server) }

    func prepare() async throws {
      if isOpen { return }
      try await server.connect()
      isOpen = true
    }

    func deliver(_ message: Message) async -> Delivery {
      do {
        let result = try await server.deliver(message)
        if case .notSent(let reason, retryable: true) = result, reason.contains("broke") { await close() }
        return result
      } catch {
        return .notSent(reason: "\(error)", retryable: true)
      }
    }

    func close() async {
      guard isOpen else { return }
      isOpen = false
      await server.disconnect()
    }
  }
}

extension TestAgency {
  fileprivate func nudge(
    _ server: ServerOfMany,
    connections: Int,
    limitPerRun: Int? = nil,
    limitPerDomain: Int? = nil
  ) async throws -> NudgeOutcome {
    try await session.nudge(
      server,
      connections: connections,
      limitPerRun: limitPerRun,
      limitPerDomain: limitPerDomain
    )
  }
}

extension AgencySession {
  fileprivate func nudge(
    _ server: ServerOfMany,
    connections: Int,
    limitPerRun: Int? = nil,
    limitPerDomain: Int? = nil
  ) async throws -> NudgeOutcome {
    let settings = NudgeSettings(
      from: try Mailbox(name: "Follow-up", address: "followup@agency.example"),
      connections: connections,
      limitPerRun: limitPerRun,
      limitPerDomain: limitPerDomain
    )
    return try await Nudger(self, settings: settings, channel: ServerOfMany.Channel(server)).run()
  }
}
