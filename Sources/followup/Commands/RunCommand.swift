import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation
import Logging

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a job from jobs/: locked, logged, resumable.",
    discussion: """
      One run per job, agency and business date. What was finished is not done again: after a crash or an interruption the
      same command continues.
      With --all-agencies: such a run for every agency, several side by side. One connection takes the agency with the least to
      do, the others the one with the most, so that small ones never wait behind a big one. If there are several agencies, files
      go to a folder for each, and below it one for each date. One agency that fails does not stop the others: exit code 3, and 1 (or the code that all of
      them share) when all failed.
      """
  )

  @Argument(help: "The job, jobs/NAME.yaml.")
  var job: String

  @Option(help: ArgumentHelp("Where worklists and reports go; default: output.folder.", valueName: "folder"))
  var out: String?

  @Flag(help: "Says what each step would do, as far as that can be known; writes and sends nothing.")
  var dryRun = false

  @Flag(help: "Does nothing before the job's time in the agency's zone, or where it is done: for schedulers.")
  var whenDue = false

  @Option(
    help: ArgumentHelp(
      "Does this step and those after it, again where they are done, and leaves out those before it: a step's name, such as "
        + "nudge or \"report overdue\", or its number.",
      valueName: "step"
    )
  )
  var from: String?

  @OptionGroup var all: AllAgenciesOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try all.check(with: options)
    if whenDue && from != nil {
      throw ValidationError("--from is for a run by hand; --when-due is for schedulers; leave one out")
    }
  }

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    try refuseUnknown("job", job, known: Job.names(home: bootstrap.home))
    // What was mistyped by hand is not a failure of the job, of which others are told.
    if let from {
      let job = try Job.read(job, catalog: bootstrap.catalog)
      if job.place(of: from) == nil { try refuseUnknown("step", from, known: job.steps.map(\.title)) }
    }
    if dryRun { return try await work(bootstrap, nil) }
    let watch = try RunWatch(bootstrap, job: job)
    try await watch.over { try await work(bootstrap, watch) }
  }

  private func work(_ bootstrap: Bootstrap, _ watch: RunWatch?) async throws {
    let job = try Job.read(job, catalog: bootstrap.catalog)
    let outgoing = try bootstrap.mailIfConfigured()
    try await watch?.mailFailures(of: job, outgoing)
    let place = from.flatMap { job.place(of: $0) }
    if all.allAgencies { return try await runAll(job, place, bootstrap, outgoing, watch) }
    let session = try await bootstrap.session()
    let work = JobSteps(
      folder: try await folder(of: session, bootstrap),
      mailing: outgoing?.mailing,
      mailbox: bootstrap.mailboxIfConfigured(),
      traces: try await bootstrap.traces(of: session, out: out)
    )
    if whenDue, try await !JobRunner.isDue(job, session) {
      session.logger.info("\(job.name) is not due for \(session.agency.name)")
      return await session.close()
    }
    if dryRun {
      let lines = try await JobPreview(work: work, job: job, from: place).lines(session)
      await session.close()
      return try say(lines.joined(separator: "\n"))
    }
    await watch?.begin()
    let outcome = try await Interruption.guarding {
      try await done(job, place, work, session, watch)
    }
    await session.close()
    try say(words(outcome, job, work))
    if !outcome.failures.isEmpty { throw ExitStatus.Partial() }
  }

  /// Runs the job for an agency; what fails is noted for the mail about it.
  private func done(
    _ job: Job,
    _ place: Int?,
    _ work: JobSteps,
    _ session: AgencySession,
    _ watch: RunWatch?
  ) async throws -> JobRunner.Outcome {
    do {
      let outcome = try await work.run(job, session, from: place)
      if !outcome.failures.isEmpty {
        let run = "run \(outcome.run) for \(outcome.businessDate)"
        await watch?.note(.init(agency: session.agency.name, run: run, reasons: outcome.failures))
      }
      return outcome
    } catch {
      let reason = ExitStatus.message(for: error) ?? "\(error)"
      if ExitStatus.code(for: error) != FollowUpError.Kind.locked.rawValue {
        await watch?.note(.init(agency: session.agency.name, run: nil, reasons: [reason]))
      }
      throw error
    }
  }

  /// Where there are several agencies, each has its own folder, with every way of running it.
  private func folder(of session: AgencySession, _ bootstrap: Bootstrap) async throws -> String {
    let folder = out ?? bootstrap.outputFolder
    let agencies = try await Agencies(connection: session.connection, catalog: session.catalog).list()
    guard agencies.count > 1 else { return folder }
    return "\(folder)/\(Agencies.folders(agencies)[session.agency.id] ?? "\(session.agency.id)")"
  }

  private func runAll(
    _ job: Job,
    _ place: Int?,
    _ bootstrap: Bootstrap,
    _ outgoing: Outgoing?,
    _ watch: RunWatch?
  ) async throws {
    let all = try await AllAgencies(bootstrap, connections: all.connections)
    let mailing = outgoing?.shared(by: all.number).mailing
    let folder = out ?? bootstrap.outputFolder
    let folders = Agencies.folders(all.agencies)
    let work = { @Sendable (agency: Agency) in
      JobSteps(
        folder: "\(folder)/\(folders[agency.id] ?? "\(agency.id)")",
        mailing: mailing,
        mailbox: bootstrap.mailboxIfConfigured(),
        traces: bootstrap.traces(of: agency, among: all.agencies, out: out)
      )
    }
    if dryRun {
      let tried = try await all.work { session in
        let lines = try await JobPreview(work: work(session.agency), job: job, from: place).lines(session)
        try say(lines.map { "\(session.agency.name): \($0)" }.joined(separator: "\n"))
      }
      if let error = tried.verdict(isPartial: false) { throw error }
      return
    }
    let outcome = try await all.work { session -> JobRunner.Outcome? in
      let agency = session.agency
      if whenDue, try await !JobRunner.isDue(job, session) { return nil }
      await watch?.begin()
      let work = work(agency)
      let outcome = try await done(job, place, work, session, watch)
      try say("\(agency.name): \(words(outcome, job, work))")
      return outcome
    }
    let isPartial = outcome.done.contains { $0.value?.failures.isEmpty == false }
    if let error = outcome.verdict(isPartial: isPartial) { throw error }
  }

  private func words(_ outcome: JobRunner.Outcome, _ job: Job, _ work: JobSteps) -> String {
    let run = "Run \(outcome.run) of \(job.name) for \(outcome.businessDate)"
    if outcome.wasDone { return "\(run) was done before; nothing was done again." }
    return "\(run): files in \(work.folder(for: outcome.businessDate))"
  }
}
