import Testing

/// What the worked examples of practice.md say of breaches, and what takes more than one look; the rest of them is told beside the rules, in
/// sql/rules/*.examples.yaml. Agency in America/New_York, Mon-Fri, holiday 2026-11-26, weekly.
@Suite struct WorkedExamplesTests {
  private func interviewed() async throws -> PracticeStory {
    let story = try await PracticeStory()
    story.interview(from: "2026-11-19T15:00", to: "2026-11-19T16:00", with: ["ana", "ben"])
    return story
  }

  @Test func example2_thanked_on_time_late_and_not_at_all() async throws {
    let story = try await interviewed()
    #expect(
      try await story.set("thank_you_email", at: "2026-11-20T16:00")
        == ["app i1 ana missed due 2026-11-20 16:00", "app i1 ben missed due 2026-11-20 16:00"]
    )
    story.touch("proofread", "2026-11-20T09:00", from: "recruiter:rita", to: "candidate:carl")
    story.touch("thank_you", "2026-11-20T09:10", from: "candidate:carl", to: "contact:ana")
    #expect(
      try await story.set("thank_you_email", at: "2026-11-20T15:59").first
        == "app i1 ana done due 2026-11-20 16:00 done 2026-11-20 09:10"
    )
    #expect(
      try await story.set("thank_you_email", at: "2026-11-20T16:00").last == "app i1 ben missed due 2026-11-20 16:00"
    )
    #expect(try await story.breaches("late_thank_you") == [])
    story.touch("thank_you", "2026-11-21T11:00", from: "candidate:carl", to: "contact:ben", id: "late")
    #expect(
      try await story.set("thank_you_email", at: "2026-11-21T11:00").last
        == "app i1 ben done due 2026-11-20 16:00 done 2026-11-21 11:00 late"
    )
    #expect(try await story.breaches("late_thank_you") == ["app i1 ben 2026-11-21 11:00 late"])
    #expect(try await story.breaches("unproofed_thank_you") == [])
  }

  @Test func example5_the_outcome_before_the_announcement() async throws {
    let story = try await PracticeStory()
    story.add(
      "applications.csv",
      "id,candidate,job_order,decision,decided_at,start_date,announce_on",
      "app,carl,job,accepted,2026-12-02T14:00,2027-01-04,2026-12-03"
    )
    for reference in ["ref1", "ref2", "unused"] { story.reference(reference) }
    for reference in ["ref1", "ref2"] {
      story.touch(
        "heads_up",
        "2026-11-30T09:00",
        from: "candidate:carl",
        to: "reference:\(reference)",
        about: "app"
      )
    }
    story.touch("outcome", "2026-12-02T20:00", from: "candidate:carl", to: "reference:ref1", by: "call")
    #expect(
      try await story.set("reference_outcome", at: "2026-12-02T21:00") == [
        "app ref1 done due 2026-12-02 23:00 done 2026-12-02 20:00", "app ref2 open due 2026-12-02 23:00",
      ]
    )
    #expect(try await story.set("announcement_hold", at: "2026-12-02T21:00") == ["app carl open due 2026-12-02 14:00"])
    #expect(try await story.breaches("announced_before_told", at: "2026-12-02T23:59") == [])
    #expect(
      try await story.breaches("announced_before_told", at: "2026-12-03T00:00") == ["app ref2 2026-12-03 00:00"]
    )
  }
}
