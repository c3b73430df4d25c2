import Catalog
import Foundation
import Postgres

/// A rule as explain_candidate_rules.sql reads it.
private struct RuleNeeds: Encodable {
  let rule: String
  let needs: [String]?
  let body: String
}

extension Explainer {
  /// Explains every rule for one candidate.
  ///
  /// - Parameters:
  ///   - word: the candidate's id at its source, email or name.
  /// - Throws: ``FollowUpError`` of kind usage when there is nobody, or more than one, of that name.
  public func explain(candidate word: String) async throws -> CandidateExplanation {
    try await session.transaction { connection in
      let id = try find(word, on: connection)
      guard let subject = try connection.query(session.statements.explainSubject(candidate: id)).first else {
        throw FollowUpError(.failed, "the candidate \(word) was removed while being read")
      }
      let missing = try missingFacts(id, on: connection)
      let lines = try followUps(id, on: connection)
      let over = try overBeforeItBegan(id, on: connection)
      let rules = try session.catalog.rules.map { rule in
        let own = lines[rule.name] ?? []
        return CandidateExplanation.Part(
          rule: rule.name,
          summary: rule.summary,
          followUps: own,
          silentBecause: own.isEmpty ? rule.silence(missing[rule.name]) : nil,
          overBeforeItBegan: over[rule.name] ?? []
        )
      }
      let gone = try lines.keys.filter { name in try !session.catalog.rules.contains { $0.name == name } }.sorted()
      return CandidateExplanation(
        candidateID: subject.externalID,
        candidate: subject.name,
        standing: subject.standing,
        timeZone: session.agency.timeZone,
        caveat: subject.caveat,
        rules: rules
          + gone.map { name in
            CandidateExplanation.Part(
              rule: name,
              summary: "the file of this rule no longer exists",
              followUps: lines[name] ?? [],
              silentBecause: nil,
              overBeforeItBegan: []
            )
          }
      )
    }
  }

  private func find(_ word: String, on connection: isolated Connection) throws -> Int {
    let rows = try connection.query(session.statements.personFind(kind: "candidate", word: word))
    guard let row = rows.first else {
      throw FollowUpError(.usage, "the candidate \"\(word)\" is not known", remedy: "give the id that its source uses")
    }
    guard rows.count == 1 else {
      let known = rows.map(\.externalID).joined(separator: ", ")
      throw FollowUpError(.usage, "\"\(word)\" could be several: \(known)", remedy: "give the id")
    }
    return row.id
  }

  private func missingFacts(_ candidate: Int, on connection: isolated Connection) throws -> [String: String] {
    let needs = try session.catalog.rules.map { rule in
      RuleNeeds(rule: rule.name, needs: rule.explanation.needs, body: rule.file.text)
    }
    let statement = try session.statements.explainCandidateRules(
      candidate: candidate,
      rules: String(decoding: try JSONEncoder().encode(needs), as: UTF8.self)
    )
    var missing: [String: String] = [:]
    for row in try connection.query(statement) { missing[row.rule] = row.missing }
    return missing
  }

  /// The rules' own SELECTs for this candidate alone, including follow-ups that do not come to exist.
  private func overBeforeItBegan(_ candidate: Int, on connection: isolated Connection) throws -> [String: [String]] {
    let policy = try PolicyInForce.read(session, on: connection)
    let rules = try session.catalog.rules.map { rule in
      try session.statements.explainRule(
        rule: rule.name,
        ruleSQL: [SQLPart(rule.file, rule.values(policy: policy))]
      )
    }
    let rows = try session.planQuery(policy: policy, rules: rules, on: connection) { parts in
      try session.statements.explainSilence(
        candidate: candidate,
        practiceSQL: parts.practice,
        factsSQL: parts.facts,
        wordsSQL: parts.words,
        rulesSQL: parts.rules
      )
    }
    var over: [String: [String]] = [:]
    for row in rows { over[row.rule, default: []].append(row.words) }
    return over
  }

  private func followUps(
    _ candidate: Int,
    on connection: isolated Connection
  ) throws -> [String: [CandidateExplanation.Line]] {
    var lines: [String: [CandidateExplanation.Line]] = [:]
    for row in try connection.query(session.statements.explainCandidate(candidate: candidate)) {
      lines[row.rule, default: []].append(
        CandidateExplanation.Line(
          followUpID: row.followUpID,
          state: row.state,
          about: row.about,
          words: row.words
        )
      )
    }
    return lines
  }
}

extension Rule {
  /// Why it asks nothing: the facts that are missing, else what would have to come together.
  fileprivate func silence(_ missing: String?) -> String {
    if let missing { return missing }
    guard let asks = explanation.asks else { return "its conditions are not met: see \(file.path)" }
    return "its conditions are not met: it asks \(asks)"
  }
}
