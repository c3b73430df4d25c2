import Catalog
import Postgres

/// Rows of a rule that lack what every follow-up has: they cannot be stored.
///
/// Whether a rule returns NULL for somebody only the data tells, so `check` cannot. The candidates concerned stay in the queue, with the
/// follow-ups they have; everybody else is planned.
public struct PlanFault: Sendable, Equatable, CustomStringConvertible {
  /// The rule's file.
  public let file: String
  /// The columns that are NULL.
  public let columns: String
  /// The candidates, by their ids at the source.
  public internal(set) var candidates: [String]

  /// What is wrong, for whom, and what to do, in a sentence.
  public var description: String {
    let others = candidates.count == 2 ? "1 other" : "\(candidates.count - 1) others"
    let whom = (candidates.first.map { " for candidate \($0)" } ?? "") + (candidates.count > 1 ? " and \(others)" : "")
    return "\(file): \(columns) is NULL\(whom), whose follow-ups stay as they were; "
      + "return a value in every row, or leave the row out, and plan again"
  }
}

/// The faults of one planning, and whom they keep from being planned.
struct PlanFaults: Sendable {
  private(set) var faults: [PlanFault] = []
  private(set) var candidates: Set<Int> = []

  /// Adds what a batch shows; false: nothing new, so that another attempt would end as the last one.
  mutating func add(_ rows: [Statements.PlanFaults], _ catalog: Catalog) throws -> Bool {
    let known = candidates.count
    for row in rows {
      if let id = row.candidateID { candidates.insert(id) }
      try name(row, catalog)
    }
    return candidates.count > known
  }

  /// Names what a batch shows.
  mutating func name(_ row: Statements.PlanFaults, _ catalog: Catalog) throws {
    let file = try catalog.rule(row.rule).file.path
    let index = faults.firstIndex { $0.file == file && $0.columns == row.columns }
    if index == nil { faults.append(PlanFault(file: file, columns: row.columns, candidates: [])) }
    let place = index ?? faults.count - 1
    guard let candidate = row.candidate, !faults[place].candidates.contains(candidate) else { return }
    faults[place].candidates.append(candidate)
  }
}

extension PostgresError {
  /// Whether a follow-up lacked a value that it must have.
  var isIncompleteFollowUp: Bool { code == "23502" && table == "follow_up" }
}

extension Planner {
  /// Plans the next batch of a range; candidates for whom a rule returns what cannot be stored are left out and named in `faults`.
  func planBatch(_ range: PlanRange, policy: [String: String], faults: inout PlanFaults) async throws -> PlanStep {
    while true {
      do {
        return try await planBatch(range, policy: policy, without: faults.candidates)
      } catch let error as PostgresError where error.isIncompleteFollowUp {
        let rows = try await faultyRows(after: range.after, policy: policy, without: faults.candidates)
        guard try faults.add(rows, session.catalog) else {
          guard let fault = faults.faults.last, !rows.isEmpty else { throw error }
          throw FollowUpError(.failed, "\(fault)")
        }
      }
    }
  }

  /// The rows of the next batch that cannot be stored. The queue is left as it was.
  private func faultyRows(
    after: Int,
    policy: [String: String],
    without aside: Set<Int>
  ) async throws -> [Statements.PlanFaults] {
    try await session.transaction { connection in
      try settingAside(aside, on: connection) {
        try faultyRows(after: after, policy: policy, rules: nil, on: connection)
      }
    }
  }

  /// The rows of the next batch, of all rules or of some, that cannot be stored.
  func faultyRows(
    after: Int,
    policy: [String: String],
    rules: [SQLPart]?,
    on connection: isolated Connection
  ) throws -> [Statements.PlanFaults] {
    try session.planQuery(policy: policy, rules: rules, on: connection) { parts in
      try session.statements.planFaults(
        after: after,
        batch: batch,
        practiceSQL: parts.practice,
        factsSQL: parts.facts,
        wordsSQL: parts.words,
        rulesSQL: parts.rules
      )
    }
  }

  /// Does the work while these candidates are not in the queue.
  func settingAside<Value>(
    _ candidates: Set<Int>,
    on connection: isolated Connection,
    _ work: () throws -> Value
  ) throws -> Value {
    guard !candidates.isEmpty else { return try work() }
    let aside = try connection.query(session.statements.planSetAside(candidates: candidates.sorted())).map(
      \.candidateID
    )
    let value = try work()
    try connection.execute(session.statements.planPutBack(candidates: aside))
    return value
  }
}
