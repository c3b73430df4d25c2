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
