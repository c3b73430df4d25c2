import Synchronization

/// The files of a catalogue, each read once, when it is first asked for.
final class CatalogFiles: Sendable {
  let migrations = Once<[Migration]>()
  let functions = Once<[SQLFile]>()
  let rules = Once<[Rule]>()
  let guardrails = Once<[Guardrail]>()
  let reports = Once<[Report]>()
  let checks = Once<[Check]>()
  private let home: Home
  private let statements = Mutex<[String: SQLFile]>([:])

  init(home: Home) {
    self.home = home
  }

  /// All files of a folder.
  func read(_ folder: String, kinds: [String], named: Bool = true) throws -> [SQLFile] {
    try home.files(in: folder, ending: ".sql").map { path in
      let file = try SQLFile(path: path, text: try home.text(of: path), kinds: kinds)
      if named { try file.refuseOtherName() }
      return file
    }
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
    try file.refuseUnknownKeys(Set(kinds + ["summary", "param"]))
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
