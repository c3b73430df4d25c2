import Foundation
import TestSupport
import Testing

@testable import Mail

/// What becomes of a delivery when the server fails at a given place: each test sees that its fault was done.
@Suite struct SMTPFaultTests {
  private typealias Fault = ScriptedPeer.Fault

  private struct NotSent: Equatable {
    let reason: String
    let retryable: Bool
  }

  /// Lets a channel with a short patience talk to a peer with these faults.
  private func withPeer(
    _ faults: [ScriptedPeer.Fault],
    offers: [String] = ["8BITMIME"],
    user: String? = nil,
    password: String? = nil,
    authentication: MailAuthentication = .auto,
    timeoutSeconds: Int = 20,
    endTimeoutSeconds: Int = 20,
    _ body: (ScriptedPeer, SMTPChannel) async throws -> Void
  ) async throws {
    let peer = try ScriptedPeer(faults, offers: offers)
    defer { peer.stop() }
    let channel = SMTPChannel(
      try SMTPSettings(
        url: peer.url,
        user: user,
        password: password,
        authentication: authentication,
        timeoutSeconds: timeoutSeconds,
        endTimeoutSeconds: endTimeoutSeconds
      )
    )
    try await body(peer, channel)
    await channel.close()
  }

  private func notSent(_ delivery: Delivery, _ location: SourceLocation = #_sourceLocation) throws -> NotSent {
    guard case .notSent(let reason, let retryable) = delivery else {
      Issue.record("not notSent but \(delivery)", sourceLocation: location)
      throw TestFailure("\(delivery)")
    }
    return NotSent(reason: reason, retryable: retryable)
  }

  private func uncertain(_ delivery: Delivery, _ location: SourceLocation = #_sourceLocation) throws -> String {
    guard case .uncertain(let reason) = delivery else {
      Issue.record("not uncertain but \(delivery)", sourceLocation: location)
      throw TestFailure("\(delivery)")
    }
    return reason
  }

  // Before the final dot: certainly not sent.

  @Test(arguments: [
    ("MAIL", "552 5.3.4 too big", "MAIL FROM", false), ("MAIL", "421 4.3.2 going down", "MAIL FROM", true),
    ("RCPT", "550 5.1.1 no such user", "RCPT TO", false), ("RCPT", "450 4.2.0 greylisted", "RCPT TO", true),
    ("DATA", "554 5.5.1 no valid recipients", "DATA", false), ("DATA", "421 4.3.2 going down", "DATA", true),
  ])
  func aRefusalSaysWhereAndWhetherToTryAgain(
    command: String,
    reply: String,
    stage: String,
    retryable: Bool
  ) async throws {
    try await withPeer([.init(at: command, action: .reply(reply))]) { (peer, channel) async throws in
      let outcome = try await notSent(channel.deliverNudge())
      #expect(peer.saw("fault at \(command)"))
      #expect(outcome.reason.contains("mail server 127.0.0.1:\(peer.port): \(stage) was refused: \(reply). "))
      #expect(outcome.retryable == retryable)
      #expect(peer.messages == [])
    }
  }

  // What a server has against us is not the message's fault.

  @Test(arguments: [
    ("MAIL", "553 5.7.1 Sender is not allowed to relay emails", true), ("MAIL", "550 not from you", true),
    ("MAIL", "451 4.3.0 busy", true), ("MAIL", "530 5.7.0 Must issue a STARTTLS command first", true),
    ("RCPT", "530 5.7.57 client not authenticated", true), ("RCPT", "554 5.7.1 Relay access denied", false),
    ("RCPT", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", false),
    ("RCPT", "550 relay not permitted", false), ("DATA", "554 5.7.1 no", false), ("END", "554 5.7.1 spam", false),
  ])
  func aRefusalOfUsIsToldFromOneOfTheMessage(command: String, reply: String, isCertain: Bool) async throws {
    try await withPeer([.init(at: command, action: .reply(reply))]) { (peer, channel) async throws in
      let delivery = try await channel.deliverNudge()
      #expect(peer.saw("fault at \(command)"))
      guard case .refused(let reason, let certain) = delivery else { throw TestFailure("\(delivery)") }
      #expect(reason.contains("was refused: \(reply). "))
      #expect(certain == isCertain)
    }
  }

  @Test func aRefusalOfManyLinesIsToldWhole() async throws {
    try await withPeer([
      .init(at: "RCPT", action: .reply("550-5.1.1 no such user\r\n550-5.1.1 ask\r\n550 5.1.1 the postmaster"))
    ]) { (peer, channel) async throws in
      let outcome = try await notSent(channel.deliverNudge())
      #expect(outcome.reason.contains("550 5.1.1 no such user 5.1.1 ask 5.1.1 the postmaster"))
      #expect(!outcome.retryable)
    }
  }

  @Test func oneRefusedRecipientOfTwoStopsTheMessage() async throws {
    try await withPeer([.init(at: "RCPT", action: .reply("550 5.1.1 no such user"), time: 2)]) {
      (peer, channel) async throws in
      let outcome = try await notSent(channel.deliverNudge(to: ["rita@agency.example", "gone@agency.example"]))
      #expect(outcome.reason.contains("RCPT TO (recipient 2 of 2) was refused: 550"))
      #expect(!outcome.retryable)
      #expect(peer.saw("fault at RCPT"))
      #expect(!peer.saw("1 DATA"))
    }
  }

  @Test(arguments: ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
  func aConnectionLostBeforeTheMessageIsTriedAgainLater(place: String) async throws {
    try await withPeer([.init(at: place, action: .close)]) { (peer, channel) async throws in
      let outcome = try await notSent(channel.deliverNudge())
      #expect(peer.saw("fault at \(place)"))
      #expect(outcome.retryable)
      #expect(peer.connections == 1, "a new connection is not tried twice")
      #expect(peer.messages == [])
    }
  }

  @Test func aConnectionBrokenWithinTheMessageIsTriedAgainLater() async throws {
    // More than the system's buffers take: the end of the message cannot have been handed over.
    let message = try nudge(attachments: [
      .init(filename: "big.bin", contentType: "application/octet-stream", bytes: Array(repeating: 7, count: 24_000_000))
    ])
    try await withPeer([.init(at: "BODY", action: .reset)]) { (peer, channel) async throws in
      let outcome = try await notSent(channel.deliver(message))
      #expect(peer.saw("1 DATA"))
      #expect(peer.saw("fault at BODY"))
      #expect(outcome.retryable)
      #expect(outcome.reason.contains("the connection broke at DATA"))
      #expect(peer.messages == [])
    }
  }

  @Test func aServerThatNoLongerAnswersBeforeTheMessageIsTriedAgainLater() async throws {
    try await withPeer([.init(at: "RCPT", action: .hold)], timeoutSeconds: 2) { (peer, channel) async throws in
      let outcome = try await notSent(channel.deliverNudge())
      #expect(peer.saw("fault at RCPT"))
      #expect(outcome.retryable)
      #expect(outcome.reason.contains("no answer to RCPT TO within 2 s"))
    }
  }

  // The answer to the final dot is definite.

  @Test(arguments: [
    ("451 4.3.0 try later", true), ("421 4.3.2 closing", true), ("552 5.3.4 too big", false), ("554 5.6.0 spam", false),
  ])
  func aRefusalAfterTheMessageIsDefinite(reply: String, retryable: Bool) async throws {
    try await withPeer([.init(at: "END", action: .reply(reply))]) { (peer, channel) async throws in
      let outcome = try await notSent(channel.deliverNudge())
      #expect(peer.messages.count == 1, "the whole message had been read")
      #expect(peer.saw("fault at END"))
      #expect(outcome.reason.contains("the end of the message was refused: \(reply). "))
      #expect(outcome.retryable == retryable)
    }
  }

  @Test func anAnswerOfManyLinesIsOneAnswer() async throws {
    try await withPeer([.init(at: "END", action: .reply("250-2.0.0 taken\r\n250 2.0.0 as 7"))]) {
      (peer, channel) async throws in
      #expect(try await channel.deliverNudge() == .sent(reply: "250 2.0.0 taken 2.0.0 as 7"))
    }
  }

  // After the final dot without an answer: nobody knows.

  @Test func aConnectionLostAfterTheMessageIsUncertain() async throws {
    try await withPeer([.init(at: "END", action: .close)]) { (peer, channel) async throws in
      let reason = try await uncertain(channel.deliverNudge())
      #expect(peer.messages.count == 1, "the whole message had been read")
      #expect(peer.saw("fault at END"))
      #expect(reason.contains("mail server 127.0.0.1:\(peer.port): the connection broke at the end of the message"))
      #expect(reason.contains("look in the server's log"))
      #expect(peer.connections == 1, "it is not tried again")
    }
  }

  @Test(arguments: ["354 go on", "221 goodbye"])
  func anAnswerThatIsNoneToAMessageIsUncertain(reply: String) async throws {
    try await withPeer([.init(at: "END", action: .reply(reply))]) { (peer, channel) async throws in
      _ = try await uncertain(channel.deliverNudge())
      #expect(peer.messages.count == 1, "the whole message had been read")
      #expect(peer.saw("fault at END"))
    }
  }

  @Test func aLateAnswerIsNotTakenForThatToTheNextMessage() async throws {
    // The server takes the first message over only after we gave up, and then refuses the second.
    let faults = [
      Fault(at: "END", action: .hold, time: 1), Fault(at: "END", action: .reply("554 5.6.0 spam"), time: 2),
    ]
    try await withPeer(faults, timeoutSeconds: 2, endTimeoutSeconds: 2) { (peer, channel) async throws in
      let reason = try await uncertain(channel.deliverNudge("one"))
      #expect(reason.contains("no answer to the end of the message within 2 s"))
      #expect(peer.saw("fault at END: hold"))
      peer.release()

      let second = try await notSent(channel.deliverNudge("two"))
      #expect(second.reason.contains("554 5.6.0 spam"))
      #expect(peer.connections == 2, "the connection of the first is not used again")
    }
  }

  @Test func theAnswerToTheEndOfAMessageIsGivenItsTime() async throws {
    try await withPeer([.init(at: "END", action: .hold)], timeoutSeconds: 1, endTimeoutSeconds: 600) {
      (peer, channel) async throws in
      let message = try nudge()
      let delivery = Task { await channel.deliver(message) }
      try await peer.reached("fault at END")
      // Longer than any other answer is waited for.
      try await Task.sleep(for: .seconds(4))
      peer.release()
      #expect(await delivery.value == .sent(reply: "250 queued as 1"))
    }
    #expect(try SMTPSettings(url: "smtp://mail.example").endTimeoutSeconds == 600, "RFC 5321, 4.5.3.2.6")
  }

  @Test(arguments: ["250 2.0.0 again", "554 5.7.1 what", "354 go on"])
  func aLineTooManyAfterAMessageIsNotTakenForAnAnswerToTheNext(line: String) async throws {
    let fault = Fault(at: "END", action: .reply("250 queued as 1\r\n" + line), time: 1)
    try await withPeer([fault]) { (peer, channel) async throws in
      #expect(try await channel.deliverNudge("one") == .sent(reply: "250 queued as 1"))
      #expect(peer.saw("fault at END"))
      #expect(try await channel.deliverNudge("two") == .sent(reply: "250 queued as 2"))
      #expect(peer.messages.count == 2)
    }
  }

  // Stopping.

  @Test func cancellingBeforeTheMessageStopsIt() async throws {
    try await withPeer([.init(at: "RCPT", action: .hold)]) { (peer, channel) async throws in
      let message = try nudge()
      let delivery = Task { await channel.deliver(message) }
      try await peer.reached("fault at RCPT")
      delivery.cancel()
      let outcome = try await notSent(delivery.value)
      #expect(outcome.retryable)
      #expect(outcome.reason.contains("stopped at RCPT TO before the message was handed over, as requested"))
      #expect(!peer.saw("1 DATA"))
    }
  }

  @Test func cancellingAfterTheMessageWaitsForTheAnswer() async throws {
    try await withPeer([.init(at: "END", action: .hold)]) { (peer, channel) async throws in
      let message = try nudge()
      let delivery = Task { await channel.deliver(message) }
      try await peer.reached("fault at END")
      delivery.cancel()
      peer.release()
      #expect(await delivery.value == .sent(reply: "250 queued as 1"))
    }
  }

  @Test func aCancelledTaskBeginsNothing() async throws {
    try await withPeer([]) { (peer, channel) async throws in
      let preparation = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        try await channel.prepare()
      }
      await #expect(throws: CancellationError.self) { try await preparation.value }
      let message = try nudge()
      let delivery = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return await channel.deliver(message)
      }
      #expect(try await notSent(delivery.value).retryable)
      #expect(!peer.saw("1 MAIL"))
    }
  }

  // The warm connection.

  @Test func aConnectionThatTheServerClosedMeanwhileIsReplaced() async throws {
    let faults = [Fault(at: "NOOP", action: .close, time: 2)]
    try await withPeer(faults) { (peer, channel) async throws in
      try await channel.prepare()
      #expect(try await channel.deliverNudge("one") == .sent(reply: "250 queued as 1"))
      try await channel.prepare()
      #expect(try await channel.deliverNudge("two") == .sent(reply: "250 queued as 2"))
      #expect(peer.saw("fault at NOOP"))
      #expect(peer.connections == 2)
    }
  }

  @Test(arguments: [ScriptedPeer.Action.close, .reply("421 4.4.2 idle too long")])
  func aConnectionThatProvesStaleAtTheNextMessageIsReplaced(action: ScriptedPeer.Action) async throws {
    try await withPeer([.init(at: "MAIL", action: action, time: 2)]) { (peer, channel) async throws in
      #expect(try await channel.deliverNudge("one") == .sent(reply: "250 queued as 1"))
      #expect(try await channel.deliverNudge("two") == .sent(reply: "250 queued as 2"))
      #expect(peer.saw("fault at MAIL"))
      #expect(peer.connections == 2)
      #expect(peer.messages.count == 2)
    }
  }

  @Test func afterAFailureTheNextMessageIsDelivered() async throws {
    try await withPeer([.init(at: "RCPT", action: .reply("550 5.1.1 no such user"), time: 1)]) {
      (peer, channel) async throws in
      #expect(try await !notSent(channel.deliverNudge("one")).retryable)
      #expect(try await channel.deliverNudge("two") == .sent(reply: "250 queued as 1"))
    }
  }

  @Test func closingDoesNotWaitForAServerThatIsGone() async throws {
    try await withPeer([.init(at: "QUIT", action: .hold)], timeoutSeconds: 2) { (peer, channel) async throws in
      #expect(try await channel.deliverNudge() == .sent(reply: "250 queued as 1"))
      await channel.close()
      #expect(peer.saw("1 QUIT"))
      #expect(peer.saw("fault at QUIT"))
    }
  }

  // What libcurl would let pass.

  @Test func aServerWithoutLoginIsNotUsedWithoutLogin() async throws {
    try await withPeer([], user: "rita", password: "secret-word") { (peer, channel) async throws in
      let error = try await #require(throws: MailError.self) { try await channel.prepare() }
      #expect(error.description.contains("it offers no login (AUTH)"))
      #expect(try await notSent(channel.deliverNudge()).retryable)
      #expect(peer.saw("1 EHLO"))
      #expect(!peer.events.contains { $0.contains("MAIL") })
    }
  }

  /// "\0rita\0secret-word", "rita", "secret-word" and "user=rita\1auth=Bearer secret-word\1\1", in base64.
  @Test(arguments: [
    (MailAuthentication.plain, ["AUTH PLAIN", "AHJpdGEAc2VjcmV0LXdvcmQ="]),
    (.login, ["AUTH LOGIN", "cml0YQ==", "c2VjcmV0LXdvcmQ="]),
    (.xoauth2, ["AUTH XOAUTH2", "dXNlcj1yaXRhAWF1dGg9QmVhcmVyIHNlY3JldC13b3JkAQE="]),
  ])
  func theWayToLogInThatIsAskedForIsUsed(way: MailAuthentication, said: [String]) async throws {
    let offers = ["AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2 OAUTHBEARER"]
    try await withPeer([], offers: offers, user: "rita", password: "secret-word", authentication: way) {
      (peer, channel) async throws in
      for _ in 0..<2 {
        guard case .sent = try await channel.deliverNudge() else { throw TestFailure("not sent: \(peer.events)") }
      }
      #expect(peer.logins == said, "once, and in that way")
      #expect(peer.connections == 1)
    }
  }

  @Test func aWayToLogInThatTheServerDoesNotOfferIsNotReplacedByAnother() async throws {
    try await withPeer(
      [],
      offers: ["AUTH PLAIN LOGIN"],
      user: "rita",
      password: "secret-word",
      authentication: .xoauth2
    ) {
      (peer, channel) async throws in
      let error = try await #require(throws: MailError.self) { try await channel.prepare() }
      #expect(error.description.contains("the way to log in that is asked for, XOAUTH2 (it offers AUTH PLAIN LOGIN)"))
      #expect(peer.logins.isEmpty)
      #expect(try await notSent(channel.deliverNudge()).retryable)
    }
  }

  @Test func aTokenThatIsRefusedIsNotShown() async throws {
    let fault = Fault(at: "AUTH", action: .reply("535 5.7.8 not accepted: secret-word"))
    try await withPeer(
      [fault],
      offers: ["AUTH XOAUTH2"],
      user: "rita",
      password: "secret-word",
      authentication: .xoauth2
    ) { (peer, channel) async throws in
      let error = try await #require(throws: MailError.self) { try await channel.prepare() }
      #expect(peer.saw("fault at AUTH"))
      #expect(error.description.contains("the access token is of today"))
      #expect(!error.description.contains("secret-word"))
    }
  }

  @Test func aServerThatDoesNotEncryptIsNotUsedWhenEncryptionIsRequired() async throws {
    let peer = try ScriptedPeer()
    defer { peer.stop() }
    let channel = SMTPChannel(try SMTPSettings(url: peer.url, user: "rita", password: "secret-word", tls: .required))
    #expect(
      try await notSent(channel.deliverNudge()).reason.contains("it offers no encryption (STARTTLS), which is required")
    )
    #expect(peer.saw("1 EHLO"))
    #expect(!peer.events.contains { $0.contains("MAIL") || $0.contains("AUTH") })
  }

  @Test func aServerThatRepeatsThePasswordDoesNotGetItIntoOurMessages() async throws {
    let fault = Fault(at: "AUTH", action: .reply("535 5.7.8 bad password secret-word c2VjcmV0LXdvcmQ="))
    try await withPeer([fault], offers: ["AUTH PLAIN"], user: "rita", password: "secret-word") {
      (peer, channel) async throws in
      let error = try await #require(throws: MailError.self) { try await channel.prepare() }
      #expect(peer.saw("fault at AUTH"))
      #expect(error.description.contains("535 5.7.8 bad password (hidden) (hidden)"))
    }
  }

  @Test func anAddressThatTheServerCannotCarryIsNotTriedAgain() async throws {
    let message = try nudge(to: ["josé@agency.example"])
    try await withPeer([]) { (peer, channel) async throws in
      let cold = try await notSent(channel.deliver(message))
      #expect(cold.reason.contains("SMTPUTF8"))
      #expect(!cold.retryable)
      try await channel.prepare()
      let warm = try await notSent(channel.deliver(message))
      #expect(warm == cold)
      #expect(!peer.events.contains { $0.contains("MAIL") })
      #expect(try await channel.deliverNudge() == .sent(reply: "250 queued as 1"))
    }
  }

  @Test func aMessageThatCannotBeWrittenDownIsNotTriedAgain() async throws {
    try await withPeer([]) { (peer, channel) async throws in
      let outcome = try await notSent(channel.deliverNudge(subject: "a\r\nBcc: x@evil.example"))
      #expect(!outcome.retryable)
      #expect(peer.connections == 0)
    }
  }

  @Test func messagesSentAtOnceGoOneAfterTheOther() async throws {
    try await withPeer([]) { (peer, channel) async throws in
      let outcomes = try await withThrowingTaskGroup(of: Delivery.self) { group in
        for number in 0..<12 { group.addTask { try await channel.deliverNudge("nudge-\(number)") } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.allSatisfy { if case .sent = $0 { true } else { false } })
      #expect(peer.connections == 1)
      let received = try Set(peer.messages.map { try ReceivedMessage($0).messageID })
      #expect(received.count == 12)
    }
  }
}
