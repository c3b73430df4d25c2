import Catalog
import FollowUpEngine
import Foundation
import Logging
import Mail
import Tabular

/// Tells those who watch over a job from afar how it goes: a watcher on the web by `metrics.ping_url`, Prometheus by `metrics.file`, people by
/// the job's `mail_failures_to`.
/// What cannot be told is a warning, and never changes how the program ends.
actor RunWatch {
  private let bootstrap: Bootstrap
  private let ping: WebPing?
  private var mail: FailureMail?
  private var hasBegun = false
  private var failures: [FailureMail.Failure] = []

  /// Refuses a URL that cannot be one; nothing is told yet. `{job}` in it stands for the job's name: a watcher expects each at its own times.
  init(_ bootstrap: Bootstrap, job: String) throws {
    self.bootstrap = bootstrap
    do {
      let name = job.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", "_", "."])) ?? job
      ping = try bootstrap.settings["metrics.ping_url"].map {
        try WebPing(url: $0.replacing("{job}", with: name))
      }
    } catch let error as MailError {
      throw CatalogError(file: nil, "metrics.ping_url: \(error)")
    }
  }

  /// The job is to be worked on; said once, also where it runs for several agencies.
  func begin() async {
    guard !hasBegun else { return }
    hasBegun = true
    await tell(.start)
  }

  /// From now on those are mailed whom the job names.
  func mailFailures(of job: Job, _ outgoing: Outgoing?) throws { mail = try FailureMail(bootstrap, job, outgoing) }

  /// Keeps what failed, for the mail about it.
  func note(_ failure: FailureMail.Failure) { failures.append(failure) }

  /// Does the work and tells how it ended. Work that ends well without having begun, since nothing was due, is not told of.
  func over(_ work: @Sendable () async throws -> Void) async throws {
    do {
      try await work()
    } catch {
      // A run that somebody else holds is told of by whoever holds it.
      if ExitStatus.code(for: error) != FollowUpError.Kind.locked.rawValue {
        await tell(.fail)
        await mailFailures(error)
      }
      await writeFile()
      throw error
    }
    guard hasBegun else { return }
    mail?.forget()
    await tell(.success)
    await writeFile()
  }

  private func mailFailures(_ error: any Error) async {
    guard let mail else { return }
    if failures.isEmpty {
      let reason = ExitStatus.message(for: error) ?? "\(error)"
      failures = [FailureMail.Failure(agency: nil, run: nil, reasons: [reason])]
    }
    await mail.tell(failures)
  }

  private func tell(_ event: WebPing.Event) async {
    guard let ping else { return }
    do {
      try await ping.tell(event)
    } catch {
      bootstrap.logger.warning("metrics.ping_url: \(error)")
    }
  }

  private func writeFile() async {
    guard let file = bootstrap.settings["metrics.file"] else { return }
    do {
      try await bootstrap.writeMetrics(to: .fileInFolder(file))
    } catch {
      bootstrap.logger.warning("metrics.file: \(ExitStatus.message(for: error) ?? "\(error)")")
    }
  }
}
