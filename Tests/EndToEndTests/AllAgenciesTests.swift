import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

@Suite("Every agency's night, as the program runs it")
struct AllAgenciesTests {
  static let agencies = ["Acme", "Borealis", "Cobalt", "Dune"]

  /// The worked example's agency in as many copies; each has its own ids and addresses.
  private func site(copies: [String: Int] = [:]) async throws -> NightTests.Site {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(
      folder: try temporaryFolder(),
      environment: ["FOLLOWUP_MAIL_MAILDIR": "mail", "FOLLOWUP_DATABASE_URL": database.conninfo]
    )
    let site = NightTests.Site(program: program, database: database)
    for name in Self.agencies {
      try site.expect(0, "agency", "add", name, "--time-zone", "America/New_York")
      try site.write(files(copies: copies[name] ?? 1), to: name)
      try site.expect(0, ["import", "canonical", name, "--agency", name] + NightTests.morning)
    }
    return site
  }

  /// The example so many times over: candidates, and what belongs to them.
  private func files(copies: Int) -> [String: String] {
    var files = Example.files
    for name in ["candidates.csv", "applications.csv", "interviews.csv", "attendees.csv"] {
      guard let text = files[name] else { continue }
      let lines = text.split(separator: "\n")
      let more = (1..<max(1, copies)).flatMap { copy in
        lines.dropFirst().map { line in
          line.split(separator: ",", omittingEmptySubsequences: false).map { field in
            let isOwn = ["c", "a", "i"].contains(field.prefix(1)) && field.count == 2 && field.last?.isNumber == true
            return isOwn ? "\(field)x\(copy)" : field.contains("@") ? "\(copy).\(field)" : String(field)
          }.joined(separator: ",")
        }
      }
      files[name] = (lines.map(String.init) + more).joined(separator: "\n") + "\n"
    }
    return files
  }

  /// Files by name with what is in the tables among them, ids left out: those depend on who came first.
  private func content(_ site: NightTests.Site, _ folder: String) throws -> [String: [[String: String]]] {
    try site.contents(of: folder).reduce(into: [:]) { all, file in
      guard file.key.hasSuffix(".csv") else { return all[file.key] = [] }
      all[file.key] = try csvRows(file.value).map { row in
        row.filter { !["follow_up_id", "touch_id"].contains($0.key) }
      }
    }
  }

  private func query(_ site: NightTests.Site, _ sql: String) async throws -> [String] {
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    let rows = try await connection.query(Statement(sql))
    await connection.close()
    return try rows.map { try $0.get("it", as: String.self) }
  }

  private static let run = ["run", "nightly", "--all-agencies", "--out", "out"] + NightTests.morning

  @Test(
    "Side by side gives the same result as one after the other, each in its own folder; a second time nothing is done"
  )
  func same() async throws {
    let one = try await site()
    for name in Self.agencies {
      try one.expect(
        0,
        ["run", "nightly", "--agency", name, "--out", "out"] + NightTests.morning
      )
    }
    let all = try await site()

    let night = try all.expect(0, Self.run + ["--connections", "2"])
    let mails = try all.mails()
    let again = try all.expect(0, Self.run + ["--connections", "2"])

    let wanted = try content(one, "out")
    let got = try content(all, "out")
    #expect(wanted.keys.contains("dune/2026-11-20/overdue.csv"))
    #expect(got.keys.sorted() == wanted.keys.sorted())
    for name in wanted.keys { #expect(got[name] == wanted[name], "\(name)") }
    #expect(mails.count == (try one.mails().count))
    #expect(try all.mails() == mails)
    for name in Self.agencies {
      #expect(night.output.contains("\(name): Run "))
      #expect(night.errors.contains("followup: \(name): plan: "))
    }
    #expect(again.output.components(separatedBy: "was done before").count == 5)
    let plan = try all.expect(0, ["plan", "--all-agencies"] + NightTests.morning)
    #expect(plan.output == "agency,rule,added,changed,withdrawn\n")
  }

  @Test("One that fails and one that is held are named, the others are done: 3; when all of them fail: 1")
  func failing() async throws {
    let site = try await site()
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    try await connection.executeScript(
      """
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE 'no space for it';
      END
      $$;
      CREATE TRIGGER refuse BEFORE INSERT ON follow_up FOR EACH ROW
        WHEN (NEW.agency_id = 2) EXECUTE FUNCTION refuse();
      INSERT INTO job_run (agency_id, job, business_date, as_of, epoch, state, runner, lease_until, started_at)
      VALUES (3, 'nightly', '2026-11-20', '2026-11-20 15:00-05', 1, 'running', 'elsewhere/1/1',
        clock_timestamp() + interval '1 hour', clock_timestamp());
      """
    )

    let partly = try site.expect(3, Self.run)
    let states = try await query(site, "SELECT agency_id || ' ' || state AS it FROM job_run ORDER BY agency_id")
    try await connection.executeScript(
      "DROP TRIGGER refuse ON follow_up; CREATE TRIGGER refuse BEFORE INSERT ON job_run FOR EACH ROW EXECUTE FUNCTION refuse();"
    )
    let none = try site.expect(
      1,
      ["run", "nightly", "--all-agencies", "--out", "out", "--as-of", "2026-11-23T05:30:00-05:00"]
    )
    await connection.close()

    #expect(states == ["1 done", "2 failed", "3 running", "4 done"])
    #expect(partly.errors.contains("error: Borealis: "))
    #expect(partly.errors.contains("no space for it"))
    #expect(partly.errors.contains("error: Cobalt: run "))
    #expect(partly.errors.contains("is under way"))
    #expect(partly.errors.contains("2 of 4 agencies are not done: Borealis, Cobalt"))
    #expect(none.errors.contains("4 of 4 agencies are not done"))
  }

  @Test("One that is fifty times the others: with two connections the small ones have ended before it has")
  func fair() async throws {
    let site = try await site(copies: ["Borealis": 50])

    try site.expect(0, Self.run + ["--connections", "2"])
    let order = try await query(
      site,
      "SELECT agency.name AS it FROM job_run JOIN agency USING (agency_id) ORDER BY finished_at"
    )
    let together = try await query(
      site,
      """
      SELECT small.agency_id::text AS it
      FROM job_run AS small
      JOIN job_run AS big ON big.agency_id = 2 AND big.started_at < small.finished_at AND small.finished_at < big.finished_at
      WHERE small.agency_id <> 2
      """
    )

    #expect(order.count == 4)
    #expect(order.last == "Borealis")
    // At the same time, not one after the other.
    #expect(together.count == 3)
  }

  @Test("SIGTERM: the runs under way end at a safe point, nobody else begins, and the same command does the rest")
  func interrupted() async throws {
    let site = try await site()
    let gate = try await Gate(conninfo: site.database.conninfo, at: .end(of: "worklists"))
    let (process, output) = try site.start(Self.run + ["--connections", "2"])
    try await gate.waitUntilReached()

    kill(process.processIdentifier, SIGTERM)
    try await Task.sleep(for: .milliseconds(500))
    try await gate.open()
    process.waitUntilExit()
    let states = try await query(site, "SELECT state AS it FROM job_run")
    try site.expect(0, Self.run + ["--connections", "2"])
    let afterwards = try await query(site, "SELECT state AS it FROM job_run")

    #expect(process.terminationStatus == 1)
    #expect(try String(contentsOfFile: output, encoding: .utf8).contains("interrupted: 4 of 4 agencies are not done"))
    #expect(try String(contentsOfFile: output, encoding: .utf8).contains(" was interrupted"))
    #expect(!states.isEmpty)
    #expect(states.count <= 2)
    #expect(states.allSatisfy { $0 == "interrupted" })
    #expect(afterwards == ["done", "done", "done", "done"])
  }

  @Test("More connections than there is room for are cut, which is said; what does not go together is refused")
  func options() async throws {
    let site = try await site()

    let cut = try site.expect(0, Self.run + ["--connections", "9"])
    let named = try site.expect(64, Self.run + ["--agency", "Acme"])
    let alone = try site.expect(64, ["run", "nightly", "--connections", "2"])

    #expect(cut.errors.contains("4 connections, not 9: the database has only 4 agencies"))
    #expect(named.errors.contains("leave --agency out"))
    #expect(alone.errors.contains("--all-agencies"))
  }
}
