import Catalog
import FollowUpEngine
import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Statements as Swift calls them")
struct StatementsTests {
  /// A catalogue whose sql/engine differs from the checkout's in one file.
  private func catalog(_ file: String, _ old: String, _ new: String) throws -> Catalog {
    let home = FileManager.default.temporaryDirectory.appending(path: "followup-statements-\(UUID())")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    for part in ["sql", "jobs"] {
      try FileManager.default.copyItem(atPath: "\(TestAgency.checkout)/\(part)", toPath: home.path + "/" + part)
    }
    let path = home.path + "/sql/engine/" + file
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed = text.replacing(old, with: new)
    try #require(changed != text)
    try changed.write(toFile: path, atomically: true, encoding: .utf8)
    return Catalog(home: try Home(folder: home.path))
  }

  @Test("A parameter that may be NULL is bound as NULL, and a column that may be NULL is nil")
  func nulls() async throws {
    let agency = try await TestAgency.make(asOf: "2026-11-20T12:00:00Z")

    let (one, all, fault) = try await agency.session.transaction { connection in
      let statements = agency.session.statements
      return (
        try connection.query(statements.policyShow(client: nil, key: "in_force_from", parameters: "[]")),
        try connection.query(statements.policyShow(client: nil, key: nil, parameters: "[]")),
        try connection.query(statements.dateFault(value: "2026-11-20"))
      )
    }

    #expect(one.map(\.key) == ["in_force_from"])
    #expect(all.count > 10)
    #expect(fault.count == 1 && fault.first?.fault == nil)
  }

  @Test("A file whose columns are others than the program was built with is refused, with both lists")
  func otherColumns() async throws {
    let catalog = try catalog("policy/policy_show.sql", "known.default_value AS \"default\",", "")
    defer { try? FileManager.default.removeItem(atPath: catalog.home.folder) }
    let agency = try await TestAgency.make(asOf: "2026-11-20T12:00:00Z", catalog: catalog)

    let error = await #expect(throws: FollowUpError.self) {
      try await agency.session.transaction { connection in
        try connection.query(agency.session.statements.policyShow(client: nil, key: nil, parameters: "[]"))
      }
    }

    let words = "policy_show.sql returns key, value, set_by, summary, not key, value, default, set_by, summary"
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    #expect(error?.kind == .configuration)
  }

  @Test("NULL in a column that is not said to be nullable is refused by file and column")
  func unexpectedNull() async throws {
    let catalog = try catalog("plan/plan_policy.sql", "  policy.value\n", "  NULL::text AS value\n")
    defer { try? FileManager.default.removeItem(atPath: catalog.home.folder) }
    let agency = try await TestAgency.make(asOf: "2026-11-20T12:00:00Z", catalog: catalog)
    try await PolicyBook(agency.session).set(key: "references_wanted", value: "4", client: nil)

    let error = await #expect(throws: PostgresError.self) {
      try await agency.session.transaction { connection in
        try connection.query(agency.session.statements.planPolicy())
      }
    }

    #expect(error?.column == "value")
    #expect(error?.file == "sql/engine/plan/plan_policy.sql")
  }
}
