import Testing

@testable import Catalog

@Suite("SQL files")
struct SQLFileTests {
  @Test("Parameters in psql's two forms become $n, one number for a name")
  func parameters() throws {
    let file = try SQLFile(
      path: "sql/reports/x.sql",
      text: "-- report: x\nSELECT :a, :'b'::date, :a, c::text",
      kinds: ["report"]
    )

    let bound = try file.bind(["a": "1", "b": nil])

    #expect(bound.sql == "-- report: x\nSELECT $1, $2::date, $1, c::text")
    #expect(bound.values == ["1", nil])
    #expect(file.parameterNames == ["a", "b"])
  }

  @Test(
    "What only looks like a parameter is left alone",
    arguments: [
      "SELECT ':a', \":b\", x::int",
      "SELECT E'it\\'s :a'",
      "SELECT 1 -- :a\n",
      "SELECT 1 /* :a /* :b */ :c */",
      "SELECT $$ :a $$, $f$ :b $$ :c $f$",
      "SELECT list[1:2], '10:30'",
    ]
  )
  func lookalikes(sql: String) throws {
    let file = try SQLFile(path: "x.sql", text: "-- statement: x\n" + sql, kinds: ["statement"])

    #expect(file.parameterNames.isEmpty)
    #expect(try file.bind([:]).sql == "-- statement: x\n" + sql)
  }

  @Test("A parameter without a value is refused by name")
  func missing() throws {
    let file = try SQLFile(path: "sql/engine/x.sql", text: "-- statement: x\nSELECT :who", kinds: ["statement"])

    let error = #expect(throws: CatalogError.self) { try file.bind([:]) }
    #expect(error?.description.contains("sql/engine/x.sql: the parameter :who has no value") == true)
  }

  @Test("Included files are joined by UNION ALL, each with its own names")
  func includes() throws {
    let outer = try SQLFile(
      path: "o.sql",
      text: "-- statement: o\nSELECT :n FROM (/* include: parts */) AS x",
      kinds: ["statement"]
    )
    let part = try SQLFile(path: "p.sql", text: "-- fragment: p\nSELECT :n", kinds: ["fragment"])

    let bound = try outer.bind(["n": "0"], parts: ["parts": [SQLPart(part, ["n": "1"]), SQLPart(part, ["n": "2"])]])

    #expect(
      bound.sql
        == "-- statement: o\nSELECT $1 FROM (-- fragment: p\nSELECT $2\nUNION ALL\n-- fragment: p\nSELECT $3) AS x"
    )
    #expect(bound.values == ["0", "1", "2"])
  }

  @Test(
    "Names stand where the file says {name}; parts that are joined in sequence follow each other; a place with ? may stay empty"
  )
  func namesAndSequences() throws {
    let outer = try SQLFile(
      path: "o.sql",
      text: "-- statement: o\nSELECT {columns of a}, '{}' FROM a\n/* include: joins */\n/* include: none? */",
      kinds: ["statement"]
    )
    let part = try SQLFile(path: "p.sql", text: "-- fragment: p\n-- joined: in sequence\nJOIN {t}", kinds: ["fragment"])
    let joins = ["b", "c"].map { SQLPart(part, [:], names: ["t": $0]) }

    let bound = try SQLPart(outer, [:], names: ["columns of a": "a.x, a.y"], parts: ["joins": joins]).bind()

    let header = "-- fragment: p\n-- joined: in sequence\n"
    #expect(
      bound.sql == "-- statement: o\nSELECT a.x, a.y, '{}' FROM a\n\(header)JOIN b\n\(header)JOIN c\n"
    )
    #expect(outer.includes("none"))
    let nameless = #expect(throws: CatalogError.self) { try SQLPart(outer, [:], parts: ["joins": joins]).bind() }
    #expect(nameless?.description == "o.sql: nothing is given for {columns of a}")
    let partless = #expect(throws: CatalogError.self) { try SQLPart(outer, [:], names: ["columns of a": "x"]).bind() }
    #expect(partless?.description == "o.sql: nothing is given for /* include: joins */")
  }

  @Test("A file that does not say what it defines is refused with the words to write")
  func headless() {
    let error = #expect(throws: CatalogError.self) {
      try SQLFile(path: "sql/rules/x.sql", text: "SELECT 1", kinds: ["rule"])
    }
    #expect(
      error?.description
        == "sql/rules/x.sql:1: the first line does not say what the file defines; begin it with `-- rule: name`"
    )
  }
}

@Suite("Rule headers")
struct RuleHeaderTests {
  private func rule(_ lines: String) throws -> Rule {
    let text = """
      -- rule: x
      -- summary: s
      -- why: w
      -- source: a
      -- actor: candidate
      -- party: contact
      -- channel: email
      -- purpose: thank_you
      -- minutes: 5
      \(lines)
      SELECT :due_bd, :'at'
      """
    return try Rule(try SQLFile(path: "sql/rules/x.sql", text: text, kinds: ["rule"]))
  }

  @Test("Parameters have a default, a kind told from it, and a unit")
  func parameters() throws {
    let rule = try rule("-- param: due_bd = 2 -- business days\n-- param: at = 09:00")

    #expect(rule.parameters.map(\.name) == ["due_bd", "at"])
    #expect(rule.parameters.map(\.kind) == [.integer, .clock])
    #expect(rule.parameters[0].unit == "business days")
    #expect(rule.values(policy: ["x.due_bd": "5"]) == ["due_bd": "5", "at": "09:00"])
  }

  @Test("Without an escalation of its own a rule has the practice's")
  func standardLadder() throws {
    let rule = try rule("-- param: due_bd = 2\n-- param: at = 09:00")

    #expect(rule.escalation == EscalationStep.standard)
    #expect(rule.escalation.map(\.name) == ["due + 0 h", "due + 2 bd", "due + 4 bd"])
  }

  @Test("An escalation counts hours or business days from the due time")
  func escalation() throws {
    let rule = try rule(
      "-- param: due_bd = 2\n-- param: at = 09:00\n-- nudge: due - 6 h: candidate\n-- nudge: due + 1 bd: actor, manager"
    )

    #expect(rule.escalation.map(\.offset) == [.hours(-6), .businessDays(1)])
    #expect(rule.escalation[1].recipients == [.actor, .manager])
  }

  @Test(
    "What is wrong is refused with file and line",
    arguments: [
      ("-- colour: red", "sql/rules/x.sql:10: unknown header key colour"),
      ("-- nudge: tomorrow", "sql/rules/x.sql:10: tomorrow is not an escalation step"),
      ("-- param: due_bd", "sql/rules/x.sql:10: due_bd is not a parameter"),
      ("-- param: other = 1", "sql/rules/x.sql:10: the parameter other is declared, but :other is not used"),
      ("-- late: perhaps", "sql/rules/x.sql:10: late cannot be perhaps"),
    ]
  )
  func refusals(line: String, words: String) {
    let error = #expect(throws: CatalogError.self) { try rule(line) }
    #expect(error?.description.hasPrefix(words) == true)
  }
}
