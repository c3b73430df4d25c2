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
  private let settings: [String: String]
  private let environment: [String: String]
  private static let startPatience = Duration.seconds(180)
  private static let stopPatience = Duration.seconds(120)
  private static let longestLog: off_t = 16 << 20

  private var place: ClusterFolder { ClusterFolder(path: folder) }

  /// Names the cluster; nothing is looked at or made yet.
  ///
  /// - Parameters:
  ///   - folder: the folder of the cluster; by default $FOLLOWUP_DATA, else followup/postgres in $XDG_DATA_HOME or
  ///     ~/.local/share, or for root, whose home the server may not enter, /var/lib/followup/postgres.
  ///   - settings: PostgreSQL settings that differ from the defaults. They take effect when the server is started, not
  ///     while it runs. `fsync=off` is for tests: data is lost with the power.
  /// - Throws: `LocalPostgresError` when a setting has no proper name, or there is no home folder.
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
        "The folder is not one of followup's private PostgreSQL.",
        where: folder,
        remedy: "Nothing was removed. Name the right folder in FOLLOWUP_DATA, or remove this one yourself."
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
  private func serverUser() throws -> ServerUser { try .choose(ownerOfData: place.ownerOfData) }

  private func state(of server: Postmaster, startedNow: Bool = false) throws -> Status {
    let process = server.process
    guard server.isReady else { return .notReady(pid: process, reason: "the server is \(server.state)") }
    guard Files.exists(server.socket) else {
      return .notReady(pid: process, reason: "its socket \(server.socket) is gone; the next start restarts it")
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
          "The private PostgreSQL (process \(process)) refuses connections.",
          output: words,
          place: server.socketFolder
        )
      }
    }
    return .notReady(pid: process, reason: "its database \(NewCluster.database) is being made")
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
          "The private PostgreSQL (process \(server.process)) has been \(server.state) for "
            + "\(Self.startPatience).",
          where: place.log,
          remedy: "After a crash it may have much to recover; try again."
        )
      }
      usleep(20_000)
    }
    return nil
  }
}

// MARK: - Starting and stopping, under the lock

extension LocalCluster {
  private func startServer() throws -> Running {
    let user = try serverUser()
    let binaries = try ServerBinaries.find(environment: environment, major: place.dataMajor)
    try checkReach(user, binaries)
    if place.isInitialised {
      try checkVersion(binaries)
      try cleanAfterCrash(user)
    } else {
      try NewCluster(folder: place, binaries: binaries, user: user, settings: settings).make()
    }
    let socket = SocketFolder.choose(for: place, user: user)
    try socket.prepare(for: user)
    try socket.removeStale()
    let configuration = ServerConfiguration(
      socketFolder: socket.path,
      accessFile: place.access,
      locale: NewCluster.locale,
      settings: settings
    )
    try Files.write(configuration.text, to: place.configuration, mode: 0o644)
    try Files.write(ServerConfiguration.access, to: place.access, mode: 0o644)

    let log = try openLog(user)
    defer { close(log.file) }
    let command = Command(
      binaries.path("postgres"),
      ["-D", place.data, "-c", "config_file=\(place.configuration)"]
    )
    let process = try user.run(command).launch(log: log.file)
    return try waitForServer(process, logFrom: log.offset)
  }

  private func waitForServer(_ process: pid_t, logFrom offset: off_t) throws -> Running {
    let clock = ContinuousClock()
    let end = clock.now + Self.startPatience
    while clock.now < end {
      let isOver = Command.isOver(process)
      if let server = Postmaster.alive(in: place.data) {
        let startedNow = server.process == process
        if case .running(let running) = try state(of: server, startedNow: startedNow) { return running }
      } else if isOver {
        throw LocalPostgresError.reported(
          "The private PostgreSQL did not start.",
          output: logText(from: offset),
          place: place.log
        )
      }
      usleep(10_000)
    }
    throw LocalPostgresError.reported(
      "The private PostgreSQL (process \(process)) is not ready after \(Self.startPatience).",
      output: logText(from: offset),
      place: place.log
    )
  }

  private func stopServer() throws -> Bool {
    guard let server = Postmaster.alive(in: place.data) else { return false }
    guard kill(server.process, SIGINT) == 0 || errno == ESRCH else {
      throw Files.refused("stop the server (process \(server.process)) of", place.data, code: errno)
    }
    let clock = ContinuousClock()
    let end = clock.now + Self.stopPatience
    while Postmaster.isServer(server.process, of: place.data) {
      guard clock.now < end else {
        throw LocalPostgresError.reported(
          "The private PostgreSQL (process \(server.process)) has not stopped for \(Self.stopPatience).",
          output: "",
          place: place.log
        )
      }
      usleep(10_000)
    }
    return true
  }

  /// No server is alive; processes it left are ended, and a recorded process id that belongs to another program by now is
  /// forgotten, because PostgreSQL itself would take that program for a server.
  private func cleanAfterCrash(_ user: ServerUser) throws {
    guard let dead = Postmaster.recorded(in: place.data) else { return }
    try Postmaster.endOrphans(in: place.data, user: user)
    if kill(dead.process, 0) == 0 || errno == EPERM { try Files.remove(place.data + "/postmaster.pid") }
  }

  private func checkReach(_ user: ServerUser, _ binaries: ServerBinaries) throws {
    for path in [folder, binaries.folder] {
      guard let closed = try user.firstClosedFolder(towards: path) else { continue }
      throw LocalPostgresError(
        .permission,
        "PostgreSQL does not run as root but as \(user.name), who may not enter \(closed).",
        where: path,
        remedy: "Open that folder (chmod o+x \(closed)), or set FOLLOWUP_DATA to one that is, e.g. /var/lib/followup."
      )
    }
  }

  private func checkVersion(_ binaries: ServerBinaries) throws {
    guard let made = place.dataMajor, made != binaries.major else { return }
    throw LocalPostgresError(
      .otherVersion,
      "The data was made by PostgreSQL \(made); the server found is \(binaries.version), in \(binaries.folder).",
      where: place.data,
      remedy: """
        Install the server of version \(made) again (it is then used by itself), or carry the data over: with version \
        \(made), pg_dumpall into a file; then start on an empty folder (FOLLOWUP_DATA) and load the file with psql.
        """
    )
  }

  private func openLog(_ user: ServerUser) throws -> (file: Int32, offset: off_t) {
    if let found = Files.look(place.log), found.st_size > Self.longestLog {
      try Files.rename(place.log, to: place.oldLog)
    }
    let file = Command.clearOfStandard(
      open(place.log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600)
    )
    guard file >= 0 else { throw Files.refused("open", place.log, code: errno) }
    try Files.give(place.log, to: user)
    return (file, lseek(file, 0, SEEK_END))
  }

  private func logText(from offset: off_t) -> String {
    guard let bytes = FileManager.default.contents(atPath: place.log) else { return "" }
    return String(decoding: bytes.dropFirst(Int(offset)), as: UTF8.self)
  }
}
