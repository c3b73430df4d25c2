import CGMime
public import Foundation

/// A message read back from its bytes: what a reader's mail program would show.
public struct ReceivedMessage: Sendable {
  /// How much of a mail is read, in bytes: more than servers let through.
  public static let sizeLimit = 64 << 20

  /// Who wrote.
  public let from: [Mailbox]
  /// To whom an answer goes, when the message says so.
  public let replyTo: [Mailbox]
  /// The recipients in the To header.
  public let to: [Mailbox]
  /// The recipients in the Cc header.
  public let cc: [Mailbox]
  /// The subject, decoded; nil without one.
  public let subject: String?
  /// `<key@domain>`; nil without one.
  public let messageID: String?
  /// The moment in the Date header; nil without one.
  public let date: Date?
  /// The plain text, decoded, with LF line ends; nil when there is none.
  public let text: String?
  /// The HTML, likewise.
  public let html: String?
  /// All headers of the message in order, decoded.
  public let headers: [(String, String)]
  /// The files that came with it, decoded.
  public let attachments: [Message.Attachment]

  /// Reads a message from RFC 5322 bytes, with LF or CRLF line ends.
  ///
  /// What stands where an address should and is not one is left out.
  /// - Throws: `MailError.unreadable` when they are not a message.
  public init(_ bytes: [UInt8]) throws {
    GMimeLibrary.start()
    let stream = try bytes.withUnsafeBytes { buffer in
      try GMimeLibrary.made(
        g_mime_stream_mem_new_with_buffer(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
      )
    }
    defer { g_object_unref(stream) }
    let parser = try GMimeLibrary.made(g_mime_parser_new_with_stream(stream))
    defer { g_object_unref(parser) }
    guard let message = g_mime_parser_construct_message(parser, nil) else {
      throw MailError.unreadable("these \(bytes.count) bytes are not a mail message")
    }
    defer { g_object_unref(message) }

    from = Self.mailboxes(g_mime_message_get_from(message))
    replyTo = Self.mailboxes(g_mime_message_get_reply_to(message))
    to = Self.mailboxes(g_mime_message_get_to(message))
    cc = Self.mailboxes(g_mime_message_get_cc(message))
    subject = g_mime_message_get_subject(message).map { String(cString: $0) }
    messageID = g_mime_message_get_message_id(message).map { "<\(String(cString: $0))>" }
    date = g_mime_message_get_date(message).map { Date(timeIntervalSince1970: TimeInterval(g_date_time_to_unix($0))) }
    headers = Self.headers(of: message)

    var content = Content()
    try content.read(message)
    (text, html, attachments) = (content.text, content.html, content.attachments)
  }

  /// The decoded value of the first header of that name, which is compared without regard to case.
  public func header(_ name: String) -> String? { headers.first { $0.0.lowercased() == name.lowercased() }?.1 }

  private static func mailboxes(_ list: UnsafeMutablePointer<InternetAddressList>?) -> [Mailbox] {
    guard let list else { return [] }
    return (0..<internet_address_list_length(list)).flatMap { index -> [Mailbox] in
      guard let address = internet_address_list_get_address(list, index) else { return [] }
      if let group = cgmime_as_group(address) { return mailboxes(internet_address_group_get_members(group)) }
      guard let mailbox = cgmime_as_mailbox(address), let text = internet_address_mailbox_get_addr(mailbox) else {
        return []
      }
      let name = internet_address_get_name(address).map { String(cString: $0) }
      // Where the name is what is wrong, the address still says who is meant.
      return (Self.mailbox(name, String(cString: text)) ?? Self.mailbox(nil, String(cString: text))).map { [$0] } ?? []
    }
  }

  private static func mailbox(_ name: String?, _ address: String) -> Mailbox? {
    do { return try Mailbox(name: name, address: address) } catch { return nil }
  }

  private static func headers(of message: UnsafeMutablePointer<GMimeMessage>) -> [(String, String)] {
    guard let list = g_mime_object_get_header_list(cgmime_message_as_object(message)) else { return [] }
    return (0..<g_mime_header_list_get_count(list)).compactMap { index in
      guard let header = g_mime_header_list_get_header_at(list, index), let name = g_mime_header_get_name(header),
        let value = g_mime_header_get_value(header)
      else { return nil }
      return (String(cString: name), String(cString: value))
    }
  }
}

/// What the parts of a message hold.
private struct Content {
  var text: String?
  var html: String?
  var attachments: [Message.Attachment] = []

  mutating func read(_ message: UnsafeMutablePointer<GMimeMessage>) throws {
    let parts = try GMimeLibrary.made(g_mime_part_iter_new(cgmime_message_as_object(message)))
    defer { g_mime_part_iter_free(parts) }
    repeat {
      guard let object = g_mime_part_iter_get_current(parts), let part = cgmime_as_part(object) else { continue }
      try read(part, object)
    } while g_mime_part_iter_next(parts) != 0
  }

  private mutating func read(
    _ part: UnsafeMutablePointer<GMimePart>,
    _ object: UnsafeMutablePointer<GMimeObject>
  ) throws {
    let type = try GMimeLibrary.made(g_mime_object_get_content_type(object))
    if g_mime_part_is_attachment(part) == 0, let words = cgmime_as_text(object),
      let decoded = g_mime_text_part_get_text(words)
    {
      defer { g_free(decoded) }
      let lines = String(cString: decoded).replacing("\r\n", with: "\n")
      if g_mime_content_type_is_type(type, "text", "html") != 0 { html = html ?? lines } else { text = text ?? lines }
      return
    }
    let encoded = try GMimeLibrary.made(g_mime_content_type_encode(type, nil))
    defer { g_free(encoded) }
    attachments.append(
      Message.Attachment(
        filename: g_mime_part_get_filename(part).map { String(cString: $0) } ?? "",
        contentType: String(cString: encoded).replacing("\n", with: "").replacing("\t", with: " ").trimmingCharacters(
          in: .whitespaces
        ),
        bytes: try bytes(of: part)
      )
    )
  }

  private func bytes(of part: UnsafeMutablePointer<GMimePart>) throws -> [UInt8] {
    guard let content = g_mime_part_get_content(part) else { return [] }
    let stream = try GMimeLibrary.made(g_mime_stream_mem_new())
    defer { g_object_unref(stream) }
    guard g_mime_data_wrapper_write_to_stream(content, stream) >= 0 else {
      throw MailError.unreadable("an attachment could not be decoded")
    }
    let bytes = try GMimeLibrary.made(cgmime_stream_bytes(stream))
    return Array(UnsafeBufferPointer(start: bytes.pointee.data, count: Int(bytes.pointee.len)))
  }
}
