import Foundation
import Mail
import TestServer
import TestSupport
import Testing

/// An agency of the sample's size is more than these need; theirs has the worked example's interview in it.
@Suite("The night, as the program runs it")
struct NightTests {
  static let morning = ["--as-of", "2026-11-20T15:00:00-05:00"]

  /// A program with a database, an agency, its data, and a maildir.
  struct Site {
    let program: Program
    let database: TestDatabase

    static func make(_ settings: [String: String] = ["FOLLOWUP_MAIL_MAILDIR": "mail"]) async throws -> Site {
      let database = try await TestAgency.emptyDatabase()
      let program = Program(
        folder: try temporaryFolder(),
        environment: settings.merging(["FOLLOWUP_DATABASE_URL": database.conninfo]) { given, _ in given }
      )
      let site = Site(program: program, database: database)
      try site.expect(0, "agency", "add", "Acme", "--time-zone", "America/New_York")
      try site.write(Example.files, to: "data")
      try site.expect(0, ["import", "canonical", "data"] + morning)
      return site
    }

    func write(_ files: [String: String], to folder: String) throws {
      let path = program.folder + "/" + folder
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for (name, text) in files { try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8) }
    }

    @discardableResult
    func expect(_ status: Int32, _ arguments: String...) throws -> Program.Result { try expect(status, arguments) }

    @discardableResult
    func expect(_ status: Int32, _ arguments: [String]) throws -> Program.Result {
      let result = try program.run(arguments)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      return result
    }

    /// Names and bytes of everything the night left in a folder.
    func contents(of folder: String) throws -> [String: String] {
      var contents: [String: String] = [:]
      let path = program.folder + "/" + folder
      guard let walk = FileManager.default.enumerator(atPath: path) else { return contents }
      for case let name as String in walk where !name.hasSuffix("/") {
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
        if !isFolder.boolValue { contents[name] = try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }
      }
      return contents
    }

    func mails() throws -> [String] { try contents(of: "mail/new").keys.sorted() }
  }

  @Test("It leaves a list for every recruiter, reports, and one mail a recipient; a second run sends none again")
  func night() async throws {
    let site = try await Site.make()

    let night = try site.expect(0, ["run", "nightly", "--out", "out"] + Self.morning)
    let files = try site.contents(of: "out/2026-11-20")
    let mails = try site.mails()
    let again = try site.expect(0, ["run", "nightly", "--out", "out"] + Self.morning)

    #expect(night.output.contains("files in out/2026-11-20"))
    #expect(files.keys.contains("follow_ups.csv"))
    #expect(files.keys.contains("overdue.csv"))
    #expect(files.keys.contains("breaches.csv"))
    #expect(files.keys.filter { $0.hasPrefix("worklists/worklist-r1") && $0.hasSuffix(".csv") }.count == 1)
    #expect(files.keys.filter { $0.hasPrefix("worklists/worklist-r2") && $0.hasSuffix(".html") }.count == 1)
    #expect(!mails.isEmpty)
    #expect(again.output.contains("was done before; nothing was done again"))
    #expect(try site.mails() == mails)
    let nudge = try site.expect(0, ["nudge"] + Self.morning)
    #expect(nudge.status == 0)
    #expect(try site.mails() == mails)
  }

  @Test("The interviewer still unthanked an hour before the deadline: candidate and recruiter are told, once")
  func lastCall() async throws {
    let site = try await Site.make()
    try site.expect(0, ["run", "nightly", "--out", "out"] + Self.morning)

    let mails = try site.mails().map { name in
      try ReceivedMessage([UInt8](Data(contentsOf: URL(fileURLWithPath: "\(site.program.folder)/mail/new/\(name)"))))
    }

    let toCandidate = mails.filter { $0.to.map(\.address) == ["zoe@example.com"] }
    #expect(toCandidate.count == 1)
    #expect(toCandidate.first?.text?.contains("Ben") == true)
    #expect(toCandidate.first?.text?.contains("Ana") == false)
    let toRecruiter = mails.filter { $0.to.map(\.address) == ["rae@agency.example"] }
    #expect(mails.allSatisfy { $0.html != nil })
    #expect(toRecruiter.count { $0.messageID?.hasPrefix("<nudge-") == true } == 1)
    // The list itself, once.
    let list = try #require(toRecruiter.first { $0.messageID?.hasPrefix("<list-") == true })
    #expect(toRecruiter.count == 2)
    #expect(list.subject?.hasPrefix("Friday: ") == true, "\(list.subject ?? "")")
    #expect(list.text?.contains("1. Call Zoë") == true && list.html?.contains("<h3>Call <bdi>Zoë") == true)
  }

  static let points: [Gate.Point] =
    [
      "inbox", "plan", "worklists", "deliver", "nudge", "report follow_ups", "report overdue", "report breaches",
      "checks",
    ].map {
      .end(of: $0)
    } + [.beginning(of: "plan"), .beginning(of: "nudge"), .delivery]

  @Test("kill -9 at any step, then the same command again: the same end state, no message twice", arguments: points)
  func killed(at point: Gate.Point) async throws {
    let undisturbed = try await Site.make()
    try undisturbed.expect(0, ["run", "nightly", "--out", "out"] + Self.morning)
    let wanted = try undisturbed.contents(of: "out/2026-11-20")
    let site = try await Site.make()

    try await site.runAndKill(at: point)
    let unfinished = try site.expect(0, ["runs"] + Self.morning)
    try site.expect(0, ["run", "nightly", "--out", "out"] + Self.morning)

    #expect(unfinished.output.contains("nightly,2026-11-20,running"))
    let got = try site.contents(of: "out/2026-11-20")
    #expect(got.keys.sorted() == wanted.keys.sorted())
    // Each database signs with a key of its own.
    for name in wanted.keys where !name.hasSuffix(".sig") { #expect(got[name] == wanted[name], "\(name)") }
    #expect(try site.mails() == undisturbed.mails())
    #expect(try site.expect(0, ["runs"] + Self.morning).output.contains("nightly,2026-11-20,done"))
  }

  @Test("SIGTERM while the lists are written: an interrupted run that says so, and the same command continues")
  func interrupted() async throws {
    let site = try await Site.make()
    let gate = try await Gate(conninfo: site.database.conninfo, at: .end(of: "worklists"))
    let (process, output) = try site.start(["run", "nightly", "--out", "out"] + Self.morning)
    try await gate.waitUntilReached()

    kill(process.processIdentifier, SIGTERM)
    try await Task.sleep(for: .milliseconds(500))
    try await gate.open()
    process.waitUntilExit()
    let runs = try site.expect(0, ["runs"] + Self.morning)
    try site.expect(0, ["run", "nightly", "--out", "out"] + Self.morning)

    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 1)
    #expect(try String(contentsOfFile: output, encoding: .utf8).contains("was interrupted"))
    #expect(runs.output.contains("nightly,2026-11-20,interrupted"))
    #expect(try site.expect(0, ["runs"] + Self.morning).output.contains("nightly,2026-11-20,done"))
  }

  @Test(
    "A mail server that is down: 69 with what to do; the reports are there, nothing is lost, and the next run sends it"
  )
  func mailServerDown() async throws {
    let site = try await Site.make([
      "FOLLOWUP_MAIL_URL": "smtp://127.0.0.1:1", "FOLLOWUP_MAIL_FROM": "followup@agency.example",
    ])

    let night = try site.expect(69, ["run", "nightly", "--out", "out"] + Self.morning)
    let files = try site.contents(of: "out/2026-11-20")
    let corrected = Site(
      program: Program(
        folder: site.program.folder,
        environment: ["FOLLOWUP_DATABASE_URL": site.database.conninfo, "FOLLOWUP_MAIL_MAILDIR": "mail"]
      ),
      database: site.database
    )
    try corrected.expect(0, ["run", "nightly", "--out", "out"] + Self.morning)

    #expect(night.errors.contains("127.0.0.1"))
    #expect(files.keys.contains("overdue.csv"))
    #expect(!(try corrected.mails().isEmpty))
  }

  @Test("The roles: followup_batch imports and runs the night, followup_reader reads reports and can write nothing")
  func roles() async throws {
    let site = try await Site.make(["FOLLOWUP_MAIL_MAILDIR": "mail", "FOLLOWUP_DATABASE_ROLE": "followup_batch"])
    let reader = Program(
      folder: site.program.folder,
      environment: ["FOLLOWUP_DATABASE_URL": site.database.conninfo, "FOLLOWUP_DATABASE_ROLE": "followup_reader"]
    )

    try site.expect(0, ["run", "nightly", "--out", "out"] + Self.morning)
    let report = try reader.run(["report", "follow_ups"] + Self.morning)
    let skip = try reader.run(["skip", "1", "--reason", "x"] + Self.morning)

    #expect(report.status == 0)
    #expect(report.output.contains("thank_you_email"))
    #expect(skip.status == 1)
    #expect(skip.errors.contains("permission denied"))
  }

  @Test("A bad row is named with file, line, column, value and reason; the others are stored; 3")
  func badRow() async throws {
    let site = try await Site.make()
    try site.write(
      [
        "candidates.csv": "id,name,email,recruiter\nc8,Ada Okafor,ada@example.com,r1\nc9,Bo Li,bo@example.com,r99\n"
      ],
      to: "more"
    )

    let imported = try site.expect(3, ["import", "canonical", "more"] + Self.morning)
    let unknown = try site.program.run(["import", "canonical", "nowhere"] + Self.morning)
    try site.write(["candidates.csv": "id,name,recruiter,colour\nc8,Ada,r1,red\n"], to: "wrong")
    let column = try site.program.run(["import", "canonical", "wrong"] + Self.morning)

    #expect(imported.errors.contains("candidates.csv:3: recruiter: r99"))
    #expect(unknown.status == 65)
    #expect(unknown.errors.contains("nowhere"))
    #expect(column.status == 65)
    #expect(column.errors.contains("colour"))
  }
}

extension NightTests.Site {
  /// Starts the program without waiting for it; with the file that takes all that it prints.
  func start(_ arguments: [String]) throws -> (process: Process, output: String) {
    let name = program.folder + "/printed"
    _ = FileManager.default.createFile(atPath: name, contents: nil)
    guard let file = FileHandle(forWritingAtPath: name) else { throw SupportError("no file for the program's output") }
    return (try program.start(arguments, output: file, errors: file), name)
  }

  /// Starts a job and kills it while it is held at that point.
  func runAndKill(_ job: String = "nightly", at point: Gate.Point) async throws {
    let gate = try await Gate(conninfo: database.conninfo, at: point)
    let (process, _) = try start(["run", job, "--out", "out"] + NightTests.morning)
    try await gate.waitUntilReached()
    #expect(process.isRunning, "the program had ended before \(point)")
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    try await gate.open()
  }
}
