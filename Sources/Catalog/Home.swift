import Foundation

/// The folder that contains sql/ and jobs/: `$FOLLOWUP_HOME`, else beside the installed program, else the checkout.
public struct Home: Sendable, Equatable {
  /// Absolute path of the folder.
  public let folder: String
  /// A folder of messages of the user's own, which are used instead of those of the same name in jobs/messages.
  public private(set) var messages: String?

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
    home.messages = messages
    return home
  }

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

  /// The files of a folder below home with that ending, by name; none when the folder does not exist.
  public func files(in subfolder: String, ending: String) throws -> [String] {
    let path = folder + "/" + subfolder
    guard Home.isFolder(path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { subfolder + "/" + $0 }
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

  /// Whether there is such a file below home.
  public func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + path) }

  /// The text of a file below home; errors name it.
  public func text(of path: String) throws -> String {
    do {
      return try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
    } catch {
      throw CatalogError(file: path, "cannot be read as UTF-8 text: \(error.localizedDescription)")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
  }
}
