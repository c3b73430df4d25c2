import Foundation

/// The layer rules for one source file: who may import whom, where SQL may stand, what is not written at all.
enum LayerRules {
  /// The rooms, and what of the program each may import; everything else of it is upward or sideways.
  static let rooms: [String: Set<String>] = [
    "CLibPQ": [], "CCurl": [], "CGLib": [], "CGMime": [], "CHTMLParser": [], "CICal": [], "CXlsxWriter": [],
    "SQLText": [],
    "WallClock": [],
    "Postgres": ["CLibPQ", "SQLText", "WallClock"],
    "Tabular": ["CGLib", "CHTMLParser", "CICal", "CXlsxWriter", "WallClock"],
    "Mail": ["CCurl", "CGMime"],
    "Catalog": ["SQLText", "WallClock"],
    "LocalPostgres": [],
    "Citus": ["Catalog", "Postgres", "SQLText"],
    "FollowUpEngine": ["Catalog", "Citus", "Mail", "Postgres", "Tabular", "WallClock"],
    "followup": ["Catalog", "Citus", "FollowUpEngine", "LocalPostgres", "Mail", "Postgres", "Tabular"],
    "statement-writer": ["Catalog", "LocalPostgres", "Postgres"],
  ]

  /// Files, or whole folders, that hold statements although they are Swift, and why.
  static let mayHoldSQL: [String: String] = [
    "Sources/Postgres/": "begins and ends transactions; knows no table",
    "Sources/LocalPostgres/Session.swift": "makes the database, before there is anything to read a file into",
  ]

  /// Files, or whole folders, that name files of sql/engine although they are Swift, and why; all others call the functions that
  /// deploy/statements writes.
  static let mayNameStatements: [String: String] = [
    "Sources/FollowUpEngine/Statements/": "written by deploy/statements",
    "Sources/FollowUpEngine/Core/Statements.swift": "what those functions call",
    "Sources/Catalog/Catalog.swift": "makes the views of the words",
    "Sources/Catalog/CatalogFiles.swift": "lists the folders",
    "Sources/Catalog/ImportStatement.swift": "puts the statements of an import together",
    "Sources/Catalog/ReportStatement.swift": "puts a selection around a report",
    "Sources/Catalog/Words.swift": "takes the digest of what rules rest on",
    "Sources/statement-writer/": "writes those functions",
  ]

  /// What is wrong with the imports of a file, given its path from the package's folder.
  static func badImports(_ path: String, _ source: String) -> [String] {
    let room = path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    guard let allowed = rooms[room] else { return ["\(path): \(room) is not listed in LayerRules.rooms"] }
    let pattern =
      #/
      ^\s* (?: @\w+ (?: \([^)]*\) )? \s+ )*
      (?: (?: public|package|internal|fileprivate|private ) \s+ )?
      import \s+ (?: (?: struct|class|enum|protocol|typealias|func|var|let ) \s+ )?
      (?<module> \w+ )
      /#
    return lines(of: SwiftText(source).code).compactMap { number, text in
      guard let match = text.firstMatch(of: pattern) else { return nil }
      let module = String(match.output.module)
      if text.contains("@testable") { return "\(path):\(number): @testable outside of tests" }
      guard rooms[module] != nil, module != room, !allowed.contains(module) else { return nil }
      return "\(path):\(number): \(room) may not import \(module)"
    }
  }

  /// Literals that begin like a statement, in capitals or in small letters; a sentence begins with one capital.
  static func sql(_ path: String, _ source: String) -> [String] {
    let capitals =
      #/
      ^\s* (?: SELECT|INSERT\ INTO|DELETE\ FROM|MERGE\ INTO|UPDATE\ \S+\ SET|COPY|CREATE|ALTER|DROP|TRUNCATE|GRANT
        |REVOKE|REFRESH|VALUES|WITH\ (?: RECURSIVE\ )? \w+\ .* AS ) [\s(]
      /#
    let small =
      #/
      ^\s* (?: select\s (?: .|\s )* \sfrom | insert\s+into | delete\s+from | update\s+\S+\s+set
        | with\s+ (?: recursive\s+ )? \w+ .* \sas | copy\s+\S+\s+ (?: from|to ) | create\s+table ) [\s(]
      /#
    return SwiftText(source).literals.compactMap { line, text in
      guard text.firstMatch(of: capitals) != nil || text.firstMatch(of: small) != nil else { return nil }
      return "\(path):\(line): SQL text in Swift; it belongs into sql/"
    }
  }

  /// Places that name a file of sql/engine in a literal: its path, or the argument of a call that takes its name.
  static func namedStatements(_ path: String, _ source: String) -> [String] {
    let text = SwiftText(source)
    let paths = text.literals.filter { $0.text.contains("sql/engine") }.map(\.line)
    let named = /(?:^|[^A-Za-z_])(?:engine|statement|query|change|part|script)\(\s*(?:at:\s*)?""/
    let rooms = ["FollowUpEngine", "followup", "statement-writer"]
    let knowsStatements = rooms.contains { path.hasPrefix("Sources/\($0)/") }
    let calls = text.code.matches(of: named).map { call in
      text.code[..<call.range.lowerBound].count(where: \.isNewline) + 1
    }
    return Set(paths + (knowsStatements ? calls : [])).sorted().map {
      "\(path):\($0): names a statement; call its function (deploy/statements writes it)"
    }
  }

  /// Constructs that are not written in this house.
  static func forbidden(_ path: String, _ source: String) -> [String] {
    lines(of: SwiftText(source).code).flatMap { number, text -> [String] in
      var found: [String] = []
      if text.contains(/\btry!/) { found.append("\(path):\(number): try! ends the program; throw") }
      if text.contains(/@unchecked\s+Sendable\b/) && !path.hasPrefix("Sources/Postgres/") {
        found.append("\(path):\(number): @unchecked Sendable outside of Postgres")
      }
      return found
    }
  }

  /// Lines with turns of phrase that readers from all over the world stumble over, in code, comments and messages alike.
  static func stiffEnglish(_ path: String, _ text: String) -> [String] {
    let pattern =
      #/
      \b (?<there> there\ )?
      (?<phrase> (?: is|are )\ no\b (?! \ (?: longer|more )\b ) | (?: is|are )\ none\ of\b | (?: is|are )\ not\b )
      /#
      .ignoresCase()
    return lines(of: text).flatMap { number, line in
      line.matches(of: pattern).compactMap { match in
        let isNot = match.output.phrase.lowercased().hasSuffix("not")
        guard (match.output.there != nil) == isNot else { return nil }
        return "\(path):\(number): write plain English, not \"\(match.output.0)\""
      }
    }
  }

  /// "there is no …" in a message: what is not known is named, as in "the agency \"Acme\" does not exist".
  static func stiffMessages(_ path: String, _ source: String) -> [String] {
    SwiftText(source).literals.compactMap { line, text in
      text.contains(/\bthere (is|are) no\b/) ? "\(path):\(line): say what does not exist, not \"there is no\"" : nil
    }
  }

  private static func lines(of code: String) -> [(number: Int, text: Substring)] {
    code.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().map { ($0 + 1, $1) }
  }

  // MARK: - The files

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every Swift file of the product, with its path from the package's folder.
  static func sources() throws -> [(path: String, text: String)] {
    try files(in: "Sources", endings: ["swift"])
  }

  /// Every text that people read: sources, SQL, jobs and pages. Migrations are never rewritten, so they are left out.
  static func texts() throws -> [(path: String, text: String)] {
    let endings: Set = ["swift", "sql", "yaml", "mustache", "md"]
    return try ["Sources", "sql", "jobs"].flatMap { try files(in: $0, endings: endings) }
      .filter { !$0.path.hasPrefix("sql/schema") }
  }

  /// Lines that a merge of two versions left for somebody to decide, with their places.
  static func marksOfMerges() throws -> [String] {
    let endings: Set = ["swift", "sql", "yaml", "mustache", "md", "py", "json", "css", ""]
    let parts = try ["Sources", "sql", "jobs", "deploy", "Tests"].flatMap { try files(in: $0, endings: endings) }
    let top = try ["README.md", "CHANGELOG.md", "Package.swift"].map { path in
      (path, try String(contentsOf: folder.appending(path: path), encoding: .utf8))
    }
    return (parts + top).flatMap { path, text in
      text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
        ["<", ">"].contains { line.hasPrefix(String(repeating: $0, count: 7) + " ") } ? "\(path):\(index + 1)" : nil
      }
    }
  }

  private static func files(in part: String, endings: Set<String>) throws -> [(path: String, text: String)] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.appending(path: part).path)
    return try paths.filter { path in
      var isFolder: ObjCBool = false
      let file = folder.appending(path: "\(part)/\(path)")
      return endings.contains(file.pathExtension)
        && FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted().map { path in
      ("\(part)/\(path)", try String(contentsOf: folder.appending(path: "\(part)/\(path)"), encoding: .utf8))
    }
  }
}
