import Catalog
import Foundation
import Tabular

/// A worklist file that was filled in, as any program saved it: the delimiter is found by the header, which is known, and the encoding by the bytes.
struct WorklistFile {
  /// A row: where it begins, and its cells by the names of the header.
  struct Row {
    let line: Int
    let cells: [String: String]
  }

  /// A row as it was read: its cells by the number of their column, from 0.
  private typealias Record = (line: Int, cells: [(column: Int, text: String)])

  /// Where the rows come from.
  private enum Reader {
    case text(CSVReader)
    case workbook(XLSXReader)

    mutating func next() throws -> Record? {
      switch self {
      case .text(var reader):
        // Its copy reads on from the same place.
        return try reader.next().map { ($0.line, $0.fields.enumerated().map { ($0.offset, $0.element) }) }
      case .workbook(var reader):
        defer { self = .workbook(reader) }
        return reader.next().map { ($0.line, $0.cells) }
      }
    }
  }

  static let needed = ["follow_up_id", "due_at", "outcome", "note"]

  /// Comma, semicolon (where the comma is the decimal point), tab ("Unicode text"), bar.
  private static let delimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]
  /// The longest list is far smaller; a larger file is not a list.
  private static let largest = 256 << 20

  let path: String
  private var reader: Reader
  /// What the header names, by number of the column.
  private let names: [Int: String]
  /// The number of the last column of the header.
  private let last: Int

  /// Opens the file and finds its header.
  ///
  /// - Throws: ``FollowUpError`` of kind `badData` when it cannot be read or is not a worklist.
  init(path: String) throws {
    self.path = path
    let best: (reader: Reader, names: [Int: String])
    if try XLSXReader.isWorkbook(path: path) {
      var reader = Reader.workbook(try XLSXReader(path: path))
      let names = try Self.header(&reader)
      best = (reader, names)
    } else {
      best = try Self.text(path)
    }
    guard !best.names.isEmpty else {
      throw FollowUpError(.badData, "\(path) is empty", remedy: "give a worklist file as followup wrote it")
    }
    for name in Self.needed where best.names.values.count(where: { $0 == name }) != 1 {
      throw FollowUpError(
        .badData,
        "\(path):1: the column \(name) is \(best.names.values.contains(name) ? "there twice" : "missing")",
        remedy: "give a worklist file as followup wrote it"
      )
    }
    reader = best.reader
    names = best.names
    last = names.keys.max() ?? 0
  }

  /// The next row that is not blank; nil at the end.
  ///
  /// - Throws: ``FollowUpError`` of kind `badData`, with the line, for a row that cannot be read; the next call goes on after it.
  mutating func next() throws -> Row? {
    while true {
      let record: Record?
      do { record = try reader.next() } catch let error as TabularError { throw Self.restated(error, path) }
      guard let record else { return nil }
      if record.cells.allSatisfy({ $0.text.trimmingCharacters(in: .whitespaces).isEmpty }) { continue }
      guard record.cells.allSatisfy({ $0.column <= last || $0.text.isEmpty }) else {
        throw FollowUpError(
          .badData,
          "\(path):\(record.line): the row has more cells than the header",
          remedy: "put a note with commas or semicolons in quotes"
        )
      }
      var cells: [String: String] = [:]
      for cell in record.cells {
        guard let name = names[cell.column], cells[name] == nil else { continue }
        cells[name] = unguard(cell.text).trimmingCharacters(in: .whitespacesAndNewlines)
      }
      return Row(line: record.line, cells: cells)
    }
  }

  /// The text with the delimiter by which its header names most of the columns.
  private static func text(_ path: String) throws -> (Reader, [Int: String]) {
    let encoding = try encoding(of: path)
    let copy = encoding == .utf8 ? nil : try TranscodedCopy(of: path, from: encoding)
    var best: (reader: Reader, names: [Int: String], known: Int)?
    var fault: TabularError?
    for delimiter in delimiters {
      var reader = Reader.text(
        try withExtendedLifetime(copy) { try CSVReader(path: copy?.path ?? path, delimiter: delimiter) }
      )
      let names: [Int: String]
      // A header that cannot be read with one delimiter may be one with another.
      do { names = try header(&reader) } catch let error as TabularError {
        fault = fault ?? error
        continue
      }
      let known = needed.count { names.values.contains($0) }
      if known > best?.known ?? -1 { best = (reader, names, known) }
    }
    if let best { return (best.reader, best.names) }
    throw fault.map { restated($0, path) } ?? FollowUpError(.badData, "\(path) cannot be read")
  }

  private static func header(_ reader: inout Reader) throws -> [Int: String] {
    while let record = try reader.next() {
      var names: [Int: String] = [:]
      for cell in record.cells {
        names[cell.column] = unguard(cell.text).trimmingCharacters(in: .whitespaces).lowercased()
      }
      // Excel's own line for the delimiter, which the header tells as well.
      if names[0]?.hasPrefix("sep=") == true || names.values.allSatisfy(\.isEmpty) { continue }
      return names
    }
    return [:]
  }

  private static func encoding(of path: String) throws -> ImportMapping.Reading.Encoding {
    // Opened to be refused in the reader's words when it cannot be.
    _ = try CSVReader(path: path)
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    guard size <= largest else {
      throw FollowUpError(.badData, "\(path) is too large to be a worklist", remedy: "give a worklist file")
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .utf16 }
    // Without a mark UTF-16 shows by the zeros between Latin letters.
    if bytes.prefix(64).contains(0) { return .utf16 }
    return String(validating: bytes, as: UTF8.self) == nil ? .windows1252 : .utf8
  }

  /// The reader's error about the file that was given, not about a copy of it.
  private static func restated(_ error: TabularError, _ path: String) -> FollowUpError {
    var place = path
    for part in [error.line, error.column].compactMap({ $0 }) { place += ":\(part)" }
    return FollowUpError(.badData, "\(place): \(error.message)", remedy: error.remedy)
  }
}
