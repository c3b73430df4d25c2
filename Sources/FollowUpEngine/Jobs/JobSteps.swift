public import Catalog
import Foundation
import Logging
public import Mail
import Tabular

/// What each step of a job does: it plans, writes files into a folder and sends through a mail channel.
public struct JobSteps: Sendable {
  /// How mails leave.
  public struct Mailing: Sendable {
    let settings: NudgeSettings
    let channel: @Sendable () -> any MailChannel

    /// - Parameters:
    ///   - settings: sender and address for replies.
    ///   - channel: gives each step that sends a channel of its own, not yet connected.
    public init(settings: NudgeSettings, channel: @escaping @Sendable () -> any MailChannel) {
      self.settings = settings
      self.channel = channel
    }
  }

  /// The folder that worklists and reports are written into, below it one folder for each date.
  public let folder: String
  /// nil: no way to send is configured.
  public let mailing: Mailing?
  /// Gives each step that reads mail a reader of the agency's mailbox; nil: none is configured.
  public let mailbox: (@Sendable (Agency) throws -> any MailboxReader)?

  /// Where files may tell of people who are anonymised.
  public let traces: TraceFolders

  /// The steps of a job that writes into that folder, sends that way and reads there what comes back.
  public init(
    folder: String,
    mailing: Mailing?,
    mailbox: (@Sendable (Agency) throws -> any MailboxReader)? = nil,
    traces: TraceFolders? = nil
  ) {
    self.folder = folder
    self.mailing = mailing
    self.mailbox = mailbox
    self.traces = traces ?? TraceFolders([folder])
  }

  /// The folder of a business date.
  public func folder(for businessDate: String) -> String { "\(folder)/\(businessDate)" }

  /// Does a step.
  public func perform(
    _ step: Job.Step,
    of job: Job,
    _ session: AgencySession,
    _ businessDate: String
  ) async throws -> StepOutcome {
    switch step.action {
    case .inbox: return try await inbox(session)
    case .plan:
      let outcome = try await Planner(session).plan()
      let numbers = [
        "candidates": outcome.candidates,
        "added": outcome.rules.values.reduce(0) { $0 + $1.added },
        "changed": outcome.rules.values.reduce(0) { $0 + $1.changed },
        "withdrawn": outcome.rules.values.reduce(0) { $0 + $1.withdrawn },
      ]
      return StepOutcome(numbers, failures: outcome.faults.map(\.description))
    case .worklists: return try await worklists(step, session, folder(for: businessDate))
    case .deliver: return try await deliver(session)
    case .nudge: return try await nudge(session)
    case .report: return try await report(step, session, folder(for: businessDate))
    case .pack: return try await mailPack(step, of: job, session, businessDate)
    case .retention: return try await retention(session)
    case .checks:
      let findings = try await CatalogCheck(session).invariants()
      let failures = findings.compactMap { finding in
        finding.fault.map { "\(finding.file): \($0)\(finding.remedy.map { "; \($0)" } ?? "")" }
      }
      return StepOutcome(["checks": findings.count], failures: failures)
    }
  }

  private func inbox(_ session: AgencySession) async throws -> StepOutcome {
    guard let mailbox else {
      session.logger.info("inbox: no mailbox is configured, so nothing is read")
      return StepOutcome()
    }
    let outcome = try await Inbox(session).read(try mailbox(session.agency))
    // Who wrote what stands in the database, not in logs.
    if outcome.unmatched > 0 {
      let what = outcome.unmatched == 1 ? "1 mail" : "\(outcome.unmatched) mails"
      session.logger.warning("nothing could be done with \(what); followup inbox list shows them, and why")
    }
    return StepOutcome(outcome.numbers)
  }

  private func worklists(_ step: Job.Step, _ session: AgencySession, _ folder: String) async throws -> StepOutcome {
    let export = try await Worklists(session).export(
      nil,
      to: "\(folder)/worklists",
      formats: try formats(of: step),
      options: SinkOptions(stamp: session.asOf)
    )
    let files = export.manifest.files(in: "worklists")
    return StepOutcome(["lists": export.lists, "rows": export.rows], files: files)
  }

  private func deliver(_ session: AgencySession) async throws -> StepOutcome {
    guard let nudger = nudger(session, "deliver") else { return StepOutcome() }
    let queued = try await ListDelivery(session).queue()
    let outcome = try await nudger.sendQueued()
    warn(of: outcome.pauses, session)
    let numbers = ["lists": queued.lists, "overviews": queued.overviews, "empty": queued.empty, "sent": outcome.sent]
    return StepOutcome(numbers, failures: outcome.troubles)
  }

  private func nudge(_ session: AgencySession) async throws -> StepOutcome {
    guard let nudger = nudger(session, "nudge") else { return StepOutcome() }
    let outcome = try await nudger.run()
    warn(of: outcome.pauses, session)
    return StepOutcome(outcome.numbers, failures: outcome.troubles)
  }

  private func retention(_ session: AgencySession) async throws -> StepOutcome {
    let retention = Retention(session, folders: traces)
    let settings = try await retention.settings()
    guard !settings.keepsEverybody else {
      session.logger.notice("retention: \(settings.words)")
      return StepOutcome()
    }
    let outcome = try await retention.run()
    // Who it is stands in the database, not in logs.
    if outcome.blocked > 0 { session.logger.notice("retention: \(Retention.notice(outcome.blocked))") }
    return StepOutcome(outcome.numbers)
  }

  /// Writes the files of a step and does nothing else: a step that writes none does nothing.
  func write(
    _ step: Job.Step,
    of job: Job,
    _ session: AgencySession,
    _ businessDate: String
  ) async throws -> StepOutcome {
    switch step.action {
    case .worklists: return try await worklists(step, session, folder(for: businessDate))
    case .report: return try await report(step, session, folder(for: businessDate))
    case .pack:
      let pack = try await pack(step, of: job, session, businessDate)
      return StepOutcome(failures: pack.failures, files: pack.manifest.files(in: job.name))
    case .inbox, .plan, .deliver, .nudge, .retention, .checks: return StepOutcome()
    }
  }

  private func mailPack(
    _ step: Job.Step,
    of job: Job,
    _ session: AgencySession,
    _ businessDate: String
  ) async throws -> StepOutcome {
    let pack = try await pack(step, of: job, session, businessDate)
    let files = pack.manifest.files(in: job.name)
    var numbers = ["reports": pack.parts.count, "rows": pack.parts.reduce(0) { $0 + $1.count }]
    guard !pack.parts.isEmpty, let nudger = nudger(session, "pack") else {
      return StepOutcome(numbers, failures: pack.failures, files: files)
    }
    numbers["mails"] = try await PackDelivery(session).queue(pack)
    let outcome = try await nudger.sendQueued()
    numbers["sent"] = outcome.sent
    warn(of: outcome.pauses, session)
    return StepOutcome(numbers, failures: pack.failures + outcome.troubles, files: files)
  }

  private func pack(
    _ step: Job.Step,
    of job: Job,
    _ session: AgencySession,
    _ businessDate: String
  ) async throws -> ReportPack.Written {
    let folder = "\(folder(for: businessDate))/\(job.name)"
    if let doubt = try OutputFolder.make(folder, remedy: "see output.folder in followup.yaml, or give --out") {
      session.logger.warning("\(doubt)")
    }
    return try await ReportPack(session, job: job.name).write(step, to: folder)
  }

  private func warn(of pauses: [String], _ session: AgencySession) {
    if !pauses.isEmpty { session.logger.warning("\(MailPauses.notice)") }
  }

  /// nil: there is no way to send, which is said.
  private func nudger(_ session: AgencySession, _ step: String) -> Nudger? {
    guard let mailing else {
      session.logger.warning(
        "\(step): no mail server is configured, so nothing is sent; set mail.url or mail.maildir in followup.yaml"
      )
      return nil
    }
    return Nudger(session, settings: mailing.settings, channel: mailing.channel())
  }

  /// The manifest of a run's files is there while they are complete, and then is signed.
  private func frame(_ job: Job) -> JobRunner.Frame {
    JobRunner.Frame(
      begin: { date in try RunManifest.remove(job: job.name, from: folder(for: date)) },
      end: { session, run, date in
        guard let manifest = try await RunManifest.read(session, run: run, job: job.name, businessDate: date) else {
          return
        }
        try manifest.write(to: folder(for: date), signer: try await ManifestSigner.open(session))
      }
    )
  }

  private func formats(of step: Job.Step) throws -> [Format] {
    try (step.formats.isEmpty ? ["csv"] : step.formats).map { word in
      guard let format = Format(rawValue: word) else { throw CatalogError(file: nil, "\(word) is not a known format") }
      return format
    }
  }

  private func report(_ step: Job.Step, _ session: AgencySession, _ folder: String) async throws -> StepOutcome {
    guard let name = step.name else { throw CatalogError(file: nil, "a report step needs the report's name") }
    let report: Report
    do {
      report = try session.catalog.report(name)
    } catch let error as CatalogError {
      return StepOutcome(failures: ["\(error)"])
    }
    let remedy = "see output.folder in followup.yaml, or give --out"
    if let doubt = try OutputFolder.make(folder, remedy: remedy) { session.logger.warning("\(doubt)") }
    var rows = 0
    var manifest = Manifest()
    for format in try formats(of: step) {
      do {
        let written = try await ReportRunner(session).run(
          report,
          parameters: step.parameters,
          format: format,
          output: .fileInFolder("\(folder)/\(name).\(format.rawValue)"),
          options: SinkOptions(stamp: session.asOf)
        )
        rows = written.rows
        manifest.add(file: "\(name).\(format.rawValue)", written)
      } catch  where report.file.isAtFault(error) {
        let failures = ["\(error); correct the file, then run followup check"]
        return StepOutcome(failures: failures, files: manifest.files)
      }
    }
    return StepOutcome(["rows": rows], files: manifest.files)
  }
}

extension JobSteps {
  /// Runs a job within its time limit.
  ///
  /// - Parameter from: the place of the step, from 1, from which everything is done, again if need be; nil: what is left is done.
  /// - Throws: ``FollowUpError`` of kind failed when the limit is over; the same command continues the run.
  public func run(_ job: Job, _ session: AgencySession, from: Int? = nil) async throws -> JobRunner.Outcome {
    let limit = job.timeLimitMinutes
    return try await withThrowingTaskGroup(of: JobRunner.Outcome?.self) { group in
      group.addTask {
        try await JobRunner(session, job: job, from: from, frame: frame(job)) { step, session, date in
          try await perform(step, of: job, session, date)
        }.run()
      }
      group.addTask {
        do {
          try await Task.sleep(for: .seconds(limit * 60))
        } catch is CancellationError {
          // The run says itself how it was interrupted, once it has come to a safe point.
        }
        return nil
      }
      defer { group.cancelAll() }
      while let ended = try await group.next() {
        if let outcome = ended { return outcome }
        if !Task.isCancelled { break }
      }
      throw FollowUpError(
        .failed,
        "\(job.name) took more than its \(limit) minutes",
        remedy: "run the same command again to continue"
      )
    }
  }
}
