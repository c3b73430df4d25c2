import Catalog
import Foundation
import Postgres
import Tabular

/// An import's rejects as CSV files that can be corrected and imported again.
public struct RejectsFile: Sendable {
  /// What was wrong with a row; our own import passes over columns that begin with `reject_`.
  private static let explanation = [
    "reject_file", "reject_line", "reject_column", "reject_value", "reject_reason", "reject_raw",
  ]

  private let session: AgencySession

  /// Rejects of the session's agency.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// Writes `rejects-TARGET-ID.csv` for every canonical file of which rows were rejected: the columns that the rows carried, then what was wrong.
  ///
  /// - Parameters:
  ///   - folder: where to; it must exist.
  /// - Returns: the paths written, with their numbers of rows; none when nothing was rejected.
  /// - Throws: kind `usage` when that import does not exist; a `TabularError` when a file cannot be written.
  public func write(import id: Int, into folder: String) async throws -> [(path: String, rows: Int)] {
    let targets = try session.statements.importRejectTargets(import: id)
    return try await session.transaction { [session] connection in
      let found = try connection.query(targets)
      guard !found.isEmpty else {
        throw FollowUpError(.usage, "the import \(id) does not exist", remedy: "see followup import list")
      }
      return try found.compactMap { row -> (path: String, rows: Int)? in
        guard let name = row.target else { return nil }
        guard let target = ImportTarget.named(name) else {
          throw FollowUpError(.failed, "import \(id) has rejects for \(name), which is not a canonical file")
        }
        let carried = Set((row.columns ?? "").split(separator: " ").map(String.init))
        let columns = (target.columns + [ImportTarget.deleted]).map(\.name)
          .filter { carried.contains($0) || target.column($0)?.isRequired == true }
        let path = "\(folder)/rejects-\(name)-\(id).csv"
        let rows = try session.statements.importRejects(import: id, target: name)
        return (path, try Self.write(connection, rows, columns: columns, to: path))
      }
    }
  }

  private static func write(
    _ connection: isolated Connection,
    _ rejects: Query<Statements.ImportRejects>,
    columns: [String],
    to path: String
  ) throws -> Int {
    var sink = try makeSink(
      .csv,
      columns: (columns + explanation).map { Column(name: $0, kind: .text) },
      title: "",
      to: .file(path)
    )
    try connection.forEachRow(rejects) { row in
      let record = try JSONDecoder().decode([String: String].self, from: Data(row.record.utf8))
      try sink.write(
        columns.map { record[$0] }
          + [row.file, String(row.line), row.columnName, row.value, row.reason, record["reject_raw"]]
      )
    }
    try sink.finish()
    return sink.written.rows
  }
}
