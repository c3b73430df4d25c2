import FollowUpEngine
import Foundation
import Mail
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("The outbox: what crashes, servers and people do to it")
struct NudgeOutboxTests {
  private func owing() async throws -> TestAgency {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.candidateCheckIn()])
    return agency
  }

  /// A message as a sender that died left it; its lease is over, so that it is known to be dead.
  private func left(_ state: String) async throws -> TestAgency {
    let agency = try await owing()
    let channel = ScriptedChannel(isDown: true)
    await #expect(throws: FollowUpError.self) { try await agency.nudge(channel) }
    try await agency.sql(
      """
      UPDATE message SET state = '\(state)', attempts = 1, claim = gen_random_uuid(), claimed_by = 'gone/1/1',
        lease_until = '2026-01-01', subject = 'Subject', body_text = 'Text'
      """
    )
    #expect(try await agency.states() == [state])
    return agency
  }

  @Test("A mail server that is down: exit code 69, what to do is said, nothing is claimed, and nothing is lost")
  func serverDown() async throws {
    let agency = try await owing()
    let channel = ScriptedChannel(isDown: true)

    let error = await #expect(throws: FollowUpError.self) { try await agency.nudge(channel) }

    #expect(error?.kind == .unreachable)
    #expect(error?.message.contains("1 message waits in the outbox") == true)
    #expect(error?.remedy?.contains("run followup nudge again") == true)
    #expect(try await agency.states() == ["queued"])
    #expect(try await agency.count("SELECT attempts FROM message") == 0)

    await channel.comeUp()
    #expect(try await agency.nudge(channel).sent == 1)
    #expect(await channel.taken.count == 1)
  }

  @Test("With nothing to send the mail server is not asked")
  func nothingToSend() async throws {
    let agency = try await Story.begin()

    #expect(try await agency.nudge(ScriptedChannel(isDown: true)).sent == 0)
  }

  @Test("A sender that died before it began: the message goes out, once")
  func diedClaimed() async throws {
    let agency = try await left("claimed")
    let channel = ScriptedChannel()

    let outcome = try await agency.nudge(channel)

    #expect(outcome.sent == 1 && !outcome.isPartial)
    #expect(try await agency.nudge(channel).sent == 0)
    #expect(await channel.taken.count == 1)
    #expect(try await agency.states() == ["sent"])
  }

  @Test("A sender that died while handing over: uncertain, named, exit code 3, and never sent again by itself")
  func diedSending() async throws {
    let agency = try await left("sending")
    let channel = ScriptedChannel()

    let outcome = try await agency.nudge(channel)
    let again = try await agency.nudge(channel)

    #expect(outcome.uncertain == 1 && outcome.isPartial)
    #expect(outcome.troubles.first?.contains("is uncertain") == true)
    #expect(outcome.troubles.first?.contains("--drop") == true)
    #expect(again.uncertain == 0 && again.queued == 0)
    #expect(await channel.taken.isEmpty)
    #expect(try await agency.states() == ["uncertain"])

    // The next step is another nudge, and goes out.
    let next = try await agency.at("2026-11-24T12:00:00-05:00").nudge(channel)
    #expect(next.sent == 1)
    #expect(try await agency.count("SELECT count(*) FROM nudge WHERE step = 'due + 0 h: recruiter'") == 1)
  }

  @Test("A sender that died while writing into a maildir: written once, since a maildir knows the message")
  func diedInMaildir() async throws {
    let folder = try temporaryFolder() + "/maildir"
    let agency = try await left("sending")

    let outcome = try await agency.nudge(MaildirChannel(folder: folder))
    try await agency.sql("UPDATE message SET state = 'sending', sent_at = NULL, lease_until = '2026-01-01'")
    let again = try await agency.nudge(MaildirChannel(folder: folder))

    #expect(outcome.sent == 1 && again.sent == 1 && !again.isPartial)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/new").count == 1)
    #expect(try await agency.states() == ["sent"])
  }

  @Test("A sender at work keeps its message")
  func atWork() async throws {
    let agency = try await left("claimed")
    try await agency.sql("UPDATE message SET lease_until = '2100-01-01'")
    let channel = ScriptedChannel()

    #expect(try await agency.nudge(channel).sent == 0)
    #expect(await channel.taken.isEmpty)
  }

  @Test("An answer that was never heard: uncertain; a person sends it again or drops it")
  func uncertain() async throws {
    let agency = try await owing()
    let channel = ScriptedChannel(script: [.uncertain(reason: "no answer to the final dot"), .sent(reply: "250 ok")])

    let outcome = try await agency.nudge(channel)
    #expect(outcome.uncertain == 1 && outcome.isPartial)
    #expect(try await agency.nudge(channel).sent == 0)
    let id = try await agency.count("SELECT message_id FROM message")

    let resent = try await agency.resend(id, channel)

    #expect(resent.sent == 1)
    let taken = await channel.taken
    #expect(taken.count == 2)
    #expect(taken[0].messageID == taken[1].messageID && taken[0].text == taken[1].text)
    let refused = await #expect(throws: FollowUpError.self) { try await agency.resend(id, channel) }
    #expect(refused?.kind == .usage)
    #expect(refused?.message.contains("it is sent") == true)
  }

  @Test("Dropped is dropped: its nudges never go out, and what is not waiting for a decision cannot be dropped")
  func dropped() async throws {
    let agency = try await owing()
    let channel = ScriptedChannel(script: [.uncertain(reason: "no answer")])
    _ = try await agency.nudge(channel)
    let id = try await agency.count("SELECT message_id FROM message")

    #expect(try await Outbox(agency.session).unsettled().count == 1)
    try await Outbox(agency.session).drop(id)

    #expect(try await agency.states() == ["dropped"])
    #expect(try await agency.nudge(channel).queued == 0)
    let error = await #expect(throws: FollowUpError.self) { try await Outbox(agency.session).drop(id) }
    #expect(error?.kind == .usage)
    let unknown = await #expect(throws: FollowUpError.self) { try await Outbox(agency.session).drop(4711) }
    #expect(unknown?.message == "the message 4711 does not exist")
  }

  @Test("Refused for good: failed at once, named, exit code 3")
  func refused() async throws {
    let agency = try await owing()
    let channel = ScriptedChannel(script: [.notSent(reason: "550 no such user", retryable: false)])

    let outcome = try await agency.nudge(channel)

    #expect(outcome.failed == 1 && outcome.isPartial)
    #expect(outcome.troubles.first?.contains("550 no such user") == true)
    #expect(try await agency.states() == ["failed"])
  }

  @Test("Sent again and not taken for now: it waits, which is not a success", arguments: [false, true])
  func resentInVain(_ all: Bool) async throws {
    let agency = try await owing()
    let later = Delivery.notSent(reason: "451 try later", retryable: true)
    let channel = ScriptedChannel(script: [.uncertain(reason: "no answer to the final dot"), later])
    _ = try await agency.nudge(channel)
    let id = try await agency.count("SELECT message_id FROM message")
    let settings = NudgeSettings(from: try Mailbox(name: "Follow-up", address: "followup@agency.example"))

    let outcome = try await Nudger(agency.session, settings: settings, channel: channel).resend(
      all ? .all : .these([id])
    )

    #expect(outcome.waiting == 1 && outcome.sent == 0 && outcome.isPartial)
    #expect(outcome.troubles.first?.contains("451 try later") == true)
  }

  @Test("What was sent to a wrong name and address is sent again to those of today; all means each that waits")
  func resentToToday() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous)
    try await Story.owe(agency, [Story.checkIn()])
    let refusal = Delivery.notSent(reason: "550 no such user", retryable: false)
    let channel = ScriptedChannel(script: [refusal, refusal])
    _ = try await agency.nudge(channel)
    try await agency.sql(
      """
      UPDATE candidate SET name = 'Zoë Muller', email = 'zoe@home.example' WHERE candidate_id = 1;
      UPDATE recruiter SET email = 'jane.doe@agency.example' WHERE recruiter_id = 2;
      UPDATE recruiter SET email = 'n/a' WHERE recruiter_id = 3;
      DELETE FROM plan_queue
      """
    )
    let settings = NudgeSettings(from: try Mailbox(name: "Follow-up", address: "followup@agency.example"))

    let outcome = try await Nudger(agency.session, settings: settings, channel: channel).resend(.all)

    #expect(outcome.sent == 1 && outcome.failed == 1 && outcome.isPartial)
    #expect(outcome.troubles.first?.contains("has no usable address") == true)
    let mail = try #require(await channel.taken.last)
    #expect(mail.to.first?.address == "zoe@home.example" && mail.to.first?.name == "Zoë Muller")
    #expect(mail.replyTo.first?.address == "jane.doe@agency.example")
    #expect(try await agency.states().sorted() == ["failed", "sent"])
  }

  @Test("Not taken for now: tried again after a while, and given up after six attempts")
  func retried() async throws {
    let agency = try await owing()
    let channel = ScriptedChannel(
      script: Array(repeating: .notSent(reason: "451 try later", retryable: true), count: 6)
    )

    let first = try await agency.nudge(channel)
    let tooSoon = try await agency.nudge(channel)

    #expect(first.waiting == 1 && first.isPartial)
    #expect(tooSoon.waiting == 1)
    #expect(await channel.taken.count == 1)
    #expect(
      try await agency.count(
        "SELECT count(*) FROM message WHERE next_attempt_at BETWEEN clock_timestamp() AND clock_timestamp() + interval '1 min'"
      ) == 1
    )
    var last = first
    for _ in 2...6 {
      try await agency.sql("UPDATE message SET next_attempt_at = '-infinity'")
      last = try await agency.nudge(channel)
    }
    #expect(last.failed == 1)
    #expect(try await agency.states() == ["failed"])
    #expect(await channel.taken.count == 6)
  }

  @Test("What is done, moved or snoozed before its message leaves is not nudged; what is left of the digest is")
  func withdrawn() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, (1...4).map { Story.candidateCheckIn(id: $0) })
    let channel = ScriptedChannel(isDown: true)
    await #expect(throws: FollowUpError.self) { try await agency.nudge(channel) }
    try await agency.sql(
      """
      UPDATE follow_up SET done_at = '2026-11-20T12:00:00-05:00' WHERE follow_up_id = 1;
      UPDATE follow_up SET due_at = '2026-11-27T12:00:00-05:00' WHERE follow_up_id = 2;
      UPDATE follow_up SET snoozed_until = '2026-11-27T12:00:00-05:00' WHERE follow_up_id = 3
      """
    )
    await channel.comeUp()

    let outcome = try await agency.nudge(channel)

    #expect(outcome.sent == 1)
    let text = try #require(await channel.taken.first?.text)
    #expect(text.contains("no. 4") && !text.contains("no. 1") && !text.contains("no. 2") && !text.contains("no. 3"))
  }

  @Test("A queued message that is no longer owed is withdrawn")
  func nothingLeft() async throws {
    let agency = try await owing()
    let channel = ScriptedChannel(isDown: true)
    await #expect(throws: FollowUpError.self) { try await agency.nudge(channel) }
    try await agency.sql("UPDATE follow_up SET done_at = '2026-11-20T12:00:00-05:00'")
    await channel.comeUp()

    let outcome = try await agency.nudge(channel)

    #expect(outcome.sent == 0 && outcome.withdrawn == 1)
    #expect(try await agency.states() == [])
    #expect(await channel.taken.isEmpty)
  }

  @Test("Queued on Friday, sent on Monday: one message, that counts for Monday, with what came since")
  func overTheWeekend() async throws {
    let agency = try await owing()
    let channel = ScriptedChannel(isDown: true)
    await #expect(throws: FollowUpError.self) { try await agency.nudge(channel) }
    try await Story.owe(agency, [Story.candidateCheckIn(id: 32, due: "2026-11-23T08:00:00-05:00")])
    let monday = try agency.at("2026-11-23T09:00:00-05:00")
    await channel.comeUp()

    let outcome = try await monday.nudge(channel)

    #expect(outcome.sent == 1)
    #expect(await channel.taken.first?.text.contains("no. 32") == true)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE local_date = '2026-11-23'") == 1)
    #expect(try await agency.states() == ["sent"])
  }

  @Test("A message lists the most pressing twenty and says how many more there are")
  func longDigest() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, (1...23).map { Story.candidateCheckIn(id: $0) })
    let channel = ScriptedChannel()

    _ = try await agency.nudge(channel)

    let text = try #require(await channel.taken.first?.text)
    #expect(text.components(separatedBy: "\n* ").count == 21)
    #expect(text.contains("And 3 more"))
    #expect(await channel.taken.first?.subject == "23 follow-ups need you (overdue by 26 h)")
  }

  @Test("Two senders at once send each message once")
  func atOnce() async throws {
    let agency = try await Story.begin()
    try await Story.owe(agency, Story.thankYous + [Story.checkIn(), Story.candidateCheckIn()])
    let channel = ScriptedChannel()

    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          let connection = try await Connection.open(Connection.Settings(conninfo: agency.database.conninfo))
          let session = AgencySession(
            connection: connection,
            catalog: agency.session.catalog,
            agency: agency.session.agency,
            asOf: agency.session.asOf,
            logger: agency.session.logger
          )
          let settings = NudgeSettings(from: try Mailbox(name: nil, address: "followup@agency.example"))
          _ = try await Nudger(session, settings: settings, channel: channel).run()
          await session.close()
        }
      }
      try await group.waitForAll()
    }

    let addresses = await channel.taken.map { $0.to[0].address }
    #expect(addresses.sorted() == ["bob@agency.example", "jane@agency.example", "zoe@mail.example"])
  }
}

extension TestAgency {
  /// The states of all messages, oldest first.
  fileprivate func states() async throws -> [String] {
    try await session.connection.query(Statement("SELECT state FROM message ORDER BY message_id")).map {
      try $0.get("state")
    }
  }

  fileprivate func resend(_ id: Int, _ channel: any MailChannel) async throws -> NudgeOutcome {
    let settings = NudgeSettings(from: try Mailbox(name: "Follow-up", address: "followup@agency.example"))
    return try await Nudger(session, settings: settings, channel: channel).resend(id)
  }
}
