import CXlsxWriter
import Foundation

/// An Excel workbook of one sheet, written row by row in constant memory.
///
/// The library writes to a file of its own, which has no name, and the bytes go to the output from there.
struct XLSXSink: RowSink {
  private let columns: [Column]
  private let zone: ReadingZone?
  private let book: Workbook
  private var widths: [Int]
  private var out: RowBuffer

  /// What Excel holds; more would be cut without a word.
  private static let mostRows = 1_048_576
  private static let mostColumns = 16_384

  static func check(_ columns: [Column]) throws {
    guard columns.count <= mostColumns else {
      throw TabularError(
        kind: .unsuitable,
        message: "the table has \(columns.count) columns, a sheet only \(mostColumns)",
        remedy: "ask for csv"
      )
    }
  }

  init(columns: [Column], title: String, to stream: any ByteStream, options: SinkOptions) throws {
    self.columns = columns
    widths = columns.map { terminalWidth($0.name) + 4 }
    out = RowBuffer(stream, columns: columns.count)
    zone = options.readingZone(columns)
    book = try Workbook(title: title, created: options.stamp, for: stream.name)
    for (index, column) in columns.enumerated() {
      try book.write(column.name, row: 0, column: index, style: book.heading)
    }
    // The first line is the columns' names, by which a filled-in list is taken back: the zone stands in a note on it.
    if let first = columns.firstIndex(where: { $0.kind == .moment }) {
      try book.note(zone?.words ?? "times in UTC", row: 0, column: first)
    }
  }

  var written: Written { out.written }

  mutating func write(_ fields: [String?]) throws {
    try out.count(fields)
    guard out.rows < Self.mostRows else {
      throw TabularError(
        kind: .unsuitable,
        file: out.stream.name,
        message: "the table has more rows than a sheet can have (\(Self.mostRows))",
        remedy: "ask for csv"
      )
    }
    for index in fields.indices {
      if let field = fields[index] { try write(field, at: index) }
    }
  }

  mutating func finish() throws {
    book.furnish(rows: out.rows, widths: widths)
    try book.close(into: out.stream)
    try out.finish()
  }

  private mutating func write(_ field: String, at index: Int) throws {
    let row = out.rows
    switch columns[index].kind {
    case .integer, .decimal:
      guard isJSONNumber(field), let number = Double(field) else { throw fault(index, "a number") }
      // Excel keeps fifteen digits; a longer number stays whole only as text.
      if field.utf8.count(where: { (0x30...0x39).contains($0) }) <= 15 {
        try book.write(number, row: row, column: index, style: nil)
      } else {
        try book.write(field, row: row, column: index, style: nil)
      }
      widen(index, field.utf8.count)
    case .boolean:
      guard let value = boolean(field) else { throw fault(index, "yes or no") }
      try book.write(value, row: row, column: index)
    case .moment:
      let moment = Moment(moment: field)
      let wall = moment.map { zone?.wallClock($0) ?? $0.seconds }
      try write(field, wall, "a time with its offset", book.moment, at: index)
      widen(index, 17)
    case .date:
      try write(field, Moment(date: field)?.seconds, "a date", book.date, at: index)
      widen(index, 11)
    case .text, .json:
      let long = field.utf8.contains(0x0A)
      try book.write(field, row: row, column: index, style: long ? book.wrapped : nil)
      widen(index, field.utf8.count > 60 || long ? 60 : terminalWidth(field))
    }
  }

  private func write(
    _ field: String,
    _ seconds: Int64?,
    _ expected: String,
    _ style: Workbook.Style?,
    at index: Int
  ) throws {
    guard let seconds else {
      // PostgreSQL's moments before and after all others.
      guard field.hasSuffix("infinity") else { throw fault(index, expected) }
      try book.write(field, row: out.rows, column: index, style: nil)
      return
    }
    if let serial = excelSerial(seconds) {
      try book.write(serial, row: out.rows, column: index, style: style)
    } else {
      try book.write(field, row: out.rows, column: index, style: nil)
    }
  }

  private mutating func widen(_ index: Int, _ width: Int) {
    widths[index] = min(60, max(widths[index], width + 2))
  }

  private func fault(_ index: Int, _ expected: String) -> TabularError {
    out.fault("row \(out.rows), column \"\(columns[index].name)\": the value is not \(expected)")
  }
}

/// Days since Excel's beginning, of seconds since 1970; `nil` before March 1900, where Excel counts a day that never was.
private func excelSerial(_ seconds: Int64) -> Double? {
  let days = Double(seconds) / 86_400 + 25_569
  return days >= 61 && days < 2_958_466 ? days : nil
}
