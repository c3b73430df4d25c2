import Foundation
import Synchronization

/// A database of one test's own, dropped by `close()` or with the last reference to it, even with open connections.
public final class TestDatabase: Sendable {
  /// Its name on the server.
  public let name: String
  /// A libpq connection string for it, as the server's superuser.
  public let conninfo: String
  private let closed: Atomic<Bool>

  init(name: String, conninfo: String) {
    self.name = name
    self.conninfo = conninfo
    closed = Atomic(false)
  }

  /// A database of a server that is a test's own, and goes with it.
  init(ofOwnServer conninfo: String) {
    name = "followup"
    self.conninfo = conninfo
    closed = Atomic(true)
  }

  /// Drops the database, and ends its sessions; a second call does nothing.
  public func close() throws {
    guard !closed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    try TestServer.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
  }

  deinit {
    do {
      try close()
    } catch {
      FileHandle.standardError.write(Data("The test database \(name) was not dropped: \(error)\n".utf8))
    }
  }
}
