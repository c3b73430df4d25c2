// The guard: a `'` before a cell that a spreadsheet would run, with any sign as the delimiter.

/// The bytes at the beginning of a cell that make a spreadsheet run it: `=`, `+`, `-`, `@`, tab, carriage return.
@inline(__always)
private func startsFormula(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: true
  default: false
  }
}

/// Whether a cell begins like a formula, or like a guarded one, or holds one where another delimiter begins a cell.
///
/// A text that really begins with an apostrophe and one of these is guarded as well, with one apostrophe more:
/// otherwise undoing the guard would take away the one that belongs to it.
@inline(__always)
func needsGuard(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
  var begins = true
  for byte in cell {
    // Apostrophes at a beginning are those of the guard, or taken for them.
    if begins, byte == 0x27 { continue }
    if begins, startsFormula(byte) { return true }
    begins = separates(byte)
  }
  return false
}

/// The bytes at which a spreadsheet that takes another sign for the delimiter begins a new cell: `;`, `|`, tab, and line ends,
/// since it does not know the quotes that keep a cell together.
@inline(__always)
private func separates(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x3B, 0x7C, 0x09, 0x0A, 0x0D: true
  default: false
  }
}

/// A cell that ``needsGuard(_:)`` says needs one, guarded: a `'` before it, and one before each formula in the middle of it.
func guarded(_ cell: UnsafeBufferPointer<UInt8>) -> [UInt8] {
  var result: [UInt8] = [0x27]
  result.reserveCapacity(cell.count + 4)
  for index in cell.indices {
    if index > 0, separates(cell[index - 1]), beginsFormula(cell[index...]) { result.append(0x27) }
    result.append(cell[index])
  }
  return result
}

/// Whether what follows is a formula, or one behind apostrophes, which are taken for those of the guard.
private func beginsFormula(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
  rest.first { $0 != 0x27 }.map(startsFormula) ?? false
}

/// The cell as it was before it was guarded: a `'` is removed where the guard would have put it.
///
/// What was never guarded comes back as it is.
public func unguard(_ cell: String) -> String {
  guard cell.utf8.first == 0x27 else { return cell }
  var copy = cell
  return copy.withUTF8 { bytes in
    guard needsGuard(bytes) else { return cell }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for index in bytes.indices.dropFirst() {
      let isGuard = bytes[index] == 0x27 && index > 1 && separates(bytes[index - 1]) && beginsFormula(bytes[index...])
      if !isGuard { result.append(bytes[index]) }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
