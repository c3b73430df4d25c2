// Written by deploy/statements from sql/engine/person; not to be edited.

package import Foundation
package import Postgres

extension Statements {
  /// Ends a person's open follow-ups, keeps those that ended as they ended, and takes the words out of their
  /// answers.
  package func eraseFollowUps(
    anyCase: String,
    asWritten: String,
    candidates: [Int],
    contacts: [Int],
    references: [Int]
  ) throws -> Query<EraseFollowUps> {
    try query(
      "person/erase_follow_ups",
      [
        "any_case": anyCase.postgresText, "as_written": asWritten.postgresText, "candidates": candidates.postgresText,
        "contacts": contacts.postgresText, "references": references.postgresText,
      ]
    )
  }

  /// A row of sql/engine/person/erase_follow_ups.sql.
  package struct EraseFollowUps: StatementRow {
    package static let columns = ["theirs", "others", "answers"]
    package let theirs: Int
    package let others: Int
    package let answers: Int

    package init(_ row: Row) throws {
      theirs = try row.get(at: 0)
      others = try row.get(at: 1)
      answers = try row.get(at: 2)
    }
  }

  /// Takes the words out of mails that came from a person or tell of them, and their address off the lists of
  /// addresses.
  package func eraseMail(anyCase: String, asWritten: String) throws -> Query<EraseMail> {
    try query("person/erase_mail", ["any_case": anyCase.postgresText, "as_written": asWritten.postgresText])
  }

  /// A row of sql/engine/person/erase_mail.sql.
  package struct EraseMail: StatementRow {
    package static let columns = ["mails", "addresses"]
    package let mails: Int
    package let addresses: Int

    package init(_ row: Row) throws {
      mails = try row.get(at: 0)
      addresses = try row.get(at: 1)
    }
  }

  /// Takes the words out of messages to a person or about them; those that are not sent yet are not sent. That they
  /// were sent, and when, stays.
  package func eraseMessages(anyCase: String, asWritten: String, candidates: [Int]) throws -> Query<EraseMessages> {
    try query(
      "person/erase_messages",
      ["any_case": anyCase.postgresText, "as_written": asWritten.postgresText, "candidates": candidates.postgresText]
    )
  }

  /// A row of sql/engine/person/erase_messages.sql.
  package struct EraseMessages: StatementRow {
    package static let columns = ["messages", "attachments"]
    package let messages: Int
    package let attachments: Int

    package init(_ row: Row) throws {
      messages = try row.get(at: 0)
      attachments = try row.get(at: 1)
    }
  }

  /// Takes names, addresses and what else says who it is out of a person's rows; ids at the source stay, unless
  /// they are made of these.
  package func erasePeople(
    anyCase: String,
    asWritten: String,
    candidates: [Int],
    contacts: [Int],
    references: [Int]
  ) throws -> Query<ErasePeople> {
    try query(
      "person/erase_people",
      [
        "any_case": anyCase.postgresText, "as_written": asWritten.postgresText, "candidates": candidates.postgresText,
        "contacts": contacts.postgresText, "references": references.postgresText,
      ]
    )
  }

  /// A row of sql/engine/person/erase_people.sql.
  package struct ErasePeople: StatementRow {
    package static let columns = ["candidates", "contacts", "reference_contacts", "others", "merged_rows"]
    package let candidates: Int
    package let contacts: Int
    package let referenceContacts: Int
    package let others: Int
    package let mergedRows: Int

    package init(_ row: Row) throws {
      candidates = try row.get(at: 0)
      contacts = try row.get(at: 1)
      referenceContacts = try row.get(at: 2)
      others = try row.get(at: 3)
      mergedRows = try row.get(at: 4)
    }
  }

  /// Takes a person out of rows that were rejected, of staging, of how rows were before imports, and of what runs
  /// and people have written down.
  package func eraseRecords(anyCase: String, asWritten: String) throws -> Query<EraseRecords> {
    try query("person/erase_records", ["any_case": anyCase.postgresText, "as_written": asWritten.postgresText])
  }

  /// A row of sql/engine/person/erase_records.sql.
  package struct EraseRecords: StatementRow {
    package static let columns = ["rejects", "runs"]
    package let rejects: Int
    package let runs: Int

    package init(_ row: Row) throws {
      rejects = try row.get(at: 0)
      runs = try row.get(at: 1)
    }
  }

  /// Writes down that somebody is erased and why, and the digests by which an import knows them again.
  package func eraseRemember(
    by: String,
    candidates: [Int],
    contacts: [Int],
    ground: String,
    references: [Int]
  ) throws -> Change {
    try change(
      "person/erase_remember",
      [
        "by": by.postgresText, "candidates": candidates.postgresText, "contacts": contacts.postgresText,
        "ground": ground.postgresText, "references": references.postgresText,
      ]
    )
  }

  /// Takes the words out of a person's touches, and the person out of the words of others; when, with whom and what
  /// for stays.
  package func eraseTouches(
    anyCase: String,
    asWritten: String,
    candidates: [Int],
    contacts: [Int],
    references: [Int]
  ) throws -> Query<EraseTouches> {
    try query(
      "person/erase_touches",
      [
        "any_case": anyCase.postgresText, "as_written": asWritten.postgresText, "candidates": candidates.postgresText,
        "contacts": contacts.postgresText, "references": references.postgresText,
      ]
    )
  }

  /// A row of sql/engine/person/erase_touches.sql.
  package struct EraseTouches: StatementRow {
    package static let columns = ["theirs", "others"]
    package let theirs: Int
    package let others: Int

    package init(_ row: Row) throws {
      theirs = try row.get(at: 0)
      others = try row.get(at: 1)
    }
  }

  /// When somebody with this address, or of this id, was erased; no row: nobody was.
  package func erasedBefore(address: String?, externalID: String?, kind: String?) throws -> Query<ErasedBefore> {
    try query(
      "person/erased_before",
      ["address": address.postgresText, "external_id": externalID.postgresText, "kind": kind.postgresText]
    )
  }

  /// A row of sql/engine/person/erased_before.sql.
  package struct ErasedBefore: StatementRow {
    package static let columns = ["erased_on"]
    package let erasedOn: String

    package init(_ row: Row) throws {
      erasedOn = try row.get(at: 0)
    }
  }

  /// All that is a candidate's becomes another candidate's: one statement, at whose end every key is right again.
  package func mergeCandidate(kept: Int, merged: Int) throws -> Query<MergeCandidate> {
    try query("person/merge_candidate", ["kept": kept.postgresText, "merged": merged.postgresText])
  }

  /// A row of sql/engine/person/merge_candidate.sql.
  package struct MergeCandidate: StatementRow {
    package static let columns = [
      "applications", "stages", "interviews", "attendees", "reference_contacts", "touches", "follow_ups", "answers",
      "nudges", "messages",
    ]
    package let applications: Int
    package let stages: Int
    package let interviews: Int
    package let attendees: Int
    package let referenceContacts: Int
    package let touches: Int
    package let followUps: Int
    package let answers: Int
    package let nudges: Int
    package let messages: Int

    package init(_ row: Row) throws {
      applications = try row.get(at: 0)
      stages = try row.get(at: 1)
      interviews = try row.get(at: 2)
      attendees = try row.get(at: 3)
      referenceContacts = try row.get(at: 4)
      touches = try row.get(at: 5)
      followUps = try row.get(at: 6)
      answers = try row.get(at: 7)
      nudges = try row.get(at: 8)
      messages = try row.get(at: 9)
    }
  }

  /// In whose follow-ups a row may stand: the candidate who is merged, those who owe a contact a word, or the
  /// candidate of a reference.
  package func mergeCandidatesConcerned(kind: String, merged: Int) throws -> Query<MergeCandidatesConcerned> {
    try query("person/merge_candidates_concerned", ["kind": kind.postgresText, "merged": merged.postgresText])
  }

  /// A row of sql/engine/person/merge_candidates_concerned.sql.
  package struct MergeCandidatesConcerned: StatementRow {
    package static let columns = ["candidate_id"]
    package let candidateID: Int

    package init(_ row: Row) throws {
      candidateID = try row.get(at: 0)
    }
  }

  /// The fields in which two rows of one person differ, what each becomes, and whether the two have an address, a
  /// number or a name in common.
  package func mergeFields(kept: Int, kind: String, merged: Int) throws -> Query<MergeFields> {
    try query(
      "person/merge_fields",
      ["kept": kept.postgresText, "kind": kind.postgresText, "merged": merged.postgresText]
    )
  }

  /// A row of sql/engine/person/merge_fields.sql.
  package struct MergeFields: StatementRow {
    package static let columns = ["field", "kept_value", "merged_value", "becomes", "is_alike"]
    package let field: String
    package let keptValue: String?
    package let mergedValue: String?
    package let becomes: String?
    package let isAlike: Bool

    package init(_ row: Row) throws {
      field = try row.get(at: 0)
      keptValue = try row.getOptional(at: 1)
      mergedValue = try row.getOptional(at: 2)
      becomes = try row.getOptional(at: 3)
      isAlike = try row.get(at: 4)
    }
  }

  /// Follow-ups about a row that is merged into another one become those about the other. Where both had the same
  /// one, nudges, answers, skips and snoozes go to the kept one's.
  package func mergeFollowUps(candidates: [Int], kept: Int, kind: String, merged: Int) throws -> Query<MergeFollowUps> {
    try query(
      "person/merge_follow_ups",
      [
        "candidates": candidates.postgresText, "kept": kept.postgresText, "kind": kind.postgresText,
        "merged": merged.postgresText,
      ]
    )
  }

  /// A row of sql/engine/person/merge_follow_ups.sql.
  package struct MergeFollowUps: StatementRow {
    package static let columns = ["follow_ups", "joined", "answers", "nudges"]
    package let followUps: Int
    package let joined: Int
    package let answers: Int
    package let nudges: Int

    package init(_ row: Row) throws {
      followUps = try row.get(at: 0)
      joined = try row.get(at: 1)
      answers = try row.get(at: 2)
      nudges = try row.get(at: 3)
    }
  }

  /// Takes out the row that was merged into another one, once nothing refers to it any more.
  package func mergeGone(kind: String, merged: Int) throws -> Query<MergeGone> {
    try query("person/merge_gone", ["kind": kind.postgresText, "merged": merged.postgresText])
  }

  /// A row of sql/engine/person/merge_gone.sql.
  package struct MergeGone: StatementRow {
    package static let columns = ["rows"]
    package let rows: Int

    package init(_ row: Row) throws {
      rows = try row.get(at: 0)
    }
  }

  /// What is empty on the row that is kept is filled from the one that is merged into it, and the stricter of the
  /// two holds.
  package func mergeKeep(kept: Int, kind: String, merged: Int) throws -> Query<MergeKeep> {
    try query(
      "person/merge_keep",
      ["kept": kept.postgresText, "kind": kind.postgresText, "merged": merged.postgresText]
    )
  }

  /// A row of sql/engine/person/merge_keep.sql.
  package struct MergeKeep: StatementRow {
    package static let columns = ["rows"]
    package let rows: Int

    package init(_ row: Row) throws {
      rows = try row.get(at: 0)
    }
  }

  /// Ids of one kind that begin as a word does, of which the word may be a misspelling.
  package func mergeNear(kind: String, word: String) throws -> Query<MergeNear> {
    try query("person/merge_near", ["kind": kind.postgresText, "word": word.postgresText])
  }

  /// A row of sql/engine/person/merge_near.sql.
  package struct MergeNear: StatementRow {
    package static let columns = ["external_id"]
    package let externalID: String

    package init(_ row: Row) throws {
      externalID = try row.get(at: 0)
    }
  }

  /// Touches with a contact or a reference, and what else names them, become those of another row of the same
  /// person.
  package func mergeParty(kept: Int, kind: String, merged: Int) throws -> Query<MergeParty> {
    try query(
      "person/merge_party",
      ["kept": kept.postgresText, "kind": kind.postgresText, "merged": merged.postgresText]
    )
  }

  /// A row of sql/engine/person/merge_party.sql.
  package struct MergeParty: StatementRow {
    package static let columns = ["attendees", "job_orders", "touches"]
    package let attendees: Int
    package let jobOrders: Int
    package let touches: Int

    package init(_ row: Row) throws {
      attendees = try row.get(at: 0)
      jobOrders = try row.get(at: 1)
      touches = try row.get(at: 2)
    }
  }

  /// Keeps the id of a row that is merged into another one, and who merged it; what was merged into it before is
  /// the kept one's.
  package func mergeRemember(by: String, kept: Int, kind: String, merged: Int) throws -> Change {
    try change(
      "person/merge_remember",
      ["by": by.postgresText, "kept": kept.postgresText, "kind": kind.postgresText, "merged": merged.postgresText]
    )
  }

  /// The rows with an id, of every kind; where several sources have that id, SOURCE:ID says which. With them, rows
  /// that were merged before.
  package func mergeRows(word: String) throws -> Query<MergeRows> {
    try query("person/merge_rows", ["word": word.postgresText])
  }

  /// A row of sql/engine/person/merge_rows.sql.
  package struct MergeRows: StatementRow {
    package static let columns = [
      "kind", "id", "source", "external_id", "name", "is_erased", "of_kind", "of_id", "merged_into", "merged_on",
    ]
    package let kind: String
    package let id: Int
    package let source: String
    package let externalID: String
    package let name: String
    package let isErased: Bool
    package let ofKind: String?
    package let ofID: String?
    package let mergedInto: String?
    package let mergedOn: String?

    package init(_ row: Row) throws {
      kind = try row.get(at: 0)
      id = try row.get(at: 1)
      source = try row.get(at: 2)
      externalID = try row.get(at: 3)
      name = try row.get(at: 4)
      isErased = try row.get(at: 5)
      ofKind = try row.getOptional(at: 6)
      ofID = try row.getOptional(at: 7)
      mergedInto = try row.getOptional(at: 8)
      mergedOn = try row.getOptional(at: 9)
    }
  }

  /// Everything that is held of a person, as JSON objects, part by part; of other people ids alone, and their words
  /// where these tell of the person.
  package func personHeld(
    anyCase: String,
    asWritten: String,
    candidates: [Int],
    contacts: [Int],
    references: [Int]
  ) throws -> Query<PersonHeld> {
    try query(
      "person/person_held",
      [
        "any_case": anyCase.postgresText, "as_written": asWritten.postgresText, "candidates": candidates.postgresText,
        "contacts": contacts.postgresText, "references": references.postgresText,
      ]
    )
  }

  /// A row of sql/engine/person/person_held.sql.
  package struct PersonHeld: StatementRow {
    package static let columns = ["part", "record"]
    package let part: String
    package let record: String

    package init(_ row: Row) throws {
      part = try row.get(at: 0)
      record = try row.get(at: 1)
    }
  }

  /// By which patterns texts are found that tell of a person: full name, addresses and telephone numbers in any
  /// case, and parts of the name as they are written. What other people share of these is left out.
  package func personPatterns(
    address: String?,
    candidates: [Int],
    contacts: [Int],
    references: [Int]
  ) throws -> Query<PersonPatterns> {
    try query(
      "person/person_patterns",
      [
        "address": address.postgresText, "candidates": candidates.postgresText, "contacts": contacts.postgresText,
        "references": references.postgresText,
      ]
    )
  }

  /// A row of sql/engine/person/person_patterns.sql.
  package struct PersonPatterns: StatementRow {
    package static let columns = ["any_case", "as_written"]
    package let anyCase: String
    package let asWritten: String

    package init(_ row: Row) throws {
      anyCase = try row.get(at: 0)
      asWritten = try row.get(at: 1)
    }
  }

  /// The rows of one person: those with an address, or the one of a kind and id; with them, rows of the same
  /// address, or of the same name and telephone number.
  package func personRows(address: String?, externalID: String?, kind: String?) throws -> Query<PersonRows> {
    try query(
      "person/person_rows",
      ["address": address.postgresText, "external_id": externalID.postgresText, "kind": kind.postgresText]
    )
  }

  /// A row of sql/engine/person/person_rows.sql.
  package struct PersonRows: StatementRow {
    package static let columns = ["kind", "id", "source", "external_id", "name", "email", "phone", "erased_at"]
    package let kind: String
    package let id: Int
    package let source: String
    package let externalID: String
    package let name: String
    package let email: String?
    package let phone: String?
    package let erasedAt: Date?

    package init(_ row: Row) throws {
      kind = try row.get(at: 0)
      id = try row.get(at: 1)
      source = try row.get(at: 2)
      externalID = try row.get(at: 3)
      name = try row.get(at: 4)
      email = try row.getOptional(at: 5)
      phone = try row.getOptional(at: 6)
      erasedAt = try row.getOptional(at: 7)
    }
  }

  /// Lets somebody in again who was erased, known by an address, an id, or a name with a telephone number: an
  /// import takes them from then on. No row: nobody with these is kept out.
  package func readmit(
    address: String?,
    by: String,
    externalID: String?,
    kind: String?,
    name: String?,
    phone: String?,
    reason: String
  ) throws -> Query<Readmit> {
    try query(
      "person/readmit",
      [
        "address": address.postgresText, "by": by.postgresText, "external_id": externalID.postgresText,
        "kind": kind.postgresText, "name": name.postgresText, "phone": phone.postgresText,
        "reason": reason.postgresText,
      ]
    )
  }

  /// A row of sql/engine/person/readmit.sql.
  package struct Readmit: StatementRow {
    package static let columns = ["erased_on", "rows"]
    package let erasedOn: String
    package let rows: Int

    package init(_ row: Row) throws {
      erasedOn = try row.get(at: 0)
      rows = try row.get(at: 1)
    }
  }

  /// How many people would be anonymised, and how many are kept longer than the policy says since something blocks
  /// it.
  package func retentionCounts() throws -> Query<RetentionCounts> {
    try query("person/retention_counts")
  }

  /// A row of sql/engine/person/retention_counts.sql.
  package struct RetentionCounts: StatementRow {
    package static let columns = ["candidates", "reference_contacts", "blocked"]
    package let candidates: Int
    package let referenceContacts: Int
    package let blocked: Int

    package init(_ row: Row) throws {
      candidates = try row.get(at: 0)
      referenceContacts = try row.get(at: 1)
      blocked = try row.get(at: 2)
    }
  }

  /// The next people to be anonymised: nothing blocks it.
  package func retentionDue(limit: Int) throws -> Query<RetentionDue> {
    try query("person/retention_due", ["limit": limit.postgresText])
  }

  /// A row of sql/engine/person/retention_due.sql.
  package struct RetentionDue: StatementRow {
    package static let columns = ["kind", "row_id", "person"]
    package let kind: String
    package let rowID: Int
    package let person: String

    package init(_ row: Row) throws {
      kind = try row.get(at: 0)
      rowID = try row.get(at: 1)
      person = try row.get(at: 2)
    }
  }

  /// Who would be anonymised, and who is kept longer than the policy says: what blocks it, and until when.
  package func retentionList() throws -> Query<RetentionList> {
    try query("person/retention_list")
  }

  /// A row of sql/engine/person/retention_list.sql.
  package struct RetentionList: StatementRow {
    package static let columns = ["kind", "id", "last_fact_at", "due_since", "blocked_by", "blocked_until"]
    package let kind: String
    package let id: String
    package let lastFactAt: Date?
    package let dueSince: Date?
    package let blockedBy: String?
    package let blockedUntil: Date?

    package init(_ row: Row) throws {
      kind = try row.get(at: 0)
      id = try row.get(at: 1)
      lastFactAt = try row.getOptional(at: 2)
      dueSince = try row.getOptional(at: 3)
      blockedBy = try row.getOptional(at: 4)
      blockedUntil = try row.getOptional(at: 5)
    }
  }

  /// How many days people are kept by the agency's policy; NULL: for ever.
  package func retentionSettings() throws -> Query<RetentionSettings> {
    try query("person/retention_settings")
  }

  /// A row of sql/engine/person/retention_settings.sql.
  package struct RetentionSettings: StatementRow {
    package static let columns = ["minimum_days", "candidates_days", "references_days"]
    package let minimumDays: Int
    package let candidatesDays: Int?
    package let referencesDays: Int?

    package init(_ row: Row) throws {
      minimumDays = try row.get(at: 0)
      candidatesDays = try row.getOptional(at: 1)
      referencesDays = try row.getOptional(at: 2)
    }
  }

}
