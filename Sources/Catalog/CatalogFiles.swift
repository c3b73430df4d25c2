import Synchronization

/// The files of a catalogue, each read once, when it is first asked for.
final class CatalogFiles: Sendable {
  let migrations = Once<[Migration]>()
  let functions = Once<[SQLFile]>()
  let words = Once<Words>()
  let wordQueries = Once<SQLFile>()
  private let readRules = Once<Shelf<Rule>>()
  private let readGuardrails = Once<Shelf<Guardrail>>()
  private let readReports = Once<Shelf<Report>>()
  private let readChecks = Once<Shelf<Check>>()
  private let home: Home
  private let statements = Mutex<[String: SQLFile]>([:])

  init(home: Home) {
    self.home = home
  }

  /// All files of a folder; the first that is wrong is refused.
  func read(_ folder: String, kinds: [String]) throws -> [SQLFile] {
    try home.files(in: folder, ending: ".sql").map { try SQLFile(path: $0, text: try home.text(of: $0), kinds: kinds) }
  }

  /// The rules of sql/rules.
  func rules() throws -> Shelf<Rule> {
    try readRules.value { try shelf("sql/rules", kind: "rule", Rule.init) }
  }

  /// The guardrails of sql/guardrails; one that names a rule that does not exist is refused.
  func guardrails() throws -> Shelf<Guardrail> {
    try readGuardrails.value {
      let rules = Set(try home.files(in: "sql/rules", ending: ".sql").map { Home.name(of: $0).dropLast(4) })
      return try shelf("sql/guardrails", kind: "guardrail") { file in
        let guardrail = try Guardrail(file)
        for name in guardrail.rules where !rules.contains(name[...]) {
          throw CatalogError(file: file.path, "names the rule \(name), which does not exist")
        }
        return guardrail
      }
    }
  }

  /// The reports of sql/reports.
  func reports() throws -> Shelf<Report> {
    try readReports.value { try shelf("sql/reports", kind: "report", Report.init) }
  }

  /// The invariants of sql/checks.
  func checks() throws -> Shelf<Check> {
    try readChecks.value { try shelf("sql/checks", kind: "check", Check.init) }
  }

  private func shelf<Item>(
    _ folder: String,
    kind: String,
    _ make: (SQLFile) throws -> Item
  ) throws -> Shelf<Item> {
    Shelf(
      entries: try home.files(in: folder, ending: ".sql").map { path in
        do {
          let file = try SQLFile(path: path, text: try home.text(of: path), kinds: [kind])
          try file.refuseOtherName()
          return (path, .success(try make(file)))
        } catch let error as CatalogError {
          return (path, .failure(error))
        }
      }
    )
  }

  /// The files of sql/engine, folder by folder; a name that two of them have is refused.
  func engine() throws -> [String] {
    let paths = try home.files(inFoldersOf: "sql/engine", ending: ".sql")
    var seen: [Substring: String] = [:]
    for path in paths {
      if let other = seen.updateValue(path, forKey: path.lastPart) {
        throw CatalogError(file: path, "has the name of \(other)", remedy: "give one of them another name")
      }
    }
    return paths
  }

  /// A statement, or a part of one, by its path.
  func statement(_ path: String) throws -> SQLFile {
    if let known = statements.withLock({ $0[path] }) { return known }
    guard home.has(path) else {
      throw CatalogError(file: path, "is missing", remedy: "install sql/ of the same version as the program")
    }
    let kinds =
      path.hasPrefix("sql/worklist/") ? ["worklist", "statement", "fragment"] : ["statement", "fragment", "script"]
    let file = try SQLFile(path: path, text: try home.text(of: path), kinds: kinds)
    try file.refuseOtherName()
    try file.refuseUnknownKeys(Set(kinds + ["summary", "param", "joined", "nullable", "optional", "row"]))
    statements.withLock { $0[path] = file }
    return file
  }
}

/// A value that is made when it is first needed. Two that need it at once both make it, and one of the two is kept.
final class Once<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)

  func value(_ make: () throws -> Value) rethrows -> Value {
    if let known = made.withLock({ $0 }) { return known }
    let value = try make()
    made.withLock { $0 = value }
    return value
  }
}

/// What the files of a folder define, each for itself: one that is wrong hides none of the others.
struct Shelf<Item: Sendable>: Sendable {
  /// By path: what the file defines, or what is wrong with it.
  let entries: [(path: String, result: Result<Item, CatalogError>)]

  /// What they define, but for those passed over; the first that is wrong is refused.
  func items(but passedOver: Set<String>) throws -> [Item] {
    try entries.filter { !passedOver.contains($0.path) }.map { try $0.result.get() }
  }

  /// What one file defines; nil: the file does not exist.
  func item(named name: String) throws -> Item? {
    try entries.first { Home.name(of: $0.path) == "\(name).sql" }?.result.get()
  }

  /// What is wrong, in the order of the files.
  var faults: [CatalogError] {
    entries.compactMap { entry in
      guard case .failure(let error) = entry.result else { return nil }
      return error
    }
  }
}

extension String {
  /// A path's last part: the file's name.
  fileprivate var lastPart: Substring { split(separator: "/").last ?? "" }
}
