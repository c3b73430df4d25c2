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
  private let folders: [String]
  private let others: [String]
  private let isDryRun: Bool

  /// An erasure at an agency.
  ///
  /// - Parameters:
  ///   - by: who does it; kept.
  ///   - folders: where files were written that may tell of the person; nothing outside of them is touched.
  ///   - others: folders within these that are other agencies': they stay as they are.
  ///   - dryRun: everything is counted, and nothing is changed or removed.
  public init(
    _ session: AgencySession,
    by: String = NSUserName(),
    folders: [String],
    others: [String] = [],
    dryRun: Bool = false
  ) {
    self.session = session
    self.by = by
    self.folders = folders
    self.others = others
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
    let (candidates, contacts, references) = (person.candidates, person.contacts, person.references)
    guard
      let patterns = try connection.query(
        statements.personPatterns(
          address: name.address,
          candidates: candidates,
          contacts: contacts,
          references: references
        )
      ).first
    else { throw FollowUpError(.failed, "person_patterns returned no row") }
    if !person.isErased {
      try connection.execute(
        statements.eraseRemember(by: by, candidates: candidates, contacts: contacts, references: references)
      )
    }
    outcome.counts = try change(person, anyCase: patterns.anyCase, asWritten: patterns.asWritten, on: connection)
    // Last: when a file cannot be removed, the database stays as it was, and the same command begins anew.
    let files = try PersonFiles(anyCase: patterns.anyCase, asWritten: patterns.asWritten)
    outcome.files = try files.remove(from: folders, others: others, dryRun: isDryRun)
    return outcome
  }

  private func change(
    _ person: PersonRows,
    anyCase: String,
    asWritten: String,
    on connection: isolated Connection
  ) throws -> [(what: String, rows: Int)] {
    let statements = session.statements
    let (candidates, contacts, references) = (person.candidates, person.contacts, person.references)
    var counts: [(what: String, rows: Int)] = []
    for row in try connection.query(
      statements.eraseFollowUps(
        anyCase: anyCase,
        asWritten: asWritten,
        candidates: candidates,
        contacts: contacts,
        references: references
      )
    ) {
      counts += [
        ("follow-ups of theirs, kept without remarks", row.theirs), ("remarks on other follow-ups", row.others),
        ("answers to follow-ups", row.answers),
      ]
    }
    for row in try connection.query(
      statements.eraseTouches(
        anyCase: anyCase,
        asWritten: asWritten,
        candidates: candidates,
        contacts: contacts,
        references: references
      )
    ) {
      counts += [("touches of theirs, kept without words", row.theirs), ("notes on other touches", row.others)]
    }
    for row in try connection.query(
      statements.eraseMessages(anyCase: anyCase, asWritten: asWritten, candidates: candidates)
    ) {
      counts += [
        ("messages to them or about them, kept without words", row.messages), ("attachments", row.attachments),
      ]
    }
    for row in try connection.query(statements.eraseMail(anyCase: anyCase, asWritten: asWritten)) {
      counts += [("mails that were read", row.mails), ("entries of addresses", row.addresses)]
    }
    for row in try connection.query(statements.eraseRecords(anyCase: anyCase, asWritten: asWritten)) {
      counts += [("rows that imports refused or left", row.rejects), ("records of runs", row.runs)]
    }
    for row in try connection.query(
      statements.erasePeople(
        anyCase: anyCase,
        asWritten: asWritten,
        candidates: candidates,
        contacts: contacts,
        references: references
      )
    ) {
      counts += [
        ("rows of people", row.candidates + row.contacts + row.referenceContacts),
        ("rows that were merged into theirs", row.mergedRows),
        ("applications and interviews", row.others),
      ]
    }
    return counts.filter { $0.rows > 0 }
  }
}
