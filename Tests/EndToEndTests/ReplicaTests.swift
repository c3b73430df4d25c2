import Catalog
import FollowUpEngine
import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("Reports from a replica, as the program reads them")
struct ReplicaTests {
  @Test(
    "A real standby: everything that reads works there and says the same; the night stays at the primary; down is 69"
  )
  func standby() async throws {
    let morning = NightTests.morning
    let server = try await ReplicatedServer.make { conninfo in
      let connection = try await Connection.open(Connection.Settings(conninfo: conninfo))
      _ = try await Migrator(connection: connection, catalog: Catalog(home: try TestAgency.home())).migrate()
      await connection.close()
    }
    let program = Program(
      folder: try temporaryFolder(),
      environment: [
        "FOLLOWUP_DATABASE_URL": server.primary, "FOLLOWUP_DATABASE_REPORTS_URL": server.standby,
        "FOLLOWUP_DATABASE_REPORTS_ROLE": "followup_reader", "FOLLOWUP_DATABASE_ROLE": "followup_batch",
        "FOLLOWUP_MAIL_MAILDIR": "mail",
      ]
    )
    func expect(_ status: Int32, _ arguments: [String]) throws -> Program.Result {
      let result = try program.run(arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      return result
    }
    _ = try expect(0, ["agency", "add", "Acme", "--time-zone", "America/New_York"])
    try FileManager.default.createDirectory(atPath: program.folder + "/data", withIntermediateDirectories: true)
    for (name, text) in Example.files {
      try text.write(toFile: "\(program.folder)/data/\(name)", atomically: true, encoding: .utf8)
    }
    _ = try expect(0, ["import", "canonical", "data"] + morning)
    _ = try expect(0, ["run", "nightly", "--out", "out"] + morning)
    let standby = try await Connection.open(Connection.Settings(conninfo: server.standby))
    for _ in 0..<600 {
      let done = try await standby.query(Statement("SELECT FROM job_run WHERE state = 'done'"))
      if !done.isEmpty { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    let isStandby = try await standby.query(Statement("SELECT pg_is_in_recovery() AS is"))[0].get("is", as: Bool.self)
    await standby.close()
    #expect(isStandby)

    let reading: [[String]] = [
      ["report", "follow_ups"], ["report", "overdue"], ["report", "breaches"], ["worklist", "r1"],
      ["worklist", "--all"],
      ["runs"], ["runs", "1"], ["explain", "1"], ["explain", "--candidate", "c1"],
    ]
    let atPrimary = try reading.map { try expect(0, $0 + ["--primary"] + morning).output }
    let atStandby = try reading.map { try expect(0, $0 + morning) }
    // The server of the tests has one login, a superuser.
    let well = try expect(1, ["doctor"] + morning)
    let troubles = well.output.split(separator: "\n").filter { $0.hasPrefix("TROUBLE") }
    #expect(troubles.count == 1 && troubles[0].contains("who logs in, is a superuser"), "\(well.output)")
    try server.stopStandby()
    let down = try expect(69, ["report", "overdue"] + morning)
    let primary = try expect(0, ["report", "overdue", "--primary"] + morning)
    let ill = try expect(1, ["doctor"] + morning)
    let night = try expect(0, ["run", "nightly", "--out", "out", "--as-of", "2026-11-23T05:30:00-05:00"])

    #expect(atStandby.map(\.output) == atPrimary)
    #expect(atStandby.allSatisfy { !$0.output.isEmpty && $0.errors.isEmpty })
    #expect(well.output.contains("are read from a replica"))
    #expect(down.errors.contains("the replica for reports cannot be reached"))
    #expect(down.errors.contains("--primary"))
    #expect(primary.output == atPrimary[1])
    #expect(ill.output.contains("TROUBLE  reports:"))
    #expect(night.output.contains("files in out/2026-11-23"))
  }
}
