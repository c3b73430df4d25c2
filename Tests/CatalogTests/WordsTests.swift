import Testing

@testable import Catalog

@Suite("Words of the practice")
struct WordsTests {
  private func file(_ name: String, _ body: String, header: String = "") throws -> SQLFile {
    try SQLFile(
      path: "sql/words/\(name).sql",
      text: "-- word: \(name)\n-- summary: What \(name) isn't.\n\(header)\(body)\n",
      kinds: ["word"]
    )
  }

  @Test("Each comes after those it reads")
  func order() throws {
    let words = try Words([
      file("a", "SELECT 1\nFROM c\nJOIN b USING (x)"), file("b", "SELECT 2\nFROM touch"),
      file("c", "SELECT 3\nFROM b"),
    ])

    #expect(words.files.map(\.name) == ["b", "c", "a"])
  }

  @Test("Two that read one another are refused")
  func circle() throws {
    let error = #expect(throws: CatalogError.self) {
      try Words([file("a", "SELECT 1\nFROM b"), file("b", "SELECT 2\nFROM a")])
    }

    #expect(error.map { "\($0)" }?.contains("sql/words/a.sql") == true)
  }

  @Test("An unknown header key is refused with its line")
  func unknownKey() throws {
    #expect(throws: CatalogError.self) { try Words([file("a", "SELECT 1", header: "-- sumary: x\n")]) }
  }

  @Test("As views they are dropped backwards, made forwards, and say what they mean")
  func views() throws {
    let dropped = try SQLFile(path: "d", text: "-- fragment: d\nDROP NAMES", kinds: ["fragment"])
    let view = try SQLFile(path: "v", text: "-- fragment: v\nMAKE NAME: SELECT; 'MEANING'", kinds: ["fragment"])

    let text = try Words([file("a", "SELECT 1\nFROM b"), file("b", "SELECT 2")])
      .asViews(dropped: dropped, view: view).text

    #expect(
      text == """
        -- functions: practice_words

        DROP a,
          b

        MAKE b: SELECT 2; 'What b isn''t.'

        MAKE a: SELECT 1
        FROM b; 'What a isn''t.'

        """
    )
  }

  @Test("As queries they leave out what the plan's facts give")
  func queries() throws {
    let queries = try Words([file("a", "SELECT 1"), file("b", "SELECT 2", header: "-- given: by plan_facts\n")])
      .asQueries()

    #expect(queries.text == "-- fragment: words\na AS (\nSELECT 1\n),")
  }
}
