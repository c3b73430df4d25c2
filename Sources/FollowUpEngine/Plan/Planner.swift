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
  /// Rows that could not be stored, and whom they kept from being planned.
  public var faults: [PlanFault] = []

  /// Whether the plan was in line with the data already.
  public var isUnchanged: Bool { rules.values.allSatisfy(\.isEmpty) }
  /// How many follow-ups were written.
  var written: Int { rules.values.reduce(0) { $0 + $1.added + $1.changed + $1.withdrawn } }
}

/// Brings the follow-ups in line with the data: desired state, then the difference, batch by batch.
public struct Planner: Sendable {
  let session: AgencySession
  let batch: Int
  private let beside: [AgencySession]

  /// A planner.
  ///
  /// - Parameters:
  ///   - batch: how many candidates one transaction plans.
  ///   - beside: the same agency over other connections, which plan at the same time when more is queued than one batch.
  public init(_ session: AgencySession, batch: Int = 2000, beside: [AgencySession] = []) {
    self.session = session
    self.batch = batch
    self.beside = beside
  }

  /// Plans the candidates in the queue; `full`: everybody, which must find nothing more to change.
  public func plan(full: Bool = false) async throws -> PlanOutcome {
    let (policy, isFirstTime) = try await prepare(full: full)
    var outcome = PlanOutcome()
    var analyzed = 0
    let waiting = session.progress == nil ? 0 : try await length()
    tell(outcome, of: waiting)
    try await planSideBySide(policy: policy) { step in
      try await take(step, into: &outcome, isFirstTime: isFirstTime, analyzed: &analyzed)
      tell(outcome, of: waiting)
    }
    var after = 0
    var isFirstRound = true
    var faults = PlanFaults()
    while true {
      let step = try await planBatch(PlanRange(after: after), policy: policy, faults: &faults)
      try await take(step, into: &outcome, isFirstTime: isFirstTime, analyzed: &analyzed)
      tell(outcome, of: waiting)
      if let last = step.lastCandidate {
        after = last
        // Fewer than asked for: they were the last.
        if step.candidates == batch { continue }
      }
      // Candidates below the last one may have been queued meanwhile; one more round finds them, or nothing.
      if after == 0 || !isFirstRound { break }
      after = 0
      isFirstRound = false
    }
    outcome.faults = faults.faults
    if outcome.written >= Planner.many, outcome.written > analyzed {
      try await analyze(outcome, isFirstTime: isFirstTime)
    }
    return outcome
  }

  /// Below this many written follow-ups their statistics are left to autovacuum.
  private static let many = 1000

  /// How many candidates are in the queue.
  private func length() async throws -> Int {
    let statement = try session.statements.planLength()
    return try await session.transaction { connection in try connection.query(statement).first?.candidates ?? 0 }
  }

  private func tell(_ outcome: PlanOutcome, of waiting: Int) {
    // More may have been queued since they were counted.
    let total = max(waiting, outcome.candidates)
    session.progress?(WorkProgress("plan", done: outcome.candidates, of: total, unit: "candidates"))
  }

  private func take(
    _ step: PlanStep,
    into outcome: inout PlanOutcome,
    isFirstTime: Bool,
    analyzed: inout Int
  ) async throws {
    outcome.add(step)
    // An agency that the statistics do not know is taken to have one follow-up, and all it has may then be read once a candidate.
    if isFirstTime, outcome.written >= max(Planner.many, 2 * analyzed) {
      try await analyze(outcome, isFirstTime: true)
      analyzed = outcome.written
    }
  }

  /// Plans over all connections, each with a range of its own, in rounds of one batch each. Between two rounds whoever else waits
  /// for the agency gets it. It ends when the ranges do, or when another program took its turn: what is left then is planned over one connection.
  private func planSideBySide(
    policy: [String: String],
    _ take: (PlanStep) async throws -> Void
  ) async throws {
    guard !beside.isEmpty else { return }
    let sessions = [session] + beside
    let (turn, divided) = try await divide(among: sessions.count)
    var ranges = divided
    let lock = try session.statements.agencyLock()
    while !ranges.isEmpty {
      // Behind those who wait for the agency, since the connections together would not let them in.
      try await session.transaction { connection in _ = try connection.query(lock) }
      let steps = try await withThrowingTaskGroup(of: (place: Int, step: PlanStep?).self) { group in
        for (place, range) in ranges {
          let planner = Planner(sessions[place], batch: batch)
          group.addTask { (place, try await planner.planBatch(range, policy: policy, turn: turn)) }
        }
        return try await group.reduce(into: [Int: PlanStep]()) { $0[$1.place] = $1.step }
      }
      for (place, range) in ranges {
        ranges[place] = steps[place]?.lastCandidate.map { PlanRange(after: $0, until: range.until) }
      }
      for step in steps.values { try await take(step) }
    }
  }

  /// Takes the turn and divides the queue, when there is more in it than one batch.
  private func divide(among count: Int) async throws -> (turn: Int, ranges: [Int: PlanRange]) {
    let take = try session.statements.planTurnTake()
    let divide = try session.statements.planRanges(ranges: count)
    return try await session.transaction { connection in
      var ranges: [Int: PlanRange] = [:]
      var after = 0
      var candidates = 0
      for row in try connection.query(divide) {
        ranges[ranges.count] = PlanRange(after: after, until: row.lastCandidate)
        after = row.lastCandidate
        candidates += row.candidates
      }
      guard candidates > batch, let turn = try connection.query(take).first else { return (0, [:]) }
      return (turn.planTurn, ranges)
    }
  }

  private func analyze(_ outcome: PlanOutcome, isFirstTime: Bool) async throws {
    let mayAnalyze = try session.statements.planMayAnalyze(first: isFirstTime, written: outcome.written)
    try await session.transaction { connection in
      guard try connection.query(mayAnalyze).first?.may == true else { return }
      try session.gatherStatistics(session.statements.planAnalyze(), on: connection)
    }
  }

  /// Notices changed rules, and turns "everybody" into candidates; returns the policy the rules are planned with, and
  /// whether the agency was never planned before.
  private func prepare(full: Bool) async throws -> (policy: [String: String], isFirstTime: Bool) {
    try await session.transaction { connection in
      let statements = session.statements
      _ = try connection.query(statements.agencyLock())
      let policy = try PolicyInForce.read(session, on: connection)
      let rules = try rulesStand(policy: policy, on: connection)
      if full || !rules.isUnchanged { try connection.execute(statements.planQueueEverybody()) }
      for rule in try session.catalog.rules {
        guard let digest = rules.wanted[rule.name],
          rules.existing[rule.name] != digest || rules.minutes[rule.name] != rule.minutes
        else { continue }
        try connection.execute(
          statements.planRememberRule(digest: digest, minutes: rule.minutes, rule: rule.name)
        )
      }
      if !rules.existing.keys.allSatisfy({ rules.wanted[$0] != nil }) {
        try connection.execute(statements.planForgetRules(rules: rules.wanted.keys.sorted()))
      }
      // Whether everybody is in the queue is cheaper to ask.
      if try connection.query(statements.planWaiting(after: -1, until: 0)).first?.waiting == true {
        try connection.execute(statements.planExpandEverybody())
      }
      return (policy, rules.existing.isEmpty)
    }
  }

  /// The rules' digests as last planned with, and as they are now by that policy.
  func rulesStand(policy: [String: String], on connection: isolated Connection) throws -> RulesStand {
    var existing: [String: String] = [:]
    var minutes: [String: Int] = [:]
    for row in try connection.query(session.statements.planRulesInForce()) {
      existing[row.rule] = row.digest
      minutes[row.rule] = row.minutes
    }
    let foundations = try session.catalog.foundations
    return RulesStand(
      existing: existing,
      minutes: minutes,
      wanted: Dictionary(
        uniqueKeysWithValues: try session.catalog.rules.map {
          ($0.name, $0.digest(policy: policy, foundations: foundations))
        }
      )
    )
  }

  /// Plans the next batch of a range beside other connections of this program. Nil when the turn is over, or where a rule returns what cannot be
  /// stored: both are left to the planning over one connection.
  private func planBatch(_ range: PlanRange, policy: [String: String], turn: Int) async throws -> PlanStep? {
    let hold = try session.statements.planTurnHold(turn: turn)
    do {
      return try await planBatch(range, policy: policy, without: [], lock: hold.statement)
    } catch let error as PostgresError where error.isIncompleteFollowUp {
      return nil
    }
  }

  /// Plans the next batch of a range without these candidates, who stay in the queue.
  func planBatch(_ range: PlanRange, policy: [String: String], without aside: Set<Int>) async throws -> PlanStep {
    let lock = try session.statements.agencyLock()
    return try await planBatch(range, policy: policy, without: aside, lock: lock.statement) ?? PlanStep()
  }

  private func planBatch(
    _ range: PlanRange,
    policy: [String: String],
    without aside: Set<Int>,
    lock: Statement
  ) async throws -> PlanStep? {
    try await session.transaction { connection in
      if try connection.query(lock).isEmpty { return nil }
      return try settingAside(aside, on: connection) { try planBatch(range, policy: policy, on: connection) }
    }
  }

  private func planBatch(
    _ range: PlanRange,
    policy: [String: String],
    on connection: isolated Connection
  ) throws -> PlanStep {
    let statements = session.statements
    // Cheap to ask, unlike the statement with every rule in it.
    let waiting = try connection.query(statements.planWaiting(after: range.after, until: range.until)).first
    guard waiting?.waiting == true else { return PlanStep() }
    let movedOn = try session.catalog.rulesMovedOn
    let rows = try session.planQuery(policy: policy, on: connection) { parts in
      try statements.planBatch(range, batch: batch, movedOn: movedOn, parts)
    }
    return PlanStep(rows)
  }
}

/// With which rules the agency was last planned, and with which it would be now: digests by name.
struct RulesStand {
  let existing: [String: String]
  let minutes: [String: Int]
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

  init(_ rows: [Statements.PlanBatch]) {
    for row in rows {
      guard let rule = row.rule else {
        candidates = row.candidates
        lastCandidate = row.lastCandidate
        continue
      }
      rules[rule] = PlanOutcome.Changes(added: row.added, changed: row.changed, withdrawn: row.withdrawn)
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
    try Statements(self).planRule(
      lateCounts: rule.lateCounts,
      rule: rule.name,
      ruleSQL: [SQLPart(rule.file, rule.values(policy: policy))]
    )
  }

  /// Every guardrail, each read as reports read it, with its parameters by that policy.
  public func guardrailParts(policy: [String: String]) throws -> [SQLPart] {
    try guardrails.map { try part(of: $0, policy: policy) }
  }

  /// Every guardrail, each for the candidates alone whose rows on a list it warns.
  package func warningParts(policy: [String: String]) throws -> [SQLPart] {
    let file = try worklist("warnings")
    return try guardrails.map { guardrail in
      let parts = ["guardrail": [try part(of: guardrail, policy: policy)]]
      return SQLPart(file, ["rules": guardrail.rules.postgresText], parts: parts)
    }
  }

  private func part(of guardrail: Guardrail, policy: [String: String]) throws -> SQLPart {
    try Statements(self).breachGuardrail(
      guardrail: guardrail.name,
      guardrailSQL: [SQLPart(guardrail.file, guardrail.values(policy: policy))]
    )
  }
}
