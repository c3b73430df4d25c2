import Testing

/// The ten don'ts, one after the other.
@Suite struct GuardrailTests {
  private func interviewed() async throws -> PracticeStory {
    let story = try await PracticeStory()
    story.interview(from: "2026-11-03T15:00", to: "2026-11-03T16:00", with: ["ana"])
    story.reference("ref1")
    return story
  }

  @Test func repeated_contact_beyond_the_cap_or_too_soon() async throws {
    let story = try await interviewed()
    story.policy("check_in_cap", "3")
    let checkIns = [("a", "10T09:00"), ("b", "16T08:59"), ("c", "22T08:59"), ("d", "30T09:00")]
    for (id, at) in checkIns {
      let actor = id == "b" ? "candidate:carl" : "recruiter:rita"
      story.touch("check_in", "2026-11-\(at)", from: actor, to: "contact:ben", about: "app", id: id)
    }
    // 6 days after the one before: b falls short by a minute, c does not; d is beyond the cap.
    #expect(
      try await story.breaches("repeated_contact") == ["app ben 2026-11-16 08:59 b", "app ben 2026-11-30 09:00 d"]
    )
    // A word in between begins another silence.
    story.touch("word", "2026-11-12T09:00", from: "contact:ana", to: "recruiter:rita", about: "app")
    #expect(try await story.breaches("repeated_contact") == [])
  }

  @Test func reference_contacted_interviewer_has_the_reference_as_party() async throws {
    let story = try await interviewed()
    story.touch("other", "2026-11-04T09:00", from: "reference:ref1", to: "contact:ana", id: "x")
    #expect(try await story.breaches("reference_contacted_interviewer") == ["ref1 2026-11-04 09:00 x"])
  }

  @Test func social_contact_from_a_candidate_to_a_contact() async throws {
    let story = try await interviewed()
    story.touch("other", "2026-11-04T09:00", from: "candidate:carl", to: "contact:ana", by: "social", id: "x")
    story.touch("other", "2026-11-04T09:00", from: "recruiter:rita", to: "contact:ana", by: "social")
    #expect(try await story.breaches("social_contact") == ["ana 2026-11-04 09:00 x"])
  }

  @Test func public_post_about_an_application_not_decided_by_then() async throws {
    let story = try await interviewed()
    story.touch("public_post", "2026-11-04T09:00", from: "candidate:carl", by: "post", about: "app", id: "x")
    story.touch("public_post", "2026-11-04T09:00", from: "candidate:carl", by: "post")
    #expect(try await story.breaches("public_post") == ["app 2026-11-04 09:00 x"])
    story.add(
      "applications.csv",
      "id,candidate,job_order,decision,decided_at",
      "app,carl,job,accepted,2026-11-04T09:00"
    )
    #expect(try await story.breaches("public_post") == [])
    story.add(
      "applications.csv",
      "id,candidate,job_order,decision,decided_at",
      "app,carl,job,accepted,2026-11-04T09:01"
    )
    #expect(try await story.breaches("public_post").count == 1)
  }

  @Test func unproofed_thank_you_without_a_proofread_strictly_before() async throws {
    let story = try await interviewed()
    story.touch("thank_you", "2026-11-04T09:00", from: "candidate:carl", to: "contact:ana", id: "x")
    story.touch("proofread", "2026-11-04T09:00", from: "recruiter:rita", to: "candidate:carl")
    #expect(try await story.breaches("unproofed_thank_you") == ["app i1 ana 2026-11-04 09:00 x"])
    story.touch("proofread", "2026-11-03T16:00", from: "recruiter:rita", to: "candidate:carl")
    #expect(try await story.breaches("unproofed_thank_you") == [])
  }

  @Test func late_thank_you_more_than_24_hours_after_the_end() async throws {
    let story = try await interviewed()
    story.touch("thank_you", "2026-11-04T16:00", from: "candidate:carl", to: "contact:ana")
    #expect(try await story.breaches("late_thank_you") == [])
    story.touch("thank_you", "2026-11-04T16:00:01", from: "candidate:carl", to: "contact:ana", id: "x")
    story.touch("thank_you", "2026-11-09T16:00", from: "candidate:carl", to: "contact:ana", by: "note")
    #expect(try await story.breaches("late_thank_you") == ["app i1 ana 2026-11-04 16:00 x"])
  }

  @Test func announced_before_told_at_the_later_of_announcement_and_decision() async throws {
    let story = try await interviewed()
    story.touch("guidance", "2026-11-05T09:00", from: "candidate:carl", to: "reference:ref1", about: "app")
    func decided(_ at: String) async throws -> PracticeStory {
      story.add(
        "applications.csv",
        "id,candidate,job_order,decision,decided_at,announce_on",
        "app,carl,job,accepted,\(at),2026-11-10"
      )
      story.touch("outcome", "2026-11-09T23:59:59", from: "candidate:carl", to: "reference:ref1")
      return story
    }
    #expect(try await decided("2026-11-09T09:00").breaches("announced_before_told") == [])
    #expect(try await decided("2026-11-11T09:00").breaches("announced_before_told") == ["app ref1 2026-11-11 09:00"])
    #expect(try await decided("2026-11-11T09:00").breaches("announced_before_told", at: "2026-11-11T08:59") == [])
  }

  @Test func no_consent_of_a_reference_or_do_not_contact_of_anyone() async throws {
    let story = try await interviewed()
    story.reference("unasked", ["consent": ""])
    story.reference("refused", ["consent": "no"])
    for reference in ["ref1", "unasked", "refused"] {
      story.touch(
        "guidance",
        "2026-11-04T09:00",
        from: "candidate:carl",
        to: "reference:\(reference)",
        id: "g-\(reference)"
      )
      story.touch(
        "other",
        "2026-11-04T10:00",
        from: "recruiter:rita",
        to: "reference:\(reference)",
        id: "o-\(reference)"
      )
    }
    story.touch("other", "2026-11-04T10:00", from: "contact:ana", to: "reference:refused")
    #expect(
      try await story.breaches("no_consent") == [
        "refused 2026-11-04 09:00 g-refused", "refused 2026-11-04 10:00 o-refused",
        "unasked 2026-11-04 10:00 o-unasked",
      ]
    )
    story.add("contacts.csv", "id,client,name,do_not_contact", "ben,acme,Ben,yes")
    story.touch("other", "2026-11-04T10:00", from: "candidate:carl", to: "contact:ben", id: "x")
    #expect(try await story.breaches("no_consent").first == "ben 2026-11-04 10:00 x")
  }

  @Test func self_reference_by_email_or_by_phone_at_added_at() async throws {
    let story = try await interviewed()
    story.add("candidates.csv", "id,name,recruiter,email,phone", "carl,Carl,rita,carl@home.example,212 555 0101")
    story.reference("mail", ["email": " Carl@Home.example "])
    story.reference("phone", ["phone": "+1 (212) 555-01-01"])
    #expect(
      try await story.breaches("self_reference") == ["mail 2026-11-02 09:00", "phone 2026-11-02 09:00"]
    )
  }

  @Test func reference_fatigue_counts_the_asks_of_one_person_in_the_year_up_to_each() async throws {
    let story = try await interviewed()
    story.policy("reference_asks_per_year", "2")
    story.reference("same", ["email": "ref1@else.example"])
    story.touch("guidance", "2025-11-04T08:59", from: "candidate:carl", to: "reference:ref1", id: "a")
    story.touch("heads_up", "2026-11-03T09:00", from: "candidate:carl", to: "reference:same", id: "b")
    story.touch("reference_check", "2026-11-04T09:00", from: "contact:ana", to: "reference:ref1", id: "c")
    #expect(try await story.breaches("reference_fatigue") == [])
    story.touch("heads_up", "2026-11-04T09:00", from: "candidate:carl", to: "reference:same", id: "d")
    #expect(
      try await story.breaches("reference_fatigue") == ["ref1 2026-11-04 09:00 c", "same 2026-11-04 09:00 d"]
    )
  }
}
