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
    package static let columns = ["candidates", "contacts", "reference_contacts", "others"]
    package let candidates: Int
    package let contacts: Int
    package let referenceContacts: Int
    package let others: Int

    package init(_ row: Row) throws {
      candidates = try row.get(at: 0)
      contacts = try row.get(at: 1)
      referenceContacts = try row.get(at: 2)
      others = try row.get(at: 3)
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

  /// Writes down that somebody is erased, and the digests by which an import knows them again.
  package func eraseRemember(by: String, candidates: [Int], contacts: [Int], references: [Int]) throws -> Change {
    try change(
      "person/erase_remember",
      [
        "by": by.postgresText, "candidates": candidates.postgresText, "contacts": contacts.postgresText,
        "references": references.postgresText,
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

}
