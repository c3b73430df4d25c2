import Catalog
import Foundation
import Tabular

/// A foreign CSV file, row by row, in any known encoding and with any delimiter.
struct SourceTable {
  /// What comes next.
  enum Item {
    case row(line: Int, MappedRow)
    case broken(line: Int, RowFault, raw: String)
    case end
  }

  private let path: String
  private var reader: CSVReader
  private let width: Int
  private let headerLine: Int
  private var places: [String: Int]

  init(path: String, reading: ImportMapping.Reading) throws {
    self.path = path
    reader = try readable(path) { try Self.reader(path: path, reading: reading) }
    let first = try readable(path) { [reader] in
      var reader = reader
      return try reader.header()
    }
    guard let header = first else {
      throw FollowUpError(.badData, "\(path): is empty", remedy: "begin it with the header line")
    }
    width = header.fields.count
    headerLine = header.line
    // Of columns with one name the first is meant.
    places = Dictionary(
      header.fields.enumerated().map { (trimmed(unguard($0.element)), $0.offset) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  private static func reader(path: String, reading: ImportMapping.Reading) throws -> CSVReader {
    let own = reading.files.first { isNamed(path, $0.file) }
    let encoding = own?.encoding ?? reading.encoding
    let delimiter = own?.delimiter ?? reading.delimiter
    let skipLines = own?.skipLines ?? reading.skipLines
    guard encoding != .utf8 else {
      return try CSVReader(path: path, delimiter: delimiter, skippingLines: skipLines)
    }
    let copy = try TranscodedCopy(of: path, from: encoding)
    // The reader then has it open by itself.
    return try withExtendedLifetime(copy) {
      try CSVReader(path: copy.path, delimiter: delimiter, skippingLines: skipLines)
    }
  }

  /// The columns that are there, worked out ones too.
  var columns: Set<String> { Set(places.keys) }

  /// Columns that are worked out row by row come behind those of the file.
  mutating func extend(with names: [String]) {
    for (offset, name) in names.enumerated() { places[name] = width + offset }
  }

  /// Refuses the file when it lacks a column that the mapping reads.
  func require(_ columns: [(name: String, line: Int)], mapping: ImportMapping) throws {
    for column in columns where places[column.name] == nil {
      throw FollowUpError(
        .badData,
        "\(path):\(headerLine): the column \(column.name) is missing, which \(mapping.file):\(column.line) reads",
        remedy:
          "export it too, or add optional: yes there; the file has \(places.keys.sorted().joined(separator: ", "))"
      )
    }
  }

  /// Bytes of the file, and how many of them have been read.
  var extent: (read: Int, size: Int) { reader.extent }

  mutating func next() throws -> Item {
    do {
      guard let record = try reader.next() else { return .end }
      guard record.fields.count == width else {
        return .broken(line: record.line, RowFault(width: width, count: record.fields.count), raw: reader.rawLine)
      }
      return .row(
        line: record.line,
        MappedRow(places: places, cells: record.fields.map { trimmed(unguard($0)) })
      )
    } catch let error as TabularError where error.kind == .input {
      guard let line = error.line else { throw FollowUpError(error, path: path) }
      return .broken(line: line, RowFault(error), raw: reader.rawLine)
    }
  }
}

/// Whether a path's last part is that name; `*` in it stands for any text, and the case of letters for nothing.
func isNamed(_ path: String, _ pattern: String) -> Bool {
  fnmatch(pattern.lowercased(), URL(fileURLWithPath: path).lastPathComponent.lowercased(), 0) == 0
}
