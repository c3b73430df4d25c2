import Catalog
import FollowUpEngine
import Foundation
import Postgres
import PracticeModel
import Synchronization
import TestServer
import TestSupport
import Testing

/// The rules and guardrails in SQL against an independent reading of the practice in Swift (Tests/PracticeModel).
///
/// `FOLLOWUP_MODEL_HISTORIES` says how many histories are made up, `FOLLOWUP_MODEL_SEED` from which seed on, `FOLLOWUP_MODEL_CANDIDATES`
/// how many candidates each begins with: to see one again, give its seed and one history.
@Suite("The model of the practice")
struct ModelComparisonTests {
  private static func number(_ name: String) throws -> Int? {
    guard let text = ProcessInfo.processInfo.environment[name] else { return nil }
    guard let number = Int(text), number > 0 else { throw SupportError("\(name) wants a number, not \(text)") }
    return number
  }

  @Test(
    "Made-up histories, lived night by night: planned incrementally = planned from scratch = the model; breaches too"
  )
  func histories() async throws {
    let count = try Self.number("FOLLOWUP_MODEL_HISTORIES") ?? 300
    let first = try Self.number("FOLLOWUP_MODEL_SEED") ?? 1
    let candidates = try Self.number("FOLLOWUP_MODEL_CANDIDATES")
    print("FOLLOWUP_MODEL_SEED=\(first) FOLLOWUP_MODEL_HISTORIES=\(count): seeds \(first) to \(first + count - 1)")
    let database = try await TestAgency.emptyDatabase()
    let catalog = Catalog(home: try TestAgency.home())
    let seeds = Seeds(first..<(first + count))
    try await withThrowingTaskGroup { group in
      for _ in 0..<max(2, ProcessInfo.processInfo.activeProcessorCount) {
        group.addTask {
          let life = try await ReplayedHistory(database, catalog)
          while let seed = seeds.next() {
            try await Self.live(seed, candidates: candidates ?? 2 + seed % 6, in: life)
          }
          await life.connection.close()
        }
      }
      try await group.waitForAll()
    }
  }

  /// Lives one history; where it fails, looks for the smallest that still does and shows it.
  private static func live(_ seed: Int, candidates: Int, in life: ReplayedHistory) async throws {
    let history = try RandomAgency(seed: UInt64(seed), candidates: candidates, nights: 2 + seed % 3)
    guard try await !life.differences(in: history).isEmpty else { return }
    let smallest = try await history.shrunk { try await !life.differences(in: $0).isEmpty }
    let found = try await life.differences(in: smallest).joined(separator: "\n")
    Issue.record(
      """
      FOLLOWUP_MODEL_SEED=\(seed) FOLLOWUP_MODEL_HISTORIES=1 FOLLOWUP_MODEL_CANDIDATES=\(candidates) shows it again.
      \(found)

      \(smallest)
      """
    )
  }
}

/// Seeds handed out one by one.
private final class Seeds: Sendable {
  private let left: Mutex<Range<Int>>

  init(_ seeds: Range<Int>) { left = Mutex(seeds) }

  func next() -> Int? { left.withLock { $0.popFirst() } }
}
