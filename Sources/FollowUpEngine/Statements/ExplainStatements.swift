// Written by deploy/statements from sql/engine/explain; not to be edited.

package import Catalog
package import Postgres

extension Statements {
  /// The facts exactly at a follow-up's anchor, in words: those nearest to what it is about first, a date without a
  /// time last.
  package func explainAnchor(id: Int) throws -> Query<ExplainAnchor> {
    try query("explain/explain_anchor", ["id": id.postgresText])
  }

  /// A row of sql/engine/explain/explain_anchor.sql.
  package struct ExplainAnchor: StatementRow {
    package static let columns = ["words"]
    package let words: String

    package init(_ row: Row) throws {
      words = try row.get(at: 0)
    }
  }

  /// What people said of a follow-up, in the order in which it came, with what was taken back.
  package func explainAnswers(id: Int) throws -> Query<ExplainAnswers> {
    try query("explain/explain_answers", ["id": id.postgresText])
  }

  /// A row of sql/engine/explain/explain_answers.sql.
  package struct ExplainAnswers: StatementRow {
    package static let columns = ["at", "at_words", "words"]
    package let at: String?
    package let atWords: String
    package let words: String

    package init(_ row: Row) throws {
      at = try row.getOptional(at: 0)
      atWords = try row.get(at: 1)
      words = try row.get(at: 2)
    }
  }

  /// All follow-ups of a candidate, one a row, with their state at as_of in words; what will be asked only later
  /// too.
  package func explainCandidate(candidate: Int) throws -> Query<ExplainCandidate> {
    try query("explain/explain_candidate", ["candidate": candidate.postgresText])
  }

  /// A row of sql/engine/explain/explain_candidate.sql.
  package struct ExplainCandidate: StatementRow {
    package static let columns = ["rule", "follow_up_id", "state", "about", "words"]
    package let rule: String
    package let followUpID: Int
    package let state: String
    package let about: String
    package let words: String

    package init(_ row: Row) throws {
      rule = try row.get(at: 0)
      followUpID = try row.get(at: 1)
      state = try row.get(at: 2)
      about = try row.get(at: 3)
      words = try row.get(at: 4)
    }
  }

  /// For every rule the facts that a candidate lacks for it to ask anything, in words; no row for a rule that lacks
  /// none.
  package func explainCandidateRules(candidate: Int, rules: String) throws -> Query<ExplainCandidateRules> {
    try query("explain/explain_candidate_rules", ["candidate": candidate.postgresText, "rules": rules.postgresText])
  }

  /// A row of sql/engine/explain/explain_candidate_rules.sql.
  package struct ExplainCandidateRules: StatementRow {
    package static let columns = ["rule", "missing"]
    package let rule: String
    package let missing: String

    package init(_ row: Row) throws {
      rule = try row.get(at: 0)
      missing = try row.get(at: 1)
    }
  }

  /// Every step of a due time as the rule's header states them, each a moment from the one before by the calendar's
  /// functions.
  package func explainDue(id: Int, steps: String) throws -> Query<ExplainDue> {
    try query("explain/explain_due", ["id": id.postgresText, "steps": steps.postgresText])
  }

  /// A row of sql/engine/explain/explain_due.sql.
  package struct ExplainDue: StatementRow {
    package static let columns = ["line", "position", "at", "at_words", "words", "conclusion", "leads_to_due"]
    package let line: Int
    package let position: Int
    package let at: String?
    package let atWords: String?
    package let words: String?
    package let conclusion: String?
    package let leadsToDue: Bool?

    package init(_ row: Row) throws {
      line = try row.get(at: 0)
      position = try row.get(at: 1)
      at = try row.getOptional(at: 2)
      atWords = try row.getOptional(at: 3)
      words = try row.getOptional(at: 4)
      conclusion = try row.getOptional(at: 5)
      leadsToDue = try row.getOptional(at: 6)
    }
  }

  /// One follow-up with its moments, its people and what it is about, and its state at as_of in words.
  package func explainFollowUp(
    action: String?,
    channel: String?,
    id: Int,
    summary: String
  ) throws -> Query<ExplainFollowUp> {
    try query(
      "explain/explain_follow_up",
      [
        "action": action.postgresText, "channel": channel.postgresText, "id": id.postgresText,
        "summary": summary.postgresText,
      ]
    )
  }

  /// A row of sql/engine/explain/explain_follow_up.sql.
  package struct ExplainFollowUp: StatementRow {
    package static let columns = [
      "follow_up_id", "rule", "action", "remark", "occurrence", "time_zone", "as_of", "as_of_words", "anchor_at",
      "anchor_at_words", "asked_from", "asked_from_words", "opens_at", "opens_at_words", "due_at", "due_at_words",
      "expires_at", "expires_at_words", "asked_until", "asked_until_words", "until_reason", "done_at", "done_at_words",
      "candidate_id", "candidate", "recruiter_id", "recruiter", "party_kind", "party", "application_id", "interview_id",
      "job_order", "client", "client_id", "state", "state_in_words", "snooze", "caveat",
    ]
    package let followUpID: Int
    package let rule: String
    package let action: String
    package let remark: String?
    package let occurrence: String
    package let timeZone: String
    package let asOf: String?
    package let asOfWords: String
    package let anchorAt: String?
    package let anchorAtWords: String
    package let askedFrom: String?
    package let askedFromWords: String
    package let opensAt: String?
    package let opensAtWords: String
    package let dueAt: String?
    package let dueAtWords: String
    package let expiresAt: String?
    package let expiresAtWords: String?
    package let askedUntil: String?
    package let askedUntilWords: String?
    package let untilReason: String?
    package let doneAt: String?
    package let doneAtWords: String?
    package let candidateID: String
    package let candidate: String
    package let recruiterID: String?
    package let recruiter: String?
    package let partyKind: String?
    package let party: String?
    package let applicationID: String?
    package let interviewID: String?
    package let jobOrder: String?
    package let client: String?
    package let clientID: String?
    package let state: String
    package let stateInWords: String
    package let snooze: String?
    package let caveat: String?

    package init(_ row: Row) throws {
      followUpID = try row.get(at: 0)
      rule = try row.get(at: 1)
      action = try row.get(at: 2)
      remark = try row.getOptional(at: 3)
      occurrence = try row.get(at: 4)
      timeZone = try row.get(at: 5)
      asOf = try row.getOptional(at: 6)
      asOfWords = try row.get(at: 7)
      anchorAt = try row.getOptional(at: 8)
      anchorAtWords = try row.get(at: 9)
      askedFrom = try row.getOptional(at: 10)
      askedFromWords = try row.get(at: 11)
      opensAt = try row.getOptional(at: 12)
      opensAtWords = try row.get(at: 13)
      dueAt = try row.getOptional(at: 14)
      dueAtWords = try row.get(at: 15)
      expiresAt = try row.getOptional(at: 16)
      expiresAtWords = try row.getOptional(at: 17)
      askedUntil = try row.getOptional(at: 18)
      askedUntilWords = try row.getOptional(at: 19)
      untilReason = try row.getOptional(at: 20)
      doneAt = try row.getOptional(at: 21)
      doneAtWords = try row.getOptional(at: 22)
      candidateID = try row.get(at: 23)
      candidate = try row.get(at: 24)
      recruiterID = try row.getOptional(at: 25)
      recruiter = try row.getOptional(at: 26)
      partyKind = try row.getOptional(at: 27)
      party = try row.getOptional(at: 28)
      applicationID = try row.getOptional(at: 29)
      interviewID = try row.getOptional(at: 30)
      jobOrder = try row.getOptional(at: 31)
      client = try row.getOptional(at: 32)
      clientID = try row.getOptional(at: 33)
      state = try row.get(at: 34)
      stateInWords = try row.get(at: 35)
      snooze = try row.getOptional(at: 36)
      caveat = try row.getOptional(at: 37)
    }
  }

  /// The nudges of a follow-up that went into a message, then the steps for its present due time that did not, each
  /// with its moment.
  package func explainNudges(actor: String, escalation: String, id: Int) throws -> Query<ExplainNudges> {
    try query(
      "explain/explain_nudges",
      ["actor": actor.postgresText, "escalation": escalation.postgresText, "id": id.postgresText]
    )
  }

  /// A row of sql/engine/explain/explain_nudges.sql.
  package struct ExplainNudges: StatementRow {
    package static let columns = ["kind", "at", "words"]
    package let kind: String
    package let at: String?
    package let words: String

    package init(_ row: Row) throws {
      kind = try row.get(at: 0)
      at = try row.getOptional(at: 1)
      words = try row.get(at: 2)
    }
  }

  /// What policy decides for one follow-up: the rule's parameters and the keys that its SELECT reads, with values
  /// and where each is set.
  package func explainPolicy(
    also: [String],
    file: String,
    id: Int?,
    parameters: String,
    text: String
  ) throws -> Query<ExplainPolicy> {
    try query(
      "explain/explain_policy",
      [
        "also": also.postgresText, "file": file.postgresText, "id": id.postgresText,
        "parameters": parameters.postgresText, "text": text.postgresText,
      ]
    )
  }

  /// A row of sql/engine/explain/explain_policy.sql.
  package struct ExplainPolicy: StatementRow {
    package static let columns = ["key", "name", "value", "default", "set_by", "summary"]
    package let key: String
    package let name: String
    package let value: String?
    package let `default`: String?
    package let setBy: String
    package let summary: String

    package init(_ row: Row) throws {
      key = try row.get(at: 0)
      name = try row.get(at: 1)
      value = try row.getOptional(at: 2)
      `default` = try row.getOptional(at: 3)
      setBy = try row.get(at: 4)
      summary = try row.get(at: 5)
    }
  }

  /// How one rule's SELECT is read by explain_silence: as it is, also what does not come to exist.
  package func explainRule(rule: String, ruleSQL: [SQLPart]) throws -> SQLPart {
    try part("explain/explain_rule", ["rule": rule.postgresText], parts: ["rule": ruleSQL])
  }

  /// What the rules would have asked of a candidate, except that it was over before it began or that its anchor is
  /// not known; a few per rule.
  package func explainSilence(
    candidate: Int,
    practiceSQL: [SQLPart],
    factsSQL: [SQLPart],
    wordsSQL: [SQLPart],
    rulesSQL: [SQLPart]
  ) throws -> Query<ExplainSilence> {
    try query(
      "explain/explain_silence",
      ["candidate": candidate.postgresText],
      parts: ["practice": practiceSQL, "facts": factsSQL, "words": wordsSQL, "rules": rulesSQL]
    )
  }

  /// A row of sql/engine/explain/explain_silence.sql.
  package struct ExplainSilence: StatementRow {
    package static let columns = ["rule", "words"]
    package let rule: String
    package let words: String

    package init(_ row: Row) throws {
      rule = try row.get(at: 0)
      words = try row.get(at: 1)
    }
  }

  /// The situation of a candidate, in a sentence, and whether facts about them wait to be planned.
  package func explainSubject(candidate: Int) throws -> Query<ExplainSubject> {
    try query("explain/explain_subject", ["candidate": candidate.postgresText])
  }

  /// A row of sql/engine/explain/explain_subject.sql.
  package struct ExplainSubject: StatementRow {
    package static let columns = ["external_id", "name", "standing", "caveat"]
    package let externalID: String
    package let name: String
    package let standing: String
    package let caveat: String?

    package init(_ row: Row) throws {
      externalID = try row.get(at: 0)
      name = try row.get(at: 1)
      standing = try row.get(at: 2)
      caveat = try row.getOptional(at: 3)
    }
  }

  /// The touches around a follow-up, each with whether it counted or why not: those that did, and those nearest to
  /// it first.
  package func explainTouches(
    actor: String,
    anyContact: Bool,
    channels: [String]?,
    countsNothing: Bool,
    done: String?,
    id: Int,
    lateCounts: Bool,
    limit: Int,
    mustNameApplication: Bool,
    party: String,
    purposes: [String]?
  ) throws -> Query<ExplainTouches> {
    try query(
      "explain/explain_touches",
      [
        "actor": actor.postgresText, "any_contact": anyContact.postgresText, "channels": channels.postgresText,
        "counts_nothing": countsNothing.postgresText, "done": done.postgresText, "id": id.postgresText,
        "late_counts": lateCounts.postgresText, "limit": limit.postgresText,
        "must_name_application": mustNameApplication.postgresText, "party": party.postgresText,
        "purposes": purposes.postgresText,
      ]
    )
  }

  /// A row of sql/engine/explain/explain_touches.sql.
  package struct ExplainTouches: StatementRow {
    package static let columns = ["touch_id", "at", "at_words", "words", "counted", "verdict", "total"]
    package let touchID: String
    package let at: String?
    package let atWords: String
    package let words: String
    package let counted: Bool
    package let verdict: String
    package let total: Int

    package init(_ row: Row) throws {
      touchID = try row.get(at: 0)
      at = try row.getOptional(at: 1)
      atWords = try row.get(at: 2)
      words = try row.get(at: 3)
      counted = try row.get(at: 4)
      verdict = try row.get(at: 5)
      total = try row.get(at: 6)
    }
  }

}
