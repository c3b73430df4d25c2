import Foundation
import TestServer
import TestSupport
import Testing

@Suite("Several runners, stopped ones, and clocks", .serialized, .reported)
struct FaultRunnerTests {
  /// Lets the leases of runs and messages be over, as they are two minutes later.
  private func letLeasesEnd(_ site: FaultSite) async throws {
    try await site.script(
      """
      UPDATE job_run SET lease_until = clock_timestamp() - interval '1 s' WHERE state = 'running';
      UPDATE message SET lease_until = clock_timestamp() - interval '1 s' WHERE lease_until IS NOT NULL;
      """
    )
  }

  @Test("Stopped (SIGSTOP) past its lease, taken over, and woken: 75, it writes nothing more, no message twice")
  func stopped() async throws {
    await FaultDepth.each(["RCPT", "DATA", "END"], short: 1) { place in
      // While the only connection is held nothing is written. With several the process may be stopped within a transaction, which the
      // server ends after a minute: see the test below.
      let site = try await FaultSite.make(
        [.init(at: place, action: .hold, time: 5)],
        settings: ["FOLLOWUP_MAIL_CONNECTIONS": "1"]
      )
      defer { site.close() }
      let (sleeper, said) = try site.start()
      try await site.mail.reached("fault at \(place)")
      kill(sleeper.processIdentifier, SIGSTOP)
      let early = try await site.runNight()
      try await letLeasesEnd(site)
      let second = try await site.runNight()
      site.mail.release()
      kill(sleeper.processIdentifier, SIGCONT)
      try await FaultSite.end(of: sleeper)

      #expect(early.status == 75 && early.errors.contains("is under way"), "\(early.errors)")
      #expect(second.status == 3 && second.errors.contains("is uncertain: "), "\(place): \(second.errors)")
      let words = spoken(said)
      #expect(sleeper.terminationStatus == 75, "\(place): \(sleeper.terminationStatus) \(words)")
      try await site.recover()
      try await site.expectUndisturbed("stopped at \(place)")
    }
  }

  @Test(
    "The same in a transaction, with the real lease, two minutes long",
    .enabled(if: FaultDepth.isWhole, "it takes two minutes; deploy/test faults runs it")
  )
  func stoppedForReal() async throws {
    let site = try await FaultSite.make()
    defer { site.close() }
    let gate = try await Gate(conninfo: site.conninfo, at: .end(of: "worklists"))
    let (sleeper, said) = try site.start()
    try await gate.waitUntilReached()
    kill(sleeper.processIdentifier, SIGSTOP)
    try await gate.open()
    // The lease began anew with the transaction that is held; the server ends that after 60 seconds.
    try await Task.sleep(for: .seconds(125))
    let second = try await site.runNight()
    kill(sleeper.processIdentifier, SIGCONT)
    try await FaultSite.end(of: sleeper)

    #expect(second.status == 0, "\(second.errors)")
    let words = spoken(said)
    #expect([69, 75].contains(sleeper.terminationStatus), "\(sleeper.terminationStatus) \(words)")
    try await site.expectUndisturbed("stopped for two minutes")
  }

  @Test(
    "Two and eight runners at once: one does the night, the others say that it is under way or was done",
    arguments: [2, 8]
  )
  func together(runners: Int) async throws {
    FaultReport.about("\(runners) runners")
    let site = try await FaultSite.make()
    defer { site.close() }
    let all = try (0..<runners).map { _ in try site.start() }
    for (process, _) in all { try await FaultSite.end(of: process) }

    let ends = all.map(\.process.terminationStatus)
    let words = all.map { spoken($0.said) }
    #expect(ends.allSatisfy { [0, 75].contains($0) } && ends.contains(75), "\(ends) \(words)")
    #expect(words.count { $0.contains("files in out/") } == 1, "\(words)")
    for (end, said) in zip(ends, words) where end == 75 { #expect(said.contains("is under way"), "\(said)") }
    try await site.expectUndisturbed("\(runners) runners")
  }

  @Test("Four senders at once, of which one is killed and one is stopped: each message once")
  func senders() async throws {
    let site = try await FaultSite.make([
      .init(at: "END", action: .hold, time: 3), .init(at: "RCPT", action: .hold, time: 9),
    ])
    defer { site.close() }
    let nudge = ["nudge"] + FaultSite.morning
    #expect(try await site.run(["plan"] + FaultSite.morning).status == 0)
    let first = try site.start(nudge)
    try await site.mail.reached("fault at END")
    kill(first.process.processIdentifier, SIGKILL)
    try await FaultSite.end(of: first.process)
    // What the dead one held is taken over at once; what a stopped one holds, when its lease is over.
    // Over one connection, which is held: it is not stopped within a transaction.
    let second = try site.start(nudge, settings: ["FOLLOWUP_MAIL_CONNECTIONS": "1"])
    try await site.mail.reached("fault at RCPT")
    kill(second.process.processIdentifier, SIGSTOP)
    try await letLeasesEnd(site)
    let others = try (0..<2).map { _ in try site.start(nudge) }
    for (process, _) in others { try await FaultSite.end(of: process) }
    for _ in 0..<2 { site.mail.release() }
    kill(second.process.processIdentifier, SIGCONT)
    try await FaultSite.end(of: second.process)

    #expect(first.process.terminationReason == .uncaughtSignal)
    #expect(try site.received().count > 20, "the others sent nothing")
    for (process, said) in others + [second] {
      #expect([0, 3].contains(process.terminationStatus), "\(spoken(said))")
    }
    try await site.recover()
    try await site.expectUndisturbed("four senders", counting: false)
  }

  @Test("A night that was killed and two that never began: the next one does all, and the first is replaced by it")
  func missedNights() async throws {
    let later = ["run", "nightly", "--out", "out", "--as-of", "2026-11-25T05:30:00-05:00"]
    let undisturbed = try await FaultSite.make()
    defer { undisturbed.close() }
    #expect(try await undisturbed.run(later).status == 0)
    let site = try await FaultSite.make()
    defer { site.close() }
    let gate = try await Gate(conninfo: site.conninfo, at: .beginning(of: "plan"))
    let (process, _) = try site.start()
    try await gate.waitUntilReached()
    kill(process.processIdentifier, SIGKILL)
    try await FaultSite.end(of: process)
    try await gate.open()

    try await letLeasesEnd(site)
    let next = try await site.run(later)

    #expect(next.status == 0, "\(next.errors)")
    #expect(next.errors.contains("1 earlier run(s) that did not finish are replaced by this one"))
    let differences = try await EndState(of: site).differences(from: EndState(of: undisturbed))
    #expect(differences == ["run has (nightly,2026-11-20,skipped)", "step has (nightly,2026-11-20,1,inbox,done)"])
  }

  @Test(
    "A runner that is killed in a night in which clocks change: the next start ends its run, and it is done once",
    arguments: [
      // The clocks of New York skip 02:30 in March, and 01:30 comes twice in November.
      ("30 2 * * *", "2027-03-14T03:30:00-04:00", "2027-03-14T04:30:00-04:00"),
      ("30 1 * * *", "2027-11-07T01:30:00-04:00", "2027-11-07T01:30:00-05:00"),
    ]
  )
  func clocksChange(schedule: String, first: String, second: String) async throws {
    FaultReport.about(first)
    let job = """
      summary: The plan and the lists in the hour in which clocks change.
      schedule: "\(schedule)"
      time_limit_minutes: 60
      steps:
        - do: plan
        - do: worklists
        - do: nudge

      """
    let make = { () async throws -> FaultSite in
      let site = try await FaultSite.make(settings: ["FOLLOWUP_CATALOG_FOLDERS": "own"])
      try site.site.write(["early.yaml": job], to: "own/jobs")
      return site
    }
    let words = { ["run", "early", "--when-due", "--out", "out", "--as-of", $0] }
    let (undisturbed, site) = (try await make(), try await make())
    defer { undisturbed.close() }
    defer { site.close() }
    #expect(try await undisturbed.run(words(first)).output.contains("files in"))

    let gate = try await Gate(conninfo: site.conninfo, at: .end(of: "worklists"))
    let (process, _) = try site.start(words(first))
    try await gate.waitUntilReached()
    kill(process.processIdentifier, SIGKILL)
    try await FaultSite.end(of: process)
    try await gate.open()
    let next = try await site.run(words(second))
    let third = try await site.run(words(second))

    #expect(next.status == 0 && next.output.contains("files in"), "\(next.errors)")
    #expect(third.status == 0 && third.output == "")
    #expect(try await EndState(of: site).differences(from: EndState(of: undisturbed)) == [])
  }

  @Test(
    "A clock that jumps forwards and back between steps: the night goes by the moment at which it began",
    .enabled(if: FaultTools.clock != nil, "libfaketime is not installed")
  )
  func jumpingClock() async throws {
    let site = try await FaultSite.make()
    defer { site.close() }
    let clock = site.folder + "/clock"
    let set = { (time: String) in try "@\(time)\n".write(toFile: clock, atomically: true, encoding: .utf8) }
    try set("2026-11-20 14:30:00")
    let lists = try await Gate(conninfo: site.conninfo, at: .end(of: "worklists"))
    let nudges = try await Gate(conninfo: site.conninfo, at: .beginning(of: "nudge"), name: "hold_again")
    // The first process sets up what the library shares, and a program in Swift would lose its words in that.
    let (process, said) = try site.start(
      by: ["/usr/bin/env"],
      settings: [
        "LD_PRELOAD": try #require(FaultTools.clock), "FAKETIME_TIMESTAMP_FILE": clock, "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", "TZ": "UTC",
      ]
    )
    do { try await lists.waitUntilReached() } catch { throw SupportError("\(error): \(spoken(said))") }
    try set("2027-01-05 14:30:00")
    try await lists.open()
    try await nudges.waitUntilReached()
    try set("2025-01-05 14:30:00")
    try await nudges.open()
    try await FaultSite.end(of: process)

    #expect(process.terminationStatus == 0, "\(spoken(said))")
    let years = try await site.query("SELECT extract(year FROM started_at)::text AS it FROM job_step ORDER BY position")
    #expect(years.first == "2026" && years.contains("2027") && years.last == "2025", "\(years)")
    try await site.expectUndisturbed("a jumping clock")
  }
}
