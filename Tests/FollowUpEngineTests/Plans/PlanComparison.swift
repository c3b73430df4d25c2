import Catalog
import FollowUpEngine
import Postgres
import TestSupport
import Testing

/// What became of every workload in the agencies after one history and after ten times that.
struct PlanComparison: Sendable {
  /// One workload.
  struct Outcome: Sendable {
    let small: Result<Effort, any Error>
    let large: Result<Effort, any Error>
    /// What ran in the large one.
    let seen: [Seen]
  }

  /// An index, and a workload that needs it.
  struct Dropped: Sendable, CustomTestStringConvertible {
    let index: String
    let workload: String

    var testDescription: String { "\(workload), without \(index)" }
  }

  static let droppedIndexes = [
    Dropped(index: "touch_by_time", workload: "report breaches of one day"),
    Dropped(index: "touch_by_candidate", workload: "worklist of one recruiter"),
    Dropped(index: "follow_up_open_work", workload: "check follow_up_due_before_it_opens"),
    Dropped(index: "message_unsettled", workload: "doctor"),
  ]

  let outcomes: [String: Outcome]
  /// Workloads in the large one without an index.
  let withoutIndex: [String: Result<Effort, any Error>]
  /// Two statements in the large one, kept from using indexes.
  let scans: Result<[Seen], any Error>
  /// The tables whose scan costs much: those with a hundred pages or more, in the large one.
  let bigTables: Set<String>
  /// The tables that grow with the history.
  let growing: Set<String>
  /// Follow-ups looked up while the agencies of the large one were planned for the first time, and how many came of it.
  let firstPlans: (read: Int, planned: Int)
  /// How much longer a descent of a table's indexes is in the large one.
  let deeper: [String: Double]

  @TaskLocal static var current: PlanComparison?

  /// Makes both, and does everything in each; the two are independent of one another and made at the same time.
  static func live() async throws -> PlanComparison {
    async let one = HistoryFixture.make(scale: 1)
    async let ten = HistoryFixture.make(scale: 10)
    let (small, large) = try await (one, ten)
    let workloads = try Workload.all()
    let levels = try await (small.descents(), large.descents())
    let sizes = try await (small.sizes(), large.sizes())
    let firstPlans = try await large.firstPlans()
    async let first = small.live(workloads)
    async let second = large.live(workloads)
    let (short, long) = try await (first, second)
    let (withoutIndex, scans) = try await large.withoutIndexes(workloads)
    try await small.close()
    try await large.close()
    return PlanComparison(
      outcomes: Dictionary(
        uniqueKeysWithValues: zip(workloads, zip(short, long)).map { workload, results in
          (workload.name, Outcome(small: results.0.effort, large: results.1.effort, seen: results.1.seen))
        }
      ),
      withoutIndex: withoutIndex,
      scans: scans,
      bigTables: Set(sizes.1.filter { $0.value >= 100 }.keys),
      growing: Set(sizes.1.filter { $0.value > 2 * (sizes.0[$0.key] ?? 0) }.keys),
      firstPlans: firstPlans,
      deeper: Dictionary(
        uniqueKeysWithValues: levels.1.map { table, indexes in
          (table, indexes.map { Double($0.value) / Double(levels.0[table]?[$0.key] ?? $0.value) }.max() ?? 1)
        }
      )
    )
  }

  /// Whether that much may be read of the tables that grow. A descent of an index reads a page more where the tree has
  /// one level more; beyond that, 15 in 100 and 16 pages are for rows that lie less close together, and pages of the
  /// visibility map.
  func allows(_ large: Effort, instead small: Effort) -> Bool {
    let allowed = small.of(growing).tables.reduce(16.0) { sum, table in
      sum + 1.15 * (Double(table.value.heap) + Double(table.value.index) * (deeper[table.key] ?? 1))
    }
    return Double(large.of(growing).pages) <= allowed
  }

  /// What was read of the tables that grow.
  func words(_ effort: Effort) -> String { effort.of(growing).words }
}

extension HistoryFixture {
  /// Does everything in order; what fails is told by that workload's tests.
  fileprivate func live(_ workloads: [Workload]) async throws -> [(effort: Result<Effort, any Error>, seen: [Seen])] {
    var results: [(effort: Result<Effort, any Error>, seen: [Seen])] = []
    for workload in workloads {
      // What reads everything may read it as it likes; and a plan of everybody is a great many statements.
      try await PlanLog.listen(workload.whole == nil, on: session.connection)
      results.append((await live(workload), try log.take()))
    }
    return results
  }

  private func live(_ workload: Workload) async -> Result<Effort, any Error> {
    do {
      try await workload.given(self)
      let effort = try await effort { try await workload.work(self) }
      // Else the next one would meet the versions of rows that this one left behind. Where few pages of a table have any,
      // the server would leave their places in the indexes: in the small one never, in the large one always.
      for table in effort.written.sorted() { try await sql("VACUUM (INDEX_CLEANUP on) \(table)") }
      return .success(effort)
    } catch {
      return .failure(error)
    }
  }

  /// Proof that what should be found would be: workloads without the index they need, and statements that may use none.
  fileprivate func withoutIndexes(
    _ workloads: [Workload]
  ) async throws -> ([String: Result<Effort, any Error>], Result<[Seen], any Error>) {
    var efforts: [String: Result<Effort, any Error>] = [:]
    for dropped in PlanComparison.droppedIndexes {
      guard let workload = workloads.first(where: { $0.name == dropped.workload }) else { continue }
      try await sql("DROP INDEX \(dropped.index)")
      efforts[dropped.index] = await live(workload)
    }
    try await PlanLog.listen(true, on: session.connection)
    try await session.connection.executeScript(
      "SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; DISCARD PLANS"
    )
    _ = try log.take()
    for name in ["check follow_up_due_before_it_opens", "log a word of a reference to whom it may concern"] {
      guard let workload = workloads.first(where: { $0.name == name }) else { continue }
      if case .failure(let error) = await live(workload) { return (efforts, .failure(error)) }
    }
    return (efforts, .success(try log.take()))
  }
}

/// Lives once for all tests of the suite.
struct LivedTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @Sendable () async throws -> Void
  ) async throws {
    let comparison = try await PlanComparison.live()
    try await PlanComparison.$current.withValue(comparison) { try await function() }
  }
}
