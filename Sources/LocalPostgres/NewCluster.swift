import Foundation
import Glibc

/// Makes the data folder: beside its place first, so that it is either complete or missing.
struct NewCluster {
  let folder: ClusterFolder
  let binaries: ServerBinaries
  let user: ServerUser
  let settings: [String: String]

  /// The role that owns everything; everybody who reaches the socket may use it.
  static let superuser = "followup"
  static let database = "followup"
  private static let smallestDisk: UInt64 = 200 << 20

  /// C.UTF-8 orders and compares by code point, the same on every machine; some systems know only plain C.
  static let locale: String = {
    let allCategories = Int32((1 << LC_CTYPE) | (1 << LC_COLLATE) | (1 << LC_MESSAGES))
    guard let found = newlocale(allCategories, "C.UTF-8", nil) else { return "C" }
    freelocale(found)
    return "C.UTF-8"
  }()

  func make() throws {
    try checkDisk()
    try folder.removeUnfinished()
    let unfinished = folder.unfinishedData
    try Files.makeFolder(unfinished, mode: 0o700)
    try Files.give(unfinished, to: user)
    var arguments = [
      "--pgdata=\(unfinished)", "--username=\(Self.superuser)", "--encoding=UTF8", "--locale=\(Self.locale)",
      "--auth=trust", "--data-checksums", "--no-instructions",
    ]
    if settings["fsync"] == "off" { arguments.append("--no-sync") }
    let output = try user.run(Command(binaries.path("initdb"), arguments)).run()
    guard output.status == 0 else {
      try Files.remove(unfinished)
      throw LocalPostgresError.reported(
        "could not create a PostgreSQL cluster",
        output: output.everything,
        place: folder.data
      )
    }
    try Files.rename(unfinished, to: folder.data)
  }

  private func checkDisk() throws {
    var space = statvfs()
    guard statvfs(folder.path, &space) == 0 else { return }
    let available = UInt64(space.f_bavail) * UInt64(space.f_frsize)
    guard available < Self.smallestDisk else { return }
    throw LocalPostgresError(
      .diskFull,
      "only \(available >> 20) MB are free; a new PostgreSQL cluster needs \(Self.smallestDisk >> 20)",
      where: folder.path,
      remedy: "free some disk space, or set FOLLOWUP_DATA to a folder on a larger disk"
    )
  }
}
