public import Catalog
public import FollowUpEngine
public import Foundation
public import Logging
import Postgres
import Tabular
public import TestServer

/// An agency in a database of its own, cloned from a migrated template, with the clock given.
public struct TestAgency: Sendable {
  /// Gone with the last reference to it.
  public let database: TestDatabase
  /// A session at the moment given.
  public let session: AgencySession

  /// The checkout's sql/ and jobs/.
  public static func home() throws -> Home { try Home(folder: checkout) }

  /// The checkout's folder.
  public static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// A database with the schema and nothing in it.
  public static func emptyDatabase() async throws -> TestDatabase {
    try TestServer.clone(
      try await TestServer.makeTemplate(name: "schema") { conninfo in
        let connection = try await Connection.open(Connection.Settings(conninfo: conninfo))
        _ = try await Migrator(connection: connection, catalog: Catalog(home: try home())).migrate()
        await connection.close()
      }
    )
  }

  /// A new agency. `catalog` is the checkout's unless a test brings its own.
  public static func make(
    zone: String = "America/New_York",
    asOf: String,
    catalog: Catalog? = nil,
    database: TestDatabase? = nil
  ) async throws -> TestAgency {
    let place: TestDatabase
    if let database { place = database } else { place = try await emptyDatabase() }
    let connection = try await Connection.open(
      Connection.Settings(conninfo: place.conninfo, parameters: ["jit": "off"])
    )
    let definitions = try catalog ?? Catalog(home: home())
    let agency = try await Agencies(connection: connection, catalog: definitions).add(name: "Test", timeZone: zone)
    return TestAgency(
      database: place,
      session: AgencySession(
        connection: connection,
        catalog: definitions,
        agency: agency,
        asOf: try moment(asOf),
        logger: quietLogger()
      )
    )
  }

  /// The agency of a session, in that database.
  public init(database: TestDatabase, session: AgencySession) {
    self.database = database
    self.session = session
  }

  /// The same agency at another moment.
  public func at(_ time: String) throws -> TestAgency {
    TestAgency(
      database: database,
      session: AgencySession(
        connection: session.connection,
        catalog: session.catalog,
        agency: session.agency,
        asOf: try moment(time),
        logger: session.logger
      )
    )
  }

  /// Runs SQL as it stands, in the agency's name: `:agency` is its id.
  public func sql(_ text: String) async throws {
    try await session.connection.executeScript(text.replacingOccurrences(of: ":agency", with: "\(session.agency.id)"))
  }

  /// The rows of a report, column to text.
  public func report(_ name: String, _ parameters: [String: String] = [:]) async throws -> [[String: String]] {
    let buffer = MemoryBuffer()
    try await ReportRunner(session).run(
      try session.catalog.report(name),
      parameters: parameters,
      format: .csv,
      output: .memory(buffer),
      options: SinkOptions()
    )
    return try csvRows(buffer.text)
  }

  /// Plans, then the report follow_ups.
  public func plannedFollowUps(_ parameters: [String: String] = [:]) async throws -> [[String: String]] {
    _ = try await Planner(session).plan()
    return try await report("follow_ups", parameters)
  }
}

/// The moment of an ISO 8601 time with offset.
public func moment(_ text: String) throws -> Date {
  let formatter = ISO8601DateFormatter()
  formatter.formatOptions = [.withInternetDateTime]
  guard let date = formatter.date(from: text) else { throw SupportError("\(text) is not a moment") }
  return date
}

/// The rows of a CSV text with a header line, column to text.
public func csvRows(_ text: String) throws -> [[String: String]] {
  let folder = try temporaryFolder()
  let path = folder + "/rows.csv"
  try text.write(toFile: path, atomically: true, encoding: .utf8)
  defer { remove(folder) }
  var reader = try CSVReader(path: path)
  guard let header = try reader.next() else { return [] }
  var rows: [[String: String]] = []
  while let record = try reader.next() {
    rows.append(Dictionary(uniqueKeysWithValues: zip(header.fields, record.fields)))
  }
  return rows
}

/// A logger that says nothing.
public func quietLogger() -> Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

/// What a test's own means could not do.
public struct SupportError: Error, CustomStringConvertible {
  /// What.
  public let description: String

  /// An error.
  public init(_ description: String) {
    self.description = description
  }
}

/// A new folder, gone when the test process ends.
public func temporaryFolder() throws -> String {
  let path = NSTemporaryDirectory() + "followup-test-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  try TestServer.removeAtExit(path)
  return path
}

private func remove(_ path: String) {
  do {
    try FileManager.default.removeItem(atPath: path)
  } catch {
    FileHandle.standardError.write(Data("\(path) stays behind: \(error)\n".utf8))
  }
}
