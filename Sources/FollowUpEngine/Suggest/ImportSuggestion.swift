public import Catalog
import Foundation
import Tabular

/// A first mapping of an export that no mapping knows, from the names and values of its columns. It opens no database.
public struct ImportSuggestion: Sendable {
  /// A file of the export, and what it was taken for.
  public struct File: Sendable, CustomStringConvertible {
    /// The file, or the sheet or list in it.
    public let name: String
    /// The canonical files that its rows become; none: nothing is taken from it.
    public let targets: [String]
    /// How many columns it has.
    public let columns: Int
    /// How many of them are read.
    public let mapped: Int

    /// In words, for people.
    public var description: String {
      let taken =
        !targets.isEmpty ? targets.joined(separator: ", ") : mapped > 0 ? "looked up in" : "nothing is taken from it"
      return "\(name): \(taken); \(mapped) of \(columns) \(columns == 1 ? "column" : "columns") read"
    }
  }

  /// The mapping, as a file of jobs/imports holds it.
  public let text: String
  /// The files, in the order they were named.
  public let files: [File]
  /// Files in the folders that were not looked at, and why.
  public let unread: [ImportOutcome.Unread]
  /// Files that could not be read, and why.
  public let unreadable: [FollowUpError]
  /// Lines of the mapping that ask for a look.
  public let checks: Int

  /// Looks at the first rows of each file.
  ///
  /// - Parameter paths: files, or folders of files.
  /// - Throws: ``FollowUpError`` of kind `badData` when one cannot be read, or nothing in them is known; ``CatalogError`` when the file of words is
  ///   wrong.
  public init(paths: [String], home: Home) throws {
    let words = try ImportWords.read(home: home)
    let listed = try ImportFiles.list(paths, formats: SourceName.Format.allCases)
    unread = listed.unread
    let parts = try Self.parts(of: listed.files)
    var unreadable: [FollowUpError] = parts.faults
    var samples: [SourceSample] = []
    for part in parts.found {
      do {
        samples.append(try SourceSample(path: part.path, name: part.name, unknown: words.unknown))
      } catch let error as FollowUpError where error.kind == .badData {
        unreadable.append(error)
      }
    }
    if samples.isEmpty, let first = unreadable.first { throw first }
    if ExportGuess.writesZero(samples) { samples = samples.map { $0.with(unknown: words.unknown.union(["0"])) } }
    self.unreadable = unreadable
    let export = ExportGuess(samples, words)
    guard !export.tables.isEmpty else {
      throw FollowUpError(
        .badData,
        "\(paths.joined(separator: ", ")): no file is known for one of candidates, interviews and the others",
        remedy:
          "add the words of its columns to \(ImportWords.path), or write the mapping by hand: see jobs/imports/README.md"
      )
    }
    var drafter = MappingDrafter(export)
    let draft = drafter.run()
    text = MappingText(draft, export).text
    checks = text.count(of: "# check: ")
    files = samples.map { sample in
      let targets = draft.entries.filter { $0.sample.name == sample.name }.map(\.target)
      return File(
        name: sample.name,
        targets: targets,
        columns: sample.columns.count,
        mapped: sample.columns.count { draft.used[sample.name]?.contains($0.name) == true }
      )
    }
    // What is suggested can be imported with.
    _ = try ImportMapping(name: "suggested", text: text, file: "the suggested mapping")
  }

  /// Each file, each sheet of a workbook with several, and each list in JSON, with how a mapping names it.
  private static func parts(
    of files: [String]
  ) throws -> (found: [(path: String, name: String)], faults: [FollowUpError]) {
    let bases = files.map { URL(fileURLWithPath: $0).lastPathComponent }
    var (found, faults): ([(path: String, name: String)], [FollowUpError]) = ([], [])
    for (file, base) in zip(files, bases) {
      do {
        found += try parts(of: file, name: pattern(base, among: bases))
      } catch let error as FollowUpError where error.kind == .badData {
        faults.append(error)
      }
    }
    return (found, faults)
  }

  private static func parts(of file: String, name: String) throws -> [(path: String, name: String)] {
    switch SourceName(file).format {
    case .xlsx?:
      let sheets = try readable(file) { try XLSXReader.sheets(path: file) }
      guard sheets.count > 1 else { return [(file, name)] }
      return sheets.map { ("\(file)#\($0)", "\(name)#\(plain($0))") }
    case .json?, .ndjson?:
      let whole = try SourceTable(path: file, reading: SourceDialect().reading)
      let lists = Set(whole.header.compactMap { $0.firstMatch(of: /^([^\[\]]+)\[0\]\./).map { String($0.1) } })
      return [(file, name)] + lists.sorted().map { ("\(file)#\($0)", "\(name)#\($0)") }
    default: return [(file, name)]
    }
  }

  /// The name without the day of the export, where that means this file alone.
  private static func pattern(_ base: String, among bases: [String]) -> String {
    let open = plain(base).replacing(/\d{4}[-_.]?\d{2}[-_.]?\d{2}([-_T]?\d{4,6})?/, with: "*")
    return bases.count { isNamed($0, open) } == 1 ? open : plain(base)
  }

  /// Signs that mean something in the name of a file of a mapping stand for any character.
  private static func plain(_ name: String) -> String { String(name.map { "*?[]\\".contains($0) ? "?" : $0 }) }
}

extension String {
  fileprivate func count(of text: String) -> Int { components(separatedBy: text).count - 1 }
}
