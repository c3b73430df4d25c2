import FollowUpEngine
import TestSupport
import Testing

@Suite("Reports: done in time, and who was not thanked")
struct OnTimeReportTests {
  /// Thank-you emails are due 24 hours after an interview. On Sunday 1 November 2026 New York's clocks go back from 2:00 to 1:00.
  private static func story() async throws -> ReportStory {
    var files = QuietAgency.files
    files["interviews.csv"] = """
      id,application,starts_at,ends_at,status
      i1,a1,2026-10-29T15:00:00-04:00,2026-10-29T16:00:00-04:00,held
      i2,a2,2026-10-31T15:00:00-04:00,2026-10-31T16:00:00-04:00,held
      i3,a3,2026-11-01T22:30:00-05:00,2026-11-01T23:30:00-05:00,held
      i4,a1,2026-11-04T10:00:00-05:00,2026-11-04T11:00:00-05:00,held
      i5,a3,2026-11-17T14:00:00-05:00,2026-11-17T15:00:00-05:00,held
      i6,a4,2026-11-10T10:00:00-05:00,2026-11-10T11:00:00-05:00,held
      i7,a3,2026-11-11T10:00:00-05:00,2026-11-11T11:00:00-05:00,held
      """
    files["attendees.csv"] = """
      interview,contact,role
      i1,ana,interviewer
      i2,bo,interviewer
      i3,ana,interviewer
      i4,ana,interviewer
      i5,ana,interviewer
      i6,bo,interviewer
      i7,ana,interviewer
      """
    // Dora's second process ends before her thank-you for i6 would have been due.
    files["applications.csv"] = """
      id,candidate,job_order,decision,decided_at
      a1,c1,j1,,
      a2,c1,j2,,
      a3,c2,j1,,
      a4,c2,j2,withdrawn,2026-11-10T20:00:00-05:00
      """
    // Within 24 hours; within 24 hours although the clocks show 24:30 more; never for i3; an hour too late for i4.
    files["touches.csv"] = """
      id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application,interview
      t1,2026-10-30T10:00:00-04:00,candidate,c1,contact,ana,email,thank_you,a1,i1
      t2,2026-11-01T14:30:00-05:00,candidate,c1,contact,bo,email,thank_you,a2,i2
      t4,2026-11-05T12:00:00-05:00,candidate,c1,contact,ana,email,thank_you,a1,i4
      """
    let story = try await ReportStory.begin(files, asOf: "2026-11-18T12:00:00-05:00")
    // A person says of i7 that it is not needed.
    try await story.agency.sql(
      """
      UPDATE follow_up SET skipped_at = '2026-11-12T09:00:00-05:00', skip_reason = 'they asked for no mail'
      WHERE agency_id = :agency AND rule = 'thank_you_email' AND due_at = '2026-11-12T11:00:00-05:00'
      """
    )
    return story
  }

  private static func share(
    _ story: ReportStory,
    _ parameters: [String: String],
    _ key: String
  ) async throws -> [String] {
    let period = ["from": "2026-10-26", "to": "2026-11-18"]
    return try await story.rows("on_time", period.merging(parameters) { $1 }).filter { $0["rule"] == "thank_you_email" }
      .map { row in
        [key, "due", "in_time", "late", "missed", "lapsed", "overdue", "skipped", "in_time_percent"]
          .map { row[$0, default: "?"] }.joined(separator: " ")
      }
  }

  @Test("By week, recruiter and client: what was due, and how it ended")
  func shares() async throws {
    let story = try await Self.story()
    // i1 and i2, whose Sunday is the week's last day; i3 and i4; i7. i5 is due only after as_of, i6 was not asked for any more.
    #expect(
      try await Self.share(story, ["by": "week,rule"], "week") == [
        "2026-10-26 2 2 0 0 0 0 0 100.0", "2026-11-02 2 0 1 1 0 0 0 0.0", "2026-11-09 1 0 0 0 0 0 1 ",
      ]
    )
    // The worst first. Carl's two processes are with two clients, and both are Rita's.
    #expect(
      try await Self.share(story, ["by": "recruiter,rule"], "recruiter") == [
        "Remo 2 0 0 1 0 0 1 0.0", "Rita 3 2 1 0 0 0 0 66.7",
      ]
    )
    #expect(
      try await Self.share(story, ["by": "client,rule"], "client") == [
        "Acme 4 1 1 1 0 0 1 33.3", "Bolt 1 1 0 0 0 0 0 100.0",
      ]
    )
    #expect(try await Self.share(story, ["by": "rule", "recruiter": "r1"], "rule").first?.contains(" 3 2 1 ") == true)
    #expect(try await Self.share(story, ["by": "rule", "client": "cl2"], "rule").first?.contains(" 1 1 0 ") == true)
  }

  @Test("Days are the agency's, and their ends belong to the period")
  func ends() async throws {
    let story = try await Self.story()
    let days = { (from: String, to: String) in
      try await Self.share(story, ["by": "rule", "from": from, "to": to], "rule").map {
        String($0.split(separator: " ")[1])
      }
    }
    // i3 is due on Monday 2 November at 23:30 there, which is Tuesday in UTC.
    #expect(try await days("2026-11-02", "2026-11-02") == ["1"])
    #expect(try await days("2026-11-03", "2026-11-04") == [])
    #expect(try await days("2026-11-03", "2026-11-05") == ["1"])
  }

  @Test("What came due before the policy was in force is history")
  func history() async throws {
    let story = try await Self.story()
    try await PolicyBook(story.agency.session).set(key: "in_force_from", value: "2026-11-02", client: nil)
    #expect(
      try await Self.share(story, ["by": "week,rule"], "week") == [
        "2026-11-02 2 0 1 1 0 0 0 0.0", "2026-11-09 1 0 0 0 0 0 1 ",
      ]
    )
  }

  @Test("Whether it was late, missed, lapsed or is still open is as of the moment asked")
  func endings() async throws {
    let story = try await ReportStory.begin(QuietAgency.files, asOf: "2027-01-04T12:00:00-05:00")
    try await story.owe([
      // Due in the last week of the year, which begins on Monday 28 December and has a Friday and a weekend in January.
      Owed(due: "2026-12-31T22:00:00-05:00", done: "2026-12-31T22:00:00-05:00"),
      Owed(due: "2026-12-31T22:00:00-05:00", done: "2026-12-31T22:00:01-05:00"),
      Owed(due: "2027-01-01T00:00:00-05:00", expires: "2027-01-02T00:00:00-05:00"),
      Owed(due: "2027-01-03T10:00:00-05:00", until: "2027-01-04T11:00:00-05:00"),
      Owed(due: "2027-01-03T23:00:00-05:00", done: "2027-01-04T13:00:00-05:00"),
    ])
    let line = { (story: ReportStory) in
      try await story.lines(
        "on_time",
        ["from": "2026-12-28"],
        "week",
        "due",
        "in_time",
        "late",
        "missed",
        "lapsed",
        "overdue",
        "in_time_percent"
      )
    }
    #expect(try await line(story) == ["2026-12-28 5 1 1 1 1 1 20.0"])
    // Two days earlier two of them were not due yet, an hour later the last is done.
    #expect(try await line(try story.at("2027-01-02T12:00:00-05:00")) == ["2026-12-28 3 1 1 1 0 0 33.3"])
    #expect(try await line(try story.at("2027-01-04T13:00:00-05:00")) == ["2026-12-28 5 1 2 1 1 0 20.0"])
  }

  @Test("Interviewers who were thanked late or not at all, with who owed it")
  func unthanked() async throws {
    let story = try await Self.story()
    let lines = try await story.lines(
      "missed_thank_yous",
      ["from": "2026-10-26"],
      "due_at",
      "recruiter_id",
      "candidate",
      "client_id",
      "interview_id",
      "party",
      "ended",
      "thanked_at",
      "late_hours"
    )
    #expect(
      lines == [
        "2026-11-05T16:00:00Z r1 Carl cl1 i4 Ana late 2026-11-05T17:00:00Z 1.0",
        "2026-11-03T04:30:00Z r2 Dora cl1 i3 Ana missed - -",
      ]
    )
  }
}
