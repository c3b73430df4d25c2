import Foundation
import TestSupport
import Testing

@Suite("What recruiters record")
struct TouchCommandTests {
  private func followUp(_ site: NightTests.Site, _ rule: String, _ party: String) throws -> [String: String] {
    let report = try site.expect(0, ["report", "follow_ups"] + NightTests.morning).output
    return try #require(try csvRows(report).first { $0["rule"] == rule && $0["party_id"] == party })
  }

  @Test("done ends a follow-up and plans on; skip needs a reason; snooze hides; what is settled is refused")
  func shorthands() async throws {
    let site = try await NightTests.Site.make()
    try site.expect(0, ["plan"] + NightTests.morning)
    let email = try followUp(site, "thank_you_email", "ct2")["follow_up_id"] ?? ""
    let note = try followUp(site, "handwritten_note", "ct1")["follow_up_id"] ?? ""

    try site.expect(
      0,
      [
        "log", "--actor", "contact:ana@acme.example", "--party", "recruiter:r1", "--channel", "call", "--purpose",
        "word",
        "--application", "a1", "--at", "2026-11-20T14:00",
      ] + NightTests.morning
    )
    let done = try site.expect(0, ["done", email] + NightTests.morning)
    let again = try site.program.run(["done", email] + NightTests.morning)
    let early = try site.program.run(["done", note, "--at", "1000-01-01"] + NightTests.morning)
    let bare = try site.program.run(["skip", note, "--reason", " "] + NightTests.morning)
    try site.expect(0, ["skip", note, "--reason", "sent flowers"] + NightTests.morning)

    #expect(
      try csvRows(try site.expect(0, ["report", "follow_ups"] + NightTests.morning).output)
        .contains { $0["rule"] == "candidate_status_update" && $0["anchor_at"] == "2026-11-20T19:00:00Z" }
    )
    #expect(done.output == "Recorded: follow-up \(email) is done.\n")
    #expect(again.status == 64)
    #expect(bare.status == 64)
    #expect(early.status == 64)
    #expect(early.errors.contains("1000-01-01 is before 1990"))
    #expect(try followUp(site, "thank_you_email", "ct2")["state"] == "done")
    #expect(try followUp(site, "handwritten_note", "ct1")["state"] == "skipped")
    #expect(try followUp(site, "handwritten_note", "ct1")["reason"] == "sent flowers")
  }

  @Test(
    "reminded keeps that the recruiter spoke with the candidate, rests the row for a business day, and ends nothing"
  )
  func reminded() async throws {
    let site = try await NightTests.Site.make()
    try site.expect(0, ["plan"] + NightTests.morning)
    let note = try followUp(site, "handwritten_note", "ct1")
    let id = note["follow_up_id"] ?? ""
    let checkIn = try followUp(site, "candidate_check_in", "c1")
    let list = ["worklist", "--all", "--format", "csv"]
    #expect(try site.expect(0, list + NightTests.morning).output.contains("\n\(id),"))

    let tried = try site.expect(0, ["reminded", id, "--dry-run"] + NightTests.morning)
    #expect(tried.output == "It would be recorded; nothing was changed.\n")
    let said = try site.expect(0, ["reminded", id, "--note", "will write tonight"] + NightTests.morning)

    #expect(
      said.output
        == "Recorded: the candidate was reminded. Follow-up \(id) is off the list until Mon 2026-11-23 15:00.\n"
    )
    #expect(try followUp(site, "handwritten_note", "ct1") == note)
    #expect(try followUp(site, "candidate_check_in", "c1")["anchor_at"] == "2026-11-20T20:00:00Z")
    #expect(try !site.expect(0, list + NightTests.morning).output.contains("\n\(id),"))
    #expect(try site.expect(0, list + ["--as-of", "2026-11-23T15:00:00-05:00"]).output.contains("\n\(id),"))
    let notTheirs = try site.program.run(["reminded", checkIn["follow_up_id"] ?? ""] + NightTests.morning)
    #expect(notTheirs.status == 64)
    #expect(notTheirs.errors.contains("nobody can be reminded of it"))
  }

  @Test("A touch that breaches a guardrail is refused and nothing recorded; --force records it and that it was forced")
  func guardrail() async throws {
    let site = try await NightTests.Site.make()
    let touch =
      [
        "log", "--actor", "candidate:c1", "--party", "contact:ct2", "--channel", "social", "--purpose", "thank_you",
        "--application", "a1",
      ] + NightTests.morning

    let refused = try site.program.run(touch)
    let before = try site.expect(0, ["report", "breaches"] + NightTests.morning).output
    let forced = try site.expect(0, touch + ["--force"])
    let after = try site.expect(0, ["report", "breaches"] + NightTests.morning).output

    #expect(refused.status == 1)
    #expect(refused.errors.contains("social_contact"))
    #expect(!before.contains("social_contact"))
    #expect(forced.errors.contains("although it breaches social_contact"))
    #expect(after.contains("social_contact,c1,a1"))
  }
}
