import Foundation
import Mail
import TestSupport
import Testing

@Suite("A rule of one's own is one file")
struct OwnRuleTests {
  @Test("It is checked, planned, listed, nudged and explained, with no Swift changed")
  func ownRule() async throws {
    let site = try await NightTests.Site.make()
    let home = site.program.folder + "/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    for part in ["sql", "jobs"] {
      try FileManager.default.copyItem(atPath: "\(TestAgency.checkout)/\(part)", toPath: "\(home)/\(part)")
    }
    let rule = try String(contentsOfFile: home + "/sql/rules/thank_you_email.sql", encoding: .utf8)
      .replacingOccurrences(of: "-- rule: thank_you_email", with: "-- rule: thank_you_message")
      .replacingOccurrences(of: "-- channel: email", with: "-- channel: message")
      .replacingOccurrences(of: "touch.channel = 'email'", with: "touch.channel = 'message'")
    try rule.write(toFile: home + "/sql/rules/thank_you_message.sql", atomically: true, encoding: .utf8)
    let program = Program(
      folder: site.program.folder,
      environment: site.program.environment.merging(["FOLLOWUP_HOME": home]) { _, new in new }
    )

    let check = try program.run(["check"])
    let plan = try program.run(["plan"] + NightTests.morning)
    let report = try csvRows(try program.run(["report", "follow_ups"] + NightTests.morning).output)
    let list = try program.run(["worklist", "r1", "--format", "csv"] + NightTests.morning)
    let nudge = try program.run(["nudge"] + NightTests.morning)
    let own = report.filter { $0["rule"] == "thank_you_message" }
    let explained = try program.run(["explain", own.first?["follow_up_id"] ?? ""] + NightTests.morning)

    #expect(check.status == 0, "\(check.errors)")
    #expect(plan.output.contains("thank_you_message,2,0,0"))
    #expect(own.map { $0["party_id"] } == ["ct1", "ct2"])
    #expect(own.map { $0["due_at"] } == ["2026-11-20T21:00:00Z", "2026-11-20T21:00:00Z"])
    #expect(list.output.contains("thank_you_message"))
    #expect(nudge.status == 0, "\(nudge.errors)")
    let mails = try site.mails().map { name in
      try ReceivedMessage([UInt8](Data(contentsOf: URL(fileURLWithPath: "\(site.program.folder)/mail/new/\(name)"))))
    }
    #expect(mails.contains { $0.to.map(\.address) == ["zoe@example.com"] && $0.text?.contains("Ana") == true })
    #expect(explained.status == 0, "\(explained.errors)")
    #expect(explained.output.contains("thank_you_message"))
  }

  @Test("One that reads what changes without anybody being planned again is refused by check, which names it")
  func unqueued() async throws {
    let site = try await NightTests.Site.make()
    let program = try changed(
      site,
      "social_profile_review",
      "NULL AS remark",
      "(SELECT recruiter.name FROM recruiter WHERE recruiter.agency_id = scope.agency_id LIMIT 1) AS remark"
    )

    let check = try program.run(["check"])

    #expect(check.status == 1)
    #expect(check.errors.contains("sql/rules/social_profile_review.sql: it reads "), "\(check.errors)")
    #expect(check.errors.contains("recruiter.name, whose changes queue nobody"))
    #expect(check.output.contains("1 at fault"))
  }

  @Test("One that would read facts again for each row is refused by check, which says what it reads")
  func loopsOverFacts() async throws {
    let site = try await NightTests.Site.make()
    let program = try changed(
      site,
      "social_profile_review",
      "NULL AS remark",
      """
      (
          SELECT max(touch.purpose)
          FROM touch
          WHERE touch.agency_id = candidate.agency_id
            AND touch.party_id = candidate.candidate_id
        ) AS remark
      """
    )

    let check = try program.run(["check"])

    #expect(check.status == 1)
    #expect(
      check.errors.contains("sql/rules/social_profile_review.sql: in the plan it would read touch again"),
      "\(check.errors)"
    )
    #expect(check.output.contains("1 at fault"))
  }

  /// The program with a home of its own, in which one rule says something else.
  private func changed(_ site: NightTests.Site, _ name: String, _ old: String, _ new: String) throws -> Program {
    let home = site.program.folder + "/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    for part in ["sql", "jobs"] {
      try FileManager.default.copyItem(atPath: "\(TestAgency.checkout)/\(part)", toPath: "\(home)/\(part)")
    }
    let path = home + "/sql/rules/\(name).sql"
    let rule = try String(contentsOfFile: path, encoding: .utf8)
    let changed = rule.replacingOccurrences(of: old, with: new)
    try #require(changed != rule)
    try changed.write(toFile: path, atomically: true, encoding: .utf8)
    return Program(
      folder: site.program.folder,
      environment: site.program.environment.merging(["FOLLOWUP_HOME": home]) { _, new in new }
    )
  }
}
