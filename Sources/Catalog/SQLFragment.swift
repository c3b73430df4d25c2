/// A piece of a SQL file: text as it stands, a psql-style parameter, a place for names, or a place for other files.
enum SQLFragment: Sendable, Equatable {
  case text(String)
  /// `:name` or `:'name'`.
  case parameter(String)
  /// `{name}`: names of tables or columns, which no parameter can give.
  case names(String)
  /// `/* include: name */`; `/* include: name? */` may stay empty.
  case include(String, mayBeEmpty: Bool)

  /// Reads a file's text into pieces. Strings, quoted names, comments and dollar quotes are left alone.
  static func pieces(of sql: String) -> [SQLFragment] {
    var reader = FragmentReader(Array(sql.utf8))
    return reader.read()
  }
}

private struct FragmentReader {
  private let bytes: [UInt8]
  private var index = 0
  private var start = 0
  private var pieces: [SQLFragment] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func read() -> [SQLFragment] {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "'"): skipQuoted(by: UInt8(ascii: "'"), escapes: isEscapeString)
      case UInt8(ascii: "\""): skipQuoted(by: UInt8(ascii: "\""), escapes: false)
      case UInt8(ascii: "-") where next == UInt8(ascii: "-"): skipLine()
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"): comment()
      case UInt8(ascii: "$"): skipDollarQuoted()
      case UInt8(ascii: ":"): colon()
      case UInt8(ascii: "{"): brace()
      default: index += 1
      }
    }
    flush(until: bytes.count)
    return pieces
  }

  private var next: UInt8? { index + 1 < bytes.count ? bytes[index + 1] : nil }

  private var isEscapeString: Bool {
    guard index > 0, bytes[index - 1] == UInt8(ascii: "E") || bytes[index - 1] == UInt8(ascii: "e") else {
      return false
    }
    return index < 2 || !Self.isName(bytes[index - 2])
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: byte >= 0x80
    }
  }

  private mutating func flush(until end: Int) {
    if end > start { pieces.append(.text(String(decoding: bytes[start..<end], as: UTF8.self))) }
  }

  private mutating func skipQuoted(by quote: UInt8, escapes: Bool) {
    index += 1
    while index < bytes.count, bytes[index] != quote {
      index += escapes && bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    index += 1
  }

  private mutating func skipLine() {
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
  }

  private mutating func comment() {
    let opening = index
    var depth = 0
    repeat {
      if bytes[index] == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
        depth += 1
        index += 2
      } else if bytes[index] == UInt8(ascii: "*"), next == UInt8(ascii: "/") {
        depth -= 1
        index += 2
      } else {
        index += 1
      }
    } while depth > 0 && index < bytes.count
    let words = String(decoding: bytes[opening..<min(index, bytes.count)], as: UTF8.self)
      .split(whereSeparator: { " \t\n".contains($0) })
    if words.count == 4, words[0] == "/*", words[1] == "include:", words[3] == "*/" {
      flush(until: opening)
      let mayBeEmpty = words[2].hasSuffix("?")
      pieces.append(.include(String(mayBeEmpty ? words[2].dropLast() : words[2]), mayBeEmpty: mayBeEmpty))
      start = index
    }
  }

  private mutating func skipDollarQuoted() {
    var end = index + 1
    while end < bytes.count, Self.isName(bytes[end]) { end += 1 }
    let precededByName = index > 0 && Self.isName(bytes[index - 1])
    guard end < bytes.count, bytes[end] == UInt8(ascii: "$"), !precededByName else {
      index += 1
      return
    }
    let tag = bytes[index...end]
    index = end + 1
    while index < bytes.count, !bytes[index...].starts(with: tag) { index += 1 }
    index += tag.count
  }

  private mutating func brace() {
    var end = index + 1
    while end < bytes.count, Self.isName(bytes[end]) || bytes[end] == UInt8(ascii: " ") { end += 1 }
    guard end > index + 1, end < bytes.count, bytes[end] == UInt8(ascii: "}") else {
      index += 1
      return
    }
    flush(until: index)
    pieces.append(.names(String(decoding: bytes[(index + 1)..<end], as: UTF8.self)))
    index = end + 1
    start = index
  }

  private mutating func colon() {
    if next == UInt8(ascii: ":") {
      index += 2
      return
    }
    let quoted = next == UInt8(ascii: "'")
    let first = index + (quoted ? 2 : 1)
    var end = first
    while end < bytes.count, Self.isName(bytes[end]) { end += 1 }
    let startsWithDigit = end > first && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[first])
    let closes = !quoted || (end < bytes.count && bytes[end] == UInt8(ascii: "'"))
    guard end > first, !startsWithDigit, closes else {
      index += 1
      return
    }
    flush(until: index)
    pieces.append(.parameter(String(decoding: bytes[first..<end], as: UTF8.self)))
    index = quoted ? end + 1 : end
    start = index
  }
}
