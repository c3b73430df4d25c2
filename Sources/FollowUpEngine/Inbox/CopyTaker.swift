import Catalog
import Foundation
import Mail
import Postgres

/// Takes copies of mails that recruiters and candidates send, with the answer address in Cc or Bcc: who wrote to whom and when says which
/// open follow-up they answer.
struct CopyTaker {
  private let session: AgencySession
  private let isDryRun: Bool

  init(_ session: AgencySession, isDryRun: Bool) {
    self.session = session
    self.isDryRun = isDryRun
  }

  func take(_ mail: ReceivedMessage, from: String, id: String) async throws -> MailVerdict {
    let addresses = Set((mail.to + mail.cc).map { $0.address.lowercased() }).subtracting([from])
    let people = try await people([from] + addresses.sorted())
    let senders = people.filter { $0.address == from && ["recruiter", "candidate"].contains($0.kind) }
    guard let sender = senders.first else {
      let known = people.contains { $0.address == from }
      return refused(
        known
          ? "\(from) is not a recruiter or a candidate: log what it says by hand (followup log)"
          : "nobody here has the address \(from)"
      )
    }
    guard senders.count == 1 else { return refused("\(senders.count) people have the address \(from)") }
    let recipients = people.filter { $0.address != from }
    guard !recipients.isEmpty else { return refused("nobody here has an address that it went to") }
    let rows = try await followUps(mail, sender, recipients)
    return try await record(rows, mail, sender, recipients, id: id)
  }

  private func record(
    _ rows: [Statements.InboxFollowUps],
    _ mail: ReceivedMessage,
    _ sender: Statements.InboxPeople,
    _ recipients: [Statements.InboxPeople],
    id: String
  ) async throws -> MailVerdict {
    let key = "mail \(id)"
    // A reader that ended before it noted the mail as read has done what it says for some: their follow-ups are no longer open, and another
    // one must not be taken for them.
    let earlier = try await copied(key)
    let settled = Set(earlier.map { "\($0.partyKind) \($0.partyID)" })
    let rows = rows.filter { !settled.contains("\($0.partyKind) \($0.partyID)") }
    let byParty = Dictionary(grouping: rows) { "\($0.partyKind) \($0.partyID)" }
    guard !byParty.isEmpty || !earlier.isEmpty else {
      let names = Set(recipients.map(\.name)).sorted().joined(separator: ", ")
      return refused("nothing that \(sender.name) owes \(names) by a mail was open when it was written")
    }
    if let several = byParty.values.first(where: { $0.count > 1 }) {
      let ids = several.map { String($0.followUpID) }.joined(separator: ", ")
      return refused("it could answer follow-ups \(ids): say which with followup done")
    }
    let log = TouchLog(session, by: "\(sender.name), copy of a mail", dryRun: isDryRun)
    var done = earlier.map { "follow-up \($0.followUpID): done" }
    for row in rows {
      do {
        let outcome = try await log.done(
          row.followUpID,
          at: MailTaker.sentAt(mail, session),
          party: nil,
          note: mail.subject?.onOneLine,
          force: false,
          key: "\(key) \(row.followUpID)",
          channel: "email",
          by: sender.kind == "recruiter" ? sender.id : nil
        )
        done.append("follow-up \(row.followUpID): " + (outcome.remark.map { "recorded; it \($0)" } ?? "done"))
      } catch let error as FollowUpError where error.kind != .locked && error.kind != .unreachable {
        return refused((["follow-up \(row.followUpID): \(error)"] + done).joined(separator: "; "))
      }
    }
    return MailVerdict(.copy, .taken, done.joined(separator: "; "))
  }

  /// What was recorded for this very mail before.
  private func copied(_ key: String) async throws -> [Statements.InboxCopied] {
    let statement = try session.statements.inboxCopied(key: key)
    return try await session.transaction { connection in try connection.query(statement) }
  }

  private func people(_ addresses: [String]) async throws -> [Statements.InboxPeople] {
    let statement = try session.statements.inboxPeople(addresses: addresses)
    return try await session.transaction { connection in try connection.query(statement) }
  }

  private func followUps(
    _ mail: ReceivedMessage,
    _ sender: Statements.InboxPeople,
    _ recipients: [Statements.InboxPeople]
  ) async throws -> [Statements.InboxFollowUps] {
    let statement = try session.statements.inboxFollowUps(
      partyIDs: recipients.map(\.id),
      partyKinds: recipients.map(\.kind),
      rules: try session.catalog.ruleFacts(),
      sender: sender.id,
      senderKind: sender.kind,
      sentAt: MailTaker.sentAt(mail, session)
    )
    return try await session.transaction { connection in try connection.query(statement) }
  }

  private func refused(_ reason: String) -> MailVerdict { MailVerdict(.copy, .unmatched, reason) }
}
