import Catalog
import FollowUpEngine
import Postgres
import TestServer
import TestSupport
import Testing

/// Databases of older programs, one of each version of the schema since 8 (`OlderDatabase`), each with rows in every table, among them a
/// queue of candidates to be planned. Later migrations give tables, columns and views other names.
@Suite("A database of an older program")
struct OlderDatabaseTests {
  private static let asOf = "2026-11-20T09:30:00-05:00"
  /// The tables of facts, those that others refer to first.
  private static let facts = [
    "agency", "holiday", "recruiter", "absence", "client", "policy", "contact", "candidate", "job_order", "application",
    "application_stage", "interview", "attendee", "reference_contact", "touch",
  ]
  /// What a follow-up is, but for its id and for what people said of it: the plan of it alone.
  private static let followUps = """
    SELECT (
      to_jsonb(follow_up) - ARRAY[
        'follow_up_id', 'skipped_at', 'skip_reason', 'former_skipped_at', 'former_skip_reason', 'snoozed_until', 'closes_at'
      ]
    )::text
    FROM follow_up
    WHERE NOT withdrawn
    ORDER BY 1
    """

  /// One that was migrated.
  private struct Migrated {
    let agency: TestAgency
    /// The version it was at, and is at.
    let outcome: Migrator.Outcome
  }

  private let catalog: Catalog

  init() throws {
    catalog = Catalog(home: try TestAgency.home())
  }

  private func migrated(_ version: Int) async throws -> Migrated {
    let database = try await OlderDatabase.make(version)
    let connection = try await Connection.open(Connection.Settings(conninfo: database.conninfo))
    try await connection.executeScript(Self.keepEverything)
    let outcome = try await Migrator(connection: connection, catalog: catalog).migrate()
    return Migrated(agency: try await Self.agency(connection, in: database, catalog), outcome: outcome)
  }

  /// The only agency of a database.
  private static func agency(
    _ connection: Connection,
    in database: TestDatabase,
    _ catalog: Catalog
  ) async throws -> TestAgency {
    let session = AgencySession(
      connection: connection,
      catalog: catalog,
      agency: try await Agencies(connection: connection, catalog: catalog).find(nil),
      asOf: try moment(asOf),
      logger: quietLogger()
    )
    return TestAgency(database: database, session: session)
  }

  @Test("There is one of each version since 8; deploy/dump-schema writes that of the newest")
  func versions() throws {
    #expect(OlderDatabase.versions == Array(8...(try catalog.schemaVersion)))
  }

  @Test(
    "It is migrated, and every row of it is there as it was, under the new names",
    arguments: OlderDatabase.versions
  )
  func rows(_ version: Int) async throws {
    let migrated = try await migrated(version)
    let kept = try await migrated.agency.rows(Self.comparison)

    #expect(migrated.outcome.from == version)
    #expect(try migrated.outcome.to == catalog.migrations.count)
    #expect(kept.count > 25)
    #expect(kept.filter { $0.hasSuffix(" of 0 lost") } == [], "the dump holds rows of every table")
    #expect(kept.filter { !$0.contains(": 0 of ") } == [])
    // Migration 12 sets aside a skip that the next touch has passed.
    let setAside = try await migrated.agency.rows(
      "SELECT former_skip_reason FROM follow_up WHERE former_skip_reason LIKE 'not before the summer%'"
    )
    #expect(setAside.count == (version < 12 ? 1 : 0))
  }

  @Test("Its schema is that of a new database", arguments: OlderDatabase.versions)
  func schema(_ version: Int) async throws {
    let older = try await migrated(version).agency
    let new = try await TestAgency.make(asOf: Self.asOf)

    for agency in [older, new] { try await agency.session.connection.executeScript(Self.reread) }
    let theirs = try await older.rows(Self.definitions)
    let ours = try await new.rows(Self.definitions)

    #expect(try await Migrator(connection: older.session.connection, catalog: catalog).check().isUpToDate)
    #expect(ours.count > 500)
    #expect(Set(theirs).subtracting(ours) == [])
    #expect(Set(ours).subtracting(theirs) == [])
  }

  @Test("Planned on, it asks for what a new database with the same facts asks for", arguments: OlderDatabase.versions)
  func plan(_ version: Int) async throws {
    let older = try await migrated(version).agency
    let new = try await newAgencyWithItsFacts(older)
    let before = try await older.rows(Self.followUps)

    let night = try await Planner(older.session).plan()
    let planned = try await older.rows(Self.followUps)
    let again = try await Planner(older.session).plan(full: true)
    _ = try await Planner(new.session).plan()

    #expect(planned.count > 100)
    #expect(planned != before, "the dump's queue holds a change")
    #expect(night.candidates > 0)
    #expect(again.isUnchanged)
    let wanted = try await new.rows(Self.followUps)
    #expect(Set(planned).subtracting(wanted) == [])
    #expect(Set(wanted).subtracting(planned) == [])
  }

  private func newAgencyWithItsFacts(_ older: TestAgency) async throws -> TestAgency {
    let database = try await TestAgency.emptyDatabase()
    let connection = try await Connection.open(Connection.Settings(conninfo: database.conninfo))
    for table in Self.facts {
      let rows = try await older.rows("SELECT coalesce(jsonb_agg(to_jsonb(\(table))), '[]')::text FROM \(table)")
      let columns = try await older.rows(
        """
        SELECT attname::text FROM pg_attribute
        WHERE attrelid = '\(table)'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
        ORDER BY attnum
        """
      ).joined(separator: ", ")
      try await connection.execute(
        Statement(
          "INSERT INTO \(table) (\(columns)) SELECT \(columns) FROM jsonb_populate_recordset(NULL::\(table), $1::jsonb)",
          values: rows
        )
      )
    }
    return try await Self.agency(connection, in: database, catalog)
  }

  /// A copy of each table, before it is migrated; but for those that the migrator itself keeps, the list of policy keys, and columns that follow from
  /// others. What migration 12 does to a skip on purpose is done to the copy too.
  private static let keepEverything = """
    CREATE SCHEMA before;
    DO $$
    DECLARE
      name text;
      derived text;
    BEGIN
      FOR name IN
        SELECT tablename
        FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT IN ('schema_version', 'repeatable', 'policy_key')
      LOOP
        EXECUTE format('CREATE TABLE before.%1$I AS TABLE public.%1$I', name);
        FOR derived IN
          SELECT attname
          FROM pg_attribute
          WHERE attrelid = format('public.%I', name)::regclass AND attgenerated <> '' AND NOT attisdropped
        LOOP
          EXECUTE format('ALTER TABLE before.%I DROP COLUMN %I', name, derived);
        END LOOP;
      END LOOP;
    END
    $$;
    UPDATE before.follow_up
    SET skipped_at = NULL,
      skip_reason = NULL
    WHERE skip_reason LIKE 'not before the summer%'
      AND (SELECT max(version) FROM schema_version) < 12;
    CREATE FUNCTION before.lost(old_name text)
    RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
      new_name text := CASE old_name WHEN 'dirty' THEN 'plan_queue' ELSE old_name END;
      old_columns text;
      new_columns text;
      lost bigint;
      total bigint;
    BEGIN
      SELECT
        string_agg(quote_ident(attname), ', ' ORDER BY attnum),
        string_agg(
          quote_ident(CASE concat(old_name, '.', attname)
            WHEN 'dirty.dirty_id' THEN 'plan_queue_id'
            WHEN 'nudge.rung' THEN 'step'
            ELSE attname
          END),
          ', '
          ORDER BY attnum
        )
      INTO old_columns, new_columns
      FROM pg_attribute
      WHERE attrelid = format('before.%I', old_name)::regclass AND attnum > 0 AND NOT attisdropped;
      EXECUTE format(
        'SELECT count(*) FROM (SELECT %s FROM before.%I EXCEPT ALL SELECT %s FROM public.%I) AS gone',
        old_columns, old_name, new_columns, new_name
      ) INTO lost;
      EXECUTE format('SELECT (SELECT count(*) FROM before.%I), (SELECT count(*) FROM public.%I)', old_name, new_name)
      INTO total, new_columns;
      -- Who is to be planned because of the migration is added to the queue.
      IF new_name <> 'plan_queue' THEN
        lost := lost + abs(total - new_columns::bigint);
      END IF;
      RETURN format('%s: %s of %s lost', old_name, lost, total);
    END
    $$
    """
  private static let comparison = """
    SELECT before.lost(tablename::text) FROM pg_tables WHERE schemaname = 'before' ORDER BY 1
    """
  /// The text of a view as the server writes it once it has read its own text: a dump has been through that already.
  private static let reread = """
    CREATE FUNCTION pg_temp.reread(definition text)
    RETURNS text
    LANGUAGE plpgsql
    AS $$
    DECLARE
      again text;
    BEGIN
      EXECUTE 'CREATE TEMPORARY VIEW reread AS ' || definition;
      again := pg_get_viewdef('pg_temp.reread'::regclass);
      DROP VIEW reread;
      RETURN again;
    END
    $$
    """
  /// Tables, columns, constraints, indexes, views, functions, triggers, policies, rights and comments.
  private static let definitions = """
    SELECT concat_ws(' ', 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,
      attidentity, attgenerated, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum))
    FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT concat_ws(' ', relkind, relname, relrowsecurity, relforcerowsecurity, relpersistence, reloptions, relacl,
      obj_description(oid, 'pg_class'), CASE relkind WHEN 'v' THEN pg_temp.reread(pg_get_viewdef(oid)) WHEN 'i' THEN pg_get_indexdef(oid) END)
    FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', pg_get_functiondef(oid), proacl, obj_description(oid, 'pg_proc'))
    FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', pg_get_triggerdef(oid), tgenabled)
    FROM pg_trigger
    WHERE NOT tgisinternal
    UNION ALL
    SELECT pg_policies::text
    FROM pg_policies
    UNION ALL
    SELECT to_jsonb(policy_key)::text
    FROM policy_key
    """
}

extension TestAgency {
  /// The first column of what a query finds.
  fileprivate func rows(_ query: String) async throws -> [String] {
    try await session.connection.query(Statement(query)).map { try $0.get(at: 0) }
  }
}
