import FollowUpEngine
import Foundation
import Mail
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("Several senders, and senders that lose their run: each nudge goes out once, and what is not settled is named")
struct NudgeSendersTests {
  private static let monday = "2026-11-23T09:00:00-05:00"

  /// A message in the queue.
  private func queued() async throws -> TestAgency {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.candidateCheckIn()])
    let channel = ScriptedChannel(isDown: true)
    await #expect(throws: FollowUpError.self) { try await agency.nudge(channel) }
    return agency
  }

  @Test(
    "While one sender is at any of its statements, another plans: the nudge is mailed once, that day and the next",
    arguments: [1, 2, 3]
  )
  func overlapping(step: Int) async throws {
    let agency = try await queued()
    let second = try await agency.apart()
    let claim = UUID()
    let values: [String: (any PostgresEncodable)?] = [
      "claim": claim, "runner": "another/1/1", "lease": 100, "count": 50, "domains": [String](),
      "messages": [1], "subjects": ["Subject"], "texts": ["Text"], "pages": [""], "reply_tos": [""],
      "states": ["sent"], "errors": [""], "waits": [0],
    ]
    let statements = try ["nudge_claim", "nudge_sending", "nudge_settle"].map { name in
      try agency.session.statement(name, values.filter { agency.takes($0.key, name) })
    }
    try await agency.sql("UPDATE message SET message_id = 1; UPDATE nudge SET message_id = 1")
    let channel = ScriptedChannel()

    for statement in statements.prefix(step - 1) {
      _ = try await agency.session.transaction { connection in try connection.execute(statement) }
    }
    let other = try await agency.session.transaction { connection in
      let changed = try connection.execute(statements[step - 1])
      #expect(changed == 1)
      let other = Task { try await second.nudge(channel) }
      try await agency.waitUntilBlockedOrDone(other)
      return other
    }
    for statement in statements.dropFirst(step) {
      _ = try await agency.session.transaction { connection in try connection.execute(statement) }
    }
    _ = try await other.value
    let next = ScriptedChannel()
    _ = try await agency.at(Self.monday).nudge(next)

    #expect(await channel.taken.isEmpty, "the first sender had it")
    #expect(await next.taken.isEmpty, "its second step is due at ten")
    #expect(try await agency.count("SELECT count(*) FROM nudge WHERE message_id = 1") == 1)
    await second.session.close()
  }

  @Test("Two senders at once, many messages, day after day: no step of a follow-up is mailed twice")
  func many() async throws {
    let agency = try await Story.begin()
    try await agency.sql(
      """
      INSERT INTO recruiter (agency_id, recruiter_id, source, external_id, name, email, active)
      SELECT :agency, 100 + n, 'test', 'many-' || n, 'Recruiter ' || n, 'many' || n || '@agency.example', true
      FROM generate_series(1, 40) AS n
      """
    )
    try await Story.owe(
      agency,
      (1...40).map { number in
        var owed = Story.candidateCheckIn(id: 100 + number)
        owed.recruiter = 100 + number
        return owed
      }
    )
    let channel = ScriptedChannel(meanwhile: { _ in try await Task.sleep(for: .milliseconds(1)) })
    for day in ["2026-11-20T12:00:00-05:00", "2026-11-23T12:00:00-05:00", "2026-11-24T12:00:00-05:00"] {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for late in [0, 15, 30, 60] {
          let sender = try await agency.at(day).apart()
          group.addTask {
            try await Task.sleep(for: .milliseconds(late))
            _ = try await sender.nudge(channel)
            await sender.session.close()
          }
        }
        try await group.waitForAll()
      }
    }

    let mailed = await channel.taken.map(\.messageID)
    #expect(Set(mailed).count == mailed.count)
    let sent = try await agency.count("SELECT count(*) FROM message WHERE state = 'sent'")
    #expect(mailed.count == sent)
    #expect(
      try await agency.count(
        "SELECT count(*) FROM message WHERE state = 'sent' AND NOT EXISTS (SELECT FROM nudge WHERE nudge.message_id = message.message_id)"
      ) == 0,
      "what was mailed is known to have been"
    )
  }

  @Test("A sender that looks into the queue while another one plans waits for it, and sends what is queued")
  func whilePlanning() async throws {
    let agency = try await queued()
    let channel = PlanningChannel(try await agency.apart())
    let settings = NudgeSettings(from: try Mailbox(name: nil, address: "followup@agency.example"))

    let outcome = try await Nudger(agency.session, settings: settings, channel: channel).sendQueued()

    #expect(outcome.sent == 1 && !outcome.isPartial)
    try await channel.planned()
  }

  @Test("The answer of the server is recorded though the connection was lost before it was heard")
  func connectionLost() async throws {
    let agency = try await queued()
    let keeper = try await agency.apart()
    let backend = try await agency.count("SELECT pg_backend_pid()")
    let channel = ScriptedChannel(meanwhile: { _ in
      try await keeper.sql("SELECT pg_terminate_backend(\(backend))")
    })

    await #expect(throws: (any Error).self) { try await agency.nudge(channel) }

    #expect(await channel.taken.count == 1)
    #expect(try await keeper.count("SELECT count(*) FROM message WHERE state = 'sent'") == 1)
    #expect(try await keeper.nudge(ScriptedChannel()).sent == 0)
  }

  @Test("The answer of the server is recorded though the run was taken over before it was heard; nothing more is sent")
  func takenOver() async throws {
    let agency = try await queued()
    let keeper = try await agency.apart()
    try await agency.sql(
      """
      INSERT INTO job_run (agency_id, run_id, job, business_date, as_of, epoch, state, runner, lease_until, started_at)
      VALUES (:agency, 7, 'nightly', '2026-11-20', '2026-11-20T12:00:00-05:00', 1, 'running', 'here/1/1',
        now() + interval '1 min', now())
      """
    )
    var fenced = agency.session
    fenced.fence = RunFence(run: 7, epoch: 1, leaseSeconds: 120)
    let channel = ScriptedChannel(meanwhile: { _ in try await keeper.sql("UPDATE job_run SET epoch = 2") })

    let error = await #expect(throws: FollowUpError.self) {
      try await TestAgency(database: agency.database, session: fenced).nudge(channel)
    }

    #expect(error?.kind == .locked)
    #expect(try await keeper.count("SELECT count(*) FROM message WHERE state = 'sent'") == 1)
  }

  @Test(
    "A message in the hands of a sender that lost its run is named, exit code 3, until it is settled",
    arguments: ["claimed", "sending"]
  )
  func lostRun(state: String) async throws {
    let agency = try await queued()
    try await agency.sql(
      """
      UPDATE message SET state = '\(state)', attempts = 1, claim = gen_random_uuid(), claimed_by = 'elsewhere/1/1',
        lease_until = now() + interval '80 s', subject = 'Subject', body_text = 'Text'
      """
    )
    let channel = ScriptedChannel()

    let early = try await agency.nudge(channel)
    #expect(early.isPartial && early.heldElsewhere == 1)
    #expect(early.troubles.first?.contains(" is \(state) by a sender") == true)
    #expect(try await Outbox(agency.session).troubles().count == 1)

    // Its run's lease is over, and so is the message's.
    try await agency.sql("UPDATE message SET lease_until = now() - interval '1 s'")
    #expect(try await Outbox(agency.session).troubles().first?.contains("is dead") == true)
    let late = try await agency.nudge(channel)
    #expect(late.isPartial == (state == "sending"))
    #expect(late.sent == (state == "claimed" ? 1 : 0))
    let last = try await agency.nudge(channel)
    #expect(last.isPartial == (state == "sending") && last.unsettled == (state == "sending" ? 1 : 0))
  }

  @Test("A message in the hands of a run that is at work is nobody's trouble")
  func liveRun() async throws {
    let agency = try await queued()
    try await agency.sql(
      """
      UPDATE message SET state = 'sending', attempts = 1, claim = gen_random_uuid(), claimed_by = 'elsewhere/1/1',
        lease_until = now() + interval '80 s', subject = 'Subject', body_text = 'Text';
      INSERT INTO job_run (agency_id, run_id, job, business_date, as_of, epoch, state, runner, lease_until, started_at)
      VALUES (:agency, 7, 'nightly', '2026-11-20', '2026-11-20T12:00:00-05:00', 1, 'running', 'elsewhere/1/1',
        now() + interval '1 min', now())
      """
    )

    #expect(try await !agency.nudge(ScriptedChannel()).isPartial)
    #expect(try await Outbox(agency.session).troubles().isEmpty)
  }

  @Test("What is not settled stays part of the outcome of every run: waiting, failed, uncertain")
  func rerun() async throws {
    for (delivery, words) in [
      (Delivery.notSent(reason: "451 try later", retryable: true), "1 message waits"),
      (.notSent(reason: "550 no such user", retryable: false), "550 no such user"),
      (.uncertain(reason: "no answer"), "no answer"),
    ] {
      let agency = try await queued()
      let channel = ScriptedChannel(script: [delivery])

      #expect(try await agency.nudge(channel).isPartial)
      let again = try await agency.nudge(channel)

      #expect(again.isPartial)
      #expect(again.troubles.first?.contains(words) == true, "\(again.troubles)")
      // What the address refused for good falls to the recruiter; it is not asked again itself.
      let addresses = await channel.taken.flatMap { $0.to.map(\.address) }
      #expect(Set(addresses).count == addresses.count)
      #expect(addresses.count == (words.hasPrefix("550") ? 2 : 1))
    }
  }

  // What a server has against us.

  private func three() async throws -> TestAgency {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous + [Story.checkIn(), Story.candidateCheckIn()])
    return agency
  }

  @Test(
    "MAIL FROM is refused: everything waits, exit code 69, the words are kept; once it is fixed everything goes out"
  )
  func senderRefused() async throws {
    let agency = try await three()
    let channel = ScriptedChannel(script: [.refused(reason: "MAIL FROM was refused: 553 5.7.1", isCertain: true)])

    let error = await #expect(throws: FollowUpError.self) { try await agency.nudge(channel) }

    #expect(error?.kind == .unreachable)
    #expect(error?.message.contains("553 5.7.1") == true && error?.message.contains("3 messages wait") == true)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'queued' AND attempts = 0") == 3)
    #expect(try await Outbox(agency.session).troubles().first?.contains("553 5.7.1") == true)
    let fixed = try await agency.nudge(channel)
    #expect(fixed.sent == 3 && fixed.queued == 3 && !fixed.isPartial)
    #expect(try await Outbox(agency.session).troubles().isEmpty)
  }

  @Test("Several recipients in a row are refused for what we are: it is us, and none has failed")
  func relayDenied() async throws {
    let agency = try await three()
    let refusal = Delivery.refused(reason: "554 5.7.1 Relay access denied", isCertain: false)
    let channel = ScriptedChannel(script: [refusal, refusal])

    let error = await #expect(throws: FollowUpError.self) { try await agency.nudge(channel) }

    #expect(error?.kind == .unreachable)
    #expect(error?.message.contains("Relay access denied") == true)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'queued' AND attempts = 0") == 3)
    #expect(try await agency.nudge(channel).sent == 3)
  }

  @Test("One recipient among others is refused for what we are: that message alone has failed")
  func oneRefused() async throws {
    let agency = try await three()
    let channel = ScriptedChannel(script: [.refused(reason: "550 5.7.1 not to this mailbox", isCertain: false)])

    let outcome = try await agency.nudge(channel)

    #expect(outcome.failed == 1 && outcome.sent == 2)
    #expect(outcome.troubles.first?.contains("not to this mailbox") == true)
  }
}

/// Once it is asked whether it is ready, another sender holds what is queued for a moment, as one does that plans.
private actor PlanningChannel: MailChannel {
  nonisolated let name = "a test's channel"
  private let planner: TestAgency
  private var plan: Task<Void, any Error>?

  init(_ planner: TestAgency) { self.planner = planner }

  func prepare() async throws {
    if plan != nil { return }
    let (held, isHeld) = AsyncStream<Void>.makeStream()
    plan = Task { [planner] in
      let lock = try planner.session.statement("nudge_lock")
      try await planner.session.transaction { connection in
        _ = try connection.query(lock)
        _ = try connection.query(Statement("SELECT FROM message WHERE state = 'queued' FOR UPDATE"))
        isHeld.yield()
        try await Task.sleep(for: .milliseconds(400))
      }
      await planner.session.close()
    }
    for await _ in held { break }
  }

  func planned() async throws { try await plan?.value }
  func deliver(_ message: Message) async -> Delivery { .sent(reply: "250 ok") }
  func close() async {}
}

extension TestAgency {
  /// The same agency over a connection of its own.
  fileprivate func apart() async throws -> TestAgency {
    let connection = try await Connection.open(Connection.Settings(conninfo: database.conninfo))
    return TestAgency(
      database: database,
      session: AgencySession(
        connection: connection,
        catalog: session.catalog,
        agency: session.agency,
        asOf: session.asOf,
        logger: session.logger
      )
    )
  }

  fileprivate func takes(_ value: String, _ statement: String) -> Bool {
    let names = [
      "nudge_claim": ["claim", "runner", "lease", "count", "domains"],
      "nudge_sending": ["messages", "claim", "lease", "subjects", "texts", "pages", "reply_tos"],
      "nudge_settle": ["messages", "claim", "states", "errors", "waits"],
    ]
    return names[statement]?.contains(value) == true
  }

  /// Waits until the other one waits for a lock, or has had time to come to its end.
  fileprivate func waitUntilBlockedOrDone(_ other: Task<NudgeOutcome, any Error>) async throws {
    let watch = try await Connection.open(Connection.Settings(conninfo: database.conninfo))
    for _ in 0..<100 {
      let rows = try await watch.query(
        Statement(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
      )
      if !rows.isEmpty { break }
      try await Task.sleep(for: .milliseconds(20))
    }
    await watch.close()
  }
}
