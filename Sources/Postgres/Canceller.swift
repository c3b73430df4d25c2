import CLibPQ
import Synchronization

/// Asks the server, over a connection of its own, to stop what a connection is doing.
///
/// Safe to use from any thread: libpq promises it for `PQcancel`, and nothing here changes after `init` but an atomic flag.
final class Canceller: @unchecked Sendable {
  private let handle: OpaquePointer?
  private let requested = Atomic<Bool>(false)

  init(_ connection: OpaquePointer) {
    handle = PQgetCancel(connection)
  }

  deinit {
    PQfreeCancel(handle)
  }

  /// Whether a request went out since the last `reset`.
  var wasRequested: Bool { requested.load(ordering: .acquiring) }

  func reset() {
    requested.store(false, ordering: .releasing)
  }

  /// Sends the request and waits until the server has taken it; returns whether it did.
  func request() -> Bool {
    requested.store(true, ordering: .releasing)
    var reason = [CChar](repeating: 0, count: 256)
    return PQcancel(handle, &reason, Int32(reason.count)) == 1
  }
}
