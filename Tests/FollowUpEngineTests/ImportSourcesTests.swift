import FollowUpEngine
import Foundation
import TestSupport
import Testing

@Suite("Import: exports that are not CSV")
struct ImportSourcesTests {
  static let mapping = """
    summary: test
    files:
      - target: recruiters
        file: users.ndjson
        columns: {id: id, name: name, email: email}
      - target: clients
        file: clients.json
        columns: {id: id, name: {column: names.short, optional: yes, empty: []}}
      - target: contacts
        file: people.vcf
        columns:
          id: fn
          client: {constant: "7"}
          name: {join: [given, family]}
          email: email
          phone: {column: phone.cell, optional: yes}
          title: {column: title, optional: yes}
      - target: candidates
        file: resume*.json
        columns: {id: basics.email, name: basics.name, email: basics.email, recruiter: {constant: "1"}}
      - target: references
        file: resume*.json#references
        columns: {id: {join: [parent.basics.email, name], with: "/"}, candidate: parent.basics.email, name: name}
    """

  private static let users = """
    {"id": 1, "name": "Tessa", "email": "tessa@halyard.example"}

    {"id": 12345678901234567890, "name": "Omar", "email": "omar@halyard.example"}
    """
  private static let clients = #"""
    [{"id": 7, "names": {"short": "Acme", "all": ["Acme", "Acme Inc."]}, "since": null}, {"id": 8.50, "names": {"short": "Nordlys"}}]
    """#
  private static let people = #"""
    BEGIN:VCARD
    VERSION:3.0
    N:Müller;Zoë;;;
    FN:Zoë Müller
    ORG:Acme\, Inc.;Sales
    TITLE:Head of
      Sales
    EMAIL;TYPE=INTERNET;TYPE=HOME:zoe@home.example
    item1.EMAIL;TYPE=INTERNET,pref:zoe@acme.example
    item1.X-ABLabel:Büro
    TEL;CELL:+1 646 555 0102
    PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ
    END:VCARD
    BEGIN:VCARD
    VERSION:4.0
    FN:Ben Ott
    N:Ott;Ben;;;
    TEL;VALUE=uri;PREF=1;TYPE="voice,cell":tel:+1-212-555-0148;ext=12
    EMAIL;PREF=2:ben@home.example
    X-ODD;=;TYPE=;;pref=x:y
    EMAIL;PREF=1:ben@acme.example
    END:VCARD
    """#
  /// As jsonresume.org describes it.
  private static let resume = #"""
    {
      "basics": {"name": "Cora Vale", "email": "cora@mail.example", "location": {"city": "Oslo"}},
      "work": [{"name": "Acme", "highlights": ["a", "b"]}],
      "references": [{"name": "Rolf", "reference": "It was a pleasure."}, {"name": "Jane", "reference": "Good."}]
    }
    """#

  static let files = [
    "users.ndjson": users, "clients.json": clients, "people.vcf": people, "resume-1.json": resume,
  ]

  private func folder(_ changes: [String: String] = [:]) throws -> String {
    let folder = try temporaryFolder()
    for (name, text) in Self.files.merging(changes, uniquingKeysWith: { $1 }) {
      try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
    }
    return folder
  }

  @Test(
    "Objects, lists within them and address cards become rows, with their places, and the second time nothing changes"
  )
  func stored() async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping)
    let paths = [try folder()]

    let outcome = try await Importer(agency.agency.session).run(source: "other", paths: paths)
    let again = try await Importer(agency.agency.session).run(source: "other", paths: paths)

    #expect(outcome.addsUp && outcome.rejects == [])
    #expect(again.written == 0 && again.files.allSatisfy { $0.unchanged == $0.read })
    #expect(
      try await agency.rows("SELECT external_id, name FROM recruiter ORDER BY recruiter_id")
        == ["1 Tessa", "12345678901234567890 Omar"]
    )
    #expect(
      try await agency.rows("SELECT external_id, name FROM client ORDER BY client_id") == ["7 Acme", "8.5 Nordlys"]
    )
    #expect(
      try await agency.rows("SELECT name, email, phone, title FROM contact ORDER BY contact_id") == [
        "Zoë Müller zoe@acme.example +1 646 555 0102 Head of Sales", "Ben Ott ben@acme.example +1-212-555-0148 x12 -",
      ]
    )
    #expect(
      try await agency.rows(
        "SELECT candidate.name, reference_contact.name FROM reference_contact JOIN candidate USING (agency_id, candidate_id) ORDER BY 2"
      ) == ["Cora Vale Jane", "Cora Vale Rolf"]
    )
  }

  @Test("A row that is wrong says which object it is, and where")
  func rejected() async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping)
    let users = Self.users.replacing("\"name\": \"Omar\", ", with: "\"name\": \"\", ")
    let resume = #"{"basics": {"name": "Nul\u0000", "email": "nul@mail.example"}, "references": []}"#
    let folder = try folder([
      "resume-2.json": resume, "users.ndjson": users,
      "clients.json": #"[{"id": 7, "names": {"short": "Acme"}}, {"id": 9}]"#,
    ])

    let outcome = try await Importer(agency.agency.session).run(source: "other", paths: [folder])

    #expect(outcome.addsUp)
    #expect(outcome.rejects.contains { $0.hasPrefix("users.ndjson:3: name") })
    #expect(outcome.rejects.contains { $0.hasPrefix("clients.json:2: name") })
    #expect(outcome.rejects.contains { $0.hasPrefix("resume-2.json:1: basics.name holds a NUL character") })
    #expect(outcome.rejects.count == 3, "\(outcome.rejects)")
  }

  @Test(
    "An element, a line or a card that cannot be read costs its own row and nothing else",
    arguments: [
      (
        "clients.json", "[{\"id\": 7, \"names\": {\"short\": \"Acme\"}}, 5]",
        "clients.json:2: 5 is element 2 of the list and not an object; export a list of objects", "5"
      ),
      (
        "users.ndjson", users + "\n{\"id\":",
        "users.ndjson:4: is not JSON, or it is cut off or nested too deeply; write an object on each line, as UTF-8",
        "{\"id\":"
      ),
      (
        "users.ndjson", users + "\n[1, {\"a\": null}]",
        "users.ndjson:4: [1,{\"a\":null}] is not an object; write an object on each line", "[1,{\"a\":null}]"
      ),
      (
        "users.ndjson", users + "\n{\"\(String(repeating: "k", count: 1001))\": 1}",
        "users.ndjson:4: \(String(repeating: "k", count: 40))… is a name of more than 1000 bytes, with the names above it",
        "{\"kkk"
      ),
      (
        "people.vcf", people + "\nBEGIN:VCARD\nVERSION:2.1\nFN:x\nEND:VCARD\n",
        "people.vcf:24: is a vCard of version 2.1, which is not read", "BEGIN:VCARD\nVERSION:2.1\nFN:x\nEND:VCARD"
      ),
      (
        "people.vcf", people + "\nBEGIN:VCARD\nVERSION:3.0\nFN:x\nwhat is this\nEND:VCARD\n",
        "people.vcf:26: what is this is not a line of a vCard", "BEGIN:VCARD\nVERSION:3.0"
      ),
      (
        "people.vcf", people + "\nBEGIN:VCARD\nVERSION:3.0\nFN;CHARSET=KLINGON:x\nEND:VCARD\n",
        "people.vcf:25: FN cannot be read in its character set KLINGON", "BEGIN:VCARD\nVERSION:3.0"
      ),
      (
        "people.vcf", people + "\nBEGIN:VCARD\nVERSION:3.0\nFN;ENCODING=ZIP:x\nEND:VCARD\n",
        "people.vcf:25: FN has the encoding ZIP, which is not known", "BEGIN:VCARD\nVERSION:3.0"
      ),
    ]
  )
  func oneBad(file: String, text: String, message: String, raw: String) async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping)
    let whole = try await Importer(agency.agency.session).run(source: "other", paths: [try folder()], dryRun: true)

    let outcome = try await Importer(agency.agency.session).run(source: "other", paths: [try folder([file: text])])

    #expect(outcome.addsUp)
    #expect(outcome.rejects.count == 1 && outcome.rejects[0].hasPrefix(message), "\(outcome.rejects)")
    let bad = outcome.files.reduce(0) { $0 + $1.rejected }
    let (read, usual) = (outcome.files.reduce(0) { $0 + $1.read }, whole.files.reduce(0) { $0 + $1.read })
    #expect(bad == 1 && read == usual + (file == "clients.json" ? 0 : 1))
    let kept = try await agency.cell("SELECT record ->> 'reject_raw' FROM import_reject")
    #expect(kept.hasPrefix(raw), "\(kept)")
  }

  @Test("Each element of a long list is a column")
  func longList() async throws {
    let agency = try await ImportingAgency(
      mapping: """
        summary: test
        files:
          - target: recruiters
            file: users.json
            columns: {id: id, name: "names[39].long", email: email}
        """
    )
    let folder = try temporaryFolder()
    let names = (0..<40).map { "{\"long\": \"n\($0)\"}" }.joined(separator: ",")
    let object = "{\"id\": 1, \"email\": \"u@a.example\", \"names\": [\(names)]}"
    try object.write(toFile: folder + "/users.json", atomically: true, encoding: .utf8)

    let outcome = try await Importer(agency.agency.session).run(source: "other", paths: [folder])

    #expect(outcome.addsUp && outcome.written == 1)
    #expect(try await agency.rows("SELECT name FROM recruiter") == ["n39"])
  }

  @Test("Lines of cards end at CR and LF only, go on within a character and before an accent, and are unpacked")
  func foldedCards() async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping)
    var card = Array("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zo".utf8)
    card += [0xC3] + Array("\r\n ".utf8) + [0xAB] + Array("\r\nN:Mu\r\n \u{308}ller;Zo;;;\r\n".utf8)
    card += Array("TITLE;CHARSET=ISO-8859-1:B".utf8) + [0xFC] + Array("ro\r\n".utf8)
    card += Array("EMAIL;ENCODING=QUOTED-PRINTABLE:zoe=\r\n=40acme=2Eexample\r\n".utf8)
    card += Array("NOTE:one\u{2028}two\u{85}three\r\nTEL;CELL;ENCODING=b:KzEgNjQ2\r\n".utf8)
    card += Array("X-PICTURE;ENCODING=b:/9j/4AAQSkZJRgABAQ\r\nEND:VCARD\r\n".utf8)
    let folder = try folder()
    try Data(card).write(to: URL(fileURLWithPath: folder + "/people.vcf"))

    let outcome = try await Importer(agency.agency.session).run(source: "other", paths: [folder])

    #expect(outcome.addsUp && outcome.rejects == [])
    #expect(
      try await agency.rows("SELECT external_id, name, title, email, phone FROM contact")
        == ["Zoë Zo Mu\u{308}ller Büro zoe@acme.example +1 646"]
    )
  }

  @Test(
    "What cannot be read is refused before anything is stored, with file, place and what to do",
    arguments: [
      ("clients.json", "[{\"id\": 7,\n \"x\": y}]", "clients.json:2:7: is not JSON; export it again, as UTF-8"),
      ("clients.json", String(repeating: "[", count: 5000), "clients.json:1:"),
      ("clients.json", "5", "clients.json: is neither a list of objects nor an object"),
      ("people.vcf", "BEGIN:VCARD\nFN:x\n", "people.vcf:1: the vCard has no end"),
      ("people.vcf", "name,email\nx,y\n", "people.vcf:1: is not a line of a vCard"),
      ("people.vcf", "FN:x\n", "people.vcf:1: does not stand within a vCard"),
      ("clients.json", "[{\"name\": \"x\"}]", "clients.json:1: the column id is missing"),
    ]
  )
  func refused(file: String, text: String, message: String) async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping)
    let folder = try folder([file: text])

    let error = await #expect(throws: FollowUpError.self) {
      try await Importer(agency.agency.session).run(source: "other", paths: [folder])
    }

    #expect(error?.message.hasPrefix("\(folder)/\(message)") == true, "\(error?.message ?? "")")
    #expect(try await agency.cell("SELECT count(*) FROM recruiter") == "0")
  }

  @Test("A file that cannot be read is named", arguments: ["clients.json", "people.vcf"])
  func unreadable(file: String) async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping)
    let folder = try folder()
    // A folder of that name can be read by nobody as a file, not even by root.
    try FileManager.default.removeItem(atPath: "\(folder)/\(file)")
    try FileManager.default.createDirectory(atPath: "\(folder)/\(file)", withIntermediateDirectories: false)

    let error = await #expect(throws: FollowUpError.self) {
      try await Importer(agency.agency.session).run(source: "other", paths: [folder])
    }

    #expect(error?.kind == .badData)
    #expect(error?.message.hasPrefix("\(folder)/\(file): cannot be read: ") == true, "\(error?.message ?? "")")
  }

  @Test("Interviews from a calendar: who takes part, what was moved, and what was called off")
  func calendar() async throws {
    let agency = try await ImportingAgency(
      mapping: """
        summary: test
        files:
          - {target: recruiters, file: r.csv, columns: {id: id, name: name, email: email}}
          - {target: clients, file: r.csv, columns: {id: client, name: client}}
          - {target: candidates, file: r.csv, columns: {id: candidate, name: candidate, recruiter: id}}
          - {target: job_orders, file: r.csv, columns: {id: job, client: client, title: job, recruiter: id}}
          - {target: applications, file: r.csv, columns: {id: application, candidate: candidate, job_order: job}}
          - target: contacts
            file: team.ics
            each: {column: attendees, at: ";"}
            let:
              behind: {column: attendees, split: {at: "<", part: 2}}
              address: {column: behind, split: {at: ">", part: 1}}
            columns: {id: address, client: {constant: Acme}, name: {column: attendees, split: {at: "<", part: 1}}, email: address}
          - target: interviews
            file: team.ics
            columns:
              id: id
              application: {column: summary, split: {at: " ", part: 2}}
              starts_at: start
              ends_at: end
              status: {column: status, map: {cancelled: cancelled}, otherwise: scheduled}
              location: {column: location, optional: yes}
        """
    )
    let calendar = """
      BEGIN:VCALENDAR
      VERSION:2.0
      BEGIN:VEVENT
      UID:one
      DTSTAMP:20261118T120000Z
      DTSTART;TZID=Eastern Standard Time:20261119T150000
      DTEND;TZID=Eastern Standard Time:20261119T160000
      SUMMARY:Interview a1
      LOCATION:New York
      ATTENDEE;CN=Ana Ruiz:mailto:ana@acme.example
      ATTENDEE;CN=Ben Ott:mailto:ben@acme.example
      END:VEVENT
      BEGIN:VEVENT
      UID:two
      DTSTAMP:20261118T120000Z
      DTSTART:20261201T090000
      DTEND:20261201T100000
      SUMMARY:Interview a1
      STATUS:CANCELLED
      ATTENDEE;CN=Ana Ruiz:mailto:ana@acme.example
      END:VEVENT
      END:VCALENDAR

      """
    let folder = try temporaryFolder()
    for (name, text) in [
      "r.csv": "id,name,email,client,candidate,job,application\nr1,Rita,rita@agency.example,Acme,Cora,Welder,a1\n",
      "team.ics": calendar,
    ] { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }

    let outcome = try await Importer(agency.agency.session).run(source: "other", paths: [folder])

    #expect(outcome.addsUp && outcome.rejects == [])
    #expect(
      try await agency.rows(
        "SELECT external_id, starts_at, ends_at, status, location FROM interview ORDER BY external_id"
      ) == [
        "one 2026-11-19 20:00:00+00 2026-11-19 21:00:00+00 scheduled New York",
        "two 2026-12-01 14:00:00+00 2026-12-01 15:00:00+00 cancelled -",
      ]
    )
    #expect(
      try await agency.rows("SELECT external_id, name FROM contact ORDER BY external_id")
        == ["ana@acme.example Ana Ruiz", "ben@acme.example Ben Ott"]
    )
  }
}
