/// Aligned columns for people.
///
/// Widths come from the first thousand rows; after these the rows stream, and a longer cell than all of them pushes its
/// line out of the alignment rather than being cut. Only on a terminal are cells wrapped, into its width.
struct TableSink: RowSink {
  private let columns: [Column]
  private let options: SinkOptions
  private var out: RowBuffer
  private var sample: [[String]] = []
  private var layout: [Int]?

  private static let sampleSize = 1_000

  init(columns: [Column], title: String, to stream: any ByteStream, options: SinkOptions) {
    self.columns = columns
    self.options = options
    out = RowBuffer(stream, columns: columns.count)
    if !title.isEmpty { out.append(terminalText(title) + "\n\n") }
  }

  var written: Written { out.written }

  mutating func write(_ fields: [String?]) throws {
    try out.count(fields)
    let cells = zip(columns, fields).map { column, field in
      field.map { terminalText(column.kind == .boolean ? yesOrNo($0) : $0) } ?? ""
    }
    guard let layout else {
      sample.append(cells)
      if sample.count == Self.sampleSize { try writeSample() }
      return
    }
    writeLine(cells, layout)
    try out.flushWhenFull()
  }

  mutating func finish() throws {
    if layout == nil { try writeSample() }
    if out.rows == 0 { out.append("(no rows)\n") }
    try out.finish()
  }

  private mutating func writeSample() throws {
    let names = columns.map { terminalText($0.name) }
    var widths = names.map { terminalWidth($0) }
    for row in sample {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], terminalWidth(cell)) }
    }
    if let width = options.width { shrink(&widths, to: width) }
    layout = widths
    writeLine(names, widths, style: "\u{1B}[1m")
    writeLine(widths.map { String(repeating: "─", count: $0) }, widths, style: "\u{1B}[2m")
    for row in sample {
      writeLine(row, widths)
      try out.flushWhenFull()
    }
    sample = []
  }

  private func isShrinkable(_ index: Int) -> Bool { [.text, .json].contains(columns[index].kind) }

  /// Takes from the widest columns until the line fits; a number or a date that is cut would be a wrong one.
  private func shrink(_ widths: inout [Int], to width: Int) {
    var excess = widths.reduce(2 * (widths.count - 1), +) - width
    while excess > 0 {
      let shrinkable = widths.indices.filter { isShrinkable($0) && widths[$0] > 8 }
      guard let widest = shrinkable.map({ widths[$0] }).max() else { return }
      let those = shrinkable.filter { widths[$0] == widest }
      let next = max(8, shrinkable.map { widths[$0] }.filter { $0 < widest }.max() ?? 8)
      // All of the widest go down together, to the next widest at most; the last step takes single columns.
      let step = min(widest - next, max(1, excess / those.count))
      for index in those.reversed() where excess > 0 {
        widths[index] -= step
        excess -= step
      }
    }
  }

  private mutating func writeLine(_ cells: [String], _ widths: [Int], style: String = "") {
    guard options.width != nil else { return writeOneLine(cells, widths, style: style) }
    let lines = zip(cells, widths).enumerated().map { index, cell in
      isShrinkable(index) ? wrapped(cell.0, to: cell.1) : [cell.0]
    }
    for number in 0..<(lines.map(\.count).max() ?? 1) {
      writeOneLine(lines.map { number < $0.count ? $0[number] : "" }, widths, style: style)
    }
  }

  private mutating func writeOneLine(_ cells: [String], _ widths: [Int], style: String) {
    if options.color { out.append(style) }
    for (index, text) in cells.enumerated() {
      let padding = max(0, widths[index] - terminalWidth(text))
      let right = columns[index].kind == .integer || columns[index].kind == .decimal
      if right { pad(padding) }
      out.append(text)
      if index == cells.count - 1 { break }
      if !right { pad(padding) }
      pad(2)
    }
    if options.color, !style.isEmpty { out.append("\u{1B}[0m") }
    out.append("\n")
  }

  private mutating func pad(_ count: Int) {
    out.bytes.append(contentsOf: repeatElement(0x20, count: count))
  }
}
