import SQLText
import Testing

@Suite("A scanner of SQL")
struct SQLScannerTests {
  /// The tokens of a text but its blanks, each with what it is.
  private func tokens(_ sql: String) -> [String] {
    let bytes = Array(sql.utf8)
    var scanner = SQLScanner(bytes)
    var found: [String] = []
    var end = 0
    while let token = scanner.next() {
      #expect(token.range.lowerBound == end && !token.range.isEmpty)
      end = token.range.upperBound
      guard token.kind != .blank else { continue }
      found.append("\(token.kind) \(String(decoding: bytes[token.range], as: UTF8.self))")
    }
    #expect(end == bytes.count)
    return found
  }

  @Test("tells what looks alike apart")
  func lookalikes() {
    #expect(
      tokens("SELECT größe$1, $2 FROM \"a;\"\"b\" -- ;'\n;")
        == [
          "name SELECT", "name größe$1", "sign ,", "parameter(2) $2", "name FROM", "quotedName \"a;\"\"b\"",
          "comment -- ;'", "semicolon ;",
        ]
    )
    #expect(tokens("'it''s' E'it\\'s' date'x'") == ["string 'it''s'", "string E'it\\'s'", "name date", "string 'x'"])
    #expect(tokens("/* a /* ; */ $1 */ -1") == ["comment /* a /* ; */ $1 */", "sign -", "sign 1"])
    #expect(
      tokens("$$ ; $$ $f$ $$ $g$ $f$ $ 1")
        == ["dollarQuote $$ ; $$", "dollarQuote $f$ $$ $g$ $f$", "sign $", "sign 1"]
    )
  }

  @Test(
    "comes to the end of what is left open",
    arguments: ["'a", "\"a", "E'a\\", "/* a /* b */", "$a$ b", "$a", "-- a"]
  )
  func open(sql: String) {
    #expect(tokens(sql).count == 1 || sql == "$a")
  }

  @Test(
    "knows when no statement follows",
    arguments: [("1; -- a\n ; /* b */", true), ("1; SELECT 2", false), ("1; ';'", false), ("1;", true)]
  )
  func end(sql: String, isEnd: Bool) {
    var scanner = SQLScanner(Array(sql.utf8))
    while let token = scanner.next(), token.kind != .semicolon {}
    #expect(scanner.isAtEndOfStatements == isEnd)
  }
}
