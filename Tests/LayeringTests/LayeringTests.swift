import Testing

@Suite("The layer rules")
struct LayeringTests {
  @Test func importsOnlyGoDownward() throws {
    let sources = try LayerRules.sources()
    #expect(!sources.isEmpty)
    #expect(sources.flatMap { LayerRules.badImports($0.path, $0.text) } == [])
  }

  @Test func statementsStandInSQLFiles() throws {
    let found = try LayerRules.sources().flatMap { LayerRules.sql($0.path, $0.text) }
    let excused = LayerRules.mayHoldSQL.keys
    #expect(found.filter { line in !excused.contains { line.hasPrefix($0) } } == [])
    // An excuse that nobody needs is taken back.
    for file in excused where file.hasSuffix(".swift") {
      #expect(found.contains { $0.hasPrefix(file) }, "\(file) holds no SQL any more")
    }
  }

  @Test func statementsAreCalledByTheirFunctions() throws {
    let found = try LayerRules.sources().flatMap { LayerRules.namedStatements($0.path, $0.text) }
    let excused = LayerRules.mayNameStatements.keys
    #expect(found.filter { line in !excused.contains { line.hasPrefix($0) } } == [])
    for file in excused {
      #expect(found.contains { $0.hasPrefix(file) }, "\(file) names no statement any more")
    }
  }

  @Test(arguments: [
    "let a = try session.statement(\"plan_policy\")", "let a = try catalog.engine(\n  \"agencies\")",
    "let a = catalog.statement(at: \"sql/engine/plan/plan_facts.sql\")", "try change(\"plan/x\", [:])",
    "let path = \"sql/engine/\\(name).sql\"",
  ])
  func aStatementThatIsNamedIsCaught(source: String) {
    #expect(LayerRules.namedStatements("Sources/FollowUpEngine/A.swift", source).count == 1)
  }

  @Test(arguments: [
    "try connection.query(session.statements.planPolicy())", "// session.statement(\"plan_policy\")",
    "try catalog.distribution(\"analyze\")", "Statement(\"x\")", "try catalog.engine(name)",
  ])
  func aStatementThatIsCalledIsNot(source: String) {
    #expect(LayerRules.namedStatements("Sources/FollowUpEngine/A.swift", source) == [])
  }

  @Test func whatIsNotWrittenHere() throws {
    #expect(try LayerRules.sources().flatMap { LayerRules.forbidden($0.path, $0.text) } == [])
  }

  @Test(arguments: [
    ("Sources/Catalog/A.swift", "import Postgres", ":1: Catalog may not import Postgres"),
    ("Sources/Mail/A.swift", "\n  public import struct Tabular.Cell", ":2: Mail may not import Tabular"),
    ("Sources/FollowUpEngine/Plan/A.swift", "import LocalPostgres", ":1: FollowUpEngine may not import LocalPostgres"),
    ("Sources/Postgres/A.swift", "@preconcurrency import FollowUpEngine", ":1: Postgres may not import FollowUpEngine"),
    ("Sources/FollowUpEngine/A.swift", "internal import CLibPQ", ":1: FollowUpEngine may not import CLibPQ"),
    ("Sources/FollowUpEngine/A.swift", "@testable import Mail", ":1: @testable outside of tests"),
    ("Sources/Attic/A.swift", "import Mail", ": Attic is not listed in LayerRules.rooms"),
  ])
  func aBadImportIsCaught(path: String, source: String, finding: String) {
    #expect(LayerRules.badImports(path, source) == [path + finding])
  }

  @Test func aGoodImportIsNot() {
    let source = """
      // import Postgres
      /* import Mail
      /* nested */ import Mail */
      public import Foundation
      let a = "import Mail"
      import Catalog

      """
    #expect(LayerRules.badImports("Sources/followup/A.swift", source) == [])
    #expect(LayerRules.badImports("Sources/Catalog/A.swift", source) == [])
  }

  @Test(arguments: [
    "let a = \"SELECT 1\"", "let a = \"select name from candidate\"",
    "let a = \"\"\"\n  WITH due AS (\n  SELECT 1)\n\"\"\"",
    "run(\"UPDATE \\(table) SET a = 1\")", "let a = #\"DELETE FROM \"t\"\"#",
    "f(\"\\(g(\"INSERT INTO t VALUES (1)\"))\")",
    "let a = \"COPY t FROM STDIN\"", "let a = \"CREATE TABLE t ()\"",
  ])
  func aStatementInSwiftIsCaught(source: String) {
    let finding = "Sources/FollowUpEngine/A.swift:1: SQL text in Swift; it belongs into sql/"
    #expect(LayerRules.sql("Sources/FollowUpEngine/A.swift", source) == [finding])
  }

  @Test(arguments: [
    "let a = \"Select a candidate from the list\"", "// \"SELECT 1\"", "let a = \"Update the policy, set it to 3\"",
    "let a = \"With this, as you asked\"", "let select = \"selected\"", "let a = \"sql/reports/select.sql\"",
    "let a = \"say \\\"SELECT 1\\\"\"", "let a = \"Copy from here\"",
  ])
  func aSentenceIsNoStatement(source: String) {
    #expect(LayerRules.sql("Sources/FollowUpEngine/A.swift", source) == [])
  }

  @Test func noFileHoldsMarksOfAMerge() throws {
    #expect(try LayerRules.marksOfMerges() == [])
  }

  @Test func textsArePlainEnglish() throws {
    let texts = try LayerRules.texts()
    #expect(texts.contains { $0.path == "sql/rules/thank_you_email.sql" })
    #expect(texts.contains { $0.path == "jobs/messages/nudge_recruiter.mustache" })
    #expect(texts.flatMap { LayerRules.stiffEnglish($0.path, $0.text) } == [])
    #expect(try LayerRules.sources().flatMap { LayerRules.stiffMessages($0.path, $0.text) } == [])
  }

  @Test(arguments: [
    ("26.11.2026: is no date", "is no"), ("/// A closed pipe is no error.", "is no"),
    ("stage: hired: is none of submitted, offer", "is none of"), ("a rule which there is not", "there is not"),
    ("rows that are no UTF-8", "are no"),
  ])
  func stiffEnglishIsCaught(line: String, phrase: String) {
    let finding = "sql/a.sql:2: write plain English, not \"\(phrase)\""
    #expect(LayerRules.stiffEnglish("sql/a.sql", "SELECT 1\n\(line)\n") == [finding])
  }

  @Test(arguments: [
    "the candidate is no longer active", "26.11.2026 is not a date", "there is no check after that one",
  ])
  func plainEnglishIsNot(line: String) {
    #expect(LayerRules.stiffEnglish("sql/a.sql", line) == [])
  }

  @Test func aStiffMessageIsCaught() {
    let finding = "Sources/Mail/A.swift:2: say what does not exist, not \"there is no\""
    #expect(LayerRules.stiffMessages("Sources/Mail/A.swift", "\nthrow E(\"there is no agency\")") == [finding])
    #expect(LayerRules.stiffMessages("Sources/Mail/A.swift", "// there is no agency") == [])
  }

  @Test func whatIsForbiddenIsCaught() {
    #expect(LayerRules.forbidden("Sources/Mail/A.swift", "let a = try! f()").count == 1)
    #expect(LayerRules.forbidden("Sources/Mail/A.swift", "final class A: @unchecked Sendable {}").count == 1)
    #expect(LayerRules.forbidden("Sources/Postgres/A.swift", "final class A: @unchecked Sendable {}") == [])
    #expect(LayerRules.forbidden("Sources/Mail/A.swift", "// try! is not used\nlet a = \"try!\"") == [])
  }

  @Test func noFileOfSQLRepeatsAnother() throws {
    let files = try NearCopies.files()
    #expect(!files.isEmpty)
    let found = NearCopies.found(in: files)
    #expect(found.filter { NearCopies.excused[$0.pair] == nil }.map(\.places) == [])
    // An excuse that nobody needs is taken back.
    for pair in NearCopies.excused.keys {
      #expect(found.contains { $0.pair == pair }, "\(pair) share no more lines than is allowed")
    }
  }

  @Test func aNearCopyIsCaught() {
    let lines = (1...13).map { "  line \($0)" }
    let found = NearCopies.found(in: [
      ("sql/b.sql", "-- report: b\n" + lines.joined(separator: "\n-- in between\n\n")),
      ("sql/a.sql", "-- report: a\nSELECT\n" + lines.joined(separator: "\n")),
    ])
    #expect(
      found.map(\.places) == ["sql/a.sql, sql/b.sql: more than 12 lines are the same, from lines 3 and 2 on"]
    )
  }

  @Test func whatIsShorterIsNot() {
    let lines = (1...12).map { "line \($0)" }.joined(separator: "\n")
    let header = "SELECT\n" + (1...20).map { "column_\($0)" }.joined(separator: "\n") + "\nFROM "
    #expect(NearCopies.found(in: [("sql/a.sql", lines), ("sql/b.sql", lines)]).isEmpty)
    // A rule's columns are those of every rule.
    #expect(NearCopies.found(in: [("sql/rules/a.sql", header + "a"), ("sql/rules/b.sql", header + "b")]).isEmpty)
  }
}
