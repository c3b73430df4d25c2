public import Catalog
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

    /// Whether there was nothing to do.
    public var isUpToDate: Bool { from == to && functions.isEmpty }
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
    let there = try await connection.query(Statement(try catalog.engine("schema_exists").bind([:])))
    guard try there.first?.get("there", as: Bool.self) == true else {
      return Outcome(from: 0, to: try catalog.migrations.count, functions: try catalog.functions.map(\.name))
    }
    return try await state(of: connection)
  }

  /// Applies what is missing in one transaction. Two migrators at once: the second waits, then finds nothing to do.
  public func migrate() async throws -> Outcome {
    let prepare = try catalog.engine("schema_prepare").bind([:])
    return try await connection.transaction { connection in
      try connection.executeScript(prepare.sql, file: prepare.file)
      let outcome = try await state(of: connection)
      for migration in try catalog.migrations.dropFirst(outcome.from) {
        let record = ["version": String(migration.version), "file": migration.file.path]
        try connection.execute(Statement(try catalog.engine("schema_record").bind(record)))
        try connection.executeScript(migration.file.text, file: migration.file.path)
      }
      for function in try catalog.functions where outcome.functions.contains(function.name) {
        try connection.executeScript(function.text, file: function.path)
        let record = ["name": function.name, "digest": function.digest]
        try connection.execute(Statement(try catalog.engine("schema_record_repeatable").bind(record)))
      }
      return outcome
    }
  }

  private func state(of connection: isolated Connection) async throws -> Outcome {
    let versions = try connection.query(Statement(try catalog.engine("schema_versions").bind([:])))
    let current = try versions.last?.get("version", as: Int.self) ?? 0
    let migrations = try catalog.migrations.count
    guard current <= migrations else {
      throw FollowUpError(
        .configuration,
        "the database's schema is version \(current), newer than this program's \(migrations)",
        remedy: "install the newer followup; an older one must not write to it"
      )
    }
    var applied: [String: String] = [:]
    for row in try connection.query(Statement(try catalog.engine("schema_repeatables").bind([:]))) {
      applied[try row.get("name")] = try row.get("digest", as: String.self)
    }
    // A changed file and all that come after it: later ones may rest on it.
    let functions = try catalog.functions
    let firstChanged = functions.firstIndex { applied[$0.name] != $0.digest } ?? functions.endIndex
    return Outcome(
      from: current,
      to: migrations,
      functions: functions[firstChanged...].map(\.name)
    )
  }
}
