import Catalog
import FollowUpEngine
import Foundation
import Tabular
import TestSupport
import Testing

@Suite("Worklists")
struct WorklistTests {
  @Test("The columns are those of the interface, in its order")
  func columns() async throws {
    let agency = try await Story.begin()

    let header = try await Story.text(agency, "r02").split(separator: "\n")[0]

    #expect(
      header == """
        follow_up_id,rank,bucket,due_at,overdue_by,action,rule,channel,party,party_role,party_company,party_email,party_phone,\
        party_local_time,candidate,candidate_id,job_order,client,interview_at,last_touch,nudges,guidance,warnings,contact,\
        contact_phone,contact_email,contact_local_time,minutes,outcome,note,block,beyond_today,breaches,hard_deadline,\
        silent_days,median_days,slow_days
        """
    )
  }

  @Test("A row says all that is needed to act: whom, how, about what, by when, and what to look out for")
  func oneRow() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.checkIn()])
    try await agency.sql(
      """
      INSERT INTO touch (agency_id, source, external_id, candidate_id, happened_at, actor_kind, actor_id, party_kind, party_id,
        channel, purpose, application_id)
      VALUES (:agency, 'canonical', 't1', 2, '2026-11-12T10:00:00-05:00', 'recruiter', 3, 'contact', 1, 'call', 'check_in', 2)
      """
    )

    let rows = try await Story.list(agency, "bob@agency.example")

    #expect(rows.count == 1)
    let row = try #require(rows.first)
    #expect(row["rank"] == "1")
    #expect(row["bucket"] == "overdue")
    #expect(row["due_at"] == "2026-11-19T07:00:00-08:00")
    #expect(row["overdue_by"] == "26 h")
    #expect(row["action"]?.contains("Ana Ruiz (Acme)") == true)
    #expect(row["party"] == "Ana Ruiz")
    #expect(row["party_role"] == "hiring contact, Head of Data")
    #expect(row["party_phone"] == "'+1 212 555 0101")
    #expect(row["party_local_time"] == "12:00")
    #expect(row["contact"] == "Ana Ruiz")
    #expect(row["contact_phone"] == "'+1 212 555 0101")
    #expect(row["contact_email"] == "ana@acme.example")
    #expect(row["contact_local_time"] == "12:00")
    #expect(row["candidate"] == "Max Low")
    #expect(row["candidate_id"] == "c002")
    #expect(row["job_order"] == "Data Engineer")
    #expect(row["client"] == "Acme")
    #expect(row["last_touch"] == "2026-11-12 call: check-in")
    #expect(row["nudges"] == "0")
    #expect(row["warnings"]?.contains("check-in 1 of at most 4") == true)
    #expect(row["minutes"] == "10")
    #expect(row["outcome"] == "" && row["note"] == "")
  }

  @Test("What the candidate owes is, for the recruiter, a reminder with the candidate's number")
  func remind() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous)

    let rows = try await Story.list(agency, "Jane Doe")

    #expect(rows.count == 2)
    let ben = try #require(rows.first { $0["party"] == "Ben Ott" })
    #expect(ben["action"]?.hasPrefix("Remind Zoë Müller, +1 646 555 0102, to ") == true)
    #expect(ben["bucket"] == "today")
    #expect(ben["party_local_time"] == "18:00")
    #expect(ben["party_phone"] == "")
    #expect(ben["contact"] == "Zoë Müller")
    #expect(ben["contact_phone"] == "'+1 646 555 0102")
    #expect(ben["contact_email"] == "zoe@mail.example")
    #expect(ben["contact_local_time"] == "12:00")
    #expect(ben["interview_at"] == "2026-11-19T15:00:00-05:00")
    #expect(ben["warnings"] == "missed if not done by Fri 16:00; no email on file for Ben Ott")
  }

  @Test(
    "Hard deadlines that can still be met come first, then overdue, today, upcoming; in each the most at stake, then the longest overdue"
  )
  func order() async throws {
    let agency = try await Story.begin()
    // Six people, so that nobody's rows stand together.
    try await agency.sql(
      """
      INSERT INTO contact (agency_id, contact_id, source, external_id, client_id, name)
      SELECT :agency, number, 'canonical', 'ct' || number, 1, 'Contact ' || number FROM generate_series(61, 66) AS number
      """
    )
    func owed(_ id: Int, _ rule: String, due: String, candidate: Int = 1, application: Int? = 1) -> Story.Owed {
      Story.Owed(
        id: id,
        rule: rule,
        candidate: candidate,
        application: application,
        party: ("contact", 60 + id),
        recruiter: 3,
        due: due
      )
    }
    try await Story.owe(
      agency,
      [
        owed(1, "handwritten_note", due: "2026-11-24T18:00:00-05:00", candidate: 2, application: 2),
        owed(2, "client_check_in", due: "2026-11-20T17:00:00-05:00"),
        owed(3, "client_check_in", due: "2026-11-19T09:00:00-05:00"),
        owed(4, "client_check_in", due: "2026-11-19T10:00:00-05:00", candidate: 2, application: 2),
        owed(5, "client_check_in", due: "2026-11-16T10:00:00-05:00", application: nil),
        owed(6, "thank_you_email", due: "2026-11-20T14:00:00-05:00"),
      ]
    )

    let rows = try await Story.list(agency, "r03")
    try await agency.sql("UPDATE follow_up SET due_at = '2026-11-20T11:00:00-05:00' WHERE follow_up_id = 6")
    let tooLate = try await Story.list(agency, "r03")

    #expect(rows.map { $0["follow_up_id"] } == ["6", "4", "3", "5", "2", "1"])
    #expect(rows.map { $0["rank"] } == (1...6).map(String.init))
    #expect(rows.map { $0["bucket"] } == ["today", "overdue", "overdue", "overdue", "today", "upcoming"])
    #expect(tooLate.map { $0["follow_up_id"] } == ["4", "3", "6", "5", "2", "1"])
  }

  @Test("The rows of one person stand together, even as a reference of one candidate and a contact elsewhere")
  func together() async throws {
    let agency = try await Story.begin()
    try await agency.sql(
      """
      INSERT INTO reference_contact (agency_id, candidate_id, reference_id, source, external_id, name, email, consent)
      VALUES (:agency, 2, 5, 'canonical', 'rf5', 'Ana R.', ' ANA@acme.example', 'yes')
      """
    )
    try await Story.owe(
      agency,
      [
        Story.checkIn(id: 1, due: "2026-11-17T10:00:00-05:00"),
        Story.Owed(
          id: 2,
          rule: "client_check_in",
          party: ("contact", 2),
          recruiter: 3,
          due: "2026-11-18T10:00:00-05:00"
        ),
        Story.Owed(
          id: 3,
          rule: "reference_accuracy",
          candidate: 2,
          application: 2,
          party: ("reference", 5),
          recruiter: 3,
          due: "2026-11-20T18:00:00-05:00"
        ),
      ]
    )

    let rows = try await Story.list(agency, "r03")

    #expect(rows.map { $0["follow_up_id"] } == ["1", "3", "2"])
    #expect(rows.map { $0["party"] } == ["Ana Ruiz", "Ana R.", "Ben Ott"])
  }

  @Test(
    "The rows of one person are one block: a candidate with everything they owe to others, on any of their rows"
  )
  func oneCall() async throws {
    let agency = try await Story.begin()
    try await agency.sql(
      """
      INSERT INTO candidate (agency_id, candidate_id, source, external_id, name, email, recruiter_id)
      VALUES (:agency, 3, 'canonical', 'c003', 'Zoe M.', ' ZOE@mail.example', 2)
      """
    )
    func owed(_ id: Int, _ rule: String, to party: (String, Int), candidate: Int = 1, due: String) -> Story.Owed {
      Story.Owed(id: id, rule: rule, candidate: candidate, application: nil, party: party, due: due)
    }
    try await Story.owe(
      agency,
      [
        owed(1, "handwritten_note", to: ("contact", 1), due: "2026-11-16T18:00:00-05:00"),
        owed(2, "client_check_in", to: ("contact", 1), due: "2026-11-17T10:00:00-05:00"),
        owed(3, "candidate_check_in", to: ("candidate", 1), due: "2026-11-18T10:00:00-05:00"),
        owed(4, "client_check_in", to: ("contact", 2), due: "2026-11-18T11:00:00-05:00"),
        owed(5, "handwritten_note", to: ("contact", 2), due: "2026-11-18T18:00:00-05:00"),
        owed(6, "candidate_check_in", to: ("candidate", 3), candidate: 3, due: "2026-11-20T17:00:00-05:00"),
      ]
    )

    let rows = try await Story.list(agency, "r02")

    #expect(rows.map { $0["follow_up_id"] } == ["1", "3", "5", "6", "2", "4"])
    #expect(rows.map { $0["contact"] } == ["Zoë Müller", "Zoë Müller", "Zoë Müller", "Zoe M.", "Ana Ruiz", "Ben Ott"])
  }

  @Test("Warnings are about the person the recruiter speaks to; what the candidate cannot do without names the party")
  func warningsOfTheContact() async throws {
    let agency = try await Story.begin()
    try await agency.sql("UPDATE candidate SET phone = NULL, time_zone = 'Asia/Tokyo' WHERE candidate_id = 1")
    try await agency.sql("UPDATE contact SET phone = '+41 44 555 0199' WHERE contact_id = 2")
    try await agency.sql(
      """
      INSERT INTO reference_contact (agency_id, candidate_id, reference_id, source, external_id, name, phone, consent) VALUES
        (:agency, 1, 6, 'canonical', 'rf6', 'Rita Ray', '+1 212 555 0177', 'yes')
      """
    )
    try await Story.owe(
      agency,
      [
        Story.Owed(id: 1, rule: "handwritten_note", party: ("contact", 2), due: "2026-11-24T18:00:00-05:00"),
        Story.Owed(id: 2, rule: "reference_heads_up", party: ("reference", 6), due: "2026-11-25T18:00:00-05:00"),
        Story.Owed(id: 3, rule: "client_check_in", party: ("contact", 2), due: "2026-11-26T10:00:00-05:00"),
      ]
    )

    let rows = try await Story.list(agency, "r02")
    try await agency.sql("UPDATE contact SET do_not_contact = true WHERE contact_id = 2")
    let refused = try await Story.list(agency, "r02")

    #expect(
      rows.map { $0["warnings"] } == [
        "no telephone number on file; it is Saturday there",
        "no telephone number on file; no email on file for Rita Ray; it is Saturday there",
        "outside working hours there (18:00)",
      ]
    )
    #expect(refused[0]["warnings"]?.hasPrefix("Ben Ott asked not to be contacted: do not contact them") == true)
    #expect(refused[2]["warnings"]?.hasPrefix("asked not to be contacted: do not contact them") == true)
  }

  @Test("What was due before in_force_from is in the backlog and on no list, unless the backlog is asked for")
  func history() async throws {
    let agency = try await Story.begin()
    try await Story.owe(
      agency,
      [
        Story.candidateCheckIn(id: 1, due: "2026-11-17T23:59:59-05:00"),
        Story.candidateCheckIn(id: 2, due: "2026-11-18T00:00:00-05:00"),
      ]
    )
    func report(_ name: String) async throws -> [String?] {
      try await Story.report(agency, name).map { $0["follow_up_id"] }
    }
    #expect(try await Story.list(agency, "r02").map { $0["follow_up_id"] } == ["1", "2"])
    #expect(try await report("overdue") == ["2", "1"])
    #expect(try await report("backlog").isEmpty)

    try await PolicyBook(agency.session).set(key: "in_force_from", value: "2026-11-18", client: nil)

    #expect(try await Story.list(agency, "r02").map { $0["follow_up_id"] } == ["2"])
    #expect(try await Story.list(agency, "r02", backlog: true).map { $0["follow_up_id"] } == ["1", "2"])
    #expect(try await report("overdue") == ["2"])
    #expect(try await report("backlog") == ["1"])
  }

  @Test("How often somebody was nudged is the messages that were sent, in the list and in the report alike")
  func nudged() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.candidateCheckIn()])
    try await agency.sql(
      """
      INSERT INTO message (agency_id, message_id, key, kind, recipient_kind, recipient_id, recipient_address, subject, body_text,
        local_date, created_at, next_attempt_at, state, sent_at)
      SELECT :agency, number, number::text, 'nudge', 'recruiter', number, 'r@agency.example', 'S', 'B', '2026-11-20',
        '2026-11-20 09:00-05', '2026-11-20 09:00-05', state, CASE state WHEN 'sent' THEN timestamptz '2026-11-20 09:00-05' END
      FROM (VALUES (1, 'sent'), (2, 'sent'), (3, 'failed')) AS message (number, state)
      """
    )
    try await agency.sql(
      """
      INSERT INTO nudge (agency_id, candidate_id, follow_up_id, step, due_at, recipient_kind, recipient_id, message_id, created_at)
      SELECT :agency, 1, 31, step, '2026-11-19 10:00-05', 'recruiter', 2, message, '2026-11-19 10:00-05'
      FROM (VALUES ('a: recruiter', 1), ('b: recruiter', 1), ('b: manager', 2), ('c: recruiter', 3)) AS nudge (step, message)
      """
    )

    #expect(try await Story.list(agency, "r02").map { $0["nudges"] } == ["2"])
    #expect(try await Story.report(agency, "overdue").map { $0["nudges"] } == ["2"])
  }

  @Test("Braces in a name are a name, never filled in")
  func braces() async throws {
    let agency = try await Story.begin()
    try await agency.sql("UPDATE contact SET name = 'Ana {job} {candidate} {' WHERE contact_id = 1")
    try await agency.sql("UPDATE client SET name = '{party} & {x}' WHERE client_id = 1")
    try await Story.owe(agency, [Story.checkIn()])

    let row = try #require(try await Story.list(agency, "r03").first)

    #expect(
      row["action"]
        == "Ask Ana {job} {candidate} { ({party} & {x}) how the application of Max Low for Data Engineer is going"
    )
  }

  @Test("The start of a name is enough where one who works here has it; a full name comes before the start of another")
  func startOfAName() async throws {
    let agency = try await Story.begin()
    let worklists = Worklists(agency.session)

    #expect(try await worklists.recruiter("jane").externalID == "r02")
    #expect(try await worklists.recruiter(" DOE").externalID == "r02")
    try await agency.sql("UPDATE recruiter SET name = 'Jane' WHERE recruiter_id = 3")
    #expect(try await worklists.recruiter("jane").externalID == "r03")
    try await agency.sql("UPDATE recruiter SET name = 'Janet Doe' WHERE recruiter_id = 3")
    let several = await #expect(throws: FollowUpError.self) { try await worklists.recruiter("jan") }
    #expect(several?.description.contains("means 2 recruiters") == true)
  }

  @Test("Snoozed, done and not yet opened rows are hidden; what opens within two working days is shown")
  func hidden() async throws {
    let agency = try await Story.begin()
    try await Story.owe(
      agency,
      [
        Story.candidateCheckIn(id: 1), Story.candidateCheckIn(id: 2),
        Story.Owed(
          id: 3,
          rule: "candidate_check_in",
          party: ("candidate", 1),
          opens: "2026-11-24T10:00:00-05:00",
          due: "2026-11-25T10:00:00-05:00"
        ),
        Story.Owed(
          id: 4,
          rule: "candidate_check_in",
          party: ("candidate", 1),
          opens: "2026-11-25T10:00:00-05:00",
          due: "2026-11-26T10:00:00-05:00"
        ),
      ]
    )
    try await agency.sql("UPDATE follow_up SET snoozed_until = '2026-11-23T00:00:00-05:00' WHERE follow_up_id = 1")
    try await agency.sql("UPDATE follow_up SET done_at = '2026-11-20T11:00:00-05:00' WHERE follow_up_id = 2")

    #expect(try await Story.list(agency, "r02").map { $0["follow_up_id"] } == ["3"])
    #expect(
      Set(try await Story.list(try agency.at("2026-11-23T12:00:00-05:00"), "r02").map { $0["follow_up_id"] })
        == ["1", "3", "4"]
    )
  }

  @Test("A recruiter who is away has an empty list; the cover works it and is told for whom and how long")
  func cover() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.candidateCheckIn()])
    try await agency.sql("INSERT INTO absence VALUES (:agency, 2, '2026-11-18', '2026-11-20', 3)")

    let covers = try await Story.list(agency, "r03")

    #expect(covers.map { $0["follow_up_id"] } == ["31"])
    #expect(covers[0]["warnings"]?.contains("for Jane Doe, who is away until Fri 20 Nov") == true)
    #expect(try await Story.list(agency, "r02").isEmpty)
    #expect(
      try await Story.text(agency, "r02", format: .table).contains(
        "Jane Doe is away until Fri 20 Nov; Bob Roe works this list"
      )
    )
    // Back on Saturday, by the absent one's own date.
    #expect(try await Story.list(try agency.at("2026-11-21T00:30:00-05:00"), "r02").count == 1)
  }

  @Test("A cover who is away too is covered in turn; where nobody is there, the list stays and says so")
  func coverOfCover() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.candidateCheckIn()])
    try await agency.sql(
      "INSERT INTO absence VALUES (:agency, 2, '2026-11-18', '2026-11-30', 3), (:agency, 3, '2026-11-18', '2026-11-30', 1)"
    )

    #expect(try await Story.list(agency, "r01").map { $0["follow_up_id"] } == ["31"])

    try await agency.sql("UPDATE absence SET cover_id = 2 WHERE recruiter_id = 3")
    let stays = try await Story.list(agency, "r02")
    #expect(stays.map { $0["follow_up_id"] } == ["31"])
    #expect(stays[0]["warnings"]?.contains("nobody covers this list") == true)
  }

  @Test("What goes beyond the day's minutes says so")
  func minutes() async throws {
    let agency = try await Story.begin()
    try await agency.sql("UPDATE recruiter SET daily_minutes = 15 WHERE recruiter_id = 2")
    let other = Story.Owed(id: 2, rule: "client_check_in", due: "2026-11-20T17:00:00-05:00")
    try await Story.owe(agency, [Story.candidateCheckIn(id: 1), other])

    let rows = try await Story.list(agency, "r02")

    #expect(rows.map { $0["beyond_today"] } == ["no", "yes"])
  }

  @Test("A breach warns the rows it touches")
  func breaches() async throws {
    let agency = try await Story.begin(asOf: "2026-11-21T12:00:00-05:00")
    try await Story.owe(
      agency,
      [
        Story.Owed(
          id: 1,
          rule: "thank_you_email",
          interview: 1,
          contact: 2,
          party: ("contact", 2),
          due: "2026-11-22T16:00:00-05:00"
        ),
        Story.candidateCheckIn(id: 2),
      ]
    )
    try await agency.sql(
      """
      INSERT INTO touch (agency_id, source, external_id, candidate_id, happened_at, actor_kind, actor_id, party_kind, party_id,
        channel, purpose, application_id, interview_id)
      VALUES (:agency, 'canonical', 't1', 1, '2026-11-21T10:00:00-05:00', 'candidate', 1, 'contact', 1, 'email', 'thank_you', 1, 1)
      """
    )

    let rows = try await Story.list(agency, "r02")

    let warned = rows.filter {
      $0["warnings"]?.contains(
        "more than 24 hours after the interview it is about: sent 42 h after the interview ended"
      ) == true
    }
    #expect(warned.map { $0["follow_up_id"] } == ["1"])
  }

  @Test("Cells that a spreadsheet would run, and cells with tabs, line breaks and backslashes, arrive as text")
  func hostileNames() async throws {
    let agency = try await Story.begin()
    try await agency.sql(#"UPDATE candidate SET name = E'=HYPERLINK("x")\tTab\\N\nLine' WHERE candidate_id = 1"#)
    try await Story.owe(agency, [Story.candidateCheckIn()])

    let row = try #require(try await Story.list(agency, "r02").first)

    #expect(row["candidate"] == "'=HYPERLINK(\"x\")\tTab\\N\nLine")
  }

  @Test("A word that means nobody, or several, is refused and says what would do")
  func unknown() async throws {
    let agency = try await Story.begin()
    try await agency.sql("UPDATE recruiter SET name = 'Jane Doe' WHERE recruiter_id = 3")
    let worklists = Worklists(agency.session)

    let nobody = await #expect(throws: FollowUpError.self) { try await worklists.recruiter("Nobody") }
    let several = await #expect(throws: FollowUpError.self) { try await worklists.recruiter("jane doe") }

    #expect(nobody?.kind == .usage)
    #expect(nobody?.description.contains("Mia Boss (r01)") == true)
    #expect(several?.kind == .usage)
    #expect(several?.description.contains("jane@agency.example") == true)
  }
}
