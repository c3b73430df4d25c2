import Catalog
import Foundation
import Tabular

/// The first rows of a file of an export, or of a sheet or list in it.
struct SourceSample {
  /// A column with what its cells look like.
  struct Column {
    let name: String
    let shape: ValueShape
  }

  /// So many rows are looked at, of so many bytes together: the rest of a large file changes nothing in what a column is.
  static let mostRows = 2000
  private static let mostBytes = 8 << 20

  /// Where they come from.
  let source: SourceName
  /// How a mapping names it.
  let name: String
  /// How it is written.
  let dialect: SourceDialect
  /// The columns, in the order of the file.
  private(set) var columns: [Column]
  /// Rows that were looked at.
  let rows: [[String]]
  /// Rows with too many or too few cells among them.
  let broken: Int
  /// Whether there are more rows than were looked at.
  let isCut: Bool

  /// - Parameter unknown: cells that mean "not known", in lower case.
  /// - Throws: ``FollowUpError`` of kind `badData` when the file cannot be read.
  init(path: String, name: String, unknown: Set<String>) throws {
    source = SourceName(path)
    self.name = name
    dialect = try SourceDialect(of: source)
    var table = try SourceTable(path: path, reading: dialect.reading)
    let header = table.header
    var rows: [[String]] = []
    var (bytes, broken, isCut) = (0, 0, false)
    reading: while true {
      guard rows.count < Self.mostRows, bytes < Self.mostBytes else {
        isCut = true
        break
      }
      switch try table.next() {
      case .end: break reading
      case .broken: broken += 1
      case .row(_, let row):
        let cells = header.map { String(row.raw($0).prefix(400)) }
        // Empty cells take room too.
        bytes += cells.reduce(0) { $0 + $1.utf8.count + MemoryLayout<String>.size }
        rows.append(cells)
      }
    }
    (self.rows, self.broken, self.isCut) = (rows, broken, isCut)
    columns = header.enumerated().map { index, name in
      Column(name: name, shape: ValueShape(rows.map { $0[index] }, unknown: unknown))
    }
  }

  /// The same, where more cells mean "not known".
  func with(unknown: Set<String>) -> SourceSample {
    var sample = self
    sample.columns = columns.enumerated().map { index, column in
      Column(name: column.name, shape: ValueShape(rows.map { $0[index] }, unknown: unknown))
    }
    return sample
  }

  /// A column's place in the rows.
  func place(of column: String) -> Int? { columns.firstIndex { $0.name == column } }

  /// The column of that name.
  func column(_ name: String) -> Column? { columns.first { $0.name == name } }

  /// Whether a row may lack what another has, as objects and cards do.
  var mayLackColumns: Bool {
    switch source.format {
    case .json?, .ndjson?, .vcf?, .ics?: true
    case .csv?, .xlsx?, nil: false
    }
  }
}
