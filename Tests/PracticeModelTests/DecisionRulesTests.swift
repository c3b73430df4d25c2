import Testing

/// What a decision asks for: outcome, hold, gift, network, placement; and keeping in touch.
@Suite struct DecisionRulesTests {
  private func decided(
    _ decision: String = "accepted",
    at: String = "2026-11-10T09:00",
    announce: String = "",
    start: String = ""
  ) throws -> Story {
    var story = try Story()
    try story.reference("ref1")
    try use(&story, "ref1", "2026-11-05T09:00")
    try decide(&story, "app", decision, at, announce, start)
    return story
  }

  private func decide(
    _ story: inout Story,
    _ application: String,
    _ decision: String,
    _ at: String,
    _ announce: String = "",
    _ start: String = "",
    candidate: String = "carl"
  ) throws {
    try story.add(
      "applications.csv",
      "id,candidate,job_order,decision,decided_at,announce_on,start_date",
      "\(application),\(candidate),job,\(decision),\(at),\(announce),\(start)"
    )
  }

  private func use(_ story: inout Story, _ reference: String, _ at: String, _ application: String = "app") throws {
    try story.touch("guidance", at, from: "candidate:carl", to: "reference:\(reference)", about: application)
  }

  private func tell(
    _ story: inout Story,
    _ at: String,
    _ reference: String = "ref1",
    from candidate: String = "carl",
    about: String = ""
  ) throws {
    try story.touch("outcome", at, from: "candidate:\(candidate)", to: "reference:\(reference)", about: about)
  }

  @Test(arguments: ["accepted", "declined", "rejected", "withdrawn"])
  func each_kind_of_decision_asks_for_the_outcome(decision: String) throws {
    #expect(
      try decided(decision).set("reference_outcome", at: "2026-11-10T09:00") == ["app ref1 open due 2026-11-11 09:00"]
    )
  }

  @Test func an_outcome_told_before_the_decision_or_of_another_application_does_not_count() throws {
    var story = try decided()
    try story.add("applications.csv", "id,candidate,job_order", "app2,carl,job")
    try tell(&story, "2026-11-10T08:59")
    try tell(&story, "2026-11-10T10:00", about: "app2")
    #expect(try story.followUp("reference_outcome")?.done == nil)
    try tell(&story, "2026-11-10T09:00")
    #expect(try story.followUp("reference_outcome")?.done == "2026-11-10 09:00")
  }

  @Test func the_outcome_is_never_due_before_it_opens() throws {
    #expect(try decided(announce: "2026-11-10").followUp("reference_outcome")?.due == "2026-11-10 09:00")
    #expect(try decided(announce: "2026-11-20").followUp("reference_outcome")?.due == "2026-11-11 09:00")
  }

  @Test func used_after_the_decision_the_outcome_is_asked_from_then() throws {
    var story = try decided()
    try story.reference("ref2")
    try use(&story, "ref2", "2026-11-12T15:00")
    #expect(try story.followUp("reference_outcome", party: "ref2")?.due == "2026-11-13 15:00")
  }

  @Test func a_decision_without_its_date_asks_for_no_outcome_and_no_word() throws {
    let story = try decided(at: "")
    #expect(try story.followUp("reference_outcome") == nil)
    #expect(try story.set("candidate_status_update", at: "2026-12-01") == [])
  }

  @Test func the_hold_is_done_when_every_reference_to_tell_was_told() throws {
    var story = try decided(announce: "2026-11-20")
    try story.reference("ref2")
    try story.reference("gone", ["status": "inactive", "status_since": "2026-11-19T09:00"])
    for reference in ["ref2", "gone"] { try use(&story, reference, "2026-11-05T09:00") }
    #expect(try story.followUp("announcement_hold")?.due == "2026-11-19 00:00")
    try tell(&story, "2026-11-11T09:00")
    #expect(try story.followUp("announcement_hold")?.done == nil)
    try tell(&story, "2026-11-12T09:00", "ref2")
    #expect(try story.followUp("announcement_hold")?.done == "2026-11-12 09:00")
  }

  @Test func with_none_to_tell_the_hold_does_not_ask() throws {
    var story = try decided(announce: "2026-11-20")
    try story.reference("ref1", ["do_not_contact": "yes"])
    #expect(try story.followUp("announcement_hold") == nil)
  }

  @Test func a_gift_or_a_note_of_any_purpose_thanks_for_the_job() throws {
    var story = try decided()
    let life = try #require(try story.followUp("reference_gift"))
    #expect(life.due == "2026-11-17 09:00")
    #expect(life.expires == "2026-12-10 09:00")
    try story.touch("thanks", "2026-12-11T09:00", from: "candidate:carl", to: "reference:ref1", by: "note")
    #expect(
      try story.set("reference_gift", at: "2026-12-11T09:00")
        == ["app ref1 done due 2026-11-17 09:00 done 2026-12-11 09:00 late"]
    )
    #expect(try decided("declined").followUp("reference_gift") == nil)
  }

  @Test func a_reference_that_was_told_is_asked_for_their_network() throws {
    var story = try decided()
    try tell(&story, "2026-11-10T10:00")
    let life = try #require(try story.followUp("reference_network"))
    #expect(life.due == "2026-11-24 10:00")
    #expect(life.expires == "2027-01-09 10:00")
    // To any reference row of the person.
    try story.reference("same", ["email": "REF1@else.example"])
    try story.touch("network", "2026-11-12T09:00", from: "recruiter:remo", to: "reference:same")
    #expect(try story.followUp("reference_network")?.done == "2026-11-12 09:00")
  }

  @Test(arguments: [("2025-11-10T09:59", true), ("2025-11-10T10:00", false), ("2026-11-09T09:00", false)])
  func not_when_the_person_was_told_of_another_decision_in_the_year_before(told: String, asks: Bool) throws {
    var story = try decided()
    try tell(&story, "2026-11-10T10:00", about: "app")
    // Given the same person as another candidate's reference, told of a rejection.
    try story.add("candidates.csv", "id,name,recruiter", "cleo,Cleo,rita")
    try story.reference("same", added: "2025-01-01", ["email": "ref1@else.example", "candidate": "cleo"])
    try decide(&story, "other", "rejected", "2025-11-01T09:00", candidate: "cleo")
    try tell(&story, told, "same", from: "cleo", about: "other")
    #expect((try story.followUp("reference_network") != nil) == asks)
  }

  @Test func told_of_two_at_one_moment_the_lower_application_stays() throws {
    var story = try decided()
    try decide(&story, "app10", "accepted", "2026-11-10T09:00")
    try use(&story, "ref1", "2026-11-06T09:00", "app10")
    try tell(&story, "2026-11-10T10:00")
    #expect(try story.set("reference_network", at: "2026-11-11") == ["app ref1 open due 2026-11-24 10:00"])
  }

  @Test func kept_in_touch_with_from_the_last_touch_with_the_person() throws {
    var story = try Story()
    try story.reference("ref1", ["email": "ana@acme.example"])
    #expect(try story.set("reference_keep_in_touch", at: "2026-11-03") == ["ref1 open due 2027-03-02 09:00"])
    try story.touch("other", "2026-11-20T09:00", from: "contact:ana", to: "recruiter:rita")
    let life = try #require(try story.followUp("reference_keep_in_touch"))
    #expect(life.due == "2027-03-22 09:00")
    #expect(life.opens == "2027-03-15 09:00")
  }

  @Test func not_while_an_undecided_application_uses_the_reference() throws {
    var story = try decided()
    #expect(try story.followUp("reference_keep_in_touch")?.from == "2026-11-10 09:00")
    #expect(try story.followUp("reference_keep_in_touch")?.anchor == "2026-11-05 09:00")
    try decide(&story, "app", "", "")
    #expect(try story.followUp("reference_keep_in_touch") == nil)
  }

  @Test func a_placement_is_checked_in_on_three_times() throws {
    var story = try decided(start: "2026-11-21")
    let dues = try ["1", "2", "3"].map { try story.followUp("placement_check_in", occurrence: $0)?.due }
    #expect(dues == ["2026-11-30 09:00", "2026-12-21 09:00", "2027-02-19 09:00"])
    let first = try #require(try story.followUp("placement_check_in", occurrence: "1"))
    #expect(first.anchor == "2026-11-21 09:00")
    #expect(first.opens == first.due)
    #expect(first.expires == "2026-12-14 09:00")
    // Each from 3 days before its due to 3 days before the next one's; late counts.
    try story.touch("other", "2026-11-27T08:59", from: "recruiter:rita", to: "candidate:carl")
    #expect(try story.followUp("placement_check_in", occurrence: "1")?.done == nil)
    try story.touch("other", "2026-12-18T08:59", from: "recruiter:rita", to: "candidate:carl")
    #expect(try story.followUp("placement_check_in", occurrence: "1")?.done == "2026-12-18 08:59")
    try story.touch("other", "2026-12-18T09:00", from: "recruiter:rita", to: "candidate:carl")
    #expect(try story.followUp("placement_check_in", occurrence: "2")?.done == "2026-12-18 09:00")
    #expect(
      try story.set("placement_check_in", at: "2026-12-18T09:00") == [
        "app carl 1 done due 2026-11-30 09:00 done 2026-12-18 08:59 late",
        "app carl 2 done due 2026-12-21 09:00 done 2026-12-18 09:00", "app carl 3 open due 2027-02-19 09:00",
      ]
    )
  }
}
