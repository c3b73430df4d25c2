/// One row of a result. It is a copy: it stays valid when the connection goes on or closes.
///
/// ```swift
/// let name: String = try row.get("name")
/// let left = try row.getOptional("left_on", as: Date.self)
/// ```
public struct Row: Sendable {
  let shape: RowShape
  private let bytes: [UInt8]
  private let cells: [Cell]

  /// Where a value's bytes are; a negative length is NULL.
  struct Cell: Sendable {
    let offset: Int
    let length: Int
  }

  init(shape: RowShape, bytes: [UInt8], cells: [Cell]) {
    self.shape = shape
    self.bytes = bytes
    self.cells = cells
  }

  /// The columns' names, in the statement's order.
  public var columns: [String] { shape.names }

  /// The value of a column.
  /// - Throws: a ``PostgresError`` of kind `column` when the result does not have the column, or has it twice, when the value is NULL, or when it cannot be read
  ///   as that type.
  public func get<T: PostgresDecodable>(_ column: String, as type: T.Type = T.self) throws -> T {
    try get(at: shape.index(of: column), as: type)
  }

  /// The value of a column, or nil for NULL.
  /// - Throws: a ``PostgresError`` of kind `column` when the result does not have the column, or has it twice, or when the value cannot be read as that type.
  public func getOptional<T: PostgresDecodable>(_ column: String, as type: T.Type = T.self) throws -> T? {
    try getOptional(at: shape.index(of: column), as: type)
  }

  /// The value of a column by its place, from 0; a place that does not exist stops the program.
  /// - Throws: a ``PostgresError`` of kind `column` when the value is NULL, or when it cannot be read as that type.
  public func get<T: PostgresDecodable>(at index: Int, as type: T.Type = T.self) throws -> T {
    guard let value = try getOptional(at: index, as: type) else {
      throw shape.failure(shape.names[index], "is NULL, but \(T.self) is needed")
    }
    return value
  }

  /// The value of a column by its place, from 0, or nil for NULL; a place that does not exist stops the program.
  /// - Throws: a ``PostgresError`` of kind `column` when the value cannot be read as that type.
  public func getOptional<T: PostgresDecodable>(at index: Int, as type: T.Type = T.self) throws -> T? {
    guard let text = text(at: index) else { return nil }
    do {
      return try T.decode(text, type: shape.types[index])
    } catch let error as ConversionError {
      throw shape.failure(shape.names[index], "cannot be read as \(T.self): \(error.reason)", value: text)
    }
  }

  /// The server's text of a value, or nil for NULL.
  /// - Parameter index: the column's place, from 0; one that does not exist stops the program.
  public func text(at index: Int) -> String? {
    let cell = cells[index]
    guard cell.length >= 0 else { return nil }
    return String(decoding: bytes[cell.offset..<cell.offset + cell.length], as: UTF8.self)
  }
}

/// What all rows of one result share.
final class RowShape: Sendable {
  let names: [String]
  let types: [UInt32]
  private let file: String?
  /// Places by name; nil for a name that occurs twice.
  private let places: [String: Int?]

  init(names: [String], types: [UInt32], file: String?) {
    self.names = names
    self.types = types
    self.file = file
    places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { _, _ in nil })
  }

  func index(of column: String) throws -> Int {
    switch places[column] {
    case .some(.some(let index)): return index
    case .some(.none): throw failure(column, "occurs more than once in the result; give one of them another name")
    case .none: throw failure(column, "is not in the result (\(names.joined(separator: ", ")))")
    }
  }

  func failure(_ column: String, _ problem: String, value: String? = nil) -> PostgresError {
    var error = PostgresError(.column, "column \"\(column)\" \(problem)")
    error.column = column
    error.file = file
    error.detail = value.map { "The value is \"\($0)\"." }
    return error
  }
}
