import Testing

/// What real exports hold and nobody expects.
@Suite struct AnyDataTests {
  @Test func an_interview_and_a_word_of_the_same_id_begin_two_silences() async throws {
    let story = try await PracticeStory()
    story.interview("17", from: "2026-11-03T15:00", to: "2026-11-03T16:00")
    story.touch("word", "2026-11-05T09:00", from: "contact:ana", to: "recruiter:rita", about: "app", id: "17")
    let both = ["app hana 17/1 cancelled due 2026-11-10 16:00", "app hana 17/1 open due 2026-11-12 09:00"]
    #expect(try await story.set("client_check_in", at: "2026-11-06T09:00", gone: true).sorted() == both)
  }

  @Test func an_interview_entered_after_it_was_held_makes_two_silences_overlap_and_a_touch_in_both_is_one_breach()
    async throws
  {
    let story = try await PracticeStory()
    story.policy("check_in_cap", "1")
    story.interview("i1", from: "2026-11-03T15:00", to: "2026-11-03T16:00")
    story.interview("i2", from: "2026-11-04T15:00", to: "2026-11-04T16:00", scheduled: "2026-11-20T09:00")
    story.touch("check_in", "2026-11-10T09:00", from: "recruiter:rita", to: "contact:ana", about: "app", id: "a")
    story.touch("check_in", "2026-11-17T09:00", from: "recruiter:rita", to: "contact:ana", about: "app", id: "b")
    #expect(try await story.breaches("repeated_contact") == ["app ana 2026-11-17 09:00 b"])
  }

  @Test func a_touch_in_which_no_candidate_takes_part_is_a_breach_too() async throws {
    let story = try await PracticeStory()
    story.add("contacts.csv", "id,client,name,do_not_contact", "bo,bolt,Bo,yes")
    story.touch("other", "2026-11-04T09:00", from: "recruiter:rita", to: "contact:bo", id: "x")
    #expect(try await story.breaches("no_consent") == ["bo 2026-11-04 09:00 x"])
  }

  @Test func a_recruiters_thank_you_that_names_nobody_is_about_whomever_the_contact_met_last() async throws {
    let story = try await PracticeStory()
    story.interview("i1", from: "2026-11-03T15:00", to: "2026-11-03T16:00", with: ["ana"])
    story.touch("thank_you", "2026-11-05T09:00", from: "recruiter:rita", to: "contact:ana", id: "x")
    #expect(try await story.breaches("late_thank_you") == ["app i1 ana 2026-11-05 09:00 x"])
    #expect(try await story.breaches("unproofed_thank_you") == ["app i1 ana 2026-11-05 09:00 x"])
    #expect(try await story.life("thank_you_email")?.done == nil)
  }

  @Test func a_thank_you_about_an_interview_nobody_closed_can_be_late_though_it_is_not_assumed_held() async throws {
    let story = try await PracticeStory()
    story.policy("assume_held", "no")
    story.interview("i1", from: "2026-11-03T15:00", to: "2026-11-03T16:00", with: ["ana"])
    story.touch("thank_you", "2026-11-05T09:00", from: "candidate:carl", to: "contact:ana", id: "x")
    #expect(try await story.breaches("late_thank_you") == [])
    story.touch("thank_you", "2026-11-05T09:00", from: "candidate:carl", to: "contact:ana", interview: "i1", id: "x")
    #expect(try await story.breaches("late_thank_you") == ["app i1 ana 2026-11-05 09:00 x"])
  }

  @Test func a_reference_of_unknown_age_can_be_the_candidate_all_the_same() async throws {
    let story = try await PracticeStory()
    story.reference("self", added: "", ["email": "carl@home.example"])
    #expect(try await story.breaches("self_reference") == ["self"])
  }

  @Test func an_unknown_stage_date_counts_as_always() async throws {
    let story = try await PracticeStory()
    story.reference("ref1")
    story.touch("heads_up", "2026-11-06T09:00", from: "candidate:carl", to: "reference:ref1", about: "app")
    story.add("applications.csv", "id,candidate,job_order,stage", "app,carl,job,reference_check")
    #expect(
      try await story.set("reference_progress", at: "2026-11-09T09:00") == ["app ref1 1 open due 2026-11-11 09:00"]
    )
  }

  @Test func what_others_are_told_moves_on_whoever_shares_the_person() async throws {
    let story = try await PracticeStory()
    story.add("candidates.csv", "id,name,recruiter", "cleo,Cleo,rita")
    story.reference("ref1", ["email": "same@else.example"])
    story.reference("hers", ["email": "SAME@else.example", "candidate": "cleo"])
    #expect(try await story.set("reference_keep_in_touch", at: "2026-11-03T09:00").count == 2)
    story.touch("other", "2026-11-20T09:00", from: "candidate:cleo", to: "reference:hers")
    #expect(try await story.life("reference_keep_in_touch", party: "ref1")?.anchor == "2026-11-20 09:00")
    // The person's address corrected: two people after all.
    story.reference("hers", ["email": "other@else.example", "candidate": "cleo"])
    #expect(try await story.life("reference_keep_in_touch", party: "ref1")?.anchor == "2026-11-02 09:00")
  }
}
