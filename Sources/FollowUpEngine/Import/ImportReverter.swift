import Catalog
import Foundation
import Postgres
public import Tabular

/// Takes an import back: rows that it added go, rows that it changed or took out become what they were. What others have changed since, or
/// refer to, stays.
public struct ImportReverter: Sendable {
  /// How many rows were not taken back.
  public struct Outcome: Sendable, Equatable {
    /// Rows that the import had added, changed or taken out.
    public let rows: Int
    /// Those of them that stay as they are, since others changed them or refer to them.
    public let kept: Int
    /// Those of them that were gone already.
    public let gone: Int
  }

  private let session: AgencySession

  /// Imports of the session's agency.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// Takes an import back in one transaction, and writes a line for each row that it had changed: what the import did, what became of
  /// the row now, and why it stays where it does.
  ///
  /// - Parameters:
  ///   - id: the import.
  ///   - dryRun: writes what would be done, and does nothing.
  /// - Throws: kind `usage` when that import does not exist, was taken back before, or is too old; a `TabularError` when the table cannot be written.
  public func revert(
    import id: Int,
    dryRun: Bool = false,
    format: Format,
    output: Output,
    options: SinkOptions
  ) async throws -> Outcome {
    try await session.transaction(keepingIf: { _ in !dryRun }) { [self] connection in
      let statements = session.statements
      _ = try connection.query(statements.agencyLock())
      guard let found = try connection.query(statements.importToRevert(import: id)).first else {
        throw FollowUpError(.usage, "the import \(id) does not exist", remedy: "see followup import list")
      }
      try refuse(id, found)
      let by = "\(found.startedBy ?? NSUserName()), import \(id)"
      try takeBack(connection, id, source: found.source, importBy: by)
      let told = try connection.query(statements.importKeptRows(import: id)).first
      let written = try StatementTable(session).write(
        try statements.importTakenBack(import: id, importBy: by, targets: ImportTarget.all.map(\.name)).statement,
        title: "import revert \(id)",
        format: format,
        output: output,
        options: options,
        on: connection
      )
      try connection.execute(statements.importClear(import: id))
      try connection.execute(statements.importReverted(by: NSUserName(), import: id, moment: Date()))
      return Outcome(rows: written.rows, kept: told?.kept ?? 0, gone: told?.gone ?? 0)
    }
  }

  private func refuse(_ id: Int, _ found: Statements.ImportToRevert) throws {
    if let moment = found.revertedAt {
      let by = found.revertedBy.map { " by \($0)" } ?? ""
      throw FollowUpError(
        .usage,
        "the import \(id) was taken back\(by) at \(moment.formatted(.iso8601))",
        remedy: "import its files again to have its rows again"
      )
    }
    guard found.written == 0 || found.isKept else {
      throw FollowUpError(
        .usage,
        "the import \(id) cannot be taken back: how its rows were before is kept for 90 days, and not for imports of versions before that",
        remedy: "import a corrected file, with the column deleted for rows that are to go"
      )
    }
  }

  /// Parents come back before their children, and children go before their parents.
  private func takeBack(_ connection: isolated Connection, _ id: Int, source: String, importBy: String) throws {
    let values = session.texts(of: ["import": id, "source": source])
    func run(_ name: String, _ target: ImportTarget) throws {
      try connection.execute(
        try session.bind(try session.catalog.importStatement(name, of: target, values: values))
      )
    }
    for target in ImportTarget.kept { try run("import_put_in", target) }
    for target in ImportTarget.kept where target.canChange {
      try run(target.name == "touches" ? "import_put_back_touches" : "import_put_back", target)
    }
    try connection.execute(session.statements.importManagersBack(import: id))
    try connection.execute(
      session.statements.importPutBackPolicy(
        by: "\(NSUserName()), import revert \(id)",
        import: id,
        importBy: importBy,
        source: source
      )
    )
    for target in ImportTarget.kept.reversed() {
      try run(target.name == "recruiters" ? "import_removed_recruiters" : "import_removed", target)
    }
  }
}
