import Foundation
import TestServer
import TestSupport
import Testing

@Suite("Explanations and what-if, as a user asks for them")
struct ExplainCommandTests {
  private static let now = ["--as-of", "2026-11-20T09:30:00-05:00"]

  /// The agency of the worked examples, imported; not planned yet.
  private func agency() async throws -> (program: Program, database: TestDatabase) {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": database.conninfo])
    let facts = program.folder + "/facts"
    try FileManager.default.createDirectory(atPath: facts, withIntermediateDirectories: true)
    for (name, text) in Example.files {
      try text.write(toFile: facts + "/" + name, atomically: true, encoding: .utf8)
    }
    #expect(try program.run("agency", "add", "Example", "--time-zone", "America/New_York").status == 0)
    #expect(try program.run(["import", "canonical", facts] + Self.now).status == 0)
    return (program, database)
  }

  @Test("plan --dry-run counts what would change and changes nothing; then plan does just that")
  func dryRun() async throws {
    let (program, database) = try await agency()
    defer { withExtendedLifetime(database) {} }

    let before = try program.run(["plan", "--dry-run", "--format", "csv"] + Self.now)
    let planned = try program.run(["plan", "--format", "csv"] + Self.now)
    let after = try program.run(["plan", "--dry-run", "--format", "csv"] + Self.now)
    let whatIf = try program.run(
      ["plan", "--dry-run", "--policy", "check_in_days=3", "--format", "csv", "--output", "what-if.csv"] + Self.now
    )
    let refused = try program.run(["plan", "--policy", "check_in_days=3"] + Self.now)

    #expect(try csvRows(before.output).contains { $0["rule"] == "thank_you_email" && $0["appear"] == "2" })
    #expect(try csvRows(planned.output).contains { $0["rule"] == "thank_you_email" && $0["added"] == "2" })
    #expect(after.output == "rule,recruiter_id,recruiter,appear,move,go,open\n")
    #expect(whatIf.status == 0)
    #expect(whatIf.errors.contains("0 follow-ups would appear, 1 move, 0 go; 1 of them are open; nothing was written"))
    #expect(
      try String(contentsOfFile: program.folder + "/what-if.csv", encoding: .utf8)
        == "rule,recruiter_id,recruiter,appear,move,go,open\nclient_check_in,r1,Rae Moss,0,1,0,1\n"
    )
    #expect(refused.status == 64)
  }

  @Test("explain tells a follow-up's story as text or JSON, into a file or a pipe, and all rules of a candidate")
  func explain() async throws {
    let (program, database) = try await agency()
    defer { withExtendedLifetime(database) {} }
    #expect(try program.run(["plan"] + Self.now).status == 0)
    let rows = try csvRows(try program.run(["report", "follow_ups", "--format", "csv"] + Self.now).output)
    let checkIn = rows.first { $0["rule"] == "client_check_in" }
    let id = try #require(checkIn?["follow_up_id"])

    let text = try program.run(["explain", id] + Self.now)
    let json = try program.run(["explain", id, "--output", "why.json"] + Self.now)
    let candidate = try program.run(["explain", "--candidate", "zoe@example.com"] + Self.now)
    let nothing = try program.run("explain")
    let upper = try program.run(["explain", id, "--output", "WHY.JSON"] + Self.now)
    let shown = try program.run(["explain", id, "--output", "-", "--format", "json"] + Self.now)
    let unknown = try program.run(["explain", id, "--output", "why.docx"] + Self.now)
    let full = try program.run(["explain", id, "--output", "/dev/full", "--format", "json"] + Self.now)
    let nowhere = try program.run(["explain", id, "--output", "no/such/why.txt"] + Self.now)

    #expect(text.status == 0)
    #expect(
      text.output.hasPrefix(
        "Follow-up \(id): Ask Ana Ruiz (Acme) how the application of Zoë Müller for Data Engineer is going\n"
      )
    )
    #expect(
      text.output.contains("Fri 2026-11-27 16:00  rolled over Thu 2026-11-26 (Thanksgiving) to the next working date")
    )
    #expect(json.status == 0)
    let written = try Data(contentsOf: URL(fileURLWithPath: program.folder + "/why.json"))
    let object = try #require(try JSONSerialization.jsonObject(with: written) as? [String: Any])
    #expect(object["rule"] as? String == "client_check_in")
    #expect((object["due"] as? [String: Any]).flatMap { $0["steps"] as? [Any] }?.count == 3)
    #expect(candidate.output.hasPrefix("Candidate Zoë Müller (c1)\n"))
    #expect(candidate.output.contains("placement_check_in: "))
    #expect(nothing.status == 64)
    #expect(upper.status == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: program.folder + "/WHY.JSON")) == written)
    #expect(shown.output == String(decoding: written, as: UTF8.self))
    #expect(!FileManager.default.fileExists(atPath: program.folder + "/-"))
    #expect(unknown.status == 64 && unknown.errors.contains(".docx"))
    #expect(full.status == 74)
    #expect(nowhere.status == 74)
  }
}
