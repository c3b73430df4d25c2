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
      NewTouch(
        actorKind: entry.actor.kind,
        actor: actor,
        partyKind: entry.party?.kind,
        party: party,
        channel: entry.channel,
        purpose: entry.purpose,
        happenedAt: entry.happenedAt,
        candidate: named["candidate"],
        application: named["application"],
        interview: named["interview"],
        outcome: entry.outcome,
        note: entry.note
      ),
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
    let statement = try session.statements.addressFaults(ids: ids, kinds: people.map(\.kind))
    return try await session.transaction { connection in
      try connection.query(statement).map { "the address of \($0.kind) \($0.name), \($0.email), \($0.fault)" }
    }
  }

  /// Records the touch that a follow-up asks for.
  ///
  /// - Parameters:
  ///   - key: what makes the touch this one; recorded again under the same key, it is not recorded twice.
  ///   - channel: how it was done; nil: as the rule asks for it.
  ///   - recruiter: which recruiter did what a recruiter owes, by our id; nil: the one who owes it.
  /// - Returns: what became of the follow-up: done, moved on, or as it was with the reason.
  @discardableResult
  public func done(
    _ id: Int,
    at happenedAt: Date,
    party: TouchEntry.Who?,
    note: String?,
    force: Bool,
    key: String? = nil,
    channel: String? = nil,
    by recruiter: Int? = nil
  ) async throws -> Done {
    let followUp = try await open(id)
    let rule = try session.catalog.rule(followUp.rule)
    var partyKind = followUp.partyKind
    var partyID = followUp.partyID
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
    let touch = try await record(
      NewTouch(
        actorKind: rule.actor,
        actor: actorIsCandidate ? followUp.candidateID : recruiter ?? followUp.recruiterID,
        partyKind: partyKind,
        party: partyID,
        channel: channel ?? rule.channel,
        purpose: rule.purpose,
        happenedAt: happenedAt,
        candidate: followUp.candidateID,
        application: followUp.applicationID,
        interview: followUp.interviewID,
        note: note,
        key: key
      ),
      force: force,
      answer: Answer(id, outcome: "done", note: note, key: key)
    )
    let after = try await known(id)
    let state = after.state
    guard !isDryRun, state != "done", let touch else { return Done(state: state, nextDue: nil, reason: nil) }
    if after.dueAt != followUp.dueAt || after.anchorAt == min(happenedAt, session.asOf) {
      return Done(state: state, nextDue: after.dueWords, reason: nil)
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
    guard try session.catalog.rule(followUp.rule).actor == "candidate" else {
      throw FollowUpError(
        .usage,
        "follow-up \(id) is not for the candidate to do, so nobody can be reminded of it",
        remedy: "record it as done when you have done it, or snooze it"
      )
    }
    let moment = min(happenedAt, session.asOf)
    let statement = try session.statements.followUpRemindedUntil(happenedAt: moment, id: id)
    guard let resting = try await session.transaction({ connection in try connection.query(statement) }).first else {
      throw FollowUpError(
        .failed,
        "follow-up \(id) no longer exists",
        remedy: "run followup plan, and look at the list again"
      )
    }
    _ = try await record(
      NewTouch(
        actorKind: "recruiter",
        actor: followUp.recruiterID,
        partyKind: "candidate",
        party: followUp.candidateID,
        channel: channel,
        purpose: "reminder",
        happenedAt: happenedAt,
        candidate: followUp.candidateID,
        note: note,
        key: key
      ),
      force: force,
      answer: Answer(id, outcome: "reminded", note: note, key: key),
      then: try session.statements.followUpSnooze(id: id, until: resting.until)
    )
    return resting.inWords
  }

  func known(_ id: Int) async throws -> Statements.FollowUpFind {
    let statement = try session.statements.followUpFind(id: id)
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
    try await known(id).state
  }

  /// A person says that a follow-up is not needed.
  public func skip(_ id: Int, reason: String, key: String? = nil) async throws {
    guard !reason.trimmingCharacters(in: .whitespaces).isEmpty else {
      throw FollowUpError(.usage, "a skip needs a reason", remedy: "give it with --reason")
    }
    _ = try await open(id)
    try await answer(
      Answer(id, outcome: "skip", note: reason, key: key),
      try session.statements.followUpSkip(id: id, reason: reason)
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
      try session.statements.followUpSnooze(id: id, until: until)
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
    let statement = try session.statements.localMoment(local: text)
    let rows: [Statements.LocalMoment]
    do {
      rows = try await session.transaction { connection in try connection.query(statement) }
    } catch let error as PostgresError where error.code?.hasPrefix("22") == true {
      throw FollowUpError(.usage, "\"\(text)\" is not a time", remedy: "that date or hour does not exist")
    }
    guard let row = rows.first else { throw FollowUpError(.failed, "the agency no longer exists") }
    return row.moment
  }

  private func open(_ id: Int) async throws -> Statements.FollowUpFind {
    let row = try await known(id)
    guard row.state == "open" || row.state == "missed" else {
      throw FollowUpError(.usage, "follow-up \(id) is already \(row.state)", remedy: "nothing was recorded")
    }
    return row
  }

  func find(_ kind: String, _ word: String) async throws -> Int {
    let statement = try session.statements.personFind(kind: kind, word: word)
    let rows = try await session.transaction { connection in try connection.query(statement) }
    guard let row = rows.first else {
      throw FollowUpError(.usage, "the \(kind) \"\(word)\" is not known", remedy: "give the id that its source uses")
    }
    guard rows.count == 1 else {
      let known = rows.map(\.externalID).joined(separator: ", ")
      throw FollowUpError(.usage, "\"\(word)\" could be several: \(known)", remedy: "give the id")
    }
    return row.id
  }

  /// - Parameter next: what belongs to the touch, in its transaction; left out where the touch was recorded before.
  private func record(
    _ given: NewTouch,
    force: Bool,
    answer: Answer? = nil,
    then next: Change? = nil
  ) async throws -> String? {
    guard given.happenedAt <= session.asOf.addingTimeInterval(300) else {
      throw FollowUpError(.usage, "a touch cannot be in the future", remedy: "record it when it has happened")
    }
    var touch = given
    touch.happenedAt = min(touch.happenedAt, session.asOf)
    let policy = try await PolicyInForce.read(session)
    var attempted = try await attempt(touch, policy: policy, answer, then: next)
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
        touch,
        policy: policy,
        forcedPast: attempted.breaches.map(\.guardrail),
        answer,
        then: next
      )
      session.logger.warning("recorded although it breaches \(words)")
    }
    if !isDryRun { try await plan() }
    return attempted.touch
  }

  /// Brings the plan in line; what of it cannot be is named.
  func plan() async throws {
    for fault in try await Planner(session).plan().faults { session.logger.warning("\(fault)") }
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
    _ touch: NewTouch,
    policy: [String: String],
    forcedPast: [String] = [],
    _ answer: Answer?,
    then next: Change?
  ) async throws -> Attempt {
    let insert = try session.statements.record(touch, forcedPast: forcedPast.isEmpty ? nil : forcedPast)
    return try await writing(keepingIf: \.breaches.isEmpty) { connection in
      // No row: it was recorded before under the same key.
      guard let touch = try connection.query(insert).first else { return Attempt() }
      let look = try session.statements.touchBreaches(
        touch: touch.touchID,
        guardrailsSQL: try session.catalog.guardrailParts(policy: policy)
      )
      let breaches = try connection.query(look).map { row in
        Breach(guardrail: row.guardrail, detail: row.detail ?? "")
      }
      if !breaches.isEmpty, forcedPast.isEmpty { return Attempt(breaches: breaches) }
      // Before what changes the follow-up: an answer keeps what stood before.
      if let answer { _ = try keep(answer, touch: touch.touchID, on: connection) }
      if let next { _ = try connection.execute(next) }
      return Attempt(touch: touch.externalID)
    }
  }
}

/// A touch as it is recorded: whom it names by our ids.
private struct NewTouch: Sendable {
  let actorKind: String
  let actor: Int
  let partyKind: String?
  let party: Int?
  let channel: String
  let purpose: String
  var happenedAt: Date
  var candidate: Int?
  var application: Int?
  var interview: Int?
  var outcome: String?
  var note: String?
  /// What makes it this one; recorded again under the same key, it is not recorded twice.
  var key: String?
}

extension Statements {
  fileprivate func record(_ touch: NewTouch, forcedPast: [String]?) throws -> Query<TouchRecord> {
    try touchRecord(
      actor: touch.actor,
      actorKind: touch.actorKind,
      application: touch.application,
      candidate: touch.candidate,
      channel: touch.channel,
      forcedPast: forcedPast,
      happenedAt: touch.happenedAt,
      interview: touch.interview,
      key: touch.key,
      note: touch.note,
      outcome: touch.outcome,
      party: touch.party,
      partyKind: touch.partyKind,
      purpose: touch.purpose
    )
  }
}
