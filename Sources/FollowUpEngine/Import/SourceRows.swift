import Foundation
import Tabular

/// Rows that are held in memory: of a workbook, a JSON document, address cards or a calendar. CSV, which may be of any size, is read row by row instead.
struct SourceRows {
  /// The names of the columns.
  let columns: [String]
  /// Where they stand: the line, the row of the sheet, or which object or card it is.
  let line: Int
  /// The rows, in order.
  private let records: [(line: Int, cells: [String])]
  private var position = 0

  init(columns: [String], line: Int = 1, records: [(line: Int, cells: [String])]) {
    (self.columns, self.line, self.records) = (columns, line, records)
  }

  /// Columns that rows may have or not: those that any row has, by name; cells that a row does not have are empty.
  init(objects: [(line: Int, cells: [String: String])]) {
    let columns = Set(objects.flatMap(\.cells.keys)).sorted()
    self.init(
      columns: columns,
      records: objects.map { object in (object.line, columns.map { object.cells[$0] ?? "" }) }
    )
  }

  var extent: (read: Int, size: Int) { (position, records.count) }
  var isEmpty: Bool { records.isEmpty }

  mutating func next() -> (line: Int, cells: [String])? {
    guard position < records.count else { return nil }
    defer { position += 1 }
    return records[position]
  }

  /// A file's rows; nil: it is CSV.
  static func read(_ name: SourceName, skippingLines skipped: Int) throws -> SourceRows? {
    switch name.format {
    case .xlsx?: try workbook(name, skipped)
    case .json?: SourceRows(objects: try JSONRows.read(name.file, part: name.part, isLines: false))
    case .ndjson?: SourceRows(objects: try JSONRows.read(name.file, part: name.part, isLines: true))
    case .vcf?: SourceRows(objects: try CardRows.read(name.file))
    case .ics?: SourceRows(objects: try ICSReader.rows(path: name.file))
    case .csv?, nil: nil
    }
  }

  /// A sheet whose first row behind the skipped ones names the columns.
  private static func workbook(_ name: SourceName, _ skipped: Int) throws -> SourceRows? {
    var reader = try XLSXReader(path: name.file, sheet: name.part)
    var header: CSVRecord?
    var records: [(line: Int, cells: [String])] = []
    while let record = reader.next() {
      guard record.line > skipped else { continue }
      if header == nil { header = record } else { records.append((record.line, record.fields)) }
    }
    guard let header else { return SourceRows(columns: [], records: []) }
    return SourceRows(columns: header.fields, line: header.line, records: records)
  }
}
