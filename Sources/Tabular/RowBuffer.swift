/// What all streaming sinks share: bytes gathered until there are enough of them, and the count of rows.
struct RowBuffer {
  let stream: any ByteStream
  let columns: Int
  var bytes: [UInt8] = []
  private(set) var rows = 0

  private static let size = 64 * 1024

  init(_ stream: any ByteStream, columns: Int) {
    self.stream = stream
    self.columns = columns
    bytes.reserveCapacity(Self.size * 2)
  }

  var written: Written { Written(rows: rows, bytes: stream.bytesWritten, sha256: stream.digest) }

  /// Counts a row that is about to be written, and refuses one that does not have a field for every column.
  mutating func count(_ fields: [String?]) throws { try count(fields.count) }

  /// The same for a row of so many fields.
  mutating func count(_ fields: Int) throws {
    rows += 1
    guard fields == columns else { throw fault("row \(rows) has \(fields) fields for \(columns) columns") }
  }

  func fault(_ message: String) -> TabularError {
    TabularError(kind: .output, file: stream.name, message: message)
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  mutating func flushWhenFull() throws {
    if bytes.count >= Self.size { try flush() }
  }

  mutating func flush() throws {
    try stream.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  mutating func finish() throws {
    try flush()
    try stream.finish()
  }
}
