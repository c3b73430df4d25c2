import Catalog
import Foundation
import Tabular
import TestSupport
import Testing

@testable import FollowUpEngine

@Suite("Worklist files")
struct WorklistExportTests {
  private func read(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  private func full() async throws -> TestAgency {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous + [Story.checkIn(), Story.candidateCheckIn()])
    return agency
  }

  @Test("All lists come as one stream and are split: each file is what its recruiter gets alone, empty ones too")
  func split() async throws {
    let agency = try await full()
    let folder = try temporaryFolder() + "/lists"

    let export = try await Worklists(agency.session).export(nil, to: folder, formats: [.csv], options: SinkOptions())

    #expect(
      export.files == [
        "worklist-r01-mia-boss.csv", "worklist-r02-jane-doe.csv", "worklist-r03-bob-roe.csv", "manifest.json",
      ]
    )
    #expect(export.lists == 3)
    #expect(export.rows == 4)
    for (id, file) in [
      ("r01", "worklist-r01-mia-boss"), ("r02", "worklist-r02-jane-doe"), ("r03", "worklist-r03-bob-roe"),
    ] {
      #expect(try read("\(folder)/\(file).csv") == (try await Story.text(agency, id)), "\(id)")
    }
    #expect(try csvRows(try read("\(folder)/worklist-r01-mia-boss.csv")).isEmpty)
    #expect(try csvRows(try read("\(folder)/worklist-r02-jane-doe.csv")).count == 3)
  }

  @Test("The manifest names every file with its rows and digest")
  func manifest() async throws {
    let agency = try await full()
    let folder = try temporaryFolder()

    _ = try await Worklists(agency.session).export(nil, to: folder, formats: [.csv, .html], options: SinkOptions())

    let manifest = try JSONDecoder().decode(Manifest.self, from: Data(try read(folder + "/manifest.json").utf8))
    #expect(manifest.files.count == 7)
    #expect(manifest.files.first?.name == "overview.html")
    for file in manifest.files { #expect(file.sha256 == sha256Hex(try read("\(folder)/\(file.name)")), "\(file.name)") }
    #expect(manifest.files.first { $0.name == "worklist-r02-jane-doe.csv" }?.rows == 3)
  }

  @Test("The same export again gives the same bytes")
  func again() async throws {
    let agency = try await full()
    let folder = try temporaryFolder()
    let worklists = Worklists(agency.session)

    _ = try await worklists.export(
      nil,
      to: folder,
      formats: [.csv, .html],
      options: SinkOptions(stamp: agency.session.asOf)
    )
    let first = try read(folder + "/manifest.json")
    _ = try await worklists.export(
      nil,
      to: folder,
      formats: [.csv, .html],
      options: SinkOptions(stamp: agency.session.asOf)
    )

    #expect(try read(folder + "/manifest.json") == first)
  }

  @Test("Every format of a file can be had")
  func formats() async throws {
    let agency = try await full()
    let folder = try temporaryFolder()

    let export = try await Worklists(agency.session).export(
      nil,
      to: folder,
      formats: [.csv, .tsv, .json, .ndjson, .html, .xlsx, .ics],
      options: SinkOptions(stamp: agency.session.asOf)
    )

    #expect(export.files.count == 23)
    let calendar = try read(folder + "/worklist-r02-jane-doe.ics")
    #expect(calendar.components(separatedBy: "BEGIN:VEVENT").count == 4)
    #expect(
      calendar.replacing("\r\n ", with: "").contains("DESCRIPTION:Zoë Müller\\, +1 646 555 0102\\, zoe@mail.example\\n")
    )
  }

  @Test("People read times in the recruiter's own zone, which is named once; CSV keeps the offset")
  func zones() async throws {
    let agency = try await full()
    let folder = try temporaryFolder()

    _ = try await Worklists(agency.session).export(nil, to: folder, formats: [.csv, .html], options: SinkOptions())

    let jane = try read(folder + "/worklist-r02-jane-doe.html")
    #expect(
      jane.contains("<title>Worklist of Jane Doe</title>") && jane.contains("Times are local to America/New_York.")
    )
    #expect(jane.contains("due today at 16:00"))
    #expect(try read(folder + "/worklist-r02-jane-doe.csv").contains("2026-11-20T16:00:00-05:00"))
    #expect(try read(folder + "/worklist-r03-bob-roe.html").contains("Times are local to America/Los_Angeles."))
  }

  @Test("An event's identity is unique in the world and lasting; what is overdue stands on today")
  func events() async throws {
    let agency = try await Story.begin()
    var late = Story.thankYous[0]
    late.due = "2026-11-18T16:00:00-05:00"
    late.expires = nil
    try await Story.owe(agency, [late])
    func calendar() async throws -> [Substring] {
      try await Story.text(agency, "r02", format: .ics).replacing("\r\n ", with: "").split(separator: "\r\n")
    }

    let lines = try await calendar()
    let identity = try #require(lines.first { $0.hasPrefix("UID:") })
    try await agency.sql("UPDATE agency SET name = 'Renamed' WHERE agency_id = :agency")

    #expect(identity.wholeMatch(of: /UID:follow-up-11@[0-9a-f]{32}\.followup/) != nil)
    #expect(try await calendar().contains(identity))
    #expect(lines.contains("DTSTART:20261120T210000Z"))
    #expect(lines.contains { $0.hasPrefix("DESCRIPTION:overdue since 2026-11-18\\n") })
    try await agency.sql(
      "UPDATE agency SET created_at = created_at + interval '1 microsecond' WHERE agency_id = :agency"
    )
    #expect(try await !calendar().contains(identity))
  }

  @Test("Names of any language become file names; two that would be called the same stay apart")
  func names() async throws {
    let agency = try await Story.begin()
    try await agency.sql(
      "UPDATE recruiter SET external_id = 'R/2', name = 'Zoë Ångström-O''Neill' WHERE recruiter_id = 2"
    )
    try await agency.sql(
      "UPDATE recruiter SET external_id = 'r-2', name = 'Zoe Angstrom O Neill' WHERE recruiter_id = 3"
    )
    try await agency.sql("UPDATE recruiter SET external_id = '../..', name = '...' WHERE recruiter_id = 1")

    let export = try await Worklists(agency.session).export(
      nil,
      to: try temporaryFolder(),
      formats: [.csv],
      options: SinkOptions()
    )

    #expect(
      Set(export.files) == [
        "worklist-1.csv", "worklist-r-2-zoe-angstrom-o-neill-2.csv", "worklist-r-2-zoe-angstrom-o-neill-3.csv",
        "manifest.json",
      ]
    )
    // Alone it is called the same, so that one export never overwrites another's list.
    let worklists = Worklists(agency.session)
    let alone = try await worklists.export(
      [try await worklists.recruiter("r-2")],
      to: try temporaryFolder(),
      formats: [.csv],
      options: SinkOptions()
    )
    #expect(alone.files == ["worklist-r-2-zoe-angstrom-o-neill-3.csv", "manifest.json"])
  }

  @Test(
    "The name of a file keeps the letters of a name, in any alphabet",
    arguments: [
      ("Łucja Gołąb", "lucja-golab"), ("Søren Ærø", "soren-aero"), ("Straße", "strasse"), ("Жанна", "zanna"),
      ("Ελένη", "elene"), ("Ğülşen", "gulsen"),
    ]
  )
  func letters(_ name: String, _ slug: String) {
    #expect(WorklistFileNames.slug(name) == slug)
  }

  @Test("What a workbook offers as an outcome is taken back, and its hint fits into a cell's")
  func outcomes() {
    let choices = WorklistOutcome.choices(snoozedUntil: "2026-12-01")
    #expect(choices.allSatisfy { OutcomeWord($0) != nil })
    #expect(WorklistOutcome.meanings.count <= 255)
  }

  @Test("A folder that cannot be made is named, with exit code 74")
  func noFolder() async throws {
    let agency = try await Story.begin()

    let error = await #expect(throws: TabularError.self) {
      try await Worklists(agency.session).export(nil, to: "/dev/null/x", formats: [.csv], options: SinkOptions())
    }

    #expect(error?.kind == .output)
    #expect(error?.file == "/dev/null/x")
  }
}
