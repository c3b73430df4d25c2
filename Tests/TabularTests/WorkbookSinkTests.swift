import Foundation
import Testing

@testable import Tabular

/// The workbook of several tables, read back with Python's zip and XML.
@Suite struct WorkbookSinkTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  struct Book: Decodable {
    var title: String
    var sheets: [String]
    var cells: [[String: String]]
    var links: [String: String]
    var filters: [String]
  }

  /// What a workbook has on its sheets, and where the links of the first one lead.
  private func read(_ name: String) throws -> Book {
    let script = #"""
      import json, sys, zipfile
      import xml.etree.ElementTree as ET
      book = zipfile.ZipFile(sys.argv[1]); assert book.testzip() is None
      n = {'m': 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'}
      part = lambda name: ET.fromstring(book.read(name))
      names = [s.get('name') for s in part('xl/workbook.xml').findall('.//m:sheet', n)]
      sheets = [part('xl/worksheets/sheet%d.xml' % (i + 1)) for i in range(len(names))]
      def text(c):
        value = c.find('m:v', n) if c.find('m:v', n) is not None else c.find('m:is/m:t', n)
        return '' if value is None else value.text or ''
      print(json.dumps({
        'title': part('docProps/core.xml').findtext('{http://purl.org/dc/elements/1.1/}title') or '',
        'sheets': names,
        'cells': [{c.get('r'): text(c) for c in s.findall('.//m:c', n)} for s in sheets],
        'links': {l.get('ref'): l.get('location') for l in sheets[0].findall('.//m:hyperlink', n)},
        'filters': [s.find('m:autoFilter', n).get('ref') for s in sheets]}))
      """#
    return try JSONDecoder().decode(Book.self, from: Data(run("python3", ["-c", script, folder.path(name)]).utf8))
  }

  @Test("A sheet for each table, and a first one that lists them with their questions and leads to them")
  func sheets() throws {
    let path = folder.path("week.xlsx")
    var book = try WorkbookSink(title: "Acme: week", contents: "Contents", to: .file(path))
    var due = try book.begin("Due", question: "What is due?", columns: [Column(name: "n", kind: .integer)])
    try due.write(["7"])
    try due.write(["8"])
    try book.end(due)
    let columns = [Column(name: "at", kind: .moment), Column(name: "who", kind: .text)]
    var told = try book.begin("Who's told", question: "Who was told?", columns: columns)
    let row = "2026-11-20 14:30:00+00\tA\\tB\n"
    var bytes = Array(row.utf8)
    try bytes.withUnsafeMutableBytes { try told.write(copied: UnsafeRawBufferPointer($0), kinds: columns.map(\.kind)) }
    try book.end(told)
    try book.end(try book.begin("None", question: "Is there anything?", columns: texts("a")))
    #expect(try folder.names == [])
    try book.finish()

    let got = try read("week.xlsx")
    #expect(got.title == "Acme: week")
    #expect(got.sheets == ["Contents", "Due", "Who's told", "None"])
    #expect(got.cells[0]["A1"] == "Sheet" && got.cells[0]["B1"] == "Question" && got.cells[0]["C1"] == "Rows")
    #expect((2...4).map { got.cells[0]["A\($0)"] } == ["Due", "Who's told", "None"])
    #expect((2...4).map { got.cells[0]["B\($0)"] } == ["What is due?", "Who was told?", "Is there anything?"])
    #expect((2...4).map { got.cells[0]["C\($0)"] } == ["2", "1", "0"])
    #expect(got.links == ["A2": "'Due'!A1", "A3": "'Who''s told'!A1", "A4": "'None'!A1"])
    #expect(got.cells[1] == ["A1": "n", "A2": "7", "A3": "8"])
    #expect(got.cells[2]["B2"] == "A\tB")
    // 46346 is 2026-11-20 in Excel's days; without a zone of the reader moments are in UTC.
    #expect(Double(got.cells[2]["A2"] ?? "").map { abs($0 - 46_346.604_166_667) < 1e-6 } == true)
    #expect(got.cells[3] == ["A1": "a"])
    #expect(got.filters == ["A1:C4", "A1:A3", "A1:B2", "A1"])
    #expect(book.written.rows == 3 && book.written.sha256?.count == 64)
    #expect(book.written.bytes == (try folder.bytes("week.xlsx")).count)
  }

  @Test("Sheets' names are as Excel wants them, and no two are the same, whatever the titles are")
  func names() throws {
    var book = try WorkbookSink(title: "x", contents: "Contents", to: .file(folder.path("a.xlsx")))
    let long = "The follow-ups of every recruiter by week"
    for title in [long, long.uppercased(), long, "contents", "", "", "a/b:c", "'quoted'", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"] {
      try book.end(try book.begin(title, question: "?", columns: texts("a")))
    }
    try book.finish()

    let got = try read("a.xlsx")
    #expect(
      got.sheets == [
        "Contents", "The follow-ups of every recruit", "THE FOLLOW-UPS OF EVERY REC (2)",
        "The follow-ups of every rec (3)", "contents (2)", "Table", "Table (2)", "a b c", "quoted",
        "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
      ]
    )
    #expect(got.sheets.allSatisfy { $0.utf16.count <= 31 })
    #expect(Set(got.sheets.map { $0.lowercased() }).count == got.sheets.count)
  }

  @Test("The same tables are the same workbook, byte for byte")
  func repeatable() throws {
    for name in ["a.xlsx", "b.xlsx"] {
      let options = SinkOptions(stamp: Date(timeIntervalSince1970: 1_795_000_000))
      var book = try WorkbookSink(title: "x", contents: "Contents", to: .file(folder.path(name)), options: options)
      var table = try book.begin("Due", question: "?", columns: texts("a"))
      try table.write(["1"])
      try book.end(table)
      try book.finish()
    }

    #expect(try folder.bytes("a.xlsx") == folder.bytes("b.xlsx"))
  }

  @Test("One that is let go leaves no file")
  func dropped() throws {
    do {
      var book = try WorkbookSink(title: "x", contents: "Contents", to: .file(folder.path("a.xlsx")))
      try book.end(try book.begin("Due", question: "?", columns: texts("a")))
    }

    #expect(try folder.names == [])
  }
}
