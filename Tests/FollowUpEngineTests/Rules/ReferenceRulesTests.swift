import Testing

/// Guidance, heads-up, the employer's reference check and what it asks for, replacement.
@Suite struct ReferenceRulesTests {
  private func inReferenceCheck() async throws -> PracticeStory {
    let story = try await PracticeStory()
    story.reference("ref1")
    story.add("stages.csv", "application,stage,since", "app,reference_check,2026-11-09T09:00")
    headsUp(story, "2026-11-06T09:00")
    return story
  }

  private func headsUp(_ story: PracticeStory, _ at: String, _ reference: String = "ref1") {
    story.touch("heads_up", at, from: "candidate:carl", to: "reference:\(reference)", about: "app")
  }

  private func progress(_ story: PracticeStory, _ at: String) {
    story.touch("progress", at, from: "candidate:carl", to: "reference:ref1", by: "call")
  }

  @Test func a_reference_is_asked_only_while_active() async throws {
    let story = try await PracticeStory()
    story.reference("ref1", ["status": "active", "status_since": "2026-11-10T09:00"])
    let life = try #require(try await story.life("reference_guidance"))
    #expect(life.from == "2026-11-10 09:00")
    #expect(life.anchor == "2026-11-02 09:00")
    #expect(life.due == "2026-11-05 09:00")
    story.reference("ref1", ["status": "inactive", "status_since": "2026-11-10T09:00"])
    #expect(try await story.set("reference_guidance", at: "2026-11-10T08:59").count == 1)
    #expect(try await story.set("reference_guidance", at: "2026-11-10T09:00") == [])
    story.reference("ref1", ["status": "inactive", "status_since": ""])
    #expect(try await story.life("reference_guidance") == nil)
  }

  @Test func heads_up_counts_when_it_names_the_application_or_comes_since_opens() async throws {
    let story = try await PracticeStory()
    story.reference("ref1", added: "2026-11-26T12:00")
    story.interview(from: "2026-12-01T10:00", to: "2026-12-01T11:00", scheduled: "2026-11-25T17:00")
    let life = try #require(try await story.life("reference_heads_up"))
    #expect(life.from == "2026-11-26 12:00")
    #expect(life.anchor == "2026-12-01 10:00")
    #expect(life.expires == "2026-12-03 11:00")
    story.touch("heads_up", "2026-11-26T11:00", from: "candidate:carl", to: "reference:ref1")
    #expect(try await story.life("reference_heads_up")?.done == nil)
    story.touch("heads_up", "2026-11-27T11:00", from: "candidate:carl", to: "reference:ref1")
    #expect(try await story.life("reference_heads_up")?.done == "2026-11-27 11:00")
    headsUp(story, "2026-11-01T11:00")
    #expect(try await story.life("reference_heads_up")?.done == "2026-11-01 11:00")
  }

  @Test func the_first_interview_is_the_earliest_that_was_not_cancelled() async throws {
    let story = try await PracticeStory()
    story.reference("ref1")
    story.interview(
      "i1",
      from: "2026-11-30T10:00",
      to: "2026-11-30T11:00",
      scheduled: "2026-11-10T00:00",
      status: "cancelled"
    )
    story.interview("i3", from: "2026-12-01T10:00", to: "2026-12-01T12:00", scheduled: "2026-11-11T00:00")
    story.interview("i2", from: "2026-12-01T10:00", to: "2026-12-01T11:00", scheduled: "2026-11-12T00:00")
    let life = try #require(try await story.life("reference_heads_up"))
    #expect(life.from == "2026-11-12 00:00")
    #expect(life.expires == "2026-12-03 11:00")
  }

  @Test func progress_is_asked_every_three_working_days_up_to_the_cap() async throws {
    let story = try await inReferenceCheck()
    let life = try #require(try await story.life("reference_progress"))
    #expect(life.opens == "2026-11-11 09:00")
    #expect(life.due == "2026-11-12 09:00")
    for day in 10...13 { progress(story, "2026-11-\(day)T09:00") }
    #expect(
      try await story.set("reference_progress", at: "2026-11-20T00:00").map { String($0.prefix(15)) }
        == ["app ref1 1 done", "app ref1 2 done", "app ref1 3 done", "app ref1 4 done"]
    )
  }

  @Test func progress_ends_with_the_stage_the_last_time_it_was_entered_or_the_decision() async throws {
    let story = try await inReferenceCheck()
    story.add(
      "stages.csv",
      "application,stage,since",
      "app,offer,2026-11-10T09:00",
      "app,reference_check,2026-11-16T09:00",
      "app,offer,2026-11-18T09:00"
    )
    #expect(try await story.life("reference_progress")?.from == "2026-11-16 09:00")
    #expect(try await story.life("reference_progress")?.until == "2026-11-18 09:00")
    story.add(
      "applications.csv",
      "id,candidate,job_order,decision,decided_at",
      "app,carl,job,declined,2026-11-17T09:00"
    )
    #expect(try await story.life("reference_progress")?.until == "2026-11-17 09:00")
  }

  @Test func only_the_clients_contacts_are_the_employer() async throws {
    let story = try await inReferenceCheck()
    story.touch("reference_check", "2026-11-12T09:00", from: "recruiter:rita", to: "reference:ref1", about: "app")
    story.touch("reference_check", "2026-11-12T09:00", from: "contact:bo", to: "reference:ref1", about: "app")
    #expect(try await story.set("reference_thanks", at: "2026-11-13T00:00") == [])
  }

  @Test func a_lost_reference_is_replaced_if_too_few_are_left() async throws {
    let story = try await PracticeStory()
    story.policy("references_wanted", "2")
    for reference in ["ref1", "ref2"] { story.reference(reference) }
    story.reference("lost", ["status": "bounced", "status_since": "2026-11-20T10:00"])
    #expect(try await story.set("reference_replace", at: "2026-11-21T00:00") == [])
    story.reference("ref2", ["status": "refused", "status_since": "2026-11-20T10:00"])
    #expect(
      try await story.set("reference_replace", at: "2026-11-21T00:00")
        == ["carl lost open due 2026-11-24 10:00", "carl ref2 open due 2026-11-24 10:00"]
    )
    story.reference("new", added: "2026-11-23T12:00")
    #expect(try await story.life("reference_replace", occurrence: "lost")?.done == "2026-11-23 12:00")
    story.add("candidates.csv", "id,name,recruiter,status,status_since", "carl,Carl,rita,placed,2026-11-22T00:00")
    #expect(try await story.set("reference_replace", at: "2026-11-24T00:00") == [])
  }
}
