/// SQL with its bound values.
///
/// ```swift
/// Statement("SELECT name FROM candidate WHERE id = $1", values: ["17"], file: "sql/engine/name.sql")
/// ```
public struct Statement: Sendable, Equatable {
  /// The text sent to the server, with `$1`, `$2`… where the values go.
  public var sql: String

  /// The values of `$1`, `$2`… in PostgreSQL's text format; nil is NULL.
  public var values: [String?]

  /// The SQL file the text came from, for messages.
  public var file: String?

  /// What runs it instead; nil: the server itself.
  public var relay: Relay?

  /// A statement whose values are already in PostgreSQL's text format.
  public init(_ sql: String, values: [String?] = [], file: String? = nil) {
    self.sql = sql
    self.values = values
    self.file = file
  }

  /// A statement whose values are turned into text here; nil is NULL.
  public init(_ sql: String, binding values: [(any PostgresEncodable)?], file: String? = nil) {
    self.init(sql, values: values.map { $0?.postgresText }, file: file)
  }
}
