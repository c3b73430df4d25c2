/// One row of PostgreSQL's COPY text format: tabs between the values, `\N` for NULL, a backslash before what would be taken for either.
public enum CopyText {
  /// The values of one row, whose line end may be there or not.
  public static func fields(_ row: UnsafeRawBufferPointer) -> [String?] {
    var end = row.count
    if end > 0, row[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    var fields: [String?] = []
    var start = 0
    var index = 0
    var escaped = false
    while true {
      if index == end || row[index] == UInt8(ascii: "\t") {
        fields.append(value(UnsafeRawBufferPointer(rebasing: row[start..<index]), escaped: escaped))
        if index == end { return fields }
        start = index + 1
        escaped = false
      } else if row[index] == UInt8(ascii: "\\") {
        escaped = true
      }
      index += 1
    }
  }

  private static func value(_ bytes: UnsafeRawBufferPointer, escaped: Bool) -> String? {
    guard escaped else { return String(decoding: bytes, as: UTF8.self) }
    if bytes.count == 2, bytes[0] == UInt8(ascii: "\\"), bytes[1] == UInt8(ascii: "N") { return nil }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var isAfterBackslash = false
    for byte in bytes {
      if isAfterBackslash {
        plain.append(meaning(of: byte))
        isAfterBackslash = false
      } else if byte == UInt8(ascii: "\\") {
        isAfterBackslash = true
      } else {
        plain.append(byte)
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  private static func meaning(of byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "v"): 0x0B
    default: byte
    }
  }
}

extension CopyText {
  /// The values of one row as a table's cells: moments, which the server writes in UTC, in ISO 8601 with Z.
  public static func cells(_ row: UnsafeRawBufferPointer, _ kinds: [ColumnKind]) -> [String?] {
    var cells = fields(row)
    for (index, kind) in kinds.enumerated() where kind == .moment {
      guard index < cells.count, var cell = cells[index], cell.withUTF8({ isUTC($0) }) else { continue }
      cells[index] = cell.replacing(" ", with: "T", maxReplacements: 1).dropLast(3) + "Z"
    }
    return cells
  }

  /// Whether it is a moment as the server writes it in UTC: `2026-11-20 14:30:00+00`.
  static func isUTC(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    let count = cell.count
    return count >= 22 && cell[10] == UInt8(ascii: " ") && cell[count - 3] == UInt8(ascii: "+")
      && cell[count - 2] == UInt8(ascii: "0") && cell[count - 1] == UInt8(ascii: "0")
  }
}
