// Written by deploy/statements from sql/engine/worklist; not to be edited.

package import Foundation
package import Postgres

extension Statements {
  /// Puts somebody's list or overview of a date into the outbox, once, with the files that go with it.
  package func listQueue(
    address: String,
    files: String,
    html: String?,
    key: String,
    kind: String,
    localDate: String,
    name: String,
    recruiter: Int,
    subject: String,
    text: String
  ) throws -> Query<ListQueue> {
    try query(
      "worklist/list_queue",
      [
        "address": address.postgresText, "files": files.postgresText, "html": html.postgresText,
        "key": key.postgresText, "kind": kind.postgresText, "local_date": localDate.postgresText,
        "name": name.postgresText, "recruiter": recruiter.postgresText, "subject": subject.postgresText,
        "text": text.postgresText,
      ]
    )
  }

  /// A row of sql/engine/worklist/list_queue.sql.
  package struct ListQueue: StatementRow {
    package static let columns = ["message_id"]
    package let messageID: Int

    package init(_ row: Row) throws {
      messageID = try row.get(at: 0)
    }
  }

  /// Who gets their list by mail on the local business date of as_of, and who leads somebody and gets the overview;
  /// without those whose mail was made already.
  package func listRecipients() throws -> Query<ListRecipients> {
    try query("worklist/list_recipients")
  }

  /// A row of sql/engine/worklist/list_recipients.sql.
  package struct ListRecipients: StatementRow {
    package static let columns = ["recruiter_id", "name", "address", "kind", "key", "attachments", "local_date"]
    package let recruiterID: Int
    package let name: String
    package let address: String
    package let kind: String
    package let key: String
    package let attachments: String
    package let localDate: String

    package init(_ row: Row) throws {
      recruiterID = try row.get(at: 0)
      name = try row.get(at: 1)
      address = try row.get(at: 2)
      kind = try row.get(at: 3)
      key = try row.get(at: 4)
      attachments = try row.get(at: 5)
      localDate = try row.get(at: 6)
    }
  }

  /// Takes back lists and overviews that wait in the outbox while their day is over: the next day has its own.
  package func listWithdraw() throws -> Change {
    try change("worklist/list_withdraw")
  }

  /// The beginning of the agency's working date that follows a moment: when somebody who could not be reached is on
  /// the list again.
  package func worklistNextMorning(after: Date) throws -> Query<WorklistNextMorning> {
    try query("worklist/worklist_next_morning", ["after": after.postgresText])
  }

  /// A row of sql/engine/worklist/worklist_next_morning.sql.
  package struct WorklistNextMorning: StatementRow {
    package static let columns = ["moment"]
    package let moment: Date

    package init(_ row: Row) throws {
      moment = try row.get(at: 0)
    }
  }

  /// The recruiters that a word means: their id at the source, email or name; else the start of a word in the names
  /// of those who work here; without a word, all who work here.
  package func worklistRecruiters(wanted: String?) throws -> Query<WorklistRecruiters> {
    try query("worklist/worklist_recruiters", ["wanted": wanted.postgresText])
  }

  /// A row of sql/engine/worklist/worklist_recruiters.sql.
  package struct WorklistRecruiters: StatementRow {
    package static let columns = ["recruiter_id", "external_id", "name", "email"]
    package let recruiterID: Int
    package let externalID: String
    package let name: String
    package let email: String

    package init(_ row: Row) throws {
      recruiterID = try row.get(at: 0)
      externalID = try row.get(at: 1)
      name = try row.get(at: 2)
      email = try row.get(at: 3)
    }
  }

}
