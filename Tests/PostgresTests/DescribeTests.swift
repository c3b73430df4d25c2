import Testing

@testable import Postgres

@Suite("Describing", .timeLimit(.minutes(1)))
struct DescribeTests {
  @Test("tells the types of parameters and columns, and runs nothing")
  func types() async throws {
    try await Server.withTable("id bigint, name varchar(20), at timestamptz, tags text[]") { connection, table in
      let select = try await connection.describe(
        Statement("SELECT id, name, at, tags FROM \(table) WHERE id = $1 AND at < $2 AND name = ANY ($3)")
      )
      #expect(
        select.parameters.map(\.name) == ["bigint", "timestamp with time zone", "text[]"]
      )
      #expect(select.parameters.map(\.id) == [20, 1184, 1009])
      #expect(select.columns.map(\.name) == ["id", "name", "at", "tags"])
      #expect(
        select.columns.map(\.type.name) == ["bigint", "character varying(20)", "timestamp with time zone", "text[]"]
      )
      let insert = try await connection.describe(Statement("INSERT INTO \(table) (id) VALUES ($1)"))
      #expect(insert.parameters.map(\.name) == ["bigint"])
      #expect(insert.columns.isEmpty)
      #expect(try await connection.text("SELECT count(*) FROM \(table)") == "0")
    }
  }

  @Test("a wrong statement throws with its place, in a transaction too")
  func wrong() async throws {
    try await Server.with { connection in
      for _ in 0..<3 {
        let error = try await postgresError {
          _ = try await connection.describe(Statement("SELECT 1,\n nmae", file: "sql/a.sql"))
        }
        #expect(error.description.hasPrefix("sql/a.sql:2:2: "))
        #expect(try await connection.describe(Statement("SELECT 1 AS one")).columns.map(\.name) == ["one"])
      }
      try await connection.transaction { connection in
        let parameters = try connection.describe(Statement("SELECT $1::int")).parameters
        #expect(parameters.count == 1)
        let one = try connection.text("SELECT 1")
        #expect(one == "1")
      }
    }
  }

  @Test("on a lost connection throws a connection error")
  func lost() async throws {
    try await Server.with { connection in
      let backend = try await connection.backend()
      try await Server.with { _ = try await $0.text("SELECT pg_terminate_backend($1, 10000)", ["\(backend)"]) }
      let error = try await postgresError { _ = try await connection.describe(Statement("SELECT 1")) }
      #expect(error.kind == .connection)
    }
  }
}
