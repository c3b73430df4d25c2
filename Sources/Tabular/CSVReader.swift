/// A record of a CSV file.
public struct CSVRecord: Sendable, Equatable {
  /// The line on which its first byte stands, counted from 1.
  public let line: Int
  /// The fields, without their quotes. An empty cell is an empty string. Guarded cells are as they are in the file; see
  /// ``unguard(_:)``.
  public let fields: [String]
}

/// A record of a CSV file whose fields still stand in the reader's buffer; valid only where it was handed over.
public struct RawCSVRecord {
  /// The line on which its first byte stands, counted from 1.
  public let line: Int
  let base: UnsafeMutablePointer<UInt8>
  let fields: [CSVScanner.Field]

  /// The number of fields.
  public var count: Int { fields.count }

  /// A field's bytes: valid UTF-8, without its quotes.
  public subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
    let field = fields[index]
    return UnsafeBufferPointer(start: base + field.start, count: field.end - field.start)
  }
}

/// Reads a CSV file record by record, in constant memory.
///
/// RFC 4180: UTF-8 with or without a byte order mark; lines end in LF, CRLF or CR; quoted fields may hold all of them.
/// Blank lines are passed over. A copy of a reader reads on from the same place.
///
/// ```swift
/// var reader = try CSVReader(path: "people.csv")
/// while let record = try reader.next() { print(record.line, record.fields) }
/// ```
public struct CSVReader {
  private let scanner: CSVScanner

  /// Opens the file. Throws a ``TabularError`` of kind `.input` that names it when it is missing or unreadable.
  ///
  /// - Parameter skipped: lines before the first record; they count as lines of the file.
  public init(path: String, delimiter: UInt8 = 0x2C, skippingLines skipped: Int = 0) throws {
    scanner = try CSVScanner(path: path, delimiter: delimiter)
    for _ in 0..<skipped { try scanner.skipLine() }
  }

  /// The next record, `nil` at the end of the file.
  ///
  /// Throws a ``TabularError`` of kind `.input` with file, line and column: a quote that is never closed, a quote in a
  /// field that is not quoted, text after a closing quote, bytes that are not UTF-8, a NUL. After an error the next call
  /// goes on with the line after it, so that one bad record does not cost the others; after a quote that is never
  /// closed nothing is left to read.
  public mutating func next() throws -> CSVRecord? {
    guard let line = try scanner.next() else { return nil }
    return record(line)
  }

  /// Bytes of the file, and how many of them have been read.
  public var extent: (read: Int, size: Int) { (scanner.bytesRead, scanner.size) }

  private func record(_ line: Int) -> CSVRecord {
    CSVRecord(
      line: line,
      fields: scanner.fields.map {
        String(
          decoding: UnsafeBufferPointer(start: scanner.base + $0.start, count: $0.end - $0.start),
          as: UTF8.self
        )
      }
    )
  }

  /// The header line of a table as people keep them; `nil` when the file is empty.
  ///
  /// From then on records are rows of as many fields. Rows of empty cells are passed over, empty cells behind the last
  /// column are not there, and a quote that swallows rows costs its own line only. A line `sep=;` names the delimiter.
  public mutating func header() throws -> CSVRecord? {
    guard let line = try scanner.header() else { return nil }
    return record(line)
  }

  /// The line, as it stands in the file, that made the last error, or the last record with too few or many fields.
  public var rawLine: String { scanner.raw }

  /// The next record without making strings of its fields, for reading fast; `nil` at the end of the file.
  ///
  /// Throws as ``next()`` does, and what `body` throws.
  public mutating func nextRaw<Result>(_ body: (RawCSVRecord) throws -> Result) throws -> Result? {
    guard let line = try scanner.next() else { return nil }
    return try body(RawCSVRecord(line: line, base: scanner.base, fields: scanner.fields))
  }
}
