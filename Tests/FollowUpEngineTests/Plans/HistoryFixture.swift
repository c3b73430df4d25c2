import Catalog
import FollowUpEngine
import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

/// The agencies of deploy/benchmarks/generate.sql after a history of some length, planned, with their nudges, runs and
/// imports of the past, and a session of the role that jobs have for the first of them.
///
/// The last days are the same whatever the length: candidate 100000000 - k is the k-th newest, and the first agency's are k = 0, 4, 8…
struct HistoryFixture: Sendable {
  /// Gone with the last reference to it.
  let database: TestDatabase
  /// The first agency's, at the moment of its night, told to `log`.
  let session: AgencySession
  /// The plans of the session's statements.
  let log: PlanLog
  /// A superuser's own connection.
  let keeper: Connection

  /// At that moment nobody's hours are quiet.
  static let asOf = "2026-11-20T10:30:00-05:00"

  /// How many there are. More of them make the tables larger, and no agency.
  private static let agencies = 4

  /// SQL: the newest candidates of the first agency.
  static func newest(_ count: Int) -> String {
    "agency_id = :agency AND candidate_id > 100000000 - \(agencies * count)"
  }

  /// Environment: how many interviews a day the agencies have together. 2500 is the size that they are meant to have.
  private static let day = ProcessInfo.processInfo.environment["FOLLOWUP_PLANS_DAY"] ?? "10"

  /// Environment: names for the databases of scale 1 and 10, with a comma between them. They are made once and stay; from
  /// then on they are cloned.
  private static let kept = ProcessInfo.processInfo.environment["FOLLOWUP_PLANS_DATABASES"]?.split(separator: ",") ?? []

  /// Of scale 1 or 10: that many times 120 working days.
  static func make(scale: Int) async throws -> HistoryFixture {
    let catalog = Catalog(home: try TestAgency.home())
    let database = try await database(scale: scale, catalog: catalog)
    let keeper = try await Connection.open(
      Connection.Settings(conninfo: database.conninfo, parameters: ["jit": "off"])
    )
    // What is read of a small table by looking up must not be read of a large one in any dearer way. Left alone, the
    // planner would read small tables whole, and make them no measure.
    let lookups = Dictionary(
      uniqueKeysWithValues: ["seqscan", "bitmapscan", "hashjoin", "mergejoin"].map { ("enable_\($0)", "off") }
    )
    let log = PlanLog()
    let watched = try await Connection.open(
      Connection.Settings(
        conninfo: database.conninfo,
        parameters: ["jit": "off", "role": "followup_batch"].merging(scale == 1 ? lookups : [:]) { $1 },
        onNotice: log.hear
      )
    )
    try await PlanLog.attach(to: watched)
    let session = AgencySession(
      connection: watched,
      catalog: catalog,
      agency: try await Agencies(connection: keeper, catalog: catalog).find("Agency 1"),
      asOf: try moment(asOf),
      logger: quietLogger()
    )
    return HistoryFixture(database: database, session: session, log: log, keeper: keeper)
  }

  private static func database(scale: Int, catalog: Catalog) async throws -> TestDatabase {
    guard kept.count == 2 else {
      let database = try await TestAgency.emptyDatabase()
      try await fill(database.conninfo, scale: scale, catalog: catalog)
      return database
    }
    let name = String(kept[scale == 1 ? 0 : 1])
    if try TestServer.makeDatabase(named: name) {
      try await fill(try TestServer.conninfo(database: name), scale: scale, catalog: catalog)
    }
    let database = try TestServer.clone(TestServer.Template(name: name))
    let connection = try await Connection.open(Connection.Settings(conninfo: database.conninfo))
    _ = try await Migrator(connection: connection, catalog: catalog).migrate()
    await connection.close()
    return database
  }

  private static func fill(_ conninfo: String, scale: Int, catalog: Catalog) async throws {
    let connection = try await Connection.open(Connection.Settings(conninfo: conninfo, parameters: ["jit": "off"]))
    _ = try await Migrator(connection: connection, catalog: catalog).migrate()
    try TestServer.run(
      file: "\(TestAgency.checkout)/deploy/benchmarks/generate.sql",
      variables: [
        "scale": "\(scale)", "day": day, "agencies": "\(agencies)", "biggest": "1",
        "recruiters": "\(10 * agencies)", "as_of": "2026-11-20T05:30:00-05:00", "source": "canonical",
      ],
      conninfo: conninfo
    )
    try await connection.executeScript(still)
    for agency in try await Agencies(connection: connection, catalog: catalog).list() {
      let session = AgencySession(
        connection: connection,
        catalog: catalog,
        agency: agency,
        asOf: try moment(asOf),
        logger: quietLogger()
      )
      // The newest hundred, all that there are after the short history, are one batch after either.
      _ = try await Planner(session, batch: 100).plan(full: true)
    }
    try await noteFirstPlans(connection)
    try await connection.executeScript(past)
    try await connection.executeScript("VACUUM (ANALYZE)")
    await connection.close()
  }

  /// Leaves behind how many follow-ups were looked up while every agency was planned for the first time, and how many came of it.
  private static func noteFirstPlans(_ connection: Connection) async throws {
    _ = try await connection.query(Statement("SELECT pg_stat_force_next_flush()"))
    try await connection.executeScript(
      """
      CREATE SCHEMA noted;
      CREATE TABLE noted.first_plans AS
      SELECT coalesce(idx_tup_fetch, 0) + seq_tup_read AS read, n_tup_ins AS planned
      FROM pg_stat_user_tables
      WHERE relname = 'follow_up'
      """
    )
  }

  /// What was left behind.
  func firstPlans() async throws -> (read: Int, planned: Int) {
    let rows = try await keeper.query(Statement("SELECT read, planned FROM noted.first_plans"))
    let row = try #require(rows.first)
    return (try row.get("read"), try row.get("planned"))
  }

  /// Ends the connections and drops the database.
  func close() async throws {
    await session.close()
    await keeper.close()
    try database.close()
  }

  /// Autovacuum reads and writes at moments of its own.
  private static let still = """
    DO $$
    DECLARE
      name text;
    BEGIN
      FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
        EXECUTE format('ALTER TABLE %I SET (autovacuum_enabled = false)', name);
      END LOOP;
    END
    $$;
    CREATE EXTENSION IF NOT EXISTS pageinspect
    """

  /// What was asked for long ago and ends by nothing but the workload was given up; every follow-up of the past was nudged
  /// once, in one message a recruiter and date; every date had its night and its import.
  private static let past = """
    UPDATE follow_up
    SET skipped_at = asked_from + interval '100 days', skip_reason = 'Too late now'
    WHERE closes_at > '\(asOf)' AND asked_from < '2026-07-01';

    INSERT INTO message (
      agency_id, key, kind, recipient_kind, recipient_id, recipient_name, recipient_address, subject, body_text, local_date,
      created_at, state, attempts, next_attempt_at, sent_at
    )
    SELECT agency_id, 'past-' || recruiter_id || '-' || date(due_at), 'nudge', 'recruiter', recruiter_id, 'Recruiter',
      'recruiter@agency.example', 'Subject', 'Text', date(due_at), min(due_at), 'sent', 1, '-infinity', min(due_at)
    FROM follow_up
    WHERE closes_at < '\(asOf)' AND due_at < '2026-11-20' AND NOT withdrawn
    GROUP BY agency_id, recruiter_id, date(due_at)
    ORDER BY date(due_at);

    INSERT INTO nudge (
      agency_id, candidate_id, follow_up_id, step, due_at, recipient_kind, recipient_id, message_id, created_at
    )
    SELECT follow_up.agency_id, candidate_id, follow_up_id, 'due + 0 h: recruiter', due_at, 'recruiter', recruiter_id,
      message_id, due_at
    FROM follow_up
    JOIN message ON message.agency_id = follow_up.agency_id AND key = 'past-' || recruiter_id || '-' || date(due_at)
    WHERE closes_at < '\(asOf)' AND due_at < '2026-11-20' AND NOT withdrawn;

    INSERT INTO job_run (
      agency_id, job, business_date, as_of, epoch, state, runner, lease_until, started_at, finished_at
    )
    SELECT agency_id, 'nightly', date(day), day, 1, 'done', 'gone/1/1', day, day, day
    FROM agency, generate_series((SELECT min(happened_at) FROM touch), '2026-11-19', '1 day') AS day;

    INSERT INTO job_step (agency_id, run_id, position, step, epoch, state, started_at, finished_at)
    SELECT agency_id, run_id, position, 'step ' || position, 1, 'done', started_at, finished_at
    FROM job_run, generate_series(1, 7) AS position;

    INSERT INTO import (agency_id, source, paths, as_of, started_at, finished_at, state)
    SELECT agency_id, 'canonical', ARRAY['export'], as_of, as_of, as_of, 'done'
    FROM job_run
    ORDER BY as_of;

    INSERT INTO import_file
    SELECT agency_id, import_id, target || '.csv', target, 100, 0, 1, 0, 0, 99, 0
    FROM import, unnest(ARRAY['candidates', 'applications', 'interviews', 'references', 'touches']) AS target;

    INSERT INTO import_reject (agency_id, import_id, target, file, line, reason, record)
    SELECT agency_id, import_id, target, file, 7, 'is wrong', '{}'
    FROM import_file
    """
}
