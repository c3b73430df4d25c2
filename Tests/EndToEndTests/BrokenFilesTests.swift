import Foundation
import TestSupport
import Testing

@Suite("Files of sql/ and jobs/ that are wrong")
struct BrokenFilesTests {
  /// A night's house whose program has sql/ and jobs/ of its own.
  private func house() async throws -> NightTests.House {
    let house = try await NightTests.House.make()
    let home = house.program.folder + "/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    for part in ["sql", "jobs"] {
      try FileManager.default.copyItem(atPath: "\(TestAgency.checkout)/\(part)", toPath: "\(home)/\(part)")
    }
    let program = Program(
      folder: house.program.folder,
      environment: house.program.environment.merging(["FOLLOWUP_HOME": home]) { _, new in new }
    )
    return NightTests.House(program: program, database: house.database)
  }

  private func change(_ house: NightTests.House, _ file: String, _ old: String, _ new: String) throws {
    let path = "\(house.program.folder)/home/\(file)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed = text.replacingOccurrences(of: old, with: new)
    try #require(changed != text, "\(file)")
    try changed.write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test("check names every one of them in one run, and nothing else")
  func check() async throws {
    let house = try await house()
    try change(house, "sql/rules/reference_gift.sql", "-- minutes:", "-- minute:")
    try change(
      house,
      "sql/rules/reference_list.sql",
      "'wanted: ' || practice.references",
      "'wanted: ' || practice.nonsense"
    )
    try change(house, "sql/rules/thank_you_email.sql", "-- quiet: ", "-- quiet: never ")
    try change(house, "sql/guardrails/no_consent.sql", "SELECT", "SELEC")
    try change(house, "sql/reports/overdue.sql", "-- summary:", "-- sumary:")
    try change(house, "sql/reports/backlog.sql", "FROM", "FROM nowhere,")
    try change(house, "sql/checks/sent_message_without_a_nudge.sql", "FROM message", "FROM mesage")
    try change(house, "jobs/nightly.yaml", "do: nudge", "do: nudges")
    try change(house, "jobs/imports/opencats.yaml", "summary:", "sumary:")
    try change(house, "jobs/messages/nudge_recruiter.mustache", "{{/", "{{")

    let check = try house.expect(1, "check")

    for file in [
      "sql/rules/reference_gift.sql:", "sql/rules/reference_list.sql:", "sql/rules/thank_you_email.sql:",
      "sql/guardrails/no_consent.sql:", "sql/reports/overdue.sql:", "sql/reports/backlog.sql:",
      "sql/checks/sent_message_without_a_nudge.sql:", "jobs/nightly.yaml:", "jobs/imports/opencats.yaml:",
      "jobs/messages/nudge_recruiter.mustache:",
    ] { #expect(check.errors.contains(file), "\(file) in \(check.errors)") }
    #expect(check.output.contains(" 10 at fault"), "\(check.errors)")
  }

  @Test("A report that is wrong stops itself alone: the others, and the night, go on", arguments: ["header", "select"])
  func report(_ part: String) async throws {
    let house = try await house()
    if part == "header" {
      try change(house, "sql/reports/overdue.sql", "-- summary:", "-- sumary:")
    } else {
      try change(house, "sql/reports/overdue.sql", "FROM", "FROM nowhere,")
    }

    try house.expect(0, ["report", "follow_ups"] + NightTests.morning)
    let broken = try house.expect(part == "header" ? 78 : 1, ["report", "overdue"] + NightTests.morning)
    let listed = try house.expect(part == "header" ? 3 : 0, "report", "list")
    let night = try house.expect(3, ["run", "nightly", "--out", "out"] + NightTests.morning)
    let files = try house.contents(of: "out/2026-11-20").keys
    try FileManager.default.removeItem(atPath: house.program.folder + "/home/sql")
    try FileManager.default.copyItem(
      atPath: "\(TestAgency.checkout)/sql",
      toPath: house.program.folder + "/home/sql"
    )
    try house.expect(0, ["run", "nightly", "--out", "out"] + NightTests.morning)

    #expect(broken.errors.contains("sql/reports/overdue.sql"))
    #expect(listed.output.contains("breaches"))
    #expect(night.errors.contains("report overdue: sql/reports/overdue.sql"), "\(night.errors)")
    #expect(files.contains("breaches.csv") && files.contains("follow_ups.csv") && !files.contains("overdue.csv"))
    #expect(try house.contents(of: "out/2026-11-20").keys.contains("overdue.csv"))
  }

  @Test("A draft that is wrong: its nudges go out without it, and it is named")
  func draft() async throws {
    let house = try await house()
    try change(house, "jobs/messages/thank_you_email.mustache", "{{", "{{#")
    try house.expect(0, ["plan"] + NightTests.morning)

    let nudge = try house.expect(3, ["nudge"] + NightTests.morning)

    #expect(nudge.errors.contains("without their draft: jobs/messages/thank_you_email.mustache:"), "\(nudge.errors)")
    #expect(try !house.mails().isEmpty)
    try house.expect(0, ["nudge"] + NightTests.morning)
  }
}
