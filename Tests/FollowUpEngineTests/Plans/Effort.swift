import FollowUpEngine
import Postgres

/// What a piece of work read and wrote, table by table, whether by its statements, their functions and triggers, or foreign keys.
struct Effort: Sendable {
  /// Of one table.
  struct Share: Sendable, Equatable {
    /// Pages of the table, in the server's cache or not.
    var heap = 0
    /// Pages of its indexes.
    var index = 0
    /// Rows added, changed or taken out.
    var written = 0
  }

  /// Tables of which nothing was read are absent.
  var tables: [String: Share] = [:]

  /// All pages.
  var pages: Int { tables.values.reduce(0) { $0 + $1.heap + $1.index } }

  /// Of these tables alone.
  func of(_ names: Set<String>) -> Effort { Effort(tables: tables.filter { names.contains($0.key) }) }

  /// The sum, then table by table the pages of heap and indexes, the most first.
  var words: String {
    let parts = tables.sorted { $0.value.heap + $0.value.index > $1.value.heap + $1.value.index }
      .map { "\($0.key) \($0.value.heap) + \($0.value.index)" }
    return "\(pages) pages (\(parts.joined(separator: ", ")))"
  }

  /// The tables that were written to.
  var written: Set<String> { Set(tables.filter { $0.value.written > 0 }.keys) }
}

extension HistoryFixture {
  /// What `work` reads and writes.
  func effort(of work: @Sendable () async throws -> Void) async throws -> Effort {
    let before = try await counted()
    try await work()
    let after = try await counted()
    var effort = Effort()
    for (table, end) in after {
      let start = before[table] ?? Effort.Share()
      let share = Effort.Share(
        heap: end.heap - start.heap,
        index: end.index - start.index,
        written: end.written - start.written
      )
      if share != Effort.Share() { effort.tables[table] = share }
    }
    return effort
  }

  /// The server's own counts.
  private func counted() async throws -> [String: Effort.Share] {
    // A session's counts reach the others when it is told to, else up to a second later.
    let flush = Statement("SELECT pg_stat_force_next_flush()")
    for connection in [session.connection, keeper] { _ = try await connection.query(flush) }
    let rows = try await keeper.query(
      Statement(
        """
        SELECT
          relname::text AS name,
          coalesce(heap_blks_read + heap_blks_hit, 0) + coalesce(toast_blks_read + toast_blks_hit, 0) AS heap,
          coalesce(idx_blks_read + idx_blks_hit, 0) + coalesce(tidx_blks_read + tidx_blks_hit, 0) AS index,
          n_tup_ins + n_tup_upd + n_tup_del AS written
        FROM pg_statio_user_tables
        JOIN pg_stat_user_tables USING (relid, relname)
        """
      )
    )
    return try Dictionary(
      uniqueKeysWithValues: rows.map { row in
        (
          try row.get("name", as: String.self),
          Effort.Share(heap: try row.get("heap"), index: try row.get("index"), written: try row.get("written"))
        )
      }
    )
  }

  /// Pages that a descent of each index reads: its levels, and a leaf. By table and index.
  func descents() async throws -> [String: [String: Int]] {
    let rows = try await keeper.query(
      Statement(
        """
        SELECT
          indrelid::regclass::text AS name,
          indexrelid::regclass::text AS index,
          (bt_metap(indexrelid::regclass::text)).level + 1 AS pages
        FROM pg_index
        JOIN pg_stat_user_tables ON relid = indrelid
        """
      )
    )
    var descents: [String: [String: Int]] = [:]
    for row in rows {
      descents[try row.get("name"), default: [:]][try row.get("index")] = try row.get("pages", as: Int.self)
    }
    return descents
  }

  /// Pages of each table.
  func sizes() async throws -> [String: Int] {
    let rows = try await keeper.query(
      Statement(
        "SELECT relname::text AS name, pg_relation_size(relid) / 8192 AS pages FROM pg_stat_user_tables"
      )
    )
    return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.get("name"), try $0.get("pages")) })
  }
}
