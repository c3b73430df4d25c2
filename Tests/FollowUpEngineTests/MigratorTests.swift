import Catalog
import FollowUpEngine
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("Migrations")
struct MigratorTests {
  private func connect(_ database: TestDatabase) async throws -> Connection {
    try await Connection.open(Connection.Settings(conninfo: database.conninfo))
  }

  @Test("An empty database is brought to the program's version; again, there is nothing to do")
  func fromNothing() async throws {
    let database = try TestServer.makeDatabase()
    let catalog = Catalog(home: try TestAgency.home())
    let migrator = Migrator(connection: try await connect(database), catalog: catalog)

    let before = try await migrator.check()
    let first = try await migrator.migrate()
    let second = try await migrator.migrate()

    #expect(before == first)
    #expect(first.from == 0)
    #expect(try first.to == catalog.migrations.count)
    #expect(second.isUpToDate)
  }

  @Test("Two migrators at once: both end well, and each migration was applied once")
  func atOnce() async throws {
    let database = try TestServer.makeDatabase()
    let catalog = Catalog(home: try TestAgency.home())
    let connections = [try await connect(database), try await connect(database), try await connect(database)]

    let outcomes = try await withThrowingTaskGroup(of: Migrator.Outcome.self) { group in
      for connection in connections {
        group.addTask { try await Migrator(connection: connection, catalog: catalog).migrate() }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }

    #expect(outcomes.filter { $0.from == 0 }.count == 1)
    #expect(outcomes.filter(\.isUpToDate).count == 2)
    let rows = try await connections[0].query(Statement("SELECT version FROM schema_version ORDER BY version"))
    #expect(try rows.map { try $0.get("version", as: Int.self) } == Array(1...catalog.migrations.count))
  }

  @Test("A database newer than the program is refused with the two versions")
  func newer() async throws {
    let database = try await TestAgency.emptyDatabase()
    let catalog = Catalog(home: try TestAgency.home())
    let connection = try await connect(database)
    try await connection.execute(
      Statement("INSERT INTO schema_version (version, file) VALUES (99, 'sql/schema/0099_x.sql')")
    )

    let error = await #expect(throws: FollowUpError.self) {
      try await Migrator(connection: connection, catalog: catalog).migrate()
    }

    #expect(error?.kind == .configuration)
    #expect(try error?.message.contains("version 99, newer than this program's \(catalog.migrations.count)") == true)
  }

  @Test("A changed function file is applied again, with those that come after it")
  func changedFunction() async throws {
    let database = try await TestAgency.emptyDatabase()
    let catalog = Catalog(home: try TestAgency.home())
    let connection = try await connect(database)
    try await connection.execute(Statement("UPDATE repeatable SET digest = 'old' WHERE name = 'states'"))

    let outcome = try await Migrator(connection: connection, catalog: catalog).migrate()

    #expect(outcome.functions.first == "states")
    #expect(try outcome.functions.last == catalog.functions.last?.name)
    #expect(try await Migrator(connection: connection, catalog: catalog).check().isUpToDate)
  }

  @Test("Every table has row-level security, for its owner too, and a comment, every column a comment")
  func tables() async throws {
    let database = try await TestAgency.emptyDatabase()
    let connection = try await connect(database)

    let bare = try await connection.query(
      Statement(
        """
        SELECT relname || coalesce('.' || attname, '') AS what
        FROM pg_class
        LEFT JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
          AND (col_description(pg_class.oid, attnum) IS NULL OR obj_description(pg_class.oid, 'pg_class') IS NULL)
        """
      )
    )
    let open = try await connection.query(
      Statement(
        """
        SELECT relname AS what
        FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND NOT (relrowsecurity AND relforcerowsecurity)
        ORDER BY relname
        """
      )
    )

    #expect(try bare.map { try $0.get("what", as: String.self) } == [])
    #expect(
      try open.map { try $0.get("what", as: String.self) } == [
        "import_row", "policy_key", "repeatable", "schema_version",
      ]
    )
  }
}
