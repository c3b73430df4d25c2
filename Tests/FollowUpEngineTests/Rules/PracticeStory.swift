import Catalog
import FollowUpEngine
import Foundation
import Postgres
import Tabular
import TestServer
import TestSupport
import Testing

/// An agency told row by row, and asked what it owes: Carl, looked after by Rita, applies at Acme (Ana and Ben interview, Hana hires) for
/// `job`, which is Remo's. What is told after a question changes what was told before, as the next import does.
final class PracticeStory {
  private static let database = Task { try await TestAgency.emptyDatabase() }

  private let session: AgencySession
  private let zone: TimeZone
  private let folder: String
  /// Rows by file, in the order in which they were first told; a row is told again under the same key.
  private var rows: [String: [(key: [String], cells: [String: String])]] = [:]
  private var hasNews = true
  private var touchCount = 0

  /// The agency of the worked examples: America/New_York, Monday to Friday, holiday 2026-11-26, weekly mode.
  init() async throws {
    let zone = try #require(TimeZone(identifier: "America/New_York"))
    let conninfo = try await Self.database.value.conninfo
    let connection = try await Connection.open(
      Connection.Settings(conninfo: conninfo, parameters: ["jit": "off"])
    )
    let catalog = Catalog(home: try TestAgency.home())
    let agency = try await Agencies(connection: connection, catalog: catalog)
      .add(name: UUID().uuidString, timeZone: zone.identifier)
    session = AgencySession(
      connection: connection,
      catalog: catalog,
      agency: agency,
      asOf: try moment("2100-01-01T00:00:00Z"),
      logger: quietLogger()
    )
    self.zone = zone
    folder = try temporaryFolder()
    add("holidays.csv", "date", "2026-11-26")
    add("recruiters.csv", "id,name,email", "rita,Rita,rita@agency.example", "remo,Remo,remo@agency.example")
    add("clients.csv", "id,name", "acme,Acme", "bolt,Bolt")
    add(
      "contacts.csv",
      "id,client,name,email",
      "ana,acme,Ana,ana@acme.example",
      "ben,acme,Ben,ben@acme.example",
      "hana,acme,Hana,hana@acme.example",
      "bo,bolt,Bo,bo@bolt.example"
    )
    add("candidates.csv", "id,name,recruiter,email", "carl,Carl,rita,carl@home.example")
    add("job_orders.csv", "id,client,title,recruiter,hiring_contact", "job,acme,Clerk,remo,hana")
    add("applications.csv", "id,candidate,job_order", "app,carl,job")
  }
}

// What is told.
extension PracticeStory {
  private static let keys = [
    "policy.csv": ["key", "client"], "holidays.csv": ["date"], "stages.csv": ["application", "stage", "since"],
    "attendees.csv": ["interview", "contact"],
  ]

  /// Adds rows under a header to a file; a later row with the same key changes the earlier one's cells. No cell has a comma.
  func add(_ file: String, _ header: String, _ lines: String...) {
    let columns = header.components(separatedBy: ",")
    for line in lines { put(file, Dictionary(uniqueKeysWithValues: zip(columns, line.components(separatedBy: ",")))) }
  }

  private func put(_ file: String, _ cells: [String: String]) {
    let key = Self.keys[file, default: ["id"]].map { cells[$0, default: ""] }
    hasNews = true
    if let index = rows[file, default: []].firstIndex(where: { $0.key == key }) {
      rows[file]?[index].cells.merge(cells) { $1 }
    } else {
      rows[file, default: []].append((key, cells))
    }
  }

  func policy(_ key: String, _ value: String, client: String = "") {
    put("policy.csv", ["key": key, "value": value, "client": client])
  }

  func interview(
    _ id: String = "i1",
    of application: String = "app",
    from: String,
    to: String,
    scheduled: String = "",
    status: String = "",
    with interviewers: [String] = []
  ) {
    put(
      "interviews.csv",
      [
        "id": id, "application": application, "starts_at": from, "ends_at": to, "scheduled_at": scheduled,
        "status": status,
      ]
    )
    for contact in interviewers {
      put("attendees.csv", ["interview": id, "contact": contact, "role": "interviewer"])
    }
  }

  /// A reference with consent; `more` overrides columns.
  func reference(_ id: String, added: String = "2026-11-02T09:00", _ more: [String: String] = [:]) {
    let cells = ["candidate": "carl", "consent": "yes", "email": "\(id)@else.example", "id": id, "name": id]
    put("references.csv", cells.merging(["added_at": added]) { $1 }.merging(more) { $1 })
  }

  func decide(_ decision: String, at: String, of application: String = "app", _ more: [String: String] = [:]) {
    let cells = ["id": application, "candidate": "carl", "job_order": "job", "decision": decision, "decided_at": at]
    put("applications.csv", cells.merging(more) { $1 })
  }

  /// A touch, `kind:id` to `kind:id`; by default an email. Its id is given, else t1, t2 …
  func touch(
    _ purpose: String,
    _ at: String,
    from: String,
    to: String = "",
    by channel: String = "email",
    about: String = "",
    interview: String = "",
    id: String? = nil
  ) {
    touchCount += 1
    let (actor, party) = (from.components(separatedBy: ":"), to.components(separatedBy: ":"))
    put(
      "touches.csv",
      [
        "id": id ?? "t\(touchCount)", "happened_at": at, "actor_kind": actor[0], "actor": actor[1],
        "party_kind": party.count == 2 ? party[0] : "", "party": party.count == 2 ? party[1] : "",
        "channel": channel, "purpose": purpose, "application": about, "interview": interview,
      ]
    )
  }
}

// What is asked.
extension PracticeStory {
  /// The follow-ups of a rule in the set at a local time, one a line:
  /// `[application] [interview] party occurrence state due TIME [done TIME [late]]`, times local.
  func set(_ rule: String, at asOf: String, gone: Bool = false) async throws -> [String] {
    try await report("follow_ups", ["gone": gone ? "yes" : "no"], at: asOf).filter { $0["rule"] == rule }.map { row in
      let cell = { (column: String) in row[column, default: ""] }
      var words = ["application_id", "interview_id", "party_id", "occurrence", "state"].map(cell)
        .filter { !$0.isEmpty }
      words += ["due", try local(cell("due_at"))]
      if !cell("done_at").isEmpty { words += ["done", try local(cell("done_at"))] }
      if cell("late") == "yes" { words.append("late") }
      return words.joined(separator: " ")
    }
  }

  /// The breaches of a guardrail, `[application] [interview] party TIME touch`, the time local.
  func breaches(_ guardrail: String, at asOf: String = "2027-12-31T00:00") async throws -> [String] {
    try await report("breaches", [:], at: asOf).filter { $0["guardrail"] == guardrail }.map { row in
      let cell = { (column: String) in row[column, default: ""] }
      let at = cell("at").isEmpty ? "" : try local(cell("at"))
      return [cell("application_id"), cell("interview_id"), cell("party_id"), at, cell("touch_id")]
        .filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  /// One follow-up's whole life in local times, by rule, party and occurrence; nil when there is none.
  func life(_ rule: String, party: String = "", occurrence: String = "") async throws -> Life? {
    try await live()
    let statement = Statement(
      """
      SELECT anchor_at, asked_from, opens_at, due_at, asked_until, expires_at, done_at
      FROM follow_up
      WHERE agency_id = $1::integer AND rule = $2 AND NOT withdrawn
        AND $3 IN ('', (
          SELECT external_id FROM contact
          WHERE contact.agency_id = follow_up.agency_id AND contact_id = party_id AND party_kind = 'contact'
          UNION ALL
          SELECT external_id FROM reference_contact AS reference
          WHERE reference.agency_id = follow_up.agency_id AND reference_id = party_id AND party_kind = 'reference'
        ))
        AND $4 IN ('', occurrence)
      """,
      values: [String(session.agency.id), rule, party, occurrence]
    )
    let found = try await session.transaction { connection in
      try connection.query(statement).map { row in
        try ["anchor_at", "asked_from", "opens_at", "due_at", "asked_until", "expires_at", "done_at"].map {
          try row.getOptional($0, as: Date.self)
        }
      }
    }
    #expect(found.count <= 1, "more than one \(rule)")
    return found.first.map { moments in Life(moments.map { $0.map(local) }) }
  }

  /// Imports what is new and plans.
  private func live() async throws {
    guard hasNews else { return }
    for (file, told) in rows {
      let columns = Array(Set(told.flatMap { $0.cells.keys })).sorted()
      let lines = told.map { row in columns.map { "\"\(row.cells[$0, default: ""])\"" }.joined(separator: ",") }
      let text = ([columns.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
      try text.write(toFile: "\(folder)/\(file)", atomically: true, encoding: .utf8)
    }
    let imported = try await Importer(session).run(source: "canonical", paths: [folder])
    try #require(imported.rejected == 0, "\(imported.firstRejects)")
    _ = try await Planner(session).plan()
    hasNews = false
  }

  private func report(
    _ name: String,
    _ parameters: [String: String],
    at asOf: String
  ) async throws -> [[String: String]] {
    try await live()
    let moment = try #require(format(isLocal: true).date(from: asOf), "\(asOf) is not a local time")
    let then = AgencySession(
      connection: session.connection,
      catalog: session.catalog,
      agency: session.agency,
      asOf: moment,
      logger: session.logger
    )
    let buffer = MemoryBuffer()
    try await ReportRunner(then).run(
      try session.catalog.report(name),
      parameters: parameters,
      format: .csv,
      output: .memory(buffer),
      options: SinkOptions()
    )
    return try csvRows(buffer.text)
  }

  private func format(isLocal: Bool) -> DateFormatter {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = isLocal ? zone : TimeZone(identifier: "UTC")
    format.dateFormat = isLocal ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss'Z'"
    return format
  }

  private func local(_ date: Date) -> String {
    format(isLocal: true).string(from: date).replacingOccurrences(of: "T", with: " ")
  }

  private func local(_ iso: String) throws -> String {
    local(try #require(format(isLocal: false).date(from: iso), "\(iso) is not a moment"))
  }
}

/// A follow-up's moments as local times.
struct Life: Equatable {
  let anchor, from, opens, due: String?
  let until, expires, done: String?

  fileprivate init(_ moments: [String?]) {
    (anchor, from, opens, due) = (moments[0], moments[1], moments[2], moments[3])
    (until, expires, done) = (moments[4], moments[5], moments[6])
  }
}
