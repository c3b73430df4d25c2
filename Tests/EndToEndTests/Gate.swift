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

  /// Before the night is started.
  init(conninfo: String, at point: Point) async throws {
    connection = try await Connection.open(Connection.Settings(conninfo: conninfo))
    watcher = try await Connection.open(Connection.Settings(conninfo: conninfo))
    self.point = point
    let (table, event, condition) = point.trigger
    try await connection.executeScript(
      """
      CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(4711);
        RETURN NEW;
      END
      $$;
      CREATE TRIGGER hold BEFORE \(event) ON \(table) FOR EACH ROW WHEN (\(condition)) EXECUTE FUNCTION hold();
      SELECT pg_advisory_lock(4711);
      """
    )
  }

  /// Until the night waits there; proves that it does.
  func waitUntilReached() async throws {
    let waiting = Statement(
      """
      SELECT FROM pg_locks
      WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted
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
    try await connection.executeScript(
      "SELECT pg_advisory_unlock(4711); DROP TRIGGER hold ON \(point.trigger.table); DROP FUNCTION hold();"
    )
    await connection.close()
    await watcher.close()
  }
}
