public import Catalog
import Foundation
import Postgres
public import Tabular
import WallClock

/// What a report is to show: values of its parameters, and which of its rows and columns.
public struct ReportRequest: Sendable {
  /// Values of its parameters by name; what is missing is as its file says.
  public var parameters: [String: String] = [:]
  /// Which rows and columns.
  public var selection = ReportSelection()
  /// Only what is about this recruiter: an id, an address or a name.
  public var recruiter: String?
  /// Only what is about this client: an id or a name.
  public var client: String?

  /// All of it, with the values that its file gives.
  public init(parameters: [String: String] = [:]) {
    self.parameters = parameters
  }
}

/// Runs a report of sql/reports and writes its rows in any format; memory does not grow with them.
///
/// It runs in a transaction that only reads, as the role followup_reader where this user may take it on, with the agency chosen.
public struct ReportRunner: Sendable {
  let session: AgencySession
  private let limitSeconds: Int

  /// For how long a report may run unless it is said otherwise, in seconds.
  public static let usualLimit = 900

  /// Reports for an agency at a moment.
  ///
  /// - Parameter limitSeconds: for how long the server works on one.
  public init(_ session: AgencySession, limitSeconds: Int = ReportRunner.usualLimit) {
    self.session = session
    self.limitSeconds = limitSeconds
  }

  /// Writes a report.
  ///
  /// - Parameter request: an unknown name or column, a value of the wrong kind and one that is missing are refused.
  /// - Returns: what was written.
  @discardableResult
  public func run(
    _ report: Report,
    _ request: ReportRequest,
    format: Format,
    output: Output,
    options: SinkOptions
  ) async throws -> Written {
    let asked = try await settled(request, of: report)
    let parts = try await parts(of: [report])
    return try await reading(report) { connection in
      let (values, request) = try dated(asked, of: report, on: connection)
      let part = SQLPart(report.file, session.texts(of: values), parts: parts)
      let statement = try session.bind(try selected(request.selection, report, part, on: connection))
      var options = options
      if format == .html {
        // The picture is of the same rows, with all of their columns.
        var whole = request.selection
        whole.columns = []
        let chart = try chart(of: report, try selected(whole, report, part, on: connection), on: connection)
        options.page = try head(of: report, values, request, charts: chart.map { [$0] } ?? [])
      }
      return try StatementTable(session).write(
        statement,
        title: report.title,
        format: format,
        output: output,
        options: options,
        on: connection
      )
    }
  }

  /// Writes all of a report, with values of its parameters.
  @discardableResult
  public func run(
    _ report: Report,
    parameters: [String: String],
    format: Format,
    output: Output,
    options: SinkOptions
  ) async throws -> Written {
    try await run(report, ReportRequest(parameters: parameters), format: format, output: output, options: options)
  }

  /// What reports include: the parameters of guardrails come from the policy, one more question to the server.
  func parts(of reports: [Report]) async throws -> [String: [SQLPart]] {
    guard reports.contains(where: { $0.file.includes("guardrails") }) else { return [:] }
    return ["guardrails": try session.catalog.guardrailParts(policy: try await PolicyInForce.read(session))]
  }

  /// Its parameters with their values, and the request, all days by their dates.
  func dated(
    _ request: ReportRequest,
    of report: Report,
    on connection: isolated Connection
  ) throws -> (values: [String: String], request: ReportRequest) {
    var today = CivilDate(daysSince1970: 0)
    let days = [request.selection.from, request.selection.to].compactMap(\.self)
    if !days.isEmpty || report.parameters.contains(where: { $0.kind == .date }),
      let text = try connection.query(session.statements.reportToday()).first?.today, let date = RelativeDate(text)
    {
      today = date.date(on: today)
    }
    var request = request
    let iso = { (day: String) in RelativeDate(day)?.date(on: today).iso ?? day }
    request.selection.from = request.selection.from.map(iso)
    request.selection.to = request.selection.to.map(iso)
    return (report.values(request.parameters, today: today), request)
  }
}

// MARK: What is asked for

extension ReportRunner {
  /// The request with its recruiter, client and days as parameters or conditions of the report; what the report does not know is refused.
  func settled(_ request: ReportRequest, of report: Report) async throws -> ReportRequest {
    var request = request
    if let word = request.recruiter {
      let id = try await Worklists(session).recruiter(word).externalID
      try request.narrow(report, "recruiter", to: id)
    }
    if let word = request.client {
      try request.narrow(report, "client", to: try await PolicyBook(session).clientID(word))
    }
    try request.takeDays(report)
    if let refusal = report.refusal(of: request.parameters) {
      throw FollowUpError(.usage, refusal.what, remedy: refusal.remedy)
    }
    return request
  }

  /// The report with the selection around it.
  func selected(
    _ selection: ReportSelection,
    _ report: Report,
    _ part: SQLPart,
    on connection: isolated Connection
  ) throws -> SQLPart {
    if selection.isEmpty { return part }
    let columns = try connection.describe(session.bind(part)).columns
    let types = Dictionary(columns.map { ($0.name, $0.type.name) }, uniquingKeysWith: { first, _ in first })
    let named = selection.columns + selection.conditions.map(\.column) + selection.order.map(\.column)
    let days = selection.from != nil || selection.to != nil
    for column in named + (days ? [report.period].compactMap(\.self) : []) where types[column] == nil {
      throw FollowUpError(
        .usage,
        "the report \(report.name) has no column \(column)",
        remedy: wordsToUse(columns.map(\.name), insteadOf: column)
      )
    }
    for condition in selection.conditions where !condition.value.isEmpty {
      try check(condition, type: types[condition.column] ?? "text", on: connection)
    }
    return try session.catalog.selected(
      selection,
      of: part,
      period: days ? report.period.map { ($0, types[$0] == "date") } : nil,
      types: types,
      zone: session.agency.timeZone
    )
  }

  private func check(_ condition: ReportSelection.Condition, type: String, on connection: isolated Connection) throws {
    do {
      _ = try connection.query(session.bind(session.catalog.reportValue(condition.value, type: type)))
    } catch let error as PostgresError where error.isBadValue {
      throw FollowUpError(
        .usage,
        "\(condition.column)=\(condition.value): \(error.message)",
        remedy: "the column \(condition.column) holds: \(type)"
      )
    }
  }
}

extension ReportRequest {
  /// Binds the report's parameter of that name; without one, only rows whose column of that name has the id are shown.
  fileprivate mutating func narrow(_ report: Report, _ what: String, to id: String) throws {
    if report.parameters.contains(where: { $0.name == what }) {
      parameters[what] = id
    } else if report.columns.isEmpty || report.columns.contains(where: { $0.name == "\(what)_id" }) {
      selection.conditions.append(ReportSelection.Condition(column: "\(what)_id", value: id))
    } else {
      throw FollowUpError(
        .usage,
        "the report \(report.name) does not say of what \(what) its rows are, so --\(what) cannot narrow it",
        remedy: "its columns: \(report.columns.map(\.name).joined(separator: ", "))"
      )
    }
  }

  /// Binds the report's parameters `from` and `to`; without these, the days are those of the column that its header names.
  fileprivate mutating func takeDays(_ report: Report) throws {
    for (name, path) in [("from", \ReportSelection.from), ("to", \ReportSelection.to)] {
      guard let day = selection[keyPath: path] else { continue }
      if report.parameters.contains(where: { $0.name == name }) {
        parameters[name] = day
        selection[keyPath: path] = nil
      } else if report.period == nil {
        throw FollowUpError(
          .usage,
          "the report \(report.name) is not about a period, so --\(name) cannot narrow it",
          remedy: "its parameters: followup report show \(report.name)"
        )
      } else if RelativeDate(day) == nil {
        throw FollowUpError(
          .usage,
          "--\(name) \(day) is not a date",
          remedy: "write it as 2026-11-20, or as \(RelativeDate.starts.joined(separator: ", ")), maybe with - 4 weeks"
        )
      }
    }
  }
}

// MARK: The transaction

extension ReportRunner {
  /// A transaction that only reads, as the role that only reads.
  private func reading<T: Sendable>(
    _ report: Report,
    _ body: @escaping @Sendable (isolated Connection) throws -> T
  ) async throws -> T {
    do {
      return try await reading(body)
    } catch let error as PostgresError {
      throw told(error, of: report)
    }
  }

  /// The same for several reports.
  func reading<T: Sendable>(_ body: @escaping @Sendable (isolated Connection) throws -> T) async throws -> T {
    let begin = try session.statements.reportBegin(limit: "\(limitSeconds)s")
    return try await session.reading(beginning: begin.statement) { try body($0) }
  }

  /// What is said of an error of the server in a report.
  func told(_ error: PostgresError, of report: Report) -> any Error {
    if error.isTimeout {
      return FollowUpError(
        .failed,
        "the report \(report.name) took more than \(limitSeconds) s and was stopped",
        remedy: "ask for less, such as a shorter period, or raise reports.time_limit_seconds"
      )
    }
    if error.isWriteRefused {
      return FollowUpError(
        .configuration,
        "\(report.file.path): a report only reads, but this one writes: \(error.message)",
        remedy: "take out what writes"
      )
    }
    return error
  }
}
