import Foundation
import Postgres
import TestSupport

/// Holds a night at a point: the write that marks the point waits on a lock that this holds.
struct Gate {
  /// Where the night is held.
  enum Point: Sendable, CustomStringConvertible {
    /// The step begins, nothing of it is done.
    case beginning(of: String)
    /// All of the step is done, and not yet recorded as done.
    case end(of: String)
    /// A message was delivered, and is not yet recorded as sent.
    case delivery

    var description: String {
      switch self {
      case .beginning(let step): "the beginning of \(step)"
      case .end(let step): "the end of \(step)"
      case .delivery: "the first delivery"
      }
    }

    fileprivate var trigger: (table: String, event: String, condition: String) {
      switch self {
      case .beginning(let step): ("job_step", "INSERT", "NEW.step = '\(step)'")
      case .end(let step): ("job_step", "UPDATE", "NEW.step = '\(step)' AND NEW.state <> 'running'")
      case .delivery: ("message", "UPDATE", "NEW.state = 'sent'")
      }
    }
  }

  private let connection: Connection
  private let watcher: Connection
  private let point: Point
  private let conninfo: String
  private let name: String
  private var key: Int { name == "hold" ? 4711 : 4712 }

  /// Before the night is started.
  ///
  /// - Parameter name: tells two gates of one database from each other.
  init(conninfo: String, at point: Point, name: String = "hold") async throws {
    connection = try await Connection.open(Connection.Settings(conninfo: conninfo))
    watcher = try await Connection.open(Connection.Settings(conninfo: conninfo))
    self.point = point
    self.name = name
    self.conninfo = conninfo
    let (table, event, condition) = point.trigger
    try await connection.executeScript(
      """
      CREATE FUNCTION \(name)() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(\(key));
        RETURN NEW;
      END
      $$;
      CREATE TRIGGER \(name) BEFORE \(event) ON \(table) FOR EACH ROW WHEN (\(condition)) EXECUTE FUNCTION \(name)();
      SELECT pg_advisory_lock(\(key));
      """
    )
  }

  /// Until the night waits there; proves that it does.
  func waitUntilReached() async throws {
    let waiting = Statement(
      """
      SELECT FROM pg_locks
      WHERE locktype = 'advisory' AND objid = \(key) AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """
    )
    for _ in 0..<1200 {
      if !(try await watcher.query(waiting)).isEmpty { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw SupportError("the night never came to \(point)")
  }

  /// Lets everybody through again.
  func open() async throws {
    try await connection.executeScript("SELECT pg_advisory_unlock(\(key));" + removal)
    await connection.close()
    await watcher.close()
  }

  /// Takes it away after the server came back, with which the lock and the connections went.
  func remove() async throws {
    await connection.close()
    await watcher.close()
    let again = try await Connection.open(Connection.Settings(conninfo: conninfo))
    try await again.executeScript(removal)
    await again.close()
  }

  private var removal: String { "DROP TRIGGER \(name) ON \(point.trigger.table); DROP FUNCTION \(name)();" }
}
