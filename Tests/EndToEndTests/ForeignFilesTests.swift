import Foundation
import TestServer
import TestSupport
import Testing

@Suite("followup import of JSON, address cards and calendars")
struct ForeignFilesTests {
  private static let mapping = """
    summary: test
    files:
      - target: recruiters
        file: users.ndjson
        columns: {id: id, name: name, email: email}
      - target: clients
        file: clients.json
        columns: {id: id, name: names.short}
      - target: contacts
        file: people.vcf
        columns: {id: email, client: {constant: "7"}, name: {join: [given, family]}, email: email, phone: {column: phone, optional: yes}}
      - target: candidates
        file: resume.json
        columns: {id: basics.email, name: basics.name, email: basics.email, recruiter: {constant: "1"}}
      - target: references
        file: resume.json#references
        columns: {id: {join: [parent.basics.email, name], with: "/"}, candidate: parent.basics.email, name: name}
      - target: job_orders
        file: jobs.csv
        columns: {id: id, client: client, title: title, recruiter: recruiter}
      - target: applications
        file: jobs.csv
        columns: {id: application, candidate: candidate, job_order: id}
      - target: interviews
        file: team.ics
        columns: {id: id, application: summary, starts_at: start, ends_at: end, status: {column: status, map: {cancelled: cancelled}, otherwise: scheduled}}
      - target: attendees
        file: team.ics
        each: {column: attendees, at: ";"}
        let:
          behind: {column: attendees, split: {at: "<", part: 2}}
          attendees: {column: behind, split: {at: ">", part: 1}}
        columns: {interview: id, contact: attendees}
    """

  /// One bad row in each of those that are not CSV.
  private static let files = [
    "users.ndjson": """
    {"id": 1, "name": "Tessa", "email": "tessa@halyard.example"}
    {"id": 2, "name": "Omar",
    {"id": 3, "name": "Ida", "email": "ida@halyard.example"}

    """,
    "clients.json": #"[{"id": 7, "names": {"short": "Acme"}}, "Nordlys", {"id": 8, "names": {"short": "Fjord"}}]"#,
    "people.vcf": """
    BEGIN:VCARD
    VERSION:3.0
    N:Ruiz;Ana;;;
    EMAIL:ana@acme.example
    NOTE:one\u{2028}two
    END:VCARD
    BEGIN:VCARD
    VERSION:3.0
    N:Broken;Bea;;;
    this is not a property
    EMAIL:bea@acme.example
    END:VCARD
    BEGIN:VCARD
    VERSION:3.0
    N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Zo=C3=AB;;;
    EMAIL:zoe@acme.example
    TEL:+1 646 555 0102
    END:VCARD

    """,
    "resume.json": """
    {"basics": {"name": "Cora Vale", "email": "cora@mail.example"},
     "references": [{"name": "Rolf"}, {"name": ""}, {"name": "Jane"}]}
    """,
    "jobs.csv": "id,client,title,recruiter,application,candidate\nj1,7,Welder,1,a1,cora@mail.example\n",
    "team.ics": """
    BEGIN:VCALENDAR
    VERSION:2.0
    BEGIN:VEVENT
    UID:one
    DTSTAMP:20261118T120000Z
    DTSTART;TZID=Eastern Standard Time:20261119T150000
    DTEND;TZID=Eastern Standard Time:20261119T160000
    SUMMARY:a1
    ATTENDEE;CN=Ana Ruiz:mailto:ana@acme.example
    END:VEVENT
    BEGIN:VEVENT
    UID:two
    DTSTAMP:20261118T120000Z
    SUMMARY:a1
    ATTENDEE;CN=Ana Ruiz:mailto:ana@acme.example
    END:VEVENT
    END:VCALENDAR

    """,
  ]

  /// A program with a mapping of its own, `other`, and an agency.
  private func site(mapping: String) async throws -> NightTests.Site {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(
      folder: try temporaryFolder(),
      environment: ["FOLLOWUP_DATABASE_URL": database.conninfo, "FOLLOWUP_CATALOG_FOLDERS": "own"]
    )
    let site = NightTests.Site(program: program, database: database)
    try site.write(["other.yaml": mapping], to: "own/imports")
    try site.expect(0, "agency", "add", "Acme", "--time-zone", "America/New_York")
    return site
  }

  @Test("One bad row in each file: it is named with its place, kept as a reject, and the others go in")
  func oneBadRowEach() async throws {
    let site = try await site(mapping: Self.mapping)
    try site.write(Self.files, to: "data")

    let first = try site.expect(3, ["import", "other", "data", "--format", "csv"] + NightTests.morning)

    let rows = try csvRows(first.output)
    let counts = rows.map { row in
      ["target", "read", "added", "unchanged", "rejected", "skipped"].map { row[$0] ?? "" }.joined(separator: " ")
    }
    #expect(
      counts.sorted() == [
        "applications 1 1 0 0 0", "attendees 2 1 0 1 0", "candidates 1 1 0 0 0", "clients 3 2 0 1 0",
        "contacts 3 2 0 1 0", "interviews 2 1 0 1 0", "job_orders 1 1 0 0 0", "recruiters 3 2 0 1 0",
        "references 3 2 0 1 0",
      ]
    )
    for words in [
      "data/users.ndjson:2: is not JSON",
      #"data/clients.json:2: "Nordlys" is element 2 of the list and not an object; export a list of objects"#,
      "data/people.vcf:10: this is not a property is not a line of a vCard; export the contacts again",
      "data/resume.json#references:1: name is required",
      "data/team.ics:11: the event has no DTSTART; give it one, or export the calendar again",
    ] {
      #expect(first.errors.contains(words), "\(words) is not in \(first.errors)")
    }

    try site.expect(0, ["import", "rejects", "1", "--out", "."] + NightTests.morning)
    for (target, raw) in [
      ("recruiters", #"{"id": 2, "name": "Omar","#), ("clients", #""Nordlys""#),
      ("contacts", "BEGIN:VCARD\nVERSION:3.0\nN:Broken;Bea;;;\nthis is not a property\nEMAIL:bea@acme.example\n"),
      ("interviews", "BEGIN:VEVENT\nUID:two\n"),
    ] {
      let path = "\(site.program.folder)/rejects-\(target)-1.csv"
      let reject = try csvRows(try String(contentsOfFile: path, encoding: .utf8))
      #expect(reject.map { $0["reject_raw"]?.hasPrefix(raw) } == [true], "\(target): \(reject)")
    }

    // Corrected at the source.
    try site.write(
      [
        "users.ndjson": (Self.files["users.ndjson"] ?? "")
          .replacing(#""Omar","#, with: #""Omar", "email": "omar@halyard.example"}"#),
        "team.ics": (Self.files["team.ics"] ?? "").replacing("UID:two", with: "UID:two\nDTSTART:20261123T150000Z"),
      ],
      to: "data"
    )
    let second = try site.expect(3, ["import", "other", "data", "--format", "csv"] + NightTests.morning)
    let again = try csvRows(second.output)
    #expect(
      again.filter { $0["added"] != "0" }.map { "\($0["target"] ?? "") \($0["added"] ?? "") \($0["rejected"] ?? "")" }
        .sorted() == ["attendees 1 0", "interviews 1 0", "recruiters 1 0"]
    )
  }

  /// A file that once took memory or time with the square of its size, or without end.
  struct Dense: CustomTestStringConvertible, Sendable {
    let file: String
    /// Python that writes it to sys.argv[1].
    let script: String
    let status: Int32
    let said: String
    var testDescription: String { file }
  }

  static let dense = [
    Dense(
      file: "far.xlsx",
      script: """
        import zipfile
        main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        far = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 6002))
        with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/worksheets/sheet1.xml", f'<worksheet {main}><sheetData><row r="1"><c r="A1" t="str"><v>id</v></c></row>{far}</sheetData></worksheet>')
        """,
      status: 65,
      said: "data/far.xlsx:2: 1 stands in XFD2, beyond A1, where the header line ends; name its column there, or "
    ),
    Dense(
      file: "own.json",
      script: """
        import json
        json.dump([{"id": n, f"key{n}": "x"} for n in range(8000)], open(sys.argv[1], "w"))
        """,
      status: 0,
      said: ""
    ),
    Dense(
      file: "own.vcf",
      script: """
        open(sys.argv[1], "w").write("".join(f"BEGIN:VCARD\\r\\nVERSION:3.0\\r\\nID:{n}\\r\\nX-KEY-{n}:x\\r\\nEND:VCARD\\r\\n" for n in range(8000)))
        """,
      status: 0,
      said: ""
    ),
    Dense(
      file: "dense.ics",
      script: """
        every = ";".join(f"BY{name}=" + ",".join(map(str, range(end))) for name, end in (("HOUR", 24), ("MINUTE", 60), ("SECOND", 60)))
        event = "BEGIN:VEVENT\\r\\nID:1\\r\\nUID:w\\r\\nDTSTAMP:20261118T120000Z\\r\\nDTSTART:20200106T000000Z\\r\\nRRULE:FREQ=DAILY;"
        open(sys.argv[1], "w").write("BEGIN:VCALENDAR\\r\\n" + event + every + "\\r\\nEND:VEVENT\\r\\nEND:VCALENDAR\\r\\n")
        """,
      status: 65,
      said: "data/dense.ics:2: the event repeats more than 1000 times within 600 days; take it out of the calendar, "
    ),
  ]

  @Test("Memory and time follow what is in a file", arguments: dense)
  func measured(_ dense: Dense) async throws {
    let columns = #"{id: id, name: id, email: {join: [id, {constant: "@agency.example"}], with: ""}}"#
    let site = try await site(
      mapping: "summary: test\nfiles:\n  - {target: recruiters, file: \"*.*\", columns: \(columns)}\n"
    )
    try site.write([:], to: "data")
    let path = "\(site.program.folder)/data/\(dense.file)"
    _ = try python("import sys\n" + dense.script, [path], in: site.program.folder)
    let measure = """
      import resource, subprocess, sys
      done = subprocess.run(sys.argv[1:])
      used = resource.getrusage(resource.RUSAGE_CHILDREN)
      print(f"used {used.ru_maxrss} {used.ru_utime:.1f}", file=sys.stderr)
      sys.exit(done.returncode)
      """

    let result = try site.program.run(
      ["import", "other", "data", "--dry-run"] + NightTests.morning,
      by: ["/usr/bin/python3", "-c", measure]
    )

    #expect(result.status == dense.status, "\(result.errors.prefix(2000))")
    #expect(dense.said.isEmpty || result.errors.contains(dense.said), "\(result.errors.prefix(2000))")
    let used = try #require(result.errors.firstMatch(of: /used (\d+) ([\d.]+)/))
    let (kibibytes, seconds) = (Int(used.1) ?? Int.max, Double(used.2) ?? .infinity)
    // They were 1.2 GiB and more, and 45 seconds and more.
    #expect(kibibytes < 256 << 10 && seconds < 20, "\(kibibytes) KiB, \(seconds) s")
  }
}
