import FollowUpEngine
import TestSupport
import Testing

@Suite("Reports: what is overdue, and what is to be done")
struct WorkloadReportTests {
  @Test("Overdue follow-ups by age, at the edges of each column")
  func aging() async throws {
    let story = try await ReportStory.begin(QuietAgency.files, asOf: "2026-11-20T12:00:00Z")
    try await story.owe([
      Owed(due: "2026-11-19T12:00:00Z"),
      Owed(due: "2026-11-19T11:59:59Z"), Owed(due: "2026-11-17T12:00:00Z"),
      Owed(due: "2026-11-13T12:00:00Z", snoozed: "2026-11-22T12:00:00Z"),
      Owed(due: "2026-11-06T12:00:00Z"),
      Owed(due: "2026-10-21T12:00:00Z"),
      Owed(due: "2026-10-21T11:59:59Z"),
      // Not overdue: due at this moment, done, gone, not asked for yet.
      Owed(due: "2026-11-20T12:00:00Z"),
      Owed(due: "2026-11-01T12:00:00Z", done: "2026-11-20T12:00:00Z"),
      Owed(due: "2026-11-01T12:00:00Z", until: "2026-11-20T11:00:00Z"),
      Owed(recruiter: "r2", due: "2026-11-20T11:00:00Z"),
    ])
    let lines = { (story: ReportStory) in
      try await story.lines(
        "aging",
        [:],
        "recruiter",
        "overdue",
        "up_to_1_day",
        "days_2_to_3",
        "days_4_to_7",
        "days_8_to_14",
        "days_15_to_30",
        "over_30_days",
        "snoozed",
        "median_days"
      )
    }
    #expect(try await lines(story) == ["Rita 7 1 2 1 1 1 1 1 7.0", "Remo 1 1 0 0 0 0 0 0 0.0"])
    // What was due before the policy was in force is the backlog's.
    try await PolicyBook(story.agency.session).set(key: "in_force_from", value: "2026-11-01", client: nil)
    #expect(try await lines(story) == ["Rita 5 1 2 1 1 0 0 1 3.0", "Remo 1 1 0 0 0 0 0 0 0.0"])
  }

  /// From Wednesday 25 November 2026 on: Thursday is a holiday. Remo is away on Friday, and Rita covers.
  private static func week() async throws -> ReportStory {
    var files = QuietAgency.files
    files["holidays.csv"] = """
      date,name
      2026-11-26,Thanksgiving
      """
    files["absences.csv"] = """
      recruiter,from,until,cover
      r2,2026-11-27,2026-11-27,r1
      """
    let story = try await ReportStory.begin(files, asOf: "2026-11-25T10:00:00-05:00")
    // A client check-in takes 10 minutes, a thank-you email 5.
    try await story.owe([
      Owed(due: "2026-11-20T10:00:00-05:00", times: 2),
      Owed(recruiter: "r2", due: "2026-11-24T10:00:00-05:00"),
      Owed(rule: "thank_you_email", due: "2026-11-25T18:00:00-05:00"),
      // On days off: done on the last working day before.
      Owed(rule: "thank_you_email", due: "2026-11-26T10:00:00-05:00"),
      Owed(rule: "thank_you_email", due: "2026-11-29T10:00:00-05:00"),
      Owed(recruiter: "r2", due: "2026-11-27T10:00:00-05:00"),
      Owed(recruiter: "r2", due: "2026-11-30T10:00:00-05:00", times: 13),
      // Hidden until Monday.
      Owed(due: "2026-11-24T10:00:00-05:00", snoozed: "2026-11-30T08:00:00-05:00"),
      // Asked for only on Friday, if nothing else happens; the second will have ended by then.
      Owed(asked: "2026-11-27T09:00:00-05:00", due: "2026-11-30T10:00:00-05:00"),
      Owed(asked: "2026-11-27T09:00:00-05:00", due: "2026-11-30T10:00:00-05:00", until: "2026-11-28T10:00:00-05:00"),
      // Beyond the last day.
      Owed(due: "2026-12-01T10:00:00-05:00"),
    ])
    return story
  }

  @Test("Minutes by recruiter and working day, with holidays, weekends and whoever stands in")
  func workload() async throws {
    let lines = try await Self.week().lines(
      "workload",
      ["days": "3"],
      "recruiter_id",
      "day",
      "follow_ups",
      "overdue",
      "minutes",
      "expected_minutes",
      "daily_minutes",
      "load_percent",
      "away"
    )
    // Remo's fullest day, 130 of 120 minutes, is fuller than Rita's.
    #expect(
      lines == [
        "r2 2026-11-25 1 1 10 0 120 8.3 no",
        "r2 2026-11-27 0 0 0 0 120 0.0 yes",
        "r2 2026-11-30 13 0 130 0 120 108.3 no",
        "r1 2026-11-25 4 2 30 0 60 50.0 no",
        "r1 2026-11-27 2 0 15 0 60 25.0 no",
        "r1 2026-11-30 1 1 10 10 60 16.7 no",
      ]
    )
  }

  @Test("On a day off it begins with the next working day, over the year's end")
  func dayOff() async throws {
    var files = QuietAgency.files
    files["holidays.csv"] = """
      date,name
      2027-01-01,New Year
      """
    let story = try await ReportStory.begin(files, asOf: "2027-01-01T10:00:00-05:00")
    try await story.owe([Owed(due: "2026-12-31T10:00:00-05:00"), Owed(due: "2027-01-01T18:00:00-05:00")])
    let lines = try await story.lines("workload", ["days": "2"], "recruiter_id", "day", "follow_ups", "overdue")
    #expect(lines == ["r1 2027-01-04 2 1", "r1 2027-01-05 0 0", "r2 2027-01-04 0 0", "r2 2027-01-05 0 0"])
  }

  @Test("The worklist of the first day takes as many minutes")
  func worklist() async throws {
    let story = try await Self.week()
    for recruiter in ["r1", "r2"] {
      let due = try await Story.list(story.agency, recruiter).filter { ["overdue", "today"].contains($0["bucket"]) }
      // Of the day off after it, the list says nothing yet: one thank-you email of Rita's.
      let minutes = due.compactMap { Int($0["minutes", default: ""]) }.reduce(recruiter == "r1" ? 5 : 0, +)
      let first = try await story.rows("workload").first { $0["recruiter_id"] == recruiter }
      #expect(first?["minutes"] == "\(minutes)")
    }
  }

  @Test("Overdue and backlog say whose and which client's, at their end")
  func overdue() async throws {
    let story = try await ReportStory.begin(QuietAgency.files, asOf: "2026-11-20T12:00:00Z")
    try await story.owe([
      Owed(application: "a2", due: "2026-11-19T12:00:00Z"), Owed(recruiter: "r2", due: "2026-11-10T12:00:00Z"),
    ])
    try await PolicyBook(story.agency.session).set(key: "in_force_from", value: "2026-11-15", client: nil)
    #expect(try await story.lines("overdue", [:], "recruiter_id", "client_id", "client") == ["r1 cl2 Bolt"])
    #expect(try await story.lines("backlog", [:], "recruiter_id", "client_id", "client") == ["r2 - -"])
  }
}
