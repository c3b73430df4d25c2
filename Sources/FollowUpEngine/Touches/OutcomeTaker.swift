import Foundation
import Postgres

/// Records what somebody says came of a follow-up, whichever way they said it: in a filled-in list, or by mail.
struct OutcomeTaker {
  /// What was said.
  struct Said {
    let followUp: Int
    /// The day it was due on when it was shown, as its reader's list had it; tells its turns apart.
    let day: String
    /// As it was written; one of ``WorklistOutcome``.
    let outcome: String
    let note: String?
    /// When it was said; not after the session's moment.
    let saidAt: Date
  }

  /// What it came to.
  enum Result {
    /// It was recorded: in words, and whether the contact is to be corrected.
    case recorded(String, isWrongContact: Bool)
    /// It was settled or said before: in words.
    case settled(String)
  }

  private let session: AgencySession
  private let log: TouchLog
  private let isDryRun: Bool

  /// - Parameter by: who says so, and where; kept with the answer.
  init(_ session: AgencySession, by: String, dryRun: Bool) {
    self.session = session
    log = TouchLog(session, by: by, dryRun: dryRun)
    isDryRun = dryRun
  }

  /// - Throws: ``FollowUpError`` when it cannot be recorded; a note that came with it is kept even so.
  func take(_ said: Said, force: Bool = false) async throws -> Result {
    let state = try await log.state(said.followUp)
    let key = key(said)
    let earlier = try await log.record(of: said.followUp, key: key)
    if earlier.kept {
      return .settled("recorded before\(earlier.undone ? " and taken back since" : ""), nothing was recorded twice")
    }
    do {
      guard let word = OutcomeWord(said.outcome) else {
        throw FollowUpError(
          .badData,
          "outcome: \(said.outcome) is not known",
          remedy: "use one of: \(WorklistOutcome.known); other words go into the column note"
        )
      }
      // A note is kept in every state.
      let isNote = if case .note = word { true } else { false }
      if !isNote, let before = try await settled(said, state) {
        try await log.note(said.followUp, outcome: said.outcome, note: said.note, key: key)
        return .settled("was \(before) before; \(said.note == nil ? "the outcome is kept" : "the note is kept")")
      }
      let words = try await take(word, said, key: key, force: force)
      if case .wrongContact = word { return .recorded(words, isWrongContact: true) }
      return .recorded(words, isWrongContact: false)
    } catch let error as FollowUpError
      where said.note != nil && error.kind != .locked && error.kind != .unreachable
    {
      // What was written in the note is kept even so; the outcome is asked for again.
      let plain = Said(followUp: said.followUp, day: said.day, outcome: "", note: said.note, saidAt: said.saidAt)
      try await log.note(said.followUp, note: said.note, key: self.key(plain))
      throw FollowUpError(error.kind, "\(error)", remedy: "the note was kept")
    }
  }

  /// What settled it before; nil: nothing did. A check-in that comes back is open again, so what is said of its turn that is done must not
  /// end the next one.
  private func settled(_ said: Said, _ state: String) async throws -> String? {
    if ["done", "skipped", "cancelled"].contains(state) { return state == "cancelled" ? "gone" : state }
    guard said.day.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil else { return nil }
    let look = try session.statements.answerDoneBefore(day: said.day, id: said.followUp)
    return try await session.transaction { connection in try connection.query(look) }.isEmpty ? nil : "done"
  }

  /// Does what was said; in words what that was.
  private func take(_ word: OutcomeWord, _ said: Said, key: String, force: Bool) async throws -> String {
    let (id, note) = (said.followUp, said.note)
    switch word {
    case .done(let time):
      var moment = said.saidAt
      if let time { moment = try await log.happened(try WrittenDate.iso(time)) }
      let done = try await log.done(id, at: moment, party: nil, note: note, force: force, key: key)
      if isDryRun { return "done" }
      guard let remark = done.remark else { return "done" }
      return done.nextDue == nil ? "recorded, but the follow-up \(remark)" : "done; the follow-up \(remark)"
    case .reminded:
      let until = try await log.reminded(id, at: said.saidAt, note: note, force: force, key: key)
      return "reminded; it comes back on \(until)"
    case .skip:
      guard let note else {
        throw FollowUpError(.badData, "outcome: skip needs a reason", remedy: "write it into the column note")
      }
      try await log.skip(id, reason: note, key: key)
      return "skipped"
    case .snooze(let time):
      let until = try await log.moment(try WrittenDate.iso(time))
      guard until > session.asOf else {
        throw FollowUpError(.badData, "outcome: snooze \(time) is in the past", remedy: "write a later date")
      }
      try await log.snooze(id, until: until, note: note, key: key)
      return "snoozed"
    case .notToday: return "not today; " + (try await rest(said, "not today", key))
    case .noAnswer: return "no answer; " + (try await rest(said, "no answer", key))
    case .wrongContact: return "wrong contact; " + (try await rest(said, "wrong contact", key))
    case .note:
      try await log.note(id, note: note, key: key)
      return "the note was kept"
    }
  }

  /// Takes the row off the list until the working morning after it was said. Where that has come by now, the row stands there already.
  private func rest(_ said: Said, _ outcome: String, _ key: String) async throws -> String {
    let statement = try session.statements.worklistNextMorning(after: said.saidAt)
    let rows = try await session.transaction { connection in try connection.query(statement) }
    guard let morning = rows.first?.moment else { throw FollowUpError(.failed, "the agency no longer exists") }
    if morning > session.asOf {
      try await log.snooze(said.followUp, until: morning, outcome: outcome, note: said.note, key: key)
    } else {
      try await log.note(said.followUp, outcome: outcome, note: said.note, key: key)
    }
    return "it comes back on the next working morning"
  }

  /// What makes an answer this one: the follow-up, the day it was due, and what was written.
  private func key(_ said: Said) -> String {
    // FNV-1a: an index cannot hold a text of any length, and it only distinguishes answers about one follow-up and day.
    let digest = "\(said.outcome)\u{0}\(said.note ?? "")".utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return "worklist \(said.followUp) \(said.day) \(String(digest, radix: 16))"
  }
}
