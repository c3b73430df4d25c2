// Written by deploy/statements from sql/engine/metrics; not to be edited.

package import Foundation
package import Postgres

extension Statements {
  /// The open follow-ups of each rule, and how many of them are overdue; apart from these the backlog, as the
  /// reports of these names count.
  package func metricsFollowUps() throws -> Query<MetricsFollowUps> {
    try query("metrics/metrics_follow_ups")
  }

  /// A row of sql/engine/metrics/metrics_follow_ups.sql.
  package struct MetricsFollowUps: StatementRow {
    package static let columns = ["rule", "open", "overdue", "backlog"]
    package let rule: String
    package let open: Int
    package let overdue: Int
    package let backlog: Int

    package init(_ row: Row) throws {
      rule = try row.get(at: 0)
      open = try row.get(at: 1)
      overdue = try row.get(at: 2)
      backlog = try row.get(at: 3)
    }
  }

  /// How the job's last run for the agency stands, and when the job last was done as a whole; no row where it never
  /// ran.
  package func metricsJob(job: String) throws -> Query<MetricsJob> {
    try query("metrics/metrics_job", ["job": job.postgresText])
  }

  /// A row of sql/engine/metrics/metrics_job.sql.
  package struct MetricsJob: StatementRow {
    package static let columns = ["state", "started_at", "finished_at", "done_at"]
    package let state: String
    package let startedAt: Date
    package let finishedAt: Date?
    package let doneAt: Date?

    package init(_ row: Row) throws {
      state = try row.get(at: 0)
      startedAt = try row.get(at: 1)
      finishedAt = try row.getOptional(at: 2)
      doneAt = try row.getOptional(at: 3)
    }
  }

  /// How many messages wait, are being sent, failed or are uncertain, since when the oldest one waits, and how many
  /// left in the last 24 hours.
  package func metricsMessages() throws -> Query<MetricsMessages> {
    try query("metrics/metrics_messages")
  }

  /// A row of sql/engine/metrics/metrics_messages.sql.
  package struct MetricsMessages: StatementRow {
    package static let columns = ["queued", "sending", "failed", "uncertain", "oldest_queued_at", "sent"]
    package let queued: Int
    package let sending: Int
    package let failed: Int
    package let uncertain: Int
    package let oldestQueuedAt: Date?
    package let sent: Int

    package init(_ row: Row) throws {
      queued = try row.get(at: 0)
      sending = try row.get(at: 1)
      failed = try row.get(at: 2)
      uncertain = try row.get(at: 3)
      oldestQueuedAt = try row.getOptional(at: 4)
      sent = try row.get(at: 5)
    }
  }

  /// How many candidates wait to be planned. A row of candidate 0 stands for everybody.
  package func metricsQueue() throws -> Query<MetricsQueue> {
    try query("metrics/metrics_queue")
  }

  /// A row of sql/engine/metrics/metrics_queue.sql.
  package struct MetricsQueue: StatementRow {
    package static let columns = ["candidates"]
    package let candidates: Int

    package init(_ row: Row) throws {
      candidates = try row.get(at: 0)
    }
  }

}
