import Synchronization
import Testing

@testable import Postgres

@Suite("A transaction", .timeLimit(.minutes(1)))
struct TransactionTests {
  struct Stop: Error, Equatable {}

  @Test("commits what its body did, with the options given")
  func commits() async throws {
    try await Server.withTable("id int") { connection, table in
      let level = try await connection.transaction("ISOLATION LEVEL REPEATABLE READ, READ WRITE") { connection in
        try connection.execute(Statement("INSERT INTO \(table) VALUES (1)"))
        return try connection.text("SHOW transaction_isolation")
      }
      #expect(level == "repeatable read")
      let seenByOthers = try await Server.with { try await $0.text("SELECT count(*) FROM \(table)") }
      #expect(seenByOthers == "1")
      let readOnly = try await postgresError {
        try await connection.transaction("READ ONLY") { try $0.execute(Statement("INSERT INTO \(table) VALUES (2)")) }
      }
      #expect(readOnly.code == "25006")
      let injected = try await postgresError { try await connection.transaction("; DROP TABLE \(table)") { _ in } }
      #expect(injected.kind == .usage)
    }
  }

  @Test("is rolled back when its body throws, and throws the body's error")
  func rollsBack() async throws {
    try await Server.withTable("id int") { connection, table in
      await #expect(throws: Stop()) {
        try await connection.transaction { connection in
          try connection.execute(Statement("INSERT INTO \(table) VALUES (1)"))
          throw Stop()
        }
      }
      let stored = try await connection.text("SELECT count(*) FROM \(table)")
      #expect(stored == "0")
    }
  }

  @Test("is rolled back when what its body returns says so, and returns it", arguments: [true, false])
  func rollsBackOnRequest(isKept: Bool) async throws {
    try await Server.withTable("id int") { connection, table in
      let seen = try await connection.transaction(keepingIf: { $0 == "1" && isKept }) { connection in
        try connection.execute(Statement("INSERT INTO \(table) VALUES (1)"))
        return try connection.text("SELECT count(*) FROM \(table)")
      }
      #expect(seen == "1")
      #expect(try await connection.text("SELECT count(*) FROM \(table)") == (isKept ? "1" : "0"))
    }
  }

  @Test("whose ROLLBACK cannot succeed still throws the first error")
  func failingRollback() async throws {
    try await Server.with { connection in
      let backend = try await connection.backend()
      await #expect(throws: Stop()) {
        try await connection.transaction { connection in
          try await Server.with { other in
            let ended = try await other.text("SELECT pg_terminate_backend($1, 10000)", ["\(backend)"])
            #expect(ended == "t")
          }
          throw Stop()
        }
      }
      let after = try await postgresError { _ = try await connection.query(Statement("SELECT 1")) }
      #expect(after.kind == .connection)
    }
  }

  @Test("whose connection is lost before COMMIT is answered says that its outcome is unknown")
  func lostAtCommit() async throws {
    try await Server.with { connection in
      let backend = try await connection.backend()
      let error = try await postgresError {
        try await connection.transaction { _ in
          _ = try await Server.with { try await $0.text("SELECT pg_terminate_backend($1, 10000)", ["\(backend)"]) }
        }
      }
      #expect(error.kind == .connection)
      #expect(error.description.contains("unknown whether the transaction was committed"))
    }
  }

  @Test("in which a failure was swallowed commits nothing, and says which")
  func swallowed() async throws {
    try await Server.withTable("id int CONSTRAINT one_of_each UNIQUE") { connection, table in
      let error = try await postgresError {
        try await connection.transaction { connection in
          try connection.execute(Statement("INSERT INTO \(table) VALUES (1)"))
          _ = try? connection.execute(Statement("INSERT INTO \(table) VALUES (1)"))
        }
      }
      #expect(error.kind == .server)
      #expect(error.code == "23505" && error.constraint == "one_of_each")
      #expect(error.message.contains("nothing was committed"))
      #expect(try await connection.text("SELECT count(*) FROM \(table)") == "0")
    }
  }

  @Test("that fails only at COMMIT throws that failure, and leaves the connection usable")
  func deferred() async throws {
    try await Server.withTable("id int CONSTRAINT late UNIQUE DEFERRABLE INITIALLY DEFERRED") { connection, table in
      let error = try await postgresError {
        try await connection.transaction { try $0.execute(Statement("INSERT INTO \(table) VALUES (1), (1)")) }
      }
      #expect(error.code == "23505" && error.constraint == "late")
      #expect(try await connection.text("SELECT count(*) FROM \(table)") == "0")
    }
  }

  @Test("within a transaction is refused, and so is ending one by a statement, or leaving one open")
  func misuse() async throws {
    try await Server.withTable("id int") { connection, table in
      let nested = try await postgresError {
        try await connection.transaction { connection in
          try await connection.transaction { _ in }
        }
      }
      #expect(nested.kind == .usage)
      let ended = try await postgresError {
        try await connection.transaction { connection in
          _ = try? connection.execute(Statement("ROLLBACK"))
          try connection.execute(Statement("INSERT INTO \(table) VALUES (1)"))
        }
      }
      #expect(ended.kind == .usage)
      let silently = try await postgresError {
        try await connection.transaction { connection in _ = try? connection.execute(Statement("COMMIT")) }
      }
      #expect(silently.kind == .usage)
      let open = try await postgresError {
        try await connection.executeScript("BEGIN; INSERT INTO \(table) VALUES (1)")
      }
      #expect(open.kind == .usage)
      try await connection.executeScript("BEGIN; SAVEPOINT a; ROLLBACK TO a; COMMIT")
      #expect(try await connection.text("SELECT count(*) FROM \(table)") == "0")
    }
  }

  @Test("on one connection can hold a transaction on another")
  func twoConnections() async throws {
    try await Server.with { first in
      try await Server.with { second in
        let sum = try await first.transaction { first in
          let one = try #require(try first.text("SELECT 1"))
          let two = try await second.transaction { second in
            #expect(try await first.text("SELECT 3") == "3")
            return try #require(try second.text("SELECT 2"))
          }
          return one + two
        }
        #expect(sum == "12")
      }
    }
  }

  @Test("has the connection for itself while its body waits: statements are refused, transactions queue up in order")
  func exclusive() async throws {
    try await Server.withTable("who text, at serial") { connection, table in
      let entered = Gate()
      let mayLeave = Gate()
      @Sendable func insert(_ who: String) -> Statement {
        Statement("INSERT INTO \(table) (who) VALUES ($1)", values: [who])
      }
      try await withThrowingTaskGroup { group in
        // Given a transaction whose body has begun and waits
        group.addTask {
          try await connection.transaction { connection in
            try connection.execute(insert("first"))
            await entered.open()
            await mayLeave.wait()
            // A child task belongs to the transaction
            async let child = connection.execute(insert("first's child"))
            _ = try await child
            try connection.execute(insert("first"))
          }
        }
        await entered.wait()
        // When another task sends a statement, it is refused, of any kind
        let refused = try await postgresError { try await connection.execute(insert("intruder")) }
        #expect(refused.kind == .usage)
        let script = try await postgresError { try await connection.executeScript("ROLLBACK") }
        #expect(script.kind == .usage)
        // And when other tasks want transactions, they wait in the order they came
        for (place, who) in ["second", "third"].enumerated() {
          group.addTask {
            try await connection.transaction { connection in
              try connection.execute(insert(who))
              await Task.yield()
              try connection.execute(insert(who))
            }
          }
          while await connection.waiters.count != place + 1 { await Task.yield() }
        }
        // And one that is cancelled while waiting leaves the queue
        let impatient = Task { try await connection.transaction { try $0.execute(insert("impatient")) } }
        while await connection.waiters.count != 3 { await Task.yield() }
        impatient.cancel()
        let cancelled = try await postgresError { _ = try await impatient.value }
        #expect(cancelled.kind == .cancelled)
        await mayLeave.open()
        try await group.waitForAll()
      }
      // Then each transaction's rows stand together
      let order = try await connection.text("SELECT string_agg(who, ', ' ORDER BY at) FROM \(table)")
      #expect(order == "first, first's child, first, second, second, third, third")
    }
  }

  @Test("of a cancelled task is rolled back, even though its body returned")
  func cancelledBeforeCommit() async throws {
    try await Server.withTable("id int") { connection, table in
      let task = Task {
        try await connection.transaction { connection in
          try connection.execute(Statement("INSERT INTO \(table) VALUES (1)"))
          withUnsafeCurrentTask { $0?.cancel() }
        }
      }
      let error = try await postgresError { try await task.value }
      #expect(error.kind == .cancelled)
      #expect(try await connection.text("SELECT count(*) FROM \(table)") == "0")
    }
  }
}

/// Opens once; who waits for it goes on then.
///
/// A cancelled task waits no longer, so that a failing test ends.
actor Gate {
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }

  func wait() async {
    if isOpen { return }
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiting.append($0) }
    } onCancel: {
      Task { await open() }
    }
  }
}
