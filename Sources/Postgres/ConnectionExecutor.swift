import Dispatch

/// The executor of one connection: a serial queue with a thread of its own while it works.
///
/// libpq blocks. On Swift's shared pool, which has as many threads as there are cores, a few waiting connections would stop
/// everything else; here a waiting connection stops only itself.
final class ConnectionExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "followup.postgres.connection")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }

  func checkIsolated() {
    dispatchPrecondition(condition: .onQueue(queue))
  }

  /// Runs blocking work on this queue before there is an actor to run it, that is: connecting.
  func run<T>(_ work: @escaping @Sendable () throws -> sending T) async throws -> sending T {
    try await withCheckedThrowingContinuation { continuation in
      queue.async {
        do {
          continuation.resume(returning: try work())
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
  }
}
