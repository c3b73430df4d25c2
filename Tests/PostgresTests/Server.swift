import Foundation
import Postgres
import Testing

/// The PostgreSQL server the tests use: an empty one that they may do anything with.
enum Server {
  struct Missing: Error, CustomStringConvertible {
    let description = "set FOLLOWUP_TEST_SERVER to the conninfo of a PostgreSQL server for tests"
  }

  static func conninfo() throws -> String {
    guard let conninfo = ProcessInfo.processInfo.environment["FOLLOWUP_TEST_SERVER"] else { throw Missing() }
    return conninfo
  }

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

  /// Makes a table for the time of `body`, which gets its name.
  static func withTable<R: Sendable>(
    _ columns: String,
    _ body: (Connection, String) async throws -> R
  ) async throws -> R {
    try await with { connection in
      let name = uniqueName()
      try await connection.execute(Statement("CREATE TABLE \(name) (\(columns))"))
      do {
        let result = try await body(connection, name)
        try await drop(name)
        return result
      } catch {
        try await drop(name)
        throw error
      }
    }
  }

  private static func drop(_ table: String) async throws {
    try await with { connection in
      // Over a connection of its own: the test may have broken the other one.
      _ = try await connection.execute(Statement("DROP TABLE \(table)"))
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
