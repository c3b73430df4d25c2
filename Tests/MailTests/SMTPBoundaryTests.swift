import CCurl
import Testing

@testable import Mail

/// The boundary of certainty as a table: what libcurl reports × how far the message had been handed over.
@Suite struct SMTPBoundaryTests {
  enum Far: CaseIterable {
    case recipientAccepted
    case withinMessage
    case endHandedOver
  }

  /// A conversation that came that far, with libcurl ending as given.
  private func failure(_ far: Far, _ code: CURLcode, answer: String? = nil) throws -> SMTPFailure {
    let settings = try SMTPSettings(url: "smtp://127.0.0.1:2525")
    let conversation = SMTPConversation(settings)
    conversation.begin(payload: Array("Subject: x\r\n\r\nx\r\n".utf8), needs: .init(), cancellation: Cancellation())
    for (said, heard) in [
      ("", "220 hi"), ("EHLO me", "250 peer"), ("MAIL FROM:<a@b>", "250 ok"), ("RCPT TO:<c@d>", "250 ok"),
    ] {
      conversation.said(said[...])
      #expect(conversation.heard(heard))
    }
    if far != .recipientAccepted {
      conversation.said("DATA")
      #expect(conversation.heard("354 go on"))
      #expect(conversation.next(atMost: 100)?.isEmpty == false)
    }
    if far == .endHandedOver { #expect(conversation.next(atMost: 100)?.isEmpty == true) }
    if let answer { #expect(conversation.heard(answer)) }
    return SMTPFailure(
      settings: settings,
      conversation: conversation,
      outcome: .init(code: code, words: "as it happens", reused: false)
    )
  }

  static let endings = [
    CURLE_OPERATION_TIMEDOUT, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_WEIRD_SERVER_REPLY, CURLE_OUT_OF_MEMORY,
    CURLE_ABORTED_BY_CALLBACK, CURLE_SSL_CONNECT_ERROR, CURLE_SEND_ERROR, CURLE_OK,
  ]

  @Test(arguments: [Far.recipientAccepted, .withinMessage], endings)
  func beforeTheEndNothingIsSent(far: Far, code: CURLcode) throws {
    guard case .notSent(_, retryable: true) = try failure(far, code).delivery else {
      throw TestFailure("\(try failure(far, code).delivery)")
    }
  }

  @Test(arguments: endings.filter { $0 != CURLE_SEND_ERROR })
  func afterTheEndWithoutAnswerNobodyKnows(code: CURLcode) throws {
    guard case .uncertain = try failure(.endHandedOver, code).delivery else {
      throw TestFailure("\(try failure(.endHandedOver, code).delivery)")
    }
  }

  @Test func anEndThatCouldNotBeWrittenIsNoEnd() throws {
    guard case .notSent(_, retryable: true) = try failure(.endHandedOver, CURLE_SEND_ERROR).delivery else {
      throw TestFailure("\(try failure(.endHandedOver, CURLE_SEND_ERROR).delivery)")
    }
  }

  @Test(arguments: endings) func theAnswerCountsWhateverLibcurlMakesOfIt(code: CURLcode) throws {
    #expect(try failure(.endHandedOver, code, answer: "250 taken").delivery == .sent(reply: "250 taken"))
    guard case .notSent(_, retryable: false) = try failure(.endHandedOver, code, answer: "554 spam").delivery,
      case .notSent(_, retryable: true) = try failure(.endHandedOver, code, answer: "451 later").delivery
    else { throw TestFailure("a refusal is definite") }
  }

  @Test func aLoginThatReadsLikeACommandIsNotTakenForOne() throws {
    let conversation = SMTPConversation(try SMTPSettings(url: "smtp://127.0.0.1:2525"))
    conversation.begin(payload: [], needs: .init(), cancellation: Cancellation())
    #expect(conversation.heard("220 hi"))
    conversation.said("AUTH LOGIN\r\n")
    #expect(conversation.heard("334 VXNlcm5hbWU6"))
    conversation.said("DATA\r\n")  // the base64 of three bytes
    #expect(conversation.stage == .login)
    #expect(conversation.heard("235 welcome"))
    #expect(conversation.loggedIn)
  }
}
