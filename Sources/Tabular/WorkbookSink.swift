/// An Excel workbook of several tables, a sheet each, written row by row in constant memory. The first sheet lists the others.
///
/// One that is let go before `finish()` leaves no file behind.
public struct WorkbookSink {
  /// One table of it, of which nothing more may be written once the next has begun.
  public struct Table {
    fileprivate let question: String
    private var sink: XLSXSink

    fileprivate init(_ sink: XLSXSink, question: String) {
      self.sink = sink
      self.question = question
    }

    /// How its sheet is called.
    public var sheetName: String { sink.sheetName }
    fileprivate var rows: Int { sink.written.rows }

    /// Writes a row as PostgreSQL's COPY has it in its text format.
    ///
    /// Throws a ``TabularError`` of kind `.output` when it cannot be written, or the sheet is full.
    public mutating func write(copied row: UnsafeRawBufferPointer, kinds: [ColumnKind]) throws {
      try sink.write(copied: row, kinds: kinds)
    }

    /// Writes a row, one field per column, NULL as `nil`.
    ///
    /// Throws a ``TabularError`` of kind `.output` when it cannot be written, or the sheet is full.
    public mutating func write(_ fields: [String?]) throws { try sink.write(fields) }

    fileprivate mutating func finish() throws { try sink.finish() }
  }

  private let book: Workbook
  private let options: SinkOptions
  private let contents: Sheet
  private var out: RowBuffer
  private var tables = 0
  private var rows = 0
  private var widths: [Int]

  private static let columns = ["Sheet", "Question", "Rows"]
  private static let widest = 80

  /// Begins a workbook.
  ///
  /// - Parameters:
  ///   - title: what it is called in its properties and on the printed list.
  ///   - contents: how the sheet that lists the others is called.
  /// - Throws: a ``TabularError`` of kind `.output` when the output cannot be written.
  public init(title: String, contents: String, to output: Output, options: SinkOptions = SinkOptions()) throws {
    let stream = try openStream(output, mode: options.mode)
    self.options = options
    out = RowBuffer(stream, columns: 0)
    book = try Workbook(title: title, created: options.stamp, isLaidOut: false, for: stream.name)
    self.contents = try book.addSheet(contents)
    widths = Self.columns.map { terminalWidth($0) + 4 }
    for (place, name) in Self.columns.enumerated() {
      try self.contents.write(name, row: 0, column: place, style: book.styles.heading)
    }
    try self.contents.setPage(title: title, note: nil)
  }

  /// Begins a table on a sheet of its own.
  ///
  /// - Parameters:
  ///   - title: the sheet's name, as far as Excel allows it and no other sheet has it.
  ///   - question: what the table answers.
  /// - Throws: a ``TabularError``: `.unsuitable` when there are more columns than a sheet has.
  public func begin(_ title: String, question: String, columns: [Column]) throws -> Table {
    try XLSXSink.check(columns)
    let sink = try XLSXSink(columns: columns, title: title, in: book, to: out.stream, options: options)
    return Table(sink, question: question)
  }

  /// Ends a table and lists it on the first sheet.
  public mutating func end(_ table: consuming Table) throws {
    try table.finish()
    tables += 1
    rows += table.rows
    // Not every program makes a row as high as its text.
    try contents.setHeight(row: tables, lines: wrapped(table.question, to: Self.widest - 4).count)
    try contents.writeLink(table.sheetName, to: table.sheetName, row: tables, column: 0)
    try contents.write(table.question, row: tables, column: 1, style: book.styles.wrapped)
    try contents.write(Double(table.rows), row: tables, column: 2, style: book.styles.plain)
    for (place, text) in [table.sheetName, table.question].enumerated() {
      widths[place] = min(Self.widest, max(widths[place], terminalWidth(text) + 2))
    }
  }

  /// Writes the workbook. Nothing may be written afterwards.
  public mutating func finish() throws {
    try contents.furnish(rows: tables, widths: widths, hidden: [], printed: Self.columns.count)
    try book.close(into: out.stream)
    try out.finish()
  }

  /// What has been written: complete after `finish()`.
  public var written: Written { Written(rows: rows, bytes: out.written.bytes, sha256: out.written.sha256) }
}
