/// The text of a piece of HTML: tags taken out, entities read, blanks run together.
func plainText(ofHTML html: String) -> String {
  var text = ""
  var rest = Substring(html)
  while let next = rest.first {
    switch next {
    case "<":
      guard let end = rest.firstIndex(of: ">"), isTag(rest[rest.index(after: rest.startIndex)..<end]) else {
        text.append(next)
        rest.removeFirst()
        continue
      }
      if separatesWords(rest[rest.index(after: rest.startIndex)..<end]) { text.append(" ") }
      rest = rest[rest.index(after: end)...]
    case "&":
      guard let end = rest.prefix(12).firstIndex(of: ";"),
        let character = entity(rest[rest.index(after: rest.startIndex)..<end])
      else {
        text.append(next)
        rest.removeFirst()
        continue
      }
      text.append(character)
      rest = rest[rest.index(after: end)...]
    default:
      text.append(next)
      rest.removeFirst()
    }
  }
  return text.split { $0.isWhitespace }.joined(separator: " ")
}

/// `a < b` is no tag.
private func isTag(_ inside: Substring) -> Bool {
  guard let first = inside.first else { return false }
  return first.isLetter || first == "/" || first == "!"
}

/// Lines, paragraphs, cells and items stand apart; words within a line do not.
private func separatesWords(_ inside: Substring) -> Bool {
  let name = inside.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
  return ["br", "p", "div", "li", "tr", "td", "th", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"]
    .contains(name)
}

private func entity(_ name: Substring) -> Character? {
  switch name {
  case "amp": return "&"
  case "lt": return "<"
  case "gt": return ">"
  case "quot": return "\""
  case "apos": return "'"
  case "nbsp": return " "
  case "ndash": return "–"
  case "mdash": return "—"
  case "hellip": return "…"
  case "lsquo": return "‘"
  case "rsquo": return "’"
  case "ldquo": return "“"
  case "rdquo": return "”"
  default: break
  }
  guard name.first == "#" else { return nil }
  let digits = name.dropFirst()
  let code = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
  // A NUL is a character to HTML, and none to the database.
  return code.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }.map(Character.init)
}
