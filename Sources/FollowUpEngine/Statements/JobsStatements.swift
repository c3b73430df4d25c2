// Written by deploy/statements from sql/engine/jobs; not to be edited.

package import Foundation
package import Postgres

extension Statements {
  /// How many more connections the server, the database and the user of this one allow, this one not counted.
  package func connectionsFree() throws -> Query<ConnectionsFree> {
    try query("jobs/connections_free")
  }

  /// A row of sql/engine/jobs/connections_free.sql.
  package struct ConnectionsFree: StatementRow {
    package static let columns = ["free"]
    package let free: Int

    package init(_ row: Row) throws {
      free = try row.get(at: 0)
    }
  }

  /// The server's clock, by which leases begin and end: the runners' own clocks may differ.
  package func runClock() throws -> Query<RunClock> {
    try query("jobs/run_clock")
  }

  /// A row of sql/engine/jobs/run_clock.sql.
  package struct RunClock: StatementRow {
    package static let columns = ["clock"]
    package let clock: Date

    package init(_ row: Row) throws {
      clock = try row.get(at: 0)
    }
  }

  /// A missed night collapses into the next one: earlier runs of the job that did not finish are not continued.
  package func runCollapse(businessDate: String, clock: Date, job: String) throws -> Change {
    try change(
      "jobs/run_collapse",
      ["business_date": businessDate.postgresText, "clock": clock.postgresText, "job": job.postgresText]
    )
  }

  /// The run, if the agency has it.
  package func runExists(run: Int) throws -> Query<RunExists> {
    try query("jobs/run_exists", ["run": run.postgresText])
  }

  /// A row of sql/engine/jobs/run_exists.sql.
  package struct RunExists: StatementRow {
    package static let columns = ["run_id"]
    package let runID: Int

    package init(_ row: Row) throws {
      runID = try row.get(at: 0)
    }
  }

  /// The files that the steps of a run wrote, named from the folder of its date.
  package func runFiles(run: Int) throws -> Query<RunFiles> {
    try query("jobs/run_files", ["run": run.postgresText])
  }

  /// A row of sql/engine/jobs/run_files.sql.
  package struct RunFiles: StatementRow {
    package static let columns = ["position", "step", "name", "rows", "bytes", "sha256"]
    package let position: Int
    package let step: String
    package let name: String
    package let rows: Int
    package let bytes: Int
    package let sha256: String

    package init(_ row: Row) throws {
      position = try row.get(at: 0)
      step = try row.get(at: 1)
      name = try row.get(at: 2)
      rows = try row.get(at: 3)
      bytes = try row.get(at: 4)
      sha256 = try row.get(at: 5)
    }
  }

  /// Ends a run, if it is still this runner's.
  package func runFinish(clock: Date, epoch: Int, error: String?, run: Int, state: String) throws -> Change {
    try change(
      "jobs/run_finish",
      [
        "clock": clock.postgresText, "epoch": epoch.postgresText, "error": error.postgresText, "run": run.postgresText,
        "state": state.postgresText,
      ]
    )
  }

  /// Every chunk of a run begins with this: no row, and the run is over. The lease starts anew.
  package func runHold(epoch: Int, lease: Int, run: Int) throws -> Change {
    try change("jobs/run_hold", ["epoch": epoch.postgresText, "lease": lease.postgresText, "run": run.postgresText])
  }

  /// Whether the run is still this runner's; asked by what only reads, without a lock that a takeover would wait
  /// for.
  package func runIsMine(epoch: Int, run: Int) throws -> Query<RunIsMine> {
    try query("jobs/run_is_mine", ["epoch": epoch.postgresText, "run": run.postgresText])
  }

  /// A row of sql/engine/jobs/run_is_mine.sql.
  package struct RunIsMine: StatementRow {
    package static let columns = ["run_id"]
    package let runID: Int

    package init(_ row: Row) throws {
      runID = try row.get(at: 0)
    }
  }

  /// What decides the content of the files of a run, for its manifest: the last imports, the last touch, the policy
  /// and the rules as they are.
  package func runSnapshot() throws -> Query<RunSnapshot> {
    try query("jobs/run_snapshot")
  }

  /// A row of sql/engine/jobs/run_snapshot.sql.
  package struct RunSnapshot: StatementRow {
    package static let columns = ["imports", "last_touch", "policy", "rules"]
    package let imports: String
    package let lastTouch: Int
    package let policy: String
    package let rules: String

    package init(_ row: Row) throws {
      imports = try row.get(at: 0)
      lastTouch = try row.get(at: 1)
      policy = try row.get(at: 2)
      rules = try row.get(at: 3)
    }
  }

  /// The run of a job for the business date of as_of, as it is.
  package func runState(job: String) throws -> Query<RunState> {
    try query("jobs/run_state", ["job": job.postgresText])
  }

  /// A row of sql/engine/jobs/run_state.sql.
  package struct RunState: StatementRow {
    package static let columns = ["run_id", "state", "runner", "started_at", "business_date", "as_of"]
    package let runID: Int
    package let state: String
    package let runner: String
    package let startedAt: Date
    package let businessDate: String
    package let asOf: Date

    package init(_ row: Row) throws {
      runID = try row.get(at: 0)
      state = try row.get(at: 1)
      runner = try row.get(at: 2)
      startedAt = try row.get(at: 3)
      businessDate = try row.get(at: 4)
      asOf = try row.get(at: 5)
    }
  }

  /// Begins a step, or begins it again.
  package func runStepBegin(clock: Date, epoch: Int, position: Int, run: Int, step: String) throws -> Change {
    try change(
      "jobs/run_step_begin",
      [
        "clock": clock.postgresText, "epoch": epoch.postgresText, "position": position.postgresText,
        "run": run.postgresText, "step": step.postgresText,
      ]
    )
  }

  /// Ends a step with what it did, wrote and warned of.
  package func runStepEnd(
    clock: Date,
    error: String?,
    files: String,
    position: Int,
    run: Int,
    state: String,
    summary: String,
    warnings: String
  ) throws -> Change {
    try change(
      "jobs/run_step_end",
      [
        "clock": clock.postgresText, "error": error.postgresText, "files": files.postgresText,
        "position": position.postgresText, "run": run.postgresText, "state": state.postgresText,
        "summary": summary.postgresText, "warnings": warnings.postgresText,
      ]
    )
  }

  /// The steps of one run.
  package func runSteps(run: Int) throws -> Query<RunSteps> {
    try query("jobs/run_steps", ["run": run.postgresText])
  }

  /// A row of sql/engine/jobs/run_steps.sql.
  package struct RunSteps: StatementRow {
    package static let columns = [
      "position", "step", "state", "started_at", "finished_at", "epoch", "summary", "error", "files", "warnings",
      "seconds",
    ]
    package let position: Int
    package let step: String
    package let state: String
    package let startedAt: Date
    package let finishedAt: Date?
    package let epoch: Int
    package let summary: String?
    package let error: String?
    package let files: Int
    package let warnings: Int
    package let seconds: Int?

    package init(_ row: Row) throws {
      position = try row.get(at: 0)
      step = try row.get(at: 1)
      state = try row.get(at: 2)
      startedAt = try row.get(at: 3)
      finishedAt = try row.getOptional(at: 4)
      epoch = try row.get(at: 5)
      summary = try row.getOptional(at: 6)
      error = try row.getOptional(at: 7)
      files = try row.get(at: 8)
      warnings = try row.get(at: 9)
      seconds = try row.getOptional(at: 10)
    }
  }

  /// The steps of a run that are not done again: those that are done, of a repeated job in this epoch; none from
  /// the one on from which all are to be done.
  package func runStepsDone(epoch: Int, from: Int?, repeated: Bool, run: Int) throws -> Query<RunStepsDone> {
    try query(
      "jobs/run_steps_done",
      [
        "epoch": epoch.postgresText, "from": from.postgresText, "repeated": repeated.postgresText,
        "run": run.postgresText,
      ]
    )
  }

  /// A row of sql/engine/jobs/run_steps_done.sql.
  package struct RunStepsDone: StatementRow {
    package static let columns = ["position", "step"]
    package let position: Int
    package let step: String

    package init(_ row: Row) throws {
      position = try row.get(at: 0)
      step = try row.get(at: 1)
    }
  }

  /// Begins the run of a job for the business date of as_of, or takes over one that is not held by a live runner.
  package func runTake(
    again: Bool,
    clock: Date,
    gone: [String],
    job: String,
    lease: Int,
    repeated: Bool,
    runner: String
  ) throws -> Query<RunTake> {
    try query(
      "jobs/run_take",
      [
        "again": again.postgresText, "clock": clock.postgresText, "gone": gone.postgresText, "job": job.postgresText,
        "lease": lease.postgresText, "repeated": repeated.postgresText, "runner": runner.postgresText,
      ]
    )
  }

  /// A row of sql/engine/jobs/run_take.sql.
  package struct RunTake: StatementRow {
    package static let columns = ["run_id", "epoch", "as_of", "business_date"]
    package let runID: Int
    package let epoch: Int
    package let asOf: Date
    package let businessDate: String

    package init(_ row: Row) throws {
      runID = try row.get(at: 0)
      epoch = try row.get(at: 1)
      asOf = try row.get(at: 2)
      businessDate = try row.get(at: 3)
    }
  }

  /// What the steps of a run warned of, in the order in which they did.
  package func runWarnings(run: Int) throws -> Query<RunWarnings> {
    try query("jobs/run_warnings", ["run": run.postgresText])
  }

  /// A row of sql/engine/jobs/run_warnings.sql.
  package struct RunWarnings: StatementRow {
    package static let columns = ["position", "step", "warning"]
    package let position: Int
    package let step: String
    package let warning: String

    package init(_ row: Row) throws {
      position = try row.get(at: 0)
      step = try row.get(at: 1)
      warning = try row.get(at: 2)
    }
  }

  /// The runs of the agency, the latest first, with how long each took and how long the job usually takes: the
  /// median of its last 30 done runs before.
  package func runs(last: Int) throws -> Query<Runs> {
    try query("jobs/runs", ["last": last.postgresText])
  }

  /// A row of sql/engine/jobs/runs.sql.
  package struct Runs: StatementRow {
    package static let columns = [
      "run_id", "job", "business_date", "state", "as_of", "started_at", "finished_at", "epoch", "error", "seconds",
      "usual_seconds",
    ]
    package let runID: Int
    package let job: String
    package let businessDate: String
    package let state: String
    package let asOf: Date
    package let startedAt: Date
    package let finishedAt: Date?
    package let epoch: Int
    package let error: String?
    package let seconds: Int?
    package let usualSeconds: Int?

    package init(_ row: Row) throws {
      runID = try row.get(at: 0)
      job = try row.get(at: 1)
      businessDate = try row.get(at: 2)
      state = try row.get(at: 3)
      asOf = try row.get(at: 4)
      startedAt = try row.get(at: 5)
      finishedAt = try row.getOptional(at: 6)
      epoch = try row.get(at: 7)
      error = try row.getOptional(at: 8)
      seconds = try row.getOptional(at: 9)
      usualSeconds = try row.getOptional(at: 10)
    }
  }

}
