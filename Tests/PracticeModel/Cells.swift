/// A stored row's cells as values; the errors name file, row and column.
struct Cells {
  private static let utc = Zone("UTC")

  private let row: Row
  private let file: String

  init(_ row: Row, _ file: String) {
    self.row = row
    self.file = file
  }

  func text(_ column: String) -> String? { row[column].flatMap { $0.isEmpty ? nil : $0 } }

  func needed(_ column: String) throws -> String {
    guard let text = text(column) else { throw wrong(column, "is required") }
    return text
  }

  /// The cell as something that may fail to be made of it.
  private func value<Value>(_ column: String, _ make: (String) -> Value?) throws -> Value? {
    guard let text = text(column) else { return nil }
    guard let value = make(text) else { throw wrong(column, "\(text) cannot be") }
    return value
  }

  func day(_ column: String) throws -> Day? { try value(column, Day.init(iso:)) }

  func number(_ column: String) throws -> Int? { try value(column) { digits($0) } }

  func choice<Value: RawRepresentable<String>>(_ column: String, of: Value.Type) throws -> Value? {
    try value(column, Value.init(rawValue:))
  }

  func moment(_ column: String) throws -> Moment? {
    try value(column) { text in Self.utc.flatMap { TimeReading.moment(text, zone: $0) } }
  }

  func flag(_ column: String) throws -> Bool? {
    try text(column).map { try Policy.flag($0, "\(file): \(column)") }
  }

  /// What the cell refers to; nil when it is empty.
  func link<Value>(_ column: String, to values: [String: Value]) throws -> Value? {
    try value(column) { values[$0] }
  }

  func neededLink<Value>(_ column: String, to values: [String: Value]) throws -> Value {
    guard let value = try link(column, to: values) else { throw wrong(column, "is required") }
    return value
  }

  func neededMoment(_ column: String) throws -> Moment {
    guard let value = try moment(column) else { throw wrong(column, "is required") }
    return value
  }

  func reach() throws -> Reach {
    Reach(email: text("email"), phone: text("phone"), doNotContact: try flag("do_not_contact") ?? false)
  }

  private func wrong(_ column: String, _ what: String) -> ModelError {
    ModelError("\(file): \(row["id"] ?? row.description): \(column): \(what)")
  }
}
