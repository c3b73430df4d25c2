import Catalog
import Foundation
import Tabular

/// How a file of an export is written, found by its bytes.
struct SourceDialect: Equatable {
  /// The byte between cells.
  var delimiter = UInt8(ascii: ",")
  /// How text is encoded.
  var encoding = ImportMapping.Reading.Encoding.utf8
  /// Lines, or rows of a sheet, before the header.
  var skipLines = 0
  /// Whether the text is the same in UTF-8, Latin-1 and that of Windows.
  var isASCII = false

  /// So many bytes tell the encoding, so many records delimiter and header.
  private static let sniffed = 4 << 20
  private static let looked = 60
  private static let delimiters = ",;\t|".utf8

  /// As an import reads it.
  var reading: ImportMapping.Reading {
    var reading = ImportMapping.Reading()
    (reading.delimiter, reading.encoding, reading.skipLines) = (delimiter, encoding, skipLines)
    return reading
  }

  init() {}

  /// - Throws: ``FollowUpError`` of kind `badData` when the file cannot be read.
  init(of name: SourceName) throws {
    switch name.format {
    case .csv?, nil: self = try readable(name.file) { try Self.text(name.file) }
    case .xlsx?:
      var reader = try readable(name.file) { try XLSXReader(path: name.file, sheet: name.part) }
      var rows: [(line: Int, cells: Int)] = []
      while rows.count < Self.looked, let record = reader.next() {
        rows.append((record.line, record.fields.count { !trimmed($0).isEmpty }))
      }
      skipLines = Self.linesBefore(rows)
    default: break
    }
  }

  /// A header is the first row with at least half of the cells that most rows have: titles above it have one or two.
  private static func linesBefore(_ rows: [(line: Int, cells: Int)]) -> Int {
    let widest = rows.map(\.cells).max() ?? 0
    guard widest > 2 else { return 0 }
    let header = rows.first { $0.cells * 2 > widest }
    return header.map { $0.line == rows.first?.line ? 0 : $0.line - 1 } ?? 0
  }

  private static func text(_ path: String) throws -> SourceDialect {
    var dialect = SourceDialect()
    (dialect.encoding, dialect.isASCII) = try encoding(of: path)
    let copy = dialect.encoding == .utf8 ? nil : try TranscodedCopy(of: path, from: dialect.encoding)
    var most = 0
    for delimiter in delimiters {
      var reader = try withExtendedLifetime(copy) { try CSVReader(path: copy?.path ?? path, delimiter: delimiter) }
      var rows: [(line: Int, cells: Int)] = []
      reading: for _ in 0..<looked {
        do {
          guard let record = try reader.next() else { break reading }
          // Excel's own line for the delimiter, which readers know.
          if record.fields.first?.hasPrefix("sep=") == true { continue }
          rows.append((record.line, record.fields.count))
        } catch is TabularError { continue }
      }
      // What stands between cells stands equally often in most lines.
      let usual = Dictionary(grouping: rows.map(\.cells).filter { $0 > 1 }) { $0 }.max {
        ($0.value.count, $0.key) < ($1.value.count, $1.key)
      }
      let weight = usual.map { $0.key * $0.value.count } ?? 0
      guard weight > most else { continue }
      most = weight
      dialect.delimiter = delimiter
      dialect.skipLines = linesBefore(rows)
    }
    return dialect
  }

  /// Bytes that are not UTF-8 are taken for those of Windows, which have all of Latin-1 in them.
  private static func encoding(of path: String) throws -> (ImportMapping.Reading.Encoding, isASCII: Bool) {
    // Opened to be refused in the reader's words when it cannot be.
    _ = try CSVReader(path: path)
    guard let file = FileHandle(forReadingAtPath: path) else { return (.utf8, false) }
    defer { file.closeFile() }
    var bytes = try file.read(upToCount: sniffed) ?? Data()
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return (.utf16, false) }
    // Without a mark UTF-16 shows by the zeros between Latin letters.
    if bytes.prefix(64).contains(0) { return (.utf16, false) }
    if bytes.allSatisfy({ $0 < 0x80 }) { return (.utf8, bytes.count < sniffed) }
    // A character may be cut at the end of what was read.
    for _ in 0..<4 {
      if String(validating: bytes, as: UTF8.self) != nil { return (.utf8, false) }
      guard bytes.count >= sniffed - 4 else { break }
      bytes = bytes.dropLast()
    }
    return (.windows1252, false)
  }
}
