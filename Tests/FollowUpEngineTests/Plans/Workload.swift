import Catalog
import FollowUpEngine
import Foundation
import Mail
import Postgres
import Tabular
import TestSupport
import Testing

/// Something that the program does, done as its commands do it.
struct Workload: Sendable, CustomTestStringConvertible {
  /// What.
  let name: String
  /// Why it has to read the whole history; nil: it has not, and may not.
  var whole: String?
  /// The tables it may write to; nil: any.
  var writes: Set<String>?
  /// Brings about what it meets, unwatched.
  var given: @Sendable (HistoryFixture) async throws -> Void = { _ in }
  /// Does it.
  let work: @Sendable (HistoryFixture) async throws -> Void

  var testDescription: String { name }

  /// All of them, in an order in which one leaves behind what the next one needs.
  static func all() throws -> [Workload] {
    let catalog = Catalog(home: try TestAgency.home())
    return try [
      planning, lists, reports(catalog), nudging, mailbox, touching, explaining, importing, policy, rest,
      parts(catalog),
      everybody,
    ].flatMap(\.self)
  }

  /// Ends a transaction that is not to stay.
  struct Undone: Error {}
}

extension HistoryFixture {
  /// The ids of what an SQL query finds in the first agency, as the superuser; `:agency` is its id.
  func ids(_ sql: String) async throws -> [Int] {
    let text = sql.replacingOccurrences(of: ":agency", with: "\(session.agency.id)")
    return try await keeper.query(Statement(text)).map { try $0.get("id") }
  }

  /// Runs SQL as the superuser, unwatched.
  func sql(_ text: String) async throws {
    try await keeper.executeScript(text.replacingOccurrences(of: ":agency", with: "\(session.agency.id)"))
  }

  /// Writes a table into memory, as a command does.
  func show(_ statement: Statement) async throws {
    try await StatementTable(session).write(
      statement,
      title: "table",
      format: .csv,
      output: .memory(MemoryBuffer()),
      options: SinkOptions()
    )
  }

  /// Runs a statement in a transaction of the session.
  func run(_ statement: Statement) async throws {
    _ = try await session.transaction { connection in try connection.query(statement) }
  }

  /// Runs a statement in a transaction that is rolled back.
  func tryOut(_ statements: [Statement]) async throws {
    do {
      try await session.transaction { connection in
        for statement in statements { _ = try connection.query(statement) }
        throw Workload.Undone()
      }
    } catch is Workload.Undone {}
  }
}

// MARK: The night

extension Workload {
  /// The 50 newest candidates of the agency, queued.
  static let queued = """
    INSERT INTO plan_queue (agency_id, candidate_id)
    SELECT agency_id, candidate_id
    FROM candidate
    WHERE \(HistoryFixture.newest(50))
    """

  private static let planning = [
    Workload(
      name: "plan, with the facts of 50 candidates changed",
      given: { agencies in
        try await agencies.sql(
          """
          UPDATE interview SET ends_at = ends_at + interval '10 minutes'
          WHERE \(HistoryFixture.newest(50))
          """
        )
      },
      work: { agencies in _ = try await Planner(agencies.session).plan() }
    ),
    Workload(
      name: "plan, with 50 candidates queued whose facts did not change",
      writes: ["plan_queue"],
      given: { agencies in try await agencies.sql(queued) },
      work: { agencies in
        let outcome = try await Planner(agencies.session).plan()
        try #require(outcome.candidates == 50 && outcome.isUnchanged)
      }
    ),
    Workload(
      name: "plan, with nothing queued",
      writes: [],
      work: { agencies in try #require(try await Planner(agencies.session).plan().candidates == 0) }
    ),
    Workload(
      name: "plan --dry-run, with 50 candidates queued",
      writes: [],
      given: { agencies in try await agencies.sql(queued) },
      work: { agencies in try #require(try await Planner(agencies.session).preview().candidates == 50) }
    ),
    Workload(
      name: "plan, with one candidate queued",
      writes: ["plan_queue"],
      given: { agencies in
        try await agencies.sql(
          "DELETE FROM plan_queue; INSERT INTO plan_queue (agency_id, candidate_id) VALUES (:agency, 100000000)"
        )
      },
      work: { agencies in _ = try await Planner(agencies.session).plan() }
    ),
    Workload(
      name: "plan over several connections: the turn, and 50 queued candidates divided",
      given: { agencies in try await agencies.sql(queued) },
      work: { agencies in
        let session = agencies.session
        try await agencies.tryOut([
          try session.statement("plan_ranges", ["ranges": 2]),
          try session.statement("plan_turn_take"),
          try session.statement("plan_turn_hold", ["turn": 1]),
        ])
        _ = try await Planner(session).plan()
      }
    ),
  ]

  private static let lists = [
    Workload(
      name: "worklists of all recruiters",
      writes: [],
      work: { agencies in
        let folder = try temporaryFolder()
        let export = try await Worklists(agencies.session).export(
          nil,
          to: folder,
          formats: [.csv, .html, .ics],
          options: SinkOptions(stamp: agencies.session.asOf)
        )
        try #require(export.rows > 0)
      }
    ),
    Workload(
      name: "worklist of one recruiter",
      writes: [],
      work: { agencies in
        let busiest = try await agencies.busiestRecruiter()
        let lists = Worklists(agencies.session)
        let buffer = MemoryBuffer()
        try await lists.write(
          [try await lists.recruiter(busiest)],
          format: .csv,
          output: .memory(buffer),
          options: SinkOptions()
        )
        try #require(try csvRows(buffer.text).count > 0)
      }
    ),
    Workload(
      name: "to whom a pack is mailed",
      writes: [],
      work: { agencies in _ = try await PackDelivery(agencies.session).preview(job: "weekly") }
    ),
  ]

  /// Reports that look at everybody, and why.
  private static let wholeReports = [
    "data_quality": "each person's address and number are looked at",
    "reference_coverage": "each application near an offer has a job, and in a longer history these lie apart",
  ]

  /// Values that reports must be given: of the first agency, among the last days.
  private static let sample = ["candidate": "c0", "client": "cl1"]

  private static func reports(_ catalog: Catalog) throws -> [Workload] {
    let all = try catalog.reports.flatMap { report in
      // Without an end, or longer than the shorter history.
      let bounded = report.parameters.contains { $0.name == "days" && !(1...120).contains(Int($0.defaultValue) ?? 0) }
      let needed = Dictionary(
        uniqueKeysWithValues: try report.parameters.filter(\.isRequired).map {
          ($0.name, try #require(sample[$0.name], "say a \($0.name) that the history has"))
        }
      )
      let everything = Workload(
        name: "report \(report.name)",
        whole: bounded ? "it is asked for more days than the shorter history has" : wholeReports[report.name],
        writes: [],
        work: { agencies in try await agencies.report(report, needed) }
      )
      let lately = Workload(
        name: "report \(report.name) of 31 days",
        writes: [],
        work: { agencies in try await agencies.report(report, needed.merging(["days": "31"]) { $1 }) }
      )
      return bounded ? [everything, lately] : [everything]
    }
    let checks = try catalog.checks.map { check in
      Workload(
        name: "check \(check.name)",
        writes: [],
        work: { agencies in try await agencies.run(try agencies.session.bind(check.file)) }
      )
    }
    let breaches = Workload(
      name: "report breaches of one day",
      writes: [],
      work: { agencies in try await agencies.report(try catalog.report("breaches"), ["days": "1"]) }
    )
    return all + checks + [
      breaches,
      Workload(
        name: "report overdue, a part of it",
        writes: [],
        work: { agencies in
          var request = ReportRequest()
          request.recruiter = try await agencies.busiestRecruiter()
          request.selection.conditions = [ReportSelection.Condition(column: "snoozed_until", value: "")]
          request.selection.order = [ReportSelection.Order(column: "due_at", isDescending: true)]
          request.selection.from = "today - 30 days"
          try await agencies.report(try catalog.report("overdue"), request, .html)
        }
      ),
      Workload(
        name: "checks",
        writes: [],
        work: { agencies in
          let findings = try await CatalogCheck(agencies.session).invariants()
          try #require(findings.allSatisfy { $0.fault == nil }, "\(findings)")
        }
      ),
    ]
  }

  private static let nudging = [
    Workload(
      name: "nudge --dry-run",
      writes: [],
      work: { agencies in
        let buffer = MemoryBuffer()
        try await Outbox(agencies.session).preview(format: .csv, output: .memory(buffer), options: SinkOptions())
        try #require(try csvRows(buffer.text).count > 0)
      }
    ),
    Workload(
      name: "nudge, with the mail server down",
      work: { agencies in
        _ = try await #require(throws: FollowUpError.self) { try await agencies.nudge(ScriptedChannel(isDown: true)) }
      }
    ),
    Workload(
      name: "nudge",
      work: { agencies in
        let channel = ScriptedChannel(
          script: [.uncertain(reason: "no answer"), .notSent(reason: "no such mailbox", retryable: false)]
        )
        let outcome = try await agencies.nudge(channel)
        try #require(outcome.sent > 0 && outcome.uncertain == 1 && outcome.failed == 1)
      }
    ),
    Workload(
      name: "nudge again",
      writes: [],
      work: { agencies in try #require(try await agencies.nudge(ScriptedChannel()).sent == 0) }
    ),
    Workload(
      name: "nudge --resend and --drop",
      work: { agencies in
        let outbox = Outbox(agencies.session)
        try #require(try await outbox.unsettled().count == 2)
        let unsettled = try await agencies.ids(
          "SELECT message_id AS id FROM message WHERE agency_id = :agency AND state IN ('uncertain', 'failed') ORDER BY message_id"
        )
        let first = try #require(unsettled.first)
        let last = try #require(unsettled.last)
        try #require(try await agencies.nudger(ScriptedChannel()).resend(first).sent == 1)
        try await outbox.drop(last)
        _ = try await #require(throws: FollowUpError.self) { try await outbox.drop(last) }
      }
    ),
    Workload(
      name: "nudge --pause and --resume",
      work: { agencies in
        let pauses = MailPauses(agencies.session)
        try #require(try await pauses.pause(client: nil, reason: "the domain moves", by: "test"))
        try #require(try await pauses.pause(client: "cl1", reason: "they asked for it", by: "test"))
        _ = try await #require(throws: FollowUpError.self) {
          try await pauses.pause(client: "Cliant 1", reason: "they asked for it", by: "test")
        }
        try #require(try await agencies.nudge(ScriptedChannel()).sent == 0)
        for client in ["cl1", nil] { try #require(try await pauses.resume(client: client, by: "test")) }
        try #require(try await pauses.inForce().isEmpty)
      }
    ),
    Workload(
      name: "nudge_abandon, when all of a claimed message is done meanwhile",
      work: { agencies in
        let newest = try await agencies.ids(
          "SELECT max(message_id) AS id FROM message WHERE agency_id = :agency"
        )
        let values: [String: (any PostgresEncodable)?] = ["messages": newest, "claim": nil]
        try await agencies.tryOut([try agencies.session.statement("nudge_abandon", values)])
      }
    ),
    Workload(
      name: "deliver",
      work: { agencies in
        let queued = try await ListDelivery(agencies.session).queue()
        try #require(queued.lists > 0)
        try #require(try await agencies.nudger(ScriptedChannel()).sendQueued().sent == queued.lists + queued.overviews)
        try #require(try await ListDelivery(agencies.session).queue() == ListDelivery.Outcome(empty: queued.empty))
      }
    ),
  ]
}

extension HistoryFixture {
  /// The one with most to do, by their id at the source.
  func busiestRecruiter() async throws -> String {
    let rows = try await keeper.query(
      Statement(
        """
        SELECT 'r' || recruiter_id AS word
        FROM follow_up
        WHERE agency_id = \(session.agency.id) AND closes_at > '\(Self.asOf)' AND asked_from <= '\(Self.asOf)'
          AND candidate_id > 100000000 - 200
        GROUP BY recruiter_id
        ORDER BY count(*) DESC, recruiter_id
        LIMIT 1
        """
      )
    )
    return try #require(rows.first).get("word")
  }

  func report(_ report: Report, _ parameters: [String: String]) async throws {
    try await self.report(report, ReportRequest(parameters: parameters), .csv)
  }

  func report(_ report: Report, _ request: ReportRequest, _ format: Format) async throws {
    let buffer = MemoryBuffer()
    try await ReportRunner(session).run(
      report,
      request,
      format: format,
      output: .memory(buffer),
      options: SinkOptions()
    )
    try #require(!buffer.text.isEmpty)
  }

  @discardableResult
  func nudge(_ channel: ScriptedChannel) async throws -> NudgeOutcome {
    try await nudger(channel).run()
  }

  func nudger(_ channel: ScriptedChannel) throws -> Nudger {
    let sender = try Mailbox(name: "Follow-up", address: "follow-up@agency.example")
    return Nudger(session, settings: NudgeSettings(from: sender), channel: channel)
  }
}
