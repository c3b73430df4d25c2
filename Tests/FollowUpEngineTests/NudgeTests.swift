import FollowUpEngine
import Foundation
import Mail
import Postgres
import Tabular
import TestSupport
import Testing

@Suite("Nudges: which are owed, to whom, and when they may go out")
struct NudgeTests {
  @Test("All that one recipient is owed is one message; a second run sends nothing again")
  func digest() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous)
    let channel = ScriptedChannel()

    let first = try await agency.nudge(channel)
    let second = try await agency.nudge(channel)

    #expect(first.sent == 1 && first.queued == 1 && !first.isPartial)
    #expect(second.sent == 0 && second.queued == 0)
    let mail = try #require(await channel.taken.first)
    #expect(await channel.taken.count == 1)
    #expect(mail.to.map(\.address) == ["zoe@mail.example"])
    #expect(mail.text.contains("Ana Ruiz"))
    #expect(mail.text.contains("Ben Ott"))
    #expect(mail.text.contains("by Fri 20 Nov, 16:00 (4 h from now)"))
    #expect(mail.replyTo.first?.address == "jane@agency.example")
    #expect(mail.headers.contains { $0 == ("Auto-Submitted", "auto-generated") })
    // What a candidate has no business to know.
    #expect(!mail.text.contains("ana@acme.example") && !mail.text.contains("555 0101"))
  }

  @Test("The escalation of a candidate's follow-up: the candidate, then recruiter and candidate, then the manager")
  func escalation() async throws {
    let agency = try await Story.begin()
    // Due Tuesday 10:00; the holiday on Thursday is not a business day.
    try await agency.sql("INSERT INTO holiday VALUES (:agency, '2026-11-26', 'Thanksgiving'); DELETE FROM plan_queue")
    try await Story.owe(
      agency,
      [Story.Owed(id: 1, rule: "handwritten_note", due: "2026-11-24T10:00:00-05:00")]
    )

    var told: [String: [String]] = [:]
    for day in ["24T09:59", "24T10:00", "25T12:00", "27T09:59", "27T10:00", "30T12:00"] + [
      "12-01T10:00", "12-02T10:00",
    ] {
      let time = day.hasPrefix("12-") ? "2026-\(day):00-05:00" : "2026-11-\(day):00-05:00"
      let channel = ScriptedChannel()
      _ = try await agency.at(time).nudge(channel)
      told[day] = await channel.taken.flatMap { $0.to.map(\.address) }.sorted()
    }

    #expect(told["24T09:59"] == [])
    #expect(told["24T10:00"] == ["zoe@mail.example"])
    #expect(told["25T12:00"] == [])
    #expect(told["27T09:59"] == [])
    #expect(told["27T10:00"] == ["jane@agency.example", "zoe@mail.example"])
    #expect(told["30T12:00"] == [])
    #expect(told["12-01T10:00"] == ["mia@agency.example"])
    #expect(told["12-02T10:00"] == [])
  }

  @Test("An escalation starts at its first step, and each further one is counted from the sending of the one before")
  func missedSteps() async throws {
    let agency = try await Story.begin(asOf: "2026-11-20T12:00:00-05:00")
    // Due ten days ago: by the clock all three steps have come.
    try await Story.owe(agency, [Story.Owed(id: 1, rule: "handwritten_note", due: "2026-11-10T12:00:00-05:00")])

    var told: [String: [String]] = [:]
    for day in ["20T12:00", "23T12:00", "24T11:59", "24T12:00", "25T12:00", "26T12:00", "30T12:00"].map({ "11-" + $0 })
    {
      let channel = ScriptedChannel()
      _ = try await agency.at("2026-\(day):00-05:00").nudge(channel)
      told[day] = await channel.taken.flatMap { $0.to.map(\.address) }.sorted()
      if day == "11-26T12:00" {
        let manager = try #require(await channel.taken.first)
        #expect(manager.text.contains("this is overdue although it was nudged:"))
        #expect(manager.text.contains("Jane Doe: Remind Zoë Müller"))
      }
    }

    #expect(told["11-20T12:00"] == ["zoe@mail.example"])
    #expect(told["11-23T12:00"] == [])
    #expect(told["11-24T11:59"] == [])
    #expect(told["11-24T12:00"] == ["jane@agency.example", "zoe@mail.example"])
    #expect(told["11-25T12:00"] == [])
    #expect(told["11-26T12:00"] == ["mia@agency.example"])
    #expect(told["11-30T12:00"] == [])
  }

  @Test(
    "An escalation whose first step is too old is never begun; one that has begun goes on",
    arguments: [("2026-11-10T12:00:00-05:00", 1), ("2026-11-10T11:59:59-05:00", 0), ("2016-11-10T12:00:00-05:00", 0)]
  )
  func tooOld(due: String, sent: Int) async throws {
    let agency = try await Story.begin(asOf: "2026-11-20T12:00:00-05:00")
    try await Story.owe(agency, [Story.candidateCheckIn(due: due)])

    #expect(try await agency.nudge(ScriptedChannel()).sent == sent)
    let later = try await agency.at("2026-12-21T12:00:00-05:00").nudge(ScriptedChannel())

    #expect(later.sent == sent)
  }

  @Test("The greatest age is the agency's policy")
  func agePolicy() async throws {
    let agency = try await Story.begin(asOf: "2026-11-20T12:00:00-05:00")
    try await agency.sql(
      "INSERT INTO policy (agency_id, key, value) VALUES (:agency, 'nudge_max_age_days', '2'); DELETE FROM plan_queue"
    )
    try await Story.owe(agency, [Story.candidateCheckIn(due: "2026-11-17T12:00:00-05:00")])
    try await Story.owe(agency, [Story.candidateCheckIn(id: 32, due: "2026-11-19T12:00:00-05:00")])

    _ = try await agency.nudge(ScriptedChannel())

    #expect(try await agency.count("SELECT string_agg(follow_up_id::text, '') FROM nudge") == 32)
  }

  @Test("What was due before the policy came into force is history, at the agency's midnight")
  func history() async throws {
    let agency = try await Story.begin(asOf: "2026-11-20T12:00:00-05:00")
    try await agency.sql(
      "INSERT INTO policy (agency_id, key, value) VALUES (:agency, 'in_force_from', '2026-11-19'); DELETE FROM plan_queue"
    )
    try await Story.owe(agency, [Story.candidateCheckIn(due: "2026-11-18T23:59:59-05:00")])
    try await Story.owe(agency, [Story.candidateCheckIn(id: 32, due: "2026-11-19T00:00:00-05:00")])

    _ = try await agency.nudge(ScriptedChannel())

    #expect(try await agency.count("SELECT string_agg(follow_up_id::text, '') FROM nudge") == 32)
  }

  @Test("The steps of a hard deadline go by the clock alone, and the daily cap does not stop them or count them")
  func hardSteps() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous)

    var told: [String: [String]] = [:]
    for time in ["10:00", "14:00", "15:59", "16:00"] {
      let channel = ScriptedChannel()
      if time == "15:59" { try await Story.owe(agency, [Story.candidateCheckIn()]) }
      _ = try await agency.at("2026-11-20T\(time):00-05:00").nudge(channel)
      told[time] = await channel.taken.flatMap { $0.to.map(\.address) }.sorted()
    }

    #expect(told["10:00"] == ["zoe@mail.example"])
    #expect(told["14:00"] == ["jane@agency.example", "zoe@mail.example"])
    #expect(told["15:59"] == ["jane@agency.example"])
    #expect(told["16:00"] == [])
  }

  @Test("A recipient is an address: one message for two rows of one candidate, and the cap is the address's")
  func oneAddress() async throws {
    let agency = try await Story.begin()
    try await agency.sql(
      """
      UPDATE candidate SET email = ' ZOE@Mail.example', recruiter_id = 2 WHERE candidate_id = 2;
      UPDATE recruiter SET email = 'Office@agency.example' WHERE recruiter_id IN (1, 2);
      DELETE FROM plan_queue
      """
    )
    let due = "2026-11-20T10:00:00-05:00"
    try await Story.owe(
      agency,
      [
        Story.Owed(id: 1, rule: "handwritten_note", due: due),
        Story.Owed(id: 2, rule: "handwritten_note", candidate: 2, application: 2, due: due),
      ]
    )
    let channel = ScriptedChannel()

    let first = try await agency.nudge(channel)
    try await Story.owe(
      agency,
      [Story.Owed(id: 3, rule: "handwritten_note", candidate: 2, application: 2, due: "2026-11-20T13:00:00-05:00")]
    )
    let capped = try await agency.at("2026-11-20T14:00:00-05:00").nudge(channel)
    let again = try await agency.at("2026-11-20T14:00:00-05:00").nudge(channel)

    #expect(first.queued == 1 && first.sent == 1)
    #expect(await channel.taken.map { $0.to[0].address } == ["zoe@mail.example"])
    #expect(try await agency.count("SELECT count(*) FROM nudge") == 2)
    #expect(capped.sent == 0 && capped.held.cap == 1)
    #expect(again.sent == 0)
    // Recruiter and manager behind one address: one message for both steps.
    let late = ScriptedChannel()
    _ = try await agency.at("2026-11-24T12:00:00-05:00").nudge(late)
    try await Story.owe(agency, [Story.candidateCheckIn(due: "2026-11-26T10:00:00-05:00")])
    _ = try await agency.at("2026-11-26T12:00:00-05:00").nudge(late)
    #expect(
      await late.taken.map { $0.to[0].address }
        == ["zoe@mail.example", "office@agency.example", "zoe@mail.example", "office@agency.example"]
    )
    #expect(await late.taken.last?.text.contains("on the lists of those who report to you") == true)
  }

  @Test("Quiet hours and dates are the recipient's: at 10:30 in New York it is 7:30 in Los Angeles")
  func quietHours() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.checkIn(), Story.candidateCheckIn()])
    let morning = ScriptedChannel()
    let noon = ScriptedChannel()
    let saturday = ScriptedChannel()

    let early = try await agency.at("2026-11-20T10:30:00-05:00").nudge(morning)
    let weekend = try await agency.at("2026-11-21T13:00:00-05:00").nudge(saturday)
    let late = try await agency.at("2026-11-20T11:00:00-05:00").nudge(noon)

    #expect(await morning.taken.map { $0.to[0].address } == ["jane@agency.example"])
    #expect(early.held.quiet == 1)
    #expect(weekend.sent == 0 && weekend.held.quiet > 0)
    #expect(await noon.taken.map { $0.to[0].address } == ["bob@agency.example"])
    #expect(late.held.quiet == 0)
  }

  @Test(
    "A hard deadline is nudged on any date, outside 22:00-07:00 only",
    arguments: [
      ("2026-11-21T12:00:00-05:00", "2026-11-21T16:00:00-05:00", true),
      ("2026-11-20T21:30:00-05:00", "2026-11-21T03:00:00-05:00", true),
      ("2026-11-20T22:00:00-05:00", "2026-11-21T03:00:00-05:00", false),
      ("2026-11-21T06:59:00-05:00", "2026-11-21T12:00:00-05:00", false),
      ("2026-11-21T07:00:00-05:00", "2026-11-21T12:00:00-05:00", true),
    ]
  )
  func hardDeadline(asOf: String, due: String, goesOut: Bool) async throws {
    let agency = try await Story.begin(asOf: asOf)
    try await Story.owe(
      agency,
      [Story.Owed(id: 1, rule: "thank_you_email", interview: 1, contact: 1, due: due, expires: due)]
    )
    let channel = ScriptedChannel()

    let outcome = try await agency.nudge(channel)

    #expect(await channel.taken.isEmpty == !goesOut)
    #expect((outcome.held.quiet == 0) == goesOut)
  }

  @Test("One message a day: what comes later goes out on the next day that is worked")
  func dailyCap() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.candidateCheckIn(id: 1, due: "2026-11-20T09:00:00-05:00")])
    try await Story.owe(agency, [Story.candidateCheckIn(id: 2, due: "2026-11-20T13:00:00-05:00")])
    let channel = ScriptedChannel()

    _ = try await agency.nudge(channel)
    let afternoon = try await agency.at("2026-11-20T14:00:00-05:00").nudge(channel)
    let monday = try await agency.at("2026-11-23T09:00:00-05:00").nudge(channel)

    #expect(afternoon.sent == 0 && afternoon.held.cap == 1)
    #expect(monday.sent == 1)
    #expect(await channel.taken.count == 2)
  }

  @Test("A follow-up that moves is armed again; one that stays is not")
  func rearmed() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.candidateCheckIn()])
    let channel = ScriptedChannel()
    _ = try await agency.nudge(channel)

    try await agency.sql("UPDATE follow_up SET due_at = '2026-11-23T10:00:00-05:00' WHERE follow_up_id = 31")
    let before = try await agency.at("2026-11-23T09:00:00-05:00").nudge(channel)
    let after = try await agency.at("2026-11-23T10:00:00-05:00").nudge(channel)

    #expect(before.sent == 0)
    #expect(after.sent == 1)
  }

  @Test("Candidates who may not or cannot be written to are reminded by their recruiter")
  func throughTheRecruiter() async throws {
    for change in [
      "INSERT INTO policy (agency_id, key, value) VALUES (:agency, 'nudge_candidates', 'no')",
      "UPDATE candidate SET email = NULL", "UPDATE candidate SET do_not_contact = true",
      "UPDATE candidate SET email = 'n/a'", "UPDATE candidate SET email = 'a@home.example; b@home.example'",
      "INSERT INTO policy (agency_id, key, value) VALUES (:agency, 'nobodys_addresses', '@mail.example')",
      "UPDATE candidate SET erased_at = '2026-11-20T09:00:00-05:00'",
    ] {
      let agency = try await Story.begin()
      try await Story.owe(agency, Story.thankYous)
      try await agency.sql(change + "; DELETE FROM plan_queue")
      let channel = ScriptedChannel()

      _ = try await agency.nudge(channel)

      #expect(await channel.taken.flatMap(\.to).map(\.address) == ["jane@agency.example"], "\(change)")
      #expect(await channel.taken.first?.text.contains("Remind Zoë Müller") == true)
    }
  }

  @Test("Who is away is stood in for; who has left is never written to")
  func standIns() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.candidateCheckIn()])
    let channel = ScriptedChannel()
    try await agency.sql("INSERT INTO absence VALUES (:agency, 2, '2026-11-18', '2026-11-20', 3)")

    _ = try await agency.nudge(channel)

    #expect(await channel.taken.map { $0.to[0].address } == ["bob@agency.example"])
    #expect(await channel.taken.first?.text.contains("for Jane Doe") == true)
    // Back again, she is not told what her cover was told.
    #expect(try await agency.at("2026-11-21T12:00:00-05:00").nudge(channel).queued == 0)

    try await Story.owe(agency, [Story.candidateCheckIn(id: 32)])
    try await agency.sql("UPDATE recruiter SET active = false WHERE recruiter_id IN (1, 2)")
    let nobody = try await agency.nudge(channel)
    #expect(nobody.sent == 0 && nobody.held.nobody == 1)
  }

  @Test("Where the recruiter has no usable address the manager is told; where nobody has one, that is named")
  func untold() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.candidateCheckIn()])
    try await agency.sql("UPDATE recruiter SET email = 'Jane <jane@agency.example>' WHERE recruiter_id = 2")
    let channel = ScriptedChannel()

    _ = try await agency.nudge(channel)

    #expect(await channel.taken.map { $0.to[0].address } == ["mia@agency.example"])
    #expect(await channel.taken.first?.text.contains("for Jane Doe") == true)

    try await agency.sql("UPDATE recruiter SET email = 'mia' WHERE recruiter_id = 1")
    try await Story.owe(agency, [Story.candidateCheckIn(id: 32)])
    let nobody = try await agency.nudge(channel)
    #expect(nobody.sent == 0 && nobody.held.nobody == 1)
    #expect(nobody.untold.count == 1)
    #expect(
      nobody.untold.first?.hasPrefix(
        "1 follow-up of one recruiter cannot be sent to anybody (followup explain 32 says whose)"
      ) == true
    )
  }

  @Test("An address that refused for good is not tried again: its step falls to the recruiter, then to the manager")
  func bounced() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.Owed(id: 1, rule: "handwritten_note", due: "2026-11-20T10:00:00-05:00")])
    let channel = ScriptedChannel(script: [
      .notSent(reason: "550 no such user", retryable: false), .notSent(reason: "550 no such user", retryable: false),
    ])

    for _ in 1...4 { _ = try await agency.nudge(channel) }

    #expect(
      await channel.taken.map { $0.to[0].address } == ["zoe@mail.example", "jane@agency.example", "mia@agency.example"]
    )
  }

  @Test("Names that no header can carry are put on one line; a Reply-To that is not an address stops no message")
  func untidyNames() async throws {
    let agency = try await Story.begin()
    try await agency.sql(
      """
      UPDATE candidate SET name = E'Zoë\\r\\nMüller\\t' WHERE candidate_id = 1;
      UPDATE contact SET name = E'Ana\\nRuiz' WHERE contact_id = 1;
      UPDATE recruiter SET email = 'Jane <jane@agency.example>' WHERE recruiter_id = 2;
      DELETE FROM plan_queue
      """
    )
    try await Story.owe(agency, Story.thankYous)
    let channel = ScriptedChannel()

    let outcome = try await agency.nudge(channel)

    #expect(outcome.sent == 1 && outcome.failed == 0)
    let mail = try #require(await channel.taken.first)
    #expect(mail.to.first?.name == "Zoë Müller")
    #expect(mail.replyTo.isEmpty)
    #expect(mail.text.contains("Hello Zoë Müller,"))
    #expect(mail.text.contains("Ana Ruiz"))
  }

  @Test("Snoozed, done, skipped and not yet planned follow-ups are not nudged")
  func notOwed() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, (1...4).map { Story.candidateCheckIn(id: $0) })
    try await agency.sql(
      """
      UPDATE follow_up SET snoozed_until = '2026-11-24T00:00:00-05:00' WHERE follow_up_id = 1;
      UPDATE follow_up SET done_at = '2026-11-20T09:00:00-05:00' WHERE follow_up_id = 2;
      UPDATE follow_up SET skipped_at = '2026-11-20T09:00:00-05:00', skip_reason = 'known' WHERE follow_up_id = 3;
      INSERT INTO plan_queue (agency_id, candidate_id) VALUES (:agency, 1)
      """
    )
    let channel = ScriptedChannel()

    let unplanned = try await agency.nudge(channel)
    try await agency.sql("DELETE FROM plan_queue")
    let planned = try await agency.nudge(channel)

    #expect(unplanned.sent == 0 && unplanned.held.unplanned == 1)
    #expect(planned.sent == 1)
    let nudged = try await agency.session.connection.query(Statement("SELECT DISTINCT follow_up_id FROM nudge"))
    #expect(try nudged.map { try $0.get("follow_up_id", as: Int.self) } == [4])
  }

  @Test("A preview says who would get a message and what is held back, and writes nothing")
  func preview() async throws {
    let agency = try await Story.begin(asOf: "2026-11-20T10:30:00-05:00")
    try await Story.owe(agency, Story.thankYous + [Story.checkIn()])

    let buffer = MemoryBuffer()
    try await Outbox(agency.session).preview(format: .csv, output: .memory(buffer), options: SinkOptions())

    let rows = try csvRows(buffer.text)
    #expect(rows.map { $0["verdict"] } == ["go", "quiet"])
    #expect(rows.map { $0["address"] } == ["zoe@mail.example", "bob@agency.example"])
    #expect(rows.map { $0["follow_ups"] } == ["2", "1"])
    #expect(try await agency.count("SELECT count(*) FROM message") == 0)
  }

  @Test("Into a maildir the message arrives whole, with a draft for what is to be written")
  func maildir() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous)
    let folder = try temporaryFolder() + "/maildir"

    _ = try await agency.nudge(MaildirChannel(folder: folder))

    let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/new")
    #expect(files.count == 1)
    let bytes = try #require(FileManager.default.contents(atPath: folder + "/new/" + (files.first ?? "")))
    let message = try ReceivedMessage(Array(bytes))
    #expect(message.subject?.hasPrefix("2 things to do: ") == true)
    #expect(message.text?.contains("Thank you for taking the time to speak with me on Thu 19 Nov") == true)
  }
}

extension TestAgency {
  /// Plans and sends the nudges of this moment.
  func nudge(_ channel: any MailChannel) async throws -> NudgeOutcome {
    let settings = NudgeSettings(from: try Mailbox(name: "Follow-up", address: "followup@agency.example"))
    return try await Nudger(session, settings: settings, channel: channel).run()
  }

  /// What a query counts.
  func count(_ sql: String) async throws -> Int {
    guard let text = try await session.connection.query(Statement(sql)).first?.text(at: 0), let count = Int(text) else {
      throw SupportError("\(sql) counts nothing")
    }
    return count
  }
}
