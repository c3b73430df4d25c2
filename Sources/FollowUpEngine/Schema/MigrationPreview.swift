public import Catalog
import Foundation
import Logging
import Postgres

/// What a migration will do and about how long it takes, said before it begins.
public struct MigrationPreview: Sendable, Equatable {
  /// A table that is worked on, as it is now.
  public struct Table: Sendable, Equatable {
    /// What is done to it; it names the table, or every one.
    public let work: Migration.TableWork
    /// Its rows as the server last counted them; nil: not known, or the table does not exist yet.
    public let rows: Int?
    /// Its bytes without indexes; 0: it is made by a migration before; nil: not known, since it lies on other servers.
    public let bytes: Int?

    /// Whether it is worth a line: the work takes longer than a moment, or may.
    var isLarge: Bool { work.growsWithRows && bytes.map { $0 >= 1_000_000 } ?? true }
  }

  /// A migration that is missing.
  public struct Step: Sendable, Equatable {
    /// Its number.
    public let version: Int
    /// What it does, in a sentence.
    public let summary: String
    /// The tables that were there before it and that it works on.
    public let tables: [Table]
    /// About how long it takes on an ordinary server that does nothing else, in seconds.
    public let seconds: Double
  }

  /// What is missing.
  public let outcome: Migrator.Outcome
  /// The migrations that are missing; those of an empty database are not told one by one.
  public let steps: [Step]
  /// Agencies whose next plan plans everybody again, since rules, words, the facts or the calendar are others than before; nil: it cannot be told, since a
  /// rule's file is wrong, which does not matter to migrations.
  public let agenciesToPlan: Int?
  /// All candidates of the database as the server last counted them; nil: not known.
  public let candidates: Int?

  /// About how long all of it takes, in seconds.
  public var seconds: Double {
    steps.reduce(outcome.functions.isEmpty ? 0 : MigrationPreview.functions) { $0 + $1.seconds }
  }

  // Measured with a million touches (182 MB) on a busy machine with two cores: an index took 0.3 to 3 s, the check of a constraint 0.4 s, a
  // change of half of the rows 18 s. Other machines are of that order.
  private static let functions = 1.0
  private static let start = 0.05
  private static let bytesChecked = 300_000_000.0
  private static let bytesIndexed = 75_000_000.0
  private static let bytesUpdated = 10_000_000.0

  /// About how long the work on these tables takes, in seconds; of tables that are not known, nothing is counted.
  static func seconds(_ tables: [Table]) -> Double {
    tables.reduce(start) { sum, table in
      let bytes = Double(table.bytes ?? 0)
      var seconds = sum
      if table.work.deeds.contains(.reads) { seconds += bytes / bytesChecked }
      if table.work.deeds.contains(.updates) { seconds += bytes / bytesUpdated }
      return seconds + Double(table.work.indexes) * bytes / bytesIndexed
    }
  }
}

// MARK: In words

extension MigrationPreview {
  /// What will be done, a line each.
  public var lines: [String] {
    guard !outcome.isUpToDate else { return [] }
    if outcome.from == 0 {
      return [
        "The database is empty; \(Self.count(outcome.to, "migration")) will make its schema, in \(Self.words(2))."
      ]
    }
    var lines: [String] = []
    for step in steps {
      lines.append("Migration \(step.version), \(Self.words(step.seconds)): \(step.summary)")
      lines += step.tables.filter(\.isLarge).map { "  \(Self.words($0))" }
      let brief = step.tables.filter { !$0.isLarge }.map { $0.work.table ?? "every table" }
      if !brief.isEmpty { lines.append("  \(brief.joined(separator: ", ")): locked for a moment") }
    }
    if !outcome.functions.isEmpty {
      lines.append(
        "Functions and views, \(Self.words(Self.functions)): \(outcome.functions.joined(separator: ", ")) will be replaced; "
          + "some tables are locked for a moment for their triggers"
      )
    }
    if !outcome.distributes.isEmpty {
      lines.append("Tables to be distributed: \(outcome.distributes.joined(separator: ", "))")
    }
    if let agenciesToPlan, agenciesToPlan > 0 {
      let people = candidates.map { ", about \(Self.count($0, "candidate")) in all" } ?? ""
      lines.append(
        "The next plan of \(Self.count(agenciesToPlan, "agency", "agencies")) plans everybody again\(people)."
      )
    }
    if agenciesToPlan == nil {
      lines.append(
        "Whether the next plan plans everybody again cannot be told: a rule's file is wrong; see followup check."
      )
    }
    lines.append("All of it is estimated to take \(Self.words(seconds)), if nobody holds locks for long.")
    return lines
  }

  private static func words(_ table: Table) -> String {
    var deeds: [String] = []
    if table.work.deeds.contains(.reads) { deeds.append("each row is checked") }
    if table.work.deeds.contains(.updates) { deeds.append("rows are changed") }
    if table.work.indexes > 0 {
      deeds.append(table.work.indexes == 1 ? "an index is built" : "\(table.work.indexes) indexes are built")
    }
    let others =
      if table.work.keepsReadersOut {
        "; nobody else reads or writes it meanwhile"
      } else if table.work.deeds.contains(.indexes) {
        "; nobody else writes to it meanwhile"
      } else {
        ""
      }
    let size = [table.rows.map { count($0, "row") }, table.bytes.map(size)].compactMap(\.self).joined(separator: ", ")
    let name = (table.work.table ?? "every table") + (size.isEmpty ? "" : " (\(size))")
    return "\(name): \(deeds.joined(separator: ", "))\(others)"
  }

  private static func words(_ seconds: Double) -> String {
    switch seconds {
    case ..<1: "less than a second"
    case ..<90: "about \(Int(seconds.rounded(.up))) s"
    default: "about \(Int((seconds / 60).rounded(.up))) min"
    }
  }

  private static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
    "\(number.formatted(.number.locale(Locale(identifier: "en_US")))) \(number == 1 ? one : many ?? one + "s")"
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 1_000_000 ? "\((bytes + 999) / 1000) kB" : "\((bytes + 500_000) / 1_000_000) MB"
  }
}

// MARK: Looking ahead

extension Migrator {
  /// What ``migrate()`` would do now, to which tables, and about how long it would take; changes nothing.
  /// - Throws: ``FollowUpError`` of kind `configuration` for a database newer than the program.
  public func preview() async throws -> MigrationPreview {
    let outcome = try await check()
    guard outcome.from > 0, !outcome.isUpToDate else {
      return MigrationPreview(outcome: outcome, steps: [], agenciesToPlan: 0, candidates: nil)
    }
    var sizes: [String: Statements.SchemaSizes] = [:]
    for row in try await connection.query(Statements(catalog).schemaSizes()) { sizes[row.name] = row }
    // Of tables that lie elsewhere, this server does not know the size.
    let isDistributed = try await Agencies(connection: connection, catalog: catalog).list().contains { $0.relay != nil }
    let steps = try catalog.migrations.dropFirst(outcome.from).map { migration in
      let tables = migration.work.map { work in
        let size = isDistributed ? nil : work.table.flatMap { sizes[$0] }
        return MigrationPreview.Table(work: work, rows: size?.rows, bytes: isDistributed ? nil : size?.bytes ?? 0)
      }
      return MigrationPreview.Step(
        version: migration.version,
        summary: migration.summary,
        tables: tables,
        seconds: MigrationPreview.seconds(tables)
      )
    }
    return MigrationPreview(
      outcome: outcome,
      steps: steps,
      agenciesToPlan: try await agenciesPlannedOtherwise(),
      candidates: isDistributed ? nil : sizes["candidate"]?.rows
    )
  }

  /// How many agencies were last planned with other rules than those of the catalogue; nil: these cannot be read.
  private func agenciesPlannedOtherwise() async throws -> Int? {
    let foundations = try catalog.foundations
    guard try catalog.ruleFaults.isEmpty else { return nil }
    let rules = try catalog.rules
    var count = 0
    for agency in try await Agencies(connection: connection, catalog: catalog).list() {
      let session = AgencySession(
        connection: connection,
        catalog: catalog,
        agency: agency,
        asOf: Date(),
        logger: Logger(label: "followup") { _ in SwiftLogNoOpLogHandler() }
      )
      let planned = try session.statements.schemaPlannedWith()
      let differs = try await session.transaction { connection in
        var digests: [String: String] = [:]
        for row in try connection.query(planned) { digests[row.rule] = row.digest }
        let policy = try PolicyInForce.read(session, on: connection)
        // Whoever was never planned is planned whole in any case.
        return !digests.isEmpty
          && digests
            != Dictionary(
              uniqueKeysWithValues: rules.map { ($0.name, $0.digest(policy: policy, foundations: foundations)) }
            )
      }
      if differs { count += 1 }
    }
    return count
  }
}
