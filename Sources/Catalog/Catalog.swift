/// Everything that sql/ defines, without a database. Adding a rule or report is adding one file.
///
/// A file is read and checked when it is first asked for, and kept: a command reads what it needs, ``readAll()`` reads everything.
public struct Catalog: Sendable {
  /// Where the files are.
  public let home: Home
  private let files: CatalogFiles
  /// The rules of a folder that are tried out, by name: they take the place of those of their names, or add to them.
  var trialRules: [Rule] = []

  /// What sql/ of that folder defines.
  public init(home: Home) {
    self.home = home
    files = CatalogFiles(home: home)
  }

  /// Reads and checks everything there is; the first file that is wrong is named.
  public func readAll() throws {
    _ = (try migrations, try functions, try rules, try guardrails, try reports, try checks)
    _ = (try statements, try distributionStatements)
  }

  /// Forward-only migrations, in order.
  public var migrations: [Migration] {
    get throws { try files.migrations.value { try Migration.read(home) } }
  }

  /// Repeatable definitions, in order.
  public var functions: [SQLFile] {
    get throws { try files.functions.value { try files.read("sql/functions", kinds: ["functions"], named: false) } }
  }

  /// The rules, by name.
  public var rules: [Rule] {
    get throws {
      let rules = try files.rules.value { try files.read("sql/rules", kinds: ["rule"]).map(Rule.init) }
      if trialRules.isEmpty { return rules }
      let replaced = Set(trialRules.map(\.name))
      return (rules.filter { !replaced.contains($0.name) } + trialRules)
        .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
  }

  /// The guardrails, by name; one that names a rule which there is not is refused.
  public var guardrails: [Guardrail] {
    get throws {
      try files.guardrails.value {
        let known = Set(try rules.map(\.name))
        let guardrails = try files.read("sql/guardrails", kinds: ["guardrail"]).map(Guardrail.init)
        for guardrail in guardrails {
          for name in guardrail.rules where !known.contains(name) {
            throw CatalogError(file: guardrail.file.path, "names the rule \(name), which there is not")
          }
        }
        return guardrails
      }
    }
  }

  /// The reports, by name.
  public var reports: [Report] {
    get throws { try files.reports.value { try files.read("sql/reports", kinds: ["report"]).map(Report.init) } }
  }

  /// The invariants, by name.
  public var checks: [Check] {
    get throws { try files.checks.value { try files.read("sql/checks", kinds: ["check"]).map(Check.init) } }
  }

  /// A statement of the engine, sql/engine/NAME.sql.
  public func engine(_ name: String) throws -> SQLFile { try files.statement("sql/engine/\(name).sql") }

  /// A statement of the worklist, sql/worklist/NAME.sql.
  public func worklist(_ name: String) throws -> SQLFile { try files.statement("sql/worklist/\(name).sql") }

  /// A statement or script for a database with Citus, sql/citus/NAME.sql; nothing else reads them.
  public func distribution(_ name: String) throws -> SQLFile { try files.statement("sql/citus/\(name).sql") }

  /// All statements for a database with Citus, by path, for `followup check` of one that has it.
  public var distributionStatements: [SQLFile] {
    get throws { try home.files(in: "sql/citus", ending: ".sql").map(files.statement) }
  }

  /// All statements of engine and worklist, by path, for `followup check`.
  public var statements: [SQLFile] {
    get throws {
      try ["sql/engine", "sql/worklist"].flatMap { try home.files(in: $0, ending: ".sql") }.map(files.statement)
    }
  }

  /// The report of that name; the error lists those there are.
  public func report(_ name: String) throws -> Report {
    guard let report = try reports.first(where: { $0.name == name }) else {
      throw CatalogError(
        file: nil,
        "there is no report \(name)",
        remedy: "known are \(try reports.map(\.name).joined(separator: ", "))"
      )
    }
    return report
  }

  /// The rule of that name; the error lists those there are.
  public func rule(_ name: String) throws -> Rule {
    guard let rule = try rules.first(where: { $0.name == name }) else {
      throw CatalogError(
        file: nil,
        "there is no rule \(name)",
        remedy: "known are \(try rules.map(\.name).joined(separator: ", "))"
      )
    }
    return rule
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
