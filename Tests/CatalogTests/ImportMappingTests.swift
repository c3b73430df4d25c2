import Catalog
import Testing

@Suite("Import mappings: what is wrong in one is refused with its line")
struct ImportMappingTests {
  /// A mapping that is right, with one line of columns to be put in.
  static func text(_ columns: String = "", top: String = "") -> String {
    """
    summary: a test
    \(top)
    files:
      - target: candidates
        file: people.csv
        columns:
          id: nr
          name: who
          recruiter: owner
          \(columns)
    """
  }

  private func read(_ text: String) throws -> ImportMapping {
    try ImportMapping(name: "test", text: text, file: "jobs/imports/test.yaml")
  }

  @Test("One that is right is read whole")
  func right() throws {
    let mapping = try read(
      Self.text(
        "status: {column: s, map: {A: active}, otherwise: inactive}",
        top:
          "read: {delimiter: tab, encoding: latin-1, empty: [\"0\", \"-\"], times: [dd.MM.yyyy, unix], zone: Europe/Zurich}"
      )
    )
    #expect(mapping.reading.delimiter == 9)
    #expect(mapping.reading.encoding == .latin1)
    #expect(mapping.reading.empty == ["0", "-"])
    #expect(mapping.reading.times.map(\.text) == ["dd.MM.yyyy", "unix"])
    #expect(mapping.reading.zone == "Europe/Zurich")
    let entry = try #require(mapping.entries.first)
    #expect(entry.target.name == "candidates")
    #expect(entry.columns.map(\.column.name) == ["id", "name", "recruiter", "status"])
    #expect(entry.columns.last?.value.map == ["A": "active"])
    #expect(entry.columns.last?.value.otherwise == "inactive")
  }

  @Test(
    "Mistakes are named",
    arguments: [
      (text("status: {colum: s}"), 10, "unknown key colum"),
      (text("favourite: s"), 10, "candidates has no column favourite"),
      (text("status: {map: {A: active}}"), 10, "does not say where the value comes from"),
      (text("status: {column: s, constant: active}"), 10, "does not say where the value comes from"),
      (text("status: {column: s, map: {A: aktiv}}"), 10, "status cannot be aktiv"),
      (text("status: {constant: aktiv}"), 10, "status cannot be aktiv"),
      (text("email: {lookup: mail, by: nr}"), 10, "the lookup mail does not exist"),
      (text("search_started_on: {column: s, time: jj.mm}"), 10, "jj.mm is not a way of writing times"),
      (text("email: {column: s, otherwise: x}"), 10, "otherwise can be used only with map"),
      (text("email: {column: s, split: {at: \",\", part: 0}}"), 10, "part must be a number"),
      (text("email: {column: s, with: x}"), 10, "with can be used only with join"),
      (text("email: {column: s, refers_to: people}"), 10, "people is not a canonical file"),
      (text(top: "read: {encoding: ebcdic}"), 2, "encoding cannot be ebcdic"),
      (text(top: "read: {delimiter: ab}"), 2, "delimiter must be one character"),
      (text(top: "skip: {}"), 2, "unknown key skip"),
      (text(top: "read: {skip_lines: -1}"), 2, "skip_lines must be a whole number"),
      (text(top: "read: {files: {a.csv: {zone: UTC}}}"), 2, "unknown key zone"),
      (text(top: "read: {files: {a.csv: {encoding: ebcdic}}}"), 2, "encoding cannot be ebcdic"),
      (text(top: "read: {empty_dates: perhaps}"), 2, "empty_dates must be yes or no"),
      (text(top: "same_person: [{target: clients, file: a.csv, id: nr}]"), 2, "clients is not a file of people"),
      (text("status_since: {start: s}"), 10, "plus_minutes is missing"),
      (text("status_since: {start: s, plus_minutes: -5}"), 10, "plus_minutes must be from 0 to 10080"),
      (text("status_since: {column: s, plus_minutes: 5}"), 10, "plus_minutes can be used only with start"),
      (text("email: {constant: s, optional: yes}"), 10, "optional can be used only with column"),
      (text("email: {column: s, ignore_case: yes}"), 10, "ignore_case can be used only with map"),
      (
        text("status: {column: s, ignore_case: yes, map: {a: active, A: placed}}"), 10,
        "A and a are the same word when case is ignored"
      ),
      (text("email: s").replacing("    columns:", with: "    each: {column: s}\n    columns:"), 6, "at is missing"),
    ]
  )
  func mistakes(_ mistake: (text: String, line: Int, what: String)) throws {
    let error = try #require(throws: CatalogError.self) { try read(mistake.text) }
    #expect(error.file == "jobs/imports/test.yaml")
    #expect(error.line == mistake.line)
    #expect(error.what.contains(mistake.what))
  }

  @Test("A required column that is not mapped is named")
  func required() throws {
    let text = "summary: s\nfiles:\n  - target: clients\n    file: c.csv\n    columns:\n      id: nr\n"
    let error = try #require(throws: CatalogError.self) { try read(text) }
    #expect(error.what == "clients requires the column name, which is missing")
  }

  @Test(
    "Times are read as they are written",
    arguments: [
      ("dd.MM.yyyy HH:mm", "24.11.2025 09:30", "2025-11-24 09:30:00"),
      ("M/d/yy h:mm a", "2/3/99 12:05 AM", "1999-02-03 00:05:00"),
      ("M/d/yy h:mm a", "2/3/26 12:05 PM", "2026-02-03 12:05:00"),
      ("d MMM yyyy", "5 Sept 2026", "2026-09-05"),
      ("d MMMM yyyy", "5 March 2026", "2026-03-05"),
      ("yyyyMMdd'T'HHmmssX", "20261119T150001-0500", "2026-11-19 15:00:01 -18000"),
      ("iso", "2026-11-19T15:00:01.25+01:00", "2026-11-19 15:00:01.25 3600"),
      ("iso", "2026-11-19 15:00", "2026-11-19 15:00:00"),
      ("iso", "2026-11-19", "2026-11-19"),
      ("unix", "1169000000", "2007-01-17 02:13:20 0"),
      ("unix_ms", "951782400000", "2000-02-29 00:00:00 0"),
    ]
  )
  func times(_ example: (pattern: String, text: String, said: String)) throws {
    let pattern = try #require(ImportTimePattern(example.pattern))
    let moment = try #require(pattern.parse(example.text))
    var said = "\(moment.year)-\(two(moment.month))-\(two(moment.day))"
    if moment.hasTime { said += " \(two(moment.hour)):\(two(moment.minute)):\(two(moment.second))" }
    if !moment.fraction.isEmpty { said += ".\(moment.fraction)" }
    if let offset = moment.offset { said += " \(offset)" }
    #expect(said == example.said)
  }

  @Test(
    "What is written otherwise is not a time",
    arguments: [
      ("dd.MM.yyyy", "30.02.2026"), ("dd.MM.yyyy", "1.2.2026"), ("dd.MM.yyyy", "01.02.2026 "), ("iso", "yesterday"),
      ("HH:mm", "24:00"), ("h:mm a", "13:00 PM"), ("unix", "-1"), ("yyyy-MM-dd", "2026-13-01"),
    ]
  )
  func noTimes(_ example: (pattern: String, text: String)) throws {
    let pattern = try #require(ImportTimePattern(example.pattern))
    #expect(pattern.parse(example.text) == nil)
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
