// Written by deploy/statements from sql/engine/touches; not to be edited.

package import Catalog
package import Foundation
package import Postgres

extension Statements {
  /// Of some people, those whose stored address cannot be used, and why.
  package func addressFaults(ids: [Int], kinds: [String]) throws -> Query<AddressFaults> {
    try query("touches/address_faults", ["ids": ids.postgresText, "kinds": kinds.postgresText])
  }

  /// A row of sql/engine/touches/address_faults.sql.
  package struct AddressFaults: StatementRow {
    package static let columns = ["kind", "name", "email", "fault"]
    package let kind: String
    package let name: String
    package let email: String
    package let fault: String

    package init(_ row: Row) throws {
      kind = try row.get(at: 0)
      name = try row.get(at: 1)
      email = try row.get(at: 2)
      fault = try row.get(at: 3)
    }
  }

  /// Whether somebody has said already that a follow-up is done that was due on that day: by any way, and not taken
  /// back since.
  package func answerDoneBefore(day: String, id: Int) throws -> Query<AnswerDoneBefore> {
    try query("touches/answer_done_before", ["day": day.postgresText, "id": id.postgresText])
  }

  /// A row of sql/engine/touches/answer_done_before.sql.
  package struct AnswerDoneBefore: StatementRow {
    package static let columns = ["answer_id"]
    package let answerID: Int

    package init(_ row: Row) throws {
      answerID = try row.get(at: 0)
    }
  }

  /// Whether an answer was kept before under that key, and whether it was taken back since.
  package func answerKnown(id: Int, key: String) throws -> Query<AnswerKnown> {
    try query("touches/answer_known", ["id": id.postgresText, "key": key.postgresText])
  }

  /// A row of sql/engine/touches/answer_known.sql.
  package struct AnswerKnown: StatementRow {
    package static let columns = ["is_undone"]
    package let isUndone: Bool

    package init(_ row: Row) throws {
      isUndone = try row.get(at: 0)
    }
  }

  /// The last answer about a follow-up that changed something, to be taken back. A skip or snooze of a time when
  /// answers were not kept counts too.
  package func answerLast(id: Int) throws -> Query<AnswerLast> {
    try query("touches/answer_last", ["id": id.postgresText])
  }

  /// A row of sql/engine/touches/answer_last.sql.
  package struct AnswerLast: StatementRow {
    package static let columns = ["answer_id", "outcome", "touch_id", "snoozed_before"]
    package let answerID: Int?
    package let outcome: String?
    package let touchID: Int?
    package let snoozedBefore: Date?

    package init(_ row: Row) throws {
      answerID = try row.getOptional(at: 0)
      outcome = try row.getOptional(at: 1)
      touchID = try row.getOptional(at: 2)
      snoozedBefore = try row.getOptional(at: 3)
    }
  }

  /// Keeps what somebody said of a follow-up, once where a key says what it is; no row: it was kept before.
  package func answerRecord(
    by: String,
    id: Int,
    key: String?,
    note: String?,
    outcome: String?,
    tookEffect: Bool,
    touch: Int?
  ) throws -> Query<AnswerRecord> {
    try query(
      "touches/answer_record",
      [
        "by": by.postgresText, "id": id.postgresText, "key": key.postgresText, "note": note.postgresText,
        "outcome": outcome.postgresText, "took_effect": tookEffect.postgresText, "touch": touch.postgresText,
      ]
    )
  }

  /// A row of sql/engine/touches/answer_record.sql.
  package struct AnswerRecord: StatementRow {
    package static let columns = ["answer_id"]
    package let answerID: Int

    package init(_ row: Row) throws {
      answerID = try row.get(at: 0)
    }
  }

  /// Says of an answer, or of the one that came with a touch, that it was taken back, when and by whom.
  package func answerUndone(answer: Int?, by: String, touch: Int?) throws -> Change {
    try change(
      "touches/answer_undone",
      ["answer": answer.postgresText, "by": by.postgresText, "touch": touch.postgresText]
    )
  }

  /// How one guardrail's SELECT is read.
  package func breachGuardrail(guardrail: String, guardrailSQL: [SQLPart]) throws -> SQLPart {
    try part("touches/breach_guardrail", ["guardrail": guardrail.postgresText], parts: ["guardrail": guardrailSQL])
  }

  /// One follow-up with its state at as_of, for those who record what was done about it.
  package func followUpFind(id: Int) throws -> Query<FollowUpFind> {
    try query("touches/follow_up_find", ["id": id.postgresText])
  }

  /// A row of sql/engine/touches/follow_up_find.sql.
  package struct FollowUpFind: StatementRow {
    package static let columns = [
      "candidate_id", "rule", "application_id", "interview_id", "party_kind", "party_id", "recruiter_id", "anchor_at",
      "due_at", "due_words", "state",
    ]
    package let candidateID: Int
    package let rule: String
    package let applicationID: Int?
    package let interviewID: Int?
    package let partyKind: String?
    package let partyID: Int?
    package let recruiterID: Int
    package let anchorAt: Date
    package let dueAt: Date
    package let dueWords: String
    package let state: String

    package init(_ row: Row) throws {
      candidateID = try row.get(at: 0)
      rule = try row.get(at: 1)
      applicationID = try row.getOptional(at: 2)
      interviewID = try row.getOptional(at: 3)
      partyKind = try row.getOptional(at: 4)
      partyID = try row.getOptional(at: 5)
      recruiterID = try row.get(at: 6)
      anchorAt = try row.get(at: 7)
      dueAt = try row.get(at: 8)
      dueWords = try row.get(at: 9)
      state = try row.get(at: 10)
    }
  }

  /// Until when a row is off the list once its candidate was reminded: reminded_bd business days on, or as long as
  /// it was snoozed already.
  package func followUpRemindedUntil(happenedAt: Date, id: Int) throws -> Query<FollowUpRemindedUntil> {
    try query("touches/follow_up_reminded_until", ["happened_at": happenedAt.postgresText, "id": id.postgresText])
  }

  /// A row of sql/engine/touches/follow_up_reminded_until.sql.
  package struct FollowUpRemindedUntil: StatementRow {
    package static let columns = ["until", "in_words"]
    package let until: Date
    package let inWords: String

    package init(_ row: Row) throws {
      until = try row.get(at: 0)
      inWords = try row.get(at: 1)
    }
  }

  /// Takes a skip off a follow-up, or gives it back the snooze it had before.
  package func followUpRestore(id: Int, outcome: String, snoozedBefore: Date?) throws -> Change {
    try change(
      "touches/follow_up_restore",
      ["id": id.postgresText, "outcome": outcome.postgresText, "snoozed_before": snoozedBefore.postgresText]
    )
  }

  /// A person says that it is not needed, and why.
  package func followUpSkip(id: Int, reason: String) throws -> Change {
    try change("touches/follow_up_skip", ["id": id.postgresText, "reason": reason.postgresText])
  }

  /// Hides it from worklists and nudges until a time; no due date changes.
  package func followUpSnooze(id: Int, until: Date) throws -> Change {
    try change("touches/follow_up_snooze", ["id": id.postgresText, "until": until.postgresText])
  }

  /// The moment that a time without an offset means in the agency's zone.
  package func localMoment(local: String) throws -> Query<LocalMoment> {
    try query("touches/local_moment", ["local": local.postgresText])
  }

  /// A row of sql/engine/touches/local_moment.sql.
  package struct LocalMoment: StatementRow {
    package static let columns = ["moment"]
    package let moment: Date

    package init(_ row: Row) throws {
      moment = try row.get(at: 0)
    }
  }

  /// Who is meant by a word such as r03, an email or a name, among the people of one kind: an id first, found by
  /// its index.
  package func personFind(kind: String, word: String) throws -> Query<PersonFind> {
    try query("touches/person_find", ["kind": kind.postgresText, "word": word.postgresText])
  }

  /// A row of sql/engine/touches/person_find.sql.
  package struct PersonFind: StatementRow {
    package static let columns = ["id", "external_id", "name"]
    package let id: Int
    package let externalID: String
    package let name: String?

    package init(_ row: Row) throws {
      id = try row.get(at: 0)
      externalID = try row.get(at: 1)
      name = try row.getOptional(at: 2)
    }
  }

  /// The guardrails that one touch breaches.
  package func touchBreaches(touch: Int, guardrailsSQL: [SQLPart]) throws -> Query<TouchBreaches> {
    try query("touches/touch_breaches", ["touch": touch.postgresText], parts: ["guardrails": guardrailsSQL])
  }

  /// A row of sql/engine/touches/touch_breaches.sql.
  package struct TouchBreaches: StatementRow {
    package static let columns = ["guardrail", "detail"]
    package let guardrail: String
    package let detail: String?

    package init(_ row: Row) throws {
      guardrail = try row.get(at: 0)
      detail = try row.getOptional(at: 1)
    }
  }

  /// A touch by the id people use, with whether it was logged here and not imported.
  package func touchFind(touch: String) throws -> Query<TouchFind> {
    try query("touches/touch_find", ["touch": touch.postgresText])
  }

  /// A row of sql/engine/touches/touch_find.sql.
  package struct TouchFind: StatementRow {
    package static let columns = ["touch_id", "is_logged"]
    package let touchID: Int
    package let isLogged: Bool

    package init(_ row: Row) throws {
      touchID = try row.get(at: 0)
      isLogged = try row.get(at: 1)
    }
  }

  /// Records a touch by a command, once where a key says what it is. Who and what it names must be the agency's;
  /// what is not found comes back empty.
  package func touchRecord(
    actor: Int,
    actorKind: String,
    application: Int?,
    candidate: Int?,
    channel: String,
    forcedPast: [String]?,
    happenedAt: Date,
    interview: Int?,
    key: String?,
    note: String?,
    outcome: String?,
    party: Int?,
    partyKind: String?,
    purpose: String
  ) throws -> Query<TouchRecord> {
    try query(
      "touches/touch_record",
      [
        "actor": actor.postgresText, "actor_kind": actorKind.postgresText, "application": application.postgresText,
        "candidate": candidate.postgresText, "channel": channel.postgresText, "forced_past": forcedPast.postgresText,
        "happened_at": happenedAt.postgresText, "interview": interview.postgresText, "key": key.postgresText,
        "note": note.postgresText, "outcome": outcome.postgresText, "party": party.postgresText,
        "party_kind": partyKind.postgresText, "purpose": purpose.postgresText,
      ]
    )
  }

  /// A row of sql/engine/touches/touch_record.sql.
  package struct TouchRecord: StatementRow {
    package static let columns = ["touch_id", "external_id", "candidate_id"]
    package let touchID: Int
    package let externalID: String
    package let candidateID: Int?

    package init(_ row: Row) throws {
      touchID = try row.get(at: 0)
      externalID = try row.get(at: 1)
      candidateID = try row.getOptional(at: 2)
    }
  }

  /// Takes a touch out as if it had never been, and keeps it aside as it was, with who took it back and when.
  package func touchRetract(by: String, touch: Int) throws -> Query<TouchRetract> {
    try query("touches/touch_retract", ["by": by.postgresText, "touch": touch.postgresText])
  }

  /// A row of sql/engine/touches/touch_retract.sql.
  package struct TouchRetract: StatementRow {
    package static let columns = ["external_id"]
    package let externalID: String

    package init(_ row: Row) throws {
      externalID = try row.get(at: 0)
    }
  }

}
