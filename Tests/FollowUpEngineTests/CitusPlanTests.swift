import Catalog
import FollowUpEngine
import Foundation
import Postgres
import TestSupport
import Testing

/// Every statement about an agency runs at the node that holds it. There it may take several steps, each of which reads one shard.
@Suite("Plans on Citus", .enabled(if: CitusDatabase.isThere, Comment(rawValue: CitusDatabase.reason)), .serialized)
struct CitusPlanTests {
  @Test("A statement about an agency is one task, at the node that holds the agency's rows")
  func oneTask() async throws {
    try await withAgency { session in
      let call = try session.catalog.statement(at: "sql/citus/rows_at_agency.sql")
        .bind(["agency": String(session.agency.id), "statement": "SELECT count(*) FROM candidate"])
      let plan = try await session.transaction { connection in
        try connection.query(Statement("EXPLAIN \(call.sql) (candidates bigint)", values: call.values))
          .map { try $0.get("QUERY PLAN", as: String.self).trimmingCharacters(in: .whitespaces) }
      }
      #expect(plan.contains("Task Count: 1"))
      let node = try await node(of: session)
      #expect(plan.filter { $0.hasPrefix("Node:") } == [node])
      #expect(!plan.contains { $0.contains("Subplan") })
    }
  }

  @Test("Every statement of the engine, every rule, guardrail and report reads one shard at a time there")
  func oneShard() async throws {
    try await withAgency { session in
      var asked = 0
      let node = try await node(of: session)
      for file in try files(session.catalog) {
        let plan: [String]
        do {
          plan = try await explained(file, session)
        } catch {
          Issue.record("\(file.path): \(error)")
          continue
        }
        let counts = Set(lines(of: plan, beginning: "Task Count: "))
        // A step that reads only what other steps came to has no shard, and runs where it is.
        let named = lines(of: plan, beginning: "Node: ")
        let nodes = Set(named.map { $0.replacing("host=localhost ", with: "host=127.0.0.1 ") })
        #expect(counts.isSubset(of: ["Task Count: 1"]), "\(file.path): \(counts)")
        #expect(nodes.isSubset(of: [node]), "\(file.path): \(nodes)")
        // Where every step only writes what other steps came to, the node plans no task by itself.
        let isShown = !counts.isEmpty || !lines(of: plan, beginning: "->  Distributed Subplan").isEmpty
        #expect(isShown || !readsTables(file), "\(file.path): \(plan)")
        asked += 1
      }
      #expect(asked > 100)
    }
  }

  @Test("A role sees the agency its statements are sent for, and by itself none; what leaves the agency is refused")
  func roles() async throws {
    try await withAgency { session in
      // Nodes connect to one another as the role in force.
      try await session.connection.executeScript("ALTER ROLE followup_reader LOGIN; SET ROLE followup_reader")
      let agency = session.agency.id
      #expect(try await count("recruiter", of: agency, session) == 1)
      let direct = try await session.transaction { connection in
        try connection.query(Statement("SELECT count(*) AS n FROM recruiter")).map { try $0.get("n", as: Int.self) }
      }
      #expect(direct == [0])
      let error = await #expect(throws: PostgresError.self) { try await count("recruiter", of: agency + 1, session) }
      #expect("\(String(describing: error))".contains("must filter by the distribution argument"))
    }
  }

  private func count(_ table: String, of agency: Int, _ session: AgencySession) async throws -> Int? {
    var statement = Statement("SELECT count(*) AS n FROM \(table) WHERE \(table).agency_id = \(agency)")
    // The tables' own names: subselects in their place would leave nothing of another agency.
    statement.relay = session.agency.relay.map { Relay(rows: $0.rows, changed: $0.changed, values: $0.values) }
    let counting = statement
    return try await session.transaction { connection in try connection.query(counting).first?.get("n", as: Int.self) }
  }

  // MARK: What is asked

  private func files(_ catalog: Catalog) throws -> [SQLFile] {
    let bound = try catalog.statements.filter { !["fragment", "script"].contains($0.kind) }
    let apart: Set = [
      // About the database and its schema, before there is an agency.
      "schema_exists", "schema_record", "schema_record_repeatable", "schema_repeatables", "schema_versions",
      // About all agencies: the list of them, and a new one, whose name must be nobody else's.
      "agencies", "agencies_lock", "agency_add",
      // The agency of an example; examples are not run in a database with Citus.
      "example_agency",
      // About the session and the server: they read no table of ours.
      "choose_agency", "connections_free", "replica_lag", "report_begin", "rule_reads_unqueued", "view_reads_clock",
      // Of a backup, which is refused where rows lie on several nodes.
      "backup_rows",
    ]
    let rules = try catalog.rules.map(\.file) + catalog.guardrails.map(\.file)
    let reports = try catalog.reports.map(\.file) + catalog.checks.map(\.file)
    return bound.filter { !apart.contains($0.name) } + rules + reports
  }

  private func lines(of plan: [String], beginning: String) -> [String] {
    plan.filter { $0.hasPrefix(beginning) }
  }

  private func readsTables(_ file: SQLFile) -> Bool {
    !["zone_is_known", "import_zones", "plan_may_analyze", "nudge_may_analyze", "import_may_analyze", "plan_put_back"]
      .contains(file.name)
      && file.text.contains("agency_id")
  }

  /// What a test's value stands in for.
  private static let open = "?"

  private func explained(_ file: SQLFile, _ session: AgencySession) async throws -> [String] {
    let rules = try session.catalog.ruleParts(policy: [:])
    let guardrails = try session.catalog.guardrailParts(policy: [:])
    let isAlone = ["rule", "guardrail"].contains(file.kind)
    let settled = try session.catalog.worklist("settled")
    var open = Dictionary(uniqueKeysWithValues: settled.parameterNames.map { ($0, Optional(Self.open)) })
    open["agency"] = String(session.agency.id)
    let parts = try [
      "body": (rules + guardrails).flatMap { $0.parts.values.joined() }.filter { $0.file.path == file.path },
      "rules": rules,
      "guardrails": guardrails,
      "warnings": session.catalog.warningParts(policy: [:]),
      "settled": [SQLPart(settled, open)],
    ].merging(session.planParts(policy: [:], practice: nil).byPlace) { given, _ in given }
    let whole = isAlone ? try session.catalog.engine("rule_alone") : file
    let agency = String(session.agency.id)
    var names = Dictionary(uniqueKeysWithValues: whole.parameterNames.map { ($0, Optional(Self.open)) })
    names["agency"] = agency
    let imported = [
      "agency": agency, "import": "1", "source": "canonical", "as_of": Self.open, "parameters": Self.open,
      "by": Self.open, "limit": Self.open, "targets": Self.open,
    ]
    let bound =
      try session.catalog.importStatement(file.name, values: imported)?.bind() ?? whole.bind(names, parts: parts)
    let relay = session.agency.relay
    return try await session.transaction { connection in
      let types = try connection.describe(Statement(bound)).parameters.map(\.name)
      let values = zip(types, bound.values).map { type, value in value == Self.open ? sample(type) : value }
      var statement = Statement("EXPLAIN (COSTS OFF) \(bound.sql)", values: values, file: file.path)
      statement.relay = relay
      return try connection.query(statement).map {
        try $0.get("QUERY PLAN", as: String.self).trimmingCharacters(in: .whitespaces)
      }
    }
  }

  /// A value of that type.
  private func sample(_ type: String) -> String {
    switch type {
    case "timestamp with time zone", "timestamp without time zone", "date": "2026-11-20 12:00:00"
    case "time without time zone": "12:00"
    case "jsonb", "json": "[]"
    case "boolean": "true"
    case "uuid": "00000000-0000-0000-0000-000000000001"
    case "interval": "1 day"
    default: type.hasSuffix("[]") ? "{}" : "07"
    }
  }

  private func node(of session: AgencySession) async throws -> String {
    let rows = try await session.connection.query(
      Statement(
        """
        SELECT format('Node: host=%s port=%s dbname=%s', nodename, nodeport, current_database()) AS node
        FROM citus_shards
        WHERE shardid = get_shard_id_for_distribution_column('agency', $1::integer)
        """,
        values: [String(session.agency.id)]
      )
    )
    guard let row = rows.first else { throw SupportError("the agency has no shard") }
    return try row.get("node")
  }

  /// Two agencies; the session is the first one's.
  private func withAgency(_ body: (AgencySession) async throws -> Void) async throws {
    let database = try await CitusDatabase.migrated()
    let outcome: Result<Void, any Error>
    do {
      let connection = try await database.connect()
      let catalog = Catalog(home: try TestAgency.home())
      let agencies = Agencies(connection: connection, catalog: catalog)
      let agency = try await agencies.add(name: "One", timeZone: "America/New_York")
      let other = try await agencies.add(name: "Two", timeZone: "Europe/Zurich")
      for id in [agency.id, other.id] {
        try await connection.executeScript(
          "INSERT INTO recruiter (agency_id, source, external_id, name, email) VALUES (\(id), 'test', 'r', 'Recruiter', 'r@x.example')"
        )
      }
      try await body(
        AgencySession(
          connection: connection,
          catalog: catalog,
          agency: agency,
          asOf: try moment("2026-11-20T12:00:00Z"),
          logger: quietLogger()
        )
      )
      await connection.close()
      outcome = .success(())
    } catch {
      outcome = .failure(error)
    }
    try await database.drop()
    try outcome.get()
  }
}
