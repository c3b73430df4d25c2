import Foundation

/// One canonical folder: the rows of each file, as they stand in it.
public struct CanonicalFolder: Sendable {
  /// The rows by file name. All rows of a file carry the same columns.
  var files: [String: [Row]]

  init(files: [String: [Row]] = [:]) { self.files = files }

  /// Reads the canonical files of a folder; an unknown column or file is refused by name.
  public init(path: String) throws {
    files = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
      if !name.hasSuffix(".csv") || name.hasPrefix("rejects") || name.hasPrefix("expected") { continue }
      guard let bytes = FileManager.default.contents(atPath: path + "/" + name) else {
        throw ModelError("\(path)/\(name) cannot be read")
      }
      try add(file: name, text: String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Adds the rows of a CSV text to those of a file.
  mutating func add(file name: String, text: String) throws {
    guard let file = CanonicalFile.all.first(where: { $0.name == name }) else {
      throw ModelError("\(name) is not a canonical file")
    }
    var records = try Csv.read(text, named: name)[...]
    guard let header = records.popFirst() else { return }
    for column in header where !file.columns.contains(column) && column != "deleted" {
      throw ModelError("\(name): the column \(column) is missing")
    }
    for record in records {
      guard record.count == header.count else {
        throw ModelError("\(name): \(record.count) cells under \(header.count) columns: \(record)")
      }
      files[name, default: []].append(Row(zip(header, record)) { first, _ in first })
    }
  }

  /// Writes the files into a folder, which is made if need be.
  public func write(to path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in texts {
      try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8)
    }
  }

  /// The files as CSV texts, in the order in which they refer to each other; files without rows are left out.
  var texts: [(name: String, text: String)] {
    CanonicalFile.all.compactMap { file in
      guard let rows = files[file.name], !rows.isEmpty else { return nil }
      let columns = (file.columns + ["deleted"]).filter { column in rows.contains { $0[column] != nil } }
      return (file.name, Csv.write([columns] + rows.map { row in columns.map { row[$0] ?? "" } }))
    }
  }
}
