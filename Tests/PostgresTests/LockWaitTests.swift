import Postgres
import Synchronization
import Testing

@Suite("A statement that waits for a lock")
struct LockWaitTests {
  @Test("says who holds it, once, while it waits")
  func named() async throws {
    let said = Mutex<[String]>([])
    let holder = try await Connection.open(.init(conninfo: Server.conninfo(), applicationName: "followup plan"))
    let waiter = try await Connection.open(
      .init(
        conninfo: Server.conninfo(),
        lockPatience: .milliseconds(100),
        onLockWait: { line in said.withLock { $0.append(line) } }
      )
    )
    let lock = Statement("SELECT pg_advisory_xact_lock(hashtext('lock wait test'))")

    let waiting = try await holder.transaction { connection in
      _ = try connection.query(lock)
      let waiting = Task { try await waiter.transaction { connection in _ = try connection.query(lock) } }
      for _ in 0..<100 where said.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(50)) }
      // Long enough to be looked at again.
      try await Task.sleep(for: .milliseconds(500))
      return waiting
    }
    try await waiting.value
    // Nobody holds a lock that this waits for.
    _ = try await waiter.query(Statement("SELECT pg_sleep(0.4)"))
    let refused = try await holder.transaction { connection in
      _ = try connection.query(lock)
      return await #expect(throws: PostgresError.self) {
        try await waiter.transaction { connection in
          try connection.executeScript("SET LOCAL lock_timeout = '400ms'")
          _ = try connection.query(lock)
        }
      }
    }
    await holder.close()
    await waiter.close()
    #expect(refused?.message.contains("it is held by process ") == true, "\(String(describing: refused))")

    let lines = said.withLock { $0 }
    #expect(lines.count == 2)
    #expect(lines.first?.contains("waiting for a lock that is held by process ") == true)
    #expect(lines.first?.contains("(followup plan, user ") == true, "\(lines)")
  }

  @Test(
    "What the server refuses for want of a right, time, room or a primary comes with what to do",
    arguments: ["25006", "42501", "53100", "55P03", "57014"]
  )
  func remedies(_ code: String) async throws {
    let error = try await postgresError {
      try await Server.with { connection in
        try await connection.executeScript("DO $$ BEGIN RAISE 'refused' USING ERRCODE = '\(code)'; END $$")
      }
    }
    #expect(error.description.contains("(SQLSTATE \(code)"))
    #expect(error.remedy.map { error.description.hasSuffix("; \($0)") } == true, "\(error)")
  }
}
