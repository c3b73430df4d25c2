/// A forward-only step of the schema, sql/schema/0001_….sql.
public struct Migration: Sendable, Equatable {
  /// Its number, from 1, without gaps.
  public let version: Int
  /// The file.
  public let file: SQLFile
  /// What it does, in a sentence.
  public let summary: String
  /// What it does to tables that were there before; a test compares it with the locks that it takes. Empty where its header does not say, as in the first
  /// eight migrations.
  public let work: [TableWork]

  /// What a migration does to a table that was there before.
  public struct TableWork: Sendable, Equatable {
    /// The table; nil: every one.
    public let table: String?
    /// What is done to it.
    public var deeds: Set<Deed> = []
    /// How many indexes are built.
    public var indexes = 0

    /// Whether others can neither read nor write it until the migration is done.
    public var keepsReadersOut: Bool { !deeds.isDisjoint(with: [.alters, .reads]) }
    /// Whether others can at most read it until then.
    public var keepsWritersOut: Bool { keepsReadersOut || !deeds.isDisjoint(with: [.indexes, .refers]) }
    /// Whether it takes longer the more rows there are.
    public var growsWithRows: Bool { !deeds.isDisjoint(with: [.reads, .indexes, .updates]) }

    init(table: String?) {
      self.table = table
    }
  }

  /// The keys of a migration's header that name tables.
  public enum Deed: String, Sendable, CaseIterable {
    /// Its definition changes, whatever its rows: nobody reads or writes it for a moment.
    case alters
    /// Another table refers to it, or it gets a trigger: nobody writes to it for a moment.
    case refers
    /// Each row is checked, and nobody reads or writes it meanwhile.
    case reads
    /// Indexes are built, and nobody writes to it meanwhile.
    case indexes
    /// Rows are changed.
    case updates
  }

  static func read(_ home: Home) throws -> [Migration] {
    var migrations: [Migration] = []
    for path in try home.files(in: "sql/schema", ending: ".sql") {
      let file = try SQLFile(path: path, text: try home.text(of: path), kinds: ["migration"])
      guard let version = Int(file.name), version == migrations.count + 1,
        path.hasPrefix("sql/schema/" + String(repeating: "0", count: 4 - "\(version)".count) + "\(version)_")
      else {
        throw CatalogError(
          file: path,
          line: 1,
          "migration \(file.name) is not the next in number",
          remedy: "number the files and their first lines 1, 2, 3…"
        )
      }
      migrations.append(
        Migration(
          version: version,
          file: file,
          summary: file.header.text("summary") ?? "",
          work: try work(file)
        )
      )
    }
    return migrations
  }

  /// The tables of the header, in the order in which they are first named: `application 3, follow_up`, or `every table`.
  private static func work(_ file: SQLFile) throws -> [TableWork] {
    var work: [TableWork] = []
    for entry in file.header.entries {
      guard let deed = Deed(rawValue: entry.key) else { continue }
      for item in entry.value.split(separator: ",").map(trimmed) {
        let words = item.split(separator: " ").map(String.init)
        let isEvery = item == "every table"
        let count = words.count == 2 ? Int(words[1]) : 1
        guard isEvery || words.count == 1 || words.count == 2 && deed == .indexes, isEvery || count ?? 0 > 0 else {
          throw CatalogError(
            file: file.path,
            line: entry.line,
            "\(deed.rawValue): \"\(item)\" does not name a table",
            remedy: "write the names of tables with commas between them, after those of indexes how many: touch 2"
          )
        }
        let table = isEvery ? nil : words[0]
        let place = work.firstIndex { $0.table == table } ?? work.endIndex
        if place == work.endIndex { work.append(TableWork(table: table)) }
        work[place].deeds.insert(deed)
        if deed == .indexes { work[place].indexes += count ?? 1 }
      }
    }
    return work
  }
}
