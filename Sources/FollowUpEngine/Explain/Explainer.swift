import Catalog
import Foundation
import Postgres

/// Says why a follow-up is, or is not any more, on a list; and what every rule asks of a candidate, or why it does not.
///
/// Everything that is said is found by statements of sql/engine; a rule of one's own is explained from its file like any other.
public struct Explainer: Sendable {
  /// How many touches are named one by one.
  private static let touchesShown = 10
  /// How many where no touch ends it.
  private static let touchesShownIdly = 3

  let session: AgencySession

  /// An explainer for an agency at a moment.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// Explains one follow-up.
  /// - Throws: ``FollowUpError`` of kind usage when no follow-up has that id.
  public func explain(_ id: Int) async throws -> Explanation {
    try await session.transaction { connection in try explain(id, on: connection) }
  }

  private func explain(_ id: Int, on connection: isolated Connection) throws -> Explanation {
    guard let found = try connection.query(try session.statement("follow_up_find", ["id": id])).first else {
      throw FollowUpError(
        .usage,
        "the follow-up \(id) does not exist",
        remedy: "the first column of a worklist has the ids"
      )
    }
    let name: String = try found.get("rule")
    let rule = try session.catalog.rules.first { $0.name == name }
    let look = try session.statement(
      "explain_follow_up",
      ["id": id, "action": rule?.action, "channel": rule?.channel, "summary": rule?.summary ?? name]
    )
    guard let row = try connection.query(look).first else {
      throw FollowUpError(.failed, "follow-up \(id) was removed while being read")
    }
    let anchors = try connection.query(try session.statement("explain_anchor", ["id": id]))
    let policy = try settings(id, rule, on: connection)
    let (touches, total) = try touches(id, rule, on: connection)
    return try Explanation(
      row,
      rule: rule,
      anchorFacts: anchors.map { try $0.get("words") },
      due: due(id, row, rule, policy: policy, on: connection),
      policy: policy.map(\.setting),
      touches: touches,
      moreTouches: total - touches.count,
      answers: try answers(id, on: connection),
      nudges: nudges(id, rule, on: connection)
    )
  }

  // MARK: Policy

  /// A policy value, and the name by which the rule's header calls it.
  struct NamedSetting: Sendable {
    let name: String
    let setting: Explanation.Setting
  }

  private func settings(_ id: Int, _ rule: Rule?, on connection: isolated Connection) throws -> [NamedSetting] {
    guard let rule else { return [] }
    let statement = try session.policyOf(rule, followUp: id)
    return try connection.query(statement).map { row in
      NamedSetting(
        name: try row.get("name"),
        setting: Explanation.Setting(
          key: try row.get("key"),
          value: try row.getOptional("value") ?? "not set",
          setBy: try row.get("set_by"),
          summary: try row.get("summary")
        )
      )
    }
  }

  // MARK: Due

  private func due(
    _ id: Int,
    _ row: Row,
    _ rule: Rule?,
    policy: [NamedSetting],
    on connection: isolated Connection
  ) throws -> Explanation.Due {
    let moment = try row.moment("due_at")
    guard let rule else {
      return Explanation.Due(
        moment: moment,
        steps: [],
        note: "The file of its rule no longer exists, so the steps cannot be shown."
      )
    }
    let values = Dictionary(policy.map { ($0.name, $0.setting.value) }, uniquingKeysWith: { first, _ in first })
    let chains = rule.explanation.due.map { [$0] } ?? DueSteps.likely(policy.map(\.name))
    for chain in chains {
      let statement = try session.statement("explain_due", ["id": id, "steps": try chain.facts(values: values)])
      let rows = try connection.query(statement)
      guard try rows.first?.getOptional("leads_to_due", as: Bool.self) == true else { continue }
      let steps = try rows.map { row in
        Explanation.Step(
          moment: try row.optionalMoment("at"),
          words: try row.getOptional("words") ?? "",
          conclusion: try row.getOptional("conclusion")
        )
      }
      let note =
        rule.explanation.due == nil
        ? "\(rule.file.path) does not state the steps (-- due: …); these, taken from its parameters, give that time."
        : nil
      return Explanation.Due(moment: moment, steps: steps, note: note)
    }
    let note =
      rule.explanation.due == nil
      ? "\(rule.file.path) does not state the steps (-- due: …), so only the result can be shown."
      : "The steps that \(rule.file.path) states do not give that time with today's policy and calendar, so only the result can be shown."
    return Explanation.Due(moment: moment, steps: [], note: note)
  }

  // MARK: Touches and nudges

  private func touches(
    _ id: Int,
    _ rule: Rule?,
    on connection: isolated Connection
  ) throws -> (shown: [Explanation.Touch], total: Int) {
    guard let rule else { return ([], 0) }
    let counting = rule.explanation.counting
    let statement = try session.statement(
      "explain_touches",
      [
        "id": id, "actor": counting.actor, "party": counting.party, "purposes": counting.purposes,
        "channels": counting.channels, "any_contact": counting.anyContact, "counts_nothing": counting.nothing,
        "must_name_application": counting.mustNameApplication, "late_counts": rule.lateCounts,
        "done": rule.explanation.done, "limit": counting.nothing ? Self.touchesShownIdly : Self.touchesShown,
      ]
    )
    let rows = try connection.query(statement)
    let touches = try rows.map { row in
      Explanation.Touch(
        id: try row.get("touch_id"),
        moment: try row.moment("at"),
        words: try row.get("words"),
        counted: try row.get("counted"),
        verdict: try row.get("verdict")
      )
    }
    return (touches, try rows.first?.get("total", as: Int.self) ?? 0)
  }

  private func answers(_ id: Int, on connection: isolated Connection) throws -> [Explanation.Answer] {
    try connection.query(try session.statement("explain_answers", ["id": id])).map { row in
      Explanation.Answer(moment: try row.moment("at"), words: try row.get("words"))
    }
  }

  private func nudges(_ id: Int, _ rule: Rule?, on connection: isolated Connection) throws -> [Explanation.Nudge] {
    guard let rule else { return [] }
    let statement = try session.statement(
      "explain_nudges",
      ["id": id, "actor": rule.actor, "escalation": try session.catalog.escalations()]
    )
    return try connection.query(statement).map { row in
      Explanation.Nudge(kind: try row.get("kind"), at: try row.getOptional("at"), words: try row.get("words"))
    }
  }
}

extension Row {
  /// A moment of two columns: NAME in ISO 8601, NAME_words as people say it.
  func moment(_ name: String) throws -> Explanation.Moment {
    Explanation.Moment(at: try getOptional(name), local: try get("\(name)_words"))
  }

  /// The same where it may be unknown.
  func optionalMoment(_ name: String) throws -> Explanation.Moment? {
    guard let words = try getOptional("\(name)_words", as: String.self) else { return nil }
    return Explanation.Moment(at: try getOptional(name), local: words)
  }
}

extension Explanation {
  fileprivate init(
    _ row: Row,
    rule: Rule?,
    anchorFacts: [String],
    due: Due,
    policy: [Setting],
    touches: [Touch],
    moreTouches: Int,
    answers: [Answer],
    nudges: [Nudge]
  ) throws {
    followUpID = try row.get("follow_up_id")
    self.rule = try row.get("rule")
    action = try row.get("action")
    remark = try row.getOptional("remark")
    asOf = try row.moment("as_of")
    timeZone = try row.get("time_zone")
    state = try row.get("state")
    stateInWords = try row.get("state_in_words")
    snooze = try row.getOptional("snooze")
    caveat = try row.getOptional("caveat")
    practice = rule.map { rule in
      Practice(
        summary: rule.summary,
        why: rule.why,
        sources: rule.sources,
        asks: rule.explanation.asks,
        done: rule.explanation.done,
        file: rule.file.path
      )
    }
    about = About(
      actor: rule?.actor,
      partyKind: try row.getOptional("party_kind"),
      party: try row.getOptional("party"),
      channel: rule?.channel,
      candidateID: try row.get("candidate_id"),
      candidate: try row.get("candidate"),
      recruiterID: try row.getOptional("recruiter_id"),
      recruiter: try row.getOptional("recruiter"),
      applicationID: try row.getOptional("application_id"),
      interviewID: try row.getOptional("interview_id"),
      jobOrder: try row.getOptional("job_order"),
      client: try row.getOptional("client")
    )
    askedFrom = try row.moment("asked_from")
    opens = try row.moment("opens_at")
    expires = try row.optionalMoment("expires_at")
    askedUntil = try row.optionalMoment("asked_until")
    untilReason = try row.getOptional("until_reason")
    anchor = Anchor(moment: try row.moment("anchor_at"), meaning: rule?.explanation.anchor, facts: anchorFacts)
    self.due = due
    self.policy = policy
    self.touches = touches
    self.moreTouches = moreTouches
    self.answers = answers
    self.nudges = nudges
  }
}
