import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("What is backed up comes back")
struct BackupTests {
  /// A night's agency, backed up.
  private struct Kept {
    let site: NightTests.Site
    let file: String

    static func make() async throws -> Kept {
      let site = try await NightTests.Site.make()
      try site.expect(0, ["run", "nightly", "--out", "out"] + NightTests.morning)
      try site.expect(0, "agency", "add", "Other's", "--time-zone", "Europe/Berlin")
      try site.expect(0, "backup", "kept.dump")
      return Kept(site: site, file: site.program.folder + "/kept.dump")
    }

    /// Damages the file.
    func truncate() throws {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: file))
    }

    /// Writes FILE.json anew with something else in it.
    func rewrite(_ old: String, _ new: String) throws {
      let text = try String(contentsOfFile: file + ".json", encoding: .utf8)
      #expect(text.contains(old), "\(old) in \(text.prefix(2000))")
      try text.replacingOccurrences(of: old, with: new).write(toFile: file + ".json", atomically: true, encoding: .utf8)
    }

    /// How many tables, views and functions a database has.
    static func objects(in database: TestDatabase) async throws -> Int {
      let connection = try await Connection.open(Connection.Settings(conninfo: database.conninfo))
      let rows = try await connection.query(
        Statement("SELECT count(*) AS found FROM pg_class WHERE relnamespace = 'public'::regnamespace")
      )
      await connection.close()
      return try rows[0].get("found", as: Int.self)
    }
  }

  @Test("A night's agency is restored into a new database: its plan changes nothing, its reports are the same")
  func backAndForth() async throws {
    let kept = try await Kept.make()
    let target = try TestServer.makeDatabase()
    let restored = Program(
      folder: kept.site.program.folder,
      environment: ["FOLLOWUP_DATABASE_URL": target.conninfo, "FOLLOWUP_MAIL_MAILDIR": "mail"]
    )

    let restore = try kept.site.expect(0, "restore", "kept.dump", "--into", target.conninfo)

    let acme = ["--agency", "Acme"] + NightTests.morning
    for line in ["rows: ", "schema: version ", "row-level security: forced", "rights: ", "All came back as it was."] {
      #expect(restore.output.contains(line), "\(restore.output)")
    }
    for report in ["follow_ups", "overdue", "breaches", "messages"] {
      let before = try kept.site.expect(0, ["report", report] + acme)
      let after = try restored.run(["report", report] + acme)
      #expect(after.status == 0, "\(after.errors)")
      #expect(after.output == before.output, "\(report)")
    }
    let plan = try restored.run(["plan", "--full", "--dry-run"] + acme)
    #expect(plan.status == 0, "\(plan.errors)")
    #expect(plan.output == (try kept.site.expect(0, ["plan", "--full", "--dry-run"] + acme)).output)
    let mails = try kept.site.mails()
    #expect(try restored.run(["nudge"] + acme).status == 0)
    #expect(try kept.site.mails() == mails)
    #expect(try restored.run(["migrate", "--check"]).status == 0)

    // Only its owner may read it, and nothing else was left.
    let mode = try FileManager.default.attributesOfItem(atPath: kept.file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    let parts = try FileManager.default.contentsOfDirectory(atPath: kept.site.program.folder).filter {
      $0.hasSuffix(".part")
    }
    #expect(parts.isEmpty)
  }

  @Test("Several tables at a time come back as well")
  func parallel() async throws {
    let kept = try await Kept.make()
    let target = try TestServer.makeDatabase()

    let restore = try kept.site.expect(0, "restore", "kept.dump", "--jobs", "3", "--into", target.conninfo)

    #expect(restore.output.contains("All came back as it was."))
  }

  @Test("A truncated file, one without its FILE.json and one that does not exist: 65, and nothing is restored")
  func damaged() async throws {
    let kept = try await Kept.make()
    let target = try TestServer.makeDatabase()
    try kept.truncate()

    let damaged = try kept.site.expect(65, "restore", "kept.dump", "--into", target.conninfo)
    try FileManager.default.removeItem(atPath: kept.file + ".json")
    let alone = try kept.site.expect(65, "restore", "kept.dump", "--into", target.conninfo)
    let missing = try kept.site.expect(65, "restore", "nothing.dump", "--into", target.conninfo)

    #expect(damaged.errors.contains("kept.dump is damaged"))
    #expect(alone.errors.contains("kept.dump.json cannot be read"))
    #expect(missing.errors.contains("nothing.dump does not exist"))
    #expect(try await Kept.objects(in: target) == 0)
  }

  @Test("A database that is not empty, a newer schema, a server that is not there: refused by name, with 78, 78 and 69")
  func refusals() async throws {
    let kept = try await Kept.make()
    let target = try TestServer.makeDatabase()

    let full = try kept.site.expect(78, "restore", "kept.dump")
    let nobody = try kept.site.expect(69, "restore", "kept.dump", "--into", "host=127.0.0.1 port=1 dbname=nothing")
    let password = try kept.site.expect(64, "restore", "kept.dump", "--into", "postgresql://u:hunter2@127.0.0.1:1/x")
    try kept.rewrite("\"schemaVersion\" : ", "\"schemaVersion\" : 9")
    let newer = try kept.site.expect(78, "restore", "kept.dump", "--into", target.conninfo)

    #expect(full.errors.contains("is not empty: it holds "))
    #expect(nobody.errors.contains("cannot be reached"))
    #expect(!password.errors.contains("hunter2") && password.errors.contains("PGPASSWORD"))
    #expect(newer.errors.contains("newer than this program's"))
    #expect(try await Kept.objects(in: target) == 0)
  }

  @Test("What comes back otherwise than FILE.json says is named: 1")
  func differences() async throws {
    let kept = try await Kept.make()
    let target = try TestServer.makeDatabase()
    try kept.rewrite("\"Other's\"", "\"Another\"")
    try kept.rewrite("SELECT to followup_reader", "SELECT to nobody")

    let restore = try kept.site.expect(1, "restore", "kept.dump", "--into", target.conninfo)

    #expect(restore.errors.contains("agencies: Acme, Other's, not Acme, Another"))
    #expect(restore.errors.contains("rights to table candidate: "))
    #expect(!restore.output.contains("All came back"))
  }

  @Test("Without pg_dump, with a login that sees one agency at a time, over a file that exists: nothing is written")
  func notWritten() async throws {
    let kept = try await Kept.make()
    let folder = kept.site.program.folder
    let empty = try temporaryFolder()
    let without = Program(
      folder: folder,
      environment: ["FOLLOWUP_DATABASE_URL": kept.site.database.conninfo, "FOLLOWUP_PG_BIN": empty]
    )
    let login = "backup_no_\(getpid())"
    let admin = try await Connection.open(Connection.Settings(conninfo: kept.site.database.conninfo))
    try await admin.executeScript("CREATE ROLE \(login) LOGIN; GRANT followup_batch TO \(login)")
    let batch = Program(
      folder: folder,
      environment: ["FOLLOWUP_DATABASE_URL": kept.site.database.conninfo + " user=\(login)"]
    )

    let missing = try without.run("backup", "other.dump")
    let unseeing = try batch.run("backup", "other.dump")
    let again = try kept.site.expect(74, "backup", "kept.dump")
    let nowhere = try kept.site.expect(74, "backup", "nowhere/other.dump")
    try await admin.executeScript("DROP ROLE \(login)")
    await admin.close()

    #expect(missing.status == 78 && missing.errors.contains("pg_dump"), "\(missing)")
    #expect(unseeing.status == 78 && unseeing.errors.contains("BYPASSRLS"), "\(unseeing)")
    #expect(again.errors.contains("kept.dump exists already"))
    #expect(nowhere.errors.contains("nowhere/other.dump cannot be written"))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(left.allSatisfy { !$0.contains("other.dump") }, "\(left)")
  }

  @Test("A password reaches pg_dump and pg_restore in the environment, and is in no argument")
  func password() async throws {
    let kept = try await Kept.make()
    let target = try TestServer.makeDatabase()
    let folder = kept.site.program.folder
    let programs = try temporaryFolder()
    for name in ["pg_dump", "pg_restore"] {
      let script = """
        #!/bin/sh
        echo "$0 $*" >> \(programs)/arguments
        echo "$PGPASSWORD" >> \(programs)/\(name).password
        exec \(try TestServer.programs())\(name) "$@"

        """
      try script.write(toFile: "\(programs)/\(name)", atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(programs)/\(name)")
    }
    func program(_ conninfo: String) -> Program {
      Program(
        folder: folder,
        environment: ["FOLLOWUP_DATABASE_URL": conninfo + " password=hunter2", "FOLLOWUP_PG_BIN": programs]
      )
    }

    let backup = try program(kept.site.database.conninfo).run("backup", "secret.dump")
    let restore = try program(target.conninfo).run("restore", "secret.dump")

    #expect(backup.status == 0 && restore.status == 0, "\(backup) \(restore)")
    let arguments = try String(contentsOfFile: programs + "/arguments", encoding: .utf8)
    #expect(arguments.contains("--snapshot=") && arguments.contains("--single-transaction"))
    #expect(!arguments.contains("hunter2"))
    for name in ["pg_dump", "pg_restore"] {
      #expect(
        try String(contentsOfFile: "\(programs)/\(name).password", encoding: .utf8).contains("hunter2"),
        "\(name)"
      )
    }
    for file in ["secret.dump", "secret.dump.json"] {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)"))
      #expect(bytes.firstRange(of: Data("hunter2".utf8)) == nil, "\(file)")
    }
  }

  @Test(
    "roles.sql, twice, on a new database: each login does its work, and no more; the backup's sees all and writes nothing"
  )
  func roles() async throws {
    // The three roles are the server's: here they are there already.
    _ = try await TestAgency.emptyDatabase()
    let database = try TestServer.makeDatabase()
    let mark = "\(getpid())"
    let logins = ["owner", "batch", "reader", "backup"]
    let variables = Dictionary(uniqueKeysWithValues: logins.map { ($0, "\($0)_\(mark)") })
    let folder = try temporaryFolder()
    func program(_ login: String) -> Program {
      Program(
        folder: folder,
        environment: [
          "FOLLOWUP_DATABASE_URL": "\(database.conninfo) user=\(login)_\(mark)", "FOLLOWUP_MAIL_MAILDIR": "mail",
        ]
      )
    }
    func expect(_ status: Int32, _ login: String, _ words: [String]) throws -> Program.Result {
      let result = try program(login).run(words)
      #expect(result.status == status, "\(login) \(words): \(result.errors)")
      return result
    }
    try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
    for (name, text) in Example.files {
      try text.write(toFile: "\(folder)/data/\(name)", atomically: true, encoding: .utf8)
    }

    for _ in 1...2 {
      try TestServer.run(
        file: TestAgency.checkout + "/deploy/roles.sql",
        variables: variables,
        conninfo: database.conninfo
      )
    }

    _ = try expect(1, "batch", ["migrate"])
    _ = try expect(0, "owner", ["migrate"])
    _ = try expect(0, "batch", ["agency", "add", "Acme", "--time-zone", "America/New_York"])
    _ = try expect(0, "batch", ["import", "canonical", "data"] + NightTests.morning)
    _ = try expect(0, "batch", ["run", "nightly", "--out", "out"] + NightTests.morning)
    let report = try expect(0, "reader", ["report", "follow_ups"] + NightTests.morning)
    _ = try expect(1, "reader", ["skip", "1", "--reason", "x"] + NightTests.morning)
    _ = try expect(0, "backup", ["backup", "kept.dump"])
    _ = try expect(1, "backup", ["agency", "add", "Other", "--time-zone", "Europe/Berlin"])
    let doctor = try program("batch").run(["doctor"] + NightTests.morning)
    _ = try expect(0, "owner", ["agency", "remove", "Acme", "--yes"])

    #expect(report.output.contains("thank_you_email"))
    #expect(doctor.output.contains("sees one agency at a time"), "\(doctor)")
    #expect(!doctor.output.contains("backup_\(mark)"), "\(doctor)")
    let target = try TestServer.makeDatabase()
    let admin = Program(folder: folder, environment: ["FOLLOWUP_DATABASE_URL": target.conninfo])
    let restore = try admin.run("restore", "kept.dump")
    #expect(restore.status == 0 && restore.output.contains("owners: "), "\(restore)")
    try target.close()
    try database.close()
    for login in variables.values.sorted() { try TestServer.dropRole(login) }
  }
}
