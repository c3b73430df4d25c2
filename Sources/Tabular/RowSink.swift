/// Rows in, bytes out. A sink that is let go before `finish()` leaves no file behind.
public protocol RowSink {
  /// Writes one row, one field per column, NULL as `nil`.
  ///
  /// Throws a ``TabularError``: `.output` when the row cannot be written, `.closedPipe` when nobody reads any more.
  mutating func write(_ fields: [String?]) throws

  /// Writes one row as PostgreSQL's COPY has it in its text format, moments in UTC; its line end may be there or not.
  ///
  /// Throws as `write(_:)` does.
  /// - Parameter kinds: what the columns hold.
  mutating func write(copied row: UnsafeRawBufferPointer, kinds: [ColumnKind]) throws

  /// Writes what is left and puts a file in its place. Nothing may be written afterwards.
  mutating func finish() throws

  /// What has been written: complete after `finish()`.
  var written: Written { get }
}

extension RowSink {
  /// Writes the row by its cells.
  public mutating func write(copied row: UnsafeRawBufferPointer, kinds: [ColumnKind]) throws {
    try write(CopyText.cells(row, kinds))
  }
}

/// What a sink has written.
public struct Written: Sendable, Equatable {
  /// Rows, without the header line.
  public let rows: Int
  /// Bytes.
  public let bytes: Int
  /// The SHA-256 of the bytes in lower-case hexadecimal; `nil` for standard output, which is not digested.
  public let sha256: String?

  /// Rows, bytes and their digest.
  public init(rows: Int, bytes: Int, sha256: String?) {
    self.rows = rows
    self.bytes = bytes
    self.sha256 = sha256
  }
}

/// The formats a table can be had in.
public enum Format: String, Sendable, CaseIterable {
  /// Aligned columns for people, on a terminal.
  case table
  /// RFC 4180.
  case csv
  /// RFC 4180 with a tab for the comma.
  case tsv
  /// One array of objects.
  case json
  /// One object a line.
  case ndjson
  /// A whole printable page.
  case html
  /// An Excel workbook of one sheet; several: ``WorkbookSink``.
  case xlsx
  /// A calendar, one event a row.
  case ics
}

/// Where the bytes go.
public enum Output: Sendable {
  /// Standard output, as it comes.
  case standardOutput
  /// A file, written completely or not at all. What is not a regular file (`/dev/null`, a named pipe) is written to directly.
  case file(String)
  /// A file in a folder of many that others may write to as well. What is not a regular file (a link, a named pipe) is refused.
  case fileInFolder(String)
  /// Memory, for messages with a table in them.
  case memory(MemoryBuffer)
}
