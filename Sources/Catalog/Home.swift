import Foundation

/// The folder that contains sql/ and jobs/: `$FOLLOWUP_HOME`, else beside the installed program, else the checkout.
public struct Home: Sendable, Equatable {
  /// Absolute path of the folder.
  public let folder: String
  /// Folders of messages of the user's own, which are used instead of those of the same name in jobs/messages; the first that has one wins.
  public private(set) var messages: [String] = []
  /// Folders of the user's own, with the folders of ``places`` in them; the first that has a file of a name wins.
  public private(set) var own: [String] = []

  /// Folders below home, and what each is called in a folder of the user's own.
  public static let places = [
    "sql/rules": "rules", "sql/guardrails": "guardrails", "sql/reports": "reports", "sql/checks": "checks",
    "jobs": "jobs", "jobs/imports": "imports", "jobs/messages": "messages",
  ]

  /// A folder that is known to hold sql/ and jobs/.
  public init(folder: String) throws {
    for part in ["sql", "jobs"] where !Home.isFolder(folder + "/" + part) {
      throw CatalogError(
        file: nil,
        "\(folder) has no folder \(part)/",
        remedy: "set FOLLOWUP_HOME to the folder that contains sql/ and jobs/"
      )
    }
    self.folder = folder
  }

  /// The same with a folder of messages of the user's own.
  ///
  /// - Throws: ``CatalogError`` when the folder does not exist.
  public func with(messages: String) throws -> Home {
    guard Home.isFolder(messages) else {
      throw CatalogError(
        file: nil,
        "messages.folder names \(messages), which is not a folder",
        remedy: "make it, or take the setting out"
      )
    }
    var home = self
    home.messages.insert(messages, at: 0)
    return home
  }

  /// The same with folders of the user's own beside it.
  ///
  /// - Throws: ``CatalogError`` when one does not exist, or holds a folder that nothing is read from.
  public func with(own folders: [String]) throws -> Home {
    var home = self
    let known = Home.places.values.sorted()
    for folder in folders.map({ URL(fileURLWithPath: $0).standardizedFileURL.path }) {
      guard Home.isFolder(folder) else {
        throw CatalogError(
          file: nil,
          "catalog.folders names \(folder), which is not a folder",
          remedy: "make it, with \(known.joined(separator: ", ")) in it as you need them, or take the setting out"
        )
      }
      for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where !name.hasPrefix(".") {
        guard Home.isFolder("\(folder)/\(name)"), !known.contains(name) else { continue }
        throw CatalogError(
          file: "\(folder)/\(name)",
          "is not a folder that anything is read from",
          remedy: wordsToUse(known, insteadOf: name)
        )
      }
      home.own.append(folder)
      if Home.isFolder("\(folder)/messages") { home.messages.append("\(folder)/messages") }
    }
    return home
  }

  /// Files of the user's own that are used instead of those of the same names below home.
  public func replaced() throws -> [(own: String, builtIn: String)] {
    try Home.places.keys.sorted().filter { $0 != "jobs/messages" }.flatMap { place in
      try [".sql", ".yaml"].flatMap { try files(in: place, ending: $0) }
        .filter { $0.hasPrefix("/") }
        .map { (own: $0, builtIn: "\(place)/\(Home.name(of: $0))") }
        .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0.builtIn)") }
    }
  }

  /// The last part of a path.
  static func name(of path: String) -> Substring { path.split(separator: "/").last ?? "" }

  /// Finds the folder: the one named by FOLLOWUP_HOME, else the nearest above the program or the working folder.
  public static func find(environment: [String: String], program: String, workingFolder: String) throws -> Home {
    if let named = environment["FOLLOWUP_HOME"], !named.isEmpty { return try Home(folder: named) }
    for start in [
      URL(fileURLWithPath: program).resolvingSymlinksInPath().deletingLastPathComponent().path, workingFolder,
    ] {
      var folder = URL(fileURLWithPath: start)
      for _ in 0..<8 {
        for candidate in [folder.path, folder.path + "/share/followup"]
        where isFolder(candidate + "/sql/rules") && isFolder(candidate + "/jobs") {
          return try Home(folder: candidate)
        }
        folder = folder.deletingLastPathComponent()
      }
    }
    throw CatalogError(
      file: nil,
      "sql/ and jobs/ were not found beside the program or above \(workingFolder)",
      remedy: "set FOLLOWUP_HOME to the folder that contains them"
    )
  }

  /// The files of a folder below home with that ending, by name; none when the folder does not exist. A file of the user's own stands
  /// instead of that of its name, by its absolute path.
  public func files(in subfolder: String, ending: String) throws -> [String] {
    var paths: [String: String] = [:]
    for name in try Home.names(in: "\(folder)/\(subfolder)", ending: ending) { paths[name] = "\(subfolder)/\(name)" }
    if let place = Home.places[subfolder] {
      for folder in own.reversed() {
        for name in try Home.names(in: "\(folder)/\(place)", ending: ending) {
          paths[name] = "\(folder)/\(place)/\(name)"
        }
      }
    }
    return paths.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
  }

  /// The path of a file of a folder below home, that of the user's own where there is one.
  func path(of name: String, in subfolder: String) -> String {
    let places = own.compactMap { folder in Home.places[subfolder].map { "\(folder)/\($0)/\(name)" } }
    return places.first { FileManager.default.fileExists(atPath: $0) } ?? "\(subfolder)/\(name)"
  }

  private static func names(in path: String, ending: String) throws -> [String] {
    guard isFolder(path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path).filter {
      $0.hasSuffix(ending) && !$0.hasPrefix(".")
    }
  }

  /// The files of a folder's own folders below home with that ending, folder by folder, by name.
  func files(inFoldersOf subfolder: String, ending: String) throws -> [String] {
    let path = folder + "/" + subfolder
    guard Home.isFolder(path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { !$0.hasPrefix(".") && Home.isFolder(path + "/" + $0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .flatMap { try files(in: subfolder + "/" + $0, ending: ending) }
  }

  /// Whether there is such a file, by its path from home or its absolute one.
  public func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: absolute(path)) }

  private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

  /// The text of a file, by its path from home or its absolute one; errors name it.
  public func text(of path: String) throws -> String {
    do {
      return try String(contentsOfFile: absolute(path), encoding: .utf8)
    } catch {
      throw CatalogError(file: path, "cannot be read as UTF-8 text: \(error.localizedDescription)")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }
}
