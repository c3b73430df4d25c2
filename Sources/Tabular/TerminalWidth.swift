/// How many columns of a terminal a text takes: none for combining marks, two for East Asian wide ones and emoji.
func terminalWidth(_ text: some StringProtocol) -> Int {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
  return text.reduce(0) { $0 + terminalWidth($1) }
}

/// The columns one character takes, however many scalars it is made of.
func terminalWidth(_ character: Character) -> Int {
  var width = 0
  for scalar in character.unicodeScalars {
    // The selector that asks for the picture of a symbol that is else drawn narrow.
    if scalar.value == 0xFE0F { return 2 }
    width = max(width, terminalWidth(scalar))
  }
  return width
}

private func terminalWidth(_ scalar: Unicode.Scalar) -> Int {
  if scalar.value < 0x300 { return scalar.value == 0xAD ? 0 : 1 }
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark, .format, .control: return 0
  default: break
  }
  if scalar.properties.isEmojiPresentation { return 2 }
  return wide.contains { $0.contains(scalar.value) } ? 2 : 1
}

/// Blocks that are wide in Unicode's East Asian Width, emoji aside. Gaps of unassigned code points are closed.
private let wide: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E, 0x3041...0x4DBF,
  0x4DC0...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
  0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376, 0x1F200...0x1F2FF,
  0x20000...0x3FFFD,
]

/// The text cut to at most so many columns, the last of them an ellipsis where something was cut.
func cut(_ text: String, to width: Int) -> String {
  guard terminalWidth(text) > width else { return text }
  var result = ""
  var used = 1
  for character in text {
    used += terminalWidth(character)
    if used > width { break }
    result.append(character)
  }
  return result + "…"
}

/// The text as it can be shown in one line of a terminal: a line break is `↵`, and what could steer the terminal or turn
/// the direction of writing is U+FFFD, for names and notes come from outside.
func terminalText(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
  var result = String.UnicodeScalarView()
  var carriageReturn = false
  for scalar in text.unicodeScalars {
    defer { carriageReturn = scalar == "\r" }
    switch scalar.value {
    case 0x0A where carriageReturn: continue
    case 0x0A, 0x0D, 0x2028, 0x2029: result.append("↵")
    case 0x09: result.append(" ")
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
    default: result.append(scalar)
    }
  }
  return String(result)
}
