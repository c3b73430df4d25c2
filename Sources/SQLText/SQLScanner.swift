/// Splits SQL just far enough to tell names, parameters and signs from what looks like them inside strings, quoted names, comments and dollar quotes.
/// It follows PostgreSQL's lexer with `standard_conforming_strings` on, which every session has.
public struct SQLScanner {
  /// What a token is.
  public enum Kind: Sendable, Equatable {
    /// Blanks and line ends, one after the other.
    case blank
    /// `-- …` to the end of the line, or `/* … */`, which nests.
    case comment
    /// `'…'` or `E'…'`.
    case string
    /// `"…"`.
    case quotedName
    /// `$tag$ … $tag$`.
    case dollarQuote
    /// An identifier or key word.
    case name
    /// `$1`.
    case parameter(Int)
    /// `;`.
    case semicolon
    /// Any other character.
    case sign
  }

  /// A piece of the text.
  public struct Token: Sendable, Equatable {
    /// What it is.
    public let kind: Kind
    /// Where it stands, in bytes.
    public let range: Range<Int>
  }

  private let bytes: [UInt8]
  private var index = 0

  /// A scanner of a text in UTF-8.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next token; tokens follow one another without gaps. What is left open at the end is for the server to refuse.
  public mutating func next() -> Token? {
    guard index < bytes.count else { return nil }
    let start = index
    let kind = scan()
    index = min(index, bytes.count)
    return Token(kind: kind, range: start..<index)
  }

  /// Whether only blanks, comments and semicolons follow.
  public var isAtEndOfStatements: Bool {
    var rest = self
    while let token = rest.next() {
      guard [.blank, .comment, .semicolon].contains(token.kind) else { return false }
    }
    return true
  }

  private mutating func scan() -> Kind {
    switch bytes[index] {
    case UInt8(ascii: " "), 0x09...0x0D:
      skip { $0 == UInt8(ascii: " ") || (0x09...0x0D).contains($0) }
      return .blank
    case UInt8(ascii: "-") where next(is: UInt8(ascii: "-")):
      skip { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
      return .comment
    case UInt8(ascii: "/") where next(is: UInt8(ascii: "*")):
      skipComment()
      return .comment
    case UInt8(ascii: "'"):
      skipQuoted(by: UInt8(ascii: "'"), escapes: false)
      return .string
    case UInt8(ascii: "\""):
      skipQuoted(by: UInt8(ascii: "\""), escapes: false)
      return .quotedName
    case UInt8(ascii: "$"):
      return scanDollar()
    case UInt8(ascii: ";"):
      index += 1
      return .semicolon
    case let byte where Self.startsName(byte):
      return scanName()
    default:
      index += 1
      return .sign
    }
  }

  private func next(is byte: UInt8) -> Bool { index + 1 < bytes.count && bytes[index + 1] == byte }

  private mutating func skip(while isPart: (UInt8) -> Bool) {
    while index < bytes.count, isPart(bytes[index]) { index += 1 }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      if bytes[index] == UInt8(ascii: "/"), next(is: UInt8(ascii: "*")) {
        depth += 1
        index += 2
      } else if bytes[index] == UInt8(ascii: "*"), next(is: UInt8(ascii: "/")) {
        depth -= 1
        index += 2
      } else {
        index += 1
      }
    } while depth > 0 && index < bytes.count
  }

  /// The quote is doubled inside.
  private mutating func skipQuoted(by quote: UInt8, escapes: Bool) {
    index += 1
    while index < bytes.count {
      if escapes, bytes[index] == UInt8(ascii: "\\") {
        index += 2
      } else if bytes[index] != quote {
        index += 1
      } else if next(is: quote) {
        index += 2
      } else {
        index += 1
        return
      }
    }
  }

  /// `e` right before a quote begins a string with backslashes.
  private mutating func scanName() -> Kind {
    let start = index
    skip(while: Self.continuesName)
    guard index - start == 1, bytes[start] | 0x20 == UInt8(ascii: "e"), index < bytes.count,
      bytes[index] == UInt8(ascii: "'")
    else { return .name }
    skipQuoted(by: UInt8(ascii: "'"), escapes: true)
    return .string
  }

  /// `$1`, or a dollar quote, or a lone dollar.
  private mutating func scanDollar() -> Kind {
    let start = index
    index += 1
    if index < bytes.count, Self.isDigit(bytes[index]) {
      skip(while: Self.isDigit)
      // One with more digits than a number can have has no value either.
      return .parameter(Int(String(decoding: bytes[(start + 1)..<index], as: UTF8.self)) ?? Int.max)
    }
    if index < bytes.count, Self.startsName(bytes[index]) {
      skip { Self.continuesName($0) && $0 != UInt8(ascii: "$") }
    }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "$") else { return .sign }
    index += 1
    let tag = bytes[start..<index]
    while index < bytes.count {
      if bytes[index...].starts(with: tag) {
        index += tag.count
        return .dollarQuote
      }
      index += 1
    }
    return .dollarQuote
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// Bytes from 0x80 are those of letters beyond ASCII.
  private static func startsName(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80 || byte == UInt8(ascii: "_")
      || byte >= 0x80
  }

  private static func continuesName(_ byte: UInt8) -> Bool {
    startsName(byte) || isDigit(byte) || byte == UInt8(ascii: "$")
  }
}
