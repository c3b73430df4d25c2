import Foundation
import Glibc

/// What lies where in the folder of a cluster.
///
/// The folder belongs to the caller, only `data` and `socket` to the user that the server runs as: when root starts a
/// server as `postgres`, that user can change neither the configuration nor who may connect, and root never writes
/// into a folder where another user could lay a link.
struct ClusterFolder {
  let path: String

  /// The data folder of the server; there only once it is complete.
  var data: String { path + "/data" }
  var configuration: String { path + "/postgresql.conf" }
  var access: String { path + "/pg_hba.conf" }
  var log: String { path + "/server.log" }
  var oldLog: String { path + "/server.log.1" }
  var lock: String { path + "/lock" }
  /// Says to people and to `destroy` whose folder this is.
  var marker: String { path + "/followup-private-postgresql" }
  /// Where a new cluster is made before it becomes `data`; what an interrupted attempt leaves is removed by the next.
  var unfinishedData: String { path + "/data.new.\(getpid())" }

  private static let markerText = """
    This folder holds the private PostgreSQL of followup: its data, configuration and log.
    It is used when no database is configured. `followup local stop` stops the server,
    `followup local destroy` removes it with everything in it.

    """

  var isOurs: Bool { Files.exists(marker) }
  var isInitialised: Bool { Files.exists(data + "/PG_VERSION") }

  var ownerOfData: uid_t? { Files.look(data)?.st_uid }

  /// The major version that made the data.
  var dataMajor: Int? {
    Files.read(data + "/PG_VERSION").flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  /// Refuses a folder in which somebody else keeps something.
  func refuseForeign() throws {
    guard !isOurs else { return }
    let others = try Files.entries(path).filter { $0 != "lock" && !$0.hasPrefix("followup-private-postgresql") }
    guard let example = others.sorted().first else { return }
    throw LocalPostgresError(
      .foreignFolder,
      "the folder does not belong to followup's private PostgreSQL and is not empty (\(example) …)",
      where: path,
      remedy: "nothing was changed; set FOLLOWUP_DATA to a new or empty folder"
    )
  }

  /// Makes the folder when it is missing, so that it can be locked.
  func prepare() throws {
    try refuseForeign()
    try Files.makeFolders((path as NSString).deletingLastPathComponent, mode: 0o755)
    try Files.makeFolder(path, mode: geteuid() == 0 ? 0o711 : 0o700)
    guard access(path, W_OK | X_OK) == 0 else {
      let owner = Files.look(path).flatMap { ServerUser.name(of: $0.st_uid) } ?? "another user"
      throw LocalPostgresError(
        .permission,
        "the folder of the private PostgreSQL belongs to \(owner), and you may not write there",
        where: path,
        remedy: "run this as \(owner), or set FOLLOWUP_DATA to a folder of your own"
      )
    }
  }

  /// Marks the folder as one of ours, once it is locked and known to be empty.
  func claim() throws {
    guard !isOurs else { return }
    try refuseForeign()
    if geteuid() == 0, let found = Files.look(path), found.st_mode & 0o011 != 0o011 {
      try Files.setMode(path, (found.st_mode & 0o777) | 0o011)
    }
    try Files.write(Self.markerText, to: marker, mode: 0o644)
  }

  func removeUnfinished() throws {
    for name in try Files.entries(path) where name.hasPrefix("data.new.") {
      try Files.remove(path + "/" + name)
    }
  }

  /// Removes what this room made and nothing else; the marker goes last, so that an interrupted removal can be repeated.
  func removeEverything() throws {
    try removeUnfinished()
    for made in [data, path + "/socket", configuration, access, log, oldLog] {
      try Files.remove(made)
    }
    try Files.remove(marker)
    try Files.remove(lock)
    // Something of the user's may be left in it; then the folder stays.
    rmdir(path)
  }

  private func access(_ path: String, _ mode: Int32) -> Int32 { Glibc.access(path, mode) }
}
