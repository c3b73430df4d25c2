import Testing

/// What a decision asks for: outcome, hold, network; and keeping in touch.
@Suite struct DecisionRulesTests {
  private func decided(
    _ decision: String = "accepted",
    at: String = "2026-11-10T09:00",
    announce: String = ""
  ) async throws -> PracticeStory {
    let story = try await PracticeStory()
    story.reference("ref1")
    use(story, "ref1", "2026-11-05T09:00")
    decide(story, "app", decision, at, announce)
    return story
  }

  private func decide(
    _ story: PracticeStory,
    _ application: String,
    _ decision: String,
    _ at: String,
    _ announce: String = "",
    candidate: String = "carl"
  ) {
    story.add(
      "applications.csv",
      "id,candidate,job_order,decision,decided_at,announce_on",
      "\(application),\(candidate),job,\(decision),\(at),\(announce)"
    )
  }

  private func use(_ story: PracticeStory, _ reference: String, _ at: String, _ application: String = "app") {
    story.touch("guidance", at, from: "candidate:carl", to: "reference:\(reference)", about: application)
  }

  private func tell(
    _ story: PracticeStory,
    _ at: String,
    _ reference: String = "ref1",
    from candidate: String = "carl",
    about: String = ""
  ) {
    story.touch("outcome", at, from: "candidate:\(candidate)", to: "reference:\(reference)", about: about)
  }

  @Test(arguments: ["accepted", "declined", "rejected", "withdrawn"])
  func each_kind_of_decision_asks_for_the_outcome(decision: String) async throws {
    #expect(
      try await decided(decision).set("reference_outcome", at: "2026-11-10T09:00") == [
        "app ref1 open due 2026-11-11 09:00"
      ]
    )
  }

  @Test func an_outcome_told_before_the_decision_or_of_another_application_does_not_count() async throws {
    let story = try await decided()
    story.add("applications.csv", "id,candidate,job_order", "app2,carl,job")
    tell(story, "2026-11-10T08:59")
    tell(story, "2026-11-10T10:00", about: "app2")
    #expect(try await story.life("reference_outcome")?.done == nil)
    tell(story, "2026-11-10T09:00")
    #expect(try await story.life("reference_outcome")?.done == "2026-11-10 09:00")
  }

  @Test func the_outcome_is_never_due_before_it_opens() async throws {
    #expect(try await decided(announce: "2026-11-10").life("reference_outcome")?.due == "2026-11-10 09:00")
    #expect(try await decided(announce: "2026-11-20").life("reference_outcome")?.due == "2026-11-11 09:00")
  }

  @Test func a_decision_without_its_date_asks_for_no_outcome_and_no_word() async throws {
    let story = try await decided(at: "")
    #expect(try await story.life("reference_outcome") == nil)
    #expect(try await story.set("candidate_status_update", at: "2026-12-01T00:00") == [])
  }

  @Test func the_hold_is_done_when_every_reference_to_tell_was_told() async throws {
    let story = try await decided(announce: "2026-11-20")
    story.reference("ref2")
    story.reference("gone", ["status": "inactive", "status_since": "2026-11-19T09:00"])
    for reference in ["ref2", "gone"] { use(story, reference, "2026-11-05T09:00") }
    #expect(try await story.life("announcement_hold")?.due == "2026-11-19 00:00")
    tell(story, "2026-11-11T09:00")
    #expect(try await story.life("announcement_hold")?.done == nil)
    tell(story, "2026-11-12T09:00", "ref2")
    #expect(try await story.life("announcement_hold")?.done == "2026-11-12 09:00")
  }

  @Test(arguments: [("2025-11-10T09:59", true), ("2025-11-10T10:00", false), ("2026-11-09T09:00", false)])
  func not_when_the_person_was_told_of_another_decision_in_the_year_before(told: String, asks: Bool) async throws {
    let story = try await decided()
    tell(story, "2026-11-10T10:00", about: "app")
    // Given the same person as another candidate's reference, told of a rejection.
    story.add("candidates.csv", "id,name,recruiter", "cleo,Cleo,rita")
    story.reference("same", added: "2025-01-01T00:00", ["email": "ref1@else.example", "candidate": "cleo"])
    decide(story, "other", "rejected", "2025-11-01T09:00", candidate: "cleo")
    tell(story, told, "same", from: "cleo", about: "other")
    #expect((try await story.life("reference_network") != nil) == asks)
  }

  @Test func told_of_two_at_one_moment_the_lower_application_stays() async throws {
    let story = try await decided()
    decide(story, "app10", "accepted", "2026-11-10T09:00")
    use(story, "ref1", "2026-11-06T09:00", "app10")
    tell(story, "2026-11-10T10:00")
    #expect(try await story.set("reference_network", at: "2026-11-11T00:00") == ["app ref1 open due 2026-11-24 10:00"])
  }
}
