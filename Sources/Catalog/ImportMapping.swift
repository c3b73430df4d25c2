/// How a foreign export maps onto the canonical files: one file, jobs/imports/NAME.yaml. The language is explained in jobs/imports/README.md.
public struct ImportMapping: Sendable {
  /// How the files are written.
  public struct Reading: Sendable {
    /// Encodings a file can have.
    public enum Encoding: String, Sendable, CaseIterable {
      /// The default.
      case utf8 = "utf-8"
      /// With or without a byte order mark; without one, little-endian.
      case utf16 = "utf-16"
      /// ISO 8859-1.
      case latin1 = "latin-1"
      /// Windows, western Europe and America.
      case windows1252 = "windows-1252"
    }

    /// Files that are written otherwise; nil: as all others.
    public struct File: Sendable {
      /// Names of source files, `*` for any text.
      public let file: String
      /// The byte between cells.
      public let delimiter: UInt8?
      /// How text is encoded.
      public let encoding: Encoding?
      /// Lines before the header line.
      public let skipLines: Int?
    }

    /// The byte between cells.
    public var delimiter: UInt8 = 0x2C
    /// How text is encoded.
    public var encoding = Encoding.utf8
    /// Lines before the header line.
    public var skipLines = 0
    /// Files that are written otherwise; the first whose name fits counts.
    public var files: [File] = []
    /// Cells that mean "not known", besides the empty one.
    public var empty: [String] = []
    /// Whether dates that other systems write for "not known", such as 0000-00-00, are empty.
    public var emptyDates = true
    /// Whether words match in upper and lower case: in maps, conditions and `empty`.
    public var ignoresCase = false
    /// How times and dates are written.
    public var times: [ImportTimePattern] = [.iso]
    /// The zone of times without an offset; nil: the agency's.
    public var zone: String?

    /// As a mapping that says nothing of it.
    public init() {}
  }

  /// Rows that are one person under several ids: one stays, the others are passed over and referred to as that one.
  public struct SamePerson: Sendable {
    /// The canonical file they become rows of.
    public let target: String
    /// The file.
    public let file: String
    /// The column of their id.
    public let id: String
    /// Columns that are the same and not empty; none: the address that the canonical row gets.
    public let by: [String]
    /// Whether people of different names can be one person.
    public let hasAnyName: Bool
    /// The line in the mapping.
    public let line: Int
  }

  /// A table of another file, from a key to one value; held in memory while the import runs.
  public struct Lookup: Sendable {
    /// Which row's value stands when several have the key.
    public enum Pick: String, Sendable, CaseIterable {
      /// The first in the file.
      case first
      /// The last in the file.
      case last
      /// That with the earliest time.
      case earliest
      /// That with the latest time.
      case latest
    }

    /// Its name.
    public let name: String
    /// The file it is made of.
    public let file: String
    /// The rows that count.
    public let conditions: [ImportCondition]
    /// The key.
    public let key: [ImportExpression]
    /// The value.
    public let take: ImportExpression
    /// Which of several.
    public let pick: Pick
    /// The line in the mapping.
    public let line: Int
  }

  /// One source file that becomes rows of one canonical file.
  public struct Entry: Sendable {
    /// The canonical file.
    public let target: ImportTarget
    /// Names of source files, `*` for any text.
    public let files: [String]
    /// The cell of which each part becomes a row of its own.
    public let each: Each?
    /// Columns worked out first, in order, and read like those of the file.
    public let lets: [(name: String, value: ImportExpression)]
    /// Rows passed over.
    public let skips: [Skip]
    /// The canonical columns.
    public let columns: [(column: ImportTarget.Column, value: ImportExpression)]
    /// The line in the mapping.
    public let line: Int
  }

  /// One cell that holds several values: a row becomes one for each of them.
  public struct Each: Sendable {
    /// The column; in each row it holds one value.
    public let column: String
    /// The texts between values.
    public let separators: [String]
    /// The line in the mapping.
    public let line: Int
  }

  /// Rows passed over, and why.
  public struct Skip: Sendable {
    /// All of these hold.
    public let when: [ImportCondition]
    /// Not all of these hold.
    public let unless: [ImportCondition]
    /// Why, for people.
    public let reason: String
  }

  /// The mapping's name, that of the file.
  public let name: String
  /// The file, for messages.
  public let file: String
  /// What it reads.
  public let summary: String
  /// How the files are written.
  public let reading: Reading
  /// Files of which nothing is taken, `*` for any text, and why.
  public let ignored: [(file: String, reason: String)]
  /// Who appears twice.
  public let samePersons: [SamePerson]
  /// The lookups, by name.
  public let lookups: [String: Lookup]
  /// What becomes what.
  public let entries: [Entry]

  /// Reads jobs/imports/NAME.yaml of a home; anything wrong in it is refused with its line.
  public static func read(_ name: String, home: Home) throws -> ImportMapping {
    let known = try names(home: home)
    guard known.contains(name) else {
      throw CatalogError(
        file: nil,
        "the import source \(name) does not exist",
        remedy: "use one of: \((["canonical"] + known).joined(separator: ", "))"
      )
    }
    let file = home.path(of: "\(name).yaml", in: "jobs/imports")
    return try ImportMapping(name: name, text: try home.text(of: file), file: file)
  }

  /// The mappings there are.
  public static func names(home: Home) throws -> [String] {
    try home.files(in: "jobs/imports", ending: ".yaml").map { String(Home.name(of: $0).dropLast(5)) }
  }

  /// Reads a mapping's text.
  public init(name: String, text: String, file: String) throws {
    let parser = ImportMappingParser(file: file)
    let top = ImportMappingParser.Keys(entries: try StrictYAML(text: text, file: file).all, line: 1)
    try parser.allow(top, ["summary", "read", "ignore", "same_person", "lookups", "files"])
    self.name = name
    self.file = file
    summary = try parser.required(top, "summary")
    reading = try parser.reading(top)
    ignored = try parser.keys(top, "ignore")?.entries.map { ($0.key, try parser.scalar($0.value, "the reason")) } ?? []
    samePersons = try parser.list(top, "same_person").map(parser.samePerson)
    let lookups = try parser.keys(top, "lookups")?.entries.map(parser.lookup) ?? []
    self.lookups = Dictionary(uniqueKeysWithValues: lookups.map { ($0.name, $0) })
    entries = try parser.list(top, "files").map(parser.entry)
    guard !entries.isEmpty else {
      throw parser.error(1, "files are missing", "list under files: which file becomes what")
    }
    try refuseUnknownLookups(parser)
    try refuseWordsThatMatchTwice(parser)
  }

  /// Where case is nothing, two words of a map must not be the same.
  private func refuseWordsThatMatchTwice(_ parser: ImportMappingParser) throws {
    for expression in expressions {
      guard expression.ignoresCase ?? reading.ignoresCase, let map = expression.map else { continue }
      var seen: [String: String] = [:]
      for word in map.keys.sorted() {
        guard let other = seen.updateValue(word, forKey: word.lowercased()) else { continue }
        guard map[other] != map[word] else { continue }
        throw parser.error(
          expression.line,
          "\(other) and \(word) are the same word when case is ignored",
          "keep one of them"
        )
      }
    }
  }

  /// Every value there is.
  private var expressions: [ImportExpression] {
    let made = entries.flatMap { entry -> [ImportExpression] in
      entry.lets.map(\.value) + entry.columns.map(\.value)
    }
    let lookedUp = lookups.values.sorted { $0.line < $1.line }.flatMap { lookup -> [ImportExpression] in
      lookup.key + [lookup.take]
    }
    return (made + lookedUp).flatMap(\.withParts)
  }

  private func refuseUnknownLookups(_ parser: ImportMappingParser) throws {
    for expression in expressions {
      guard case .lookup(let name, let by) = expression.base else { continue }
      guard let lookup = lookups[name] else {
        throw parser.error(
          expression.line,
          "the lookup \(name) does not exist",
          "use one of: \(lookups.keys.sorted().joined(separator: ", "))"
        )
      }
      guard lookup.key.count == by.count else {
        throw parser.error(
          expression.line,
          "the key of the lookup \(name) has \(lookup.key.count) parts, but by: gives \(by.count)",
          "give as many under by:"
        )
      }
    }
    for lookup in lookups.values.sorted(by: { $0.line < $1.line }) {
      for expression in (lookup.key + [lookup.take]).flatMap(\.withParts) {
        if case .lookup = expression.base {
          throw parser.error(expression.line, "a lookup cannot use a lookup", "look it up where it is used")
        }
      }
    }
  }
}
