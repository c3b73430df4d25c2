public import Catalog
import Citus
public import Foundation
public import Logging
public import Mail
public import Postgres

/// A tenant.
public struct Agency: Sendable, Equatable {
  /// Its id, the first column of every key.
  public let id: Int
  /// Its name.
  public let name: String
  /// The IANA zone in which it counts days.
  public let timeZone: String
  /// How its statements get to the node that holds its rows; nil: the tables are not distributed.
  public let relay: Relay?

  /// A tenant as the database has it.
  public init(id: Int, name: String, timeZone: String, relay: Relay? = nil) {
    self.id = id
    self.name = name
    self.timeZone = timeZone
    self.relay = relay
  }
}

/// A connection that works for one agency at one moment: what every capability of the engine is given.
public struct AgencySession: Sendable {
  /// The connection; it keeps no state between transactions.
  public let connection: Connection
  /// The definitions.
  public private(set) var catalog: Catalog
  /// The tenant.
  public let agency: Agency
  /// The moment that every date decision uses.
  public private(set) var asOf: Date
  /// Where trouble is told.
  public private(set) var logger: Logger
  /// Whether transactions are read-only, as they must be on a standby; the server refuses every write.
  public let isReadOnly: Bool
  /// The run this work belongs to; nil: a command by hand.
  public var fence: RunFence?
  /// Where the answers go that buttons in mails and pages open; nil: there are none.
  public var answers: Mailbox?
  /// Who is told how far the work has come; nil: nobody watches, and nothing is counted for it.
  public var progress: ProgressTeller?

  /// A session.
  public init(
    connection: Connection,
    catalog: Catalog,
    agency: Agency,
    asOf: Date,
    logger: Logger,
    isReadOnly: Bool = false,
    fence: RunFence? = nil
  ) {
    self.connection = connection
    self.catalog = catalog
    self.agency = agency
    self.asOf = asOf
    self.logger = logger
    self.isReadOnly = isReadOnly
    self.fence = fence
  }

  /// The same session at another moment.
  public func at(_ moment: Date) -> AgencySession {
    var session = self
    session.asOf = moment
    return session
  }

  /// The same session with other definitions.
  public func with(_ catalog: Catalog) -> AgencySession {
    var session = self
    session.catalog = catalog
    return session
  }

  /// The same session with another logger.
  func logging(to logger: Logger) -> AgencySession {
    var session = self
    session.logger = logger
    return session
  }

  /// The same session as part of a run.
  func within(_ fence: RunFence) -> AgencySession {
    var session = self
    session.fence = fence
    return session
  }

  /// A session over a connection of its own, outside the run: for what is a fact whoever has the run. The caller closes it.
  public func apart() async throws -> AgencySession {
    var session = AgencySession(
      connection: try await connection.another(),
      catalog: catalog,
      agency: agency,
      asOf: asOf,
      logger: logger
    )
    session.answers = answers
    return session
  }

  /// Ends the connection.
  public func close() async {
    await connection.close()
  }

  /// One transaction with the agency chosen for row-level security and, within a run, the run's fence held: a run that was taken
  /// over by somebody else can write nothing.
  ///
  /// - Parameter keeps: asked with what the body returned; where it says no, all of it is rolled back.
  public func transaction<T: Sendable>(
    keepingIf keeps: @escaping @Sendable (T) -> Bool = { _ in true },
    _ body: @escaping @Sendable (isolated Connection) async throws -> T
  ) async throws -> T {
    // For what runs here; a statement that goes to the agency's node finds the agency chosen there.
    let choose = try Statements(catalog, agency: agency.id).chooseAgency()
    let hold = try fence.map { try statements.runHold(epoch: $0.epoch, lease: $0.leaseSeconds, run: $0.run) }
    let lost = fence.map { RunFence.lost($0) }
    return try await connection.transaction(isReadOnly ? "READ ONLY" : "", keepingIf: keeps) { connection in
      _ = try connection.query(choose)
      if let hold, let lost, try connection.execute(hold) != 1 { throw lost }
      return try await body(connection)
    }
  }

  /// A transaction that is rolled back, and what was seen in it: for what is tried and must not stay.
  public func rollingBack<T: Sendable>(
    _ body: @escaping @Sendable (isolated Connection) async throws -> T
  ) async throws -> T {
    try await transaction(keepingIf: { _ in false }, body)
  }

  /// One read-only transaction for work that streams rows out. It does not hold the run's fence, so that a takeover never waits
  /// for a reader that hangs; ``checkRun(on:)`` says before something is put in place whether the run is still this one's.
  ///
  /// - Parameter beginning: chooses the agency, and what else the transaction needs; nil: only the agency.
  public func reading<T: Sendable>(
    beginning: Statement? = nil,
    _ body: @escaping @Sendable (isolated Connection) async throws -> T
  ) async throws -> T {
    // Renews the lease, or ends here.
    if fence != nil { try await transaction { _ in } }
    let choose = try beginning ?? Statements(catalog, agency: agency.id).chooseAgency().statement
    return try await connection.transaction("READ ONLY") { connection in
      _ = try connection.query(choose)
      return try await body(connection)
    }
  }

  /// Throws kind `locked` when the run was taken over by another runner.
  func checkRun(on connection: isolated Connection) throws {
    guard let fence else { return }
    if try connection.query(statements.runIsMine(epoch: fence.epoch, run: fence.run)).isEmpty {
      throw RunFence.lost(fence)
    }
  }

  /// A file of the catalogue with its values; `:agency` and `:as_of` are bound by themselves.
  public func bind(
    _ file: SQLFile,
    _ values: [String: (any PostgresEncodable)?] = [:],
    parts: [String: [SQLPart]] = [:]
  ) throws -> Statement {
    try bind(SQLPart(file, texts(of: values), parts: parts))
  }

  /// A file of the catalogue that has its values already.
  func bind(_ part: SQLPart) throws -> Statement {
    var statement = Statement(try part.bind())
    statement.relay = agency.relay
    return statement
  }

  /// Values as a file takes them, with those that are bound by themselves.
  func texts(of values: [String: (any PostgresEncodable)?]) -> [String: String?] {
    var texts: [String: String?] = ["agency": String(agency.id), "as_of": asOf.postgresText]
    for (name, value) in values { texts[name] = .some(value?.postgresText) }
    return texts
  }

  /// Runs a script that gathers statistics; where the tables are distributed, of the agency's part of them.
  func gatherStatistics(_ script: SQLFile, on connection: isolated Connection) throws {
    guard let relay = agency.relay else { return try connection.executeScript(script.text, file: script.path) }
    for var statement in try Distribution(catalog).statistics(script, of: agency.id, connection) {
      statement.relay = relay
      try connection.execute(statement)
    }
  }
}

extension Statement {
  /// A statement of the catalogue.
  public init(_ bound: BoundSQL) {
    self.init(bound.sql, values: bound.values, file: bound.file)
  }
}

/// The run that work belongs to: its row is updated at the start of every transaction `where epoch = mine`.
public struct RunFence: Sendable, Equatable {
  /// The run.
  public let run: Int
  /// The epoch in which this runner took it.
  public let epoch: Int
  /// For how long the runner is presumed alive after each transaction's start, in seconds.
  public let leaseSeconds: Int

  /// A fence.
  public init(run: Int, epoch: Int, leaseSeconds: Int) {
    self.run = run
    self.epoch = epoch
    self.leaseSeconds = leaseSeconds
  }

  static func lost(_ fence: RunFence) -> FollowUpError {
    FollowUpError(
      .locked,
      "run \(fence.run) was taken over by another runner",
      remedy: "nothing more was written; see `followup runs \(fence.run)`"
    )
  }
}
