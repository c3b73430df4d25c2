import FollowUpEngine
import Foundation
import Postgres
import TestSupport

/// The practice's worked examples 1 to 3: an interview on Thursday before Thanksgiving week, its thank-yous, and the silence after it.
enum WorkedExample {
  private static let people = [
    "recruiters": """
    id,name,email,manager
    m1,Mona Manager,mona@agency.example,
    r1,Rosa Recruiter,rosa@agency.example,m1
    """,
    "clients": "id,name\ncl1,Corner Foods\n",
    "contacts": """
    id,client,name,email
    ana,cl1,Ana Alder,ana@corner.example
    ben,cl1,Ben Birch,ben@corner.example
    """,
    "candidates": """
    id,name,email,recruiter,search_started_on
    c1,Cleo Candidate,cleo@home.example,r1,2026-11-02
    """,
    "job_orders": "id,client,title,recruiter,hiring_contact\nj1,cl1,Baker,r1,ana\n",
    "applications": "id,candidate,job_order\na1,c1,j1\n",
    "interviews": """
    id,application,scheduled_at,starts_at,ends_at,status
    i1,a1,2026-11-12T10:00:00-05:00,2026-11-19T15:00:00-05:00,2026-11-19T16:00:00-05:00,held
    """,
    "attendees": "interview,contact,role\ni1,ana,interviewer\ni1,ben,interviewer\n",
    "holidays": "date,name\n2026-11-26,Thanksgiving\n",
  ]

  /// The header of touches.
  static let touchColumns = "id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application,interview"

  /// The example at a moment, with touches; planned.
  static func at(_ time: String, touches: [String] = [], more: [String: String] = [:]) async throws -> TestAgency {
    let agency = try await TestAgency.make(asOf: time)
    var files = people
    if !touches.isEmpty { files["touches"] = ([touchColumns] + touches).joined(separator: "\n") + "\n" }
    try await load(files.merging(more) { $1 }, into: agency)
    return agency
  }

  /// Imports canonical files, then plans; a bad row is an error.
  static func load(_ files: [String: String], into agency: TestAgency) async throws {
    let folder = try temporaryFolder()
    for (name, text) in files {
      try text.write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
    }
    let outcome = try await Importer(agency.session).run(source: "canonical", paths: [folder])
    guard outcome.rejected == 0 else { throw SupportError("rows were rejected: \(outcome)") }
    _ = try await Planner(agency.session).plan()
  }
}

extension TestAgency {
  /// The one value of a query, in the agency's name.
  func value(_ sql: String) async throws -> String? {
    let statement = Statement(sql.replacingOccurrences(of: ":agency", with: "\(session.agency.id)"))
    return try await session.connection.query(statement).first?.text(at: 0)
  }
}
