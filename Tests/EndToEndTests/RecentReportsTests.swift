import Foundation
import TestServer
import TestSupport
import Testing

@Suite("What a night exports is what is open and what happened lately")
struct RecentReportsTests {
  private static let morning = ["--as-of", "2026-11-20T09:30:00-05:00"]
  /// 31 days before it.
  private static let since = "2026-10-20T14:30:00Z"

  @Test("The sample agency's night: the files are the whole reports without what ended more than 31 days ago")
  func window() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(
      folder: try temporaryFolder(),
      environment: ["FOLLOWUP_DATABASE_URL": database.conninfo, "FOLLOWUP_MAIL_MAILDIR": "mail"]
    )
    defer { remove(program.folder) }
    let run = { (arguments: [String]) throws -> String in
      let result = try program.run(arguments)
      #expect([0, 3].contains(result.status), "\(arguments): \(result.errors)")
      return result.output
    }
    _ = try run(["agency", "add", "Sample", "--time-zone", "America/New_York"])
    _ = try run(["import", "canonical", TestAgency.checkout + "/jobs/sample"] + Self.morning)
    _ = try run(["run", "nightly", "--out", "out"] + Self.morning)
    let whole = try csvRows(try run(["report", "follow_ups", "--format", "csv"] + Self.morning))
    let breaches = try csvRows(try run(["report", "breaches", "--format", "csv"] + Self.morning))

    let lately = whole.filter { row in
      switch row["state"] {
      case "done": (row["done_at"] ?? "") > Self.since
      case "missed": (row["expires_at"] ?? "") > Self.since
      default: true
      }
    }
    let exported = try written("follow_ups", program)
    #expect(exported.count > 100)
    #expect(exported.count < whole.count)
    let differing = Set(exported).symmetricDifference(lately).compactMap { $0["follow_up_id"] }
    #expect(differing.isEmpty)

    let latest = breaches.filter { ($0["at"] ?? "") > Self.since }
    #expect(latest.count > 5)
    #expect(latest.count < breaches.count)
    let isLatest = try written("breaches", program) == latest
    #expect(isLatest)
  }

  private func written(_ report: String, _ program: Program) throws -> [[String: String]] {
    try csvRows(try String(contentsOfFile: "\(program.folder)/out/2026-11-20/\(report).csv", encoding: .utf8))
  }
}
