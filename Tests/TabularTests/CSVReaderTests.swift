import Foundation
import Tabular
import Testing

/// Reading CSV: RFC 4180 as it is met in the wild, and where it is wrong.
@Suite struct CSVReaderTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  func read(_ bytes: [UInt8], delimiter: UInt8 = 0x2C) throws -> [CSVRecord] {
    var reader = try CSVReader(path: try folder.put(bytes), delimiter: delimiter)
    var records: [CSVRecord] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }

  func read(_ text: String, delimiter: UInt8 = 0x2C) throws -> [CSVRecord] {
    try read(Array(text.utf8), delimiter: delimiter)
  }

  /// The records and the errors, in the order in which they come.
  func readOn(_ bytes: [UInt8]) throws -> [String] {
    var reader = try CSVReader(path: try folder.put(bytes))
    var seen: [String] = []
    while true {
      do {
        guard let record = try reader.next() else { return seen }
        seen.append("\(record.line) \(record.fields.joined(separator: "|"))")
      } catch let error as TabularError {
        seen.append("\(error.line ?? 0):\(error.column ?? 0) \(error.message)")
      }
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `a record ends with LF, CRLF or CR, and knows its line`(_ end: String) throws {
    let records = try read(["id,name", "1,Ann", "2,Ben", ""].joined(separator: end))
    #expect(records.map(\.fields) == [["id", "name"], ["1", "Ann"], ["2", "Ben"]])
    #expect(records.map(\.line) == [1, 2, 3])
  }

  @Test func `the last line needs no end`() throws {
    #expect(try read("a,b\nc,").map(\.fields) == [["a", "b"], ["c", ""]])
    #expect(try read("a,\"b\"").map(\.fields) == [["a", "b"]])
  }

  @Test func `a byte order mark is not part of the first name`() throws {
    #expect(try read("\u{FEFF}id,name\n").map(\.fields) == [["id", "name"]])
    #expect(try read("\u{FEFF}") == [])
  }

  @Test func `an empty file has no records`() throws {
    #expect(try read("") == [])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `a quoted field may hold delimiters, quotes and line ends, and lines go on being counted`(
    _ end: String
  ) throws {
    let text = "\"a,b\",\"say \"\"hi\"\"\"\(end)\"one\(end)two\(end)three\",x\(end)last,y\(end)"
    let records = try read(text)
    #expect(records.map(\.fields) == [["a,b", "say \"hi\""], ["one\(end)two\(end)three", "x"], ["last", "y"]])
    #expect(records.map(\.line) == [1, 2, 5])
  }

  @Test func `quotes may hold nothing, or only quotes`() throws {
    #expect(try read("\"\",\"\"\"\",\"\"\"\"\"\"\n").map(\.fields) == [["", "\"", "\"\""]])
  }

  @Test func `blank lines are passed over but counted`() throws {
    let records = try read("\n\na\n\r\n\r\nb\n\"\"\n")
    #expect(records.map(\.line) == [3, 6, 7])
    #expect(records.map(\.fields) == [["a"], ["b"], [""]])
  }

  @Test func `spaces are data`() throws {
    #expect(try read(" a , b \n").map(\.fields) == [[" a ", " b "]])
  }

  @Test(arguments: [0x09, 0x3B, 0x7C] as [UInt8])
  func `the delimiter can be another`(_ delimiter: UInt8) throws {
    let text = "a,b\(Character(Unicode.Scalar(delimiter)))\"c\(Character(Unicode.Scalar(delimiter)))d\"\n"
    #expect(
      try read(text, delimiter: delimiter).map(\.fields)
        == [["a,b", "c\(Character(Unicode.Scalar(delimiter)))d"]]
    )
  }

  @Test func `all of Unicode passes`() throws {
    let text = "Zoë,Łukasz,山田,👩🏽‍💻,\u{1D400},\u{10FFFF},e\u{301}\n"
    #expect(try read(text).map { $0.fields.joined(separator: ",") + "\n" } == [text])
  }

  // Where it is wrong.

  @Test func `a quote that is never closed is found where it was opened`() throws {
    let seen = try readOn(Array("a,b\nç,\"open\nstill\n".utf8))
    #expect(seen == ["1 a|b", "2:3 this quote is never closed"])
  }

  @Test func `a quote inside an unquoted field costs its line only`() throws {
    let seen = try readOn(Array("a,b\nx,5\" nail\nc,d\n".utf8))
    #expect(seen == ["1 a|b", "2:4 a quote inside a field that does not begin with one", "3 c|d"])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `text after a closing quote costs its line only`(_ end: String) throws {
    let seen = try readOn(Array("\"a\(end)b\"c,\"d\"\(end)e,f".utf8))
    #expect(seen == ["2:3 text after the closing quote of a field", "3 e|f"])
  }

  @Test(
    arguments: [
      [0xFF], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8], [0x80],
      [0xE2, 0x82], [0xF0, 0x9F, 0x92],
    ] as [[UInt8]]
  )
  func `bytes that are not UTF-8 cost their record only`(_ wrong: [UInt8]) throws {
    let seen = try readOn(Array("ä,".utf8) + wrong + Array("\nb,c\n".utf8))
    #expect(seen == ["1:3 a byte that is not UTF-8", "2 b|c"])
    let last = try readOn(Array("ä,".utf8) + wrong)
    #expect(last == ["1:3 a byte that is not UTF-8"])
  }

  @Test func `a file in UTF-16 is recognized`() throws {
    let error = #expect(throws: TabularError.self) { try read([0xFF, 0xFE, 0x69, 0x00, 0x0A, 0x00]) }
    #expect(error?.message == "a NUL byte")
    #expect(error?.remedy == "save the file as UTF-8 (in Excel: \"CSV UTF-8\")")
  }

  @Test func `an error says file, line, column, what and what to do`() throws {
    let path = try folder.put("id\n\"x", as: "people.csv")
    var reader = try CSVReader(path: path)
    _ = try reader.next()
    let error = #expect(throws: TabularError.self) { try reader.next() }
    #expect(
      error?.description
        == "\(path):2:1: this quote is never closed; close it, or double every quote that is part of the text"
    )
    #expect(error?.kind == .input)
    #expect(try reader.next() == nil)
  }

  @Test func `a missing file and a folder are named`() throws {
    let missing = #expect(throws: TabularError.self) { try CSVReader(path: folder.path("none.csv")) }
    #expect(
      missing?.description
        == "\(folder.path("none.csv")): cannot be read: No such file or directory; check the name"
    )
    #expect(missing?.kind == .input)
    let directory = #expect(throws: TabularError.self) { try CSVReader(path: folder.path) }
    #expect(directory?.message == "cannot be read: Is a directory")
  }

  // Tables with a header line.

  /// As ``readOn(_:)``, of a table.
  func readTable(_ text: String) throws -> [String] {
    var reader = try CSVReader(path: try folder.put(text))
    var seen = ["\(try reader.header()?.fields.count ?? 0)"]
    while true {
      do {
        guard let record = try reader.next() else { return seen }
        seen.append("\(record.line) \(record.fields.joined(separator: "|"))")
      } catch let error as TabularError {
        seen.append("\(error.line ?? 0) \(error.message): \(reader.rawLine)")
      }
    }
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `a quote that swallows rows costs its own line`(_ end: String) throws {
    let lines = ["a,b,c", "1,\"x,y", "2,x,y", "3,x\"x,y", "4,x,y", "5,\"x,y"]
    #expect(
      try readTable(lines.joined(separator: end)) == [
        "3", "2 this quote is never closed: 1,\"x,y", "3 2|x|y",
        "4 a quote inside a field that does not begin with one: 3,x\"x,y", "5 4|x|y",
        "6 this quote is never closed: 5,\"x,y",
      ]
    )
  }

  @Test func `a note of several lines with commas is one cell`() throws {
    #expect(
      try readTable("a,b,c\n1,\"Dear Ann,\nred, green, blue\nyours\",z\n")
        == ["3", "2 1|Dear Ann,\nred, green, blue\nyours|z"]
    )
  }

  @Test(.timeLimit(.minutes(1))) func `many open quotes take time in proportion`() throws {
    let text = "a,b,c\n" + String(repeating: "1,\"x,y\n2,x,y\n", count: 100_000)
    #expect(try readTable(text).count == 200_001)
  }

  // Where the buffer ends.

  @Test(arguments: 0..<24)
  func `a record is the same at every place where the buffer ends`(_ shift: Int) throws {
    let size = 256 * 1024
    let tail = "\"q\"\"q\r\nz\",é\r\n\rend,\"\"\r\n"
    let padding = String(repeating: "x", count: size - shift - 2)
    let records = try read(padding + "\r\n" + tail)
    #expect(records.map(\.fields) == [[padding], ["q\"q\r\nz", "é"], ["end", ""]])
    #expect(records.map(\.line) == [1, 2, 5])
  }

  @Test func `a record can be much longer than the buffer`() throws {
    let long = String(repeating: "0123456789\n", count: 200_000)
    let records = try read("a,\"\(long)\"\nb,c\n")
    #expect(records.map(\.fields) == [["a", long], ["b", "c"]])
    #expect(records.map(\.line) == [1, 200_002])
  }

  @Test func `an open quote in a huge file is found without reading all of it into memory`() throws {
    let seen = try readOn(Array("a\nb,\"".utf8) + [UInt8](repeating: 0x20, count: 17 * 1024 * 1024))
    #expect(seen == ["1 a", "2:3 this quote is never closed"])
  }

  @Test func `raw fields are the same bytes`() throws {
    var reader = try CSVReader(path: try folder.put("a,\"b \"\"c\"\"\"\n"))
    let fields = try reader.nextRaw { record in
      (0..<record.count).map { String(decoding: record[$0], as: UTF8.self) } + [String(record.line)]
    }
    #expect(fields == ["a", "b \"c\"", "1"])
    #expect(try reader.nextRaw { $0.count } == nil)
  }
}
