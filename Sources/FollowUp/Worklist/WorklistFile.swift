import Catalog
import Foundation
import Tabular

/// A worklist file that was filled in, as whatever program saved it: the delimiter is found by the header, which is known, and the encoding by the bytes.
struct WorklistFile {
  /// A row: where it begins, and its cells by the names of the header.
  struct Row {
    let line: Int
    let cells: [String: String]
  }

  static let needed = ["follow_up_id", "due_at", "outcome", "note"]

  /// Comma, semicolon (where the comma is the decimal point), tab ("Unicode text"), bar.
  private static let delimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]
  /// The longest list is far from it; whatever is larger is something else.
  private static let largest = 256 << 20

  let path: String
  private var reader: CSVReader
  private let names: [String]

  /// Opens the file and finds its header.
  ///
  /// - Throws: ``FollowUpError`` of kind `badData` when it cannot be read or is not a worklist.
  init(path: String) throws {
    self.path = path
    let encoding = try Self.encoding(of: path)
    let copy = encoding == .utf8 ? nil : try TranscodedCopy(of: path, from: encoding)
    // The reader holds the copy open, and a file without a name is not left behind.
    defer { copy?.remove() }
    var best: (reader: CSVReader, names: [String], known: Int)?
    var fault: TabularError?
    for delimiter in Self.delimiters {
      var reader = try CSVReader(path: copy?.path ?? path, delimiter: delimiter)
      let names: [String]
      // A header that cannot be read with one delimiter may be one with another.
      do { names = try Self.header(&reader) } catch let error as TabularError {
        fault = fault ?? error
        continue
      }
      let known = Self.needed.count { names.contains($0) }
      if known > best?.known ?? -1 { best = (reader, names, known) }
    }
    guard let best, !best.names.isEmpty else {
      if let fault { throw Self.restated(fault, path) }
      throw FollowUpError(.badData, "\(path) is empty", remedy: "give a worklist file as followup wrote it")
    }
    for name in Self.needed where best.names.count(where: { $0 == name }) != 1 {
      throw FollowUpError(
        .badData,
        "\(path):1: the column \(name) is \(best.names.contains(name) ? "there twice" : "missing")",
        remedy: "give a worklist file as followup wrote it"
      )
    }
    reader = best.reader
    names = best.names
  }

  /// The next row that is not blank; nil at the end.
  ///
  /// - Throws: ``FollowUpError`` of kind `badData`, with the line, for a row that cannot be read; the next call goes on after it.
  mutating func next() throws -> Row? {
    while true {
      let record: CSVRecord?
      do { record = try reader.next() } catch let error as TabularError { throw Self.restated(error, path) }
      guard let record else { return nil }
      if record.fields.allSatisfy({ $0.trimmingCharacters(in: .whitespaces).isEmpty }) { continue }
      guard record.fields.dropFirst(names.count).allSatisfy(\.isEmpty) else {
        throw FollowUpError(
          .badData,
          "\(path):\(record.line): the row has more cells than the header",
          remedy: "put a note with commas or semicolons in quotes"
        )
      }
      var cells: [String: String] = [:]
      for (name, field) in zip(names, record.fields) where cells[name] == nil {
        cells[name] = unguard(field).trimmingCharacters(in: .whitespacesAndNewlines)
      }
      return Row(line: record.line, cells: cells)
    }
  }

  private static func header(_ reader: inout CSVReader) throws -> [String] {
    while let record = try reader.next() {
      let names = record.fields.map { unguard($0).trimmingCharacters(in: .whitespaces).lowercased() }
      // Excel's own line for the delimiter, which the header tells as well.
      if names.first?.hasPrefix("sep=") == true || names.allSatisfy(\.isEmpty) { continue }
      return names
    }
    return []
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
