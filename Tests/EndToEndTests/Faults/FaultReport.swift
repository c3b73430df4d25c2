import Foundation
import Synchronization
import TestSupport
import Testing

/// How much of the suite is run: all of it with FOLLOWUP_FAULTS=all, as `deploy/test faults` does, else a part of a minute.
enum FaultDepth {
  static let isWhole = ProcessInfo.processInfo.environment["FOLLOWUP_FAULTS"] == "all"

  /// All of them, or, in the short form, so many of them, spread evenly.
  static func some<T>(_ all: [T], short: Int) -> [T] {
    guard !isWhole, all.count > short else { return all }
    return (0..<short).map { all[($0 + 1) * all.count / (short + 1)] }
  }

  /// The first, the middle and the last of so many.
  static func chosen(_ count: Int) -> [Int] { Set([1, (count + 1) / 2, count]).sorted() }

  /// Tries a fault at all these points or, in the short form, at so many of them. A point that cannot be tried to its end does not keep the
  /// others from being tried.
  static func each<Point>(
    _ points: [Point],
    short: Int,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (Point) async throws -> Void
  ) async {
    for point in some(points, short: short) {
      await FaultReport.point {
        do { try await body(point) } catch {
          Issue.record("\(point): \(error)", sourceLocation: sourceLocation)
        }
      }
    }
  }
}

/// Writes a line on each test into the file that FOLLOWUP_FAULT_REPORT names, for the reader in the morning: how many points were tried, how
/// long that took, and whether all was well.
struct FaultReport: TestTrait, SuiteTrait, TestScoping {
  let isRecursive = true

  /// What one test has come to.
  private struct Tally {
    var about: String?
    var points: [Duration] = []
    var issues = 0
  }

  private final class Running: Sendable { let tally = Mutex(Tally()) }

  @TaskLocal private static var running: Running?

  func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    guard testCase != nil, let path = ProcessInfo.processInfo.environment["FOLLOWUP_FAULT_REPORT"] else {
      return try await function()
    }
    let running = Running()
    let began = ContinuousClock.now
    let counting = IssueHandlingTrait.compactMapIssues { issue in
      running.tally.withLock { $0.issues += 1 }
      return issue
    }
    var failure: (any Error)?
    do {
      try await counting.provideScope(for: test, testCase: testCase) {
        try await Self.$running.withValue(running) { try await function() }
      }
    } catch {
      failure = error
      running.tally.withLock { $0.issues += 1 }
    }
    let tally = running.tally.withLock { $0 }
    let name = (test.displayName ?? test.name) + (tally.about.map { " (\($0))" } ?? "")
    try Self.add(
      Self.line(name, points: tally.points, took: ContinuousClock.now - began, issues: tally.issues),
      to: path
    )
    if let failure { throw failure }
  }

  /// Says which of its arguments a test is run with.
  static func about(_ what: String) { running?.tally.withLock { $0.about = what } }

  /// Counts a point, with how long it took.
  static func point(_ body: () async -> Void) async {
    let began = ContinuousClock.now
    await body()
    let took = ContinuousClock.now - began
    running?.tally.withLock { $0.points.append(took) }
  }

  /// `ok      130 points in 812 s, each 4 to 11 s: At every COMMIT …`.
  static func line(_ name: String, points: [Duration], took: Duration, issues: Int) -> String {
    let seconds = { (duration: Duration) in "\(Int((duration / .seconds(1)).rounded()))" }
    let count = max(points.count, 1)
    var words = "\(count) \(count == 1 ? "point" : "points") in \(seconds(took)) s"
    if points.count > 1, let least = points.min(), let most = points.max() {
      words += ", each \(seconds(least)) to \(seconds(most)) s"
    }
    if issues > 0 { words += ", \(issues) \(issues == 1 ? "failure" : "failures")" }
    return "\(issues == 0 ? "ok    " : "FAILED")  \(words): \(name)"
  }

  private static let writing = Mutex(())

  private static func add(_ line: String, to path: String) throws {
    try writing.withLock { _ in
      guard let file = fopen(path, "a") else { throw SupportError("\(path): \(String(cString: strerror(errno)))") }
      fputs(line + "\n", file)
      fclose(file)
    }
  }
}

extension Trait where Self == FaultReport {
  /// A line on each test of a suite, see `FaultReport`.
  static var reported: Self { FaultReport() }
}
