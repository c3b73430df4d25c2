import Catalog
import Foundation
import Mail
import Tabular
import TestSupport
import Testing

@testable import FollowUpEngine

@Suite("Worklists as pages")
struct WorklistPageTests {
  private func page(_ agency: TestAgency, _ recruiter: String = "r02") async throws -> String {
    try await Story.text(agency, recruiter, format: .html)
  }

  /// What follows a text, up to the end of the element it stands in.
  private func all(_ pattern: String, in page: String) throws -> [String] {
    page.matches(of: try Regex(pattern)).compactMap { $0.output[1].substring.map(String.init) }
  }

  @Test("A card says whom to contact and how, what for, until when, why, and what to say; several things are one card")
  func cards() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous + [Story.candidateCheckIn()])

    let page = try await page(agency)

    #expect(try all("<h3>(.*?)</h3>", in: page) == [#"Call <bdi>Zoë Müller</bdi><span class="things">3 things</span>"#])
    #expect(page.contains(#"href="tel:+16465550102""#))
    let mail = try #require(try all(#"href="(mailto:zoe@mail[^"]*)""#, in: page).first?.removingPercentEncoding)
    // The reader is the candidate: nobody is reminded to remind, and the words have their lines.
    let action = "Thank Ana Ruiz (Acme) by email for the interview on Thu 19 Nov"
    #expect(mail.hasPrefix("mailto:zoe@mail.example?subject=\(action)&"))
    #expect(mail.contains("a short reminder: \(action) (due today at 16:00"))
    #expect(mail.contains("Data Engineer\r\n\r\nDear Ana Ruiz,\r\n\r\nThank you for taking"))
    #expect(page.contains("Remind Zoë Müller to thank Ben Ott (Acme) by email for the interview on Thu 19 Nov"))
    #expect(page.contains(#"<time datetime="2026-11-20T16:00:00-05:00">due today at 16:00, in 4 hours</time>"#))
    #expect(page.contains("26 hours overdue, since Thu 19 Nov, 10:00"))
    #expect(page.contains("The deadline is hard"))
    #expect(page.contains("Do not contact the interviewer on social media."))
    #expect(page.contains("Thank you for taking the time to speak with me on Thu 19 Nov about Data Engineer at Acme."))
    #expect(try all("<h2[^>]*>(.*?)</h2>", in: page) == ["Deadlines that cannot move"])
    #expect(!page.contains("candidate_check_in") && !page.contains("thank_you"))
  }

  @Test("What fits into the day stands above a line; the rest is below it and not hidden")
  func line() async throws {
    let agency = try await Story.begin()
    try await agency.sql("UPDATE recruiter SET daily_minutes = 15 WHERE recruiter_id = 3")
    try await Story.owe(
      agency,
      [
        Story.checkIn(),
        Story.Owed(
          id: 22,
          rule: "candidate_check_in",
          candidate: 2,
          application: nil,
          party: ("candidate", 2),
          recruiter: 3,
          due: "2026-11-18T10:00:00-05:00"
        ),
      ]
    )

    let page = try await page(agency, "r03")

    let line = try #require(page.firstRange(of: "What no longer fits into today's 15 minutes"))
    #expect(page[..<line.lowerBound].contains("Call <bdi>Ana Ruiz"))
    #expect(page[line.upperBound...].contains("Call <bdi>Max Low"))
    #expect(page.contains("10 of 15 minutes today; 10 more minutes do not fit"))
  }

  @Test("A number is dialled without its extension and the zero in brackets; a mail's words arrive whole")
  func links() {
    #expect(MailLink.telephone("+44 (0)20 7946 0991 x12") == "tel:+442079460991")
    #expect(MailLink.telephone("(212) 555-0101") == "tel:2125550101")
    #expect(
      MailLink.to("a+b@c.example", subject: "é&?", text: "1\n2")
        == "mailto:a%2Bb@c.example?subject=%C3%A9%26%3F&body=1%0D%0A2"
    )
  }

  @Test("An empty list says so and is a whole page")
  func nothing() async throws {
    let agency = try await Story.begin()

    let page = try await page(agency)

    #expect(page.contains("Nobody needs to hear from you today.") && page.hasSuffix("</html>\n"))
  }

  @Test(
    "Text that HTML, a link or a template would take for its own arrives as text",
    arguments: [
      #""><script>alert(1)</script>"#, "\"\u{301} onmouseover=alert(1) x=\u{301}\"", "{{style}}", "javascript:alert(1)",
      "a\r\nBcc: all@example.com", "<\u{338}b>", "</style></title><img src=x>",
    ]
  )
  func hostile(_ text: String) async throws {
    let agency = try await Story.begin()
    let quoted = text.replacing("'", with: "''")
    for (table, column) in [
      ("candidate", "name"), ("contact", "name"), ("client", "name"), ("job_order", "title"), ("recruiter", "name"),
      ("candidate", "phone"), ("contact", "title"),
    ] {
      try await agency.sql("UPDATE \(table) SET \(column) = '\(quoted)'")
    }
    try await Story.owe(agency, Story.thankYous + [Story.checkIn()])

    for page in [try await page(agency), try await page(agency, "r03")] {
      // A tag without what stands in its quotes.
      let tags = try all("<([a-z!/][^>]*)>", in: page).map { $0.replacing(try Regex("\"[^\"]*\""), with: "") }
      #expect(tags.allSatisfy { !$0.contains("onmouseover") && !$0.hasPrefix("script") && !$0.hasPrefix("img") })
      #expect(!page.unicodeScalars.contains("\r"))
      // Every attribute is closed where the template closes it.
      #expect(try all(#"href="([^"]*)""#, in: page).allSatisfy { $0.hasPrefix("tel:") || $0.hasPrefix("mailto:") })
      #expect(!page.contains("%0D%0ABcc%3A%20all%40example.com%0D%0A"))
    }
  }

  @Test("Every rule has words to say, and they name what is to be filled in where nothing is known")
  func drafts() async throws {
    let catalog = Catalog(home: try Home(folder: TestAgency.checkout))
    for rule in try catalog.rules {
      let name = try #require(rule.template, "\(rule.name)")
      for isLast in [true, false] {
        var templates = Templates(home: catalog.home)
        let template = try #require(try templates.template(name, .messages), "\(rule.name)")
        let text = Draft(template, ["is_last": isLast, "is_first": !isLast]).text
        #expect(text.count > 80, "\(rule.name)")
        // Two blanks, a blank before a sign, or an empty line of a signature is where something is missing.
        #expect(
          !text.contains("  ") && !text.contains(" ,") && !text.contains(" .") && !text.contains("{{"),
          "\(rule.name): \(text)"
        )
        #expect(
          !text.contains(" about  ") && !text.contains("at .") && !text.contains("\n\n\n"),
          "\(rule.name): \(text)"
        )
      }
    }
  }

  @Test("The overview: who is behind and by how much, silent clients and breaches, with names")
  func overview() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.checkIn(due: "2026-11-05T10:00:00-05:00")])
    try await agency.sql(
      """
      INSERT INTO interview (agency_id, candidate_id, interview_id, source, external_id, application_id, starts_at, ends_at, status)
      VALUES (:agency, 2, 2, 'canonical', 'i2', 2, '2026-11-02T15:00:00-05:00', '2026-11-02T16:00:00-05:00', 'held');
      INSERT INTO touch (agency_id, source, external_id, candidate_id, happened_at, actor_kind, actor_id, party_kind, party_id,
        channel, purpose)
      VALUES (:agency, 'canonical', 't1', 2, '2026-11-19T10:00:00-05:00', 'candidate', 2, 'contact', 1, 'social', 'other');
      """
    )
    let buffer = MemoryBuffer()

    try await Overview(agency.session).write(to: .memory(buffer))

    let page = buffer.text
    #expect(page.contains("Bob Roe: 1 overdue, of these 1 for more than a week"))
    #expect(page.contains("<b><bdi>Acme</bdi></b>: no word for 17 days about <bdi>Max Low</bdi>"))
    #expect(
      page.contains(
        "<b>Thu 19 Nov, <bdi>Max Low</bdi></b>: A candidate who contacts somebody at the client on social media"
      )
    )

    // Bob reports to Mia, not to Jane.
    try await agency.sql("UPDATE recruiter SET manager_id = 1 WHERE recruiter_id IN (2, 3)")
    let (mia, jane) = (
      Recruiter(id: 1, externalID: "r01", name: "Mia Boss", email: "mia@agency.example"),
      Recruiter(id: 2, externalID: "r02", name: "Jane Doe", email: "jane@agency.example")
    )
    let (whole, janes) = (
      try await Overview(agency.session).mail(to: mia).text, try await Overview(agency.session).mail(to: jane).text
    )
    #expect(whole.contains("- Bob Roe: 1 overdue") && whole.contains("- Jane Doe: 0 overdue"))
    #expect(
      !janes.contains("Bob Roe") && !janes.contains("Acme") && janes.contains("- Jane Doe: 0 overdue"),
      "\(janes)"
    )
  }

  @Test(
    "With an answer address every thing has its buttons, signed for who works the list; without one a page has none"
  )
  func buttons() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous + [Story.candidateCheckIn()])
    let desk = AnswerDesk(
      address: try Mailbox(name: nil, address: "answers@agency.example"),
      agency: agency.session.agency.id,
      secret: [UInt8](repeating: 7, count: 32)
    )
    try await agency.sql(
      "INSERT INTO agency_secret (agency_id, secret) VALUES (:agency, decode(repeat('07', 32), 'hex'))"
    )
    var session = agency.session
    session.answers = desk.address
    let buffer = MemoryBuffer()
    let recruiter = try await Worklists(session).recruiter("r02")
    try await Worklists(session).write([recruiter], format: .html, output: .memory(buffer), options: SinkOptions())

    let subjects = try all(#"href="mailto:answers@agency\.example\?subject=([^&]*)&amp;body="#, in: buffer.text)
      .compactMap(\.removingPercentEncoding)
    #expect(subjects.count == 2 * 4 + 3, "\(subjects)")
    #expect(subjects.first?.hasPrefix("Done: Remind Zoë Müller to thank ") == true)
    for subject in subjects {
      let token = try #require(AnswerDesk.token(in: subject))
      let claim = try #require(desk.claim(token, from: "Jane@agency.example"))
      #expect(claim.day.hasPrefix("2026-11-"))
      #expect(desk.claim(token, from: "bob@agency.example") == nil)
    }
    #expect(try await !page(agency).contains("mailto:answers@"))
  }
}
