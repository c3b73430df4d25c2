import Foundation

/// The folder of PostgreSQL's programs, and their version.
package struct ServerBinaries {
  let folder: String
  let version: String
  let major: Int

  static let oldestMajor = 15
  private static let needed = ["postgres", "initdb", "psql"]

  /// The path of one of the programs.
  package func path(_ program: String) -> String { folder + "/" + program }

  /// Looks in $FOLLOWUP_PG_BIN (and then nowhere else), `pg_config --bindir`, the packages' folders, the search path.
  ///
  /// - Parameter major: the version of an existing cluster; a server of that version is preferred to a newer one.
  package static func find(environment: [String: String], major wanted: Int? = nil) throws -> ServerBinaries {
    if let folder = environment["FOLLOWUP_PG_BIN"], !folder.isEmpty {
      return try named(folder)
    }
    var tooOld: [ServerBinaries] = []
    var usable: [ServerBinaries] = []
    for folder in try candidates(environment: environment) {
      guard let found = try probe(folder) else { continue }
      if found.major < oldestMajor { tooOld.append(found) } else { usable.append(found) }
      if found.major == wanted { return found }
    }
    if let found = usable.first { return found }
    if let old = tooOld.first {
      throw LocalPostgresError(
        .missingServer,
        "PostgreSQL \(old.version) is too old; \(oldestMajor) or newer is needed",
        where: old.folder,
        remedy: installation
      )
    }
    throw LocalPostgresError(
      .missingServer,
      "no PostgreSQL server is installed (looked for postgres, initdb and psql)",
      remedy: installation
    )
  }

  private static let installation = """
    install PostgreSQL \(oldestMajor) or newer (Debian and Ubuntu: apt-get install postgresql), name the folder of its \
    programs in FOLLOWUP_PG_BIN, or configure a database of your own (database.url, PGHOST)
    """

  private static func named(_ folder: String) throws -> ServerBinaries {
    guard let found = try probe(folder) else {
      throw LocalPostgresError(
        .missingServer,
        "FOLLOWUP_PG_BIN names a folder without PostgreSQL's postgres, initdb and psql",
        where: folder,
        remedy: "correct it, e.g. /usr/lib/postgresql/17/bin, or unset it so that the programs are found automatically"
      )
    }
    guard found.major >= oldestMajor else {
      throw LocalPostgresError(
        .missingServer,
        "PostgreSQL \(found.version), named by FOLLOWUP_PG_BIN, is too old",
        where: folder,
        remedy: installation
      )
    }
    return found
  }

  /// The folders in which PostgreSQL's programs may be, the likeliest first.
  static func candidates(environment: [String: String]) throws -> [String] {
    var folders: [String] = []
    let searched = (environment["PATH"] ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    if let program = searched.map({ $0 + "/pg_config" }).first(where: Files.isExecutable) {
      let output = try Command(program, ["--bindir"]).run()
      if output.status == 0 { folders.append(output.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
    let packaged = try Files.entries("/usr/lib/postgresql").filter { Int($0) != nil }
      .sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }
    folders += packaged.map { "/usr/lib/postgresql/\($0)/bin" }
    let redHat = try Files.entries("/usr").filter { $0.hasPrefix("pgsql-") }.sorted().reversed()
    folders += redHat.map { "/usr/\($0)/bin" }
    folders += searched
    return folders.reduce(into: []) { unique, folder in
      if !folder.isEmpty && !unique.contains(folder) { unique.append(folder) }
    }
  }

  private static func probe(_ folder: String) throws -> ServerBinaries? {
    guard needed.allSatisfy({ Files.isExecutable(folder + "/" + $0) }) else { return nil }
    let output = try Command(folder + "/postgres", ["--version"]).run()
    guard output.status == 0, let version = version(in: output.standardOutput) else { return nil }
    return ServerBinaries(folder: folder, version: version.text, major: version.major)
  }

  /// `postgres (PostgreSQL) 15.20 (Debian …)` → 15.20 and 15; `18beta1` → 18beta1 and 18.
  static func version(in line: String) -> (text: String, major: Int)? {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard let name = words.firstIndex(of: "(PostgreSQL)"), words.indices.contains(name + 1),
      let major = Int(words[name + 1].prefix(while: \.isNumber))
    else { return nil }
    return (String(words[name + 1]), major)
  }
}
