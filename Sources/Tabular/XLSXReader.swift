import Foundation

/// Reads a sheet of an XLSX workbook, as this program, Excel, LibreOffice and Numbers write it.
///
/// Cells are as they are stored: numbers with a point and at most 15 digits, texts without their format. A number that the sheet shows as a
/// date or time comes as ISO 8601 without an offset; a time of day by itself as `09:30`, and a duration of more than a day as `30:15`.
public struct XLSXReader: Sendable {
  /// The cells that hold anything, row after row: a cell takes the same memory wherever it stands.
  private struct Cells: Sendable {
    var texts: [String] = []
    var columns: [Int32] = []
    /// The rows that have any, with where their cells end.
    var rows: [(line: Int, end: Int)] = []
  }

  private let cells: Cells
  private var position = 0

  /// How many rows hold anything, and how many of them have been read.
  public var extent: (read: Int, size: Int) { (position, cells.rows.count) }

  /// Reads the file. Throws a ``TabularError`` of kind `.input` that names it when it is not a workbook that can be read, or has no
  /// such sheet.
  ///
  /// - Parameter name: the sheet's; nil: the first.
  public init(path: String, sheet name: String? = nil) throws {
    let archive = try XLSXArchive(path: path)
    let book = try Book(archive, path)
    let place = try book.place(of: name, path)
    let strings = try archive.part("xl/sharedStrings.xml", of: path).map { try Self.texts($0, path) } ?? []
    let kinds = try archive.part("xl/styles.xml", of: path).map { try Self.kinds($0, path) } ?? []
    guard let sheet = try archive.part(place, of: path) else { throw XLSXArchive.damaged(path) }
    cells = try Self.cells(sheet, strings, kinds, book.countsFrom1904, path)
  }

  /// The names of a workbook's sheets, in their order; those of charts are left out.
  public static func sheets(path: String) throws -> [String] {
    try Book(try XLSXArchive(path: path), path).sheets.map(\.name)
  }

  /// Whether the file begins as a ZIP archive, which a workbook is and a text is not.
  public static func isWorkbook(path: String) throws -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { file.closeFile() }
    return try file.read(upToCount: 4).map { [UInt8]($0) } == [0x50, 0x4B, 0x03, 0x04]
  }

  /// The next row that holds anything; nil at the end.
  public mutating func next() -> SheetRow? {
    guard position < cells.rows.count else { return nil }
    let row = cells.rows[position]
    let range = (position == 0 ? 0 : cells.rows[position - 1].end)..<row.end
    position += 1
    var found: [Int: String] = [:]
    for place in range { found[Int(cells.columns[place])] = cells.texts[place] }
    return SheetRow(line: row.line, cells: found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  private static func read(_ bytes: [UInt8], _ path: String, _ events: XMLEvents) throws {
    guard events.read(bytes) else { throw XLSXArchive.damaged(path) }
  }

  /// What the workbook says of itself.
  private struct Book {
    /// The sheets with where they lie.
    let sheets: [(name: String, place: String)]
    /// Whether days are counted from 1904, as old Macs did.
    let countsFrom1904: Bool

    init(_ archive: XLSXArchive, _ path: String) throws {
      /// What begins in a part, in order; none where there is no such part.
      func elements(_ part: String) throws -> [(name: String, attributes: [String: String])] {
        var elements: [(name: String, attributes: [String: String])] = []
        guard let bytes = try archive.part(part, of: path) else { return [] }
        try XLSXReader.read(
          bytes,
          path,
          XMLEvents(starts: { elements.append(($0, $1)) }, ends: { _ in }, texts: { _ in })
        )
        return elements
      }
      let book = try elements("xl/workbook.xml")
      countsFrom1904 = book.contains {
        $0.name == "workbookPr" && ["1", "true"].contains($0.attributes["date1904"] ?? "")
      }
      var targets: [String: String] = [:]
      for element in try elements("xl/_rels/workbook.xml.rels") where element.name == "Relationship" {
        if let id = element.attributes["Id"] { targets[id] = element.attributes["Target"] }
      }
      sheets = book.filter { $0.name == "sheet" }.compactMap { sheet in
        sheet.attributes["id"].flatMap { targets[$0] }.map { target in
          let place = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
          return (sheet.attributes["name"] ?? "", place)
        }
      }.filter { !$0.1.contains("chartsheets/") }
    }

    /// Where that sheet lies; nil: the first.
    func place(of name: String?, _ path: String) throws -> String {
      guard let name else { return sheets.first?.place ?? "xl/worksheets/sheet1.xml" }
      if let sheet = sheets.first(where: { $0.name.lowercased() == name.lowercased() }) { return sheet.place }
      throw TabularError(
        kind: .input,
        file: path,
        message: "has no sheet \(name)",
        remedy: "name one of: \(sheets.map(\.name).joined(separator: ", "))"
      )
    }
  }

  /// The texts that cells refer to by number; runs of one text are joined, readings of Japanese left out.
  private static func texts(_ bytes: [UInt8], _ path: String) throws -> [String] {
    var texts: [String] = []
    var isText = false
    var isReading = false
    try read(
      bytes,
      path,
      XMLEvents(
        starts: { name, _ in
          if name == "si" { texts.append("") }
          if name == "rPh" { isReading = true }
          isText = name == "t"
        },
        ends: { name in
          if name == "rPh" { isReading = false }
          isText = false
        },
        texts: { if isText, !isReading, !texts.isEmpty { texts[texts.count - 1] += $0 } }
      )
    )
    return texts.map(unescaped)
  }

  /// By number of the cells' style: how it shows numbers.
  private static func kinds(_ bytes: [UInt8], _ path: String) throws -> [NumberKind] {
    var own: [Int: NumberKind] = [:]
    var kinds: [NumberKind] = []
    var isCellStyle = false
    try read(
      bytes,
      path,
      XMLEvents(
        starts: { name, attributes in
          let id = attributes["numFmtId"].flatMap { Int($0) }
          switch name {
          case "numFmt": if let id { own[id] = NumberKind(format: attributes["formatCode"] ?? "") }
          case "cellXfs": isCellStyle = true
          case "xf" where isCellStyle: kinds.append(own[id ?? 0] ?? NumberKind(builtIn: id ?? 0))
          default: break
          }
        },
        ends: { if $0 == "cellXfs" { isCellStyle = false } },
        texts: { _ in }
      )
    )
    return kinds
  }

  private static func cells(
    _ bytes: [UInt8],
    _ strings: [String],
    _ kinds: [NumberKind],
    _ countsFrom1904: Bool,
    _ path: String
  ) throws -> Cells {
    var cells = Cells()
    var (line, column) = (0, 0)
    var (type, style, value) = ("", 0, "")
    var isValue = false
    func text() -> String {
      switch type {
      case "s": return Int(value).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
      case "inlineStr", "str": return unescaped(value)
      case "b": return value == "1" ? "yes" : "no"
      case "n":
        switch kinds.indices.contains(style) ? kinds[style] : .plain {
        case .plain: return SheetNumbers.plain(value)
        case .moment: return SheetNumbers.moment(value, countsFrom1904: countsFrom1904) ?? value
        case .elapsed: return SheetNumbers.elapsed(value) ?? value
        }
      default: return value
      }
    }
    try read(
      bytes,
      path,
      XMLEvents(
        starts: { name, attributes in
          switch name {
          case "row":
            line = attributes["r"].flatMap { Int($0) } ?? line + 1
            column = 0
          case "c":
            column = attributes["r"].flatMap(place) ?? column
            type = attributes["t"] ?? "n"
            style = attributes["s"].flatMap { Int($0) } ?? 0
            value = ""
          case "v", "t": isValue = true
          default: break
          }
        },
        ends: { name in
          switch name {
          case "v", "t": isValue = false
          case "c":
            let text = text()
            if !text.isEmpty {
              cells.texts.append(text)
              cells.columns.append(Int32(column))
            }
            column += 1
          case "row":
            let end = cells.texts.count
            if end > cells.rows.last?.end ?? 0 { cells.rows.append((line, end)) }
          default: break
          }
        },
        texts: { if isValue { value += $0 } }
      )
    )
    return cells
  }

  /// The column of a cell's name such as AB12, counted from 0.
  private static func place(_ name: String) -> Int? {
    let letters = name.utf8.prefix { (0x41...0x5A).contains($0) }
    guard (1...3).contains(letters.count) else { return nil }
    return letters.reduce(0) { $0 * 26 + Int($1) - 0x40 } - 1
  }

  /// Control characters are stored as _x000D_.
  private static func unescaped(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    return text.replacing(/_x([0-9A-Fa-f]{4})_/) { match in
      UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? String(match.0)
    }
  }
}
