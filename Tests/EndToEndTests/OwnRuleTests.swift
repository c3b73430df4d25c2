import Foundation
import Mail
import TestServer
import TestSupport
import Testing

@Suite("A rule of one's own is one file")
struct OwnRuleTests {
  @Test("It is checked, planned, listed, nudged and explained, with no Swift changed")
  func ownRule() async throws {
    let site = try await NightTests.Site.make()
    let home = site.program.folder + "/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    for part in ["sql", "jobs"] {
      try FileManager.default.copyItem(atPath: "\(TestAgency.checkout)/\(part)", toPath: "\(home)/\(part)")
    }
    let rule = try String(contentsOfFile: home + "/sql/rules/thank_you_email.sql", encoding: .utf8)
      .replacingOccurrences(of: "-- rule: thank_you_email", with: "-- rule: thank_you_message")
      .replacingOccurrences(of: "-- channel: email", with: "-- channel: message")
      .replacingOccurrences(of: "thanked.channel = 'email'", with: "thanked.channel = 'message'")
      .replacingOccurrences(of: "-- counts: channel email", with: "-- counts: channel message")
    try rule.write(toFile: home + "/sql/rules/thank_you_message.sql", atomically: true, encoding: .utf8)
    let program = Program(
      folder: site.program.folder,
      environment: site.program.environment.merging(["FOLLOWUP_HOME": home]) { _, new in new }
    )

    let check = try program.run(["check"])
    let plan = try program.run(["plan"] + NightTests.morning)
    let report = try csvRows(try program.run(["report", "follow_ups"] + NightTests.morning).output)
    let list = try program.run(["worklist", "r1", "--format", "csv"] + NightTests.morning)
    let nudge = try program.run(["nudge"] + NightTests.morning)
    let own = report.filter { $0["rule"] == "thank_you_message" }
    let explained = try program.run(["explain", own.first?["follow_up_id"] ?? ""] + NightTests.morning)

    #expect(check.status == 0, "\(check.errors)")
    #expect(plan.output.contains("thank_you_message,2,0,0"))
    #expect(own.map { $0["party_id"] } == ["ct1", "ct2"])
    #expect(own.map { $0["due_at"] } == ["2026-11-20T21:00:00Z", "2026-11-20T21:00:00Z"])
    #expect(list.output.contains("thank_you_message"))
    #expect(nudge.status == 0, "\(nudge.errors)")
    let mails = try site.mails().map { name in
      try ReceivedMessage([UInt8](Data(contentsOf: URL(fileURLWithPath: "\(site.program.folder)/mail/new/\(name)"))))
    }
    #expect(mails.contains { $0.to.map(\.address) == ["zoe@example.com"] && $0.text?.contains("Ana") == true })
    #expect(explained.status == 0, "\(explained.errors)")
    #expect(explained.output.contains("thank_you_message"))
  }

  @Test("One that reads what changes without anybody being planned again is refused by check, which names it")
  func unqueued() async throws {
    let site = try await NightTests.Site.make()
    let program = try changed(
      site,
      "social_profile_review",
      "NULL AS remark",
      "(SELECT recruiter.name FROM recruiter WHERE recruiter.agency_id = scope.agency_id LIMIT 1) AS remark"
    )

    let check = try program.run(["check"])

    #expect(check.status == 1)
    #expect(check.errors.contains("sql/rules/social_profile_review.sql: it reads "), "\(check.errors)")
    #expect(check.errors.contains("recruiter.name, whose changes do not put candidates"))
    #expect(check.output.contains("1 with errors"))
  }

  @Test(
    "One that reads a clock is refused by check, with the line",
    arguments: [
      ("now()::text", "now"), ("current_date::text", "current_date"), ("LOCALTIMESTAMP::text", "localtimestamp"),
      ("clock_timestamp()::text", "clock_timestamp"), ("random()::text", "random"),
      ("age('2026-11-20 09:00'::timestamp)::text", "age"), ("('Today'::date)::text", "'today'"),
    ]
  )
  func readsClock(_ expression: String, _ name: String) async throws {
    let site = try await NightTests.Site.make()
    let program = try changed(site, "social_profile_review", "NULL AS remark", "\(expression) AS remark")

    let check = try program.run(["check"])

    #expect(check.status == 1)
    let path = "sql/rules/social_profile_review.sql"
    let lines = try String(contentsOfFile: "\(site.program.folder)/home/\(path)", encoding: .utf8).split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    let line = try #require(lines.firstIndex { $0.contains(expression) }) + 1
    #expect(check.errors.contains("\(path):\(line): it reads \(name), which says"), "\(check.errors)")
    #expect(check.output.contains("1 with errors"))
  }

  @Test("A guardrail or a word that reads a clock is refused in the same way")
  func othersReadClock() async throws {
    let site = try await NightTests.Site.make()
    let program = try changed(
      site,
      "sql/guardrails/no_consent.sql",
      "WHERE ",
      "WHERE current_timestamp > '2000-01-01' AND "
    )
    let word = "\(site.program.folder)/home/sql/words/held_interview.sql"
    let text = try String(contentsOfFile: word, encoding: .utf8)
    try text.replacing("WHERE ", with: "WHERE statement_timestamp() > '2000-01-01' AND ", maxReplacements: 1)
      .write(toFile: word, atomically: true, encoding: .utf8)
    let migrate = try program.run(["migrate"])

    let check = try program.run(["check"])

    #expect(migrate.status == 0, "\(migrate.errors)")
    #expect(check.status == 1)
    #expect(check.errors.contains(/no_consent.sql:\d+: it reads current_timestamp/), "\(check.errors)")
    #expect(check.errors.contains(/held_interview.sql:\d+: it reads statement_timestamp/), "\(check.errors)")
  }

  @Test("One that would read facts again for each row is refused by check, which says what it reads")
  func loopsOverFacts() async throws {
    let site = try await NightTests.Site.make()
    let program = try changed(
      site,
      "social_profile_review",
      "NULL AS remark",
      """
      (
          SELECT max(touch.purpose)
          FROM touch
          WHERE touch.agency_id = candidate.agency_id
            AND touch.party_id = candidate.candidate_id
        ) AS remark
      """
    )

    let check = try program.run(["check"])

    #expect(check.status == 1)
    #expect(
      check.errors.contains("sql/rules/social_profile_review.sql: in the plan it would read touch again"),
      "\(check.errors)"
    )
    #expect(check.output.contains("1 with errors"))
  }

  @Test("One that returns NULL where there must be a value is named with the candidate; everybody else is planned")
  func returnsNull() async throws {
    let site = try await NightTests.Site.make()
    let candidates = """
      id,name,email,recruiter,search_started_on
      c7,Ada Okafor,ada@example.com,r1,2026-11-19
      c8,Bo Li,bo@example.com,r1,2026-11-19
      c9,Chi Wu,chi@example.com,r1,2026-11-19

      """
    try site.write(["candidates.csv": candidates], to: "more")
    try site.expect(0, ["import", "canonical", "more"] + NightTests.morning)
    let due = "plus_business_days(search.started_at, :due_bd, practice)"
    let program = try changed(
      site,
      "social_profile_review",
      "\(due) AS due_at",
      "CASE WHEN candidate.external_id NOT IN ('c7', 'c9') THEN \(due) END AS due_at"
    )
    let fault = "sql/rules/social_profile_review.sql: due_at is NULL for candidate c7 and 1 other"
    func planned(_ program: Program) throws -> (reviewed: [String?], rules: Int) {
      let rows = try csvRows(try program.run(["report", "follow_ups"] + NightTests.morning).output)
      let reviews = rows.filter { $0["rule"] == "social_profile_review" }
      return (reviews.map { $0["party_id"] }.sorted { $0 ?? "" < $1 ?? "" }, Set(rows.map { $0["rule"] }).count)
    }

    let check = try program.run(["check"])
    let preview = try program.run(["plan", "--dry-run"] + NightTests.morning)
    let plan = try program.run(["plan"] + NightTests.morning)
    let (some, rules) = try planned(program)
    let again = try program.run(["plan"] + NightTests.morning)
    let night = try program.run(["run", "nightly", "--out", "out"] + NightTests.morning)
    try site.expect(0, ["plan"] + NightTests.morning)
    let (all, _) = try planned(program)

    #expect(check.status == 0, "\(check.errors)")
    for result in [preview, plan, again, night] {
      #expect(result.status == 3, "\(result.errors)")
      #expect(result.errors.contains(fault), "\(result.errors)")
    }
    #expect(some.contains("c8") && !some.contains("c7") && !some.contains("c9"), "\(some)")
    #expect(rules > 3)
    #expect(try site.contents(of: "out/2026-11-20").keys.contains { $0.contains("worklists") })
    #expect(Set(all).isSuperset(of: ["c7", "c8", "c9"]), "\(all)")
  }

  /// The program with a home of its own, in which one rule, or file, says something else.
  private func changed(_ site: NightTests.Site, _ name: String, _ old: String, _ new: String) throws -> Program {
    let home = site.program.folder + "/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    for part in ["sql", "jobs"] {
      try FileManager.default.copyItem(atPath: "\(TestAgency.checkout)/\(part)", toPath: "\(home)/\(part)")
    }
    let path = home + (name.hasPrefix("sql/") ? "/\(name)" : "/sql/rules/\(name).sql")
    let rule = try String(contentsOfFile: path, encoding: .utf8)
    let changed = rule.replacingOccurrences(of: old, with: new)
    try #require(changed != rule)
    try changed.write(toFile: path, atomically: true, encoding: .utf8)
    return Program(
      folder: site.program.folder,
      environment: site.program.environment.merging(["FOLLOWUP_HOME": home]) { _, new in new }
    )
  }
}

@Suite("A rule of one's own with its examples")
struct OwnRuleExamplesTests {
  private static let examples = """
    examples:
      - name: each interviewer is thanked by message within 48 hours
        as_of: 2026-11-19 16:00
        given:
          contacts: [ana, ben]
          interviews: {starts_at: 2026-11-19 15:00, ends_at: 2026-11-19 16:00}
          attendees: [ana, ben]
        expect:
          - {party: ana, channel: message, state: open, due: 2026-11-21 16:00}
          - {party: ben, channel: message, state: open, due: 2026-11-21 16:00}

    """

  /// A program with sql/ and jobs/ of its own, and a database without an agency.
  private func site() async throws -> (program: Program, home: String, database: TestDatabase) {
    let database = try await TestAgency.emptyDatabase()
    let folder = try temporaryFolder()
    let home = folder + "/home"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    for part in ["sql", "jobs"] {
      try FileManager.default.copyItem(atPath: "\(TestAgency.checkout)/\(part)", toPath: "\(home)/\(part)")
    }
    let program = Program(
      folder: folder,
      environment: ["FOLLOWUP_HOME": home, "FOLLOWUP_DATABASE_URL": database.conninfo]
    )
    return (program, home, database)
  }

  private func write(_ text: String, _ path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func addRule(_ folder: String) throws {
    let rule = try String(contentsOfFile: "\(TestAgency.checkout)/sql/rules/thank_you_email.sql", encoding: .utf8)
      .replacing("-- rule: thank_you_email", with: "-- rule: thank_you_message")
      .replacing("-- channel: email", with: "-- channel: message")
      .replacing("_hours = 24", with: "_hours = 48")
      .replacing("thanked.channel = 'email'", with: "thanked.channel = 'message'")
      .replacingOccurrences(of: "-- counts: channel email", with: "-- counts: channel message")
    try write(rule, folder + "/thank_you_message.sql")
  }

  @Test("It is run when it is right, and when it is wrong file, line, column and both values are said: 1")
  func ownRule() async throws {
    let (program, home, database) = try await site()
    try addRule(home + "/sql/rules")

    let without = try program.run("check", "--examples", "thank_you_message")
    try write(Self.examples, home + "/sql/rules/thank_you_message.examples.yaml")
    let right = try program.run("check", "--examples", "thank_you_message")
    try write(
      Self.examples.replacing("ben, channel: message, state: open, due: 2026-11-21", with: "ben, due: 2026-11-20"),
      home + "/sql/rules/thank_you_message.examples.yaml"
    )
    let wrong = try program.run("check", "--examples", "thank_you_message")
    try write(
      Self.examples.replacing("starts_at", with: "begins_at"),
      home + "/sql/rules/thank_you_message.examples.yaml"
    )
    let unread = try program.run("check", "--examples", "thank_you_message")

    #expect(without.status == 0 && without.output == "0 examples of 0 rules run, 0 failed.\n", "\(without.errors)")
    #expect(without.errors == "followup: sql/rules/thank_you_message.sql has no examples\n")
    #expect(right.status == 0 && right.output == "1 example of 1 rule run, 0 failed.\n", "\(right.errors)")
    #expect(right.errors.isEmpty)
    #expect(wrong.status == 1 && wrong.output == "1 example of 1 rule run, 1 failed.\n")
    #expect(
      wrong.errors == """
        sql/rules/thank_you_message.examples.yaml:10: example "each interviewer is thanked by message within 48 hours": \
        due: wanted 2026-11-20 16:00, got 2026-11-21 16:00 (of candidate carl, application app, interview i1, party ben, \
        state open)

        """
    )
    #expect(unread.status == 1)
    #expect(
      unread.errors.contains("sql/rules/thank_you_message.examples.yaml:6: unknown key begins_at; "),
      "\(unread.errors)"
    )
    withExtendedLifetime(database) {}
  }

  @Test(
    "Without a name, every rule's are run; strays and files that cannot be read are named beside them; check names them too"
  )
  func all() async throws {
    let (program, home, database) = try await site()
    try write(Self.examples, home + "/sql/rules/thank_you_mail.examples.yaml")
    try write("examples: [\n", home + "/sql/rules/reference_gift.examples.yaml")

    let run = try program.run("check", "--examples")
    try program.expectAgency()
    let check = try program.run("check")

    #expect(run.status == 1)
    #expect(
      run.errors.contains("sql/rules/thank_you_mail.examples.yaml: the rule thank_you_mail does not exist; "),
      "\(run.errors)"
    )
    #expect(run.errors.contains("sql/rules/reference_gift.examples.yaml:"))
    #expect(run.output.hasSuffix(" of 19 rules run, 0 failed.\n"), "\(run.output)")
    #expect(check.status == 1 && check.output.contains(" 2 with errors"), "\(check.errors)")
    #expect(
      check.errors.contains("thank_you_mail.examples.yaml") && check.errors.contains("reference_gift.examples.yaml")
    )
    withExtendedLifetime(database) {}
  }

  @Test("Those of a folder that is tried out are run; names and --rules go with --examples: 64")
  func triedOut() async throws {
    let (program, _, database) = try await site()
    let folder = program.folder + "/try"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try addRule(folder)
    try write(Self.examples, folder + "/thank_you_message.examples.yaml")

    let tried = try program.run("check", "--examples", "--rules", "try")
    let unknown = try program.run("check", "--examples", "thank_you")

    #expect(tried.status == 0 && tried.output == "1 example of 1 rule run, 0 failed.\n", "\(tried.errors)")
    #expect(unknown.status == 78 && unknown.errors.contains("the rule thank_you does not exist"), "\(unknown.errors)")
    #expect(try program.run("check", "thank_you_email").status == 64)
    withExtendedLifetime(database) {}
  }
}

extension Program {
  /// Adds an agency, which `check` needs.
  fileprivate func expectAgency() throws {
    let added = try run("agency", "add", "Test", "--time-zone", "America/New_York")
    #expect(added.status == 0, "\(added.errors)")
  }
}
