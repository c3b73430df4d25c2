import CLibPQ
import Synchronization

/// The transaction that is open on a connection.
struct OpenTransaction {
  let id: TransactionID
  /// Whether BEGIN has been answered: from then on the server must be in a transaction.
  var hasBegun = false
  /// The first statement that failed in it: the reason when COMMIT turns into ROLLBACK.
  var firstFailure: PostgresError?
}

/// A task that waits for the connection to be free of a transaction.
struct TransactionWaiter {
  let id: TransactionID
  let continuation: CheckedContinuation<Void, any Error>
}

/// Tells one transaction of this process from every other.
struct TransactionID: Sendable, Hashable {
  private static let last = Atomic<UInt64>(0)
  private let number: UInt64

  init() {
    number = Self.last.add(1, ordering: .relaxed).newValue
  }

  /// The transactions this task is in: its own, and those of the tasks it is a child of.
  @TaskLocal static var entered: Set<TransactionID> = []
}

extension Connection {
  /// Runs `body` in a transaction: commits when it returns, unless `keeps` says no; rolls back when it throws or when the task was cancelled.
  ///
  /// ```swift
  /// try await connection.transaction("ISOLATION LEVEL REPEATABLE READ") { connection in
  ///   try connection.execute(close)
  ///   try connection.execute(open)
  /// }
  /// ```
  ///
  /// The body has the connection for itself, even while it waits for something else: other transactions queue up in order, and statements
  /// of other tasks are refused. Child tasks of the body belong to it. Its error is the one that is thrown, even if the ROLLBACK fails.
  /// - Parameters:
  ///   - options: what follows BEGIN: `ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE` and the like.
  ///   - keeps: asked with what the body returned; where it says no, the transaction is rolled back and the value returned all the same.
  ///   - body: what to do; it gets this connection. It must not end the transaction by itself, nor start another one on the same connection.
  /// - Throws: what the body throws; of kind `usage` for a transaction within one; of kind `server` when nothing was committed, even though the body
  ///   returned; of kind `connection` when the connection is lost, and then, if that happened during COMMIT, its outcome is unknown.
  @discardableResult
  public func transaction<T: Sendable>(
    _ options: String = "",
    keepingIf keeps: @Sendable (T) -> Bool = { _ in true },
    _ body: @Sendable (isolated Connection) async throws -> T
  ) async throws -> T {
    guard options.allSatisfy({ $0.isASCII && $0.isLetter || $0 == " " || $0 == "," }) else {
      throw PostgresError(.usage, "transaction options are words such as ISOLATION LEVEL REPEATABLE READ")
    }
    let id = TransactionID()
    try await enterTransaction(id)
    defer { leaveTransaction() }
    return try await TransactionID.$entered.withValue(TransactionID.entered.union([id])) {
      do {
        try begin(options)
        let value = try await body(self)
        if keeps(value) { try commit() } else { rollBack() }
        return value
      } catch {
        rollBack()
        throw error
      }
    }
  }

  // MARK: The queue

  private func enterTransaction(_ id: TransactionID) async throws {
    guard let current = openTransaction else {
      openTransaction = OpenTransaction(id: id)
      return
    }
    guard !TransactionID.entered.contains(current.id) else {
      throw PostgresError(.usage, "a transaction is open already in this task; transactions do not nest")
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        waiters.append(TransactionWaiter(id: id, continuation: continuation))
      }
    } onCancel: {
      // Runs on the actor after the waiter has been queued; one that has had its turn meanwhile is no longer there.
      Task { await self.dropWaiter(id) }
    }
  }

  private func dropWaiter(_ id: TransactionID) {
    guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
    waiters.remove(at: index).continuation.resume(
      throwing: PostgresError(.cancelled, "the task was cancelled while it waited for the connection")
    )
  }

  /// Hands the connection to the next in the queue without ever leaving it free in between.
  private func leaveTransaction() {
    guard !waiters.isEmpty else {
      openTransaction = nil
      return
    }
    let next = waiters.removeFirst()
    openTransaction = OpenTransaction(id: next.id)
    next.continuation.resume()
  }

  // MARK: Begin, commit, roll back

  /// BEGIN, and the parameters for this transaction, in one message. SET takes no snapshot, so the transaction's begins with the body's first statement.
  private func begin(_ options: String) throws {
    let script = Statement("BEGIN \(options)" + transactionScript)
    try use(script) { link in
      try link.sendScript(script)
      if let error = link.drain(script) { throw error }
      openTransaction?.hasBegun = true
    }
  }

  private func commit() throws {
    let statement = Statement("COMMIT")
    if Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled; the transaction was rolled back") }
    let link = try liveLink(statement)
    guard link.transactionStatus != PQTRANS_IDLE else { throw endedByStatement(statement) }
    let answer: String
    do {
      answer = try unheeding(link) { try link.run(statement) }
    } catch var error as PostgresError where error.isConnectionFailure {
      error.message += "; it is unknown whether the transaction was committed"
      throw error
    }
    guard answer == "COMMIT" else {
      var error = openTransaction?.firstFailure ?? PostgresError(.server, "a statement in it failed", code: "25P02")
      error.message = "nothing was committed, since a statement in the transaction had failed: \(error.message)"
      throw error
    }
  }

  /// Rolls back everything that is open. Never throws: the error that led here is the one to be told. A connection on which even that fails is closed, so that
  /// the server rolls back.
  private func rollBack() {
    guard let link, !link.isLost else { return }
    // The second attempt is for a cancel request that arrives late.
    for _ in 0..<2 where link.transactionStatus != PQTRANS_IDLE && !link.isLost {
      do {
        _ = try unheeding(link) { try link.run(Statement("ROLLBACK")) }
      } catch {
        onNotice(Notice(severity: "WARNING", message: "ROLLBACK failed: \(error)"))
      }
    }
    if link.transactionStatus != PQTRANS_IDLE { giveUp() }
  }

  /// Runs COMMIT or ROLLBACK to its end, even in a cancelled task.
  private func unheeding<R>(_ link: Link, _ work: () throws -> R) rethrows -> R {
    link.heedsCancellation = false
    defer { link.heedsCancellation = true }
    link.reset()
    return try work()
  }

  // MARK: Guards

  /// Refuses a statement that would slip into another task's transaction, or run after its own has ended.
  func checkOwnership(_ link: Link, _ statement: Statement) throws {
    guard let current = openTransaction else { return }
    guard TransactionID.entered.contains(current.id) else {
      throw link.usage(
        "another task has a transaction open on this connection; use another connection, or transaction, which waits for its turn",
        statement
      )
    }
    if current.hasBegun, link.transactionStatus == PQTRANS_IDLE { throw endedByStatement(statement) }
  }

  /// After each statement: transactions begin and end in `transaction` only.
  func checkTransaction(_ link: Link, _ statement: Statement) throws {
    if openTransaction?.hasBegun == true, link.transactionStatus == PQTRANS_IDLE { throw endedByStatement(statement) }
    if openTransaction == nil, link.transactionStatus != PQTRANS_IDLE {
      throw link.usage("the statement left a transaction open, which was rolled back; use transaction", statement)
    }
  }

  /// Rolls back a transaction that a statement outside `transaction` has left open.
  func rollBackStray(_ link: Link) {
    if openTransaction == nil, !link.isLost, link.transactionStatus != PQTRANS_IDLE { rollBack() }
  }

  private func endedByStatement(_ statement: Statement) -> PostgresError {
    var error = PostgresError(.usage, "a statement in the body of the transaction has ended it")
    error.file = statement.file
    return error
  }
}

extension Link {
  /// Runs a statement without values and returns its command tag.
  func run(_ statement: Statement) throws -> String {
    do {
      try send(statement)
      return try only(statement).command
    } catch {
      drain(statement)
      throw error
    }
  }
}
