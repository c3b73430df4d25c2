public import Foundation

/// A type that a column's text can be read as.
///
/// The column's type is checked as well as its text: a `timestamp` without a time zone is not a `Date`, and the text `12` is not an `Int`.
public protocol PostgresDecodable {
  /// Reads the server's text of one value that is not NULL.
  /// - Parameters:
  ///   - text: the value in PostgreSQL's text format.
  ///   - type: the object id of the column's type.
  /// - Throws: ``ConversionError`` when the type or the text is not one of this type.
  static func decode(_ text: String, type: UInt32) throws -> Self
}

/// Why a value could not be read. The value itself is not in it: it may be somebody's data.
public struct ConversionError: Error, Sendable, Equatable {
  /// What is wrong, in words.
  public let reason: String

  /// An error with its reason.
  public init(_ reason: String) {
    self.reason = reason
  }
}

/// Object ids of the built-in types read here; they are the same in every PostgreSQL.
enum TypeID {
  static let bool: UInt32 = 16
  static let bytea: UInt32 = 17
  static let int8: UInt32 = 20
  static let int2: UInt32 = 21
  static let int4: UInt32 = 23
  static let oid: UInt32 = 26
  static let float4: UInt32 = 700
  static let float8: UInt32 = 701
  static let timestamptz: UInt32 = 1184
  static let numeric: UInt32 = 1700
  static let uuid: UInt32 = 2950

  static let whole: Set<UInt32> = [int2, int4, int8, oid, numeric]
  static let numbers: Set<UInt32> = [int2, int4, int8, oid, numeric, float4, float8]

  static func check(_ type: UInt32, in allowed: Set<UInt32>, _ wanted: String) throws {
    guard allowed.contains(type) else {
      throw ConversionError("the column's type (oid \(type)) is not \(wanted); cast it in the statement")
    }
  }
}

extension String: PostgresDecodable {
  /// Any type, as the server writes it.
  public static func decode(_ text: String, type: UInt32) throws -> String { text }
}

extension Int: PostgresDecodable {
  /// A `smallint`, `integer`, `bigint`, `oid`, or a `numeric` written without a fraction.
  public static func decode(_ text: String, type: UInt32) throws -> Int {
    Int(try Int64.decode(text, type: type))
  }
}

extension Int64: PostgresDecodable {
  /// A `smallint`, `integer`, `bigint`, `oid`, or a `numeric` written without a fraction.
  public static func decode(_ text: String, type: UInt32) throws -> Int64 {
    try TypeID.check(type, in: TypeID.whole, "an integer")
    guard let value = Int64(text) else { throw ConversionError("not a 64-bit integer") }
    return value
  }
}

extension Bool: PostgresDecodable {
  /// A `boolean`.
  public static func decode(_ text: String, type: UInt32) throws -> Bool {
    try TypeID.check(type, in: [TypeID.bool], "boolean")
    switch text {
    case "t": return true
    case "f": return false
    default: throw ConversionError("not a boolean")
    }
  }
}

extension Double: PostgresDecodable {
  /// Any number; a `numeric` is rounded to the nearest double.
  public static func decode(_ text: String, type: UInt32) throws -> Double {
    try TypeID.check(type, in: TypeID.numbers, "a number")
    guard let value = Double(text) else { throw ConversionError("not a number") }
    return value
  }
}

extension UUID: PostgresDecodable {
  /// A `uuid`.
  public static func decode(_ text: String, type: UInt32) throws -> UUID {
    try TypeID.check(type, in: [TypeID.uuid], "uuid")
    guard let value = UUID(uuidString: text) else { throw ConversionError("not a uuid") }
    return value
  }
}

extension Date: PostgresDecodable {
  /// A `timestamptz`. `infinity`, `-infinity` and years before Christ have no `Date` and throw.
  public static func decode(_ text: String, type: UInt32) throws -> Date {
    try TypeID.check(type, in: [TypeID.timestamptz], "timestamp with time zone")
    return try Timestamp.date(from: text)
  }
}

extension Array: PostgresDecodable where Element == UInt8 {
  /// The bytes of a `bytea`.
  public static func decode(_ text: String, type: UInt32) throws -> [UInt8] {
    try TypeID.check(type, in: [TypeID.bytea], "bytea")
    let digits = Array(text.utf8)
    guard digits.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")]), digits.count.isMultiple(of: 2) else {
      throw ConversionError("not a bytea in hex format")
    }
    return try stride(from: 2, to: digits.count, by: 2).map { index in
      guard let high = hexValue(digits[index]), let low = hexValue(digits[index + 1]) else {
        throw ConversionError("not a bytea in hex format")
      }
      return high << 4 | low
    }
  }
}

private func hexValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
  default: nil
  }
}
