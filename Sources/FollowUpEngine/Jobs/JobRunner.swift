public import Catalog
import Foundation
import Logging
import Postgres
public import Tabular

/// What a step did.
public struct StepOutcome: Sendable, Equatable {
  /// Numbers by name, for the run's record.
  public var numbers: [String: Int]
  /// What failed within it, each with what to do; empty: nothing did.
  public var failures: [String]
  /// The files it wrote, each named by its path in the folder of the date.
  public var files: [Manifest.File]

  /// An outcome.
  public init(_ numbers: [String: Int] = [:], failures: [String] = [], files: [Manifest.File] = []) {
    self.numbers = numbers
    // They are logged and kept in the run's record.
    self.failures = failures.map(\.withoutAddresses)
    self.files = files
  }
}

/// One run of a job: locked, logged, and resumable; finished steps are not done again.
public struct JobRunner: Sendable {
  /// How a run ended.
  public struct Outcome: Sendable, Equatable {
    /// The run.
    public let run: Int
    /// The date it is for.
    public let businessDate: String
    /// Whether there was nothing to do: it had been done before.
    public let wasDone: Bool
    /// What failed within steps.
    public let failures: [String]
  }

  /// Does a step; it is given a session with the run's fence and moment.
  public typealias Work = @Sendable (Job.Step, AgencySession, _ businessDate: String) async throws -> StepOutcome

  /// What belongs to a run besides its steps.
  public struct Frame: Sendable {
    /// Done before the first step.
    let begin: @Sendable (_ businessDate: String) async throws -> Void
    /// Done after the last step, where none failed as a whole.
    let end: @Sendable (AgencySession, _ run: Int, _ businessDate: String) async throws -> Void
  }

  /// For how long a runner that gives no sign of life keeps its run, in seconds.
  public static let leaseSeconds = 120

  private let session: AgencySession
  private let job: Job
  private let from: Int?
  private let frame: Frame?
  private let leaseSeconds: Int
  private let retryPause: Duration
  private let minute: Duration
  private let work: Work

  /// A runner of a job.
  ///
  /// - Parameters:
  ///   - frame: what belongs to the run besides its steps.
  ///   - from: the place of the step, from 1, from which everything is done, again if need be; those before it are left out. nil: what
  ///     is not done yet is done.
  ///   - retryPause: between a step that failed and its next try; it doubles with each.
  ///   - minute: how long a minute of a step's time limit is.
  public init(
    _ session: AgencySession,
    job: Job,
    from: Int? = nil,
    frame: Frame? = nil,
    leaseSeconds: Int = JobRunner.leaseSeconds,
    retryPause: Duration = .seconds(10),
    minute: Duration = .seconds(60),
    work: @escaping Work
  ) {
    self.session = session
    self.job = job
    self.from = from
    self.frame = frame
    self.leaseSeconds = leaseSeconds
    self.retryPause = retryPause
    self.minute = minute
    self.work = work
  }

  /// Runs what is left of the job for the business date of the session's moment.
  ///
  /// - Throws: kind `locked` when another live runner has it; what a step threw, after the run was recorded as failed.
  public func run() async throws -> Outcome {
    guard let taken = try await take() else {
      let existing = try await self.existingRun()
      if existing.state == "done" {
        return Outcome(run: existing.runID, businessDate: existing.businessDate, wasDone: true, failures: [])
      }
      throw underWay(existing)
    }
    let fenced = session.at(taken.asOf)
      .within(RunFence(run: taken.runID, epoch: taken.epoch, leaseSeconds: leaseSeconds))
    let began = ContinuousClock.now
    session.logger.info(
      "run \(taken.runID) of \(job.name) for \(taken.businessDate) begins",
      metadata: event("run_began", taken, ["steps": job.steps.count])
    )
    do {
      try await frame?.begin(taken.businessDate)
      let (failures, leftOut) = try await steps(taken, fenced)
      try await frame?.end(fenced, taken.runID, taken.businessDate)
      let words = leftOut.isEmpty ? nil : "left out by --from: \(leftOut.joined(separator: ", "))"
      let state = failures.isEmpty && leftOut.isEmpty ? "done" : "partial"
      try await finish(taken, state: state, error: failures.first ?? words)
      tellEnd(taken, state, failures.first ?? words, began)
      return Outcome(run: taken.runID, businessDate: taken.businessDate, wasDone: false, failures: failures)
    } catch {
      // A cancelled task may not speak to the server any more: the record is made by one that is not.
      let interrupted = Task.isCancelled
      let state = interrupted ? "interrupted" : "failed"
      let words = interrupted ? "interrupted" : "\(error)".withoutAddresses
      tellEnd(taken, state, words, began)
      do {
        try await Task { try await finish(taken, state: state, error: words) }.value
      } catch let trouble {
        session.logger.warning("that run \(taken.runID) ended could not be recorded: \(trouble)")
      }
      if interrupted {
        throw FollowUpError(
          .failed,
          "run \(taken.runID) was interrupted",
          remedy: "run the same command again to continue"
        )
      }
      throw error
    }
  }

  /// The state of the job's run for the business date of the session's moment; nil: it was not begun.
  public static func state(of job: String, _ session: AgencySession) async throws -> String? {
    try await session.transaction { connection in
      try connection.query(session.statements.runState(job: job)).first?.state
    }
  }

  /// The fields that every event of a run has, and more.
  private func event(
    _ name: String,
    _ taken: Taken,
    _ fields: [String: (any CustomStringConvertible & Sendable)?]
  ) -> Logger.Metadata {
    let common: [String: (any CustomStringConvertible & Sendable)?] = [
      "job": job.name, "run": taken.runID, "epoch": taken.epoch, "business_date": taken.businessDate,
      "agency": session.agency.name,
    ]
    return RunEvent.metadata(name, common.merging(fields) { $1 })
  }

  private func tellEnd(_ taken: Taken, _ state: String, _ error: String?, _ began: ContinuousClock.Instant) {
    session.logger.info(
      "run \(taken.runID) of \(job.name) for \(taken.businessDate) ended: \(state)",
      metadata: event("run_ended", taken, ["state": state, "error": error, "seconds": seconds(since: began)])
    )
  }

  private func seconds(since began: ContinuousClock.Instant) -> Double {
    let seconds = began.duration(to: .now) / .seconds(1)
    return (seconds * 1000).rounded() / 1000
  }

  /// Whether a job is to be started now: its time on this date has come, in the agency's zone, and it has neither been done for the date nor,
  /// where it is repeated, been started since.
  public static func isDue(_ job: Job, _ session: AgencySession) async throws -> Bool {
    guard let zone = TimeZone(identifier: session.agency.timeZone), let due = job.cron.last(by: session.asOf, in: zone)
    else { return false }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    guard calendar.isDate(due, inSameDayAs: session.asOf) else { return false }
    let run = try await session.transaction { connection in
      try connection.query(session.statements.runState(job: job.name)).first
    }
    guard let run, run.state == "done" else { return true }
    return job.isRepeated && run.asOf < due
  }

  private func underWay() async throws -> FollowUpError { underWay(try await existingRun()) }

  private func underWay(_ existing: Statements.RunState) -> FollowUpError {
    FollowUpError(
      .locked,
      "run \(existing.runID) of \(job.name) for \(existing.businessDate) is under way, held by \(existing.runner)",
      remedy: "wait for it; the run of a process that died is taken over within \(leaseSeconds) seconds"
    )
  }

  private typealias Taken = Statements.RunTake

  private func take() async throws -> Taken? {
    let gone = try await goneRunners()
    let now = try session.statements.runClock()
    do {
      return try await session.transaction { connection in
        guard let clock = try connection.query(now).first?.clock else { return nil }
        return try take(gone, clock, connection)
      }
    } catch let error as PostgresError where error.isLockTimeout {
      // A runner that hangs in the middle of a chunk; the server ends its transaction by itself.
      throw try await underWay()
    }
  }

  private func take(_ gone: [String], _ clock: Date, _ connection: isolated Connection) throws -> Taken? {
    let take = try session.statements.runTake(
      again: from != nil,
      clock: clock,
      gone: gone,
      job: job.name,
      lease: leaseSeconds,
      repeated: job.isRepeated,
      runner: Runner.current
    )
    guard let taken = try connection.query(take).first else { return nil }
    let collapsed = try connection.execute(
      session.statements.runCollapse(businessDate: taken.businessDate, clock: clock, job: job.name)
    )
    if collapsed > 0 {
      session.logger.notice("\(collapsed) earlier run(s) that did not finish are replaced by this one")
    }
    return taken
  }

  /// The run's existing runner, if it ran on this machine and its process is gone.
  private func goneRunners() async throws -> [String] {
    let statement = try session.statements.runState(job: job.name)
    let rows = try await session.transaction { connection in try connection.query(statement) }
    return rows.map(\.runner).filter(Runner.isGone)
  }

  private func existingRun() async throws -> Statements.RunState {
    let statement = try session.statements.runState(job: job.name)
    guard let row = try await session.transaction({ connection in try connection.query(statement) }).first else {
      throw FollowUpError(.failed, "the run of \(job.name) no longer exists", remedy: "run it again")
    }
    return row
  }

  /// Does the steps that are left; returns what failed within them, and the titles of those that were left out on request.
  private func steps(_ taken: Taken, _ fenced: AgencySession) async throws -> (failures: [String], leftOut: [String]) {
    let ended = try await fenced.transaction { connection in
      let done = try fenced.statements.runStepsDone(
        epoch: taken.epoch,
        from: from,
        repeated: job.isRepeated && from == nil,
        run: taken.runID
      )
      return try connection.query(done).map { "\($0.position) \($0.step)" }
    }
    var failures: [String] = []
    var leftOut: [String] = []
    var firstError: (any Error)?
    for (index, step) in job.steps.enumerated() {
      let position = index + 1
      if ended.contains("\(position) \(step.title)") {
        session.logger.info("\(step.title): already done")
        continue
      }
      try Task.checkCancellation()
      if let from, position < from {
        session.logger.notice("\(step.title): left out by --from")
        try await begin(step, position, taken, fenced)
        try await end(position, "skipped", StepOutcome(), nil, [], taken, fenced)
        leftOut.append(step.title)
        continue
      }
      do {
        failures += try await perform(step, position, taken, fenced)
      } catch  where !Task.isCancelled && step.action != .plan && !JobRunner.isOver(error) {
        // The mail server is down: the reports of the night are written all the same, and the run ends as failed.
        session.logger.error("\(step.title): \(error)")
        firstError = firstError ?? error
      }
    }
    if let firstError { throw firstError }
    return (failures, leftOut)
  }

  /// Whether nothing more can be done in this run: another runner has it, or the database cannot be reached.
  private static func isOver(_ error: any Error) -> Bool {
    (error as? FollowUpError)?.kind == .locked || (error as? PostgresError)?.isConnectionFailure == true
  }

  private func perform(
    _ step: Job.Step,
    _ position: Int,
    _ taken: Taken,
    _ fenced: AgencySession
  ) async throws -> [String] {
    try await begin(step, position, taken, fenced)
    let began = ContinuousClock.now
    session.logger.info(
      "\(step.title) begins",
      metadata: event("step_began", taken, ["step": step.title, "position": position, "steps": job.steps.count])
    )
    let warnings = WarningKeeper()
    let heard = fenced.logging(to: warnings.listening(to: fenced.logger))
    do {
      let outcome = try await withHeartbeat(heard) { try await tried(step, heard, taken.businessDate) }
      let state = outcome.failures.isEmpty ? "done" : "partial"
      try await end(position, state, outcome, outcome.failures.first, warnings.lines + outcome.failures, taken, fenced)
      let numbers = outcome.numbers.filter { $0.value != 0 }.map { "\($0.key) \($0.value)" }.sorted()
      let none = outcome.failures.isEmpty ? "nothing to do" : "nothing done"
      let words = numbers.isEmpty ? none : numbers.joined(separator: ", ")
      let told = stepEnded(step, position, state, outcome.failures.first, outcome, warnings, taken, began)
      session.logger.notice("\(step.title): \(words)", metadata: told)
      for failure in outcome.failures { session.logger.error("\(step.title): \(failure)") }
      return outcome.failures.map { "\(step.title): \($0)" }
    } catch {
      let state = Task.isCancelled ? "interrupted" : "failed"
      let told = stepEnded(step, position, state, "\(error)".withoutAddresses, nil, warnings, taken, began)
      session.logger.info("\(step.title): \(state)", metadata: told)
      do {
        try await Task {
          try await end(position, state, StepOutcome(), "\(error)".withoutAddresses, warnings.lines, taken, fenced)
        }.value
      } catch let trouble {
        session.logger.warning("that step \(step.title) ended could not be recorded: \(trouble)")
      }
      throw error
    }
  }

  private func stepEnded(
    _ step: Job.Step,
    _ position: Int,
    _ state: String,
    _ error: String?,
    _ outcome: StepOutcome?,
    _ warnings: WarningKeeper,
    _ taken: Taken,
    _ began: ContinuousClock.Instant
  ) -> Logger.Metadata {
    var fields: [String: (any CustomStringConvertible & Sendable)?] = [
      "step": step.title, "position": position, "steps": job.steps.count, "state": state, "error": error,
      "seconds": seconds(since: began), "warnings": warnings.lines.count, "files": outcome?.files.count,
    ]
    for (name, number) in outcome?.numbers ?? [:] { fields["count_\(name)"] = number }
    return event("step_ended", taken, fields)
  }

  private func begin(_ step: Job.Step, _ position: Int, _ taken: Taken, _ fenced: AgencySession) async throws {
    let begin = try fenced.statements.runStepBegin(
      clock: Date(),
      epoch: taken.epoch,
      position: position,
      run: taken.runID,
      step: step.title
    )
    _ = try await fenced.transaction { connection in try connection.execute(begin) }
  }

  /// Does the work, again where it fails and the step says so.
  private func tried(_ step: Job.Step, _ fenced: AgencySession, _ businessDate: String) async throws -> StepOutcome {
    var (pause, attempt) = (retryPause, 1)
    while true {
      do {
        return try await limited(step, fenced, businessDate)
      } catch  where attempt <= step.retries && !Task.isCancelled && !(error is StepLimit) && !JobRunner.isOver(error) {
        session.logger.warning("\(step.title): \(error); it is tried again in \(pause) (\(attempt) of \(step.retries))")
      }
      try await Task.sleep(for: pause)
      (pause, attempt) = (pause * 2, attempt + 1)
    }
  }

  /// Does the work once, within the step's own time limit.
  private func limited(_ step: Job.Step, _ fenced: AgencySession, _ businessDate: String) async throws -> StepOutcome {
    guard let minutes = step.timeLimitMinutes else { return try await work(step, fenced, businessDate) }
    return try await withThrowingTaskGroup(of: StepOutcome.self) { group in
      group.addTask { try await work(step, fenced, businessDate) }
      group.addTask {
        try await Task.sleep(for: minute * minutes)
        throw StepLimit(minutes: minutes)
      }
      defer { group.cancelAll() }
      guard let outcome = try await group.next() else { throw CancellationError() }
      return outcome
    }
  }

  /// Does the work; when it takes long, the run's lease is renewed beside it over a connection of its own, since reading does not renew
  /// it. A process that is stopped renews nothing, so that it can be taken over.
  private func withHeartbeat<T: Sendable>(
    _ fenced: AgencySession,
    _ work: @escaping @Sendable () async throws -> T
  ) async throws -> T {
    let pause = Duration.seconds(leaseSeconds / 4)
    let beating = Task {
      do {
        try await Task.sleep(for: pause)
        let connection = try await fenced.connection.another()
        try await beat(fenced, over: connection, every: pause)
      } catch is CancellationError {
        // The step is over.
      } catch {
        fenced.logger.warning("the lease of the run could not be renewed: \(error)")
      }
    }
    defer { beating.cancel() }
    return try await work()
  }

  private func beat(_ fenced: AgencySession, over connection: Connection, every pause: Duration) async throws {
    let beside = AgencySession(
      connection: connection,
      catalog: fenced.catalog,
      agency: fenced.agency,
      asOf: fenced.asOf,
      logger: fenced.logger,
      fence: fenced.fence
    )
    do {
      while !Task.isCancelled {
        do {
          try await beside.transaction { _ in }
        } catch let error as PostgresError where error.isLockTimeout {
          // The step itself is writing, which renews the lease too.
        }
        try await Task.sleep(for: pause)
      }
    } catch {
      await beside.close()
      if !Task.isCancelled { throw error }
    }
  }

  private func end(
    _ position: Int,
    _ state: String,
    _ outcome: StepOutcome,
    _ error: String?,
    _ warnings: [String],
    _ taken: Taken,
    _ fenced: AgencySession
  ) async throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let statement = try fenced.statements.runStepEnd(
      clock: Date(),
      error: error,
      files: String(decoding: try encoder.encode(outcome.files), as: UTF8.self),
      position: position,
      run: taken.runID,
      state: state,
      summary: String(decoding: try encoder.encode(outcome.numbers), as: UTF8.self),
      warnings: String(decoding: try encoder.encode(warnings), as: UTF8.self)
    )
    _ = try await fenced.transaction { connection in try connection.execute(statement) }
  }

  private func finish(_ taken: Taken, state: String, error: String?) async throws {
    let statement = try session.statements.runFinish(
      clock: Date(),
      epoch: taken.epoch,
      error: error,
      run: taken.runID,
      state: state
    )
    _ = try await session.transaction { connection in try connection.execute(statement) }
  }
}

/// A step's time limit is over.
private struct StepLimit: Error, CustomStringConvertible {
  let minutes: Int
  var description: String {
    "took more than the \(minutes) minutes of its time_limit_minutes, and was ended; raise it in the job's file, or run "
      + "the job again"
  }
}
