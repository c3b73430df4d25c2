import Foundation
import TestServer
import TestSupport
import Testing

@Suite("The program, given something bad, says what was wrong, where, and what to do")
struct BadInputTests {
  private func program(_ environment: [String: String] = [:]) throws -> Program {
    Program(folder: try temporaryFolder(), environment: environment)
  }

  @Test("A database that is down: 69")
  func databaseDown() throws {
    let result = try program(["PGHOST": "127.0.0.1", "PGPORT": "1"]).run("plan")

    #expect(result.status == 69)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("the database cannot be reached"))
    #expect(result.errors.contains("database.url or PGHOST"))
  }

  @Test("A server whose certificate nobody vouches for: 69, and how to name the file of who does")
  func certificateUnknown() throws {
    // It agrees to TLS, for which the certificates to trust are read first.
    let server = try ScriptedPeer([.init(at: "GREETING", action: .reply("S"))])
    defer { server.stop() }
    let program = try program([
      "FOLLOWUP_DATABASE_URL": "postgresql://127.0.0.1:\(server.port)/x?sslmode=verify-full"
    ])
    let (plan, doctor) = (try program.run("plan"), try program.run("doctor"))

    #expect(plan.status == 69)
    for words in [plan.errors, doctor.output] {
      #expect(words.contains("sslrootcert in database.url or as PGSSLROOTCERT"), "\(words)")
    }
  }

  @Test("A login without its password: 69, and where passwords are given")
  func passwordMissing() throws {
    // It asks for a password in clear text.
    let asks = "R\0\0\0\u{8}\0\0\0\u{3}"
    let server = try ScriptedPeer([.init(at: "GREETING", action: .reply(asks))])
    defer { server.stop() }
    let program = try program([
      "FOLLOWUP_DATABASE_URL": "postgresql://somebody@127.0.0.1:\(server.port)/x?sslmode=disable"
    ])
    let (plan, doctor) = (try program.run("plan"), try program.run("doctor"))

    #expect(plan.status == 69)
    for words in [plan.errors, doctor.output] {
      #expect(words.contains("give the password of this login as PGPASSWORD, or in ~/.pgpass"), "\(words)")
    }
  }

  @Test(
    "A login or a database that does not exist: 69, and who makes it",
    arguments: ["user=nobody_here", "dbname=not_here"]
  )
  func missing(_ option: String) async throws {
    let conninfo = try await TestAgency.emptyDatabase().conninfo
    let plan = try program(["FOLLOWUP_DATABASE_URL": "\(conninfo) \(option)"]).run("plan")

    #expect(plan.status == 69)
    #expect(plan.errors.contains("the server's administrator makes it (createdb; deploy/roles.sql"), "\(plan.errors)")
  }

  @Test("An unknown key in the configuration: 78, with file and line")
  func unknownKey() throws {
    let program = try program()
    try "mail:\n  form: x@example.com\n".write(
      toFile: program.folder + "/followup.yaml",
      atomically: true,
      encoding: .utf8
    )

    let result = try program.run("agency", "list")

    #expect(result.status == 78)
    #expect(result.errors.contains("followup.yaml:2: unknown key mail.form"))
  }

  @Test("A password in the configuration: 78, and where it belongs")
  func password() throws {
    let program = try program()
    try "mail:\n  password: geheim\n".write(
      toFile: program.folder + "/followup.yaml",
      atomically: true,
      encoding: .utf8
    )

    let result = try program.run("agency", "list")

    #expect(result.status == 78)
    #expect(result.errors.contains("mail.password_file or FOLLOWUP_MAIL_PASSWORD"))
    #expect(!result.errors.contains("geheim"))
  }

  @Test("A zone that does not exist: 64, and an example of one that does")
  func zone() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = try program(["FOLLOWUP_DATABASE_URL": database.conninfo])

    let result = try program.run("agency", "add", "Acme", "--time-zone", "Mars/Olympus")

    #expect(result.status == 64)
    #expect(result.errors.contains("\"Mars/Olympus\" is not a time zone"))
    #expect(result.errors.contains("America/New_York"))
  }

  @Test("A moment that is not a time: 64")
  func moment() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = try program(["FOLLOWUP_DATABASE_URL": database.conninfo])

    let result = try program.run("plan", "--as-of", "tomorrow")

    #expect(result.status == 64)
    #expect(result.errors.contains("--as-of tomorrow is not a time"))
  }

  @Test("Nothing migrated yet: 78, and the command that does it")
  func notMigrated() throws {
    let database = try TestServer.makeDatabase()
    let program = try program(["FOLLOWUP_DATABASE_URL": database.conninfo])

    let plan = try program.run("plan")
    let check = try program.run("migrate", "--check")
    let migrate = try program.run("migrate")
    let again = try program.run("migrate", "--check")

    #expect(plan.status == 78)
    #expect(plan.errors.contains("run followup migrate"))
    #expect(check.status == 3)
    #expect(migrate.status == 0)
    #expect(again.status == 0)
  }

  @Test("No agency, an unknown agency, a report and a job that do not exist")
  func unknownNames() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = try program(["FOLLOWUP_DATABASE_URL": database.conninfo, "FOLLOWUP_MAIL_MAILDIR": "mail"])

    let none = try program.run("plan")
    let added = try program.run("agency", "add", "Acme", "--time-zone", "Europe/Zurich")
    let other = try program.run("plan", "--agency", "Other")
    let report = try program.run("report", "nope")
    let job = try program.run("run", "yearly")

    #expect(none.status == 64)
    #expect(none.errors.contains("followup agency add NAME --time-zone ZONE"))
    #expect(added.status == 0)
    #expect(other.status == 64)
    #expect(other.errors.contains("use one of: Acme"))
    #expect(report.status == 64)
    #expect(report.errors.contains("use one of: aging, audit, backlog, breaches, "))
    #expect(job.status == 64)
    #expect(job.errors.contains("use one of: "))
  }

  @Test("A folder that cannot be written to: 74, and where to say another")
  func unwritable() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = try program(["FOLLOWUP_DATABASE_URL": database.conninfo, "FOLLOWUP_MAIL_MAILDIR": "mail"])
    try "a file".write(toFile: program.folder + "/file", atomically: true, encoding: .utf8)
    _ = try program.run("agency", "add", "Acme", "--time-zone", "Europe/Zurich")

    let report = try program.run("report", "overdue", "--output", "file/overdue.csv")
    let night = try program.run("run", "nightly", "--out", "file")

    #expect(report.status == 74)
    #expect(night.status == 74)
  }
}
