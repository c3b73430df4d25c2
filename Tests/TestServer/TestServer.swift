import Foundation
import LocalPostgres
import Synchronization

/// A PostgreSQL for tests: $FOLLOWUP_TEST_SERVER (a libpq connection string of a superuser, `key=value` words) when it is
/// set, else a private one of this process, made at first use.
///
/// ```swift
/// let empty = try await TestServer.makeTemplate(name: "schema") { conninfo in try await migrate(conninfo) }
/// let database = try TestServer.clone(empty)  // one for each test, gone with the last reference to it
/// ```
///
/// The private server keeps nothing safe (no fsync) and does nothing by itself (no autovacuum: statistics come from the
/// test's own ANALYZE). It goes when the process ends, however it ends, see `Watcher`.
public enum TestServer {
  /// The connection string of a database of the server, as its superuser. Starts the server when it does not run yet.
  public static func conninfo(database: String = "postgres") throws -> String {
    let words = try server().split(separator: " ").filter { !$0.hasPrefix("dbname=") }
    return words.joined(separator: " ") + " dbname=\(database)"
  }

  /// A database made once, to be cloned.
  public struct Template: Sendable {
    /// Its name on the server; unique to this process.
    public let name: String

    /// A database that is on the server already; cloning leaves it as it is.
    public init(name: String) {
      self.name = name
    }
  }

  /// Makes a database and fills it with `build`, once in this process for each name; later and simultaneous calls get
  /// the same one. `build` must close its connections before it returns, else cloning is refused.
  ///
  /// - Throws: what `build` throws, to each caller.
  public static func makeTemplate(
    name: String,
    build: @escaping @Sendable (_ conninfo: String) async throws -> Void
  ) async throws -> Template {
    let task = templates.withLock { templates in
      if let task = templates[name] { return task }
      let task = Task {
        let database = uniqueName(name)
        try run("CREATE DATABASE \(database)")
        try await build(conninfo(database: database))
        return Template(name: database)
      }
      templates[name] = task
      return task
    }
    return try await task.value
  }

  /// A new database with the template's content. It is dropped by `close()` or with the last reference to it.
  public static func clone(_ template: Template) throws -> TestDatabase {
    let name = uniqueName("clone")
    try run("CREATE DATABASE \(name) TEMPLATE \(template.name) STRATEGY FILE_COPY")
    return TestDatabase(name: name, conninfo: try conninfo(database: name))
  }

  /// A new, empty database.
  public static func makeDatabase() throws -> TestDatabase {
    let name = uniqueName("empty")
    try run("CREATE DATABASE \(name) STRATEGY FILE_COPY")
    return TestDatabase(name: name, conninfo: try conninfo(database: name))
  }

  /// Makes an empty database of that name, to stay; false: there is one.
  public static func makeDatabase(named name: String) throws -> Bool {
    let words = ["--no-psqlrc", "--no-password", "--quiet", "--list", "--no-align", "--tuples-only", try conninfo()]
    let list = try Command(try binaries.get().path("psql"), words).run()
    guard list.status == 0 else { throw TestServerError(statement: "psql --list", words: list.standardError) }
    let isThere = list.standardOutput.split(separator: "\n").contains { $0.hasPrefix("\(name)|") }
    guard !isThere else { return false }
    try run("CREATE DATABASE \(name)")
    return true
  }

  /// Has a folder removed when this process ends, however it ends; when it is the folder of a private PostgreSQL
  /// (`LocalCluster`, $FOLLOWUP_DATA), its server is stopped first.
  public static func removeAtExit(_ folder: String) throws {
    try Watcher.watch(folder)
  }

  /// The folder of PostgreSQL's programs that belong to the tests (psql, pg_dump).
  public static func programs() throws -> String {
    try binaries.get().path("")
  }

  /// Runs a file with psql, with psql's variables set; it ends at the first error.
  ///
  /// - Parameter options: psql's own, such as `--csv`.
  /// - Returns: what it printed.
  @discardableResult
  public static func run(
    file: String,
    variables: [String: String],
    options: [String] = [],
    conninfo: String
  ) throws -> String {
    let settings = options + variables.sorted { $0.key < $1.key }.map { "--set=\($0.key)=\($0.value)" }
    let words = ["--no-psqlrc", "--no-password", "--quiet", "--set=ON_ERROR_STOP=1"] + settings
    let output = try Command(try binaries.get().path("psql"), words + ["--file=\(file)", conninfo]).run()
    guard output.status == 0 else { throw TestServerError(statement: file, words: output.standardError) }
    return output.standardOutput
  }

  /// Drops a login that a test made, after the databases in which it has anything.
  public static func dropRole(_ name: String) throws {
    try run("DROP ROLE \(name)")
  }

  private static let templates = Mutex<[String: Task<Template, any Error>]>([:])
  private static let counter = Atomic<Int>(0)

  private static func uniqueName(_ name: String) -> String {
    let plain = name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    let number = counter.wrappingAdd(1, ordering: .relaxed).newValue
    return "test_\(plain.prefix(30))_\(getpid())_\(number)"
  }

  /// Runs one statement in the maintenance database, with psql.
  static func run(_ statement: String) throws {
    let words = ["--no-psqlrc", "--no-password", "--quiet", "--command=\(statement)", try conninfo()]
    let output = try Command(try binaries.get().path("psql"), words).run()
    guard output.status == 0 else {
      throw TestServerError(statement: statement, words: output.standardError)
    }
  }

  private static let binaries = Result {
    try ServerBinaries.find(environment: ProcessInfo.processInfo.environment)
  }

  private static func server() throws -> String {
    try started.get()
  }

  private static let started = Result {
    if let shared = ProcessInfo.processInfo.environment["FOLLOWUP_TEST_SERVER"], !shared.isEmpty { return shared }
    return try startPrivate()
  }

  private static func startPrivate() throws -> String {
    let folder = "/tmp/followup-test-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 16))"
    try Watcher.watch(folder)
    let cluster = try LocalCluster(
      folder: folder,
      settings: [
        "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal",
        "max_wal_senders": "0", "max_wal_size": "4GB", "checkpoint_timeout": "1h", "autovacuum": "off",
        "max_connections": "800",
      ]
    )
    return try cluster.start().conninfo
  }
}

/// A statement that the test server refused.
public struct TestServerError: Error, CustomStringConvertible, Sendable {
  let statement: String
  let words: String

  /// The statement and the server's words.
  public var description: String { "\(statement): \(words)" }
}
