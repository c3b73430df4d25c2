public import Foundation

/// A value that can be bound to a parameter.
public protocol PostgresEncodable {
  /// The value in PostgreSQL's text format; nil is NULL.
  var postgresText: String? { get }
}

extension String: PostgresEncodable {
  /// The text itself.
  public var postgresText: String? { self }
}

extension Int: PostgresEncodable {
  /// Decimal digits.
  public var postgresText: String? { String(self) }
}

extension Int64: PostgresEncodable {
  /// Decimal digits.
  public var postgresText: String? { String(self) }
}

extension Bool: PostgresEncodable {
  /// `t` or `f`.
  public var postgresText: String? { self ? "t" : "f" }
}

extension Double: PostgresEncodable {
  /// The shortest digits that read back as the same number; `nan` and `inf` as PostgreSQL takes them.
  public var postgresText: String? { description }
}

extension UUID: PostgresEncodable {
  /// Lower case, with hyphens, as the server writes it.
  public var postgresText: String? { uuidString.lowercased() }
}

extension Date: PostgresEncodable {
  /// ISO 8601 in UTC, rounded to microseconds: `2026-03-01T09:30:00.000000Z`. What no `timestamptz` can hold is written so that the
  /// server refuses it.
  public var postgresText: String? { Timestamp.text(of: self) }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
  /// The wrapped value's text; NULL for nil.
  public var postgresText: String? {
    switch self {
    case .some(let value): value.postgresText
    case .none: nil
    }
  }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
  /// A one-dimensional array literal, every element quoted: `{"a","b",NULL}`.
  public var postgresText: String? {
    // By bytes: by characters, a page takes longer to quote than to write.
    var bytes = [UInt8(ascii: "{")]
    for element in self {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      guard let text = element.postgresText else {
        bytes.append(contentsOf: "NULL".utf8)
        continue
      }
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "}"))
    return String(decoding: bytes, as: UTF8.self)
  }
}
