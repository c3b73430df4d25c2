/// The bytes at the beginning of a cell that make a spreadsheet run it: `=`, `+`, `-`, `@`, tab, carriage return.
@inline(__always)
private func startsFormula(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D: true
  default: false
  }
}

/// Whether a cell begins like a formula, or like a guarded one.
///
/// A text that really begins with an apostrophe and one of these is guarded as well, with one apostrophe more:
/// otherwise undoing the guard would take away the one that belongs to it.
@inline(__always)
func needsGuard(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let first = cell.first else { return false }
  if first != 0x27 { return startsFormula(first) }
  guard let next = cell.first(where: { $0 != 0x27 }) else { return false }
  return startsFormula(next)
}

/// The cell as it was before it was guarded: a leading `'` before one of `= + - @ TAB CR` is dropped.
///
/// What was never guarded comes back as it is.
public func unguard(_ cell: String) -> String {
  guard cell.utf8.first == 0x27 else { return cell }
  var copy = cell
  return copy.withUTF8(needsGuard) ? String(cell.dropFirst()) : cell
}
