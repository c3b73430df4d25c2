public import Foundation

/// One message, complete: what `rendered()` makes of it depends on nothing else.
public struct Message: Sendable {
  /// A file that goes with a message.
  public struct Attachment: Sendable, Equatable {
    /// The file's name as the reader sees it, in any language, without a path.
    public var filename: String
    /// Its MIME type with parameters, like `text/csv; charset=utf-8`.
    public var contentType: String
    /// Its content.
    public var bytes: [UInt8]

    /// A file that goes with a message. What cannot be sent is refused when the message is rendered.
    public init(filename: String, contentType: String, bytes: [UInt8]) {
      self.filename = filename
      self.contentType = contentType
      self.bytes = bytes
    }
  }

  /// Who writes.
  public var from: Mailbox
  /// The envelope's sender, to whom bounces go; nil: who writes.
  public var bouncesTo: Mailbox?
  /// To whom an answer goes, when that is not the sender.
  public var replyTo: [Mailbox]
  /// Who receives it; the envelope's recipients.
  public var to: [Mailbox]
  /// The subject, one line in any language.
  public var subject: String
  /// The message as plain text; lines end in LF or CRLF.
  public var text: String
  /// The same as HTML, shown by readers that can.
  public var html: String?
  /// `<key@domain>`, derived from what the message is about, so that it stays the same when sending is repeated.
  public var messageID: String
  /// The moment in the Date header, which is written in UTC and to the second.
  public var date: Date
  /// More header lines, name and value, like `("Auto-Submitted", "auto-generated")`.
  public var headers: [(String, String)]
  /// Where its reader can ask for no more of these mails, a mailto or https URI each (List-Unsubscribe, RFC 2369); https ones take it with
  /// one click (RFC 8058).
  public var unsubscribe: [String]
  /// Files that go with it.
  public var attachments: [Attachment]

  /// A message. What cannot be sent is refused when it is rendered.
  public init(
    from: Mailbox,
    bouncesTo: Mailbox? = nil,
    replyTo: [Mailbox] = [],
    to: [Mailbox],
    subject: String,
    text: String,
    html: String? = nil,
    messageID: String,
    date: Date,
    headers: [(String, String)] = [],
    unsubscribe: [String] = [],
    attachments: [Attachment] = []
  ) {
    self.from = from
    self.bouncesTo = bouncesTo
    self.replyTo = replyTo
    self.to = to
    self.subject = subject
    self.text = text
    self.html = html
    self.messageID = messageID
    self.date = date
    self.headers = headers
    self.unsubscribe = unsubscribe
    self.attachments = attachments
  }
}
