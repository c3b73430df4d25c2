import Foundation
import Tabular

/// Rows that are held in memory: of a workbook, a JSON document, address cards or a calendar. CSV, which may be of any size, is read row by row instead.
struct SourceRows: Sendable {
  private enum Source: Sendable {
    case rows([NamedRow], position: Int)
    case sheet(XLSXReader, Header)
  }

  /// What the first row of a sheet names.
  private struct Header: Sendable {
    let line: Int
    /// The columns, by their number from 0.
    var names: [Int: String] = [:]
    /// The number of columns up to the last that is named.
    let width: Int

    init(_ row: SheetRow) {
      line = row.line
      width = row.fields.count
      // Of columns with one name the first is meant.
      var seen: Set<String> = []
      for cell in row.cells {
        let name = trimmed(cell.text)
        if seen.insert(name).inserted { names[cell.column] = name }
      }
    }
  }

  /// The names of the columns that any row has: of a sheet in their order, else by name.
  let header: [String]
  /// The same.
  let columns: Set<String>
  /// Where they stand: the row of the sheet, else 1.
  let line: Int
  /// Whether no row can be read.
  let isEmpty: Bool
  private var source: Source

  private init(header: [String], line: Int, isEmpty: Bool, source: Source) {
    (self.header, self.line, self.isEmpty, self.source) = (header, line, isEmpty, source)
    columns = Set(header)
  }

  /// Columns that rows may have or not: those that any row has.
  private init(_ rows: [NamedRow]) {
    var columns: Set<String> = []
    for row in rows {
      columns.formUnion(row.cells.keys)
      columns.formUnion(row.shared.keys)
    }
    self.init(
      header: columns.sorted(),
      line: 1,
      isEmpty: rows.allSatisfy { $0.fault != nil },
      source: .rows(rows, position: 0)
    )
  }

  /// A sheet whose first row behind the skipped ones names the columns.
  private init(_ reader: XLSXReader, skippingLines skipped: Int) {
    var reader = reader
    var first = reader.next()
    while let row = first, row.line <= skipped { first = reader.next() }
    guard let first else {
      self.init([])
      return
    }
    let header = Header(first)
    self.init(
      header: header.names.sorted { $0.key < $1.key }.map(\.value),
      line: header.line,
      isEmpty: reader.extent.read == reader.extent.size,
      source: .sheet(reader, header)
    )
  }

  /// How many rows there are, and how many of them have been read.
  var extent: (read: Int, size: Int) {
    switch source {
    case .rows(let rows, let position): (position, rows.count)
    case .sheet(let reader, _): reader.extent
    }
  }

  /// The next row; nil at the end.
  mutating func next() -> NamedRow? {
    switch source {
    case .rows(let rows, let position):
      guard position < rows.count else { return nil }
      source = .rows(rows, position: position + 1)
      return rows[position]
    case .sheet(var reader, let header):
      guard let row = reader.next() else { return nil }
      source = .sheet(reader, header)
      return Self.row(row, header)
    }
  }

  private static func row(_ row: SheetRow, _ header: Header) -> NamedRow {
    if let far = row.cells.first(where: { $0.column >= header.width && !trimmed($0.text).isEmpty }) {
      let last = "\(SheetRow.name(ofColumn: header.width - 1))\(header.line)"
      return NamedRow(
        line: row.line,
        fault: NamedRow.Fault(
          value: far.text,
          reason: "stands in \(SheetRow.name(ofColumn: far.column))\(row.line), beyond \(last), where the header line "
            + "ends; name its column there, or empty the cell",
          raw: row.fields(of: header.width).joined(separator: ",")
        )
      )
    }
    var cells: [String: String] = [:]
    for cell in row.cells { if let name = header.names[cell.column] { cells[name] = cell.text } }
    return NamedRow(line: row.line, cells: cells)
  }

  /// A file's rows; nil: it is CSV.
  static func read(_ name: SourceName, skippingLines skipped: Int) throws -> SourceRows? {
    switch name.format {
    case .xlsx?: SourceRows(try XLSXReader(path: name.file, sheet: name.part), skippingLines: skipped)
    case .json?: SourceRows(try JSONRows.read(name.file, part: name.part, isLines: false))
    case .ndjson?: SourceRows(try JSONRows.read(name.file, part: name.part, isLines: true))
    case .vcf?: SourceRows(try CardRows.read(name.file))
    case .ics?: SourceRows(try ICSReader.rows(path: name.file))
    case .csv?, nil: nil
    }
  }
}
