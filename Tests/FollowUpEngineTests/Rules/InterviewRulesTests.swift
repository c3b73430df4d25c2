import Testing

/// `thank_you_proofread`, `thank_you_email`, `handwritten_note`, and what a held interview is.
@Suite struct InterviewRulesTests {
  private func interviewed(_ status: String = "held") async throws -> PracticeStory {
    let story = try await PracticeStory()
    story.interview(from: "2026-11-19T15:00", to: "2026-11-19T16:00", status: status, with: ["ana"])
    return story
  }

  @Test(arguments: [("held", 1), ("scheduled", 1), ("", 1), ("cancelled", 0), ("no_show", 0)])
  func cancelled_and_no_show_are_as_if_they_had_never_been(status: String, count: Int) async throws {
    #expect(try await interviewed(status).set("thank_you_email", at: "2026-11-19T16:00").count == count)
  }

  @Test func scheduled_is_not_held_with_assume_held_off() async throws {
    let story = try await interviewed("scheduled")
    story.policy("assume_held", "no")
    #expect(try await story.set("thank_you_email", at: "2026-11-19T16:00") == [])
    #expect(try await story.set("client_check_in", at: "2026-11-19T16:00").count == 1)
  }

  @Test func only_interviewers_are_thanked() async throws {
    let story = try await interviewed()
    story.add("attendees.csv", "interview,contact,role", "i1,hana,other")
    #expect(try await story.set("thank_you_email", at: "2026-11-19T16:00") == ["app i1 ana open due 2026-11-20 16:00"])
  }

  @Test func a_touch_before_the_end_by_another_channel_or_to_another_does_not_thank() async throws {
    let story = try await interviewed()
    story.touch("thank_you", "2026-11-19T15:59", from: "candidate:carl", to: "contact:ana", interview: "i1")
    story.touch("thank_you", "2026-11-19T17:00", from: "candidate:carl", to: "contact:ana", by: "note")
    story.touch("thank_you", "2026-11-19T17:00", from: "candidate:carl", to: "contact:ben")
    story.touch("thank_you", "2026-11-19T17:00", from: "recruiter:rita", to: "contact:ana")
    #expect(try await story.life("thank_you_email")?.done == nil)
    story.touch("thank_you", "2026-11-19T16:00", from: "candidate:carl", to: "contact:ana")
    #expect(try await story.life("thank_you_email")?.done == "2026-11-19 16:00")
  }

  @Test func a_thank_you_that_names_no_interview_is_about_the_latest_that_contact_attended() async throws {
    let story = try await interviewed()
    story.interview("i2", from: "2026-11-20T09:00", to: "2026-11-20T10:00", with: ["ben"])
    story.interview("i3", from: "2026-11-20T14:00", to: "2026-11-20T15:00", status: "cancelled", with: ["ana"])
    story.touch("thank_you", "2026-11-20T15:30", from: "candidate:carl", to: "contact:ana")
    #expect(
      try await story.set("thank_you_email", at: "2026-11-20T15:30") == [
        "app i1 ana done due 2026-11-20 16:00 done 2026-11-20 15:30", "app i2 ben open due 2026-11-21 10:00",
      ]
    )
  }

  @Test func a_thank_you_is_about_an_interview_of_the_application_it_names() async throws {
    let story = try await interviewed()
    story.add("applications.csv", "id,candidate,job_order", "app2,carl,job")
    story.interview("i2", of: "app2", from: "2026-11-20T09:00", to: "2026-11-20T10:00", with: ["ana"])
    story.touch("thank_you", "2026-11-20T11:00", from: "candidate:carl", to: "contact:ana", about: "app")
    #expect(
      try await story.set("thank_you_email", at: "2026-11-20T11:00") == [
        "app i1 ana done due 2026-11-20 16:00 done 2026-11-20 11:00", "app2 i2 ana open due 2026-11-21 10:00",
      ]
    )
  }

  @Test func nobody_marked_do_not_contact_is_thanked_or_thanks() async throws {
    let story = try await interviewed()
    story.add("contacts.csv", "id,client,name,do_not_contact", "ana,acme,Ana,yes")
    #expect(try await story.set("thank_you_email", at: "2026-11-19T16:00") == [])
    story.add("contacts.csv", "id,client,name,do_not_contact", "ana,acme,Ana,no")
    story.add("candidates.csv", "id,name,recruiter,do_not_contact", "carl,Carl,rita,yes")
    #expect(try await story.set("thank_you_email", at: "2026-11-19T16:00") == [])
    #expect(try await story.set("thank_you_proofread", at: "2026-11-19T16:00") == [])
  }

  @Test func the_numbers_of_the_table_are_policy() async throws {
    let story = try await interviewed()
    story.policy("thank_you_email.due_hours", "3")
    story.policy("handwritten_note.due_time", "09:30")
    #expect(try await story.life("thank_you_email")?.due == "2026-11-19 19:00")
    #expect(try await story.life("handwritten_note")?.due == "2026-11-20 09:30")
  }
}
