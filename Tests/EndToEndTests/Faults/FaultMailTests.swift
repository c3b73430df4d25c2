import Foundation
import TestSupport
import Testing

@Suite("Mail servers that misbehave during the night", .serialized, .reported)
struct FaultMailTests {
  private typealias Action = ScriptedPeer.Action

  private static let actions: [Action] = [
    .reply("421 4.3.2 closing"), .reply("451 4.3.0 try later"), .reply("554 5.3.0 not here"), .reply("199 what?"),
    .twice, .close, .reset,
  ]

  /// The exit code fits, and what is said names the server or what else keeps messages waiting.
  private func look(at status: Int32, _ words: String, _ fault: String, of site: FaultSite, or reasons: [String] = []) {
    #expect([0, 3, 69].contains(status), "\(fault): \(status) \(words)")
    if status != 0 {
      let fitting = ["mail server 127.0.0.1:\(site.mail.port)"] + reasons
      #expect(fitting.contains { words.contains($0) }, "\(fault): \(words)")
    }
    #expect(!words.contains("secret-word"), "\(fault): \(words)")
  }

  @Test(
    "At every answer: refused for now, refused for good, nonsense, one answer too many, closed, broken off; no message twice"
  )
  func everywhere() async throws {
    let places = try await EndState.undisturbed.value.places
    let points = places.keys.sorted().flatMap { place in
      Set([1, ((places[place] ?? 1) + 1) / 2]).sorted().flatMap { time in Self.actions.map { (place, time, $0) } }
    }
    #expect(places["AUTH"] != nil && points.count > 80, "\(places)")
    await FaultDepth.each(points, short: 2) { (place, time, action) in
      let site = try await FaultSite.make([.init(at: place, action: action, time: time)])
      defer { site.close() }
      let night = try await site.runNight()
      let fault = "\(action) at \(place) \(time)"
      #expect(site.mail.saw("fault at \(place)"), "\(fault) did not happen")
      look(at: night.status, night.errors, fault, of: site)
      try await site.settleAndRecover(after: night)
      try await site.expectUndisturbed(fault, counting: false)
    }
  }

  @Test(
    "Two senders at once, the second of which meets the fault while the first waits for an answer: no message twice"
  )
  func twoSenders() async throws {
    let nudge = ["nudge"] + FaultSite.morning
    // All messages are in the outbox, and every other one waits for the second sender.
    let make = { (faults: [ScriptedPeer.Fault]) in
      let site = try await FaultSite.make(faults, settings: ["FOLLOWUP_MAIL_CONNECTIONS": "1"])
      #expect(try await site.run(["plan"] + FaultSite.morning).status == 0)
      let early = try await site.run(nudge, settings: ["FOLLOWUP_MAIL_URL": "smtp://127.0.0.1:1"])
      #expect(early.status == 69, "\(early.errors)")
      try await site.script("UPDATE message SET next_attempt_at = 'infinity' WHERE message_id % 2 = 1")
      return site
    }
    // What one sender comes by that nobody disturbs, over one connection.
    let alone = try await make([])
    defer { alone.close() }
    let sent = try await alone.run(nudge)
    #expect(sent.status == 3 && sent.errors.contains("to be tried again"), "\(sent.errors)")
    let points = alone.mail.places.keys.sorted().flatMap { place in Self.actions.map { (place, $0) } }
    #expect(points.count > 50 && alone.mail.places["END"] ?? 0 > 10, "\(alone.mail.places)")

    await FaultDepth.each(points, short: 1) { (place, action) in
      // The first one is held at its first recipient; what lies before that it has been through.
      let isBefore = ["GREETING", "EHLO", "AUTH", "NOOP", "MAIL", "RCPT"].contains(place)
      let site = try await make([
        .init(at: "RCPT", action: .hold, time: 1), .init(at: place, action: action, time: isBefore ? 2 : 1),
      ])
      defer { site.close() }
      let first = try site.start(nudge)
      try await site.mail.reached("fault at RCPT: hold")
      try await site.script("UPDATE message SET next_attempt_at = '-infinity' WHERE message_id % 2 = 1")
      let second = try site.start(nudge)
      try await site.mail.reached("fault at \(place): \(action)")
      #expect(first.process.isRunning)
      site.mail.release()
      for (process, _) in [first, second] { try await FaultSite.end(of: process) }

      let fault = "\(action) at \(place) to the second of two senders"
      for (process, said) in [first, second] {
        #expect(process.terminationReason == .exit)
        let waiting = ["to be tried again", "held by another sender"]
        look(at: process.terminationStatus, spoken(said), fault, of: site, or: waiting)
      }
      try await site.recover()
      try await site.expectUndisturbed(fault, counting: false)
    }
  }

  @Test(
    "A server that refuses everything until it is mended: 69, nothing is lost, and nothing is sent twice",
    arguments: ["GREETING", "AUTH", "MAIL", "RCPT", "END"]
  )
  func everything(place: String) async throws {
    guard FaultDepth.isWhole || place == "MAIL" else { return }
    FaultReport.about("at \(place)")
    let site = try await FaultSite.make([.init(at: place, action: .reply("451 4.7.1 not now"))])
    defer { site.close() }
    let nights = [try await site.runNight(), try await site.runNight()]
    site.mail.mend()

    #expect(site.mail.saw("fault at \(place)"))
    for night in nights { #expect([3, 69].contains(night.status), "\(place): \(night.status) \(night.errors)") }
    try await site.recover()
    try await site.expectUndisturbed("refused at \(place)", counting: false)
  }
}

@Suite(
  "Mail servers that fall silent during the night",
  .enabled(if: FaultDepth.isWhole, "one of them is waited for ten minutes; deploy/test faults runs it"),
  .reported
)
struct FaultSilenceTests {
  @Test(
    "No answer for as long as it is waited for: said with the stage, and what nobody can know is named",
    arguments: ["GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "END"]
  )
  func silence(place: String) async throws {
    FaultReport.about("at \(place)")
    let site = try await FaultSite.make([.init(at: place, action: .hold, time: place == "END" ? 5 : 1)])
    defer { site.close() }
    let began = ContinuousClock.now
    let night = try await site.runNight()
    let took = ContinuousClock.now - began

    #expect(site.mail.saw("fault at \(place)"))
    let patience = place == "END" ? 600 : 60
    #expect(took > .seconds(patience), "\(took)")
    if place == "END" {
      #expect(night.status == 3 && night.errors.contains("is uncertain: "), "\(night.status) \(night.errors)")
    } else {
      #expect([3, 69].contains(night.status), "\(night.status) \(night.errors)")
    }
    #expect(night.errors.contains("within \(patience) s"), "\(night.errors)")
    site.mail.release()
    try await site.settleAndRecover(after: night)
    try await site.expectUndisturbed("silence at \(place)", counting: false)
  }
}
