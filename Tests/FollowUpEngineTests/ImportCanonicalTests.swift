import FollowUpEngine
import TestSupport
import Testing

@Suite("Import: the canonical folder")
struct ImportCanonicalTests {
  @Test(
    "The whole sample agency is stored, every row counted; the second time nothing changes and nobody is planned again"
  )
  func sampleTwice() async throws {
    let agency = try await ImportingAgency()
    let folder = TestAgency.checkout + "/jobs/sample"

    let first = try await Importer(agency.agency.session).run(source: "canonical", paths: [folder])
    #expect(first.files.count == 14)
    #expect(first.addsUp)
    #expect(first.rejected == 0)
    #expect(first.counts("touches")[1] == first.counts("touches")[0])

    let queued = try await agency.queued()
    let second = try await Importer(agency.agency.session).run(source: "canonical", paths: [folder])
    #expect(second.files.allSatisfy { $0.unchanged == $0.read })
    #expect(second.written == 0)
    #expect(try await agency.queued() == queued)
    #expect(try await agency.cell("SELECT count(*) FROM import_row") == "0")
  }

  @Test("Local times are read in the row's zone, else the agency's")
  func zones() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["interviews"] = """
      id,application,starts_at,ends_at,time_zone
      i1,a1,2026-11-19T15:00,2026-11-19T16:00,
      i2,a1,2026-11-19T15:00,2026-11-19T16:00,Europe/Zurich
      i3,a1,2026-11-19T15:00Z,2026-11-19 15:59:30.5+01:00,
      i4,a1,2026-11-01T01:30,2026-11-01T02:00,

      """
    files["touches"] = nil
    let outcome = try await agency.take(files)
    #expect(
      outcome.rejects == [
        "interviews.csv:4: ends_at: 2026-11-19 15:59:30.5+01:00 is before starts_at; correct one of the two times"
      ]
    )
    let starts = try await agency.rows("SELECT external_id, starts_at FROM interview ORDER BY 1")
    // At 01:30 on 1 November the clocks show that time twice; the later moment counts.
    #expect(starts == ["i1 2026-11-19 20:00:00+00", "i2 2026-11-19 14:00:00+00", "i4 2026-11-01 06:30:00+00"])
  }

  @Test("The policy's time zone is read before anything that needs it, in any order of the files")
  func timeZoneFirst() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["policy"] = "key,value,client\ntime_zone,Europe/Zurich,\ncheck_in_cap,2,cl1\n"
    #expect(try await agency.take(files).rejects == [])
    #expect(try await agency.cell("SELECT time_zone FROM agency") == "Europe/Zurich")
    #expect(try await agency.cell("SELECT starts_at FROM interview") == "2026-11-19 14:00:00+00")
    #expect(try await agency.cell("SELECT value FROM policy JOIN client USING (client_id)") == "2")
  }

  @Test("An absent column leaves what is stored alone; an empty cell means not known")
  func absentAndEmpty() async throws {
    let agency = try await ImportingAgency()
    try await agency.take([
      "recruiters": "id,name,email,time_zone,daily_minutes\nr1,Rita,rita@example.com,Europe/Zurich,90\n"
    ])
    let outcome = try await agency.take(["recruiters": "id,name,email,daily_minutes\nr1,Rita M,rita@example.com,\n"])
    #expect(outcome.counts("recruiters") == [1, 0, 1, 0, 0, 0, 0])
    #expect(try await agency.rows("SELECT name, time_zone, daily_minutes FROM recruiter") == ["Rita M Europe/Zurich -"])
  }

  @Test("Empty means active, scheduled or open; otherwise not known")
  func defaults() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    #expect(
      try await agency.rows(
        """
        SELECT candidate.status, interview.status, job_order.status, attendee.role, reference_contact.status, recruiter.active
        FROM candidate, interview, job_order, attendee, reference_contact, recruiter
        """
      ) == ["active scheduled open - active t"]
    )
  }

  @Test("A stage with its date goes into the history too, beside what stages.csv says")
  func stages() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["stages"] = """
      application,stage,since
      a1,submitted,2026-11-03T09:00
      a1,interviewing,2026-11-10T14:00Z

      """
    #expect(try await agency.take(files).counts("stages") == [2, 1, 0, 1, 0, 0, 0])
    #expect(
      try await agency.rows("SELECT stage, since FROM application_stage ORDER BY since")
        == ["submitted 2026-11-03 14:00:00+00", "interviewing 2026-11-10 14:00:00+00"]
    )
  }

  @Test("Managers may come later in the file than whom they manage")
  func managers() async throws {
    let agency = try await ImportingAgency()
    let text = """
      id,name,email,manager
      r1,Rita,rita@example.com,r3
      r2,Omar,omar@example.com,r9
      r3,Boss,boss@example.com,
      r4,Nina,nina@example.com,r2
      r5,Self,self@example.com,r5

      """
    let outcome = try await agency.take(["recruiters": text])
    #expect(
      outcome.rejects == [
        "recruiters.csv:3: manager: r9 is not known: this source has no recruiter with that id; import it before or with this row, or correct the id",
        "recruiters.csv:5: manager: r2 is not known: this source has no recruiter with that id; import it before or with this row, or correct the id",
        "recruiters.csv:6: manager: r5 is the recruiter themselves; leave it empty, or name their manager",
      ]
    )
    #expect(
      try await agency.rows(
        """
        SELECT recruiter.external_id, manager.external_id
        FROM recruiter LEFT JOIN recruiter AS manager ON manager.recruiter_id = recruiter.manager_id ORDER BY 1
        """
      ) == ["r1 r3", "r3 -"]
    )
    #expect(try await agency.take(["recruiters": text]).counts("recruiters") == [5, 0, 0, 2, 0, 3, 0])
  }

  @Test("Whom a touch is about: who is named, else the application's, else who takes part, else the reference's")
  func touchCandidates() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["candidates"] = "id,name,recruiter\nc1,Cora,r1\nc2,Carl,r1\n"
    files["touches"] = """
      id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,candidate,application,interview
      t1,2026-11-20T09:10,recruiter,r1,contact,ct1,call,other,c2,,
      t2,2026-11-20T09:10,recruiter,r1,contact,ct1,call,other,,a1,
      t3,2026-11-20T09:10,recruiter,r1,contact,ct1,call,other,,,i1
      t4,2026-11-20T09:10,recruiter,r1,candidate,c2,call,other,,,
      t5,2026-11-20T09:10,reference,rf1,recruiter,r1,call,other,,,
      t6,2026-11-20T09:10,recruiter,r1,contact,ct1,call,other,,,
      t7,2026-11-20T09:10,candidate,c2,,,post,public_post,,,
      t8,2026-11-20T09:10,candidate,c2,,,call,other,,,
      t9,2026-11-20T09:10,recruiter,r1,candidate,c2,call,other,c2,a1,

      """
    let outcome = try await agency.take(files)
    #expect(
      outcome.rejects == [
        "touches.csv:9: party is empty, which is possible only for the channel post; say who was spoken to",
        "touches.csv:10: application: a1 does not belong to the candidate of this touch; correct one of the two",
      ]
    )
    let touches = try await agency.rows(
      """
      SELECT touch.external_id, candidate.external_id, application.external_id, interview.external_id
      FROM touch
      LEFT JOIN candidate ON candidate.candidate_id = touch.candidate_id
      LEFT JOIN application ON application.application_id = touch.application_id
      LEFT JOIN interview ON interview.interview_id = touch.interview_id
      ORDER BY 1
      """
    )
    #expect(touches == ["t1 c2 - -", "t2 c1 a1 -", "t3 c1 a1 i1", "t4 c2 - -", "t5 c1 - -", "t6 - - -", "t7 c2 - -"])
  }

  @Test("A touch that the source corrects is replaced; the others are not touched")
  func correctedTouch() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    let before = try await agency.cell("SELECT touch_id FROM touch WHERE external_id = 't2'")
    var files = smallAgency
    files["touches"] = files["touches"]?.replacing("t1,2026-11-20T09:10", with: "t1,2026-11-20T11:11")
    #expect(try await agency.take(files).counts("touches") == [2, 0, 1, 1, 0, 0, 0])
    #expect(
      try await agency.rows("SELECT external_id, happened_at FROM touch ORDER BY 1")
        == ["t1 2026-11-20 16:11:00+00", "t2 2026-11-20 15:00:00+00"]
    )
    #expect(try await agency.cell("SELECT touch_id FROM touch WHERE external_id = 't2'") == before)
  }

  @Test("Ids are unique per source: the same id of another source is somebody else")
  func sources() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(["recruiters": "id,name,email\nr1,Rita,rita@example.com\n"])
    try await agency.agency.sql("UPDATE recruiter SET source = 'elsewhere'")
    let outcome = try await agency.take([
      "recruiters": "id,name,email\nr1,Other,other@example.com\n", "candidates": "id,name,recruiter\nc1,Cora,r1\n",
    ])
    #expect(outcome.counts("recruiters") == [1, 1, 0, 0, 0, 0, 0])
    #expect(
      try await agency.cell("SELECT recruiter.name FROM candidate JOIN recruiter USING (recruiter_id)") == "Other"
    )
  }

  @Test("A person who was erased is refused as long as the source sends them, and their words are not kept")
  func erased() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    try await agency.agency.sql("UPDATE candidate SET name = 'erased', email = NULL, erased_at = '2026-11-25Z'")
    let again = try await agency.take(smallAgency)
    #expect(again.counts("candidates") == [1, 0, 0, 0, 0, 1, 0])
    #expect(again.firstRejects.first?.value == "c1")
    #expect(try await agency.rows("SELECT name, email FROM candidate") == ["erased -"])
    #expect(try await agency.rows("SELECT record FROM import_reject") == [#"{"id": "c1"}"#])
    // The source may take them out.
    var gone = smallAgency
    gone["candidates"] = "id,name,recruiter,deleted\nc1,Cora,r1,yes\n"
    #expect(try await agency.take(gone).counts("candidates") == [1, 0, 0, 0, 1, 0, 0])
  }

  @Test("A dry run says the same and stores nothing")
  func dryRun() async throws {
    let agency = try await ImportingAgency()
    let dry = try await agency.take(smallAgency, dryRun: true)
    #expect(dry.id == nil)
    #expect(dry.counts("touches") == [2, 2, 0, 0, 0, 0, 0])
    #expect(try await agency.cell("SELECT count(*) FROM recruiter") == "0")
    #expect(try await agency.cell("SELECT count(*) FROM import") == "0")
  }

  @Test("An import that fails half-way leaves nothing behind")
  func failure() async throws {
    let agency = try await ImportingAgency()
    try await agency.agency.sql("ALTER TABLE attendee ADD CONSTRAINT nobody_attends CHECK (contact_id < 0)")
    await #expect(throws: (any Error).self) { try await agency.take(smallAgency) }
    #expect(try await agency.cell("SELECT count(*) FROM recruiter") == "0")
    #expect(try await agency.cell("SELECT count(*) FROM import_row") == "0")
    try await agency.agency.sql("ALTER TABLE attendee DROP CONSTRAINT nobody_attends")
    #expect(try await agency.take(smallAgency).rejected == 0)
  }
}
