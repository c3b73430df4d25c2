import Foundation
import LocalPostgres

/// A PostgreSQL of one test's own, which can be ended as a crash ends it and started again; it goes when the process ends.
public struct OwnServer: Sendable {
  /// Its database, which stays as long as the server's folder.
  public let database: TestDatabase
  private let cluster: LocalCluster

  /// A new one, with an empty database.
  ///
  /// - Parameter address: an address of this machine at which it also listens, port 5432, and lets everybody in; nil: it listens on its socket only.
  public init(at address: String? = nil) throws {
    let folder = "/tmp/followup-own-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 16))"
    try TestServer.removeAtExit(folder)
    // What is committed is kept through a crash of the server; only one of the machine would lose it.
    var settings = ["fsync": "off", "autovacuum": "off", "shared_buffers": "32MB"]
    if let address {
      let access = folder + ".access"
      try TestServer.removeAtExit(access)
      try "local all all trust\nhost all all 0.0.0.0/0 trust\n".write(toFile: access, atomically: true, encoding: .utf8)
      settings.merge(["listen_addresses": address, "hba_file": access]) { $1 }
    }
    cluster = try LocalCluster(folder: folder, settings: settings)
    database = TestDatabase(ofOwnServer: try cluster.start().conninfo)
  }

  /// Ends all of it at once: nothing is written, no connection is told goodbye.
  public func crash() throws {
    guard case .running(let running) = try cluster.status() else {
      throw TestServerError(statement: "crash", words: "the server does not run")
    }
    kill(running.pid, SIGQUIT)
    for _ in 0..<1000 {
      do {
        switch try cluster.status() {
        case .running, .notReady: break
        default: return
        }
      } catch is LocalPostgresError {
        // It ended while it was asked.
      }
      usleep(10_000)
    }
    throw TestServerError(statement: "crash", words: "the server did not end")
  }

  /// Starts it again, which recovers what was committed.
  public func start() throws {
    _ = try cluster.start()
  }
}
