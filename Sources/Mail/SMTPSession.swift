import CCurl
import Foundation

/// One handle of libcurl with its warm connection. Not shared: it belongs to the actor that made it.
final class SMTPSession {
  /// How libcurl says that an operation ended.
  struct Outcome {
    let code: CURLcode
    /// libcurl's own words.
    let words: String
    /// Whether a connection from before was used, and no other tried.
    let reused: Bool
  }

  let conversation: SMTPConversation
  private let settings: SMTPSettings
  private let curl: CurlHandle
  fileprivate var sockets: Set<curl_socket_t> = []
  /// Whether the operation under way has tried to make a connection.
  fileprivate var hasOpened = false
  /// From then on nothing new is opened: a goodbye does not need a connection made for it.
  fileprivate var isLeaving = false

  init(_ settings: SMTPSettings) throws {
    curl = try CurlHandle()
    self.settings = settings
    conversation = SMTPConversation(settings)
  }

  deinit {
    // A goodbye is for `quit()`; what is left here may be a server that no longer answers, and is not waited for.
    for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) }
    curl.close()
  }

  /// Connects and logs in if need be, and makes sure that the server answers.
  func greet(_ cancellation: Cancellation) throws -> Outcome { try command("NOOP", cancellation) }

  /// Says goodbye; the server's answer, if any, changes nothing.
  func quit() throws {
    isLeaving = true
    if !sockets.isEmpty { _ = try command("QUIT", Cancellation()) }
  }

  private func command(_ command: String, _ cancellation: Cancellation) throws -> Outcome {
    try configure(needs: .init(login: settings.server.user != nil), payload: [], cancellation: cancellation)
    if isLeaving { try curl.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, min(settings.server.timeoutSeconds, 5)) }
    try curl.set(CURLOPT_CUSTOMREQUEST, command)
    try curl.set(CURLOPT_NOBODY, 1)
    return try perform()
  }

  /// Sends one message to all its recipients.
  func send(
    _ payload: [UInt8],
    from: String,
    to recipients: [String],
    utf8Addresses: Bool,
    _ cancellation: Cancellation
  ) throws
    -> Outcome
  {
    var list: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(list) }
    for recipient in recipients {
      guard let longer = curl_slist_append(list, recipient) else { throw MailError.unreachable("out of memory") }
      list = longer
    }
    try configure(
      needs: .init(login: settings.server.user != nil, utf8Addresses: utf8Addresses),
      payload: payload,
      cancellation: cancellation
    )
    try curl.set(CURLOPT_UPLOAD, 1)
    try curl.set(CURLOPT_MAIL_FROM, from)
    try curl.set { ccurl_set_list($0, CURLOPT_MAIL_RCPT, list) }
    return try perform()
  }

  private func perform() throws -> Outcome {
    let ended = curl.perform()
    return Outcome(code: ended.code, words: ended.words, reused: !hasOpened)
  }

  /// Every operation starts from the defaults; the connection stays.
  private func configure(needs: SMTPConversation.Needs, payload: [UInt8], cancellation: Cancellation) throws {
    hasOpened = false
    conversation.begin(payload: payload, needs: needs, cancellation: cancellation)
    try curl.configure(settings.server, protocols: "smtp,smtps")
    try curl.set(CURLOPT_URL, settings.curlURL)
    try setCallbacks()
  }

  private func setCallbacks() throws {
    let me = Unmanaged.passUnretained(self).toOpaque()
    for option in [
      CURLOPT_READDATA, CURLOPT_HEADERDATA, CURLOPT_DEBUGDATA, CURLOPT_XFERINFODATA, CURLOPT_SOCKOPTDATA,
      CURLOPT_CLOSESOCKETDATA,
    ] {
      try curl.set { ccurl_set_pointer($0, option, me) }
    }
    try curl.set { ccurl_set_write($0, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count } }
    try curl.set { ccurl_set_write($0, CURLOPT_HEADERFUNCTION, heardLine) }
    try curl.set { ccurl_set_read($0, readMessage) }
    try curl.set { ccurl_set_debug($0, saidSomething) }
    try curl.set(CURLOPT_VERBOSE, 1)
    try curl.set {
      ccurl_set_progress($0) { me, _, _, _, _ in session(me)?.conversation.mustStop == true ? 1 : 0 }
    }
    try curl.set(CURLOPT_NOPROGRESS, 0)
    try curl.set {
      ccurl_set_socket_opened($0) { me, socket, _ in
        guard let session = session(me) else { return CURL_SOCKOPT_ERROR }
        session.sockets.insert(socket)
        session.hasOpened = true
        return session.isLeaving ? CURL_SOCKOPT_ERROR : CURL_SOCKOPT_OK
      }
    }
    try curl.set {
      ccurl_set_socket_closing($0) { me, socket in
        session(me)?.sockets.remove(socket)
        return close(socket)
      }
    }
  }

  /// The message has been handed over whole: from now on only the server's answer tells, and it gets its time.
  fileprivate func awaitAnswerToEnd() -> Bool {
    do {
      try curl.set(CURLOPT_LOW_SPEED_TIME, settings.endTimeoutSeconds + 1)
      try curl.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, settings.endTimeoutSeconds)
      return true
    } catch {
      return false
    }
  }
}

// libcurl's callbacks: they run inside `perform`, on its thread, while the session is held by its caller.

private func session(_ pointer: UnsafeMutableRawPointer?) -> SMTPSession? {
  pointer.map { Unmanaged<SMTPSession>.fromOpaque($0).takeUnretainedValue() }
}

private func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
  String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
}

private let heardLine: curl_write_callback = { start, size, count, me in
  guard let session = session(me) else { return 0 }
  let line = text(start, size * count).trimmingCharacters(in: .newlines)
  return session.conversation.heard(line) ? size * count : 0
}

private let saidSomething: curl_debug_callback = { _, kind, start, count, me in
  guard let session = session(me) else { return 0 }
  if kind == CURLINFO_HEADER_OUT { session.conversation.said(text(start, count)[...]) }
  return 0
}

private let readMessage: curl_read_callback = { room, size, count, me in
  guard let session = session(me), let room else { return Int(CURL_READFUNC_ABORT) }
  guard let bytes = session.conversation.next(atMost: size * count) else { return Int(CURL_READFUNC_ABORT) }
  if bytes.isEmpty, !session.awaitAnswerToEnd() { return Int(CURL_READFUNC_ABORT) }
  UnsafeMutableRawBufferPointer(start: room, count: size * count).copyBytes(from: bytes)
  return bytes.count
}
