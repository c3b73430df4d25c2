import Testing

@testable import Postgres

@Suite("An error", .timeLimit(.minutes(1)))
struct ErrorTests {
  @Test("names file, line and column of the mistake, counted in characters")
  func position() async throws {
    try await Server.with { connection in
      let sql = "-- reference: Zoë 名\nSELECT 'ü😀' AS a,\n  nmae\nFROM pg_class"
      let error = try await postgresError { _ = try await connection.query(Statement(sql, file: "sql/reports/x.sql")) }
      #expect(error.kind == .server)
      #expect(error.code == "42703")
      #expect(error.severity == "ERROR")
      #expect(error.position == .init(line: 3, column: 3))
      #expect(error.description.hasPrefix("sql/reports/x.sql:3:3: column \"nmae\" does not exist (SQLSTATE 42703"))
      let sameLine = try await postgresError { _ = try await connection.query(Statement("SELECT 'ü😀', nmae")) }
      #expect(sameLine.position == .init(line: 1, column: 14))
    }
  }

  @Test("in a script is placed in the script, and what came before it is undone")
  func script() async throws {
    try await Server.with { connection in
      let table = Server.uniqueName()
      let error = try await postgresError {
        try await connection.executeScript(
          "CREATE TABLE \(table) ();\n\nSELECT 1;\nSELEC 2;\nSELECT 3;",
          file: "sql/schema/0001_x.sql"
        )
      }
      #expect(error.description.hasPrefix("sql/schema/0001_x.sql:4:1: syntax error"))
      #expect(try await connection.text("SELECT to_regclass($1)", [table]) == nil)
    }
  }

  @Test("of a constraint names schema, table, column and constraint, but its description no values")
  func constraint() async throws {
    try await Server.withTable(
      "id bigint CONSTRAINT id_is_unique UNIQUE, email text CONSTRAINT email_has_at CHECK (email ~ '@'), n int NOT NULL"
    ) { connection, table in
      let insert = "INSERT INTO \(table) (id, email, n) VALUES ($1, $2, $3)"
      #expect(try await connection.execute(Statement(insert, values: ["4711", "ann@example.org", "1"])) == 1)
      let unique = try await postgresError {
        try await connection.execute(Statement(insert, values: ["4711", "ann@example.org", "1"]))
      }
      #expect(unique.code == "23505")
      #expect(unique.constraint == "id_is_unique")
      #expect(unique.table == "subject")
      #expect(table == "\(unique.schema ?? "").subject")
      #expect(try #require(unique.detail).contains("4711"))
      #expect(!unique.description.contains("4711"))
      #expect(unique.description.contains("id_is_unique"))
      let check = try await postgresError {
        try await connection.execute(Statement(insert, values: ["1", "ann.example.org", "1"]))
      }
      #expect(check.constraint == "email_has_at")
      #expect(!check.description.contains("ann.example"))
      let null = try await postgresError { try await connection.execute(Statement(insert, values: ["1", "a@b", nil])) }
      #expect(null.column == "n")
      let unreadable = try await postgresError {
        try await connection.execute(Statement(insert, values: ["ann \"x\" 9", "a@b", "1"]))
      }
      #expect(unreadable.code == "22P02")
      #expect(unreadable.message.contains("ann"))
      #expect(!unreadable.description.contains("ann"))
      #expect(!unreadable.description.contains("9\""))
    }
  }

  @Test("of RAISE keeps hint and context")
  func raised() async throws {
    try await Server.with { connection in
      let error = try await postgresError {
        try await connection.executeScript(
          "DO $$ BEGIN RAISE EXCEPTION 'no agency' USING HINT = 'Set one.', ERRCODE = 'FU001'; END $$"
        )
      }
      #expect(error.code == "FU001")
      #expect(error.hint == "Set one.")
      #expect(try #require(error.context).contains("inline_code_block"))
      #expect(error.description == "no agency (SQLSTATE FU001). Set one.")
    }
  }

  @Test("of a lock timeout says so")
  func lockTimeout() async throws {
    try await Server.withTable("id int") { connection, table in
      try await connection.transaction { holder in
        try holder.execute(Statement("LOCK TABLE \(table)"))
        let error = try await postgresError {
          try await Server.with(parameters: ["lock_timeout": "1ms"]) { other in
            _ = try await other.query(Statement("SELECT FROM \(table)"))
          }
        }
        #expect(error.isLockTimeout)
        #expect(!error.isConnectionFailure)
      }
    }
  }

  @Test("of statement_timeout is the server's, not a cancellation")
  func statementTimeout() async throws {
    try await Server.with(parameters: ["statement_timeout": "1ms"]) { connection in
      let error = try await postgresError { _ = try await connection.query(Statement("SELECT pg_sleep(60)")) }
      #expect(error.kind == .server)
      #expect(error.code == "57014")
    }
  }

  @Test("of a statement that fits no call is one of usage, and the connection goes on")
  func usage() async throws {
    try await Server.with { connection in
      let many = "SELECT generate_series(1, 1000000)"
      for sql in ["COPY (\(many)) TO STDOUT", "COPY pg_class FROM STDIN", "", "-- nothing"] {
        let error = try await postgresError { _ = try await connection.query(Statement(sql)) }
        #expect(error.kind == .usage, "\(sql)")
        let streamed = try await postgresError { try await connection.forEachRow(Statement(sql)) { _ in } }
        #expect(streamed.kind == .usage, "\(sql)")
        #expect(try await connection.text("SELECT 1") == "1")
      }
      for sql in [many, "COPY (\(many)) TO STDOUT", "SET lock_timeout = 1"] {
        let error = try await postgresError { _ = try await connection.copyIn(sql) { nil } }
        #expect(error.kind == .usage, "\(sql)")
        #expect(try await connection.text("SELECT 1") == "1")
      }
      let values = try await postgresError { _ = try await connection.query(Statement("SELECT $1::int")) }
      #expect(values.kind == .server)
    }
  }

  @Test("clears every result, on every path")
  func leaks() async throws {
    struct Stop: Error {}
    let failures: [@Sendable (Connection) async throws -> Void] = [
      { _ = try await $0.query(Statement("SELECT nmae")) },
      { _ = try await $0.execute(Statement("SELECT 1/0")) },
      { try await $0.executeScript("SELECT 1; SELECT 2; SELECT 1/0; SELECT 3") },
      { _ = try await $0.query(Statement("SELECT $1", values: ["a", "b"])) },
      { try await $0.forEachRow(Statement("SELECT generate_series(1, 10000)")) { _ in throw Stop() } },
      { try await $0.forEachRow(Statement("SELECT 1/(5 - n) FROM generate_series(1, 10) AS n")) { _ in } },
      { try await $0.copyOut(Statement("SELECT generate_series(1, 10000)")) { _ in throw Stop() } },
      { _ = try await $0.copyIn("COPY pg_class FROM STDIN") { throw Stop() } },
      { _ = try await $0.query(Statement("COPY pg_class TO STDOUT")) },
      { _ = try await $0.describe(Statement("SELECT nmae")) },
      { _ = try await $0.transaction { try $0.execute(Statement("SELECT 1/0")) } },
    ]
    try await Server.with { connection in
      for (place, fail) in failures.enumerated() {
        for _ in 0..<20 {
          await #expect(throws: (any Error).self, "failure \(place)") { try await fail(connection) }
          #expect(connection.tally.outstanding == 0, "failure \(place)")
        }
      }
      // Then the count is not merely always 0
      try await connection.forEachRow(Statement("SELECT 1")) { _ in #expect(connection.tally.outstanding == 1) }
    }
  }
}
