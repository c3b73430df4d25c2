import Foundation
import Postgres
import TestServer
import Testing

/// The PostgreSQL server the tests use: an empty one that they may do anything with.
enum Server {
  static func conninfo() throws -> String { try TestServer.conninfo() }

  /// Opens a connection for the time of `body`.
  static func with<R: Sendable>(
    parameters: [String: String] = [:],
    onNotice: @escaping @Sendable (Notice) -> Void = { _ in },
    _ body: (Connection) async throws -> R
  ) async throws -> R {
    let connection = try await Connection.open(
      .init(conninfo: conninfo(), parameters: parameters, onNotice: onNotice)
    )
    do {
      let result = try await body(connection)
      await connection.close()
      return result
    } catch {
      await connection.close()
      throw error
    }
  }

  /// A name no other test uses.
  static func uniqueName(_ prefix: String = "t") -> String {
    prefix + "_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
  }

  /// Makes a table for the time of `body`, which gets its name. It is called `subject` and has a schema of its own, since the names of its unique
  /// constraints must be the schema's only ones.
  static func withTable<R: Sendable>(
    _ columns: String,
    _ body: (Connection, String) async throws -> R
  ) async throws -> R {
    try await with { connection in
      let schema = uniqueName()
      try await connection.executeScript("CREATE SCHEMA \(schema); CREATE TABLE \(schema).subject (\(columns))")
      do {
        let result = try await body(connection, schema + ".subject")
        try await drop(schema)
        return result
      } catch {
        try await drop(schema)
        throw error
      }
    }
  }

  private static func drop(_ schema: String) async throws {
    try await with { connection in
      // Over a connection of its own: the test may have broken the other one.
      try await connection.executeScript("SET client_min_messages = warning; DROP SCHEMA \(schema) CASCADE")
    }
  }

  /// Waits until the server says so; the test's time limit ends a wait in vain.
  static func wait(until condition: String, values: [String?] = []) async throws {
    try await with { connection in
      while try await !connection.query(Statement("SELECT (\(condition)) AS holds", values: values))[0].get(
        "holds",
        as: Bool.self
      ) {
        try await Task.sleep(for: .milliseconds(10))
      }
    }
  }
}

extension Connection {
  /// The number of the server process behind this connection.
  func backend() throws -> Int {
    try query(Statement("SELECT pg_backend_pid() AS pid"))[0].get("pid")
  }

  /// The one value of a statement that returns one row of one column.
  func text(_ sql: String, _ values: [String?] = []) throws -> String? {
    let rows = try query(Statement(sql, values: values))
    #expect(rows.count == 1)
    return rows[0].text(at: 0)
  }
}

/// Runs `body`, which must throw a `PostgresError`, and returns that.
func postgresError<R>(
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () async throws -> R
) async throws -> PostgresError {
  let thrown = await #expect(throws: PostgresError.self, sourceLocation: sourceLocation) { try await body() }
  return try #require(thrown, sourceLocation: sourceLocation)
}
