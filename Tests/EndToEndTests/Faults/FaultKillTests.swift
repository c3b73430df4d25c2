import Foundation
import TestServer
import TestSupport
import Testing

@Suite("kill -9 of the night", .serialized, .reported)
struct FaultKillTests {
  @Test("Killed at every COMMIT, before it and after it: the same end state, no message twice")
  func commits() async throws {
    let throughProxy = try await CommitFaults.night.state
    #expect(throughProxy.differences(from: try await EndState.undisturbed.value.state) == [])
    try await CommitFaults.night.each(.kill) { fault, night in
      #expect(night.status == -SIGKILL, "\(fault): \(night.status) \(night.errors)")
    }
  }

  @Test("Killed while the mail server is at each of its answers: no message twice, and what nobody can know is named")
  func mailVerbs() async throws {
    let places = try await EndState.undisturbed.value.places
    let points = places.keys.sorted().flatMap { place in FaultDepth.chosen(places[place] ?? 1).map { (place, $0) } }
    #expect(points.count > 15)
    await FaultDepth.each(points, short: 2) { (place, time) in
      let site = try await FaultSite.make([.init(at: place, action: .hold, time: time)])
      defer { site.close() }
      let (process, _) = try site.start()
      try await site.mail.reached("fault at \(place)")
      kill(process.processIdentifier, SIGKILL)
      try await FaultSite.end(of: process)
      site.mail.release()

      let unsettled = try await site.query("SELECT key AS it FROM message WHERE state = 'sending'")
      let runs = try await site.recover()

      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL)
      if ["MAIL", "RCPT", "DATA", "BODY", "END"].contains(place) {
        // At most one for each of the four connections that a run has unless it is told otherwise.
        #expect((1...4).contains(unsettled.count), "\(place) \(time): \(unsettled)")
        #expect(runs.first?.status == 3 && runs.first?.errors.contains("is uncertain: ") == true, "\(place) \(time)")
      }
      try await site.expectUndisturbed("kill at \(place) \(time)")
    }
  }

  /// How often a night makes each call of the system with which a file becomes one. strace counts the calls of each thread; nearly all are
  /// made by that of the connection.
  private static func calls(_ names: [String], by strace: String) async throws -> [String: Int] {
    let site = try await FaultSite.make()
    defer { site.close() }
    let night = try await site.run(
      by: [strace, "-f", "-qq", "-o", "calls", "-e", "trace=\(names.joined(separator: ","))"],
      FaultSite.night
    )
    #expect(night.status == 0, "\(night.errors)")
    let counts = try String(contentsOfFile: site.folder + "/calls", encoding: .utf8).split(separator: "\n")
      .reduce(into: [String: Int]()) { counts, line in counts[String(line.prefix { $0 != "(" }), default: 0] += 1 }
    return names.reduce(into: [:]) { most, name in
      most[name] = counts.filter { $0.key.hasSuffix(" \(name)") }.values.max()
    }
  }

  @Test(
    "Killed just before a file is on the disk, before it gets a name, and before it gets its own: each is whole, and nothing else is left",
    .enabled(if: FaultTools.strace != nil, "strace is not installed")
  )
  func files() async throws {
    let strace = try #require(FaultTools.strace)
    #expect(try await EndState.undisturbed.value.files > 25)
    let counts = try await Self.calls(["fsync", "linkat", "rename"], by: strace)
    #expect(counts.count == 3 && counts.values.allSatisfy { $0 > 25 }, "\(counts)")
    let points = counts.sorted { $0.key < $1.key }.flatMap { call, count in
      FaultDepth.chosen(count).map { (call, $0) }
    }
    await FaultDepth.each(points, short: 1) { (call, time) in
      let site = try await FaultSite.make()
      defer { site.close() }
      let night = try await site.run(
        by: [
          strace, "-f", "-qq", "-o", "calls", "-e", "trace=\(call)", "-e", "inject=\(call):signal=SIGKILL:when=\(time)",
        ],
        FaultSite.night
      )
      let calls = try String(contentsOfFile: site.folder + "/calls", encoding: .utf8)
      let left = try site.site.contents(of: "out").keys.filter { $0.hasSuffix(".part") }
      #expect(night.status == -SIGKILL, "\(call) \(time): \(night.status) \(night.errors)")
      #expect(calls.contains("killed by SIGKILL"), "\(calls)")
      #expect(left.count == (call == "rename" ? 1 : 0))
      try await site.recover()
      try await site.expectUndisturbed("kill at \(call) \(time)")
    }
  }

  @Test("Killed at moments of chance, again and again, until it is done")
  func random() async throws {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["FOLLOWUP_FAULT_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...1_000_000)
    let kills = environment["FOLLOWUP_FAULT_KILLS"].flatMap(Int.init) ?? (FaultDepth.isWhole ? 60 : 2)
    FaultReport.about("\(kills) kills, FOLLOWUP_FAULT_SEED=\(seed)")
    var chance = SplitMix(seed: seed)
    var done = 0
    while done < kills {
      let site = try await FaultSite.make()
      defer { site.close() }
      let before = done
      var patience = 3000
      for _ in 0..<12 where done < kills {
        let (process, _) = try site.start()
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...patience, using: &chance)))
        kill(process.processIdentifier, SIGKILL)
        try await FaultSite.end(of: process)
        guard process.terminationReason == .uncaughtSignal else { break }
        done += 1
        // What is left takes less time.
        patience = max(300, patience * 3 / 4)
      }
      #expect(done > before, "seed \(seed): the night was never killed")
      try await site.recover()
      try await site.expectUndisturbed("FOLLOWUP_FAULT_SEED=\(seed), \(done - before) kills")
    }
  }
}

/// Numbers of chance that a seed gives again (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
