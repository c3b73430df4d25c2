import FollowUpEngine
import Foundation
import Tabular
import TestSupport
import Testing

@Suite("Import: shown before it is stored, and taken back")
struct ImportRevertTests {
  /// More than `smallAgency`, so that every canonical file has rows.
  private static let everyFile = smallAgency.merging([
    "holidays": "date,name\n2026-11-26,Thanksgiving\n",
    "recruiters": "id,name,email,manager\nr1,Rita,rita@example.com,r2\nr2,Boss,boss@example.com,\n",
    "absences": "recruiter,from,until,cover\nr1,2026-12-01,2026-12-05,r2\n",
    "policy": "key,value,client\ncheck_in_cap,2,\ncheck_in_cap,3,cl1\ntime_zone,America/Chicago,\n",
    "stages": "application,stage,since\na1,submitted,2026-11-03T09:00\n",
  ]) { $1 }

  /// What every canonical file stores, row by row.
  private static let stored = [
    "holiday", "recruiter", "absence", "client", "contact", "policy", "candidate", "job_order", "application",
    "application_stage", "interview", "attendee", "reference_contact", "touch",
  ]

  private func facts(_ agency: ImportingAgency) async throws -> [String] {
    var facts = [try await agency.cell("SELECT time_zone FROM agency WHERE agency_id = :agency")]
    for table in Self.stored {
      facts += try await agency.rows("SELECT '\(table)', to_jsonb(t)::text FROM \(table) AS t ORDER BY 2")
    }
    return facts
  }

  /// The table without its header line, a line each.
  private func revert(_ agency: ImportingAgency, _ id: Int?, dryRun: Bool = false) async throws -> [String] {
    let buffer = MemoryBuffer()
    _ = try await ImportReverter(agency.agency.session).revert(
      import: try #require(id),
      dryRun: dryRun,
      format: .csv,
      output: .memory(buffer),
      options: SinkOptions()
    )
    return buffer.text.split(separator: "\n").dropFirst().map(String.init)
  }

  @Test("What an import added goes, in every canonical file, and nothing else; twice is refused")
  func added() async throws {
    let agency = try await ImportingAgency()
    let before = try await facts(agency)
    let outcome = try await agency.take(Self.everyFile)
    #expect(outcome.rejects == [])

    let shown = try await revert(agency, outcome.id, dryRun: true)
    #expect(try await facts(agency) != before)
    let lines = try await revert(agency, outcome.id)
    #expect(lines == shown)
    #expect(lines.filter { $0.contains(",removed,") }.count == lines.count - 1, "\(lines)")
    #expect(lines.contains("policy,time_zone,changed,put back,"))
    #expect(Set(lines.map { $0.prefix { $0 != "," } }).count == 14)
    #expect(try await facts(agency) == before)
    #expect(try await agency.cell("SELECT count(*) FROM import_change") == "0")

    await #expect(throws: FollowUpError.self) { _ = try await revert(agency, outcome.id) }
    await #expect(throws: FollowUpError.self) { _ = try await revert(agency, 4711) }
    // The same rows can come in again.
    #expect(try await agency.take(Self.everyFile).written == outcome.written)
  }

  @Test("What an import changed and took out comes back as it was, with what went along")
  func changedAndTakenOut() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(Self.everyFile)
    let before = try await facts(agency)
    let queued = try await agency.queued()
    let outcome = try await agency.take([
      "holidays": "date,name,deleted\n2026-11-26,,yes\n",
      "recruiters": "id,name,email,manager\nr1,Rosa,rosa@example.com,\n",
      "absences": "recruiter,from,until\nr1,2026-12-01,2026-12-24\n",
      "clients": "id,name,check_in_mode\ncl1,Acme Ltd,weekly\n",
      "policy": "key,value,client,deleted\ncheck_in_cap,2,,yes\ncheck_in_cap,5,cl1,\nassume_held,true,,\n",
      "candidates": "id,deleted\nc1,yes\n",
      "contacts": "id,client,name,email,title\nct1,cl1,Ana,,Head\n",
    ])
    #expect(outcome.rejects == [])
    #expect(try await agency.cell("SELECT count(*) FROM touch") == "0")

    let lines = try await revert(agency, outcome.id)
    #expect(lines.contains("candidates,c1,deleted,put back,"))
    #expect(lines.contains("touches,t1,deleted,put back,"))
    #expect(lines.contains("contacts,ct1,changed,put back,"))
    #expect(!lines.contains { $0.contains("kept") }, "\(lines)")
    #expect(try await facts(agency) == before)
    // Whoever comes back is planned again.
    #expect(try await agency.queued() > queued)
  }

  @Test("A corrected touch becomes what it was; one that was corrected again since stays")
  func touches() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    let before = try await facts(agency)
    let head = "id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,interview\n"
    let first = "t1,2026-11-20T09:10,candidate,c1,contact,ct1,call,thank_you,i1\n"
    let second = "t2,2026-11-20T10:00,reference,rf1,recruiter,r1,email,other,\n"
    let correction = try await agency.take(["touches": head + first + second])
    let later = try await agency.take(["touches": head + second.replacing("email", with: "meeting")])

    #expect(
      try await revert(agency, correction.id) == [
        "touches,t1,changed,put back,",
        "touches,t2,changed,kept,stays: import \(try #require(later.id)) changed it since",
      ]
    )
    #expect(try await revert(agency, later.id) == ["touches,t2,changed,put back,"])
    #expect(try await agency.rows("SELECT external_id, channel FROM touch ORDER BY 1") == ["t1 email", "t2 email"])
    #expect(try await facts(agency) != before)
  }

  @Test("A day of other people's work: what they changed, recorded or refer to stays, and each is told")
  func othersWork() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(Self.everyFile)
    let outcome = try await agency.take([
      "candidates": "id,name,recruiter\nc2,Carl,r1\nc3,Dora,r1\nc4,Emil,r1\nc5,Fay,r1\n",
      "applications": "id,candidate,job_order\na2,c2,j1\na5,c5,j1\n",
      "clients": "id,name\ncl2,Bolt\ncl3,Cask\n",
      "recruiters":
        "id,name,email,manager\nr3,Chief,c@example.com,\nr4,Dan,dan@example.com,r3\nr5,Eve,eve@example.com,r4\n",
    ])
    #expect(outcome.rejects == [])
    let id = try #require(outcome.id)
    // Another import changes a candidate, brings an interview of a2, and a candidate of r4's.
    let other = try await agency.take([
      "candidates": "id,name,recruiter\nc3,Dora Doe,r1\nc6,Gus,r4\n",
      "interviews": "id,application,starts_at,ends_at\ni2,a2,2026-11-19T15:00,2026-11-19T16:00\n",
      "clients": "id,deleted\ncl3,yes\n",
    ])
    #expect(other.rejects == [])
    // Somebody logs a touch with c4.
    _ = try await TouchLog(agency.agency.session).record(
      TouchEntry(
        actor: try TouchEntry.Who("recruiter:r1"),
        party: try TouchEntry.Who("candidate:c4"),
        channel: "call",
        purpose: "guidance",
        happenedAt: agency.agency.session.asOf.addingTimeInterval(-3600)
      ),
      force: true
    )

    let lines = try await revert(agency, id)
    #expect(
      lines == [
        "recruiters,r3,added,kept,stays: recruiters refer to it",
        "recruiters,r4,added,kept,stays: candidates refer to it",
        "recruiters,r5,added,removed,",
        "clients,cl2,added,removed,",
        "clients,cl3,added,gone,is gone: import \(try #require(other.id)) took it out",
        "candidates,c2,added,kept,stays: applications refer to it",
        "candidates,c3,added,kept,stays: import \(try #require(other.id)) changed it since",
        "candidates,c4,added,kept,stays: touches refer to it",
        "candidates,c5,added,removed,",
        "applications,a2,added,kept,stays: interviews refer to it",
        "applications,a5,added,removed,",
      ],
      "\(lines)"
    )
    #expect(
      try await agency.cell("SELECT string_agg(external_id, ' ' ORDER BY external_id) FROM candidate")
        == "c1 c2 c3 c4 c6"
    )
  }

  @Test("What was taken out stays out where it has come in again, or what it refers to is gone")
  func cannotComeBack() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    let outcome = try await agency.take(["applications": "id,deleted\na1,yes\n", "contacts": "id,deleted\nct1,yes\n"])
    try await agency.take(["contacts": smallAgency["contacts"] ?? "", "candidates": "id,deleted\nc1,yes\n"])

    let lines = try await revert(agency, outcome.id)
    #expect(lines.contains("contacts,ct1,deleted,kept,stays: it has come in again since"), "\(lines)")
    #expect(lines.contains("applications,a1,deleted,kept,stays out: its candidate is gone"), "\(lines)")
    #expect(try await agency.cell("SELECT count(*) FROM application") == "0")
  }

  @Test("After 90 days an import cannot be taken back")
  func tooOld() async throws {
    let agency = try await ImportingAgency()
    let first = try await agency.take(smallAgency)
    _ = try await agency.rows(
      "UPDATE import SET started_at = started_at - interval '91 days' WHERE agency_id = :agency"
    )
    try await agency.take(["holidays": "date\n2026-12-25\n"])

    let error = await #expect(throws: FollowUpError.self) { _ = try await revert(agency, first.id) }
    #expect(error?.kind == .usage)
    #expect(error?.message.contains("90 days") == true)
  }

  @Test("A preview shows each cell before and after, rejects and skips, and stores nothing")
  func preview() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    let before = try await facts(agency)
    let folder = try agency.folder([
      "candidates": "id,name,recruiter,email\nc1,Cora,r1,new@example.com\nc2,Carl,r1,\nc3,Dora,r9,\nc4,Emil,r1,\n",
      "policy": "key,value\ncheck_in_cap,2\n",
      "attendees": "interview,contact,role\ni1,ct1,other\n",
      "references": "id,deleted\nrf1,yes\n",
    ])
    let buffer = MemoryBuffer()
    let outcome = try await Importer(agency.agency.session).preview(
      source: "canonical",
      paths: [folder],
      limit: 1,
      format: .csv,
      output: .memory(buffer),
      options: SinkOptions()
    )
    #expect(outcome.id == nil)
    #expect(outcome.counts("candidates") == [4, 2, 1, 0, 0, 1, 0])
    #expect(
      buffer.text.replacing(folder + "/", with: "").split(separator: "\n").map(String.init) == [
        "target,change,id,column,before,after,reason",
        "policy,added,check_in_cap,value,,2,",
        "candidates,added,c2,name,,Carl,",
        "candidates,added,c2,recruiter,,r1,",
        "candidates,added,c2,status,,active,",
        "candidates,added,c2,do_not_contact,,false,",
        "candidates,changed,c1,email,cora@example.com,new@example.com,",
        "candidates,rejected,candidates.csv:4,recruiter,,r9,"
          + "\"is not known: this source has no recruiter with that id; import it before or with this row, or correct the id\"",
        "attendees,changed,i1 ct1,role,,other,",
        "references,deleted,rf1,candidate,c1,,",
        "references,deleted,rf1,name,Rolf,,",
        "references,deleted,rf1,consent,yes,,",
        "references,deleted,rf1,status,active,,",
        "references,deleted,rf1,do_not_contact,false,,",
        "touches,deleted,t2,happened_at,2026-11-20T15:00:00+00:00,,",
        "touches,deleted,t2,actor_kind,reference,,",
        "touches,deleted,t2,party_kind,recruiter,,",
        "touches,deleted,t2,party,r1,,",
        "touches,deleted,t2,channel,call,,",
        "touches,deleted,t2,purpose,other,,",
        "touches,deleted,t2,candidate,c1,,",
      ],
      "\(buffer.text)"
    )
    #expect(try await facts(agency) == before)
    #expect(try await agency.cell("SELECT count(*) FROM import WHERE agency_id = :agency") == "1")
  }
}

@Suite("Import: what a complete export lacks")
struct ImportCompleteTests {
  private static let three = smallAgency.merging([
    "candidates": "id,name,recruiter\nc1,Cora,r1\nc2,Carl,r1\nc3,Dora,r1\nc4,Emil,r1\n",
    "references": "id,candidate,name\nrf1,c1,Rolf\nrf2,c1,Sven\nrf3,c1,Tara\n",
    "contacts": "id,client,name\nct1,cl1,Ana\nct2,cl1,Ben\nct3,cl1,Cem\n",
    "job_orders": "id,client,title,recruiter\nj1,cl1,Welder,r1\nj2,cl1,Fitter,r1\nj3,cl1,Cook,r1\n",
    "recruiters": "id,name,email\nr1,Rita,rita@example.com\nr2,Rob,rob@example.com\nr3,Roy,roy@example.com\n",
  ]) { $1 }

  private func take(
    _ agency: ImportingAgency,
    _ files: [String: String],
    allowMany: Bool = false
  ) async throws -> ImportOutcome {
    try await Importer(agency.agency.session).run(
      source: "canonical",
      paths: [try agency.folder(files)],
      extent: .complete(allowMany: allowMany)
    )
  }

  private func states(_ agency: ImportingAgency) async throws -> [String] {
    try await agency.rows(
      """
      SELECT external_id, status, (status_since IS NOT NULL)::text FROM candidate
      UNION ALL
      SELECT external_id, status, (status_since IS NOT NULL)::text FROM job_order
      UNION ALL
      SELECT external_id, status, (status_since IS NOT NULL)::text FROM reference_contact
      UNION ALL
      SELECT external_id, active::text, NULL FROM recruiter
      ORDER BY 1
      """
    )
  }

  @Test("It becomes inactive, in the files that there are; what has no state stays and is named; it can be taken back")
  func vanished() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(Self.three)
    let before = try await states(agency)
    let files = [
      "candidates": "id,name,recruiter\nc1,Cora,r1\nc2,Carl,r1\nc3,Dora,r1\n",
      "contacts": "id,client,name\nct1,cl1,Ana\nct2,cl1,Ben\n",
      "job_orders": "id,client,title,recruiter\nj1,cl1,Welder,r1\nj2,cl1,Fitter,r1\n",
      "recruiters": "id,name,email\nr1,Rita,rita@example.com\nr2,Rob,rob@example.com\n",
    ]
    let outcome = try await take(agency, files)
    #expect(
      outcome.vanished.map(\.description) == [
        "recruiters: 1 row that is stored is not in this export: now inactive",
        "contacts: 1 row that is stored is not in this export: kept as it is, since these have no state",
        "candidates: 1 row that is stored is not in this export: now inactive",
        "job_orders: 1 row that is stored is not in this export: now closed",
      ]
    )
    #expect(
      try await states(agency) == [
        "c1 active false", "c2 active false", "c3 active false", "c4 inactive true", "j1 open false", "j2 open false",
        "j3 closed true", "r1 true -", "r2 true -", "r3 false -", "rf1 active false", "rf2 active false",
        "rf3 active false",
      ]
    )
    // What is inactive already does not vanish again.
    #expect(try await take(agency, files).vanished.map(\.target) == ["contacts"])

    let buffer = MemoryBuffer()
    _ = try await ImportReverter(agency.agency.session).revert(
      import: try #require(outcome.id),
      format: .csv,
      output: .memory(buffer),
      options: SinkOptions()
    )
    #expect(buffer.text.contains("candidates,c4,changed,put back,"), "\(buffer.text)")
    #expect(try await states(agency) == before)
  }

  @Test("Half an export, and one with rejects, change nothing")
  func refused() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(Self.three)
    let before = try await states(agency)
    let half = ["candidates": "id,name,recruiter\nc1,Cora,r1\nc2,Changed,r1\n"]
    let error = await #expect(throws: FollowUpError.self) { _ = try await take(agency, half) }
    #expect(error?.kind == .badData)
    #expect(error?.message.contains("lacks 2 of the 4 candidates") == true)

    let rejected = ["candidates": "id,name,recruiter\nc1,Cora,r1\nc2,Carl,r1\nc3,Dora,r9\nc4,Emil,r1\n"]
    let refusal = await #expect(throws: FollowUpError.self) { _ = try await take(agency, rejected) }
    #expect(refusal?.message.contains("must have no rejects") == true)
    #expect(try await states(agency) == before)
    #expect(try await agency.cell("SELECT count(*) FROM import WHERE agency_id = :agency") == "1")

    #expect(try await take(agency, half, allowMany: true).vanished.map(\.rows) == [2])
  }
}
