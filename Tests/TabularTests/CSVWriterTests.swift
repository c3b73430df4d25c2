import Foundation
import Tabular
import Testing

/// Writing CSV and TSV, and getting back what was written.
@Suite struct CSVWriterTests {
  static let nasty: [String?] = [
    "plain", "", "a,b", "say \"hi\"", "line\nbreak", "cr\rhere", "both\r\nhere", "tab\there", " spaces ", "\"", "\"\"",
    "=1+1", "+49 30 1234", "-5", "@SUM(A1)", "\ttab first", "\rcr first", "'quoted", "'=kept", "''@kept", "'", "''",
    "Zoë 山田 👩🏽‍💻", "semi;colon", "=\"a\",\"b\"", "\u{FEFF}mark", ",", "\n", "'\n",
  ]

  let folder: Folder

  init() throws { folder = try Folder() }

  @Test func `rows are RFC 4180, UTF-8 and LF, NULL is empty`() throws {
    let text = try renderText(.csv, texts("id", "name"), [["1", "a,b"], ["2", nil], ["3", "say \"hi\""]])
    #expect(text == "id,name\n1,\"a,b\"\n2,\n3,\"say \"\"hi\"\"\"\n")
  }

  @Test func `for Excel there is a byte order mark and CRLF`() throws {
    let bytes = try render(.csv, texts("a"), [["ä"]], options: SinkOptions(excel: true))
    #expect(bytes == [0xEF, 0xBB, 0xBF] + Array("a\r\nä\r\n".utf8))
  }

  @Test func `a text that a spreadsheet would run gets an apostrophe, a number does not`() throws {
    let columns = [
      Column(name: "note", kind: .text), Column(name: "days", kind: .integer), Column(name: "at", kind: .moment),
    ]
    let text = try renderText(.csv, columns, [["=HYPERLINK(1)", "-3", "-infinity"], ["-3", "-3", nil]])
    #expect(text == "note,days,at\n'=HYPERLINK(1),-3,-infinity\n'-3,-3,\n")
  }

  @Test(arguments: ["=", "+", "-", "@", "\t", "\r"])
  func `each of the dangerous beginnings is guarded and comes back`(_ start: String) throws {
    let line = String(decoding: csvLine([start + "x"]), as: UTF8.self)
    let cell = line.replacing("\"", with: "").dropLast()
    #expect(cell == "'\(start)x")
    #expect(unguard(String(cell)) == start + "x")
  }

  @Test(
    arguments: [";", "|", "\t", "\n", "\r"],
    ["=", "+", "-", "@", "\t", "\r"]
  )
  func `a formula where another delimiter begins a cell is guarded there and comes back`(
    _ sign: String,
    _ start: String
  ) {
    for (cell, guarded) in [
      ("a\(sign)\(start)x", "'a\(sign)'\(start)x"), ("'a\(sign)\(start)x", "''a\(sign)'\(start)x"),
      ("a\(sign)''\(start)x", "'a\(sign)'''\(start)x"),
    ] {
      let line = String(decoding: csvLine([cell]), as: UTF8.self)
      let written = String(line.replacing("\"", with: "").dropLast())
      #expect(written == guarded)
      #expect(unguard(written) == cell)
    }
    // As it was written before, with a guard at the beginning alone.
    #expect(unguard("'a;=x") == "a;=x")
  }

  @Test(arguments: ["a; b", "x | y", "a;b - c", "1;2", "a;'b'", "first\nsecond", "'a; b'"])
  func `a separator that no formula follows changes nothing`(_ text: String) {
    #expect(String(decoding: csvLine([text]), as: UTF8.self).replacing("\"", with: "") == text + "\n")
    #expect(unguard(text) == text)
  }

  @Test func `what is run nowhere is not guarded`() throws {
    for format in [Format.html, .table, .json, .tsv] {
      let text = try renderText(format, texts("a"), [["Ana;=cmd"]])
      #expect(text.contains(format == .tsv ? "'Ana;'=cmd" : "Ana;=cmd"))
    }
  }

  @Test func `a European Excel gets its semicolons`() throws {
    let options = SinkOptions(excel: true, delimiter: 0x3B)
    let bytes = try render(.csv, texts("a", "b"), [["x;=y", "1,5"]], options: options)
    #expect(bytes == [0xEF, 0xBB, 0xBF] + Array("a;b\r\n\"'x;'=y\";1,5\r\n".utf8))
  }

  @Test(arguments: [Format.csv, .tsv, .html, .table, .ics])
  func `what turns the direction of writing leaves every output`(_ format: Format) throws {
    let columns = [
      Column(name: "uid", kind: .text), Column(name: "starts_at", kind: .moment), Column(name: "summary", kind: .text),
    ]
    let name = "\u{202E}Ann\u{2066}\u{200F}"
    let options = SinkOptions(stamp: Date(timeIntervalSince1970: 0))
    let text = try renderText(format, columns, [["1", "2026-03-09T08:30:00Z", name]], title: name, options: options)
    #expect(text.contains("Ann"))
    for sign: Unicode.Scalar in ["\u{202E}", "\u{2066}", "\u{200F}"] { #expect(!text.unicodeScalars.contains(sign)) }
  }

  @Test func `what was not guarded is left alone on reading`() {
    for text in ["", "'", "''", "'quoted'", "plain", "O'Neil", "' =x"] { #expect(unguard(text) == text) }
  }

  @Test func `booleans are yes and no`() throws {
    let columns = [Column(name: "active", kind: .boolean)]
    #expect(try renderText(.csv, columns, [["t"], ["false"], ["yes"], [nil]]) == "active\nyes\nno\nyes\n\"\"\n")
  }

  @Test(arguments: [(Format.csv, UInt8(0x2C)), (.tsv, 0x09)], [false, true])
  func `what is written is read back the same`(_ format: (Format, UInt8), _ excel: Bool) throws {
    let rows = Self.nasty.map { [$0, "x", $0] } + [[nil, nil, nil]] + Self.nasty.map { ["", $0, nil] }
    try folder.put(try render(format.0, texts("a", "b", "c"), rows, options: SinkOptions(excel: excel)))
    var reader = try CSVReader(path: folder.path("in.csv"), delimiter: format.1)
    #expect(try reader.next()?.fields == ["a", "b", "c"])
    for row in rows {
      #expect(try reader.next()?.fields.map(unguard) == row.map { $0 ?? "" })
    }
    #expect(try reader.next() == nil)
  }

  @Test func `a row of one empty cell is still a row`() throws {
    try folder.put(try render(.csv, texts("a"), [[nil], [""], ["x"]]))
    var reader = try CSVReader(path: folder.path("in.csv"))
    var cells: [[String]] = []
    while let record = try reader.next() { cells.append(record.fields) }
    #expect(cells == [["a"], [""], [""], ["x"]])
  }

  @Test func `another reader of CSV finds the same cells`() throws {
    let rows = Self.nasty.map { [$0, "x"] }
    let path = try folder.put(try render(.csv, texts("a", "b"), rows))
    let script = "import csv,json,sys;print(json.dumps([r[0] for r in csv.reader(open(sys.argv[1],newline=''))][1:]))"
    let cells = try JSONDecoder().decode([String].self, from: Data(try run("python3", ["-c", script, path]).utf8))
    #expect(cells.map(unguard) == rows.map { $0[0] ?? "" })
  }

  @Test func `a row with a field too few is refused`() throws {
    var sink = try makeSink(.csv, columns: texts("a", "b"), title: "", to: .memory(MemoryBuffer()))
    let error = #expect(throws: TabularError.self) { try sink.write(["1"]) }
    #expect(error?.message == "row 1 has 1 fields for 2 columns")
  }

  @Test func `a file of many rows is written as counted`() throws {
    let path = folder.path("many.csv")
    var sink = try makeSink(.csv, columns: texts("id", "name"), title: "", to: .file(path))
    for row in 0..<20_000 { try sink.write(["\(row)", "name, \(row)"]) }
    try sink.finish()
    var reader = try CSVReader(path: path)
    var count = -1
    while try reader.next() != nil { count += 1 }
    #expect(count == 20_000)
    #expect(sink.written.rows == 20_000)
    #expect(sink.written.bytes == (try folder.bytes("many.csv")).count)
    #expect(sink.written.sha256 == (try run("sha256sum", [path])).split(separator: " ").first.map(String.init))
  }
}

/// One row as CSV.
private func csvLine(_ fields: [String?]) -> [UInt8] {
  var line: [UInt8] = []
  appendCSVLine(fields, to: &line)
  return line
}
