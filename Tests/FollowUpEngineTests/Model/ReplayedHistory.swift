import Catalog
import FollowUpEngine
import Foundation
import Logging
import Postgres
import PracticeModel
import Tabular
import TestServer
import TestSupport

/// Lives made-up histories night by night in a database, and says where the reports are not what the practice's model says.
struct ReplayedHistory: Sendable {
  let connection: Connection
  let catalog: Catalog
  private let folder: String

  init(_ database: TestDatabase, _ catalog: Catalog) async throws {
    connection = try await Connection.open(
      Connection.Settings(conninfo: database.conninfo, parameters: ["jit": "off"])
    )
    self.catalog = catalog
    folder = try temporaryFolder()
  }

  /// The first night's differences; empty when every night agrees.
  func differences(in history: RandomAgency) async throws -> [String] {
    let agency = try await Agencies(connection: connection, catalog: catalog)
      .add(name: "seed \(history.seed) \(UUID())", timeZone: "UTC")
    for night in 1...history.nights.count {
      let asOf = history.asOf(night: night).iso
      let session = AgencySession(
        connection: connection,
        catalog: catalog,
        agency: agency,
        asOf: try moment(asOf),
        logger: quietLogger()
      )
      let found = try await differences(in: history, night: night, session)
      if !found.isEmpty { return ["seed \(history.seed), night \(night), as of \(asOf):"] + found }
    }
    return []
  }

  private func differences(
    in history: RandomAgency,
    night: Int,
    _ session: AgencySession
  ) async throws -> [String] {
    let path = "\(folder)/\(UUID())"
    try history.write(night: night, to: path)
    let imported = try await Importer(session).run(source: "canonical", paths: [path])
    try FileManager.default.removeItem(atPath: path)
    guard imported.rejected == 0 else { return imported.firstRejects.map { "rejected: \($0)" } }

    // In batches that do not hold everybody, too: what belongs to others must be found all the same.
    _ = try await Planner(session, batch: [1, 3, 2000][Int(history.seed % 3)]).plan()
    let model = try history.agency(after: night)
    let asOf = history.asOf(night: night)
    var found = Self.compare(
      "follow_ups with gone=yes",
      Agency.followUpColumns,
      without: ["follow_up_id", "reason"],
      model: model.reportFollowUps(asOf: asOf, gone: true),
      report: try await report("follow_ups", ["gone": "yes"], session)
    )
    found += Self.compare(
      "breaches",
      Agency.breachColumns,
      without: ["detail"],
      model: model.reportBreaches(asOf: asOf),
      report: try await report("breaches", [:], session)
    )
    if night == history.nights.count {
      found += Self.compare(
        "follow_ups",
        Agency.followUpColumns,
        without: ["follow_up_id", "reason"],
        model: model.reportFollowUps(asOf: asOf),
        report: try await report("follow_ups", [:], session)
      )
    }
    let again = try await Planner(session).plan(full: true)
    for (rule, changes) in again.rules where !changes.isEmpty {
      found.append("planning from scratch changed \(rule): \(changes)")
    }
    return found
  }

  private func report(
    _ name: String,
    _ parameters: [String: String],
    _ session: AgencySession
  ) async throws -> [[String]] {
    let buffer = MemoryBuffer()
    try await ReportRunner(session).run(
      try catalog.report(name),
      parameters: parameters,
      format: .csv,
      output: .memory(buffer),
      options: SinkOptions()
    )
    let path = "\(folder)/\(UUID()).csv"
    try buffer.text.write(toFile: path, atomically: true, encoding: .utf8)
    var reader = try CSVReader(path: path)
    var rows: [[String]] = []
    while let record = try reader.next() { rows.append(record.fields) }
    try FileManager.default.removeItem(atPath: path)
    return rows
  }

  /// Row by row, in the order in which they stand; `report` begins with its header.
  private static func compare(
    _ name: String,
    _ columns: [String],
    without ignored: Set<String>,
    model: [[String]],
    report: [[String]]
  ) -> [String] {
    // A report may have more columns than the model knows, after those.
    guard let header = report.first, header.starts(with: columns) else {
      return ["\(name): the columns are \(report.first ?? [])"]
    }
    let counting = columns.indices.filter { !ignored.contains(columns[$0]) }
    let wanted = model.map { row in counting.map { row[$0] } }
    let made = report.dropFirst().map { row in counting.map { row[$0] } }
    if wanted == made { return [] }
    let (missing, extra) = (wanted.filter(Set(made).inverted), made.filter(Set(wanted).inverted))
    if missing.isEmpty && extra.isEmpty { return ["\(name): the order or number of rows differs"] }
    let words = { (row: [String]) in
      zip(counting, row).filter { !$1.isEmpty }.map { "\(columns[$0])=\($1)" }.joined(separator: " ")
    }
    return missing.map { "\(name) lacks: \(words($0))" } + extra.map { "\(name) has: \(words($0))" }
  }
}

extension Set {
  /// Whether something is not a member.
  fileprivate var inverted: (Element) -> Bool { { !self.contains($0) } }
}
