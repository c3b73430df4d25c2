import Catalog
import FollowUpEngine
import Foundation
import Postgres
import Tabular
import TestServer
import TestSupport
import Testing

/// A small agency made from canonical files, planned, and asked for its reports. All of them share one database, so that a story costs
/// little; its ids are its own, and no story sees the rows of another.
struct ReportStory {
  private static let database = Task { try await TestAgency.emptyDatabase() }

  /// The agency, at the moment of the story.
  let agency: TestAgency

  /// Imports the files and plans.
  ///
  /// - Parameters:
  ///   - files: the text of each canonical file by its name, such as `clients.csv`. Blanks around a line are left out, so that texts may be
  ///     indented as the test is.
  ///   - asOf: the moment at which reports are asked, ISO 8601 with offset.
  ///   - zone: the agency's time zone.
  static func begin(
    _ files: [String: String],
    asOf: String,
    zone: String = "America/New_York"
  ) async throws -> ReportStory {
    let database = try await Self.database.value
    let connection = try await Connection.open(
      Connection.Settings(conninfo: database.conninfo, parameters: ["jit": "off"])
    )
    let catalog = try Catalog(home: TestAgency.home())
    let agency = try await Agencies(connection: connection, catalog: catalog)
      .add(name: UUID().uuidString, timeZone: zone)
    let session = AgencySession(
      connection: connection,
      catalog: catalog,
      agency: agency,
      asOf: try moment(asOf),
      logger: quietLogger()
    )
    let story = ReportStory(agency: TestAgency(database: database, session: session))
    try await story.tell(files)
    return story
  }

  /// Imports more, or what has changed, and plans.
  func tell(_ files: [String: String]) async throws {
    if !files.isEmpty {
      let folder = try temporaryFolder()
      for (name, text) in files {
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        try (lines.joined(separator: "\n") + "\n").write(
          toFile: "\(folder)/\(name)",
          atomically: true,
          encoding: .utf8
        )
      }
      let imported = try await Importer(agency.session).run(source: "canonical", paths: [folder])
      try #require(imported.rejected == 0, "\(imported.firstRejects)")
    }
    _ = try await Planner(agency.session).plan()
  }

  /// The same agency at another moment, as it is now planned.
  func at(_ time: String) throws -> ReportStory { ReportStory(agency: try agency.at(time)) }

  /// The rows of a report, column to text.
  func rows(_ report: String, _ parameters: [String: String] = [:]) async throws -> [[String: String]] {
    try await agency.report(report, parameters)
  }

  /// The rows of a report, each as the values of some columns with a blank between them; what has no value is `-`.
  func lines(_ report: String, _ parameters: [String: String] = [:], _ columns: String...) async throws -> [String] {
    try await rows(report, parameters).map { row in
      try columns.map { column in
        let value = try #require(row[column], "the report \(report) has no column \(column)")
        return value.isEmpty ? "-" : value
      }.joined(separator: " ")
    }
  }
}
