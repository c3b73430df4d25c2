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
    case 0..<0x20, 0x7F..<0xA0: result.append("\u{FFFD}")
    case _ where isDirectionControl(scalar): result.append("\u{FFFD}")
    default: result.append(scalar)
    }
  }
  return String(result)
}

/// The text within isolates (U+2068, U+2069) where it holds letters that are written from right to left: these turn the order of what is
/// within, and not that of the columns beside it.
func isolated(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 >= 0xD6 }), text.unicodeScalars.contains(where: isRightToLeft) else {
    return text
  }
  return "\u{2068}\(text)\u{2069}"
}

/// Hebrew, Arabic and their neighbours: the blocks in which Unicode writes from right to left.
private func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
  default: false
  }
}

/// Whether a scalar turns the direction of writing: Unicode's Bidi_Control.
func isDirectionControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
  default: false
  }
}

/// The text without what turns the direction of writing, which lets a name pass for another.
func withoutDirectionControls(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 == 0xE2 || $0 == 0xD8 }), text.unicodeScalars.contains(where: isDirectionControl)
  else { return text }
  return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isDirectionControl($0) }))
}

/// The text as a message may hold it: what could steer a terminal or turn the direction of writing is written out, as
/// `\u{1B}`.
///
/// - Parameter keepingLines: line breaks and tabs stay, as in a text of several lines; else they are written out too.
public func visible(_ text: String, keepingLines: Bool = false) -> String {
  func isSafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: keepingLines
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x2029: false
    default: !isDirectionControl(scalar)
    }
  }
  if text.unicodeScalars.allSatisfy(isSafe) { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case _ where isSafe(scalar): result.unicodeScalars.append(scalar)
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    default: result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
  }
  return result
}

/// The text in lines of at most so many columns, broken between words; a word that is longer is broken within.
func wrapped(_ text: String, to width: Int) -> [String] {
  guard terminalWidth(text) > width else { return [text] }
  var lines: [String] = []
  var line = ""
  var used = 0
  for word in text.split(separator: " ") {
    let size = terminalWidth(word)
    if used > 0, used + 1 + size <= width {
      line += " " + word
      used += 1 + size
      continue
    }
    if used > 0 { lines.append(line) }
    (line, used) = ("", 0)
    for character in word {
      let size = terminalWidth(character)
      if used > 0, used + size > width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line.append(character)
      used += size
    }
  }
  if used > 0 { lines.append(line) }
  return lines
}

/// A text whose lines are wrapped between their words into the width of a terminal; what goes on is indented four columns more than
/// its line. Lines that fit stay as they are.
public func wrappedLines(_ text: String, to width: Int) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
    guard terminalWidth(line) > width else { return String(line) }
    let indent = line.prefix { $0 == " " }
    let goesOn = "\n    " + indent
    return indent + wrapped(String(line), to: max(8, width - indent.count - 4)).joined(separator: goesOn)
  }
  .joined(separator: "\n")
}
