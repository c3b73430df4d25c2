import CLibPQ

/// One row of COPY data, in libpq's memory.
struct CopyData {
  fileprivate let start: UnsafeMutablePointer<CChar>
  fileprivate let count: Int

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  func free() {
    PQfreemem(start)
  }
}

extension Link {
  /// How many bytes of a COPY are sent at once: libpq's buffer would grow with the data otherwise.
  private static let sendSize = 1 << 16

  /// Runs `body`; when it throws, stops the running statement first.
  func abandoningOnError(_ statement: Statement, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      abandon(statement)
      throw error
    }
  }

  /// Checks that a COPY has begun.
  func expect(
    _ wanted: ExecStatusType,
    _ statement: Statement,
    failure restored: (PostgresError) -> PostgresError
  ) throws {
    guard let result = next() else { throw unexpected(PGRES_EMPTY_QUERY, statement) }
    switch result.status {
    case wanted: return
    case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE: throw restored(failure(result, statement))
    default: throw unexpected(result.status, statement)
    }
  }

  /// The error for an answer that is of another kind than the call needs; stops what is running.
  func unexpected(_ status: ExecStatusType, _ statement: Statement) -> PostgresError {
    let wasCopy = status == PGRES_COPY_OUT || status == PGRES_COPY_IN || status == PGRES_COPY_BOTH
    if wasCopy { abandon(statement) }
    let words = wasCopy ? "a COPY needs copyIn or copyOut" : "not a statement for this call"
    return usage("\(words) (the server answers \(String(cString: PQresStatus(status))))", statement)
  }

  /// The next row of a COPY; nil at its end, whether good or bad: the result that follows tells.
  func nextCopyData(_ statement: Statement) throws -> CopyData? {
    var start: UnsafeMutablePointer<CChar>?
    // Once reading has failed, only a blocking call reports it.
    var mayWait: Int32 = 1
    while true {
      let count = PQgetCopyData(raw, &start, mayWait)
      if count > 0, let start { return CopyData(start: start, count: Int(count)) }
      if count < 0 { return nil }
      if !wait(writing: false) { mayWait = 0 }
    }
  }

  /// Reads the rest of a COPY without keeping it.
  func skipCopyData() {
    var start: UnsafeMutablePointer<CChar>?
    var mayWait: Int32 = 1
    while true {
      let count = PQgetCopyData(raw, &start, mayWait)
      if count < 0 { return }
      if count > 0 {
        PQfreemem(start)
        start = nil
      } else if !wait(writing: false) {
        mayWait = 0
      }
    }
  }

  /// Sends some bytes of a COPY.
  func putCopyData(_ bytes: [UInt8], _ statement: Statement) throws {
    var sent = 0
    while sent < bytes.count {
      let size = min(Self.sendSize, bytes.count - sent)
      let answer = bytes.withUnsafeBytes { buffer in
        PQputCopyData(raw, buffer.baseAddress?.assumingMemoryBound(to: CChar.self).advanced(by: sent), Int32(size))
      }
      if answer < 0 { try check(answer, statement) }
      if answer > 0 { sent += size }
      unsent += size
      if unsent >= Self.sendSize || answer == 0 {
        flush()
        unsent = 0
      }
    }
  }

  /// Ends a COPY IN; with a message, the server fails it and stores nothing.
  func endCopyIn(refusing message: String? = nil) {
    while PQputCopyEnd(raw, message) == 0 { flush() }
    flush()
    unsent = 0
  }

  /// A value as a literal for this session's encoding.
  func quotedLiteral(_ text: String) throws -> String {
    let quoted = text.withCString { PQescapeLiteral(raw, $0, text.utf8.count) }
    guard let quoted else { throw PostgresError(.usage, "a value cannot be quoted: \(Self.message(of: raw))") }
    defer { PQfreemem(quoted) }
    return String(cString: quoted)
  }
}
