/// Writes a text that is not a table to an output, as tables are: a file whole or not at all.
///
/// - Throws: a ``TabularError``: `.output` when it cannot be written, `.closedPipe` when nobody reads it any more.
public func writeText(_ text: String, to output: Output, options: SinkOptions = SinkOptions()) throws {
  var sink = try TextSink(to: output, mode: options.mode)
  try sink.append(text)
  try sink.finish()
}

/// A text that is written piece by piece, a file whole or not at all. One that is let go before `finish()` leaves no file behind.
public struct TextSink {
  private var out: RowBuffer
  private var rows = 0

  /// Begins a text.
  ///
  /// - Throws: a ``TabularError`` of kind `.output` when the output cannot be written.
  public init(to output: Output, mode: UInt32 = 0o600) throws {
    out = RowBuffer(try openStream(output, mode: mode), columns: 0)
  }

  /// Adds a piece.
  ///
  /// - Parameter rows: how many rows of data it shows.
  /// - Throws: a ``TabularError``: `.output` when it cannot be written, `.closedPipe` when nobody reads it any more.
  public mutating func append(_ text: String, rows: Int = 0) throws {
    out.append(text)
    self.rows += rows
    try out.flushWhenFull()
  }

  /// Writes what is left and puts a file in its place.
  public mutating func finish() throws { try out.finish() }

  /// What has been written: complete after `finish()`.
  public var written: Written {
    Written(rows: rows, bytes: out.written.bytes, sha256: out.written.sha256)
  }
}
