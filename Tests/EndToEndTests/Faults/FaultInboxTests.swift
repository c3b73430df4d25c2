import Foundation
import Mail
import TestServer
import TestSupport
import Testing

@Suite("Faults while answers by mail are read", .serialized, .reported)
struct FaultInboxTests {
  private static let answers = "answers@halyard.example"
  private static let noon = ["run", "answers", "--as-of", "2026-11-20T12:00:00-05:00"]
  private static let job = """
    summary: What came back by mail, and the plan.
    schedule: "0 12 * * *"
    time_limit_minutes: 60
    steps:
      - do: inbox
      - do: plan

    """

  /// The sample agency after a night whose mails have buttons, and what people answered.
  private struct Answered {
    let night: FaultSite
    let mails: [String]

    /// A place at which these mails have arrived.
    func site(through: (String) throws -> String = { $0 }) async throws -> FaultSite {
      let site = try await FaultSite.make(
        settings: [
          "FOLLOWUP_CATALOG_FOLDERS": "own", "FOLLOWUP_MAIL_ANSWERS": FaultInboxTests.answers,
          "FOLLOWUP_INBOX_MAILDIR": "in",
        ],
        filled: try TestServer.clone(TestServer.Template(name: night.site.database.name)),
        through: through
      )
      try site.site.write(["answers.yaml": FaultInboxTests.job], to: "own/jobs")
      for part in ["cur", "tmp"] { try site.site.write([:], to: "in/\(part)") }
      let files = mails.enumerated().map { ("\($0 + 1)", $1) }
      try site.site.write(Dictionary(uniqueKeysWithValues: files), to: "in/new")
      return site
    }
  }

  private static let answered = Task { () -> Answered in
    let night = try await FaultSite.make(settings: ["FOLLOWUP_MAIL_ANSWERS": answers])
    defer { night.close() }
    let result = try await night.runNight()
    #expect(result.status == 0, "\(result.errors)")
    let sent = try night.mail.taken.map { try ReceivedMessage($0) }
    // Somebody who owes one contact two things, one of them by email, which is what a mail without more says.
    guard
      let pair = try await night.query(
        """
        SELECT candidate.email || ' ' || contact.email AS it
        FROM follow_up
        JOIN candidate USING (agency_id, candidate_id)
        JOIN contact ON contact.agency_id = follow_up.agency_id AND contact.contact_id = follow_up.party_id
        WHERE follow_up.rule = 'thank_you_email' AND follow_up.party_kind = 'contact' AND NOT follow_up.withdrawn
          AND follow_up.closes_at > '2026-11-20T12:00:00-05:00' AND follow_up.asked_from < '2026-11-20T09:00:00-05:00'
        GROUP BY candidate.email, contact.email
        HAVING count(*) = 1
        ORDER BY it
        """
      ).first?.split(separator: " ").map(String.init), pair.count == 2
    else { throw SupportError("nobody owes a contact a mail") }
    return Answered(night: night, mails: try mails(answering: sent, copying: (pair[0], pair[1])))
  }

  private static let commits = CommitFaults(noon, folder: "in") { through in
    try await answered.value.site(through: through)
  }

  /// What people write: buttons of lists, "done" to a nudge, a copy, somebody who wants no more, a mail that came back, a program's, a stranger's.
  private static func mails(
    answering sent: [ReceivedMessage],
    copying copy: (from: String, to: String)
  ) throws -> [String] {
    var mails: [String] = []
    func mail(_ from: String, _ subject: String, _ text: String, to: String = answers, headers: [String] = []) {
      let count = mails.count + 1
      let head = [
        "From: \(from)", "To: \(to)", "Subject: \(subject)", "Message-ID: <\(count)@client.example>",
        "Date: Fri, 20 Nov 2026 11:0\(count):00 -0500",
      ]
      let lines = headers.contains { $0.hasPrefix("Content-Type") } ? [] : ["Content-Type: text/plain; charset=utf-8"]
      mails.append((head + lines + headers + ["", text, ""]).joined(separator: "\n"))
    }
    let offers = sent.filter { $0.messageID?.hasPrefix("<list-") == true }.flatMap { list in
      buttons(of: list).map { (from: list.to.first?.address ?? "", subject: $0.subject, body: $0.body) }
    }
    var answered: Set<String> = []
    for word in ["Done", "Reminded", "Not today"] {
      guard
        let button = offers.first(where: { $0.subject.hasPrefix("\(word):") && !answered.contains(id(in: $0.subject)) })
      else { throw SupportError("no list has a button \(word): \(offers.map(\.subject))") }
      answered.insert(id(in: button.subject))
      mail(button.from, "=?utf-8?B?\(Data(button.subject.utf8).base64EncodedString())?=", button.body)
    }
    let nudges = sent.filter { $0.messageID?.hasPrefix("<nudge-") == true }
    guard let nudge = nudges.first, let lost = nudges.last, let loser = lost.to.first?.address,
      let reader = nudge.to.first?.address
    else { throw SupportError("no nudge was sent: \(sent.map(\.subject))") }
    mail(reader, "Re: your reminder", "done", headers: ["In-Reply-To: \(nudge.messageID ?? "")"])
    mail(copy.from, "Thank you", "Thank you for your time.", to: "\(copy.to), \(answers)")
    mail("lukasz.wojcik@example.com", "Re: something", "Unsubscribe.")
    mail(
      "MAILER-DAEMON@mail.example",
      "Undelivered",
      """
      --b
      Content-Type: text/plain

      No such user.
      --b
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mail.example

      Final-Recipient: rfc822; \(loser)
      Action: failed
      Status: 5.1.1

      --b
      Content-Type: text/rfc822-headers

      Message-ID: \(lost.messageID ?? "")

      --b--
      """,
      headers: ["MIME-Version: 1.0", "Content-Type: multipart/report; report-type=delivery-status; boundary=b"]
    )
    mail("away@example.net", "Away", "I am away.", headers: ["Auto-Submitted: auto-replied"])
    return mails
  }

  /// The mails that a page's buttons open.
  private static func buttons(of list: ReceivedMessage) -> [(subject: String, body: String)] {
    (list.html ?? "").matches(of: /href="(mailto:[^"]*)"/).compactMap { link in
      let items = URLComponents(string: String(link.output.1).replacing("&amp;", with: "&"))?.queryItems ?? []
      let field = { (name: String) in items.first { $0.name == name }?.value }
      return field("subject").map { ($0, field("body") ?? "") }
    }
  }

  private static func id(in subject: String) -> String {
    String(subject.split(separator: "#").last?.prefix { $0.isNumber } ?? "")
  }

  @Test("Answers by mail, killed at every COMMIT: each is taken once, and the plan is the undisturbed one")
  func kill() async throws {
    let state = try await Self.commits.state
    #expect(
      state.parts["inbox"]?.count ?? 0 >= 8 && state.parts["answer"]?.count ?? 0 >= 4,
      "\(state.parts["inbox"] ?? [])"
    )
    #expect(state.parts["address"]?.count == 2, "\(state.parts["address"] ?? [])")
    try await Self.commits.each(.kill) { fault, run in
      #expect(run.status == -SIGKILL, "\(fault): \(run.status) \(run.errors)")
    }
  }

  @Test("Answers by mail, the connection cut at every COMMIT: each is taken once, and the plan is the undisturbed one")
  func cut() async throws {
    try await Self.commits.each(.cut) { fault, run in
      #expect([69, 0].contains(run.status), "\(fault): \(run.status) \(run.errors)")
      if run.status == 69 { #expect(run.errors.contains("the database cannot be reached"), "\(run.errors)") }
    }
  }

  @Test("A copy whose reader was killed before it noted it is taken for what it was taken for, and for nothing else")
  func copyAgain() async throws {
    let answered = try await Self.answered.value
    let site = try await answered.site()
    defer { site.close() }
    let first = try await site.run(Self.noon)
    let taken = try await site.query(
      "SELECT message_id AS it FROM inbox_message WHERE kind = 'copy' AND state = 'taken'"
    )
    let copy = try #require(answered.mails.first { $0.contains(taken.first ?? "none was taken") }, "\(first.errors)")
    let before = try await EndState(of: site, folder: "nothing")

    try await site.script("DELETE FROM inbox_message WHERE kind = 'copy'")
    try site.site.write(["again": copy], to: "in/new")
    let again = try await site.run(["inbox", "--as-of", "2026-11-20T12:00:00-05:00"])

    #expect(first.status == 0 && taken.count == 1, "\(first.errors)")
    #expect(
      again.status == 0 && again.output.contains("1 taken, 0 ignored, 0 read before, 0 not matched."),
      "\(again.output)"
    )
    #expect(try await EndState(of: site, folder: "nothing").differences(from: before) == [])
  }

  @Test(
    "Answers by mail, killed just before a mail is put away: it is known when it is read again",
    .enabled(if: FaultTools.strace != nil, "strace is not installed")
  )
  func putAway() async throws {
    let strace = try #require(FaultTools.strace)
    let answered = try await Self.answered.value
    await FaultDepth.each(FaultDepth.chosen(answered.mails.count), short: 1) { time in
      let site = try await answered.site()
      defer { site.close() }
      let run = try await site.run(
        by: [
          strace, "-f", "-qq", "-o", "calls", "-e", "trace=rename", "-e", "inject=rename:signal=SIGKILL:when=\(time)",
        ],
        Self.noon
      )
      let left = try site.site.contents(of: "in/new").count

      #expect(run.status == -SIGKILL, "\(time): \(run.status) \(run.errors)")
      // strace counts the calls of each thread by itself: the others may have put away more.
      #expect((1...answered.mails.count - time + 1).contains(left), "\(time): \(left)")
      try await site.recover(Self.noon)
      let differences = try await EndState(of: site, folder: "in").differences(from: Self.commits.state)
      #expect(differences == [], "\(time)")
    }
  }
}
