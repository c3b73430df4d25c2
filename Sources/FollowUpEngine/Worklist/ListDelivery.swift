import Catalog
import Foundation
import Postgres
import Tabular

/// Mails recruiters their lists, and those who lead somebody the overview: once a recruiter and business date, through the outbox.
public struct ListDelivery: Sendable {
  /// What was put into the outbox.
  public struct Outcome: Sendable, Equatable {
    /// Lists.
    public var lists = 0
    /// Overviews.
    public var overviews = 0
    /// Recruiters who have nothing to do, and get no mail.
    public var empty = 0

    /// Counts.
    public init(lists: Int = 0, overviews: Int = 0, empty: Int = 0) {
      self.lists = lists
      self.overviews = overviews
      self.empty = empty
    }
  }

  private let session: AgencySession

  /// The delivery of the session's business date.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// Puts what is to be mailed into the outbox; what was put there before is not made again. Sending it is the sender's work.
  public func queue() async throws -> Outcome {
    let recipients = try await recipients()
    var outcome = Outcome()
    for recipient in recipients {
      try Task.checkCancellation()
      switch recipient.kind {
      case "overview":
        let words = try await Overview(session).mail(to: recipient.recruiter)
        outcome.overviews += try await put(words, [], recipient)
      default:
        let mail = try await Worklists(session).mail(recipient.recruiter, attaching: recipient.attachments)
        guard let mail else {
          outcome.empty += 1
          continue
        }
        outcome.lists += try await put(mail.words, mail.files, recipient)
      }
    }
    return outcome
  }

  /// How many recruiters would get their list, and how many the overview; lists that turn out to be empty are among them.
  public func preview() async throws -> (lists: Int, overviews: Int) {
    let recipients = try await recipients()
    let overviews = recipients.count { $0.kind == "overview" }
    return (recipients.count - overviews, overviews)
  }

  private struct Recipient: Sendable {
    let recruiter: Recruiter
    let kind: String
    let key: String
    let attachments: [Format]
    let localDate: String
  }

  private func recipients() async throws -> [Recipient] {
    let statement = try session.statements.listRecipients()
    return try await session.transaction { connection in
      try connection.query(statement).map { row in
        Recipient(
          recruiter: Recruiter(id: row.recruiterID, externalID: "", name: row.name, email: row.address),
          kind: row.kind,
          key: row.key,
          attachments: row.attachments == "both"
            ? [.xlsx, .ics] : [Format(rawValue: row.attachments)].compactMap(\.self),
          localDate: row.localDate
        )
      }
    }
  }

  /// How many messages it made: one, or none where another run was quicker.
  private func put(
    _ words: NudgeWords.Words,
    _ files: [DeliveredList.File],
    _ recipient: Recipient
  ) async throws -> Int {
    let statement = try session.statements.listQueue(
      address: recipient.recruiter.email,
      files: try DeliveredList.File.json(files),
      html: words.html,
      key: recipient.key,
      kind: recipient.kind,
      localDate: recipient.localDate,
      name: recipient.recruiter.name,
      recruiter: recipient.recruiter.id,
      subject: words.subject,
      text: words.text
    )
    return try await session.transaction { connection in try connection.query(statement).count }
  }
}
