// Written by deploy/statements from sql/engine/plan; not to be edited.

package import Catalog
package import Postgres

extension Statements {
  /// After much was planned, so that worklists and reports are not read with the statistics of an empty table.
  package func planAnalyze() throws -> SQLFile {
    try script("plan/plan_analyze")
  }

  /// The scope's silences that a client ended by speaking, against those that are kept: written and taken out is
  /// only what differs. Lists
  package func planAnswers() throws -> SQLPart {
    try part("plan/plan_answers")
  }

  /// Takes queued candidates out of the queue, evaluates every rule for them and writes only what differs, of
  /// follow-ups and of clients' answers, in one snapshot.
  package func planBatch(
    after: Int,
    batch: Int,
    movedOn: [String],
    until: Int,
    practiceSQL: [SQLPart],
    factsSQL: [SQLPart],
    wordsSQL: [SQLPart],
    rulesSQL: [SQLPart],
    differenceSQL: [SQLPart],
    answersSQL: [SQLPart]
  ) throws -> Query<PlanBatch> {
    try query(
      "plan/plan_batch",
      [
        "after": after.postgresText, "batch": batch.postgresText, "moved_on": movedOn.postgresText,
        "until": until.postgresText,
      ],
      parts: [
        "practice": practiceSQL, "facts": factsSQL, "words": wordsSQL, "rules": rulesSQL, "difference": differenceSQL,
        "answers": answersSQL,
      ]
    )
  }

  /// A row of sql/engine/plan/plan_batch.sql.
  package struct PlanBatch: StatementRow {
    package static let columns = ["rule", "candidates", "last_candidate", "added", "changed", "withdrawn"]
    package let rule: String?
    package let candidates: Int
    package let lastCandidate: Int?
    package let added: Int
    package let changed: Int
    package let withdrawn: Int

    package init(_ row: Row) throws {
      rule = try row.getOptional(at: 0)
      candidates = try row.get(at: 1)
      lastCandidate = try row.getOptional(at: 2)
      added = try row.get(at: 3)
      changed = try row.get(at: 4)
      withdrawn = try row.get(at: 5)
    }
  }

  /// How many candidates the agency has; asked where somebody watches how far a replay has come.
  package func planCandidates() throws -> Query<PlanCandidates> {
    try query("plan/plan_candidates")
  }

  /// A row of sql/engine/plan/plan_candidates.sql.
  package struct PlanCandidates: StatementRow {
    package static let columns = ["candidates"]
    package let candidates: Int

    package init(_ row: Row) throws {
      candidates = try row.get(at: 0)
    }
  }

  /// What the rules ask for against the follow-ups that stand: each pair that is not the same, in which one side
  /// may be missing. Of what is not
  package func planDifference() throws -> SQLPart {
    try part("plan/plan_difference")
  }

  /// Of an agency that was never planned: how much of what planning the next candidates will find is open and came
  /// due before today; it only reads.
  package func planDueBeforeToday(
    after: Int,
    batch: Int,
    practiceSQL: [SQLPart],
    factsSQL: [SQLPart],
    wordsSQL: [SQLPart],
    rulesSQL: [SQLPart]
  ) throws -> Query<PlanDueBeforeToday> {
    try query(
      "plan/plan_due_before_today",
      ["after": after.postgresText, "batch": batch.postgresText],
      parts: ["practice": practiceSQL, "facts": factsSQL, "words": wordsSQL, "rules": rulesSQL]
    )
  }

  /// A row of sql/engine/plan/plan_due_before_today.sql.
  package struct PlanDueBeforeToday: StatementRow {
    package static let columns = ["last_candidate", "today", "due_before"]
    package let lastCandidate: Int?
    package let today: String
    package let dueBefore: Int

    package init(_ row: Row) throws {
      lastCandidate = try row.getOptional(at: 0)
      today = try row.get(at: 1)
      dueBefore = try row.get(at: 2)
    }
  }

  /// Turns "everybody" in the queue into the candidates that exist.
  package func planExpandEverybody() throws -> Change {
    try change("plan/plan_expand_everybody")
  }

  /// The facts of the scope, each table read once, under the tables' names: what words and rules read in the plan.
  package func planFacts() throws -> SQLPart {
    try part("plan/plan_facts")
  }

  /// Of the next queued candidates, the rows of rules that lack what every follow-up has, so that they cannot be
  /// stored; it only reads.
  package func planFaults(
    after: Int,
    batch: Int,
    practiceSQL: [SQLPart],
    factsSQL: [SQLPart],
    wordsSQL: [SQLPart],
    rulesSQL: [SQLPart]
  ) throws -> Query<PlanFaults> {
    try query(
      "plan/plan_faults",
      ["after": after.postgresText, "batch": batch.postgresText],
      parts: ["practice": practiceSQL, "facts": factsSQL, "words": wordsSQL, "rules": rulesSQL]
    )
  }

  /// A row of sql/engine/plan/plan_faults.sql.
  package struct PlanFaults: StatementRow {
    package static let columns = ["rule", "candidate_id", "candidate", "columns"]
    package let rule: String
    package let candidateID: Int?
    package let candidate: String?
    package let columns: String

    package init(_ row: Row) throws {
      rule = try row.get(at: 0)
      candidateID = try row.getOptional(at: 1)
      candidate = try row.getOptional(at: 2)
      columns = try row.get(at: 3)
    }
  }

  /// Forgets rules whose files no longer exist.
  package func planForgetRules(rules: [String]) throws -> Change {
    try change("plan/plan_forget_rules", ["rules": rules.postgresText])
  }

  /// How many candidates wait to be planned; asked where somebody watches how far the plan has come.
  package func planLength() throws -> Query<PlanLength> {
    try query("plan/plan_length")
  }

  /// A row of sql/engine/plan/plan_length.sql.
  package struct PlanLength: StatementRow {
    package static let columns = ["candidates"]
    package let candidates: Int

    package init(_ row: Row) throws {
      candidates = try row.get(at: 0)
    }
  }

  /// Whether that many written follow-ups want new statistics, and this user may gather them; else it is left to
  /// autovacuum.
  package func planMayAnalyze(first: Bool, written: Int) throws -> Query<PlanMayAnalyze> {
    try query("plan/plan_may_analyze", ["first": first.postgresText, "written": written.postgresText])
  }

  /// A row of sql/engine/plan/plan_may_analyze.sql.
  package struct PlanMayAnalyze: StatementRow {
    package static let columns = ["may"]
    package let may: Bool

    package init(_ row: Row) throws {
      may = try row.get(at: 0)
    }
  }

  /// What the agency set for everybody: policy keys and rule parameters.
  package func planPolicy() throws -> Query<PlanPolicy> {
    try query("plan/plan_policy")
  }

  /// A row of sql/engine/plan/plan_policy.sql.
  package struct PlanPolicy: StatementRow {
    package static let columns = ["key", "value"]
    package let key: String
    package let value: String

    package init(_ row: Row) throws {
      key = try row.get(at: 0)
      value = try row.get(at: 1)
    }
  }

  /// The practice in force, whose values stand in the plan as constants, with the working dates around the
  /// session's moment. Dates outside of
  package func planPractice() throws -> Statement {
    try statement("plan/plan_practice")
  }

  /// The practice as constants, so that the calendar's functions become plain expressions over them.
  package func planPracticeGiven(_ row: Row?) throws -> SQLPart {
    try part("plan/plan_practice_given", columnsOf: row)
  }

  /// What planning the next queued candidates would change, counted per rule and recruiter; it only reads.
  package func planPreview(
    after: Int,
    batch: Int,
    movedOn: [String],
    practiceSQL: [SQLPart],
    factsSQL: [SQLPart],
    wordsSQL: [SQLPart],
    rulesSQL: [SQLPart],
    differenceSQL: [SQLPart]
  ) throws -> Query<PlanPreview> {
    try query(
      "plan/plan_preview",
      ["after": after.postgresText, "batch": batch.postgresText, "moved_on": movedOn.postgresText],
      parts: [
        "practice": practiceSQL, "facts": factsSQL, "words": wordsSQL, "rules": rulesSQL, "difference": differenceSQL,
      ]
    )
  }

  /// A row of sql/engine/plan/plan_preview.sql.
  package struct PlanPreview: StatementRow {
    package static let columns = [
      "rule", "recruiter_id", "recruiter", "candidates", "last_candidate", "appear", "move", "go", "open_now",
    ]
    package let rule: String?
    package let recruiterID: String?
    package let recruiter: String?
    package let candidates: Int
    package let lastCandidate: Int?
    package let appear: Int
    package let move: Int
    package let go: Int
    package let openNow: Int

    package init(_ row: Row) throws {
      rule = try row.getOptional(at: 0)
      recruiterID = try row.getOptional(at: 1)
      recruiter = try row.getOptional(at: 2)
      candidates = try row.get(at: 3)
      lastCandidate = try row.getOptional(at: 4)
      appear = try row.get(at: 5)
      move = try row.get(at: 6)
      go = try row.get(at: 7)
      openNow = try row.get(at: 8)
    }
  }

  /// Puts candidates back into the queue.
  package func planPutBack(candidates: [Int]) throws -> Change {
    try change("plan/plan_put_back", ["candidates": candidates.postgresText])
  }

  /// Asks for everybody to be planned again.
  package func planQueueEverybody() throws -> Change {
    try change("plan/plan_queue_everybody")
  }

  /// The last candidate of each of so many ranges that together hold everybody in the queue, as many in each.
  package func planRanges(ranges: Int) throws -> Query<PlanRanges> {
    try query("plan/plan_ranges", ["ranges": ranges.postgresText])
  }

  /// A row of sql/engine/plan/plan_ranges.sql.
  package struct PlanRanges: StatementRow {
    package static let columns = ["last_candidate", "candidates"]
    package let lastCandidate: Int
    package let candidates: Int

    package init(_ row: Row) throws {
      lastCandidate = try row.get(at: 0)
      candidates = try row.get(at: 1)
    }
  }

  /// Remembers the text and parameters with which a rule is planned from now on, and how long its action takes.
  package func planRememberRule(digest: String, minutes: Int, rule: String) throws -> Change {
    try change(
      "plan/plan_remember_rule",
      ["digest": digest.postgresText, "minutes": minutes.postgresText, "rule": rule.postgresText]
    )
  }

  /// What fell due on some days, how it ended and what was to be done each morning, for the next candidates: as the
  /// follow-ups stand, and as the rules ask for with the policy of this transaction. It only reads.
  package func planReplay(
    after: Int,
    batch: Int,
    by: String,
    from: String,
    movedOn: [String],
    rules: String,
    until: String,
    practiceSQL: [SQLPart],
    factsSQL: [SQLPart],
    wordsSQL: [SQLPart],
    rulesSQL: [SQLPart],
    differenceSQL: [SQLPart]
  ) throws -> Query<PlanReplay> {
    try query(
      "plan/plan_replay",
      [
        "after": after.postgresText, "batch": batch.postgresText, "by": by.postgresText, "from": from.postgresText,
        "moved_on": movedOn.postgresText, "rules": rules.postgresText, "until": until.postgresText,
      ],
      parts: [
        "practice": practiceSQL, "facts": factsSQL, "words": wordsSQL, "rules": rulesSQL, "difference": differenceSQL,
      ]
    )
  }

  /// A row of sql/engine/plan/plan_replay.sql.
  package struct PlanReplay: StatementRow {
    package static let columns = [
      "side", "place", "day", "candidates", "last_candidate", "due", "in_time", "counted", "open", "minutes",
    ]
    package let side: String
    package let place: String
    package let day: String?
    package let candidates: Int
    package let lastCandidate: Int?
    package let due: Int
    package let inTime: Int
    package let counted: Int
    package let open: Int
    package let minutes: Int

    package init(_ row: Row) throws {
      side = try row.get(at: 0)
      place = try row.get(at: 1)
      day = try row.getOptional(at: 2)
      candidates = try row.get(at: 3)
      lastCandidate = try row.getOptional(at: 4)
      due = try row.get(at: 5)
      inTime = try row.get(at: 6)
      counted = try row.get(at: 7)
      open = try row.get(at: 8)
      minutes = try row.get(at: 9)
    }
  }

  /// How one rule's SELECT is read: what does not exist is left out, and done_at is given only where it counts.
  package func planRule(lateCounts: Bool, rule: String, ruleSQL: [SQLPart]) throws -> SQLPart {
    try part(
      "plan/plan_rule",
      ["late_counts": lateCounts.postgresText, "rule": rule.postgresText],
      parts: ["rule": ruleSQL]
    )
  }

  /// With which text and parameters each rule was last planned, and how long its action took by then.
  package func planRulesInForce() throws -> Query<PlanRulesInForce> {
    try query("plan/plan_rules_in_force")
  }

  /// A row of sql/engine/plan/plan_rules_in_force.sql.
  package struct PlanRulesInForce: StatementRow {
    package static let columns = ["rule", "digest", "minutes"]
    package let rule: String
    package let digest: String
    package let minutes: Int?

    package init(_ row: Row) throws {
      rule = try row.get(at: 0)
      digest = try row.get(at: 1)
      minutes = try row.getOptional(at: 2)
    }
  }

  /// Takes candidates out of the queue, to be put back in the same transaction; returns those that were in it.
  package func planSetAside(candidates: [Int]) throws -> Query<PlanSetAside> {
    try query("plan/plan_set_aside", ["candidates": candidates.postgresText])
  }

  /// A row of sql/engine/plan/plan_set_aside.sql.
  package struct PlanSetAside: StatementRow {
    package static let columns = ["candidate_id"]
    package let candidateID: Int

    package init(_ row: Row) throws {
      candidateID = try row.get(at: 0)
    }
  }

  /// How the plan's statement is to be planned, until the transaction ends: in the order in which it is written,
  /// without nested loops over facts,
  package func planSettings() throws -> Query<PlanSettings> {
    try query("plan/plan_settings")
  }

  /// A row of sql/engine/plan/plan_settings.sql.
  package struct PlanSettings: StatementRow {
    package static let columns = [
      "enable_nestloop", "enable_seqscan", "join_collapse_limit", "from_collapse_limit", "jit", "work_mem",
    ]
    package let enableNestloop: String
    package let enableSeqscan: String
    package let joinCollapseLimit: String
    package let fromCollapseLimit: String
    package let jit: String
    package let workMem: String

    package init(_ row: Row) throws {
      enableNestloop = try row.get(at: 0)
      enableSeqscan = try row.get(at: 1)
      joinCollapseLimit = try row.get(at: 2)
      fromCollapseLimit = try row.get(at: 3)
      jit = try row.get(at: 4)
      workMem = try row.get(at: 5)
    }
  }

  /// Whether it is still this program's turn. Its connections hold the agency's row together, each for candidates
  /// of its own; whoever
  package func planTurnHold(turn: Int) throws -> Query<PlanTurnHold> {
    try query("plan/plan_turn_hold", ["turn": turn.postgresText])
  }

  /// A row of sql/engine/plan/plan_turn_hold.sql.
  package struct PlanTurnHold: StatementRow {
    package static let columns = ["agency_id"]
    package let agencyID: Int

    package init(_ row: Row) throws {
      agencyID = try row.get(at: 0)
    }
  }

  /// From here on this program's connections plan the agency side by side. It waits until those of an earlier
  /// program are through
  package func planTurnTake() throws -> Query<PlanTurnTake> {
    try query("plan/plan_turn_take")
  }

  /// A row of sql/engine/plan/plan_turn_take.sql.
  package struct PlanTurnTake: StatementRow {
    package static let columns = ["plan_turn"]
    package let planTurn: Int

    package init(_ row: Row) throws {
      planTurn = try row.get(at: 0)
    }
  }

  /// Whether a candidate after that one, up to another, waits to be planned.
  package func planWaiting(after: Int, until: Int) throws -> Query<PlanWaiting> {
    try query("plan/plan_waiting", ["after": after.postgresText, "until": until.postgresText])
  }

  /// A row of sql/engine/plan/plan_waiting.sql.
  package struct PlanWaiting: StatementRow {
    package static let columns = ["waiting"]
    package let waiting: Bool

    package init(_ row: Row) throws {
      waiting = try row.get(at: 0)
    }
  }

  /// The days from one to another on which the agency works.
  package func planWorkingDays(from: String, until: String) throws -> Query<PlanWorkingDays> {
    try query("plan/plan_working_days", ["from": from.postgresText, "until": until.postgresText])
  }

  /// A row of sql/engine/plan/plan_working_days.sql.
  package struct PlanWorkingDays: StatementRow {
    package static let columns = ["day"]
    package let day: String

    package init(_ row: Row) throws {
      day = try row.get(at: 0)
    }
  }

}
