import Testing

/// What a decision asks for: outcome, hold, gift, network, placement; and keeping in touch.
@Suite struct DecisionRulesTests {
  private func decided(
    _ decision: String = "accepted",
    at: String = "2026-11-10T09:00",
    announce: String = "",
    start: String = ""
  ) async throws -> PracticeStory {
    let story = try await PracticeStory()
    story.reference("ref1")
    use(story, "ref1", "2026-11-05T09:00")
    decide(story, "app", decision, at, announce, start)
    return story
  }

  private func decide(
    _ story: PracticeStory,
    _ application: String,
    _ decision: String,
    _ at: String,
    _ announce: String = "",
    _ start: String = "",
    candidate: String = "carl"
  ) {
    story.add(
      "applications.csv",
      "id,candidate,job_order,decision,decided_at,announce_on,start_date",
      "\(application),\(candidate),job,\(decision),\(at),\(announce),\(start)"
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

  @Test func used_after_the_decision_the_outcome_is_asked_from_then() async throws {
    let story = try await decided()
    story.reference("ref2")
    use(story, "ref2", "2026-11-12T15:00")
    #expect(try await story.life("reference_outcome", party: "ref2")?.due == "2026-11-13 15:00")
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

  @Test func with_none_to_tell_the_hold_does_not_ask() async throws {
    let story = try await decided(announce: "2026-11-20")
    story.reference("ref1", ["do_not_contact": "yes"])
    #expect(try await story.life("announcement_hold") == nil)
  }

  @Test func a_gift_or_a_note_of_any_purpose_thanks_for_the_job() async throws {
    let story = try await decided()
    let life = try #require(try await story.life("reference_gift"))
    #expect(life.due == "2026-11-17 09:00")
    #expect(life.expires == "2026-12-10 09:00")
    story.touch("thanks", "2026-12-11T09:00", from: "candidate:carl", to: "reference:ref1", by: "note")
    #expect(
      try await story.set("reference_gift", at: "2026-12-11T09:00")
        == ["app ref1 done due 2026-11-17 09:00 done 2026-12-11 09:00 late"]
    )
    #expect(try await decided("declined").life("reference_gift") == nil)
  }

  @Test func a_reference_that_was_told_is_asked_for_their_network() async throws {
    let story = try await decided()
    tell(story, "2026-11-10T10:00")
    let life = try #require(try await story.life("reference_network"))
    #expect(life.due == "2026-11-24 10:00")
    #expect(life.expires == "2027-01-09 10:00")
    // To any reference row of the person.
    story.reference("same", ["email": "REF1@else.example"])
    story.touch("network", "2026-11-12T09:00", from: "recruiter:remo", to: "reference:same")
    #expect(try await story.life("reference_network")?.done == "2026-11-12 09:00")
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

  @Test func kept_in_touch_with_from_the_last_touch_with_the_person() async throws {
    let story = try await PracticeStory()
    story.reference("ref1", ["email": "ana@acme.example"])
    #expect(
      try await story.set("reference_keep_in_touch", at: "2026-11-03T00:00") == ["ref1 open due 2027-03-02 09:00"]
    )
    story.touch("other", "2026-11-20T09:00", from: "contact:ana", to: "recruiter:rita")
    let life = try #require(try await story.life("reference_keep_in_touch"))
    #expect(life.due == "2027-03-22 09:00")
    #expect(life.opens == "2027-03-15 09:00")
  }

  @Test func not_while_an_undecided_application_uses_the_reference() async throws {
    let story = try await decided()
    #expect(try await story.life("reference_keep_in_touch")?.from == "2026-11-10 09:00")
    #expect(try await story.life("reference_keep_in_touch")?.anchor == "2026-11-05 09:00")
    decide(story, "app", "", "")
    #expect(try await story.life("reference_keep_in_touch") == nil)
  }

  @Test func a_placement_is_checked_in_on_three_times() async throws {
    let story = try await decided(start: "2026-11-21")
    var dues: [String?] = []
    for k in ["1", "2", "3"] { dues.append(try await story.life("placement_check_in", occurrence: k)?.due) }
    #expect(dues == ["2026-11-30 09:00", "2026-12-21 09:00", "2027-02-19 09:00"])
    let first = try #require(try await story.life("placement_check_in", occurrence: "1"))
    #expect(first.anchor == "2026-11-21 09:00")
    #expect(first.opens == first.due)
    #expect(first.expires == "2026-12-14 09:00")
    // Each from 3 days before its due to 3 days before the next one's; late counts.
    story.touch("other", "2026-11-27T08:59", from: "recruiter:rita", to: "candidate:carl")
    #expect(try await story.life("placement_check_in", occurrence: "1")?.done == nil)
    story.touch("other", "2026-12-18T08:59", from: "recruiter:rita", to: "candidate:carl")
    #expect(try await story.life("placement_check_in", occurrence: "1")?.done == "2026-12-18 08:59")
    story.touch("other", "2026-12-18T09:00", from: "recruiter:rita", to: "candidate:carl")
    #expect(try await story.life("placement_check_in", occurrence: "2")?.done == "2026-12-18 09:00")
    #expect(
      try await story.set("placement_check_in", at: "2026-12-18T09:00") == [
        "app carl 1 done due 2026-11-30 09:00 done 2026-12-18 08:59 late",
        "app carl 2 done due 2026-12-21 09:00 done 2026-12-18 09:00", "app carl 3 open due 2027-02-19 09:00",
      ]
    )
  }
}
