public import Logging
public import Postgres
import Synchronization

/// Works for several agencies at a time, each connection for one agency after the other.
///
/// One connection takes the lightest agency that still waits, all others the heaviest. The small ones thus flow past a big one and never
/// wait behind it, however many big ones there are, while the biggest begin first and do not end last. With one connection everybody comes in
/// the order of their work, the lightest first, for the same reason.
public struct AgencyPool: Sendable {
  /// How the work for one agency ended.
  public struct Ending<Value: Sendable>: Sendable {
    /// The agency.
    public let agency: Agency
    /// What it came to, or why it failed.
    public let result: Result<Value, any Error>
  }

  /// What all the work came to.
  public struct Outcome<Value: Sendable>: Sendable {
    /// Those that were begun, those of one connection after those of another.
    public var endings: [Ending<Value>] = []
    /// Those that were not, since the work was interrupted or no connection was left.
    public var notBegun: [Agency] = []
  }

  private let agencies: [Agency]
  private let connections: Int
  private let open: @Sendable () async throws -> Connection
  private let logger: Logger

  /// A crew.
  ///
  /// - Parameters:
  ///   - agencies: the lightest first.
  ///   - connections: how many there are at a time, at most.
  ///   - open: opens another one.
  public init(
    _ agencies: [Agency],
    connections: Int,
    logger: Logger,
    open: @escaping @Sendable () async throws -> Connection
  ) {
    self.agencies = agencies
    self.connections = connections
    self.logger = logger
    self.open = open
  }

  /// Does the work for every agency. One that fails does not stop the others; cancelling stops all of them.
  ///
  /// - Parameter first: the connection there is already; it is closed in the end.
  public func run<Value: Sendable>(
    on first: Connection,
    _ work: @escaping @Sendable (Agency, Connection) async throws -> Value
  ) async -> Outcome<Value> {
    let queue = AgencyQueue(agencies)
    return await withTaskGroup(of: [Ending<Value>].self) { group in
      group.addTask { await serve(queue.lightest, first, work) }
      for _ in 1..<max(1, min(connections, agencies.count)) {
        group.addTask { await serve(queue.heaviest, nil, work) }
      }
      var outcome = Outcome<Value>()
      for await endings in group { outcome.endings += endings }
      outcome.notBegun = queue.rest()
      return outcome
    }
  }

  /// One connection's work: agency after agency until none is left. After a failure it is opened again.
  private func serve<Value: Sendable>(
    _ next: @Sendable () -> Agency?,
    _ given: Connection?,
    _ work: @Sendable (Agency, Connection) async throws -> Value
  ) async -> [Ending<Value>] {
    var endings: [Ending<Value>] = []
    var connection = given
    while !Task.isCancelled {
      do {
        if connection == nil { connection = try await open() }
      } catch {
        if !Task.isCancelled { logger.warning("one connection fewer: \(error)") }
        break
      }
      guard let opened = connection, let agency = next() else { break }
      do {
        endings.append(Ending(agency: agency, result: .success(try await work(agency, opened))))
      } catch {
        endings.append(Ending(agency: agency, result: .failure(error)))
        // The next agency does not begin on what a failure left behind.
        await opened.close()
        connection = nil
      }
    }
    await connection?.close()
    return endings
  }
}

/// The agencies that wait, taken from either end.
private final class AgencyQueue: Sendable {
  private let waiting: Mutex<ArraySlice<Agency>>

  init(_ agencies: [Agency]) {
    waiting = Mutex(agencies[...])
  }

  func lightest() -> Agency? { waiting.withLock { $0.popFirst() } }

  func heaviest() -> Agency? { waiting.withLock { $0.popLast() } }

  func rest() -> [Agency] { waiting.withLock { Array($0) } }
}
