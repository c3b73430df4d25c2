import Foundation
import Mail
import Postgres

/// A row of the outbox that this sender holds.
struct OutgoingMessage: Sendable {
  let id: Int
  let key: String
  let kind: String
  let recipientKind: String
  let name: String?
  let address: String
  var subject: String?
  var text: String?
  let html: String?
  let createdAt: Date
  let attempts: Int
  let state: String
  /// The address an answer goes to, where that is not the sender.
  var replyTo: String?

  init(_ row: Row) throws {
    id = try row.get("message_id")
    key = try row.get("key")
    kind = try row.get("kind")
    recipientKind = try row.get("recipient_kind")
    name = try row.getOptional("recipient_name")
    address = try row.get("recipient_address")
    subject = try row.getOptional("subject")
    text = try row.getOptional("body_text")
    html = try row.getOptional("body_html")
    createdAt = try row.get("created_at")
    attempts = try row.get("attempts")
    state = try row.get("state")
    replyTo = try row.getOptional("reply_to")
  }

  /// Its words, where they have been written.
  var words: NudgeWords.Words? {
    guard kind != "nudge", let subject, let text else { return nil }
    return NudgeWords.Words(subject: subject, text: text)
  }

  /// As it leaves. The Message-ID derives from the key: the same message is the same however often it is handed over.
  func mail(_ settings: NudgeSettings) throws -> Message {
    guard let subject, let text else {
      throw MailError.invalid("message \(id) has no text")
    }
    return Message(
      from: settings.from,
      replyTo: settings.replyTo ?? answersTo,
      to: [try Mailbox(name: name?.onOneLine, address: address)],
      subject: subject,
      text: text,
      html: html,
      messageID: "<\(key)@\(settings.messageIDDomain)>",
      date: createdAt,
      headers: [("Auto-Submitted", "auto-generated")]
    )
  }

  /// nil: there is none, or it is not an address. The message matters more than where answers go, which then is the sender.
  private var answersTo: Mailbox? {
    guard let replyTo else { return nil }
    do {
      return try Mailbox(name: nil, address: replyTo.onOneLine)
    } catch {
      return nil
    }
  }
}

extension NudgeWords {
  /// The words of that message with these items.
  mutating func write(_ message: OutgoingMessage, agency: String, items: [NudgeItem]) throws -> Words {
    try write(recipient: message.name ?? message.address, kind: message.recipientKind, agency: agency, items: items)
  }
}
