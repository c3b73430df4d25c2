import TestSupport
import Testing

@Suite("Reports about references")
struct ReferenceReportsTests {
  /// c1 is near an offer at Acme, c2 has been accepted; Prof. Ito is a reference of both, with one address.
  private static let files = [
    "recruiters.csv": "id,name,email\nr1,Rae Moss,rae@agency.example",
    "clients.csv": "id,name\ncl1,\"Acme, Inc.\"",
    "contacts.csv": "id,client,name,email\nct1,cl1,Ana Ruiz,ana@acme.example",
    "policy.csv": "key,value\nreferences_wanted,3\nreference_asks_per_year,2",
    "candidates.csv": """
    id,name,email,recruiter,search_started_on
    c1,Zoe Muller,zoe@example.com,r1,2026-09-01
    c2,Omar Haddad,omar@example.com,r1,2026-09-01
    """,
    "job_orders.csv": "id,client,title,recruiter,hiring_contact\njo1,cl1,Engineer,r1,ct1",
    "applications.csv": """
    id,candidate,job_order,stage,stage_since,decision,decided_at,announce_on
    a1,c1,jo1,reference_check,2026-11-13T10:00:00-05:00,,,
    a2,c2,jo1,decided,2026-11-19T10:00:00-05:00,accepted,2026-11-19T10:00:00-05:00,2026-11-23
    """,
    "references.csv": """
    id,candidate,name,relationship,company,email,consent,added_at,status,do_not_contact
    rf1,c1,Prof. Ito,teacher,Kyoto University,ito@example.org,yes,2026-09-02T09:00:00-04:00,,
    rf2,c1,Lea Lund,manager,Nordlys A/S,lea@example.org,yes,2026-09-02T09:00:00-04:00,,
    rf3,c1,Pat Poe,manager,ACME inc,pat@example.org,,2026-09-02T09:00:00-04:00,,
    rf4,c2,Kenji Ito,teacher,Kyoto University,ITO@example.org,yes,2026-09-02T09:00:00-04:00,,
    rf5,c2,Gus Gray,manager,Gray Ltd,gus@example.org,yes,2026-09-02T09:00:00-04:00,,yes
    """,
    "touches.csv": """
    id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application
    t1,2025-12-01T10:00:00-05:00,candidate,c2,reference,rf4,call,guidance,a2
    t2,2026-10-01T10:00:00-04:00,candidate,c1,reference,rf1,email,heads_up,a1
    t3,2026-11-02T10:00:00-05:00,contact,ct1,reference,rf4,call,reference_check,a2
    t4,2026-10-05T10:00:00-04:00,candidate,c1,reference,rf2,email,heads_up,
    t5,2026-11-10T10:00:00-05:00,recruiter,r1,reference,rf3,call,network,
    """,
  ]

  private func story() async throws -> ReportStory {
    try await ReportStory.begin(Self.files, asOf: "2026-11-20T10:00:00-05:00")
  }

  @Test("An application near an offer is covered by references who are active, consent and may be contacted")
  func coverage() async throws {
    // Of three that are wanted Ito and Lund consent, both were told; Poe has not said; nobody was called for a1.
    #expect(
      try await story().lines(
        "reference_coverage",
        [:],
        "application_id",
        "stage_days",
        "wanted",
        "confirmed",
        "prepared",
        "called",
        "lacking",
        "unconfirmed"
      ) == ["a1 7.0 3 2 2 0 1 1"]
    )
  }

  @Test("A person's asks are counted over all candidates, and may be asked again when a year has passed")
  func fatigue() async throws {
    // Ito was asked three times within the year, and two are allowed: the next when the second last, of 1 October 2026, is a year old.
    // Lund was asked once.
    #expect(
      try await story().lines(
        "reference_fatigue",
        [:],
        "party_id",
        "candidates",
        "asks",
        "calls",
        "allowed",
        "last_asked_at",
        "may_be_asked_from",
        "verdict"
      ) == [
        "rf4 2 3 1 2 2026-11-02T15:00:00Z 2027-10-01T14:00:00Z rest",
        "rf2 1 1 0 2 2026-10-05T14:00:00Z 2026-10-05T14:00:00Z may be asked",
      ]
    )
    #expect(try await story().lines("reference_fatigue", ["days": "30"], "party_id", "asks") == ["rf4 1"])
  }

  @Test("Who must hear before the announcement, with the hours that are left")
  func outcomesDue() async throws {
    // Until 23 November, 00:00 it is 62 hours. Gray may not be contacted and was not used.
    #expect(
      try await story().lines(
        "reference_outcomes_due",
        [:],
        "announce_on",
        "hours_left",
        "candidate_id",
        "party_id",
        "decision",
        "client_id"
      ) == ["2026-11-23 62.0 c2 rf4 accepted cl1"]
    )
  }

  @Test("Companies are compared without case, signs and legal form; whoever offered people is there in any case")
  func leads() async throws {
    #expect(
      try await story().lines("reference_leads", [:], "party_id", "is_client", "offered_at", "candidate_id") == [
        "rf3 yes 2026-11-10T15:00:00Z c1", "rf1 no - c1", "rf4 no - c2", "rf2 no - c1",
      ]
    )
  }
}
