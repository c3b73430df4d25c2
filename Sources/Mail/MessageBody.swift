import CGMime

extension Message {
  /// The MIME part of the message with its own headers: text, or text and HTML, with the attachments.
  func renderedBody() throws -> [UInt8] {
    GMimeLibrary.start()
    // No text that is quoted-printable or base64 can contain "=_", so no line of the message can be taken for a boundary.
    let boundary = try "=_" + GMimeLibrary.digest(messageID).prefix(32)
    var root = try Self.textPart(text, subtype: "plain")
    defer { g_object_unref(root) }
    if let html {
      let htmlPart = try Self.textPart(html, subtype: "html")
      defer { g_object_unref(htmlPart) }
      root = try Self.multipart("alternative", boundary: boundary + "_alternative", first: root, rest: [htmlPart])
    }
    if !attachments.isEmpty {
      let files = try attachments.map(Self.filePart)
      defer { files.forEach { g_object_unref($0) } }
      root = try Self.multipart("mixed", boundary: boundary + "_mixed", first: root, rest: files)
    }
    return try Self.written(root)
  }

  private typealias Object = UnsafeMutablePointer<GMimeObject>

  /// Takes `first` over; its caller's reference becomes the multipart's.
  private static func multipart(_ subtype: String, boundary: String, first: Object, rest: [Object]) throws -> Object {
    let multipart = try GMimeLibrary.made(g_mime_multipart_new_with_subtype(subtype))
    g_mime_multipart_set_boundary(multipart, boundary)
    g_mime_multipart_add(multipart, first)
    g_object_unref(first)
    for part in rest { g_mime_multipart_add(multipart, part) }
    return try GMimeLibrary.made(cgmime_multipart_as_object(multipart))
  }

  private static func textPart(_ text: String, subtype: String) throws -> Object {
    let hasReturns = text.utf8.contains(UInt8(ascii: "\r"))
    var lines = hasReturns ? text.replacing("\r\n", with: "\n").replacing("\r", with: "\n") : text
    if !lines.hasSuffix("\n") { lines += "\n" }
    let part = try GMimeLibrary.made(g_mime_part_new_with_type("text", subtype))
    let object = try GMimeLibrary.made(cgmime_part_as_object(part))
    g_mime_object_set_content_type_parameter(object, "charset", "utf-8")
    try setContent(of: part, to: Array(lines.utf8))
    // Always encoded: short lines, trailing spaces and lines with a lone dot arrive as they were.
    let best = g_mime_part_get_best_content_encoding(part, GMIME_ENCODING_CONSTRAINT_7BIT)
    g_mime_part_set_content_encoding(
      part,
      best == GMIME_CONTENT_ENCODING_BASE64 ? best : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
    )
    return object
  }

  private static func filePart(_ file: Attachment) throws -> Object {
    let type = file.contentType
    guard type.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }),
      let parsed = g_mime_content_type_parse(nil, type)
    else {
      throw MailError.invalid(
        "the attachment's type \(quoted(type)) is not a MIME type: give one like text/csv; charset=utf-8"
      )
    }
    defer { g_object_unref(parsed) }
    let pieces = type.prefix { $0 != ";" }.split(separator: "/", omittingEmptySubsequences: false)
    guard pieces.count == 2, !pieces.contains(""), !type.lowercased().hasPrefix("multipart/") else {
      throw MailError.invalid(
        "the attachment's type \(quoted(type)) is not a MIME type: give one like text/csv; charset=utf-8"
      )
    }
    guard !file.filename.isEmpty, !file.filename.contains("/"), !file.filename.unicodeScalars.contains(where: isControl)
    else {
      throw MailError.invalid("\(quoted(file.filename)) cannot name an attachment: give a file name without a path")
    }
    let part = try GMimeLibrary.made(g_mime_part_new())
    let object = try GMimeLibrary.made(cgmime_part_as_object(part))
    g_mime_object_set_content_type(object, parsed)
    g_mime_object_set_disposition(object, "attachment")
    g_mime_part_set_filename(part, file.filename)
    try setContent(of: part, to: file.bytes)
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64)
    return object
  }

  private static func setContent(of part: UnsafeMutablePointer<GMimePart>, to bytes: [UInt8]) throws {
    let stream = try bytes.withUnsafeBytes { buffer in
      try GMimeLibrary.made(
        g_mime_stream_mem_new_with_buffer(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
      )
    }
    defer { g_object_unref(stream) }
    let wrapper = try GMimeLibrary.made(g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT))
    defer { g_object_unref(wrapper) }
    g_mime_part_set_content(part, wrapper)
  }

  private static func written(_ object: Object) throws -> [UInt8] {
    let options = try GMimeLibrary.made(g_mime_format_options_new())
    defer { g_mime_format_options_free(options) }
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS)
    let stream = try GMimeLibrary.made(g_mime_stream_mem_new())
    defer { g_object_unref(stream) }
    guard g_mime_object_write_to_stream(object, options, stream) >= 0 else {
      throw MailError.invalid("the message could not be written: out of memory")
    }
    let bytes = try GMimeLibrary.made(cgmime_stream_bytes(stream))
    return Array(UnsafeBufferPointer(start: bytes.pointee.data, count: Int(bytes.pointee.len)))
  }
}
