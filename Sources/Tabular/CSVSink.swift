/// CSV and TSV, streaming.
struct CSVSink: RowSink {
  private let kinds: [ColumnKind]
  private let delimiter: UInt8
  private let crlf: Bool
  private var out: RowBuffer

  init(columns: [Column], delimiter: UInt8, to stream: any ByteStream, excel: Bool) {
    kinds = columns.map(\.kind)
    self.delimiter = delimiter
    crlf = excel
    out = RowBuffer(stream, columns: columns.count)
    if excel { out.bytes += [0xEF, 0xBB, 0xBF] }
    appendCSVLine(columns.map(\.name), delimiter: delimiter, crlf: crlf, to: &out.bytes)
  }

  var written: Written { out.written }

  mutating func write(_ fields: [String?]) throws {
    try out.count(fields)
    appendCSVLine(
      fields.map { $0.map(withoutDirectionControls) },
      kinds: kinds,
      delimiter: delimiter,
      crlf: crlf,
      to: &out.bytes
    )
    try out.flushWhenFull()
  }

  mutating func write(copied row: UnsafeRawBufferPointer, kinds _: [ColumnKind]) throws {
    let fields = appendCSVLine(
      copied: row,
      kinds: kinds,
      delimiter: delimiter,
      crlf: crlf,
      to: &out.bytes
    )
    try out.count(fields)
    try out.flushWhenFull()
  }

  mutating func finish() throws { try out.finish() }
}
