public import Catalog
import Citus
public import Postgres

/// Brings a database's schema up to date: forward-only migrations, then the functions and views whose text changed.
public struct Migrator: Sendable {
  /// What a migration did, or would do.
  public struct Outcome: Sendable, Equatable {
    /// The version before; 0: an empty database.
    public let from: Int
    /// The version of the program.
    public let to: Int
    /// Files of sql/functions whose text differs from what was applied.
    public let functions: [String]
    /// Tables that were to be distributed over the nodes; empty without Citus.
    public let distributes: [String]

    /// Whether there was nothing to do.
    public var isUpToDate: Bool { from == to && functions.isEmpty && distributes.isEmpty }
  }

  private let connection: Connection
  private let catalog: Catalog

  /// A migrator over a connection that may create tables.
  public init(connection: Connection, catalog: Catalog) {
    self.connection = connection
    self.catalog = catalog
  }

  /// What is missing, without changing anything. A database newer than the program is refused.
  public func check() async throws -> Outcome {
    let (isThere, hasCitus) = try await inspect(connection)
    guard isThere else {
      return Outcome(
        from: 0,
        to: try catalog.schemaVersion,
        functions: try catalog.functions.map(\.name),
        distributes: []
      )
    }
    return try await state(of: connection, hasCitus)
  }

  /// Applies what is missing in one transaction; where the database has Citus, distributes what is not distributed yet. Two migrators at once: the
  /// second waits, then finds nothing to do.
  public func migrate() async throws -> Outcome {
    let statements = Statements(catalog)
    let prepare = try statements.schemaPrepare()
    return try await connection.transaction { connection in
      try connection.executeScript(prepare.text, file: prepare.path)
      let hasCitus = try inspect(connection).hasCitus
      if hasCitus { try distribution.prepare(connection) }
      let outcome = try await state(of: connection, hasCitus)
      for migration in try catalog.migrations.dropFirst(outcome.from) {
        try connection.execute(statements.schemaRecord(file: migration.file.path, version: migration.version))
        try run(migration.file, hasCitus, on: connection)
      }
      for function in try catalog.functions where outcome.functions.contains(function.name) {
        try run(function, hasCitus, on: connection)
        try connection.execute(statements.schemaRecordRepeatable(digest: function.digest, name: function.name))
      }
      guard hasCitus else { return outcome }
      let distributes = try distribution.undistributed(connection)
      if !outcome.isUpToDate || !distributes.isEmpty { try distribution.distribute(connection) }
      return Outcome(from: outcome.from, to: outcome.to, functions: outcome.functions, distributes: distributes)
    }
  }

  private func inspect(_ connection: isolated Connection) throws -> (isThere: Bool, hasCitus: Bool) {
    guard let row = try connection.query(Statements(catalog).schemaExists()).first else { return (false, false) }
    return (row.there, row.citus)
  }

  private func run(_ file: SQLFile, _ hasCitus: Bool, on connection: isolated Connection) throws {
    if hasCitus {
      try Distribution.run(file, connection)
    } else {
      try connection.executeScript(file.text, file: file.path)
    }
  }

  private var distribution: Distribution { Distribution(catalog) }

  private func state(of connection: isolated Connection, _ hasCitus: Bool) async throws -> Outcome {
    let current = try connection.query(Statements(catalog).schemaVersions()).last?.version ?? 0
    let migrations = try catalog.schemaVersion
    guard current <= migrations else {
      throw FollowUpError(
        .configuration,
        "the database's schema is version \(current), newer than this program's \(migrations)",
        remedy: "install the newer followup; an older one must not write to it"
      )
    }
    var applied: [String: String] = [:]
    for row in try connection.query(Statements(catalog).schemaRepeatables()) { applied[row.name] = row.digest }
    // A changed file and all that come after it: later ones may rest on it.
    let functions = try catalog.functions
    let firstChanged = functions.firstIndex { applied[$0.name] != $0.digest } ?? functions.endIndex
    return Outcome(
      from: current,
      to: migrations,
      functions: functions[firstChanged...].map(\.name),
      distributes: hasCitus ? try distribution.undistributed(connection) : []
    )
  }
}
