import Foundation
import Testing

@testable import PracticeModel

/// Canonical folders laid over each other.
@Suite struct LoadingTests {
  private let first = [
    "policy.csv": "key,value\ntime_zone,America/New_York\n",
    "recruiters.csv": "id,name,email\nrita,Rita,rita@agency.example\n",
    "clients.csv": "id,name\nacme,Acme\n",
    "candidates.csv": "id,name,recruiter,email\ncarl,\"Carl, the \"\"first\"\"\",rita,carl@home.example\n",
    "job_orders.csv": "id,client,title,recruiter\njob,acme,Clerk,rita\n",
    "applications.csv": "id,candidate,job_order\napp,carl,job\n",
    "interviews.csv": "id,application,starts_at,ends_at,time_zone\ni1,app,2026-11-19T15:00,2026-11-19T16:00,\n",
  ]

  private func load(_ nights: [[String: String]], asOf: String = "2026-12-01T00:00:00Z") throws -> Agency {
    let utc = try #require(Zone("UTC"))
    let moment = try #require(TimeReading.moment(asOf, zone: utc))
    var store = Store()
    for night in nights {
      var folder = CanonicalFolder()
      for (name, text) in night { try folder.add(file: name, text: text) }
      try store.apply(folder, asOf: moment)
    }
    return try Agency(store)
  }

  @Test func an_absent_column_leaves_what_is_stored_and_an_empty_cell_empties_it() throws {
    let later = ["candidates.csv": "id,name,recruiter\ncarl,Carl,rita\n"]
    #expect(try load([first, later]).candidates.first?.reach.sameEmail == "carl@home.example")
    let emptied = ["candidates.csv": "id,name,recruiter,email\ncarl,Carl,rita,\n"]
    #expect(try load([first, emptied]).candidates.first?.reach.sameEmail == nil)
  }

  @Test func a_deleted_row_goes_with_all_that_refers_to_it() throws {
    let agency = try load([first, ["applications.csv": "id,deleted\napp,yes\n"]])
    #expect(agency.applications.isEmpty)
    #expect(agency.interviews.isEmpty)
    #expect(agency.candidates.count == 1)
  }

  @Test func a_deleted_policy_is_the_default_again() throws {
    let agency = try load([
      first, ["policy.csv": "key,value\nreferences_wanted,1\n"],
      ["policy.csv": "key,value,deleted\nreferences_wanted,,yes\n"],
    ])
    #expect(agency.policy.referencesWanted == 3)
  }

  @Test func local_times_are_in_the_rows_zone_else_in_the_agencys() throws {
    let own = [
      "interviews.csv":
        "id,application,starts_at,ends_at,time_zone\ni2,app,2026-11-19T15:00,2026-11-19T16:00,Europe/London\n"
    ]
    #expect(
      try load([first, own]).interviews.map(\.ends.iso) == ["2026-11-19T21:00:00Z", "2026-11-19T16:00:00Z"]
    )
  }

  @Test func facts_from_the_future_are_refused_beyond_five_minutes_grace() throws {
    func touch(_ at: String) -> [String: String] {
      [
        "touches.csv":
          "id,happened_at,actor_kind,actor,party_kind,party,channel,purpose\n"
          + "t1,\(at),recruiter,rita,candidate,carl,call,other\n"
      ]
    }
    #expect(try load([first, touch("2026-12-01T00:05:00Z")]).touches.map(\.at.iso) == ["2026-12-01T00:00:00Z"])
    #expect(throws: ModelError.self) { try load([first, touch("2026-12-01T00:05:01Z")]) }
  }

  @Test(arguments: [
    ["policy.csv": "key,value\nreference_wanted,3\n"], ["policy.csv": "key,value\ncheck_in_mode,daily\n"],
    ["policy.csv": "key,value,client\nassume_held,no,acme\n"],
    ["candidates.csv": "id,name,recruiter,shoe\nx,X,rita,42\n"],
    ["people.csv": "id\n1\n"], ["candidates.csv": "id,name,recruiter\nx,X,nobody\n"],
    ["candidates.csv": "id,name,recruiter\nx,,rita\n"],
  ])
  func what_the_interface_does_not_know_is_refused(files: [String: String]) throws {
    #expect(throws: ModelError.self) { try load([first, files]) }
  }

  @Test func folders_are_read_from_disk_and_reported_by_the_command_line() throws {
    let path = FileManager.default.temporaryDirectory.path + "/practice-model-\(UUID().uuidString)"
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: path) } }
    var folder = CanonicalFolder()
    for (name, text) in first { try folder.add(file: name, text: text) }
    try folder.write(to: path)
    try "not,canonical\n".write(toFile: path + "/rejects-1.csv", atomically: true, encoding: .utf8)
    let csv = try CommandLineEntry.run(["report", path, "--as-of", "2026-11-19T21:00:00Z"])
    #expect(
      csv.split(separator: "\n") == [
        Substring(Agency.followUpColumns.joined(separator: ",")),
        ",client_check_in,open,,carl,app,,,,i1/1,rita,2026-11-19T21:00:00Z,2026-11-25T21:00:00Z,2026-11-26T21:00:00Z,,,",
        ",thank_you_proofread,open,,carl,app,i1,candidate,carl,,rita,2026-11-19T21:00:00Z,2026-11-19T21:00:00Z,"
          + "2026-11-20T17:00:00Z,2026-11-20T21:00:00Z,,",
      ]
    )
  }
}
