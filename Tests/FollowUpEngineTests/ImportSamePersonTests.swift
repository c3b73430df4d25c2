import Catalog
import FollowUpEngine
import TestSupport
import Testing

@Suite("Import: who of an export is one person")
struct ImportSamePersonTests {
  private static func mapping(_ rule: String = "", name: String = "{join: [first, last]}") -> String {
    """
    summary: s
    same_person:
      - {target: candidates, file: people*.csv, id: id\(rule)}
    files:
      - target: recruiters
        file: staff.csv
        columns: {id: id, name: id, email: mail}
      - target: candidates
        file: people*.csv
        columns: {id: id, name: \(name), email: {first: [mail, other]}, recruiter: {constant: r1}}
      - target: touches
        file: calls.csv
        columns:
          id: id
          happened_at: at
          actor_kind: {constant: recruiter}
          actor: {constant: r1}
          party_kind: {constant: candidate}
          party: person
          channel: {constant: call}
          purpose: {constant: other}

    """
  }

  private static let staff = "id,mail\nr1,r1@example.com\n"
  private static let people = """
    id,first,last,mail,other
    11,Alice,Smith,smiths@home.example,
    12,Bob,Smith,smiths@home.example,
    9,alice , SMITH,Smiths@Home.example,
    13,Carla,Diaz,noemail@agency.example,
    14,Carla,Diaz,noemail@agency.example,
    15,Dan,Doe,n/a,
    16,Dan,Doe,n/a,
    17,Eve,Ek,,eve@home.example
    18,Eve,Ek,,eve@home.example

    """

  private func stored(_ agency: ImportingAgency) async throws -> [String] {
    try await agency.rows("SELECT external_id FROM candidate ORDER BY external_id::integer")
  }

  private static func newestFirst(_ text: String) -> String {
    let lines = text.split(separator: "\n")
    return ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"
  }

  @Test("The same name and the same own address: the lowest id stands for the person, and refers the others to it")
  func nameAndAddress() async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping())
    try await agency.agency.sql(
      "INSERT INTO policy (agency_id, key, value) SELECT agency_id, 'nobodys_addresses', 'noemail@agency.example' FROM agency"
    )
    let calls = "id,at,person\n1,2026-11-20T10:00:00Z,11\n2,2026-11-20T11:00:00Z,18\n"
    let outcome = try await agency.take(["staff": Self.staff, "people": Self.people, "calls": calls], as: "other")
    #expect(outcome.addsUp && outcome.rejects == [])
    #expect(try await stored(agency) == ["9", "12", "13", "14", "15", "16", "17"])
    #expect(outcome.skips.map(\.reason).contains("the same person as line 4 (same name and email)"))
    #expect(
      try await agency.rows(
        "SELECT candidate.external_id FROM touch JOIN candidate USING (candidate_id) ORDER BY touch.external_id"
      )
        == ["9", "17"]
    )

    let again = try await agency.take(
      ["staff": Self.staff, "people": Self.newestFirst(Self.people), "calls": Self.newestFirst(calls)],
      as: "other"
    )
    #expect(again.written == 0 && again.rejects == [])
  }

  @Test("Who was stored first stands for the person, and who is stored stays")
  func storedFirst() async throws {
    let agency = try await ImportingAgency(mapping: Self.mapping())
    let header = "id,first,last,mail,other\n"
    let (five, four) = ("5,Alice,Smith,a@home.example,\n", "4,Alice,Smith,a@home.example,\n")
    try await agency.take(["staff": Self.staff, "people": header + five], as: "other")
    let both = try await agency.take(
      ["staff": Self.staff, "people": header + four, "people2": header + five],
      as: "other"
    )
    #expect(both.written == 0)
    #expect(both.skips.first?.reason.hasPrefix("the same person as line 2 of ") == true)
    #expect(try await stored(agency) == ["5"])

    // Stored as two while their names were not the same, they stay two.
    try await agency.take(
      ["staff": Self.staff, "people": header + "6,Al,Smith,a@home.example,\n" + five],
      as: "other"
    )
    let merged = try await agency.take(
      ["staff": Self.staff, "people": header + "6,Alice,Smith,a@home.example,\n" + five],
      as: "other"
    )
    #expect(merged.skips == [])
    #expect(try await stored(agency) == ["5", "6"])
  }

  @Test("any_name: yes takes the address alone, by: other columns")
  func otherwise() async throws {
    let anyName = try await ImportingAgency(mapping: Self.mapping(", by: mail, any_name: yes"))
    try await anyName.take(["staff": Self.staff, "people": Self.people], as: "other")
    #expect(try await stored(anyName) == ["9", "13", "15", "16", "17", "18"])
    let byOther = try await ImportingAgency(mapping: Self.mapping(", by: [other]"))
    try await byOther.take(["staff": Self.staff, "people": Self.people], as: "other")
    #expect(try await stored(byOther) == ["9", "11", "12", "13", "14", "15", "16", "17"])
  }

  @Test("A mapping that cannot tell the name says so")
  func noName() async throws {
    let mapping = Self.mapping().replacing("people*.csv\n    columns", with: "guests.csv\n    columns")
      .replacing("same_person:", with: "ignore: {people.csv: not for us}\nsame_person:")
    let agency = try await ImportingAgency(mapping: mapping)
    let error = try await #require(throws: CatalogError.self) {
      try await agency.take(["people": Self.people], as: "other")
    }
    #expect(error.line == 4)
    #expect(error.what.contains("same_person compares candidates by their name, but no entry gives it"))
  }
}
