import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

/// The database of an older program under the present one, as its administrator goes about it.
@Suite("An upgrade")
struct UpgradeTests {
  private static let morning = ["--as-of", "2026-11-20T09:30:00-05:00"]

  private func program(_ database: TestDatabase) throws -> Program {
    Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": database.conninfo])
  }

  @Test(
    "A database of each version since 8: refused, announced, migrated; then files and invariants hold, and a plan works",
    arguments: OlderDatabase.versions
  )
  func upgrade(_ version: Int) async throws {
    let database = try await OlderDatabase.make(version)
    let program = try program(database)
    let newest = try #require(OlderDatabase.versions.last)

    if version < newest {
      let before = try program.run(["plan"] + Self.morning)
      #expect(before.status == 78)
      #expect(before.errors.contains("(version \(version) of \(newest)); run followup migrate"))
      #expect(try program.run("migrate", "--check").status == 3)
      let trial = try program.run("migrate", "--dry-run")
      #expect(trial.output.contains("Migration \(version + 1), less than a second: "))
      #expect(trial.output.contains("It would be migrated: version \(version) to \(newest)"))
      let migrated = try program.run("migrate")
      #expect(migrated.status == 0, "\(migrated.errors)")
      #expect(migrated.output.contains("All of it is estimated to take about "))
      #expect(migrated.output.contains("Migrated: version \(version) to \(newest)"))
    } else {
      // Its functions may be others by now.
      #expect(try program.run("migrate").status == 0)
    }
    #expect(try program.run("migrate").output == "The schema is up to date at version \(newest).\n")

    let check = try program.run(["check"] + Self.morning)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
    let plan = try program.run(["plan"] + Self.morning)
    #expect(plan.status == 0, "\(plan.errors)")
    let full = try program.run(["plan", "--full"] + Self.morning)
    #expect(full.status == 0, "\(full.errors)")
    let lists = try program.run(["worklist", "--all", "--format", "csv"] + Self.morning)
    #expect(lists.status == 0, "\(lists.errors)")
    #expect(lists.output.split(separator: "\n").count > 5)
  }

  @Test("A lock that stays held: 75, with the table, who holds it, and what to do")
  func locked() async throws {
    let database = try await OlderDatabase.make(13)
    let program = try program(database)
    let reader = try await Connection.open(.init(conninfo: database.conninfo, applicationName: "a long report"))

    let refused = try await reader.transaction { reader in
      _ = try reader.query(Statement("SELECT count(*) FROM nudge"))
      return try program.run("migrate", "--wait", "0")
    }
    let check = try program.run("migrate", "--check")

    #expect(refused.status == 75)
    #expect(refused.errors.contains("migration 14 was not applied, and nothing of it is stored"))
    #expect(refused.errors.contains("the lock on nudge is held by process "), "\(refused.errors)")
    #expect(refused.errors.contains("(a long report, user "))
    #expect(refused.errors.contains("run followup migrate again"))
    #expect(check.output.contains("version 13 to "))
  }

  @Test("What would be done as JSON: a row a migration, and one for each table; only with --dry-run")
  func json() async throws {
    let database = try await OlderDatabase.make(17)
    let program = try program(database)

    let trial = try program.run("migrate", "--dry-run", "--format", "json")
    let refused = try program.run("migrate", "--format", "json")

    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(trial.output.utf8)) as? [[String: Any]],
      "\(trial.output)\(trial.errors)"
    )
    #expect(rows.first?["version"] as? Int == 18)
    #expect(rows.first?["seconds"] as? Double != nil)
    let application = try #require(rows.first { $0["table"] as? String == "application" })
    #expect(application["indexes"] as? Int == 4)
    #expect(application["waits"] as? String == "everybody")
    #expect(rows.first { $0["table"] as? String == "interview" }?["waits"] as? String == "writers")
    #expect(rows.contains { $0["step"] as? String == "functions" && $0["summary"] as? String == "words" })
    #expect(refused.status == 64)
    #expect(refused.errors.contains("add --dry-run"))
    #expect(try program.run("migrate", "--check").status == 3, "nothing was done")
  }

  @Test("A rule's file that is wrong keeps nobody from migrating")
  func wrongRule() async throws {
    let database = try await OlderDatabase.make(17)
    let folder = try temporaryFolder()
    let program = Program(
      folder: folder,
      environment: ["FOLLOWUP_DATABASE_URL": database.conninfo, "FOLLOWUP_CATALOG_FOLDERS": "own"]
    )
    try FileManager.default.createDirectory(atPath: folder + "/own/rules", withIntermediateDirectories: true)
    try "-- rule: another_name\nSELECT 1".write(
      toFile: folder + "/own/rules/mine.sql",
      atomically: true,
      encoding: .utf8
    )

    let migrated = try program.run("migrate")

    #expect(migrated.status == 0, "\(migrated.errors)")
    #expect(migrated.output.contains("Whether the next plan plans everybody again cannot be told"))
  }

  @Test("An older program refuses a newer database, and names both versions")
  func older() async throws {
    let newest = try #require(OlderDatabase.versions.last)
    let database = try await OlderDatabase.make(newest)
    let connection = try await Connection.open(.init(conninfo: database.conninfo))
    try await connection.execute(
      Statement("INSERT INTO schema_version (version, file) VALUES (\(newest + 1), 'sql/schema/x.sql')")
    )

    for command in [["plan"], ["migrate"], ["migrate", "--check"], ["worklist", "--all"], ["run", "nightly"]] {
      let result = try program(database).run(command + Self.morning)
      #expect(result.status == 78, "\(command)")
      #expect(
        result.errors.contains("schema is version \(newest + 1), newer than this program's \(newest)"),
        "\(result.errors)"
      )
    }
  }
}
