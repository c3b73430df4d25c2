import Catalog
import FollowUpEngine
import Foundation
import Postgres

/// Looks at one agency: its clock, what waits, its mails, its runs.
struct AgencyDiagnostics {
  /// How late a job may begin before it is missed, in seconds.
  private static let patience = 900.0

  let session: AgencySession
  let jobs: [Job]
  private var name: String { session.agency.name }

  init(_ session: AgencySession, jobs: [Job]) {
    self.session = session
    self.jobs = jobs
  }

  /// Writes its lines.
  func look(_ visit: inout Diagnostics) async throws {
    let statement = try session.statements.doctor()
    let rows = try await session.transaction { connection in try connection.query(statement) }
    guard let row = rows.first else { return }
    let drift = abs(row.serverClock.timeIntervalSinceNow)
    if drift < 5 {
      visit.fine("clock", "this machine and the server agree")
    } else {
      visit.trouble("clock", "this machine and the server differ by \(Int(drift)) s", "set both clocks with NTP")
    }
    visit.fine(name, "counts days in \(session.agency.timeZone); \(row.waiting) candidates wait to be planned")
    for trouble in try await Outbox(session).troubles() { visit.trouble(name, trouble) }
    for pause in try await MailPauses(session).inForce() { visit.fine(name, pause.words) }
    for untold in try await Outbox(session).untold() {
      visit.trouble(name, untold, "followup nudge --dry-run lists what is owed")
    }
    try await inbox(&visit)
    let lastRun = row.lastRun ?? "no job has run yet"
    if ["failed", "interrupted", "partial"].contains(row.lastState) {
      visit.trouble(name, lastRun, "followup runs shows why; run the same command again to continue")
    } else {
      visit.fine(name, lastRun)
    }
    if let dead = row.deadRun {
      visit.trouble(name, dead, "run the same command again; it takes the run over and continues")
    }
    let long = try session.statements.doctorLongRuns()
    for run in try await session.transaction({ connection in try connection.query(long) }) {
      visit.trouble(
        name,
        "run \(run.runID) of \(run.job) for \(run.businessDate) has been under way for \(run.elapsed); it usually takes \(run.usual)",
        "see followup runs \(run.runID), and what it waits for in pg_stat_activity"
      )
    }
    for misfit in try await PolicyBook(session).misfits() {
      visit.trouble(name, misfit, "set another: followup agency policy KEY=VALUE")
    }
    for job in jobs { try await missed(job, &visit) }
  }

  /// What came back by mail and waits for somebody, and where no mail goes.
  private func inbox(_ visit: inout Diagnostics) async throws {
    let inbox = Inbox(session)
    let waiting = try await inbox.waiting()
    if waiting > 0 {
      visit.trouble(
        name,
        waiting == 1 ? "1 mail waits for somebody to read it" : "\(waiting) mails wait for somebody to read them",
        "followup inbox list shows them; followup inbox settle takes them off"
      )
    }
    let stopped = try await inbox.stopped()
    for line in stopped.prefix(20) { visit.fine(name, "no mail goes to \(line)") }
    if stopped.count > 20 { visit.fine(name, "and to \(stopped.count - 20) more addresses") }
  }

  /// A job that has run before and did not when it should have.
  private func missed(_ job: Job, _ visit: inout Diagnostics) async throws {
    guard let zone = TimeZone(identifier: session.agency.timeZone),
      let due = job.cron.last(by: session.asOf.addingTimeInterval(-Self.patience), in: zone)
    else { return }
    let style = Date.ISO8601FormatStyle(timeZone: zone)
    let date = due.formatted(style.year().month().day())
    let statement = try session.statements.doctorJob(date: date, job: job.name)
    let rows = try await session.transaction { connection in try connection.query(statement) }
    guard let row = rows.first, !row.hasRun else { return }
    let time = due.formatted(style.time(includingFractionalSeconds: false)).prefix(5)
    visit.trouble(
      name,
      "\(job.name) should have run on \(date) at \(time) (\(session.agency.timeZone)) and has not",
      "followup run \(job.name) --agency \"\(name)\" runs it now; check that the scheduler runs, and its log"
    )
  }
}
