import CCurl

/// Puts into words what went wrong with a mail server: where, at which stage, what it said, what to do.
struct SMTPFailure {
  let settings: SMTPSettings
  let conversation: SMTPConversation
  let outcome: SMTPSession.Outcome
  var recipients = 1

  /// The server's refusal of what was said last, if that is what happened.
  var refusal: SMTPConversation.Reply? {
    conversation.reply.flatMap { $0.code >= 400 ? $0 : nil }
  }

  /// Whether the failure is this message's own, so that trying it again unchanged is useless.
  var isPermanent: Bool {
    if conversation.unmet == SMTPConversation.noUTF8 { return true }
    guard let refusal, refusal.code >= 500 else { return false }
    return [.sender, .recipient, .data, .end].contains(conversation.stage)
  }

  /// Whether the server refused us rather than this message: certainly (true), or if it meets several in a row (false); nil: it did not.
  var isRefusalOfUs: Bool? {
    guard let refusal, [.sender, .recipient, .data, .end].contains(conversation.stage) else { return nil }
    // 530, 534, 535, 538: the login or the encryption is wanted otherwise, for every message.
    if [530, 534, 535, 538].contains(refusal.code) { return true }
    if conversation.stage == .sender { return mayBeAboutTheMessage(refusal) ? nil : true }
    guard refusal.code >= 500 else { return nil }
    let detail = refusal.enhanced
    if detail.hasPrefix("5.7.") { return false }
    // Servers without enhanced codes say it in words: "550 relay not permitted".
    let speaksOfRelaying = detail.isEmpty && refusal.text.lowercased().contains("relay")
    return speaksOfRelaying && conversation.stage == .recipient ? false : nil
  }

  /// At MAIL FROM the message's size and the letters of its addresses are told, too. 421 ends the connection, and no more is known.
  private func mayBeAboutTheMessage(_ refusal: SMTPConversation.Reply) -> Bool {
    if [421, 552].contains(refusal.code) { return true }
    let detail = refusal.enhanced.dropFirst(2)
    return detail == "3.4" || detail.hasPrefix("6.")
  }

  /// The whole of it, in one line without secrets.
  var text: String {
    let words = "mail server \(settings.server.place): \(what)"
    return settings.server.password?.removed(from: words) ?? words
  }

  private var what: String {
    if let unmet = conversation.unmet { return unmet }
    if outcome.code == CURLE_ABORTED_BY_CALLBACK || outcome.code == CURLE_READ_ERROR, conversation.isCancelled {
      return "stopped at \(stage) before the message was handed over, as requested"
    }
    if let refusal { return "\(stage) was refused: \(said(refusal)). \(remedy(for: refusal))" }
    switch outcome.code {
    case CURLE_OPERATION_TIMEDOUT:
      return conversation.stage == .connecting
        ? "no connection within \(settings.server.timeoutSeconds) s: check host, port and firewall"
        : "no answer to \(stage) within \(patience) s: check the server, or give it longer"
    case CURLE_COULDNT_RESOLVE_HOST: return "the host name is not known: check its spelling and the name service"
    case CURLE_COULDNT_CONNECT:
      return "no connection (\(outcome.words)): check that the server runs, its port, and the firewall"
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
      return
        "its certificate is not trusted (\(outcome.words)): give the file of the certificates to trust, or the name that is in it"
    case CURLE_SSL_CONNECT_ERROR:
      return "encryption could not be set up (\(outcome.words)): check that the port speaks TLS as configured"
    case CURLE_USE_SSL_FAILED:
      return "it offers no encryption (STARTTLS), which is required: use its submission port, or smtps://"
    case CURLE_LOGIN_DENIED:
      let wanted = settings.server.authentication
      if wanted != .auto {
        return "it does not offer the way to log in that is asked for, \(wanted.mechanism) (it offers \(offeredLogins))"
      }
      return
        "it offers no way to log in that is supported here (\(offeredLogins))"
    default: return "the connection broke at \(stage) (\(outcome.words)): check the server's log"
    }
  }

  private var offeredLogins: String {
    conversation.offers.filter { $0.hasPrefix("AUTH") }.joined(separator: " ")
  }

  private var patience: Int {
    conversation.stage == .end ? settings.endTimeoutSeconds : settings.server.timeoutSeconds
  }

  private var stage: String {
    conversation.stage == .recipient && recipients > 1
      ? "RCPT TO (recipient \(conversation.recipient) of \(recipients))" : conversation.stage.rawValue
  }

  private func said(_ reply: SMTPConversation.Reply) -> String { Self.shown(reply) }

  /// A server's words, fit for one line of a log.
  static func shown(_ reply: SMTPConversation.Reply) -> String {
    String(reply.text.unicodeScalars.filter { !isControl($0) }.prefix(500).map(Character.init))
  }

  private func remedy(for reply: SMTPConversation.Reply) -> String {
    switch (conversation.stage, reply.code) {
    case (.login, 500...) where settings.server.authentication == .xoauth2:
      "Check the user, and that the access token is of today and for sending mail"
    case (.login, 500...): "Check the user and the password"
    case (_, 530), (_, 534), (_, 538): "Give a user and a password, or set TLS to required"
    case (_, ..<500): "It may be accepted later"
    case (.recipient, _): "Check the recipient's address"
    case (.sender, _): "Check the sender's address, and that this server may send for it"
    case (.data, _), (.end, _): "Ask who runs the server why it refuses this message"
    default: "Check the server's address and port"
    }
  }
}
