public import Catalog
import Citus
public import Postgres
import Synchronization

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

  /// How long it goes on trying where other sessions hold locks.
  public struct Patience: Sendable {
    /// For how long a lock is waited for. Whoever comes later waits behind, even where only the one that holds it was in the way.
    let lock: Duration
    /// The pause after the first attempt; each later one is twice as long, up to half a minute.
    let pause: Duration
    /// For how long it is tried again.
    let total: Duration

    /// For how long to wait, each time and in all.
    public init(lock: Duration = .seconds(3), pause: Duration = .seconds(1), total: Duration = .seconds(300)) {
      self.lock = lock
      self.pause = pause
      self.total = total
    }
  }

  let connection: Connection
  let catalog: Catalog
  private let patience: Patience
  private let tell: @Sendable (String) -> Void

  /// A migrator over a connection that may create tables.
  /// - Parameters:
  ///   - patience: how long it goes on trying where others hold locks.
  ///   - tell: is told, a line each time, that something is tried again.
  public init(
    connection: Connection,
    catalog: Catalog,
    patience: Patience = Patience(),
    tell: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.connection = connection
    self.catalog = catalog
    self.patience = patience
    self.tell = tell
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

  /// Applies what is missing: each migration in a transaction of its own, then the functions and views in one; an empty database gets all in one.
  /// Where the database has Citus, the last one distributes what is not distributed yet.
  ///
  /// Nothing waits for a lock for longer than the patience says; what did not get one is rolled back, so that nobody waits behind it, and tried
  /// again. Two migrators at once take turns.
  /// - Returns: what was missing at first.
  /// - Throws: ``FollowUpError`` of kind `locked` when others hold a lock for too long, `failed` when the server refuses a step. What was applied before
  ///   that step stays, and the next call goes on from there.
  public func migrate() async throws -> Outcome {
    let distribution = distribution
    if try await inspect(connection).hasCitus {
      try await connection.transaction { connection in try distribution.makeRoles(connection) }
    }
    var found: Outcome?
    let turn = Turn()
    while true {
      let step = try await patiently { try await takeStep(turn) }
      let first = found ?? step.found
      found = first
      guard step.isLast else { continue }
      return Outcome(
        from: first.from,
        to: first.to,
        functions: first.functions,
        distributes: step.found.distributes
      )
    }
  }

  /// What one transaction did.
  private struct Step {
    /// What was missing before it.
    let found: Outcome
    /// Whether nothing is missing any more.
    let isLast: Bool
  }

  /// A step that the server refused; it was rolled back.
  private struct Refusal: Error {
    /// What was to be applied.
    let what: String
    /// The version at which the database stands.
    let version: Int
    let cause: PostgresError

    /// Whether it may go well when it is tried again: somebody held a lock, or two waited for each other.
    var isPassing: Bool { cause.isLockTimeout || cause.code == "40P01" }
  }

  /// Whether it was said that another migrator is at work.
  private final class Turn: Sendable {
    let isTold = Atomic(false)
  }

  private func takeStep(_ turn: Turn) async throws -> Step {
    let statements = Statements(catalog)
    let take = try statements.schemaTurn()
    let prepare = try statements.schemaPrepare()
    let patient = try statements.schemaLimits(lockTimeout: "0")
    let brief = try statements.schemaLimits(lockTimeout: "\(patience.lock.milliseconds)")
    return try await connection.transaction { connection in
      // The lock among migrators keeps nobody else waiting.
      _ = try connection.query(patient)
      if try connection.query(take).first?.taken == false, !turn.isTold.exchange(true, ordering: .relaxed) {
        tell("another followup migrate is at work in this database; this one waits for its turn")
      }
      try connection.executeScript(prepare.text, file: prepare.path)
      _ = try connection.query(brief)
      let hasCitus = try inspect(connection).hasCitus
      if hasCitus { try distribution.prepare(connection) }
      let found = try await state(of: connection, hasCitus)
      let missing = try catalog.migrations.dropFirst(found.from)
      let isNew = found.from == 0
      for migration in isNew ? missing : missing.prefix(1) {
        try refusing("migration \(migration.version)", found) {
          try connection.execute(statements.schemaRecord(file: migration.file.path, version: migration.version))
          try run(migration.file, hasCitus, on: connection)
        }
      }
      guard isNew || missing.isEmpty else { return Step(found: found, isLast: false) }
      for function in try catalog.functions where found.functions.contains(function.name) {
        try refusing(function.path, found) {
          try run(function, hasCitus, on: connection)
          try connection.execute(statements.schemaRecordRepeatable(digest: function.digest, name: function.name))
        }
      }
      guard hasCitus else { return Step(found: found, isLast: true) }
      let distributes = try distribution.undistributed(connection)
      if !found.isUpToDate || !distributes.isEmpty { try distribution.distribute(connection) }
      return Step(
        found: Outcome(from: found.from, to: found.to, functions: found.functions, distributes: distributes),
        isLast: true
      )
    }
  }

  /// Says of a refusal what was refused.
  private func refusing(_ what: String, _ found: Outcome, _ work: () throws -> Void) throws {
    do {
      try work()
    } catch let error as PostgresError where error.kind == .server {
      throw Refusal(what: what, version: found.from, cause: error)
    }
  }

  private func patiently(_ step: () async throws -> Step) async throws -> Step {
    let began = ContinuousClock.now
    var pause = patience.pause
    var attempts = 1
    while true {
      do {
        return try await step()
      } catch let refusal as Refusal {
        let stands =
          refusal.version == 0 ? "the database is as it was" : "the database stands at version \(refusal.version)"
        guard refusal.isPassing else {
          throw FollowUpError(
            .failed,
            "\(refusal.what) was not applied, and nothing of it is stored: \(stands): \(refusal.cause)",
            remedy: "remove the cause, then run followup migrate again, which goes on from there"
          )
        }
        guard began.duration(to: .now) + pause <= patience.total else {
          throw FollowUpError(
            .locked,
            "\(refusal.what) was not applied, and nothing of it is stored: \(stands): "
              + "\(refusal.cause.message) (attempt \(attempts))",
            remedy:
              "wait until that session is done, or end it with pg_terminate_backend and the number of its process, "
              + "then run followup migrate again, which goes on from there"
          )
        }
        tell(
          "\(refusal.what) did not get a lock within \(patience.lock.inWords) and was rolled back, so that nobody waits behind it: "
            + "\(refusal.cause.message); it is tried again in \(pause.inWords)"
        )
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .seconds(30))
        attempts += 1
      }
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

extension Duration {
  /// In whole milliseconds.
  var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }

  /// 3 s, or 0.2 s.
  fileprivate var inWords: String {
    milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(Double(milliseconds) / 1000) s"
  }
}
