import Synchronization

/// Whether somebody asked to stop; raised from any thread, read where the work is done.
final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)
  var isRaised: Bool { flag.load(ordering: .acquiring) }
  func raise() { flag.store(true, ordering: .releasing) }
}
