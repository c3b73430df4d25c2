import Testing

/// The ten don'ts, one after the other.
@Suite struct GuardrailTests {
  private func interviewed() throws -> Story {
    var story = try Story()
    try story.interview(from: "2026-11-03T15:00", to: "2026-11-03T16:00", with: ["ana"])
    try story.reference("ref1")
    return story
  }

  @Test func repeated_contact_beyond_the_cap_or_too_soon() throws {
    var story = try interviewed()
    try story.policy("check_in_cap", "3")
    let checkIns = [("a", "10T09:00"), ("b", "16T08:59"), ("c", "22T08:59"), ("d", "30T09:00")]
    for (id, at) in checkIns {
      let actor = id == "b" ? "candidate:carl" : "recruiter:rita"
      try story.touch("check_in", "2026-11-\(at)", from: actor, to: "contact:ben", about: "app", id: id)
    }
    // 6 days after the one before: b falls short by a minute, c does not; d is beyond the cap.
    #expect(
      try story.breaches("repeated_contact") == ["app ben 2026-11-16 08:59 b", "app ben 2026-11-30 09:00 d"]
    )
    // A word in between begins another silence.
    try story.touch("word", "2026-11-12T09:00", from: "contact:ana", to: "recruiter:rita", about: "app")
    #expect(try story.breaches("repeated_contact") == [])
  }

  @Test func reference_contacted_interviewer_has_the_reference_as_party() throws {
    var story = try interviewed()
    try story.touch("other", "2026-11-04T09:00", from: "reference:ref1", to: "contact:ana", id: "x")
    #expect(try story.breaches("reference_contacted_interviewer") == ["ref1 2026-11-04 09:00 x"])
  }

  @Test func social_contact_from_a_candidate_to_a_contact() throws {
    var story = try interviewed()
    try story.touch("other", "2026-11-04T09:00", from: "candidate:carl", to: "contact:ana", by: "social", id: "x")
    try story.touch("other", "2026-11-04T09:00", from: "recruiter:rita", to: "contact:ana", by: "social")
    #expect(try story.breaches("social_contact") == ["ana 2026-11-04 09:00 x"])
  }

  @Test func public_post_about_an_application_not_decided_by_then() throws {
    var story = try interviewed()
    try story.touch("public_post", "2026-11-04T09:00", from: "candidate:carl", by: "post", about: "app", id: "x")
    try story.touch("public_post", "2026-11-04T09:00", from: "candidate:carl", by: "post")
    #expect(try story.breaches("public_post") == ["app 2026-11-04 09:00 x"])
    try story.add(
      "applications.csv",
      "id,candidate,job_order,decision,decided_at",
      "app,carl,job,accepted,2026-11-04T09:00"
    )
    #expect(try story.breaches("public_post") == [])
    try story.add(
      "applications.csv",
      "id,candidate,job_order,decision,decided_at",
      "app,carl,job,accepted,2026-11-04T09:01"
    )
    #expect(try story.breaches("public_post").count == 1)
  }

  @Test func unproofed_thank_you_without_a_proofread_strictly_before() throws {
    var story = try interviewed()
    try story.touch("thank_you", "2026-11-04T09:00", from: "candidate:carl", to: "contact:ana", id: "x")
    try story.touch("proofread", "2026-11-04T09:00", from: "recruiter:rita", to: "candidate:carl")
    #expect(try story.breaches("unproofed_thank_you") == ["app i1 ana 2026-11-04 09:00 x"])
    try story.touch("proofread", "2026-11-03T16:00", from: "recruiter:rita", to: "candidate:carl")
    #expect(try story.breaches("unproofed_thank_you") == [])
  }

  @Test func late_thank_you_more_than_24_hours_after_the_end() throws {
    var story = try interviewed()
    try story.touch("thank_you", "2026-11-04T16:00", from: "candidate:carl", to: "contact:ana")
    #expect(try story.breaches("late_thank_you") == [])
    try story.touch("thank_you", "2026-11-04T16:00:01", from: "candidate:carl", to: "contact:ana", id: "x")
    try story.touch("thank_you", "2026-11-09T16:00", from: "candidate:carl", to: "contact:ana", by: "note")
    #expect(try story.breaches("late_thank_you") == ["app i1 ana 2026-11-04 16:00 x"])
  }

  @Test func announced_before_told_at_the_later_of_announcement_and_decision() throws {
    var story = try interviewed()
    try story.touch("guidance", "2026-11-05T09:00", from: "candidate:carl", to: "reference:ref1", about: "app")
    func decided(_ at: String) throws -> Story {
      var story = story
      try story.add(
        "applications.csv",
        "id,candidate,job_order,decision,decided_at,announce_on",
        "app,carl,job,accepted,\(at),2026-11-10"
      )
      try story.touch("outcome", "2026-11-09T23:59:59", from: "candidate:carl", to: "reference:ref1")
      return story
    }
    #expect(try decided("2026-11-09T09:00").breaches("announced_before_told") == [])
    #expect(try decided("2026-11-11T09:00").breaches("announced_before_told") == ["app ref1 2026-11-11 09:00"])
    #expect(try decided("2026-11-11T09:00").breaches("announced_before_told", at: "2026-11-11T08:59") == [])
  }

  @Test func no_consent_of_a_reference_or_do_not_contact_of_anyone() throws {
    var story = try interviewed()
    try story.reference("unasked", ["consent": ""])
    try story.reference("refused", ["consent": "no"])
    for reference in ["ref1", "unasked", "refused"] {
      try story.touch(
        "guidance",
        "2026-11-04T09:00",
        from: "candidate:carl",
        to: "reference:\(reference)",
        id: "g-\(reference)"
      )
      try story.touch(
        "other",
        "2026-11-04T10:00",
        from: "recruiter:rita",
        to: "reference:\(reference)",
        id: "o-\(reference)"
      )
    }
    try story.touch("other", "2026-11-04T10:00", from: "contact:ana", to: "reference:refused")
    #expect(
      try story.breaches("no_consent") == [
        "refused 2026-11-04 09:00 g-refused", "refused 2026-11-04 10:00 o-refused",
        "unasked 2026-11-04 10:00 o-unasked",
      ]
    )
    try story.add("contacts.csv", "id,client,name,do_not_contact", "ben,acme,Ben,yes")
    try story.touch("other", "2026-11-04T10:00", from: "candidate:carl", to: "contact:ben", id: "x")
    #expect(try story.breaches("no_consent").first == "ben 2026-11-04 10:00 x")
  }

  @Test func self_reference_by_email_or_by_phone_at_added_at() throws {
    var story = try interviewed()
    try story.add("candidates.csv", "id,name,recruiter,email,phone", "carl,Carl,rita,carl@home.example,212 555 0101")
    try story.reference("mail", ["email": " Carl@Home.example "])
    try story.reference("phone", ["phone": "+1 (212) 555-01-01"])
    #expect(
      try story.breaches("self_reference") == ["mail 2026-11-02 09:00", "phone 2026-11-02 09:00"]
    )
  }

  @Test func reference_fatigue_counts_the_asks_of_one_person_in_the_year_up_to_each() throws {
    var story = try interviewed()
    try story.policy("reference_asks_per_year", "2")
    try story.reference("same", ["email": "ref1@else.example"])
    try story.touch("guidance", "2025-11-04T08:59", from: "candidate:carl", to: "reference:ref1", id: "a")
    try story.touch("heads_up", "2026-11-03T09:00", from: "candidate:carl", to: "reference:same", id: "b")
    try story.touch("reference_check", "2026-11-04T09:00", from: "contact:ana", to: "reference:ref1", id: "c")
    #expect(try story.breaches("reference_fatigue") == [])
    try story.touch("heads_up", "2026-11-04T09:00", from: "candidate:carl", to: "reference:same", id: "d")
    #expect(
      try story.breaches("reference_fatigue") == ["ref1 2026-11-04 09:00 c", "same 2026-11-04 09:00 d"]
    )
  }
}
