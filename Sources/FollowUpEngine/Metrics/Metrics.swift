public import Catalog
public import Foundation
import Logging
public import Postgres

/// The numbers by which an operator sees from afar how every agency's jobs, plan, follow-ups and mails stand.
public struct Metrics: Sendable {
  /// What was read.
  public struct Outcome: Sendable {
    /// The numbers.
    public let text: MetricsText
    /// The schema, where it is behind: then nothing but this is told; nil: it is that of the program.
    public let behind: Migrator.Outcome?
  }

  /// The states of a run, each with a line of its own, so that one can be asked for.
  private static let states = ["running", "done", "partial", "failed", "interrupted", "skipped"]

  private let connection: Connection
  private let catalog: Catalog

  /// Of the database of that connection.
  public init(connection: Connection, catalog: Catalog) {
    self.connection = connection
    self.catalog = catalog
  }

  /// Reads them; nothing is written.
  ///
  /// - Parameter moment: as of when an agency's are read.
  public func read(at moment: @Sendable (AgencySession) async throws -> Date) async throws -> Outcome {
    let schema = try await Migrator(connection: connection, catalog: catalog).check()
    var families = Families()
    families.takenAt.add(Date().timeIntervalSince1970)
    families.schemaBehind.add(schema.to - schema.from)
    guard schema.isUpToDate else { return Outcome(text: families.text, behind: schema) }
    let jobs = try Job.names(home: catalog.home)
    for agency in try await Agencies(connection: connection, catalog: catalog).list() {
      let session = AgencySession(
        connection: connection,
        catalog: catalog,
        agency: agency,
        asOf: Date(),
        logger: Logger(label: "followup") { _ in SwiftLogNoOpLogHandler() },
        isReadOnly: true
      )
      let numbers = try await Numbers.read(session.at(try await moment(session)), jobs: jobs)
      families.add(numbers, of: agency.name)
    }
    return Outcome(text: families.text, behind: nil)
  }

  /// What the database tells of one agency.
  private struct Numbers: Sendable {
    /// Those that have run.
    let jobs: [(name: String, run: Statements.MetricsJob)]
    let followUps: [Statements.MetricsFollowUps]
    let messages: Statements.MetricsMessages?
    let waiting: Int
    let unmatched: Int

    static func read(_ session: AgencySession, jobs: [String]) async throws -> Numbers {
      let statements = session.statements
      return try await session.transaction { connection in
        Numbers(
          jobs: try jobs.compactMap { name in
            try connection.query(statements.metricsJob(job: name)).first.map { (name, $0) }
          },
          followUps: try connection.query(statements.metricsFollowUps()),
          messages: try connection.query(statements.metricsMessages()).first,
          waiting: try connection.query(statements.metricsQueue()).first?.candidates ?? 0,
          unmatched: try connection.query(statements.inboxWaiting()).first?.mails ?? 0
        )
      }
    }
  }

  /// What is told, in the order of the file.
  private struct Families {
    var takenAt = MetricsText.Family(
      name: "followup_metrics_timestamp_seconds",
      help: "When these numbers were read."
    )
    var schemaBehind = MetricsText.Family(
      name: "followup_schema_versions_behind",
      help: "By how many versions the schema is older than the program; followup migrate brings it up to date."
    )
    var lastSuccess = MetricsText.Family(
      name: "followup_job_last_success_timestamp_seconds",
      help: "When the job was last done as a whole."
    )
    var lastStart = MetricsText.Family(
      name: "followup_job_last_run_start_timestamp_seconds",
      help: "When the job's last run began, or was continued."
    )
    var duration = MetricsText.Family(
      name: "followup_job_last_run_duration_seconds",
      help: "How long the job's last run took since then; left out while it is under way."
    )
    var state = MetricsText.Family(
      name: "followup_job_last_run_state",
      help: "How the job's last run stands: 1 for its state, 0 for the others."
    )
    var waiting = MetricsText.Family(
      name: "followup_plan_queue_candidates",
      help: "Candidates whose facts have changed since they were planned."
    )
    var open = MetricsText.Family(
      name: "followup_follow_ups_open",
      help: "Open follow-ups by rule, without the backlog."
    )
    var overdue = MetricsText.Family(
      name: "followup_follow_ups_overdue",
      help: "Those of them that are past their due time."
    )
    var backlog = MetricsText.Family(
      name: "followup_follow_ups_backlog",
      help: "Open follow-ups by rule that were due before the policy in_force_from."
    )
    var messages = MetricsText.Family(
      name: "followup_messages",
      help: "Messages in the outbox by state; uncertain and failed ones wait for a person."
    )
    var oldestQueued = MetricsText.Family(
      name: "followup_messages_oldest_queued_timestamp_seconds",
      help: "When the oldest message that waits to be sent was made; left out where none waits."
    )
    var sent = MetricsText.Family(
      name: "followup_messages_sent_last_day",
      help: "Messages that the mail server took in the last 24 hours."
    )
    var unmatched = MetricsText.Family(
      name: "followup_inbox_unmatched_mails",
      help: "Mails that came back, could not be matched and wait for a person."
    )

    var text: MetricsText {
      MetricsText(families: [
        takenAt, schemaBehind, lastSuccess, lastStart, duration, state, waiting, open, overdue, backlog, messages,
        oldestQueued, sent, unmatched,
      ])
    }

    /// The label of a job is not called `job`, which Prometheus uses for the target that it reads.
    mutating func add(_ numbers: Numbers, of agency: String) {
      for (job, run) in numbers.jobs {
        let labels: KeyValuePairs = ["agency": agency, "job_name": job]
        if let done = run.doneAt { lastSuccess.add(done.timeIntervalSince1970, labels) }
        lastStart.add(run.startedAt.timeIntervalSince1970, labels)
        if let finished = run.finishedAt {
          // Below 0 where the clock was set back meanwhile.
          duration.add(max(0, finished.timeIntervalSince(run.startedAt)), labels)
        }
        for name in Metrics.states {
          state.add(run.state == name ? 1 : 0, ["agency": agency, "job_name": job, "state": name])
        }
      }
      waiting.add(numbers.waiting, ["agency": agency])
      for row in numbers.followUps {
        open.add(row.open, ["agency": agency, "rule": row.rule])
        overdue.add(row.overdue, ["agency": agency, "rule": row.rule])
        backlog.add(row.backlog, ["agency": agency, "rule": row.rule])
      }
      if let row = numbers.messages {
        for (name, count) in [
          ("queued", row.queued), ("sending", row.sending), ("failed", row.failed), ("uncertain", row.uncertain),
        ] {
          messages.add(count, ["agency": agency, "state": name])
        }
        if let oldest = row.oldestQueuedAt { oldestQueued.add(oldest.timeIntervalSince1970, ["agency": agency]) }
        sent.add(row.sent, ["agency": agency])
      }
      unmatched.add(numbers.unmatched, ["agency": agency])
    }
  }
}
