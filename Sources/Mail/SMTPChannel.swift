import CCurl

/// Delivers through a mail server, all messages over one connection that is kept open between them.
///
/// A delivery that fails on a connection which had gone stale meanwhile is repeated once on a new one, if nothing had been answered yet.
public actor SMTPChannel: MailChannel {
  /// `smtp host:port`.
  public nonisolated let name: String
  private let settings: SMTPSettings
  private let executor: BlockingExecutor
  private var session: SMTPSession?

  /// A channel to that server; nothing is opened yet.
  public init(_ settings: SMTPSettings) {
    self.settings = settings
    name = "smtp \(settings.server.place)"
    executor = BlockingExecutor(label: "mail.smtp")
  }

  /// A channel with a connection of its own.
  public nonisolated func another() -> (any MailChannel)? { SMTPChannel(settings) }

  /// Its own thread: libcurl blocks.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Connects, encrypts, logs in, and makes sure that the server answers.
  public func prepare() async throws {
    let cancellation = Cancellation()
    try await withTaskCancellationHandler {
      _ = try await connect(cancellation)
    } onCancel: {
      cancellation.raise()
    }
  }

  /// Delivers one message to all its recipients, or to none of them.
  public func deliver(_ message: Message) async -> Delivery {
    let cancellation = Cancellation()
    return await withTaskCancellationHandler {
      await deliver(message, cancellation)
    } onCancel: {
      cancellation.raise()
    }
  }

  /// Says QUIT and closes the connection.
  public func close() async {
    guard let session else { return }
    self.session = nil
    do { try session.quit() } catch { return }  // the connection goes with the session, said or unsaid
  }

  /// What the server said and offered, over a connection that now stands.
  func connect(_ cancellation: Cancellation) async throws -> SMTPConversation {
    while true {
      let session = try open()
      let outcome = try session.greet(cancellation)
      if outcome.code == CURLE_OK { return session.conversation }
      self.session = nil
      if cancellation.isRaised { throw CancellationError() }
      if outcome.reused { continue }  // it had gone stale; the next one is new
      throw MailError.unreachable(
        SMTPFailure(settings: settings, conversation: session.conversation, outcome: outcome).text
      )
    }
  }

  private func open() throws -> SMTPSession {
    if let session { return session }
    let new = try SMTPSession(settings)
    session = new
    return new
  }

  private func deliver(_ message: Message, _ cancellation: Cancellation) async -> Delivery {
    let envelope: (bytes: [UInt8], from: String, to: [String], utf8: Bool)
    do {
      envelope = try (
        message.rendered(), message.sender.wireAddress, message.to.map { try $0.wireAddress }, message.needsSMTPUTF8
      )
    } catch {
      return .notSent(reason: "\(error)", retryable: false)
    }
    do {
      while true {
        let session = try open()
        if envelope.utf8, session.conversation.refusesUTF8Addresses {
          return .notSent(reason: "mail server \(settings.server.place): \(SMTPConversation.noUTF8)", retryable: false)
        }
        let outcome = try session.send(
          envelope.bytes,
          from: envelope.from,
          to: envelope.to,
          utf8Addresses: envelope.utf8,
          cancellation
        )
        let failure = SMTPFailure(
          settings: settings,
          conversation: session.conversation,
          outcome: outcome,
          recipients: envelope.to.count
        )
        // After an error libcurl may keep a connection on which an answer is still to come: the next message would take it for its own.
        if outcome.code != CURLE_OK { self.session = nil }
        if outcome.reused, failure.isStaleConnection, !cancellation.isRaised { continue }
        return failure.delivery
      }
    } catch {
      return .notSent(reason: "\(error)", retryable: true)
    }
  }
}

extension SMTPFailure {
  /// The server had closed the connection since the last message (no answer to our first command, or its goodbye, 421), or what it
  /// says is out of step.
  var isStaleConnection: Bool {
    guard !conversation.endHandedOver, outcome.code != CURLE_OK, outcome.code != CURLE_OPERATION_TIMEDOUT else {
      return false
    }
    switch conversation.stage {
    case .connecting, .greeting: return conversation.reply == nil || conversation.reply?.code == 421
    // What is heard here may be a line too many after the last message: only on a connection without a past is it the answer.
    case .sender, .data: return true
    default: return false
    }
  }

  /// What the delivery came to, by the one question that counts: was the final dot handed over, and was it answered?
  var delivery: Delivery {
    if let answer = conversation.answerToEnd {
      if answer.isTakenOver { return .sent(reply: Self.shown(answer)) }
      if answer.code >= 400 { return refused }
    }
    guard conversation.endHandedOver else { return refused }
    // The write of the dot itself failed: the server cannot have seen it whole.
    if outcome.code == CURLE_SEND_ERROR, conversation.answerToEnd == nil {
      return .notSent(reason: text, retryable: true)
    }
    return .uncertain(reason: text + "; whether the message is on its way is not known: look in the server's log")
  }

  private var refused: Delivery {
    if let isCertain = isRefusalOfUs { return .refused(reason: text, isCertain: isCertain) }
    return .notSent(reason: text, retryable: !isPermanent)
  }
}
