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
    guard let found = try connection.query(session.statements.followUpFind(id: id)).first else {
      throw FollowUpError(
        .usage,
        "the follow-up \(id) does not exist",
        remedy: "the first column of a worklist has the ids"
      )
    }
    let rule = try session.catalog.rules.first { $0.name == found.rule }
    let look = try session.statements.explainFollowUp(
      action: rule?.action,
      channel: rule?.channel,
      id: id,
      summary: rule?.summary ?? found.rule
    )
    guard let row = try connection.query(look).first else {
      throw FollowUpError(.failed, "follow-up \(id) was removed while being read")
    }
    let anchors = try connection.query(session.statements.explainAnchor(id: id))
    let policy = try settings(id, rule, on: connection)
    let (touches, total) = try touches(id, rule, on: connection)
    return try Explanation(
      row,
      rule: rule,
      anchorFacts: anchors.map(\.words),
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
        name: row.name,
        setting: Explanation.Setting(
          key: row.key,
          value: row.value ?? "not set",
          setBy: row.setBy,
          summary: row.summary
        )
      )
    }
  }

  // MARK: Due

  private func due(
    _ id: Int,
    _ row: Statements.ExplainFollowUp,
    _ rule: Rule?,
    policy: [NamedSetting],
    on connection: isolated Connection
  ) throws -> Explanation.Due {
    let moment = Explanation.Moment(at: row.dueAt, local: row.dueAtWords)
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
      let statement = try session.statements.explainDue(id: id, steps: try chain.facts(values: values))
      let rows = try connection.query(statement)
      guard rows.first?.leadsToDue == true else { continue }
      let steps = rows.map { row in
        Explanation.Step(
          moment: Explanation.Moment(at: row.at, words: row.atWords),
          words: row.words ?? "",
          conclusion: row.conclusion
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
    let statement = try session.statements.explainTouches(
      actor: counting.actor,
      anyContact: counting.anyContact,
      channels: counting.channels,
      countsNothing: counting.nothing,
      done: rule.explanation.done,
      id: id,
      lateCounts: rule.lateCounts,
      limit: counting.nothing ? Self.touchesShownIdly : Self.touchesShown,
      mustNameApplication: counting.mustNameApplication,
      party: counting.party,
      purposes: counting.purposes
    )
    let rows = try connection.query(statement)
    let touches = rows.map { row in
      Explanation.Touch(
        id: row.touchID,
        moment: Explanation.Moment(at: row.at, local: row.atWords),
        words: row.words,
        counted: row.counted,
        verdict: row.verdict
      )
    }
    return (touches, rows.first?.total ?? 0)
  }

  private func answers(_ id: Int, on connection: isolated Connection) throws -> [Explanation.Answer] {
    try connection.query(session.statements.explainAnswers(id: id)).map { row in
      Explanation.Answer(moment: Explanation.Moment(at: row.at, local: row.atWords), words: row.words)
    }
  }

  private func nudges(_ id: Int, _ rule: Rule?, on connection: isolated Connection) throws -> [Explanation.Nudge] {
    guard let rule else { return [] }
    let statement = try session.statements.explainNudges(
      actor: rule.actor,
      escalation: try session.catalog.escalations(),
      id: id
    )
    return try connection.query(statement).map { Explanation.Nudge(kind: $0.kind, at: $0.at, words: $0.words) }
  }
}

extension Explanation.Moment {
  /// A moment in ISO 8601 and as people say it; nil: it is not known.
  fileprivate init?(at: String?, words: String?) {
    guard let words else { return nil }
    self.init(at: at, local: words)
  }
}

extension Explanation {
  fileprivate init(
    _ row: Statements.ExplainFollowUp,
    rule: Rule?,
    anchorFacts: [String],
    due: Due,
    policy: [Setting],
    touches: [Touch],
    moreTouches: Int,
    answers: [Answer],
    nudges: [Nudge]
  ) {
    followUpID = row.followUpID
    self.rule = row.rule
    action = row.action
    remark = row.remark
    asOf = Moment(at: row.asOf, local: row.asOfWords)
    timeZone = row.timeZone
    state = row.state
    stateInWords = row.stateInWords
    snooze = row.snooze
    caveat = row.caveat
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
      partyKind: row.partyKind,
      party: row.party,
      channel: rule?.channel,
      candidateID: row.candidateID,
      candidate: row.candidate,
      recruiterID: row.recruiterID,
      recruiter: row.recruiter,
      applicationID: row.applicationID,
      interviewID: row.interviewID,
      jobOrder: row.jobOrder,
      client: row.client
    )
    askedFrom = Moment(at: row.askedFrom, local: row.askedFromWords)
    opens = Moment(at: row.opensAt, local: row.opensAtWords)
    expires = Moment(at: row.expiresAt, words: row.expiresAtWords)
    askedUntil = Moment(at: row.askedUntil, words: row.askedUntilWords)
    untilReason = row.untilReason
    anchor = Anchor(
      moment: Moment(at: row.anchorAt, local: row.anchorAtWords),
      meaning: rule?.explanation.anchor,
      facts: anchorFacts
    )
    self.due = due
    self.policy = policy
    self.touches = touches
    self.moreTouches = moreTouches
    self.answers = answers
    self.nudges = nudges
  }
}
