import Foundation
import Glibc

/// Starting and stopping: all of it under the lock.
extension LocalCluster {
  func startServer() throws -> Running {
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
          "the private PostgreSQL did not start",
          output: logText(from: offset),
          place: place.log
        )
      }
      usleep(10_000)
    }
    throw LocalPostgresError.reported(
      "the private PostgreSQL (process \(process)) is not ready after \(Self.startPatience)",
      output: logText(from: offset),
      place: place.log
    )
  }

  func stopServer() throws -> Bool {
    guard let server = Postmaster.alive(in: place.data) else { return false }
    guard kill(server.process, SIGINT) == 0 || errno == ESRCH else {
      throw Files.refused("stop the server (process \(server.process)) of", place.data, code: errno)
    }
    let clock = ContinuousClock()
    let end = clock.now + Self.stopPatience
    while Postmaster.isServer(server.process, of: place.data) {
      guard clock.now < end else {
        throw LocalPostgresError.reported(
          "the private PostgreSQL (process \(server.process)) has not stopped for \(Self.stopPatience)",
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
        "PostgreSQL does not run as root but as \(user.name), which has no access to \(closed)",
        where: path,
        remedy:
          "open that folder (chmod o+x \(closed)), or set FOLLOWUP_DATA to a folder that is open, e.g. /var/lib/followup"
      )
    }
  }

  private func checkVersion(_ binaries: ServerBinaries) throws {
    guard let made = place.dataMajor, made != binaries.major else { return }
    throw LocalPostgresError(
      .otherVersion,
      "the data was created by PostgreSQL \(made); the server found is \(binaries.version), in \(binaries.folder)",
      where: place.data,
      remedy: """
        install the server of version \(made) again (it is then used automatically), or move the data: with version \
        \(made), pg_dumpall into a file; then start with an empty folder (FOLLOWUP_DATA) and load the file with psql
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
