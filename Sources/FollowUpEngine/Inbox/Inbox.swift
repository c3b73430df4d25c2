import Catalog
import Crypto
import Foundation
import Logging
public import Mail
import Postgres
public import Tabular

/// What comes back by mail: answers to lists and nudges, copies of mails between people, mails that did not arrive.
///
/// Each mail is taken once, by its Message-ID. What is written down for it is written under a key of its own, so that a reader that was
/// killed in the middle does nothing twice. What cannot be matched is kept with the reason, and never guessed.
public struct Inbox: Sendable {
  /// What became of the mails.
  public struct Outcome: Sendable, Equatable {
    /// Mails that something was done with.
    public internal(set) var taken = 0
    /// Mails of programs, and answers to what was settled before.
    public internal(set) var ignored = 0
    /// Mails that a person has to look at.
    public internal(set) var unmatched = 0
    /// Mails that had been read before.
    public internal(set) var known = 0
    /// What was done, mail by mail.
    public internal(set) var rows: [String] = []
    /// Why nothing could be done, mail by mail.
    public internal(set) var troubles: [String] = []

    /// In a sentence.
    public var summary: String {
      "\(taken) taken, \(ignored) ignored, \(known) read before, \(unmatched) not matched."
    }

    /// For the record of a run.
    public var numbers: [String: Int] {
      ["taken": taken, "ignored": ignored, "known": known, "unmatched": unmatched]
    }
  }

  private let session: AgencySession
  private let isDryRun: Bool

  /// The inbox of an agency; a dry run tries everything, and neither records nor marks anything.
  public init(_ session: AgencySession, dryRun: Bool = false) {
    self.session = session
    isDryRun = dryRun
  }

  /// Reads what is new in a mailbox, mail by mail. A mail that cannot be understood stops none of the others.
  ///
  /// - Throws: ``MailError`` when the mailbox cannot be reached; what was read until then is done.
  public func read(_ mailbox: any MailboxReader) async throws -> Outcome {
    do {
      let outcome = try await readAll(mailbox)
      await mailbox.close()
      return outcome
    } catch {
      await mailbox.close()
      throw error
    }
  }

  /// How many mails of a mailbox are new; nothing is read or marked.
  ///
  /// - Throws: ``MailError`` when the mailbox cannot be reached.
  public func unread(_ mailbox: any MailboxReader) async throws -> Int {
    do {
      let items = try await mailbox.unread(after: try await position(in: mailbox.name))
      await mailbox.close()
      return items.count
    } catch {
      await mailbox.close()
      throw error
    }
  }

  private func readAll(_ mailbox: any MailboxReader) async throws -> Outcome {
    let taker = MailTaker(session, desk: try await AnswerDesk.open(session, makesSecret: !isDryRun), dryRun: isDryRun)
    let items = try await mailbox.unread(after: try await position(in: mailbox.name))
    var outcome = Outcome()
    for item in items {
      try Task.checkCancellation()
      if let bytes = try await mailbox.bytes(of: item) { try await take(bytes, taker, &outcome) }
      if isDryRun { continue }
      try await mailbox.finish(item)
      if let position = item.position { try await move(to: position, in: mailbox.name) }
    }
    // Touches count from now on: the lists and nudges that follow must see them.
    if outcome.taken > 0, !isDryRun { try await TouchLog(session).plan() }
    return outcome
  }

  private func take(_ bytes: [UInt8], _ taker: MailTaker, _ outcome: inout Outcome) async throws {
    var verdict: MailVerdict
    var mail: ReceivedMessage?
    var id = "sha256:" + hexadecimal(SHA256.hash(data: bytes))
    do {
      let read = try ReceivedMessage(bytes)
      mail = read
      if let messageID = read.messageID, messageID.utf8.count <= 990 { id = messageID }
      if try await isKnown(id) {
        outcome.known += 1
        return
      }
      verdict = try await taker.take(read, bytes, id: id)
    } catch let error as MailError {
      verdict = MailVerdict(.unreadable, .unmatched, "it cannot be read as a mail: \(error)")
    }
    try await record(verdict, id: id, mail)
    outcome.add(verdict, of: mail)
  }

  private func isKnown(_ id: String) async throws -> Bool {
    let statement = try session.statements.inboxKnown(messageID: id)
    return try await session.transaction { connection in try !connection.query(statement).isEmpty }
  }

  private func record(_ verdict: MailVerdict, id: String, _ mail: ReceivedMessage?) async throws {
    guard !isDryRun else { return }
    let statement = try session.statements.inboxRecord(
      body: verdict.state == .unmatched ? mail.map { Self.storable($0.writtenWords, limit: 4_000) } : nil,
      kind: verdict.kind.rawValue,
      messageID: id,
      reason: verdict.reason.map { Self.storable($0, limit: 2_000) },
      sender: mail?.from.first.map { Self.storable($0.address, limit: 300) },
      sentAt: mail?.date.flatMap { EventDates.earliestMoment <= $0 ? $0 : nil },
      state: verdict.state.rawValue,
      subject: mail?.subject.map { Self.storable($0.onOneLine, limit: 500) }
    )
    _ = try await session.transaction { connection in try connection.execute(statement) }
  }

  /// What the server can hold, shortened.
  private static func storable(_ text: String, limit: Int) -> String {
    String(text.replacing("\0", with: "").prefix(limit))
  }

  private func position(in folder: String) async throws -> MailboxPosition? {
    let statement = try session.statements.inboxPosition(folder: folder)
    return try await session.transaction { connection in
      try connection.query(statement).first.map { MailboxPosition(validity: $0.uidValidity, uid: $0.lastUid) }
    }
  }

  private func move(to position: MailboxPosition, in folder: String) async throws {
    let statement = try session.statements.inboxMoveOn(folder: folder, uid: position.uid, validity: position.validity)
    _ = try await session.transaction { connection in try connection.execute(statement) }
  }
}

extension Inbox {
  /// Writes the mails that wait for a person, the oldest first.
  ///
  /// - Parameter everything: all that was read in the last 31 days instead.
  public func list(everything: Bool, format: Format, output: Output, options: SinkOptions) async throws {
    let statement = try session.statements.inboxList(everything: everything)
    try await StatementTable(session).write(
      statement.statement,
      title: "inbox",
      format: format,
      output: output,
      options: options
    )
  }

  /// How many mails wait for a person.
  public func waiting() async throws -> Int {
    let statement = try session.statements.inboxWaiting()
    return try await session.transaction { connection in try connection.query(statement).first?.mails ?? 0 }
  }

  /// A person says that these mails need nothing more; nil: all that wait.
  ///
  /// - Returns: how many that were.
  public func settle(_ ids: [Int]?, by person: String) async throws -> Int {
    let statement = try session.statements.inboxSettle(by: person, ids: ids)
    return try await session.transaction { connection in try connection.execute(statement) }
  }

  /// Mail goes to an address again to which none went, because it came back or its reader asked for none.
  ///
  /// - Parameter person: who lets it; kept.
  /// - Throws: ``FollowUpError`` of kind usage when the address is not among those.
  public func allow(_ address: String, by person: String) async throws {
    let statement = try session.statements.addressAllowed(address: address.lowercased(), by: person)
    guard try await session.transaction({ connection in try connection.execute(statement) }) == 1 else {
      throw FollowUpError(
        .usage,
        "\(address) is not among the addresses that get no mail",
        remedy: "followup doctor names those that are"
      )
    }
  }

  /// The addresses to which no mail is sent, each with why.
  public func stopped() async throws -> [String] {
    let statement = try session.statements.addressStates()
    return try await session.transaction { connection in
      try connection.query(statement).map { "\($0.address): \($0.reason)" }
    }
  }
}

extension Inbox.Outcome {
  fileprivate mutating func add(_ verdict: MailVerdict, of mail: ReceivedMessage?) {
    let sender = mail?.from.first?.address ?? "an unknown sender"
    let subject = mail?.subject.map { " \"\($0.onOneLine.prefix(60))\"" } ?? ""
    let line = "mail from \(sender)\(subject): \(verdict.reason ?? verdict.kind.rawValue)"
    switch verdict.state {
    case .taken: (taken, rows) = (taken + 1, rows + [line])
    case .ignored: (ignored, rows) = (ignored + 1, rows + [line])
    case .unmatched: (unmatched, troubles) = (unmatched + 1, troubles + [line])
    }
  }
}

/// What became of a mail.
struct MailVerdict {
  enum Kind: String {
    case answer, reply, copy, bounce, unsubscribe, automatic, unreadable
  }
  enum State: String {
    case taken, ignored, unmatched
  }

  let kind: Kind
  let state: State
  /// In words.
  let reason: String?

  init(_ kind: Kind, _ state: State, _ reason: String?) {
    (self.kind, self.state, self.reason) = (kind, state, reason)
  }
}

extension ReceivedMessage {
  /// What its writer wrote, without what is quoted; of a mail that is HTML alone, its text up to the quoted part.
  var writtenWords: String {
    if text != nil { return writtenText() }
    guard let html else { return "" }
    let quote = html.firstRange(
      of: /(?i)<blockquote|class="?gmail_quote|id="?(divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION)/
    )
    let own = html[..<(quote.map { html[..<$0.lowerBound].lastIndex(of: "<") ?? $0.lowerBound } ?? html.endIndex)]
    // Lines of their own stay lines.
    let lines = own.replacing(/(?i)<(br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^>]*>/, with: "\u{2028}")
    let text = lines.split(separator: "\u{2028}", omittingEmptySubsequences: false)
      .map { plainText(ofHTML: String($0)) }.joined(separator: "\n")
    return writtenText(text)
  }
}
