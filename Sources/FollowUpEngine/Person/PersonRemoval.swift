import Postgres

/// Folders in which files may tell of people; nothing outside of them is touched.
public struct TraceFolders: Sendable {
  let paths: [String]
  let others: [String]

  /// - Parameters:
  ///   - paths: where files were written.
  ///   - others: folders within these that are other agencies': they stay as they are.
  public init(_ paths: [String], others: [String] = []) {
    self.paths = paths
    self.others = others
  }
}

/// Rows of people that are taken out together.
struct ErasedRows: Sendable {
  /// By our ids.
  var candidates: [Int] = []
  var contacts: [Int] = []
  var references: [Int] = []
}

extension ErasedRows {
  /// The rows of one person.
  init(_ person: PersonRows) {
    self.init(candidates: person.candidates, contacts: person.contacts, references: person.references)
  }
}

/// Takes people out of everything that is held, within a transaction that is open: what `person erase` does at somebody's request, and
/// ``Retention`` when nothing has happened for as long as people are kept.
struct PersonRemoval: Sendable {
  /// Why.
  enum Ground: String {
    /// They asked for it.
    case request
    /// Nothing had happened for as long as people are kept.
    case age
  }

  private let session: AgencySession
  private let folders: TraceFolders
  private let isDryRun: Bool

  init(_ session: AgencySession, folders: TraceFolders, dryRun: Bool = false) {
    self.session = session
    self.folders = folders
    isDryRun = dryRun
  }

  /// By what texts are found that tell of them; to be asked while their names are still stored.
  func patterns(
    of rows: ErasedRows,
    address: String?,
    on connection: isolated Connection
  ) throws -> Statements.PersonPatterns {
    let found = try connection.query(
      session.statements.personPatterns(
        address: address,
        candidates: rows.candidates,
        contacts: rows.contacts,
        references: rows.references
      )
    )
    guard let patterns = found.first else { throw FollowUpError(.failed, "person_patterns returned no row") }
    return patterns
  }

  /// Writes down that one person goes, and by which digests an import knows them again.
  func remember(_ rows: ErasedRows, by: String, ground: Ground, on connection: isolated Connection) throws {
    try connection.execute(
      session.statements.eraseRemember(
        by: by,
        candidates: rows.candidates,
        contacts: rows.contacts,
        ground: ground.rawValue,
        references: rows.references
      )
    )
  }

  /// Takes them out of every table, then of the files.
  ///
  /// - Returns: what was changed with how many of it, and the files that were removed.
  func remove(
    _ rows: ErasedRows,
    _ patterns: Statements.PersonPatterns,
    on connection: isolated Connection
  ) throws -> (counts: [(what: String, rows: Int)], files: [String]) {
    let counts = try change(rows, patterns, on: connection)
    // Last: when a file cannot be removed, the database stays as it was, and the same command begins anew.
    let files = try PersonFiles(anyCase: patterns.anyCase, asWritten: patterns.asWritten)
    return (counts, try files.remove(from: folders.paths, others: folders.others, dryRun: isDryRun))
  }

  private func change(
    _ rows: ErasedRows,
    _ patterns: Statements.PersonPatterns,
    on connection: isolated Connection
  ) throws -> [(what: String, rows: Int)] {
    let statements = session.statements
    let (anyCase, asWritten) = (patterns.anyCase, patterns.asWritten)
    let (candidates, contacts, references) = (rows.candidates, rows.contacts, rows.references)
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
