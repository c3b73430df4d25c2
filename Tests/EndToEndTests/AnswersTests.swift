import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("Answers by mail, through Debian's mail servers")
struct AnswersTests {
  private typealias Site = NightTests.Site

  /// What an independent client does: Python's email reads what arrived, presses buttons, and answers.
  private static let client = #"""
    import email, email.policy, email.utils, glob, html, re, smtplib, sys, time, urllib.parse
    from email.message import EmailMessage
    port, folder, answers = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    policy = email.policy.SMTP
    mails = [email.message_from_binary_file(open(path, "rb"), policy=policy) for path in sorted(glob.glob(folder + "/new/*"))]
    def mail(to, kind):
        return next(m for m in mails if to in m["To"] and m["Message-ID"].startswith("<" + kind))
    def buttons(m):
        page = m.get_body(("html",)).get_content()
        links = [urllib.parse.urlparse(html.unescape(h)) for h in re.findall(r'href="(mailto:answers[^"]*)"', page)]
        return [(urllib.parse.unquote(l.path), {k: v[0] for k, v in urllib.parse.parse_qs(l.query).items()}) for l in links]
    sent = 0
    server = smtplib.SMTP("127.0.0.1", port)
    def send(name, sender, subject, text, to="answers@agency.example", headers=()):
        global sent
        sent += 1
        m = EmailMessage(policy=policy)
        m["From"], m["To"], m["Subject"] = sender, to, subject
        m["Message-ID"] = "<%s@client.example>" % name
        m["Date"] = "Fri, 20 Nov 2026 14:%02d:00 -0500" % sent
        for key, value in headers: m[key] = value
        m.set_content(text)
        # One after the other, since the server delivers several at a time.
        before = len(glob.glob(answers + "/*/*"))
        server.send_message(m, to_addrs=["answers@agency.example"])
        for _ in range(200):
            if len(glob.glob(answers + "/*/*")) > before: break
            time.sleep(0.05)
    rae, zoe = "Rae Moss <rae@agency.example>", "Zoë Müller <zoe@example.com>"
    rows = buttons(mail("rae@agency.example", "list"))
    def row(word, what):
        return next(fields for to, fields in rows if fields["subject"].startswith(word + ":") and what in fields["subject"])
    done = row("Done", "public profiles")
    note = "Went through LinkedIn with her.\nShe takes the photo out."
    send("done", rae, done["subject"], note + done["body"])
    send("twice", rae, "Re: " + done["subject"], done["body"])
    later = row("Not today", "who should be their references")
    send("later", rae, later["subject"], later["body"])
    reminded = row("Reminded", "Prof. Ito by email")
    send("reminded", rae, reminded["subject"], "She writes tonight.\n\nOn Fri, 20 Nov 2026 at 14:00, Follow-up wrote:\n> Good morning")
    other = row("Done", "handwritten note")["subject"]
    token = re.search(r"#(\d+)\.(\d{8})\.(\w+)", other)
    send("forged", rae, other.replace(token[3], token[3][::-1]), "x")
    send("replayed", rae, other.replace(token[1], re.search(r"#(\d+)", reminded["subject"])[1], 1), "x")
    send("foreign", "Kim Low <kim@agency.example>", other, "x")
    nudge = mail("zoe@example.com", "nudge")
    answer = [("In-Reply-To", nudge["Message-ID"]), ("References", nudge["Message-ID"])]
    send("copy", zoe, "Heads-up", "Dear Professor, Acme may call.", to="Prof. Ito <ito@example.org>", headers=[("Cc", "answers@agency.example")])
    send("unclear", zoe, "Re: " + nudge["Subject"], "Done", headers=answer)
    send("reply", zoe, "Re: " + nudge["Subject"], "All done!\nI wrote to him at noon.\n\nAm 20.11.2026 um 14:00 schrieb Follow-up:\n> Hello", headers=answer)
    send("stolen", rae, "Re: " + nudge["Subject"], "done", headers=answer)
    send("away", zoe, "Automatic reply: " + nudge["Subject"], "I am away.", headers=answer + [("Auto-Submitted", "auto-replied")])
    send("enough", "Omar <omar@example.com>", "Re: something", "Unsubscribe.")
    send("disguised", rae, "Check-in", "Hello", to="Zoë <zoe@example.com>", headers=[("Authentication-Results", "mail.test; dmarc=fail")])
    send("unknown", "Somebody <somebody@example.net>", "Hello", "Who are you?")
    server.quit()
    print(sent)
    """#

  /// A site that mails through the servers, after its night.
  private func night(_ servers: MailServers) async throws -> Site {
    let made = try await Site.make([:])
    // Max has left his address, and mail to him comes back.
    let recruiters = Example.files["recruiters.csv", default: ""]
    try made.write(["recruiters.csv": recruiters.replacing("max@", with: "gone@")], to: "moved")
    try made.expect(0, ["import", "canonical", "moved"] + NightTests.morning)
    try """
    mail:
      url: smtp://127.0.0.1:\(servers.smtpPort)
      from: Follow-up <followup@agency.example>
      answers: answers@agency.example
    inbox:
      url: imap://127.0.0.1:\(servers.imapPort)/INBOX
      user: answers

    """.write(toFile: made.program.folder + "/followup.yaml", atomically: true, encoding: .utf8)
    let environment = [
      "FOLLOWUP_DATABASE_URL": made.database.conninfo, "FOLLOWUP_INBOX_PASSWORD": MailServers.password,
    ]
    let site = Site(program: Program(folder: made.program.folder, environment: environment), database: made.database)
    try site.expect(0, ["run", "nightly", "--out", "out"] + NightTests.morning)
    return site
  }

  /// Runs the client; how many mails it has sent.
  private func answer(_ servers: MailServers) throws -> Int {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = ["-c", Self.client, "\(servers.smtpPort)", servers.others, servers.answers]
    process.standardOutput = output
    try process.run()
    let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0, let count = Int(words.trimmingCharacters(in: .newlines)) else {
      throw SupportError("the client failed: \(words)")
    }
    return count
  }

  /// Everything that answers could change.
  private func state(_ site: Site) async throws -> [String] {
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    var lines: [String] = []
    for sql in [
      "SELECT 'touch ' || to_jsonb(touch)::text FROM touch ORDER BY touch_id",
      "SELECT 'answer ' || to_jsonb(follow_up_answer)::text FROM follow_up_answer ORDER BY answer_id",
      "SELECT 'follow-up ' || to_jsonb(follow_up)::text FROM follow_up ORDER BY follow_up_id",
      "SELECT 'signed ' || agency_id FROM agency_secret",
      "SELECT 'mail ' || to_jsonb(inbox_message)::text FROM inbox_message ORDER BY inbox_id",
    ] {
      lines += try await connection.query(Statement(sql)).map { try $0.get(at: 0, as: String.self) }
    }
    await connection.close()
    return lines
  }

  /// The ids of the follow-ups on a list, with their rules.
  private func list(_ site: Site) throws -> [String] {
    try site.expect(0, ["worklist", "r1", "--format", "ndjson"] + Self.afternoon).output.split(separator: "\n").map {
      let row = try JSONDecoder().decode(Row.self, from: Data($0.utf8))
      return "\(row.followUp) \(row.rule)"
    }
  }

  private struct Row: Decodable {
    let followUp: Int
    let rule: String

    enum CodingKeys: String, CodingKey {
      case followUp = "follow_up_id"
      case rule
    }
  }

  private static let afternoon = ["--as-of", "2026-11-20T15:30:00-05:00"]

  @Test("What is answered by mail leaves the list with its touches and notes; forged and foreign answers do nothing")
  func answers() async throws {
    let servers = try MailServers()
    let site = try await night(servers)
    _ = try servers.mails(in: servers.others, count: 2)
    let before = try list(site)
    // Besides its own, the overview that came back from Max.
    _ = try servers.mails(in: servers.answers, count: 1)
    let count = try answer(servers) + 1
    _ = try servers.mails(in: servers.answers, count: count)

    let read = try site.expect(3, ["inbox"] + Self.afternoon)
    let after = try list(site)
    let facts = try await state(site)

    // Done, put off, thanked and told: four rows, and no other.
    let gone = Set(before).subtracting(after).map { String($0.drop { $0 != " " }.dropFirst()) }.sorted()
    #expect(gone == ["reference_heads_up", "reference_list", "social_profile_review", "thank_you_email"])
    #expect(Set(after).isSubset(of: before))
    #expect(read.output.contains("7 taken, 2 ignored, 0 read before, 7 not matched."), "\(read.output)")
    #expect(read.output.contains("was done before; the outcome is kept"))
    #expect(read.output.contains("mail to gone@agency.example came back: 5.0.0"), "\(read.output)")
    #expect(read.output.contains("no more mail goes to omar@example.com"))
    #expect(read.errors.split(separator: "\n").count { $0.contains("its signature is not that of an answer") } == 3)
    #expect(read.errors.contains("it does not say which of them it means"))
    #expect(read.errors.contains("it answers a mail that went to zoe@example.com, and comes from another address"))
    #expect(read.errors.contains("the mail server found that it does not come from rae@agency.example"))
    #expect(read.errors.contains("nobody here has the address somebody@example.net"))
    let touches = facts.filter { $0.hasPrefix("touch ") }
    #expect(touches.count { $0.contains(#""note": "Went through LinkedIn with her.\nShe takes the photo out.""#) } == 1)
    #expect(touches.count { $0.contains(#""purpose": "reminder""#) && $0.contains("She writes tonight.") } == 1)
    #expect(touches.count { $0.contains(#""purpose": "heads_up""#) && $0.contains(#""channel": "email""#) } == 1)
    #expect(touches.count { $0.contains(#""purpose": "thank_you""#) && $0.contains("I wrote to him at noon.") } == 1)

    try forget(servers)
    let again = try site.expect(0, ["inbox", "--maildir", servers.answers] + Self.afternoon)
    #expect(again.output.contains("0 taken, 0 ignored, \(count) read before, 0 not matched."), "\(again.output)")
    #expect(try site.expect(0, ["inbox"] + Self.afternoon).output.contains("0 taken, 0 ignored, 0 read before"))
    #expect(try await state(site) == facts)
  }

  @Test(
    "What nothing could be done with is listed with its reason until somebody settles it; addresses can be allowed again"
  )
  func unmatched() async throws {
    let servers = try MailServers()
    let site = try await night(servers)
    _ = try servers.mails(in: servers.others, count: 2)
    _ = try servers.mails(in: servers.answers, count: 1)
    _ = try servers.mails(in: servers.answers, count: try answer(servers) + 1)
    try site.expect(3, ["inbox", "--quiet"] + Self.afternoon)

    let listed = try site.expect(0, ["inbox", "list", "--format", "csv"] + Self.afternoon).output
    let doctor = try site.program.run(["doctor"] + Self.afternoon).output
    let id = String(listed.split(separator: "\n")[1].prefix { $0 != "," })
    let one = try site.expect(0, ["inbox", "settle", id] + Self.afternoon)
    let twice = try site.expect(64, ["inbox", "settle", id] + Self.afternoon)
    let rest = try site.expect(0, ["inbox", "settle", "all"] + Self.afternoon)
    let empty = try site.expect(0, ["inbox", "list", "--format", "csv"] + Self.afternoon).output
    let everything = try site.expect(0, ["inbox", "list", "--everything", "--format", "csv"] + Self.afternoon).output
    let allowed = try site.expect(0, ["inbox", "allow", "Omar@example.com"] + Self.afternoon)
    let unknown = try site.expect(64, ["inbox", "allow", "omar@example.com"] + Self.afternoon)

    #expect(listed.split(separator: "\n").count == 8, "\(listed)")
    #expect(listed.contains("kim@agency.example"))
    #expect(doctor.contains("7 mails wait for somebody to read them"), "\(doctor)")
    #expect(doctor.contains("gone@agency.example: mail came back on Fri 20 Nov"), "\(doctor)")
    #expect(one.output == "1 settled.\n" && rest.output == "6 settled.\n")
    #expect(twice.errors.contains("do not wait for anybody"))
    #expect(empty.split(separator: "\n").count == 1)
    #expect(everything.split(separator: "\n").count == 17, "\(everything)")
    #expect(allowed.output == "Mail goes to Omar@example.com again.\n")
    #expect(unknown.errors.contains("not among the addresses that get no mail"))
  }

  @Test("The job of the day does all of it each time it is run, and its inbox needs no mail server to be configured")
  func daytime() async throws {
    let site = try await Site.make([
      "FOLLOWUP_INBOX_MAILDIR": "in", "FOLLOWUP_MAIL_ANSWERS": "answers@agency.example",
    ])
    for part in ["new", "cur", "tmp"] { try site.write([:], to: "in/\(part)") }
    let mail = "From: x@example.net\nMessage-ID: <%@@x>\nSubject: hello\n\nhello\n"
    try site.write(["1": mail.replacing("%@", with: "one")], to: "in/new")

    let before = try await state(site)
    let tried = try site.expect(3, ["inbox", "--dry-run"] + NightTests.morning)
    #expect(tried.output.contains("it would be: 0 taken, 0 ignored, 0 read before, 1 not matched."), "\(tried.output)")
    #expect(try await state(site) == before)

    let first = try site.expect(0, ["run", "daytime"] + NightTests.morning)
    try site.write(["2": mail.replacing("%@", with: "two")], to: "in/new")
    let second = try site.expect(0, ["run", "daytime"] + Self.afternoon)
    let listed = try site.expect(0, ["inbox", "list", "--format", "csv"] + Self.afternoon).output

    #expect(first.errors.contains("inbox: unmatched 1") && first.errors.contains("plan: "), "\(first.errors)")
    #expect(second.errors.contains("inbox: unmatched 1"), "\(second.errors)")
    #expect(!second.output.contains("was done before"))
    #expect(listed.split(separator: "\n").count == 3)
  }

  /// Takes back that mails were read, as somebody with a mail program can.
  private func forget(_ servers: MailServers) throws {
    for path in try servers.mails(in: servers.answers, count: 1) {
      let name = path.split(separator: "/").last.map { $0.prefix { $0 != ":" } } ?? ""
      try FileManager.default.moveItem(atPath: path, toPath: "\(servers.answers)/new/\(name)")
    }
  }
}
