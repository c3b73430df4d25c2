import Foundation
import Mail
import Postgres
import Synchronization
import TestServer
import TestSupport
import Testing

/// The sample agency with its night, run by the built program against a mail server that keeps all that it was given.
struct FaultSite {
  static let morning = ["--as-of", "2026-11-20T09:30:00-05:00"]
  static let night = ["run", "nightly", "--out", "out"] + morning

  let site: NightTests.Site
  let mail: ScriptedPeer
  /// How the tests themselves reach the database, whatever stands before it for the program.
  let conninfo: String
  private let doubt = Doubt()

  /// Whether a person had to settle messages.
  private final class Doubt: Sendable { let was = Atomic<Bool>(false) }

  /// Whether messages were uncertain for a while: the reports of the night do not count them among those that left.
  var hadUncertainMessages: Bool { doubt.was.load(ordering: .acquiring) }

  /// A place with the agency's data, before its first night.
  ///
  /// - Parameters:
  ///   - faults: what the mail server does wrong.
  ///   - settings: of the program, on top of the usual ones.
  ///   - filled: a database with the sample on another server than that of all tests; nil: a new one.
  ///   - through: how the program reaches the database, given the connection string of it.
  static func make(
    _ faults: [ScriptedPeer.Fault] = [],
    settings: [String: String] = [:],
    filled: TestDatabase? = nil,
    through: (String) throws -> String = { $0 }
  ) async throws -> FaultSite {
    let database: TestDatabase
    if let filled {
      database = filled
    } else {
      database = try TestServer.clone(try await TestServer.makeTemplate(name: "faults") { try await fill($0) })
    }
    let mail = try ScriptedPeer(faults, offers: ["8BITMIME", "AUTH PLAIN"])
    let program = Program(
      folder: try temporaryFolder(),
      environment: [
        "FOLLOWUP_DATABASE_URL": try through(database.conninfo), "FOLLOWUP_MAIL_URL": mail.url,
        "FOLLOWUP_MAIL_FROM": "followup@halyard.example", "FOLLOWUP_MAIL_USER": "followup",
        "FOLLOWUP_MAIL_PASSWORD": "secret-word",
      ].merging(settings) { $1 }
    )
    let site = NightTests.Site(program: program, database: database)
    return FaultSite(site: site, mail: mail, conninfo: database.conninfo)
  }

  /// The schema and the sample; in the short form all but a few candidates are planned already. Ids of what a night makes are of nine digits, so that they can be told from all else in its texts.
  static func fill(_ conninfo: String) async throws {
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": conninfo])
    for words in [
      ["migrate"], ["agency", "add", "Sample", "--time-zone", "America/New_York"],
      ["import", "canonical", TestAgency.checkout + "/jobs/sample"] + morning,
    ] {
      let result = try program.run(words)
      guard result.status == 0 else { throw SupportError("\(words): \(result.errors)") }
    }
    try await script(
      """
      ALTER TABLE follow_up ALTER follow_up_id RESTART WITH 700000001;
      ALTER TABLE message ALTER message_id RESTART WITH 800000001;
      """,
      conninfo
    )
    guard !FaultDepth.isWhole else { return }
    let result = try program.run(["plan"] + morning)
    guard result.status == 0 else { throw SupportError("plan: \(result.errors)") }
    try await script(
      """
      DELETE FROM follow_up WHERE candidate_id % 10 = 0;
      INSERT INTO plan_queue (agency_id, candidate_id)
      SELECT agency_id, candidate_id FROM candidate WHERE candidate_id % 10 = 0;
      """,
      conninfo
    )
  }

  static func script(_ sql: String, _ conninfo: String) async throws {
    let connection = try await Connection.open(Connection.Settings(conninfo: conninfo))
    try await connection.executeScript(sql)
    await connection.close()
  }

  func script(_ sql: String) async throws { try await Self.script(sql, conninfo) }

  /// The rows of a statement whose one column is `it`.
  func query(_ sql: String) async throws -> [String] {
    let connection = try await Connection.open(Connection.Settings(conninfo: conninfo))
    let rows = try await connection.query(Statement(sql))
    await connection.close()
    return try rows.map { try $0.get("it", as: String.self) }
  }

  /// Runs the night to its end, however that comes.
  func runNight() async throws -> Program.Result { try await run(Self.night) }

  /// The folder in which the program is run.
  var folder: String { site.program.folder }

  /// Runs the program by another one, such as strace, to its end.
  func run(
    by: [String] = [],
    _ arguments: [String],
    settings: [String: String] = [:]
  ) async throws -> Program.Result {
    let words = "\(folder)/\(UUID().uuidString)"
    let files = try [".out", ".err"].map { try Self.file(words + $0) }
    let process = try with(settings).start(arguments, by: by, output: files[0], errors: files[1])
    try await Self.end(of: process)
    return Program.Result(
      status: process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus,
      output: spoken(words + ".out"),
      errors: spoken(words + ".err")
    )
  }

  /// Waits for the end of a process. A thread that waited would be missing to the tests that run beside this one.
  static func end(of process: Process) async throws {
    while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    process.waitUntilExit()
  }

  private static func file(_ path: String) throws -> FileHandle {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    guard let file = FileHandle(forWritingAtPath: path) else { throw SupportError("\(path) cannot be written") }
    return file
  }

  /// Starts the program, by another one where that is named; with the file that takes all that it says.
  func start(
    by: [String] = [],
    _ arguments: [String] = Self.night,
    settings: [String: String] = [:]
  ) throws -> (process: Process, said: String) {
    let said = "\(folder)/\(UUID().uuidString).said"
    let file = try Self.file(said)
    return (try with(settings).start(arguments, by: by, output: file, errors: file), said)
  }

  private func with(_ settings: [String: String]) -> Program {
    Program(folder: folder, environment: site.program.environment.merging(settings) { $1 })
  }

  /// What an operator and the timer do after a fault: the same command again, when the time of the next attempt has come; what is
  /// uncertain is settled by what the mail server has.
  ///
  /// - Returns: how each run ended.
  @discardableResult
  func recover(_ arguments: [String] = Self.night, runs limit: Int = 4) async throws -> [Program.Result] {
    var results: [Program.Result] = []
    for _ in 0..<limit {
      try await script("UPDATE message SET next_attempt_at = '-infinity' WHERE state = 'queued'")
      let result = try await run(arguments)
      results.append(result)
      if result.status == 0 { return results }
      #expect([3, 69].contains(result.status), "\(result.status): \(result.errors)")
      try await settle()
    }
    Issue.record("the night is not done after \(limit) runs: \(results.last?.errors ?? "")")
    return results
  }

  /// The same after a night that ended in some way.
  func settleAndRecover(after night: Program.Result) async throws {
    if night.status == 3 { try await settle() }
    try await recover()
  }

  /// Settles what waits for a person, as one would who looks into the mail server's log.
  private func settle() async throws {
    let arrived = try received()
    for line in try await query(
      """
      SELECT message_id || ' ' || recipient_address || ' ' || subject AS it
      FROM message
      WHERE state IN ('uncertain', 'failed')
      """
    ) {
      doubt.was.store(true, ordering: .releasing)
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      let choice = arrived[parts[1]] == nil ? "--resend" : "--drop"
      let settled = try await run(["nudge", choice, parts[0]] + Self.morning)
      #expect(settled.status == 0, "\(settled.errors)")
    }
  }

  /// The messages that the mail server took, by address and subject, with how often it did.
  func received() throws -> [String: Int] {
    try mail.taken.reduce(into: [:]) { counts, bytes in
      let message = try ReceivedMessage(bytes)
      let address = message.to.map(\.address).joined(separator: ",")
      counts["\(address) \(message.subject ?? "")", default: 0] += 1
    }
  }

  /// Ends the mail server.
  func close() { mail.stop() }
}
