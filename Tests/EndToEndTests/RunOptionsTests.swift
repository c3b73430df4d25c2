import Crypto
import Foundation
import Mail
import TestServer
import TestSupport
import Testing

@Suite("Runs of jobs as operators start, watch and look at them")
struct RunOptionsTests {
  private typealias Site = NightTests.Site

  private static let job = Example.job(
    "A short night.",
    failuresTo: "ops@agency.example",
    steps: ["do: plan", "do: worklists, format: [csv]", "do: report, name: overdue", "do: nudge"]
  )

  /// The worked example's agency with a job of its own, `short`.
  private func site(mail: [String: String] = ["FOLLOWUP_MAIL_MAILDIR": "mail"]) async throws -> Site {
    let site = try await Site.make(mail)
    try site.write(["short.yaml": Self.job], to: "own/jobs")
    let own = ["FOLLOWUP_CATALOG_FOLDERS": "own", "FOLLOWUP_OUTPUT_FOLDER": "out"]
    let environment = site.program.environment.merging(own) { $1 }
    return Site(program: Program(folder: site.program.folder, environment: environment), database: site.database)
  }

  private func steps(_ site: Site) throws -> [[String]] {
    let rows = try csvRows(try site.expect(0, "runs", "1", "--format", "csv").output)
    return rows.map { [$0["step"] ?? "", $0["state"] ?? ""] }
  }

  /// The mails to those who operate it.
  private func failureMails(_ site: Site) throws -> [ReceivedMessage] {
    try site.mails().filter { $0.hasPrefix("failure-") }.map { name in
      try ReceivedMessage([UInt8](Data(contentsOf: URL(fileURLWithPath: "\(site.program.folder)/mail/new/\(name)"))))
    }
  }

  private static let run = ["run", "short"] + NightTests.morning

  @Test("--from leaves out the steps before it; they are named, kept as skipped, and done by the next run")
  func fromAStep() async throws {
    let site = try await site()

    let first = try site.expect(0, Self.run + ["--from", "report overdue"])
    let left = try steps(site)
    let state = try csvRows(try site.expect(0, "runs", "--format", "csv").output)
    try site.expect(0, Self.run)
    let whole = try steps(site)

    #expect(first.errors.contains("plan: left out by --from") && first.errors.contains("worklists: left out by --from"))
    #expect(left == [["plan", "skipped"], ["worklists", "skipped"], ["report overdue", "done"], ["nudge", "done"]])
    #expect(state.map { $0["state"] } == ["partial"])
    #expect(state.map { $0["error"] } == ["left out by --from: plan, worklists"])
    #expect(whole.map { $0[1] } == ["done", "done", "done", "done"])
  }

  @Test(
    "--from does steps of a run again that was done, by name or number, and sends nothing twice; others are refused"
  )
  func again() async throws {
    let site = try await site()
    try site.expect(0, Self.run)
    let mails = try site.mails()
    let file = "\(site.program.folder)/out/2026-11-20/overdue.csv"
    try FileManager.default.removeItem(atPath: file)

    try site.expect(0, Self.run)
    #expect(!FileManager.default.fileExists(atPath: file), "a run that is done is not done again without --from")
    try site.expect(0, Self.run + ["--from", "3"])
    let unknown = try site.expect(64, Self.run + ["--from", "reprot overdue"])
    let due = try site.expect(64, Self.run + ["--from", "nudge", "--when-due"])

    #expect(FileManager.default.fileExists(atPath: file))
    #expect(try site.mails() == mails)
    #expect(unknown.errors.contains("the step reprot overdue does not exist; you may mean report overdue"))
    #expect(due.errors.contains("leave one out"))
    #expect(try failureMails(site).isEmpty, "what was mistyped is not a failure of the job")
  }

  @Test("A run that fails is mailed once to whom the job names, again when it fails otherwise or after it worked")
  func failureMail() async throws {
    let site = try await site()
    func breakReport(_ text: String) throws {
      let whole = try String(contentsOfFile: TestAgency.checkout + "/sql/reports/overdue.sql", encoding: .utf8)
      try site.write(["overdue.sql": whole.replacingOccurrences(of: "\nFROM", with: "\n\(text)")], to: "own/reports")
    }
    try breakReport("FROMM")

    try site.expect(3, Self.run)
    try site.expect(3, Self.run)
    let first = try failureMails(site)
    try breakReport("FORM")
    try site.expect(3, Self.run)
    let second = try failureMails(site)
    try FileManager.default.removeItem(atPath: "\(site.program.folder)/own/reports/overdue.sql")
    try site.expect(0, Self.run)
    try breakReport("FORM")
    try site.expect(3, Self.run + ["--from", "3"])

    #expect(first.count == 1)
    #expect(first.first?.to.map(\.address) == ["ops@agency.example"])
    #expect(first.first?.subject == "followup: short failed for Acme")
    let text = try #require(first.first?.text)
    #expect(text.contains("Acme, run 1 for 2026-11-20:") && text.contains("own/reports/overdue.sql:"))
    #expect(text.contains("followup run short --agency \"Acme\""))
    #expect(second.count == 2)
    #expect(try failureMails(site).count == 3)
  }

  @Test("A database that cannot be reached is mailed too, once")
  func failureMailWithoutDatabase() async throws {
    let site = try await site()
    let away = Program(
      folder: site.program.folder,
      environment: site.program.environment.merging(["FOLLOWUP_DATABASE_URL": "host=/nowhere"]) { $1 }
    )

    let results = try [away.run(Self.run), away.run(Self.run)]
    let mails = try failureMails(site)

    #expect(results.map(\.status) == [69, 69])
    #expect(mails.count == 1)
    #expect(mails.first?.text?.contains("the database cannot be reached") == true)
  }

  @Test("A run tells what it wrote, with the digests of the files, and what it warned of")
  func filesAndWarnings() async throws {
    let site = try await site(mail: [:])
    try site.expect(0, Self.run)

    let files = try csvRows(try site.expect(0, "runs", "1", "--files", "--format", "csv").output)
    let warnings = try csvRows(try site.expect(0, "runs", "1", "--warnings", "--format", "csv").output)
    let counts = try csvRows(try site.expect(0, "runs", "1", "--format", "csv").output)

    #expect(files.count == 3)
    for file in files {
      let path = "\(site.program.folder)/out/2026-11-20/\(file["name"] ?? "")"
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      let digest = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
      #expect(digest == file["sha256"], "\(path)")
      #expect(String(bytes.count) == file["bytes"])
    }
    #expect(warnings.count == 1)
    #expect(warnings.first?["step"] == "nudge")
    #expect(warnings.first?["warning"]?.contains("no mail server is configured") == true)
    #expect(counts.map { $0["files"] } == ["0", "2", "1", "0"])
    #expect(counts.map { $0["warnings"] } == ["0", "0", "0", "1"])
    #expect(try site.expect(64, "runs", "99").errors.contains("the run 99 does not exist"))
  }

  @Test("Each event of a run is one JSON object with fields; without --json-logs lines are for people")
  func events() async throws {
    let site = try await site()

    let run = try site.expect(0, Self.run + ["--json-logs"])
    let plain = try site.expect(0, Self.run + ["--from", "nudge"])

    let events = try run.errors.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }.filter { $0["event"] != nil }
    let names = events.compactMap { $0["event"] as? String }
    let steps: [String] = Array(repeating: ["step_began", "step_ended"], count: 4).flatMap { $0 }
    #expect(names == ["run_began"] + steps + ["run_ended"])
    #expect(events.allSatisfy { $0["job"] as? String == "short" && $0["run"] as? Int == 1 })
    let list = try #require(
      events.first { $0["event"] as? String == "step_ended" && $0["step"] as? String == "worklists" }
    )
    #expect(list["count_lists"] as? Int == 2)
    #expect(list["files"] as? Int == 2)
    #expect(list["state"] as? String == "done")
    #expect((list["seconds"] as? Double ?? -1) >= 0)
    #expect(!plain.errors.contains("{") && plain.errors.contains("followup: nudge:"))
  }

  @Test("The runs of all agencies in one table, and as many of each as asked")
  func allAgencies() async throws {
    let site = try await site()
    try site.expect(0, "agency", "add", "Birch", "--time-zone", "Europe/Zurich")
    for day in ["2026-11-19", "2026-11-20"] {
      try site.expect(0, "run", "short", "--all-agencies", "--as-of", "\(day)T15:00:00-05:00")
    }

    let rows = try csvRows(try site.expect(0, "runs", "--all-agencies", "--format", "csv").output)
    let last = try csvRows(try site.expect(0, "runs", "--all-agencies", "--last", "1", "--format", "csv").output)

    #expect(rows.map { $0["agency"] } == ["Acme", "Acme", "Birch", "Birch"])
    #expect(rows.map { $0["business_date"] } == ["2026-11-20", "2026-11-19", "2026-11-20", "2026-11-19"])
    #expect(last.map { $0["business_date"] } == ["2026-11-20", "2026-11-20"])
    try site.expect(64, "runs", "--all-agencies", "--agency", "Acme")
  }

  @Test("A terminal is shown how far an import, a plan and the lists have come; a pipe is not")
  func progress() async throws {
    let site = try await site()
    let rows = (1...30_000).map { "x\($0),2026-11-1\($0 % 9)T10:00:00-05:00,recruiter,r1,candidate,c1,email,other,," }
    let head = "id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application,interview"
    try site.write(["touches.csv": ([head] + rows).joined(separator: "\n") + "\n"], to: "more")
    let words = ["import", "canonical", "more"] + NightTests.morning

    let terminal = try site.onATerminal(words)
    let piped = try site.expect(0, words)

    #expect(terminal.contains("█") && terminal.contains(" %") && terminal.contains("KiB"))
    let drawn = terminal.split(separator: "\r").filter { $0.contains("█") }
    #expect(drawn.allSatisfy { $0.replacing("\u{1B}[K", with: "").count < 80 }, "\(drawn)")
    #expect(!piped.errors.contains("█") && !piped.errors.contains("\u{1B}"))
  }
}

extension NightTests.Site {
  /// What a terminal of 80 columns shows of the program.
  fileprivate func onATerminal(_ arguments: [String]) throws -> String {
    let file = program.folder + "/terminal.txt"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments =
      [
        "-c",
        """
        import fcntl, os, pty, struct, sys, termios
        child, terminal = pty.fork()
        if child == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.execv(sys.argv[2], sys.argv[2:])
        with open(sys.argv[1], "wb") as file:
            while True:
                try:
                    seen = os.read(terminal, 65536)
                except OSError:
                    break
                if not seen:
                    break
                file.write(seen)
        os.waitpid(child, 0)
        """, file, try Program.path(),
      ] + arguments
    var environment = [
      "HOME": program.folder, "LANG": "C.UTF-8", "TERM": "xterm", "FOLLOWUP_HOME": TestAgency.checkout,
    ]
    environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    process.environment = environment.merging(program.environment) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: program.folder)
    try process.run()
    process.waitUntilExit()
    return try String(contentsOfFile: file, encoding: .utf8)
  }
}
