/// What a column holds, which decides how its cells are written.
///
/// Cells always come in as text; NULL is `nil`.
public enum ColumnKind: Sendable {
  /// Any text. The only kind that is guarded against being run as a formula.
  case text
  /// A whole number, in digits.
  case integer
  /// A decimal number, with a point.
  case decimal
  /// `yes`/`no`, `true`/`false` or `t`/`f`; written as `yes`/`no`, in JSON and XLSX as a real boolean.
  case boolean
  /// A point in time: ISO 8601 with `Z` or an offset.
  case moment
  /// A calendar day: ISO 8601, `2026-03-09`.
  case date
  /// A JSON document; embedded as it is in the JSON formats.
  case json
}

/// A column of a table: its name and what it holds.
public struct Column: Sendable, Equatable {
  /// The name, as it stands in the header line.
  public let name: String
  /// What the cells hold.
  public let kind: ColumnKind

  /// A column of that name and kind.
  public init(name: String, kind: ColumnKind) {
    self.name = name
    self.kind = kind
  }
}
