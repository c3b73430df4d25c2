import FollowUpEngine
import Foundation
import Mail
import TestSupport
import Testing

@Suite("No more mail with one click: for people outside the agency, and the inbox does what it says")
struct NudgeUnsubscribeTests {
  /// Zoë owes thank-yous, and Bob a check-in; answers have an address.
  private func agency() async throws -> TestAgency {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous + [Story.checkIn()])
    try await agency.sql("ALTER TABLE follow_up ALTER follow_up_id RESTART WITH 1000")
    var session = agency.session
    session.answers = try Mailbox(name: nil, address: "answers@agency.example")
    return TestAgency(database: agency.database, session: session)
  }

  private func nudge(_ agency: TestAgency, _ settings: NudgeSettings? = nil) async throws -> [String: Message] {
    let channel = ScriptedChannel()
    let usual = NudgeSettings(from: try Mailbox(name: nil, address: "followup@agency.example"))
    _ = try await Nudger(agency.session, settings: settings ?? usual, channel: channel).run()
    return Dictionary(uniqueKeysWithValues: await channel.taken.map { ($0.to[0].address, $0) })
  }

  private func read(
    _ agency: TestAgency,
    subject: String,
    from: String,
    headers: String = ""
  ) async throws -> Inbox.Outcome {
    let folder = try temporaryFolder() + "/maildir"
    for part in ["new", "cur", "tmp"] {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(part)", withIntermediateDirectories: true)
    }
    let mail =
      "From: \(from)\nTo: answers@agency.example\nMessage-ID: <\(UUID().uuidString)@client.example>\n\(headers)Subject: \(subject)\n\n\n"
    try mail.write(toFile: "\(folder)/new/1", atomically: true, encoding: .utf8)
    return try await Inbox(agency.session).read(MaildirReader(folder: folder))
  }

  /// The subject that a link gives.
  private func subject(of link: String) throws -> String {
    try #require(URLComponents(string: link)?.queryItems?.first { $0.name == "subject" }?.value)
  }

  @Test(
    "The link of a candidate's mail, followed by whatever program from whatever address, stops mail to that candidate"
  )
  func link() async throws {
    let agency = try await agency()
    let mails = try await nudge(agency)
    let link = try #require(mails["zoe@mail.example"]?.unsubscribe.first)
    #expect(link.hasPrefix("mailto:answers@agency.example?subject="))
    #expect(mails["zoe@mail.example"]?.unsubscribe.count == 1)
    #expect(mails["bob@agency.example"]?.unsubscribe == [], "colleagues have no way out")

    let outcome = try await read(
      agency,
      subject: try subject(of: link),
      from: "unsubscribe@mail-program.example",
      headers: "Auto-Submitted: auto-generated\n"
    )

    #expect(outcome.taken == 1 && outcome.unmatched == 0, "\(outcome)")
    #expect(try await Inbox(agency.session).stopped().first?.hasPrefix("zoe@mail.example") == true)
    #expect(
      try await agency.count(
        "SELECT count(*) FROM mail_address WHERE address = 'zoe@mail.example' AND unsubscribed_at IS NOT NULL"
      ) == 1
    )
  }

  @Test("A link whose mark was changed stops nothing and is named; so is one of another message")
  func forged() async throws {
    let agency = try await agency()
    let link = try #require(try await nudge(agency)["zoe@mail.example"]?.unsubscribe.first)
    let subject = try subject(of: link)
    let forged = String(subject.dropLast()) + (subject.last == "a" ? "b" : "a")

    let outcome = try await read(agency, subject: forged, from: "zoe@mail.example")

    #expect(outcome.taken == 0 && outcome.unmatched == 1)
    #expect(try await Inbox(agency.session).stopped().isEmpty)
  }

  @Test("Where there is a URL for it, that comes first, with the same token, and programs may use it with one click")
  func oneClick() async throws {
    let agency = try await agency()
    let settings = NudgeSettings(
      from: try Mailbox(name: nil, address: "followup@agency.example"),
      bouncesTo: try Mailbox(name: nil, address: "bounces@agency.example"),
      unsubscribeURL: "https://agency.example/unsubscribe?id={token}"
    )
    let mail = try #require(try await nudge(agency, settings)["zoe@mail.example"])
    let token = try #require(mail.unsubscribe.first?.split(separator: "=").last)

    #expect(mail.unsubscribe.count == 2)
    #expect(try subject(of: mail.unsubscribe[1]) == "unsubscribe \(token)")
    let text = String(decoding: try mail.rendered(), as: UTF8.self)
    #expect(
      text.contains(
        "\r\nList-Unsubscribe: <https://agency.example/unsubscribe?id=\(token)>,\r\n <mailto:answers@agency.example?subject=unsubscribe%20\(token)>\r\n"
      )
    )
    #expect(text.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
    #expect(mail.bouncesTo?.address == "bounces@agency.example")

    // What the page behind the URL sends.
    #expect(try await read(agency, subject: "unsubscribe \(token)", from: "www@agency.example").taken == 1)
    #expect(try await Inbox(agency.session).stopped().count == 1)
  }

  @Test("Without an address for answers no mail bears a way out that nothing would read")
  func noDesk() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous)
    #expect(try await nudge(agency)["zoe@mail.example"]?.unsubscribe == [])
  }
}
