import FollowUpEngine
import TestSupport
import Testing

@Suite("Who is queued when one person vouches for many")
struct QueueTests {
  private static let many = 300

  /// An agency with many candidates, each with a reference of their own row, all of whom are one person by their address.
  private func agency() async throws -> TestAgency {
    let agency = try await TestAgency.make(asOf: "2026-11-20T09:30:00-05:00")
    try await agency.sql(
      """
      INSERT INTO recruiter (agency_id, recruiter_id, source, external_id, name, email) OVERRIDING SYSTEM VALUE
      VALUES (:agency, 1, 's', 'r1', 'Rosa', 'rosa@agency.example');
      INSERT INTO client (agency_id, client_id, source, external_id, name) OVERRIDING SYSTEM VALUE
      VALUES (:agency, 1, 's', 'cl1', 'Corner');
      INSERT INTO job_order (agency_id, job_order_id, source, external_id, client_id, title, recruiter_id)
      OVERRIDING SYSTEM VALUE
      VALUES (:agency, 1, 's', 'j1', 1, 'Baker', 1);
      INSERT INTO candidate (agency_id, candidate_id, source, external_id, name, recruiter_id) OVERRIDING SYSTEM VALUE
      SELECT :agency, n, 's', 'c' || n, 'C', 1 FROM generate_series(1, \(Self.many)) AS n;
      INSERT INTO application (agency_id, candidate_id, application_id, source, external_id, job_order_id)
      OVERRIDING SYSTEM VALUE
      SELECT :agency, n, n, 's', 'a' || n, 1 FROM generate_series(1, \(Self.many)) AS n;
      INSERT INTO reference_contact (agency_id, candidate_id, reference_id, source, external_id, name, email)
      OVERRIDING SYSTEM VALUE
      SELECT :agency, n, n, 's', 'f' || n, 'F', 'front.desk@corner.example' FROM generate_series(1, \(Self.many)) AS n;
      DELETE FROM plan_queue
      """
    )
    return agency
  }

  private static func touches(_ from: Int, _ until: Int) -> String {
    """
    INSERT INTO touch (
      agency_id, source, external_id, candidate_id, happened_at, actor_kind, actor_id, party_kind, party_id, channel, purpose
    )
    SELECT :agency, 's', 't' || n, n, '2026-11-19T12:00:00Z', 'recruiter', 1, 'reference', n, 'call', 'keep_in_touch'
    FROM generate_series(\(from), \(until)) AS n
    """
  }

  private static let queued = "SELECT count(DISTINCT candidate_id) FROM plan_queue WHERE candidate_id > 0"

  @Test(
    "Facts about that person queue everybody, and each of them a few times, not once for each fact",
    arguments: [
      touches(1, many), "UPDATE reference_contact SET phone = '+1 212 555 ' || reference_id WHERE agency_id = :agency",
      "UPDATE reference_contact SET email = 'desk@corner.example' WHERE agency_id = :agency",
      "UPDATE application SET decision = 'rejected', decided_at = '2026-11-19T12:00:00Z' WHERE agency_id = :agency",
      "DELETE FROM reference_contact WHERE agency_id = :agency AND reference_id > 1",
    ]
  )
  func facts(change: String) async throws {
    let agency = try await agency()

    try await agency.sql(change)

    let rows = try await agency.value("SELECT count(*) FROM plan_queue")
    #expect(try await agency.value(Self.queued) == "\(Self.many)")
    #expect(Int(rows ?? "") ?? .max <= 4 * Self.many, "\(rows ?? "-") rows are queued for \(Self.many) candidates")
  }

  @Test("What is rolled back is forgotten, and so is everything when the transaction ends")
  func rolledBack() async throws {
    let agency = try await agency()

    try await agency.sql("BEGIN; SAVEPOINT s; \(Self.touches(1, 1)); ROLLBACK TO s; \(Self.touches(2, 2)); COMMIT")
    let again = try await agency.value(Self.queued)
    try await agency.sql("DELETE FROM plan_queue; \(Self.touches(3, 3))")
    let later = try await agency.value(Self.queued)

    #expect(again == "\(Self.many)")
    #expect(later == "\(Self.many)")
  }

  @Test("A reference who is added meanwhile is queued with the next fact")
  func added() async throws {
    let agency = try await agency()

    try await agency.sql(
      """
      BEGIN;
      \(Self.touches(1, 1));
      INSERT INTO candidate (agency_id, candidate_id, source, external_id, name, recruiter_id) OVERRIDING SYSTEM VALUE
      VALUES (:agency, 1000, 's', 'c1000', 'C', 1);
      INSERT INTO reference_contact (agency_id, candidate_id, reference_id, source, external_id, name, email)
      OVERRIDING SYSTEM VALUE
      VALUES (:agency, 1000, 1000, 's', 'f1000', 'F', 'front.desk@corner.example');
      DELETE FROM plan_queue;
      \(Self.touches(2, 2));
      COMMIT
      """
    )

    #expect(try await agency.value(Self.queued) == "\(Self.many + 1)")
  }

  @Test(
    "Touches queue together whom they queue one by one where triggers see single rows only, when they come and when they go"
  )
  func together() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T09:30:00-05:00")
    _ = try await Importer(agency.session).run(source: "canonical", paths: [TestAgency.checkout + "/jobs/sample"])
    // Some take part for candidates whom the touch is not about, as in no sample.
    try await agency.sql(
      "UPDATE touch SET candidate_id = candidate_id % 7 + 1 WHERE touch_id % 5 = 0 AND application_id IS NULL"
    )

    // Slices of one, few and many touches, each taken out and put in again, by the triggers of each kind.
    let queued = { (kind: String) in
      """
      DO $$
      DECLARE
        slice integer;
        operation text;
      BEGIN
        FOREACH slice IN ARRAY ARRAY[1, 2, 3, 7, 50, 3000] LOOP
          CREATE TEMPORARY TABLE sliced ON COMMIT DROP AS
            SELECT * FROM touch WHERE agency_id = :agency AND touch_id % (4001 / slice) = 0;
          FOREACH operation IN ARRAY ARRAY['gone', 'come'] LOOP
            DELETE FROM plan_queue;
            PERFORM set_config('followup.queued_persons', '', true);
            IF operation = 'gone' THEN
              DELETE FROM touch USING sliced WHERE touch.agency_id = :agency AND touch.touch_id = sliced.touch_id;
            ELSE
              INSERT INTO touch OVERRIDING SYSTEM VALUE SELECT * FROM sliced;
            END IF;
            INSERT INTO queued
              SELECT DISTINCT '\(kind)', slice, operation, candidate_id FROM plan_queue WHERE agency_id = :agency;
          END LOOP;
          DROP TABLE sliced;
        END LOOP;
      END
      $$;
      """
    }
    try await agency.sql(
      """
      CREATE TEMPORARY TABLE queued (kind text, slice integer, operation text, candidate_id bigint);
      \(queued("together"))
      DROP TRIGGER new_touches_queue_candidates ON touch;
      DROP TRIGGER gone_touches_queue_candidates ON touch;
      CREATE TRIGGER touch_queues_candidates AFTER INSERT OR DELETE ON touch
      FOR EACH ROW EXECUTE FUNCTION touch_changed();
      \(queued("one by one"))
      """
    )

    let differences = """
      SELECT count(*)
      FROM (
        SELECT slice, operation, candidate_id FROM queued GROUP BY slice, operation, candidate_id HAVING count(*) <> 2
      ) AS different
      """
    #expect(try await agency.value(differences) == "0")
    let compared = "SELECT count(DISTINCT (slice, operation)) || ' of ' || count(DISTINCT kind) FROM queued"
    #expect(try await agency.value(compared) == "12 of 2")
  }
}
