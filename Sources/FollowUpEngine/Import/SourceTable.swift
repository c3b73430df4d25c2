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

  /// A message names so many columns at most.
  private static let mostNamed = 100

  private enum Reader {
    case text(CSVReader)
    case rows(SourceRows)
  }

  private let path: String
  private var reader: Reader
  private let width: Int
  private let headerLine: Int
  /// Where the columns of CSV stand.
  private let places: [String: Int]
  /// Columns that are worked out row by row, by their order.
  private var workedOut: [String: Int] = [:]

  init(path: String, reading: ImportMapping.Reading, held: HeldFiles = HeldFiles()) throws {
    self.path = path
    let name = SourceName(path)
    let own = reading.files.first { isNamed(path, $0.file) || isNamed(name.file, $0.file) }
    let skipLines = own?.skipLines ?? reading.skipLines
    if let rows = try readable(path, { try held.rows(path, skippingLines: skipLines) }) {
      reader = .rows(rows)
      headerLine = rows.line
      (width, places) = (0, [:])
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
  var columns: Set<String> {
    switch reader {
    case .text: Set(places.keys).union(workedOut.keys)
    case .rows(let rows): rows.columns.union(workedOut.keys)
    }
  }

  /// The columns of the file that have a name, in their order.
  var header: [String] {
    switch reader {
    case .text: places.filter { $0.value < width && !$0.key.isEmpty }.sorted { $0.value < $1.value }.map(\.key)
    case .rows(let rows): rows.header.filter { !$0.isEmpty }
    }
  }

  /// Columns that are worked out row by row come behind those of the file.
  mutating func extend(with names: [String]) {
    for (offset, name) in names.enumerated() { workedOut[name] = offset }
  }

  /// Refuses the file when it lacks a column that the mapping reads.
  func require(_ columns: [(name: String, line: Int)], mapping: ImportMapping) throws {
    // Objects and cards name what they have: where there are none, nothing is missing.
    if case .rows(let rows) = reader, rows.isEmpty { return }
    let known = self.columns
    for column in columns where !known.contains(column.name) {
      let names = known.sorted()
      let more = names.count > Self.mostNamed ? " and \(names.count - Self.mostNamed) more" : ""
      throw FollowUpError(
        .badData,
        "\(path):\(headerLine): the column \(column.name) is missing, which \(mapping.file):\(column.line) reads",
        remedy:
          "export it too, or add optional: yes there; the file has \(names.prefix(Self.mostNamed).joined(separator: ", "))\(more)"
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
      guard let row = rows.next() else { return .end }
      reader = .rows(rows)
      return item(of: row)
    }
  }

  private func item(of row: NamedRow) -> Item {
    if let fault = row.fault {
      let value = fault.value?.replacing("\0", with: " ")
      return .broken(
        line: row.line,
        RowFault(column: nil, value: value, reason: fault.reason),
        raw: fault.raw.replacing("\0", with: " ")
      )
    }
    // JSON and workbooks can write it, and no database can hold it.
    for cells in [row.cells, row.shared] {
      guard let cell = cells.first(where: { $0.value.utf8.contains(0) }) else { continue }
      let fault = RowFault(
        column: nil,
        value: nil,
        reason: "\(cell.key.replacing("\0", with: " ")) holds a NUL character; take it out at the source"
      )
      let raw = row.cells.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
      return .broken(line: row.line, fault, raw: raw.replacing("\0", with: " "))
    }
    return .row(line: row.line, MappedRow(row, workedOut: workedOut))
  }

  private func next(in reader: inout CSVReader) throws -> Item {
    do {
      guard let record = try reader.next() else { return .end }
      guard record.fields.count == width else {
        return .broken(line: record.line, RowFault(width: width, count: record.fields.count), raw: reader.rawLine)
      }
      return .row(
        line: record.line,
        MappedRow(places: places, cells: record.fields.map { trimmed(unguard($0)) }, workedOut: workedOut)
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
