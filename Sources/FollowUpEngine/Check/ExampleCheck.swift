public import Catalog
import Foundation
import Logging
public import Postgres
import Tabular

/// The examples of rules, each told to an agency of its own and planned, in a transaction that is rolled back: nothing stays of them, even when
/// the program is killed.
public struct ExampleCheck: Sendable {
  /// What the examples came to.
  public struct Outcome: Sendable, Equatable {
    /// What is wrong, by file and line, in the order of the files.
    public var findings: [CatalogCheck.Finding] = []
    /// How many examples were run.
    public var examples = 0
    /// How many of these do not hold.
    public var failed = 0
    /// Rules whose examples were run.
    public var rules = 0
    /// Files of rules without an example.
    public var without: [String] = []
  }

  private let connection: Connection
  private let catalog: Catalog

  /// Checks over a connection whose role may write facts. The database's own agencies are not looked at.
  public init(connection: Connection, catalog: Catalog) {
    self.connection = connection
    self.catalog = catalog
  }

  /// Runs the examples of these rules.
  /// - Throws: kind `configuration` where the database is distributed; whatever is not the doing of a rule or its examples.
  public func run(_ rules: [Rule]) async throws -> Outcome {
    let statements = Statements(catalog)
    guard try await connection.query(statements.agencies()).first?.distributed != true else {
      throw FollowUpError(
        .configuration,
        "examples are not run in a database with Citus",
        remedy: "run them in another one, such as the program's own: followup local start"
      )
    }
    let zones = Set(try await connection.query(statements.importZones()).map(\.name))
    var outcome = Outcome()
    for rule in rules {
      let examples: [RuleExample]
      do {
        examples = try catalog.examples(of: rule)
      } catch let error as CatalogError {
        outcome.findings.append(CatalogCheck.Finding(error))
        continue
      }
      if examples.isEmpty {
        outcome.without.append(rule.file.path)
        continue
      }
      let described = await CatalogCheck(session(for: Agency(id: 0, name: "", timeZone: ""))).returns(rule)
      if described.fault != nil {
        outcome.findings.append(described)
        continue
      }
      outcome.rules += 1
      for example in examples {
        let faults = try await faults(example, rule, zones)
        outcome.examples += 1
        outcome.failed += faults.isEmpty ? 0 : 1
        outcome.findings += faults.map { fault in
          CatalogCheck.Finding(
            file: "\(example.file):\(fault.line)",
            fault: "example \"\(example.name)\": \(fault.what)",
            remedy: nil
          )
        }
      }
    }
    return outcome
  }

  /// What an example comes to that it does not say; empty: it holds.
  private func faults(_ example: RuleExample, _ rule: Rule, _ zones: Set<String>) async throws -> [ExampleFault] {
    let files = CanonicalExample(example)
    return try await files.inFolder { folder in try await told(example, rule, files, in: folder, zones) }
  }

  private func told(
    _ example: RuleExample,
    _ rule: Rule,
    _ files: CanonicalExample,
    in folder: String,
    _ zones: Set<String>
  ) async throws -> [ExampleFault] {
    try await connection.transaction(keepingIf: { _ in false }) { connection in
      guard let session = try begin(example, zones, on: connection) else {
        return [ExampleFault(line: example.asOf.line, what: "as_of is not a time: \(example.asOf.text)")]
      }
      let reading = try await ImportReading(source: "canonical", paths: [folder], session: session)
      let work = try ImportWork(
        session: session,
        connection: connection,
        source: "canonical",
        paths: [folder],
        zones: zones
      )
      let outcome = try work.run(connection, reading)
      guard outcome.rejected == 0 else { return outcome.firstRejects.map(files.fault) }
      let rows: [Row]
      do {
        rows = try plan(rule, session, on: connection)
      } catch let error as PostgresError where error.isOfStatement {
        return [ExampleFault(line: example.line, what: "the rule fails: \(error.message)")]
      }
      return ExampleComparison(example: example, rule: rule, rows: rows).faults
    }
  }

  /// A session at the example's moment for an agency that nobody else sees; nil: that moment does not exist.
  private func begin(
    _ example: RuleExample,
    _ zones: Set<String>,
    on connection: isolated Connection
  ) throws -> AgencySession? {
    // What is not a zone is refused with its line by the import.
    let zone = zones.contains(example.timeZone) ? example.timeZone : RuleExample.usualTimeZone
    let name = "example \(UUID().uuidString)"
    let add = try Statements(catalog).exampleAgency(name: name, timeZone: zone)
    guard let id = try connection.query(add).first?.agencyID else {
      throw FollowUpError(.failed, "example_agency returned no row")
    }
    _ = try connection.query(Statements(catalog, agency: id).chooseAgency())
    let session = session(for: Agency(id: id, name: name, timeZone: zone))
    let written = example.asOf.text
    if let moment = Tabular.moment(written) { return session.at(moment) }
    guard Tabular.moment(written + "Z") != nil else { return nil }
    return session.at(try connection.query(session.statements.localMoment(local: written))[0].moment)
  }

  private func session(for agency: Agency) -> AgencySession {
    AgencySession(
      connection: connection,
      catalog: catalog,
      agency: agency,
      // Until the example says its own.
      asOf: Date(timeIntervalSince1970: 0),
      logger: Logger(label: "followup") { _ in SwiftLogNoOpLogHandler() }
    )
  }

  /// The follow-ups of the rule, planned as the planner does it, with this rule alone.
  private func plan(_ rule: Rule, _ session: AgencySession, on connection: isolated Connection) throws -> [Row] {
    let policy = try PolicyInForce.read(session, on: connection)
    let parts = [try catalog.part(of: rule, policy: policy)]
    _ = try session.planQuery(policy: policy, rules: parts, on: connection) { parts in
      try session.statements.planBatch(PlanRange(after: 0), batch: 2000, movedOn: [], parts)
    }
    // Compared by the names that the examples use for the columns.
    return try connection.query(session.statements.exampleFollowUps().statement)
  }
}

/// What is wrong with an example, and where.
struct ExampleFault: Sendable, Equatable {
  let line: Int
  let what: String
}

/// What an example gives, as canonical files.
struct CanonicalExample: Sendable {
  /// Their texts by name.
  private var texts: [String: String] = [:]
  /// The rows of each by the line on which they stand there.
  private var rows: [String: [Int: RuleExample.Row]] = [:]
  private let line: Int

  init(_ example: RuleExample) {
    line = example.line
    for facts in example.given {
      let name = "\(facts.target.name).csv"
      let columns = facts.target.columns.map(\.name).filter { column in
        facts.rows.contains { $0.cells[column] != nil }
      }
      var text = columns.joined(separator: ",") + "\n"
      var line = 2
      for row in facts.rows {
        rows[name, default: [:]][line] = row
        let cells = columns.map { "\"\((row.cells[$0]?.text ?? "").replacing("\"", with: "\"\""))\"" }
        let record = cells.joined(separator: ",") + "\n"
        text += record
        line += record.count { $0 == "\n" }
      }
      texts[name] = text
    }
  }

  /// Does something with a folder that holds them, and is removed then.
  func inFolder<T: Sendable>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("followup-example-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: false,
      attributes: [.posixPermissions: 0o700]
    )
    let outcome: Result<T, any Error>
    do {
      for (name, text) in texts { try text.write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8) }
      outcome = .success(try await body(folder))
    } catch {
      outcome = .failure(error)
    }
    try FileManager.default.removeItem(atPath: folder)
    return try outcome.get()
  }

  /// A row that the import refuses, where it stands in the example.
  func fault(_ reject: ImportOutcome.Reject) -> ExampleFault {
    let name = URL(fileURLWithPath: reject.file).lastPathComponent
    let row = rows[name]?[reject.line]
    let cell = reject.column.flatMap { row?.cells[$0] }
    let place = [name.replacing(".csv", with: ""), reject.column].compactMap { $0 }.joined(separator: ": ")
    let value = reject.value.map { " \"\($0)\"" } ?? ""
    return ExampleFault(line: cell?.line ?? row?.line ?? line, what: "\(place)\(value): \(reject.reason)")
  }
}
