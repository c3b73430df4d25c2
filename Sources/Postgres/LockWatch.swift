import CLibPQ

/// Finds out, over a connection of its own, whom a statement waits for that has not been answered for a while.
///
/// Behind a pooler it finds nobody: the number of the server's process is not known there.
final class LockWatch {
  private let patience: Duration
  private let connect: () -> OpaquePointer?
  private let tell: @Sendable (String) -> Void
  private var begun = ContinuousClock.now
  private var next: Duration
  /// The lock that the present statement waits for, or waited for, and who was last found to hold it: `the lock on touch is held by …`, or
  /// `it is held by …` where it is not a table's; nil: nobody was looked for or found.
  private(set) var holders: String?

  /// - Parameters:
  ///   - patience: how long a statement may take before it is looked at; then again after twice that, and so on.
  ///   - connect: opens one more connection to the same server.
  ///   - tell: is told who holds the lock, once for each statement.
  init(patience: Duration, connect: @escaping () -> OpaquePointer?, tell: @escaping @Sendable (String) -> Void) {
    self.patience = patience
    self.connect = connect
    self.tell = tell
    next = patience
  }

  /// A statement was sent.
  func begin() {
    begun = .now
    next = patience
    holders = nil
  }

  /// It is not answered yet.
  func look(_ process: Int32) {
    guard begun.duration(to: .now) >= next else { return }
    next *= 2
    guard let found = find(process), !found.isEmpty else { return }
    let words = found.map(\.holder).joined(separator: " and by ")
    let table = found.first?.table ?? ""
    holders = table.isEmpty ? "it is held by \(words)" : "the lock on \(table) is held by \(words)"
    tell("waiting for a lock \(table.isEmpty ? "" : "on \(table) ")that is held by \(words)")
    // Once is enough.
    next = .seconds(Int64.max / 2)
  }

  private func find(_ process: Int32) -> [(holder: String, table: String)]? {
    guard let raw = connect() else { return nil }
    defer { PQfinish(raw) }
    guard PQstatus(raw) == CONNECTION_OK else { return nil }
    let result = withTexts([String(process)]) { values in
      PQexecParams(raw, Self.question, 1, nil, values.baseAddress, nil, nil, 0)
    }
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_TUPLES_OK else { return nil }
    return (0..<PQntuples(result)).map { row in
      (String(cString: PQgetvalue(result, row, 0)), String(cString: PQgetvalue(result, row, 1)))
    }
  }

  private static let question = """
    SELECT format(
      'process %s of the server (%s)',
      holder.pid,
      concat_ws(
        ', ',
        nullif(holder.application_name, ''),
        'user ' || holder.usename,
        'from ' || host(holder.client_addr),
        holder.state,
        'in a transaction for ' || round(extract(epoch FROM clock_timestamp() - holder.xact_start)) || ' s'
      )
    ),
    (
      SELECT waiting.relation::pg_catalog.regclass
      FROM pg_catalog.pg_locks AS waiting
      WHERE waiting.pid = $1::integer
        AND NOT waiting.granted
      LIMIT 1
    )
    FROM pg_catalog.pg_stat_activity AS holder
    WHERE holder.pid = ANY (pg_catalog.pg_blocking_pids($1::integer))
    ORDER BY holder.pid
    LIMIT 3
    """
}
