import Foundation
import Postgres
import Tabular
import TestServer
import TestSupport
import Testing

@Suite("followup import suggest: the export of a system that nobody knows is imported by configuration alone")
struct ImportSuggestTests {
  /// An export of a made-up system: German, each file written in another way, with rows that are wrong.
  private static let texts: [(name: String, encoding: String.Encoding, text: String)] = [
    (
      "Berater.csv", .windowsCP1252,
      """
      Kürzel;Name;E-Mail;Aktiv
      tb;Tessa Brandt;tessa@halyard.example;ja
      ol;Omar Lind;omar@halyard.example;ja
      kx;Kim Xu;kim@halyard.example;nein
      """
    ),
    (
      "Kunden.csv", .utf8,
      """
      Kundennummer,Firma,Branche
      K1,Alpwerk AG,Maschinenbau
      K2,"Nordlicht GmbH",Software
      """
    ),
    (
      "Ansprechpartner.csv", .windowsCP1252,
      """
      Nr;Vorname;Nachname;Funktion;Firma;E-Mail;Telefon;Gesperrt
      901;Jürg;Müller;Leiter Fertigung;Alpwerk AG;juerg.mueller@alpwerk.example;+41 44 555 01 10;nein
      902;Ana;Ruiz;Leiterin HR;Alpwerk AG;ana.ruiz@alpwerk.example;+41 44 555 01 11;nein
      903;Ben;Ott;CTO;Nordlicht GmbH;ben.ott@nordlicht.example;+49 30 555 01 12;ja
      """
    ),
    (
      "Kandidaten_20261120.csv", .windowsCP1252,
      """
      Talentbuch, Export vom 20.11.2026

      Kandidatennr;Vorname;Nachname;E-Mail;Mobil;Betreut von;Status;Angelegt am;Geburtsdatum
      1001;Zoë;Keller;zoe.keller@example.com;+41 79 555 01 02;Tessa Brandt;aktiv;02.11.2026;14.03.1990
      1002;Max;Läng;max@example.com;+41 79 555 01 03;Omar Lind;vermittelt;13.10.2026;01.01.1985
      1003;Ida;Berg;ida@example.com;;Tessa Brandt;archiviert;05.05.2026;
      1004;Uwe;Stein;k.A.;+41 79 555 01 05;Tessa Brandt;ruhend;06.06.2026;
      1005;Eva;Kalt;eva@example.com;;Niemand Da;aktiv;07.07.2026;
      1006;Tom;Warm;tom@example.com;;Omar Lind;aktiv;31.02.2026;
      1007;zu;viele;Zellen;in;dieser;Zeile;aktiv;01.01.2026;;;;7
      """
    ),
    (
      "Bewerbungen.csv", .utf16LittleEndian,
      """
      Bewerbung\tKandidat\tStelle\tStand\tStand seit\tEintritt
      B1\t1001\tS-1\tVorstellungsgespräch\t12.11.2026 09:30\t
      B2\t1002\tS-2\teingestellt\t10.11.2026 15:00\t01.12.2026
      B3\t1003\tS-1\tvom Kunden abgelehnt\t06.11.2026 10:00\t
      B4\t1004\tS-3\tvorgestellt\t04.11.2026 11:15\t
      B5\t4711\tS-3\tvorgestellt\t05.11.2026 11:15\t
      """
    ),
    (
      "Termine.json", .utf8,
      """
      [{"id": "T1", "kandidat": {"nr": 1001}, "stelle": {"id": "S-1"}, "termin": "2026-11-19T15:00:00+01:00", "ende": "2026-11-19T16:00:00+01:00",
        "status": "durchgeführt", "ort": "Zürich", "gesprächspartner": ["Ana Ruiz", "Jürg Müller"]},
       {"id": "T2", "kandidat": {"nr": 1002}, "stelle": {"id": "S-2"}, "termin": "2026-11-05T10:00:00+01:00", "ende": "2026-11-05T11:00:00+01:00",
        "status": "durchgeführt", "gesprächspartner": ["Ben Ott"]},
       {"id": "T3", "kandidat": {"nr": 1001}, "stelle": {"id": "S-1"}, "termin": "2026-11-26T15:00:00+01:00", "ende": "2026-11-26T16:00:00+01:00",
        "status": "geplant", "gesprächspartner": ["Jürg Müller", "Fremde Person"]}]
      """
    ),
    (
      "Referenzen.csv", .windowsCP1252,
      """
      Kandidat;Name;Beziehung;Firma;E-Mail;Telefon;Einverstanden;Erfasst am
      1001;Rolf Sand;ehem. Chef;Altwerk;rolf@altwerk.example;+41 44 555 02 01;ja;03.11.2026
      1001;Ines Licht;Kollegin;Altwerk;ines@altwerk.example;;nein;03.11.2026
      1002;Jo Flink;Chef;Flink KG;jo@flink.example;+49 30 555 02 02;ja;14.10.2026
      """
    ),
    (
      "Kontakthistorie.csv", .windowsCP1252,
      """
      ID;Datum;Berater;Kandidat;Ansprechpartner;Art;Betreff;Notiz
      N1;18.11.2026 10:00;tb;1001;;Telefonat;Rücksprache;"freut sich; auf das Gespräch"
      N2;17.11.2026 11:30;tb;;902;E-Mail;Nachfassen;
      N3;16.11.2026 09:00;ol;1002;;Fax;Sonstiges;
      """
    ),
    ("Branchen.csv", .utf8, "Schlagwort;Wort\n1;Maschinenbau\n2;Software\n"),
  ]

  private func site() async throws -> NightTests.Site {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": database.conninfo])
    let site = NightTests.Site(program: program, database: database)
    try site.write(["followup.yaml": "catalog:\n  folders: own\n"], to: ".")
    try FileManager.default.createDirectory(atPath: "\(program.folder)/own/imports", withIntermediateDirectories: true)
    let export = "\(program.folder)/export"
    try FileManager.default.createDirectory(atPath: export, withIntermediateDirectories: true)
    for file in Self.texts {
      let text = file.text.replacing("\n", with: "\r\n")
      let bytes = try #require(text.data(using: file.encoding))
      let mark = file.encoding == .utf16LittleEndian ? Data([0xFF, 0xFE]) : Data()
      try (mark + bytes).write(to: URL(fileURLWithPath: "\(export)/\(file.name)"))
    }
    let columns = ["Stellen-ID", "Stellenbezeichnung", "Kunde", "Ansprechpartner", "Zuständig", "Status"]
    var sheet = try makeSink(
      .xlsx,
      columns: columns.map { Column(name: $0, kind: .text) },
      title: "Stellen",
      to: .file("\(export)/Stellen.xlsx")
    )
    try sheet.write(["S-1", "Werkleiter", "K1", "902", "tb", "offen"])
    try sheet.write(["S-2", "Datenbankentwickler", "K2", "903", "ol", "besetzt"])
    try sheet.write(["S-3", "Buchhalter", "K1", "901", "tb", "sistiert"])
    try sheet.finish()
    return site
  }

  /// Seen in the evening of the day of the export.
  private static let evening = ["--as-of", "2026-11-20T18:00"]

  @Test(
    "From the files alone to the thanks that are owed; every row is stored, unchanged, skipped or rejected, and named where it is not stored"
  )
  func imported() async throws {
    let site = try await site()
    let mapping = "own/imports/talentbuch.yaml"

    let suggest = try site.expect(0, "import", "suggest", "export", "--output", mapping)

    for words in [
      "Kandidaten_*.csv: candidates", "Stellen.xlsx: job_orders", "Termine.json: interviews, attendees",
      "Branchen.csv: nothing is taken from it; 0 of 2 columns read",
    ] { #expect(suggest.errors.contains(words), "\(words)") }
    #expect(suggest.errors.contains("marked check in \(mapping), then: followup import talentbuch export --preview"))
    #expect(suggest.output.isEmpty)

    // What the lines marked check ask for.
    let path = "\(site.program.folder)/\(mapping)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    for (asked, written) in [("ruhend: \"\"", "ruhend: inactive"), ("sistiert: \"\"", "sistiert: closed")] {
      #expect(text.contains("\(asked)  # check: write one of "))
      try String(contentsOfFile: path, encoding: .utf8).replacing(asked, with: written).write(
        toFile: path,
        atomically: true,
        encoding: .utf8
      )
    }
    try site.expect(0, "agency", "add", "Acme", "--time-zone", "Europe/Zurich")

    let preview = try site.expect(3, ["import", "talentbuch", "export", "--preview"] + Self.evening)
    #expect(preview.output.contains("candidates,added,1001,name,,Zoë Keller,"))
    #expect(preview.errors.contains("nothing was stored"))

    let words = ["import", "talentbuch", "export"] + Self.evening
    let first = try site.expect(3, words)
    let rows = try csvRows(first.output)
    for row in rows {
      let parts = ["added", "changed", "unchanged", "deleted", "rejected", "skipped"].compactMap { Int(row[$0] ?? "") }
      #expect(row["read"] == "\(parts.reduce(0, +))")
    }
    let counts = rows.map { row in
      ["target", "read", "added", "rejected", "skipped"].map { row[$0] ?? "" }.joined(separator: " ")
    }
    #expect(
      counts == [
        "contacts 3 3 0 0", "recruiters 3 3 0 0", "applications 5 4 1 0", " 2 0 0 2", "candidates 7 4 3 0",
        "touches 3 2 1 0", "clients 2 2 0 0",
        "references 3 3 0 0", "job_orders 3 3 0 0", "attendees 5 4 1 0", "interviews 3 3 0 0",
      ]
    )
    for named in [
      "Bewerbungen.csv:6: candidate: 4711 is not known",
      "Kandidaten_20261120.csv:8: recruiter: Niemand Da is not known",
      "Kandidaten_20261120.csv:9: search_started_on: 31.02.2026 is not written as",
      "Kandidaten_20261120.csv:10: the row has 13 cells, the header line 9",
      "Kontakthistorie.csv:4: channel is required", "Termine.json:3: contact: Fremde Person is not known",
      "Branchen.csv:2: 2 rows skipped: not known for one of the canonical files",
    ] { #expect(first.errors.contains(named), "\(named)") }

    let facts = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo)).query(
      Statement(
        """
        SELECT concat_ws(' ', candidate.name, candidate.status, application.stage, application.decision, job_order.status, recruiter.name) AS words
        FROM application
        JOIN candidate USING (agency_id, candidate_id)
        JOIN job_order USING (agency_id, job_order_id)
        JOIN recruiter ON recruiter.agency_id = candidate.agency_id AND recruiter.recruiter_id = candidate.recruiter_id
        ORDER BY application.external_id
        """
      )
    )
    #expect(
      facts.map { $0.text(at: 0) ?? "" } == [
        "Zoë Keller active interviewing open Tessa Brandt", "Max Läng placed decided accepted filled Omar Lind",
        "Ida Berg inactive decided rejected open Tessa Brandt", "Uwe Stein inactive submitted closed Tessa Brandt",
      ]
    )

    let again = try csvRows(try site.expect(3, words).output)
    #expect(again.allSatisfy { $0["added"] == "0" && $0["changed"] == "0" })

    try site.expect(0, ["plan"] + Self.evening)
    let list = try csvRows(try site.expect(0, ["worklist", "tessa@halyard.example"] + Self.evening).output)
    let notes = list.filter { $0["rule"] == "handwritten_note" }
    #expect(Set(notes.map { $0["party"] }) == ["Ana Ruiz", "Jürg Müller"])
    #expect(
      notes.allSatisfy {
        $0["interview_at"] == "2026-11-19T15:00:00+01:00" && $0["due_at"] == "2026-11-20T18:00:00+01:00"
      }
    )
    #expect(list.contains { $0["rule"] == "reference_guidance" && $0["party"] == "Rolf Sand" })
    #expect(!list.contains { $0["party"] == "Ines Licht" })
  }

  @Test("Ids and what refers to them are known by their values where no word says it")
  func byValues() throws {
    let folder = try temporaryFolder()
    for (name, text) in [
      "people": "Person ID,Full Name,E-mail\n9001,Marta Sand,marta@example.com\n9002,Jon Berg,jon@example.com\n",
      "vacancies": "Vacancy No,Position,Status\nV1,Engineer,Open\nV2,Analyst,Filled\n",
      "pipeline": "Line,Folder,Vacancy,Step\nP1,9001,V1,2nd interview\nP2,9002,V2,CV sent\n",
      "interviews": "Slot,Line,Begins,Ends\nI1,P1,18/11/2026 15:00,18/11/2026 16:00\n"
        + "I2,P7,25/11/2026 10:00,25/11/2026 11:00\nI3,P2,26/11/2026 10:00,26/11/2026 11:00\n",
    ] {
      try text.write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
    }
    let words = ["people", "vacancies", "pipeline", "interviews"].map { "\($0).csv" }
    let program = Program(folder: folder, environment: ["FOLLOWUP_DATABASE_URL": "host=/nowhere"])
    let suggested = try program.run(["import", "suggest"] + words)

    #expect(suggested.status == 0, "\(suggested.errors)")
    for line in [
      "      id: Person ID\n", "      id: Line  # check: id by what its name and its values look like\n",
      "      candidate: Folder  # check: candidate by what its values are\n", "      job_order: Vacancy\n",
      "          \"2nd interview\": interviewing\n",
      "      id: Slot  # check: id by what its name and its values look like\n",
      "      application: Line  # check: application by what its values are; some of these are not ids in pipeline.csv; "
        + "such rows are rejected\n", "      ends_at: Ends\n",
    ] { #expect(suggested.output.contains(line), "\(line)") }
  }

  @Test("It needs no database, keeps a mapping that exists, and says what is wrong with what it is given")
  func refused() throws {
    let folder = try temporaryFolder()
    let program = Program(folder: folder, environment: ["FOLLOWUP_DATABASE_URL": "host=/nowhere"])
    try "nr;name;mail\n1;Tessa;tessa@halyard.example\n".write(
      toFile: "\(folder)/berater.csv",
      atomically: true,
      encoding: .utf8
    )
    let plain = try program.run("import", "suggest", "berater.csv")
    #expect(plain.status == 0)
    #expect(plain.output.contains("  - target: recruiters\n    file: berater.csv\n"))
    #expect(plain.errors.contains("berater.csv: recruiters; 3 of 3 columns read\n"))

    #expect(try program.run("import", "suggest", "berater.csv", "--output", "mine.yaml").status == 0)
    let kept = try program.run("import", "suggest", "berater.csv", "--output", "mine.yaml")
    #expect(kept.status == 64)
    #expect(kept.errors == "followup: mine.yaml exists; name another file, or add --force to replace it\n")
    #expect(
      try program.run("import", "suggest", "berater.csv", "--output", "mine.yaml", "--force", "--quiet").errors.isEmpty
    )
    #expect(try program.run("import", "suggest", "berater.csv", "--output", "list.yaml").status == 64)

    let none = try program.run("import", "suggest", "nowhere.csv")
    #expect(none.status == 65)
    #expect(none.errors == "followup: nowhere.csv: this file or folder does not exist; check the name\n")
    try "".write(toFile: "\(folder)/leer.csv", atomically: true, encoding: .utf8)
    #expect(try program.run("import", "suggest", "leer.csv").status == 65)
    try Data(Array(repeating: 0x41, count: 70) + [0xE9, 0]).write(to: URL(fileURLWithPath: "\(folder)/spoilt.csv"))
    let spoilt = try program.run("import", "suggest", "spoilt.csv")
    #expect(spoilt.status == 65)
    #expect(spoilt.errors.hasPrefix("followup: spoilt.csv:1:"))
    let calendar = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261110T100000Z",
      "DTSTART:20261119T150000Z", "DTEND:20261119T160000Z", "SUMMARY:Interview", "END:VEVENT", "END:VCALENDAR", "",
    ]
    try calendar.joined(separator: "\r\n").write(toFile: "\(folder)/team.ics", atomically: true, encoding: .utf8)
    let events = try program.run("import", "suggest", "team.ics")
    #expect(events.errors.contains("team.ics: contacts, interviews, attendees; "))
    #expect(events.output.contains("application: {column: \"?\", optional: yes}  # check: application is required"))
    let part = try program.run("import", "suggest", "berater.csv", "leer.csv")
    #expect(part.status == 3)
    #expect(part.errors.contains("leer.csv: is empty; begin it with the header line"))
    #expect(part.output == plain.output)
  }
}
