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
  var leads = true
  for byte in cell {
    // Apostrophes at the very beginning are those of the guard, or taken for them.
    if leads, byte == 0x27 { continue }
    leads = false
    if begins, startsFormula(byte) { return true }
    begins = separates(byte)
  }
  return false
}

/// The bytes at which a spreadsheet of another locale begins a new cell: `;`, `|`, tab.
@inline(__always)
private func separates(_ byte: UInt8) -> Bool { byte == 0x3B || byte == 0x7C || byte == 0x09 }

/// The cell as it was before it was guarded: a leading `'` is dropped where the guard would have put it.
///
/// What was never guarded comes back as it is.
public func unguard(_ cell: String) -> String {
  guard cell.utf8.first == 0x27 else { return cell }
  var copy = cell
  return copy.withUTF8(needsGuard) ? String(cell.dropFirst()) : cell
}
