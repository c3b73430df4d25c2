import Foundation

/// Reads a sheet of an XLSX workbook, as this program, Excel, LibreOffice and Numbers write it.
///
/// Cells are as they are stored: numbers with a point and at most 15 digits, texts without their format. A number that the sheet shows as a
/// date or time comes as ISO 8601 without an offset; a time of day by itself as `09:30`.
public struct XLSXReader {
  /// The rows that hold anything, in order.
  private var rows: ArraySlice<CSVRecord>

  /// Reads the file. Throws a ``TabularError`` of kind `.input` that names it when it is not a workbook that can be read, or has no
  /// such sheet.
  ///
  /// - Parameter name: the sheet's; nil: the first.
  public init(path: String, sheet name: String? = nil) throws {
    let archive = try XLSXArchive(path: path)
    let book = try Book(archive, path)
    let place = try book.place(of: name, path)
    let strings = try archive.part("xl/sharedStrings.xml", of: path).map { try Self.texts($0, path) } ?? []
    let styles = try archive.part("xl/styles.xml", of: path).map { try Self.datedStyles($0, path) } ?? []
    guard let sheet = try archive.part(place, of: path) else { throw XLSXArchive.damaged(path) }
    rows = try Self.records(sheet, strings, styles, book.countsFrom1904, path)[...]
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

  /// The next row; nil at the end. `line` is its number in the sheet.
  public mutating func next() -> CSVRecord? { rows.popFirst() }

  private static func read(_ bytes: [UInt8], _ path: String, _ events: XMLEvents) throws {
    guard events.read(bytes) else { throw XLSXArchive.damaged(path) }
  }

  /// What the workbook says of itself.
  private struct Book {
    /// The sheets with where they lie.
    private(set) var sheets: [(name: String, place: String)] = []
    /// Whether days are counted from 1904, as old Macs did.
    private(set) var countsFrom1904 = false

    init(_ archive: XLSXArchive, _ path: String) throws {
      var named: [(name: String, id: String)] = []
      var countsFrom1904 = false
      if let book = try archive.part("xl/workbook.xml", of: path) {
        try XLSXReader.read(
          book,
          path,
          XMLEvents(
            starts: { name, attributes in
              if name == "workbookPr" { countsFrom1904 = ["1", "true"].contains(attributes["date1904"] ?? "") }
              if name == "sheet", let id = attributes["id"] { named.append((attributes["name"] ?? "", id)) }
            },
            ends: { _ in }
          ) { _ in }
        )
      }
      self.countsFrom1904 = countsFrom1904
      var targets: [String: String] = [:]
      if let relations = try archive.part("xl/_rels/workbook.xml.rels", of: path) {
        try XLSXReader.read(
          relations,
          path,
          XMLEvents(
            starts: { name, attributes in
              if name == "Relationship", let id = attributes["Id"] { targets[id] = attributes["Target"] }
            },
            ends: { _ in }
          ) { _ in }
        )
      }
      sheets = named.compactMap { sheet in
        targets[sheet.id].map { target in
          (sheet.name, target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target)
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

  /// By number of the cells' style: whether it shows a date or a time.
  private static func datedStyles(_ bytes: [UInt8], _ path: String) throws -> [Bool] {
    var own: [Int: Bool] = [:]
    var styles: [Bool] = []
    var isCellStyle = false
    try read(
      bytes,
      path,
      XMLEvents(
        starts: { name, attributes in
          switch name {
          case "numFmt":
            guard let id = attributes["numFmtId"].flatMap({ Int($0) }) else { return }
            // What stands in quotes or brackets is shown as it is.
            let code = (attributes["formatCode"] ?? "").lowercased().replacing(/"[^"]*"|\[[^\]]*\]|\\./, with: "")
            own[id] = code.contains { "ymdhs".contains($0) }
          case "cellXfs": isCellStyle = true
          case "xf" where isCellStyle:
            let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
            styles.append(own[id] ?? ((14...22).contains(id) || (45...47).contains(id)))
          default: break
          }
        },
        ends: { if $0 == "cellXfs" { isCellStyle = false } },
        texts: { _ in }
      )
    )
    return styles
  }

  private static func records(
    _ bytes: [UInt8],
    _ strings: [String],
    _ dated: [Bool],
    _ countsFrom1904: Bool,
    _ path: String
  ) throws -> [CSVRecord] {
    var records: [CSVRecord] = []
    var fields: [String] = []
    var (line, column) = (0, 0)
    var (kind, style, value) = ("", 0, "")
    var isValue = false
    try read(
      bytes,
      path,
      XMLEvents(
        starts: { name, attributes in
          switch name {
          case "row":
            line = attributes["r"].flatMap { Int($0) } ?? line + 1
            (fields, column) = ([], 0)
          case "c":
            column = attributes["r"].flatMap(place) ?? column
            kind = attributes["t"] ?? "n"
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
            while fields.count <= column, column < 16_384 { fields.append("") }
            guard column < fields.count else { return }
            switch kind {
            case "s": fields[column] = Int(value).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
            case "inlineStr", "str": fields[column] = unescaped(value)
            case "b": fields[column] = value == "1" ? "yes" : "no"
            case "n" where dated.indices.contains(style) && dated[style]:
              fields[column] = iso(serial: value, countsFrom1904) ?? value
            case "n": fields[column] = number(value)
            default: fields[column] = value
            }
            column += 1
          case "row":
            if !fields.allSatisfy(\.isEmpty) { records.append(CSVRecord(line: line, fields: fields)) }
          default: break
          }
        },
        texts: { if isValue { value += $0 } }
      )
    )
    return records
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

  /// A number as a person would write it: 0.3, not 0.30000000000000004, and not 1.6465550102E10.
  private static func number(_ text: String) -> String {
    guard text.utf8.count > 15 || text.contains("E") || text.contains("e"), let value = Double(text), value.isFinite
    else {
      return text
    }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return String(format: "%.15g", value)
  }

  /// Days since 1899-12-30, or since 1904, as a date, or a date and a time to the second; less than a day is a time by itself.
  private static func iso(serial text: String, _ countsFrom1904: Bool) -> String? {
    guard let number = Double(text), number >= 0 else { return nil }
    if number < 1 { return clock(Int((number * 86_400).rounded()) % 86_400) }
    let serial = countsFrom1904 ? number + 1_462 : number
    guard serial < 2_958_466 else { return nil }
    let seconds = Int((serial * 86_400).rounded()) - 25_569 * 86_400
    let day = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    let clock = seconds - day * 86_400
    // From days to a date in the Gregorian calendar, years counted from March.
    let shifted = day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let date = [
      yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9,
      dayOfYear - (153 * month + 2) / 5 + 1,
    ]
    let words = date.map(twoDigits).joined(separator: "-")
    if clock == 0 { return words }
    return words + "T" + [clock / 3_600, clock / 60 % 60, clock % 60].map(twoDigits).joined(separator: ":")
  }

  /// Seconds of a day as a time, without the seconds where they are none.
  private static func clock(_ seconds: Int) -> String {
    [seconds / 3_600, seconds / 60 % 60, seconds % 60].prefix(seconds % 60 == 0 ? 2 : 3).map(twoDigits)
      .joined(separator: ":")
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
