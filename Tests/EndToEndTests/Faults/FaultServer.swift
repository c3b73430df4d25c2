import Foundation
import TestServer
import TestSupport

/// Ways to the test server.
enum FaultServer {
  /// The Unix socket that a connection string names.
  static func socket(of conninfo: String) throws -> String {
    let words = words(of: conninfo)
    guard let host = words["host"], host.hasPrefix("/") else {
      throw SupportError("the tests of faults need a test server with a Unix socket, not \(conninfo)")
    }
    return "\(host)/.s.PGSQL.\(words["port"] ?? "5432")"
  }

  /// The same database by way of a socket in another folder.
  static func conninfo(_ conninfo: String, host: String, port: Int = 5432) -> String {
    words(of: conninfo).merging(["host": host, "port": "\(port)"]) { $1 }.map { "\($0)=\($1)" }.joined(separator: " ")
  }

  fileprivate static func words(of conninfo: String) -> [String: String] {
    conninfo.split(separator: " ").reduce(into: [:]) { words, word in
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 { words[parts[0]] = parts[1] }
    }
  }
}

/// PgBouncer before the test server, with two connections for each database; ended with the last reference to it.
final class Pooler {
  static let port = 6432
  let folder: String
  private let process = Process()

  init(of conninfo: String) throws {
    guard let program = FaultTools.pgbouncer else { throw SupportError("pgbouncer is not installed") }
    let upstream = try FaultServer.socket(of: conninfo)
    let host = URL(fileURLWithPath: upstream).deletingLastPathComponent().path
    let port = upstream.split(separator: ".").last ?? ""
    folder = "/tmp/followup-pooler-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 16))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try TestServer.removeAtExit(folder)
    try """
    [databases]
    * = host=\(host) port=\(port)
    [pgbouncer]
    listen_addr =
    listen_port = \(Self.port)
    unix_socket_dir = \(folder)
    auth_type = trust
    auth_file = \(folder)/users
    admin_users = followup
    pool_mode = transaction
    default_pool_size = 2
    logfile = \(folder)/log

    """.write(toFile: folder + "/ini", atomically: true, encoding: .utf8)
    try "\"followup\" \"\"\n".write(toFile: folder + "/users", atomically: true, encoding: .utf8)
    // It does not run as root, and a private server's socket is its owner's.
    let owner = try FileManager.default.attributesOfItem(atPath: upstream)[.ownerAccountID] as? NSNumber
    var words = [program, "-q", folder + "/ini"]
    if getuid() == 0, let owner {
      chown(folder, owner.uint32Value, gid_t.max)
      words = ["/usr/bin/setpriv", "--reuid=\(owner)", "--clear-groups"] + words
    }
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    for _ in 0..<500 where !FileManager.default.fileExists(atPath: "\(folder)/.s.PGSQL.\(Self.port)") {
      usleep(10_000)
    }
    guard process.isRunning else { throw SupportError("pgbouncer did not start in \(folder)") }
  }

  /// How many connections came in to a database of the test server, and how many transactions went through.
  func served(_ conninfo: String) throws -> (connections: Int, transactions: Int) {
    let name = FaultServer.words(of: conninfo)["dbname"] ?? ""
    let logins = spoken(folder + "/log").split(separator: "\n").count { $0.contains("login attempt: db=\(name) ") }
    let psql = Process()
    let output = Pipe()
    psql.executableURL = URL(fileURLWithPath: try TestServer.programs() + "/psql")
    psql.arguments = [
      "-Xw", "--csv", "-c", "SHOW STATS_TOTALS", "host=\(folder) port=\(Self.port) user=followup dbname=pgbouncer",
    ]
    psql.standardOutput = output
    try psql.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    psql.waitUntilExit()
    guard let row = try csvRows(text).first(where: { $0["database"] == name }),
      let count = row["xact_count"].flatMap(Int.init)
    else { throw SupportError("pgbouncer does not tell of \(name): \(text)") }
    return (logins, count)
  }

  deinit {
    // It inherits that tests hear no SIGTERM.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}

/// What a program said into a file; "": the file is not there.
func spoken(_ path: String) -> String {
  String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
}
