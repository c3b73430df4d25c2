import Catalog
import FollowUpEngine
import Foundation
import Postgres
import TestSupport

/// An agency in New York that imports files from texts, on Monday 2026-11-30 at noon UTC unless a test says otherwise.
struct ImportingAgency {
  let agency: TestAgency

  init(zone: String = "America/New_York", asOf: String = "2026-11-30T12:00:00Z") async throws {
    agency = try await TestAgency.make(zone: zone, asOf: asOf)
  }

  init(_ agency: TestAgency) {
    self.agency = agency
  }

  /// One whose home has one mapping, `other`, beside the checkout's SQL.
  init(mapping: String) async throws {
    let home = try temporaryFolder()
    try FileManager.default.createSymbolicLink(atPath: home + "/sql", withDestinationPath: TestAgency.checkout + "/sql")
    try FileManager.default.createDirectory(atPath: home + "/jobs/imports", withIntermediateDirectories: true)
    try mapping.write(toFile: home + "/jobs/imports/other.yaml", atomically: true, encoding: .utf8)
    let catalog = Catalog(home: try Home(folder: home))
    agency = try await TestAgency.make(asOf: "2026-11-30T12:00:00Z", catalog: catalog)
  }

  func at(_ time: String) throws -> ImportingAgency { ImportingAgency(try agency.at(time)) }

  /// Imports a folder with these files, name without .csv to text.
  @discardableResult
  func take(
    _ files: [String: String],
    as source: String = "canonical",
    dryRun: Bool = false
  ) async throws -> ImportOutcome {
    try await Importer(agency.session).run(source: source, paths: [try folder(files)], dryRun: dryRun)
  }

  func folder(_ files: [String: String]) throws -> String {
    let folder = try temporaryFolder()
    for (name, text) in files {
      try text.write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
    }
    return folder
  }

  /// The rows of a query, each as its cells with blanks between them; NULL is a dash.
  func rows(_ sql: String) async throws -> [String] {
    let statement = Statement(sql.replacingOccurrences(of: ":agency", with: "\(agency.session.agency.id)"))
    return try await agency.session.connection.query(statement).map { row in
      row.columns.indices.map { row.text(at: $0) ?? "-" }.joined(separator: " ")
    }
  }

  func cell(_ sql: String) async throws -> String { try await rows(sql).first ?? "none" }

  /// How often the data queued a candidate: what a change costs the plan.
  func queued() async throws -> String { try await cell("SELECT count(*) FROM plan_queue") }
}

extension ImportOutcome {
  /// `read added changed unchanged deleted rejected skipped` of the file.
  func counts(_ target: String) -> [Int] {
    files.filter { $0.target == target }.reduce(into: [0, 0, 0, 0, 0, 0, 0]) { sum, file in
      let parts = [file.read, file.added, file.changed, file.unchanged, file.deleted, file.rejected, file.skipped]
      for index in parts.indices { sum[index] += parts[index] }
    }
  }

  /// Whether every row of every file became exactly one thing.
  var addsUp: Bool {
    files.allSatisfy { $0.read == $0.added + $0.changed + $0.unchanged + $0.deleted + $0.rejected + $0.skipped }
  }

  /// The rejects without their folder.
  var rejects: [String] {
    firstRejects.map { reject in
      reject.description.replacing(
        String(reject.file.dropLast(URL(fileURLWithPath: reject.file).lastPathComponent.count)),
        with: ""
      )
    }
  }
}

/// A small agency: one recruiter, client, contact, candidate, job order, application, interview and reference.
let smallAgency = [
  "recruiters": "id,name,email\nr1,Rita,rita@example.com\n",
  "clients": "id,name\ncl1,Acme\n",
  "contacts": "id,client,name,email\nct1,cl1,Ana,ana@example.com\n",
  "candidates": "id,name,recruiter,email,search_started_on\nc1,Cora,r1,cora@example.com,2026-11-02\n",
  "job_orders": "id,client,title,recruiter,hiring_contact\nj1,cl1,Welder,r1,ct1\n",
  "applications": "id,candidate,job_order,stage,stage_since\na1,c1,j1,interviewing,2026-11-10T09:00:00-05:00\n",
  "interviews": "id,application,starts_at,ends_at\ni1,a1,2026-11-19T15:00,2026-11-19T16:00\n",
  "attendees": "interview,contact\ni1,ct1\n",
  "references": "id,candidate,name,consent\nrf1,c1,Rolf,yes\n",
  "touches": """
  id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,interview
  t1,2026-11-20T09:10,candidate,c1,contact,ct1,email,thank_you,i1
  t2,2026-11-20T10:00,reference,rf1,recruiter,r1,call,other,

  """,
]
