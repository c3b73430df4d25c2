import Catalog
import FollowUp
import Postgres
import TestSupport
import Testing

/// What became of every deed in the agencies after one history and after ten times that.
struct Lived: Sendable {
  /// One deed.
  struct Outcome: Sendable {
    let small: Result<Effort, any Error>
    let large: Result<Effort, any Error>
    /// What ran in the large one.
    let seen: [Seen]
  }

  /// An index, and a deed that needs it.
  struct Dropped: Sendable, CustomTestStringConvertible {
    let index: String
    let deed: String

    var testDescription: String { "\(deed), without \(index)" }
  }

  static let droppedIndexes = [
    Dropped(index: "touch_by_time", deed: "report breaches of one day"),
    Dropped(index: "touch_by_candidate", deed: "worklist of one recruiter"),
    Dropped(index: "follow_up_open_work", deed: "check follow_up_due_before_it_opens"),
    Dropped(index: "message_unsettled", deed: "doctor"),
  ]

  let outcomes: [String: Outcome]
  /// Deeds in the large one without an index.
  let withoutIndex: [String: Result<Effort, any Error>]
  /// Two statements in the large one, kept from using indexes.
  let scans: Result<[Seen], any Error>
  /// The tables that a scan of is no small thing: those with a hundred pages or more, in the large one.
  let bigTables: Set<String>
  /// The tables that grow with the history.
  let growing: Set<String>
  /// Follow-ups looked up while the agencies of the large one were planned for the first time, and how many came of it.
  let firstPlans: (read: Int, planned: Int)
  /// How much longer a descent of a table's indexes is in the large one.
  let deeper: [String: Double]

  @TaskLocal static var current: Lived?

  /// Makes both, and does everything in each; the two are independent of one another and made at the same time.
  static func live() async throws -> Lived {
    async let one = GrownAgencies.make(scale: 1)
    async let ten = GrownAgencies.make(scale: 10)
    let (small, large) = try await (one, ten)
    let deeds = try Deed.all()
    let levels = try await (small.descents(), large.descents())
    let sizes = try await (small.sizes(), large.sizes())
    let firstPlans = try await large.firstPlans()
    async let first = small.live(deeds)
    async let second = large.live(deeds)
    let (short, long) = try await (first, second)
    let (withoutIndex, scans) = try await large.withoutIndexes(deeds)
    try await small.close()
    try await large.close()
    return Lived(
      outcomes: Dictionary(
        uniqueKeysWithValues: zip(deeds, zip(short, long)).map { deed, results in
          (deed.name, Outcome(small: results.0.effort, large: results.1.effort, seen: results.1.seen))
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

extension GrownAgencies {
  /// Does everything in order; what fails is told by that deed's tests.
  fileprivate func live(_ deeds: [Deed]) async throws -> [(effort: Result<Effort, any Error>, seen: [Seen])] {
    var results: [(effort: Result<Effort, any Error>, seen: [Seen])] = []
    for deed in deeds {
      // What reads everything may read it as it likes; and a plan of everybody is a great many statements.
      try await PlanLog.listen(deed.whole == nil, on: session.connection)
      results.append((await live(deed), try log.take()))
    }
    return results
  }

  private func live(_ deed: Deed) async -> Result<Effort, any Error> {
    do {
      try await deed.given(self)
      let effort = try await effort { try await deed.work(self) }
      // Else the next one would meet the versions of rows that this one left behind. Where few pages of a table have any,
      // the server would leave their places in the indexes: in the small one never, in the large one always.
      for table in effort.written.sorted() { try await sql("VACUUM (INDEX_CLEANUP on) \(table)") }
      return .success(effort)
    } catch {
      return .failure(error)
    }
  }

  /// Proof that what should be found would be: deeds without the index they need, and statements that may use none.
  fileprivate func withoutIndexes(
    _ deeds: [Deed]
  ) async throws -> ([String: Result<Effort, any Error>], Result<[Seen], any Error>) {
    var efforts: [String: Result<Effort, any Error>] = [:]
    for dropped in Lived.droppedIndexes {
      guard let deed = deeds.first(where: { $0.name == dropped.deed }) else { continue }
      try await sql("DROP INDEX \(dropped.index)")
      efforts[dropped.index] = await live(deed)
    }
    try await PlanLog.listen(true, on: session.connection)
    try await session.connection.executeScript(
      "SET enable_indexscan = off; SET enable_indexonlyscan = off; SET enable_bitmapscan = off; DISCARD PLANS"
    )
    _ = try log.take()
    for name in ["check follow_up_due_before_it_opens", "log a word of a reference to whom it may concern"] {
      guard let deed = deeds.first(where: { $0.name == name }) else { continue }
      if case .failure(let error) = await live(deed) { return (efforts, .failure(error)) }
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
    let lived = try await Lived.live()
    try await Lived.$current.withValue(lived) { try await function() }
  }
}
