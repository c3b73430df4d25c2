import FollowUp
import Postgres
import TestSupport
import Testing

@Suite("Statistics are gathered when they are worth it, not after every night")
struct StatisticsTests {
  @Test(
    "After a plan: an agency's first, or more than a tenth of what all have",
    arguments: [(5_000, false, false), (20_000, false, true), (5_000, true, true)]
  )
  func plan(written: Int, first: Bool, expected: Bool) async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    try await agency.sql("UPDATE pg_class SET reltuples = 100000 WHERE oid = 'follow_up'::regclass")
    let session = agency.session
    let statement = try session.statement("plan_may_analyze", ["written": written, "first": first])

    let rows = try await session.transaction { connection in try connection.query(statement) }

    #expect(try rows.map { try $0.get("may", as: Bool.self) } == [expected])
  }

  @Test(
    "After an import: an agency's first, or more than a tenth of what all have",
    arguments: [(5_000, 2, false), (20_000, 2, true), (5_000, 1, true)]
  )
  func imported(written: Int, id: Int, expected: Bool) async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    try await agency.sql(
      """
      UPDATE pg_class SET reltuples = 60000 WHERE oid IN ('touch'::regclass, 'interview'::regclass);
      INSERT INTO import (agency_id, import_id, source, paths, as_of, started_at, state) OVERRIDING SYSTEM VALUE
      SELECT agency_id, import_id, 'canonical', '{data}', now(), now(), 'done' FROM agency, generate_series(1, 2) AS import_id
      """
    )
    let session = agency.session
    let statement = try session.statement("import_has_grown", ["written": written, "import": id])

    let rows = try await session.transaction { connection in try connection.query(statement) }

    #expect(try rows.map { try $0.get("grown", as: Bool.self) } == [expected])
  }
}
