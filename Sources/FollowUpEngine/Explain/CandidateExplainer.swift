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
      guard let whom = try connection.query(try session.statement("explain_subject", ["candidate": id])).first else {
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
        candidateID: try whom.get("external_id"),
        candidate: try whom.get("name"),
        standing: try whom.get("standing"),
        timeZone: session.agency.timeZone,
        caveat: try whom.getOptional("caveat"),
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
    let rows = try connection.query(try session.statement("person_find", ["kind": "candidate", "word": word]))
    guard let row = rows.first else {
      throw FollowUpError(.usage, "the candidate \"\(word)\" is not known", remedy: "give the id that its source uses")
    }
    guard rows.count == 1 else {
      let known = try rows.map { try $0.get("external_id", as: String.self) }.joined(separator: ", ")
      throw FollowUpError(.usage, "\"\(word)\" could be several: \(known)", remedy: "give the id")
    }
    return try row.get("id")
  }

  private func missingFacts(_ candidate: Int, on connection: isolated Connection) throws -> [String: String] {
    let needs = try session.catalog.rules.map { rule in
      RuleNeeds(rule: rule.name, needs: rule.explanation.needs, body: rule.file.text)
    }
    let statement = try session.statement(
      "explain_candidate_rules",
      ["candidate": candidate, "rules": String(decoding: try JSONEncoder().encode(needs), as: UTF8.self)]
    )
    var missing: [String: String] = [:]
    for row in try connection.query(statement) {
      missing[try row.get("rule")] = try row.get("missing", as: String.self)
    }
    return missing
  }

  /// The rules' own SELECTs for this candidate alone, including follow-ups that do not come to exist.
  private func overBeforeItBegan(_ candidate: Int, on connection: isolated Connection) throws -> [String: [String]] {
    let policy = try PolicyInForce.read(connection.query(try session.statement("plan_policy")))
    let frame = try session.catalog.engine("explain_rule")
    let parts = try session.catalog.rules.map { rule in
      SQLPart(frame, ["rule": rule.name], parts: ["rule": [SQLPart(rule.file, rule.values(policy: policy))]])
    }
    let rows = try session.planQuery(
      "explain_silence",
      ["candidate": candidate],
      policy: policy,
      rules: parts,
      on: connection
    )
    var over: [String: [String]] = [:]
    for row in rows { over[try row.get("rule"), default: []].append(try row.get("words")) }
    return over
  }

  private func followUps(
    _ candidate: Int,
    on connection: isolated Connection
  ) throws -> [String: [CandidateExplanation.Line]] {
    var lines: [String: [CandidateExplanation.Line]] = [:]
    for row in try connection.query(try session.statement("explain_candidate", ["candidate": candidate])) {
      lines[try row.get("rule"), default: []].append(
        CandidateExplanation.Line(
          followUpID: try row.get("follow_up_id"),
          state: try row.get("state"),
          about: try row.get("about"),
          words: try row.get("words")
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
