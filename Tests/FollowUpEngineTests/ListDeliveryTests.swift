import FollowUpEngine
import Foundation
import Mail
import Postgres
import TestSupport
import Testing

@Suite("Lists that are mailed, with their files")
struct ListDeliveryTests {
  /// Jane, Bob and their manager Mia; Jane and Bob have something to do.
  private func agency(_ attachments: String) async throws -> TestAgency {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous + [Story.checkIn(), Story.candidateCheckIn()])
    try await agency.sql(
      """
      INSERT INTO policy (agency_id, key, value) VALUES (:agency, 'deliver_attachments', '\(attachments)')
      """
    )
    try await agency.sql("SELECT refresh_practice(:agency)")
    return agency
  }

  private func nudger(_ agency: TestAgency, _ channel: any MailChannel) throws -> Nudger {
    let settings = NudgeSettings(from: try Mailbox(name: "Follow-up", address: "followup@agency.example"))
    return Nudger(agency.session, settings: settings, channel: channel)
  }

  private func lists(_ channel: ScriptedChannel) async -> [Message] {
    await channel.taken.filter { $0.messageID.hasPrefix("<list-") }
  }

  @Test(
    "The policy says which files go with a list; overviews have none",
    arguments: [
      ("none", []), ("xlsx", ["worklist.xlsx"]), ("ics", ["worklist.ics"]),
      ("both", ["worklist.ics", "worklist.xlsx"]),
    ]
  )
  func policy(_ value: String, _ names: [String]) async throws {
    let agency = try await agency(value)
    let channel = ScriptedChannel()

    let queued = try await ListDelivery(agency.session).queue()
    #expect(try await nudger(agency, channel).sendQueued().sent == 3)

    #expect(queued == ListDelivery.Outcome(lists: 2, overviews: 1, empty: 1))
    let lists = await lists(channel)
    #expect(lists.count == 2)
    for list in lists {
      #expect(list.attachments.map(\.filename) == names)
      for file in list.attachments {
        let isWorkbook = file.filename.hasSuffix(".xlsx")
        #expect(file.contentType.hasPrefix(isWorkbook ? "application/vnd.openxmlformats" : "text/calendar"))
        #expect(file.bytes.starts(with: isWorkbook ? [0x50, 0x4B] : Array("BEGIN:VCALENDAR".utf8)))
      }
      #expect(try list.rendered().count > 0)
    }
    #expect(await channel.taken.filter { !$0.messageID.hasPrefix("<list-") }.allSatisfy(\.attachments.isEmpty))
  }

  @Test("A list that is sent once more is the same to the byte, whatever has changed since")
  func again() async throws {
    let agency = try await agency("both")
    // The overview for Mia goes first.
    let channel = ScriptedChannel(script: [.sent(reply: "250 ok"), .uncertain(reason: "the connection was lost")])
    _ = try await ListDelivery(agency.session).queue()
    _ = try await nudger(agency, channel).sendQueued()
    try await agency.sql("UPDATE candidate SET name = 'Somebody Else' WHERE agency_id = :agency")
    let uncertain = try await agency.count("SELECT message_id FROM message WHERE state = 'uncertain'")

    #expect(try await nudger(agency, channel).resend(uncertain).sent == 1)

    let taken = await channel.taken
    let (first, last) = (taken[1], try #require(taken.last))
    #expect(first.messageID == last.messageID && first.attachments.count == 2)
    #expect(first.attachments == last.attachments)
    #expect(first.html == last.html && first.text == last.text)
  }

  @Test("A list that waits while its day ends is taken back with its files; the next day's goes out alone")
  func dayIsOver() async throws {
    let agency = try await agency("both")
    let channel = ScriptedChannel(isDown: true)
    _ = try await ListDelivery(agency.session).queue()
    await #expect(throws: FollowUpError.self) { try await nudger(agency, channel).sendQueued() }
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'queued'") == 3)
    #expect(try await agency.count("SELECT count(*) FROM message_attachment") == 4)
    await channel.comeUp()
    // Late on the same day they still go; on Monday they do not.
    let monday = try agency.at("2026-11-23T05:30:00-05:00")

    let queued = try await ListDelivery(monday.session).queue()
    let sent = try await nudger(monday, channel).sendQueued().sent

    #expect(sent == queued.lists + queued.overviews && queued.lists == 2)
    #expect(await lists(channel).allSatisfy { $0.messageID.contains("-20261123@") })
    #expect(try await agency.count("SELECT count(*) FROM message WHERE local_date < '2026-11-23'") == 0)
    #expect(try await agency.count("SELECT count(*) FROM message_attachment") == 4)
  }
}
