import Foundation
import TestServer
import TestSupport
import Testing

@Suite("Lists in the formats of people and calendars")
struct WorklistFormatsTests {
  private static let now = ["--as-of", "2026-11-24T09:30:00-05:00"]

  /// The agency of the worked examples, planned; its recruiter works in Chicago, its candidate's name begins a cell in a European Excel.
  private func agency() async throws -> (program: Program, database: TestDatabase) {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": database.conninfo])
    let facts = program.folder + "/facts"
    try FileManager.default.createDirectory(atPath: facts, withIntermediateDirectories: true)
    for (name, text) in Example.files {
      try text.replacing("name,email,manager", with: "name,email,time_zone,manager")
        .replacing("rae@agency.example,", with: "rae@agency.example,America/Chicago,")
        .replacing("max@agency.example,", with: "max@agency.example,,")
        .replacing("Omar Haddad", with: "Omar;=cmd|A0")
        .write(toFile: facts + "/" + name, atomically: true, encoding: .utf8)
    }
    for command in [
      ["agency", "add", "Example", "--time-zone", "America/New_York"], ["import", "canonical", facts], ["plan"],
    ] {
      let result = try program.run(command[0] == "agency" ? command : command + Self.now)
      #expect(result.status == 0, "\(result.errors)")
    }
    return (program, database)
  }

  @Test("Times are the reader's, a calendar's identities the world's, and no cell is run")
  func formats() async throws {
    let (program, database) = try await agency()
    defer { withExtendedLifetime(database) {} }
    func list(_ format: String) throws -> String {
      let result = try program.run(["worklist", "r1", "--format", format] + Self.now)
      #expect(result.status == 0, "\(result.errors)")
      return result.output
    }

    let csv = try list("csv")
    let page = try list("html")
    let table = try list("table")
    let calendar = try list("ics").replacing("\r\n ", with: "")
    let runs = try program.run(["runs", "--format", "table"] + Self.now).output

    // Due on Wednesday 2026-11-04 at 09:00 in New York, 08:00 in Chicago.
    #expect(csv.contains("2026-11-04T08:00:00-06:00"))
    #expect(page.contains("20 days overdue, since Wed 4 Nov, 08:00</time>"))
    #expect(page.contains("Times are local to America/Chicago"))
    #expect(table.contains("2026-11-04 08:00") && table.contains("(times in America/Chicago)"))
    #expect(runs.hasPrefix("runs (times in America/New_York)"))
    #expect(calendar.contains("DTSTART:20261124T140000Z"))
    #expect(calendar.contains("DESCRIPTION:overdue since 2026-11-04\\n"))
    let identities = calendar.matches(of: /UID:(follow-up-\d+@[0-9a-f]{32}\.followup)\r\n/).map(\.1)
    #expect(!identities.isEmpty && Set(identities).count == identities.count)
    #expect(csv.contains(";'=cmd|A0") && !csv.contains(";=cmd"))
    #expect(page.contains("Omar;=cmd|A0"))
  }

  @Test("A list that was guarded is taken back as it was")
  func back() async throws {
    let (program, database) = try await agency()
    defer { withExtendedLifetime(database) {} }
    let row = try #require(
      try csvRows(try program.run(["worklist", "r1", "--format", "csv"] + Self.now).output).first
    )
    let id = try #require(row["follow_up_id"])
    let due = try #require(row["due_at"])
    let note = "first;'=1+1\n'-2"
    try "follow_up_id,due_at,outcome,note\n\(id),\(due),,\"'\(note)\"\n"
      .write(toFile: program.folder + "/filled.csv", atomically: true, encoding: .utf8)

    #expect(try program.run(["worklist", "apply", "filled.csv"] + Self.now).status == 0)

    let explained = try program.run(["explain", id, "--format", "json"] + Self.now).output
    #expect(explained.contains("first;=1+1\\n-2"))
  }

  @Test("Nothing is written through a link, and a folder open to everybody is named")
  func folders() async throws {
    let (program, database) = try await agency()
    defer { withExtendedLifetime(database) {} }
    let lists = program.folder + "/lists"
    try FileManager.default.createDirectory(atPath: lists, withIntermediateDirectories: true)
    let write = ["worklist", "r1", "--out", lists] + Self.now
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: lists)

    let open = try program.run(write)
    #expect(open.status == 0)
    #expect(open.errors.contains("everybody on this machine can replace the files in \(lists)"))

    try FileManager.default.removeItem(atPath: lists + "/worklist-r1-rae-moss.csv")
    try "kept".write(toFile: program.folder + "/kept", atomically: true, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: lists + "/worklist-r1-rae-moss.csv",
      withDestinationPath: program.folder + "/kept"
    )
    let linked = try program.run(write)
    #expect(linked.status == 74)
    #expect(linked.errors.contains("worklist-r1-rae-moss.csv"))
    #expect(try String(contentsOfFile: program.folder + "/kept", encoding: .utf8) == "kept")
  }
}
