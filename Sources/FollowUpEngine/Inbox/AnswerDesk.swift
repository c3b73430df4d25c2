import Crypto
import Foundation
import Logging
public import Mail
import Postgres

/// Makes and reads the answers that buttons in mails and pages open: mails to the agency's answer address, each signed for one turn of
/// one follow-up and one reader. Whoever has not been given an answer cannot make one, and nobody can use that of somebody else.
public struct AnswerDesk: Sendable {
  /// What a button says came of a follow-up: the outcome as a filled-in list has it.
  enum Button: String, CaseIterable {
    case done = "Done"
    case reminded = "Reminded"
    case notToday = "Not today"
    case noAnswer = "No answer"

    /// What is offered to whoever works a list; reminding is for what the candidate owes.
    static func offered(isReminder: Bool) -> [Button] { allCases.filter { isReminder || $0 != .reminded } }
  }

  /// What an answer's token says, once its signature is right.
  struct Claim: Equatable {
    let followUp: Int
    /// The date it was due on when the answer was offered, in its reader's zone: `2026-11-28`.
    let day: String
  }

  /// The answer address.
  public let address: Mailbox
  private let agency: Int
  private let key: SymmetricKey

  init(address: Mailbox, agency: Int, secret: [UInt8]) {
    self.address = address
    self.agency = agency
    key = SymmetricKey(data: secret)
  }

  /// The desk of a session's agency; nil: it has no answer address, or this role may not sign.
  ///
  /// What signs is made when it is first needed; a session that only reads makes nothing.
  ///
  /// - Parameter makesSecret: whether it may be made, as in a dry run it may not.
  static func open(_ session: AgencySession, makesSecret: Bool = true) async throws -> AnswerDesk? {
    guard let address = session.answers else { return nil }
    let without = "this role may not sign answers: the pages come without their buttons"
    guard let secret = try await AgencySecret.open(session, makes: makesSecret, without: without) else { return nil }
    return AnswerDesk(address: address, agency: session.agency.id, secret: secret)
  }

  // MARK: Making answers

  /// The `mailto:` links of a row, with their labels.
  ///
  /// - Parameters:
  ///   - title: what is to be done, in words.
  ///   - day: the date it is due on, in the reader's zone: `2026-11-28`.
  ///   - reader: whose address the answers will come from.
  func links(
    _ buttons: [Button],
    followUp: Int,
    title: String,
    day: String,
    reader: String
  ) -> [[String: String]] {
    let token = token(followUp: followUp, day: day, reader: reader)
    return buttons.map { button in
      let subject = "\(button.rawValue): \(title.prefix(120)) [\(token)]"
      let text =
        "\n\n\(ReceivedMessage.answerEnd) Write a note above this line if you like, and send the mail as it is."
      return ["label": button.rawValue, "href": MailLink.to(address.address, subject: subject, text: text)]
    }
  }

  /// `#482.20261128.` and the signature.
  func token(followUp: Int, day: String, reader: String) -> String {
    let claim = "\(followUp).\(day.filter(\.isNumber))"
    return "#\(claim).\(signature("answer", claim, reader))"
  }

  /// What a Message-ID bears, so that an answer to the mail shows that its writer has it.
  func mark(ofMessage key: String, to reader: String) -> String { String(signature("message", key, reader)) }

  // MARK: Reading answers

  /// The token in a text; nil: there is none.
  static func token(in text: String) -> Substring? { text.firstMatch(of: token)?.output.0 }

  /// What a token says; nil: it was not made here for that reader.
  func claim(_ token: some StringProtocol, from reader: String) -> Claim? {
    guard let match = String(token).wholeMatch(of: Self.token), let followUp = Int(match.followUp),
      isSame(String(match.signature), signature("answer", "\(match.followUp).\(match.day)", reader))
    else { return nil }
    let day = match.day
    return Claim(followUp: followUp, day: "\(day.prefix(4))-\(day.dropFirst(4).prefix(2))-\(day.suffix(2))")
  }

  /// Whether a mark was made here for that message and reader.
  func isMark(_ mark: String, ofMessage key: String, to reader: String) -> Bool {
    isSame(mark, signature("message", key, reader))
  }

  /// Looked at in the mail's subject, which programs fold and encode, and never break.
  nonisolated(unsafe) private static let token =
    /#(?<followUp>[1-9]\d{0,17})\.(?<day>\d{8})\.(?<signature>[a-z2-7]{26})/

  /// HMAC-SHA-256 (RFC 2104) over purpose, agency, what is claimed and reader; 130 bits of it in letters that every mail program leaves alone.
  private func signature(_ purpose: String, _ claim: String, _ reader: String) -> String {
    let text = [purpose, String(agency), claim, reader.lowercased()].joined(separator: "\u{0}")
    let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    var (bits, value, result) = (0, 0, "")
    for byte in code {
      value = (value << 8 | Int(byte)) & 0xFFFF
      bits += 8
      while bits >= 5, result.count < 26 {
        bits -= 5
        result.append(letters[value >> bits & 31])
      }
    }
    return result
  }

  /// Takes as long however early they differ.
  private func isSame(_ one: String, _ other: String) -> Bool {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    return one.count == other.count && zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
