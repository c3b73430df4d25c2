import CGMime
import Foundation

extension Message {
  /// The message as RFC 5322 bytes with CRLF line ends, 7-bit but for addresses that need SMTPUTF8. The same message gives the same bytes.
  /// - Throws: `MailError.invalid` naming the part that cannot be sent: no recipient, a line break in a header, a Message-ID
  ///   that is not `<key@domain>`, a header that the message sets itself.
  public func rendered() throws -> [UInt8] {
    guard !to.isEmpty else { throw MailError.invalid("the message \(messageID) has no recipient") }
    var lines = [
      try HeaderText.line("From", mailboxes: [from]),
      try HeaderText.line("To", mailboxes: to),
      try HeaderText.line("Subject", text: subject),
      try "Date: " + Self.headerDate(date),
      try "Message-ID: " + checkedMessageID(),
    ]
    if let other = try replyTo.first(where: { try !$0.isASCII }), try ([sender] + to).allSatisfy({ try $0.isASCII }) {
      // SMTPUTF8 is asked for by the envelope, which does not name this address.
      throw MailError.invalid(
        "the address for answers \(quoted(other.address)) has letters outside ASCII before the @: use another one"
      )
    }
    if !replyTo.isEmpty { lines.insert(try HeaderText.line("Reply-To", mailboxes: replyTo), at: 1) }
    for (name, value) in headers { lines.append(try HeaderText.line(try Self.checkedName(name), text: value)) }
    if !unsubscribe.isEmpty {
      lines.append(try HeaderText.line("List-Unsubscribe", links: unsubscribe))
      if unsubscribe.contains(where: { $0.hasPrefix("https://") }) {
        lines.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
      }
    }
    lines.append("MIME-Version: 1.0")
    let head = lines.map { line in
      (line.utf8.contains(UInt8(ascii: "\n")) ? line.replacing("\n", with: "\r\n") : line) + "\r\n"
    }.joined()
    let bytes = try Array(head.utf8) + renderedBody()
    try Self.checkLines(bytes, of: messageID)
    return bytes
  }

  /// Whether an address in the envelope has a local part outside ASCII, which only servers with SMTPUTF8 carry.
  var needsSMTPUTF8: Bool {
    get throws { try ([sender, from] + to).contains { try !$0.isASCII } }
  }

  /// The envelope's sender.
  var sender: Mailbox { bouncesTo ?? from }

  /// `key@domain` without the angle brackets.
  func bareMessageID() throws -> String { String(try checkedMessageID().dropFirst().dropLast()) }

  private func checkedMessageID() throws -> String {
    let allowed = messageID.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    let inner = messageID.dropFirst().dropLast()
    let parts = inner.split(separator: "@", omittingEmptySubsequences: false)
    guard allowed, messageID.count <= 250, messageID.hasPrefix("<"), messageID.hasSuffix(">"), parts.count == 2,
      !parts.contains(""), !inner.contains(where: { "<>\"()[]\\,;:".contains($0) })
    else {
      throw MailError.invalid(
        "the Message-ID \(quoted(messageID)) is not of the form <key@domain> in ASCII, at most 250 characters"
      )
    }
    return messageID
  }

  private static func checkedName(_ name: String) throws -> String {
    guard !name.isEmpty, name.count <= 60, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }) else {
      throw MailError.invalid("\(quoted(name)) is not a name for a mail header: use letters, digits and hyphens")
    }
    let own = [
      "from", "to", "cc", "bcc", "reply-to", "sender", "subject", "date", "message-id", "mime-version",
      "list-unsubscribe", "list-unsubscribe-post",
    ]
    guard !own.contains(name.lowercased()), !name.lowercased().hasPrefix("content-") else {
      throw MailError.invalid(
        "the mail header \(name) is set by the message itself: leave it out of the additional headers"
      )
    }
    return name
  }

  private static func headerDate(_ date: Date) throws -> String {
    guard let second = Int(exactly: date.timeIntervalSince1970.rounded(.down)),
      let moment = g_date_time_new_from_unix_utc(second)
    else {
      throw MailError.invalid("the message's date \(date) is out of range")
    }
    defer { g_date_time_unref(moment) }
    let text = try GMimeLibrary.made(g_mime_utils_header_format_date(moment))
    defer { g_free(text) }
    return String(cString: text)
  }

  /// What every mail server relies on: lines end in CRLF and are at most 998 bytes long.
  private static func checkLines(_ bytes: [UInt8], of messageID: String) throws {
    var (length, previous) = (0, UInt8(0))
    for byte in bytes {
      if (byte == 0x0A) != (previous == 0x0D) || byte == 0 {
        throw MailError.invalid("the message \(messageID) would contain a line end that is not CRLF, or a NUL")
      }
      length = byte == 0x0A ? 0 : length + 1
      if length > 999 {
        throw MailError.invalid("the message \(messageID) would contain a line of more than 998 bytes")
      }
      previous = byte
    }
    guard previous == 0x0A else { throw MailError.invalid("the message \(messageID) would not end with a line end") }
  }
}
