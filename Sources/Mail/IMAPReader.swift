import CCurl
import Foundation

/// Reads a folder of an IMAP server over one connection. How far it was read is the caller's to keep, by UID: the flag \Seen, which a
/// person with a mail program changes, decides nothing.
public actor IMAPReader: MailboxReader {
  /// Server, user and folder.
  public nonisolated let name: String
  /// The server and the folder.
  public nonisolated let settings: IMAPSettings
  private let executor = BlockingExecutor(label: "mail.imap")
  private var session: IMAPSession?
  private var validity: Int?

  /// A reader of that folder; nothing is opened yet.
  public init(_ settings: IMAPSettings) {
    self.settings = settings
    name = settings.name
  }

  /// Its own thread: libcurl blocks.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// In the order of their UIDs.
  public func unread(after position: MailboxPosition?) async throws -> [ReceivedItem] {
    // The folder is chosen first, which tells the UIDVALIDITY by which the position is judged.
    let chosen = try await ask("NOOP")
    guard let validity = chosen.validity ?? validity else {
      throw MailError.unreachable("\(name): the server does not tell the folder's UIDVALIDITY: ask who runs it")
    }
    self.validity = validity
    let last = position?.validity == validity ? position?.uid ?? 0 : 0
    let found = try await ask("UID SEARCH UID \(last + 1):*")
    // The range counts backwards where nothing is newer, so that the last mail is always found.
    return found.numbers.filter { $0 > last }.sorted()
      .map { ReceivedItem(place: String($0), position: MailboxPosition(validity: validity, uid: $0)) }
  }

  /// nil: it was deleted meanwhile.
  public func bytes(of item: ReceivedItem) async throws -> [UInt8]? {
    guard let uid = Int(item.place) else { return nil }
    let answer = try await cancelling { session, cancellation in try session.fetch(uid, cancellation) }
    if answer.code == CURLE_REMOTE_FILE_NOT_FOUND { return nil }
    return try checked(answer).bytes
  }

  /// The caller keeps the position.
  public func finish(_ item: ReceivedItem) async throws {}

  /// Says LOGOUT and closes the connection.
  public func close() async { session = nil }

  private func ask(_ command: String) async throws -> IMAPSession.Answer {
    try checked(try await cancelling { session, cancellation in try session.ask(command, cancellation) })
  }

  private func cancelling(
    _ body: (IMAPSession, Cancellation) throws -> IMAPSession.Answer
  ) async throws -> IMAPSession.Answer {
    let cancellation = Cancellation()
    return try await withTaskCancellationHandler {
      let session = try session ?? IMAPSession(settings)
      self.session = session
      let answer = try body(session, cancellation)
      if cancellation.isRaised { throw CancellationError() }
      return answer
    } onCancel: {
      cancellation.raise()
    }
  }

  private func checked(_ answer: IMAPSession.Answer) throws -> IMAPSession.Answer {
    guard answer.code != CURLE_OK else { return answer }
    session = nil
    let words = "inbox server \(settings.server.place): \(answer.failure(settings))"
    throw MailError.unreachable(settings.server.password?.removed(from: words) ?? words)
  }
}

/// One connection to an IMAP server.
final class IMAPSession {
  /// What an operation came to.
  struct Answer {
    var code = CURLE_OK
    /// libcurl's own words.
    var words = ""
    /// What the server said last.
    var said = ""
    /// The folder's UIDVALIDITY, where it was told.
    var validity: Int?
    /// The body.
    var bytes: [UInt8] = []

    /// The numbers of an answer to SEARCH.
    var numbers: [Int] {
      String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        .filter { $0.uppercased().hasPrefix("* SEARCH") }
        .flatMap { $0.split(separator: " ").dropFirst(2).compactMap { Int($0) } }
    }

    /// What went wrong, and what to do.
    func failure(_ settings: IMAPSettings) -> String {
      switch code {
      case CURLE_OPERATION_TIMEDOUT:
        "no answer within \(settings.server.timeoutSeconds) s: check host, port and firewall"
      case CURLE_COULDNT_RESOLVE_HOST: "the host name is not known: check its spelling and the name service"
      case CURLE_COULDNT_CONNECT: "no connection (\(words)): check that the server runs, its port, and the firewall"
      case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
        "its certificate is not trusted (\(words)): give the file of the certificates to trust, or the name that is in it"
      case CURLE_SSL_CONNECT_ERROR:
        "encryption could not be set up (\(words)): check that the port speaks TLS as configured"
      case CURLE_USE_SSL_FAILED: "it offers no encryption (STARTTLS), which is required: use imaps://"
      // libcurl says the same of a folder that cannot be chosen.
      case CURLE_LOGIN_DENIED, CURLE_QUOTE_ERROR, CURLE_REMOTE_ACCESS_DENIED:
        "the login or the folder \(settings.folder) was refused (\(said)): check the user, the password and the folder's name"
      default: "\(words)\(said.isEmpty ? "" : " (\(said))"): check the server's log"
      }
    }
  }

  private let settings: IMAPSettings
  private let curl: CurlHandle
  fileprivate var answer = Answer()
  fileprivate var cancellation = Cancellation()

  init(_ settings: IMAPSettings) throws {
    curl = try CurlHandle()
    self.settings = settings
  }

  deinit { curl.close() }

  /// Says a command in the chosen folder; its untagged answers are the body.
  func ask(_ command: String, _ cancellation: Cancellation) throws -> Answer {
    try configure(cancellation)
    try curl.set(CURLOPT_URL, settings.curlURL())
    try curl.set(CURLOPT_CUSTOMREQUEST, command)
    return perform()
  }

  /// Reads a whole mail, which marks it as seen.
  func fetch(_ uid: Int, _ cancellation: Cancellation) throws -> Answer {
    try configure(cancellation)
    try curl.set(CURLOPT_URL, settings.curlURL(uid: uid))
    return perform()
  }

  private func configure(_ cancellation: Cancellation) throws {
    (answer, self.cancellation) = (Answer(), cancellation)
    try curl.configure(settings.server, protocols: "imap,imaps")
    let me = Unmanaged.passUnretained(self).toOpaque()
    for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_XFERINFODATA] {
      try curl.set { ccurl_set_pointer($0, option, me) }
    }
    try curl.set { ccurl_set_write($0, CURLOPT_WRITEFUNCTION, takeBody) }
    try curl.set { ccurl_set_write($0, CURLOPT_HEADERFUNCTION, takeLine) }
    try curl.set { ccurl_set_progress($0) { me, _, _, _, _ in imap(me)?.cancellation.isRaised == true ? 1 : 0 } }
    try curl.set(CURLOPT_NOPROGRESS, 0)
  }

  private func perform() -> Answer {
    (answer.code, answer.words) = curl.perform()
    defer { answer = Answer() }
    return answer
  }

  fileprivate func heard(_ line: String) {
    if let match = line.firstMatch(of: /\[UIDVALIDITY (\d+)\]/) { answer.validity = Int(match.1) }
    // A refusal is not forgotten over the goodbye that follows it.
    if answer.said.wholeMatch(of: /\S+ (NO|BAD) .*/) != nil { return }
    answer.said = String(line.unicodeScalars.filter { !isControl($0) }.prefix(300).map(Character.init))
  }
}

private func imap(_ pointer: UnsafeMutableRawPointer?) -> IMAPSession? {
  pointer.map { Unmanaged<IMAPSession>.fromOpaque($0).takeUnretainedValue() }
}

private let takeBody: curl_write_callback = { start, size, count, me in
  guard let session = imap(me), let start else { return 0 }
  // What is too long is read to its end, so that the connection stays in step, and cut.
  let room = max(0, ReceivedMessage.sizeLimit - session.answer.bytes.count)
  session.answer.bytes += UnsafeRawBufferPointer(start: start, count: min(room, size * count))
  return size * count
}

private let takeLine: curl_write_callback = { start, size, count, me in
  guard let session = imap(me), let start else { return 0 }
  session.heard(String(decoding: UnsafeRawBufferPointer(start: start, count: size * count), as: UTF8.self))
  return size * count
}
