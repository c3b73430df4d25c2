import Catalog
import FollowUpEngine
import Tabular
import TestSupport
import Testing

@Suite("Reports: what a manager should know")
struct HighlightsReportTests {
  /// Asked on Monday 23 November 2026 about the week from the 16th to the 22nd, compared with the 9th to the 15th.
  private static func sentences(_ story: ReportStory, _ parameters: [String: String] = [:]) async throws -> [String] {
    try await story.rows("highlights", parameters).map { row in
      ["kind", "report", "recruiter_id", "sentence"].compactMap { row[$0] }.filter { !$0.isEmpty }.joined(
        separator: ": "
      )
    }
  }

  private static func story(_ owed: [Owed]) async throws -> ReportStory {
    let story = try await ReportStory.begin(QuietAgency.files, asOf: "2026-11-23T07:00:00-05:00")
    try await story.owe(owed)
    return story
  }

  /// Follow-ups due in a week, so many of them done in time and so many an hour late.
  private static func due(
    _ day: String,
    _ recruiter: String,
    inTime: Int,
    late: Int,
    rule: String = "client_check_in"
  ) -> [Owed] {
    [
      Owed(
        rule: rule,
        recruiter: recruiter,
        due: "\(day)T12:00:00-05:00",
        done: "\(day)T11:00:00-05:00",
        times: inTime
      ),
      Owed(
        rule: rule,
        recruiter: recruiter,
        due: "\(day)T12:00:00-05:00",
        done: "\(day)T13:00:00-05:00",
        times: late
      ),
    ]
  }

  @Test("Shares of the agency and of recruiters, better and worse, and who needs help")
  func shares() async throws {
    // Rita: 5 of 10, then 9 of 10. Remo: 8 of 10, then 2 of 8. The agency: 13 of 20, then 11 of 18.
    let story = try await Self.story(
      Self.due("2026-11-11", "r1", inTime: 5, late: 5) + Self.due("2026-11-18", "r1", inTime: 9, late: 1)
        + Self.due("2026-11-11", "r2", inTime: 8, late: 2) + Self.due("2026-11-18", "r2", inTime: 2, late: 6)
    )
    #expect(
      try await Self.sentences(story) == [
        "better: on_time: r1: Rita did 90 % of the follow-ups in time (9 of 10), up from 50 %.",
        "worse: on_time: The agency did 61 % of its follow-ups in time (11 of 18), down from 65 %.",
        "worse: on_time: r2: Remo did 25 % of the follow-ups in time (2 of 8), down from 80 %.",
        "help: on_time: r2: Remo did only 25 % of the follow-ups in time (2 of 8).",
      ]
    )
    let row = try await story.rows("highlights").first { $0["kind"] == "better" }
    #expect(row?["value"] == "90")
    #expect(row?["value_before"] == "50")
    // At most so many of a kind, the most important first.
    #expect(try await Self.sentences(story, ["per_kind": "1"]).map { $0.prefix(16) }.count == 3)
    // Two weeks before, there was nothing to compare with, and Remo was above what asks for help.
    #expect(
      try await Self.sentences(story, ["from": "2026-11-09", "to": "2026-11-15"]) == [
        "help: on_time: r1: Rita did only 50 % of the follow-ups in time (5 of 10)."
      ]
    )
  }

  @Test("Small numbers and small changes are not worth a sentence")
  func small() async throws {
    let story = try await Self.story(
      // 4 of 4, then 0 of 4; and 9 of 20, then 10 of 20.
      Self.due("2026-11-11", "r1", inTime: 4, late: 0) + Self.due("2026-11-18", "r1", inTime: 0, late: 4)
        + Self.due("2026-11-11", "r2", inTime: 13, late: 7) + Self.due("2026-11-18", "r2", inTime: 14, late: 6)
    )
    #expect(try await Self.sentences(story, ["agency_points": "50"]).isEmpty)
    #expect(
      try await Self.sentences(story, ["agency_points": "50", "minimum": "4"]) == [
        "worse: on_time: r1: Rita did 0 % of the follow-ups in time (0 of 4), down from 100 %.",
        "help: on_time: r1: Rita did only 0 % of the follow-ups in time (0 of 4).",
      ]
    )
  }

  @Test("What is overdue at the end, too much work, placements nobody asked about, mails that did not arrive")
  func others() async throws {
    let quiet = ["agency_points": "101", "points": "101", "help_below": "0"]
    let story = try await Self.story([
      // Rita's nine from October were done on Wednesday; Remo's five came on Tuesday, when one was due for Carl's new job.
      Owed(due: "2026-10-20T12:00:00-05:00", done: "2026-11-18T12:00:00-05:00", times: 9),
      Owed(recruiter: "r2", due: "2026-11-17T12:00:00-05:00", times: 5),
      Owed(rule: "placement_check_in", recruiter: "r2", due: "2026-11-17T12:00:00-05:00"),
      // 31 check-ins of 10 minutes this week, of Rita, who has 5 times 60; what was overdue last week is Remo's.
      Owed(due: "2026-11-24T12:00:00-05:00", times: 31),
    ])
    try await story.mail("nudge", to: "r1", at: "2026-11-18T12:00:00-05:00", state: "failed", error: "550")
    try await story.mail("nudge", to: "r1", at: "2026-11-18T12:00:00-05:00", state: "uncertain", error: "lost")
    try await story.mail("nudge", to: "r1", at: "2026-11-11T12:00:00-05:00", state: "failed", error: "550")
    #expect(
      try await Self.sentences(story, quiet) == [
        "better: aging: r1: Rita ended with nothing overdue, down from 9.",
        "worse: aging: r2: Remo ended with 6 follow-ups overdue, up from 0.",
        "help: messages: 1 mail could not be delivered and of 1 mail it is not known; somebody has to look.",
        "help: workload: r1: Rita has 310 minutes of follow-ups for the next 5 working days, and 300 minutes for them.",
        "help: placements_starting: r2: 1 placed candidate of Remo was not asked how the new job goes when that was due.",
      ]
    )
  }

  @Test("Interviewers not thanked in time, and guardrails breached more than before")
  func breaches() async throws {
    let story = try await Self.story([])
    try await story.tell([
      "touches.csv": """
      id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application
      t1,2026-11-12T10:00:00-05:00,candidate,c1,contact,ana,social,other,a1
      t2,2026-11-17T10:00:00-05:00,candidate,c1,contact,ana,social,other,a1
      t3,2026-11-22T23:00:00-05:00,candidate,c1,contact,bo,social,other,a2
      t4,2026-11-23T01:00:00-05:00,candidate,c1,contact,bo,social,other,a2
      """
    ])
    // After the plan, which would withdraw them. 6 of 6 in time, then 3 of 6; t4 is of the next week.
    try await story.owe(
      Self.due("2026-11-11", "r1", inTime: 6, late: 0, rule: "thank_you_email")
        + Self.due("2026-11-18", "r1", inTime: 3, late: 3, rule: "thank_you_email")
    )
    #expect(
      try await Self.sentences(story, ["agency_points": "101", "help_below": "0"]) == [
        "worse: missed_thank_yous: 3 of 6 interviewers were not thanked in time; the week before: 0 of 6.",
        "worse: on_time: r1: Rita did 50 % of the follow-ups in time (3 of 6), down from 100 %.",
        "worse: breaches: The guardrail \"social contact\" was breached twice; the week before: once.",
        "help: missed_thank_yous: r1: 3 of 6 interviewers whom candidates of Rita met were not thanked in time.",
      ]
    )
  }

  @Test("Each sentence names a report that there is, and that can be narrowed to its recruiter")
  func reports() async throws {
    let story = try await Self.story(
      Self.due("2026-11-18", "r1", inTime: 1, late: 9)
        + [
          Owed(due: "2026-11-17T12:00:00-05:00", times: 6),
          Owed(rule: "placement_check_in", due: "2026-11-18T12:00:00-05:00"),
          Owed(due: "2026-11-24T12:00:00-05:00", times: 31),
        ] + Self.due("2026-11-18", "r1", inTime: 1, late: 3, rule: "thank_you_email")
    )
    let rows = try await story.rows("highlights", ["per_kind": "9"]).filter { $0["recruiter_id"] == "r1" }
    #expect(
      Set(rows.compactMap { $0["report"] }) == [
        "on_time", "aging", "missed_thank_yous", "workload", "placements_starting",
      ]
    )
    for row in rows {
      let report = try story.agency.session.catalog.report(row["report", default: ""])
      var request = ReportRequest()
      request.recruiter = "r1"
      let buffer = MemoryBuffer()
      try await ReportRunner(story.agency.session)
        .run(report, request, format: .csv, output: .memory(buffer), options: SinkOptions())
      #expect(!buffer.text.isEmpty)
    }
  }

  @Test("Of each matter two sentences come first, so that others have a place")
  func variety() async throws {
    var files = QuietAgency.files
    files["recruiters.csv"] = """
      id,name,email
      r1,Rita,rita@agency.example
      r2,Remo,remo@agency.example
      r3,Rosa,rosa@agency.example
      """
    let story = try await ReportStory.begin(files, asOf: "2026-11-23T07:00:00-05:00")
    // All three have too little done in time, Remo the least; and one placement was forgotten.
    try await story.owe(
      Self.due("2026-11-18", "r1", inTime: 4, late: 6) + Self.due("2026-11-18", "r2", inTime: 1, late: 9)
        + Self.due("2026-11-18", "r3", inTime: 3, late: 7) + [
          Owed(rule: "placement_check_in", due: "2026-11-18T12:00:00-05:00")
        ]
    )
    let helped = try await story.lines("highlights", ["per_kind": "3"], "kind", "report", "recruiter_id")
    #expect(helped == ["help on_time r2", "help on_time r3", "help placements_starting r1"])
    let all = try await story.lines("highlights", [:], "kind", "report", "recruiter_id")
    #expect(all == helped + ["help on_time r1"])
  }

  @Test("An agency without data has no rows")
  func nothing() async throws {
    let story = try await ReportStory.begin([:], asOf: "2026-11-18T12:00:00-05:00")
    for report in [
      "on_time", "aging", "workload", "missed_thank_yous", "interviews_upcoming", "messages", "nudge_effect",
      "highlights",
      "data_quality", "audit", "overdue", "backlog", "breaches",
    ] {
      #expect(try await story.rows(report).isEmpty, "\(report)")
    }
  }
}
