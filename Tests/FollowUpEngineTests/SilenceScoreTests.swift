import FollowUpEngine
import Foundation
import Mail
import Postgres
import Tabular
import TestSupport
import Testing

@Suite("How unusual a client's silence is, on the list's row of the check-in")
struct SilenceScoreTests {
  /// Ana of Acme spoke of Zoe's application after 2, 4 and 6 days: the median is 4 days, the 90th percentile 4 + 0.8 * 2 = 5.6. Of Omar's
  /// application she has been silent since Monday 9 November, 10:00. Check-ins are due after three days.
  private static let facts = [
    "policy.csv": "key,value\ncheck_in_days,3\ncheck_in_mode,weekly",
    "recruiters.csv": "id,name,email\nr1,Rae Moss,rae@agency.example",
    "clients.csv": "id,name\ncl1,Acme\ncl2,Borealis",
    "contacts.csv": "id,client,name,email,phone\nct1,cl1,Ana Ruiz,ana@acme.example,+1 212 555 0101",
    "candidates.csv": """
    id,name,email,recruiter,search_started_on
    c1,Zoe Muller,zoe@example.com,r1,2026-09-01
    c2,Omar Haddad,omar@example.com,r1,2026-09-01
    """,
    "job_orders.csv": "id,client,title,recruiter,hiring_contact\njo1,cl1,Engineer,r1,ct1\njo2,cl1,Analyst,r1,ct1",
    "applications.csv": """
    id,candidate,job_order,stage,decision,decided_at
    a1,c1,jo1,decided,rejected,2026-10-20T09:00:00-04:00
    a2,c2,jo2,interviewing,,
    """,
    "interviews.csv": """
    id,application,scheduled_at,starts_at,ends_at,status
    i1,a1,2026-10-01T09:00:00-04:00,2026-10-05T09:00:00-04:00,2026-10-05T10:00:00-04:00,held
    i2,a2,2026-10-01T09:00:00-04:00,2026-11-09T09:00:00-05:00,2026-11-09T10:00:00-05:00,held
    """,
    "touches.csv": """
    \(header)
    t1,2026-10-07T10:00:00-04:00,contact,ct1,recruiter,r1,call,word,a1
    t2,2026-10-11T10:00:00-04:00,contact,ct1,recruiter,r1,call,word,a1
    t3,2026-10-17T10:00:00-04:00,contact,ct1,recruiter,r1,call,word,a1
    """,
  ]
  private static let header = "id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application"

  /// The columns of the check-in's row at a moment, with `/` between them, and its warnings; nil: there is none.
  private func row(_ story: ReportStory, at time: String) async throws -> (numbers: String, warnings: String)? {
    let rows = try await Story.list(try story.at(time).agency, "r1").filter { $0["rule"] == "client_check_in" }
    try #require(rows.count <= 1)
    return try rows.first.map { row in
      let columns = ["silent_days", "median_days", "slow_days"]
      return (try columns.map { try #require(row[$0]) }.joined(separator: "/"), try #require(row["warnings"]))
    }
  }

  private func numbers(_ story: ReportStory, at time: String = friday) async throws -> String? {
    try await row(story, at: time)?.numbers
  }

  /// Four days after the silence began.
  private static let friday = "2026-11-13T10:00:00-05:00"
  private static let theirs = "this client's answers: half within 4 days, nine of ten within 5.6"

  @Test(
    "The row says how long, and whether half or nine of ten of the client's answers came sooner",
    arguments: [
      ("2026-11-13T10:00:00-05:00", "4.0", "silent for 4 days, as usual (\(theirs))"),
      ("2026-11-13T12:24:00-05:00", "4.1", "silent for 4.1 days, longer than usual (\(theirs))"),
      ("2026-11-15T00:24:00-05:00", "5.6", "silent for 5.6 days, longer than usual (\(theirs))"),
      ("2026-11-15T02:48:00-05:00", "5.7", "silent for 5.7 days, unusually long (\(theirs))"),
    ]
  )
  func boundaries(_ time: String, _ days: String, _ words: String) async throws {
    let story = try await ReportStory.begin(Self.facts, asOf: time)

    let row = try #require(try await row(story, at: time))
    let dueBefore = try await Story.list(story.agency, "r1").map { $0["due_at"] }
    let reported = try await story.lines("silent_clients", [:], "silent_days", "median_days", "slow_days")

    #expect(row.numbers == "\(days)/4.0/5.6")
    #expect(row.warnings.contains(words))
    #expect(reported == ["\(days) 4.0 5.6"])
    // It informs: without a single answer the same row is due at the same time.
    try await story.agency.sql("DELETE FROM client_answer WHERE agency_id = :agency")
    #expect(try await Story.list(story.agency, "r1").map { $0["due_at"] } == dueBefore)
  }

  @Test("What is unusual is a warning on the page, what is not is a fact; other rows say nothing of it")
  func page() async throws {
    let story = try await ReportStory.begin(Self.facts, asOf: Self.friday)
    let usual = try await Story.text(story.agency, "r1", format: .html)
    let unusual = try await Story.text(try story.at("2026-11-15T10:00:00-05:00").agency, "r1", format: .html)
    let others = try await Story.list(story.agency, "r1").filter { $0["rule"] != "client_check_in" }

    #expect(usual.contains("<li><bdi>silent for 4 days, as usual (this client&#39;s answers: half within 4 days,"))
    #expect(unusual.contains("aria-hidden=\"true\">⚠</span> <bdi>silent for 6 days, unusually long (this client&#39;s"))
    #expect(!others.isEmpty)
    #expect(others.allSatisfy { $0["silent_days"] == "" && $0["warnings"]?.contains("silent") == false })
  }

  @Test("A later check-in still counts from where the silence began; an answer ends it and is one of them")
  func laterCheckIn() async throws {
    let story = try await ReportStory.begin(Self.facts, asOf: "2026-11-19T10:00:00-05:00")
    try await story.tell([
      "touches.csv": "\(Self.header)\nt4,2026-11-12T10:00:00-05:00,recruiter,r1,contact,ct1,call,check_in,a2"
    ])
    let second = try #require(try await row(story, at: "2026-11-15T10:00:00-05:00"))
    #expect(second.numbers == "6.0/4.0/5.6")
    #expect(second.warnings.contains("check-in 2 of at most"))

    // Seven days after the interview: answers took 2, 4, 6 and 7 days.
    try await story.tell([
      "touches.csv": "\(Self.header)\nt5,2026-11-16T10:00:00-05:00,contact,ct1,recruiter,r1,call,word,a2"
    ])
    #expect(try await numbers(story, at: "2026-11-19T10:00:00-05:00") == "3.0/5.0/6.7")
    // Before it came it was not an answer yet; answers of more than a year ago do not count.
    let before = try await story.at("2026-11-15T10:00:00-05:00").rows("silent_clients")
    #expect(before.map { $0["answers"] } == ["3"])
    #expect(try await numbers(story, at: "2027-10-20T10:00:00-04:00")?.hasSuffix("//") == true)
  }

  @Test("Fewer than three answers are not compared with; answers come, are corrected and go")
  func answers() async throws {
    let story = try await ReportStory.begin(Self.facts, asOf: Self.friday)
    let few = "silent for 4 days (too few answers of this client to compare with)"

    try await story.tell(["touches.csv": "id,deleted\nt3,yes"])
    #expect(try await row(story, at: Self.friday)?.numbers == "4.0//")
    #expect(try await row(story, at: Self.friday)?.warnings.contains(few) == true)

    // The third answer, later than it was: after 8 days.
    try await story.tell([
      "touches.csv": "\(Self.header)\nt3,2026-10-19T10:00:00-04:00,contact,ct1,recruiter,r1,call,word,a1"
    ])
    #expect(try await numbers(story) == "4.0/4.0/7.2")

    // The silence began a day later than was said: 1, 4 and 8 days.
    try await story.tell([
      "interviews.csv": """
      id,application,scheduled_at,starts_at,ends_at,status
      i1,a1,2026-10-01T09:00:00-04:00,2026-10-06T09:00:00-04:00,2026-10-06T10:00:00-04:00,held
      """
    ])
    #expect(try await numbers(story) == "4.0/4.0/7.2")
    #expect(try await kept(story) == ["1.0", "4.0", "8.0"])

    // A word that is undone is not an answer.
    try await story.agency.sql("DELETE FROM touch WHERE agency_id = :agency AND external_id = 't1'")
    _ = try await Planner(story.agency.session).plan()
    #expect(try await kept(story) == ["5.0", "8.0"])
  }

  @Test("The answers are those of the client whom the job is for now; with the application they go")
  func client() async throws {
    let story = try await ReportStory.begin(Self.facts, asOf: Self.friday)
    // What was Zoe's job is Borealis's after all: Ana's words do not answer for it.
    try await story.tell(["job_orders.csv": "id,client,title,recruiter\njo1,cl2,Engineer,r1"])
    #expect(try await kept(story) == [])
    #expect(try await numbers(story) == "4.0//")

    // Ana has worked there all along.
    try await story.tell([
      "contacts.csv": "id,client,name,email,phone\nct1,cl2,Ana Ruiz,ana@acme.example,+1 212 555 0101",
      "job_orders.csv": "id,client,title,recruiter,hiring_contact\njo2,cl2,Analyst,r1,ct1",
    ])
    #expect(try await kept(story) == ["2.0", "4.0", "6.0"])
    #expect(try await numbers(story) == "4.0/4.0/5.6")

    try await story.tell(["applications.csv": "id,deleted\na1,yes"])
    #expect(try await kept(story) == [])
  }

  @Test("Planning again writes nothing; what was lost comes back with a plan of everybody")
  func again() async throws {
    let story = try await ReportStory.begin(Self.facts, asOf: Self.friday)
    let versions =
      "SELECT coalesce(string_agg(xmin || ' ' || ctid, ',' ORDER BY ctid), '') FROM client_answer WHERE agency_id = :agency"
    let before = try await story.agency.cell(versions)

    let planned = try await Planner(story.agency.session).plan(full: true)

    #expect(planned.candidates == 2 && planned.isUnchanged)
    #expect(before != "")
    #expect(try await story.agency.cell(versions) == before)

    // As after an update from a version without them: what the plan keeps is part of what every rule rests on.
    try await story.agency.sql(
      """
      DELETE FROM client_answer WHERE agency_id = :agency;
      UPDATE rule_in_force SET digest = 'before' WHERE agency_id = :agency
      """
    )
    #expect(try await numbers(story) == "4.0//")
    #expect(try await Planner(story.agency.session).plan().isUnchanged)
    #expect(try await numbers(story) == "4.0/4.0/5.6")
  }

  @Test("A nudge to the recruiter says it too")
  func nudge() async throws {
    let story = try await ReportStory.begin(Self.facts, asOf: "2026-11-17T10:00:00-05:00")
    let channel = ScriptedChannel()
    let settings = NudgeSettings(from: try Mailbox(name: "Follow-up", address: "follow-up@agency.example"))
    _ = try await Nudger(story.agency.session, settings: settings, channel: channel).run()

    let mail = try #require(await channel.taken.first { $0.text.contains("Ask Ana Ruiz (Acme)") })
    #expect(mail.text.contains("\n  silent for 8 days, unusually long (\(Self.theirs))\n"))
    #expect(mail.html?.contains("silent for 8 days, unusually long") == true)
  }

  /// The days of the answers that the plan keeps, the shortest first.
  private func kept(_ story: ReportStory) async throws -> [String] {
    try await story.agency.cell(
      """
      SELECT coalesce(string_agg(days_between(began_at, answered_at)::text, ',' ORDER BY days_between(began_at, answered_at)), '')
      FROM client_answer
      WHERE agency_id = :agency
      """
    ).split(separator: ",").map(String.init)
  }
}

extension TestAgency {
  /// The only text that a query finds; `:agency` is the agency's id.
  fileprivate func cell(_ query: String) async throws -> String {
    let text = query.replacingOccurrences(of: ":agency", with: "\(session.agency.id)")
    return try #require(try await session.connection.query(Statement(text)).first).get(at: 0)
  }
}
