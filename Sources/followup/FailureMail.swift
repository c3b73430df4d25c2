import Catalog
import FollowUpEngine
import Foundation
import Logging
import Mail
import Tabular

/// Mails the addresses of a job's `mail_failures_to` that a run of it failed: one mail for a command, whatever number of agencies it was for.
///
/// It leaves directly and not by the queue, which needs the database. The same failure is told once a day; what was told is kept in a small
/// file of the output folder, since the database may be what failed.
struct FailureMail: Sendable {
  /// What failed, for an agency or before any was begun.
  struct Failure: Sendable {
    /// nil: nothing had begun for any agency.
    let agency: String?
    /// The run, as people know it; nil: none was begun.
    let run: String?
    /// What went wrong, each with what to do.
    let reasons: [String]

    /// As a paragraph of the mail.
    fileprivate var words: String {
      let head = [agency, run].compactMap(\.self).joined(separator: ", ")
      let lines = reasons.map { "  - \($0.withoutAddresses)" }
      return ([head.isEmpty ? "Before any agency was begun:" : "\(head):"] + lines).joined(separator: "\n")
    }
  }

  private let bootstrap: Bootstrap
  private let job: Job
  private let outgoing: Outgoing
  private let recipients: [Mailbox]

  /// nil: the job names nobody, or no way to send is configured, which is said.
  init?(_ bootstrap: Bootstrap, _ job: Job, _ outgoing: Outgoing?) throws {
    guard !job.failureAddresses.isEmpty else { return nil }
    guard let outgoing else {
      bootstrap.logger.warning(
        "\(job.name): mail_failures_to cannot be mailed, since no mail server is configured; set mail.url in followup.yaml"
      )
      return nil
    }
    self.bootstrap = bootstrap
    self.job = job
    self.outgoing = outgoing
    recipients = try job.failureAddresses.map { try Outgoing.mailbox($0, key: "mail_failures_to") }
  }

  /// Tells of the failures, unless the same was told today. What cannot be told is a warning.
  func tell(_ failures: [Failure]) async {
    let words = failures.map(\.words).joined(separator: "\n\n")
    let today = Date().formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
    let stamp = "\(today)\n\(words)\n"
    if FileManager.default.contents(atPath: file) == Data(stamp.utf8) {
      bootstrap.logger.info("the same failure was mailed today")
      return
    }
    let channel = outgoing.channel
    let delivery: Delivery
    do {
      try await channel.prepare()
      delivery = await channel.deliver(message(words, failures))
    } catch {
      delivery = .notSent(reason: "\(error)", retryable: true)
    }
    await channel.close()
    switch delivery {
    case .sent, .uncertain: keep(stamp)
    case .notSent(let reason, _), .refused(let reason, _):
      bootstrap.logger.warning("the failure could not be mailed: \(reason)")
    }
  }

  /// The job works again: the next failure is news.
  func forget() { unlink(file) }

  private func keep(_ stamp: String) {
    do {
      _ = try OutputFolder.make(bootstrap.outputFolder, remedy: "set output.folder in followup.yaml")
      try writeText(stamp, to: .fileInFolder(file), options: SinkOptions(mode: 0o600))
    } catch {
      bootstrap.logger.warning("that the failure was mailed cannot be kept: \(error)")
    }
  }

  private var file: String { "\(bootstrap.outputFolder)/.failure-of-\(job.name)" }

  private func message(_ words: String, _ failures: [Failure]) -> Message {
    let agencies = failures.compactMap(\.agency)
    let whose = agencies.count == 1 ? " for \(agencies[0])" : agencies.isEmpty ? "" : " for \(agencies.count) agencies"
    let option = agencies.count == 1 ? " --agency \"\(agencies[0])\"" : agencies.isEmpty ? "" : " --all-agencies"
    let text = """
      The job \(job.name) failed\(whose) on \(ProcessInfo.processInfo.hostName).

      \(words)

      What was done is kept, and nothing is sent twice. When the cause is mended, go on where it stopped:

        followup run \(job.name)\(option)

      What each run did, and what followup itself finds wrong:

        followup runs\(option)
        followup doctor

      The same failure is mailed once a day.
      """
    return Message(
      from: outgoing.from,
      to: recipients,
      subject: "followup: \(job.name) failed\(whose)",
      text: text + "\n",
      messageID: "<failure-\(UUID().uuidString.lowercased())@\(outgoing.settings.messageIDDomain)>",
      date: Date(),
      headers: [("Auto-Submitted", "auto-generated")]
    )
  }
}
