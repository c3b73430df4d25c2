import FollowUpEngine
import Foundation
import TestSupport
import Testing

@Suite("Reports: who did what, and what was mailed")
struct AuditReportTests {
  private static func told(_ story: ReportStory, _ parameters: [String: String] = [:]) async throws -> [String] {
    try await story.rows("audit", parameters).filter { $0["what"] != "import" }.map { row in
      ["who", "what", "rule", "candidate_id", "recruiter_id", "detail"].compactMap { row[$0] }.filter { !$0.isEmpty }
        .joined(separator: " | ")
    }
  }

  private static func id(_ story: ReportStory, _ rule: String) async throws -> Int {
    try #require(try await story.rows("overdue").first { $0["rule"] == rule }?["follow_up_id"].flatMap { Int($0) })
  }

  @Test("Answers, what was taken back, the policy, and mail that goes again, the latest first")
  func audit() async throws {
    let story = try await ReportStory.begin(QuietAgency.files, asOf: "2026-11-18T12:00:00-05:00")
    try await story.owe([
      Owed(due: "2026-11-17T12:00:00-05:00"), Owed(rule: "placement_check_in", due: "2026-11-17T12:00:00-05:00"),
    ])
    let skipped = try await Self.id(story, "client_check_in")
    let noted = try await Self.id(story, "placement_check_in")
    let session = story.agency.session
    try await PolicyBook(session, by: "mia").set(key: "check_in_days", value: "5", client: "Bolt")
    try await PolicyBook(session, by: "mia").set(key: "check_in_days", value: "5", client: "Bolt")
    let later = try story.at("2026-11-18T13:00:00-05:00")
    try await PolicyBook(later.agency.session, by: "mia").set(key: "check_in_days", value: "", client: "Bolt")
    try await PolicyBook(later.agency.session, by: "mia").set(key: "references_wanted", value: "4", client: nil)
    try await PolicyBook(later.agency.session, by: "mia").set(key: "references_wanted", value: "5", client: nil)
    try await PolicyBook(later.agency.session, by: "mia").set(key: "time_zone", value: "America/Chicago", client: nil)
    let answers = TouchLog(try story.at("2026-11-18T14:00:00-05:00").agency.session, by: "rita, list.xlsx")
    try await answers.note(noted, note: "the line was busy")
    try await answers.skip(skipped, reason: "they called us")
    try await story.agency.sql(
      """
      INSERT INTO mail_address (agency_id, address, bounced_at, bounce_reason)
      VALUES (:agency, 'ana@acme.example', '2026-11-01T12:00:00Z', 'no such user')
      """
    )
    try await Inbox(try story.at("2026-11-18T15:00:00-05:00").agency.session).allow("Ana@Acme.example", by: "mia")
    _ = try await TouchLog(try story.at("2026-11-18T16:00:00-05:00").agency.session, by: "mia").undo("\(skipped)")
    let evening = try story.at("2026-11-18T20:00:00-05:00")
    #expect(
      try await Self.told(evening) == [
        "mia | undo | client_check_in | c1 | r1 | skip of rita, list.xlsx",
        "mia | mail allowed | ana@acme.example: mail had come back: no such user",
        "rita, list.xlsx | skip | client_check_in | c1 | r1 | they called us; taken back since",
        "rita, list.xlsx | note | placement_check_in | c1 | r1 | the line was busy",
        "mia | policy | time_zone: America/Chicago instead of America/New_York",
        "mia | policy | references_wanted: 5 instead of 4",
        "mia | policy | references_wanted: 4 instead of the default",
        "mia | policy | check_in_days for cl2: the default instead of 5",
        "mia | policy | check_in_days for cl2: 5 instead of the default",
      ]
    )
    // As of then, nobody knew what was done later.
    #expect(try await Self.told(try story.at("2026-11-18T14:30:00-05:00")).first?.hasSuffix("they called us") == true)
    #expect(try await Self.told(evening, ["from": "2026-11-19", "to": "2026-11-30"]).isEmpty)
  }

  @Test("Policy from a file, imports, touches against a warning, touches taken back, erasures")
  func files() async throws {
    var files = QuietAgency.files
    files["policy.csv"] = """
      key,value,client
      time_zone,America/Denver,
      check_in_cap,2,cl1
      references_wanted,4,
      """
    let story = try await ReportStory.begin(files, asOf: "2026-11-18T12:00:00-05:00")
    // The same again changes nothing; a row that goes back to the default does.
    try await story.tell(["policy.csv": files["policy.csv", default: ""]])
    try await story.tell(["policy.csv": "key,value,client,deleted\nreferences_wanted,4,,yes"])
    let imports = try await story.rows("audit").filter { $0["what"] == "import" }
    #expect(imports.count == 3)
    #expect(imports.allSatisfy { $0["who"] == NSUserName() })
    #expect(
      imports.last?["detail"]?.hasSuffix("of canonical, done: 15 added, 1 changed, 0 taken out, 0 rejected") == true
    )
    let policy = try await Self.told(story).map { $0.replacing(/, import \d+/, with: ", import") }
    #expect(
      policy == [
        "\(NSUserName()), import | policy | references_wanted: the default instead of 4",
        "\(NSUserName()), import | policy | references_wanted: 4 instead of the default",
        "\(NSUserName()), import | policy | check_in_cap for cl1: 2 instead of the default",
        "\(NSUserName()), import | policy | time_zone: America/Denver instead of America/New_York",
      ]
    )

    let log = TouchLog(story.agency.session, by: "mia")
    var entry = TouchEntry(
      actor: try TouchEntry.Who("candidate:c1"),
      party: try TouchEntry.Who("contact:ana"),
      channel: "social",
      purpose: "other",
      happenedAt: story.agency.session.asOf
    )
    entry.application = "a1"
    let touch = try await log.record(entry, force: true)
    #expect(
      try await Self.told(story).first
        == "against a warning | c1 | r1 | \(touch): social, something else, against social_contact"
    )
    #expect(
      try await story.lines("breaches", [:], "guardrail", "candidate", "party", "recruiter_id", "client_id", "client")
        == ["social_contact Carl Ana r1 cl1 Acme"]
    )
    _ = try await log.undo(touch)
    #expect(try await Self.told(story).first == "mia | touch taken back | c1 | r1 | \(touch): social, something else")
    try await story.agency.sql(
      "INSERT INTO erasure (agency_id, erased_at, erased_by, candidates, contacts, reference_contacts) "
        + "VALUES (:agency, '2026-11-18T11:00:00-05:00', 'mia', 1, 0, 2)"
    )
    #expect(
      try await Self.told(story).last == "mia | erased | a person was erased: rows of candidates 1, references 2"
    )
    // What notes said of them goes, too: the touch that was taken back was about Carl.
    try await story.agency.sql(
      "UPDATE candidate SET erased_at = '2026-11-18T10:00:00-05:00', name = '' WHERE agency_id = :agency AND external_id = 'c1'"
    )
    #expect(try await Self.told(story).first == "mia | touch taken back | c1 | r1")
  }

  @Test("Mails of a period: to whom, what became of each, and what it reminds of")
  func messages() async throws {
    let story = try await ReportStory.begin(QuietAgency.files, asOf: "2026-11-18T12:00:00-05:00")
    try await story.owe([Owed(due: "2026-11-17T12:00:00-05:00", times: 2)])
    try await story.mail("nudge", to: "r1", at: "2026-11-17T23:30:00-05:00", state: "sent", about: "client_check_in")
    try await story.mail("list", to: "r2", at: "2026-11-18T07:00:00-05:00", state: "failed", error: "550 no such user")
    let columns = ["kind", "recipient_id", "recruiter_id", "state", "follow_ups", "error"]
    let lines = { (story: ReportStory, parameters: [String: String]) in
      try await story.rows("messages", parameters).map { row in
        columns.map { row[$0, default: "?"] }.joined(separator: " ")
      }
    }
    #expect(try await lines(story, [:]) == ["list r2 r2 failed 0 550 no such user", "nudge r1 r1 sent 2 "])
    // Half past eleven at night belongs to the 17th, though in UTC it is the 18th.
    #expect(try await lines(story, ["from": "2026-11-17", "to": "2026-11-17"]) == ["nudge r1 r1 sent 2 "])
    #expect(try await lines(story, ["from": "2026-11-18"]) == ["list r2 r2 failed 0 550 no such user"])
    #expect(try await lines(story, ["from": "2026-11-01", "to": "2026-11-16"]).isEmpty)
    // Who was erased since is not named, though the mail was.
    try await story.agency.sql(
      """
      UPDATE candidate SET erased_at = '2026-11-18T11:00:00-05:00', name = '' WHERE agency_id = :agency AND external_id = 'c1';
      UPDATE message SET recipient_kind = 'candidate', recipient_name = 'Carl', subject = 'Thank you, Carl', recipient_id = (
        SELECT candidate_id FROM candidate WHERE agency_id = :agency AND external_id = 'c1'
      ) WHERE agency_id = :agency AND kind = 'nudge'
      """
    )
    #expect(
      try await story.lines(
        "messages",
        ["to": "2026-11-17"],
        "recipient_id",
        "recipient",
        "address",
        "subject",
        "recruiter_id"
      ) == ["c1 - - - r1"]
    )
  }

  @Test("What reminders come to, with and without one")
  func nudgeEffect() async throws {
    let story = try await ReportStory.begin(QuietAgency.files, asOf: "2026-11-18T12:00:00Z")
    try await story.owe([
      // Reminded at 12:00: done 2 and 30 hours after it, one never. The first was in time.
      Owed(application: "a1", due: "2026-11-03T20:00:00Z", done: "2026-11-03T14:00:00Z"),
      Owed(application: "a1", due: "2026-11-03T20:00:00Z", done: "2026-11-04T18:00:00Z"),
      Owed(application: "a1", due: "2026-11-03T20:00:00Z"),
      // Done before the reminder: without one.
      Owed(application: "a1", due: "2026-11-03T20:00:00Z", done: "2026-11-03T11:00:00Z"),
      // Nobody was reminded: in time; late, within a week and after it; skipped, which says nothing.
      Owed(due: "2026-11-03T20:00:00Z", done: "2026-11-03T19:00:00Z"),
      Owed(due: "2026-11-03T20:00:00Z", done: "2026-11-05T20:00:00Z"),
      Owed(due: "2026-11-03T20:00:00Z", done: "2026-11-12T20:00:00Z"),
      Owed(due: "2026-11-03T20:00:00Z", skipped: "2026-11-03T19:00:00Z"),
    ])
    try await story.mail(
      "nudge",
      to: "r1",
      at: "2026-11-03T12:00:00Z",
      state: "sent",
      about: "client_check_in",
      of: "a1"
    )
    let lines = try await story.lines(
      "nudge_effect",
      ["from": "2026-11-01", "to": "2026-11-10"],
      "reminded",
      "follow_ups",
      "done",
      "in_time",
      "median_hours",
      "done_within_a_day",
      "open_when_due",
      "done_after_due",
      "done_after_due_percent"
    )
    #expect(lines == ["yes 3 2 1 16.0 1 2 1 50.0", "no 4 4 2 - 0 2 1 50.0"])
    #expect(
      try await story.rows("nudge_effect", ["from": "2026-11-01", "to": "2026-11-10", "recruiter": "r2"]).isEmpty
    )
  }
}

extension ReportStory {
  /// A message to a recruiter, made at a moment; with a rule it reminds of its follow-ups (of one application).
  func mail(
    _ kind: String,
    to recruiter: String,
    at moment: String,
    state: String,
    error: String? = nil,
    about rule: String? = nil,
    of application: String? = nil
  ) async throws {
    try await agency.sql(
      """
      WITH made AS (
        INSERT INTO message (agency_id, key, kind, recipient_kind, recipient_id, recipient_name, recipient_address, subject,
          body_text, local_date, created_at, state, attempts, next_attempt_at, sent_at, error)
        SELECT :agency, gen_random_uuid(), '\(kind)', 'recruiter', recruiter.recruiter_id, recruiter.name, recruiter.email, 'Subject',
          'Text', ('\(moment)'::timestamptz AT TIME ZONE 'America/New_York')::date, '\(moment)', '\(state)', 1, '\(moment)',
          \(state == "sent" ? "'\(moment)'" : "NULL"), \(error.map { "'\($0)'" } ?? "NULL")
        FROM recruiter
        WHERE recruiter.agency_id = :agency AND recruiter.external_id = '\(recruiter)'
        RETURNING message_id, recipient_id
      )
      INSERT INTO nudge (agency_id, candidate_id, follow_up_id, step, due_at, recipient_kind, recipient_id, message_id, created_at)
      SELECT :agency, follow_up.candidate_id, follow_up.follow_up_id, 'due: recruiter', follow_up.due_at, 'recruiter',
        made.recipient_id, made.message_id, '\(moment)'
      FROM made
      JOIN follow_up ON follow_up.agency_id = :agency AND follow_up.rule = '\(rule ?? "")'
      LEFT JOIN application ON application.agency_id = :agency AND application.application_id = follow_up.application_id
      WHERE \(application.map { "application.external_id = '\($0)'" } ?? "true")
      """
    )
  }
}
