import Crypto
import SQLText

/// SQL with its values, ready to be sent; where it came from is kept for messages.
public struct BoundSQL: Sendable, Equatable {
  /// The text, with `$1`, `$2`… where the values go.
  public let sql: String
  /// The values in PostgreSQL's text format; nil is NULL.
  public let values: [String?]
  /// The file.
  public let file: String
  /// Where each value belongs to.
  public let places: [Place]

  /// A parameter of a file.
  public struct Place: Sendable, Equatable {
    /// The file's path.
    public let file: String
    /// The parameter's name.
    public let parameter: String
  }
}

/// A file with its values, to be put where another file says `/* include: name */`. Several are joined by UNION ALL, or stand one after
/// the other where their header says `joined: in sequence`.
public struct SQLPart: Sendable {
  /// The file.
  public let file: SQLFile
  /// Its values by name; the names of one file do not meet those of another.
  public let values: [String: String?]
  /// Names of tables and columns, for `{name}`.
  public let names: [String: String]
  /// What goes where it includes others itself.
  public let parts: [String: [SQLPart]]

  /// A part.
  public init(
    _ file: SQLFile,
    _ values: [String: String?],
    names: [String: String] = [:],
    parts: [String: [SQLPart]] = [:]
  ) {
    self.file = file
    self.values = values
    self.names = names
    self.parts = parts
  }

  /// Binds every parameter as `$n`; a parameter without a value is an error that names it.
  public func bind() throws -> BoundSQL {
    var sql = ""
    var bound = BoundValues()
    try file.append(self, to: &sql, bound: &bound)
    return BoundSQL(sql: sql, values: bound.values, file: file.path, places: bound.places)
  }
}

/// One file under sql/: its header, its text, and the psql-style parameters in it.
public struct SQLFile: Sendable, Equatable {
  /// Path from home, for messages.
  public let path: String
  /// The first header key: rule, report, statement…
  public let kind: String
  /// The first header value: what the file defines.
  public let name: String
  /// All of the header.
  public let header: SQLHeader
  /// The whole text.
  public let text: String
  /// Found when they are first asked for: a script, a migration or a function's definition is sent as it stands.
  private let foundPieces = Once<[SQLFragment]>()
  private var pieces: [SQLFragment] { foundPieces.value { SQLFragment.pieces(of: text) } }

  /// Reads a file's text. The first header line must be `-- kind: name`.
  public init(path: String, text: String, kinds: [String]) throws {
    let header = SQLHeader(text)
    guard let first = header.entries.first, kinds.contains(first.key), !first.value.isEmpty else {
      throw CatalogError(
        file: path,
        line: 1,
        "the first line does not say what the file defines",
        remedy: "begin it with `-- \(kinds.joined(separator: " or ")): name`"
      )
    }
    self.path = path
    self.text = text
    self.header = header
    kind = first.key
    name = first.value
  }

  /// Whether two have the same path and text; all else follows from these.
  public static func == (one: SQLFile, other: SQLFile) -> Bool { one.path == other.path && one.text == other.text }

  /// The names of the parameters, each once, in the order of the text.
  public var parameterNames: [String] {
    var seen: Set<String> = []
    return pieces.compactMap { piece in
      guard case .parameter(let name) = piece, seen.insert(name).inserted else { return nil }
      return name
    }
  }

  /// The names of its places `/* include: name */`, in the order of the text.
  public var includeNames: [String] {
    pieces.compactMap { piece in
      guard case .include(let name, _) = piece else { return nil }
      return name
    }
  }

  /// Whether the text has a place `/* include: name */`.
  public func includes(_ name: String) -> Bool {
    pieces.contains(.include(name, mayBeEmpty: false)) || pieces.contains(.include(name, mayBeEmpty: true))
  }

  /// SHA-256 of the text, in hex.
  public var digest: String { sha256Hex(text) }

  /// Binds every parameter as `$n`; a parameter without a value is an error that names it.
  public func bind(_ values: [String: String?], parts: [String: [SQLPart]] = [:]) throws -> BoundSQL {
    try SQLPart(self, values, parts: parts).bind()
  }

  /// Refuses a file that defines something else than its name says.
  func refuseOtherName() throws {
    let stem = (path.split(separator: "/").last ?? "").dropLast(4)
    guard name == stem else {
      throw CatalogError(
        file: path,
        line: 1,
        "defines \(name), but the file is called \(stem).sql",
        remedy: "give both the same name"
      )
    }
  }

  /// Refuses a file whose text has one of these names, in any case, quoted or not.
  func refuseNames(_ names: Set<String>) throws {
    let bytes = Array(text.utf8)
    var scanner = SQLScanner(bytes)
    while let token = scanner.next() {
      guard token.kind == .name || token.kind == .quotedName else { continue }
      let name = String(decoding: bytes[token.range], as: UTF8.self).lowercased().filter { $0 != "\"" }
      // A name may also be written by escapes: U&"\0073et".
      guard names.contains(name) || name.contains("\\") else { continue }
      throw CatalogError(
        file: path,
        line: bytes[..<token.range.lowerBound].count { $0 == 0x0A } + 1,
        "uses \(name), which could choose another agency or role",
        remedy: "leave it out: the agency is chosen before a report runs"
      )
    }
  }

  fileprivate func append(_ part: SQLPart, to sql: inout String, bound: inout BoundValues) throws {
    var numbers: [String: Int] = [:]
    for piece in pieces {
      switch piece {
      case .text(let text): sql += text
      case .parameter(let name):
        guard let value = part.values[name] else {
          throw CatalogError(
            file: path,
            "the parameter :\(name) has no value",
            remedy: "declare it: -- param: \(name) = …"
          )
        }
        if numbers[name] == nil {
          bound.values.append(value)
          bound.places.append(BoundSQL.Place(file: path, parameter: name))
          numbers[name] = bound.values.count
        }
        sql += "$\(numbers[name, default: 0])"
      case .names(let name):
        guard let names = part.names[name] else {
          throw CatalogError(file: path, "nothing is given for {\(name)}")
        }
        sql += names
      case .include(let name, let mayBeEmpty):
        let included = part.parts[name] ?? []
        guard mayBeEmpty || !included.isEmpty else {
          throw CatalogError(file: path, "nothing is given for /* include: \(name) */")
        }
        for (position, each) in included.enumerated() {
          if position > 0 { sql += each.file.standsInSequence ? "\n" : "\nUNION ALL\n" }
          try each.file.append(each, to: &sql, bound: &bound)
        }
      }
    }
  }

  /// Whether several of it stand one after the other where they are included, without UNION ALL.
  private var standsInSequence: Bool { header.text("joined") == "in sequence" }
}

/// Values in the order of `$1`, `$2`…, and what they belong to.
fileprivate struct BoundValues {
  var values: [String?] = []
  var places: [BoundSQL.Place] = []
}

/// SHA-256 of a text's UTF-8 bytes, in lower-case hex.
public func sha256Hex(_ text: String) -> String {
  let digits = Array("0123456789abcdef".utf8)
  let hex = SHA256.hash(data: Array(text.utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  return String(decoding: hex, as: UTF8.self)
}
