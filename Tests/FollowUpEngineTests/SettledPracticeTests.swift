import FollowUpEngine
import TestSupport
import Testing

@Suite("Where the practice was made clear")
struct SettledPracticeTests {
  private static let touches = "id,happened_at,actor_kind,actor,party_kind,party,channel,purpose"

  private func checkIn(_ agency: ImportingAgency) async throws -> [String] {
    try await agency.agency.plannedFollowUps().filter { $0["rule"] == "candidate_check_in" }
      .map { "\($0["state"] ?? "") due \($0["due_at"] ?? "")" }
  }

  @Test("A skip of what the next touch moves on holds until that touch, and again when that touch is taken out")
  func skip() async throws {
    let agency = try await ImportingAgency(zone: "Europe/Berlin", asOf: "2026-11-20T12:00:00Z")
    try await agency.take([
      "recruiters": "id,name,email\nr1,Rosa,rosa@agency.example\n",
      "candidates": "id,name,recruiter,search_started_on\nc1,Carl,r1,2026-11-02\n",
      "touches": Self.touches + "\nt1,2026-11-10T10:00,recruiter,r1,candidate,c1,call,other\n",
    ])
    #expect(try await checkIn(agency) == ["open due 2026-11-17T09:00:00Z"])
    let id = try #require(
      Int(try await agency.cell("SELECT follow_up_id FROM follow_up WHERE rule = 'candidate_check_in'"))
    )

    try await TouchLog(agency.agency.session).skip(id, reason: "abroad until December")
    let later = try agency.at("2026-11-25T12:00:00Z")
    #expect(try await checkIn(later) == ["skipped due 2026-11-17T09:00:00Z"])

    try await later.take(["touches": Self.touches + "\nt2,2026-11-24T10:00,candidate,c1,recruiter,r1,email,other\n"])
    #expect(try await checkIn(later) == ["open due 2026-12-01T09:00:00Z"])

    try await later.take(["touches": Self.touches + ",deleted\nt2,,,,,,,,yes\n"])
    #expect(try await checkIn(later) == ["skipped due 2026-11-17T09:00:00Z"])
  }

  @Test("References who may not be contacted are not among those wanted")
  func wanted() async throws {
    let story = try await PracticeStory()
    story.add("candidates.csv", "id,name,recruiter,search_started_on", "carl,Carl,rita,2026-11-20")
    story.policy("references_wanted", "1")
    story.reference("ref1", ["do_not_contact": "yes"])
    #expect(try await story.life("reference_list")?.done == nil)
    story.reference("ref1", ["do_not_contact": "no"])
    #expect(try await story.life("reference_list")?.done == "2026-11-20 09:00")
  }

  @Test("Of two stages at one moment, that later in the list of stages comes later")
  func stages() async throws {
    let story = try await PracticeStory()
    story.reference("ref1")
    story.touch("heads_up", "2026-11-06T09:00", from: "candidate:carl", to: "reference:ref1", about: "app")
    story.add("stages.csv", "application,stage,since", "app,reference_check,2026-11-09T09:00")
    #expect(try await story.set("reference_progress", at: "2026-11-09T10:00").count == 1)
    story.add("stages.csv", "application,stage,since", "app,offer,2026-11-09T09:00")
    #expect(try await story.set("reference_progress", at: "2026-11-09T10:00") == [])
  }

  @Test("A decision without a date asks for no outcome and no gift")
  func undated() async throws {
    let story = try await PracticeStory()
    story.reference("ref1")
    story.touch("heads_up", "2026-11-06T09:00", from: "candidate:carl", to: "reference:ref1", about: "app")
    story.decide("accepted", at: "2026-11-20T10:00")
    #expect(try await story.set("reference_outcome", at: "2026-11-20T12:00").count == 1)
    story.decide("accepted", at: "")
    for rule in ["reference_outcome", "reference_gift"] {
      #expect(try await story.set(rule, at: "2026-11-20T12:00") == [], "\(rule)")
    }
  }
}
