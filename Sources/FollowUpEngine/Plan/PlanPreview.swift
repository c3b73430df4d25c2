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
    let policy = try PolicyInForce.read(connection.query(try session.statement("plan_policy")))
    if try full || !rulesStand(policy: policy, on: connection).isUnchanged {
      try connection.execute(try session.statement("plan_queue_everybody"))
    }
    try connection.execute(try session.statement("plan_expand_everybody"))
    let movedOn = try session.catalog.rulesMovedOn
    var preview = PlanPreview()
    var after = 0
    while true {
      let values: [String: (any PostgresEncodable)?] = ["after": after, "batch": batch, "moved_on": movedOn]
      let rows = try session.planQuery("plan_preview", values, policy: policy, on: connection)
      guard let last = try preview.add(rows) else { return preview }
      after = last
    }
  }
}

extension PlanPreview {
  /// Adds the counts of one batch; returns its last candidate, nil when there was none.
  fileprivate mutating func add(_ rows: [Row]) throws -> Int? {
    var last: Int?
    for row in rows {
      guard let rule = try row.getOptional("rule", as: String.self) else {
        candidates += try row.get("candidates", as: Int.self)
        last = try row.getOptional("last_candidate")
        continue
      }
      let place = Place(rule: rule, recruiterID: try row.get("recruiter_id"), recruiter: try row.get("recruiter"))
      changes[place, default: Changes()].add(
        Changes(
          appear: try row.get("appear"),
          move: try row.get("move"),
          go: try row.get("go"),
          open: try row.get("open_now")
        )
      )
    }
    return last
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
