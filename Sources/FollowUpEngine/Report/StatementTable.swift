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
    let session = session
    var options = options
    options.zone = options.zone ?? session.agency.timeZone
    let shown = options
    let logger = session.logger
    return try await session.reading { connection in
      var columns: [Column] = []
      var open: (any RowSink)?
      try connection.forEachRow(
        statement,
        columns: {
          columns = $0.map { Column(name: $0.name, kind: kind(of: $0.type)) }
          open = try makeSink(format, columns: columns, title: title, to: output, options: shown)
        }
      ) { row in
        try open?.write(columns.indices.map { cell(row.text(at: $0), columns[$0].kind) })
      }
      guard var sink = open else { throw FollowUpError(.failed, "the server returned nothing for \(title)") }
      try session.checkRun(on: connection)
      try sink.finish()
      logger.debug("\(title) written", metadata: ["rows": "\(sink.written.rows)"])
      return sink.written
    }
  }
}

/// How a server type is shown.
private func kind(of type: BuiltInType?) -> ColumnKind {
  switch type {
  case .int2, .int4, .int8: .integer
  case .numeric, .float4, .float8: .decimal
  case .bool: .boolean
  case .timestamptz: .moment
  case .date: .date
  case .json, .jsonb: .json
  case nil: .text
  }
}

/// A cell as other systems read it: moments in ISO 8601, UTC, with Z.
private func cell(_ text: String?, _ kind: ColumnKind) -> String? {
  guard let text, kind == .moment, text.hasSuffix("+00"), let blank = text.firstIndex(of: " ") else { return text }
  return text[..<blank] + "T" + text[text.index(after: blank)...].dropLast(3) + "Z"
}
