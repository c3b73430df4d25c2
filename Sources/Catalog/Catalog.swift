/// Everything that sql/ defines, without a database. Adding a rule or report is adding one file.
///
/// A file is read and checked when it is first asked for, and kept: a command reads what it needs, ``faults()`` reads everything.
public struct Catalog: Sendable {
  /// Where the files are.
  public let home: Home
  private let files: CatalogFiles
  /// The rules of a folder that are tried out, by name: they take the place of those of their names, or add to them.
  var trialRules: [Rule] = []
  /// Files that are known to be wrong, by path: they are passed over.
  var passedOver: Set<String> = []

  /// What sql/ of that folder defines.
  public init(home: Home) {
    self.home = home
    files = CatalogFiles(home: home)
  }

  /// What is wrong with the files of sql/, each read by itself: one error a file.
  public func faults() throws -> [CatalogError] {
    let paths = try ["sql/worklist", "sql/citus"].flatMap { try home.files(in: $0, ending: ".sql") }
    return try failures { _ = try migrations } + failures { _ = try functions } + files.rules().faults
      + files.guardrails().faults + files.reports().faults + files.checks().faults + failures { _ = try files.engine() }
      + (home.files(inFoldersOf: "sql/engine", ending: ".sql") + paths).flatMap { path in
        try failures { _ = try files.statement(path) }
      }
  }

  /// What is wrong with the files that define rules.
  public var ruleFaults: [CatalogError] { get throws { try files.rules().faults } }

  /// What is wrong with the files that define reports.
  public var reportFaults: [CatalogError] { get throws { try files.reports().faults } }

  /// What is wrong with the files of sql/checks.
  public var checkFaults: [CatalogError] {
    get throws { try files.checks().faults.filter { !passedOver.contains($0.file ?? "") } }
  }

  private func failures(_ read: () throws -> Void) throws -> [CatalogError] {
    do {
      try read()
      return []
    } catch let error as CatalogError {
      return [error]
    }
  }

  /// The same catalogue without these files, given by path.
  public func passingOver(_ paths: some Sequence<String>) -> Catalog {
    var catalog = self
    catalog.passedOver.formUnion(paths)
    return catalog
  }

  /// The version of the schema that the migrations make, without reading them: the number of the last.
  public var schemaVersion: Int {
    get throws { try home.files(in: "sql/schema", ending: ".sql").count }
  }

  /// Forward-only migrations, in order.
  public var migrations: [Migration] {
    get throws { try files.migrations.value { try Migration.read(home) } }
  }

  /// Repeatable definitions, in order: the words, then sql/functions.
  public var functions: [SQLFile] {
    get throws {
      try files.functions.value {
        let dropped = try files.statement("sql/engine/schema/words_dropped.sql")
        let view = try files.statement("sql/engine/schema/word_as_view.sql")
        return [try words.asViews(dropped: dropped, view: view)]
          + (try files.read("sql/functions", kinds: ["functions"]))
      }
    }
  }

  /// The words of the practice.
  public var words: Words {
    get throws { try files.words.value { try Words(try files.read("sql/words", kinds: ["word"])) } }
  }

  /// The words as queries of one statement.
  public var wordQueries: SQLFile {
    get throws { try files.wordQueries.value { try words.asQueries() } }
  }

  /// The rules, by name.
  public var rules: [Rule] {
    get throws {
      let rules = try files.rules().items(but: passedOver)
      if trialRules.isEmpty { return rules }
      let replaced = Set(trialRules.map(\.name))
      return (rules.filter { !replaced.contains($0.name) } + trialRules)
        .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
  }

  /// The guardrails, by name; one that names a rule that does not exist is refused.
  public var guardrails: [Guardrail] {
    get throws { try files.guardrails().items(but: passedOver) }
  }

  /// The reports, by name.
  public var reports: [Report] {
    get throws { try files.reports().items(but: passedOver) }
  }

  /// The invariants, by name.
  public var checks: [Check] {
    get throws { try files.checks().items(but: passedOver) }
  }

  /// A statement, a part of one, or a script, by its path from home.
  public func statement(at path: String) throws -> SQLFile { try files.statement(path) }

  /// A statement of the worklist, sql/worklist/NAME.sql.
  public func worklist(_ name: String) throws -> SQLFile { try files.statement("sql/worklist/\(name).sql") }

  /// All statements of a folder, by path.
  public func statements(in folder: String) throws -> [SQLFile] {
    try statements(home.files(in: folder, ending: ".sql"))
  }

  /// All statements of engine and worklist, by path, for `followup check`.
  public var statements: [SQLFile] {
    get throws { try statements(files.engine() + home.files(in: "sql/worklist", ending: ".sql")) }
  }

  private func statements(_ paths: [String]) throws -> [SQLFile] {
    try paths.filter { !passedOver.contains($0) }.map(files.statement)
  }

  /// The names of the reports there are, of those too whose file is wrong.
  public var reportNames: [String] {
    get throws { try names(in: "sql/reports") }
  }

  /// The names of the rules there are, of those too whose file is wrong.
  public var ruleNames: [String] {
    get throws { Set(try names(in: "sql/rules") + trialRules.map(\.name)).sorted() }
  }

  private func names(in folder: String) throws -> [String] {
    try home.files(in: folder, ending: ".sql").map { String(Home.name(of: $0).dropLast(4)) }
  }

  /// The report of that name, even if others are wrong; the error lists those that exist.
  public func report(_ name: String) throws -> Report {
    guard let report = try files.reports().item(named: name) else {
      throw unknown("report", name, try reportNames)
    }
    return report
  }

  /// A command and what it prints on the sample agency, as deploy/examples wrote it beside the report with the arguments of its header's `example`; nil: the
  /// file does not exist.
  public func example(of report: Report) throws -> String? {
    let path = String(report.file.path.dropLast(3)) + "example.txt"
    return home.has(path) ? try home.text(of: path) : nil
  }

  /// The rule of that name, even if others are wrong; the error lists those that exist.
  public func rule(_ name: String) throws -> Rule {
    if let trial = trialRules.first(where: { $0.name == name }) { return trial }
    guard let rule = try files.rules().item(named: name) else {
      throw unknown("rule", name, try ruleNames)
    }
    return rule
  }

  private func unknown(_ what: String, _ name: String, _ known: [String]) -> CatalogError {
    CatalogError(
      file: nil,
      "the \(what) \(name) does not exist",
      remedy: "use one of: \(known.joined(separator: ", "))"
    )
  }
}
