import Testing

@testable import Postgres

@Suite("Cancelling", .timeLimit(.minutes(1)))
struct CancellationTests {
  static let running = """
    SELECT count(*) = 1 FROM pg_stat_activity WHERE pid = $1 AND state = 'active' AND query LIKE '%pg_sleep(3600)%'
    """
  static let idle = "SELECT count(*) = 1 FROM pg_stat_activity WHERE pid = $1 AND state = 'idle'"

  /// Starts work in a task, waits until the server runs it, cancels, and returns how the call ended.
  func outcome(
    cancel: (Task<Void, any Error>, Connection) -> Void,
    of work: @escaping @Sendable (Connection) async throws -> Void
  ) async throws -> PostgresError {
    try await Server.with { connection in
      let backend = try await connection.backend()
      let task = Task { try await work(connection) }
      try await Server.wait(until: Self.running, values: ["\(backend)"])
      cancel(task, connection)
      let error = try await postgresError { try await task.value }
      // Then the server has stopped, and the connection can be used by who is not cancelled
      try await Server.wait(until: Self.idle, values: ["\(backend)"])
      #expect(try await connection.text("SELECT 1") == "1")
      #expect(connection.tally.outstanding == 0)
      return error
    }
  }

  @Test("a task stops its statement on the server")
  func query() async throws {
    let error = try await outcome(cancel: { task, _ in task.cancel() }) {
      _ = try await $0.query(Statement("SELECT pg_sleep(3600)"))
    }
    #expect(error.kind == .cancelled)
  }

  @Test("a task stops a script, a stream of rows, and a COPY in either direction")
  func streams() async throws {
    let works: [@Sendable (Connection) async throws -> Void] = [
      { try await $0.executeScript("SELECT 1; SELECT pg_sleep(3600)") },
      { try await $0.forEachRow(Statement("SELECT 1 UNION ALL SELECT 2 FROM pg_sleep(3600)")) { _ in } },
      { try await $0.copyOut(Statement("SELECT 1 UNION ALL SELECT 2 FROM pg_sleep(3600)")) { _ in } },
      { _ = try await $0.transaction { try $0.query(Statement("SELECT pg_sleep(3600)")) } },
    ]
    for work in works {
      let error = try await outcome(cancel: { task, _ in task.cancel() }, of: work)
      #expect(error.kind == .cancelled)
    }
  }

  @Test("a task stops a COPY that the server does not take")
  func blockedCopyIn() async throws {
    // Given a COPY whose first row makes the server wait, and a sender that has more than any buffer holds
    try await Server.withTable("id int CHECK (pg_sleep(3600) IS NOT NULL)") { _, table in
      try await Server.with { connection in
        let backend = try await connection.backend()
        let task = Task {
          try await connection.copyIn("COPY \(table) FROM STDIN /* pg_sleep(3600) */") {
            [UInt8](repeating: UInt8(ascii: "1"), count: 1) + [UInt8](repeating: UInt8(ascii: "\n"), count: 1)
          }
        }
        try await Server.wait(until: Self.running, values: ["\(backend)"])
        task.cancel()
        let error = try await postgresError { _ = try await task.value }
        #expect(error.kind == .cancelled)
        #expect(try await connection.text("SELECT 1") == "1")
      }
    }
  }

  @Test("by cancel() stops the running statement, and nothing else")
  func direct() async throws {
    let error = try await outcome(cancel: { _, connection in #expect(connection.cancel()) }) {
      _ = try await $0.query(Statement("SELECT pg_sleep(3600)"))
    }
    #expect(error.kind == .cancelled)
    try await Server.with { connection in
      #expect(connection.cancel())
      let one = try await connection.text("SELECT 1")
      #expect(one == "1")
    }
  }

  @Test("by somebody else on the server is an error of the server")
  func byAdministrator() async throws {
    try await Server.with { connection in
      let backend = try await connection.backend()
      let task = Task { _ = try await connection.query(Statement("SELECT pg_sleep(3600)")) }
      try await Server.wait(until: Self.running, values: ["\(backend)"])
      try await Server.with { _ = try await $0.text("SELECT pg_cancel_backend($1)", ["\(backend)"]) }
      let error = try await postgresError { try await task.value }
      #expect(error.kind == .server)
      #expect(error.code == "57014")
    }
  }

  @Test("keeps a task from starting anything more")
  func before() async throws {
    try await Server.withTable("id int") { connection, table in
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        try await connection.execute(Statement("INSERT INTO \(table) VALUES (1)"))
      }
      let error = try await postgresError { _ = try await task.value }
      #expect(error.kind == .cancelled)
      #expect(try await connection.text("SELECT count(*) FROM \(table)") == "0")
    }
  }
}
