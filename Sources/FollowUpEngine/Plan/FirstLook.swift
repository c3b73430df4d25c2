import Catalog
import Postgres

/// What an agency that was never planned would begin with.
public struct FirstLook: Sendable, Equatable {
  /// Follow-ups that are open and came due before today.
  public let dueBeforeToday: Int
  /// The agency's date.
  public let today: String
}

extension Planner {
  /// Counts what is open and came due before today, after the import that brought the agency its first candidates, as long as it was
  /// never planned and has no `in_force_from`; it only reads.
  ///
  /// - Parameter id: the import.
  /// - Returns: nil where another import brought candidates before, the agency was planned or has decided, or has nothing that old.
  public func firstLook(import id: Int) async throws -> FirstLook? {
    let statements = session.statements
    let question = try statements.importIsFirst(import: id)
    let answer = try await session.transaction { connection in try connection.query(question) }
    guard answer.first?.isFirst == true else { return nil }
    let policy = try await PolicyInForce.read(session)
    let stand = try statements.planRulesInForce()
    guard try await session.transaction({ connection in try connection.query(stand) }).isEmpty else { return nil }
    var due = 0
    var today = ""
    var after = 0
    while true {
      let rows = try await session.transaction { [after] connection in
        try session.planQuery(policy: policy, on: connection) { parts in
          try statements.planDueBeforeToday(
            after: after,
            batch: batch,
            practiceSQL: parts.practice,
            factsSQL: parts.facts,
            wordsSQL: parts.words,
            rulesSQL: parts.rules
          )
        }
      }
      guard let row = rows.first else { return nil }
      today = row.today
      due += row.dueBefore
      guard let last = row.lastCandidate else { break }
      after = last
    }
    return due == 0 ? nil : FirstLook(dueBeforeToday: due, today: today)
  }
}
