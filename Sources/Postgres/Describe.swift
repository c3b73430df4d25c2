import CLibPQ

/// What the server says about a statement without running it.
public struct Description: Sendable, Equatable {
  /// A type of the database.
  public struct DataType: Sendable, Equatable {
    /// Its object id.
    public let id: UInt32
    /// Its name as SQL writes it: `bigint`, `character varying(20)`, `timestamp with time zone`.
    public let name: String
  }

  /// A column of the result.
  public struct Column: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// Its type; for a domain, the type beneath it.
    public let type: DataType
  }

  /// The types of `$1`, `$2`…
  public let parameters: [DataType]
  /// The columns of the result; empty for a statement that returns no rows.
  public let columns: [Column]
}

extension Connection {
  /// Has the server check a statement without running it: its syntax, the names in it, and the types of parameters and columns. The statement's values
  /// are not used.
  public func describe(_ statement: Statement) throws -> Description {
    let shape = try use(statement) { link in try link.describe(statement) }
    let asked = shape.parameters.map { ($0, Int32(-1)) } + shape.columns.map { ($0.type, $0.modifier) }
    let names = try typeNames(asked)
    let types = zip(asked, names).map { Description.DataType(id: $0.0, name: $1) }
    return Description(
      parameters: Array(types.prefix(shape.parameters.count)),
      columns: zip(shape.columns, types.dropFirst(shape.parameters.count)).map {
        Description.Column(name: $0.name, type: $1)
      }
    )
  }

  /// The columns that a statement returns, without running it. The statement's values are not used.
  public func columns(of statement: Statement) throws -> [ResultColumn] {
    try use(statement) { link in
      try link.describe(statement).columns.map { ResultColumn(name: $0.name, type: BuiltInType(rawValue: $0.type)) }
    }
  }

  /// The types' names in the same order.
  private func typeNames(_ types: [(id: UInt32, modifier: Int32)]) throws -> [String] {
    let statement = Statement(
      """
      SELECT pg_catalog.format_type(asked.id, asked.modifier) AS name
      FROM ROWS FROM (
        pg_catalog.unnest($1::oid[]),
        pg_catalog.unnest($2::int4[])
      ) WITH ORDINALITY AS asked (id, modifier, place)
      ORDER BY asked.place
      """,
      binding: [types.map { Int($0.id) }, types.map { Int($0.modifier) }]
    )
    return try query(statement).map { try $0.get("name") }
  }
}

/// Parameters and columns by type id, as the protocol tells them.
struct StatementShape {
  var parameters: [UInt32] = []
  var columns: [(name: String, type: UInt32, modifier: Int32)] = []
}

extension Link {
  /// Parse and Describe of the unnamed statement. Both go out before one Sync, so that a pooler sends them to the same server.
  func describe(_ statement: Statement) throws -> StatementShape {
    try refuseNUL(statement)
    try check(PQenterPipelineMode(raw), statement)
    defer { PQexitPipelineMode(raw) }
    try check(PQsendPrepare(raw, "", statement.sql, 0, nil), statement)
    try check(PQsendDescribePrepared(raw, ""), statement)
    try check(PQpipelineSync(raw), statement)
    flush()
    var shape = StatementShape()
    var first: PostgresError?
    // In a pipeline, nil stands between the results of two requests; the end is the answer to the Sync.
    while !isLost {
      guard let result = next() else { continue }
      if result.status == PGRES_PIPELINE_SYNC { break }
      if result.status == PGRES_FATAL_ERROR, first == nil { first = failure(result, statement) }
      if result.status == PGRES_COMMAND_OK { shape.take(result) }
    }
    if let first { throw first }
    if isLost { throw PostgresError(.connection, Self.message(of: raw)) }
    return shape
  }
}

extension StatementShape {
  /// The answer to Parse is empty, that to Describe is not: taking both leaves the latter.
  fileprivate mutating func take(_ result: borrowing ServerResult) {
    let raw = result.raw
    parameters = (0..<PQnparams(raw)).map { PQparamtype(raw, $0) }
    columns = (0..<PQnfields(raw)).map { (String(cString: PQfname(raw, $0)), PQftype(raw, $0), PQfmod(raw, $0)) }
  }
}
