import Catalog
import FollowUpEngine
import Foundation
import Mail
import Postgres
import Synchronization
import Tabular
import TestSupport

/// A small agency in New York on Friday 2026-11-20: Mia Boss leads Jane Doe and, in Los Angeles, Bob Roe.
/// Jane's candidate Zoë was interviewed at Acme by Ana and Ben on Thursday; Bob's candidate Max has an offer there.
enum Story {
  static func begin(asOf: String = "2026-11-20T12:00:00-05:00") async throws -> TestAgency {
    let agency = try await TestAgency.make(asOf: asOf)
    try await agency.sql(facts)
    try await agency.sql("DELETE FROM plan_queue")
    return agency
  }

  /// So many recruiters who are owed a nudge each.
  static func many(_ number: Int) async throws -> TestAgency {
    let agency = try await begin()
    try await agency.sql(
      """
      INSERT INTO recruiter (agency_id, recruiter_id, source, external_id, name, email, active)
      SELECT :agency, 100 + n, 'test', 'many-' || n, 'Recruiter ' || n, 'many' || n || '@agency.example', true
      FROM generate_series(1, \(number)) AS n;
      INSERT INTO follow_up (agency_id, candidate_id, follow_up_id, rule, occurrence, party_kind, party_id, recruiter_id,
        anchor_at, asked_from, opens_at, due_at, withdrawn)
      SELECT :agency, 1, 1000 + n, 'candidate_check_in', n::text, 'candidate', 1, 100 + n, '2026-11-10T09:00:00-05:00',
        '2026-11-10T09:00:00-05:00', '2026-11-10T09:00:00-05:00', '2026-11-19T10:00:00-05:00', false
      FROM generate_series(1, \(number)) AS n
      """
    )
    return agency
  }

  /// A follow-up as the planner would have written it.
  struct Owed {
    var id: Int
    var rule: String
    var candidate = 1
    var application: Int? = 1
    var interview: Int?
    var contact: Int?
    var party = ("contact", 1)
    var recruiter = 2
    var asked = "2026-11-10T09:00:00-05:00"
    var opens: String?
    var due: String
    var expires: String?
    var remark: String?
  }

  static func owe(_ agency: TestAgency, _ owed: [Owed]) async throws {
    for item in owed {
      try await agency.sql(
        """
        INSERT INTO follow_up (agency_id, candidate_id, follow_up_id, rule, application_id, interview_id, contact_id, occurrence,
          party_kind, party_id, recruiter_id, anchor_at, asked_from, opens_at, due_at, expires_at, remark, withdrawn)
        VALUES (:agency, \(item.candidate), \(item.id), '\(item.rule)', \(sql(item.application)), \(sql(item.interview)),
          \(sql(item.contact)), '\(item.id)', '\(item.party.0)', \(item.party.1), \(item.recruiter), '\(item.asked)',
          '\(item.asked)', '\(item.opens ?? item.asked)', '\(item.due)', \(sql(item.expires)), \(sql(item.remark)), false)
        """
      )
    }
  }

  /// The thank-you emails that Zoë owes Ana and Ben, due on Friday at 16:00.
  static let thankYous = [
    Owed(
      id: 11,
      rule: "thank_you_email",
      interview: 1,
      contact: 1,
      asked: "2026-11-19T16:00:00-05:00",
      due: "2026-11-20T16:00:00-05:00",
      expires: "2026-11-20T16:00:00-05:00"
    ),
    Owed(
      id: 12,
      rule: "thank_you_email",
      interview: 1,
      contact: 2,
      party: ("contact", 2),
      asked: "2026-11-19T16:00:00-05:00",
      due: "2026-11-20T16:00:00-05:00",
      expires: "2026-11-20T16:00:00-05:00"
    ),
  ]

  /// Bob is to ask Ana how things stand with Max; by default since Thursday.
  static func checkIn(id: Int = 21, due: String = "2026-11-19T10:00:00-05:00") -> Owed {
    Owed(
      id: id,
      rule: "client_check_in",
      candidate: 2,
      application: 2,
      recruiter: 3,
      due: due,
      remark: "check-in 1 of at most 4"
    )
  }

  /// Jane is to call Zoë; by default since Thursday.
  static func candidateCheckIn(id: Int = 31, due: String = "2026-11-19T10:00:00-05:00") -> Owed {
    Owed(id: id, rule: "candidate_check_in", application: nil, party: ("candidate", 1), due: due)
  }

  /// The list of one recruiter as CSV rows.
  static func list(
    _ agency: TestAgency,
    _ recruiter: String,
    backlog: Bool = false
  ) async throws -> [[String: String]] {
    try csvRows(try await text(agency, recruiter, backlog: backlog))
  }

  /// The list of one recruiter in a format.
  static func text(
    _ agency: TestAgency,
    _ recruiter: String,
    format: Format = .csv,
    backlog: Bool = false
  ) async throws -> String {
    let buffer = MemoryBuffer()
    let worklists = Worklists(agency.session, backlog: backlog)
    try await worklists.write(
      [try await worklists.recruiter(recruiter)],
      format: format,
      output: .memory(buffer),
      options: SinkOptions(stamp: agency.session.asOf)
    )
    return buffer.text
  }

  /// The rows of a report.
  static func report(_ agency: TestAgency, _ name: String) async throws -> [[String: String]] {
    let buffer = MemoryBuffer()
    _ = try await ReportRunner(agency.session).run(
      try agency.session.catalog.report(name),
      parameters: [:],
      format: .csv,
      output: .memory(buffer),
      options: SinkOptions()
    )
    return try csvRows(buffer.text)
  }

  private static func sql(_ value: Int?) -> String { value.map(String.init) ?? "NULL" }
  private static func sql(_ value: String?) -> String { value.map { "'\($0)'" } ?? "NULL" }

  private static let facts = """
    INSERT INTO recruiter (agency_id, recruiter_id, source, external_id, name, email, time_zone, manager_id) VALUES
      (:agency, 1, 'canonical', 'r01', 'Mia Boss', 'mia@agency.example', NULL, NULL),
      (:agency, 2, 'canonical', 'r02', 'Jane Doe', 'jane@agency.example', NULL, 1),
      (:agency, 3, 'canonical', 'r03', 'Bob Roe', 'bob@agency.example', 'America/Los_Angeles', 1);
    INSERT INTO client (agency_id, client_id, source, external_id, name) VALUES (:agency, 1, 'canonical', 'cl1', 'Acme');
    INSERT INTO contact (agency_id, contact_id, source, external_id, client_id, name, title, email, phone, time_zone) VALUES
      (:agency, 1, 'canonical', 'ct1', 1, 'Ana Ruiz', 'Head of Data', 'ana@acme.example', '+1 212 555 0101', NULL),
      (:agency, 2, 'canonical', 'ct2', 1, 'Ben Ott', NULL, NULL, NULL, 'Europe/Zurich');
    INSERT INTO candidate (agency_id, candidate_id, source, external_id, name, email, phone, recruiter_id, search_started_on) VALUES
      (:agency, 1, 'canonical', 'c001', 'Zoë Müller', 'zoe@mail.example', '+1 646 555 0102', 2, '2026-11-02'),
      (:agency, 2, 'canonical', 'c002', 'Max Low', 'max@mail.example', NULL, 3, '2026-11-02');
    INSERT INTO job_order (agency_id, job_order_id, source, external_id, client_id, title, recruiter_id, hiring_contact_id) VALUES
      (:agency, 1, 'canonical', 'j1', 1, 'Data Engineer', 3, 1);
    INSERT INTO application (agency_id, candidate_id, application_id, source, external_id, job_order_id, stage) VALUES
      (:agency, 1, 1, 'canonical', 'a1', 1, 'interviewing'),
      (:agency, 2, 2, 'canonical', 'a2', 1, 'offer');
    INSERT INTO interview (agency_id, candidate_id, interview_id, source, external_id, application_id, starts_at, ends_at, status)
      VALUES (:agency, 1, 1, 'canonical', 'i1', 1, '2026-11-19T15:00:00-05:00', '2026-11-19T16:00:00-05:00', 'held');
    INSERT INTO attendee (agency_id, candidate_id, interview_id, contact_id) VALUES (:agency, 1, 1, 1), (:agency, 1, 1, 2);
    """
}

/// Takes messages as a test says: the result of each delivery, and whether the server can be reached.
actor ScriptedChannel: MailChannel {
  nonisolated let name = "a test's channel"
  private var isDown: Bool
  private var script: [Delivery]
  private let meanwhile: @Sendable (Message) async throws -> Void
  private(set) var taken: [Message] = []

  /// Deliveries beyond the script succeed. `meanwhile` happens after a message was handed over, before the answer is heard.
  init(
    isDown: Bool = false,
    script: [Delivery] = [],
    meanwhile: @escaping @Sendable (Message) async throws -> Void = { _ in }
  ) {
    self.isDown = isDown
    self.script = script
    self.meanwhile = meanwhile
  }

  func prepare() async throws {
    if isDown { throw MailError.unreachable("connection refused") }
  }

  func deliver(_ message: Message) async -> Delivery {
    taken.append(message)
    do { try await meanwhile(message) } catch { return .uncertain(reason: "\(error)") }
    return script.isEmpty ? .sent(reply: "250 ok") : script.removeFirst()
  }

  func close() async {}

  func goDown() { isDown = true }
  func comeUp() { isDown = false }
}
