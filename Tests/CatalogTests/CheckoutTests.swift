import Foundation
import Testing

@testable import Catalog

@Suite("The catalogue of this checkout")
struct CheckoutTests {
  private let home = Result {
    try Home(
      folder: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    )
  }

  @Test("Every file of sql/ can be read, and the migrations are numbered without gaps")
  func all() throws {
    let catalog = Catalog(home: try home.get())

    #expect(try catalog.faults() == [])
    #expect(try catalog.migrations.map(\.version) == Array(1...catalog.migrations.count))
    #expect(try !catalog.rules.isEmpty)
    #expect(try catalog.rule("thank_you_email").hardDeadline)
    #expect(try catalog.rule("thank_you_email").escalation.map(\.name) == ["due - 6 h", "due - 2 h"])
  }

  @Test("A function that reads tables is in PL/pgSQL: Citus plans one in SQL with parameters not at all")
  func functionsThatRead() throws {
    let catalog = Catalog(home: try home.get())
    let created = /CREATE TABLE (\w+)/
    let begun = /CREATE (?:OR REPLACE )?FUNCTION\s/
    let tables = Set(try catalog.migrations.flatMap { $0.file.text.matches(of: created).map { String($0.output.1) } })
    #expect(tables.contains("follow_up"))
    var functions = 0
    for file in try catalog.functions {
      for text in file.text.split(separator: begun).dropFirst() {
        let definition = text.prefix(upTo: text.range(of: "COMMENT ON")?.lowerBound ?? text.endIndex)
        functions += 1
        guard definition.contains("LANGUAGE sql") else { continue }
        let read = definition.matches(of: /(?:FROM|JOIN)\s+(\w+)/).map { String($0.output.1) }
        #expect(tables.isDisjoint(with: read), "\(file.path): \(definition.prefix { $0 != "(" })")
      }
    }
    #expect(functions > 50)
  }

  @Test(
    "The words of touches are those that the table takes",
    arguments: [
      ("touch_channel_is_known", TouchTerms.channels), ("touch_purpose_is_known", TouchTerms.purposes),
      ("touch_actor_kind_is_known", TouchTerms.people),
    ]
  )
  func terms(constraint: String, words: [String]) throws {
    let schema = try home.get().text(of: "sql/schema.sql")
    let line = try #require(schema.split(separator: "\n").first { $0.contains("CONSTRAINT \(constraint) CHECK") })
    #expect(line.matches(of: /'(\w+)'::text/).map { String($0.output.1) } == words)
  }

  @Test("Every job can be read; a name that is not known is refused with those that are")
  func jobs() throws {
    let home = try home.get()

    for name in try Job.names(home: home) { #expect(!(try Job.read(name, catalog: Catalog(home: home)).steps.isEmpty)) }
    let error = #expect(throws: CatalogError.self) { try Job.read("yearly", catalog: Catalog(home: home)) }
    #expect(error?.description.contains("nightly") == true)
  }

  @Test("Every report says its title, its question, what a row is, whether people are named, and what its columns hold")
  func reports() throws {
    let reports = try Catalog(home: try home.get()).reports
    #expect(reports.count >= 24)
    for report in reports {
      #expect(report.file.header.value("title") != nil, "\(report.name)")
      #expect(report.summary.contains("?"), "\(report.name): \(report.summary)")
      #expect(report.grain?.contains(" row") == true, "\(report.name)")
      #expect(report.isPersonal != nil, "\(report.name)")
      #expect(!report.columns.isEmpty, "\(report.name)")
      #expect(report.parameters.allSatisfy { $0.unit != nil }, "\(report.name)")
    }
  }

  @Test("Two statements of one name are refused with both paths")
  func twins() throws {
    let home = FileManager.default.temporaryDirectory.appending(path: "followup-twins-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: home) }
    for folder in ["jobs", "sql/engine/nudge", "sql/engine/plan"] {
      try FileManager.default.createDirectory(atPath: "\(home)/\(folder)", withIntermediateDirectories: true)
    }
    for folder in ["nudge", "plan"] {
      try Data("-- statement: twin\nSELECT 1\n".utf8)
        .write(to: URL(fileURLWithPath: "\(home)/sql/engine/\(folder)/twin.sql"))
    }

    let faults = try Catalog(home: try Home(folder: home)).faults()

    let words = "sql/engine/plan/twin.sql: has the name of sql/engine/nudge/twin.sql"
    #expect(faults.contains { $0.description.contains(words) }, "\(faults)")
  }

  @Test("A folder without sql/ is refused with what to set")
  func nowhere() {
    let error = #expect(throws: CatalogError.self) { try Home(folder: "/nowhere") }
    #expect(error?.description.contains("FOLLOWUP_HOME") == true)
  }
}
