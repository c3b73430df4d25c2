import Foundation
import TestServer
import TestSupport
import Testing

@Suite("An agency that comes with a history")
struct HistoryTests {
  private static let later = ["--as-of", "2026-12-10T15:00:00-05:00"]

  private func site(_ settings: String...) async throws -> NightTests.Site {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(
      folder: try temporaryFolder(),
      environment: ["FOLLOWUP_DATABASE_URL": database.conninfo]
    )
    let site = NightTests.Site(program: program, database: database)
    try site.expect(0, ["agency", "add", "Acme", "--time-zone", "America/New_York"] + settings)
    try site.write(Example.files, to: "data")
    return site
  }

  @Test("The first import says how much came due before today, and names the command that leaves it out")
  func firstImport() async throws {
    let site = try await site()
    let list = ["worklist", "--all", "--format", "csv"] + Self.later

    let first = try site.expect(0, ["import", "canonical", "data", "--agency", "acme"] + Self.later)
    let said = try #require(
      first.errors.firstMatch(
        of:
          /([0-9]+) follow-ups came due before today.*followup (agency policy in_force_from=2026-12-10) --agency "Acme"/
      )
    )
    try site.expect(0, ["plan"] + Self.later)
    let overdue = try csvRows(try site.expect(0, ["report", "overdue"] + Self.later).output)
    try site.expect(0, String(said.2).split(separator: " ").map(String.init))
    let bare = try csvRows(try site.expect(0, list).output)
    let whole = try csvRows(try site.expect(0, list + ["--backlog"]).output)
    let backlog = try csvRows(try site.expect(0, ["report", "backlog"] + Self.later).output)

    #expect(Int(said.1) == overdue.count)
    #expect(!overdue.isEmpty)
    #expect(bare.allSatisfy { $0["bucket"] != "overdue" })
    #expect(backlog.map { $0["follow_up_id"] } == overdue.map { $0["follow_up_id"] })
    #expect(Set(whole.map { $0["follow_up_id"] }) == Set((bare + backlog).map { $0["follow_up_id"] }))
    #expect(
      !(try site.expect(0, ["import", "canonical", "data"] + Self.later).errors.contains("came due before today"))
    )
  }

  @Test("agency add --in-force-from sets it from the start; what is not a date adds no agency")
  func added() async throws {
    let site = try await site("--in-force-from", "2026-12-10")

    let first = try site.expect(0, ["import", "canonical", "data"] + Self.later)
    let policy = try csvRows(try site.expect(0, "agency", "policy", "in_force_from").output)
    let wrong = try site.expect(
      64,
      ["agency", "add", "Other", "--time-zone", "Europe/Zurich", "--in-force-from", "2026-02-30"]
    )

    #expect(!first.errors.contains("came due before today"))
    #expect(policy.first?["value"] == "2026-12-10")
    #expect(wrong.errors.contains("--in-force-from must be a date such as 2026-11-20"))
    #expect(try !site.expect(0, "agency", "list").output.contains("Other"))
  }

  @Test("worklist without a name says who has a list, and the start of a name is enough")
  func whose() async throws {
    let site = try await site()
    try site.expect(0, ["import", "canonical", "data"] + NightTests.morning)
    try site.expect(0, ["plan"] + NightTests.morning)

    let nobodys = try site.expect(0, ["worklist"] + NightTests.morning)

    #expect(
      nobodys.output
        == "recruiter_id,recruiter,email\nr1,Rae Moss,rae@agency.example\nr2,Max Boss,max@agency.example\n"
    )
    #expect(nobodys.errors.contains("name a recruiter, or use --all"))
    try site.expect(64, ["worklist", "--out", "lists"] + NightTests.morning)
    try site.expect(0, ["worklist", "rae"] + NightTests.morning)
  }
}
