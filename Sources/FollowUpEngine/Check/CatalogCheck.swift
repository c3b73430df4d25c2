public import Catalog
import Citus
import Postgres

/// The catalogue against the database: the server describes every file, and the invariants must return no row.
public struct CatalogCheck: Sendable {
  /// What one check came to.
  public struct Finding: Sendable, Equatable {
    /// The file.
    public let file: String
    /// What is wrong; nil: nothing.
    public let fault: String?
    /// What to do about it.
    public let remedy: String?
  }

  /// The rule contract: columns and their types, in the words of the server.
  static let ruleContract: [(name: String, type: String)] = [
    ("agency_id", "integer"), ("candidate_id", "bigint"), ("application_id", "bigint"), ("interview_id", "bigint"),
    ("contact_id", "bigint"), ("reference_id", "bigint"), ("occurrence", "text"), ("party_kind", "text"),
    ("party_id", "bigint"), ("recruiter_id", "bigint"), ("anchor_at", "timestamp with time zone"),
    ("asked_from", "timestamp with time zone"), ("asked_until", "timestamp with time zone"), ("until_reason", "text"),
    ("opens_at", "timestamp with time zone"), ("due_at", "timestamp with time zone"),
    ("expires_at", "timestamp with time zone"), ("done_at", "timestamp with time zone"), ("remark", "text"),
  ]

  /// What a guardrail returns.
  static let guardrailContract: [(name: String, type: String)] = [
    ("agency_id", "integer"), ("candidate_id", "bigint"), ("application_id", "bigint"), ("interview_id", "bigint"),
    ("party_kind", "text"), ("party_id", "bigint"), ("at", "timestamp with time zone"), ("touch_id", "bigint"),
    ("detail", "text"),
  ]

  let session: AgencySession

  /// Checks for an agency at a moment.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// Describes every file and runs the invariants. A rule or guardrail that is wrong is named for itself, and left out of the statements
  /// that include all of them.
  public func run() async throws -> [Finding] { try await describe() + invariants() }

  /// Describes every file; the invariants are not run.
  public func describe() async throws -> [Finding] {
    var findings: [Finding] = []
    for rule in try session.catalog.rules { findings.append(await self.rule(rule)) }
    for guardrail in try session.catalog.guardrails { findings.append(await self.guardrail(guardrail)) }
    let wrong = findings.filter { $0.fault != nil }.map(\.file)
    return findings + (try await words())
      + (try await CatalogCheck(session.with(session.catalog.passingOver(wrong))).others())
  }

  /// Everything but rules and guardrails.
  private func others() async throws -> [Finding] {
    var findings: [Finding] = []
    let distribution = session.agency.relay == nil ? [] : try Distribution(session.catalog).statements
    for report in try session.catalog.reports { findings.append(await described(report)) }
    for file in try session.catalog.statements + distribution
    where !["fragment", "script"].contains(file.kind) {
      findings.append(await described(file))
    }
    return findings
  }

  /// Has the server describe one rule, compares what it returns with what every rule returns, and refuses it when it reads what may change
  /// without anybody being planned again.
  public func rule(_ rule: Rule) async -> Finding {
    let described = await returns(rule)
    guard described.fault == nil else { return described }
    do {
      let (unqueued, timed) = try await asView(rule.file, rule.values(policy: [:])) { connection in
        let inputs = try connection.query(session.statements.ruleReadsUnqueued())
        return (inputs.map(\.input), try clock(in: Self.view, of: rule.file, on: connection))
      }
      if let timed { return timed }
      if unqueued.isEmpty { return try await loops(rule) ?? described }
      return Finding(
        file: rule.file.path,
        fault:
          "it reads \(unqueued.joined(separator: ", ")), whose changes do not put candidates into the plan's queue, so the plan would not follow them",
        remedy: "leave it out, or read a table that has a trigger as in sql/functions/50_queue.sql"
      )
    } catch {
      return Finding(file: rule.file.path, fault: "\(error)", remedy: "correct the file")
    }
  }

  /// Has the server describe one rule, and compares what it returns with what every rule returns.
  func returns(_ rule: Rule) async -> Finding { await contract(rule.file, Self.ruleContract) }

  /// Says where a rule would be evaluated in the plan by reading some facts again for each row of others; nil: nowhere.
  private func loops(_ rule: Rule) async throws -> Finding? {
    // Where the tables are distributed, the server that is asked is not the one that would run it.
    guard session.agency.relay == nil else { return nil }
    let part = try session.catalog.part(of: rule, policy: [:])
    let rows = try await session.transaction { connection in
      let practice = try connection.query(session.statements.planPractice()).first
      let parts = try session.planParts(policy: [:], practice: practice, rules: [part])
      var explained = try session.statements.planPreview(after: 0, batch: 1, movedOn: [], parts).statement
      explained.sql = try session.statements.rulePlan().text + explained.sql
      _ = try connection.query(session.statements.planSettings())
      return try connection.query(explained)
    }
    let words = Set(try session.catalog.words.planned.map(\.name))
    guard let account = rows.first?.text(at: 0), let loop = try PlanShape(json: account, words: words).loopOverFacts
    else {
      return nil
    }
    return Finding(
      file: loop.word.map { "sql/words/\($0).sql" } ?? rule.file.path,
      fault:
        "in the plan it would read \(loop.inner) again for each row of another table, which takes hours in a large agency",
      remedy: "join by keys and group instead of using LATERAL or a subselect over facts"
    )
  }

  /// Has the server describe one guardrail, compares what it returns with what every guardrail returns, and refuses it when it reads a clock.
  private func guardrail(_ guardrail: Guardrail) async -> Finding {
    let described = await contract(guardrail.file, Self.guardrailContract)
    guard described.fault == nil else { return described }
    do {
      return try await asView(guardrail.file, guardrail.values(policy: [:])) { connection in
        try clock(in: Self.view, of: guardrail.file, on: connection) ?? described
      }
    } catch {
      return Finding(file: guardrail.file.path, fault: "\(error)", remedy: "correct the file")
    }
  }

  /// The words that read a clock, by their views in the database.
  private func words() async throws -> [Finding] {
    try await session.transaction { connection in
      try session.catalog.words.files.compactMap { try clock(in: $0.name, of: $0, on: connection) }
    }
  }

  /// Runs the invariants of sql/checks alone; one whose file is wrong is named, and the others are run.
  public func invariants() async throws -> [Finding] {
    let faults = try session.catalog.checkFaults
    var findings = faults.map(Finding.init)
    for check in try session.catalog.passingOver(faults.compactMap(\.file)).checks {
      let statement = try session.bind(check.file)
      let rows: [Row]
      do {
        rows = try await session.transaction { connection in try connection.query(statement) }
      } catch  where check.file.isAtFault(error) {
        findings.append(Finding(file: check.file.path, fault: "\(error)", remedy: "correct the file"))
        continue
      }
      let fault = rows.isEmpty ? nil : "\(check.summary): \(rows.count) row(s), first \(words(rows[0]))"
      findings.append(Finding(file: check.file.path, fault: fault, remedy: fault == nil ? nil : check.remedy))
    }
    return findings
  }

  private func words(_ row: Row) -> String {
    row.columns.enumerated().map { "\($0.element)=\(row.text(at: $0.offset) ?? "")" }.joined(separator: " ")
  }

  private func contract(_ file: SQLFile, _ wanted: [(name: String, type: String)]) async -> Finding {
    do {
      let alone = try Statements(session.catalog, agency: session.agency.id).ruleAlone(bodySQL: [part(file)])
      let columns = try await session.connection.describe(Statement(try alone.bound)).columns
      for (name, type) in wanted {
        guard let column = columns.first(where: { $0.name == name }) else {
          return Finding(
            file: file.path,
            fault: "the column \(name) is missing",
            remedy: "select it, or NULL::\(type) AS \(name)"
          )
        }
        guard
          column.type.name == type || (type == "text" && ["unknown", "character varying"].contains(column.type.name))
        else {
          return Finding(
            file: file.path,
            fault: "the column \(name) is \(column.type.name), not \(type)",
            remedy: "cast it: ::\(type)"
          )
        }
      }
      for column in columns where !wanted.contains(where: { $0.name == column.name }) {
        return Finding(file: file.path, fault: "the column \(column.name) is not known", remedy: "leave it out")
      }
      return Finding(file: file.path, fault: nil, remedy: nil)
    } catch {
      return Finding(file: file.path, fault: "\(error)", remedy: "correct the file")
    }
  }

  /// Has the server describe a report, and compares its columns with those that its header names.
  private func described(_ report: Report) async -> Finding {
    let file = report.file
    do {
      let parts = ["guardrails": try session.catalog.guardrailParts(policy: [:])]
      let statement = Statement(try file.bind(nothing(for: file), parts: parts))
      let columns = try await session.connection.describe(statement).columns.map(\.name)
      let named = report.columns.map(\.name)
      if !named.isEmpty, named != columns {
        let differs = zip(named, columns).first { $0 != $1 }.map { "\($0.0) where the SELECT has \($0.1)" }
        return Finding(
          file: file.path,
          fault: "the header names \(differs ?? "\(named.count) columns where the SELECT has \(columns.count)")",
          remedy: "its columns are: \(columns.joined(separator: ", "))"
        )
      }
      let used = (report.chart?.columns ?? []) + [report.period].compactMap(\.self)
      if let unknown = used.first(where: { !columns.contains($0) }) {
        return Finding(
          file: file.path,
          fault: "chart or period names the column \(unknown), which the SELECT does not have",
          remedy: wordsToUse(columns, insteadOf: unknown)
        )
      }
      return Finding(file: file.path, fault: nil, remedy: nil)
    } catch {
      return Finding(file: file.path, fault: "\(error)", remedy: "correct the file")
    }
  }

  private func described(_ file: SQLFile) async -> Finding {
    do {
      let values = Dictionary(uniqueKeysWithValues: Self.importValues.map { ($0, String?.none) })
      if let statement = try session.catalog.importStatement(file.name, values: values) {
        _ = try await session.connection.describe(Statement(try statement.bind()))
        return Finding(file: file.path, fault: nil, remedy: nil)
      }
      var parts = try session.planParts(policy: [:], practice: nil).byPlace
      parts["guardrails"] = try session.catalog.guardrailParts(policy: [:])
      parts["warnings"] = try session.catalog.warningParts(policy: [:])
      parts["settled"] = [part(try session.catalog.worklist("settled"))]
      let statement = Statement(try file.bind(nothing(for: file), parts: parts))
      _ = try await session.connection.describe(statement)
      return Finding(file: file.path, fault: nil, remedy: nil)
    } catch {
      return Finding(file: file.path, fault: "\(error)", remedy: "correct the file")
    }
  }

  /// What the statements of an import that are put together are given.
  private static let importValues = [
    "agency", "import", "source", "as_of", "parameters", "by", "limit", "targets",
  ]

  private func part(_ file: SQLFile) -> SQLPart { SQLPart(file, nothing(for: file)) }

  private func nothing(for file: SQLFile) -> [String: String?] {
    let nothing: String? = nil
    return Dictionary(uniqueKeysWithValues: file.parameterNames.map { ($0, nothing) })
  }
}
