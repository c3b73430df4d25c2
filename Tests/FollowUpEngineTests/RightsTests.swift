import Catalog
import FollowUpEngine
import Logging
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("What the roles may see and write")
struct RightsTests {
  /// A connection that acts as one of the roles.
  private func connect(_ database: TestDatabase, as role: String) async throws -> Connection {
    try await Connection.open(
      Connection.Settings(conninfo: database.conninfo, parameters: ["jit": "off", "role": role])
    )
  }

  private func code(_ connection: Connection, _ sql: String, agency: Int? = nil) async throws -> String? {
    do {
      try await connection.transaction { connection in
        if let agency {
          try connection.execute(Statement("SELECT set_config('followup.agency_id', '\(agency)', true)"))
        }
        try connection.execute(Statement(sql))
      }
      return nil
    } catch let error as PostgresError {
      return error.code
    }
  }

  @Test("followup_batch changes no policy key, writes nothing into another agency's import, removes no agency")
  func batch() async throws {
    let database = try await TestAgency.emptyDatabase()
    let batch = try await connect(database, as: "followup_batch")
    let agencies = Agencies(connection: batch, catalog: Catalog(home: try TestAgency.home()))
    let one = try await agencies.add(name: "One", timeZone: "Europe/Berlin").id
    let two = try await agencies.add(name: "Two", timeZone: "Europe/Berlin").id
    let row = { (agency: Int) in
      "INSERT INTO import_row (agency_id, import_id, target, file, line, record, position, key) "
        + "VALUES (\(agency), 1, 'candidates', 'f', 1, '{}', 1, 'k')"
    }

    #expect(try await code(batch, "UPDATE policy_key SET default_value = '1' WHERE key = 'check_in_cap'") == "42501")
    #expect(try await code(batch, "DELETE FROM policy_key") == "42501")
    #expect(try await code(batch, "DELETE FROM agency") == "42501")
    #expect(try await code(batch, "DELETE FROM agency", agency: one) == "42501")
    #expect(try await code(batch, row(one), agency: one) == nil)
    #expect(try await code(batch, row(two), agency: one) == "42501")
    #expect(try await code(batch, row(two)) == "42501")
    #expect(try await code(batch, "UPDATE import_row SET key = 'x'", agency: two) == "42501")
    #expect(try await code(batch, "DELETE FROM import_row", agency: two) == "42501")
    #expect(try await code(batch, "DELETE FROM import_row", agency: one) == nil)
    await batch.close()
  }

  @Test("The owner of the tables, no superuser, migrates, imports, plans and removes, and sees one agency at a time")
  func owner() async throws {
    // Given a database that is the owner's from the start, so that all in it is theirs.
    _ = try await TestAgency.emptyDatabase()
    let database = try TestServer.makeDatabase()
    let admin = try await Connection.open(Connection.Settings(conninfo: database.conninfo))
    try await admin.executeScript("GRANT USAGE, CREATE ON SCHEMA public TO followup_owner")
    await admin.close()
    let catalog = Catalog(home: try TestAgency.home())
    let owner = try await connect(database, as: "followup_owner")
    _ = try await Migrator(connection: owner, catalog: catalog).migrate()
    let agencies = Agencies(connection: owner, catalog: catalog)
    for name in ["One", "Two"] { _ = try await agencies.add(name: name, timeZone: "America/New_York") }

    // When it works for both.
    for agency in try await agencies.byWork(asOf: try moment("2026-11-20T09:30:00-05:00")) {
      let session = AgencySession(
        connection: owner,
        catalog: catalog,
        agency: agency,
        asOf: try moment("2026-11-20T09:30:00-05:00"),
        logger: quietLogger()
      )
      let outcome = try await Importer(session).run(
        source: "canonical",
        paths: [TestAgency.checkout + "/jobs/sample"]
      )
      #expect(outcome.rejected == 0)
      #expect(try await Planner(session).plan().candidates > 0)
      #expect(try await CatalogCheck(session).invariants().allSatisfy { $0.fault == nil })
    }

    // Then each sees its own rows, and nobody's where none is chosen.
    let count = Statement("SELECT count(DISTINCT agency_id) AS agencies, count(*) AS rows FROM candidate")
    let chosen = try await owner.transaction { connection in
      try connection.execute(Statement("SELECT set_config('followup.agency_id', '1', true)"))
      return try connection.query(count)[0].get("agencies", as: Int.self)
    }
    #expect(chosen == 1)
    #expect(try await owner.query(count)[0].get("rows", as: Int.self) == 0)
    _ = try await agencies.remove("One")
    #expect(try await agencies.list().map(\.name) == ["Two"])
    #expect(try await Migrator(connection: owner, catalog: catalog).check().isUpToDate)
    await owner.close()
  }
}
