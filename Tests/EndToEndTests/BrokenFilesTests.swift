import Foundation
import TestSupport
import Testing

@Suite("Files of sql/ and jobs/ that are wrong")
struct BrokenFilesTests {
  /// A night's site whose program has sql/ and jobs/ of its own.
  private func site() async throws -> NightTests.Site {
    let site = try await NightTests.Site.make()
    let home = site.program.folder + "/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    for part in ["sql", "jobs"] {
      try FileManager.default.copyItem(atPath: "\(TestAgency.checkout)/\(part)", toPath: "\(home)/\(part)")
    }
    let program = Program(
      folder: site.program.folder,
      environment: site.program.environment.merging(["FOLLOWUP_HOME": home]) { _, new in new }
    )
    return NightTests.Site(program: program, database: site.database)
  }

  private func change(_ site: NightTests.Site, _ file: String, _ old: String, _ new: String) throws {
    let path = "\(site.program.folder)/home/\(file)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed = text.replacingOccurrences(of: old, with: new)
    try #require(changed != text, "\(file)")
    try changed.write(toFile: path, atomically: true, encoding: .utf8)
  }

  @Test("check names every one of them in one run, and nothing else")
  func check() async throws {
    let site = try await site()
    try change(site, "sql/rules/reference_gift.sql", "-- minutes:", "-- minute:")
    try change(
      site,
      "sql/rules/reference_list.sql",
      "'wanted: ' || practice.references",
      "'wanted: ' || practice.nonsense"
    )
    try change(site, "sql/rules/thank_you_email.sql", "-- quiet: ", "-- quiet: never ")
    try change(site, "sql/guardrails/no_consent.sql", "SELECT", "SELEC")
    try change(site, "sql/reports/overdue.sql", "-- summary:", "-- sumary:")
    try change(site, "sql/reports/backlog.sql", "FROM", "FROM nowhere,")
    try change(site, "sql/checks/sent_message_without_a_nudge.sql", "FROM message", "FROM mesage")
    try change(site, "jobs/nightly.yaml", "do: nudge", "do: nudges")
    try change(site, "jobs/imports/opencats.yaml", "summary:", "sumary:")
    try change(site, "jobs/messages/nudge_recruiter.mustache", "{{/", "{{")

    let check = try site.expect(1, "check")

    for file in [
      "sql/rules/reference_gift.sql:", "sql/rules/reference_list.sql:", "sql/rules/thank_you_email.sql:",
      "sql/guardrails/no_consent.sql:", "sql/reports/overdue.sql:", "sql/reports/backlog.sql:",
      "sql/checks/sent_message_without_a_nudge.sql:", "jobs/nightly.yaml:", "jobs/imports/opencats.yaml:",
      "jobs/messages/nudge_recruiter.mustache:",
    ] { #expect(check.errors.contains(file), "\(file) in \(check.errors)") }
    #expect(check.output.contains(" 10 with errors"), "\(check.errors)")
  }

  @Test("A report that is wrong stops itself alone: the others, and the night, go on", arguments: ["header", "select"])
  func report(_ part: String) async throws {
    let site = try await site()
    if part == "header" {
      try change(site, "sql/reports/overdue.sql", "-- summary:", "-- sumary:")
    } else {
      try change(site, "sql/reports/overdue.sql", "FROM", "FROM nowhere,")
    }

    try site.expect(0, ["report", "follow_ups"] + NightTests.morning)
    let broken = try site.expect(part == "header" ? 78 : 1, ["report", "overdue"] + NightTests.morning)
    let listed = try site.expect(part == "header" ? 3 : 0, "report", "list")
    let night = try site.expect(3, ["run", "nightly", "--out", "out"] + NightTests.morning)
    let files = try site.contents(of: "out/2026-11-20").keys
    try FileManager.default.removeItem(atPath: site.program.folder + "/home/sql")
    try FileManager.default.copyItem(
      atPath: "\(TestAgency.checkout)/sql",
      toPath: site.program.folder + "/home/sql"
    )
    try site.expect(0, ["run", "nightly", "--out", "out"] + NightTests.morning)

    #expect(broken.errors.contains("sql/reports/overdue.sql"))
    #expect(listed.output.contains("breaches"))
    #expect(night.errors.contains("report overdue: sql/reports/overdue.sql"), "\(night.errors)")
    #expect(files.contains("breaches.csv") && files.contains("follow_ups.csv") && !files.contains("overdue.csv"))
    #expect(try site.contents(of: "out/2026-11-20").keys.contains("overdue.csv"))
  }

  @Test("A draft that is wrong: its nudges go out without it, and it is named")
  func draft() async throws {
    let site = try await site()
    try change(site, "jobs/messages/thank_you_email.mustache", "{{", "{{#")
    try site.expect(0, ["plan"] + NightTests.morning)

    let nudge = try site.expect(3, ["nudge"] + NightTests.morning)

    #expect(nudge.errors.contains("without their draft: jobs/messages/thank_you_email.mustache:"), "\(nudge.errors)")
    #expect(try !site.mails().isEmpty)
    try site.expect(0, ["nudge"] + NightTests.morning)
  }
}
