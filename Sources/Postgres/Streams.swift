import CLibPQ

/// The form of the data in a COPY.
public enum CopyFormat: Sendable {
  /// PostgreSQL's own: tabs between the values, `\N` for NULL.
  case text
  /// Comma-separated values after RFC 4180; NULL is empty, an empty text is `""`.
  case csv
}

extension Connection {
  /// Runs one statement and hands each row to `body` as it arrives. Memory does not grow with the number of rows.
  ///
  /// An error later in the statement is thrown after rows have been handed over. When the body throws, the statement is cancelled on the server, the
  /// connection can be used again, and the body's error is thrown; an open transaction then can only be rolled back.
  /// - Parameters:
  ///   - columns: gets the columns once, before the first row, and when there is none.
  ///   - body: gets each row.
  public func forEachRow(
    _ statement: Statement,
    columns: ([ResultColumn]) throws -> Void = { _ in },
    _ body: (Row) throws -> Void
  ) throws {
    let statement = try relayed(statement).statement
    try use(statement) { link in
      try link.send(statement)
      PQsetSingleRowMode(link.raw)
      var shape: RowShape?
      while let result = link.next() {
        link.passCancellationOn()
        switch result.status {
        case PGRES_SINGLE_TUPLE:
          let isFirst = shape == nil
          let known = shape ?? result.shape(file: statement.file)
          shape = known
          try link.abandoningOnError(statement) {
            if link.wasInterrupted { throw PostgresError(.cancelled, "the task was cancelled") }
            if isFirst { try columns(known.columns) }
            try body(result.row(0, shape: known))
          }
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
          if shape == nil { try columns(result.shape(file: statement.file).columns) }
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
          throw link.failure(result, statement)
        default:
          throw link.unexpected(result.status, statement)
        }
      }
    }
  }

  /// Runs one SELECT as `COPY (…) TO STDOUT` and hands each row to `body` as the server writes it, with its line end. Memory does not grow with the
  /// number of rows.
  ///
  /// COPY cannot bind values. Here, and for a ``Relay``, values are put into the text of a statement: `$1`… are replaced by literals that libpq
  /// quotes, outside of strings, quoted names, comments and dollar quotes.
  ///
  /// When the body throws, the COPY is cancelled on the server, the connection can be used again, and the body's error is thrown; an open
  /// transaction then can only be rolled back.
  /// - Parameters:
  ///   - statement: one SELECT (or other statement that returns rows), with or without a semicolon at its end.
  ///   - format: the form of the data.
  ///   - body: gets the bytes of one row; they are gone when it returns.
  public func copyOut(
    _ statement: Statement,
    format: CopyFormat = .text,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let statement = try relayed(statement).statement
    try use(statement) { link in
      try link.refuseNUL(statement)
      let copy = try CopyStatement(statement, format: format, quote: link.quotedLiteral)
      try link.send(copy.sent)
      try link.expect(PGRES_COPY_OUT, copy.sent, failure: copy.restored)
      while let data = try link.nextCopyData(statement) {
        defer { data.free() }
        link.passCancellationOn()
        try link.abandoningOnError(statement) {
          if link.wasInterrupted { throw PostgresError(.cancelled, "the task was cancelled") }
          try body(data.bytes)
        }
      }
      if let error = link.drain(copy.sent) { throw copy.restored(error) }
    }
  }

  /// Runs a `COPY … FROM STDIN` and sends it what `next` returns until that is nil.
  ///
  /// When `next` throws, the COPY fails on the server, nothing of it is stored, and that error is thrown; an open transaction then can only be
  /// rolled back.
  /// - Parameters:
  ///   - sql: the COPY statement.
  ///   - file: the file it comes from, for messages.
  ///   - next: the next bytes, of any length; they need not end with a row.
  /// - Returns: the number of rows stored.
  public func copyIn(_ sql: String, file: String? = nil, _ next: () throws -> [UInt8]?) throws -> Int {
    let statement = Statement(sql, file: file)
    return try use(statement) { link in
      try link.send(statement)
      try link.expect(PGRES_COPY_IN, statement) { $0 }
      do {
        while let bytes = try next() {
          link.passCancellationOn()
          if link.wasInterrupted { throw PostgresError(.cancelled, "the task was cancelled") }
          try link.putCopyData(bytes, statement)
        }
      } catch {
        link.endCopyIn(refusing: "the sender gave up")
        link.drain(statement)
        throw error
      }
      link.endCopyIn()
      return try link.only(statement).affected
    }
  }
}
