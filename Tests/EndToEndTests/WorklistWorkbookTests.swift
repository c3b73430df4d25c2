import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

/// The list as a workbook, read, filled in and saved by programs that are not ours.
@Suite("Lists that are filled in as workbooks")
struct WorklistWorkbookTests {
  private struct Sheet: Decodable {
    var header: [String]
    var shown: [String]
    var isDate: Bool
    var due: String
    var panes: String
    var filter: String
    var page: [String]
    var choices: String
    var style: String
    var hint: String
    var rules: [String: [String]]
    var heights: [Double]
    var isWrapped: Bool
  }

  private static let read = #"""
    import json, sys, openpyxl
    sheet = openpyxl.load_workbook(sys.argv[1]).active
    header = [cell.value for cell in sheet[1]]
    letters = [cell.column_letter for cell in sheet[1]]
    choice = [v for v in sheet.data_validations.dataValidation if v.type == 'list'][0]
    at = {name: sheet.cell(row=2, column=i + 1) for i, name in enumerate(header)}
    setup = sheet.page_setup
    print(json.dumps({
      'header': header,
      'shown': [n for n, l in zip(header, letters) if not sheet.column_dimensions[l].hidden],
      'isDate': at['due_at'].is_date, 'due': at['due_at'].value.isoformat(), 'panes': sheet.freeze_panes,
      'filter': sheet.auto_filter.ref, 'choices': choice.formula1, 'style': choice.errorStyle, 'hint': choice.prompt,
      'page': [setup.orientation, str(sheet.sheet_properties.pageSetUpPr.fitToPage), str(setup.fitToHeight),
        sheet.print_title_rows, sheet.print_area[0]],
      'rules': {str(r.sqref): [f for rule in rules for f in rule.formula]
        for r, rules in sheet.conditional_formatting._cf_rules.items()},
      'heights': [sheet.row_dimensions[r].height for r in range(2, sheet.max_row + 1)],
      'isWrapped': at['action'].alignment.wrap_text}))
    """#

  /// Writes words into the rows of some rules.
  private static let fill = #"""
    import json, sys, openpyxl
    book = openpyxl.load_workbook(sys.argv[1]); sheet = book.active; words = json.loads(sys.argv[3])
    at = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
      said = words.get(sheet.cell(row=row, column=at['rule']).value)
      if said:
        sheet.cell(row=row, column=at['outcome']).value, sheet.cell(row=row, column=at['note']).value = said
    book.save(sys.argv[2])
    """#

  private static let words = [
    "reference_guidance": ["done 19.11.2026", "she said \u{201C}yes\u{201D}\n=1+1"],
    "reference_list": ["skip", "has none"],
    "candidate_check_in": ["no answer", ""],
  ]

  private func list() async throws -> NightTests.Site {
    let site = try await NightTests.Site.make()
    try site.expect(0, ["plan"] + NightTests.morning)
    try site.expect(0, ["worklist", "r1", "--output", "list.xlsx"] + NightTests.morning)
    return site
  }

  @Test("What a person needs stands first; due times are dates, outcomes a list that takes other words")
  func layout() async throws {
    let site = try await list()

    let text = try python(Self.read, ["list.xlsx"], in: site.program.folder)
    let sheet = try JSONDecoder().decode(Sheet.self, from: Data(text.utf8))
    let csv = try csvRows(try site.expect(0, ["worklist", "r1", "--format", "csv"] + NightTests.morning).output)

    #expect(
      sheet.shown.prefix(11) == [
        "outcome", "note", "contact", "contact_phone", "contact_email", "action", "candidate", "client", "due_at",
        "overdue_by", "warnings",
      ]
    )
    #expect(Set(sheet.header) == Set(csv[0].keys))
    for hidden in ["follow_up_id", "rule", "candidate_id", "block", "beyond_today"] {
      #expect(!sheet.shown.contains(hidden))
    }
    #expect(sheet.isDate && sheet.isWrapped)
    #expect(csv[0]["due_at"]?.hasPrefix(sheet.due) == true)
    #expect(sheet.panes == "A2" && sheet.filter.hasPrefix("A1:"))
    #expect(sheet.page[0...2] == ["landscape", "True", "0"])
    #expect(sheet.page[3].contains("1:") && sheet.page[4].hasPrefix("$A$1:$K$"))
    #expect(sheet.choices == "\"done,reminded,skip,snooze 2026-11-27,not today,no answer,wrong contact\"")
    #expect(sheet.style == "information")
    #expect(sheet.hint.contains("skip: not needed; say why in note"))
    let rules = sheet.rules.values.joined()
    #expect(rules.contains { $0.hasSuffix("=\"overdue\"") } && rules.contains { $0.hasPrefix("AND(") })
    #expect(sheet.heights.allSatisfy { $0 >= 30 } && sheet.heights.contains { $0 > 30 })
  }

  @Test("Saved by openpyxl or LibreOffice, a filled-in workbook is taken back; the other one records nothing twice")
  func back() async throws {
    let site = try await list()
    let words = String(decoding: try JSONEncoder().encode(Self.words), as: UTF8.self)
    _ = try python(Self.fill, ["list.xlsx", "filled.xlsx", words], in: site.program.folder)
    var files = ["filled.xlsx"]
    // LibreOffice is large and not installed for this alone.
    if let office = ["/usr/bin/soffice", "/usr/bin/libreoffice"].first(where: FileManager.default.isExecutableFile) {
      let home = "-env:UserInstallation=file://\(site.program.folder)/office"
      _ = try tool(
        office,
        [home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "saved", "filled.xlsx"],
        in: site.program.folder
      )
      files.insert("saved/filled.xlsx", at: 0)
    }

    let outputs = try files.map { try site.expect(0, ["worklist", "apply", $0] + NightTests.morning).output }
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    let kept = try await connection.query(Statement("SELECT outcome, note FROM follow_up_answer ORDER BY outcome"))
      .map { [$0.text(at: 0), $0.text(at: 1)] }
    await connection.close()

    let count = Self.words.count
    #expect(outputs[0].contains("\n\(kept.count) recorded, 0 settled before"), "\(outputs[0])")
    #expect(kept.count >= count)
    #expect(Set(kept.map { $0[0] }) == ["done", "no answer", "skip"] || kept.contains(["skip", "has none"]))
    #expect(kept.contains { $0[1] == "she said \u{201C}yes\u{201D}\n=1+1" })
    for output in outputs.dropFirst() {
      #expect(output.contains("\n0 recorded, \(kept.count) settled before"), "\(output)")
    }
  }
}

/// What a script says, run by the system's own Python, for which packages are installed.
func python(_ script: String, _ arguments: [String], in folder: String) throws -> String {
  try tool("/usr/bin/python3", ["-c", script] + arguments, in: folder)
}

/// What a program says that has to end well.
func tool(_ path: String, _ arguments: [String], in folder: String) throws -> String {
  let process = Process()
  process.executableURL = URL(filePath: path)
  process.arguments = arguments
  process.currentDirectoryURL = URL(filePath: folder)
  let output = Pipe()
  process.standardOutput = output
  process.standardInput = FileHandle.nullDevice
  try process.run()
  let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
  process.waitUntilExit()
  try #require(process.terminationStatus == 0, "\(path) ended with \(process.terminationStatus)")
  return text
}
