import TestSupport
import Testing

@Suite("Reports about references")
struct ReferenceReportsTests {
  /// c1 is near an offer at Acme, c2 has been accepted; Prof. Ito is a reference of both, with one address. c1's other job is closed, and
  /// the call that a contact of Borealis made about a1 is not the employer's. Gus Gray asked not to be contacted, on one of two rows.
  private static let files = [
    "recruiters.csv": "id,name,email\nr1,Rae Moss,rae@agency.example",
    "clients.csv": "id,name\ncl1,\"Acme, Inc.\"\ncl2,Borealis",
    "contacts.csv": "id,client,name,email\nct1,cl1,Ana Ruiz,ana@acme.example\nct2,cl2,Cyd Dorn,cyd@borealis.example",
    "policy.csv": "key,value\nreferences_wanted,3\nreference_asks_per_year,2",
    "candidates.csv": """
    id,name,email,recruiter,search_started_on
    c1,Zoe Muller,zoe@example.com,r1,2026-09-01
    c2,Omar Haddad,omar@example.com,r1,2026-09-01
    c3,Wei Lin,wei@example.com,r1,2026-09-01
    """,
    "job_orders.csv": """
    id,client,title,recruiter,hiring_contact,status,status_since
    jo1,cl1,Engineer,r1,ct1,open,
    jo2,cl1,Analyst,r1,ct1,closed,2026-11-10T09:00:00-05:00
    """,
    "applications.csv": """
    id,candidate,job_order,stage,stage_since,decision,decided_at,announce_on
    a1,c1,jo1,reference_check,2026-11-13T10:00:00-05:00,,,
    a3,c1,jo2,offer,2026-11-09T10:00:00-05:00,,,
    a2,c2,jo1,decided,2026-11-19T10:00:00-05:00,accepted,2026-11-19T10:00:00-05:00,2026-11-23
    """,
    "references.csv": """
    id,candidate,name,relationship,company,email,consent,added_at,status,do_not_contact
    rf1,c1,Prof. Ito,teacher,Kyoto University,ito@example.org,yes,2026-09-02T09:00:00-04:00,,
    rf2,c1,Lea Lund,manager,Nordlys A/S,lea@example.org,yes,2026-09-02T09:00:00-04:00,,
    rf3,c1,Pat Poe,manager,ACME inc,pat@example.org,,2026-09-02T09:00:00-04:00,,
    rf4,c2,Kenji Ito,teacher,Kyoto University,ITO@example.org,yes,2026-09-02T09:00:00-04:00,,
    rf5,c2,Gus Gray,manager,Gray Ltd,gus@example.org,yes,2026-09-02T09:00:00-04:00,,yes
    rf6,c1,Ida Iver,manager,Iver Oy,ida@example.org,,2026-09-02T09:00:00-04:00,inactive,
    rf7,c3,Gus Gray,manager,Gray Ltd,gus@example.org,yes,2026-09-02T09:00:00-04:00,,
    rf8,c3,Tom Tarn,manager,,tom@example.org,yes,2026-09-02T09:00:00-04:00,,
    rf9,c3,Una Ulm,manager,,una@example.org,yes,2026-09-02T09:00:00-04:00,,
    """,
    "touches.csv": """
    id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application,outcome
    t1,2025-12-01T10:00:00-05:00,candidate,c2,reference,rf4,call,guidance,a2,
    t2,2026-10-01T10:00:00-04:00,candidate,c1,reference,rf1,email,heads_up,a1,
    t3,2026-11-02T10:00:00-05:00,contact,ct1,reference,rf4,call,reference_check,a2,
    t4,2026-10-05T10:00:00-04:00,candidate,c1,reference,rf2,email,heads_up,,
    t5,2026-11-10T10:00:00-05:00,recruiter,r1,reference,rf3,call,network,,knows two engineers
    t6,2026-11-05T10:00:00-05:00,contact,ct2,reference,rf1,call,reference_check,a1,
    t7,2026-11-09T10:00:00-05:00,recruiter,r1,reference,rf9,call,network,,
    """,
  ]

  private func story() async throws -> ReportStory {
    try await ReportStory.begin(Self.files, asOf: "2026-11-20T10:00:00-05:00")
  }

  @Test("An application near an offer is covered by references who are active, consent and may be contacted")
  func coverage() async throws {
    // Of three that are wanted Ito and Lund consent, both were told; Poe has not said, and Iver is no longer active; nobody was called for
    // a1 by Acme.
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

  @Test("A person's asks are counted over all candidates, and may be asked again when they have rested")
  func fatigue() async throws {
    // Ito was asked four times within the year, and two are allowed: the next when the second last, of 2 November 2026, is a year old; at
    // ten, in summer time. Lund was asked once, on 5 October in summer time, and rests for 90 days.
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
        "rf1 2 4 2 2 2026-11-05T15:00:00Z 2027-11-02T14:00:00Z too many asks",
        "rf2 1 1 0 2 2026-10-05T14:00:00Z 2027-01-03T15:00:00Z rest",
      ]
    )
    #expect(try await story().lines("reference_fatigue", ["days": "30"], "party_id", "asks") == ["rf1 2"])
    #expect(
      try await story().lines("reference_fatigue", ["rest_days": "30"], "party_id", "may_be_asked_from", "verdict")
        == ["rf1 2027-11-02T14:00:00Z too many asks", "rf2 2026-11-04T15:00:00Z may be asked"]
    )
    let never = try await story()
    try await never.tell(["policy.csv": "key,value\nreference_asks_per_year,0"])
    #expect(
      try await never.lines("reference_fatigue", [:], "party_id", "may_be_asked_from", "verdict")
        == ["rf1 - too many asks", "rf2 - too many asks"]
    )
  }

  @Test("Who must hear before the announcement, with the hours that are left")
  func outcomesDue() async throws {
    // Until 23 November, 00:00 it is 62 hours. Gray may not be contacted and was not used.
    let story = try await story()
    #expect(
      try await story.lines(
        "reference_outcomes_due",
        [:],
        "announce_on",
        "hours_left",
        "rule",
        "candidate_id",
        "party_id",
        "decision",
        "client_id"
      ) == [
        "2026-11-23 62.0 announcement_hold c2 - accepted cl1", "2026-11-23 62.0 reference_outcome c2 rf4 accepted cl1",
      ]
    )
    // What was due before the agency began is history.
    try await story.tell(["policy.csv": "key,value\nin_force_from,2026-11-21"])
    #expect(try await story.lines("reference_outcomes_due", [:], "rule").isEmpty)
  }

  @Test("Companies are compared without case, signs and legal form; whoever offered people is there in any case")
  func leads() async throws {
    #expect(
      try await story().lines("reference_leads", [:], "party_id", "is_client", "offered_at", "offer", "candidate_id")
        == [
          "rf3 yes 2026-11-10T15:00:00Z knows two engineers c1", "rf9 - 2026-11-09T15:00:00Z - c3", "rf1 no - - c1",
          "rf4 no - - c2", "rf2 no - - c1",
        ]
    )
  }
}
