import Foundation
import TestSupport
import Testing

/// The worked example's agency, in which Zoë stands twice: the second row has an application and an interview of its own.
@Suite("person merge, from the report that names two rows to one person")
struct PersonMergeCommandTests {
  private static let again = [
    "candidates.csv": "id,name,email,phone,recruiter,search_started_on\nc9,Zoe Muller,zoe@example.com,,r1,2026-11-05\n",
    "applications.csv": "id,candidate,job_order,stage,stage_since\na9,c9,jo1,interviewing,2026-11-10T09:00:00-05:00\n",
    "interviews.csv":
      "id,application,scheduled_at,starts_at,ends_at,status\n"
      + "i9,a9,2026-11-16T10:00:00-05:00,2026-11-19T16:00:00-05:00,2026-11-19T16:00:00-05:00,held\n",
    "attendees.csv": "interview,contact,role\ni9,ct2,interviewer\n",
  ]

  private static func quality(_ site: NightTests.Site) throws -> String {
    try site.expect(0, ["report", "data_quality", "--format", "csv"] + NightTests.morning).output
  }

  @Test("The report names the command; after it the report is silent, nobody is nudged again, and no import undoes it")
  func merge() async throws {
    let site = try await NightTests.Site.make()
    try site.write(Self.again, to: "again")
    try site.expect(0, ["import", "canonical", "again"] + NightTests.morning)
    try site.expect(0, ["run", "nightly"] + NightTests.morning)
    let mails = try site.mails()
    let nudged = try site.expect(0, ["nudge"] + NightTests.morning).output
    let named = try #require(
      try Self.quality(site).split(separator: "\n").first { $0.contains("is also that of candidate c1") }
    )
    let command = try #require(named.firstMatch(of: /followup (person merge candidate c1 c9)/)).1
      .split(separator: " ").map(String.init)

    let tried = try site.expect(0, command + ["--dry-run"] + NightTests.morning)
    #expect(tried.output.hasPrefix("c9 would be merged into candidate c1; nothing was changed.\n"))
    #expect(tried.output.contains("  name: Zoë Müller stays; c9 had Zoe Muller\n"))
    #expect(try Self.quality(site).contains("c9"))
    let done = try site.expect(0, command + NightTests.morning)
    #expect(done.output.hasPrefix("c9 was merged into candidate c1.\n"))
    #expect(done.output.contains("  applications: 1\n  stages: 1\n  interviews: 1\n  attendees: 1\n"))
    #expect(done.output.contains("  follow-ups that both had: "))
    #expect(done.errors.contains("the next followup plan brings the follow-ups in line"))

    try site.expect(0, ["plan"] + NightTests.morning)
    #expect(try !Self.quality(site).contains("candidate"))
    #expect(try site.expect(0, ["nudge"] + NightTests.morning).output == nudged)
    #expect(try site.mails() == mails)
    #expect(try site.expect(0, ["check"] + NightTests.morning).status == 0)
    let explained = try site.expect(0, ["explain", "--candidate", "c1"] + NightTests.morning).output
    #expect(explained.contains("Zoë Müller") && explained.contains("a9"))
    let audit = try site.expect(0, ["report", "audit", "--format", "csv", "-p", "to=today"] + NightTests.morning).output
    #expect(audit.contains(",\(NSUserName()),merged,,,c1,Zoë Müller,r1,Rae Moss,candidate c9 into c1\n"))

    // The source still has both.
    let imported = try site.expect(0, ["import", "canonical", "again"] + NightTests.morning)
    #expect(imported.errors.contains("was merged into candidate c1; correct it at the source"), "\(imported.errors)")
    #expect(try !Self.quality(site).contains("c9"))
    #expect(
      try site.expect(0, command + NightTests.morning).output
        == "c9 was merged into candidate c1 on 2026-11-20; there is nothing to do.\n"
    )
  }

  @Test("A mistake is named with what to do, and changes nothing")
  func mistakes() async throws {
    let site = try await NightTests.Site.make()
    let wrong = { (words: String...) in
      let result = try site.program.run(["person", "merge"] + words + NightTests.morning)
      #expect(result.status == 64)
      return result.errors
    }
    #expect(
      try wrong("candidate", "c1", "c22").contains(
        "the candidate c22 does not exist at this agency; you may mean c2;"
      )
    )
    #expect(try wrong("candidate", "c1", "ct1").contains("ct1 is a contact, not a candidate"))
    #expect(try wrong("recruiter", "r1", "r2").contains("write candidate, contact or reference"))
    #expect(try wrong("candidate", "c1", "c1").contains("c1 and c1 are the same candidate"))
  }
}
