public import Foundation
import Logging
import Postgres
public import Tabular

/// Keeps people no longer than the agency's policy says: `keep_candidates_days`, `keep_references_days`, and at least `keep_minimum_days`.
///
/// Candidates and references are taken out after so long without any event, as by `person erase`: counts, times and states stay,
/// and an import refuses them from then on. The moment is the session's; days are counted in the agency's zone.
public struct Retention: Sendable {
  /// How long people are kept, in days.
  public struct Settings: Sendable, Equatable {
    /// What the law wants at least.
    public let minimum: Int
    /// After a candidate's last fact; nil: for ever.
    public let candidates: Int?
    /// After a reference was last needed; nil: for ever.
    public let references: Int?

    /// Whether everybody is kept.
    public var keepsEverybody: Bool { candidates == nil && references == nil }
    /// In a sentence.
    public var words: String {
      if keepsEverybody {
        return "everybody is kept: the policy keys keep_candidates_days and keep_references_days are not set"
      }
      let days = { (days: Int?) in days.map { "for \(Swift.max($0, minimum)) days" } ?? "for ever" }
      return "candidates are kept \(days(candidates)) after their last fact, references \(days(references))"
    }
  }

  /// What was done.
  public struct Outcome: Sendable, Equatable {
    /// Candidates who were anonymised, or would be.
    public internal(set) var candidates = 0
    /// References who were anonymised, or would be.
    public internal(set) var references = 0
    /// Those who are kept although their time is over, since something blocks it.
    public internal(set) var blocked = 0
    /// Files that were removed, since they told of somebody.
    public internal(set) var files: [String] = []

    /// What a run records.
    var numbers: [String: Int] {
      ["candidates": candidates, "references": references, "blocked": blocked, "files": files.count]
    }
    /// How many that is.
    public var words: String {
      let who = [(candidates, "candidate"), (references, "reference")].map { "\($0) \($1)\($0 == 1 ? "" : "s")" }
      return "\(who[0]) and \(who[1])"
    }
  }

  /// How many rows of people are anonymised in a transaction: texts are looked through once for all of them.
  static let batch = 25

  private let session: AgencySession
  private let by: String
  private let folders: TraceFolders

  /// Retention at an agency.
  ///
  /// - Parameters:
  ///   - by: who does it; kept.
  ///   - folders: where files were written that may tell of somebody.
  public init(_ session: AgencySession, by: String = NSUserName(), folders: TraceFolders) {
    self.session = session
    self.by = by
    self.folders = folders
  }

  /// That some are kept although their time is over, for logs, which name nobody.
  static func notice(_ blocked: Int) -> String {
    "\(blocked) whose time is over \(blocked == 1 ? "is" : "are") kept, since something blocks it; followup person retention "
      + "--dry-run shows what"
  }

  /// How long people are kept.
  public func settings() async throws -> Settings {
    let statement = try session.statements.retentionSettings()
    return try await session.transaction { connection in
      guard let row = try connection.query(statement).first else {
        throw FollowUpError(.failed, "retention_settings returned no row")
      }
      return Settings(minimum: row.minimumDays, candidates: row.candidatesDays, references: row.referencesDays)
    }
  }

  /// Anonymises everybody whose time is over and who is not blocked, some at a time; what was done stays done when it is interrupted.
  ///
  /// - Throws: ``FollowUpError`` of kind output when a file cannot be removed; then those of that batch stay, and the next run begins
  ///   with them.
  public func run() async throws -> Outcome {
    var outcome = Outcome()
    while true {
      try Task.checkCancellation()
      let done = try await session.transaction { connection in try batch(on: connection) }
      guard let done else { break }
      outcome.candidates += done.candidates
      outcome.references += done.references
      outcome.files += done.files
    }
    outcome.blocked = try await preview().blocked
    return outcome
  }

  /// How many that would be now.
  public func preview() async throws -> Outcome {
    let statement = try session.statements.retentionCounts()
    return try await session.transaction { connection in
      var outcome = Outcome()
      for row in try connection.query(statement) {
        outcome.candidates = row.candidates
        outcome.references = row.referenceContacts
        outcome.blocked = row.blocked
      }
      return outcome
    }
  }

  /// Writes who would be anonymised now, by id, and who is kept although their time is over: what blocks it, and until when.
  public func list(format: Format, output: Output, options: SinkOptions) async throws {
    try await StatementTable(session).write(
      try session.statements.retentionList().statement,
      title: "retention",
      format: format,
      output: output,
      options: options
    )
  }

  /// Anonymises the next ones; nil: there are none.
  private func batch(on connection: isolated Connection) throws -> Outcome? {
    let statements = session.statements
    // As an erasure: nobody writes mails or plans meanwhile with the words that go.
    _ = try connection.query(statements.nudgeLock())
    _ = try connection.query(statements.agencyLock())
    let due = try connection.query(statements.retentionDue(limit: Retention.batch))
    guard !due.isEmpty else { return nil }
    let all = ErasedRows(due)
    let removal = PersonRemoval(session, folders: folders)
    let patterns = try removal.patterns(of: all, address: nil, on: connection)
    // One erasure for each person, so that one of them can be let in again without the others.
    for (_, rows) in Dictionary(grouping: due, by: \.person).sorted(by: { $0.key < $1.key }) {
      try removal.remember(ErasedRows(rows), by: by, ground: .age, on: connection)
    }
    let (_, files) = try removal.remove(all, patterns, on: connection)
    return Outcome(candidates: all.candidates.count, references: all.references.count, files: files)
  }
}

extension ErasedRows {
  /// Those whose time is over.
  fileprivate init(_ due: [Statements.RetentionDue]) {
    let ids = { (kind: String) in due.filter { $0.kind == kind }.map(\.rowID) }
    self.init(candidates: ids("candidate"), references: ids("reference"))
  }
}
