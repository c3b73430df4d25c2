import Foundation
import Testing

@testable import Tabular

/// The workbook, read back with Python's zip and XML.
@Suite struct XLSXTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  /// A cell: its type, its style's number format, its value.
  struct Cell: Decodable, Equatable {
    var type: String
    var format: String
    var bold: Bool
    var value: String
  }

  struct Book: Decodable {
    var sheet: String
    var title: String
    var filter: String
    var pane: String
    var formulas: Int
    var widths: [Double]
    var cells: [String: Cell]
  }

  func book(
    _ columns: [Column],
    _ rows: [[String?]],
    title: String = "",
    options: SinkOptions = SinkOptions()
  ) throws -> Book {
    let path = try folder.put(try render(.xlsx, columns, rows, title: title, options: options), as: "a.xlsx")
    let script = #"""
      import json, sys, zipfile
      import xml.etree.ElementTree as ET
      book = zipfile.ZipFile(sys.argv[1]); assert book.testzip() is None
      n = {'m': 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'}
      part = lambda name: ET.fromstring(book.read(name))
      styles = part('xl/styles.xml'); sheet = part('xl/worksheets/sheet1.xml')
      formats = {f.get('numFmtId'): f.get('formatCode') for f in styles.findall('.//m:numFmt', n)}
      fonts = [f.find('m:b', n) is not None for f in styles.findall('m:fonts/m:font', n)]
      xfs = [(formats.get(x.get('numFmtId'), ''), fonts[int(x.get('fontId'))]) for x in styles.findall('m:cellXfs/m:xf', n)]
      cells = {}
      for c in sheet.findall('.//m:c', n):
        style = xfs[int(c.get('s', '0'))]
        value = c.find('m:v', n) if c.find('m:v', n) is not None else c.find('m:is/m:t', n)
        cells[c.get('r')] = {'type': c.get('t', 'n'), 'format': style[0], 'bold': style[1], 'value': value.text or ''}
      core = part('docProps/core.xml')
      print(json.dumps({
        'sheet': part('xl/workbook.xml').find('.//m:sheet', n).get('name'),
        'title': core.findtext('{http://purl.org/dc/elements/1.1/}title') or '',
        'filter': sheet.find('m:autoFilter', n).get('ref'),
        'pane': sheet.find('.//m:pane', n).get('topLeftCell') + ' ' + sheet.find('.//m:pane', n).get('state'),
        'formulas': len(sheet.findall('.//m:f', n)),
        'widths': [float(c.get('width')) for c in sheet.findall('.//m:col', n) for _ in range(int(c.get('min')), int(c.get('max')) + 1)],
        'cells': cells}))
      """#
    return try JSONDecoder().decode(Book.self, from: Data(try run("python3", ["-c", script, path]).utf8))
  }

  @Test func `cells have the types of their columns, moments are Excel's dates in UTC`() throws {
    let columns = [
      Column(name: "note", kind: .text), Column(name: "n", kind: .integer), Column(name: "d", kind: .decimal),
      Column(name: "late", kind: .boolean), Column(name: "due_at", kind: .moment), Column(name: "on", kind: .date),
    ]
    let rows = [
      ["=1+1", "12", "0.5", "t", "2026-03-09T18:00:00+01:00", "2026-03-09"],
      [nil, "1234567890123456", nil, "no", "infinity", "1899-12-31"],
    ]
    let book = try book(columns, rows, title: "Overdue")
    func cell(_ type: String, _ value: String, _ format: String = "", bold: Bool = false) -> Cell {
      Cell(type: type, format: format, bold: bold, value: value)
    }
    #expect(
      book.cells == [
        "A1": cell("inlineStr", "note", bold: true), "B1": cell("inlineStr", "n", bold: true),
        "C1": cell("inlineStr", "d", bold: true), "D1": cell("inlineStr", "late", bold: true),
        "E1": cell("inlineStr", "due_at", bold: true), "F1": cell("inlineStr", "on", bold: true),
        "A2": cell("inlineStr", "=1+1"), "B2": cell("n", "12"), "C2": cell("n", "0.5"), "D2": cell("b", "1"),
        "E2": cell("n", "46090.70833333333", "yyyy-mm-dd hh:mm"), "F2": cell("n", "46090", "yyyy-mm-dd"),
        "B3": cell("inlineStr", "1234567890123456"), "D3": cell("b", "0"),
        "E3": cell("inlineStr", "infinity"), "F3": cell("inlineStr", "1899-12-31"),
      ]
    )
    #expect(book.formulas == 0)
    #expect(book.sheet == "Overdue")
    #expect(book.title == "Overdue")
    #expect(book.filter == "A1:F3")
    #expect(book.pane == "A2 frozen")
    #expect(book.widths.count == 6)
  }

  @Test func `moments are local to the reader's zone, which a note on the first line names`() throws {
    let columns = [Column(name: "a", kind: .text), Column(name: "due_at", kind: .moment)]
    let rows = [["x", "2026-03-07T18:30:00Z"], ["y", "2026-03-09T18:30:00Z"]]
    let book = try book(columns, rows, options: SinkOptions(zone: "America/New_York"))
    // 13:30 before the clocks go forward, 14:30 after.
    #expect(book.cells["B2"]?.value == "46088.5625")
    #expect(book.cells["B3"]?.value == "46090.60416666667")
    #expect(book.cells["B1"]?.value == "due_at")
    let script = "import sys,zipfile;print(zipfile.ZipFile(sys.argv[1]).read('xl/comments1.xml').decode())"
    let note = try run("python3", ["-c", script, folder.path("a.xlsx")])
    #expect(note.contains("times in America/New_York") && note.contains("\"B1\""))
    _ = try self.book(columns, rows)
    #expect(try run("python3", ["-c", script, folder.path("a.xlsx")]).contains("times in UTC"))
  }

  @Test func `texts come back as they were, unguarded`() throws {
    let nasty = CSVWriterTests.nasty.compactMap { $0 }.filter { !$0.isEmpty && !$0.contains("\r") }
    let book = try book(texts("a"), nasty.map { [$0] })
    for (index, text) in nasty.enumerated() { #expect(book.cells["A\(index + 2)"]?.value == text) }
  }

  @Test func `a text longer than a cell holds is cut, and says so`() throws {
    let book = try book(texts("a"), [[String(repeating: "😀", count: 20_000)], [String(repeating: "b", count: 32_767)]])
    let value = try #require(book.cells["A2"]?.value)
    #expect(value.utf16.count <= 32_767 && value.utf16.count > 32_700)
    #expect(value.hasSuffix("😀 … [cut: a cell holds 32,767 characters]"))
    #expect(book.cells["A3"]?.value.utf16.count == 32_767)
  }

  @Test(
    arguments: [
      ("", "Table"), ("a/b: [c]?*\\d", "a b   c    d"), ("'quoted'", "quoted"), ("History", "Table"),
      (String(repeating: "é", count: 40), String(repeating: "é", count: 31)), ("///", "Table"),
    ])
  func `any title makes a sheet's name`(_ title: String, _ name: String) throws {
    #expect(try book(texts("a"), [], title: title).sheet == name)
  }

  @Test func `the same table is the same file, byte for byte`() throws {
    let options = SinkOptions(stamp: Date(timeIntervalSince1970: 1_772_000_000))
    let first = try render(.xlsx, texts("a"), [["x"]], title: "T", options: options)
    let second = try render(.xlsx, texts("a"), [["x"]], title: "T", options: options)
    #expect(first == second)
  }

  @Test func `workbooks that are finished side by side have each their own date`() async throws {
    let different = try await withThrowingTaskGroup(of: Bool.self) { group in
      for day in 0..<16 {
        group.addTask {
          let options = SinkOptions(stamp: Date(timeIntervalSince1970: 1_772_000_000 + Double(day) * 86_400))
          let first = try render(.xlsx, texts("a"), [["x"]], title: "T", options: options)
          return try (0..<40).contains { _ in
            try render(.xlsx, texts("a"), [["x"]], title: "T", options: options) != first
          }
        }
      }
      return try await group.contains(true)
    }
    #expect(!different)
  }

  @Test func `a file is written whole, with its digest`() throws {
    let path = folder.path("b.xlsx")
    var sink = try makeSink(.xlsx, columns: texts("a"), title: "T", to: .file(path))
    for row in 0..<5_000 { try sink.write(["row \(row)"]) }
    #expect(try folder.names == [])
    try sink.finish()
    #expect(sink.written.rows == 5_000)
    #expect(sink.written.bytes == (try folder.bytes("b.xlsx")).count)
    #expect(sink.written.sha256 == (try run("sha256sum", [path])).split(separator: " ").first.map(String.init))
  }

  @Test func `a value that is not of its column's kind is refused`() throws {
    for (kind, value) in [(ColumnKind.integer, "x"), (.moment, "2026-03-09T08:30:00"), (.date, "9.3.2026")] {
      let error = #expect(throws: TabularError.self) {
        try render(.xlsx, [Column(name: "c", kind: kind)], [[value]])
      }
      #expect(error?.kind == .output)
    }
  }
}
