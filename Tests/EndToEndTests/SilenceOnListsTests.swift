import Foundation
import TestServer
import TestSupport
import Testing

@Suite("How unusual a client's silence is, on the sample agency's lists")
struct SilenceOnListsTests {
  private static let morning = ["--as-of", "2026-11-20T09:30:00-05:00"]

  /// The sample agency, planned.
  private func site() async throws -> NightTests.Site {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": database.conninfo])
    let site = NightTests.Site(program: program, database: database)
    try site.expect(0, "agency", "add", "Sample", "--time-zone", "America/New_York")
    try site.expect(0, ["import", "canonical", TestAgency.checkout + "/jobs/sample"] + Self.morning)
    try site.expect(0, ["plan"] + Self.morning)
    return site
  }

  private func rows(_ site: NightTests.Site, _ arguments: String...) throws -> [[String: String]] {
    try csvRows(try site.expect(0, arguments + ["--format", "csv"] + Self.morning).output)
  }

  @Test("Each check-in's row stands against the client's own answers, by the same numbers as the report")
  func sample() async throws {
    let site = try await site()
    let list = try rows(site, "worklist", "--all")
    let clients = Dictionary(
      uniqueKeysWithValues: try rows(site, "report", "silent_clients").map { ($0["client"], $0) }
    )
    let checkIns = list.filter { $0["rule"] == "client_check_in" }
    let unusual = checkIns.filter { $0["warnings"]?.contains(" days, unusually long (this client's answers") == true }

    #expect(checkIns.count > 20)
    for row in checkIns {
      let client = try #require(clients[row["client"]])
      let days = try #require(row["silent_days"].flatMap { Double($0) })
      let longest = try #require(client["silent_days"].flatMap { Double($0) })
      #expect(client["applications"] == "1" ? days == longest : days <= longest, "\(row)")
      let isCompared = client["verdict"] != "too few answers"
      for column in ["median_days", "slow_days"] { #expect(row[column] == (isCompared ? client[column] : "")) }
      #expect(row["warnings"]?.contains("silent for ") == true)
    }
    #expect(list.allSatisfy { $0["rule"] == "client_check_in" || $0["silent_days"] == "" })
    #expect(Set(unusual.map { $0["client"] }) == ["Fjordland Seafood", "Octave Audio"])
  }

  @Test("A list without the new columns is taken back as before; so is one with them")
  func taken() async throws {
    let site = try await site()
    let checkIns = try rows(site, "worklist", "--all").filter { $0["rule"] == "client_check_in" }
    let numbers = ["silent_days", "median_days", "slow_days"]
    let lists = try [checkIns.first, checkIns.last].map { try #require($0) }

    for (place, list) in lists.enumerated() {
      let filled = list.filter { place == 1 || !numbers.contains($0.key) }.merging(["outcome": "done"]) { $1 }
      let columns = filled.sorted { $0.key < $1.key }
      let lines = [columns.map(\.key), columns.map { "\"\($0.value.replacing("\"", with: "\"\""))\"" }]
      let file = "filled\(place).csv"
      try lines.map { $0.joined(separator: ",") + "\n" }.joined()
        .write(toFile: "\(site.program.folder)/\(file)", atomically: true, encoding: .utf8)
      try site.expect(0, ["worklist", "apply", file, "--force"] + Self.morning)
    }
    let left = try rows(site, "worklist", "--all").map { $0["follow_up_id"] }
    #expect(left.count > 100)
    #expect(Set(lists.map { $0["follow_up_id"] }).isDisjoint(with: left))
  }
}
