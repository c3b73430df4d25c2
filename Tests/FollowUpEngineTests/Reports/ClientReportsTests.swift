import TestSupport
import Testing

@Suite("Reports about clients, applications and placements")
struct ClientReportsTests {
  private static let people = [
    "recruiters.csv": """
    id,name,email
    r1,Rae Moss,rae@agency.example
    r2,Max Boss,max@agency.example
    """,
    "clients.csv": "id,name\ncl1,Acme\ncl2,Borealis\ncl3,Cobalt",
    "contacts.csv": """
    id,client,name,email
    ct1,cl1,Ana Ruiz,ana@acme.example
    ct2,cl1,Ben Cole,ben@acme.example
    ct3,cl2,Cyd Dorn,cyd@borealis.example
    """,
    "candidates.csv": """
    id,name,email,recruiter,search_started_on
    c1,Zoe Muller,zoe@example.com,r1,2026-09-01
    c2,Omar Haddad,omar@example.com,r2,2026-09-01
    """,
    "job_orders.csv": """
    id,client,title,recruiter,hiring_contact
    jo1,cl1,Engineer,r1,ct1
    jo2,cl2,Analyst,r2,ct3
    """,
  ]

  /// Acme has answered after 2, 4 and 10 days (10 is where the clocks went back), and is silent for 6. Borealis has never answered. One
  /// candidate is in two processes.
  private static let silences = [
    "applications.csv": """
    id,candidate,job_order,stage,stage_since
    a1,c1,jo1,interviewing,2026-10-01T09:00:00-04:00
    a2,c2,jo1,interviewing,2026-10-01T09:00:00-04:00
    a3,c1,jo2,interviewing,2026-10-01T09:00:00-04:00
    """,
    "interviews.csv": """
    id,application,scheduled_at,starts_at,ends_at,status
    i1,a1,2026-10-01T09:00:00-04:00,2026-10-05T09:00:00-04:00,2026-10-05T10:00:00-04:00,held
    i2,a1,2026-10-08T09:00:00-04:00,2026-10-12T09:00:00-04:00,2026-10-12T10:00:00-04:00,held
    i3,a2,2026-10-01T09:00:00-04:00,2026-10-26T09:00:00-04:00,2026-10-26T10:00:00-04:00,held
    i4,a2,2026-11-06T09:00:00-05:00,2026-11-14T09:00:00-05:00,2026-11-14T10:00:00-05:00,held
    i5,a3,2026-10-01T09:00:00-04:00,2026-11-19T09:00:00-05:00,2026-11-19T10:00:00-05:00,held
    """,
    "attendees.csv": "interview,contact,role\ni1,ct1,interviewer",
    "touches.csv": """
    id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application
    t1,2026-10-07T10:00:00-04:00,contact,ct1,recruiter,r1,call,word,a1
    t2,2026-10-16T10:00:00-04:00,contact,ct2,recruiter,r1,call,word,a1
    t3,2026-11-05T10:00:00-05:00,contact,ct1,recruiter,r1,call,word,a2
    t4,2026-11-18T10:00:00-05:00,recruiter,r1,contact,ct1,call,check_in,a2
    t5,2026-11-12T10:00:00-05:00,recruiter,r1,contact,ct2,call,other,
    """,
  ]

  private func story(_ more: [String: String], asOf: String = "2026-11-20T10:00:00-05:00") async throws -> ReportStory {
    try await ReportStory.begin(Self.people.merging(more) { $1 }, asOf: asOf)
  }

  @Test("Silent clients stand against their own usual; without three answers nothing is said of it")
  func silentClients() async throws {
    let story = try await story(Self.silences)

    // a1 has been silent since the word of 16 October: 35.0 days and an hour, for clocks went back. Its answers took 2, 4 and 10 days and
    // an hour: the median is 4, the 90th percentile 4 + 0.8 * 6.04 = 8.8.
    #expect(
      try await story.lines(
        "silent_clients",
        [:],
        "client_id",
        "recruiter_id",
        "applications",
        "silent_days",
        "median_days",
        "slow_days",
        "answers",
        "times_usual",
        "verdict",
        "last_word_at",
        "check_ins"
      ) == [
        "cl1 r1 2 35.0 4.0 8.8 3 8.8 unusual 2026-11-05T15:00:00Z 1",
        "cl2 r2 1 1.0 - - 0 - too few answers - 0",
      ]
    )
    #expect(try await story.lines("silent_clients", ["recruiter": "r2"], "client_id") == ["cl2"])
    // A day later than the last answer's year nothing is known of Acme.
    #expect(
      try await story.lines("silent_clients", ["days": "30"], "client_id", "answers", "verdict")
        == ["cl1 1 too few answers", "cl2 0 too few answers"]
    )
  }

  @Test("A silence beyond what nine of ten answers took comes before a longer multiple of the median")
  func unusualFirst() async throws {
    let story = try await story(
      [
        "applications.csv": """
        id,candidate,job_order,stage,stage_since
        a1,c1,jo1,interviewing,2026-11-01T09:00:00-04:00
        a2,c2,jo2,interviewing,2026-11-01T09:00:00-04:00
        """,
        "interviews.csv": """
        id,application,scheduled_at,starts_at,ends_at,status
        i1,a1,2026-11-20T09:00:00-05:00,2026-11-27T09:00:00-05:00,2026-11-27T10:00:00-05:00,held
        i2,a2,2026-11-20T09:00:00-05:00,2026-12-13T09:00:00-05:00,2026-12-13T10:00:00-05:00,held
        """,
        "touches.csv": """
        id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application
        t1,2026-11-28T10:00:00-05:00,contact,ct1,recruiter,r1,call,word,a1
        t2,2026-11-29T10:00:00-05:00,contact,ct1,recruiter,r1,call,word,a1
        t3,2026-11-30T10:00:00-05:00,contact,ct1,recruiter,r1,call,word,a1
        t4,2026-12-01T10:00:00-05:00,contact,ct1,recruiter,r1,call,word,a1
        t5,2026-12-21T10:00:00-05:00,contact,ct1,recruiter,r1,call,word,a1
        t6,2026-12-17T10:00:00-05:00,contact,ct3,recruiter,r2,call,word,a2
        t7,2026-12-21T10:00:00-05:00,contact,ct3,recruiter,r2,call,word,a2
        t8,2026-12-25T10:00:00-05:00,contact,ct3,recruiter,r2,call,word,a2
        """,
      ],
      asOf: "2026-12-31T10:00:00-05:00"
    )
    // Acme spoke after 1, 1, 1, 1 and 20 days: nine of ten within 1 + 0.6 * 19 days. Borealis spoke every 4 days.
    #expect(
      try await story.lines("silent_clients", [:], "client_id", "silent_days", "slow_days", "times_usual", "verdict")
        == ["cl2 6.0 4.0 1.5 unusual", "cl1 10.0 12.4 10.0 longer than usual"]
    )
  }

  @Test("A silence ends with a decision, a closed job and an inactive candidate")
  func silenceEnds() async throws {
    let story = try await story(Self.silences)
    try await story.tell([
      "applications.csv": """
      id,candidate,job_order,stage,decision,decided_at
      a1,c1,jo1,decided,rejected,2026-11-19T09:00:00-05:00
      """,
      "job_orders.csv":
        "id,client,title,recruiter,status,status_since\njo2,cl2,Analyst,r2,closed,2026-11-19T12:00:00-05:00",
    ])
    // Of Acme a2 is left, silent since the interview of 14 November.
    #expect(
      try await story.lines("silent_clients", [:], "client_id", "applications", "silent_days") == ["cl1 1 6.0"]
    )
  }

  @Test("Answers count from the interview they follow, by whom they came; what waits is told apart")
  func responseTimes() async throws {
    let story = try await story(Self.silences)
    // ct1 after 2 days and 10 days and an hour, ct2 after 4; of Acme i4 waits for 6 days, of Borealis i5 for one.
    #expect(
      try await story.lines(
        "response_times",
        [:],
        "client_id",
        "party_id",
        "interviews",
        "answered",
        "median_days",
        "slow_days",
        "waiting_days"
      ) == ["cl1 ct1 2 2 6.0 9.2 -", "cl1 ct2 1 1 4.0 4.0 -", "cl1 - 1 0 - - 6.0", "cl2 - 1 0 - - 1.0"]
    )
    #expect(
      try await story.lines(
        "response_times",
        ["client": "cl1", "from": "2026-10-12", "to": "2026-10-12"],
        "party_id",
        "interviews"
      ) == ["ct2 1"]
    )
    #expect(
      try await story.lines("response_times", ["recruiter": "r2"], "client_id", "recruiter_id") == ["cl2 r2"]
    )
    // What is only scheduled was not held where the agency does not assume it.
    try await story.tell([
      "policy.csv": "key,value\nassume_held,false",
      "interviews.csv": "id,application,scheduled_at,starts_at,ends_at,status\n\(Self.scheduled)",
    ])
    #expect(try await story.lines("response_times", ["recruiter": "r2"], "client_id").isEmpty)
  }

  private static let scheduled =
    "i5,a3,2026-10-01T09:00:00-04:00,2026-11-19T09:00:00-05:00,2026-11-19T10:00:00-05:00,scheduled"

  /// Five applications of October. a1 was accepted over all stages, a2 was rejected after its interviews, a3 passes over the interviews,
  /// a4 is where it began, a5 has gone back to where it began; a6 began a day before the period.
  private static let stages = [
    "applications.csv": """
    id,candidate,job_order,stage,stage_since,decision,decided_at
    a1,c1,jo1,decided,2026-10-21T09:00:00-04:00,accepted,2026-10-21T09:00:00-04:00
    a2,c2,jo1,decided,2026-10-13T09:00:00-04:00,rejected,2026-10-13T09:00:00-04:00
    a3,c1,jo2,reference_check,2026-10-05T09:00:00-04:00,,
    a4,c2,jo2,submitted,2026-10-30T23:30:00-04:00,,
    a5,c2,jo2,submitted,2026-10-08T09:00:00-04:00,,
    a6,c2,jo1,interviewing,2026-10-10T09:00:00-04:00,,
    """,
    "stages.csv": """
    application,stage,since
    a1,submitted,2026-10-01T00:00:00-04:00
    a1,interviewing,2026-10-03T00:00:00-04:00
    a1,reference_check,2026-10-13T00:00:00-04:00
    a1,offer,2026-10-20T09:00:00-04:00
    a2,submitted,2026-10-01T09:00:00-04:00
    a2,interviewing,2026-10-05T09:00:00-04:00
    a3,submitted,2026-10-01T09:00:00-04:00
    a5,submitted,2026-10-02T09:00:00-04:00
    a5,interviewing,2026-10-06T09:00:00-04:00
    a6,submitted,2026-09-30T09:00:00-04:00
    """,
  ]

  @Test(
    "The funnel counts who came how far, and how long each stage took; whoever is rejected has not come to an offer"
  )
  func funnel() async throws {
    let story = try await story(Self.stages)
    let period = ["from": "2026-10-01", "to": "2026-10-31"]
    // Submitted: 2, 4, 4 and 4 days; interviewing: 10, 8 and 2 days; reference check 7.4 days, offer one day.
    #expect(
      try await story.lines(
        "funnel",
        period,
        "stage",
        "applications",
        "of_all_percent",
        "conversion_percent",
        "there_now",
        "lost_here",
        "median_days"
      ) == [
        "submitted 5 100.0 - 2 0 4.0", "interviewing 4 80.0 80.0 0 1 8.0", "reference_check 2 40.0 50.0 1 0 7.4",
        "offer 1 20.0 50.0 0 0 1.0", "accepted 1 20.0 100.0 0 0 -",
      ]
    )
    let bySubmission = try await story.rows("funnel", period.merging(["by": "recruiter,client"]) { $1 })
      .filter { $0["stage"] == "submitted" }.map { [$0["recruiter_id"], $0["client_id"], $0["applications"]] }
    #expect(bySubmission == [["r2", "cl2", "3"], ["r1", "cl1", "2"]])
    #expect(try await story.lines("funnel", ["from": "2026-10-03", "to": "2026-10-29"], "stage").isEmpty)
  }

  @Test("Placements stand in the order of their starts, over the year's end too, with their check-ins")
  func placements() async throws {
    let story = try await story(
      [
        "applications.csv": """
        id,candidate,job_order,stage,decision,decided_at,start_date
        a1,c1,jo1,decided,accepted,2026-12-01T09:00:00-05:00,2027-01-04
        a2,c2,jo2,decided,accepted,2026-11-01T09:00:00-04:00,2026-12-14
        a3,c1,jo2,decided,accepted,2026-09-10T09:00:00-04:00,2026-09-20
        """,
        "touches.csv": """
        id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application
        t1,2026-12-21T10:00:00-05:00,recruiter,r2,candidate,c2,call,other,a2
        """,
      ],
      asOf: "2026-12-30T10:00:00-05:00"
    )
    // 7 and 30 days after the start, at nine; 13 January is 30 days after 14 December. 19 December, 90 days after 20 September, is a
    // Saturday: the check-in of the Monday after is still due.
    #expect(
      try await story.lines(
        "placements_starting",
        [:],
        "start_on",
        "starts_in_days",
        "candidate_id",
        "client_id",
        "check_ins_done",
        "next_check_in_due"
      ) == [
        "2026-09-20 -101 c1 cl2 0 2026-12-21T14:00:00Z", "2026-12-14 -16 c2 cl2 1 2027-01-13T14:00:00Z",
        "2027-01-04 5 c1 cl1 0 2027-01-11T14:00:00Z",
      ]
    )
    #expect(try await story.lines("placements_starting", ["days": "4", "back": "0"], "candidate_id").isEmpty)
  }

  @Test("A timeline holds what happened and what is owed, in order; a name may mean several")
  func timelines() async throws {
    let story = try await story(Self.silences)
    let events = try await story.lines(
      "candidate_timeline",
      ["candidate": "OMAR@example.com"],
      "at",
      "what",
      "client_id"
    )
    #expect(
      events.filter { !$0.contains("follow-up") } == [
        "2026-09-01T04:00:00Z search -", "2026-10-01T13:00:00Z stage cl1", "2026-10-26T13:00:00Z interview cl1",
        "2026-11-05T15:00:00Z touch cl1", "2026-11-14T14:00:00Z interview cl1", "2026-11-18T15:00:00Z touch cl1",
      ]
    )
    #expect(events.contains { $0.contains("follow-up open") })
    #expect(events == events.sorted())
    // The check-in of 18 November, due a week after the interview.
    let done = try await story.rows("candidate_timeline", ["candidate": "c2"]).filter {
      $0["what"] == "follow-up done" && $0["detail"] == "client check in"
    }
    #expect(done.map { [$0["at"], $0["outcome"]] } == [["2026-11-18T15:00:00Z", "in time"]])
    // Earlier nothing is known of what came later, but for what was planned.
    let before = try await story.at("2026-10-10T10:00:00-04:00").lines(
      "candidate_timeline",
      ["candidate": "c2"],
      "at",
      "what"
    )
    #expect(before.contains("2026-10-26T13:00:00Z interview"))
    #expect(!before.contains { $0.hasSuffix("touch") })
    #expect(try await story.rows("candidate_timeline", ["candidate": "nobody"]).isEmpty)

    let client = try await story.lines(
      "client_timeline",
      ["client": "acme", "from": "2026-11-05", "to": "2026-11-18"],
      "at",
      "what",
      "who",
      "candidate_id"
    )
    #expect(
      client.filter { !$0.contains("follow-up") } == [
        "2026-11-05T15:00:00Z touch Ana Ruiz (ct1) c2", "2026-11-12T15:00:00Z touch Rae Moss (r1) -",
        "2026-11-14T14:00:00Z interview - c2", "2026-11-18T15:00:00Z touch Rae Moss (r1) c2",
      ]
    )
    let namesake = "c3,Omar Haddad,o2@example.com,r1,2026-09-02"
    try await story.tell(["candidates.csv": "id,name,email,recruiter,search_started_on\n\(namesake)"])
    let both = try await story.rows("candidate_timeline", ["candidate": "omar haddad"]).compactMap {
      $0["candidate_id"]
    }
    #expect(Set(both) == ["c2", "c3"])

    // Whoever is erased is found by the id alone, and nowhere has a name.
    try await story.agency.sql(
      """
      UPDATE candidate
      SET name = '', email = NULL, erased_at = '2026-11-19T10:00:00-05:00'
      WHERE agency_id = :agency
        AND external_id = 'c2'
      """
    )
    let erased = try await story.rows("candidate_timeline", ["candidate": "c2"])
    #expect(erased.contains { $0["what"] == "interview" })
    #expect(!erased.contains { $0.values.contains { $0.contains("Omar") } })
    #expect(try await story.rows("candidate_timeline", ["candidate": "omar@example.com"]).isEmpty)
  }

  @Test(
    "Without data there are no rows",
    arguments: [
      "silent_clients", "response_times", "funnel", "placements_starting", "reference_coverage",
      "reference_fatigue", "reference_outcomes_due", "reference_leads",
    ]
  )
  func nothing(report: String) async throws {
    let story = try await ReportStory.begin([:], asOf: "2026-11-20T10:00:00-05:00")
    #expect(try await story.rows(report).isEmpty)
  }
}
