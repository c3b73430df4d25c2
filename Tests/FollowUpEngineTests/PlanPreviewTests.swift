import Catalog
import FollowUpEngine
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("What planning would change")
struct PlanPreviewTests {
  private static let now = "2026-11-23T09:00:00-05:00"

  /// Everything that planning writes, as one text.
  private func traces(_ agency: TestAgency) async throws -> String? {
    try await agency.value(
      """
      SELECT md5(concat(
        (SELECT string_agg(f::text, ';' ORDER BY f.follow_up_id) FROM follow_up AS f),
        (SELECT string_agg(d::text, ';' ORDER BY d.plan_queue_id) FROM plan_queue AS d),
        (SELECT string_agg(p::text, ';' ORDER BY p.key, p.client_id) FROM policy AS p),
        (SELECT string_agg(p::text, ';') FROM practice AS p),
        (SELECT string_agg(r::text, ';' ORDER BY r.rule) FROM rule_in_force AS r)
      ))
      """
    )
  }

  @Test("Before anything is planned everything would appear, as many as planning then adds")
  func beforePlanning() async throws {
    let agency = try await WorkedExample.at(Self.now)
    try await agency.sql(
      "DELETE FROM follow_up WHERE agency_id = :agency; DELETE FROM rule_in_force WHERE agency_id = :agency"
    )

    let preview = try await Planner(agency.session).preview()
    let outcome = try await Planner(agency.session).plan()

    #expect(preview.total.appear > 0)
    #expect(preview.total.appear == outcome.rules.values.reduce(0) { $0 + $1.added })
    #expect(preview.candidates == outcome.candidates)
    #expect(preview.changes.keys.allSatisfy { $0.recruiterID == "r1" && $0.recruiter == "Rosa Recruiter" })
  }

  @Test(
    "The plan asks for memory, and keeps what the server gives beyond that",
    arguments: [("4MB", "32MB"), ("64MB", "64MB")]
  )
  func memory(given: String, wanted: String) async throws {
    let agency = try await WorkedExample.at(Self.now)
    let session = agency.session
    let settings = try session.statement("plan_settings")

    let memory = try await session.transaction { connection in
      _ = try connection.query(Statement("SELECT set_config('work_mem', $1, true)", values: [given]))
      return try connection.query(settings).first?.get("work_mem", as: String.self)
    }

    #expect(memory == wanted)
    withExtendedLifetime(agency) {}
  }

  @Test("A word with a new definition plans everybody again, once")
  func changedWord() async throws {
    let agency = try await WorkedExample.at(Self.now)
    _ = try await Planner(agency.session).plan()
    let home = try temporaryFolder()
    for part in ["sql", "jobs"] {
      try FileManager.default.copyItem(atPath: "\(TestAgency.checkout)/\(part)", toPath: "\(home)/\(part)")
    }
    let path = home + "/sql/words/client_silence.sql"
    try (String(contentsOfFile: path, encoding: .utf8) + "-- as before\n").write(
      toFile: path,
      atomically: true,
      encoding: .utf8
    )
    let changed = AgencySession(
      connection: agency.session.connection,
      catalog: Catalog(home: try Home(folder: home)),
      agency: agency.session.agency,
      asOf: agency.session.asOf,
      logger: agency.session.logger
    )

    let same = try await Planner(agency.session).plan()
    let other = try await Planner(changed).plan()
    let again = try await Planner(changed).plan()

    #expect(same.candidates == 0)
    #expect(again.candidates == 0)
    #expect(other.candidates > 0)
    #expect(other.isUnchanged)
  }

  @Test("A policy that is tried out moves what setting it then moves, and leaves no trace by itself")
  func policy() async throws {
    let agency = try await WorkedExample.at(Self.now)
    let before = try await traces(agency)

    let preview = try await Planner(agency.session).preview(trials: [
      try PolicyTrial("check_in_days=10"), try PolicyTrial("thank_you_email.due_hours=12"),
    ])

    #expect(try await traces(agency) == before)
    #expect(
      preview.changes.map { "\($0.key.rule) \($0.value.appear) \($0.value.move) \($0.value.go)" }.sorted()
        == ["client_check_in 0 1 0", "thank_you_email 0 2 0"]
    )
    let book = PolicyBook(agency.session)
    try await book.set(key: "check_in_days", value: "10", client: nil)
    try await book.set(key: "thank_you_email.due_hours", value: "12", client: nil)
    let outcome = try await Planner(agency.session).plan()
    let changed = outcome.rules.map { "\($0.key) \($0.value.added) \($0.value.changed) \($0.value.withdrawn)" }.sorted()
    #expect(changed == ["client_check_in 0 1 0", "thank_you_email 0 2 0"])
    #expect(try await traces(agency) != before)
  }

  @Test("For one client only its follow-ups move; a cap of none lets them go; those that are open are counted")
  func oneClient() async throws {
    let agency = try await WorkedExample.at(Self.now)

    let preview = try await Planner(agency.session).preview(trials: [try PolicyTrial("check_in_cap=0@cl1")])

    #expect(preview.changes.map { $0.key.rule } == ["client_check_in"])
    #expect("\(preview.total.appear) \(preview.total.move) \(preview.total.go) \(preview.total.open)" == "0 0 1 1")
  }

  @Test("A key that does not exist, or a bad value, is refused by name")
  func refused() async throws {
    let agency = try await WorkedExample.at(Self.now)
    for (word, said) in [
      ("check_in_day=3", "the policy key check_in_day does not exist"), ("check_in_days=soon", "check_in_days must be"),
    ] {
      let error = await #expect(throws: FollowUpError.self) {
        try await Planner(agency.session).preview(trials: [try PolicyTrial(word)])
      }
      #expect(error?.message.contains(said) == true)
    }
    #expect(throws: FollowUpError.self) { try PolicyTrial("check_in_days") }
  }

  @Test("Rule files of a folder take the place of their namesakes or add to the rules")
  func rules() async throws {
    let agency = try await WorkedExample.at(Self.now)
    let before = try await traces(agency)
    let catalog = agency.session.catalog
    let folder = try temporaryFolder()
    let thanks = try catalog.rule("thank_you_email").file.text
    try thanks.replacingOccurrences(of: "-- rule: thank_you_email", with: "-- rule: second_thanks")
      .write(toFile: folder + "/second_thanks.sql", atomically: true, encoding: .utf8)
    let body = try #require(thanks.range(of: "\nSELECT"))
    let fewer = """
      \(thanks[..<body.lowerBound])
      SELECT asked.*
      FROM (\(thanks[body.lowerBound...])) AS asked
      JOIN contact USING (agency_id, contact_id)
      WHERE contact.name <> 'Ben Birch'
      """
    try fewer.write(toFile: folder + "/thank_you_email.sql", atomically: true, encoding: .utf8)
    let (changed, names) = try catalog.withRules(in: folder)
    let session = AgencySession(
      connection: agency.session.connection,
      catalog: changed,
      agency: agency.session.agency,
      asOf: agency.session.asOf,
      logger: quietLogger()
    )

    let preview = try await Planner(session).preview()

    #expect(names == ["second_thanks", "thank_you_email"])
    #expect(
      preview.changes.map { "\($0.key.rule) \($0.value.appear) \($0.value.move) \($0.value.go)" }.sorted()
        == ["second_thanks 2 0 0", "thank_you_email 0 0 1"]
    )
    #expect(try await traces(agency) == before)
  }

  @Test("Once planned, nothing would change; not even from scratch")
  func unchanged() async throws {
    let agency = try await WorkedExample.at(Self.now)

    #expect(try await Planner(agency.session).preview().changes.isEmpty)
    let full = try await Planner(agency.session).preview(full: true)
    #expect(full.candidates == 1)
    #expect(full.changes.isEmpty)
  }
}
