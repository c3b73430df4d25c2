import Catalog
import Foundation
import Tabular

/// A foreign file, row by row: CSV in any known encoding and with any delimiter, a sheet of a workbook, JSON, or address cards.
struct SourceTable {
  /// What comes next.
  enum Item {
    case row(line: Int, MappedRow)
    case broken(line: Int, RowFault, raw: String)
    case end
  }

  private enum Reader {
    case text(CSVReader)
    case rows(SourceRows)
  }

  private let path: String
  private var reader: Reader
  private let width: Int
  private let headerLine: Int
  private var places: [String: Int]

  init(path: String, reading: ImportMapping.Reading) throws {
    self.path = path
    let name = SourceName(path)
    let own = reading.files.first { isNamed(path, $0.file) || isNamed(name.file, $0.file) }
    let skipLines = own?.skipLines ?? reading.skipLines
    if let rows = try readable(path, { try SourceRows.read(name, skippingLines: skipLines) }) {
      reader = .rows(rows)
      width = rows.columns.count
      headerLine = rows.line
      places = Self.places(rows.columns.map(trimmed))
      return
    }
    var text = try readable(path) { try Self.text(path: path, reading, own, skipLines) }
    guard let header = try readable(path, { try text.header() }) else {
      throw FollowUpError(.badData, "\(path): is empty", remedy: "begin it with the header line")
    }
    reader = .text(text)
    width = header.fields.count
    headerLine = header.line
    places = Self.places(header.fields.map { trimmed(unguard($0)) })
  }

  /// Of columns with one name the first is meant.
  private static func places(_ columns: [String]) -> [String: Int] {
    Dictionary(columns.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  private static func text(
    path: String,
    _ reading: ImportMapping.Reading,
    _ own: ImportMapping.Reading.File?,
    _ skipLines: Int
  ) throws -> CSVReader {
    let encoding = own?.encoding ?? reading.encoding
    let delimiter = own?.delimiter ?? reading.delimiter
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
    // Objects and cards name what they have: where there are none, nothing is missing.
    if case .rows(let rows) = reader, rows.isEmpty { return }
    for column in columns where places[column.name] == nil {
      throw FollowUpError(
        .badData,
        "\(path):\(headerLine): the column \(column.name) is missing, which \(mapping.file):\(column.line) reads",
        remedy:
          "export it too, or add optional: yes there; the file has \(places.keys.sorted().joined(separator: ", "))"
      )
    }
  }

  /// Bytes of the file, or rows where they are held in memory, and how many of them have been read.
  var extent: (read: Int, size: Int) {
    switch reader {
    case .text(let text): text.extent
    case .rows(let rows): rows.extent
    }
  }

  mutating func next() throws -> Item {
    switch reader {
    case .text(var text):
      defer { reader = .text(text) }
      return try next(in: &text)
    case .rows(var rows):
      guard let next = rows.next() else { return .end }
      reader = .rows(rows)
      let line = next.line
      var cells = next.cells
      // Empty cells at the end of a row are not stored in a workbook.
      while cells.count > width, cells.last?.isEmpty == true { cells.removeLast() }
      guard cells.count <= width else {
        return .broken(line: line, RowFault(width: width, count: cells.count), raw: cells.joined(separator: ","))
      }
      // JSON and workbooks can write it, and no database can hold it.
      if let place = cells.firstIndex(where: { $0.utf8.contains(0) }) {
        let column = places.first { $0.value == place }?.key.replacing("\0", with: " ") ?? ""
        let fault = RowFault(
          column: nil,
          value: nil,
          reason: "\(column) holds a NUL character; take it out at the source"
        )
        return .broken(line: line, fault, raw: cells.joined(separator: ",").replacing("\0", with: " "))
      }
      cells += Array(repeating: "", count: width - cells.count)
      return .row(line: line, MappedRow(places: places, cells: cells.map(trimmed)))
    }
  }

  private func next(in reader: inout CSVReader) throws -> Item {
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
