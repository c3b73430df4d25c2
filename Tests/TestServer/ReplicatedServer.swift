import Foundation
import LocalPostgres

/// A primary and its streaming standby, both private to this process; they go when it ends.
public struct ReplicatedServer: Sendable {
  /// A libpq connection string of the primary's database, as its superuser.
  public let primary: String
  /// The same of the standby.
  public let standby: String
  private let standbyCluster: LocalCluster

  /// Makes the primary, has `build` fill its database, and makes a standby from a base backup of it.
  public static func make(
    build: @escaping @Sendable (_ conninfo: String) async throws -> Void
  ) async throws -> ReplicatedServer {
    let primary = try cluster("primary")
    let running = try primary.start()
    try await build(running.conninfo)

    let standby = try cluster("standby")
    try FileManager.default.createDirectory(atPath: standby.folder, withIntermediateDirectories: true)
    let marker = "/followup-private-postgresql"
    try FileManager.default.copyItem(atPath: primary.folder + marker, toPath: standby.folder + marker)
    try FileManager.default.setAttributes([.posixPermissions: 0o711], ofItemAtPath: standby.folder)
    let data = standby.folder + "/data"
    try run(
      try TestServer.programs() + "pg_basebackup",
      "--pgdata=\(data)",
      "--dbname=\(running.conninfo)",
      "--write-recovery-conf",
      "--checkpoint=fast",
      "--no-sync"
    )
    try run("/bin/chown", "-R", "--reference=\(running.dataFolder)", data)
    let conninfo = try standby.start().conninfo
    return ReplicatedServer(primary: running.conninfo, standby: conninfo, standbyCluster: standby)
  }

  /// Stops the standby.
  public func stopStandby() throws {
    guard try standbyCluster.stop() else {
      throw TestServerError(statement: "stop the standby", words: "it was not running")
    }
  }

  private static func cluster(_ name: String) throws -> LocalCluster {
    let folder = "/tmp/followup-\(name)-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 16))"
    try TestServer.removeAtExit(folder)
    return try LocalCluster(
      folder: folder,
      settings: [
        "fsync": "off", "full_page_writes": "off", "wal_level": "replica", "max_wal_senders": "4", "autovacuum": "off",
        "shared_buffers": "32MB",
      ]
    )
  }

  private static func run(_ program: String, _ words: String...) throws {
    let output = try Command(program, words).run()
    guard output.status == 0 else { throw TestServerError(statement: program, words: output.standardError) }
  }
}
