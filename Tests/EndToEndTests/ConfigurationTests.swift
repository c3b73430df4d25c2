import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("Configuration and agencies by command")
struct ConfigurationTests {
  @Test("Common options stand before or after the command; one that does not exist is named with the nearest")
  func commandLine() async throws {
    let site = try await NightTests.Site.make()
    let plan = try site.program.run(["plan"] + NightTests.morning)
    #expect(plan.status == 0)
    let after = try site.program.run(["report", "follow_ups", "--limit", "2", "--agency", "acme"] + NightTests.morning)
    let before = try site.program.run(
      ["--agency=acme", "--quiet"] + NightTests.morning + ["report", "follow_ups", "--limit", "2"]
    )
    #expect(after.status == 0 && before.status == 0, "\(after.errors)\(before.errors)")
    #expect(before.output == after.output)
    #expect(before.output.split(separator: "\n").count == 3)

    let unknown = try site.program.run("--quiet", "workist", "--all")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("the command workist does not exist; you may mean worklist; use one of: migrate, "))
    #expect(try site.program.run("--agency", "Acme").status == 64)
    let help = try site.program.run("--help")
    #expect(help.status == 0)
    #expect(help.output.contains("followup import canonical exports/"))
    #expect(try site.program.run("--version").output == "0.1.0\n")
  }

  @Test(
    "What is wrong in followup.yaml is refused with file and line, exit code 78, and without the value",
    arguments: [
      ("", "followup.yaml: contains no key"),
      ("agency: A\nmail:\n  urls: smtp://x\n", "followup.yaml:3: unknown key mail.urls"),
      ("agency:\n  - A\n  - B\n", "followup.yaml:1: agency must be a single value"),
      ("mail:\n  url: https://u:hunter2@mail.example\n", "followup.yaml:2: mail.url does not begin with smtp://"),
      (
        "database:\n  url: mysql://u:hunter2@db.example/x\n",
        "followup.yaml:2: database.url does not begin with postgresql://"
      ),
    ]
  )
  func refused(text: String, said: String) throws {
    let program = Program(folder: try temporaryFolder(), environment: [:])
    try text.write(toFile: program.folder + "/followup.yaml", atomically: true, encoding: .utf8)

    let result = try program.run("rules")

    #expect(result.status == 78)
    #expect(result.errors.contains(said), "\(result.errors)")
    #expect(!result.errors.contains("hunter2"))
  }

  @Test("A FOLLOWUP_ variable that is not a setting is refused by name, exit code 78")
  func unknownVariable() throws {
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_MAIL_ULR": "smtp://hunter2"])

    let result = try program.run("rules")

    #expect(result.status == 78)
    #expect(result.errors.contains("FOLLOWUP_MAIL_ULR"))
    #expect(!result.errors.contains("hunter2"))
  }

  @Test("Agencies are renamed and removed; their names are compared without case and blanks; dry runs change nothing")
  func agencies() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": database.conninfo])
    #expect(try program.run("agency", "add", "Hal yard", "--time-zone", "America/New_York").status == 0)
    #expect(try program.run("agency", "add", "HALYARD", "--time-zone", "America/New_York").status == 64)
    #expect(try program.run("agency", "add", "Second", "--time-zone", "Europe/Berlin").status == 0)

    let dry = try program.run(
      "agency",
      "policy",
      "check_in_cap=2",
      "--dry-run",
      "--agency",
      "halyard",
      "--format",
      "csv"
    )
    #expect(dry.status == 0)
    #expect(dry.output.contains("check_in_cap,4"))
    #expect(try program.run("agency", "policy", "check_in_cap=many", "--dry-run", "--agency", "halyard").status == 64)
    #expect(try program.run("migrate", "--dry-run").status == 0)

    let list = try program.run("agency", "list").output
    for words in [
      ["agency", "add", "Fourth", "--time-zone", "Europe/Berlin"], ["agency", "rename", "second", "Third"],
      ["agency", "remove", "second"],
    ] { #expect(try program.run(words + ["--dry-run"]).status == 0, "\(words)") }
    #expect(try program.run("agency", "add", "HALYARD", "--time-zone", "Europe/Berlin", "--dry-run").status == 64)
    #expect(try program.run("agency", "list").output == list)

    #expect(try program.run("agency", "rename", "second", "hal YARD").status == 64)
    #expect(try program.run("agency", "rename", "second", "Third").output == "Renamed to Third.\n")
    #expect(try program.run("agency", "remove", "Third").status == 64)
    #expect(try program.run("agency", "remove", "third", "--yes").output == "Removed Third.\n")
    #expect(
      try program.run("agency", "list", "--format", "csv").output == "name,time_zone\nHal yard,America/New_York\n"
    )
  }

  @Test("A job and a report that do not exist end in the same way; a quiet plan prints nothing")
  func usage() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": database.conninfo])
    #expect(try program.run("agency", "add", "Halyard", "--time-zone", "America/New_York").status == 0)

    #expect(try program.run("run", "nope").status == 64)
    #expect(try program.run("report", "nope").status == 64)
    for value in ["abc", "-1", "999999999", "99999999999999999999"] {
      let wrong = try program.run("report", "breaches", "-p", "days=\(value)")
      #expect(wrong.status == 64, "\(wrong)")
      #expect(
        wrong.errors.contains(
          "days of the report breaches must be a whole number from 0 to 36525, not \"\(value)\""
        )
      )
      #expect(!wrong.errors.contains("SQLSTATE"))
    }
    let plan = try program.run("plan", "--quiet")
    #expect(plan.status == 0)
    #expect(plan.output.isEmpty)
  }

  @Test("--as-of takes a date and a time without an offset, read in the agency's zone, as --at does")
  func localMoments() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": database.conninfo])
    #expect(try program.run("agency", "add", "Kauri", "--time-zone", "Pacific/Auckland").status == 0)

    #expect(try program.run("run", "nightly", "--as-of", "2026-11-20").output.contains("for 2026-11-20"))
    #expect(try program.run("run", "nightly", "--as-of", "2026-11-21T23:30").output.contains("for 2026-11-21"))
    let utc = try program.run("run", "nightly", "--as-of", "2026-11-22T23:30:00Z")
    #expect(utc.output.contains("for 2026-11-23"), "\(utc.output)")
    for wrong in ["yesterday", "2026-02-30"] { #expect(try program.run("plan", "--as-of", wrong).status == 64) }
  }

  @Test("doctor writes a file where the night will, and names secrets that others may read")
  func doctor() async throws {
    let database = try await TestAgency.emptyDatabase()
    let folder = try temporaryFolder()
    let program = Program(
      folder: folder,
      environment: [
        "FOLLOWUP_DATABASE_URL": database.conninfo, "FOLLOWUP_MAIL_MAILDIR": "mail",
        "FOLLOWUP_MAIL_PASSWORD_FILE": "secret", "FOLLOWUP_OUTPUT_FOLDER": "file/lists",
      ]
    )
    #expect(try program.run("agency", "add", "Halyard", "--time-zone", "America/New_York").status == 0)
    for name in ["secret", "file"] { try "x".write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8) }
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder + "/secret")

    let bad = try program.run("doctor")
    #expect(bad.status == 1)
    #expect(bad.output.contains("TROUBLE  secrets: secret can be read by others; chmod 600 secret"), "\(bad.output)")
    #expect(bad.output.contains("TROUBLE  output: "), "\(bad.output)")

    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + "/secret")
    try FileManager.default.removeItem(atPath: folder + "/file")
    #expect(try program.run("agency", "add", "Kauri", "--time-zone", "Pacific/Auckland").status == 0)
    let good = try program.run("doctor")
    #expect(good.output.split(separator: "\n").filter { $0.hasPrefix("ok       clock: ") }.count == 1, "\(good.output)")
    #expect(good.output.contains("ok       secrets: secret can be read only by its owner"), "\(good.output)")
    #expect(good.output.contains("ok       output: goes to file/lists"), "\(good.output)")
  }

  @Test("doctor names a missed night, a dead runner, rights that are too wide, and files that everybody may change")
  func doctorNames() async throws {
    let site = try await NightTests.Site.make()
    let folder = site.program.folder
    let night = ["--as-of", "2026-11-20T06:00:00-05:00"]
    try site.expect(0, ["run", "nightly", "--out", "out"] + night)
    for (name, mode) in [("followup-output", 0o777), ("followup.yaml", 0o666), (".pgpass", 0o644)] {
      if name == "followup-output" {
        try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      } else {
        try "agency: Acme\n".write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
      }
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(folder)/\(name)")
    }
    let onTime = try site.expect(1, ["doctor", "--as-of", "2026-11-20T23:00:00-05:00"])
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    try await connection.executeScript(
      """
      UPDATE job_run SET state = 'running', lease_until = '2026-11-20 05:31-05';
      ALTER TABLE touch NO FORCE ROW LEVEL SECURITY;
      INSERT INTO policy (agency_id, key, value) VALUES (1, 'reference_thanks.due_bd', '100000');
      """
    )
    await connection.close()

    let late = try site.expect(1, ["doctor", "--as-of", "2026-11-23T12:00:00-05:00"])
    let batch = Program(
      folder: folder,
      environment: site.program.environment.merging(["FOLLOWUP_DATABASE_ROLE": "followup_batch"]) { $1 }
    )
    let asBatch = try batch.run("doctor")

    #expect(!onTime.output.contains("should have run"), "\(onTime.output)")
    for words in [
      "TROUBLE  Acme: nightly should have run on 2026-11-23 at 05:30 (America/New_York) and has not; followup run nightly",
      "TROUBLE  Acme: run 1 of nightly for 2026-11-20 is held by a process that has not reported since 2026-11-20 05:31",
      " is a superuser: nothing limits it to the agency it works for; set database.role: followup_batch",
      "TROUBLE  Acme: reference_thanks.due_bd must be a whole number from 0 to 1300, not \"100000\"; set another",
      "TROUBLE  rights: row-level security does not apply to the owner of touch; let its owner run ALTER",
      "TROUBLE  output: \(folder)/followup-output can be written to by everybody",
      "TROUBLE  configuration: followup.yaml can be changed by everybody; chmod o-w followup.yaml",
      "TROUBLE  secrets: \(folder)/.pgpass can be read by others; chmod 600 \(folder)/.pgpass",
    ] { #expect(late.output.contains(words), "\(words) in \(late.output)") }
    #expect(asBatch.output.contains("ok       rights: followup_batch sees one agency at a time"), "\(asBatch.output)")
  }
}
