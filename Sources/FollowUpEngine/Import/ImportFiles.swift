import Catalog
import Foundation

/// Which files the paths of a command name.
enum ImportFiles {
  /// The files of rows in folders, and files named by themselves; each once, in the order of the paths, a folder's by name.
  ///
  /// `rejects*.csv`, `expected*.csv` and what does not end as a file of rows does, in any case, are passed over in folders and told of, never
  /// when they are named. What is hidden is not looked at.
  ///
  /// - Parameter formats: how files of rows end; canonical ones are CSV only.
  static func list(
    _ paths: [String],
    formats: [SourceName.Format]
  ) throws -> (files: [String], unread: [ImportOutcome.Unread]) {
    var files: [String] = []
    var unread: [ImportOutcome.Unread] = []
    var seen: Set<String> = []
    for path in paths {
      let found = try members(path, formats)
      unread += found.unread
      for file in found.files
      where seen.insert(URL(fileURLWithPath: file).resolvingSymlinksInPath().path).inserted {
        files.append(file)
      }
    }
    guard !files.isEmpty else {
      throw FollowUpError(
        .badData,
        "\(paths.joined(separator: ", ")): contains no \(words(formats)) file",
        remedy: "name a folder of such files, or the files"
      )
    }
    let named = Set(files)
    return (files, unread.filter { !named.contains($0.file) })
  }

  private static func members(
    _ path: String,
    _ formats: [SourceName.Format]
  ) throws -> (files: [String], unread: [ImportOutcome.Unread]) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FollowUpError(.badData, "\(path): this file or folder does not exist", remedy: "check the name")
    }
    guard isFolder.boolValue else { return ([path], []) }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw FollowUpError(.badData, "\(path): the folder cannot be read", remedy: "give this user the right to read it")
    }
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
    var found: (files: [String], unread: [ImportOutcome.Unread]) = ([], [])
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where !name.hasPrefix(".") {
      let file = "\(folder)/\(name)"
      if SourceName.format(of: name).map(formats.contains) != true {
        let reason =
          "is not read; only files that end in \(formats.map { ".\($0)" }.joined(separator: ", ")) are. If it contains rows, save it as CSV"
        found.unread.append(ImportOutcome.Unread(file: file, reason: reason))
      } else if ["rejects", "expected"].contains(where: name.hasPrefix) {
        let reason = "is not read with its folder; name the file itself to import it"
        found.unread.append(ImportOutcome.Unread(file: file, reason: reason))
      } else {
        found.files.append(file)
      }
    }
    return found
  }

  private static func words(_ formats: [SourceName.Format]) -> String {
    formats.map { $0.rawValue.uppercased() }.joined(separator: ", ")
  }

  /// The canonical file that a name stands for: `touches.csv`, or our own `rejects-touches-7.csv`.
  static func target(_ path: String) throws -> ImportTarget {
    let name = URL(fileURLWithPath: path).lastPathComponent
    let stem = SourceName.format(of: name) == .csv ? name.dropLast(4).lowercased() : name
    if let target = ImportTarget.named(stem) { return target }
    let parts = stem.split(separator: "-")
    if parts.count == 3, parts[0] == "rejects", let target = ImportTarget.named(String(parts[1])) { return target }
    throw FollowUpError(
      .badData,
      "\(path): unknown file",
      remedy:
        "name it one of: \(ImportTarget.all.map { $0.name + ".csv" }.joined(separator: ", ")); nothing was imported"
    )
  }
}
