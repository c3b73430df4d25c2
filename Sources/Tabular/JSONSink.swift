import Foundation

/// JSON, as one array of objects or as one object a line; streaming.
struct JSONSink: RowSink {
  private let columns: [Column]
  private let keys: [[UInt8]]
  private let lines: Bool
  private var out: RowBuffer

  /// Two columns of one name would be two keys of one name, of which readers take either.
  static func check(_ columns: [Column]) throws {
    var seen: Set<String> = []
    for column in columns where !seen.insert(column.name).inserted {
      throw TabularError(
        kind: .unsuitable,
        message: "two columns are called \"\(column.name)\", which JSON cannot distinguish",
        remedy: "rename one of them"
      )
    }
  }

  init(columns: [Column], lines: Bool, to stream: any ByteStream) {
    self.columns = columns
    self.lines = lines
    keys = columns.enumerated().map { index, column in
      var key: [UInt8] = index == 0 ? [0x7B] : [0x2C]
      appendJSONString(column.name, to: &key)
      key.append(0x3A)
      return key
    }
    out = RowBuffer(stream, columns: columns.count)
    if !lines { out.append("[") }
  }

  var written: Written { out.written }

  mutating func write(_ fields: [String?]) throws {
    try out.count(fields)
    if !lines { out.append(out.rows == 1 ? "\n" : ",\n") }
    for index in fields.indices {
      out.bytes += keys[index]
      if let field = fields[index] {
        try append(field, as: columns[index])
      } else {
        out.append("null")
      }
    }
    out.append(columns.isEmpty ? "{}" : "}")
    if lines { out.append("\n") }
    try out.flushWhenFull()
  }

  mutating func finish() throws {
    if !lines { out.append(out.rows == 0 ? "]\n" : "\n]\n") }
    try out.finish()
  }

  private mutating func append(_ field: String, as column: Column) throws {
    switch column.kind {
    case .text, .moment, .date:
      appendJSONString(field, to: &out.bytes)
    case .integer, .decimal:
      guard isJSONNumber(field) else { throw fault(column, "a number") }
      out.append(field)
    case .boolean:
      guard let value = boolean(field) else { throw fault(column, "yes or no") }
      out.append(value ? "true" : "false")
    case .json:
      do {
        _ = try JSONSerialization.jsonObject(with: Data(field.utf8), options: .fragmentsAllowed)
      } catch {
        throw fault(column, "JSON")
      }
      // Between values a line break is only space, and inside strings JSON has none: one row stays one line.
      out.bytes.append(contentsOf: field.utf8.lazy.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
    }
  }

  private func fault(_ column: Column, _ expected: String) -> TabularError {
    out.fault("row \(out.rows), column \"\(column.name)\": the value is not \(expected)")
  }
}

/// Whether the text is a number as JSON spells it, which leaves out `NaN`, `+1`, `.5` and `01`.
func isJSONNumber(_ text: String) -> Bool {
  var rest = Substring(text).utf8
  func digit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
  func takeDigits() -> Bool {
    guard digit(rest.first) else { return false }
    rest = rest.drop { digit($0) }
    return true
  }
  if rest.first == 0x2D { rest.removeFirst() }
  if rest.first == 0x30 { rest.removeFirst() } else if !takeDigits() { return false }
  if rest.first == 0x2E {
    rest.removeFirst()
    guard takeDigits() else { return false }
  }
  if rest.first == 0x65 || rest.first == 0x45 {
    rest.removeFirst()
    if rest.first == 0x2B || rest.first == 0x2D { rest.removeFirst() }
    guard takeDigits() else { return false }
  }
  return rest.isEmpty
}

/// Appends a text in quotes, escaped.
func appendJSONString(_ text: String, to buffer: inout [UInt8]) {
  var text = text
  buffer.append(0x22)
  text.withUTF8 { bytes in
    if bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) {
      buffer.append(contentsOf: bytes)
      return
    }
    for byte in bytes {
      switch byte {
      case 0x22, 0x5C: buffer += [0x5C, byte]
      case 0x0A: buffer += Array("\\n".utf8)
      case 0x0D: buffer += Array("\\r".utf8)
      case 0x09: buffer += Array("\\t".utf8)
      case ..<0x20: buffer += Array("\\u00".utf8) + Array(hexadecimal([byte]).utf8)
      default: buffer.append(byte)
      }
    }
  }
  buffer.append(0x22)
}
