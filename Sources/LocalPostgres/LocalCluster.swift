import Foundation
import Glibc

/// A private PostgreSQL in a folder of the user's, reached through a Unix socket only.
///
/// ```swift
/// let running = try LocalCluster().start()
/// print(running.conninfo)  // host=/home/eva/.local/share/followup/postgres/socket port=5432 user=followup dbname=followup
/// ```
///
/// Every call blocks until it is done. Calls from several processes at once are safe: one does the work, the others
/// wait for it. The server is a process of its own and goes on when the caller ends; its log is server.log in the folder.
/// Errors are `LocalPostgresError`.
public struct LocalCluster: Sendable {
  /// The folder that holds the data, the configuration, the log and, when its path is short enough, the socket.
  public let folder: String
  let settings: [String: String]
  let environment: [String: String]
  static let startPatience = Duration.seconds(180)
  static let stopPatience = Duration.seconds(120)
  static let longestLog: off_t = 16 << 20

  var place: ClusterFolder { ClusterFolder(path: folder) }

  /// Names the cluster; nothing is looked at or made yet.
  ///
  /// - Parameters:
  ///   - folder: the folder of the cluster; by default $FOLLOWUP_DATA, else followup/postgres in $XDG_DATA_HOME or
  ///     ~/.local/share, or for root, whose home the server may not enter, /var/lib/followup/postgres.
  ///   - settings: PostgreSQL settings that differ from the defaults. They take effect when the server is started, not
  ///     while it runs. `fsync=off` is for tests: data is lost with the power.
  /// - Throws: `LocalPostgresError` when a setting has no proper name, or the user has no home folder.
  public init(folder: String? = nil, settings: [String: String] = [:]) throws {
    try self.init(folder: folder, settings: settings, environment: ProcessInfo.processInfo.environment)
  }

  init(folder: String?, settings: [String: String], environment: [String: String]) throws {
    try ServerConfiguration.check(settings)
    self.folder = try folder.map(Files.canonical) ?? DefaultFolder(environment: environment).path()
    self.settings = settings
    self.environment = environment
  }

  /// Makes the cluster when there is none, starts the server unless it runs, and returns how to reach it.
  ///
  /// A server that crashed is recovered; one whose socket was removed is restarted.
  /// - Throws: `LocalPostgresError`; for a server that does not come up, with the end of its log.
  public func start() throws -> Running {
    if let server = Postmaster.alive(in: place.data), case .running(let running) = try state(of: server) {
      return running
    }
    try place.prepare()
    let lock = try FolderLock(place.lock)
    defer { extendLifetime(lock) }
    try place.claim()
    if let running = try settle() { return running }
    return try startServer()
  }

  /// Stops the server: open transactions are rolled back, connections closed, data written. Waits for its end.
  ///
  /// - Returns: false when no server was running.
  public func stop() throws -> Bool {
    guard place.isOurs else {
      try place.refuseForeign()
      return false
    }
    let lock = try FolderLock(place.lock)
    defer { extendLifetime(lock) }
    return try stopServer()
  }

  /// Says what is there, and changes nothing.
  public func status() throws -> Status {
    try place.refuseForeign()
    guard place.isInitialised else { return .absent }
    if let server = Postmaster.alive(in: place.data) { return try state(of: server) }
    guard let dead = Postmaster.recorded(in: place.data) else { return .stopped }
    return .stale(reason: "the server (process \(dead.process)) ended without stopping; the next start recovers it")
  }

  /// Stops the server and removes the cluster with all its data. What others put into the folder stays.
  ///
  /// - Throws: `LocalPostgresError` of kind `foreignFolder` for a folder that this program did not make.
  public func destroy() throws {
    guard Files.exists(folder) else { return }
    guard place.isOurs else {
      throw LocalPostgresError(
        .foreignFolder,
        "the folder does not belong to followup's private PostgreSQL",
        where: folder,
        remedy: "nothing was removed; give the right folder in FOLLOWUP_DATA, or remove this one yourself"
      )
    }
    let lock = try FolderLock(place.lock)
    defer { extendLifetime(lock) }
    let user = try serverUser()
    _ = try stopServer()
    if place.isInitialised { try Postmaster.endOrphans(in: place.data, user: user) }
    let socket = SocketFolder.choose(for: place, user: user)
    if let found = Files.look(socket.path), found.st_uid == user.id { try Files.remove(socket.path) }
    try place.removeEverything()
  }
}

// MARK: - What is there

extension LocalCluster {
  func serverUser() throws -> ServerUser { try .choose(ownerOfData: place.ownerOfData) }

  func state(of server: Postmaster, startedNow: Bool = false) throws -> Status {
    let process = server.process
    guard server.isReady else { return .notReady(pid: process, reason: "the server is \(server.state)") }
    guard Files.exists(server.socket) else {
      return .notReady(pid: process, reason: "its socket \(server.socket) no longer exists; the next start restarts it")
    }
    try SocketFolder(path: server.socketFolder).check(serverUser())
    let programs = try server.programs ?? ServerBinaries.find(environment: environment, major: place.dataMajor).folder
    let session = Session(psql: programs + "/psql", socketFolder: server.socketFolder, port: server.port)
    for _ in 0..<2 {
      switch try session.askVersion() {
      case .version(let version):
        return .running(Running(server, data: place.data, startedNow: startedNow, serverVersion: version))
      case .noDatabase:
        try session.makeDatabase()
      case .notYet:
        return .notReady(pid: process, reason: "the server is starting or stopping")
      case .refused(let words):
        throw LocalPostgresError.reported(
          "the private PostgreSQL (process \(process)) refuses connections",
          output: words,
          place: server.socketFolder
        )
      }
    }
    return .notReady(pid: process, reason: "its database \(NewCluster.database) is being created")
  }

  /// Under the lock: waits until a living server either answers or has ended, and stops one that nobody can reach.
  private func settle() throws -> Running? {
    let clock = ContinuousClock()
    let end = clock.now + Self.startPatience
    while let server = Postmaster.alive(in: place.data) {
      let state = try state(of: server)
      if case .running(let running) = state { return running }
      if server.isReady && !Files.exists(server.socket) {
        _ = try stopServer()
        break
      }
      guard clock.now < end else {
        throw LocalPostgresError(
          .failed,
          "the private PostgreSQL (process \(server.process)) has been \(server.state) for "
            + "\(Self.startPatience)",
          where: place.log,
          remedy: "after a crash it may have much to recover; try again"
        )
      }
      usleep(20_000)
    }
    return nil
  }
}
