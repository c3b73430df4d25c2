import FollowUpEngine
import Foundation
import Tabular
import TestSupport
import Testing

/// Zoë stands there twice, as c1 and c2, and so does Ana, as ct1 and ct2; all files have the ids of both.
@Suite("person merge: two rows of one person become one")
struct PersonMergeTests {
  private static let files = [
    "holidays": "date,name\n2026-11-26,Thanksgiving\n",
    "recruiters": "id,name,email\nr1,Rita,rita@example.com\nr2,Boss,boss@example.com\n",
    "clients": "id,name\ncl1,Acme\ncl2,Borg\n",
    "contacts": """
    id,client,name,title,email
    ct1,cl1,Ana Ruiz,,ana@acme.example
    ct2,cl1,Ana Ruiz,Head of Data,ana@acme.example
    ct3,cl1,Ben Cole,,ben@acme.example
    ct4,cl2,Ana Ruiz,,ana@acme.example

    """,
    "candidates": """
    id,name,email,phone,recruiter,search_started_on,do_not_contact
    c1,Zoë Müller,zoe@example.com,,r1,2026-11-02,no
    c2,Zoe Muller,zoe@example.com,+1-212-555-0110,r2,2026-11-05,no
    c3,Omar Haddad,omar@example.com,,r1,2026-11-03,no

    """,
    "job_orders": "id,client,title,recruiter,hiring_contact\njo1,cl1,Engineer,r1,ct1\njo2,cl1,Analyst,r1,ct2\n",
    "applications": """
    id,candidate,job_order,stage,stage_since
    a1,c1,jo1,interviewing,2026-11-10T09:00
    a2,c2,jo2,reference_check,2026-11-12T09:00

    """,
    "interviews": """
    id,application,scheduled_at,starts_at,ends_at,status
    i1,a1,2026-11-16T10:00,2026-11-19T15:00,2026-11-19T16:00,held
    i2,a2,2026-11-16T10:00,2026-11-20T15:00,2026-11-20T16:00,held

    """,
    "attendees":
      "interview,contact,role\ni1,ct1,other\ni1,ct2,interviewer\ni1,ct3,interviewer\ni2,ct2,interviewer\n",
    "references": """
    id,candidate,name,email,phone,consent,status,added_at
    rf1,c1,Prof. Ito,ito@example.org,,,active,2026-11-04T09:00
    rf2,c2,Ken Ito,ito@example.org,+1-212-555-0120,yes,active,2026-11-06T09:00
    rf3,c3,Prof. Ito,ito@example.org,,yes,active,2026-11-06T09:00

    """,
    "touches": """
    id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application,interview
    t1,2026-11-18T10:00,recruiter,r1,candidate,c2,call,check_in,,
    t2,2026-11-20T10:10,candidate,c1,contact,ct2,email,thank_you,a1,i1
    t3,2026-11-20T11:00,candidate,c2,reference,rf2,email,guidance,a2,
    t4,2026-11-19T10:00,contact,ct2,recruiter,r1,email,word,a2,
    t5,2026-11-19T11:00,recruiter,r1,reference,rf2,call,reference_check,a2,

    """,
  ]

  /// The files as they would be had there been one row from the start.
  private static func asOne(_ ids: [String: String], rows: [String: String]) -> [String: String] {
    files.map { name, text -> (String, String) in
      var lines = text.split(separator: "\n").map { line -> String in
        ids.reduce(String(line)) { line, id in
          line.split(separator: ",", omittingEmptySubsequences: false).map { $0 == id.key ? id.value : String($0) }
            .joined(separator: ",")
        }
      }
      if let row = rows[name], let id = row.split(separator: ",").first {
        lines.removeAll { $0.hasPrefix("\(id),") }
        lines.append(row)
      }
      if name == "attendees" { lines.removeAll { $0 == "i1,ct1,other" && ids["ct2"] != nil } }
      return (name, lines.joined(separator: "\n") + "\n")
    }.reduce(into: [:]) { $0[$1.0] = $1.1 }
  }

  private static func plan(_ agency: ImportingAgency) async throws -> [String] {
    try await agency.agency.plannedFollowUps().map { row in
      row.filter { $0.key != "follow_up_id" }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        .joined(separator: " ")
    }.sorted()
  }

  private static let moment = "2026-11-23T12:00:00-05:00"

  private func planned() async throws -> ImportingAgency {
    let agency = try await ImportingAgency(asOf: Self.moment)
    #expect(try await agency.take(Self.files).rejects == [])
    _ = try await Self.plan(agency)
    return agency
  }

  private func merge(
    _ agency: ImportingAgency,
    _ kind: String,
    _ kept: String,
    _ merged: String
  ) async throws
    -> PersonMerge.Outcome
  {
    try await PersonMerge(agency.agency.session, by: "mia").merge(kind, keep: kept, merge: merged)
  }

  private func refusal(
    _ agency: ImportingAgency,
    _ kind: String,
    _ kept: String,
    _ merged: String
  ) async throws
    -> String
  {
    do {
      _ = try await merge(agency, kind, kept, merged)
      return "merged"
    } catch let error as FollowUpError {
      #expect(error.kind == .usage)
      return error.description
    }
  }

  @Test("After candidates and then their references are merged, the plan is that of one person from the start")
  func candidates() async throws {
    let agency = try await planned()
    let outcome = try await merge(agency, "candidate", "c1", "c2")
    #expect(
      outcome.fields.map { [$0.name, $0.kept ?? "-", $0.merged ?? "-", $0.becomes ?? "-"].joined(separator: "|") } == [
        "name|Zoë Müller|Zoe Muller|Zoë Müller",
        "phone|-|+1-212-555-0110|+1-212-555-0110",
        "recruiter|r1|r2|r1",
        "search_started_on|2026-11-02|2026-11-05|2026-11-02",
      ]
    )
    #expect(outcome.counts.contains { $0.what == "applications" && $0.rows == 1 })
    #expect(outcome.counts.contains { $0.what == "touches" && $0.rows == 4 }, "\(outcome.counts)")
    let candidate = "c1,Zoë Müller,zoe@example.com,+1-212-555-0110,r1,2026-11-02,no"
    let one = try await ImportingAgency(asOf: Self.moment)
    try await one.take(Self.asOne(["c2": "c1"], rows: ["candidates": candidate]))
    #expect(try await Self.plan(agency) == Self.plan(one))

    let references = try await merge(agency, "reference", "rf1", "rf2")
    #expect(references.fields.first { $0.name == "consent" }?.becomes == "yes")
    let whole = try await ImportingAgency(asOf: Self.moment)
    try await whole.take(
      Self.asOne(
        ["c2": "c1", "rf2": "rf1"],
        rows: [
          "candidates": candidate,
          "references": "rf1,c1,Prof. Ito,ito@example.org,+1-212-555-0120,yes,active,2026-11-04T09:00",
        ]
      )
    )
    #expect(try await Self.plan(agency) == Self.plan(whole))
    #expect(try await agency.cell("SELECT count(*) FROM candidate") == "2")
    #expect(try await agency.cell("SELECT count(*) FROM touch") == "5")
    #expect(try await Planner(agency.agency.session).plan(full: true).isUnchanged)
  }

  @Test("After contacts are merged, the plan is that of one person from the start, who led what either led")
  func contacts() async throws {
    let agency = try await planned()
    let outcome = try await merge(agency, "contact", "ct1", "ct2")
    #expect(outcome.counts.contains { $0.what == "interviews that they attended" && $0.rows == 2 })
    #expect(outcome.counts.contains { $0.what == "job orders that they hire for" && $0.rows == 1 })
    let one = try await ImportingAgency(asOf: Self.moment)
    try await one.take(
      Self.asOne(["ct2": "ct1"], rows: ["contacts": "ct1,cl1,Ana Ruiz,Head of Data,ana@acme.example"])
    )
    #expect(try await Self.plan(agency) == Self.plan(one))
    #expect(
      try await agency.rows(
        "SELECT role FROM attendee JOIN contact USING (agency_id, contact_id) WHERE external_id = 'ct1'"
      )
        == ["interviewer", "interviewer"]
    )
  }

  @Test("The stricter of the two holds: do-not-contact, no consent, refused; a nudge for the one counts for the other")
  func stricter() async throws {
    let agency = try await planned()
    try await agency.agency.sql(
      """
      UPDATE candidate SET do_not_contact = true WHERE external_id = 'c2';
      UPDATE reference_contact SET consent = 'no', status = 'refused', status_since = '2026-11-20 09:00-05' WHERE external_id = 'rf2';
      UPDATE reference_contact SET consent = 'yes' WHERE external_id = 'rf1';
      INSERT INTO message (agency_id, key, kind, recipient_kind, recipient_id, recipient_address, subject, body_text, local_date,
        created_at, state, next_attempt_at, sent_at)
      SELECT agency_id, 'k', 'nudge', 'candidate', candidate_id, 'zoe@example.com', 's', 'b', '2026-11-20', now(), 'sent', now(), now()
      FROM candidate WHERE external_id = 'c2';
      INSERT INTO nudge (agency_id, candidate_id, follow_up_id, step, due_at, recipient_kind, recipient_id, message_id, created_at)
      SELECT agency_id, candidate_id, follow_up_id, 'due: candidate', due_at, 'candidate', candidate_id, message_id, now()
      FROM follow_up JOIN candidate USING (agency_id, candidate_id) CROSS JOIN (SELECT message_id FROM message) AS message
      WHERE external_id = 'c2' AND rule IN ('social_profile_review', 'reference_list', 'thank_you_email');
      UPDATE follow_up SET skipped_at = '2026-11-20 09:00-05', skip_reason = 'has one'
      FROM candidate WHERE candidate.candidate_id = follow_up.candidate_id AND external_id = 'c2' AND rule = 'reference_list';
      """
    )
    let nudged = """
      SELECT rule, nudge.due_at = follow_up.due_at, count(*) FROM nudge
      JOIN follow_up USING (agency_id, candidate_id, follow_up_id)
      JOIN candidate USING (agency_id, candidate_id)
      WHERE external_id = 'c1' AND nudge.recipient_id = candidate_id AND NOT withdrawn GROUP BY 1, 2 ORDER BY 1
      """
    _ = try await merge(agency, "candidate", "c1", "c2")
    _ = try await merge(agency, "reference", "rf1", "rf2")

    #expect(try await agency.cell("SELECT do_not_contact FROM candidate WHERE external_id = 'c1'") == "t")
    #expect(
      try await agency.rows(
        "SELECT consent, status, status_since IS NOT NULL FROM reference_contact WHERE external_id = 'rf1'"
      )
        == ["no refused t"]
    )
    #expect(
      try await agency.rows(nudged) == ["reference_list t 1", "social_profile_review t 1", "thank_you_email t 1"]
    )
    #expect(
      try await agency.rows(
        "SELECT skip_reason FROM follow_up JOIN candidate USING (agency_id, candidate_id) "
          + "WHERE external_id = 'c1' AND rule = 'reference_list' AND NOT withdrawn"
      ) == ["has one"]
    )
    // What the source says of the row that stays does not lift it; what it says of the other does.
    let alone = "id,name,recruiter,do_not_contact\nc1,Zoë Müller,r1,no\n"
    try await agency.take(["candidates": alone])
    let mayNot = "SELECT do_not_contact FROM candidate WHERE external_id = 'c1'"
    #expect(try await agency.cell(mayNot) == "t")
    try await agency.take(["references": "id,candidate,name,consent,status\nrf1,c1,Prof. Ito,yes,active\n"])
    #expect(
      try await agency.rows("SELECT consent, status FROM reference_contact WHERE external_id = 'rf1'") == ["no refused"]
    )
    try await agency.take(["candidates": alone + "c2,Zoe Muller,r1,no\n"])
    #expect(try await agency.cell(mayNot) == "f")
    // What both had is found under its old number, and says where it went.
    #expect(
      try await agency.cell("SELECT count(*) FROM follow_up WHERE until_reason LIKE 'is the same as follow-up %'")
        != "0"
    )
  }

  @Test("What cannot be one person is refused, each with what to do; the same merge again does nothing")
  func refusals() async throws {
    let agency = try await planned()
    try await agency.agency.sql(
      "INSERT INTO candidate (agency_id, source, external_id, name, recruiter_id) "
        + "SELECT agency_id, 'other', 'c1', 'Else', recruiter_id FROM recruiter WHERE external_id = 'r1'"
    )
    let refused = { (kind: String, kept: String, merged: String) in try await refusal(agency, kind, kept, merged) }

    #expect(
      try await refused("candidate", "canonical:c1", "c1").contains("say of which source: canonical:c1 or other:c1")
    )
    #expect(try await refused("candidate", "c3", "c9").contains("the candidate c9 does not exist"))
    #expect(try await refused("candidate", "c3", "c22").contains("you may mean c2;"))
    #expect(
      try await refused("candidate", "c3", "c3")
        == "c3 and c3 are the same candidate; give the id of the row that stays, then that of the row that is merged into it"
    )
    #expect(try await refused("candidate", "c3", "ct1").contains("ct1 is a contact, not a candidate"))
    #expect(try await refused("contact", "ct1", "r2").contains("r2 is the recruiter r2"))
    #expect(
      try await refused("contact", "ct1", "ct4").contains("the contact ct1 is of the client cl1, ct4 of the client cl2")
    )
    #expect(try await refused("reference", "rf1", "rf2").contains("merge the candidates first"))
    #expect(
      try await refused("contact", "ct1", "ct3")
        == "the contact ct1 and ct3 have no address, telephone number or name in common; a merge cannot be taken back: "
        + "check the two ids, and add --force if they are one person"
    )
    let forced = PersonMerge(agency.agency.session, by: "mia", forced: true, dryRun: true)
    #expect(try await forced.merge("contact", keep: "ct1", merge: "ct3").merged == "ct3")
    let erasure = PersonErasure(agency.agency.session, by: "mia", folders: TraceFolders([]))
    _ = try await erasure.erase(.id(kind: "candidate", "c3"))
    #expect(try await refused("candidate", "c2", "c3").contains("the candidate c3 was erased"))
    _ = try await merge(agency, "candidate", "canonical:c1", "c2")
    #expect(try await merge(agency, "candidate", "canonical:c1", "c2").mergedBefore == "2026-11-23")
    #expect(try await refused("candidate", "other:c1", "c2").contains("was merged into the candidate c1 on 2026-11-23"))
  }

  @Test("A dry run tells the same and changes nothing")
  func dryRun() async throws {
    let agency = try await planned()
    let everything = "SELECT string_agg(t::text, ',' ORDER BY t::text) FROM (TABLE candidate) AS t"
    let before = try await agency.cell(everything)
    let shown = try await PersonMerge(agency.agency.session, by: "mia", dryRun: true).merge(
      "candidate",
      keep: "c1",
      merge: "c2"
    )
    #expect(try await agency.cell(everything) == before)
    #expect(try await agency.cell("SELECT count(*) FROM person_merged") == "0")
    let done = try await merge(agency, "candidate", "c1", "c2")
    #expect(done.fields == shown.fields && done.counts.map(\.what) == shown.counts.map(\.what))
  }

  @Test("An import takes the id that is gone for the one that stays: nothing comes twice, nothing old comes back")
  func reimport() async throws {
    let agency = try await planned()
    _ = try await merge(agency, "candidate", "c1", "c2")
    _ = try await merge(agency, "contact", "ct1", "ct2")
    _ = try await merge(agency, "reference", "rf1", "rf2")
    let facts = """
      SELECT string_agg(line, ',' ORDER BY line) FROM (
        SELECT t::text AS line FROM candidate AS t UNION ALL SELECT t::text FROM contact AS t
        UNION ALL SELECT t::text FROM reference_contact AS t UNION ALL SELECT t::text FROM application AS t
        UNION ALL SELECT t::text FROM interview AS t UNION ALL SELECT t::text FROM attendee AS t UNION ALL SELECT t::text FROM touch AS t UNION ALL SELECT t::text FROM job_order AS t
      ) AS every
      """
    let before = try await agency.cell(facts)
    let outcome = try await agency.take(Self.files)

    #expect(outcome.rejects == [])
    #expect(try await agency.cell(facts) == before)
    #expect(outcome.counts("candidates") == [3, 0, 0, 2, 0, 0, 1])
    #expect(outcome.counts("contacts") == [4, 0, 0, 3, 0, 0, 1])
    #expect(outcome.counts("references") == [3, 0, 0, 2, 0, 0, 1])
    #expect(outcome.counts("attendees") == [4, 0, 0, 4, 0, 0, 0])
    #expect(outcome.counts("touches") == [5, 0, 0, 5, 0, 0, 0])
    #expect(outcome.skips.map(\.reason).contains("was merged into candidate c1; correct it at the source"))

    // What is new of the id that is gone comes in as the kept row's, also beside its own.
    let more = try await agency.take([
      "applications": "id,candidate,job_order\na9,c2,jo1\n",
      "attendees": "interview,contact,role\ni2,ct2,interviewer\ni2,ct1,interviewer\n",
      "touches": "id,happened_at,actor_kind,actor,party_kind,party,channel,purpose\n"
        + "t9,2026-11-22T10:00,reference,rf2,candidate,c2,email,other\n",
    ])
    #expect(more.rejects == [])
    #expect(more.counts("attendees") == [2, 0, 0, 2, 0, 0, 0])
    #expect(
      try await agency.cell(
        "SELECT count(*) FROM application JOIN candidate USING (agency_id, candidate_id) "
          + "WHERE candidate.external_id = 'c1' AND application.external_id IN ('a1', 'a2', 'a9')"
      ) == "3"
    )
    #expect(
      try await agency.rows(
        "SELECT reference.external_id, candidate.external_id FROM touch JOIN reference_contact AS reference ON reference_id = actor_id "
          + "JOIN candidate ON candidate.candidate_id = party_id WHERE touch.external_id = 't9'"
      ) == ["rf1 c1"]
    )
  }

  @Test("Rows of two sources are merged too; what either source brings later is one person's")
  func twoSources() async throws {
    let agency = try await planned()
    // What was imported before came from another system.
    for table in [
      "recruiter", "client", "contact", "candidate", "job_order", "application", "interview", "reference_contact",
      "touch",
    ] {
      try await agency.agency.sql("UPDATE \(table) SET source = 'other'")
    }
    let files = [
      "recruiters": "id,name,email\nr1,Rita,rita@example.com\n",
      "candidates": "id,name,email,recruiter\nc1,Someone else,,r1\n9,Zoë M,zoe@example.com,r1\n",
      "references": "id,candidate,name\nx1,9,Pia\nx2,c1,Max\n",
    ]
    #expect(try await agency.take(files).rejects == [])
    _ = try await merge(agency, "candidate", "other:c1", "9")

    let outcome = try await agency.take(files)
    // The canonical c1 goes, and not who is the other system's.
    let gone = try await agency.take([
      "candidates": "id,deleted\nc1,yes\n", "references": "id,candidate,name\nx1,9,Pia\n",
    ])

    #expect(outcome.counts("candidates") == [2, 0, 0, 1, 0, 0, 1])
    #expect(outcome.counts("references") == [2, 0, 0, 2, 0, 0, 0])
    #expect(gone.counts("references") == [1, 0, 0, 1, 0, 0, 0])
    #expect(
      try await agency.rows(
        "SELECT candidate.source, candidate.external_id, reference.name FROM candidate "
          + "JOIN reference_contact AS reference USING (agency_id, candidate_id) WHERE reference.source = 'canonical'"
      ) == ["other c1 Pia"]
    )
  }

  @Test("An import is taken back but for what was merged, row by row; erasing the one erases what was the other's")
  func revertAndErase() async throws {
    let agency = try await ImportingAgency(asOf: Self.moment)
    let outcome = try await agency.take(Self.files)
    _ = try await Self.plan(agency)
    try await agency.agency.sql("UPDATE candidate SET email = 'old.zoe@example.net' WHERE external_id = 'c2'")
    let forced = PersonMerge(agency.agency.session, by: "mia", forced: true)
    _ = try await forced.merge("candidate", keep: "c1", merge: "c2")
    let buffer = MemoryBuffer()
    _ = try await ImportReverter(agency.agency.session).revert(
      import: try #require(outcome.id),
      dryRun: true,
      format: .csv,
      output: .memory(buffer),
      options: SinkOptions()
    )
    #expect(buffer.text.contains("candidates,c2,added,kept,stays: it was merged into another row of the same person"))
    #expect(!buffer.text.contains("candidates,c1,added,removed"))

    let session = agency.agency.session
    let held = try await PersonExport(session).read(.address("old.zoe@example.net"))
    #expect(held.rows == ["candidate c1"])
    #expect(held.counts.contains { $0.part == "Rows that were merged into theirs" && $0.records == 1 })
    let erasure = PersonErasure(session, by: "mia", folders: TraceFolders([]))
    let erased = try await erasure.erase(.address("old.zoe@example.net"))
    #expect(erased.rows == ["candidate c1"])
    #expect(try await agency.rows("SELECT name, email, phone, external_id FROM person_merged") == ["erased - - c2"])
    let back = try await agency.take([
      "candidates": "id,name,email,recruiter\nc2,Zoe Muller,,r1\nc8,Z,old.zoe@example.net,r1\n"
    ])
    #expect(back.counts("candidates") == [2, 0, 0, 0, 0, 2, 0])
    #expect(back.rejects.allSatisfy { $0.contains("was erased on 2026-11-23") }, "\(back.rejects)")
  }
}
