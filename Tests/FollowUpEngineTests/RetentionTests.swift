import FollowUpEngine
import Tabular
import TestSupport
import Testing

@Suite("How long people are kept")
struct RetentionTests {
  private static let files = [
    "recruiters": "id,name,email\nr1,Rita,rita@example.com\n",
    "clients": "id,name\ncl1,Acme\n",
    "contacts": "id,client,name,email\nct1,cl1,Ana,ana@example.com\n",
    "candidates": """
    id,name,email,phone,recruiter,status,status_since
    old,Olga Old,olga@example.com,,r1,inactive,2024-01-10T12:00:00Z
    active,Anton Act,anton@example.com,,r1,active,2024-01-10T12:00:00Z
    lately,Lea Late,lea@example.com,,r1,inactive,2024-01-10T12:00:00Z
    undated,Udo Und,,,r1,inactive,
    client,Ana Ruiz,ana@example.com,,r1,inactive,2024-01-10T12:00:00Z
    mailed,Mia Mail,mia@example.com,,r1,inactive,2024-01-10T12:00:00Z
    young,Yara Young,,,r1,inactive,2026-05-20T12:00:00Z

    """,
    "references": """
    id,candidate,name,email,phone,status,status_since,added_at
    r-old,old,Ralf Ref,ralf@example.com,,inactive,2024-01-10T12:00:00Z,2023-12-01T12:00:00Z
    r-active,active,Rosa Ref,rosa@example.com,,inactive,2024-01-10T12:00:00Z,2023-12-01T12:00:00Z
    r-self,undated,Olga Old,Olga@Example.com,,inactive,2024-01-10T12:00:00Z,2023-12-01T12:00:00Z

    """,
    "touches": """
    id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,candidate,note
    t1,2024-02-01T12:00:00Z,recruiter,r1,candidate,old,call,other,,Olga Old sings
    t2,2026-10-01T12:00:00Z,recruiter,r1,candidate,lately,call,other,,
    t3,2026-10-01T12:00:00Z,recruiter,r1,reference,r-old,call,keep_in_touch,,

    """,
  ]

  private static func agency(_ policy: [String: String]) async throws -> ImportingAgency {
    let agency = try await ImportingAgency()
    try await agency.take(files)
    try await agency.agency.sql(
      """
      INSERT INTO message (agency_id, key, kind, recipient_kind, recipient_id, recipient_address, subject, body_text, local_date,
        created_at, state, next_attempt_at)
      SELECT :agency, 'm1', 'nudge', 'candidate', candidate_id, 'mia@example.com', 's', 'b', '2024-01-10', now(), 'failed', now()
      FROM candidate WHERE agency_id = :agency AND external_id = 'mailed'
      """
    )
    for (key, value) in policy.sorted(by: { $0.key > $1.key }) {
      try await PolicyBook(agency.agency.session).set(key: key, value: value, client: nil)
    }
    return agency
  }

  private static func due(_ agency: ImportingAgency) async throws -> [String] {
    try await agency.rows(
      """
      SELECT concat_ws(' ', external_id, to_char(last_fact_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') || ':', coalesce(blocked_by, 'goes'), blocked_until)
      FROM people_due(:agency, '2026-11-30T12:00:00Z')
      ORDER BY external_id
      """
    )
  }

  @Test("Each who is kept although their time is over has what blocks it; who goes has nothing that does")
  func blocks() async throws {
    let agency = try await Self.agency(["keep_candidates_days": "365"])
    #expect(
      try await Self.due(agency) == [
        "active 2024-01-10: is active: the search goes on",
        "client 2024-01-10: is the same person as contact ct1, who is kept",
        "mailed 2024-01-10: a message to them or about them is not settled",
        // Olga is a reference too, and references are kept for ever.
        "old 2024-02-01: is the same person as reference r-self, who is kept",
        "undated 2024-01-10: goes",
      ]
    )
    let outcome = try await Retention(agency.agency.session, by: "mia", folders: TraceFolders([])).run()
    #expect((outcome.candidates, outcome.references, outcome.blocked) == (1, 0, 4))
  }

  @Test("References stay while somebody active needs them, or they are spoken with; rows of one person go together")
  func references() async throws {
    let agency = try await Self.agency(["keep_candidates_days": "365", "keep_references_days": "365"])
    #expect(
      try await Self.due(agency).filter { !$0.hasPrefix("client") && !$0.hasPrefix("mailed") } == [
        "active 2024-01-10: is active: the search goes on",
        "old 2024-02-01: goes",
        "r-active 2024-01-10: vouches for the candidate active, who is active",
        "r-self 2024-01-10: goes",
        "undated 2024-01-10: goes",
      ]
    )

    let session = agency.agency.session
    let outcome = try await Retention(session, by: "mia", folders: TraceFolders([])).run()
    let again = try await Retention(session, by: "mia", folders: TraceFolders([])).run()

    #expect((outcome.candidates, outcome.references) == (2, 1))
    #expect((again.candidates, again.references, again.blocked) == (0, 0, 4))
    #expect(
      try await agency.rows(
        "SELECT ground, candidates, reference_contacts FROM erasure WHERE agency_id = :agency ORDER BY 3"
      ) == ["age 1 0", "age 1 1"]
    )
    #expect(try await agency.cell("SELECT note FROM touch WHERE agency_id = :agency AND external_id = 't1'") == "-")
    let refused = try await agency.take(Self.files)
    #expect(refused.counts("candidates") == [7, 0, 0, 5, 0, 2, 0])
    #expect(refused.counts("references") == [3, 0, 0, 2, 0, 1, 0])

    // One of them comes back, under both rows; the other stays out.
    var known = Readmission.Known()
    known.id = ("candidate", "old")
    let back = try await Readmission(session, by: "mia").readmit(known, reason: "a new consent")
    #expect(back?.rows == 2)
    let taken = try await agency.take(Self.files)
    #expect(taken.counts("candidates") == [7, 0, 1, 5, 0, 1, 0])
    #expect(taken.counts("references") == [3, 0, 1, 2, 0, 0, 0])
    #expect(
      try await agency.cell(
        """
        SELECT concat(name, erased_at, readmitted_at)
        FROM candidate
        WHERE agency_id = :agency AND external_id = 'old'
        """
      ) == "Olga Old"
    )
  }

  @Test("More than a batch holds: all go, each as an erasure of their own")
  func batches() async throws {
    let agency = try await ImportingAgency()
    let rows = (1...60).map { "x\($0),Name\($0) Surname\($0),x\($0)@example.com,r1,inactive,2024-01-10T12:00:00Z" }
    try await agency.take([
      "recruiters": "id,name,email\nr1,Rita,rita@example.com\n",
      "candidates": "id,name,email,recruiter,status,status_since\n" + rows.joined(separator: "\n") + "\n",
    ])
    try await PolicyBook(agency.agency.session).set(key: "keep_candidates_days", value: "700", client: nil)
    let outcome = try await Retention(agency.agency.session, by: "mia", folders: TraceFolders([])).run()
    #expect(outcome.candidates == 60)
    let kept = "SELECT count(*) FROM candidate WHERE agency_id = :agency AND name <> 'erased'"
    #expect(try await agency.cell(kept) == "0")
    #expect(try await agency.cell("SELECT count(*) FROM erasure WHERE agency_id = :agency") == "60")
  }

  @Test("The minimum holds even where a policy has come to be below it")
  func minimum() async throws {
    let agency = try await Self.agency(["keep_minimum_days": "100", "keep_candidates_days": "120"])
    let book = PolicyBook(agency.agency.session)
    // Back to the default, which is 180.
    let error = await #expect(throws: FollowUpError.self) {
      try await book.set(key: "keep_minimum_days", value: "", client: nil)
    }
    #expect(error?.message == "keep_minimum_days must not be more than the 120 days of keep_candidates_days")
    try await agency.agency.sql("DELETE FROM policy WHERE agency_id = :agency AND key = 'keep_minimum_days'")
    try await agency.agency.sql(
      "UPDATE candidate SET status_since = '2026-07-20T12:00:00Z' WHERE agency_id = :agency AND external_id = 'young'"
    )
    #expect(
      try await Self.due(agency).last
        == "young 2026-07-20: people are kept for 180 days at least 2027-01-16 13:00:00+00"
    )
  }

  @Test("Ground, date and source of a consent come in, are refused when wrong, and go with the person")
  func consent() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(Self.files)
    let outcome = try await agency.take([
      "references": """
      id,candidate,name,consent,lawful_basis,consent_at,consent_source
      r-old,old,Ralf Ref,yes,consent,2024-01-05T09:00:00Z,form
      r-active,active,Rosa Ref,yes,habit,2024-01-05T09:00:00Z,
      r-self,undated,Olga Old,yes,legitimate_interest,2030-01-05T09:00:00Z,

      """
    ])
    #expect(outcome.rejects.count == 2)
    #expect(outcome.rejects.first?.hasPrefix("references.csv:3: lawful_basis: habit is not") == true)
    #expect(outcome.rejects.last?.hasPrefix("references.csv:4: consent_at: 2030-01-05T09:00:00Z") == true)
    let stored = """
      SELECT lawful_basis, consent_at, consent_source
      FROM reference_contact
      WHERE agency_id = :agency AND external_id = 'r-old'
      """
    #expect(try await agency.cell(stored) == "consent 2024-01-05 09:00:00+00 form")
    // A file without the columns leaves them alone; an import that changes them can be taken back.
    try await agency.take(["references": Self.files["references", default: ""]])
    #expect(try await agency.cell(stored) == "consent 2024-01-05 09:00:00+00 form")
    let later = try await agency.take([
      "references": "id,candidate,name,lawful_basis,consent_at,consent_source\nr-old,old,Ralf Ref,contract,,\n"
    ])
    #expect(try await agency.cell(stored) == "contract - -")
    _ = try await ImportReverter(agency.agency.session).revert(
      import: try #require(later.id),
      format: .csv,
      output: .memory(MemoryBuffer()),
      options: SinkOptions()
    )
    #expect(try await agency.cell(stored) == "consent 2024-01-05 09:00:00+00 form")
    // Of references who were used, those without a ground, or by a consent without a date, are to be corrected.
    try await agency.agency.sql(
      "UPDATE reference_contact SET lawful_basis = 'consent' WHERE agency_id = :agency AND external_id = 'r-self'"
    )
    try await agency.take([
      "touches": """
      id,happened_at,actor_kind,actor,party_kind,party,channel,purpose
      u1,2026-11-20T12:00:00Z,recruiter,r1,reference,r-old,call,progress
      u2,2026-11-20T12:00:00Z,recruiter,r1,reference,r-active,call,progress
      u3,2026-11-20T12:00:00Z,recruiter,r1,reference,r-self,call,progress

      """
    ])
    #expect(
      try await agency.agency.report("data_quality").filter { $0["kind"] == "reference" }.map {
        "\($0["id"] ?? "") \($0["column_name"] ?? "")"
      }.filter { $0.hasSuffix("lawful_basis") || $0.hasSuffix("consent_at") }
        == ["r-active lawful_basis", "r-self consent_at"]
    )
    let held = try await PersonExport(agency.agency.session).read(.id(kind: "reference", "r-old"))
    #expect(held.counts.contains { $0.part == "Reference" && $0.records == 1 })
    _ = try await PersonErasure(agency.agency.session, by: "mia", folders: TraceFolders([])).erase(
      .id(kind: "reference", "r-old")
    )
    #expect(try await agency.cell(stored) == "consent 2024-01-05 09:00:00+00 -")
  }
}
