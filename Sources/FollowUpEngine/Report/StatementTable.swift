import Logging
public import Postgres
public import Tabular

/// Writes the rows of a statement as a table in any format; memory does not grow with them.
public struct StatementTable: Sendable {
  private let session: AgencySession

  /// Tables for an agency at a moment.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// Runs the statement in a transaction of its own and writes what it returns; people read its moments in the agency's zone.
  @discardableResult
  public func write(
    _ statement: Statement,
    title: String,
    format: Format,
    output: Output,
    options: SinkOptions
  ) async throws -> Written {
    try await session.reading { connection in
      try write(statement, title: title, format: format, output: output, options: options, on: connection)
    }
  }

  /// The same within a transaction that is open already.
  func write(
    _ statement: Statement,
    title: String,
    format: Format,
    output: Output,
    options: SinkOptions,
    on connection: isolated Connection
  ) throws -> Written {
    var options = options
    options.zone = options.zone ?? session.agency.timeZone
    let columns = try connection.columns(of: statement).map(Column.init)
    let kinds = columns.map(\.kind)
    var sink = try makeSink(format, columns: columns, title: title, to: output, options: options)
    try connection.copyOut(statement) { try sink.write(copied: $0, kinds: kinds) }
    try session.checkRun(on: connection)
    try sink.finish()
    session.logger.debug("\(title) written", metadata: ["rows": "\(sink.written.rows)"])
    return sink.written
  }
}

extension Column {
  /// A column of a statement.
  init(_ column: ResultColumn) {
    let kind: ColumnKind =
      switch column.type {
      case .int2, .int4, .int8: .integer
      case .numeric, .float4, .float8: .decimal
      case .bool: .boolean
      case .timestamptz: .moment
      case .date: .date
      case .json, .jsonb: .json
      case nil: .text
      }
    self.init(name: column.name, kind: kind)
  }
}
