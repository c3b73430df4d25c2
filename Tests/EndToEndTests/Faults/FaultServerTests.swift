import Foundation
import TestServer
import TestSupport
import Testing

@Suite("A database that fails during the night", .serialized, .reported)
struct FaultServerTests {
  private static let gates: [Gate.Point] =
    ["plan", "worklists", "deliver", "nudge", "report overdue"].map { .end(of: $0) } + [
      .beginning(of: "plan"), .delivery,
    ]

  @Test("A backend that is terminated in the middle: 69, and the same command goes on")
  func terminated() async throws {
    await FaultDepth.each(Self.gates, short: 1) { point in
      let site = try await FaultSite.make()
      defer { site.close() }
      let gate = try await Gate(conninfo: site.conninfo, at: point)
      let (process, said) = try site.start()
      try await gate.waitUntilReached()
      let ended = try await site.query(
        """
        SELECT pg_terminate_backend(pid)::text AS it
        FROM pg_locks
        WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
      )
      try await FaultSite.end(of: process)
      try await gate.open()

      #expect(ended == ["true"])
      let words = spoken(said)
      #expect(process.terminationStatus == 69, "\(point): \(words)")
      #expect(
        words.contains("the database cannot be reached: ") && words.contains("terminating connection"),
        "\(words)"
      )
      try await site.recover()
      try await site.expectUndisturbed("backend terminated at \(point)")
    }
  }

  @Test("Every connection is terminated while the mail server has a message: its answer is written down over a new one")
  func terminatedDuringDelivery() async throws {
    let site = try await FaultSite.make([.init(at: "END", action: .hold, time: 5)])
    defer { site.close() }
    let (process, said) = try site.start()
    try await site.mail.reached("fault at END")
    let ended = try await site.query(
      """
      SELECT pg_terminate_backend(pid)::text AS it
      FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
      """
    )
    site.mail.release()
    try await FaultSite.end(of: process)

    #expect(ended.contains("true"))
    #expect(process.terminationStatus == 69, "\(spoken(said))")
    #expect(try await site.query("SELECT key AS it FROM message WHERE state IN ('sending', 'uncertain')") == [])
    let runs = try await site.recover()
    #expect(runs.map(\.status) == [0])
    try await site.expectUndisturbed("connections terminated during a delivery")
  }

  @Test("The server crashes in the middle of a step and comes back: 69, and the same command goes on")
  func crash() async throws {
    await FaultDepth.each(Self.gates, short: 1) { point in
      let server = try OwnServer()
      try await FaultSite.fill(server.database.conninfo)
      let site = try await FaultSite.make(filled: server.database)
      defer { site.close() }
      let gate = try await Gate(conninfo: site.conninfo, at: point)
      let (process, said) = try site.start()
      try await gate.waitUntilReached()
      try server.crash()
      try await FaultSite.end(of: process)
      let whileDown = try await site.run(FaultSite.night)
      try server.start()
      try await gate.remove()

      let words = spoken(said)
      #expect(process.terminationStatus == 69, "\(point): \(words)")
      #expect(words.contains("the database cannot be reached: "), "\(words)")
      #expect(whileDown.status == 69)
      try await site.recover()
      try await site.expectUndisturbed("crash at \(point)")
    }
  }

  @Test(
    "PgBouncer in transaction mode: the same night, by one runner and by eight",
    .enabled(if: FaultTools.pgbouncer != nil, "pgbouncer is not installed"),
    arguments: [1, 8]
  )
  func pooler(runners: Int) async throws {
    guard FaultDepth.isWhole || runners == 8 else { return }
    FaultReport.about("\(runners) runners")
    let pooler = try Pooler(of: try TestServer.conninfo())
    let site = try await FaultSite.make(through: { FaultServer.conninfo($0, host: pooler.folder, port: Pooler.port) })
    defer { site.close() }

    let all = try (0..<runners).map { _ in try site.start() }
    for (process, _) in all { try await FaultSite.end(of: process) }

    let words = all.map { spoken($0.said) }
    let ends = all.map(\.process.terminationStatus).sorted()
    #expect(ends.allSatisfy { [0, 75].contains($0) } && ends.contains(0), "\(words)")
    try await site.recover()
    try await site.expectUndisturbed("through PgBouncer, \(runners) runners")
    // It has two connections to the server, which the transactions of all shared.
    let served = try pooler.served(site.conninfo)
    #expect(served.connections > 2 && served.transactions > 100, "\(served)")
    let doctor = try await site.run(["doctor"] + FaultSite.morning)
    #expect(doctor.output.contains("database"), "\(doctor.errors)")
  }
}
