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
  var html: String?
  let createdAt: Date
  let attempts: Int
  let state: String
  /// The address an answer goes to, where that is not the sender.
  var replyTo: String?
  /// The files that go with it, read just before it leaves.
  var attachments: [Message.Attachment] = []

  init(_ row: some OutboxRow) {
    id = row.messageID
    key = row.key
    kind = row.kind
    recipientKind = row.recipientKind
    name = row.recipientName
    address = row.recipientAddress
    subject = row.subject
    text = row.bodyText
    html = row.bodyHtml
    createdAt = row.createdAt
    attempts = row.attempts
    state = row.state
    replyTo = row.replyTo
  }

  /// Its words, where they have been written.
  var words: NudgeWords.Words? {
    guard kind != "nudge", let subject, let text else { return nil }
    return NudgeWords.Words(subject: subject, text: text, html: html)
  }

  /// As it leaves. The Message-ID derives from the key: the same message is the same however often it is handed over.
  ///
  /// - Parameter desk: where answers go, and what shows that their writers had the message; nil: answers are for people alone.
  func mail(_ settings: NudgeSettings, desk: AnswerDesk? = nil) throws -> Message {
    guard let subject, let text else {
      throw MailError.invalid("message \(id) has no text")
    }
    let mark = desk.map { "." + $0.mark(ofMessage: key, to: address) } ?? ""
    let isForOutsider = recipientKind == "candidate"
    return Message(
      from: settings.from,
      bouncesTo: settings.bouncesTo ?? desk?.address,
      replyTo: [settings.replyTo ?? answersTo, desk?.address].compactMap(\.self),
      to: [try Mailbox(name: name?.onOneLine, address: address)],
      subject: subject,
      text: text,
      html: html,
      messageID: "<\(key)\(mark)@\(settings.messageIDDomain)>",
      date: createdAt,
      headers: [("Auto-Submitted", "auto-generated")],
      unsubscribe: isForOutsider ? Self.unsubscribe(token: key + mark, settings, desk) : [],
      attachments: attachments
    )
  }

  /// Where the reader can ask for no more mail; empty: nothing reads the answer.
  private static func unsubscribe(token: String, _ settings: NudgeSettings, _ desk: AnswerDesk?) -> [String] {
    guard let desk else { return [] }
    let byClick = settings.unsubscribeURL.map { $0.replacing("{token}", with: token) }
    let byMail = MailLink.to(desk.address.address, subject: "unsubscribe \(token)", text: nil)
    return [byClick, byMail].compactMap(\.self)
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

/// A message as the statements that take hold of it return it.
protocol OutboxRow {
  var messageID: Int { get }
  var key: String { get }
  var kind: String { get }
  var recipientKind: String { get }
  var recipientName: String? { get }
  var recipientAddress: String { get }
  var subject: String? { get }
  var bodyText: String? { get }
  var bodyHtml: String? { get }
  var replyTo: String? { get }
  var createdAt: Date { get }
  var attempts: Int { get }
  var state: String { get }
}

extension Statements.NudgeClaim: OutboxRow {}
extension Statements.NudgeRecover: OutboxRow {}
extension Statements.NudgeResend: OutboxRow {}

extension NudgeWords {
  /// The words of that message with these items.
  mutating func write(_ message: OutgoingMessage, agency: String, items: [NudgeItem]) throws -> Words {
    try write(
      recipient: message.name ?? message.address,
      address: message.address,
      kind: message.recipientKind,
      agency: agency,
      items: items
    )
  }
}
