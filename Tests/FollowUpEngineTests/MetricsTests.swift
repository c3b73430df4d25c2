import Catalog
import FollowUpEngine
import Foundation
import TestSupport
import Testing

/// A small agency at noon, whose rows are put there one by one, so that each number can be counted here.
@Suite("Metrics")
struct MetricsTests {
  private static let noon = "2026-11-20T12:00:00-05:00"
  /// A name with every sign that has to be escaped.
  private static let name = "A \"B\" \\ C\nD"

  private static let rows = """
    DELETE FROM follow_up WHERE agency_id = :agency;
    DELETE FROM plan_queue WHERE agency_id = :agency;
    INSERT INTO policy (agency_id, key, value) VALUES (:agency, 'in_force_from', '2026-11-02');

    INSERT INTO follow_up (agency_id, candidate_id, rule, occurrence, recruiter_id, anchor_at, asked_from, opens_at, due_at, done_at,
      withdrawn)
    SELECT :agency, candidate.candidate_id, told.rule, told.occurrence, candidate.recruiter_id, told.asked_from, told.asked_from,
      told.asked_from, told.due_at, told.done_at, told.occurrence = 'withdrawn'
    FROM candidate
    CROSS JOIN (
      VALUES
        ('candidate_check_in', 'overdue', '2026-11-10 09:00-05'::timestamptz, '2026-11-19 09:00-05'::timestamptz, NULL::timestamptz),
        ('candidate_check_in', 'to come', '2026-11-10 09:00-05', '2026-11-25 09:00-05', NULL),
        ('candidate_check_in', 'history', '2026-10-10 09:00-05', '2026-10-20 09:00-05', NULL),
        ('candidate_check_in', 'done', '2026-11-10 09:00-05', '2026-11-19 09:00-05', '2026-11-18 09:00-05'),
        ('candidate_check_in', 'withdrawn', '2026-11-10 09:00-05', '2026-11-19 09:00-05', NULL),
        ('candidate_check_in', 'not yet', '2026-11-21 09:00-05', '2026-11-25 09:00-05', NULL),
        ('thank_you_email', 'due this moment', '2026-11-19 16:00-05', '2026-11-20 12:00-05', NULL)
    ) AS told (rule, occurrence, asked_from, due_at, done_at)
    WHERE candidate.agency_id = :agency;

    DELETE FROM plan_queue WHERE agency_id = :agency;
    INSERT INTO plan_queue (agency_id, candidate_id) VALUES (:agency, 7), (:agency, 7), (:agency, 9);

    INSERT INTO job_run (agency_id, job, business_date, as_of, epoch, state, runner, lease_until, started_at, finished_at)
    VALUES
      (:agency, 'nightly', '2026-11-18', now(), 1, 'done', 'here/1/1', now(), '2026-11-18 10:30Z', '2026-11-18 10:31:30Z'),
      (:agency, 'nightly', '2026-11-19', now(), 1, 'failed', 'here/1/1', now(), '2026-11-19 10:30Z', '2026-11-19 10:30:12.5Z'),
      (:agency, 'daytime', '2026-11-20', now(), 1, 'running', 'here/1/1', now(), '2026-11-20 16:40Z', NULL),
      (:agency, 'of old', '2026-11-20', now(), 1, 'done', 'here/1/1', now(), '2026-11-20 16:40Z', '2026-11-20 16:41Z');

    INSERT INTO message (agency_id, key, kind, recipient_kind, recipient_id, recipient_address, subject, body_text, local_date,
      created_at, state, next_attempt_at, sent_at)
    SELECT :agency, gen_random_uuid(), 'nudge', 'recruiter', 1, 'rosa@agency.example', 'Subject', 'Text', date(told.made_at),
      told.made_at, told.state, told.made_at, told.sent_at
    FROM (
      VALUES
        ('2026-11-20 09:15-05'::timestamptz, 'queued', NULL::timestamptz),
        ('2026-11-20 09:00-05', 'claimed', NULL),
        ('2026-11-20 08:00-05', 'sending', NULL),
        ('2026-11-01 08:00-05', 'failed', NULL),
        ('2026-11-01 08:00-05', 'uncertain', NULL),
        ('2026-11-02 08:00-05', 'uncertain', NULL),
        ('2026-11-03 08:00-05', 'dropped', NULL),
        ('2026-11-20 08:00-05', 'sent', '2026-11-20 08:00-05'),
        ('2026-11-18 08:00-05', 'sent', '2026-11-19 12:00:01-05'),
        ('2026-11-19 08:00-05', 'sent', '2026-11-19 12:00-05')
    ) AS told (made_at, state, sent_at);

    INSERT INTO inbox_message (agency_id, message_id, read_at, kind, state, reason, settled_at, settled_by)
    VALUES
      (:agency, 'a', now(), 'reply', 'unmatched', 'nobody', NULL, NULL),
      (:agency, 'b', now(), 'copy', 'unmatched', 'nobody', NULL, NULL),
      (:agency, 'c', now(), 'reply', 'unmatched', 'nobody', now(), 'Rosa'),
      (:agency, 'd', now(), 'answer', 'taken', NULL, NULL, NULL);
    UPDATE agency SET name = E'A "B" \\\\ C\\nD' WHERE agency_id = :agency;
    """

  private func made() async throws -> TestAgency {
    let agency = try await WorkedExample.at(Self.noon)
    try await agency.sql(Self.rows)
    return agency
  }

  private func read(_ agency: TestAgency) async throws -> PrometheusText {
    let moment = agency.session.asOf
    let outcome = try await Metrics(connection: agency.session.connection, catalog: agency.session.catalog).read { _ in
      moment
    }
    #expect(outcome.behind == nil)
    return try PrometheusText(outcome.text.text)
  }

  @Test("Each number is what the rows say, for every agency of the database")
  func numbers() async throws {
    let agency = try await made()
    _ = try await Agencies(connection: agency.session.connection, catalog: agency.session.catalog)
      .add(name: "Empty", timeZone: "Europe/Berlin")
    func time(_ text: String) throws -> Double { try moment(text).timeIntervalSince1970 }

    let told = try await read(agency)

    let of = ["agency": Self.name]
    func job(_ metric: String, _ name: String, _ more: [String: String] = [:]) -> Double? {
      told["followup_job_last_\(metric)", of.merging(["job_name": name]) { $1 }.merging(more) { $1 }]
    }
    #expect(job("success_timestamp_seconds", "nightly") == (try time("2026-11-18T10:31:30Z")))
    #expect(job("run_start_timestamp_seconds", "nightly") == (try time("2026-11-19T10:30:00Z")))
    #expect(job("run_duration_seconds", "nightly") == 12.5)
    #expect(job("run_state", "nightly", ["state": "failed"]) == 1)
    #expect(job("run_state", "nightly", ["state": "done"]) == 0)
    #expect(job("success_timestamp_seconds", "daytime") == nil)
    #expect(job("run_start_timestamp_seconds", "daytime") == (try time("2026-11-20T16:40:00Z")))
    #expect(job("run_duration_seconds", "daytime") == nil)
    #expect(job("run_state", "daytime", ["state": "running"]) == 1)
    #expect(job("run_state", "weekly", ["state": "done"]) == nil)
    #expect(job("run_state", "of old", ["state": "done"]) == nil)

    func followUps(_ metric: String, _ rule: String) -> Double? {
      told["followup_follow_ups_\(metric)", of.merging(["rule": rule]) { $1 }]
    }
    #expect(followUps("open", "candidate_check_in") == 2)
    #expect(followUps("overdue", "candidate_check_in") == 1)
    #expect(followUps("backlog", "candidate_check_in") == 1)
    #expect(followUps("open", "thank_you_email") == 1)
    #expect(followUps("overdue", "thank_you_email") == 0)
    #expect(followUps("open", "reference_thanks") == 0)

    #expect(told["followup_plan_queue_candidates", of] == 2)
    for (state, count) in [("queued", 2.0), ("sending", 1), ("failed", 1), ("uncertain", 2)] {
      #expect(told["followup_messages", of.merging(["state": state]) { $1 }] == count, "\(state)")
    }
    #expect(told["followup_messages_oldest_queued_timestamp_seconds", of] == (try time("2026-11-20T14:00:00Z")))
    #expect(told["followup_messages_sent_last_day", of] == 2)
    #expect(told["followup_inbox_unmatched_mails", of] == 2)
    #expect(told["followup_schema_versions_behind"] == 0)

    let empty = ["agency": "Empty"]
    #expect(told["followup_plan_queue_candidates", empty] == 0)
    #expect(told["followup_messages", ["agency": "Empty", "state": "queued"]] == 0)
    #expect(told["followup_messages_oldest_queued_timestamp_seconds", empty] == nil)
    #expect(told["followup_inbox_unmatched_mails", empty] == 0)
  }

  @Test("Open and overdue follow-ups are as many as the reports of these names list")
  func reports() async throws {
    let agency = try await WorkedExample.at("2026-12-18T12:00:00-05:00")

    let told = try await read(agency)

    let overdue = Dictionary(grouping: try await agency.report("overdue")) { $0["rule"] ?? "" }
    #expect(!overdue.isEmpty)
    for (sample, value) in told.values where sample.name == "followup_follow_ups_overdue" {
      #expect(value == Double(overdue[sample.labels["rule"] ?? ""]?.count ?? 0), "\(sample)")
    }
    let open = told.values.filter { $0.key.name == "followup_follow_ups_open" }.map(\.value).reduce(0, +)
    #expect(open == Double(try await agency.report("follow_ups").count { $0["state"] == "open" }))
  }

  @Test("Where everybody waits to be planned, everybody is counted")
  func everybody() async throws {
    let agency = try await WorkedExample.at(Self.noon)
    try await agency.sql("INSERT INTO plan_queue (agency_id, candidate_id) VALUES (:agency, 0), (:agency, 7)")

    #expect(try await read(agency)["followup_plan_queue_candidates", ["agency": "Test"]] == 1)
  }

  @Test("A schema that is behind is told, and nothing that could not be read")
  func behind() async throws {
    let agency = try await WorkedExample.at(Self.noon)
    try await agency.sql("DELETE FROM schema_version WHERE version = (SELECT max(version) FROM schema_version)")

    let outcome = try await Metrics(connection: agency.session.connection, catalog: agency.session.catalog).read { _ in
      Date()
    }
    let told = try PrometheusText(outcome.text.text)

    #expect(outcome.behind != nil)
    #expect(told["followup_schema_versions_behind"] == 1)
    #expect(told.names == ["followup_metrics_timestamp_seconds", "followup_schema_versions_behind"])
  }

  @Test(
    "The dashboard and the alert rules ask for nothing that is not told",
    arguments: ["grafana-dashboard.json", "alerts.yaml"]
  )
  func monitoring(_ file: String) async throws {
    let text = try String(contentsOfFile: "\(TestAgency.checkout)/deploy/monitoring/\(file)", encoding: .utf8)
    if file.hasSuffix(".json") { _ = try JSONSerialization.jsonObject(with: Data(text.utf8)) }

    let asked = Set(text.matches(of: /\bfollowup_[a-z_]+/).map { String($0.output) })
    let told = Set(try await read(try await made()).names)

    #expect(asked.count > 5)
    #expect(asked.subtracting(told).isEmpty, "\(asked.subtracting(told).sorted())")
  }
}
