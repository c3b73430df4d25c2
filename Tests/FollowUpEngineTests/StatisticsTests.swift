import Postgres
import TestServer
import TestSupport
import Testing

@testable import FollowUpEngine

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

  @Test("An agency's first plan gathers them; a later one leaves those of a large table as they are")
  func planning() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T09:30:00-05:00")
    _ = try await Importer(agency.session).run(source: "canonical", paths: [TestAgency.checkout + "/jobs/sample"])
    let known = "SELECT reltuples::bigint::text FROM pg_class WHERE oid = 'follow_up'::regclass"
    let count = "SELECT count(*)::text FROM follow_up"

    _ = try await Planner(agency.session).plan()
    let afterFirst = try await agency.value(known)
    let planned = try await agency.value(count)
    // Whatever is planned again from nothing writes as much as the first did.
    try await forgetPlan(agency, believing: 100_000)
    let again = try await Planner(agency.session).plan(full: true)
    let besideMany = try await agency.value(known)
    try await forgetPlan(agency, believing: 1000)
    _ = try await Planner(agency.session).plan(full: true)
    let besideFew = try await agency.value(known)

    #expect(again.rules.values.reduce(0) { $0 + $1.added } > 5000)
    #expect(afterFirst == planned)
    #expect(besideMany == "100000")
    #expect(besideFew == planned)
  }

  @Test(
    "A great many nudges gather them, where they are more than a tenth of what all agencies have",
    arguments: [0, 100_000]
  )
  func nudging(believed: Int) async throws {
    let agency = try await Story.many(1200)
    try await agency.sql("UPDATE pg_class SET reltuples = \(believed) WHERE oid = 'nudge'::regclass")

    await #expect(throws: FollowUpError.self) { try await agency.nudge(ScriptedChannel(isDown: true)) }

    let known = try await agency.value("SELECT reltuples::bigint::text FROM pg_class WHERE oid = 'nudge'::regclass")
    #expect(try await agency.count("SELECT count(*) FROM nudge") == 1200)
    #expect(known == (believed == 0 ? "1200" : "\(believed)"))
  }

  @Test("A role that fills the tables and does not own them gathers statistics too")
  func asBatch() async throws {
    let owner = try await TestAgency.make(asOf: "2026-11-20T09:30:00-05:00")
    let settings = Connection.Settings(
      conninfo: owner.database.conninfo,
      parameters: ["jit": "off", "role": "followup_batch"]
    )
    let batch = AgencySession(
      connection: try await Connection.open(settings),
      catalog: owner.session.catalog,
      agency: owner.session.agency,
      asOf: owner.session.asOf,
      logger: quietLogger()
    )
    #expect(try await owner.value("SELECT reltuples::bigint::text FROM pg_class WHERE oid = 'touch'::regclass") == "-1")

    _ = try await Importer(batch).run(source: "canonical", paths: [TestAgency.checkout + "/jobs/sample"])
    _ = try await Planner(batch).plan()

    for table in ["touch", "reference_contact", "follow_up"] {
      let believed = try await owner.value(
        "SELECT reltuples::bigint::text FROM pg_class WHERE oid = '\(table)'::regclass"
      )
      #expect(try await owner.value("SELECT count(*)::text FROM \(table)") == believed, "\(table)")
    }
    await batch.close()
  }

  /// Takes the plan out, and has the server believe in so many follow-ups.
  private func forgetPlan(_ agency: TestAgency, believing rows: Int) async throws {
    try await agency.sql("DELETE FROM follow_up")
    try await agency.sql("UPDATE pg_class SET reltuples = \(rows) WHERE oid = 'follow_up'::regclass")
  }
}
