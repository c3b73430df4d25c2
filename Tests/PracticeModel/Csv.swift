/// CSV as RFC 4180 has it, in UTF-8.
enum Csv {
  /// The records of a text, each a list of cells.
  static func read(_ text: String, named name: String) throws -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell = String.UnicodeScalarView()
    var (quoted, wasQuoted, line) = (false, false, 1)
    func close() {
      record.append(unguarded(String(cell)))
      (cell, wasQuoted) = (String.UnicodeScalarView(), false)
    }
    func closeRecord() {
      if record.isEmpty && cell.isEmpty && !wasQuoted { return }
      close()
      records.append(record)
      record = []
    }
    var scalars = Array(text.unicodeScalars)[...]
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    while let scalar = scalars.popFirst() {
      if scalar == "\n" { line += 1 }
      switch scalar {
      case "\"" where quoted && scalars.first == "\"":
        cell.append(scalar)
        scalars.removeFirst()
      case "\"" where quoted: quoted = false
      case "\"" where cell.isEmpty && !wasQuoted: (quoted, wasQuoted) = (true, true)
      case _ where quoted: cell.append(scalar)
      case ",": close()
      case "\r" where scalars.first == "\n": continue
      case "\n": closeRecord()
      case "\"": throw ModelError("\(name):\(line): a quotation mark within a cell that does not begin with one")
      default: cell.append(scalar)
      }
    }
    if quoted { throw ModelError("\(name):\(line): a quotation mark is never closed") }
    closeRecord()
    return records
  }

  /// The records as a text, cells quoted where they must be.
  static func write(_ records: [[String]]) -> String {
    records.map { $0.map(quotedIfNeeded).joined(separator: ",") + "\n" }.joined()
  }

  /// A text cell that a spreadsheet would run gets a leading apostrophe.
  static func guarded(_ cell: String) -> String {
    guard let first = cell.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return cell }
    return "'" + cell
  }

  private static func unguarded(_ cell: String) -> String {
    guard cell.hasPrefix("'"), guarded(String(cell.dropFirst())) == cell else { return cell }
    return String(cell.dropFirst())
  }

  private static func quotedIfNeeded(_ cell: String) -> String {
    guard cell.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
