public import Catalog
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
    _ report: Report,
    parameters: [String: String],
    format: Format,
    output: Output,
    options: SinkOptions
  ) async throws -> Written {
    let values = try self.values(report, parameters)
    // Their parameters come from the policy: one more question to the server, for the reports that include them.
    let parts =
      report.file.includes("guardrails")
      ? ["guardrails": try session.catalog.guardrailParts(policy: try await PolicyInForce.read(session))] : [:]
    let statement = try session.bind(report.file, values, parts: parts)
    return try await StatementTable(session).write(
      statement,
      title: report.name,
      format: format,
      output: output,
      options: options
    )
  }

  private func values(_ report: Report, _ given: [String: String]) throws -> [String: String] {
    if let refusal = report.refusal(of: given) {
      throw FollowUpError(.usage, refusal.what, remedy: refusal.remedy)
    }
    return Dictionary(uniqueKeysWithValues: report.parameters.map { ($0.name, given[$0.name] ?? $0.defaultValue) })
  }
}
