import Foundation
import Mail
import Testing

@Suite("What a received mail says of itself")
struct ReceivedTermsTests {
  private func message(_ headers: [String] = [], body: String = "hello") throws -> ReceivedMessage {
    let head = (["From: Zoe <zoe@example.com>", "Message-ID: <m1@example.com>"] + headers).joined(separator: "\n")
    return try ReceivedMessage(Array("\(head)\n\n\(body)\n".utf8))
  }

  @Test(
    "What a person wrote ends where something is quoted, in the ways of mail programs",
    arguments: [
      "Done.\n\nOn Fri, 20 Nov 2026 at 14:00, Rita <r@agency.example> wrote:\n> Hello",
      "Done.\n\nOn Fri, 20 Nov 2026 at 14:00, Rita Okafor with a long name\n<rita@agency.example> wrote:\n\n> Hello",
      "Done.\n\nAm 20.11.2026 um 14:00 schrieb Rita:\n> Hallo",
      "Done.\n\nLe ven. 20 nov. 2026 à 14:00, Rita <r@agency.example> a écrit :\n\n> Bonjour",
      "Done.\n\n-----Original Message-----\nFrom: Rita\nSent: Friday\nHello",
      "Done.\n\n-----Ursprüngliche Nachricht-----\nVon: Rita",
      "Done.\n\n________________________________\nFrom: Rita\nHello",
      "Done.\n\nFrom: Rita <r@agency.example>\nSent: Friday, 20 November 2026 14:00\nTo: Zoe\nSubject: x\n\nHello",
      "Done.\n\nVon: Rita <r@agency.example>\nGesendet: Freitag, 20. November 2026\nAn: Zoe\n\nHallo",
      "Done.\n> Hello",
      "Done.\n-- \nZoe Miller\nData Engineer",
      "Done.\n\nSent from my iPhone",
      "Done.\n\nGet Outlook for Android",
      "\n\nDone.\n\n- - - Write a note above this line if you like, and send the mail as it is.\nZoe Miller\n+1-212-555-0110",
    ]
  )
  func written(_ body: String) throws {
    #expect(try message(body: body).writtenText() == "Done.")
  }

  @Test(
    "Sentences that look like it are kept",
    arguments: [
      "On Friday I called her:\nshe is glad.", "From: here to there is far.\nI went.", "A > B is what I found",
      "- one\n- two",
    ]
  )
  func kept(_ body: String) throws {
    #expect(try message(body: body).writtenText() == body)
  }

  @Test("A program's mail is told by its headers; an ordinary one is not automatic")
  func automatic() throws {
    #expect(try message(["Auto-Submitted: auto-replied (vacation)"]).isAutomatic)
    #expect(try message(["Precedence: bulk"]).isAutomatic)
    #expect(try message(["List-Id: <news.example.com>"]).isAutomatic)
    #expect(try message(["X-Autoreply: yes"]).isAutomatic)
    #expect(try !message(["Auto-Submitted: no"]).isAutomatic)
    #expect(try !message().isAutomatic)
  }

  @Test("What the mailbox's own server found about the sender is believed")
  func sender() throws {
    #expect(try message(["Authentication-Results: mx.example; spf=pass; dmarc=fail (p=none)"]).isFromSomebodyElse)
    #expect(try message(["Authentication-Results: mx.example; spf=fail; dkim=none"]).isFromSomebodyElse)
    #expect(try !message(["Authentication-Results: mx.example; spf=fail; dkim=pass"]).isFromSomebodyElse)
    #expect(try !message(["Authentication-Results: mx.example; dmarc=pass; spf=fail"]).isFromSomebodyElse)
    #expect(try !message().isFromSomebodyElse)
  }

  @Test("The mails it answers are told, the nearest first")
  func answered() throws {
    let mail = try message(["In-Reply-To: <c@x>", "References: <a@x> <b@x>\n <c@x>"])
    #expect(mail.answeredIDs == ["<c@x>", "<b@x>", "<a@x>"])
  }

  @Test("What is not an address is left out, groups and copies are read")
  func addresses() throws {
    let mail = try message([
      "To: undisclosed-recipients:;", "Cc: Team: a@x.example, B <b@x.example>;, \"c c\"@x.example",
    ])
    #expect(mail.to.isEmpty)
    #expect(mail.cc.map(\.address) == ["a@x.example", "b@x.example"])
  }

  @Test("A delivery status notification tells which addresses failed for good, and which mail it gives back")
  func report() throws {
    let text = """
      From: MAILER-DAEMON@mx.example
      Message-ID: <dsn@mx.example>
      Auto-Submitted: auto-replied
      Content-Type: multipart/report; report-type=delivery-status; boundary=b

      --b
      Content-Type: text/plain

      It could not be delivered.
      --b
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mx.example

      Original-Recipient: rfc822;ana@acme.example
      Final-Recipient: rfc822; Ana.Ruiz@mail.acme.example
      Action: failed
      Status: 5.1.1 (bad mailbox)
      Diagnostic-Code: smtp; 550 5.1.1 no such
       user here

      Final-Recipient: rfc822; ben@acme.example
      Action: delayed
      Status: 4.4.7

      --b
      Content-Type: text/rfc822-headers

      From: a@b.example
      Message-ID:
       <list-1-2-20261120.aaaa@agency.example>
      --b--
      """
    let bytes = Array(text.utf8)
    let mail = try ReceivedMessage(bytes)
    let report = try #require(mail.deliveryReport(bytes))

    #expect(report.messageIDs == ["<list-1-2-20261120.aaaa@agency.example>"])
    #expect(
      report.recipients.map(\.addresses) == [["ana@acme.example", "ana.ruiz@mail.acme.example"], ["ben@acme.example"]]
    )
    #expect(report.recipients.map(\.isPermanentFailure) == [true, false])
    #expect(report.recipients[0].words == "550 5.1.1 no such user here" && report.recipients[0].status == "5.1.1")
    #expect(try message().deliveryReport(Array("x".utf8)) == nil)
  }
}
