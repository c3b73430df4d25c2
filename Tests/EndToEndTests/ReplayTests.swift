import Foundation
import TestServer
import TestSupport
import Testing

@Suite("Days lived again by other rules: plan --dry-run --from")
struct ReplayTests {
  /// The sample agency, planned; its clock stands on Friday 2026-11-20.
  private static let morning = ["--as-of", "2026-11-20T09:30:00-05:00"]

  private func site() async throws -> NightTests.Site {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": database.conninfo])
    let site = NightTests.Site(program: program, database: database)
    try site.expect(0, "agency", "add", "Halyard", "--time-zone", "America/New_York")
    try site.expect(0, ["import", "canonical", TestAgency.checkout + "/jobs/sample"] + Self.morning)
    try site.expect(0, ["plan"] + Self.morning)
    return site
  }

  private func rows(_ site: NightTests.Site, _ arguments: [String]) throws -> [[String: String]] {
    try csvRows(try site.expect(0, ["plan", "--dry-run", "--format", "csv"] + arguments + Self.morning).output)
  }

  @Test(
    "Nothing tried: both sides are the report on_time of these days, by rule, recruiter and week; nothing is written"
  )
  func unchanged() async throws {
    let site = try await site()
    let days = ["--from", "2026-10-12", "--until", "2026-11-19"]

    for grouping in ["rule", "recruiter", "week"] {
      let replayed = try rows(site, days + ["--by", grouping])
      let report = try csvRows(
        try site.expect(
          0,
          [
            "report", "on_time", "-p", "by=\(grouping)", "--from", "2026-10-12", "--to", "2026-11-19", "--format",
            "csv",
          ]
            + Self.morning
        ).output
      )
      for row in replayed {
        for name in ["due", "in_time_percent", "open_a_morning", "minutes_a_morning", "most_minutes"] {
          #expect(row[name] == row[name + "_tried"], "\(grouping) \(row)")
        }
      }
      let wanted = report.map { row in
        let place =
          grouping == "recruiter" ? "\(row["recruiter"] ?? "") (\(row["recruiter_id"] ?? ""))" : row[grouping] ?? ""
        return "\(place) \(row["due"] ?? "") \(Double(row["in_time_percent"] ?? "") ?? -1)"
      }
      let got = replayed.filter { $0[grouping] != "all" && $0["due"] != "0" }.map { row in
        "\(row[grouping] ?? "") \(row["due"] ?? "") \(Double(row["in_time_percent"] ?? "") ?? -1)"
      }
      #expect(got.sorted() == wanted.sorted(), "\(grouping)")
    }
    let again = try site.expect(0, ["plan"] + Self.morning)
    #expect(again.errors.contains("planned 0 candidates"))
  }

  @Test("A tighter deadline: as much falls due, less of it in time, and only by its rule")
  func tighter() async throws {
    let site = try await site()

    let replayed = try rows(
      site,
      ["--from", "monday - 6 weeks", "--by", "rule", "--policy", "thank_you_email.due_hours=12"]
    )

    let email = try #require(replayed.first { $0["rule"] == "thank_you_email" })
    #expect(
      try #require(Double(email["in_time_percent_tried"] ?? "")) < #require(Double(email["in_time_percent"] ?? ""))
    )
    for row in replayed where row["rule"] != "thank_you_email" && row["rule"] != "all" {
      #expect(row["due"] == row["due_tried"] && row["in_time_percent"] == row["in_time_percent_tried"], "\(row)")
    }
    // The policy is what it was.
    let after = try rows(site, ["--from", "monday - 6 weeks", "--by", "rule"])
    #expect(after.first { $0["rule"] == "thank_you_email" }?["in_time_percent_tried"] == email["in_time_percent"])
  }

  @Test(
    "The work of each morning: what was open at nine and its minutes, none on days off, and the most of all mornings"
  )
  func load() async throws {
    let site = try await site()

    let days = try rows(site, ["--from", "2026-11-12", "--until", "2026-11-18", "--by", "day"])
    let whole = try rows(site, ["--from", "2026-11-12", "--until", "2026-11-18", "--by", "recruiter"])
    let monday = try csvRows(
      try site.expect(
        0,
        "report",
        "follow_ups",
        "--format",
        "csv",
        "--as-of",
        "2026-11-16T09:00:00-05:00"
      ).output
    ).filter { $0["state"] == "open" && ($0["opens_at"] ?? "") <= "2026-11-16T14:00:00Z" }

    let open = Dictionary(uniqueKeysWithValues: days.map { ($0["day"] ?? "", Int($0["open_a_morning"] ?? "") ?? -1) })
    #expect(open["2026-11-14"] ?? 0 == 0 && open["2026-11-15"] ?? 0 == 0)
    #expect(open["2026-11-16"] == monday.count)
    let most = days.filter { $0["day"] != "all" }.compactMap { Int($0["most_minutes"] ?? "") }.max()
    #expect(whole.first { $0["recruiter"] == "all" }?["most_minutes"] == most.map(String.init))
  }

  @Test("Days that are none, in the wrong order, or without --dry-run are refused")
  func refused() async throws {
    let site = try await site()
    for words in [
      ["--dry-run", "--from", "2026-02-30"], ["--dry-run", "--from", "soon"],
      ["--dry-run", "--from", "2026-11-02", "--until", "2026-11-01"], ["--from", "2026-11-02"],
      ["--dry-run", "--by", "rule"], ["--dry-run", "--full", "--from", "2026-11-02"],
    ] {
      try site.expect(64, ["plan"] + words + Self.morning)
    }
  }
}
