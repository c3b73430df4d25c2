import Foundation
import TestServer
import TestSupport
import Testing

/// How much of the suite is run: all of it with FOLLOWUP_FAULTS=all, as `deploy/test faults` does, else a part of a minute.
enum FaultDepth {
  static let isWhole = ProcessInfo.processInfo.environment["FOLLOWUP_FAULTS"] == "all"

  /// All of them, or, in the short form, so many of them, spread evenly.
  static func some<T>(_ all: [T], short: Int) -> [T] {
    guard !isWhole, all.count > short else { return all }
    return (0..<short).map { all[($0 + 1) * all.count / (short + 1)] }
  }
}

@Suite("kill -9 of the night", .serialized)
struct FaultKillTests {
  /// Every statement with which a transaction of the night ends, with how often it does.
  private static let commits = Task {
    try await withWire { site, wire in
      let night = try await site.runNight()
      #expect(night.status == 0, "\(night.errors)")
      try await site.expectUndisturbed("through the proxy")
      let counts = wire.commits.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
      return counts.sorted { $0.key < $1.key }
    }
  }

  private static func withWire<T>(_ body: (FaultSite, WireProxy) async throws -> T) async throws -> T {
    let wire = try WireProxy(upstream: FaultServer.socket(of: try TestServer.conninfo()))
    defer { wire.stop() }
    let site = try await FaultSite.make(through: { FaultServer.conninfo($0, host: wire.folder) })
    defer { site.close() }
    return try await body(site, wire)
  }

  /// The first, the middle and the last of so many.
  private static func chosen(_ count: Int) -> [Int] { Set([1, (count + 1) / 2, count]).sorted() }

  @Test(
    "At every COMMIT, before it and after it: the same end state, no message twice",
    arguments: [WireProxy.Deed.kill, .cut]
  )
  func commits(_ deed: WireProxy.Deed) async throws {
    let points = try await Self.commits.value.flatMap { statement, count in
      Self.chosen(count).flatMap { time in
        WireProxy.Side.allCases.map { WireProxy.Fault(statement: statement, time: time, side: $0, deed: deed) }
      }
    }
    #expect(points.count > 50)
    for fault in FaultDepth.some(points, short: 2) {
      try await Self.withWire { site, wire in
        wire.arm(fault)
        let night = try await site.runNight()
        #expect(wire.fired.count == 1, "\(fault) did not happen: \(night.errors)")
        switch deed {
        case .kill: #expect(night.status == -SIGKILL, "\(fault): \(night.status) \(night.errors)")
        case .cut:
          #expect([69, 3, 0].contains(night.status), "\(fault): \(night.status) \(night.errors)")
          if night.status == 69 { #expect(night.errors.contains("the database cannot be reached"), "\(night.errors)") }
        }
        try await site.recover()
        try await site.expectUndisturbed("\(fault)")
      }
    }
  }

  @Test("While the mail server is at each of its answers: no message twice, and what nobody can know is named")
  func mailVerbs() async throws {
    let places = try await EndState.undisturbed.value.places
    let points = places.keys.sorted().flatMap { place in Self.chosen(places[place] ?? 1).map { (place, $0) } }
    #expect(points.count > 15)
    for (place, time) in FaultDepth.some(points, short: 2) {
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

  @Test(
    "Just before a file gets a name, and just before it gets its own: each is whole, and nothing else is left",
    .enabled(if: FaultTools.strace != nil, "strace is not installed")
  )
  func files() async throws {
    let strace = try #require(FaultTools.strace)
    #expect(try await EndState.undisturbed.value.files > 25)
    // strace counts the calls of each thread; nearly all are made by that of the connection.
    let points = ["linkat", "rename"].flatMap { call in [1, 10, 20].map { (call, $0) } }
    for (call, time) in FaultDepth.some(points, short: 1) {
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

  @Test("At moments of chance, again and again, until it is done")
  func random() async throws {
    let environment = ProcessInfo.processInfo.environment
    let seed = environment["FOLLOWUP_FAULT_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...1_000_000)
    let kills = environment["FOLLOWUP_FAULT_KILLS"].flatMap(Int.init) ?? (FaultDepth.isWhole ? 60 : 2)
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
