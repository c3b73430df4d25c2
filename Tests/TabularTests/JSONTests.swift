import Foundation
import Testing

@testable import Tabular

/// JSON and NDJSON.
@Suite struct JSONTests {
  static let columns = [
    Column(name: "id", kind: .integer), Column(name: "name", kind: .text), Column(name: "share", kind: .decimal),
    Column(name: "late", kind: .boolean), Column(name: "at", kind: .moment), Column(name: "more", kind: .json),
  ]

  @Test func `cells have the types of their columns, and NULL is null`() throws {
    let rows = [
      ["1", "Ann", "0.50", "t", "2026-03-09T08:30:00Z", "{\"a\":\n[1]}"],
      ["-9007199254740993", nil, "1e-7", "no", nil, "null"],
    ]
    let text = try renderText(.json, Self.columns, rows)
    #expect(
      text == """
        [
        {"id":1,"name":"Ann","share":0.50,"late":true,"at":"2026-03-09T08:30:00Z","more":{"a": [1]}},
        {"id":-9007199254740993,"name":null,"share":1e-7,"late":false,"at":null,"more":null}
        ]

        """
    )
  }

  @Test func `one object on each line, with any cells`() throws {
    let text = try renderText(
      .ndjson,
      Self.columns,
      [["1", "a\nb", nil, nil, nil, "[1,\r\n2]"], ["2", nil, nil, nil, nil, nil]]
    )
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3 && lines[2].isEmpty)
    for line in lines.dropLast() { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
  }

  @Test func `every text comes back as it was`() throws {
    let rows = CSVWriterTests.nasty.map { [$0] } + [["\u{0}\u{1}\u{1F}\u{7F}\u{2028}"], ["\\u0041"], ["</script>"]]
    let bytes = try render(.json, texts("t \"q\""), rows)
    let read = try JSONDecoder().decode([[String: String]].self, from: Data(bytes))
    #expect(read.map { $0["t \"q\""] } == rows.map { $0[0] })
  }

  @Test func `no rows are an empty array`() throws {
    #expect(try renderText(.json, texts("a"), []) == "[]\n")
    #expect(try renderText(.ndjson, texts("a"), []) == "")
  }

  @Test(arguments: ["0", "-0", "10", "-1.5", "1.25e+10", "1E5", "0.1"])
  func `a number in JSON's spelling is one`(_ text: String) { #expect(isJSONNumber(text)) }

  @Test(arguments: ["", "-", "NaN", "Infinity", "+1", ".5", "1.", "01", "1e", "1e+", "0x1", "1 ", "1,5"])
  func `anything else is none`(_ text: String) { #expect(!isJSONNumber(text)) }

  @Test(arguments: [(ColumnKind.integer, "NaN"), (.decimal, "secret"), (.boolean, "maybe"), (.json, "{")])
  func `a value that is not of its column's kind is refused, and not shown`(_ kind: ColumnKind, _ value: String) throws
  {
    let error = #expect(throws: TabularError.self) {
      try render(.json, [Column(name: "share", kind: kind)], [[nil], [value]])
    }
    #expect(error?.kind == .output)
    #expect(error?.message.hasPrefix("row 2, column \"share\": the value is not ") == true)
    #expect(error?.description.contains(value) == false || value == "{")
  }

  @Test func `two columns of one name are refused`() throws {
    let error = #expect(throws: TabularError.self) { try render(.json, texts("a", "b", "a"), []) }
    #expect(error?.kind == .unsuitable)
  }
}
