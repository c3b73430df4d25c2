import FollowUpEngine
import TestSupport
import Testing

@Suite("Addresses and numbers that reach one person")
struct ReachTests {
  @Test(
    "An address is trimmed and in lower case; what mail cannot be sent to, or is nobody's, is none",
    arguments: [
      (" Ana@Copper.Example ", "ana@copper.example"), ("n/a", nil), ("ana@copper", nil), ("@copper.example", nil),
      ("ana@copper.example; ben@copper.example", nil), ("Ana <ana@copper.example>", nil), ("a@b@c.example", nil),
      ("ana\t@copper.example", nil), ("ana@copper..example", nil), ("ana@copper.example\n", "ana@copper.example"),
      ("ana\u{A0}s@copper.example", nil), ("ü@straße.example", "ü@straße.example"), ("", nil),
      ("NoEmail@agency.example", nil), ("x@nobody.example", nil), ("ana@[192.0.2.1]", nil),
      ("ana@\(String(repeating: "c", count: 243)).example", nil),
    ] as [(String, String?)]
  )
  func email(written: String, usable: String?) async throws {
    let agency = try await ImportingAgency()

    let found = try await agency.cell(
      "SELECT usable_email('\(written)', ARRAY['noemail@agency.example', '@nobody.example'])"
    )

    #expect(found == usable ?? "-")
  }

  @Test(
    "A number is its last nine digits, of at least seven that are not all the same",
    arguments: [
      ("+1 212 555 0199", "125550199"), ("(212) 555-0199", "125550199"), ("555 0199", "5550199"), ("0", nil),
      ("000-0000", nil), ("555 019", nil), ("ext. none", nil),
    ] as [(String, String?)]
  )
  func phone(written: String, usable: String?) async throws {
    let agency = try await ImportingAgency()

    let found = try await agency.cell("SELECT usable_phone('\(written)')")

    #expect(found == usable ?? "-")
  }

  @Test("The policy takes a date, addresses and domains, and none; anything else is refused by name")
  func policy() async throws {
    let agency = try await ImportingAgency()
    let inForce = "SELECT in_force_from, nobodys_addresses FROM practice"
    #expect(try await agency.cell(inForce) == "- {}")

    let outcome = try await agency.take([
      "policy": """
      key,value
      in_force_from,2026-11-20
      nobodys_addresses,"NoEmail@agency.example, @Nobody.example"
      nudge_max_age_days,ten

      """
    ])

    #expect(try await agency.cell(inForce) == "2026-11-20 {@nobody.example,noemail@agency.example}")
    #expect(outcome.counts("policy") == [3, 2, 0, 0, 0, 1, 0])
    try await agency.take(["policy": "key,value\nin_force_from,none\nnobodys_addresses,none\n"])
    #expect(try await agency.cell(inForce) == "- {}")
    for (key, value) in [("in_force_from", "2026-02-30"), ("nobodys_addresses", "nobody")] {
      let refused = try await agency.take(["policy": "key,value\n\(key),\(value)\n"])
      #expect(refused.counts("policy")[5] == 1, "\(key) \(value)")
    }
  }
}
