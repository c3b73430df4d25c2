import Foundation
import TestServer
import TestSupport
import Testing

@Suite("Reports, as a user runs them")
struct ReportCommandTests {
  /// A report that needs little: a row for each candidate, with a column of each kind.
  private static let people = """
    -- report: people
    -- title: Candidates
    -- summary: Who are the candidates?
    -- grain: one row per candidate
    -- personal: yes
    -- param: kind = all -- one of all, none: which
    -- column: candidate_id -- the id
    -- column: name -- the name
    -- column: recruiter_id -- the recruiter's id
    -- column: begun -- the first day of the search
    -- column: touched_at -- the last touch
    -- period: touched_at
    -- chart: bars of rows by recruiter_id
    SELECT
      candidate.external_id AS candidate_id,
      candidate.name,
      recruiter.external_id AS recruiter_id,
      candidate.search_started_on AS begun,
      (
        SELECT max(touch.happened_at)
        FROM touch
        WHERE touch.agency_id = candidate.agency_id
          AND touch.actor_kind = 'candidate'
          AND touch.actor_id = candidate.candidate_id
      ) AS touched_at
    FROM candidate
    JOIN recruiter USING (agency_id, recruiter_id)
    WHERE candidate.agency_id = :agency
      AND :'kind' = 'all'
    ORDER BY candidate.external_id

    """

  private static let needy = """
    -- report: needy
    -- summary: What is asked?
    -- param: word -- the word
    -- param: day = monday - 1 weeks -- the day
    SELECT :'word' AS word, :'day'::date AS day, current_user::text AS role

    """

  /// An agency with reports of its own; its database is there as long as it is.
  private struct Place {
    let site: NightTests.Site
    var program: Program
  }

  private func place(_ reports: [String: String], _ environment: [String: String] = [:]) async throws -> Place {
    let site = try await NightTests.Site.make()
    let folder = site.program.folder + "/own/reports"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in reports {
      try text.write(toFile: "\(folder)/\(name).sql", atomically: true, encoding: .utf8)
    }
    let own = ["FOLLOWUP_CATALOG_FOLDERS": "own"].merging(environment) { _, new in new }
    let program = Program(folder: site.program.folder, environment: site.program.environment.merging(own) { $1 })
    return Place(site: site, program: program)
  }

  @Test("Rows and columns are chosen by the server, values bound; what a report does not have is named")
  func selection() async throws {
    let place = try await place(["people": Self.people])
    let program = place.program
    defer { withExtendedLifetime(place) {} }
    let run = { (arguments: [String]) throws in
      try program.run(["report", "people", "--format", "csv"] + arguments + NightTests.morning)
    }

    #expect(try run(["--columns", "name,candidate_id"]).output == "name,candidate_id\nZoë Müller,c1\nOmar Haddad,c2\n")
    #expect(try run(["--columns", "candidate_id", "--sort", "name"]).output == "candidate_id\nc2\nc1\n")
    #expect(
      try run(["--columns", "candidate_id", "--sort", "begun:desc", "--limit", "1"]).output == "candidate_id\nc2\n"
    )
    #expect(try run(["--columns", "candidate_id", "--where", "begun=2026-11-03"]).output == "candidate_id\nc2\n")
    #expect(try run(["--columns", "candidate_id", "--where", "touched_at="]).output == "candidate_id\nc2\n")
    #expect(try run(["--columns", "candidate_id", "--where", "name=x' OR 'a'='a"]).output == "candidate_id\n")
    #expect(
      try run(["--columns", "candidate_id", "--recruiter", "rae@agency.example"]).output == "candidate_id\nc1\nc2\n"
    )
    #expect(try run(["--columns", "candidate_id", "--recruiter", "Max Boss"]).output == "candidate_id\n")
    // 2026-11-20T09:10 in New York is the 20th there.
    #expect(
      try run(["--columns", "candidate_id", "--from", "2026-11-20", "--to", "today"]).output == "candidate_id\nc1\n"
    )
    #expect(try run(["--columns", "candidate_id", "--to", "2026-11-19"]).output == "candidate_id\n")
    #expect(try run(["-p", "kind=none", "--columns", "name"]).output == "name\n")

    let refusals: [([String], String)] = [
      (["--columns", "nam"], "the report people has no column nam; you may mean name; use one of: candidate_id, name"),
      (["--sort", "name:up"], "--sort name:up: write column, or column:desc"),
      (
        ["--where", "begun=soon"],
        "begun=soon: invalid input syntax for type date: \"soon\"; the column begun holds: date"
      ),
      (["--where", "begun"], "--where begun is not of the form column=value"),
      (["--client", "Acme"], "the report people does not say of what client its rows are"),
      (["--client", "Acne"], "the client \"Acne\" is not known"),
      (["--from", "soon"], "--from soon is not a date"),
      (["-p", "kind=al"], "kind of the report people must be one of all, none; you may mean all, not \"al\""),
      (["--watch", "soon"], "--watch soon is not a time; write 10s, 5m or 1h"),
    ]
    for (arguments, words) in refusals {
      let refused = try run(arguments)
      #expect(refused.status == 64, "\(arguments)")
      #expect(refused.errors.contains(words), "\(refused.errors)")
    }
    // A day by its distance: the 20th is a Friday.
    #expect(try run(["--columns", "candidate_id", "--from", "monday + 4 days"]).output == "candidate_id\nc1\n")
    #expect(try run(["--columns", "candidate_id", "--from", "monday + 5 days"]).output == "candidate_id\n")
  }

  @Test("A value that must be given is asked for; a day by its distance is a date; the role is the one that only reads")
  func parameters() async throws {
    let place = try await place(["needy": Self.needy])
    let program = place.program
    defer { withExtendedLifetime(place) {} }

    let missing = try program.run(["report", "needy"] + NightTests.morning)
    #expect(missing.status == 64)
    #expect(missing.errors.contains("the report needy needs a value of word: the word; give it with -p word=…"))
    let given = try program.run(["report", "needy", "-p", "word=a:'b'"] + NightTests.morning)
    #expect(given.output == "word,day,role\na:'b',2026-11-09,followup_reader\n", "\(given.errors)")
  }

  @Test(
    "A report cannot write, choose another agency or run for ever",
    arguments: [
      (
        "WITH gone AS (DELETE FROM touch RETURNING 1) SELECT count(*) FROM gone", [:], 78,
        "bad.sql: a report only reads, but this one writes"
      ),
      ("SELECT nextval('candidate_candidate_id_seq')", [:], 1, "permission denied for sequence"),
      ("SELECT 1; SELECT 2", [:], 1, "cannot insert multiple commands into a prepared statement"),
      ("SELECT 1) TO STDOUT; SELECT (2", [:], 1, "syntax error"),
      (
        "SELECT set_config('followup.agency_id', '2', true)", [:], 78,
        "uses set_config, which could choose another agency"
      ),
      (
        "SELECT pg_sleep(60)", ["FOLLOWUP_REPORTS_TIME_LIMIT_SECONDS": "1"], 1,
        "the report bad took more than 1 s and was stopped; ask for less, such as a shorter period"
      ),
    ] as [(String, [String: String], Int32, String)]
  )
  func refused(select: String, environment: [String: String], status: Int32, words: String) async throws {
    let place = try await place(["bad": "-- report: bad\n-- summary: Is it bad?\n\(select)\n"], environment)
    let program = place.program
    defer { withExtendedLifetime(place) {} }

    let result = try program.run(["report", "bad"] + NightTests.morning)

    #expect(result.status == status, "\(result.errors)")
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(result.output == "")
  }

  @Test(
    "Own folders stand beside what is installed; what is replaced is said, and what is wrong is named by its own path"
  )
  func ownFolders() async throws {
    let wrong = "-- report: wrong\n-- summary: What?\n-- column: a -- one\nSELECT 1 AS b\n"
    let place = try await place(["people": Self.people, "wrong": wrong])
    let program = place.program
    defer { withExtendedLifetime(place) {} }
    let own = program.folder + "/own"
    for (place, file) in [
      ("sql/reports", "overdue.sql"), ("sql/rules", "thank_you_email.sql"), ("jobs", "nightly.yaml"),
    ] {
      let folder = "\(own)/\(place.split(separator: "/").last ?? "")"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: "\(TestAgency.checkout)/\(place)/\(file)", toPath: "\(folder)/\(file)")
    }
    // In the copy, the rule asks a day later.
    let rule = try String(contentsOfFile: "\(own)/rules/thank_you_email.sql", encoding: .utf8)
      .replacing("due_hours = 24", with: "due_hours = 48").replacing("expires_hours = 24", with: "expires_hours = 48")
    try rule.write(toFile: "\(own)/rules/thank_you_email.sql", atomically: true, encoding: .utf8)

    let check = try program.run(["check"])
    let shown = try program.run(["report", "show", "people"])
    let listed = try csvRows(try program.run(["report", "list", "--format", "csv"]).output).compactMap { $0["report"] }
    _ = try program.run(["plan"] + NightTests.morning)
    let due = try csvRows(
      try program.run(
        ["report", "follow_ups", "--where", "rule=thank_you_email", "--where", "party_id=ct2"] + NightTests.morning
      ).output
    )

    #expect(check.status == 1)
    #expect(
      check.errors.contains("/own/reports/wrong.sql: the header names a where the SELECT has b; its columns are: b")
    )
    #expect(check.output.contains("/own/reports/overdue.sql is used instead of sql/reports/overdue.sql."))
    #expect(check.output.contains("/own/rules/thank_you_email.sql is used instead of sql/rules/thank_you_email.sql."))
    #expect(check.output.contains("/own/jobs/nightly.yaml is used instead of jobs/nightly.yaml."))
    #expect(check.output.hasSuffix(" files checked, 1 with errors.\n"))
    #expect(shown.output.hasPrefix("people: Candidates\n\nWho are the candidates?\n\nRows    one row per candidate\n"))
    #expect(shown.output.contains("  kind  one of all, none, default: all: which\n"))
    #expect(listed.contains("people") && listed.contains("follow_ups"))
    #expect(due.map { $0["due_at"] } == ["2026-11-21T21:00:00Z"])
  }

  @Test("A page of a report shows its picture above its rows; of a part of it, the picture of that part")
  func page() async throws {
    let place = try await place(["people": Self.people])
    let program = place.program
    defer { withExtendedLifetime(place) {} }
    let page = { (arguments: [String]) throws in
      try program.run(["report", "people", "--format", "html"] + arguments + NightTests.morning).output
    }

    let whole = try page([])
    #expect(whole.contains("<h1>Candidates</h1>\n<p class=\"q\">Who are the candidates?</p>"))
    #expect(whole.contains("<dt>Agency</dt><dd>Acme</dd>"))
    #expect(whole.contains("<dt>As of</dt><dd>2026-11-20 15:00 (America/New_York)</dd>"))
    #expect(whole.contains("<dt>Kind</dt><dd>all</dd>"))
    #expect(whole.contains("<desc>Bars. rows: r1 2.</desc>"))
    #expect(whole.contains("This page names people"))
    #expect(whole.contains("<p>2 rows.</p>"))
    let part = try page(["--where", "candidate_id=c2", "--columns", "name"])
    #expect(part.contains("<desc>Bars. rows: r1 1.</desc>"))
    #expect(part.contains("<bdi>Omar Haddad</bdi>") && !part.contains("Zoë"))
    #expect(try page(["-p", "kind=none"]).contains("There is nothing to show."))
  }

  @Test("What is installed is shown with an example")
  func show() async throws {
    let place = try await place([:])
    defer { withExtendedLifetime(place) {} }
    let shown = try place.program.run("report", "show", "overdue")
    #expect(shown.status == 0)
    #expect(shown.output.contains("\nExample, on the sample agency\n\n$ followup report overdue "))
    #expect(try place.program.run("report", "show", "overdue", "--sql").output.hasPrefix("-- report: overdue\n"))
  }

  @Test("Shells complete names of reports, parameters and columns", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) async throws {
    let place = try await place(["people": Self.people])
    let program = place.program
    defer { withExtendedLifetime(place) {} }
    let script = try program.run(["--generate-completion-script", shell])
    #expect(script.status == 0)
    // What the script asks the program for while somebody types.
    #expect(script.output.contains("---completion"))
    let ask = { (option: String, words: [String]) throws in
      try program.run(["---completion", "report", "run", "--", option] + words).output
    }
    let names = try ask("positional@0", ["0", "0", "report", "run"])
    #expect(names.contains("follow_ups"), "\(names)")
  }

  @Test("--watch shows it again until it is stopped")
  func watch() async throws {
    let place = try await place(["people": Self.people])
    let program = place.program
    defer { withExtendedLifetime(place) {} }
    let path = program.folder + "/watched"
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let output = try #require(FileHandle(forWritingAtPath: path))
    let process = try program.start(
      ["report", "people", "--watch", "1s", "--columns", "candidate_id"] + NightTests.morning,
      output: output,
      errors: FileHandle.nullDevice
    )
    var shown = ""
    for _ in 0..<300 where !shown.hasSuffix("candidate_id\nc1\nc2\ncandidate_id\nc1\nc2\n") {
      try await Task.sleep(for: .milliseconds(100))
      shown = try String(contentsOfFile: path, encoding: .utf8)
    }
    process.interrupt()
    process.waitUntilExit()
    #expect(shown.hasPrefix("candidate_id\nc1\nc2\ncandidate_id\nc1\nc2\n"))
  }
}
