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

  @Test func a_check_in_opens_a_day_before_it_is_due_and_is_the_job_orders_recruiters() async throws {
    let story = try await interviewed()
    let life = try #require(try await story.life("client_check_in"))
    #expect(life.opens == "2026-11-09 16:00")
    #expect(life.due == "2026-11-10 16:00")
    #expect(try await story.recruiter("client_check_in", at: "2026-11-04T00:00") == "remo")
  }

  @Test func check_ins_go_on_up_to_the_cap() async throws {
    let story = try await interviewed()
    story.policy("check_in_cap", "2")
    checkIn(story, "2026-11-10T09:00")
    checkIn(story, "2026-11-17T09:00")
    checkIn(story, "2026-11-24T09:00")
    #expect(
      try await story.set("client_check_in", at: "2026-12-01T00:00") == [
        "app hana i1/1 done due 2026-11-10 16:00 done 2026-11-10 09:00",
        "app hana i1/2 done due 2026-11-17 09:00 done 2026-11-17 09:00",
      ]
    )
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

  @Test func without_a_hiring_contact_it_is_planned_with_an_empty_party() async throws {
    let story = try await interviewed()
    story.add("job_orders.csv", "id,client,title,recruiter,hiring_contact", "job,acme,Clerk,remo,")
    #expect(try await story.set("client_check_in", at: "2026-11-04T00:00") == ["app i1/1 open due 2026-11-10 16:00"])
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

  @Test func words_at_one_moment_ask_once() async throws {
    let story = try await interviewed()
    for id in ["w2", "w10"] {
      story.touch("word", "2026-11-04T09:00", from: "contact:ana", to: "recruiter:rita", about: "app", id: id)
    }
    #expect(
      try await story.set("candidate_status_update", at: "2026-11-04T12:00") == [
        "app carl w10 open due 2026-11-05 09:00"
      ]
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

  @Test func a_search_asks_for_a_profile_review_and_a_reference_list() async throws {
    let story = try await PracticeStory()
    story.add("candidates.csv", "id,name,recruiter,search_started_on", "carl,Carl,rita,2026-11-20")
    #expect(
      try await story.set("social_profile_review", at: "2026-11-20T09:00") == [
        "carl 2026-11-20 open due 2026-11-24 09:00"
      ]
    )
    #expect(
      try await story.set("reference_list", at: "2026-11-20T09:00") == ["carl 2026-11-20 open due 2026-11-30 09:00"]
    )
    story.touch("profile_review", "2026-11-20T00:00", from: "recruiter:remo", to: "candidate:carl", by: "call")
    #expect(try await story.life("social_profile_review")?.done == "2026-11-20 00:00")
  }

  @Test func the_list_is_done_when_enough_active_consenting_references_exist() async throws {
    let story = try await PracticeStory()
    story.add("candidates.csv", "id,name,recruiter,search_started_on", "carl,Carl,rita,2026-11-20")
    story.policy("references_wanted", "2")
    story.reference("ref1")
    story.reference("ref2", ["status": "bounced", "status_since": "2026-11-19T12:00"])
    story.reference("ref3", ["consent": "no"])
    #expect(try await story.life("reference_list")?.done == nil)
    story.reference("ref4", added: "2026-11-23T10:00")
    #expect(try await story.life("reference_list")?.done == "2026-11-23 10:00")
    // Enough before it opens: done as it opens.
    story.reference("ref5")
    #expect(try await story.life("reference_list")?.done == "2026-11-20 09:00")
  }

  @Test func the_candidate_is_checked_in_on_from_the_last_touch_or_the_searchs_start() async throws {
    let story = try await PracticeStory()
    #expect(try await story.set("candidate_check_in", at: "2026-12-01T00:00") == [])
    story.touch("other", "2026-11-19T11:00", from: "candidate:carl", to: "recruiter:remo")
    #expect(try await story.set("candidate_check_in", at: "2026-11-20T00:00") == ["carl open due 2026-11-27 11:00"])
    story.add("candidates.csv", "id,name,recruiter,search_started_on", "carl,Carl,rita,2026-11-23")
    #expect(try await story.set("candidate_check_in", at: "2026-11-23T00:00") == [])
    #expect(try await story.set("candidate_check_in", at: "2026-11-23T09:00") == ["carl open due 2026-11-30 09:00"])
  }
}
