import Foundation
import TestServer
import TestSupport
import Testing

@Suite("followup import says what it did not take as it was meant")
struct ImportCommandTests {
  private func site() async throws -> NightTests.Site {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(
      folder: try temporaryFolder(),
      environment: ["FOLLOWUP_DATABASE_URL": database.conninfo]
    )
    let site = NightTests.Site(program: program, database: database)
    try site.expect(0, "agency", "add", "Acme", "--time-zone", "America/New_York")
    return site
  }

  @Test("Files that are not read, addresses that cannot be used and dates that are not known are named; .CSV is read")
  func named() async throws {
    let site = try await site()
    var files = Example.files
    files["contacts.csv"] = nil
    files["CONTACTS.CSV"] = Example.files["contacts.csv"]?.replacing("ana@acme.example", with: "Ana <ana@acme.example>")
    files["candidates.csv"]? += "c3,No Mail,n/a,,r1,\nc4,Old,old@example.com,,r1,1000-01-01\n"
    files["candidates.xlsx"] = "not a table"
    files[".DS_Store"] = "hidden"
    files["rejects-touches-1.csv"] = "id\n"
    try site.write(files, to: "data")

    let first = try site.expect(3, ["import", "canonical", "data"] + NightTests.morning)

    let said = first.errors.split(separator: "\n").map(String.init)
    #expect(said.contains { $0.hasPrefix("data/candidates.xlsx: is not read; only files that end in .csv are") })
    #expect(said.contains { $0.hasPrefix("data/rejects-touches-1.csv: is not read with its folder") })
    #expect(!first.errors.contains("DS_Store"))
    let reason = "is not an address; it identifies nobody, and nothing is sent to it"
    #expect(said.contains("warning: data/CONTACTS.CSV:2: email: Ana <ana@acme.example> \(reason)"))
    #expect(said.contains("warning: data/candidates.csv:4: email: n/a \(reason)"))
    #expect(said.contains { $0.hasPrefix("2 addresses are stored as given and cannot be used") })
    #expect(
      said.contains {
        $0.hasPrefix("data/candidates.csv:5: search_started_on: 1000-01-01 is what other systems write")
      }
    )
    let quality = try csvRows(try site.expect(0, ["report", "data_quality"] + NightTests.morning).output)
    #expect(quality.filter { $0["column_name"] == "email" }.map { $0["value"] } == ["n/a", "Ana <ana@acme.example>"])
    #expect(quality.allSatisfy { $0["fault"] == reason })

    // The first import alone says how much came due before today.
    let again = try site.expect(3, ["import", "canonical", "data"] + NightTests.morning)
    #expect(first.errors.contains("came due before today"))
    #expect(!again.errors.contains("came due before today"))

    let logged = try site.expect(
      0,
      ["log", "--actor", "recruiter:r1", "--party", "candidate:c3", "--channel", "call", "--purpose", "other"]
        + NightTests.morning
    )
    #expect(
      logged.errors.contains("warning: the address of candidate No Mail, n/a, \(reason); correct it at the source")
    )
  }

  @Test("A workbook with a row for each interview is imported as it is, and says today whom to thank")
  func interviews() async throws {
    let site = try await site()
    let folder = TestAgency.checkout + "/jobs/imports/samples/interviews"

    let first = try site.expect(0, ["import", "interviews", folder] + NightTests.morning)

    let rows = try csvRows(first.output)
    let counts = rows.map { "\($0["target"] ?? "") \($0["read"] ?? "") \($0["added"] ?? "") \($0["skipped"] ?? "")" }
    #expect(
      counts == [
        "applications 8 8 0", "attendees 10 9 1", "candidates 8 4 0", "clients 8 2 0", "contacts 10 4 0",
        "interviews 8 7 1",
        "job_orders 8 5 0", "recruiters 8 2 0",
      ]
    )
    for row in rows {
      let parts = ["added", "changed", "unchanged", "deleted", "rejected", "skipped"].compactMap { Int(row[$0] ?? "") }
      #expect(row["read"] == "\(parts.reduce(0, +))")
    }
    #expect(first.errors.contains("interviews.xlsx:8: 1 row skipped: no date has been agreed yet"))
    #expect(first.errors.contains("interviews.xlsx#Notes: this sheet is not read; if it contains rows, name it in "))

    try site.expect(0, ["plan"] + NightTests.morning)
    let list = try csvRows(try site.expect(0, ["worklist", "tessa@halyard.example"] + NightTests.morning).output)
    let thanks = list.filter { $0["rule"] == "thank_you_email" && $0["candidate"] == "Zoë Müller" }
    #expect(thanks.map { $0["party"] } == ["Ana Ruiz", "Ben Ott"])
    #expect(
      thanks.allSatisfy {
        $0["due_at"] == "2026-11-20T16:00:00-05:00" && $0["interview_at"] == "2026-11-19T15:00:00-05:00"
      }
    )

    let again = try csvRows(try site.expect(0, ["import", "interviews", folder] + NightTests.morning).output)
    #expect(again.allSatisfy { $0["added"] == "0" && $0["changed"] == "0" })
  }
}
