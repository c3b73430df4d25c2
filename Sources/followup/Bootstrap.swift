import Catalog
import FollowUpEngine
import Foundation
import LocalPostgres
import Logging
import Mail
import Postgres

/// The wiring: configuration, catalogue, database, log. Every command begins here.
struct Bootstrap: Sendable {
  let options: GlobalOptions
  let environment: [String: String]
  let settings: Settings
  let home: Home
  /// What is under sql/, read as it is needed.
  let catalog: Catalog
  let logger: Logger

  /// Reads the configuration and finds sql/ and jobs/; opens nothing.
  init(_ options: GlobalOptions) async throws {
    self.options = options
    environment = ProcessInfo.processInfo.environment
    settings = try await Settings.read(file: options.config, environment: environment)
    let installed = try Home.find(
      environment: environment,
      program: Bootstrap.programPath,
      workingFolder: FileManager.default.currentDirectoryPath
    )
    home = try Bootstrap.home(installed, settings)
    catalog = Catalog(home: home)
    logger = LogLines.logger(options)
  }

  /// With the user's own folders beside what is installed.
  static func home(_ installed: Home, _ settings: Settings) throws -> Home {
    let home = try installed.with(own: settings.list("catalog.folders"))
    return try settings["messages.folder"].map { try home.with(messages: $0) } ?? home
  }

  /// The configuration file that was read; nil: there is none.
  var configurationFile: String? { Settings.file(options.config, environment: environment) }

  /// A connection to the database: the configured one, else libpq's own PG* variables, else the private PostgreSQL.
  func connect() async throws -> Connection {
    try await Connection.open(try connectionSettings())
  }

  /// The same for migrations, which give up a lock after a few seconds: by then it is known who holds it. The migrator says so.
  func connectToMigrate() async throws -> Connection {
    try await Connection.open(try connectionSettings().waiting(lockPatience: .seconds(1), onLockWait: { _ in }))
  }

  /// A connection whose schema is that of this program. The private PostgreSQL is brought up to date by itself.
  func connectUpToDate() async throws -> Connection {
    let connection = try await connect()
    try await bringUpToDate(connection)
    return connection
  }

  /// Refuses a database whose schema is behind; the private PostgreSQL is brought up to date by itself.
  func bringUpToDate(_ connection: Connection) async throws {
    let migrator = Migrator(connection: connection, catalog: catalog, tell: { [logger] in logger.warning("\($0)") })
    let outcome = try await migrator.check()
    if outcome.isUpToDate { return }
    guard usesPrivateServer else {
      throw FollowUpError(
        .configuration,
        "the database's schema is older than this program (version \(outcome.from) of \(outcome.to))",
        remedy: "run followup migrate"
      )
    }
    for line in try await migrator.preview().lines where outcome.from > 0 { logger.notice("\(line)") }
    _ = try await migrator.migrate()
  }

  /// A session for the chosen agency at the chosen moment.
  func session() async throws -> AgencySession {
    let rough = try options.moment()
    let connection = try await connectUpToDate()
    let agency = try await Agencies(connection: connection, catalog: catalog).find(options.agency ?? settings["agency"])
    var session = AgencySession(connection: connection, catalog: catalog, agency: agency, asOf: rough, logger: logger)
    session.answers = try Incoming.answers(settings, agency)
    session.progress = options.progressTeller
    return session.at(try await options.moment(for: session))
  }

  /// A session that only reads, for the chosen agency at the chosen moment: at the replica for reports where there is one, unless the
  /// primary is asked for. A replica that is far behind is named.
  func readingSession(_ reading: ReadingOptions, agency name: String? = nil) async throws -> AgencySession {
    let rough = try options.moment()
    let connection = try await connectToRead(reading)
    let agencies = Agencies(connection: connection, catalog: catalog)
    let agency = try await agencies.find(name ?? options.agency ?? settings["agency"])
    var session = AgencySession(
      connection: connection,
      catalog: catalog,
      agency: agency,
      asOf: rough,
      logger: logger,
      isReadOnly: true
    )
    session.answers = try Incoming.answers(settings, agency)
    session.progress = options.progressTeller
    return session.at(try await options.moment(for: session))
  }

  /// A connection that only reads: to the replica for reports where there is one, unless the primary is asked for.
  func connectToRead(_ reading: ReadingOptions) async throws -> Connection {
    if let settings = replicaSettings(), !reading.primary { return try await connectToReplica(settings) }
    return try await connectUpToDate()
  }

  /// A session that only reads, where it is clear for which agency: the one that is named, or the only one there is. Else it is said that
  /// none is chosen, and the session is nil.
  func sessionIfChosen(_ reading: ReadingOptions) async throws -> AgencySession? {
    if options.agency == nil, settings["agency"] == nil {
      let connection = try await connectUpToDate()
      let agencies = try await Agencies(connection: connection, catalog: catalog).list()
      await connection.close()
      guard agencies.count == 1 else {
        logger.notice(
          agencies.isEmpty
            ? "this database has no agency yet: these are the defaults"
            : "this database has \(agencies.count) agencies: these are the defaults; --agency NAME shows what is in force for one"
        )
        return nil
      }
    }
    return try await readingSession(reading)
  }

  private func connectToReplica(_ settings: Connection.Settings) async throws -> Connection {
    let connection: Connection
    do {
      connection = try await Connection.open(settings)
    } catch let error as PostgresError where error.isConnectionFailure {
      throw FollowUpError(
        .unreachable,
        "the replica for reports cannot be reached: \(error)",
        remedy: "check that it runs and that database.reports_url names it, or read the primary: --primary"
      )
    }
    guard try await Migrator(connection: connection, catalog: catalog).check().isUpToDate else {
      throw FollowUpError(
        .configuration,
        "the schema at database.reports_url is older than this program",
        remedy:
          "wait until the replica has replayed the migration, run followup migrate if that has not been done, or read the primary: --primary"
      )
    }
    if let trouble = try await ReplicaLag.read(connection, catalog).trouble { logger.warning("\(trouble)") }
    return connection
  }

  /// Where mails go and whom they come from; a maildir given here wins over the configuration.
  func mail(maildir: String? = nil) throws -> Outgoing {
    try Outgoing.read(settings, environment: environment, maildir: maildir)
  }

  /// The same for what also works without: nil when no way to send is configured. One that is configured wrongly is refused.
  func mailIfConfigured() throws -> Outgoing? {
    settings["mail.url"] == nil && settings["mail.maildir"] == nil ? nil : try mail()
  }

  /// Where mail for the answer address arrives; a maildir given here wins over the configuration.
  func incoming(maildir: String? = nil) -> Incoming { Incoming(settings, environment: environment, maildir: maildir) }

  /// What gives a job's steps a reader of an agency's mailbox; nil: none is configured.
  func mailboxIfConfigured() -> (@Sendable (Agency) throws -> any MailboxReader)? {
    let incoming = incoming()
    return incoming.isConfigured ? { @Sendable agency in try incoming.reader(agency) } : nil
  }

  /// Where jobs write worklists and reports.
  var outputFolder: String { settings["output.folder"] ?? "followup-output" }

  /// Where files may tell of people of the agency. Where there are several, each has its own folder within that of the output.
  ///
  /// - Parameter out: the folder that was given instead of the configured one, which is looked through too.
  func traces(of session: AgencySession, out: String? = nil) async throws -> TraceFolders {
    let agencies = try await Agencies(connection: session.connection, catalog: session.catalog).list()
    return traces(of: session.agency, among: agencies, out: out)
  }

  /// The same where the agencies are known.
  func traces(of agency: Agency, among agencies: [Agency], out: String? = nil) -> TraceFolders {
    let outputs = [outputFolder] + [out].compactMap(\.self).filter { $0 != outputFolder }
    let others = Agencies.folders(agencies).filter { agencies.count > 1 && $0.key != agency.id }.values
    return TraceFolders(
      outputs + [settings["mail.maildir"]].compactMap(\.self),
      others: outputs.flatMap { folder in others.map { "\(folder)/\($0)" } }
    )
  }

  /// For how long a report may run, in seconds.
  func reportLimitSeconds() throws -> Int {
    guard let text = settings["reports.time_limit_seconds"] else { return ReportRunner.usualLimit }
    guard let seconds = Int(text), (1...86_400).contains(seconds) else {
      throw CatalogError(file: nil, "reports.time_limit_seconds must be a whole number from 1 to 86400, not \(text)")
    }
    return seconds
  }

  /// Whether no database is configured at all.
  var usesPrivateServer: Bool {
    settings["database.url"] == nil
      && !["PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE", "PGPORT", "PGUSER", "PGSERVICEFILE"].contains {
        !(environment[$0] ?? "").isEmpty
      }
  }

  /// How to reach the replica for reports; nil: there is none.
  func replicaSettings() -> Connection.Settings? {
    guard let url = settings["database.reports_url"] else { return nil }
    var parameters = Bootstrap.parameters
    if let role = settings["database.reports_role"] ?? settings["database.role"] { parameters["role"] = role }
    return connectionSettings(url, parameters)
  }

  private static let parameters = [
    "idle_in_transaction_session_timeout": "60s",
    "lock_timeout": "30s",
    "jit": "off",
  ]

  /// Pages and mails are compressed faster than by the server's usual method; not every server is built with it.
  private static let preferences = ["default_toast_compression": "lz4"]

  /// How to reach the database; starts the private PostgreSQL when that is used.
  func connectionSettings() throws -> Connection.Settings {
    var parameters = Bootstrap.parameters
    if let role = settings["database.role"] { parameters["role"] = role }
    return try connectionSettings(parameters)
  }

  private func connectionSettings(_ parameters: [String: String]) throws -> Connection.Settings {
    guard usesPrivateServer else { return connectionSettings(settings["database.url"] ?? "", parameters) }
    let running = try LocalCluster().start()
    if running.startedNow { logger.notice("started the private PostgreSQL in \(running.dataFolder)") }
    logger.notice("no database is configured: using the private PostgreSQL (followup local status)")
    return connectionSettings(running.conninfo, parameters)
  }

  /// A connection that sees the rows of every agency, and waits for other programs for as long as they take; a login that may not is refused.
  /// - Parameter url: another database than the configured one.
  func connectToAll(into url: String?) async throws -> (connection: Connection, access: Backup.Access) {
    var parameters = Bootstrap.parameters
    parameters["idle_in_transaction_session_timeout"] = "0"
    let place = try url.map { connectionSettings($0, parameters) } ?? connectionSettings(parameters)
    let plain = try await Connection.open(place)
    let access = try await Backup(connection: plain, catalog: catalog).access()
    guard access.role != access.login else { return (plain, access) }
    await plain.close()
    parameters["role"] = access.role
    let all = try url.map { connectionSettings($0, parameters) } ?? connectionSettings(parameters)
    return (try await Connection.open(all), access)
  }

  /// A process that waits for a lock of this program is told which command holds it, and where that runs; one that waits here says for whom.
  private func connectionSettings(_ conninfo: String, _ parameters: [String: String]) -> Connection.Settings {
    let command = CommandLine.arguments.dropFirst().prefix { !$0.hasPrefix("-") }.prefix(1)
    let place = "process \(getpid()) on \(ProcessInfo.processInfo.hostName)"
    let logger = logger
    return Connection.Settings(
      conninfo: conninfo,
      applicationName: (["followup"] + command + [place]).joined(separator: " "),
      parameters: parameters,
      preferences: Self.preferences,
      onLockWait: { logger.warning("\($0)") }
    )
  }

  /// Where the program is.
  static var programPath: String {
    do {
      return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    } catch {
      // Without /proc: as it was called.
      return CommandLine.arguments[0]
    }
  }
}
