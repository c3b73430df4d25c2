/// Splits SQL just far enough to tell parameters and semicolons from what looks like them inside strings, quoted names, comments, dollar quotes
/// and identifiers. It follows PostgreSQL's lexer with `standard_conforming_strings` on, which every session has.
struct SQLScanner {
  enum Kind: Equatable {
    case parameter(Int)
    case semicolon
    case other
  }

  struct Token: Equatable {
    let kind: Kind
    let range: Range<Int>
  }

  private let sql: [Unicode.Scalar]
  private var index = 0

  init(_ sql: [Unicode.Scalar]) {
    self.sql = sql
  }

  /// The next token; tokens follow one another without gaps. What is left open at the end is for the server to refuse.
  mutating func next() throws -> Token? {
    guard index < sql.count else { return nil }
    let start = index
    let kind = try scan()
    return Token(kind: kind, range: start..<index)
  }

  /// Whether only blanks, comments and semicolons follow.
  var isAtEndOfStatements: Bool {
    var rest = self
    while rest.index < rest.sql.count {
      if Self.isBlank(rest.sql[rest.index]) || rest.sql[rest.index] == ";" {
        rest.index += 1
      } else if !rest.skipComment() {
        return false
      }
    }
    return true
  }

  private mutating func scan() throws -> Kind {
    if skipComment() { return .other }
    let scalar = sql[index]
    switch scalar {
    case "'": skipQuoted("'", backslashes: false)
    case "\"": skipQuoted("\"", backslashes: false)
    case "$": return try scanDollar()
    case ";":
      index += 1
      return .semicolon
    case _ where Self.startsName(scalar): skipName()
    default: index += 1
    }
    return .other
  }

  private func peek(_ distance: Int = 1) -> Unicode.Scalar? {
    index + distance < sql.count ? sql[index + distance] : nil
  }

  /// `-- …` to the end of the line, or `/* … */`, which nests.
  private mutating func skipComment() -> Bool {
    if sql[index] == "-", peek() == "-" {
      while index < sql.count, sql[index] != "\n", sql[index] != "\r" { index += 1 }
      return true
    }
    guard sql[index] == "/", peek() == "*" else { return false }
    var depth = 0
    repeat {
      if sql[index] == "/", peek() == "*" {
        depth += 1
        index += 2
      } else if sql[index] == "*", peek() == "/" {
        depth -= 1
        index += 2
      } else {
        index += 1
      }
    } while depth > 0 && index < sql.count
    return true
  }

  /// A string or quoted name; the quote is doubled inside.
  private mutating func skipQuoted(_ quote: Unicode.Scalar, backslashes: Bool) {
    index += 1
    while index < sql.count {
      if backslashes, sql[index] == "\\" {
        index += 2
      } else if sql[index] == quote {
        index += 1
        guard index < sql.count, sql[index] == quote else { break }
        index += 1
      } else {
        index += 1
      }
    }
    index = min(index, sql.count)
  }

  /// An identifier or key word; `e` right before a quote begins a string with backslashes.
  private mutating func skipName() {
    let start = index
    while index < sql.count, Self.continuesName(sql[index]) { index += 1 }
    if index - start == 1, sql[start] == "e" || sql[start] == "E", index < sql.count, sql[index] == "'" {
      skipQuoted("'", backslashes: true)
    }
  }

  /// `$1`, or a dollar quote, or a lone dollar.
  private mutating func scanDollar() throws -> Kind {
    let start = index
    index += 1
    if index < sql.count, Self.isDigit(sql[index]) {
      var digits = ""
      while index < sql.count, Self.isDigit(sql[index]) {
        digits.unicodeScalars.append(sql[index])
        index += 1
      }
      // The server takes `$1x` for a mistake; replaced, it would read as an alias.
      guard let number = Int(digits), index == sql.count || !Self.startsName(sql[index]) else {
        throw PostgresError(.usage, "a name follows parameter $\(digits) without a blank")
      }
      return .parameter(number)
    }
    if index < sql.count, Self.startsName(sql[index]) {
      while index < sql.count, Self.continuesName(sql[index]), sql[index] != "$" { index += 1 }
    }
    guard index < sql.count, sql[index] == "$" else { return .other }
    index += 1
    let tag = sql[start..<index]
    while index < sql.count {
      if sql[index...].starts(with: tag) {
        index += tag.count
        return .other
      }
      index += 1
    }
    return .other
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || (0x09...0x0D).contains(scalar.value)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func startsName(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_" || scalar.value >= 0x80
  }

  private static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    startsName(scalar) || isDigit(scalar) || scalar == "$"
  }
}
