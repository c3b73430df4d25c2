import Testing

@testable import Postgres

@Suite("A value in the text of a COPY", .timeLimit(.minutes(1)))
struct LiteralTests {
  @Test(
    "stays the value it is, however nasty",
    arguments: [
      "plain", "", "O'Brien", "''", "\\", "\\'", "'; DROP TABLE x; --", "$1", "$$", "/* x", "-- x", "a\nb\r\tc",
      "\u{1}",
      "Zoë 名 😀", "E'\\x41'", ") TO STDOUT", "\\.", "\"q\"", "%s",
    ]
  )
  func nasty(_ value: String) async throws {
    try await Server.with { connection in
      let sql = "SELECT encode(convert_to($1::text, 'UTF8'), 'hex'), '$1' || $1 = '$1' || $2, length($2)"
      let bound = try await connection.query(Statement(sql, values: [value, value]))[0]
      let copied = try await connection.copied(Statement(sql, values: [value, value]))
      #expect(copied == [(0..<3).map { bound.text(at: $0) ?? "NULL" }.joined(separator: "\t") + "\n"])
    }
  }

  @Test(
    "replaces parameters only, not what looks like them",
    arguments: [
      #"SELECT $1::int"#,
      #"SELECT '$1', $1::text, 'it''s $1'"#,
      #"SELECT E'\'$1', $1::text, e'a\\', 'b\', $1::text"#,
      #"SELECT U&'\0041$1', $1::text, B'101', N'$1'"#,
      #"SELECT "$1""$1", $1::text FROM (SELECT 5 AS "$1""$1") AS x"#,
      #"SELECT $$ $1 ' $$, $a$ $1 $$ $b$ $a$, $1::text, $ü$ $1 $ü$"#,
      #"SELECT /* $1 /* ' */ $1 ' */ $1::text -- $1 '"#,
      #"SELECT a$1 + $1::int FROM (SELECT 5 AS a$1) AS x"#,
      #"SELECT $1::int+$1::int-$1::int,(ARRAY[$1::int])[1],$1::text LIKE$1"#,
      #"SELECT 'a' -- $1"# + "\n" + #"'b', $1::text;  -- the end; $1"#,
      #"SELECT 1 WHERE $1::int BETWEEN 1 AND 9 AND $1::text IN ($1::text) AND 'x' <> ';' ; /* ; */ ;"#,
      #"WITH a AS (SELECT $1::int AS b) SELECT b FROM a ORDER BY b LIMIT $1::int"#,
    ]
  )
  func places(_ sql: String) async throws {
    try await Server.with { connection in
      // Given what binding makes of it; the extra semicolons are one statement to COPY only
      let single = sql.replacing("; /* ; */ ;", with: ";")
      let bound = try await connection.query(Statement(single, values: ["7"]))
      let expected = bound.map { row in
        row.columns.indices.map { row.text(at: $0)?.replacing("\\", with: "\\\\") ?? "\\N" }.joined(separator: "\t")
          + "\n"
      }
      #expect(try await connection.copied(Statement(sql, values: ["7"])) == expected)
    }
  }

  @Test("can be NULL, and must be there, and be used")
  func counts() async throws {
    try await Server.with { connection in
      #expect(try await connection.copied(Statement("SELECT $1::text IS NULL, $2", values: [nil, "x"])) == ["t\tx\n"])
      for (sql, values) in [("SELECT $2", ["a"]), ("SELECT 1", ["a"]), ("SELECT $0", ["a"]), ("SELECT $1x", ["a"])] {
        let error = try await postgresError { _ = try await connection.copied(Statement(sql, values: values)) }
        #expect(error.kind == .usage, "\(sql)")
      }
    }
  }

  @Test("does not move the place of a mistake")
  func position() async throws {
    try await Server.with { connection in
      let long = String(repeating: "x'", count: 50)
      for (sql, position) in [
        ("SELECT nmae", PostgresError.Position(line: 1, column: 8)),
        ("-- ü\nSELECT $1, $1,\n  $1::text, nmae", PostgresError.Position(line: 3, column: 13)),
        ("SELECT $1 AS ü, 1 + $1", PostgresError.Position(line: 1, column: 21)),
      ] {
        let values: [String?] = sql.contains("$1") ? [long] : []
        let error = try await postgresError {
          try await connection.copyOut(Statement(sql, values: values, file: "sql/a.sql")) { _ in }
        }
        #expect(error.position == position, "\(error)")
        #expect(error.file == "sql/a.sql")
      }
      let unfinished = try await postgresError { try await connection.copyOut(Statement("SELECT (1")) { _ in } }
      #expect(unfinished.position == nil)
    }
  }

  @Test("lets nobody put a second statement behind the first")
  func oneStatement() async throws {
    try await Server.withTable("id int") { connection, table in
      for sql in ["SELECT 1; DROP TABLE \(table)", "SELECT 1) TO STDOUT; DROP TABLE \(table); --"] {
        let error = try await postgresError { try await connection.copyOut(Statement(sql)) { _ in } }
        #expect(error.code == "42601")
        #expect(try await connection.text("SELECT to_regclass($1)", [table]) == table)
      }
    }
  }
}
