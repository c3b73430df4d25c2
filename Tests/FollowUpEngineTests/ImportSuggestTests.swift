import Foundation
import TestSupport
import Testing

@testable import Catalog
@testable import FollowUpEngine

@Suite("Import: a first mapping from an export's columns")
struct ImportSuggestTests {
  private func suggested(_ files: [String: String]) throws -> (text: String, mapping: ImportMapping) {
    let folder = try temporaryFolder()
    for (name, text) in files { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
    return try suggested(in: folder)
  }

  private func suggested(in folder: String) throws -> (text: String, mapping: ImportMapping) {
    let text = try ImportSuggestion(paths: [folder], home: try TestAgency.home()).text
    return (text, try ImportMapping(name: "test", text: text, file: "test.yaml"))
  }

  private func value(_ column: String, of target: String, in mapping: ImportMapping) -> ImportExpression? {
    mapping.entries.first { $0.target.name == target }?.columns.first { $0.column.name == column }?.value
  }

  private static let recruiters =
    "kürzel;name;mail\ntb;Tessa Brandt;tessa@halyard.example\nol;Omar Lind;omar@halyard.example\n"
  private static func candidates(_ column: String, _ cells: [String]) -> String {
    "nr;name;mail;berater;\(column)\n"
      + cells.enumerated().map { "\($0.offset + 1);Person \($0.offset);p\($0.offset)@example.com;tb;\($0.element)\n" }
      .joined()
  }

  @Test(
    "How dates are written is decided by the values",
    arguments: [
      (["24.11.2025", "01.12.2025"], "d.M.yyyy", false), (["11/24/2025", "12/01/2025"], "M/d/yyyy", false),
      (["24/11/2025", "01/12/2025"], "d/M/yyyy", false), (["05/06/2025", "01/12/2025"], "d/M/yyyy", true),
      (["24-Nov-2025", "01-Dec-2025"], "d-MMM-yyyy", false), (["2025-11-24", "0000-00-00"], "iso", false),
      (["24.11.2025 9:30", "01.12.2025 14:00"], "d.M.yyyy H:mm", false),
      ((1...600).map { "05/\($0 % 12 + 1)/\(1995 + $0 / 20)" } + ["13/01/2025"], "d/M/yyyy", false),
      ((1...600).map { "05/\($0 % 12 + 1)/\(1995 + $0 / 20)" } + ["01/13/2025"], "M/d/yyyy", false),
    ]
  )
  func dates(_ cells: [String], _ pattern: String, _ isUnsure: Bool) throws {
    let made = try suggested(["berater.csv": Self.recruiters, "bewerber.csv": Self.candidates("angelegt am", cells)])
    #expect(value("search_started_on", of: "candidates", in: made.mapping)?.base == .column("angelegt am"))
    #expect(made.mapping.reading.times.map(\.text).contains(pattern))
    #expect(made.text.contains("no value says which number is the day") == isUnsure)
  }

  @Test("Another column of the export says whether the month comes first")
  func monthFirst() throws {
    let made = try suggested([
      "berater.csv": Self.recruiters, "bewerber.csv": Self.candidates("angelegt am", ["05/06/2025"]),
      "references.csv": "id;candidate;name;added on\n1;1;Rolf;11/24/2025\n",
    ])
    #expect(made.mapping.reading.times.map(\.text).contains("M/d/yyyy"))
    #expect(!made.mapping.reading.times.map(\.text).contains("d/M/yyyy"))
  }

  @Test("Cells that are names of another file's rows are looked up there; one that is nobody's name rejects its row")
  func names() throws {
    let made = try suggested([
      "berater.csv": Self.recruiters,
      "bewerber.csv":
        "nr;name;mail;betreut von\n1;Zoë;z@example.com;Tessa Brandt\n2;Max;m@example.com;Omar Lind\n3;Ida;i@example.com;Who\n",
    ])
    let recruiter = try #require(value("recruiter", of: "candidates", in: made.mapping))
    #expect(recruiter.columns.map(\.name) == ["betreut von", "betreut von"])
    #expect(made.mapping.lookups["recruiter_by_name"]?.take.base == .column("kürzel"))
    #expect(made.text.contains("some of these do not stand in berater.csv; such rows are rejected"))
  }

  @Test("Words of statuses that nobody knows are listed, to be written in")
  func words() throws {
    let made = try suggested([
      "berater.csv": Self.recruiters, "bewerber.csv": Self.candidates("status", ["Aktiv", "vermittelt", "ruhend"]),
    ])
    #expect(
      value("status", of: "candidates", in: made.mapping)?.map == [
        "Aktiv": "active", "vermittelt": "placed", "ruhend": "",
      ]
    )
    #expect(made.text.contains("ruhend: \"\"  # check: write one of active, placed, inactive"))
  }

  @Test("Codes are known by the file that names them")
  func codes() throws {
    let made = try suggested([
      "applications.csv": "id,candidate_id,job_id,status_id\n1,1,1,10\n2,2,1,20\n3,3,1,30\n",
      "status_names.csv": "id,description\n10,Submitted\n20,Interviewing\n30,Client rejected\n",
    ])
    #expect(
      value("stage", of: "applications", in: made.mapping)?.map == [
        "10": "submitted", "20": "interviewing", "30": "decided",
      ]
    )
    #expect(value("decision", of: "applications", in: made.mapping)?.map == ["30": "rejected"])
  }

  @Test("What is required and was not found stands there with what to do")
  func missing() throws {
    let made = try suggested(["candidates.csv": "id,full name,email\n1,Zoë,z@example.com\n"])
    #expect(value("recruiter", of: "candidates", in: made.mapping)?.base == .column("?"))
    #expect(
      made.text.contains(
        "recruiter is required, and no column was found: write its name, or {constant: an id of recruiters} for all"
      )
    )
  }

  static let samples = ["bullhorn", "greenhouse", "interviews", "zoho"]

  /// Of the canonical columns that the delivered mapping of a sample gives, those that the suggested one gives too.
  private func share(_ system: String) throws -> (right: Int, all: Int) {
    let home = try TestAgency.home()
    let (_, made) = try suggested(in: "\(TestAgency.checkout)/jobs/imports/samples/\(system)")
    let delivered = try ImportMapping.read(system, home: home)
    let columns = { (mapping: ImportMapping) in
      Dictionary(
        mapping.entries.flatMap { entry in
          entry.columns.map { ("\(entry.target.name).\($0.column.name)", Self.sources($0.value, entry, mapping)) }
        },
        uniquingKeysWith: { $0.union($1) }
      )
    }
    let (wanted, given) = (columns(delivered), columns(made))
    return (
      wanted.count { column, sources in given[column].map { !sources.isDisjoint(with: $0) || sources.isEmpty } ?? false
      }, wanted.count
    )
  }

  /// The source columns that a value is made of.
  private static func sources(
    _ value: ImportExpression,
    _ entry: ImportMapping.Entry,
    _ mapping: ImportMapping
  ) -> Set<String> {
    Set(
      value.withParts.flatMap { part -> [String] in
        switch part.base {
        case .column(let name):
          return entry.lets.first { $0.name == name }.map { Array(sources($0.value, entry, mapping)) } ?? [name]
        case .lookup(let name, _):
          return mapping.lookups[name].map { lookup in lookup.take.columns.map { "\(lookup.file)/\($0.name)" } } ?? []
        default: return []
        }
      }
    )
  }

  @Test(
    "Of the samples most columns are found that their mappings read",
    arguments: zip(samples, [0.9, 0.8, 0.85, 0.9])
  )
  func delivered(_ system: String, _ least: Double) throws {
    let share = try share(system)
    #expect(Double(share.right) >= least * Double(share.all), "\(system): \(share.right) of \(share.all)")
  }

  @Test("No person of an export stands in its mapping", arguments: samples)
  func nobody(_ system: String) throws {
    let folder = "\(TestAgency.checkout)/jobs/imports/samples/\(system)"
    let text = try suggested(in: folder).text
    for person in ["Zoë", "Müller", "Jon Ek", "Falk", "Ana Ruiz", "Tessa", "@", "+1", "Acme"] {
      #expect(!text.contains(person), "\(person)")
    }
  }

  @Test("What cannot be read is named, and the others are looked at")
  func unreadable() throws {
    let folder = try temporaryFolder()
    try "".write(toFile: "\(folder)/empty.csv", atomically: true, encoding: .utf8)
    try "{".write(toFile: "\(folder)/broken.json", atomically: true, encoding: .utf8)
    let home = try TestAgency.home()
    #expect(throws: FollowUpError.self) { try ImportSuggestion(paths: [folder], home: home) }
    try Self.recruiters.write(toFile: "\(folder)/berater.csv", atomically: true, encoding: .utf8)

    let made = try ImportSuggestion(paths: [folder], home: home)

    #expect(made.files.map(\.name) == ["berater.csv"])
    let faults = made.unreadable.map(\.description)
    #expect(faults.count == 2)
    #expect(faults.contains { $0.contains("empty.csv: is empty") })
    #expect(faults.contains { $0.contains("broken.json") && $0.contains("is not JSON") })
    #expect(throws: FollowUpError.self) { try ImportSuggestion(paths: ["\(folder)/nothing"], home: home) }
  }

  @Test("Files that are known for nothing are refused")
  func unknown() throws {
    let error = try #require(throws: FollowUpError.self) { try suggested(["zoo.csv": "animal,legs\ncow,4\n"]) }
    #expect(error.kind == .badData)
    #expect(error.description.contains("no file is known for one of candidates, interviews and the others"))
  }

  @Test("A spoilt export gives a mapping that can be read, or is refused with its name; nothing else")
  func spoilt() throws {
    let count = ProcessInfo.processInfo.environment["FOLLOWUP_TEST_SPOILT"].flatMap { Int($0) } ?? 25
    let home = try TestAgency.home()
    let folder = try temporaryFolder()
    let names = ["zoho/Interviews.csv", "bullhorn/Candidate.csv", "greenhouse/applications.csv", "zoho/Candidates.csv"]
    let whole = try names.map { name in
      try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(TestAgency.checkout)/jobs/imports/samples/\(name)")))
    }
    for number in 0..<count {
      var mutation = Mutation(number)
      for (name, bytes) in zip(names, whole) {
        let file = name.split(separator: "/")[1]
        try Data(mutation.spoil(bytes)).write(to: URL(fileURLWithPath: "\(folder)/\(file)"))
      }
      do {
        _ = try ImportSuggestion(paths: [folder], home: home)
      } catch let error as FollowUpError {
        #expect(error.kind == .badData, "\(number): \(error)")
      }
    }
  }
}
