/// Aligned columns for people.
///
/// Widths come from the first thousand rows; after these the rows stream, and a longer cell than all of them pushes its
/// line out of the alignment rather than being cut. Only on a terminal are cells wrapped, into its width; where that would leave
/// too little for words, each row is a block of lines instead, one a filled cell.
struct TableSink: RowSink {
  private let columns: [Column]
  private let options: SinkOptions
  private let zone: ReadingZone?
  private var out: RowBuffer
  private var sample: [[String]] = []
  private var hasBlocks = false
  private var layout: Layout?

  private enum Layout {
    case lines(widths: [Int])
    case blocks(names: Int)
  }

  /// In less than this no sentence can be read.
  private static let narrowest = 16

  private static let sampleSize = 1_000

  init(columns: [Column], title: String, to stream: any ByteStream, options: SinkOptions) {
    self.columns = columns
    self.options = options
    zone = options.readingZone(columns)
    out = RowBuffer(stream, columns: columns.count)
    let head = [title, zone.map { title.isEmpty ? $0.words : "(\($0.words))" } ?? ""].filter { !$0.isEmpty }
    if !head.isEmpty {
      let text = terminalText(head.joined(separator: " "))
      let lines = options.width.map { wrapped(text, to: $0) } ?? [text]
      out.append(lines.joined(separator: "\n") + "\n\n")
    }
  }

  var written: Written { out.written }

  mutating func write(_ fields: [String?]) throws {
    try out.count(fields)
    let cells = zip(columns, fields).map { column, field in
      field.map { terminalText(text($0, column.kind)) } ?? ""
    }
    guard let layout else {
      sample.append(cells)
      if sample.count == Self.sampleSize { try writeSample() }
      return
    }
    write(cells, layout)
    try out.flushWhenFull()
  }

  mutating func finish() throws {
    if layout == nil { try writeSample() }
    if out.rows == 0 { out.append("(no rows)\n") }
    try out.finish()
  }

  private func text(_ field: String, _ kind: ColumnKind) -> String {
    switch kind {
    case .boolean: yesOrNo(field)
    case .moment: zone?.text(field) ?? field
    default: field
    }
  }

  private mutating func writeSample() throws {
    let names = columns.map { terminalText($0.name) }
    var widths = names.map { terminalWidth($0) }
    for row in sample {
      for (index, cell) in row.enumerated() { widths[index] = max(widths[index], terminalWidth(cell)) }
    }
    let layout: Layout
    if let width = options.width, !shrink(&widths, to: width) {
      layout = .blocks(names: names.map { terminalWidth($0) }.max() ?? 0)
    } else {
      layout = .lines(widths: widths)
      writeLine(names, widths, style: "\u{1B}[1m")
      writeLine(widths.map { String(repeating: "─", count: $0) }, widths, style: "\u{1B}[2m")
    }
    self.layout = layout
    for row in sample {
      write(row, layout)
      try out.flushWhenFull()
    }
    sample = []
  }

  private mutating func write(_ cells: [String], _ layout: Layout) {
    switch layout {
    case .lines(let widths): writeLine(cells, widths)
    case .blocks(let names): writeBlock(cells, names)
    }
  }

  private mutating func writeBlock(_ cells: [String], _ names: Int) {
    if hasBlocks { out.append("\n") }
    hasBlocks = true
    let room = max(8, (options.width ?? 80) - names - 2)
    for (column, cell) in zip(columns, cells) where !cell.isEmpty {
      let name = terminalText(column.name)
      if options.color { out.append("\u{1B}[1m") }
      out.append(name)
      if options.color { out.append("\u{1B}[0m") }
      for (index, line) in wrapped(cell, to: room).enumerated() {
        pad(index == 0 ? names - terminalWidth(name) + 2 : names + 2)
        out.append(line + "\n")
      }
    }
  }

  private func isShrinkable(_ index: Int) -> Bool { [.text, .json].contains(columns[index].kind) }

  /// Takes from the widest columns until the line fits; a number or a date that is cut would be a wrong one. False: it never fits.
  private func shrink(_ widths: inout [Int], to width: Int) -> Bool {
    var excess = widths.reduce(2 * (widths.count - 1), +) - width
    while excess > 0 {
      let shrinkable = widths.indices.filter { isShrinkable($0) && widths[$0] > Self.narrowest }
      guard let widest = shrinkable.map({ widths[$0] }).max() else { return false }
      let those = shrinkable.filter { widths[$0] == widest }
      let next = shrinkable.map { widths[$0] }.filter { $0 < widest }.max() ?? Self.narrowest
      // All of the widest go down together, to the next widest at most; the last step takes single columns.
      let step = min(widest - next, max(1, excess / those.count))
      for index in those.reversed() where excess > 0 {
        widths[index] -= step
        excess -= step
      }
    }
    return true
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
