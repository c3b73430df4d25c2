import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("followup import says what it did not take as it was meant")
struct ImportCommandTests {
  private func site() async throws -> NightTests.Site {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(
      folder: try temporaryFolder(),
      environment: ["FOLLOWUP_DATABASE_URL": database.conninfo]
    )
    let site = NightTests.Site(program: program, database: database)
    try site.expect(0, "agency", "add", "Acme", "--time-zone", "America/New_York")
    return site
  }

  @Test("Files that are not read, addresses that cannot be used and dates that are not known are named; .CSV is read")
  func named() async throws {
    let site = try await site()
    var files = Example.files
    files["contacts.csv"] = nil
    files["CONTACTS.CSV"] = Example.files["contacts.csv"]?.replacing("ana@acme.example", with: "Ana <ana@acme.example>")
    files["candidates.csv"]? += "c3,No Mail,n/a,,r1,\nc4,Old,old@example.com,,r1,1000-01-01\n"
    files["candidates.xlsx"] = "not a table"
    files[".DS_Store"] = "hidden"
    files["rejects-touches-1.csv"] = "id\n"
    try site.write(files, to: "data")

    let first = try site.expect(3, ["import", "canonical", "data"] + NightTests.morning)

    let said = first.errors.split(separator: "\n").map(String.init)
    #expect(said.contains { $0.hasPrefix("data/candidates.xlsx: is not read; only files that end in .csv are") })
    #expect(said.contains { $0.hasPrefix("data/rejects-touches-1.csv: is not read with its folder") })
    #expect(!first.errors.contains("DS_Store"))
    let reason = "is not an address; it identifies nobody, and nothing is sent to it"
    #expect(said.contains("warning: data/CONTACTS.CSV:2: email: Ana <ana@acme.example> \(reason)"))
    #expect(said.contains("warning: data/candidates.csv:4: email: n/a \(reason)"))
    #expect(said.contains { $0.hasPrefix("2 addresses are stored as given and cannot be used") })
    #expect(
      said.contains {
        $0.hasPrefix("data/candidates.csv:5: search_started_on: 1000-01-01 is what other systems write")
      }
    )
    let quality = try csvRows(try site.expect(0, ["report", "data_quality"] + NightTests.morning).output)
    #expect(quality.filter { $0["column_name"] == "email" }.map { $0["value"] } == ["n/a", "Ana <ana@acme.example>"])
    #expect(quality.allSatisfy { $0["fault"] == reason })

    // The first import alone says how much came due before today.
    let again = try site.expect(3, ["import", "canonical", "data"] + NightTests.morning)
    #expect(first.errors.contains("came due before today"))
    #expect(!again.errors.contains("came due before today"))

    let logged = try site.expect(
      0,
      ["log", "--actor", "recruiter:r1", "--party", "candidate:c3", "--channel", "call", "--purpose", "other"]
        + NightTests.morning
    )
    #expect(
      logged.errors.contains("warning: the address of candidate No Mail, n/a, \(reason); correct it at the source")
    )
  }

  @Test("A workbook with a row for each interview is imported as it is, and says today whom to thank")
  func interviews() async throws {
    let site = try await site()
    let folder = TestAgency.checkout + "/jobs/imports/samples/interviews"

    let first = try site.expect(0, ["import", "interviews", folder] + NightTests.morning)

    let rows = try csvRows(first.output)
    let counts = rows.map { "\($0["target"] ?? "") \($0["read"] ?? "") \($0["added"] ?? "") \($0["skipped"] ?? "")" }
    #expect(
      counts == [
        "applications 8 8 0", "attendees 10 9 1", "candidates 8 4 0", "clients 8 2 0", "contacts 10 4 0",
        "interviews 8 7 1",
        "job_orders 8 5 0", "recruiters 8 2 0",
      ]
    )
    for row in rows {
      let parts = ["added", "changed", "unchanged", "deleted", "rejected", "skipped"].compactMap { Int(row[$0] ?? "") }
      #expect(row["read"] == "\(parts.reduce(0, +))")
    }
    #expect(first.errors.contains("interviews.xlsx:8: 1 row skipped: no date has been agreed yet"))
    #expect(first.errors.contains("interviews.xlsx#Notes: this sheet is not read; if it contains rows, name it in "))

    try site.expect(0, ["plan"] + NightTests.morning)
    let list = try csvRows(try site.expect(0, ["worklist", "tessa@halyard.example"] + NightTests.morning).output)
    let thanks = list.filter { $0["rule"] == "thank_you_email" && $0["candidate"] == "Zoë Müller" }
    #expect(thanks.map { $0["party"] } == ["Ana Ruiz", "Ben Ott"])
    #expect(
      thanks.allSatisfy {
        $0["due_at"] == "2026-11-20T16:00:00-05:00" && $0["interview_at"] == "2026-11-19T15:00:00-05:00"
      }
    )

    let again = try csvRows(try site.expect(0, ["import", "interviews", folder] + NightTests.morning).output)
    #expect(again.allSatisfy { $0["added"] == "0" && $0["changed"] == "0" })
  }

  /// What the made-up export of a system comes to.
  struct Export: CustomTestStringConvertible, Sendable {
    let system: String
    /// Of each file and what it becomes: rows read, added, skipped.
    let counts: [String]
    let skipped: [String]
    /// Candidates with their applications.
    let facts: [String]
    /// Contacts with their clients, and references with their candidates.
    let people: [String]
    var testDescription: String { system }
  }

  static let exports = [
    Export(
      system: "zoho",
      counts: [
        "applications 6 5 1", "candidates 6 4 2", "clients 2 2 0", "contacts 4 3 1", "attendees 6 5 1",
        "interviews 4 4 0",
        "job_orders 3 3 0", "recruiters 3 2 1",
      ],
      skipped: [
        "Applications.csv:7: 1 row skipped: of a junk candidate",
        "Candidates.csv:6: 1 row skipped: the same person as line 5 (same Email)",
        "Contacts.csv:5: 1 row skipped: a contact without a client is nobody's interviewer",
        "Interviews.csv:5: 1 row skipped: not a contact of that client",
        "Users.csv:4: 1 row skipped: nobody can be sent a list without an email address",
      ],
      facts: [
        "Zoë Müller active interviewing", "Max Low active offer", "Falk active submitted",
        "Jon Ek placed decided accepted",
        "Jon Ek placed decided rejected",
      ],
      people: [
        "zrecruit_5847000000301 | Ana Ruiz | Head of Data | ana.ruiz@acme.example | +1 212 555 0110 | Acme Tools | f",
        "zrecruit_5847000000302 | Ben Ott | Data Lead | ben.ott@acme.example | +1 646 555 0111 | Acme Tools | f",
        "zrecruit_5847000000303 | Per Hansen | CFO | per@nordlys.example | Nordlys AS | f",
      ]
    ),
    Export(
      system: "greenhouse",
      counts: [
        "applications 5 4 1", " 4 0 4", "candidates 4 3 1", " 4 0 4", "attendees 5 3 2", "job_orders 3 2 1",
        "clients 1 1 0",
        "interviews 4 3 1", "contacts 5 3 2", "recruiters 5 2 3",
      ],
      skipped: [
        "applications.csv:6: 1 row skipped: a prospect", "jobs.csv:4: 1 row skipped: a draft",
        "interviewers.csv:4: 1 row skipped: one of the recruiters",
        "scheduled_interviews.csv:5: 1 row skipped: no time has been agreed yet",
        "users.csv:4: 3 rows skipped: recruits for no job",
      ],
      facts: [
        "Zoë Müller active interviewing", "Ida Falk active submitted", "Jon Ek placed decided accepted",
        "Ida Falk active decided rejected",
      ],
      people: [
        "21 | Ana Ruiz | ana.ruiz@acme.example | Acme Tools | f",
        "22 | Ben Ott | ben.ott@acme.example | Acme Tools | f",
        "23 | Gone Person | Acme Tools | f",
      ]
    ),
    Export(
      system: "bullhorn",
      counts: [
        "interviews 5 3 2", "attendees 4 3 1", "candidates 4 3 1", "references 2 2 0", "contacts 4 4 0",
        "clients 2 2 0",
        "recruiters 3 2 1", "job_orders 3 3 0", "applications 5 4 1",
      ],
      skipped: [
        "Appointment.csv:5: 1 row skipped: an appointment of another kind",
        "Appointment.csv:6: 1 row skipped: of a candidate who was not submitted for that job",
        "AppointmentAttendee.csv:4: 1 row skipped: not a contact of a client",
        "Candidate.csv:5: 1 row skipped: deleted in Bullhorn",
        "CorporateUser.csv:4: 1 row skipped: nobody can be sent a list without an email address",
      ],
      facts: [
        "Zoë Müller active interviewing", "Max Low active offer", "Jon Ek placed decided accepted",
        "Max Low active decided rejected",
      ],
      people: [
        "301 | Ana Ruiz | Head of Data | ana.ruiz@acme.example | +1 212 555 0110 | Acme Tools | f",
        "302 | Ben Ott | Data Lead | ben.ott@acme.example | +1 646 555 0111 | Acme Tools | f",
        "303 | Per Hansen | CFO | per@nordlys.example | Nordlys AS | f",
        "304 | Old Contact | old@acme.example | Acme Tools | t",
        "901 | Rolf Stein | former manager | Old Works | rolf@oldworks.example | Zoë Müller | active | "
          + "2026-10-10 14:00:00 | f",
        "902 | Ida Berg | colleague | Old Works | ida.berg@oldworks.example | Zoë Müller | active | "
          + "2026-10-10 14:00:00 | f",
      ]
    ),
  ]

  /// Contacts and references, with all that is kept of them from an export.
  private func people(_ site: NightTests.Site) async throws -> [String] {
    let statement = Statement(
      """
      SELECT concat_ws(' | ', contact.external_id, contact.name, contact.title, contact.email, contact.phone, client.name, contact.do_not_contact) AS words
      FROM contact
      JOIN client USING (agency_id, client_id)
      UNION ALL
      SELECT concat_ws(' | ', reference.external_id, reference.name, reference.relationship, reference.company, reference.email, reference.phone,
        candidate.name, reference.consent, reference.status, reference.added_at AT TIME ZONE 'UTC', reference.do_not_contact)
      FROM reference_contact AS reference
      JOIN candidate USING (agency_id, candidate_id)
      ORDER BY 1
      """
    )
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    return try await connection.query(statement).map { $0.text(at: 0) ?? "" }
  }

  @Test(
    "Another system's export: each row stored or skipped for a reason, and the thanks that are owed",
    arguments: exports
  )
  func systems(_ export: Export) async throws {
    let site = try await site()
    let words =
      ["import", export.system, "\(TestAgency.checkout)/jobs/imports/samples/\(export.system)"] + NightTests.morning

    let first = try site.expect(0, words)

    let rows = try csvRows(first.output)
    let counts = rows.map { "\($0["target"] ?? "") \($0["read"] ?? "") \($0["added"] ?? "") \($0["skipped"] ?? "")" }
    #expect(counts == export.counts)
    for reason in export.skipped { #expect(first.errors.contains(reason)) }
    let facts = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo)).query(
      Statement(
        """
        SELECT concat_ws(' ', candidate.name, candidate.status, application.stage, application.decision) AS words
        FROM application
        JOIN candidate USING (agency_id, candidate_id)
        ORDER BY application.external_id
        """
      )
    )
    #expect(facts.map { $0.text(at: 0) ?? "" } == export.facts)
    #expect(try await people(site) == export.people)

    try site.expect(0, ["plan"] + NightTests.morning)
    let list = try csvRows(try site.expect(0, ["worklist", "tessa@halyard.example"] + NightTests.morning).output)
    let thanks = list.filter { $0["rule"] == "thank_you_email" }
    #expect(
      thanks.map { "\($0["party"] ?? "") \($0["due_at"] ?? "")" } == [
        "Ana Ruiz 2026-11-20T16:00:00-05:00", "Ben Ott 2026-11-20T16:00:00-05:00",
      ]
    )

    let again = try csvRows(try site.expect(0, words).output)
    #expect(again.allSatisfy { $0["added"] == "0" && $0["changed"] == "0" })
  }
}
