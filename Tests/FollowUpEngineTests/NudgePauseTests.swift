import FollowUpEngine
import Foundation
import Mail
import TestSupport
import Testing

@Suite("Paused mail: it waits, it is said why, and it goes out once it is resumed")
struct NudgePauseTests {
  /// A message for Bob about Acme, and one for Zoë that is about no client.
  private func two() async throws -> TestAgency {
    let agency = try await Story.begin()
    try await Story.owe(agency, [Story.checkIn(), Story.candidateCheckIn()])
    return agency
  }

  @Test(
    "All mail of the agency: messages are queued and stay so, the server is not asked, and it is said who paused them"
  )
  func agency() async throws {
    let agency = try await two()
    let pauses = MailPauses(agency.session)
    let channel = ScriptedChannel(isDown: true)

    #expect(try await pauses.pause(client: nil, reason: "the domain\nmoves", by: "ada"))
    let outcome = try await agency.nudge(channel)

    #expect(outcome.sent == 0 && outcome.queued == 2 && outcome.held.pausedMessages == 2)
    #expect(!outcome.isPartial && outcome.waiting == 0 && outcome.troubles.isEmpty)
    #expect(
      outcome.pauses == [
        "all mail of Test is paused since 2026-11-20 12:00 by ada: the domain moves; followup nudge --resume ends that"
      ]
    )
    #expect(outcome.summary.contains("2 messages wait because mail is paused"))
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'queued' AND attempts = 0") == 2)

    #expect(try await pauses.resume(client: nil, by: "bo"))
    let next = ScriptedChannel()
    #expect(try await agency.nudge(next).sent == 2)
    #expect(try await pauses.inForce().isEmpty)
  }

  @Test("Paused while a run sends: it stops at the next messages that it would take")
  func meanwhile() async throws {
    let agency = try await two()
    try await agency.sql(
      """
      INSERT INTO message (agency_id, key, kind, recipient_kind, recipient_id, recipient_name, recipient_address, local_date,
        created_at, state, next_attempt_at, subject, body_text)
      SELECT :agency, 'pack-' || n, 'pack', 'recruiter', 1, 'Mia Boss', 'mia@agency.example', '2026-11-20', now(), 'queued',
        '-infinity', 'Report', 'Report'
      FROM generate_series(1, 60) AS n
      """
    )
    let keeper = MailPauses(try await agency.session.apart())
    let channel = ScriptedChannel(meanwhile: { _ in
      _ = try await keeper.pause(client: nil, reason: "enough", by: "ada")
    })

    let outcome = try await agency.nudge(channel)

    // Those that were claimed together are on their way, unless they take long.
    #expect((1...50).contains(outcome.sent), "\(outcome.summary)")
    #expect(outcome.sent + outcome.held.pausedMessages == 62 && !outcome.isPartial)
  }

  @Test("A client: what is about it is held back from everybody, also by name; what is about others goes on")
  func client() async throws {
    let agency = try await two()
    let pauses = MailPauses(agency.session)
    #expect(try await pauses.pause(client: "Acme", reason: "they asked for a week", by: "ada"))
    let channel = ScriptedChannel()

    let outcome = try await agency.nudge(channel)

    #expect(outcome.sent == 1 && outcome.held.paused == 1 && !outcome.isPartial)
    #expect(await channel.taken.map { $0.to[0].address } == ["jane@agency.example"])
    #expect(outcome.pauses.first?.contains("nudges about Acme are paused since") == true)
    #expect(outcome.pauses.first?.contains("--resume --client \"Acme\"") == true)
    #expect(try await Outbox(agency.session).previewCounts() == ["paused": 1])

    #expect(try await pauses.resume(client: "cl1", by: "bo"))
    #expect(try await agency.nudge(channel).sent == 1)
    #expect(await channel.taken.last?.to[0].address == "bob@agency.example")
  }

  @Test("A client that is paused after its messages were queued: they are not sent, and nothing of them is lost")
  func clientLater() async throws {
    let agency = try await two()
    await #expect(throws: FollowUpError.self) { try await agency.nudge(ScriptedChannel(isDown: true)) }
    #expect(try await MailPauses(agency.session).pause(client: "cl1", reason: "a quarrel", by: "ada"))
    let channel = ScriptedChannel()

    // The queue alone, as the step deliver sends it: what is about Acme is taken out.
    let settings = NudgeSettings(from: try Mailbox(name: nil, address: "followup@agency.example"))
    let queue = try await Nudger(agency.session, settings: settings, channel: channel).sendQueued()
    #expect(queue.sent == 1 && queue.withdrawn == 1)

    #expect(try await MailPauses(agency.session).resume(client: "cl1", by: "bo"))
    #expect(try await agency.nudge(channel).sent == 1)
    #expect(await Set(channel.taken.map { $0.to[0].address }).count == 2)
  }

  @Test("Twice is once; who and why stay those of the first; the report audit lists both ends")
  func idempotent() async throws {
    let agency = try await two()
    let pauses = MailPauses(agency.session)

    #expect(try await !pauses.resume(client: nil, by: "ada"))
    #expect(try await pauses.pause(client: nil, reason: "first", by: "ada"))
    #expect(try await !pauses.pause(client: nil, reason: "second", by: "bo"))
    #expect(try await pauses.pause(client: "Acme", reason: "third", by: "cy"))
    #expect(try await pauses.inForce().map { $0.client ?? "-" } == ["-", "Acme"])
    #expect(try await pauses.inForce().first?.words.contains("by ada: first") == true)
    #expect(try await pauses.resume(client: nil, by: "dee"))
    #expect(try await pauses.inForce().map { $0.client ?? "-" } == ["Acme"])

    let deeds = try await agency.report("audit")
      .filter { $0["what"]?.hasPrefix("mail ") == true }
      .map { "\($0["what"] ?? "") \($0["who"] ?? ""): \($0["detail"] ?? "")" }
    #expect(Set(deeds) == ["mail resumed dee: first", "mail paused cy: cl1: third", "mail paused ada: first"])
    #expect(deeds.count == 3)
  }

  @Test("A client that is not known: nothing is paused, and the nearest is named")
  func unknown() async throws {
    let agency = try await two()
    let error = await #expect(throws: FollowUpError.self) {
      try await MailPauses(agency.session).pause(client: "Acne", reason: "why", by: "ada")
    }
    #expect(error?.kind == .usage)
    #expect(error?.message.contains("the client \"Acne\" is not known") == true)
    #expect(error?.remedy?.contains("you may mean \"Acme\"") == true)
    #expect(try await agency.count("SELECT count(*) FROM mail_pause") == 0)
  }

  @Test("While all mail is paused, nothing is sent again either")
  func resend() async throws {
    let agency = try await two()
    _ = try await agency.nudge(ScriptedChannel(script: [.uncertain(reason: "no answer")]))
    let id = try await agency.count("SELECT message_id FROM message WHERE state = 'uncertain'")
    #expect(try await MailPauses(agency.session).pause(client: nil, reason: "stop", by: "ada"))
    let settings = NudgeSettings(from: try Mailbox(name: nil, address: "followup@agency.example"))
    let channel = ScriptedChannel()

    let error = await #expect(throws: FollowUpError.self) {
      try await Nudger(agency.session, settings: settings, channel: channel).resend(id)
    }

    #expect(error?.message.contains("paused since") == true)
    #expect(await channel.taken.isEmpty)
    #expect(try await agency.count("SELECT count(*) FROM message WHERE state = 'uncertain'") == 1)
  }
}
