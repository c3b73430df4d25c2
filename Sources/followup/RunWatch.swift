import Catalog
import FollowUpEngine
import Foundation
import Logging
import Mail
import Tabular

/// Tells those who watch over a job from afar how it goes: a watcher on the web by `metrics.ping_url`, Prometheus by `metrics.file`.
/// What cannot be told is a warning, and never changes how the program ends.
actor RunWatch {
  private let bootstrap: Bootstrap
  private let ping: WebPing?
  private var hasBegun = false

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

  /// Does the work and tells how it ended. Work that ends well without having begun, since nothing was due, is not told of.
  func over(_ work: @Sendable () async throws -> Void) async throws {
    do {
      try await work()
    } catch {
      // A run that somebody else holds is told of by whoever holds it.
      if ExitStatus.code(for: error) != FollowUpError.Kind.locked.rawValue { await tell(.fail) }
      await writeFile()
      throw error
    }
    guard hasBegun else { return }
    await tell(.success)
    await writeFile()
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
