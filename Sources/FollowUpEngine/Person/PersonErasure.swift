public import Foundation
import Logging
import Postgres

/// Takes a person out of everything that is held: names, addresses, numbers and words go, counts, times and states stay.
///
/// All of it is one transaction. That it was done is kept without the person; an import knows them again by salted digests and refuses them.
public struct PersonErasure: Sendable {
  /// What was erased, or would be.
  public struct Outcome: Sendable {
    /// The rows that were the person: `candidate c3`.
    public internal(set) var rows: [String] = []
    /// The day on which they were erased before, in the agency's zone; nil: this was the first time.
    public internal(set) var erasedBefore: String?
    /// Recruiters who have the same address, by their id at the source; they stay.
    public internal(set) var recruiters: [String] = []
    /// What was changed, with how many of it.
    public internal(set) var counts: [(what: String, rows: Int)] = []
    /// The files that were removed, since they told of the person.
    public internal(set) var files: [String] = []
  }

  private let session: AgencySession
  private let by: String
  private let folders: TraceFolders
  private let isDryRun: Bool

  /// An erasure at an agency.
  ///
  /// - Parameters:
  ///   - by: who does it; kept.
  ///   - folders: where files were written that may tell of the person.
  ///   - dryRun: everything is counted, and nothing is changed or removed.
  public init(
    _ session: AgencySession,
    by: String = NSUserName(),
    folders: TraceFolders,
    dryRun: Bool = false
  ) {
    self.session = session
    self.by = by
    self.folders = folders
    isDryRun = dryRun
  }

  /// Erases a person. Whoever is erased already stays so; what has come since that tells of them goes too.
  ///
  /// - Throws: ``FollowUpError`` of kind usage when nobody is meant; of kind output when a file cannot be removed, and then nothing is
  ///   changed in the database.
  public func erase(_ name: PersonName) async throws -> Outcome {
    let isDryRun = isDryRun
    return try await session.transaction(keepingIf: { _ in !isDryRun }) { connection in
      try erase(name, on: connection)
    }
  }

  private func erase(_ name: PersonName, on connection: isolated Connection) throws -> Outcome {
    let statements = session.statements
    // Nobody writes mails or plans meanwhile with the words that go.
    _ = try connection.query(statements.nudgeLock())
    _ = try connection.query(statements.agencyLock())
    let person = try PersonRows(name, session, on: connection)
    var outcome = Outcome(rows: person.names, recruiters: person.recruiters)
    if person.isErased {
      let before = try connection.query(
        statements.erasedBefore(address: name.address, externalID: name.externalID, kind: name.kind)
      )
      guard let before = before.first else { throw person.unknown(name) }
      outcome.erasedBefore = before.erasedOn
    }
    let rows = ErasedRows(person)
    let removal = PersonRemoval(session, folders: folders, dryRun: isDryRun)
    let patterns = try removal.patterns(of: rows, address: name.address, on: connection)
    if !person.isErased { try removal.remember(rows, by: by, ground: .request, on: connection) }
    (outcome.counts, outcome.files) = try removal.remove(rows, patterns, on: connection)
    return outcome
  }
}
