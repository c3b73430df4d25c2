import Foundation
import TestSupport
import Testing

@Suite("Mail servers that misbehave during the night", .serialized)
struct FaultMailTests {
  private typealias Action = ScriptedPeer.Action

  @Test(
    "At every answer: refused for now, refused for good, closed, broken off; the end is the undisturbed one, no message twice"
  )
  func everywhere() async throws {
    let actions: [Action] = [
      .reply("421 4.3.2 closing"), .reply("451 4.3.0 try later"), .reply("554 5.3.0 not here"), .close, .reset,
    ]
    let places = try await EndState.undisturbed.value.places
    let points = places.keys.sorted().flatMap { place in
      Set([1, ((places[place] ?? 1) + 1) / 2]).sorted().flatMap { time in actions.map { (place, time, $0) } }
    }
    #expect(points.count > 40)
    for (place, time, action) in FaultDepth.some(points, short: 2) {
      let site = try await FaultSite.make([.init(at: place, action: action, time: time)])
      defer { site.close() }
      let night = try await site.runNight()
      let fault = "\(action) at \(place) \(time)"
      #expect(site.mail.saw("fault at \(place)"), "\(fault) did not happen")
      #expect([0, 3, 69].contains(night.status), "\(fault): \(night.status) \(night.errors)")
      if night.status != 0 {
        #expect(night.errors.contains("mail server 127.0.0.1:\(site.mail.port)"), "\(fault): \(night.errors)")
      }
      try await site.settleAndRecover(after: night)
      try await site.expectUndisturbed(fault, counting: false)
    }
  }

  @Test(
    "A server that refuses everything until it is mended: 69, nothing is lost, and nothing is sent twice",
    arguments: ["GREETING", "MAIL", "RCPT", "END"]
  )
  func everything(place: String) async throws {
    guard FaultDepth.isWhole || place == "MAIL" else { return }
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
