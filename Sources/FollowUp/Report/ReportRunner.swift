public import Catalog
import Logging
import Postgres
public import Tabular

/// Runs a report of sql/reports and writes its rows in any format; memory does not grow with them.
public struct ReportRunner: Sendable {
  private let session: AgencySession

  /// Reports for an agency at a moment.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// Writes a report.
  ///
  /// - Parameters:
  ///   - parameters: what -p set; an unknown name or a value of the wrong kind is refused.
  /// - Returns: what was written.
  @discardableResult
  public func run(
    _ report: Report, parameters: [String: String], format: Format, output: Output, options: SinkOptions
  ) async throws -> Written {
    let values = try self.values(report, parameters)
    let policy = try await PolicyInForce.read(session)
    let statement = try session.bind(
      report.file, values, parts: ["guardrails": try session.catalog.guardrailParts(policy: policy)])
    let logger = session.logger
    return try await session.transaction { connection in
      let columns = try connection.describe(statement).columns.map { Column(name: $0.name, kind: kind(of: $0.type.name)) }
      var sink = try makeSink(format, columns: columns, title: report.name, to: output, options: options)
      try connection.forEachRow(statement) { row in
        try sink.write(columns.indices.map { cell(row.text(at: $0), columns[$0].kind) })
      }
      try sink.finish()
      logger.debug("report written", metadata: ["report": "\(report.name)", "rows": "\(sink.written.rows)"])
      return sink.written
    }
  }

  private func values(_ report: Report, _ given: [String: String]) throws -> [String: String] {
    for name in given.keys.sorted() where !report.parameters.contains(where: { $0.name == name }) {
      let known = report.parameters.map(\.name).joined(separator: ", ")
      throw FollowUpError(
        .usage, "the report \(report.name) has no parameter \(name)",
        remedy: known.isEmpty ? "it has none" : "known are \(known)")
    }
    return Dictionary(uniqueKeysWithValues: report.parameters.map { ($0.name, given[$0.name] ?? $0.defaultValue) })
  }
}

/// How a server type is shown.
func kind(of type: String) -> ColumnKind {
  switch type {
  case "int2", "int4", "int8", "smallint", "integer", "bigint": .integer
  case "numeric", "float4", "float8", "real", "double precision": .decimal
  case "bool", "boolean": .boolean
  case "timestamptz", "timestamp with time zone": .moment
  case "date": .date
  case "json", "jsonb": .json
  default: .text
  }
}

/// A cell as other systems read it: moments in ISO 8601, UTC, with Z.
func cell(_ text: String?, _ kind: ColumnKind) -> String? {
  guard let text, kind == .moment, text.hasSuffix("+00"), let blank = text.firstIndex(of: " ") else { return text }
  return text[..<blank] + "T" + text[text.index(after: blank)...].dropLast(3) + "Z"
}
