// Written by deploy/statements from sql/engine/inbox; not to be edited.

package import Foundation
package import Postgres

extension Statements {
  /// Mail goes to an address again, and who let it is kept.
  package func addressAllowed(address: String, by: String) throws -> Change {
    try change("inbox/address_allowed", ["address": address.postgresText, "by": by.postgresText])
  }

  /// Says that mail to an address came back for good.
  package func addressBounced(address: String, at: Date, reason: String) throws -> Change {
    try change(
      "inbox/address_bounced",
      ["address": address.postgresText, "at": at.postgresText, "reason": reason.postgresText]
    )
  }

  /// The addresses to which no mail is sent, and why, in words.
  package func addressStates() throws -> Query<AddressStates> {
    try query("inbox/address_states")
  }

  /// A row of sql/engine/inbox/address_states.sql.
  package struct AddressStates: StatementRow {
    package static let columns = ["address", "reason"]
    package let address: String
    package let reason: String

    package init(_ row: Row) throws {
      address = try row.get(at: 0)
      reason = try row.get(at: 1)
    }
  }

  /// Says that whoever reads an address wants no more of these mails.
  package func addressUnsubscribed(address: String, at: Date) throws -> Change {
    try change("inbox/address_unsubscribed", ["address": address.postgresText, "at": at.postgresText])
  }

  /// What signs the answers in the agency's mails and pages, in hexadecimal digits; no row: there is none yet.
  package func answerSecret() throws -> Query<AnswerSecret> {
    try query("inbox/answer_secret")
  }

  /// A row of sql/engine/inbox/answer_secret.sql.
  package struct AnswerSecret: StatementRow {
    package static let columns = ["secret"]
    package let secret: String

    package init(_ row: Row) throws {
      secret = try row.get(at: 0)
    }
  }

  /// Keeps what signs answers from now on, unless there is one by now.
  package func answerSecretMake(secret: String) throws -> Change {
    try change("inbox/answer_secret_make", ["secret": secret.postgresText])
  }

  /// The follow-ups that a copy of a mail was taken for before its reader ended: nothing says yet that the mail was
  /// read.
  package func inboxCopied(key: String) throws -> Query<InboxCopied> {
    try query("inbox/inbox_copied", ["key": key.postgresText])
  }

  /// A row of sql/engine/inbox/inbox_copied.sql.
  package struct InboxCopied: StatementRow {
    package static let columns = ["follow_up_id", "party_kind", "party_id"]
    package let followUpID: Int
    package let partyKind: String
    package let partyID: Int

    package init(_ row: Row) throws {
      followUpID = try row.get(at: 0)
      partyKind = try row.get(at: 1)
      partyID = try row.get(at: 2)
    }
  }

  /// The open follow-ups that a mail between two people may answer, the recipients' one after the other: what its
  /// sender owed them when it was written.
  package func inboxFollowUps(
    partyIDs: [Int],
    partyKinds: [String],
    rules: String,
    sender: Int,
    senderKind: String,
    sentAt: Date
  ) throws -> Query<InboxFollowUps> {
    try query(
      "inbox/inbox_follow_ups",
      [
        "party_ids": partyIDs.postgresText, "party_kinds": partyKinds.postgresText, "rules": rules.postgresText,
        "sender": sender.postgresText, "sender_kind": senderKind.postgresText, "sent_at": sentAt.postgresText,
      ]
    )
  }

  /// A row of sql/engine/inbox/inbox_follow_ups.sql.
  package struct InboxFollowUps: StatementRow {
    package static let columns = ["follow_up_id", "party_kind", "party_id"]
    package let followUpID: Int
    package let partyKind: String
    package let partyID: Int

    package init(_ row: Row) throws {
      followUpID = try row.get(at: 0)
      partyKind = try row.get(at: 1)
      partyID = try row.get(at: 2)
    }
  }

  /// Whether a mail was read before.
  package func inboxKnown(messageID: String) throws -> Query<InboxKnown> {
    try query("inbox/inbox_known", ["message_id": messageID.postgresText])
  }

  /// A row of sql/engine/inbox/inbox_known.sql.
  package struct InboxKnown: StatementRow {
    package static let columns = ["inbox_id"]
    package let inboxID: Int

    package init(_ row: Row) throws {
      inboxID = try row.get(at: 0)
    }
  }

  /// The mails that nothing could be done with and that nobody has settled, the oldest first; everything: all that
  /// was read in the last 31 days.
  package func inboxList(everything: Bool) throws -> Query<InboxList> {
    try query("inbox/inbox_list", ["everything": everything.postgresText])
  }

  /// A row of sql/engine/inbox/inbox_list.sql.
  package struct InboxList: StatementRow {
    package static let columns = [
      "id", "sent_at", "sender", "subject", "kind", "state", "reason", "body", "settled_by",
    ]
    package let id: Int
    package let sentAt: String?
    package let sender: String?
    package let subject: String?
    package let kind: String
    package let state: String
    package let reason: String?
    package let body: String?
    package let settledBy: String?

    package init(_ row: Row) throws {
      id = try row.get(at: 0)
      sentAt = try row.getOptional(at: 1)
      sender = try row.getOptional(at: 2)
      subject = try row.getOptional(at: 3)
      kind = try row.get(at: 4)
      state = try row.get(at: 5)
      reason = try row.getOptional(at: 6)
      body = try row.getOptional(at: 7)
      settledBy = try row.getOptional(at: 8)
    }
  }

  /// Says how far a folder of a server was read.
  package func inboxMoveOn(folder: String, uid: Int, validity: Int) throws -> Change {
    try change(
      "inbox/inbox_move_on",
      ["folder": folder.postgresText, "uid": uid.postgresText, "validity": validity.postgresText]
    )
  }

  /// A mail that we sent, by its key, with what it reminded of: one row a follow-up, or one without.
  package func inboxOurMessage(key: String) throws -> Query<InboxOurMessage> {
    try query("inbox/inbox_our_message", ["key": key.postgresText])
  }

  /// A row of sql/engine/inbox/inbox_our_message.sql.
  package struct InboxOurMessage: StatementRow {
    package static let columns = [
      "kind", "recipient_kind", "recipient_name", "recipient_address", "follow_up_id", "due_on",
    ]
    package let kind: String
    package let recipientKind: String
    package let recipientName: String?
    package let recipientAddress: String
    package let followUpID: Int?
    package let dueOn: String?

    package init(_ row: Row) throws {
      kind = try row.get(at: 0)
      recipientKind = try row.get(at: 1)
      recipientName = try row.getOptional(at: 2)
      recipientAddress = try row.get(at: 3)
      followUpID = try row.getOptional(at: 4)
      dueOn = try row.getOptional(at: 5)
    }
  }

  /// Who of the agency's people has one of these addresses, which are in lower case; one person may stand on
  /// several rows.
  package func inboxPeople(addresses: [String]) throws -> Query<InboxPeople> {
    try query("inbox/inbox_people", ["addresses": addresses.postgresText])
  }

  /// A row of sql/engine/inbox/inbox_people.sql.
  package struct InboxPeople: StatementRow {
    package static let columns = ["kind", "id", "name", "address"]
    package let kind: String
    package let id: Int
    package let name: String
    package let address: String

    package init(_ row: Row) throws {
      kind = try row.get(at: 0)
      id = try row.get(at: 1)
      name = try row.get(at: 2)
      address = try row.get(at: 3)
    }
  }

  /// How far a folder of a server was read; no row: nothing of it.
  package func inboxPosition(folder: String) throws -> Query<InboxPosition> {
    try query("inbox/inbox_position", ["folder": folder.postgresText])
  }

  /// A row of sql/engine/inbox/inbox_position.sql.
  package struct InboxPosition: StatementRow {
    package static let columns = ["uid_validity", "last_uid"]
    package let uidValidity: Int
    package let lastUid: Int

    package init(_ row: Row) throws {
      uidValidity = try row.get(at: 0)
      lastUid = try row.get(at: 1)
    }
  }

  /// Keeps what came of a mail, once.
  package func inboxRecord(
    body: String?,
    kind: String,
    messageID: String,
    reason: String?,
    sender: String?,
    sentAt: Date?,
    state: String,
    subject: String?
  ) throws -> Change {
    try change(
      "inbox/inbox_record",
      [
        "body": body.postgresText, "kind": kind.postgresText, "message_id": messageID.postgresText,
        "reason": reason.postgresText, "sender": sender.postgresText, "sent_at": sentAt.postgresText,
        "state": state.postgresText, "subject": subject.postgresText,
      ]
    )
  }

  /// A person says that these mails need nothing more; without ids, all that wait.
  package func inboxSettle(by: String, ids: [Int]?) throws -> Change {
    try change("inbox/inbox_settle", ["by": by.postgresText, "ids": ids.postgresText])
  }

  /// How many mails wait for somebody to look at them.
  package func inboxWaiting() throws -> Query<InboxWaiting> {
    try query("inbox/inbox_waiting")
  }

  /// A row of sql/engine/inbox/inbox_waiting.sql.
  package struct InboxWaiting: StatementRow {
    package static let columns = ["mails"]
    package let mails: Int

    package init(_ row: Row) throws {
      mails = try row.get(at: 0)
    }
  }

}
