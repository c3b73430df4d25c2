import Catalog
import Tabular

/// Something that gives rows to staging, one at a time.
protocol RowSource {
  /// Stages the next row; false at the end.
  mutating func next(_ encoder: inout StagingEncoder) throws -> Bool
  /// Bytes of the file, and how many of them have been read.
  var extent: (read: Int, size: Int) { get }
}

/// One of the fourteen canonical files, read row by row.
struct CanonicalFile: RowSource {
  private let path: String
  private let target: ImportTarget
  private var reader: CSVReader
  /// The columns that the file carries.
  private let columns: [ImportTarget.Column]
  /// Where they stand in the file.
  private let places: [Int]
  private let width: Int
  /// The places of columns without a name; they are ignored while they are empty.
  private let nameless: [Int]
  private var cells: [UnsafeBufferPointer<UInt8>] = []

  /// Opens the file and checks its header line: an unknown or missing column is an error, since every row would be wrong.
  init(path: String, target: ImportTarget) throws {
    self.path = path
    self.target = target
    reader = try readable(path) { try CSVReader(path: path) }
    let header = try readable(path) { [reader] in
      var reader = reader
      return try reader.header()
    }
    guard let header else {
      throw FollowUpError(.badData, "\(path): is empty", remedy: "begin it with the header line")
    }
    width = header.fields.count
    var columns: [ImportTarget.Column] = []
    var places: [Int] = []
    var nameless: [Int] = []
    for (place, field) in header.fields.enumerated() {
      let name = trimmed(unguard(field))
      // Our own rejects carry what was wrong beside the row.
      if name.hasPrefix("reject_") { continue }
      if name.isEmpty {
        nameless.append(place)
        continue
      }
      guard let column = name == ImportTarget.deleted.name ? ImportTarget.deleted : target.column(name) else {
        throw FollowUpError(
          .badData,
          "\(path):\(header.line): unknown column \(name)",
          remedy: "use one of: \((target.columns.map(\.name) + [ImportTarget.deleted.name]).joined(separator: ", "))"
        )
      }
      guard !columns.contains(column) else {
        throw FollowUpError(
          .badData,
          "\(path):\(header.line): the column \(name) is there twice",
          remedy: "keep one"
        )
      }
      columns.append(column)
      places.append(place)
    }
    let takesOut = columns.contains(ImportTarget.deleted)
    for column in target.columns where column.isRequired && !columns.contains(column) {
      // Rows to be taken out need their key only.
      if takesOut, !target.key.contains(column.name) { continue }
      throw FollowUpError(
        .badData,
        "\(path):\(header.line): the column \(column.name) is missing",
        remedy: "required columns: \(target.columns.filter(\.isRequired).map(\.name).joined(separator: ", "))"
      )
    }
    self.columns = columns
    self.places = places
    self.nameless = nameless
  }

  var extent: (read: Int, size: Int) { reader.extent }

  mutating func next(_ encoder: inout StagingEncoder) throws -> Bool {
    let place = { [path, target] (line: Int) in RowPlace(target: target, file: path, line: line) }
    do {
      let isRow: Void? = try reader.nextRaw { [columns, places, width, nameless, reader] record in
        guard record.count == width else {
          encoder.broken(place(record.line), RowFault(width: width, count: record.count), raw: reader.rawLine)
          return
        }
        if let filled = nameless.first(where: { !trimmedCell(record[$0]).isEmpty }) {
          encoder.broken(
            place(record.line),
            RowFault(
              column: nil,
              value: String(decoding: record[filled], as: UTF8.self),
              reason: "is in column \(filled + 1), which has no name; name the column in the header line, or empty it"
            )
          )
          return
        }
        encoder.row(place(record.line), columns: columns) { trimmedCell(record[places[$0]]) }
      }
      return isRow != nil
    } catch let error as TabularError where error.kind == .input {
      guard let line = error.line else { throw FollowUpError(error, path: path) }
      encoder.broken(place(line), RowFault(error), raw: reader.rawLine)
      return true
    }
  }
}

extension RowFault {
  init(width: Int, count: Int) {
    self.init(
      column: nil,
      value: nil,
      reason: "the row has \(count) cells, the header line \(width); look for a comma or quote too many or too few"
    )
  }

  /// A row that is not CSV.
  init(_ error: TabularError) {
    let place = error.column.map { " (character \($0))" } ?? ""
    self.init(
      column: nil,
      value: nil,
      reason: error.message + place + (error.remedy.map { "; \($0)" } ?? "")
    )
  }
}

extension FollowUpError {
  /// A file that cannot be read.
  init(_ error: TabularError, path: String) {
    self.init(.badData, "\(path): \(error.message)", remedy: error.remedy)
  }
}

/// Runs what opens a file or reads its header line; what is wrong with it is bad data.
func readable<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
  do {
    return try body()
  } catch let error as TabularError {
    // A copy in UTF-8 has no name that anybody knows.
    guard let copy = error.file, copy.hasPrefix("/dev/fd/") else { throw FollowUpError(.badData, error.description) }
    throw FollowUpError(.badData, error.description.replacing(copy, with: path))
  }
}

/// A cell without the guard against spreadsheets and without blanks around it.
func trimmedCell(_ cell: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  if cell.first == UInt8(ascii: "'") {
    let text = String(decoding: cell, as: UTF8.self)
    if unguard(text) != text { return trimmedText(UnsafeBufferPointer(rebasing: cell.dropFirst())) }
  }
  return trimmedText(cell)
}

/// A text without blanks around it.
func trimmedText(_ cell: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  var start = cell.startIndex
  var end = cell.endIndex
  while start < end, isBlank(cell[start]) { start += 1 }
  while start < end, isBlank(cell[end - 1]) { end -= 1 }
  // The no-break space, which web pages and spreadsheets put around text.
  while end - start >= 2, cell[start] == 0xC2, cell[start + 1] == 0xA0 { start += 2 }
  while end - start >= 2, cell[end - 2] == 0xC2, cell[end - 1] == 0xA0 { end -= 2 }
  return UnsafeBufferPointer(rebasing: cell[start..<end])
}

/// A text without blanks around it.
func trimmed(_ text: String) -> String {
  var text = text
  return text.withUTF8 { String(decoding: trimmedText($0), as: UTF8.self) }
}

private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
