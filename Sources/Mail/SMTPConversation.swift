/// What has been said between us and the server: libcurl's callbacks tell it, and it knows where the delivery stands.
///
/// It holds commands' names only, never what follows them: after AUTH comes the password.
final class SMTPConversation {
  /// How far it has come; the raw value is how messages name it.
  enum Stage: String {
    case connecting = "connecting"
    case greeting = "the greeting"
    case hello = "EHLO"
    case startTLS = "STARTTLS"
    case login = "AUTH"
    case idle = "NOOP"
    case sender = "MAIL FROM"
    case recipient = "RCPT TO"
    case data = "DATA"
    case end = "the end of the message"

    init?(command: Substring) {
      switch command.uppercased() {
      case "EHLO", "HELO": self = .hello
      case "STARTTLS": self = .startTLS
      case "AUTH": self = .login
      case "NOOP": self = .idle
      case "MAIL": self = .sender
      case "RCPT": self = .recipient
      case "DATA": self = .data
      default: return nil
      }
    }
  }

  /// One whole answer of the server, its lines joined.
  struct Reply: Equatable {
    let code: Int
    let text: String
    var isGood: Bool { (200...299).contains(code) }
    /// The enhanced status code (RFC 3463), such as 5.7.1, at its beginning or, as qmail and similar servers write it, at its end: (#5.7.1);
    /// empty where there is none.
    var enhanced: Substring {
      let second = text.split(separator: " ", maxSplits: 2).dropFirst().first ?? ""
      let marked = text.split(separator: "(#", maxSplits: 1).dropFirst().first?.prefix { $0 != ")" } ?? ""
      return [second, marked].first {
        let parts = $0.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3 && parts.allSatisfy { Int($0) != nil }
      } ?? ""
    }
    /// To the end of a message only 250 says that it was taken over; 221, say, is a goodbye.
    var isTakenOver: Bool { (250...259).contains(code) }
  }

  /// What a server must offer before anything is said to it.
  struct Needs {
    var login = false
    var utf8Addresses = false
  }

  let settings: SMTPSettings

  // Of the connection.
  private(set) var greeting: String?
  private(set) var offers: [String] = []
  private(set) var startedTLS = false
  private(set) var loggedIn = false

  // Of the message under way.
  private(set) var stage = Stage.connecting
  private(set) var reply: Reply?
  private(set) var recipient = 0
  private(set) var unmet: String?
  private(set) var endHandedOver = false
  private(set) var answerToEnd: Reply?
  private var needs = Needs()
  private var isLeaving = false
  private var lines: [String] = []
  private var payload: [UInt8] = []
  private var position = 0
  private var cancellation = Cancellation()

  init(_ settings: SMTPSettings) { self.settings = settings }

  /// A new message, or none, on the connection as it is.
  func begin(payload: [UInt8], needs: Needs, cancellation: Cancellation) {
    stage = .connecting
    reply = nil
    recipient = 0
    unmet = nil
    isLeaving = false
    endHandedOver = false
    answerToEnd = nil
    lines = []
    position = 0
    self.payload = payload
    self.needs = needs
    self.cancellation = cancellation
  }

  /// Stopping is possible only while the end of the message has not been handed over.
  var mustStop: Bool { cancellation.isRaised && !endHandedOver }

  var isCancelled: Bool { cancellation.isRaised }

  /// We said something.
  func said(_ line: Substring) {
    // What answers a 334 is base64 of the login, and could read like a command.
    if stage == .login, reply?.code == 334 {
      reply = nil
      return
    }
    let command = line.prefix { $0 != " " && !$0.isNewline }
    // libcurl takes its leave after a failure: where that happened, and what was answered to it, stays what it was.
    if command == "QUIT" { isLeaving = true }
    guard let next = Stage(command: command) else { return }
    stage = next
    reply = nil
    if next == .recipient { recipient += 1 }
  }

  /// The server said one line. False: it cannot be used, stop here.
  func heard(_ line: String) -> Bool {
    if stage == .connecting { open() }
    let digits = line.prefix(3)
    guard digits.count == 3, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let code = Int(digits) else {
      lines.append(line)
      return true
    }
    let rest = line.dropFirst(3)
    lines.append(String(rest.dropFirst()))
    if rest.first == "-" { return true }
    return heard(Reply(code: code, text: "\(code) " + lines.joined(separator: " ")))
  }

  /// On a connection that stood already we speak first: this one is new.
  private func open() {
    stage = .greeting
    greeting = nil
    offers = []
    startedTLS = false
    loggedIn = false
  }

  private func heard(_ whole: Reply) -> Bool {
    defer { lines = [] }
    // Answers come in the order of what was said: the first one after the final dot is the answer to it.
    if isLeaving, !endHandedOver || answerToEnd != nil { return true }
    reply = whole
    if endHandedOver {
      if answerToEnd == nil { answerToEnd = whole }
      return true
    }
    switch stage {
    case .greeting: greeting = whole.text
    case .hello where whole.isGood:
      offers = lines.dropFirst().map { $0.uppercased() }
      return meetsNeeds()
    case .startTLS where whole.isGood: startedTLS = true
    case .login where whole.isGood: loggedIn = true
    default: break
    }
    return true
  }

  /// Whether a connection stands whose server is known not to carry addresses outside ASCII.
  var refusesUTF8Addresses: Bool { greeting != nil && !offers("SMTPUTF8") }

  /// Whether the server offers a capability, in its last answer to EHLO.
  func offers(_ keyword: String) -> Bool { offers.contains { $0 == keyword || $0.hasPrefix(keyword + " ") } }

  /// libcurl goes on without a login or SMTPUTF8 where a server does not offer them; here nothing is sent then.
  private func meetsNeeds() -> Bool {
    let encrypted = settings.server.implicitTLS || startedTLS
    // Before encryption it is too early to ask; where it is missing though required, libcurl stops.
    if !encrypted, settings.server.tls == .required || (settings.server.tls == .opportunistic && offers("STARTTLS")) {
      return true
    }
    if needs.login, !offers("AUTH") {
      unmet =
        encrypted
        ? "it offers no login (AUTH): leave user and password out, or use its submission port"
        : "it offers no login (AUTH) without encryption: set TLS to required, or use its submission port"
    } else if needs.utf8Addresses, !offers("SMTPUTF8") {
      unmet = Self.noUTF8
    }
    return unmet == nil
  }

  static let noUTF8 =
    "it cannot carry an address with letters outside ASCII before the @ (it does not offer SMTPUTF8): use another address for that person"

  /// The next bytes of the message for libcurl; nil: stop. Returning none is what makes libcurl send the final dot.
  func next(atMost count: Int) -> ArraySlice<UInt8>? {
    if mustStop { return nil }
    let end = min(position + count, payload.count)
    let bytes = payload[position..<end]
    position = end
    if bytes.isEmpty {
      endHandedOver = true
      stage = .end
      reply = nil
      lines = []
      payload = []
      position = 0
    }
    return bytes
  }
}
