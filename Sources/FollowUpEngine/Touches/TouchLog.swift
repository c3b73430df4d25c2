import Catalog
public import Foundation
import Logging
import Postgres
import Tabular

/// A touch as a command names it; ids are the sources' own.
public struct TouchEntry: Sendable {
  /// Who took part: a kind and a word for who it is (id, email or name).
  public struct Who: Sendable {
    /// candidate, recruiter, contact or reference.
    public let kind: String
    /// Their id, email or name.
    public let word: String

    /// Reads `kind:word`.
    public init(_ text: String) throws {
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      guard parts.count == 2, ["candidate", "recruiter", "contact", "reference"].contains(parts[0]), !parts[1].isEmpty
      else {
        throw FollowUpError(
          .usage,
          "\"\(text)\" does not say who",
          remedy: "write KIND:ID, such as recruiter:r03 or contact:ana@example.com"
        )
      }
      kind = parts[0]
      word = parts[1]
    }
  }

  /// Who spoke.
  public var actor: Who
  /// To whom; nil for a public post.
  public var party: Who?
  /// How.
  public var channel: String
  /// What for.
  public var purpose: String
  /// When; not after the session's moment.
  public var happenedAt: Date
  /// The candidate it names.
  public var candidate: String?
  /// The application it names.
  public var application: String?
  /// The interview it names.
  public var interview: String?
  /// What came of it.
  public var outcome: String?
  /// Free text.
  public var note: String?

  /// A touch.
  public init(actor: Who, party: Who?, channel: String, purpose: String, happenedAt: Date) {
    self.actor = actor
    self.party = party
    self.channel = channel
    self.purpose = purpose
    self.happenedAt = happenedAt
  }
}

/// Records touches, and what people say of single follow-ups.
public struct TouchLog: Sendable {
  /// What recording a touch for a follow-up came to.
  public struct Done: Sendable, Equatable {
    /// The follow-up's state afterwards; of a dry run, the one it has.
    public let state: String
    /// When it is due next, where the touch moved it on.
    public let nextDue: String?
    /// Why the touch did not end it.
    public let reason: String?

    /// In words, to go on after "follow-up 12"; nil: it is done.
    public var remark: String? {
      if let nextDue { return "continues; next due \(nextDue)" }
      guard state != "done" else { return nil }
      return "stays \(state)" + (reason.map { ": \($0)" } ?? "")
    }
  }

  let session: AgencySession
  /// Who records, and from what.
  let by: String
  /// Whether writes are tried and taken back.
  let isDryRun: Bool

  /// A log for an agency at a moment.
  ///
  /// - Parameters:
  ///   - by: who records, and from what; kept with the answer.
  ///   - dryRun: everything is tried, and nothing stays.
  public init(_ session: AgencySession, by: String = NSUserName(), dryRun: Bool = false) {
    self.session = session
    self.by = by
    isDryRun = dryRun
  }

  /// Records a touch by hand and plans whom it affects. A touch that breaches a guardrail is refused unless forced.
  ///
  /// - Returns: the touch's id, by which it can be taken back.
  @discardableResult
  public func record(_ entry: TouchEntry, force: Bool) async throws -> String {
    let actor = try await find(entry.actor.kind, entry.actor.word)
    var party: Int?
    if let who = entry.party { party = try await find(who.kind, who.word) }
    var named: [String: Int] = [:]
    for (kind, word) in [
      ("candidate", entry.candidate), ("application", entry.application), ("interview", entry.interview),
    ] {
      if let word { named[kind] = try await find(kind, word) }
    }
    let touch = try await record(
      [
        "actor_kind": entry.actor.kind, "actor": actor, "party_kind": entry.party?.kind, "party": party,
        "channel": entry.channel, "purpose": entry.purpose, "happened_at": entry.happenedAt,
        "candidate": named["candidate"], "application": named["application"], "interview": named["interview"],
        "outcome": entry.outcome, "note": entry.note, "key": nil,
      ],
      happenedAt: entry.happenedAt,
      force: force
    )
    guard let touch else { throw FollowUpError(.failed, "the touch was not recorded") }
    return touch
  }

  /// Whom of those that a touch names mail cannot reach, in words: what is stored as their address, and why it cannot be used.
  public func unusableAddresses(of entry: TouchEntry) async throws -> [String] {
    let people = [entry.actor, entry.party].compactMap(\.self)
    var ids: [Int] = []
    for who in people { ids.append(try await find(who.kind, who.word)) }
    let statement = try session.statement("address_faults", ["kinds": people.map(\.kind), "ids": ids])
    return try await session.transaction { connection in
      try connection.query(statement).map { row in
        let (kind, name) = (try row.get("kind", as: String.self), try row.get("name", as: String.self))
        return
          "the address of \(kind) \(name), \(try row.get("email", as: String.self)), \(try row.get("fault", as: String.self))"
      }
    }
  }

  /// Records the touch that a follow-up asks for.
  ///
  /// - Parameter key: what makes the touch this one; recorded again under the same key, it is not recorded twice.
  /// - Returns: what became of the follow-up: done, moved on, or as it was with the reason.
  @discardableResult
  public func done(
    _ id: Int,
    at happenedAt: Date,
    party: TouchEntry.Who?,
    note: String?,
    force: Bool,
    key: String? = nil
  ) async throws -> Done {
    let followUp = try await open(id)
    let rule = try session.catalog.rule(try followUp.get("rule"))
    var partyKind = try followUp.getOptional("party_kind", as: String.self)
    var partyID = try followUp.getOptional("party_id", as: Int.self)
    if let party {
      partyKind = party.kind
      partyID = try await find(party.kind, party.word)
    }
    guard partyKind != nil, partyID != nil else {
      throw FollowUpError(
        .usage,
        "follow-up \(id) does not say who it is owed to",
        remedy: "say with whom: followup done \(id) --party contact:ID"
      )
    }
    let actorIsCandidate = rule.actor == "candidate"
    let actor = try followUp.get(actorIsCandidate ? "candidate_id" : "recruiter_id", as: Int.self)
    let touch = try await record(
      [
        "actor_kind": rule.actor, "actor": actor, "party_kind": partyKind, "party": partyID,
        "channel": rule.channel, "purpose": rule.purpose, "happened_at": happenedAt,
        "candidate": try followUp.get("candidate_id", as: Int.self),
        "application": try followUp.getOptional("application_id", as: Int.self),
        "interview": try followUp.getOptional("interview_id", as: Int.self),
        "outcome": nil, "note": note, "key": key,
      ],
      happenedAt: happenedAt,
      force: force,
      answer: Answer(id, outcome: "done", note: note, key: key)
    )
    let after = try await known(id)
    let state = try after.get("state", as: String.self)
    guard !isDryRun, state != "done", let touch else { return Done(state: state, nextDue: nil, reason: nil) }
    let hasMoved = try after.get("due_at", as: Date.self) != followUp.get("due_at", as: Date.self)
    if try hasMoved || after.get("anchor_at", as: Date.self) == min(happenedAt, session.asOf) {
      return Done(state: state, nextDue: try after.get("due_words"), reason: nil)
    }
    let counted = try await Explainer(session).explain(id).touches.first { $0.id == touch }
    return Done(state: state, nextDue: nil, reason: counted?.verdict)
  }

  /// Records that the recruiter reminded the candidate of what the candidate owes, and takes the row off lists and nudges for `reminded_bd`
  /// business days. It never says that the candidate has done it: the touch names the candidate alone.
  ///
  /// - Parameters:
  ///   - happenedAt: when the recruiter spoke with the candidate; not after the session's moment.
  ///   - channel: how they spoke.
  ///   - key: what makes the touch this one; recorded again under the same key, nothing is recorded.
  /// - Returns: until when the row is off the list, in words and the agency's zone.
  /// - Throws: `FollowUpError` of kind usage where the recruiter is the one who owes it, or it is settled.
  @discardableResult
  public func reminded(
    _ id: Int,
    at happenedAt: Date,
    channel: String = "call",
    note: String? = nil,
    force: Bool = false,
    key: String? = nil
  ) async throws -> String {
    let followUp = try await open(id)
    guard try session.catalog.rule(try followUp.get("rule")).actor == "candidate" else {
      throw FollowUpError(
        .usage,
        "follow-up \(id) is not for the candidate to do, so nobody can be reminded of it",
        remedy: "record it as done when you have done it, or snooze it"
      )
    }
    let candidate = try followUp.get("candidate_id", as: Int.self)
    let moment = min(happenedAt, session.asOf)
    let statement = try session.statement("follow_up_reminded_until", ["id": id, "happened_at": moment])
    guard let resting = try await session.transaction({ connection in try connection.query(statement) }).first else {
      throw FollowUpError(
        .failed,
        "follow-up \(id) no longer exists",
        remedy: "run followup plan, and look at the list again"
      )
    }
    let until = try resting.get("until", as: Date.self)
    _ = try await record(
      [
        "actor_kind": "recruiter", "actor": try followUp.get("recruiter_id", as: Int.self),
        "party_kind": "candidate", "party": candidate,
        "channel": channel, "purpose": "reminder", "happened_at": moment,
        "candidate": candidate, "application": nil, "interview": nil,
        "outcome": nil, "note": note, "key": key,
      ],
      happenedAt: happenedAt,
      force: force,
      answer: Answer(id, outcome: "reminded", note: note, key: key),
      then: try session.statement("follow_up_snooze", ["id": id, "until": until])
    )
    return try resting.get("in_words")
  }

  func known(_ id: Int) async throws -> Row {
    let statement = try session.statement("follow_up_find", ["id": id])
    let rows = try await session.transaction { connection in try connection.query(statement) }
    guard let row = rows.first else {
      throw FollowUpError(
        .usage,
        "the follow-up \(id) does not exist",
        remedy: "the first column of a worklist has the ids"
      )
    }
    return row
  }

  /// The state of a follow-up at the session's moment.
  public func state(_ id: Int) async throws -> String {
    try await known(id).get("state")
  }

  /// A person says that a follow-up is not needed.
  public func skip(_ id: Int, reason: String, key: String? = nil) async throws {
    guard !reason.trimmingCharacters(in: .whitespaces).isEmpty else {
      throw FollowUpError(.usage, "a skip needs a reason", remedy: "give it with --reason")
    }
    _ = try await open(id)
    try await answer(
      Answer(id, outcome: "skip", note: reason, key: key),
      try session.statement("follow_up_skip", ["id": id, "reason": reason])
    )
  }

  /// Hides a follow-up from worklists and nudges until a moment.
  ///
  /// - Parameter outcome: what was said: snooze, or that nobody could be reached.
  public func snooze(
    _ id: Int,
    until: Date,
    outcome: String = "snooze",
    note: String? = nil,
    key: String? = nil
  ) async throws {
    guard until > session.asOf else {
      throw FollowUpError(.usage, "a snooze must end in the future", remedy: "give a later time")
    }
    _ = try await open(id)
    try await answer(
      Answer(id, outcome: outcome, note: note, key: key),
      try session.statement("follow_up_snooze", ["id": id, "until": until])
    )
  }

  /// Keeps what somebody wrote about a follow-up, in every state of it; nothing else changes.
  public func note(_ id: Int, outcome: String? = nil, note: String?, key: String? = nil) async throws {
    try await answer(Answer(id, outcome: outcome, note: note, key: key, tookEffect: false), nil)
  }

  /// The moment at which something happened that a date or time names: a date alone means the end of that day, or the session's moment where that is earlier.
  ///
  /// - Throws: ``FollowUpError`` of kind usage when it is not a time, or a day that has not begun.
  public func happened(_ text: String) async throws -> Date {
    let start = try await moment(text)
    guard start >= EventDates.earliestMoment else {
      throw FollowUpError(.usage, "\(text) is before 1990", remedy: "correct the year")
    }
    guard text.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil else { return start }
    guard start <= session.asOf else {
      throw FollowUpError(.usage, "\(text) is in the future", remedy: "record it when it has happened")
    }
    return min(try await moment(text + "T23:59:59"), session.asOf)
  }

  /// The moment that a date or time without an offset means in the agency's zone.
  public func moment(_ text: String) async throws -> Date {
    if let moment = Tabular.moment(text) { return moment }
    guard text.wholeMatch(of: /\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?/) != nil else {
      throw FollowUpError(
        .usage,
        "\"\(text)\" is not a time",
        remedy: "write 2026-11-24, 2026-11-24T09:00 or 2026-11-24T09:00:00-05:00"
      )
    }
    let statement = try session.statement("local_moment", ["local": text])
    let rows: [Row]
    do {
      rows = try await session.transaction { connection in try connection.query(statement) }
    } catch let error as PostgresError where error.code?.hasPrefix("22") == true {
      throw FollowUpError(.usage, "\"\(text)\" is not a time", remedy: "that date or hour does not exist")
    }
    guard let row = rows.first else { throw FollowUpError(.failed, "the agency no longer exists") }
    return try row.get("moment")
  }

  private func open(_ id: Int) async throws -> Row {
    let row = try await known(id)
    let state = try row.get("state", as: String.self)
    guard state == "open" || state == "missed" else {
      throw FollowUpError(.usage, "follow-up \(id) is already \(state)", remedy: "nothing was recorded")
    }
    return row
  }

  func find(_ kind: String, _ word: String) async throws -> Int {
    let statement = try session.statement("person_find", ["kind": kind, "word": word])
    let rows = try await session.transaction { connection in try connection.query(statement) }
    guard let row = rows.first else {
      throw FollowUpError(.usage, "the \(kind) \"\(word)\" is not known", remedy: "give the id that its source uses")
    }
    guard rows.count == 1 else {
      let known = try rows.map { try $0.get("external_id", as: String.self) }.joined(separator: ", ")
      throw FollowUpError(.usage, "\"\(word)\" could be several: \(known)", remedy: "give the id")
    }
    return try row.get("id")
  }

  /// - Parameter next: what belongs to the touch, in its transaction; left out where the touch was recorded before.
  private func record(
    _ given: [String: (any PostgresEncodable)?],
    happenedAt: Date,
    force: Bool,
    answer: Answer? = nil,
    then next: Statement? = nil
  ) async throws -> String? {
    guard happenedAt <= session.asOf.addingTimeInterval(300) else {
      throw FollowUpError(.usage, "a touch cannot be in the future", remedy: "record it when it has happened")
    }
    var values = given
    values["happened_at"] = min(happenedAt, session.asOf)
    let policy = try await PolicyInForce.read(session)
    var attempted = try await attempt(values, policy: policy, forcedPast: force ? nil : [], answer, then: next)
    if !attempted.breaches.isEmpty {
      let words = attempted.breaches.map { "\($0.guardrail) (\($0.detail))" }.joined(separator: ", ")
      guard force else {
        throw FollowUpError(
          .failed,
          "refused: \(words)",
          remedy: "nothing was recorded; use --force to record it anyway"
        )
      }
      attempted = try await attempt(
        values,
        policy: policy,
        forcedPast: attempted.breaches.map(\.guardrail),
        answer,
        then: next
      )
      session.logger.warning("recorded although it breaches \(words)")
    }
    if !isDryRun { _ = try await Planner(session).plan() }
    return attempted.touch
  }

  private struct Breach: Sendable {
    let guardrail: String
    let detail: String
  }

  /// What recording came to: the touch's id, nil when it was recorded before; or what it breaches, and then it was undone.
  private struct Attempt: Sendable {
    var touch: String?
    var breaches: [Breach] = []
  }

  /// Records the touch and looks for breaches; what breaches is undone, unless it is being forced past just these.
  private func attempt(
    _ given: [String: (any PostgresEncodable)?],
    policy: [String: String],
    forcedPast: [String]?,
    _ answer: Answer?,
    then next: Statement?
  ) async throws -> Attempt {
    var values = given
    let past: (any PostgresEncodable)? = forcedPast.flatMap { $0.isEmpty ? nil : $0 }
    // Assigned by subscript, nil would take the key out instead of being bound as NULL.
    values.updateValue(past, forKey: "forced_past")
    let insert = try session.statement("touch_record", values)
    let forced = !(forcedPast ?? []).isEmpty
    return try await writing(keepingIf: \.breaches.isEmpty) { connection in
      // No row: it was recorded before under the same key.
      guard let touch = try connection.query(insert).first else { return Attempt() }
      let id = try touch.get("touch_id", as: Int.self)
      let look = try session.bind(
        try session.catalog.engine("touch_breaches"),
        ["touch": id],
        parts: ["guardrails": try session.catalog.guardrailParts(policy: policy)]
      )
      let breaches = try connection.query(look).map { row in
        Breach(guardrail: try row.get("guardrail"), detail: try row.getOptional("detail") ?? "")
      }
      if !breaches.isEmpty, !forced { return Attempt(breaches: breaches) }
      // Before what changes the follow-up: an answer keeps what stood before.
      if let answer { _ = try keep(answer, touch: id, on: connection) }
      if let next { _ = try connection.execute(next) }
      return Attempt(touch: try touch.get("external_id"))
    }
  }
}
