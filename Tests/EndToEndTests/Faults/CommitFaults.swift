import Foundation
import TestServer
import TestSupport
import Testing

/// Faults at each COMMIT of what a command does: the first, the middle and the last of each kind, before it reaches the server and before its
/// answer is heard.
struct CommitFaults: Sendable {
  /// What a command does that nobody disturbs.
  private struct Undisturbed {
    let state: EndState
    let commits: [(statement: String, count: Int)]
  }

  private let arguments: [String]
  private let folder: String
  private let make: @Sendable (_ through: (String) throws -> String) async throws -> FaultSite
  private let undisturbed: Task<Undisturbed, any Error>

  /// - Parameters:
  ///   - arguments: of the program.
  ///   - folder: in which it leaves files.
  ///   - make: a place before it, given how the program reaches a database.
  init(
    _ arguments: [String],
    folder: String,
    make: @escaping @Sendable (_ through: (String) throws -> String) async throws -> FaultSite
  ) {
    (self.arguments, self.folder, self.make) = (arguments, folder, make)
    undisturbed = Task {
      try await Self.withWire(make) { site, wire in
        let run = try await site.run(arguments)
        #expect(run.status == 0, "\(run.errors)")
        let counts = wire.commits.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        return Undisturbed(
          state: try await EndState(of: site, folder: folder),
          commits: counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        )
      }
    }
  }

  private static func withWire<T>(
    _ make: (_ through: (String) throws -> String) async throws -> FaultSite,
    _ body: (FaultSite, WireProxy) async throws -> T
  ) async throws -> T {
    let wire = try WireProxy(upstream: FaultServer.socket(of: try TestServer.conninfo()))
    defer { wire.stop() }
    let site = try await make { FaultServer.conninfo($0, host: wire.folder) }
    defer { site.close() }
    return try await body(site, wire)
  }

  /// What it comes to.
  var state: EndState { get async throws { try await undisturbed.value.state } }

  /// Does that at each of them, at a place of its own, lets `look` see how the command ended, and compares what comes of it with what comes of
  /// an undisturbed one.
  func each(_ deed: WireProxy.Deed, look: (WireProxy.Fault, Program.Result) async throws -> Void) async throws {
    let (wanted, points) = try await (
      state,
      undisturbed.value.commits.flatMap { statement, count in
        FaultDepth.chosen(count).flatMap { time in
          WireProxy.Side.allCases.map { WireProxy.Fault(statement: statement, time: time, side: $0, deed: deed) }
        }
      }
    )
    #expect(points.count > 30)
    await FaultDepth.each(points, short: 2) { fault in
      try await Self.withWire(make) { site, wire in
        wire.arm(fault)
        let run = try await site.run(arguments)
        #expect(wire.fired.count == 1, "\(fault) did not happen: \(run.errors)")
        try await look(fault, run)
        try await site.recover(arguments)
        let state = try await EndState(of: site, folder: folder)
        for line in state.differences(from: wanted, counting: !site.hadUncertainMessages) {
          Issue.record("\(fault): \(line)")
        }
      }
    }
  }

  /// Of the night.
  static let night = CommitFaults(FaultSite.night, folder: "out") { try await FaultSite.make(through: $0) }
}
