import CXlsxWriter
import Foundation

/// A sheet of an Excel workbook, or a workbook of this one sheet, written row by row in constant memory.
///
/// The library writes to a file of its own, which has no name, and the bytes go to the output from there.
struct XLSXSink: RowSink {
  private let columns: [Column]
  private let layout: SheetLayout?
  private let marks: [Mark]
  /// In which column of the sheet each column stands.
  private let places: [Int]
  private let entries: Set<Int>
  /// Widths that the layout gives, by column.
  private let shown: [Int: Int]
  private let zone: ReadingZone?
  private let book: Workbook
  private let sheet: Sheet
  /// Whether others have sheets in the workbook, and close it.
  private let isShared: Bool
  private var widths: [Int]
  private var out: RowBuffer

  /// What Excel holds; more would be cut without a word.
  private static let mostRows = 1_048_576
  private static let mostColumns = 16_384
  private static let widest = 60
  /// A row that is filled in has room for two lines.
  private static let fewestLines = 2

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
    let isLaidOut = options.sheet != nil
    let book = try Workbook(title: title, created: options.stamp, isLaidOut: isLaidOut, for: stream.name)
    try self.init(columns: columns, title: title, in: book, to: stream, options: options, isShared: false)
  }

  /// A sheet of a workbook that others may have sheets in as well.
  init(
    columns: [Column],
    title: String,
    in book: Workbook,
    to stream: any ByteStream,
    options: SinkOptions,
    isShared: Bool = true
  ) throws {
    self.columns = columns
    self.book = book
    self.isShared = isShared
    sheet = try book.addSheet(title)
    layout = options.sheet
    marks = options.marks
    let laidOut = ((layout?.printed ?? []) + (layout?.unprinted ?? [])).compactMap { shown in
      columns.firstIndex { $0.name == shown.column }.map { (index: $0, width: shown.width) }
    }
    shown = Dictionary(laidOut.map { ($0.index, $0.width) }) { first, _ in first }
    let first = laidOut.map(\.index)
    let order = first + columns.indices.filter { !first.contains($0) }
    places = columns.indices.map { order.firstIndex(of: $0) ?? $0 }
    let filledIn = Set(layout?.entries.map(\.column) ?? [])
    entries = Set(columns.indices.filter { filledIn.contains(columns[$0].name) })
    widths = columns.map { terminalWidth($0.name) + 4 }
    out = RowBuffer(stream, columns: columns.count)
    zone = options.readingZone(columns)
    for (index, column) in columns.enumerated() {
      try sheet.write(column.name, row: 0, column: places[index], style: book.styles.heading)
    }
    // The first line is the columns' names, by which a filled-in list is taken back: the zone stands in a note on it.
    let moment = columns.indices.filter { columns[$0].kind == .moment }.map { places[$0] }.min()
    let note = moment.map { _ in zone?.words ?? "times in UTC" }
    if let moment, let note { try sheet.note(note, row: 0, column: moment) }
    try sheet.setPage(title: title, note: note)
  }

  var written: Written { out.written }

  /// How the sheet is called in the workbook.
  var sheetName: String { sheet.name }

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
    if layout != nil { try sheet.setHeight(row: out.rows, lines: lines(fields)) }
    for index in fields.indices {
      if let field = fields[index] {
        try write(field, at: index)
      } else if entries.contains(index) {
        try sheet.writeBlank(row: out.rows, column: places[index], style: book.styles.entry)
      }
    }
  }

  mutating func finish() throws {
    try furnish()
    if isShared { return }
    try book.close(into: out.stream)
    try out.finish()
  }

  private func furnish() throws {
    var ordered = widths
    for index in columns.indices { ordered[places[index]] = shown[index] ?? widths[index] }
    var hidden: Set<Int> = []
    var printed = columns.count
    if let layout {
      hidden = Set(columns.indices.filter { shown[$0] == nil }.map { places[$0] })
      printed = layout.printed.count { place($0.column) != nil }
    }
    try sheet.furnish(rows: out.rows, widths: ordered, hidden: hidden, printed: printed)
    guard out.rows > 0 else { return }
    for entry in layout?.entries ?? [] {
      if let place = place(entry.column) { try sheet.setEntry(entry, rows: out.rows, column: place) }
    }
    for mark in marks { try furnish(mark) }
  }

  private func furnish(_ mark: Mark) throws {
    guard let decides = place(mark.column) else { return }
    let name = "$" + Self.letters(decides)
    // A quote in a formula's text is written twice.
    let value = "\"" + (mark.value ?? "").replacing("\"", with: "\"\"") + "\""
    let holds = mark.value == nil ? "\(name)2<>\(value)" : "\(name)2=\(value)"
    let ranges: [ClosedRange<Int>]
    if mark.cells.isEmpty {
      let filledIn = Set(entries.map { places[$0] })
      let begin = columns.indices.first { !filledIn.contains($0) } ?? 0
      ranges = [begin...(columns.count - 1)]
    } else {
      ranges = mark.cells.compactMap(place).map { $0...$0 }
    }
    for range in ranges {
      try sheet.mark(book.styles.tone(mark.tone), where: "=\(holds)", rows: out.rows, columns: range)
      guard mark.tone == .later, let value = mark.value else { continue }
      let begins = "=AND(\(holds),\(name)1<>\"\(value)\")"
      try sheet.mark(book.styles.line, where: begins, rows: out.rows, columns: 0...range.upperBound)
    }
  }

  /// How many lines a row's texts take in the columns that are shown.
  private func lines(_ fields: [String?]) -> Int {
    shown.reduce(Self.fewestLines) { most, shown in
      guard columns[shown.key].kind == .text, let field = fields[shown.key] else { return most }
      let lines = field.split(separator: "\n", omittingEmptySubsequences: false)
      return max(most, lines.reduce(0) { $0 + max(1, wrapped(String($1), to: shown.value).count) })
    }
  }

  /// In which column of the sheet the column of that name stands.
  private func place(_ name: String) -> Int? { columns.firstIndex { $0.name == name }.map { places[$0] } }

  /// A column's name in formulas: A, B, … Z, AA.
  private static func letters(_ place: Int) -> String {
    let last = String(Character(Unicode.Scalar(UInt8(0x41 + place % 26))))
    return place < 26 ? last : letters(place / 26 - 1) + last
  }

  private mutating func write(_ field: String, at index: Int) throws {
    let (row, place) = (out.rows, places[index])
    let plain = entries.contains(index) ? book.styles.entry : book.styles.plain
    switch columns[index].kind {
    case .integer, .decimal:
      guard isJSONNumber(field), let number = Double(field) else { throw fault(index, "a number") }
      // Excel keeps fifteen digits; a longer number stays whole only as text.
      if field.utf8.count(where: { (0x30...0x39).contains($0) }) <= 15 {
        try sheet.write(number, row: row, column: place, style: plain)
      } else {
        try sheet.write(field, row: row, column: place, style: plain)
      }
      widen(index, field.utf8.count)
    case .boolean:
      guard let value = boolean(field) else { throw fault(index, "yes or no") }
      try sheet.write(value, row: row, column: place, style: plain)
    case .moment:
      let moment = Moment(moment: field)
      let wall = moment.map { zone?.wallClock($0) ?? $0.seconds }
      try write(field, wall, "a time with its offset", book.styles.moment, at: index)
      widen(index, 17)
    case .date:
      try write(field, Moment(date: field)?.seconds, "a date", book.styles.date, at: index)
      widen(index, 11)
    case .text, .json:
      let isLong = field.utf8.contains(0x0A)
      let isWrapped = isLong || layout != nil
      let style = entries.contains(index) ? book.styles.entry : isWrapped ? book.styles.wrapped : nil
      try sheet.write(field, row: row, column: place, style: style)
      widen(index, field.utf8.count > Self.widest || isLong ? Self.widest : terminalWidth(field))
    }
  }

  private func write(
    _ field: String,
    _ seconds: Int64?,
    _ expected: String,
    _ style: Workbook.Style?,
    at index: Int
  ) throws {
    let (row, place) = (out.rows, places[index])
    guard let seconds else {
      // PostgreSQL's moments before and after all others.
      guard field.hasSuffix("infinity") else { throw fault(index, expected) }
      return try sheet.write(field, row: row, column: place, style: book.styles.plain)
    }
    if let serial = excelSerial(seconds) {
      try sheet.write(serial, row: row, column: place, style: style)
    } else {
      try sheet.write(field, row: row, column: place, style: book.styles.plain)
    }
  }

  private mutating func widen(_ index: Int, _ width: Int) {
    widths[index] = min(Self.widest, max(widths[index], width + 2))
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
