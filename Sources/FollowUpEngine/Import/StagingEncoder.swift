import Catalog

/// A cell that is wrong, and why.
struct RowFault {
  let column: String?
  let value: String?
  let reason: String
}

/// Rows as COPY text for the staging table, in constant memory.
///
/// What is checked here is what a cell shows by itself; what needs other rows is checked in the database.
struct StagingEncoder {
  private let agency: Int
  private let importID: Int
  private let check: CellCheck
  private var position = 0
  /// COPY data that has not been taken yet.
  private(set) var bytes: [UInt8] = []
  private var record: [UInt8] = []

  init(agency: Int, importID: Int, check: CellCheck) {
    self.agency = agency
    self.importID = importID
    self.check = check
  }

  /// Hands over what has gathered.
  mutating func take() -> [UInt8] {
    let taken = bytes
    bytes.removeAll(keepingCapacity: true)
    return taken
  }

  /// A row whose cells are there: checks each, and stages it with the first fault, if any.
  ///
  /// - Parameters:
  ///   - cells: trimmed bytes by place in `columns`.
  mutating func row(
    _ place: RowPlace,
    columns: [ImportTarget.Column],
    cell: (Int) -> UnsafeBufferPointer<UInt8>
  ) {
    guard let target = place.target else { return }
    var fault: RowFault?
    var isDeleted = false
    var isTooLong = false
    record.removeAll(keepingCapacity: true)
    record.append(UInt8(ascii: "{"))
    for (index, column) in columns.enumerated() {
      let value = cell(index)
      if column.name == ImportTarget.deleted.name, CellCheck.boolean(value) == true { isDeleted = true }
      if index > 0 { record.append(UInt8(ascii: ",")) }
      appendJSON(column.name)
      record.append(UInt8(ascii: ":"))
      appendJSON(value)
      if fault == nil, let reason = check.lengthFault(value, column) {
        let start = String(decoding: value, as: UTF8.self).unicodeScalars.prefix(40)
        fault = RowFault(column: column.name, value: String(start) + "…", reason: reason)
        isTooLong = true
      }
      if fault == nil, !value.isEmpty, let reason = check.fault(value, column) {
        fault = RowFault(column: column.name, value: String(decoding: value, as: UTF8.self), reason: reason)
      }
    }
    record.append(UInt8(ascii: "}"))

    var key: [UInt8] = []
    // What is too long to be an id is none: an index could not hold it.
    for (number, name) in target.key.enumerated() where !isTooLong {
      if number > 0 { key.append(0x1F) }
      if let index = columns.firstIndex(where: { $0.name == name }) { key.append(contentsOf: cell(index)) }
    }
    if fault == nil { fault = missing(target, columns: columns, isDeleted: isDeleted, cell: cell) }
    append(place, key: key, isDeleted: isDeleted, skip: nil, fault: fault)
  }

  /// A row that could not be read, or that the mapping refuses.
  ///
  /// - Parameters:
  ///   - raw: the line of a row that could not be read, as it stands in the file.
  mutating func broken(
    _ place: RowPlace,
    _ fault: RowFault,
    columns: [ImportTarget.Column] = [],
    cells: [String] = [],
    raw: String? = nil
  ) {
    record.removeAll(keepingCapacity: true)
    record.append(UInt8(ascii: "{"))
    for (index, column) in columns.enumerated() {
      if index > 0 { record.append(UInt8(ascii: ",")) }
      appendJSON(column.name)
      record.append(UInt8(ascii: ":"))
      appendJSON(cells[index])
    }
    if let raw {
      appendJSON("reject_raw")
      record.append(UInt8(ascii: ":"))
      appendJSON(raw)
    }
    record.append(UInt8(ascii: "}"))
    append(place, key: [], isDeleted: false, skip: nil, fault: fault)
  }

  /// A row that the mapping passes over.
  mutating func skipped(_ place: RowPlace, reason: String) {
    record = Array("{}".utf8)
    append(place, key: [], isDeleted: false, skip: reason, fault: nil)
  }

  /// A row to be taken out needs its key only.
  private func missing(
    _ target: ImportTarget,
    columns: [ImportTarget.Column],
    isDeleted: Bool,
    cell: (Int) -> UnsafeBufferPointer<UInt8>
  ) -> RowFault? {
    for column in target.columns where column.isRequired && (!isDeleted || target.key.contains(column.name)) {
      let index = columns.firstIndex { $0.name == column.name }
      if index.map({ cell($0).isEmpty }) ?? true {
        return RowFault(column: column.name, value: nil, reason: "is required; give it a value, or leave the row out")
      }
    }
    return nil
  }

  private mutating func append(_ place: RowPlace, key: [UInt8], isDeleted: Bool, skip: String?, fault: RowFault?) {
    position += 1
    appendText("\(agency)")
    tab()
    appendText("\(importID)")
    tab()
    appendText("\(position)")
    tab()
    appendText(place.target?.name ?? "")
    tab()
    appendText(place.file)
    tab()
    appendText("\(place.line)")
    tab()
    key.withUnsafeBufferPointer { appendText($0) }
    tab()
    bytes.append(UInt8(ascii: isDeleted ? "t" : "f"))
    for text in [skip, fault?.column, fault?.value, fault?.reason] {
      tab()
      if let text { appendText(text) } else { bytes += [UInt8(ascii: "\\"), UInt8(ascii: "N")] }
    }
    tab()
    record.withUnsafeBufferPointer { appendText($0) }
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func tab() { bytes.append(UInt8(ascii: "\t")) }

  private mutating func appendText(_ text: String) {
    var text = text
    text.withUTF8 { appendText($0) }
  }

  /// COPY's text format: backslash, tab and line ends are escaped.
  private mutating func appendText(_ text: UnsafeBufferPointer<UInt8>) {
    var start = 0
    for index in text.indices {
      let escape: UInt8
      switch text[index] {
      case UInt8(ascii: "\\"): escape = UInt8(ascii: "\\")
      case UInt8(ascii: "\t"): escape = UInt8(ascii: "t")
      case UInt8(ascii: "\n"): escape = UInt8(ascii: "n")
      case UInt8(ascii: "\r"): escape = UInt8(ascii: "r")
      default: continue
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(escape)
      start = index + 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
  }

  private mutating func appendJSON(_ text: String) {
    var text = text
    text.withUTF8 { appendJSON($0) }
  }

  private mutating func appendJSON(_ text: UnsafeBufferPointer<UInt8>) {
    record.append(UInt8(ascii: "\""))
    var start = 0
    for index in text.indices
    where text[index] < 0x20 || text[index] == UInt8(ascii: "\"") || text[index] == UInt8(ascii: "\\") {
      record.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
      record.append(UInt8(ascii: "\\"))
      switch text[index] {
      case UInt8(ascii: "\n"): record.append(UInt8(ascii: "n"))
      case UInt8(ascii: "\t"): record.append(UInt8(ascii: "t"))
      case UInt8(ascii: "\r"): record.append(UInt8(ascii: "r"))
      case let byte where byte < 0x20:
        let digits = Array("0123456789abcdef".utf8)
        record += Array("u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      case let byte: record.append(byte)
      }
      start = index + 1
    }
    record.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    record.append(UInt8(ascii: "\""))
  }
}

/// Where a row came from and what it is to become.
struct RowPlace {
  /// The canonical file; nil: the mapping takes nothing from that file.
  let target: ImportTarget?
  let file: String
  let line: Int
}
