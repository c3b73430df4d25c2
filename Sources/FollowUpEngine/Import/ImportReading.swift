import Catalog
import Foundation

/// What an import reads: its files, what each becomes, and how.
struct ImportReading: Sendable {
  /// A file and the canonical file its rows become; no name: none.
  struct File: Sendable, Hashable {
    let file: String
    let target: String
  }

  /// Every pair, each once.
  let files: [File]
  /// What lies in the folders and is not read.
  let unread: [ImportOutcome.Unread]
  private let open: @Sendable () throws -> [any RowSource]

  /// Finds the files; what is missing or unknown, and header lines that are wrong, are refused before anything is written. The database
  /// is asked only who of those that a mapping takes for one person is stored.
  init(source: String, paths: [String], session: AgencySession) async throws {
    let listed = try ImportFiles.list(paths, formats: source == "canonical" ? [.csv] : SourceName.Format.allCases)
    let found = listed.files
    if source == "canonical" {
      let targets = try found.map { (file: $0, target: try ImportFiles.target($0)) }
      unread = listed.unread
      files = targets.map { File(file: $0.file, target: $0.target.name) }
      open = { try targets.map { try CanonicalFile(path: $0.file, target: $0.target) } }
    } else {
      guard let zone = TimeZone(identifier: session.agency.timeZone) else {
        throw FollowUpError(
          .configuration,
          "this machine does not know the agency's time zone \(session.agency.timeZone)"
        )
      }
      var reading = try MappedReading(
        mapping: try ImportMapping.read(source, home: session.catalog.home),
        files: found,
        agencyZone: zone,
        dates: EventDates(asOf: session.asOf)
      )
      try reading.read(try await reading.samePersons.settled(source: source, session: session))
      unread = listed.unread + reading.unread
      let mapped = reading
      // Two entries may make rows of one canonical file from one source file.
      files = Array(Set(mapped.files))
      open = { try mapped.sources() }
    }
    _ = try open()
  }

  /// The files, opened.
  func sources() throws -> [any RowSource] { try open() }
}
