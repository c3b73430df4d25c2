import Catalog
import FollowUpEngine
import Foundation
import TestSupport
import Testing

@Suite("Import mappings: times worked out, cells split into rows, files written otherwise")
struct ImportLanguageTests {
  private static let mapping = """
    summary: a calendar
    read:
      delimiter: ";"
      times: dd.MM.yyyy HH:mm
      zone: Europe/Zurich
      ignore_case: yes
      empty: [N/A]
      files:
        "staff*.csv": {delimiter: ",", encoding: utf-16, skip_lines: 2}
    files:
      - target: recruiters
        file: staff*.csv
        columns: {id: id, name: name, email: mail}
      - target: clients
        file: clients.csv
        columns: {id: id, name: name}
      - target: contacts
        file: contacts.csv
        let:
          gone: {column: left, optional: yes}
        skip:
          - {when: {gone: ["YES"]}, reason: left the company}
        columns: {id: id, client: {constant: cl}, name: name, title: {column: title, optional: yes}, email: mail}
      - target: candidates
        file: people.csv
        columns: {id: id, name: id, recruiter: {constant: tb}}
      - target: job_orders
        file: jobs.csv
        columns: {id: id, client: {constant: cl}, title: id, recruiter: {constant: tb}, status: {column: status, map: {Offen: open, zu: closed}}}
      - target: applications
        file: jobs.csv
        columns: {id: id, candidate: person, job_order: id}
      - target: interviews
        file: dates.csv
        columns:
          id: id
          application: job
          starts_at: from
          ends_at: {first: [to, {start: from, plus_minutes: {first: [minutes, {constant: "45"}]}}]}
          status: {column: status, map: {Fixed: scheduled}, otherwise: cancelled}
      - target: attendees
        file: dates.csv
        each: {column: who, at: [";", ","]}
        columns: {interview: id, contact: who}

    """

  private static let files = [
    "clients": "id;name\ncl;Acme\n",
    "contacts": "id;name;mail;title\nk1;Ana;N/A;Head\nk2;Ben;n/a;\n",
    "people": "id\np1\n",
    "jobs": "id;person;status\nj1;p1;OFFEN\nj2;p1;Zu\n",
    "dates": """
    id;job;from;to;minutes;status;who
    d1;j1;19.11.2026 15:00;;;fixed;"k1; k2"
    d2;j1;20.11.2026 15:00;;90;FIXED;k2
    d3;j1;25.10.2026 01:30;;120;fixed;
    d4;j1;21.11.2026 15:00;21.11.2026 15:20;;no;"k1,k9,k1"
    d5;j1;22.11.2026 15:00;;soon;fixed;k1

    """,
  ]

  private func folder(_ agency: ImportingAgency, _ files: [String: String]) throws -> String {
    let folder = try agency.folder(files)
    let staff = "Export of 30.11.2026\r\n\"not, closed\r\nid,name,mail\r\ntb,Théo Brun,tb@example.com\r\n"
    try #require(staff.data(using: .utf16)).write(to: URL(fileURLWithPath: folder + "/staff-1.csv"))
    return folder
  }

  @Test(
    "An end is worked out, several in one cell become rows, words match in any case, each file is read as it is written"
  )
  func language() async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping)
    let path = try folder(agency, Self.files)
    let outcome = try await Importer(agency.agency.session).run(source: "other", paths: [path])
    #expect(outcome.addsUp)
    #expect(
      outcome.rejects.map { $0.prefix { $0 != "(" } } == [
        "dates.csv:6: ends_at: soon is not a number of minutes from 0 to 10080 ",
        "dates.csv:5: contact: k9 is not known: this source has no contact with that id; import it before or with this row, or correct the id",
        "dates.csv:6: interview: d5 is not known: this source has no interview with that id; import it before or with this row, or correct the id",
      ]
    )
    #expect(
      try await agency.rows("SELECT external_id, starts_at, ends_at, status FROM interview ORDER BY 1") == [
        "d1 2026-11-19 14:00:00+00 2026-11-19 14:45:00+00 scheduled",
        "d2 2026-11-20 14:00:00+00 2026-11-20 15:30:00+00 scheduled",
        // Two hours later by the clock that was put back in between.
        "d3 2026-10-24 23:30:00+00 2026-10-25 01:30:00+00 scheduled",
        "d4 2026-11-21 14:00:00+00 2026-11-21 14:20:00+00 cancelled",
      ]
    )
    #expect(
      try await agency.rows(
        "SELECT interview.external_id, contact.external_id FROM attendee JOIN interview USING (interview_id) JOIN contact USING (contact_id) ORDER BY 1, 2"
      ) == ["d1 k1", "d1 k2", "d2 k2", "d4 k1"]
    )
    #expect(outcome.counts("attendees") == [8, 4, 0, 1, 0, 2, 1])
    #expect(outcome.skips.map(\.reason) == ["who is empty, so it gives no row"])
    #expect(try await agency.rows("SELECT external_id, status FROM job_order ORDER BY 1") == ["j1 open", "j2 closed"])
    #expect(try await agency.cell("SELECT name FROM recruiter") == "Théo Brun")
    #expect(try await agency.rows("SELECT name, title, email FROM contact ORDER BY 1") == ["Ana Head -", "Ben - -"])

    // Without the optional column what is stored stays.
    var fewer = Self.files
    fewer["contacts"] = "id;name;mail;left\nk1;Ana;;no\nk2;Ben;;yes\n"
    let again = try await Importer(agency.agency.session).run(source: "other", paths: [try folder(agency, fewer)])
    #expect(again.counts("contacts") == [2, 0, 0, 1, 0, 0, 1])
    #expect(try await agency.cell("SELECT title FROM contact WHERE name = 'Ana'") == "Head")
  }

  @Test("A header line behind skipped lines is named by its own line")
  func headerLine() async throws {
    let agency = try await ImportingAgency(
      mapping:
        "summary: s\nread: {skip_lines: 2}\nfiles: [{target: clients, file: c.csv, columns: {id: id, name: name}}]\n"
    )
    let error = try await #require(throws: FollowUpError.self) {
      try await agency.take(["c": "a\nb\nid,wer\n1,x\n"], as: "other")
    }
    #expect(error.message.hasSuffix("c.csv:3: the column name is missing, which jobs/imports/other.yaml:3 reads"))
    let outcome = try await agency.take(["c": "a\nb\nid,name\n1,x\n2\n"], as: "other")
    #expect(outcome.rejects.first?.hasPrefix("c.csv:5: the row has 1 cells") == true)
  }
}
