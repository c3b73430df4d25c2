import Postgres
public import Tabular

/// The last runs of several agencies as one table, whose first column names the agency.
public struct RunHistory: Sendable {
  private let sessions: [AgencySession]
  private let last: Int

  /// The last runs of each agency.
  ///
  /// - Parameters:
  ///   - sessions: one for each agency, in the order in which they are written.
  ///   - last: how many runs of each.
  public init(_ sessions: [AgencySession], last: Int) {
    self.sessions = sessions
    self.last = last
  }

  /// Whether the agency has a run of that id.
  public static func exists(_ run: Int, _ session: AgencySession) async throws -> Bool {
    let statement = try session.statements.runExists(run: run)
    return try await session.reading { connection in try !connection.query(statement).isEmpty }
  }

  /// Writes the table; moments are in the zone of the agencies where they share one, else in UTC.
  public func write(format: Format, output: Output, options: SinkOptions) async throws {
    guard let first = sessions.first else {
      throw FollowUpError(
        .usage,
        "this database has no agency yet",
        remedy: "add one: followup agency add NAME --time-zone ZONE"
      )
    }
    let statement = try first.statements.runs(last: last).statement
    let columns = try await first.reading { connection in try connection.columns(of: statement).map(Column.init) }
    let kinds = columns.map(\.kind)
    var options = options
    let zones = Set(sessions.map(\.agency.timeZone))
    options.zone = options.zone ?? (zones.count == 1 ? first.agency.timeZone : "UTC")
    var sink = try makeSink(
      format,
      columns: [Column(name: "agency", kind: .text)] + columns,
      title: "runs",
      to: output,
      options: options
    )
    for session in sessions {
      let statement = try session.statements.runs(last: last).statement
      let rows = try await session.reading { connection in
        var rows: [[String?]] = []
        try connection.copyOut(statement) { rows.append(CopyText.cells($0, kinds)) }
        return rows
      }
      for row in rows { try sink.write([session.agency.name] + row) }
    }
    try sink.finish()
  }
}
