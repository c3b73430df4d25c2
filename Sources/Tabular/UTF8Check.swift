/// The place of the first byte that is not part of well-formed UTF-8 (Unicode, table 3-7); `nil` when all of them are.
func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  var i = 0
  while i < bytes.count {
    let lead = bytes[i]
    if lead < 0x80 {
      i += 1
      continue
    }
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return i
    }
    guard i + length <= bytes.count, second.contains(bytes[i + 1]) else { return i }
    for next in 2..<max(length, 2) where bytes[i + next] & 0xC0 != 0x80 { return i }
    i += length
  }
  return nil
}
