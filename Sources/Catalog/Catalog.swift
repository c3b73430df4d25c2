import Foundation

/// Everything that sql/ defines, read and checked without a database. Adding a rule or report is adding one file.
public struct Catalog: Sendable {
  /// Where the files are.
  public let home: Home
  /// Forward-only migrations, in order.
  public let migrations: [Migration]
  /// Repeatable definitions, in order.
  public let functions: [SQLFile]
  /// The rules, by name.
  public internal(set) var rules: [Rule]
  /// The guardrails, by name.
  public let guardrails: [Guardrail]
  /// The reports, by name.
  public let reports: [Report]
  /// The invariants, by name.
  public let checks: [Check]
  private let engineFiles: [String: SQLFile]
  private let worklistFiles: [String: SQLFile]

  /// Reads all of sql/; the first file that is wrong is named.
  public init(home: Home) throws {
    self.home = home
    migrations = try Migration.read(home)
    functions = try Catalog.read(home, "sql/functions", kinds: ["functions"], named: false)
    rules = try Catalog.read(home, "sql/rules", kinds: ["rule"]).map(Rule.init)
    guardrails = try Catalog.read(home, "sql/guardrails", kinds: ["guardrail"]).map(Guardrail.init)
    reports = try Catalog.read(home, "sql/reports", kinds: ["report"]).map(Report.init)
    checks = try Catalog.read(home, "sql/checks", kinds: ["check"]).map(Check.init)
    engineFiles = Dictionary(
      uniqueKeysWithValues: try Catalog.read(home, "sql/engine", kinds: ["statement", "fragment", "script"]).map {
        ($0.name, $0)
      }
    )
    worklistFiles = Dictionary(
      uniqueKeysWithValues: try Catalog.read(home, "sql/worklist", kinds: ["worklist", "statement", "fragment"])
        .map { ($0.name, $0) }
    )
    for file in engineFiles.values {
      try file.refuseUnknownKeys(["statement", "fragment", "script", "summary", "param"])
    }
    for file in worklistFiles.values {
      try file.refuseUnknownKeys(["worklist", "statement", "fragment", "summary", "param"])
    }
    try refuseUnknownRules()
  }

  /// A statement of the engine, sql/engine/NAME.sql.
  public func engine(_ name: String) throws -> SQLFile {
    guard let file = engineFiles[name] else {
      throw CatalogError(
        file: "sql/engine/\(name).sql",
        "is missing",
        remedy: "install sql/ of the same version as the program"
      )
    }
    return file
  }

  /// A statement of the worklist, sql/worklist/NAME.sql.
  public func worklist(_ name: String) throws -> SQLFile {
    guard let file = worklistFiles[name] else {
      throw CatalogError(
        file: "sql/worklist/\(name).sql",
        "is missing",
        remedy: "install sql/ of the same version as the program"
      )
    }
    return file
  }

  /// All statements of engine and worklist, by name, for `followup check`.
  public var statements: [SQLFile] {
    (Array(engineFiles.values) + Array(worklistFiles.values)).sorted { $0.path < $1.path }
  }

  /// The report of that name; the error lists those there are.
  public func report(_ name: String) throws -> Report {
    guard let report = reports.first(where: { $0.name == name }) else {
      throw CatalogError(
        file: nil,
        "there is no report \(name)",
        remedy: "known are \(reports.map(\.name).joined(separator: ", "))"
      )
    }
    return report
  }

  /// The rule of that name; the error lists those there are.
  public func rule(_ name: String) throws -> Rule {
    guard let rule = rules.first(where: { $0.name == name }) else {
      throw CatalogError(
        file: nil,
        "there is no rule \(name)",
        remedy: "known are \(rules.map(\.name).joined(separator: ", "))"
      )
    }
    return rule
  }

  private func refuseUnknownRules() throws {
    let known = Set(rules.map(\.name))
    for guardrail in guardrails {
      for name in guardrail.rules where !known.contains(name) {
        throw CatalogError(file: guardrail.file.path, "names the rule \(name), which there is not")
      }
    }
  }

  private static func read(_ home: Home, _ folder: String, kinds: [String], named: Bool = true) throws -> [SQLFile] {
    try home.files(in: folder, ending: ".sql").map { path in
      let file = try SQLFile(path: path, text: try home.text(of: path), kinds: kinds)
      if named { try file.refuseOtherName() }
      return file
    }
  }
}

/// A forward-only step of the schema, sql/schema/0001_….sql.
public struct Migration: Sendable, Equatable {
  /// Its number, from 1, without gaps.
  public let version: Int
  /// The file.
  public let file: SQLFile

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
          "migration \(file.name) is not the next one",
          remedy: "number the files and their first lines 1, 2, 3…"
        )
      }
      migrations.append(Migration(version: version, file: file))
    }
    return migrations
  }
}
