/// Aligned columns for people.
///
/// Widths come from the first thousand rows; after these the rows stream, and a longer cell than all of them pushes its
/// line out of the alignment rather than being cut. Only on a terminal are cells wrapped, into its width; where that would leave
/// too little for words, long texts stand below their row, and where the rest is still too wide, each row is a block of lines, one
/// a filled cell. Numbers, dates and times are never broken.
struct TableSink: RowSink {
  private let columns: [Column]
  private let options: SinkOptions
  private let marks: [(column: Int, mark: Mark, cells: Set<Int>)]
  private let zone: ReadingZone?
  private var out: RowBuffer
  private var sample: [Line] = []
  private var hasBlocks = false
  private var layout: Layout?

  /// A row as it is shown.
  private struct Line {
    var cells: [String]
    /// By what a cell stands out.
    var tones: [Int: Mark.Tone] = [:]
  }

  private enum Layout {
    case lines(widths: [Int])
    /// Long texts stand below the line of the others.
    case folded(widths: [Int], long: [Int])
    case blocks(names: Int)
  }

  /// In less than this no sentence can be read well, and in less than the least not at all.
  private static let narrow = 24
  private static let narrowest = 16
  /// A text of at most this width is not a sentence.
  private static let short = 20
  private static let indent = 4

  private static let sampleSize = 1_000

  init(columns: [Column], title: String, to stream: any ByteStream, options: SinkOptions) {
    self.columns = columns
    self.options = options
    marks =
      options.color
      ? options.marks.compactMap { mark in
        guard let column = columns.firstIndex(where: { $0.name == mark.column }) else { return nil }
        let cells = columns.indices.filter { mark.cells.isEmpty || mark.cells.contains(columns[$0].name) }
        return (column, mark, Set(cells))
      } : []
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
    var line = Line(
      cells: zip(columns, fields).map { column, field in
        field.map { terminalText(text($0, column.kind)) } ?? ""
      }
    )
    for (column, mark, cells) in marks where mark.holds(fields[column]) {
      for cell in cells { line.tones[cell] = line.tones[cell] ?? mark.tone }
    }
    guard let layout else {
      sample.append(line)
      if sample.count == Self.sampleSize { try writeSample() }
      return
    }
    write(line, layout)
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
      for (index, cell) in row.cells.enumerated() { widths[index] = max(widths[index], terminalWidth(cell)) }
    }
    let layout = fitting(widths, names)
    switch layout {
    case .lines(let widths): writeHead(names, widths, Array(columns.indices))
    case .folded(let widths, let long): writeHead(names, widths, columns.indices.filter { !long.contains($0) })
    case .blocks: break
    }
    self.layout = layout
    for row in sample {
      write(row, layout)
      try out.flushWhenFull()
    }
    sample = []
  }

  private func fitting(_ natural: [Int], _ names: [String]) -> Layout {
    guard let width = options.width else { return .lines(widths: natural) }
    var widths = natural
    if shrink(&widths, to: width, narrowest: Self.narrow) { return .lines(widths: widths) }
    let long = columns.indices.filter { isShrinkable($0) && natural[$0] > Self.short }
    let line = columns.indices.filter { !long.contains($0) }
    if !long.isEmpty, !line.isEmpty, line.reduce(2 * (line.count - 1), { $0 + natural[$1] }) <= width {
      return .folded(widths: natural, long: long)
    }
    widths = natural
    if shrink(&widths, to: width, narrowest: Self.narrowest) { return .lines(widths: widths) }
    return .blocks(names: names.map { terminalWidth($0) }.max() ?? 0)
  }

  private mutating func writeHead(_ names: [String], _ widths: [Int], _ shown: [Int]) {
    writeLine(Line(cells: names), widths, shown, style: "\u{1B}[1m")
    let rule = Line(cells: widths.map { String(repeating: "─", count: $0) })
    writeLine(rule, widths, shown, style: "\u{1B}[2m")
  }

  private mutating func write(_ line: Line, _ layout: Layout) {
    switch layout {
    case .lines(let widths): writeLine(line, widths, Array(columns.indices))
    case .folded(let widths, let long):
      writeLine(line, widths, columns.indices.filter { !long.contains($0) })
      let names = long.map { terminalWidth(terminalText(columns[$0].name)) }.max() ?? 0
      for index in long { writeNamed(line, index, names: names, indent: Self.indent) }
    case .blocks(let names):
      if hasBlocks { out.append("\n") }
      hasBlocks = true
      for index in columns.indices { writeNamed(line, index, names: names, indent: 0) }
    }
  }

  /// A filled cell in lines of its own, with its column's name before it.
  private mutating func writeNamed(_ line: Line, _ index: Int, names: Int, indent: Int) {
    guard !line.cells[index].isEmpty else { return }
    let name = terminalText(columns[index].name)
    let before = indent + names + 2
    pad(indent)
    append(name, style: indent > 0 ? "\u{1B}[2m" : "\u{1B}[1m")
    let cell = line.cells[index]
    let lines = isShrinkable(index) ? wrapped(cell, to: max(8, (options.width ?? 80) - before)) : [cell]
    for (number, text) in lines.enumerated() {
      pad(number == 0 ? before - indent - terminalWidth(name) : before)
      append(isolated(text), style: line.tones[index].map(Self.style) ?? "")
      out.append("\n")
    }
  }

  private static func style(_ tone: Mark.Tone) -> String {
    switch tone {
    case .late: "\u{1B}[31m"
    case .warning: "\u{1B}[33m"
    case .later: "\u{1B}[2m"
    }
  }

  private func isShrinkable(_ index: Int) -> Bool { [.text, .json].contains(columns[index].kind) }

  /// Takes from the widest columns until the line fits; a number or a date that is cut would be a wrong one. False: it never fits.
  private func shrink(_ widths: inout [Int], to width: Int, narrowest: Int) -> Bool {
    var excess = widths.reduce(2 * (widths.count - 1), +) - width
    while excess > 0 {
      let shrinkable = widths.indices.filter { isShrinkable($0) && widths[$0] > narrowest }
      guard let widest = shrinkable.map({ widths[$0] }).max() else { return false }
      let those = shrinkable.filter { widths[$0] == widest }
      let next = shrinkable.map { widths[$0] }.filter { $0 < widest }.max() ?? narrowest
      // All of the widest go down together, to the next widest at most; the last step takes single columns.
      let step = min(widest - next, max(1, excess / those.count))
      for index in those.reversed() where excess > 0 {
        widths[index] -= step
        excess -= step
      }
    }
    return true
  }

  private mutating func writeLine(_ line: Line, _ widths: [Int], _ shown: [Int], style: String = "") {
    guard options.width != nil else { return writeOneLine(line, widths, shown, style: style) }
    let lines = shown.map { index in
      isShrinkable(index) ? wrapped(line.cells[index], to: widths[index]) : [line.cells[index]]
    }
    for number in 0..<(lines.map(\.count).max() ?? 1) {
      var part = Line(cells: line.cells, tones: line.tones)
      for (index, texts) in zip(shown, lines) { part.cells[index] = number < texts.count ? texts[number] : "" }
      writeOneLine(part, widths, shown, style: style)
    }
  }

  private mutating func writeOneLine(_ line: Line, _ widths: [Int], _ shown: [Int], style: String) {
    for index in shown {
      let text = line.cells[index]
      let padding = max(0, widths[index] - terminalWidth(text))
      let right = columns[index].kind == .integer || columns[index].kind == .decimal
      if right { pad(padding) }
      append(isolated(text), style: line.tones[index].map(Self.style) ?? style)
      if index == shown.last { break }
      if !right { pad(padding) }
      pad(2)
    }
    out.append("\n")
  }

  private mutating func append(_ text: String, style: String) {
    guard options.color, !style.isEmpty, !text.isEmpty else { return out.append(text) }
    out.append(style + text + "\u{1B}[0m")
  }

  private mutating func pad(_ count: Int) {
    out.bytes.append(contentsOf: repeatElement(0x20, count: count))
  }
}
