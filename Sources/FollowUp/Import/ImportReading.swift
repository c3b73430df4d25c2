import Catalog

/// What an import reads: its files, what each becomes, and how.
struct ImportReading: Sendable {
  /// A file and the canonical file its rows become.
  struct File: Sendable, Equatable {
    let file: String
    let target: String
  }

  /// Every pair, each once.
  let files: [File]
  private let open: @Sendable () throws -> [any RowSource]

  /// Finds the files; what is missing or unknown is refused before anything is read.
  init(source: String, paths: [String], session: AgencySession) throws {
    let found = try ImportFiles.list(paths)
    let files = try found.map { File(file: $0, target: try ImportFiles.target($0).name) }
    self.files = files
    open = {
      try files.map { file in try CanonicalFile(path: file.file, target: try ImportFiles.target(file.file)) }
    }
    // Header lines are read before the database is asked for anything.
    _ = try open()
  }

  /// The files, opened.
  func sources() throws -> [any RowSource] { try open() }
}
