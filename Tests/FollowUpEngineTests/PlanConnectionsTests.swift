import FollowUpEngine
import Postgres
import TestSupport
import Testing

@Suite("One agency planned over several connections")
struct PlanConnectionsTests {
  private static let followUps = """
    SELECT concat(count(*), ' ', sum(hashtextextended(ROW(
      rule, candidate_id, application_id, interview_id, contact_id, reference_id, occurrence, party_kind, party_id, recruiter_id,
      anchor_at, asked_from, asked_until, until_reason, opens_at, due_at, expires_at, done_at, remark, withdrawn
    )::text, 0)))
    FROM follow_up
    """
  private static let queued = "SELECT count(*) FROM plan_queue"

  /// The sample, and what it is planned as over one connection; nothing of it is planned.
  private func sample() async throws -> (agency: TestAgency, wanted: String?) {
    let agency = try await TestAgency.make(asOf: "2026-11-20T09:30:00-05:00")
    _ = try await Importer(agency.session).run(source: "canonical", paths: [TestAgency.checkout + "/jobs/sample"])
    _ = try await Planner(agency.session).plan()
    let wanted = try await agency.value(Self.followUps)
    try await agency.sql("DELETE FROM follow_up")
    return (agency, wanted)
  }

  private func beside(_ agency: TestAgency, _ count: Int) async throws -> [AgencySession] {
    var sessions: [AgencySession] = []
    for _ in 0..<count { sessions.append(try await agency.session.apart()) }
    return sessions
  }

  @Test("Ranges side by side come to what one connection comes to, and everybody is planned once", arguments: [1, 2])
  func sideBySide(others: Int) async throws {
    let (agency, wanted) = try await sample()
    let sessions = try await beside(agency, others)

    let outcome = try await Planner(agency.session, batch: 25, beside: sessions).plan(full: true)
    let again = try await Planner(agency.session, batch: 25, beside: sessions).plan(full: true)

    #expect(try await agency.value(Self.followUps) == wanted)
    #expect(try await agency.value(Self.queued) == "0")
    #expect(try await agency.value("SELECT count(*) FROM candidate") == "\(outcome.candidates)")
    #expect(try await agency.value("SELECT plan_turn FROM agency WHERE agency_id = :agency") == "2")
    #expect(again.isUnchanged)
    for session in sessions { await session.close() }
  }

  @Test("With no more queued than one batch, the other connections rest")
  func oneBatch() async throws {
    let (agency, wanted) = try await sample()
    let sessions = try await beside(agency, 1)

    _ = try await Planner(agency.session, beside: sessions).plan(full: true)

    #expect(try await agency.value(Self.followUps) == wanted)
    #expect(try await agency.value("SELECT plan_turn FROM agency WHERE agency_id = :agency") == "0")
    for session in sessions { await session.close() }
  }

  @Test("A connection that is killed leaves a queue, and the next run goes on with it")
  func killed() async throws {
    let (agency, wanted) = try await sample()
    let sessions = try await beside(agency, 2)
    let backend = try await sessions[1].connection.query(Statement("SELECT pg_backend_pid() AS backend"))
    try await agency.sql("SELECT pg_terminate_backend(\(try #require(backend.first).get("backend", as: Int.self)))")

    await #expect(throws: (any Error).self) {
      try await Planner(agency.session, batch: 25, beside: sessions).plan(full: true)
    }
    let left = try await agency.value(Self.queued)
    _ = try await Planner(agency.session, batch: 25).plan()

    #expect(left != "0")
    #expect(try await agency.value(Self.followUps) == wanted)
    #expect(try await agency.value(Self.queued) == "0")
    for session in sessions { await session.close() }
  }

  @Test("Two programs at once, each over two connections, come to the same")
  func twoPrograms() async throws {
    let (agency, wanted) = try await sample()
    let sessions = try await beside(agency, 3)

    async let one = Planner(agency.session, batch: 25, beside: [sessions[0]]).plan(full: true)
    async let other = Planner(sessions[1], batch: 25, beside: [sessions[2]]).plan(full: true)
    _ = try await (one, other)

    #expect(try await agency.value(Self.followUps) == wanted)
    #expect(try await agency.value(Self.queued) == "0")
    for session in sessions { await session.close() }
  }

  @Test("Whoever takes the turn waits for the connections of whoever had it, and these begin no other batch")
  func turns() async throws {
    let (agency, _) = try await sample()
    let session = agency.session
    let take = try session.statement("plan_turn_take")
    func turn() async throws -> Int? {
      try await session.transaction { connection in
        try connection.query(take).first?.get("plan_turn", as: Int.self)
      }
    }

    let mine = try await turn()
    let hold = try session.statement("plan_turn_hold", ["turn": mine])
    let before = try await session.transaction { connection in try connection.query(hold).count }
    let other = try await session.apart()
    let waited = try await other.transaction { connection in
      _ = try connection.query(hold)
      do {
        try await session.transaction { connection in
          try connection.execute(Statement("SET LOCAL lock_timeout = '20ms'"))
          _ = try connection.query(take)
        }
        return false
      } catch let error as PostgresError where error.isLockTimeout {
        return true
      }
    }
    _ = try await turn()
    let after = try await session.transaction { connection in try connection.query(hold).count }

    #expect(before == 1)
    #expect(waited)
    #expect(after == 0)
    await other.close()
  }
}
