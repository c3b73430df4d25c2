import CLibPQ
import SQLText

/// One connection to PostgreSQL.
///
/// ```swift
/// let connection = try await Connection.open(.init(conninfo: "dbname=followup"))
/// let rows = try await connection.query(Statement("SELECT name FROM candidate WHERE id = $1", values: ["17"]))
/// await connection.close()
/// ```
///
/// It runs on an executor of its own, since libpq blocks. A cancelled task cancels its statement on the server. Nothing here keeps state in the
/// server's session beyond the parameters set at the start, so everything works through a pooler in transaction mode.
///
/// While a transaction is open, statements of other tasks are refused (kind `usage`): they would become part of it. Other transactions
/// wait for their turn.
public actor Connection {
  private let executor: ConnectionExecutor
  private let canceller: Canceller
  private let version: Int
  /// The server process as told when connecting.
  nonisolated let claimedBackend: Int
  /// Whether a pooler stands between this connection and the server.
  var isPooled = false
  /// Nil once the connection is closed or given up.
  private(set) var link: Link?
  private var isBusy = false
  /// What is set for the session and for each transaction.
  var parameters: [String: String]
  let onNotice: @Sendable (Notice) -> Void
  private nonisolated let settings: Settings
  nonisolated let tally: Tally
  var openTransaction: OpenTransaction?
  var waiters: [TransactionWaiter] = []
  /// The columns of statements that went to a relay, by text.
  var columnLists: [String: String] = [:]

  /// Runs this connection's work, one piece after the other, on a thread that is not Swift's.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Connects and sets the session up: UTF-8, ISO dates, UTC, and the parameters of the settings.
  ///
  /// Cancelling the task takes effect when the server has answered or `connect_timeout` is over.
  /// - Throws: a ``PostgresError`` of kind `connection` when the server cannot be reached or refuses; of kind `server` when it refuses a
  ///   parameter; of kind `unsuitable` when the database's encoding is not UTF-8.
  public static func open(_ settings: Settings) async throws -> Connection {
    let executor = ConnectionExecutor()
    let link = try await executor.run { try Link(settings) }
    let connection = Connection(link, executor, settings)
    try await connection.prepareSession(claimed: connection.claimedBackend, preferences: settings.preferences)
    return connection
  }

  /// Opens one more connection to the same place, with the same parameters.
  /// - Throws: as ``open(_:)``.
  public nonisolated func another() async throws -> Connection { try await Connection.open(settings) }

  private init(_ link: sending Link, _ executor: ConnectionExecutor, _ settings: Settings) {
    self.executor = executor
    canceller = link.canceller
    tally = link.tally
    claimedBackend = Int(PQbackendPID(link.raw))
    version = Int(PQserverVersion(link.raw))
    parameters = settings.parameters
    onNotice = settings.onNotice
    self.settings = settings
    self.link = link
  }

  /// Ends the session; an open transaction is rolled back by the server. Later calls throw an error of kind `connection`.
  public func close() {
    link = nil
  }

  /// The server's version as a number: 150020 is 15.20.
  public var serverVersion: Int { version }

  /// Asks the server to stop the statement that is running now, if any; its call then throws an error of kind `cancelled`. Cancelling the task that
  /// made the call does the same. Blocks for as long as a short connection to the server takes.
  /// - Returns: whether the request reached the server.
  @discardableResult
  public nonisolated func cancel() -> Bool {
    canceller.request()
  }

  // MARK: Statements

  /// Runs one statement and returns all its rows: for small results.
  public func query(_ statement: Statement) throws -> [Row] {
    let statement = try relayed(statement).statement
    return try use(statement) { link in
      try link.send(statement)
      let result = try link.only(statement)
      let shape = result.shape(file: statement.file)
      return (0..<result.rowCount).map { result.row($0, shape: shape) }
    }
  }

  /// Runs one statement.
  /// - Returns: the number of rows it inserted, changed, deleted or selected; 0 for statements that do not count rows.
  @discardableResult
  public func execute(_ statement: Statement) throws -> Int {
    let (sent, isCount) = try relayed(statement)
    if isCount, let row = try query(sent).first, let changed = row.text(at: 0) {
      return try Int.decode(changed, type: TypeID.int8)
    }
    return try use(sent) { link in
      try link.send(sent)
      return try link.only(sent).affected
    }
  }

  /// Runs one statement of a kind that binds no values, such as CREATE VIEW: they are written into its text as literals.
  public func executeWritten(_ statement: Statement) throws {
    let quote = try liveLink(statement).quotedLiteral
    let written = try CopyStatement(statement, between: "", and: "", quote: quote)
    try use(statement) { link in
      try link.sendScript(written.sent)
      if let error = link.drain(written.sent) { throw written.restored(error) }
    }
  }

  /// Runs a text of any number of statements, without values: migrations, function definitions. Outside a transaction the server runs it as one,
  /// unless the text says otherwise.
  /// - Parameters:
  ///   - sql: the statements, separated by semicolons.
  ///   - file: the file they come from, for messages.
  public func executeScript(_ sql: String, file: String? = nil) throws {
    let script = Statement(sql, file: file)
    try use(script) { link in
      try link.sendScript(script)
      if let error = link.drain(script) { throw error }
    }
  }

  /// Runs a text of any number of statements, without values, one after the other. For servers whose extensions read a statement's whole text, and
  /// would take its neighbours along.
  public func executeOneByOne(_ sql: String, file: String? = nil) throws {
    let bytes = Array(sql.utf8)
    var scanner = SQLScanner(bytes)
    var start = 0
    while let token = scanner.next() {
      guard token.kind == .semicolon || token.range.upperBound == bytes.count else { continue }
      try executeScript(String(decoding: bytes[start..<token.range.upperBound], as: UTF8.self), file: file)
      start = token.range.upperBound
    }
  }

  // MARK: Use of the link

  /// Lends the link to one piece of work, and sees to it that the connection is idle and in the right transaction afterwards.
  func use<R>(_ statement: Statement, _ work: (Link) throws -> R) throws -> R {
    let link = try usableLink(statement)
    isBusy = true
    defer { isBusy = false }
    link.reset()
    do {
      let result = try work(link)
      try checkTransaction(link, statement)
      return result
    } catch {
      link.drain(statement)
      if let error = error as? PostgresError, openTransaction?.firstFailure == nil, error.kind == .server {
        openTransaction?.firstFailure = error
      }
      rollBackStray(link)
      throw error
    }
  }

  /// The link, when this task may use it now.
  private func usableLink(_ statement: Statement) throws -> Link {
    let link = try liveLink(statement)
    guard !isBusy else {
      throw link.usage(
        "a stream of rows or data is open on this connection; a statement inside it needs another one",
        statement
      )
    }
    try checkOwnership(link, statement)
    if Task.isCancelled { throw PostgresError(.cancelled, "the task was cancelled") }
    return link
  }

  /// The link, when there still is a connection.
  func liveLink(_ statement: Statement) throws -> Link {
    var error = PostgresError(.connection, "the connection is closed")
    error.file = statement.file
    guard let link else { throw error }
    error.message = "the connection to the server is lost"
    guard !link.isLost else { throw error }
    return link
  }

  /// Drops a connection in a state nobody can vouch for.
  func giveUp() {
    link = nil
  }
}

extension Link {
  /// The one result of a single statement.
  func only(_ statement: Statement) throws -> ServerResult {
    guard let result = next() else {
      throw PostgresError(isLost ? .connection : .usage, "the server gave no answer: \(Self.message(of: raw))")
    }
    switch result.status {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
      if let error = drain(statement) { throw error }
      return result
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
      throw failure(result, statement)
    case PGRES_EMPTY_QUERY:
      throw usage("the statement is empty", statement)
    default:
      throw unexpected(result.status, statement)
    }
  }
}
