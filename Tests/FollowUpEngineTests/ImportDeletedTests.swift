import FollowUpEngine
import TestSupport
import Testing

@Suite("Import: the column deleted takes a row out as if it had never been")
struct ImportDeletedTests {
  private func stored(_ agency: ImportingAgency) async throws -> String {
    try await agency.cell(
      """
      SELECT (SELECT count(*) FROM recruiter), (SELECT count(*) FROM client), (SELECT count(*) FROM contact),
        (SELECT count(*) FROM candidate), (SELECT count(*) FROM job_order), (SELECT count(*) FROM application),
        (SELECT count(*) FROM interview), (SELECT count(*) FROM attendee), (SELECT count(*) FROM reference_contact),
        (SELECT count(*) FROM touch)
      """
    )
  }

  @Test(
    "Everything that refers to it is removed too, also touches with either side",
    arguments: [
      ("touches", "id,deleted\nt1,yes\n", "1 1 1 1 1 1 1 1 1 1"),
      ("attendees", "interview,contact,deleted\ni1,ct1,yes\n", "1 1 1 1 1 1 1 0 1 2"),
      ("interviews", "id,deleted\ni1,yes\n", "1 1 1 1 1 1 0 0 1 1"),
      ("references", "id,deleted\nrf1,TRUE\n", "1 1 1 1 1 1 1 1 0 1"),
      ("applications", "id,deleted\na1,yes\n", "1 1 1 1 1 0 0 0 1 1"),
      ("contacts", "id,deleted\nct1,yes\n", "1 1 0 1 0 0 0 0 1 1"),
      ("clients", "id,deleted\ncl1,yes\n", "1 0 0 1 0 0 0 0 1 1"),
      ("candidates", "id,deleted\nc1,yes\n", "1 1 1 0 1 0 0 0 0 0"),
      ("recruiters", "id,deleted\nr1,yes\n", "0 1 1 0 0 0 0 0 0 0"),
    ]
  )
  func goesAlong(_ example: (target: String, text: String, left: String)) async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    #expect(try await stored(agency) == "1 1 1 1 1 1 1 1 1 2")

    let outcome = try await agency.take([example.target: example.text])
    #expect(outcome.counts(example.target) == [1, 0, 0, 0, 1, 0, 0])
    #expect(try await stored(agency) == example.left)

    // Taken out already: nothing changes.
    #expect(try await agency.take([example.target: example.text]).counts(example.target) == [1, 0, 0, 1, 0, 0, 0])
  }

  @Test("Rows of the same import that refer to it are out as well, and no rejects; twice changes nothing")
  func sameImport() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["candidates"] = "id,name,recruiter,deleted\nc1,Cora,r1,yes\nc2,Carl,r1,no\n"
    let fresh = try await agency.take(files)
    #expect(fresh.rejects == [])
    #expect(try await stored(agency) == "1 1 1 1 1 0 0 0 0 0")
    #expect(fresh.counts("candidates") == [2, 1, 0, 1, 0, 0, 0])
    #expect(fresh.counts("touches") == [2, 0, 0, 2, 0, 0, 0])
    #expect(try await agency.take(files).written == 0)
  }

  @Test("What was stored before and is sent again goes out with it, each row counted as deleted")
  func storedBefore() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    var files = smallAgency
    files["candidates"] = "id,deleted\nc1,yes\n"
    let outcome = try await agency.take(files)
    for target in ["candidates", "applications", "interviews", "attendees", "references"] {
      #expect(outcome.counts(target) == [1, 0, 0, 0, 1, 0, 0], "\(target)")
    }
    #expect(outcome.counts("touches") == [2, 0, 0, 0, 2, 0, 0])
    #expect(try await stored(agency) == "1 1 1 0 1 0 0 0 0 0")
  }

  @Test("A stored row in between, that the import does not name, is out too")
  func inBetween() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    let outcome = try await agency.take([
      "candidates": "id,deleted\nc1,yes\n",
      "interviews":
        "id,application,starts_at,ends_at\ni1,a1,2026-11-19T15:00,2026-11-19T16:00\ni2,a1,2026-11-20T15:00,2026-11-20T16:00\n",
    ])
    #expect(outcome.rejects == [])
    #expect(outcome.counts("interviews") == [2, 0, 0, 1, 1, 0, 0])
  }

  @Test("A row that is pointed elsewhere in the same import stays")
  func pointedElsewhere() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    let outcome = try await agency.take([
      "contacts": "id,client,name,deleted\nct1,cl1,Ana,yes\nct2,cl1,Ben,\n",
      "job_orders": "id,client,title,recruiter,hiring_contact\nj1,cl1,Welder,r1,ct2\n",
    ])
    #expect(outcome.rejects == [])
    #expect(try await stored(agency) == "1 1 1 1 1 1 1 0 1 1")
  }

  @Test("Taken out and sent again, an application may be another candidate's")
  func anotherOwner() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["candidates"]? += "c2,Carl,r1,,\n"
    try await agency.take(files)
    try await agency.take(["applications": "id,deleted\na1,yes\n"])
    let outcome = try await agency.take(["applications": "id,candidate,job_order\na1,c2,j1\n"])
    #expect(outcome.counts("applications") == [1, 1, 0, 0, 0, 0, 0])
  }

  @Test("Holidays, policy, absences and stages go by their keys")
  func keys() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["holidays"] = "date,name\n2026-11-26,Thanksgiving\n"
    files["policy"] = "key,value,client\ncheck_in_cap,2,\ncheck_in_cap,3,cl1\n"
    files["absences"] = "recruiter,from,until\nr1,2026-12-01,2026-12-05\n"
    files["stages"] = "application,stage,since\na1,submitted,2026-11-03T09:00\n"
    try await agency.take(files)
    let outcome = try await agency.take([
      "holidays": "date,deleted\n2026-11-26,yes\n",
      "policy": "key,client,deleted\ncheck_in_cap,cl1,yes\n",
      "absences": "recruiter,from,deleted\nr1,2026-12-01,yes\n",
      "stages": "application,stage,since,deleted\na1,submitted,2026-11-03T14:00Z,yes\n",
    ])
    for target in ["holidays", "policy", "absences", "stages"] {
      #expect(outcome.counts(target) == [1, 0, 0, 0, 1, 0, 0], "\(target)")
    }
    #expect(
      try await agency.rows(
        """
        SELECT (SELECT count(*) FROM holiday), (SELECT string_agg(value, ',') FROM policy), (SELECT count(*) FROM absence),
          (SELECT string_agg(stage, ',') FROM application_stage)
        """
      ) == ["0 2 0 interviewing"]
    )
  }
}
