import Foundation
import Testing

@testable import Tabular

/// Workbooks as other programs write them, made with Python's zip.
@Suite struct XLSXReaderTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  /// A workbook with these sheets, each the XML of its rows; style 1 shows a date, 2 a time, 3 a number of its own with a date in it.
  private func book(_ sheets: [(name: String, rows: String)], properties: String = "") throws -> String {
    let script = #"""
      import sys, zipfile
      path, properties, *sheets = sys.argv[1:]
      main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
      kin = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
      names, rows = sheets[0::2], sheets[1::2]
      with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
          book.writestr("xl/workbook.xml", f"<workbook {main} {kin}><workbookPr {properties}/><sheets>" + "".join(
              f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)) + "</sheets></workbook>")
          book.writestr("xl/_rels/workbook.xml.rels", "<Relationships>" + "".join(
              f'<Relationship Id="rId{n}" Target="worksheets/tab{n}.xml"/>' for n in range(1, len(names) + 1)) + "</Relationships>")
          book.writestr("xl/styles.xml", f'<styleSheet {main}><numFmts><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/>'
              '<numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="[$-409]d&quot; of&quot; mmm"/>'
              '<numFmt numFmtId="167" formatCode="#,##0_m;[Red]-0"/></numFmts><cellXfs>' + "".join(
                  f'<xf numFmtId="{id}"/>' for id in [0, 14, 20, 164, 165, 166, 167, 46, 27, 50, 36, 58, 23, 37]) + '</cellXfs></styleSheet>')
          for n, text in enumerate(rows, 1):
              book.writestr(f"xl/worksheets/tab{n}.xml", f"<worksheet {main}><sheetData>{text}</sheetData></worksheet>")
      """#
    let path = folder.path("book-\(UUID().uuidString).xlsx")
    try python(script, [path, properties] + sheets.flatMap { [$0.name, $0.rows] })
    return path
  }

  private func python(_ script: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + arguments
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  private func rows(_ path: String, sheet: String? = nil) throws -> [[String]] {
    var reader = try XLSXReader(path: path, sheet: sheet)
    var rows: [[String]] = []
    while let record = reader.next() { rows.append(record.fields) }
    return rows
  }

  @Test("Numbers are as a person would write them, dates and times as ISO, a time of day by itself")
  func cells() throws {
    let path = try book([
      (
        "One",
        """
        <row r="2"><c r="A2"><v>0.30000000000000004</v></c><c r="B2"><v>1.6465550102E10</v></c><c r="C2"><v>7</v></c>\
        <c r="D2" s="1"><v>46345</v></c><c r="E2" s="2"><v>0.38541666666666669</v></c><c r="F2" s="3"><v>46345.625</v></c></row>
        <row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="inlineStr"><is><t>a b</t></is></c><c r="C3" t="e"><v>#N/A</v></c>\
        <c r="D3"><v>-1.5E-3</v></c><c r="E3" s="2"><v>0.000011574074074074073</v></c></row>
        """
      )
    ])

    #expect(
      try rows(path) == [
        ["0.3", "16465550102", "7", "2026-11-19", "09:15", "2026-11-19T15:00:00"],
        ["yes", "a b", "#N/A", "-0.0015", "00:00:01"],
      ]
    )
  }

  @Test("Durations of more than a day, other countries' dates, and formats that only look like dates")
  func formats() throws {
    let path = try book([
      (
        "One",
        """
        <row r="1"><c r="A1" s="4"><v>1.2604166666666667</v></c><c r="B1" s="7"><v>2.0000115740740740</v></c><c r="C1" s="4"><v>0.25</v></c>\
        <c r="D1" s="4"><v>-1</v></c><c r="E1" s="5"><v>46345</v></c><c r="F1" s="6"><v>46345</v></c></row>
        <row r="2"><c r="A2" s="8"><v>46345</v></c><c r="B2" s="9"><v>46345</v></c><c r="C2" s="10"><v>46345</v></c>\
        <c r="D2" s="11"><v>46345</v></c><c r="E2" s="12"><v>46345</v></c><c r="F2" s="13"><v>46345</v></c></row>
        """
      )
    ])

    #expect(
      try rows(path) == [
        ["30:15", "48:00:01", "06:00", "-1", "2026-11-19", "46345"],
        ["2026-11-19", "2026-11-19", "2026-11-19", "2026-11-19", "46345", "46345"],
      ]
    )
  }

  @Test("Cells that stand far apart are those that are there, with the names of their columns")
  func farCells() throws {
    let cells = #"<c r="B1"><v>1</v></c><c r="XFD1"><v>2</v></c><c r="AA1"><v/></c>"#
    let path = try book([("One", "<row r=\"1\">\(cells)</row>")])

    var reader = try XLSXReader(path: path)
    let first = reader.next()
    let row = try #require(first)

    #expect(row.cells.map { "\(SheetRow.name(ofColumn: $0.column)) \($0.text)" } == ["B 1", "XFD 2"])
    #expect(row.fields.count == 16_384 && row.fields(of: 3) == ["", "1", "", "2"])
    #expect(["A", "Z", "AA", "AZ", "ZZ", "AAA"] == [0, 25, 26, 51, 701, 702].map(SheetRow.name(ofColumn:)))
  }

  @Test("A part that is too large is refused as that, with the limit, and not unpacked")
  func tooLarge() throws {
    let path = try book([("One", "")])
    let script = """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1], "a", zipfile.ZIP_DEFLATED) as book:
          with book.open("xl/sharedStrings.xml", "w", force_zip64=False) as part:
              for _ in range(257): part.write(bytes(1 << 20))
      """
    try python(script, [path])

    let error = #expect(throws: TabularError.self) { try rows(path) }

    #expect(error?.message == "the workbook's part xl/sharedStrings.xml is larger than 256 MiB")
    #expect(error?.remedy == "save its rows as CSV, or in several workbooks" && error?.file == path)
  }

  @Test("Days counted from 1904 are the same days")
  func from1904() throws {
    let path = try book(
      [("One", #"<row r="1"><c r="A1" s="1"><v>44883</v></c><c r="B1" s="2"><v>0.5</v></c></row>"#)],
      properties: #"date1904="1""#
    )

    #expect(try rows(path) == [["2026-11-19", "12:00"]])
  }

  @Test("A sheet is read by its name, in any case; the first without one; another is refused with those there are")
  func sheets() throws {
    let path = try book(
      [
        ("People", #"<row r="1"><c r="A1"><v>1</v></c></row>"#),
        ("Jobs & more", #"<row r="1"><c r="A1"><v>2</v></c></row>"#),
      ].map { ($0.0.replacing("&", with: "&amp;"), $0.1) }
    )

    #expect(try XLSXReader.sheets(path: path) == ["People", "Jobs & more"])
    #expect(try rows(path) == [["1"]])
    #expect(try rows(path, sheet: "jobs & More") == [["2"]])
    let error = #expect(throws: TabularError.self) { try rows(path, sheet: "Clients") }
    #expect(error?.message == "has no sheet Clients")
    #expect(error?.remedy == "name one of: People, Jobs & more")
  }
}
