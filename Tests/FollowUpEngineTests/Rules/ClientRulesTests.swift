import Testing

/// Silences, `client_check_in`, `candidate_status_update`, and the rules of a search.
@Suite struct ClientRulesTests {
  private func interviewed() async throws -> PracticeStory {
    let story = try await PracticeStory()
    story.interview(from: "2026-11-03T15:00", to: "2026-11-03T16:00")
    return story
  }

  private func checkIn(_ story: PracticeStory, _ at: String, id: String? = nil) {
    story.touch("check_in", at, from: "recruiter:rita", to: "contact:ana", about: "app", id: id)
  }

  @Test func mode_single_asks_once_and_a_clients_policy_wins() async throws {
    let story = try await interviewed()
    checkIn(story, "2026-11-10T09:00")
    story.policy("check_in_mode", "single")
    #expect(try await story.set("client_check_in", at: "2026-11-11T00:00").count == 1)
    story.add("clients.csv", "id,name,check_in_mode,check_in_days", "acme,Acme,weekly,2")
    #expect(
      try await story.set("client_check_in", at: "2026-11-11T00:00").last == "app hana i1/2 open due 2026-11-12 09:00"
    )
    story.policy("check_in_days", "3", client: "acme")
    #expect(
      try await story.set("client_check_in", at: "2026-11-11T00:00").last == "app hana i1/2 open due 2026-11-13 09:00"
    )
  }

  @Test func a_word_at_the_interviews_end_begins_the_same_silence_under_the_lowest_id() async throws {
    let story = try await interviewed()
    story.touch("word", "2026-11-03T16:00", from: "contact:ben", to: "candidate:carl", about: "app", id: "h9")
    #expect(
      try await story.set("client_check_in", at: "2026-11-04T00:00") == ["app hana h9/1 open due 2026-11-10 16:00"]
    )
  }

  @Test func a_next_interview_ends_the_silence_when_it_is_scheduled() async throws {
    let story = try await interviewed()
    story.interview("i2", from: "2026-11-12T09:00", to: "2026-11-12T10:00", scheduled: "2026-11-05T12:00")
    #expect(try await story.life("client_check_in", occurrence: "i1/1")?.until == "2026-11-05 12:00")
    #expect(try await story.life("client_check_in", occurrence: "i2/1")?.from == "2026-11-12 10:00")
  }

  @Test(arguments: [("2026-11-03T16:00", false), ("2026-11-02T12:00", false), ("", true)])
  func scheduled_before_the_silences_start_it_never_begins(scheduled: String, begins: Bool) async throws {
    let story = try await interviewed()
    story.interview("i2", from: "2026-11-12T09:00", to: "2026-11-12T10:00", scheduled: scheduled)
    let first = try await story.life("client_check_in", occurrence: "i1/1")
    #expect((first != nil) == begins)
    // Not known when it was scheduled: its start.
    if begins { #expect(first?.until == "2026-11-12 09:00") }
  }

  @Test func only_touches_from_the_clients_contacts_that_name_the_application_are_words() async throws {
    let story = try await interviewed()
    story.touch("word", "2026-11-04T09:00", from: "contact:bo", to: "recruiter:rita", about: "app")
    story.touch("word", "2026-11-04T09:00", from: "contact:ana", to: "recruiter:rita")
    #expect(try await story.set("candidate_status_update", at: "2026-11-05T00:00") == [])
    story.touch("other", "2026-11-04T10:00", from: "contact:ana", to: "recruiter:rita", interview: "i1", id: "w")
    #expect(
      try await story.set("candidate_status_update", at: "2026-11-05T00:00") == ["app carl w open due 2026-11-05 10:00"]
    )
  }

  @Test func the_decision_ends_the_silence_and_asks_for_a_status_update() async throws {
    let story = try await interviewed()
    story.add(
      "applications.csv",
      "id,candidate,job_order,decision,decided_at",
      "app,carl,job,rejected,2026-11-05T09:00"
    )
    #expect(try await story.set("client_check_in", at: "2026-11-05T09:00") == [])
    #expect(
      try await story.set("candidate_status_update", at: "2026-11-05T09:00") == [
        "app carl decision open due 2026-11-06 09:00"
      ]
    )
    story.touch("other", "2026-11-05T09:00", from: "recruiter:remo", to: "candidate:carl", interview: "i1")
    #expect(try await story.life("candidate_status_update")?.done == "2026-11-05 09:00")
  }

  @Test func a_withdrawal_and_what_follows_it_ask_for_no_status_update() async throws {
    let story = try await interviewed()
    story.add(
      "applications.csv",
      "id,candidate,job_order,decision,decided_at",
      "app,carl,job,withdrawn,2026-11-05T09:00"
    )
    story.touch("word", "2026-11-04T09:00", from: "contact:ana", to: "recruiter:rita", about: "app", id: "w1")
    story.touch("word", "2026-11-05T09:00", from: "contact:ana", to: "recruiter:rita", about: "app", id: "w2")
    story.touch("word", "2026-11-06T09:00", from: "contact:ana", to: "recruiter:rita", about: "app", id: "w3")
    #expect(try await story.set("candidate_status_update", at: "2026-11-04T12:00").count == 1)
    #expect(
      try await story.set("candidate_status_update", at: "2026-11-09T00:00", gone: true)
        == ["app carl w1 cancelled due 2026-11-05 09:00"]
    )
  }

  @Test func only_while_the_candidate_is_active_and_the_job_order_open() async throws {
    let story = try await interviewed()
    story.add(
      "job_orders.csv",
      "id,client,title,recruiter,status,status_since",
      "job,acme,Clerk,remo,filled,2026-11-06T00:00"
    )
    #expect(try await story.set("client_check_in", at: "2026-11-05T00:00").count == 1)
    #expect(try await story.set("client_check_in", at: "2026-11-06T00:00") == [])
    story.add("job_orders.csv", "id,client,title,recruiter,status", "job,acme,Clerk,remo,open")
    #expect(try await story.set("client_check_in", at: "2026-11-06T00:00").count == 1)
    story.add("candidates.csv", "id,name,recruiter,status,status_since", "carl,Carl,rita,placed,2026-11-06T00:00")
    #expect(try await story.set("client_check_in", at: "2026-11-06T00:00") == [])
    story.add("candidates.csv", "id,name,recruiter,status,status_since", "carl,Carl,rita,placed,")
    #expect(try await story.set("client_check_in", at: "2026-11-05T00:00", gone: true) == [])
  }
}
