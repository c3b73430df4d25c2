import Catalog
import Foundation

/// What shells may complete: names of reports and jobs, and the parameters and columns of a report that is named already.
enum CompletionWords {
  /// The names of the reports.
  static func names() -> [String] { words { try $0.reportNames } }

  /// The parameters of the report that is named among these words, each with its `=`.
  static func parameters(after words: [String]) -> [String] {
    self.words { try report(words, $0)?.parameters.map { "\($0.name)=" } ?? [] }
  }

  /// The columns of the report that is named among these words.
  static func columns(after words: [String]) -> [String] {
    self.words { try report(words, $0)?.columns.map(\.name) ?? [] }
  }

  /// The names of the jobs.
  static func jobs() -> [String] { words { try Job.names(home: $0.home) } }

  private static func report(_ words: [String], _ catalog: Catalog) throws -> Report? {
    let known = try catalog.reportNames
    return try words.first { known.contains($0) }.map { try catalog.report($0) }
  }

  /// What cannot be read completes nothing: a shell has no place for a message while somebody types. The command itself, once it is
  /// typed, says what is wrong.
  private static func words(_ found: (Catalog) throws -> [String]) -> [String] {
    do { return try found(catalog()) } catch { return [] }
  }

  private static func catalog() throws -> Catalog {
    Catalog(
      home: try Home.find(
        environment: ProcessInfo.processInfo.environment,
        program: Bootstrap.programPath,
        workingFolder: FileManager.default.currentDirectoryPath
      )
    )
  }
}
