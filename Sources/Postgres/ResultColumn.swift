/// A column of a result, as the answer to the statement tells it.
public struct ResultColumn: Sendable, Equatable {
  /// Its name.
  public let name: String
  /// Its type, or the one beneath a domain; nil: one that is shown as text.
  public let type: BuiltInType?
}

/// Types that are more than text, by their object ids, which are the same in every PostgreSQL.
public enum BuiltInType: UInt32, Sendable {
  /// Yes or no.
  case bool = 16
  /// A whole number of eight bytes.
  case int8 = 20
  /// A whole number of two bytes.
  case int2 = 21
  /// A whole number of four bytes.
  case int4 = 23
  /// JSON as it was written.
  case json = 114
  /// A number of four bytes with a fraction.
  case float4 = 700
  /// A number of eight bytes with a fraction.
  case float8 = 701
  /// A day.
  case date = 1082
  /// A moment.
  case timestamptz = 1184
  /// A number of any length.
  case numeric = 1700
  /// JSON in the server's own form.
  case jsonb = 3802
}

extension RowShape {
  /// The columns in the statement's order.
  var columns: [ResultColumn] {
    zip(names, types).map { ResultColumn(name: $0, type: BuiltInType(rawValue: $1)) }
  }
}
