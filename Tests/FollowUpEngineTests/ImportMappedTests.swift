import Catalog
import FollowUpEngine
import Foundation
import TestSupport
import Testing

@Suite("Import: foreign exports by mapping alone")
struct ImportMappedTests {
  private static let demo = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/opencats-demo"

  private func openCATS() async throws -> ImportingAgency {
    try await ImportingAgency(zone: "America/Los_Angeles", asOf: "2007-01-25T13:30:00Z")
  }

  @Test("OpenCATS' demo agency: every row is stored or skipped for a reason; the second time nothing changes")
  func openCATSCounts() async throws {
    let agency = try await openCATS()
    let outcome = try await Importer(agency.agency.session).run(source: "opencats", paths: [Self.demo])
    #expect(outcome.addsUp)
    #expect(outcome.rejects == [])
    let counts = outcome.files.map { file in
      "\(URL(fileURLWithPath: file.file).lastPathComponent) \(file.target) \(file.read) \(file.added) \(file.unchanged) \(file.skipped)"
    }
    #expect(
      counts == [
        "activity.csv touches 8 8 0 0",
        "activity_type.csv  7 0 0 7",
        "calendar_event.csv  1 0 0 1",
        "calendar_event_type.csv  6 0 0 6",
        "candidate.csv candidates 71 69 0 2",
        "candidate_joborder.csv applications 8 8 0 0",
        "candidate_joborder_status.csv  11 0 0 11",
        "candidate_joborder_status_history.csv stages 8 0 5 3",
        "candidate_source.csv  1 0 0 1",
        "client.csv clients 2 2 0 0",
        "contact.csv contacts 2 2 0 0",
        "joborder.csv job_orders 3 3 0 0",
        "user.csv recruiters 3 1 0 2",
      ]
    )
    #expect(outcome.skips.reduce(0) { $0 + $1.rows } == outcome.files.reduce(0) { $0 + $1.skipped })
    #expect(
      outcome.skips.contains { $0.reason == "the same person as line 3 (same name and email1)" && $0.firstLine == 4 }
    )

    let queued = try await agency.queued()
    let second = try await Importer(agency.agency.session).run(source: "opencats", paths: [Self.demo])
    #expect(second.written == 0)
    #expect(second.files.allSatisfy { $0.unchanged + $0.skipped == $0.read })
    #expect(try await agency.queued() == queued)
  }

  @Test("OpenCATS' 0 is empty, its notes hold no HTML any more, and its history gives the stage and its date")
  func openCATSFacts() async throws {
    let agency = try await openCATS()
    _ = try await Importer(agency.agency.session).run(source: "opencats", paths: [Self.demo])
    #expect(
      try await agency.rows(
        "SELECT phone, email, status, search_started_on FROM candidate WHERE external_id IN ('2', '35') ORDER BY external_id"
      )
        == [
          "212-831-4979 Christine.J.Jordan@mailinator.com inactive -",
          "804-405-3668 Sherry.L.Johnson@pookmail.com active 2007-01-17",
        ]
    )
    #expect(
      try await agency.cell("SELECT note FROM touch WHERE external_id = '7'")
        == "Status change: Submitted. She's awesome! Submitting at 65.00/hr."
    )
    #expect(
      try await agency.rows(
        "SELECT external_id, stage, stage_since, decision FROM application ORDER BY external_id::integer"
      )
        == [
          "1 interviewing 2007-01-16 22:32:03+00 -", "2 - - -", "3 - - -", "4 - - -",
          "5 interviewing 2007-01-17 22:32:45+00 -", "6 offer 2007-01-17 22:33:05+00 -",
          "7 submitted 2007-01-16 23:14:23+00 -", "8 submitted 2007-01-17 23:16:05+00 -",
        ]
    )
    #expect(try await agency.cell("SELECT count(*) FROM application_stage") == "5")
    #expect(
      try await agency.cell(
        "SELECT count(*) FROM touch JOIN application USING (agency_id, candidate_id, application_id)"
      ) == "8"
    )
    #expect(
      try await agency.cell("SELECT count(*) FROM job_order WHERE hiring_contact_id IS NULL AND status = 'open'") == "3"
    )
  }

  @Test("OpenCATS: the eight people in process are to be checked in on, and nobody else is asked for")
  func openCATSPlan() async throws {
    let agency = try await openCATS()
    _ = try await Importer(agency.agency.session).run(source: "opencats", paths: [Self.demo])
    let checkIns = try await agency.agency.plannedFollowUps().filter { $0["rule"] == "candidate_check_in" }
    #expect(checkIns.compactMap { $0["candidate_id"] } == ["20", "26", "35", "37", "52", "56", "61", "68"])
    #expect(checkIns.allSatisfy { $0["state"] == "open" && $0["recruiter_id"] == "1251" })
    // Spoken to on Wednesday at 15:14: a week later.
    #expect(checkIns.first { $0["candidate_id"] == "35" }?["due_at"] == "2007-01-24T23:14:23Z")
  }

  // MARK: The language

  private static let people = """
    summary: a system with everything in one place
    read:
      delimiter: ";"
      encoding: windows-1252
      empty: ["-"]
      times: dd.MM.yyyy HH:mm
      zone: Europe/Zurich
    ignore:
      "notes*.csv": not for us
    same_person:
      - {target: candidates, file: people.csv, id: nr, by: [mail], any_name: yes}
    lookups:
      first_call: {file: calls.csv, where: {art: [T, V]}, key: {column: person, refers_to: candidates}, take: zeit, pick: earliest}
    files:
      - target: recruiters
        file: staff.csv
        columns: {id: kurz, name: name, email: {join: [kurz, {constant: example.com}], with: "@"}}
      - target: candidates
        file: people.csv
        let:
          called: {lookup: first_call, by: nr}
        skip:
          - {when: {status: X}, reason: struck off}
          - {unless: {status: [A, V, Q]}, reason: not ours}
        columns:
          id: nr
          name:
            join:
              - {column: wer, split: {at: ",", part: -1}}
              - {column: wer, split: {at: ",", part: 1}}
          email: mail
          phone: {first: [handy, fest]}
          recruiter: berater
          status: {column: status, map: {A: active, V: placed}}
          status_since: {column: seit, time: [dd.MM.yyyy, unix], at: "09:00"}
          search_started_on: called
      - target: touches
        file: ["calls*.csv"]
        skip:
          - {unless: {art: T}, reason: nobody was reached}
        columns:
          id: {column: nr, prefix: call-}
          happened_at: zeit
          actor_kind: {constant: recruiter}
          actor: berater
          party_kind: {constant: candidate}
          party: person
          channel: {constant: call}
          purpose: {constant: other}
          note: {column: text, html: yes}

    """

  private func folder(_ files: [String: String], encoding: String.Encoding = .windowsCP1252) throws -> String {
    let folder = try temporaryFolder()
    for (name, text) in files {
      try #require(text.data(using: encoding)).write(to: URL(fileURLWithPath: "\(folder)/\(name).csv"))
    }
    return folder
  }

  private static let files = [
    "staff": "kurz;name\ntb;Théo Brun\n",
    "people": """
    nr;wer;mail;handy;fest;berater;status;seit
    1;Meier, Anna Œuvre;anna@example.com;-;044 1;tb;A;01.11.2026
    2;Keller, Jan;-;079 2;-;tb;V;1793491200
    3;Meier, A.;ANNA@example.com;-;-;tb;A;01.11.2026
    4;Weg, Wim;-;-;-;tb;X;01.11.2026
    5;Neu, Nora;-;-;-;tb;Q;01.11.2026
    6;Fremd, Fred;-;-;-;tb;Z;01.11.2026
    7;Falsch, Fay;-;-;-;tb;A;gestern

    """,
    "calls": """
    nr;zeit;person;berater;art;text
    1;03.11.2026 10:00;3;tb;T;"<p>Sagt &quot;ja&quot;.</p><p>A &lt; B &amp; a < b</p>"
    2;02.11.2026 00:30;1;tb;V;
    3;25.10.2026 02:30;2;tb;T;

    """,
    "notes-2026": "a;b\n1;2\n",
  ]

  @Test("Renamed, joined, split, mapped, looked up, dated, skipped: every row is named")
  func language() async throws {
    let agency = try await ImportingAgency(mapping: Self.people)
    let path = try folder(Self.files)
    let outcome = try await Importer(agency.agency.session).run(source: "other", paths: [path])
    #expect(outcome.addsUp)
    #expect(
      outcome.rejects == [
        "people.csv:6: status: Q has no value in the mapping (jobs/imports/other.yaml:\(line("status: {column")); add it to map: there, or add otherwise:",
        "people.csv:8: status_since: gestern is not written as dd.MM.yyyy or unix (jobs/imports/other.yaml:\(line("status_since:")); correct it, or add time: there",
      ]
    )
    #expect(
      outcome.skips.map(\.description).map { $0.replacing(path + "/", with: "") } == [
        "calls.csv:3: 1 row skipped: nobody was reached",
        "notes-2026.csv:2: 1 row skipped: not for us",
        "people.csv:4: 1 row skipped: the same person as line 2 (same mail)",
        "people.csv:5: 1 row skipped: struck off",
        "people.csv:7: 1 row skipped: not ours",
      ]
    )
    #expect(
      try await agency.rows(
        "SELECT external_id, name, email, phone, status, status_since, search_started_on FROM candidate ORDER BY 1"
      ) == [
        // The clock in Zurich: nine in the morning there, and a call after midnight is the evening before in New York.
        "1 Anna Œuvre Meier anna@example.com 044 1 active 2026-11-01 08:00:00+00 2026-11-01",
        "2 Jan Keller - 079 2 placed 2026-11-01 00:00:00+00 2026-10-24",
      ]
    )
    #expect(
      try await agency.rows(
        """
        SELECT touch.external_id, happened_at, candidate.external_id, note
        FROM touch JOIN candidate USING (agency_id, candidate_id) ORDER BY 1
        """
      ) == [
        "call-1 2026-11-03 09:00:00+00 1 Sagt \"ja\". A < B & a < b", "call-3 2026-10-25 01:30:00+00 2 -",
      ]
    )
    #expect(try await agency.cell("SELECT name, email FROM recruiter") == "Théo Brun tb@example.com")
  }

  private func line(_ start: String) -> String {
    let lines = Self.people.split(separator: "\n", omittingEmptySubsequences: false)
    return "\((lines.firstIndex { $0.contains(start) } ?? -2) + 1))"
  }

  @Test("Rejects of a foreign source are canonical rows, and go in under that source once corrected")
  func rejects() async throws {
    let agency = try await ImportingAgency(mapping: Self.people)
    let outcome = try await Importer(agency.agency.session).run(source: "other", paths: [try folder(Self.files)])
    let folder = try temporaryFolder()
    let path = try await RejectsFile(agency.agency.session).write(import: try #require(outcome.id), into: folder)[0]
      .path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing(",Q,", with: ",active,").replacing(",gestern,", with: ",2026-11-02T09:00Z,")
      .write(toFile: path, atomically: true, encoding: .utf8)
    let again = try await Importer(agency.agency.session).run(source: "other", paths: [path])
    #expect(again.counts("candidates") == [2, 2, 0, 0, 0, 0, 0])
    #expect(
      try await agency.rows(
        "SELECT source, name, status FROM candidate WHERE external_id IN ('5', '7') ORDER BY external_id"
      )
        == ["other Nora Neu active", "other Fay Falsch active"]
    )
  }

  @Test(
    "UTF-16 with its byte order mark, either way round",
    arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian]
  )
  func utf16(_ encoding: String.Encoding) async throws {
    let mapping = """
      summary: s
      read: {encoding: utf-16, delimiter: tab}
      files: [{target: clients, file: c.csv, columns: {id: nr, name: wer}}]
      """
    let agency = try await ImportingAgency(mapping: mapping)
    let path = try folder(["c": "\u{FEFF}nr\twer\n1\tZoë 🦊 GmbH\n"], encoding: encoding)
    _ = try await Importer(agency.agency.session).run(source: "other", paths: [path])
    #expect(try await agency.cell("SELECT name FROM client") == "Zoë 🦊 GmbH")
  }

  @Test(
    "What the export lacks or has too much is refused by name",
    arguments: [
      (
        ["staff": "kurz;wer\ntb;x\n"], "staff.csv:1: the column name is missing, which jobs/imports/other.yaml:17 reads"
      ),
      (
        ["people": "nr\n1\n"],
        "people.csv cannot be read without calls.csv, which jobs/imports/other.yaml:13 uses to look up first_call"
      ),
      (["cars": "nr\n1\n"], "cars.csv: unknown file"),
    ]
  )
  func wrongExport(_ example: (files: [String: String], said: String)) async throws {
    let agency = try await ImportingAgency(mapping: Self.people)
    let path = try folder(example.files)
    let error = try await #require(throws: FollowUpError.self) {
      try await Importer(agency.agency.session).run(source: "other", paths: [path])
    }
    #expect(error.kind == .badData)
    #expect(error.message.replacing(path + "/", with: "") == example.said)
  }

  @Test("A source without a mapping is refused, and those there are are named")
  func noMapping() async throws {
    let agency = try await ImportingAgency()
    await #expect(
      throws: CatalogError(
        file: nil,
        "the import source jobscience does not exist",
        remedy: "use one of: canonical, bullhorn, greenhouse, interviews, opencats, zoho"
      )
    ) {
      try await agency.take(["clients": "id,name\n1,x\n"], as: "jobscience")
    }
  }
}
