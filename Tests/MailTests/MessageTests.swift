import Foundation
import Testing

@testable import Mail

@Suite struct MessageTests {
  static let names = [
    "Rita Moreno", "Zoë Ångström", "Ольга Иванова", "渡辺 さくら", "محمد علي", "אברהם כהן", "สมชาย ใจดี",
    "Γιώργος Παπαδόπουλος", "Siân O’Brien 😀",
    "김민준", "Nguyễn Thị Minh Khai", "O'Neil, Ann (HR) \"the boss\" \\ <ann@x>", "=?UTF-8?B?SGk=?=", "two  spaces",
    "J. R. \"Bob\" Dobbs",
    String(repeating: "寿限無", count: 30), "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466} Familie Müller",
  ]

  @Test(arguments: names) func aNameInAnyLanguageArrivesAsItWasGiven(name: String) throws {
    var message = try nudge()
    message.from = try Mailbox(name: name, address: "a@agency.example")
    message.replyTo = [try Mailbox(name: name, address: "b@agency.example")]
    message.to = [
      try Mailbox(name: name, address: "c@agency.example"), try Mailbox(name: name, address: "d@agency.example"),
    ]

    let bytes = try message.rendered()
    let read = try ReceivedMessage(bytes)

    #expect(read.from == [message.from])
    #expect(read.replyTo == message.replyTo)
    #expect(read.to == message.to)
    try expectGoodHeaderLines(bytes)
  }

  static let longNames = [
    String(repeating: "Александра Константиновна ", count: 3), String(repeating: "عبد الرحمن بن محمد ", count: 4),
    String(repeating: "長谷川", count: 20), String(repeating: "é", count: 61), String(repeating: "😀x寿é", count: 16),
  ]

  @Test(arguments: longNames) func aLongNameOutsideLatinIsBase64(name: String) throws {
    let name = name.trimmingCharacters(in: .whitespaces)
    var message = try nudge(subject: name)
    message.to = [try Mailbox(name: name, address: "c@agency.example")]

    let bytes = try message.rendered()

    let text = String(decoding: bytes, as: UTF8.self)
    let words = text.matches(of: /=\?UTF-8\?([BQ])\?([^?]*)\?=/)
    #expect(words.count > 2)
    for word in words {
      #expect(word.1 == "B")
      #expect(word.0.count <= 75)
      // Each word is whole characters by itself.
      let decoded = try #require(Data(base64Encoded: String(word.2)))
      #expect(String(validating: decoded, as: UTF8.self) != nil)
    }
    let read = try ReceivedMessage(bytes)
    #expect(read.subject == name)
    #expect(read.to == message.to)
  }

  @Test func aNameMostlyInLatinStaysReadable() throws {
    for name in ["María José de la Cruz", "Zoë Ångström-Müller"] {
      #expect(HeaderText.encodedWords(name, column: 4).hasPrefix("=?UTF-8?Q?"))
    }
  }

  static let subjects = [
    "", "Overdue: thank Ana", "Überfällig: Dank an Zoë", "期限切れ", String(repeating: "推薦者への連絡が遅れています。", count: 20),
    String(repeating: "Reminder that Ana Lima waits for a word. ", count: 12) + "Do it.",
    String(repeating: "x", count: 3000),
    "Re: =?utf-8?q?not_encoded?=", " leading and trailing ", String(repeating: "e\u{301}\u{302}\u{303}", count: 60),
    String(repeating: "\u{1F1E9}\u{1F1EA}", count: 70),
  ]

  @Test(arguments: subjects) func aSubjectOfAnyLengthArrivesAsItWasGiven(subject: String) throws {
    let bytes = try nudge(
      subject: subject,
      headers: [("X-Follow-Up-Of-A-Name-That-Leaves-Little-Room-On-A-Line", subject)]
    )
    .rendered()
    let read = try ReceivedMessage(bytes)
    #expect(Array((read.subject ?? "none").unicodeScalars) == Array(subject.unicodeScalars))
    #expect(read.header("x-follow-up-of-a-name-that-leaves-little-room-on-a-line") == subject)
    try expectGoodHeaderLines(bytes)
  }

  static let texts = [
    "plain\n", "no line end", "", ".\n..\n.\r\n...dots\n", "bare\rreturns\rand\r\nboth\n",
    "trailing space \nand tab\t\n",
    "From the start\nFrom here\n", String(repeating: "long ", count: 2000) + "\n", "équipe = 100 %\n",
    "お世話になっております。\n渡辺様\n",
    "--=_not_a_boundary\n--\n", "\u{FEFF}byte order mark\n",
  ]

  @Test(arguments: texts) func aTextArrivesLineByLine(text: String) throws {
    let normal = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    let expected = normal.hasSuffix("\n") ? normal : normal + "\n"

    let alone = try ReceivedMessage(nudge(text: text).rendered())
    #expect(alone.text == expected)
    #expect(alone.html == nil)

    let both = try ReceivedMessage(nudge(text: text, html: "<p>\(text)</p>").rendered())
    #expect(both.text == expected)
    #expect(both.html == "<p>\(normal)</p>\n")
  }

  @Test func filesArriveByteByByte() throws {
    let everyByte = (0..<4000).map { UInt8(truncatingIfNeeded: $0) }
    let files = [
      Message.Attachment(
        filename: "interview.ics",
        contentType: "text/calendar; charset=utf-8; method=REQUEST",
        bytes: Array("BEGIN:VCALENDAR\r\n".utf8)
      ),
      Message.Attachment(filename: "Liste für Zoë – 渡辺.csv", contentType: "text/csv; charset=utf-8", bytes: everyByte),
      Message.Attachment(filename: "empty.bin", contentType: "application/octet-stream", bytes: []),
    ]
    let message = try nudge(html: "<p>Call Ana.</p>", attachments: files)
    let read = try ReceivedMessage(message.rendered())
    #expect(read.attachments.map(\.filename) == files.map(\.filename))
    #expect(read.attachments.map(\.bytes) == files.map(\.bytes))
    #expect(read.attachments[0].contentType.hasPrefix("text/calendar; charset=utf-8; method=REQUEST"))
    #expect(read.text == message.text)
    #expect(read.html == "<p>Call Ana.</p>\n")
  }

  @Test func theSameMessageGivesTheSameBytes() throws {
    let file = Message.Attachment(filename: "a.csv", contentType: "text/csv", bytes: [1, 2, 3])
    func bytes(_ key: String) throws -> [UInt8] {
      try nudge(key, text: "Zoë", html: "<p>Zoë</p>", attachments: [file]).rendered()
    }
    #expect(try bytes("one") == bytes("one"))
    #expect(try bytes("one") != bytes("two"))
  }

  @Test func headersAreThoseOfTheMessage() throws {
    let message = try nudge(headers: [("Auto-Submitted", "auto-generated"), ("X-Followup-Message", "Zoë 42")])
    let read = try ReceivedMessage(message.rendered())
    #expect(read.messageID == "<nudge-42@agency.example>")
    #expect(read.date == message.date)
    #expect(read.header("Date") == "Thu, 19 Nov 2026 15:00:00 +0000")
    #expect(read.header("auto-submitted") == "auto-generated")
    #expect(read.header("X-Followup-Message") == "Zoë 42")
    #expect(read.header("MIME-Version") == "1.0")
  }

  @Test func pythonReadsTheSame() throws {
    let message = Message(
      from: try Mailbox(name: "Zoë, die Übersicht", address: "zoe@bücher.example"),
      to: [try Mailbox(name: "渡辺 さくら", address: "sakura@agency.example")],
      subject: String(repeating: "期限切れ and overdue ", count: 15) + "✔",
      text: "Grüße\n.\nEnde ohne Punkt \n",
      html: "<p>Grüße</p>",
      messageID: "<py@agency.example>",
      date: Date(timeIntervalSince1970: 0),
      attachments: [
        .init(filename: "prüfen.csv", contentType: "text/csv; charset=utf-8", bytes: Array("a,b\r\né,2\r\n".utf8))
      ]
    )
    let script = """
      import sys, json, email, email.policy
      m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
      defects = [str(d) for p in m.walk() for d in p.defects] + [str(d) for v in m.values() for d in v.defects]
      print(json.dumps({"from": m["from"].addresses[0].display_name, "address": m["from"].addresses[0].addr_spec,
        "to": m["to"].addresses[0].display_name, "subject": m["subject"], "text": m.get_body(("plain",)).get_content(),
        "html": m.get_body(("html",)).get_content(), "file": [a.get_filename() for a in m.iter_attachments()][0],
        "content": [a.get_payload(decode=True).decode() for a in m.iter_attachments()][0], "defects": ", ".join(defects)}))
      """
    let read = try JSONDecoder().decode(
      [String: String].self,
      from: run("/usr/bin/python3", ["-c", script], input: message.rendered())
    )
    #expect(
      read == [
        "from": "Zoë, die Übersicht", "address": "zoe@xn--bcher-kva.example", "to": "渡辺 さくら",
        "subject": message.subject,
        "text": message.text, "html": "<p>Grüße</p>\n", "file": "prüfen.csv", "content": "a,b\r\né,2\r\n",
        "defects": "",
      ]
    )
  }

  @Test(arguments: ["a\nBcc: x@evil.example", "a\r\nBcc: x@evil.example", "a\rb", "a\0b", "a\u{85}b", "tab\tin"])
  func nothingBeginsAnotherHeader(text: String) throws {
    #expect(throws: MailError.self) { try nudge(subject: text).rendered() }
    #expect(throws: MailError.self) { try nudge(headers: [("X-Note", text)]).rendered() }
    #expect(throws: MailError.self) { try nudge(headers: [(text, "note")]).rendered() }
    #expect(throws: MailError.self) { try Mailbox(name: text, address: "a@agency.example") }
    #expect(throws: MailError.self) { try Mailbox(name: nil, address: "\(text)@agency.example") }
    #expect(throws: MailError.self) {
      try nudge(attachments: [.init(filename: text, contentType: "text/csv", bytes: [])]).rendered()
    }
    #expect(throws: MailError.self) {
      try nudge(attachments: [.init(filename: "a.csv", contentType: text, bytes: [])]).rendered()
    }
    #expect(throws: MailError.self) { try nudge("key\(text)").rendered() }
  }

  @Test(arguments: ["To", "bcc", "Content-Type", "Message-ID", "Date", "", "X Note", "X-Note:", "X-Zoë"])
  func headersOfTheMessageItselfAreNotToBeAdded(name: String) throws {
    #expect(throws: MailError.self) { try nudge(headers: [(name, "x@evil.example")]).rendered() }
  }

  @Test(arguments: [
    "nudge-42@agency.example", "<nudge-42>", "<@agency.example>", "<a@b@c>", "<a b@c>", "<é@c>", "", "<a@>",
  ])
  func aMessageIDIsAKeyAtADomain(id: String) throws {
    var message = try nudge()
    message.messageID = id
    #expect(throws: MailError.self) { try message.rendered() }
  }

  @Test func aMessageWithoutRecipientIsRefused() throws {
    #expect(throws: MailError.invalid("the message <nudge-42@agency.example> has no recipient")) {
      try nudge(to: []).rendered()
    }
  }

  @Test(arguments: [
    "", "rita", "@agency.example", "rita@", "a@b@c", "a b@c.example", "<a@b.example>", "a@b..example",
    "a@b.example,c@d.example",
  ])
  func whatIsNoAddressIsRefused(address: String) {
    #expect(throws: MailError.self) { try Mailbox(name: nil, address: address) }
  }

  @Test func anInternationalDomainTravelsInItsASCIIForm() throws {
    let mailbox = try Mailbox(name: nil, address: "rita@bücher.example")
    #expect(mailbox.address == "rita@bücher.example")
    #expect(try mailbox.wireAddress == "rita@xn--bcher-kva.example")
    #expect(try Mailbox(name: nil, address: "josé@bücher.example").wireAddress == "josé@xn--bcher-kva.example")
  }

  /// Lines of at most 76 characters with encoded words of at most 75, or one unbreakable word; each decodes to whole characters.
  private func expectGoodHeaderLines(_ bytes: [UInt8], _ location: SourceLocation = #_sourceLocation) throws {
    let head = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n").split(separator: "\n\n")[0]
    for line in head.split(separator: "\n") {
      #expect(line.utf8.count <= 76, "\(line)", sourceLocation: location)
      #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) }, sourceLocation: location)
      for match in line.matches(of: /=\?UTF-8\?Q\?([A-Za-z0-9_=]*)\?=/) {
        #expect(match.0.count <= 75, sourceLocation: location)
        let content = match.1.replacing("=", with: "%").removingPercentEncoding
        #expect(content != nil, "a character is cut in two", sourceLocation: location)
      }
    }
  }
}
