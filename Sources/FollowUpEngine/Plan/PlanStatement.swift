package import Catalog
package import Postgres

/// What a statement that evaluates the rules includes.
package struct PlanParts {
  let practice: [SQLPart]
  let facts: [SQLPart]
  let words: [SQLPart]
  let rules: [SQLPart]
  let difference: [SQLPart]
  let answers: [SQLPart]

  /// By the names of the places they go to.
  package var byPlace: [String: [SQLPart]] {
    [
      "practice": practice, "facts": facts, "words": words, "rules": rules, "difference": difference,
      "answers": answers,
    ]
  }
}

/// Candidates by their ids: those after one, up to another.
struct PlanRange: Sendable {
  let after: Int
  let until: Int

  /// A range; by default without an end.
  init(after: Int, until: Int = .max) {
    self.after = after
    self.until = until
  }
}

extension Statements {
  /// The plan of the next queued candidates of a range, with what it includes.
  func planBatch(_ range: PlanRange, batch: Int, movedOn: [String], _ parts: PlanParts) throws -> Query<PlanBatch> {
    try planBatch(
      after: range.after,
      batch: batch,
      movedOn: movedOn,
      until: range.until,
      practiceSQL: parts.practice,
      factsSQL: parts.facts,
      wordsSQL: parts.words,
      rulesSQL: parts.rules,
      differenceSQL: parts.difference,
      answersSQL: parts.answers
    )
  }
}

extension AgencySession {
  /// Runs a statement that evaluates the rules, with the practice as it is in this transaction, which is to end soon after: the server plans what
  /// follows in it as this statement.
  ///
  /// - Parameters:
  ///   - rules: other parts than those of all rules.
  ///   - planned: the statement with what it includes.
  package func planQuery<Row>(
    policy: [String: String],
    rules: [SQLPart]? = nil,
    on connection: isolated Connection,
    _ planned: (PlanParts) throws -> Query<Row>
  ) throws -> [Row] {
    let practice = try connection.query(statements.planPractice()).first
    let query = try planned(try planParts(policy: policy, practice: practice, rules: rules))
    _ = try connection.query(statements.planSettings())
    return try connection.query(query)
  }

  /// What a statement that evaluates the rules includes.
  ///
  /// - Parameters:
  ///   - practice: the practice in force; nil: without values, for the server to describe.
  ///   - rules: other parts than those of all rules.
  package func planParts(policy: [String: String], practice: Row?, rules: [SQLPart]? = nil) throws -> PlanParts {
    PlanParts(
      practice: [try statements.planPracticeGiven(practice)],
      facts: [try statements.planFacts()],
      words: [SQLPart(try catalog.wordQueries, [:])],
      rules: try rules ?? catalog.ruleParts(policy: policy),
      difference: [try statements.planDifference()],
      answers: [try statements.planAnswers()]
    )
  }
}
