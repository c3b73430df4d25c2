import Foundation
import Mail
import Postgres
import Tabular
import Testing

@testable import FollowUpEngine

/// Mails as they lie in a mailbox.
private actor Mailbag: MailboxReader {
  nonisolated let name = "mails of the tests"
  private let mails: [[UInt8]]

  init(_ mails: [String]) { self.mails = mails.map { Array($0.utf8) } }

  func unread(after position: MailboxPosition?) async throws -> [ReceivedItem] {
    mails.indices.map { index in
      ReceivedItem(place: "\(index)", position: MailboxPosition(validity: 1, uid: index + 1))
    }
  }

  func bytes(of item: ReceivedItem) async throws -> [UInt8]? { Int(item.place).map { mails[$0] } }
  func finish(_ item: ReceivedItem) async throws {}
  func close() async {}
}

extension Workload {
  /// What comes back by mail.
  static let mailbox: [Workload] = [
    Workload(
      name: "inbox: a button, a reply, a mail that came back",
      work: { agencies in
        let inbox = Inbox(try agencies.answered)
        let outcome = try await inbox.read(Mailbag(try await agencies.answers()))
        try #require(outcome.taken == 3 && outcome.unmatched == 1, "\(outcome)")
        try #require(try await inbox.unread(Mailbag([])) == 0)
        try #require(try await inbox.waiting() == 1)
        try await inbox.list(
          everything: false,
          format: .csv,
          output: .memory(MemoryBuffer()),
          options: SinkOptions()
        )
        try #require(try await inbox.settle(nil, by: "somebody") == 1)
        let stopped = try await inbox.stopped()
        let address = try #require(stopped.first).prefix { $0 != ":" }
        try await inbox.allow(String(address), by: "a person")
      }
    ),
    Workload(
      name: "inbox: a copy of a mail, and a reader who wants no more",
      whole: "people have no index by their address",
      work: { agencies in
        let (sender, party) = try await agencies.correspondents()
        let copy = Self.mail(from: sender, "copy", "Subject: Hello\nTo: \(party)", "Hello")
        let enough = Self.mail(from: sender, "enough", "Subject: unsubscribe", "")
        let outcome = try await Inbox(try agencies.answered).read(Mailbag([copy, enough]))
        try #require(outcome.taken >= 1, "\(outcome)")
        try await Inbox(try agencies.answered).allow(sender, by: "a person")
      }
    ),
  ]

  fileprivate static func mail(from sender: String, _ id: String, _ headers: String, _ text: String) -> String {
    "From: \(sender)\nMessage-ID: <\(id)@client.example>\n\(headers)\n\n\(text)\n"
  }
}

extension HistoryFixture {
  /// The session with an answer address.
  fileprivate var answered: AgencySession {
    get throws {
      var session = session
      session.answers = try Mailbox(name: nil, address: "answers@agency.example")
      return session
    }
  }

  /// The answer of a recruiter to something open, a reply to a nudge, a mail that came back, and one that nobody can place.
  fileprivate func answers() async throws -> [String] {
    let session = try answered
    let desk = try #require(try await AnswerDesk.open(session))
    let rows = try await keeper.query(
      Statement(
        """
        SELECT follow_up.follow_up_id::text AS id, to_char(follow_up.due_at, 'YYYY-MM-DD') AS day
        FROM follow_up
        WHERE agency_id = \(session.agency.id) AND closes_at > '\(Self.asOf)' AND asked_from <= '\(Self.asOf)'
          AND skipped_at IS NULL
        ORDER BY candidate_id DESC, follow_up_id DESC
        LIMIT 1
        """
      )
    )
    let row = try #require(rows.first)
    let reader = "reader@agency.example"
    let token = desk.token(
      followUp: try #require(Int(try row.get("id", as: String.self))),
      day: try row.get("day"),
      reader: reader
    )
    let sent = try await keeper.query(
      Statement(
        """
        SELECT message.key, message.recipient_address AS address
        FROM message
        JOIN nudge USING (agency_id, message_id)
        WHERE message.agency_id = \(session.agency.id) AND message.state = 'sent'
          AND message.key LIKE 'nudge-%'
        GROUP BY message.key, message.recipient_address, message.message_id
        ORDER BY count(DISTINCT nudge.follow_up_id), message.message_id DESC
        LIMIT 1
        """
      )
    )
    let nudge = try #require(sent.first)
    let (key, address): (String, String) = (try nudge.get("key"), try nudge.get("address"))
    let id = "<\(key).\(desk.mark(ofMessage: key, to: address))@agency.example>"
    let report = """
      From: MAILER-DAEMON@mx.example
      Message-ID: <dsn@mx.example>
      Content-Type: multipart/report; report-type=delivery-status; boundary=b

      --b
      Content-Type: message/delivery-status

      Final-Recipient: rfc822; \(address)
      Action: failed
      Status: 5.1.1

      --b
      Content-Type: text/rfc822-headers

      From: a@b.example
      Message-ID: \(id)
      --b--

      """
    return [
      Workload.mail(from: reader, "button", "Subject: Not today: it [\(token)]", "tomorrow"),
      Workload.mail(from: address, "reply", "Subject: Re: it\nIn-Reply-To: \(id)", "all done"),
      report,
      Workload.mail(
        from: reader,
        "forged",
        "Subject: Done: it [\(token.dropLast())\(token.hasSuffix("a") ? "b" : "a")]",
        ""
      ),
    ]
  }

  /// A recruiter and the party of something that is open and that recruiters owe by a mail or a call.
  fileprivate func correspondents() async throws -> (sender: String, party: String) {
    let rows = try await keeper.query(
      Statement(
        """
        SELECT recruiter.email AS sender, contact.email AS party
        FROM follow_up
        JOIN recruiter USING (agency_id, recruiter_id)
        JOIN contact ON contact.agency_id = follow_up.agency_id AND contact.contact_id = follow_up.party_id
        WHERE follow_up.agency_id = \(session.agency.id) AND follow_up.party_kind = 'contact'
          AND follow_up.rule = 'client_check_in'
          AND follow_up.closes_at > '\(Self.asOf)' AND follow_up.asked_from <= '\(Self.asOf)'
          AND contact.email IS NOT NULL
        ORDER BY follow_up.follow_up_id DESC
        LIMIT 1
        """
      )
    )
    let row = try #require(rows.first)
    return (try row.get("sender"), try row.get("party"))
  }
}
