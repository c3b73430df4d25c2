import Catalog
import Foundation

/// Which files the paths of a command name.
enum ImportFiles {
  /// The CSV files of folders, and files named by themselves; each once, in the order of the paths, a folder's by name.
  ///
  /// `rejects*.csv`, `expected*.csv` and what does not end in .csv, in any case, are passed over in folders, never when they are named.
  static func list(_ paths: [String]) throws -> [String] {
    var files: [String] = []
    var seen: Set<String> = []
    for path in paths {
      for file in try members(path)
      where seen.insert(URL(fileURLWithPath: file).resolvingSymlinksInPath().path).inserted {
        files.append(file)
      }
    }
    guard !files.isEmpty else {
      throw FollowUpError(
        .badData,
        "\(paths.joined(separator: ", ")): no CSV file is there",
        remedy: "name a folder of CSV files, or the files"
      )
    }
    return files
  }

  private static func members(_ path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FollowUpError(.badData, "\(path): there is no such file or folder", remedy: "check the name")
    }
    guard isFolder.boolValue else { return [path] }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw FollowUpError(.badData, "\(path): the folder cannot be read", remedy: "let this user read it")
    }
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
    return
      names
      .filter { isCSV($0) && !["rejects", "expected", "."].contains(where: $0.hasPrefix) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { "\(folder)/\($0)" }
  }

  /// Windows and FTP write names in capitals.
  private static func isCSV(_ name: String) -> Bool { name.lowercased().hasSuffix(".csv") }

  /// The canonical file that a name stands for: `touches.csv`, or our own `rejects-touches-7.csv`.
  static func target(_ path: String) throws -> ImportTarget {
    let name = URL(fileURLWithPath: path).lastPathComponent
    let stem = isCSV(name) ? name.dropLast(4).lowercased() : name
    if let target = ImportTarget.named(stem) { return target }
    let parts = stem.split(separator: "-")
    if parts.count == 3, parts[0] == "rejects", let target = ImportTarget.named(String(parts[1])) { return target }
    throw FollowUpError(
      .badData,
      "\(path): unknown file",
      remedy: "known are \(ImportTarget.all.map { $0.name + ".csv" }.joined(separator: ", ")); nothing was imported"
    )
  }
}
