import Catalog
import FollowUpEngine
import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

/// The examples that stand beside the rules, in sql/rules/NAME.examples.yaml, as `followup check --examples` runs them.
@Suite struct RuleExamplesTests {
  private static let database = Task { try await TestAgency.emptyDatabase() }

  static func rules() throws -> [Rule] { try Catalog(home: TestAgency.home()).rules }

  /// As the role of whoever imports and plans.
  private func connect(_ database: TestDatabase, as role: String = "followup_batch") async throws -> Connection {
    try await Connection.open(
      Connection.Settings(conninfo: database.conninfo, parameters: ["jit": "off", "role": role])
    )
  }

  @Test(arguments: try rules().map(\.name)) func the_examples_of_a_rule_hold(name: String) async throws {
    let catalog = Catalog(home: try TestAgency.home())
    let connection = try await connect(try await Self.database.value)
    let rule = try catalog.rule(name)

    let outcome = try await ExampleCheck(connection: connection, catalog: catalog).run([rule])

    await connection.close()
    #expect(outcome.findings == [])
    #expect(try catalog.examples(of: rule).count >= 3)
    #expect(outcome.examples == (try catalog.examples(of: rule).count))
  }

  /// A rule with examples in a folder of its own.
  private func tried(
    _ examples: String,
    changing change: (String) -> String = { $0 }
  ) throws -> (catalog: Catalog, rule: Rule) {
    let folder = try temporaryFolder()
    let sql = try String(contentsOfFile: "\(TestAgency.checkout)/sql/rules/thank_you_email.sql", encoding: .utf8)
    try change(sql).write(toFile: "\(folder)/thank_you_email.sql", atomically: true, encoding: .utf8)
    try examples.write(toFile: "\(folder)/thank_you_email.examples.yaml", atomically: true, encoding: .utf8)
    let catalog = try Catalog(home: TestAgency.home()).withRules(in: folder).catalog
    return (catalog, try catalog.rule("thank_you_email"))
  }

  private func faults(
    _ examples: String,
    changing change: (String) -> String = { $0 }
  ) async throws -> [String] {
    let (catalog, rule) = try tried(examples, changing: change)
    let connection = try await connect(try await Self.database.value)
    let outcome = try await ExampleCheck(connection: connection, catalog: catalog).run([rule])
    await connection.close()
    return outcome.findings.map { finding in
      let file = URL(fileURLWithPath: finding.file).lastPathComponent
      return "\(file): \(finding.fault ?? "")"
    }
  }

  private static let interviewed = """
    examples:
      - name: n
        as_of: 2026-11-19 17:00
        given:
          contacts: [ana, ben]
          interviews: {starts_at: 2026-11-19 15:00, ends_at: 2026-11-19 16:00}
          attendees: [ana, ben]

    """

  @Test func what_differs_is_told_with_its_line_column_and_both_values() async throws {
    let faults = try await faults(
      Self.interviewed + """
            expect:
              - {party: ben, due: 2026-11-20 17:00, remark: none}
              - {state: open}

        """
    )

    #expect(
      faults == [
        """
        thank_you_email.examples.yaml:9: example "n": due: wanted 2026-11-20 17:00, got 2026-11-20 16:00 \
        (of candidate carl, application app, interview i1, party ben, state open)
        """
      ]
    )
  }

  @Test func a_row_too_few_and_a_row_too_many_are_told() async throws {
    let few = try await faults(Self.interviewed + "    expect: {party: ana}\n")
    let many = try await faults(Self.interviewed + "    expect: [{party: ana}, {party: ben}, {party: hana}]\n")

    #expect(
      few == [
        """
        thank_you_email.examples.yaml:2: example "n": a follow-up is there and was not expected: candidate carl, \
        application app, interview i1, party ben, state open, due 2026-11-20 16:00
        """
      ]
    )
    #expect(
      many == ["thank_you_email.examples.yaml:8: example \"n\": a follow-up was expected and is not there: party hana"]
    )
  }

  @Test func rows_that_name_little_leave_what_others_need() async throws {
    #expect(try await faults(Self.interviewed + "    expect: [{state: open}, {party: ana}]\n") == [])
    #expect(try await faults(Self.interviewed + "    expect: [{state: open}, {party: ben}]\n") == [])
  }

  @Test func what_is_asked_later_or_is_gone_is_said_where_it_was_expected() async throws {
    let later = Self.interviewed.replacing("as_of: 2026-11-19 17:00", with: "as_of: 2026-11-19 15:30")
      .replacing("[ana, ben]", with: "[ana]")
    let gone = later.replacing("as_of: 2026-11-19 15:30", with: "as_of: 2026-11-19 17:00")
      .replacing(
        "contacts:",
        with: "applications: {decision: withdrawn, decided_at: 2026-11-19 17:00}\n      contacts:"
      )

    let early = try await faults(later + "    expect: {party: ana}\n")
    let late = try await faults(gone + "    expect: {party: ana}\n    gone: none\n")

    #expect(early.first?.contains("is not there: party ana; there is candidate carl") == true, "\(early)")
    #expect(early.first?.hasSuffix("due 2026-11-20 16:00, not before 2026-11-19 16:00") == true, "\(early)")
    #expect(late.first?.hasSuffix("gone at 2026-11-19 17:00") == true, "\(late)")
    #expect(late.last?.contains("a follow-up that is gone is there and was not expected") == true, "\(late)")
  }

  @Test func what_the_import_refuses_is_told_where_it_stands() async throws {
    let unknown = try await faults(
      Self.interviewed.replacing("attendees: [ana, ben]", with: "attendees: [anna]") + "    expect: none\n"
    )
    let future = try await faults(
      Self.interviewed + """
              touches:
                - {happened_at: 2026-11-19 16:30, actor: carl, party: ana, purpose: thank_you}
                - {happened_at: 2026-11-21 09:00, actor: carl, party: ben, purpose: thank_you}
            expect: none

        """
    )
    let policy = try await faults(
      Self.interviewed.replacing("    given:", with: "    policy: {thank_you_email.dew_hours: 3}\n    given:")
        + "    expect: none\n"
    )

    #expect(unknown.count == 1)
    #expect(
      unknown.first?.hasPrefix("thank_you_email.examples.yaml:7: example \"n\": attendees: contact \"anna\": ") == true,
      "\(unknown)"
    )
    #expect(
      future.first?.hasPrefix("thank_you_email.examples.yaml:10: example \"n\": touches: happened_at") == true,
      "\(future)"
    )
    #expect(policy.first?.hasPrefix("thank_you_email.examples.yaml:4: example \"n\": policy: ") == true, "\(policy)")
  }

  @Test func times_are_those_of_the_agencys_zone_and_a_moment_may_have_an_offset() async throws {
    let zurich = Self.interviewed.replacing("    given:", with: "    policy: {time_zone: Europe/Zurich}\n    given:")

    #expect(try await faults(zurich + "    expect: [{due: 2026-11-20 16:00}, {due: 2026-11-20T16:00:00}]\n") == [])
    #expect(
      try await faults(
        zurich.replacing("as_of: 2026-11-19 17:00", with: "as_of: 2026-11-19T15:00Z")
          + "    expect: [{state: open}, {state: open}]\n"
      )
        == []
    )
    #expect(
      try await faults(
        zurich.replacing("as_of: 2026-11-19 17:00", with: "as_of: 2026-11-31 17:00") + "    expect: none\n"
      )
        == ["thank_you_email.examples.yaml:3: example \"n\": as_of is not a time: 2026-11-31 17:00"]
    )
  }

  @Test func a_rule_that_fails_on_the_facts_is_told_and_the_next_example_is_run() async throws {
    let faults = try await faults(
      Self.interviewed
        + "    expect: [{party: ana}, {party: ben}]\n  - name: m\n    as_of: 2026-11-20 09:00\n    expect: none\n"
    ) {
      $0.replacing(
        "CASE WHEN interviewer.email IS NULL THEN 'no email on file' END",
        with: "(1 / (interviewer.contact_id - interviewer.contact_id))::text"
      )
    }

    #expect(faults.count == 1)
    #expect(faults == ["thank_you_email.examples.yaml:2: example \"n\": the rule fails: division by zero"])
  }

  @Test func a_rule_that_the_server_cannot_read_is_told_once_with_its_own_place() async throws {
    let faults = try await faults(Self.interviewed + "    expect: none\n") {
      $0.replacing("FROM scope", with: "FORM scope")
    }

    #expect(faults.count == 1)
    #expect(faults.first?.hasPrefix("thank_you_email.sql: ") == true, "\(faults)")
    #expect(faults.first?.contains("syntax error") == true, "\(faults)")
  }

  @Test func nothing_stays_whatever_becomes_of_the_examples() async throws {
    // Given a database with an agency that has a plan.
    let database = try await TestAgency.emptyDatabase()
    let agency = try await TestAgency.make(asOf: "2026-11-20T09:00:00-05:00", database: database)
    _ = try await agency.plannedFollowUps()
    let admin = try await Connection.open(Connection.Settings(conninfo: database.conninfo))
    let before = try await Self.rowCounts(admin)

    // When examples hold, fail, are refused by the import, and fail in the server.
    let connection = try await connect(database)
    let catalog = Catalog(home: try TestAgency.home())
    _ = try await ExampleCheck(connection: connection, catalog: catalog).run([try catalog.rule("client_check_in")])
    for examples in [
      Self.interviewed + "    expect: none\n",
      Self.interviewed.replacing("attendees: [ana, ben]", with: "attendees: [anna]") + "    expect: none\n",
    ] {
      let (catalog, rule) = try tried(examples)
      let outcome = try await ExampleCheck(connection: connection, catalog: catalog).run([rule])
      #expect(outcome.failed == 1)
    }
    await connection.close()

    #expect(try await Self.rowCounts(admin) == before)
    #expect(before["agency"] == 1)
    await admin.close()
  }

  /// The rows of every table, as a superuser sees them.
  private static func rowCounts(_ connection: Connection) async throws -> [String: Int] {
    let tables = try await connection.query(
      Statement("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
    )
    var counts: [String: Int] = [:]
    for table in try tables.map({ try $0.get("relname", as: String.self) }) {
      counts[table] = try await connection.query(Statement("SELECT count(*) AS n FROM \"\(table)\"")).first?.get("n")
    }
    return counts
  }
}
