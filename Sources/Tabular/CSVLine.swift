/// Appends one row of CSV, line end included, to a buffer, for callers that split a stream themselves.
///
/// RFC 4180; NULL is an empty cell; a text cell that a spreadsheet would run is guarded (see ``unguard(_:)``).
/// - Parameters:
///   - kinds: what the columns hold, one for each field; `nil` when all is text.
///   - delimiter: the byte between fields, a comma if not named.
///   - crlf: whether the line ends in CRLF, as Excel has it, or in LF.
public func appendCSVLine(
  _ fields: [String?],
  kinds: [ColumnKind]? = nil,
  delimiter: UInt8 = 0x2C,
  crlf: Bool = false,
  to buffer: inout [UInt8]
) {
  let start = buffer.count
  for index in fields.indices {
    if index > 0 { buffer.append(delimiter) }
    guard var field = fields[index] else { continue }
    let kind = kinds.map { $0[index] } ?? .text
    if kind == .boolean { field = yesOrNo(field) }
    field.withUTF8 { appendCell($0, guarding: kind == .text, delimiter: delimiter, to: &buffer) }
  }
  // An empty line is not a row to most readers, ours included; a row of one empty cell says so with quotes.
  if buffer.count == start { buffer += [0x22, 0x22] }
  if crlf { buffer.append(0x0D) }
  buffer.append(0x0A)
}

/// Appends one row of PostgreSQL's COPY text format as CSV, byte by byte, without making texts of its cells.
///
/// - Returns: how many fields it has.
func appendCSVLine(
  copied row: UnsafeRawBufferPointer,
  kinds: [ColumnKind],
  delimiter: UInt8,
  crlf: Bool,
  to buffer: inout [UInt8]
) -> Int {
  let bytes = row.bindMemory(to: UInt8.self)
  var end = bytes.count
  if end > 0, bytes[end - 1] == 0x0A { end -= 1 }
  let line = buffer.count
  var fields = 0
  var start = 0
  var index = 0
  // Whether the cell holds an escape, or a sign that may turn the direction of writing.
  var isPlain = true
  while true {
    if index == end || bytes[index] == 0x09 {
      let kind = fields < kinds.count ? kinds[fields] : .text
      if fields > 0 { buffer.append(delimiter) }
      let cell = UnsafeBufferPointer(rebasing: bytes[start..<index])
      if !isPlain {
        if var text = CopyText.fields(UnsafeRawBufferPointer(cell))[0].map(withoutDirectionControls) {
          text.withUTF8 { appendCell($0, guarding: kind == .text, delimiter: delimiter, to: &buffer) }
        }
      } else if kind == .moment, CopyText.isUTC(cell) {
        buffer.append(contentsOf: cell[..<10])
        buffer.append(UInt8(ascii: "T"))
        buffer.append(contentsOf: cell[11..<(cell.count - 3)])
        buffer.append(UInt8(ascii: "Z"))
      } else if kind == .boolean, cell.count == 1 {
        buffer.append(contentsOf: cell[0] == UInt8(ascii: "t") ? "yes".utf8 : "no".utf8)
      } else {
        appendCell(cell, guarding: kind == .text, delimiter: delimiter, to: &buffer)
      }
      fields += 1
      if index == end { break }
      start = index + 1
      isPlain = true
    } else if bytes[index] == 0x5C || bytes[index] == 0xE2 || bytes[index] == 0xD8 {
      isPlain = false
    }
    index += 1
  }
  if buffer.count == line { buffer += [0x22, 0x22] }
  if crlf { buffer.append(0x0D) }
  buffer.append(0x0A)
  return fields
}

private func appendCell(
  _ cell: UnsafeBufferPointer<UInt8>,
  guarding: Bool,
  delimiter: UInt8,
  to buffer: inout [UInt8]
) {
  guard !guarding || !needsGuard(cell) else {
    return guarded(cell).withUnsafeBufferPointer {
      appendCell($0, guarding: false, delimiter: delimiter, to: &buffer)
    }
  }
  let ceiling = max(delimiter, 0x22)
  var quotes = false
  var quoted = false
  for byte in cell where byte <= ceiling {
    if byte == 0x22 {
      quotes = true
      quoted = true
    } else if byte == delimiter || byte == 0x0A || byte == 0x0D {
      quoted = true
    }
  }
  if quoted { buffer.append(0x22) }
  if quotes {
    var rest = cell[...]
    while let quote = rest.firstIndex(of: 0x22) {
      buffer.append(contentsOf: UnsafeBufferPointer(rebasing: rest[...quote]))
      buffer.append(0x22)
      rest = rest[(quote + 1)...]
    }
    buffer.append(contentsOf: UnsafeBufferPointer(rebasing: rest))
  } else {
    buffer.append(contentsOf: cell)
  }
  if quoted { buffer.append(0x22) }
}
