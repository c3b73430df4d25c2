import FollowUpEngine
import TestSupport
import Testing

@Suite("Reports: what to correct at the source, and the interviews to come")
struct DataQualityReportTests {
  @Test("Addresses, numbers, people twice, interviews without a lead or an end, touches that answer nothing")
  func faults() async throws {
    var files = QuietAgency.files
    // Ben's and Bea's numbers end alike, and they have no address; Cid's and Col's are the same, but they have one each.
    files["contacts.csv"] = """
      id,client,name,email,phone
      ana,cl1,Ana,ana@acme.example,
      ana2,cl1,ANA,,
      bo,cl2,Bo,bo@bolt.example,
      bo2,cl1,Bo,bo@bolt.example,
      ben,cl1,Ben,,+1 212 555 0101
      bea,cl1,Bea,,+1 312 555 0101
      cid,cl1,Cid,cid@acme.example,+1 212 555 0199
      col,cl1,Col,col@acme.example,+1 212 555 0199
      non,cl2,Non,not an address,12345
      """
    files["candidates.csv"] = """
      id,name,recruiter,email,phone,status
      c1,Carl,r1,carl@home.example,+1 646 555 0100,inactive
      c2,Dora,r2,dora@home.example,(646) 555-0100,inactive
      c3,Carl,r2,Carl@Home.example,,inactive
      c4,Dirk,r2,dirk@home.example,1-646-555-0100,inactive
      """
    files["interviews.csv"] = """
      id,application,starts_at,ends_at,status
      i1,a1,2026-11-10T10:00:00-05:00,2026-11-10T11:00:00-05:00,held
      i2,a1,2026-11-11T10:00:00-05:00,2026-11-11T11:00:00-05:00,held
      i3,a2,2026-11-12T10:00:00-05:00,2026-11-12T10:00:00-05:00,held
      i4,a2,2026-11-13T10:00:00-05:00,2026-11-13T11:00:00-05:00,cancelled
      """
    files["attendees.csv"] = """
      interview,contact,role
      i2,ana,other
      i3,bo,interviewer
      """
    files["touches.csv"] = """
      id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application
      t1,2026-11-09T10:00:00-05:00,candidate,c1,contact,ana,email,thank_you,a1
      t2,2026-11-13T10:00:00-05:00,candidate,c1,contact,bo,email,thank_you,a2
      t3,2026-11-14T10:00:00-05:00,contact,bo,recruiter,r1,call,word,
      t4,2026-11-14T10:00:00-05:00,contact,bo,recruiter,r1,call,word,a2
      t5,2026-08-01T10:00:00-05:00,contact,bo,recruiter,r1,call,word,
      """
    let story = try await ReportStory.begin(files, asOf: "2026-11-18T12:00:00-05:00")
    // As after an update of the server's list of zones.
    try await story.agency.sql(
      "UPDATE client SET time_zone = 'America/Atlantis' WHERE agency_id = :agency AND external_id = 'cl2'"
    )
    let rows = try await story.rows("data_quality").map { row in
      ["kind", "id", "column_name", "fault", "recruiter_id", "client_id"].compactMap { row[$0] }.filter { !$0.isEmpty }
        .joined(separator: " | ")
    }
    #expect(
      rows == [
        "candidate | c3 | email | is also that of candidate c1; they are taken for one person; if so: followup person merge candidate c1 c3 | r2",
        "candidate | c4 | phone | is also that of candidate c1; perhaps they are one person; if so: followup person merge candidate c1 c4 | r2",
        "client | cl2 | time_zone | is not a time zone that the server knows; local times of this row cannot be told | cl2",
        "contact | ana2 | name | is also the name of contact ana at this client; perhaps they are one person; if so: followup person merge contact ana ana2 | cl1",
        "contact | bea | phone | ends as that of contact ben; without addresses they are taken for one person; if so: followup person merge contact ben bea | cl1",
        "contact | non | email | is not an address; it identifies nobody, and nothing is sent to it | cl2",
        "contact | non | phone | is not a telephone number of at least seven digits that are not all the same; it identifies nobody | cl2",
        "interview | i1 | attendees | has no attendees; nobody can be thanked | r1 | cl1",
        "interview | i2 | attendees | has no attendee in the role interviewer; nobody is to be thanked | r1 | cl1",
        "interview | i3 | ends_at | is the moment at which it starts; what is due after the interview is due too early | r1 | cl2",
        "touch | t1 | interview | is about no interview that had ended by then; it answers nothing | r1 | cl1",
        "touch | t3 | application | names no application; it does not end the client's silence | cl2",
      ]
    )
    #expect(try await story.rows("data_quality", ["touch_days": "365"]).filter { $0["kind"] == "touch" }.count == 3)
  }

  @Test("Interviews to come, until the end of the last day, with what is not ready")
  func interviews() async throws {
    var files = QuietAgency.files
    files["contacts.csv"] = """
      id,client,name,email
      ana,cl1,Ana,ana@acme.example
      abe,cl1,Abe,
      bo,cl2,Bo,bo@bolt.example
      """
    files["interviews.csv"] = """
      id,application,starts_at,ends_at,status
      i1,a1,2026-11-10T10:00:00-05:00,2026-11-10T11:00:00-05:00,held
      i2,a1,2026-11-18T12:00:00-05:00,2026-11-18T13:00:00-05:00,scheduled
      i3,a2,2026-11-18T12:00:00-05:00,2026-11-18T13:00:00-05:00,scheduled
      i4,a3,2026-11-20T23:30:00-05:00,2026-11-21T00:30:00-05:00,scheduled
      i5,a3,2026-11-21T00:00:00-05:00,2026-11-21T00:30:00-05:00,scheduled
      i6,a3,2026-11-19T10:00:00-05:00,2026-11-19T11:00:00-05:00,cancelled
      """
    files["attendees.csv"] = """
      interview,contact,role
      i2,ana,interviewer
      i2,abe,interviewer
      i4,ana,interviewer
      """
    let story = try await ReportStory.begin(files, asOf: "2026-11-18T12:00:00-05:00")
    try await story.owe([
      Owed(rule: "reference_heads_up", candidate: "c2", application: "a3", due: "2026-11-19T12:00:00-05:00", times: 2)
    ])
    let lines = try await story.lines(
      "interviews_upcoming",
      ["days": "2"],
      "interview_id",
      "recruiter_id",
      "candidate_id",
      "client_id",
      "interviews_before",
      "interviewers",
      "references_untold",
      "not_ready"
    )
    // One candidate, two processes, at the same time.
    #expect(
      lines == [
        "i2 r1 c1 cl1 1 Abe, Ana 0 no usable email of Abe", "i3 r1 c1 cl2 0 - 0 nobody is named who leads it",
        "i4 r2 c2 cl1 0 Ana 2 2 references not told",
      ]
    )
  }
}
