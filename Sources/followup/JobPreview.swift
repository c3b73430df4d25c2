import Catalog
import FollowUpEngine
import Foundation

/// What each step of a job would do now, as far as that can be told without doing it; writes and sends nothing.
struct JobPreview: Sendable {
  let work: JobSteps
  let job: Job
  /// The place of the step from which everything would be done, again if need be; nil: what is left.
  let from: Int?

  /// A line for the run, then one for each step.
  func lines(_ session: AgencySession) async throws -> [String] {
    let date = try businessDate(session)
    let state = try await JobRunner.state(of: job.name, session)
    if state == "done", !job.isRepeated, from == nil {
      return ["The run of \(job.name) for \(date) was done before; nothing would be done again."]
    }
    var lines = ["The run of \(job.name) for \(date) would do this; nothing was written or sent."]
    for step in job.steps[((from ?? 1) - 1)...] {
      lines.append("\(step.title): \(try await words(step, session, date))")
    }
    return lines
  }

  private func businessDate(_ session: AgencySession) throws -> String {
    guard let zone = TimeZone(identifier: session.agency.timeZone) else {
      throw FollowUpError(
        .configuration,
        "this machine does not know the time zone \(session.agency.timeZone)",
        remedy: "install the time zone data (tzdata)"
      )
    }
    return session.asOf.formatted(Date.ISO8601FormatStyle(timeZone: zone).year().month().day())
  }

  private func words(_ step: Job.Step, _ session: AgencySession, _ date: String) async throws -> String {
    let folder = work.folder(for: date)
    let formats = (step.formats.isEmpty ? ["csv"] : step.formats).joined(separator: ", ")
    switch step.action {
    case .inbox: return try await mails(session)
    case .plan:
      let preview = try await Planner(session).preview()
      let total = preview.total
      return
        "of \(preview.candidates) candidates, \(total.appear) follow-ups would appear, \(total.move) move, \(total.go) go"
    case .worklists:
      return
        "lists of \(try await Worklists(session).recruiters().count) recruiters would be written as \(formats) to \(folder)/worklists"
    case .deliver: return try await lists(session)
    case .nudge: return try await nudges(session)
    case .report:
      guard let name = step.name else { return "a report without a name" }
      do {
        _ = try session.catalog.report(name)
      } catch let error as CatalogError {
        return "would fail: \(error)"
      }
      return "would be written as \(formats) to \(folder)"
    case .pack:
      let managers = try await PackDelivery(session).preview(job: job.name)
      let reports = step.reports.joined(separator: ", ")
      return "\(reports) would be written as a page, a workbook and CSVs to \(folder)/\(job.name)"
        + (work.mailing == nil ? "; no mail server is configured" : " and mailed to \(managers) who lead the agency")
    case .retention: return try await retention(session)
    case .checks: return "\(try session.catalog.checks.count) invariants would be checked"
    }
  }

  private func retention(_ session: AgencySession) async throws -> String {
    let retention = Retention(session, folders: work.traces)
    let settings = try await retention.settings()
    if settings.keepsEverybody { return settings.words }
    let outcome = try await retention.preview()
    return "\(outcome.words) would be anonymised, \(outcome.blocked) kept although their time is over"
      + "; followup person retention --dry-run shows who, and why"
  }

  private func mails(_ session: AgencySession) async throws -> String {
    guard let mailbox = work.mailbox else { return "no mailbox is configured, so nothing would be read" }
    return "\(try await Inbox(session).unread(try mailbox(session.agency))) mails would be read"
  }

  private func lists(_ session: AgencySession) async throws -> String {
    guard work.mailing != nil else { return "no mail server is configured, so nothing would be sent" }
    let mails = try await ListDelivery(session).preview()
    return "up to \(mails.lists) lists and \(mails.overviews) overviews would be mailed; an empty list is not"
  }

  private func nudges(_ session: AgencySession) async throws -> String {
    guard work.mailing != nil else { return "no mail server is configured, so nothing would be sent" }
    let counts = try await Outbox(session).previewCounts()
    let held = counts.filter { $0.key != "go" }.values.reduce(0, +)
    if let pause = try await MailPauses(session).inForce().first(where: { $0.client == nil }) {
      return "no nudge would be sent: \(pause.words)"
    }
    return "by the current plan, \(counts["go"] ?? 0) messages would be sent, \(held) held back"
      + "; followup nudge --dry-run shows which"
  }
}
