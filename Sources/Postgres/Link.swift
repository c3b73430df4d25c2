import CLibPQ
import Foundation

/// A `PGconn` and the way to wait for it. Belongs to one ``Connection`` and is used on its executor only.
///
/// libpq is driven without blocking, so that waiting notices a cancelled task. Every call leaves the link either idle or lost: never in the
/// middle of an answer.
final class Link {
  let raw: OpaquePointer
  let canceller: Canceller
  let tally = Tally()
  private let watch: LockWatch
  /// COMMIT and ROLLBACK are finished even when the task is cancelled.
  var heedsCancellation = true
  private let notices: NoticeSink
  private var cancelSent = false
  /// Bytes of a COPY handed to libpq since it last wrote all it had.
  var unsent = 0

  /// How often waiting looks whether the task was cancelled, in milliseconds.
  private static let glance: Int32 = 50

  /// Connects, and blocks until that is done; libpq's `connect_timeout` limits it.
  init(_ settings: Connection.Settings) throws {
    let parameters = try Self.parameters(settings)
    guard let raw = TransportSecurity.withParameters(parameters, { PQconnectdbParams($0, $1, 1) }) else {
      throw PostgresError(.connection, "out of memory while connecting")
    }
    self.raw = raw
    canceller = Canceller(raw)
    notices = NoticeSink(settings.onNotice)
    watch = LockWatch(
      patience: settings.lockPatience,
      connect: {
        TransportSecurity.withParameters(parameters + [("connect_timeout", "2")]) { PQconnectdbParams($0, $1, 1) }
      },
      tell: settings.onLockWait
    )
    guard PQstatus(raw) == CONNECTION_OK else {
      let message = Self.message(of: raw)
      // An option's value that libpq does not take may be part of something else.
      throw PostgresError(
        .connection,
        message.hasPrefix("invalid ") ? TransportSecurity.withoutSecrets(message, of: settings.conninfo) : message
      )
    }
    PQsetNoticeReceiver(raw, NoticeSink.receiver, Unmanaged.passUnretained(notices).toOpaque())
    PQsetnonblocking(raw, 1)
  }

  /// What libpq is given: libpq's options by name.
  private static func parameters(_ settings: Connection.Settings) throws -> [(String, String)] {
    let target = try TransportSecurity.target(
      conninfo: settings.conninfo,
      environment: ProcessInfo.processInfo.environment
    )
    var parameters = [("fallback_application_name", settings.applicationName)]
    if let mode = TransportSecurity.defaultMode(for: target) { parameters.append(("sslmode", mode)) }
    // What comes later wins, so the caller's string overrides the defaults above it, and nothing overrides the encoding.
    parameters += [("dbname", settings.conninfo), ("client_encoding", "UTF8")]
    return parameters
  }

  deinit {
    PQfinish(raw)
  }

  var isLost: Bool { PQstatus(raw) != CONNECTION_OK }
  /// Whether a cancel request went out for the running command.
  var wasInterrupted: Bool { cancelSent }
  var transactionStatus: PGTransactionStatusType { PQtransactionStatus(raw) }

  /// Forgets cancellations of earlier statements.
  func reset() {
    cancelSent = false
    canceller.reset()
  }

  // MARK: Sending

  /// Sends one statement with its values, in the extended protocol.
  func send(_ statement: Statement) throws {
    try refuseNUL(statement)
    watch.begin()
    let sent = withTexts(statement.values) { values in
      PQsendQueryParams(raw, statement.sql, Int32(values.count), nil, values.baseAddress, nil, nil, 0)
    }
    try check(sent, statement)
    flush()
  }

  /// Sends a text of any number of statements, in the simple protocol.
  func sendScript(_ script: Statement) throws {
    try refuseNUL(script)
    watch.begin()
    try check(PQsendQuery(raw, script.sql), script)
    flush()
  }

  /// A C string ends at its first NUL: what follows would be silently lost.
  func refuseNUL(_ statement: Statement) throws {
    if Self.hasNUL(statement.sql) { throw usage("the statement contains a NUL character", statement) }
    if let index = statement.values.firstIndex(where: { $0.map(Self.hasNUL) == true }) {
      throw usage("the value of $\(index + 1) contains a NUL character, which PostgreSQL cannot store", statement)
    }
  }

  /// Of long texts looked at as memory: byte by byte it takes longer than sending them.
  private static func hasNUL(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
    } ?? text.utf8.contains(0)
  }

  /// Checks the answer of a libpq function that returns 1 for success.
  func check(_ answer: Int32, _ statement: Statement) throws {
    guard answer != 1 else { return }
    var error = PostgresError(isLost ? .connection : .usage, Self.message(of: raw))
    error.file = statement.file
    throw error
  }

  /// Writes what libpq has buffered. A failure shows up when the answer is read.
  func flush() {
    while PQflush(raw) == 1 { _ = wait(writing: true) }
  }

  // MARK: Receiving

  /// The next result of the running command; nil when it is done.
  func next() -> ServerResult? {
    while PQisBusy(raw) == 1 {
      guard wait(writing: false) else { break }
      watch.look(PQbackendPID(raw))
    }
    return PQgetResult(raw).map { ServerResult($0, tally) }
  }

  /// Waits a moment for the socket, reads what has arrived, and passes a cancellation on to the server. Returns false when reading failed.
  func wait(writing: Bool) -> Bool {
    var descriptor = pollfd(fd: PQsocket(raw), events: Int16(writing ? POLLIN | POLLOUT : POLLIN), revents: 0)
    guard descriptor.fd >= 0 else { return false }
    let ready = poll(&descriptor, 1, Self.glance)
    passCancellationOn()
    guard ready > 0, descriptor.revents & ~Int16(POLLOUT) != 0 else { return true }
    return PQconsumeInput(raw) == 1
  }

  /// Sends a cancel request, once, when the task has been cancelled.
  func passCancellationOn() {
    guard heedsCancellation, !cancelSent, Task.isCancelled else { return }
    interrupt()
  }

  /// Has the server stop the running command. When the request cannot reach it, the connection is given up, so that nobody waits for ever.
  func interrupt() {
    cancelSent = true
    if !canceller.request() { shutdown(PQsocket(raw), Int32(SHUT_RDWR)) }
  }

  /// Reads and drops what is left of the running command. Returns the first error in it.
  @discardableResult
  func drain(_ statement: Statement) -> PostgresError? {
    var first: PostgresError?
    while let result = next() {
      switch result.status {
      case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
        if first == nil { first = failure(result, statement) }
      case PGRES_COPY_OUT:
        skipCopyData()
      case PGRES_COPY_IN:
        endCopyIn(refusing: "no data was sent")
      case PGRES_COPY_BOTH:
        // Only a replication connection gets here, and this is none.
        shutdown(PQsocket(raw), Int32(SHUT_RDWR))
      default:
        break
      }
    }
    return first
  }

  /// Stops the running command and drains it.
  func abandon(_ statement: Statement) {
    interrupt()
    drain(statement)
  }

  // MARK: Errors

  func failure(_ result: borrowing ServerResult, _ statement: Statement) -> PostgresError {
    var error = PostgresError(
      result: result.raw,
      fallbackMessage: Self.message(of: raw),
      isLost: isLost,
      wasCancelled: canceller.wasRequested,
      statement: statement
    )
    if error.isLockTimeout, let holders = watch.holders { error.message += "; \(holders)" }
    return error
  }

  func usage(_ message: String, _ statement: Statement) -> PostgresError {
    var error = PostgresError(.usage, message)
    error.file = statement.file
    return error
  }

  /// libpq's own message.
  static func message(of raw: OpaquePointer?) -> String {
    String(cString: PQerrorMessage(raw)).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
