import Catalog
import Postgres

/// What planning would change, counted and not written.
public struct PlanPreview: Sendable, Equatable {
  /// The changes of one rule on one recruiter's list.
  public struct Changes: Sendable, Equatable {
    /// Follow-ups that would appear.
    public var appear = 0
    /// Follow-ups whose moments or people would change.
    public var move = 0
    /// Follow-ups that would go, since nothing asks for them any more.
    public var go = 0
    /// How many of all these are open at the session's moment, before or after: those that somebody would notice.
    public var open = 0
  }

  /// A rule, and on whose list.
  public struct Place: Sendable, Hashable {
    /// The rule.
    public let rule: String
    /// The recruiter's id at its source.
    public let recruiterID: String
    /// The recruiter's name.
    public let recruiter: String
  }

  /// Candidates that were looked at.
  public var candidates = 0
  /// By rule and recruiter; those without a change are absent.
  public var changes: [Place: Changes] = [:]
  /// Rows that could not be stored, of rules that are others than those last planned with.
  public var faults: [PlanFault] = []

  /// All of them together.
  public var total: Changes {
    changes.values.reduce(into: Changes()) { $0.add($1) }
  }
}

/// A policy value to be tried out.
public struct PolicyTrial: Sendable, Equatable {
  /// The key, or rule.parameter.
  public let key: String
  /// The value; empty: the default.
  public let value: String
  /// The client it is for, by id or name; nil: for all.
  public let client: String?

  /// Reads `key=value` or `key=value@CLIENT`.
  /// - Throws: ``FollowUpError`` of kind usage for anything else.
  public init(_ text: String) throws {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw FollowUpError(
        .usage,
        "\"\(text)\" is not a setting",
        remedy: "write --policy key=value, or key=value@CLIENT for one client"
      )
    }
    key = String(text[..<equals])
    let rest = text[text.index(after: equals)...]
    if let at = rest.lastIndex(of: "@") {
      value = String(rest[..<at])
      client = String(rest[rest.index(after: at)...])
    } else {
      value = String(rest)
      client = nil
    }
  }
}

extension Planner {
  /// What planning would change now, or would change under other policy values, or with the session's catalogue where that differs from the
  /// one last planned with. All of it is one transaction that is rolled back: nothing is written, the queue stays as it is.
  ///
  /// - Parameters:
  ///   - full: everybody, not only those whose facts changed.
  ///   - trials: policy values to be tried out, in this order.
  public func preview(full: Bool = false, trials: [PolicyTrial] = []) async throws -> PlanPreview {
    try await session.rollingBack { connection in
      let book = PolicyBook(session)
      for trial in trials { try book.set(key: trial.key, value: trial.value, client: trial.client, on: connection) }
      return try lookAhead(full: full, on: connection)
    }
  }

  private func lookAhead(full: Bool, on connection: isolated Connection) throws -> PlanPreview {
    let statements = session.statements
    let policy = try PolicyInForce.read(session, on: connection)
    let stand = try rulesStand(policy: policy, on: connection)
    if full || !stand.isUnchanged {
      try connection.execute(statements.planQueueEverybody())
    }
    try connection.execute(statements.planExpandEverybody())
    let movedOn = try session.catalog.rulesMovedOn
    let changed = try session.catalog.rules.filter { stand.existing[$0.name] != stand.wanted[$0.name] }
      .map { try session.catalog.part(of: $0, policy: policy) }
    var preview = PlanPreview()
    var faults = PlanFaults()
    var after = 0
    while true {
      if !changed.isEmpty {
        for row in try faultyRows(after: after, policy: policy, rules: changed, on: connection) {
          try faults.name(row, session.catalog)
        }
      }
      let rows = try session.planQuery(policy: policy, on: connection) { parts in
        try statements.planPreview(after: after, batch: batch, movedOn: movedOn, parts)
      }
      guard let last = preview.add(rows) else { break }
      after = last
    }
    preview.faults = faults.faults
    return preview
  }
}

extension PlanPreview {
  /// Adds the counts of one batch; returns its last candidate, nil when there was none.
  fileprivate mutating func add(_ rows: [Statements.PlanPreview]) -> Int? {
    var last: Int?
    for row in rows {
      guard let rule = row.rule, let recruiterID = row.recruiterID, let recruiter = row.recruiter else {
        candidates += row.candidates
        last = row.lastCandidate
        continue
      }
      changes[Place(rule: rule, recruiterID: recruiterID, recruiter: recruiter), default: Changes()].add(
        Changes(appear: row.appear, move: row.move, go: row.go, open: row.openNow)
      )
    }
    return last
  }
}

extension Statements {
  /// The preview of the next queued candidates, with what it includes.
  package func planPreview(
    after: Int,
    batch: Int,
    movedOn: [String],
    _ parts: PlanParts
  ) throws -> Query<PlanPreview> {
    try planPreview(
      after: after,
      batch: batch,
      movedOn: movedOn,
      practiceSQL: parts.practice,
      factsSQL: parts.facts,
      wordsSQL: parts.words,
      rulesSQL: parts.rules,
      differenceSQL: parts.difference
    )
  }
}

extension PlanPreview.Changes {
  fileprivate mutating func add(_ other: PlanPreview.Changes) {
    appear += other.appear
    move += other.move
    go += other.go
    open += other.open
  }
}
