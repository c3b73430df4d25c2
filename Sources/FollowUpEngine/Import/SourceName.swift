import Catalog
import Foundation
import Tabular

/// Where rows of a foreign export lie: a file, or a part of one, as `book.xlsx#Contacts` or `resume.json#references`.
struct SourceName {
  /// How a file is written, which the end of its name says.
  enum Format: String, CaseIterable {
    case csv, xlsx, json, ndjson, vcf, ics
  }

  /// The file.
  let file: String
  /// The sheet, or the path of a list in a JSON document; nil: the first sheet, or the whole document.
  let part: String?
  /// nil: as all files are whose names tell nothing, as CSV.
  let format: Format?

  init(_ path: String) {
    // A # in the name of a folder or of a CSV file is nothing but that.
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    if let mark = name.firstIndex(of: "#"), let format = Self.format(of: name[..<mark]), format != .csv {
      file = String(path[..<mark])
      part = String(name[name.index(after: mark)...])
      self.format = format
    } else {
      (file, part, format) = (path, nil, Self.format(of: name))
    }
  }

  /// Whether it is a file of rows that a mapping can read. Windows and FTP write names in capitals.
  static func format(of name: some StringProtocol) -> Format? {
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return Format(rawValue: name[name.index(after: dot)...].lowercased())
  }

  /// What a file is read as: one name for each of its parts that the mapping may read. What it has besides is told.
  static func parts(
    of path: String,
    _ mapping: ImportMapping
  ) throws -> (names: [String], unread: [ImportOutcome.Unread]) {
    let patterns = mapping.sourceFiles
    switch SourceName(path).format {
    case .xlsx?:
      var (names, unread): ([String], [ImportOutcome.Unread]) = ([], [])
      for (number, sheet) in try readable(path, { try XLSXReader.sheets(path: path) }).enumerated() {
        let name = "\(path)#\(sheet)"
        if patterns.contains(where: { isNamed(name, $0) }) {
          names.append(name)
        } else if number == 0 {
          names.append(path)
        } else {
          let reason =
            "this sheet is not read; if it contains rows, name it in \(mapping.file), under files: or ignore:"
          unread.append(ImportOutcome.Unread(file: name, reason: reason))
        }
      }
      return (names.isEmpty ? [path] : names, unread)
    case .json?, .ndjson?:
      let base = URL(fileURLWithPath: path).lastPathComponent
      let named = patterns.compactMap { pattern -> String? in
        guard let mark = pattern.firstIndex(of: "#"), isNamed(base, String(pattern[..<mark])) else { return nil }
        return "\(path)#\(pattern[pattern.index(after: mark)...])"
      }
      // The document itself is read where something wants it, and else where nothing wants a part of it.
      let whole = patterns.contains { isNamed(path, $0) } || named.isEmpty ? [path] : []
      return (whole + Array(Set(named)).sorted(), [])
    default:
      return ([path], [])
    }
  }
}

extension ImportMapping {
  /// Every name of a source file that the mapping says.
  fileprivate var sourceFiles: [String] {
    entries.flatMap(\.files) + lookups.values.map(\.file) + samePersons.map(\.file) + ignored.map(\.file)
  }
}
