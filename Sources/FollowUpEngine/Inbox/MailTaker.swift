import Catalog
import Foundation
import Logging
import Mail
import Postgres

/// Finds out what a mail is, and does what it says. Whom a mail may speak for is decided by its signature or by the mail it answers, never by
/// its words alone.
struct MailTaker {
  let session: AgencySession
  private let desk: AnswerDesk?
  let isDryRun: Bool

  /// - Parameter desk: reads signed answers; nil: there are none.
  init(_ session: AgencySession, desk: AnswerDesk?, dryRun: Bool) {
    self.session = session
    self.desk = desk
    isDryRun = dryRun
  }

  /// What became of a mail.
  ///
  /// - Parameters:
  ///   - bytes: the mail as it was read.
  ///   - id: what makes it this mail.
  func take(_ mail: ReceivedMessage, _ bytes: [UInt8], id: String) async throws -> MailVerdict {
    if let report = mail.deliveryReport(bytes) { return try await take(report, of: mail) }
    if let token = SentID(unsubscribing: mail.subject ?? "") { return try await unsubscribe(token) }
    if mail.isAutomatic { return MailVerdict(.automatic, .ignored, "a program wrote it") }
    guard let from = mail.from.first?.address.lowercased() else {
      return MailVerdict(.unreadable, .unmatched, "it does not say who wrote it")
    }
    if let token = mail.subject.flatMap(AnswerDesk.token(in:)) {
      return try await take(answer: token, in: mail, from: from, id: id)
    }
    let isUnsubscription = Self.isUnsubscription(mail)
    if !isUnsubscription, let ours = try await answered(by: mail) {
      return try await take(replyTo: ours, in: mail, from: from, id: id)
    }
    // From here on nothing but its From says who wrote it.
    if mail.isFromSomebodyElse {
      return MailVerdict(.copy, .unmatched, "the mail server found that it does not come from \(from)")
    }
    if isUnsubscription { return try await unsubscribe(from) }
    return try await CopyTaker(session, isDryRun: isDryRun).take(mail, from: from, id: id)
  }

  /// When it was written, as far as its clock can be believed.
  func sentAt(_ mail: ReceivedMessage) -> Date { Self.sentAt(mail, session) }

  static func sentAt(_ mail: ReceivedMessage, _ session: AgencySession) -> Date {
    guard let date = mail.date, date >= EventDates.earliestMoment else { return session.asOf }
    return min(date, session.asOf)
  }

  // MARK: Buttons

  private func take(
    answer token: Substring,
    in mail: ReceivedMessage,
    from: String,
    id: String
  ) async throws -> MailVerdict {
    guard let desk else {
      return MailVerdict(.answer, .unmatched, "answers cannot be checked without mail.answers in followup.yaml")
    }
    guard let claim = desk.claim(token, from: from) else {
      return MailVerdict(
        .answer,
        .unmatched,
        "its signature is not that of an answer offered to \(from) by this agency: it is forged, changed, forwarded, or "
          + "sent from another address; nothing was recorded"
      )
    }
    let label = Self.withoutReplySigns(mail.subject ?? "").prefix { $0 != ":" }.trimmingCharacters(in: .whitespaces)
    guard let button = AnswerDesk.Button.allCases.first(where: { $0.rawValue.lowercased() == label.lowercased() })
    else {
      return MailVerdict(
        .answer,
        .unmatched,
        "its subject does not begin with an answer: use one of "
          + AnswerDesk.Button.allCases.map(\.rawValue).joined(separator: ", ")
      )
    }
    let note = mail.writtenWords
    return try await record(
      [Turn(followUp: claim.followUp, day: claim.day)],
      outcome: button.rawValue.lowercased(),
      note: note.isEmpty ? nil : note,
      mail,
      from,
      .answer
    )
  }

  /// A follow-up and the day one of its turns was due.
  private struct Turn {
    let followUp: Int
    let day: String
  }

  /// Records one outcome of several follow-ups; what one cannot take does not stop the others.
  private func record(
    _ turns: [Turn],
    outcome: String,
    note: String?,
    _ mail: ReceivedMessage,
    _ from: String,
    _ kind: MailVerdict.Kind
  ) async throws -> MailVerdict {
    let taker = OutcomeTaker(session, by: "\(from), by mail", dryRun: isDryRun)
    var (done, refused, wasRecorded) = ([String](), [String](), false)
    for turn in turns {
      let said = OutcomeTaker.Said(
        followUp: turn.followUp,
        day: turn.day,
        outcome: outcome,
        note: note.map { String($0.replacing("\0", with: "").prefix(4_000)) },
        saidAt: sentAt(mail)
      )
      do {
        switch try await taker.take(said) {
        case .recorded(let words, _):
          done.append("follow-up \(turn.followUp): \(words)")
          wasRecorded = true
        case .settled(let words): done.append("follow-up \(turn.followUp): \(words)")
        }
      } catch let error as FollowUpError where error.kind != .locked && error.kind != .unreachable {
        refused.append("follow-up \(turn.followUp): \(error)")
      }
    }
    guard refused.isEmpty else { return MailVerdict(kind, .unmatched, (refused + done).joined(separator: "; ")) }
    return MailVerdict(kind, wasRecorded ? .taken : .ignored, done.joined(separator: "; "))
  }

  // MARK: Replies to what we sent

  /// A mail of ours, with what it reminded of.
  private struct Ours {
    let kind: String
    let recipientKind: String
    let address: String
    let turns: [Turn]
  }

  /// The mail of ours that a mail answers; nil: none, or none whose Message-ID it knows whole.
  private func answered(by mail: ReceivedMessage) async throws -> Ours? {
    guard let desk else { return nil }
    for id in mail.answeredIDs {
      guard let sent = SentID(id) else { continue }
      let statement = try session.statements.inboxOurMessage(key: sent.key)
      let rows = try await session.transaction { connection in try connection.query(statement) }
      guard let first = rows.first,
        desk.isMark(sent.mark, ofMessage: sent.key, to: first.recipientAddress)
      else { continue }
      return Ours(
        kind: first.kind,
        recipientKind: first.recipientKind,
        address: first.recipientAddress,
        turns: rows.compactMap { row in
          row.followUpID.map { Turn(followUp: $0, day: row.dueOn ?? "") }
        }
      )
    }
    return nil
  }

  private func take(
    replyTo ours: Ours,
    in mail: ReceivedMessage,
    from: String,
    id: String
  ) async throws -> MailVerdict {
    guard ours.address == from else {
      return MailVerdict(
        .reply,
        .unmatched,
        "it answers a mail that went to \(ours.address), and comes from another address"
      )
    }
    let words = mail.writtenWords
    let first = words.prefix { !$0.isNewline }.trimmingCharacters(in: .whitespaces)
    let rest = words.dropFirst(first.count).trimmingCharacters(in: .whitespacesAndNewlines)
    let said = Said(first, isCandidate: ours.recipientKind == "candidate")
    switch (said, ours.turns.count) {
    case (_, 0):
      return MailVerdict(
        .reply,
        .unmatched,
        "it answers a whole list, and does not say which row it means: the buttons of the rows do"
      )
    case (.outcome(let outcome, ofAll: let isOfAll), let count) where count == 1 || isOfAll:
      return try await record(
        ours.turns,
        outcome: outcome,
        note: rest.isEmpty ? nil : rest,
        mail,
        from,
        .reply
      )
    case (.outcome, let count):
      return MailVerdict(
        .reply,
        .unmatched,
        "the mail it answers reminded of \(count) things, and it does not say which of them it means; "
          + "\"all done\" means every one"
      )
    case (.text, 1) where ours.recipientKind == "recruiter" && !words.isEmpty:
      return try await record(ours.turns, outcome: "", note: words, mail, from, .reply)
    case (.text, _):
      return MailVerdict(.reply, .unmatched, "what it says is not an answer that could be taken by itself: read it")
    }
  }

  /// What the first line of a reply says.
  private enum Said {
    case outcome(String, ofAll: Bool)
    case text

    init(_ line: String, isCandidate: Bool) {
      let plain = line.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: " .!,;:-–—"))
      if ["all done", "done all", "both done", "done both", "all of it is done"].contains(plain) {
        self = .outcome("done", ofAll: true)
      } else if plain == "done" || plain == "it is done" || plain == "it's done" || plain == "already done" {
        self = .outcome("done", ofAll: false)
      } else if !isCandidate, let word = OutcomeWord(line), !line.isEmpty, Self.isWhole(word) {
        self = .outcome(line, ofAll: false)
      } else {
        self = .text
      }
    }

    /// Whether what follows the outcome is a date: "done with you" is a sentence.
    private static func isWhole(_ word: OutcomeWord) -> Bool {
      switch word {
      case .done(let time?), .snooze(let time):
        do { return try !WrittenDate.iso(time).isEmpty } catch { return false }
      default: return true
      }
    }
  }

  // MARK: Mails that did not arrive, and readers who want none

  private func take(_ report: DeliveryReport, of mail: ReceivedMessage) async throws -> MailVerdict {
    let failed = report.recipients.filter(\.isPermanentFailure)
    guard !failed.isEmpty else { return MailVerdict(.bounce, .ignored, "it tells of no permanent failure") }
    var sent: [(key: String, address: String)] = []
    for id in report.messageIDs {
      guard let ours = SentID(id) else { continue }
      let statement = try session.statements.inboxOurMessage(key: ours.key)
      let rows = try await session.transaction { connection in try connection.query(statement) }
      guard let address = rows.first?.recipientAddress,
        desk?.isMark(ours.mark, ofMessage: ours.key, to: address) == true
      else { continue }
      sent.append((ours.key, address))
    }
    var marked: [String] = []
    for recipient in failed {
      // An alias may stand for the address that was written to: the mail that came back says which that was.
      guard
        let address = sent.first(where: { recipient.addresses.contains($0.address) })?.address
          ?? (sent.count == 1 && failed.count == 1 ? sent[0].address : nil)
      else { continue }
      let reason = [recipient.status, recipient.words].filter { !$0.isEmpty }.joined(separator: " ").onOneLine
      if !isDryRun {
        let statement = try session.statements.addressBounced(
          address: address,
          at: sentAt(mail),
          reason: String((reason.isEmpty ? "no reason is told" : reason).prefix(300))
        )
        _ = try await session.transaction { connection in try connection.execute(statement) }
      }
      marked.append("mail to \(address) came back: \(reason.prefix(200))")
    }
    guard !marked.isEmpty else {
      return MailVerdict(.bounce, .unmatched, "it tells of a mail that was not sent from here to that address")
    }
    return MailVerdict(.bounce, .taken, marked.joined(separator: "; "))
  }

  private static func isUnsubscription(_ mail: ReceivedMessage) -> Bool {
    let first = mail.writtenWords.prefix { !$0.isNewline }
    return [withoutReplySigns(mail.subject ?? ""), String(first)].contains {
      $0.lowercased().trimmingCharacters(in: CharacterSet(charactersIn: " .!")) == "unsubscribe"
    }
  }

  /// The link in a mail of ours, whoever follows it: mail programs do so themselves, from addresses of their own. Its mark is that reader's.
  private func unsubscribe(_ token: SentID) async throws -> MailVerdict {
    guard let desk else {
      return MailVerdict(.unsubscribe, .unmatched, "it cannot be checked without mail.answers in followup.yaml")
    }
    let look = try session.statements.inboxOurMessage(key: token.key)
    let rows = try await session.transaction { connection in try connection.query(look) }
    guard let address = rows.first?.recipientAddress, desk.isMark(token.mark, ofMessage: token.key, to: address) else {
      return MailVerdict(.unsubscribe, .unmatched, "it does not bear the mark of a mail that was sent from here")
    }
    return try await stopMail(to: address)
  }

  private func unsubscribe(_ from: String) async throws -> MailVerdict {
    let look = try session.statements.inboxPeople(addresses: [from])
    guard try await session.transaction({ connection in try !connection.query(look).isEmpty }) else {
      return MailVerdict(.unsubscribe, .unmatched, "nobody here has the address \(from)")
    }
    return try await stopMail(to: from)
  }

  private func stopMail(to address: String) async throws -> MailVerdict {
    if !isDryRun {
      let statement = try session.statements.addressUnsubscribed(address: address, at: session.asOf)
      _ = try await session.transaction { connection in try connection.execute(statement) }
    }
    return MailVerdict(.unsubscribe, .taken, "no more mail goes to \(address)")
  }

  /// A subject without "Re:" and its like.
  private static func withoutReplySigns(_ subject: String) -> String {
    var text = subject[...]
    while let sign = text.prefixMatch(of: /\s*(re|aw|sv|antw|fw|fwd|wg)\s*(\[\d+\])?:\s*/.ignoresCase()) {
      text = text[sign.range.upperBound...]
    }
    return text.trimmingCharacters(in: .whitespaces)
  }
}

/// The Message-ID of a mail that left here: its key and the mark that only its reader has seen.
struct SentID {
  let key: String
  let mark: String

  /// nil: it is not one of ours.
  init?(_ id: String) {
    guard let match = id.wholeMatch(of: /<((?:nudge|list|overview)-[^@]+)\.([a-z2-7]{26})@[^@]+>/) else { return nil }
    (key, mark) = (String(match.1), String(match.2))
  }

  /// nil: it is not the subject that List-Unsubscribe in a mail of ours gives.
  init?(unsubscribing subject: String) {
    let words = subject.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0].lowercased() == "unsubscribe", let match = words[1].wholeMatch(of: Self.token)
    else { return nil }
    (key, mark) = (String(match.key), String(match.mark))
  }

  nonisolated(unsafe) private static let token = /(?<key>nudge-[^@.\s]+)\.(?<mark>[a-z2-7]{26})/
}
