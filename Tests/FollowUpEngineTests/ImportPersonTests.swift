import FollowUpEngine
import TestSupport
import Testing

@Suite("Import: who is one person, and what people's rows may hold")
struct ImportPersonTests {
  @Test("A placeholder or a short number makes nobody one person; two ways of writing one number do")
  func placeholders() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["references"] = """
      id,candidate,name,email,phone
      rf1,c1,Olga,n/a,
      rf2,c1,Piet,n/a,
      rf3,c1,Rana,,0
      rf4,c1,Sven,,0000000
      rf5,c1,Tara,n/a,+1 212 555 0199
      rf6,c1,Ugo,,(212) 555-0199
      rf7,c1,Vera, VERA@x.example ,212 555 0199
      rf8,c1,Vera,vera@x.example,

      """
    files["touches"] = nil
    let outcome = try await agency.take(files)

    #expect(outcome.rejects == [])
    let people = """
      SELECT string_agg(external_id, ',' ORDER BY external_id) FROM reference_contact
      GROUP BY person HAVING count(*) > 1 ORDER BY 1
      """
    #expect(try await agency.rows(people) == ["rf5,rf6", "rf7,rf8"])
  }

  @Test("nobodys_addresses: who was one person is several from then on, and one again when it is taken back")
  func nobodys() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["references"] = """
      id,candidate,name,email
      rf1,c1,Olga,office@bigco.example
      rf2,c1,Piet,Office@bigco.example

      """
    files["touches"] = nil
    try await agency.take(files)
    let persons = "SELECT count(DISTINCT person) FROM reference_contact"
    let everybody = "SELECT count(*) FROM plan_queue WHERE candidate_id = 0"
    #expect(try await agency.cell(persons) == "1")

    try await agency.agency.sql("DELETE FROM plan_queue")
    try await agency.take(["policy": "key,value\nnobodys_addresses,@bigco.example\n"])
    #expect(try await agency.cell(persons) == "2")
    #expect(try await agency.cell(everybody) != "0")
    // Persons who come later are treated by the same policy.
    try await agency.take(["references": "id,candidate,name,email\nrf3,c1,Rana,office@bigco.example\n"])
    #expect(try await agency.cell(persons) == "3")

    try await agency.take(["policy": "key,value\nnobodys_addresses,none\n"])
    #expect(try await agency.cell(persons) == "1")
  }

  @Test("Ids, addresses and names that are too long are rejects; the other rows go in")
  func tooLong() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    let long = String(repeating: "x", count: 3000)
    files["references"] = """
      id,candidate,name,email
      \(long),c1,A,
      rf2,\(long),B,
      rf3,c1,C,\(long)@x.example
      rf4,c1,\(long),
      rf5,c1,\(String(repeating: "é", count: 300)),

      """
    files["touches"] = nil
    let outcome = try await agency.take(files)

    #expect(outcome.counts("references") == [5, 1, 0, 0, 0, 4, 0])
    let start = String(repeating: "x", count: 40) + "…"
    #expect(
      outcome.rejects == [
        "references.csv:2: id: \(start) is longer than 200 characters; shorten it",
        "references.csv:3: candidate: \(start) is longer than 200 characters; shorten it",
        "references.csv:4: email: \(start) is longer than 254 characters; shorten it",
        "references.csv:5: name: \(start) is longer than 300 characters; shorten it",
      ]
    )
  }

  @Test("Line breaks and control characters leave names; the same file again changes nothing")
  func names() async throws {
    let agency = try await ImportingAgency()
    var files = smallAgency
    files["references"] = "id,candidate,name\nrf1,c1,\"Tobias\nPickering\"\nrf2,c1,\"Ann\t\u{1B}[31m Lee\"\n"
    files["touches"] = nil
    try await agency.take(files)

    #expect(
      try await agency.rows("SELECT name FROM reference_contact ORDER BY external_id")
        == ["Tobias Pickering", "Ann [31m Lee"]
    )
    #expect(
      try await agency.take(["references": files["references"] ?? ""]).counts("references") == [2, 0, 0, 2, 0, 0, 0]
    )
  }

  @Test(
    "A local time without a zone in the file is read in the row's stored zone, and an interview may end as it starts"
  )
  func storedZone() async throws {
    let agency = try await ImportingAgency()
    try await agency.take(smallAgency)
    let moved = "SELECT starts_at, extract(epoch FROM ends_at - starts_at)::integer FROM interview"
    try await agency.take([
      "interviews":
        "id,application,starts_at,ends_at,time_zone\ni1,a1,2026-11-19T15:00,2026-11-19T16:00,Europe/Zurich\n"
    ])
    #expect(try await agency.cell(moved) == "2026-11-19 14:00:00+00 3600")

    try await agency.take([
      "interviews": "id,application,starts_at,ends_at\ni1,a1,2026-11-19T17:00,2026-11-19T17:00\n"
    ])
    #expect(try await agency.cell(moved) == "2026-11-19 16:00:00+00 0")
  }

  @Test("A first import reads each reference a few times, however many there are before statistics")
  func linear() async throws {
    let agency = try await ImportingAgency()
    let rows = 3000
    let lines = (1...rows).map { "n\($0),c1,Name \($0),n\($0)@else.example" }
    var files = smallAgency
    files["references"] = "id,candidate,name,email\n" + lines.joined(separator: "\n") + "\n"
    files["touches"] = nil
    // These make the connection plan its statements before any reference exists.
    let contacts = (1...20).map { "k\($0),cl1,Name \($0),k\($0)@acme.example\n" }
    files["contacts", default: ""] += contacts.joined()
    try await agency.take(files)

    // The counts of a session reach the server's statistics when its transaction is over and it is asked to send them.
    _ = try await agency.cell("SELECT pg_stat_force_next_flush()")
    let read = try await agency.cell(
      """
      SELECT seq_tup_read + coalesce(idx_tup_fetch, 0)
        + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'reference_contact')
      FROM pg_stat_user_tables WHERE relname = 'reference_contact'
      """
    )
    #expect(try #require(Int(read)) < 20 * rows, "\(read) rows read")
  }
}
