import Catalog
import Foundation

/// What shells may complete: names of reports and jobs, and the parameters and columns of a report that is named already.
enum CompletionWords {
  /// The names of the reports.
  static func names() -> [String] { (try? catalog().reportNames) ?? [] }

  /// The parameters of the report that is named among these words, each with its `=`.
  static func parameters(after words: [String]) -> [String] { (report(words)?.parameters ?? []).map { "\($0.name)=" } }

  /// The columns of the report that is named among these words.
  static func columns(after words: [String]) -> [String] { (report(words)?.columns ?? []).map(\.name) }

  /// The names of the jobs.
  static func jobs() -> [String] { (try? Job.names(home: catalog().home)) ?? [] }

  private static func report(_ words: [String]) -> Report? {
    guard let catalog = try? catalog(), let known = try? catalog.reportNames else { return nil }
    return words.first { known.contains($0) }.flatMap { try? catalog.report($0) }
  }

  /// What cannot be read completes nothing: a shell has no place for a message while somebody types.
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
