/// A private PostgreSQL that accepts connections.
public struct Running: Sendable, Equatable {
  /// A libpq connection string for the database `followup`, as its superuser, over the server's Unix socket.
  public let conninfo: String
  /// The server's own data folder (PGDATA).
  public let dataFolder: String
  /// The process id of the server.
  public let pid: Int32
  /// True when this very call started it.
  public let startedNow: Bool
  /// The version of the server, e.g. `15.20`.
  public let serverVersion: String

  /// The folder of the server's Unix socket.
  public let socketFolder: String
  /// The port, which for a Unix socket is only a part of its name.
  public let port: Int
  /// The database role, a superuser of this server.
  public var user: String { NewCluster.superuser }
  /// The database that is there from the first start.
  public var database: String { NewCluster.database }

  init(_ server: Postmaster, data: String, startedNow: Bool, serverVersion: String) {
    conninfo =
      "host=\(server.socketFolder) port=\(server.port) user=\(NewCluster.superuser) dbname=\(NewCluster.database)"
    dataFolder = data
    pid = server.process
    self.startedNow = startedNow
    self.serverVersion = serverVersion
    socketFolder = server.socketFolder
    port = server.port
  }
}

/// What is to be found in the folder of a private PostgreSQL.
public enum Status: Sendable, Equatable {
  /// Nothing: it was never started here, or destroyed.
  case absent
  /// A cluster whose server is not running.
  case stopped
  /// A cluster whose server accepts connections.
  case running(Running)
  /// A server that is alive and does not accept connections now, with the reason: it starts, stops, or lost its socket.
  case notReady(pid: Int32, reason: String)
  /// A cluster whose server died without stopping (a crash, a reboot); the next start recovers it.
  case stale(reason: String)
}

extension Running: CustomStringConvertible {
  /// Three lines for people: what runs, where its data lies, and how to look at it.
  public var description: String {
    """
    running: PostgreSQL \(serverVersion), process \(pid)
    data: \(dataFolder)
    psql "\(conninfo)"
    """
  }
}

extension Status: CustomStringConvertible {
  /// The state as the first word, then what there is to know about it.
  public var description: String {
    switch self {
    case .absent: "absent: no private PostgreSQL has been created yet"
    case .stopped: "stopped: the next command that needs it starts it"
    case .running(let running): running.description
    case .notReady(let pid, let reason): "not ready (process \(pid)): \(reason)"
    case .stale(let reason): "stale: \(reason)"
    }
  }
}
