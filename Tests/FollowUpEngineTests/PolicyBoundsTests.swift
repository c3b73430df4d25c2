import Catalog
import FollowUpEngine
import Postgres
import TestSupport
import Testing

@Suite("Policy values have bounds, within which the agency goes on")
struct PolicyBoundsTests {
  private struct Key {
    let name: String
    let kind: String
    let minimum: Int
    let maximum: Int
  }

  /// Every key that is a number: of the practice, of rules and of guardrails.
  private func keys(_ agency: TestAgency) async throws -> [Key] {
    let practice = try await agency.session.connection.query(
      Statement("SELECT key, minimum, maximum FROM policy_key WHERE kind = 'integer'")
    ).map { row in
      Key(name: try row.get("key"), kind: "integer", minimum: try row.get("minimum"), maximum: try row.get("maximum"))
    }
    let catalog = agency.session.catalog
    let named =
      try catalog.rules.map { ($0.name, $0.parameters) } + catalog.guardrails.map { ($0.name, $0.parameters) }
    let parameters = named.flatMap { name, parameters in
      parameters.compactMap { parameter in
        parameter.bounds.map {
          Key(
            name: "\(name).\(parameter.name)",
            kind: parameter.kind.rawValue,
            minimum: $0.lowerBound,
            maximum: $0.upperBound
          )
        }
      }
    }
    return practice + parameters
  }

  @Test("What is out of bounds is refused with key, value and bounds")
  func refused() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T09:30:00-05:00")
    let book = PolicyBook(agency.session)
    let keys = try await keys(agency)
    #expect(keys.count > 40)
    #expect(keys.allSatisfy { $0.maximum < 50_000 })

    for key in keys {
      let value = "\(key.maximum + 1)"
      let error = await #expect(throws: FollowUpError.self) {
        try await book.set(key: key.name, value: value, client: nil)
      }
      #expect(error?.message.contains("\(key.name) must be ") == true)
      #expect(error?.message.contains("from \(key.minimum) to \(key.maximum)") == true, "\(error?.message ?? "")")
    }
    for (key, value) in [
      ("reference_thanks.due_bd", "100000"), ("placement_check_in.due_days", "7,99999"),
      ("in_force_from", "9999-12-31"),
    ] {
      await #expect(throws: FollowUpError.self) { try await book.set(key: key, value: value, client: nil) }
    }
  }

  @Test("With all of them at their least, and at their greatest, the agency is planned", arguments: [false, true])
  func planned(_ greatest: Bool) async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T09:30:00-05:00")
    _ = try await Importer(agency.session).run(source: "canonical", paths: [TestAgency.checkout + "/jobs/sample"])
    let book = PolicyBook(agency.session)
    for key in try await keys(agency) {
      try await book.set(key: key.name, value: "\(greatest ? key.maximum : key.minimum)", client: nil)
    }

    let outcome = try await Planner(agency.session).plan(full: true)
    let breaches = try await agency.report("breaches")

    #expect(outcome.candidates > 0)
    #expect(breaches.count >= 0)
  }
}
