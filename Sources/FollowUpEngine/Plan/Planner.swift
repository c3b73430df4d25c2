public import Catalog
import Postgres

/// What planning changed, per rule.
public struct PlanOutcome: Sendable, Equatable {
  /// The changes of one rule's follow-ups.
  public struct Changes: Sendable, Equatable {
    /// Follow-ups that appeared.
    public var added = 0
    /// Follow-ups whose moments or people changed.
    public var changed = 0
    /// Follow-ups whose facts are gone.
    public var withdrawn = 0

    /// Whether there were none.
    public var isEmpty: Bool { added == 0 && changed == 0 && withdrawn == 0 }
  }

  /// Candidates that were planned.
  public var candidates = 0
  /// By rule; rules without a change are absent.
  public var rules: [String: Changes] = [:]

  /// Whether the plan was in line with the data already.
  public var isUnchanged: Bool { rules.values.allSatisfy(\.isEmpty) }
  /// How many follow-ups were written.
  var written: Int { rules.values.reduce(0) { $0 + $1.added + $1.changed + $1.withdrawn } }
}

/// Brings the follow-ups in line with the data: desired state, then the difference, batch by batch.
public struct Planner: Sendable {
  let session: AgencySession
  let batch: Int

  /// A planner; `batch` is how many candidates one transaction plans.
  public init(_ session: AgencySession, batch: Int = 2000) {
    self.session = session
    self.batch = batch
  }

  /// Plans the candidates in the queue; `full`: everybody, which must find nothing more to change.
  public func plan(full: Bool = false) async throws -> PlanOutcome {
    let (policy, isFirstTime) = try await prepare(full: full)
    var outcome = PlanOutcome()
    var analyzed = 0
    var after = 0
    var isFirstRound = true
    while true {
      let step = try await planBatch(after: after, policy: policy)
      outcome.add(step)
      // An agency that the statistics do not know is taken to have one follow-up, and all it has may then be read once a candidate.
      if isFirstTime, outcome.written >= max(Planner.many, 2 * analyzed) {
        try await analyze(outcome, isFirstTime: true)
        analyzed = outcome.written
      }
      if let last = step.lastCandidate {
        after = last
        continue
      }
      // Candidates below the last one may have been queued meanwhile; one more round finds them, or nothing.
      if after == 0 || !isFirstRound { break }
      after = 0
      isFirstRound = false
    }
    if outcome.written >= Planner.many, outcome.written > analyzed {
      try await analyze(outcome, isFirstTime: isFirstTime)
    }
    return outcome
  }

  /// Below this many written follow-ups their statistics are left to autovacuum.
  private static let many = 1000

  private func analyze(_ outcome: PlanOutcome, isFirstTime: Bool) async throws {
    let mayAnalyze = try session.statement("plan_may_analyze", ["written": outcome.written, "first": isFirstTime])
    try await session.transaction { connection in
      guard try connection.query(mayAnalyze).first?.get("may", as: Bool.self) == true else { return }
      try session.gatherStatistics("plan_analyze", on: connection)
    }
  }

  /// Notices changed rules, and turns "everybody" into candidates; returns the policy the rules are planned with, and
  /// whether the agency was never planned before.
  private func prepare(full: Bool) async throws -> (policy: [String: String], isFirstTime: Bool) {
    try await session.transaction { connection in
      _ = try connection.query(try session.statement("agency_lock"))
      let policy = try PolicyInForce.read(connection.query(try session.statement("plan_policy")))
      let rules = try rulesStand(policy: policy, on: connection)
      if full || !rules.isUnchanged { try connection.execute(try session.statement("plan_queue_everybody")) }
      for (rule, digest) in rules.wanted where rules.existing[rule] != digest {
        try connection.execute(try session.statement("plan_remember_rule", ["rule": rule, "digest": digest]))
      }
      if !rules.existing.keys.allSatisfy({ rules.wanted[$0] != nil }) {
        try connection.execute(try session.statement("plan_forget_rules", ["rules": rules.wanted.keys.sorted()]))
      }
      try connection.execute(try session.statement("plan_expand_everybody"))
      return (policy, rules.existing.isEmpty)
    }
  }

  /// The rules' digests as last planned with, and as they are now by that policy.
  func rulesStand(policy: [String: String], on connection: isolated Connection) throws -> RulesStand {
    var existing: [String: String] = [:]
    for row in try connection.query(try session.statement("plan_rules_in_force")) {
      existing[try row.get("rule")] = try row.get("digest", as: String.self)
    }
    let foundations = try session.catalog.foundations
    return RulesStand(
      existing: existing,
      wanted: Dictionary(
        uniqueKeysWithValues: try session.catalog.rules.map {
          ($0.name, $0.digest(policy: policy, foundations: foundations))
        }
      )
    )
  }

  private func planBatch(after: Int, policy: [String: String]) async throws -> PlanStep {
    let waiting = try session.statement("plan_waiting", ["after": after])
    return try await session.transaction { connection in
      _ = try connection.query(try session.statement("agency_lock"))
      // Cheap to ask, unlike the statement with every rule in it.
      guard try connection.query(waiting).first?.get("waiting", as: Bool.self) == true else { return PlanStep() }
      let values: [String: (any PostgresEncodable)?] = [
        "after": after, "batch": batch, "moved_on": try session.catalog.rulesMovedOn,
      ]
      return try PlanStep(try session.planQuery("plan_batch", values, policy: policy, on: connection))
    }
  }
}

/// With which rules the agency was last planned, and with which it would be now: digests by name.
struct RulesStand {
  let existing: [String: String]
  let wanted: [String: String]

  /// Whether nobody has to be planned again because of the rules.
  var isUnchanged: Bool { existing == wanted }
}

/// What one batch did.
struct PlanStep: Sendable {
  var candidates = 0
  var lastCandidate: Int?
  var rules: [String: PlanOutcome.Changes] = [:]

  init() {}

  init(_ rows: [Row]) throws {
    for row in rows {
      guard let rule = try row.getOptional("rule", as: String.self) else {
        candidates = try row.get("candidates")
        lastCandidate = try row.getOptional("last_candidate")
        continue
      }
      rules[rule] = PlanOutcome.Changes(
        added: try row.get("added"),
        changed: try row.get("changed"),
        withdrawn: try row.get("withdrawn")
      )
    }
  }
}

extension PlanOutcome {
  mutating func add(_ step: PlanStep) {
    candidates += step.candidates
    for (rule, changes) in step.rules {
      rules[rule, default: Changes()].added += changes.added
      rules[rule, default: Changes()].changed += changes.changed
      rules[rule, default: Changes()].withdrawn += changes.withdrawn
    }
  }
}

extension Rule {
  /// What a change of replans everybody: the text, the parameter values in force, and the texts it rests on.
  func digest(policy: [String: String], foundations: String) -> String {
    let settings = parameters.map { "\($0.name)=\(policy["\(name).\($0.name)"] ?? $0.defaultValue)" }
    return sha256Hex(([file.text, foundations] + settings).joined(separator: "\n"))
  }
}

extension Catalog {
  /// The rules whose follow-up the next touch moves on, so that a skip of it holds until that touch.
  var rulesMovedOn: [String] {
    get throws { try rules.filter(\.isMovedOn).map(\.name) }
  }

  /// Every rule, each read as the plan reads it, with its parameters by that policy.
  public func ruleParts(policy: [String: String]) throws -> [SQLPart] {
    try rules.map { try part(of: $0, policy: policy) }
  }

  /// One rule as the plan reads it, with its parameters by that policy.
  func part(of rule: Rule, policy: [String: String]) throws -> SQLPart {
    SQLPart(
      try engine("plan_rule"),
      ["rule": rule.name, "late_counts": rule.lateCounts ? "true" : "false"],
      parts: ["rule": [SQLPart(rule.file, rule.values(policy: policy))]]
    )
  }

  /// Every guardrail, each read as reports read it, with its parameters by that policy.
  public func guardrailParts(policy: [String: String]) throws -> [SQLPart] {
    let frame = try engine("breach_guardrail")
    return try guardrails.map { guardrail in
      SQLPart(
        frame,
        ["guardrail": guardrail.name],
        parts: ["guardrail": [SQLPart(guardrail.file, guardrail.values(policy: policy))]]
      )
    }
  }
}
