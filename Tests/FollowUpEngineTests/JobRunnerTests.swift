import Catalog
import FollowUpEngine
import Foundation
import Postgres
import Synchronization
import Tabular
import TestServer
import TestSupport
import Testing

@Suite("Runs of jobs")
struct JobRunnerTests {
  /// Which steps were worked on, in order.
  private final class Diary: Sendable {
    private let pages = Mutex<[String]>([])
    var all: [String] { pages.withLock { $0 } }
    func write(_ step: String) { pages.withLock { $0.append(step) } }
  }

  private struct Trouble: Error {}

  private func nightly() throws -> Job { try Job.read("nightly", catalog: Catalog(home: try TestAgency.home())) }

  @Test("A night is done once; the second time nothing is done again")
  func once() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    let diary = Diary()
    let runner = JobRunner(agency.session, job: try nightly()) { step, _, _ in
      diary.write(step.title)
      return StepOutcome()
    }

    let first = try await runner.run()
    let second = try await runner.run()

    #expect(first.businessDate == "2026-11-20")
    #expect(!first.wasDone)
    #expect(second.wasDone)
    #expect(second.run == first.run)
    #expect(diary.all == (try nightly().steps.map(\.title)))
  }

  @Test(
    "A step that fails: the others are done, the run ends as failed, and the next time only that step is done, at the first run's moment"
  )
  func resumes() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    let later = try agency.at("2026-11-20T11:00:00-05:00")
    let diary = Diary()

    await #expect(throws: Trouble.self) {
      try await JobRunner(agency.session, job: try nightly()) { step, _, _ in
        diary.write(step.title)
        if step.action == .nudge { throw Trouble() }
        return StepOutcome()
      }.run()
    }
    let outcome = try await JobRunner(later.session, job: try nightly()) { step, session, _ in
      diary.write(
        "\(step.title) again at \(session.asOf == agency.session.asOf ? "the first moment" : "another moment")"
      )
      return StepOutcome()
    }.run()

    #expect(!outcome.wasDone)
    #expect(
      diary.all == [
        "inbox", "plan", "worklists", "deliver", "nudge", "report follow_ups", "report overdue", "report breaches",
        "checks", "nudge again at the first moment",
      ]
    )
  }

  @Test("While a live runner holds the run, another one is told so")
  func locked() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    let other = try await Connection.open(Connection.Settings(conninfo: agency.database.conninfo))
    let rival = AgencySession(
      connection: other,
      catalog: agency.session.catalog,
      agency: agency.session.agency,
      asOf: agency.session.asOf,
      logger: agency.session.logger
    )
    let job = try nightly()

    _ = try await JobRunner(agency.session, job: job) { step, _, _ in
      if step.action == .worklists {
        let error = await #expect(throws: FollowUpError.self) {
          try await JobRunner(rival, job: job) { _, _, _ in StepOutcome() }.run()
        }
        #expect(error?.kind == .locked)
      }
      return StepOutcome()
    }.run()
  }

  @Test("A runner whose run was taken over can write nothing more")
  func fenced() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    let job = try nightly()

    let error = await #expect(throws: FollowUpError.self) {
      try await JobRunner(agency.session, job: job) { step, session, _ in
        if step.action == .worklists {
          try await agency.sql("UPDATE job_run SET epoch = epoch + 1")
          try await session.transaction { connection in
            _ = try connection.execute(Statement("DELETE FROM agency"))
          }
        }
        return StepOutcome()
      }.run()
    }

    #expect(error?.kind == .locked)
    let agencies = try await Agencies(connection: agency.session.connection, catalog: agency.session.catalog).list()
    #expect(agencies.count == 1)
  }

  @Test("A run whose runner died is taken over: at once on this machine, after its lease from elsewhere")
  func takesOver() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    let job = try nightly()
    let insert = """
      INSERT INTO job_run (agency_id, job, business_date, as_of, epoch, state, runner, lease_until, started_at)
      VALUES (:agency, 'nightly', '2026-11-20', '2026-11-20 05:30-05', 7, 'running', 'elsewhere/1/1', clock_timestamp() + interval '1 hour', clock_timestamp())
      """
    try await agency.sql(insert)

    let held = await #expect(throws: FollowUpError.self) {
      try await JobRunner(agency.session, job: job) { _, _, _ in StepOutcome() }.run()
    }
    #expect(held?.kind == .locked)
    try await agency.sql("UPDATE job_run SET lease_until = clock_timestamp() - interval '1 second'")
    let afterLease = try await JobRunner(agency.session, job: job) { _, _, _ in StepOutcome() }.run()
    #expect(!afterLease.wasDone)

    let boot = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let namespace = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    // The number of a process says nothing in another container.
    try await agency.sql(
      "UPDATE job_run SET state = 'running', runner = '\(boot)/4194304/1/pid:[1]', lease_until = clock_timestamp() + interval '1 hour'"
    )
    let elsewhere = await #expect(throws: FollowUpError.self) {
      try await JobRunner(agency.session, job: job) { _, _, _ in StepOutcome() }.run()
    }
    #expect(elsewhere?.kind == .locked)
    #expect(elsewhere?.message.contains("pid:[1]") == true)
    try await agency.sql(
      "UPDATE job_run SET state = 'running', runner = '\(boot)/4194304/1/\(namespace)', lease_until = clock_timestamp() + interval '1 hour'"
    )
    let atOnce = try await JobRunner(agency.session, job: job) { _, _, _ in StepOutcome() }.run()
    #expect(!atOnce.wasDone)
  }

  private func rival(of agency: TestAgency) async throws -> AgencySession {
    AgencySession(
      connection: try await Connection.open(Connection.Settings(conninfo: agency.database.conninfo)),
      catalog: agency.session.catalog,
      agency: agency.session.agency,
      asOf: agency.session.asOf,
      logger: agency.session.logger
    )
  }

  @Test("A runner that hangs while it reads is taken over without waiting for it, and puts nothing in place afterwards")
  func hangsInAnExport() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    let rival = try await rival(of: agency)
    let job = try nightly()
    let diary = Diary()
    let folder = try temporaryFolder()

    let error = await #expect(throws: FollowUpError.self) {
      try await JobRunner(agency.session, job: job) { step, session, _ in
        guard step.action == .worklists else { return StepOutcome() }
        try await session.reading { _ in
          _ = try await rival.transaction { connection in
            try connection.execute(Statement("SET LOCAL lock_timeout = '2s'"))
            try connection.execute(
              Statement("UPDATE job_run SET lease_until = clock_timestamp() - interval '1 second'")
            )
          }
          let outcome = try await JobRunner(rival, job: job) { _, _, _ in StepOutcome() }.run()
          diary.write(outcome.wasDone ? "was done" : "taken over")
        }
        return StepOutcome()
      }.run()
    }
    #expect(error?.kind == .locked)
    #expect(diary.all == ["taken over"])

    // What reads in the name of a run that is somebody else's by now puts no file in place.
    let lost = AgencySession(
      connection: agency.session.connection,
      catalog: agency.session.catalog,
      agency: agency.session.agency,
      asOf: agency.session.asOf,
      logger: agency.session.logger,
      fence: RunFence(run: 1, epoch: 1, leaseSeconds: 120)
    )
    let report = await #expect(throws: FollowUpError.self) {
      try await ReportRunner(lost).run(
        try lost.catalog.report("overdue"),
        parameters: [:],
        format: .csv,
        output: .file(folder + "/overdue.csv"),
        options: SinkOptions()
      )
    }
    #expect(report?.kind == .locked)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }

  @Test("A step that reads for longer than the lease keeps its run")
  func heartbeat() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    let rival = try await rival(of: agency)
    let job = try nightly()

    // So long that a machine which is busy with other tests renews it in time.
    let outcome = try await JobRunner(agency.session, job: job, leaseSeconds: 40) { step, session, _ in
      guard step.action == .worklists else { return StepOutcome() }
      try await session.reading { _ in try await Task.sleep(for: .seconds(50)) }
      let error = await #expect(throws: FollowUpError.self) {
        try await JobRunner(rival, job: job) { _, _, _ in StepOutcome() }.run()
      }
      #expect(error?.kind == .locked)
      return StepOutcome()
    }.run()

    #expect(outcome.failures.isEmpty)
  }

  @Test("A missed night collapses into the next one")
  func collapses() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-19T05:30:00-05:00")
    await #expect(throws: Trouble.self) {
      try await JobRunner(agency.session, job: try nightly()) { _, _, _ in throw Trouble() }.run()
    }

    _ = try await JobRunner(try agency.at("2026-11-20T05:30:00-05:00").session, job: try nightly()) { _, _, _ in
      StepOutcome()
    }.run()

    let rows = try await agency.session.connection.query(
      Statement("SELECT business_date::text || ' ' || state AS run FROM job_run ORDER BY business_date")
    )
    #expect(try rows.map { try $0.get("run", as: String.self) } == ["2026-11-19 skipped", "2026-11-20 done"])
  }

  @Test("A run's duration stands beside what the job usually takes: the median of its done runs before")
  func durations() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    try await agency.sql(
      """
      SELECT set_config('followup.agency_id', ':agency', false);
      INSERT INTO job_run (agency_id, job, business_date, as_of, epoch, state, runner, lease_until, started_at, finished_at)
      SELECT :agency, job, day::date, day, 1, state, 'r', day, day, day + make_interval(secs => seconds)
      FROM (
        VALUES
          ('nightly', '2026-11-16 10:30Z'::timestamptz, 'done', 60),
          ('nightly', '2026-11-17 10:30Z', 'done', 90),
          ('nightly', '2026-11-18 10:30Z', 'failed', 5000),
          ('nightly', '2026-11-19 10:30Z', 'done', 300),
          ('daytime', '2026-11-19 15:00Z', 'done', 2)
      ) AS run (job, day, state, seconds);
      """
    )
    let table = MemoryBuffer()
    try await StatementTable(agency.session).write(
      try agency.session.statement("runs", ["last": 50]),
      title: "runs",
      format: .csv,
      output: .memory(table),
      options: SinkOptions()
    )
    let runs = try csvRows(table.text).filter { $0["job"] == "nightly" }
      .map { [$0["business_date"], $0["seconds"], $0["usual_seconds"]] }
    // Of the one that failed: the median of 60 and 90.
    #expect(
      runs == [
        ["2026-11-19", "300", "75"], ["2026-11-18", "5000", "75"], ["2026-11-17", "90", "60"],
        ["2026-11-16", "60", ""],
      ]
    )
  }

  /// A job of these steps.
  private func job(_ steps: String) throws -> Job {
    let folder = try temporaryFolder()
    defer { remove(folder) }
    try FileManager.default.createDirectory(atPath: folder + "/jobs", withIntermediateDirectories: true)
    let text = "summary: s\nschedule: \"0 0 * * *\"\ntime_limit_minutes: 5\nsteps:\n\(steps)"
    try text.write(toFile: folder + "/jobs/own.yaml", atomically: true, encoding: .utf8)
    return try Job.read("own", catalog: Catalog(home: try TestAgency.home().with(own: [folder])))
  }

  @Test("A step that fails is tried again as often as it says; then the run fails")
  func retries() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    let job = try job("  - do: checks\n    retries: 2\n  - do: nudge\n")
    let diary = Diary()
    let outcome = try await JobRunner(agency.session, job: job, retryPause: .milliseconds(10)) { step, _, _ in
      diary.write(step.title)
      if diary.all.count < 3 { throw Trouble() }
      return StepOutcome()
    }.run()
    #expect(outcome.failures.isEmpty)
    #expect(diary.all == ["checks", "checks", "checks", "nudge"])

    let never = Diary()
    await #expect(throws: Trouble.self) {
      try await JobRunner(
        try agency.at("2026-11-21T05:30:00-05:00").session,
        job: job,
        retryPause: .milliseconds(10)
      ) { step, _, _ in
        never.write(step.title)
        if step.action == .checks { throw Trouble() }
        return StepOutcome()
      }.run()
    }
    #expect(never.all == ["checks", "checks", "checks", "nudge"])
  }

  @Test("A step that takes longer than its limit is ended; the others are done, and its connection can be used")
  func stepLimit() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T05:30:00-05:00")
    let job = try job("  - do: checks\n    time_limit_minutes: 3\n    retries: 1\n  - do: nudge\n")
    let diary = Diary()
    let began = ContinuousClock.now
    await #expect(throws: (any Error).self) {
      try await JobRunner(agency.session, job: job, minute: .milliseconds(100)) { step, session, _ in
        diary.write(step.title)
        if step.action == .checks {
          _ = try await session.reading { connection in try connection.query(Statement("SELECT pg_sleep(600)")) }
        }
        return StepOutcome()
      }.run()
    }
    #expect(ContinuousClock.now - began < .seconds(550))
    #expect(diary.all == ["checks", "nudge"])
    let rows = try await agency.session.connection.query(
      Statement("SELECT state, error FROM job_step ORDER BY position")
    )
    #expect(try rows.map { try $0.get("state", as: String.self) } == ["failed", "done"])
    #expect(
      try rows[0].get("error", as: String.self).contains("took more than the 3 minutes of its time_limit_minutes")
    )
  }
}
