import Catalog
import FollowUpEngine
import Postgres
import Synchronization
import TestServer
import TestSupport
import Testing

/// Migrations of a database that others use: what is locked, for how long, and what is said of it.
@Suite("Migrations beside others")
struct MigrationLocksTests {
  private let catalog: Catalog

  init() throws {
    catalog = Catalog(home: try TestAgency.home())
  }

  private func connect(
    _ database: TestDatabase,
    as name: String = "followup",
    parameters: [String: String] = [:]
  ) async throws -> Connection {
    try await Connection.open(
      Connection.Settings(
        conninfo: database.conninfo,
        applicationName: name,
        parameters: parameters,
        lockPatience: .milliseconds(50)
      )
    )
  }

  private func version(_ connection: Connection) async throws -> Int {
    try await connection.query(Statement("SELECT max(version) AS version FROM schema_version"))[0].get("version")
  }

  /// What a migrator says, line by line.
  private final class Told: Sendable {
    private let all = Mutex<[String]>([])
    var lines: [String] { all.withLock { $0 } }
    func add(_ line: String) { all.withLock { $0.append(line) } }
  }

  @Test("A table that somebody reads for long is tried again, without keeping others waiting, until it is free")
  func letsGo() async throws {
    let database = try await OlderDatabase.make(13)
    let reader = try await connect(database, as: "a long report")
    let other = try await connect(database)
    let connection = try await connect(database)
    let told = Told()
    let migrator = Migrator(
      connection: connection,
      catalog: catalog,
      patience: Migrator.Patience(lock: .seconds(1), pause: .milliseconds(200), total: .seconds(120)),
      tell: { told.add($0) }
    )

    let migrating = try await reader.transaction { reader in
      _ = try reader.query(Statement("SELECT count(*) FROM nudge"))
      let migrating = Task { try await migrator.migrate() }
      for _ in 0..<600 where told.lines.count < 2 { try await Task.sleep(for: .milliseconds(50)) }
      // Between two attempts nobody waits behind the migration.
      _ = try await other.transaction { other in try other.query(Statement("SELECT count(*) FROM nudge")) }
      return migrating
    }
    let outcome = try await migrating.value

    #expect(outcome.from == 13)
    #expect(try await migrator.check().isUpToDate)
    let first = try #require(told.lines.first)
    #expect(first.hasPrefix("migration 14 did not get a lock within 1 s and was rolled back"))
    #expect(first.contains("the lock on nudge is held by process "))
    #expect(first.contains("(a long report, user "))
    #expect(first.contains("in a transaction for "))
    #expect(first.hasSuffix("it is tried again in 0.2 s"))
    #expect(told.lines.dropFirst().first?.hasSuffix("it is tried again in 0.4 s") == true)
  }

  @Test(
    "A lock that is never let go: what was applied before stays, nothing of the migration is stored, and it goes on later"
  )
  func neverLetsGo() async throws {
    let database = try await OlderDatabase.make(15)
    let writer = try await connect(database, as: "a long import")
    let connection = try await connect(database)
    let migrator = Migrator(
      connection: connection,
      catalog: catalog,
      patience: Migrator.Patience(lock: .seconds(1), pause: .milliseconds(100), total: .milliseconds(1500))
    )

    let error = try await writer.transaction { writer in
      try writer.execute(Statement("UPDATE interview SET status = status"))
      return await #expect(throws: FollowUpError.self) { try await migrator.migrate() }
    }
    let stands = try await version(connection)
    let indexes = try await connection.query(
      Statement("SELECT FROM pg_class WHERE relname IN ('follow_up_by_due', 'interview_by_start')")
    )
    let later = try await migrator.migrate()

    #expect(error?.kind == .locked)
    #expect(error?.message.hasPrefix("migration 18 was not applied, and nothing of it is stored: ") == true)
    #expect(error?.message.contains("the database stands at version 17") == true)
    #expect(error?.message.contains("the lock on interview is held by process ") == true)
    #expect(error?.message.contains("(a long import, user ") == true)
    #expect(error?.remedy?.contains("run followup migrate again") == true)
    #expect(stands == 17)
    #expect(indexes.isEmpty)
    #expect(later.from == 17)
    #expect(try await migrator.check().isUpToDate)
  }

  @Test("A statement_timeout of the role does not end a migration")
  func statementTimeout() async throws {
    let database = try await OlderDatabase.make(18)
    let reader = try await connect(database)
    let connection = try await connect(database, parameters: ["statement_timeout": "500ms"])
    let migrator = Migrator(connection: connection, catalog: catalog, patience: Migrator.Patience(lock: .seconds(60)))

    let migrating = try await reader.transaction { reader in
      _ = try reader.query(Statement("SELECT count(*) FROM rule_in_force"))
      let migrating = Task { try await migrator.migrate() }
      try await Task.sleep(for: .milliseconds(1500))
      return migrating
    }

    #expect(try await migrating.value.from == 18)
    let refused = await #expect(throws: PostgresError.self) {
      try await connection.query(Statement("SELECT pg_sleep(2)"))
    }
    #expect(refused?.code == "57014", "the limit holds for this connection")
  }

  @Test("Two migrators at once take turns; each migration is applied once, and who waits says so")
  func atOnce() async throws {
    let database = try await OlderDatabase.make(13)
    let told = Told()
    let first = try await connect(database)
    let holder = try await connect(database)
    let connections = [try await connect(database), try await connect(database)]
    let lock = Statement("SELECT pg_advisory_xact_lock(hashtext('followup migrate'))")

    let waiting = try await holder.transaction { holder in
      _ = try holder.query(lock)
      let waiting = Task { [catalog] in
        try await withThrowingTaskGroup(of: Migrator.Outcome.self) { group in
          for connection in connections {
            group.addTask {
              try await Migrator(connection: connection, catalog: catalog, tell: { told.add($0) }).migrate()
            }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
      }
      for _ in 0..<600 where told.lines.count < 2 { try await Task.sleep(for: .milliseconds(50)) }
      return waiting
    }
    let outcomes = try await waiting.value

    #expect(outcomes.filter { $0.from == 13 }.count == 1)
    #expect(
      told.lines.allSatisfy {
        $0 == "another followup migrate is at work in this database; this one waits for its turn"
      }
    )
    #expect(told.lines.count == 2)
    let rows = try await first.query(Statement("SELECT version FROM schema_version ORDER BY version"))
    #expect(try rows.map { try $0.get("version", as: Int.self) } == Array(1...catalog.migrations.count))
  }

  @Test(
    "The header of each migration says which tables it locks, and on which it builds indexes",
    arguments: OlderDatabase.versions.dropLast()
  )
  func headers(_ version: Int) async throws {
    let database = try await OlderDatabase.make(version)
    let connection = try await connect(database)
    let migration = try catalog.migrations[version]

    let rows = try await connection.transaction { connection in
      try connection.executeScript(Self.before)
      try connection.executeScript(migration.file.text, file: migration.file.path)
      return try connection.query(Statement(Self.after))
    }

    var exclusive: [String] = []
    var shared: [String] = []
    var indexes: [String: Int] = [:]
    for row in rows {
      let table: String = try row.get("name")
      if try row.get("exclusive") { exclusive.append(table) } else if try row.get("shared") { shared.append(table) }
      let built: Int = try row.get("indexes")
      if built > 0 { indexes[table] = built }
    }
    let named = migration.work.filter { $0.table != nil }
    #expect(
      Dictionary(uniqueKeysWithValues: named.filter { $0.indexes > 0 }.map { ($0.table ?? "", $0.indexes) }) == indexes
    )
    if migration.work.contains(where: { $0.table == nil }) {
      #expect(exclusive.count > 25)
    } else {
      #expect(exclusive == named.filter(\.keepsReadersOut).compactMap(\.table).sorted())
      #expect(shared == named.filter { !$0.keepsReadersOut }.compactMap(\.table).sorted())
    }
  }

  /// The tables that are there before, and their indexes.
  private static let before = """
    CREATE TEMPORARY TABLE had ON COMMIT DROP AS
    SELECT oid, relname, relkind
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'i')
    """

  /// Of each table that was there before and that was locked: how, and the indexes it has got.
  private static let after = """
    SELECT
      had.relname AS name,
      bool_or(pg_locks.mode = 'AccessExclusiveLock') AS exclusive,
      bool_or(pg_locks.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'RowExclusiveLock')) AS shared,
      (
        SELECT count(*)
        FROM pg_index
        WHERE pg_index.indrelid = had.oid
          AND NOT EXISTS (SELECT FROM had AS older WHERE older.oid = pg_index.indexrelid)
      ) AS indexes
    FROM had
    JOIN pg_locks ON pg_locks.relation = had.oid AND pg_locks.pid = pg_backend_pid()
    WHERE had.relkind <> 'i'
      AND pg_locks.mode NOT IN ('AccessShareLock', 'RowShareLock')
    GROUP BY had.oid, had.relname
    ORDER BY had.relname
    """

  @Test(
    "What will be done is said before: a large table with its rows, size and effect on others, the others in one line"
  )
  func preview() async throws {
    let database = try await OlderDatabase.make(17)
    let connection = try await connect(database)
    try await connection.executeScript(
      """
      INSERT INTO touch (agency_id, source, external_id, happened_at, actor_kind, actor_id, party_kind, party_id, channel, purpose)
      SELECT 1, 'many', number::text, '2020-01-01 12:00+00', 'recruiter', 3, 'contact', 4, 'email', 'other'
      FROM generate_series(1, 30000) AS number;
      ANALYZE touch;
      """
    )

    let preview = try await Migrator(connection: connection, catalog: catalog).preview()

    #expect(preview.outcome.from == 17)
    #expect(preview.steps.map(\.version).first == 18)
    #expect(preview.agenciesToPlan == 1)
    let lines = preview.lines
    #expect(lines.first?.hasPrefix("Migration 18, less than a second: Indexes by time for reports") == true)
    #expect(lines.contains("  application, application_stage, follow_up, interview: locked for a moment"))
    let touch = try #require(lines.first { $0.hasPrefix("  touch (") })
    #expect(touch.hasPrefix("  touch (30,0"))
    #expect(touch.contains(" MB): an index is built; nobody else writes to it meanwhile"))
    #expect(lines.contains { $0.hasPrefix("Functions and views, about 1 s: ") })
    #expect(lines.contains { $0.hasPrefix("The next plan of 1 agency plans everybody again") })
    #expect(lines.last?.hasPrefix("All of it is estimated to take about 2 s") == true)
    #expect(try await version(connection) == 17, "nothing is done")
  }

  @Test("After it and a plan, nothing is left to be said, and nobody is to be planned again")
  func nothingLeft() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T09:30:00-05:00")
    let migrator = Migrator(connection: agency.session.connection, catalog: catalog)
    _ = try await Planner(agency.session).plan()
    #expect(try await migrator.preview().lines.isEmpty)

    // A function is to be replaced: the rules are as they were planned.
    try await agency.sql("UPDATE repeatable SET digest = 'old' WHERE name = 'words'")
    let preview = try await migrator.preview()

    #expect(preview.agenciesToPlan == 0)
    #expect(preview.lines.count == 2)
    #expect(preview.lines.first?.hasPrefix("Functions and views, about 1 s: words will be replaced") == true)
  }
}
