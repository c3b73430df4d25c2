import Foundation
import Mail
import TestServer
import TestSupport
import Testing

@Suite("The night on Citus", .enabled(if: CitusDatabase.isThere, Comment(rawValue: CitusDatabase.reason)))
struct CitusNightTests {
  private static let morning = ["--as-of", "2026-11-20T15:00:00-05:00"]
  private static let next = ["--as-of", "2026-11-23T15:00:00-05:00"]

  @Test("Two agencies' nights leave the same lists, reports and mails as on one PostgreSQL", .timeLimit(.minutes(10)))
  func sameNight() async throws {
    let plain = try await TestAgency.emptyDatabase()
    let distributed = try await CitusDatabase.make()
    let outcome = Result { try (night(plain.conninfo), night(distributed.conninfo)) }
    try await distributed.drop()
    let (here, there) = try outcome.get()

    #expect(here.keys.contains { $0.hasPrefix("Acme/2026-11-20/") })
    #expect(here.keys.filter { $0.hasPrefix("mail/") }.count > 1)
    #expect(Set(here.keys) == Set(there.keys))
    for (name, text) in here where there[name] != text {
      Issue.record("\(name) differs:\n\(text)\n---\n\(there[name] ?? "")")
    }
  }

  /// Two agencies, imports, a touch by hand, two nights; what they leave, with numbers of our own making taken out.
  private func night(_ conninfo: String) throws -> [String: String] {
    let program = Program(
      folder: try temporaryFolder(),
      environment: ["FOLLOWUP_DATABASE_URL": conninfo, "FOLLOWUP_MAIL_MAILDIR": "mail"]
    )
    defer { remove(program.folder) }
    try run(program, "migrate")
    let data = program.folder + "/data"
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    for (name, text) in Example.files { try text.write(toFile: "\(data)/\(name)", atomically: true, encoding: .utf8) }
    let sample = TestAgency.checkout + "/jobs/sample"
    for (agency, source, zone) in [("Acme", data, "America/New_York"), ("Halyard", sample, "Europe/Zurich")] {
      let chosen = ["--agency", agency]
      try run(program, ["agency", "add", agency, "--time-zone", zone])
      try run(program, ["import", "canonical", source] + chosen + Self.next)
      try run(program, ["agency", "policy", "candidate_check_in_days=5"] + chosen)
      try run(program, ["run", "nightly", "--out", agency] + chosen + Self.morning)
      try run(program, ["plan", "--full"] + chosen + Self.morning)
      try run(program, ["run", "nightly", "--out", agency] + chosen + Self.next)
      try run(program, ["check"] + chosen)
    }
    let nights = try left(program.folder)
    return nights.merging(try people(program, sample)) { night, _ in night }
  }

  /// What people do by hand at the second agency, and what is said to it: nudges of a client paused and resumed, rows merged, people kept no longer,
  /// erased and let in again, an import taken back.
  private func people(_ program: Program, _ sample: String) throws -> [String: String] {
    var said: [String: String] = [:]
    func say(_ arguments: String...) throws {
      let result = try program.run(arguments + ["--agency", "Halyard", "--as-of", "2026-11-24T15:00:00-05:00"])
      // 3: some rows were rejected.
      guard [0, 3].contains(result.status) else {
        throw SupportError("\(arguments.joined(separator: " ")): \(result.status) \(result.errors)")
      }
      said["\(said.count) \(arguments.joined(separator: " "))"] = result.output + result.errors
    }
    try say("nudge", "--pause", "--client", "cl01", "--reason", "a week without")
    try say("nudge", "--dry-run")
    try say("nudge")
    try say("nudge", "--resume", "--client", "cl01")
    try say("nudge")
    try say("nudge")
    try say("person", "merge", "candidate", "c003", "c004", "--force")
    try say("person", "merge", "contact", "ct001", "ct002", "--force")
    try say("person", "merge", "reference", "rf446", "rf448", "--force")
    try say("plan")
    try say("agency", "policy", "keep_candidates_days=200")
    try say("person", "retention", "--dry-run")
    let untold = said
    // What is said of these holds numbers that are ours.
    try say("person", "erase", "lan.nguyen@example.com")
    try say("import", "canonical", sample)
    try say("person", "readmit", "lan.nguyen@example.com", "--reason", "has come back")
    try say("import", "canonical", sample)
    try say("plan")
    said = untold
    try say("plan")
    try say("nudge", "--dry-run")
    return said
  }

  private func run(_ program: Program, _ arguments: String...) throws { try run(program, arguments) }

  private func run(_ program: Program, _ arguments: [String]) throws {
    let result = try program.run(arguments)
    guard [0, 3].contains(result.status) else {
      throw SupportError("\(arguments.joined(separator: " ")): \(result.status) \(result.errors)")
    }
  }

  /// CSV files without the columns that hold our own ids; mails by their recipients, without headers and follow-ups' numbers.
  private func left(_ folder: String) throws -> [String: String] {
    var left: [String: String] = [:]
    for part in ["Acme", "Halyard", "mail/new"] {
      for name in try FileManager.default.subpathsOfDirectory(atPath: "\(folder)/\(part)").sorted() {
        let path = "\(folder)/\(part)/\(name)"
        if name.hasSuffix(".csv") {
          let ids: Set = ["follow_up_id", "touch_id"]
          let rows = try csvRows(try String(contentsOfFile: path, encoding: .utf8))
          left["\(part)/\(name)"] = rows.map { row in
            row.filter { !ids.contains($0.key) }.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
              separator: " "
            )
          }.joined(separator: "\n")
        } else if part == "mail/new" {
          // As people read it: an encoded body hides the numbers that are ours.
          let mail = try ReceivedMessage([UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
          let lines = (mail.text ?? "").split(separator: "\n").filter { !$0.hasPrefix("  no. ") }
          let head = "\(mail.from) \(mail.replyTo) \(mail.subject ?? "")\n"
          let body = lines.sorted().joined(separator: "\n") + (mail.html ?? "")
          left["mail/\(mail.to.map(\.address))", default: ""] += head + body
        }
      }
    }
    return left
  }
}
