import Foundation
import Synchronization
import Testing

@testable import Postgres

@Suite("A session", .timeLimit(.minutes(1)))
struct SessionTests {
  @Test("is set to UTF-8, ISO dates and UTC, even if the role sets something else")
  func settings() async throws {
    let role = Server.uniqueName("role")
    _ = try await Server.with { admin in
      try await admin.executeScript(
        """
        CREATE ROLE \(role) SUPERUSER LOGIN;
        ALTER ROLE \(role) SET datestyle = 'German, DMY';
        ALTER ROLE \(role) SET timezone = 'America/Chicago';
        ALTER ROLE \(role) SET intervalstyle = 'sql_standard';
        ALTER ROLE \(role) SET extra_float_digits = -5;
        ALTER ROLE \(role) SET bytea_output = 'escape';
        """
      )
    }
    let conninfo = try Server.conninfo() + " user=\(role)"
    let connection = try await Connection.open(.init(conninfo: conninfo))
    #expect(try await connection.text("SELECT '2026-03-01 09:30+02'::timestamptz") == "2026-03-01 07:30:00+00")
    #expect(try await connection.text("SELECT '1 day 02:00'::interval") == "P1DT2H")
    #expect(try await connection.text("SELECT 0.1::float8 + 0.2") == "0.30000000000000004")
    #expect(try await connection.text("SELECT '\\x00ff'::bytea") == "\\x00ff")
    #expect(try await connection.text("SHOW client_encoding") == "UTF8")
    #expect(await connection.serverVersion >= 150_000)
    await connection.close()
    try await Server.with { try await $0.executeScript("DROP ROLE \(role)") }
  }

  @Test("has the given parameters, lists and awkward values too, also inside transactions")
  func parameters() async throws {
    let parameters = [
      "lock_timeout": "1234ms", "search_path": "public, \"Odd Name\", $user",
      "application_name": "it's a \\ \"test\"", "followup.note": "a, b",
    ]
    try await Server.with(parameters: parameters) { connection in
      try await connection.checkParameters()
      // Another session, as behind a pooler: the transaction does not rely on what was set at the start.
      try await connection.executeScript("SET lock_timeout = 0; SET search_path = pg_catalog; SET followup.note = 'x'")
      try await connection.transaction { try $0.checkParameters() }
      #expect(try await connection.text("SHOW lock_timeout") == "0")
    }
  }

  @Test("has what is preferred where the server knows it, also inside transactions, and else what it had")
  func preferences() async throws {
    let wanted = ["default_toast_compression": "lz4", "bytea_output": "base64", "no_such_parameter": "1"]
    let settings = Connection.Settings(conninfo: try Server.conninfo(), preferences: wanted)
    let connection = try await Connection.open(settings)
    #expect(try await connection.text("SHOW default_toast_compression") == "lz4")
    #expect(try await connection.text("SHOW bytea_output") == "hex")
    try await connection.executeScript("SET default_toast_compression = 'pglz'")
    let stored = try await connection.transaction { connection in
      try connection.executeScript("CREATE TEMPORARY TABLE page (words text)")
      try connection.execute(Statement("INSERT INTO page SELECT repeat('word ', 10000)"))
      return try connection.text("SELECT pg_column_compression(words) FROM page")
    }
    #expect(stored == "lz4")
    await connection.close()
  }

  @Test("behind a pooler is left as it is found, and has its settings in transactions only")
  func pooled() async throws {
    try await Server.with(parameters: ["lock_timeout": "1234ms"]) { connection in
      // Given a connection that was told of another server process than the one it talks to
      try await connection.executeScript("RESET ALL")
      try await connection.prepareSession(claimed: connection.claimedBackend + 1, preferences: [:])
      let before = try await connection.text("SHOW lock_timeout")
      #expect(before == "0")
      let interval = try await connection.text("SELECT '1 day'::interval")
      #expect(interval == "1 day")
      try await connection.transaction { connection in
        let inside = try connection.text("SHOW lock_timeout")
        #expect(inside == "1234ms")
        let interval = try connection.text("SELECT '1 day'::interval")
        #expect(interval == "P1D")
      }
      let after = try await connection.text("SHOW lock_timeout")
      #expect(after == "0")
    }
  }

  @Test("is refused with a connection error when the server does not answer, without the password in it")
  func unreachable() async throws {
    let error = try await postgresError {
      _ = try await Connection.open(.init(conninfo: "host=/nonexistent password=hush dbname=x"))
    }
    #expect(error.kind == .connection)
    #expect(error.isConnectionFailure)
    #expect(error.description.contains("/nonexistent"))
    #expect(!error.description.contains { $0.isNewline })
    let malformed = try await postgresError {
      _ = try await Connection.open(.init(conninfo: "postgresql://me:hush@[::1"))
    }
    #expect(malformed.kind == .connection)
    #expect(!"\(malformed) \(malformed.message)".contains("hush"))
  }

  @Test("is refused in a database that cannot hold every text, with what to do", arguments: ["SQL_ASCII", "LATIN1"])
  func otherEncodings(_ encoding: String) async throws {
    let database = Server.uniqueName("d")
    _ = try await Server.with { admin in
      try await admin.execute(
        Statement("CREATE DATABASE \(database) TEMPLATE template0 ENCODING '\(encoding)' LOCALE 'C'")
      )
    }
    let error = try await postgresError {
      _ = try await Connection.open(.init(conninfo: Server.conninfo() + " dbname=\(database)"))
    }
    #expect(error.kind == .unsuitable)
    #expect(error.message.contains(encoding))
    #expect(error.message.contains("createdb --encoding=UTF8"))
    _ = try await Server.with { admin in
      try await admin.execute(Statement("DROP DATABASE \(database) WITH (FORCE)"))
    }
  }

  @Test("does not show its connection string")
  func secret() {
    let settings = Connection.Settings(conninfo: "password=hush")
    var dumped = ""
    dump(settings, to: &dumped)
    #expect(!"\(settings) \(String(reflecting: settings)) \(dumped)".contains("hush"))
  }

  @Test("refuses every call after it is closed")
  func closed() async throws {
    let connection = try await Connection.open(.init(conninfo: Server.conninfo()))
    await connection.close()
    await connection.close()
    let error = try await postgresError { _ = try await connection.query(Statement("SELECT 1")) }
    #expect(error.kind == .connection)
    let inTransaction = try await postgresError { try await connection.transaction { _ in } }
    #expect(inTransaction.kind == .connection)
  }

  @Test("throws connection errors after the server has ended it, at once and ever after")
  func lost() async throws {
    try await Server.with { connection in
      let backend = try await connection.backend()
      try await Server.with { other in
        _ = try await other.query(Statement("SELECT pg_terminate_backend($1, 10000)", values: ["\(backend)"]))
      }
      for _ in 0..<3 {
        let error = try await postgresError { _ = try await connection.query(Statement("SELECT 1")) }
        #expect(error.kind == .connection)
      }
      let copy = try await postgresError { try await connection.copyOut(Statement("SELECT 1")) { _ in } }
      #expect(copy.kind == .connection)
    }
  }

  @Test("hands notices to the handler")
  func notices() async throws {
    let seen = Mutex<[Notice]>([])
    try await Server.with(onNotice: { notice in seen.withLock { $0.append(notice) } }) { connection in
      try await connection.executeScript(
        "DO $$ BEGIN RAISE WARNING 'careful' USING DETAIL = 'more', HINT = 'look', ERRCODE = '01F00'; END $$"
      )
    }
    let notice = try #require(seen.withLock { $0.first })
    #expect(notice.severity == "WARNING")
    #expect(notice.code == "01F00")
    #expect([notice.message, notice.detail, notice.hint] == ["careful", "more", "look"])
  }

  @Test("works while more others wait on the server than there are cores")
  func parallel() async throws {
    // Given as many sessions that wait for a lock as would fill the shared pool many times over
    let key = Int.random(in: 1...Int.max)
    try await Server.with { holder in
      _ = try await holder.query(Statement("SELECT pg_advisory_lock($1)", binding: [key]))
      try await withThrowingTaskGroup { group in
        for _ in 0..<32 {
          group.addTask {
            try await Server.with { connection in
              _ = try await connection.query(Statement("SELECT pg_advisory_lock_shared($1)", binding: [key]))
            }
          }
        }
        // When all of them wait, seen by yet another session
        try await Server.wait(
          until: """
            SELECT count(*) = 32 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
            AND (classid::bigint << 32) + objid::bigint = $1::bigint
            """,
          values: ["\(key)"]
        )
        // Then the one they wait for can still go on, and so they all come to their end
        #expect(try await holder.text("SELECT pg_advisory_unlock($1)", ["\(key)"]) == "t")
        try await group.waitForAll()
      }
    }
  }
}

extension Connection {
  fileprivate func checkParameters() throws {
    #expect(try text("SHOW lock_timeout") == "1234ms")
    #expect(try text("SHOW search_path") == "public, \"Odd Name\", \"$user\"")
    #expect(try text("SHOW application_name") == "it's a \\ \"test\"")
    #expect(try text("SHOW followup.note") == "a, b")
  }
}
