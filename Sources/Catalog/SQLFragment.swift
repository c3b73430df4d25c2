import SQLText

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
    let bytes = Array(sql.utf8)
    var scanner = SQLScanner(bytes)
    var pieces: [SQLFragment] = []
    var start = 0
    // The place of a colon that is not the second of two.
    var colon: Int?
    // The place of a brace after which only names and blanks have come.
    var brace: Int?
    while let token = scanner.next() {
      let text = bytes[token.range]
      if let opening = brace, text == [UInt8(ascii: "}")], token.range.lowerBound > opening + 1 {
        if opening > start { pieces.append(.text(String(decoding: bytes[start..<opening], as: UTF8.self))) }
        pieces.append(.names(String(decoding: bytes[(opening + 1)..<token.range.lowerBound], as: UTF8.self)))
        start = token.range.upperBound
      }
      if text == [UInt8(ascii: "{")] {
        brace = token.range.lowerBound
      } else if token.kind != .name, token.kind != .blank {
        brace = nil
      }
      if let fragment = token.kind == .comment ? include(text) : colon.flatMap({ _ in parameter(token.kind, text) }) {
        let end = token.kind == .comment ? token.range.lowerBound : colon ?? token.range.lowerBound
        if end > start { pieces.append(.text(String(decoding: bytes[start..<end], as: UTF8.self))) }
        pieces.append(fragment)
        start = token.range.upperBound
      }
      colon = colon == nil && text == [UInt8(ascii: ":")] ? token.range.lowerBound : nil
    }
    if start < bytes.count { pieces.append(.text(String(decoding: bytes[start...], as: UTF8.self))) }
    return pieces
  }

  private static func include(_ comment: ArraySlice<UInt8>) -> SQLFragment? {
    // Nearly all comments are others.
    guard comment.starts(with: "/*".utf8) else { return nil }
    let words = String(decoding: comment, as: UTF8.self).split { " \t\n".contains($0) }
    guard words.count == 4, words[0] == "/*", words[1] == "include:", words[3] == "*/" else { return nil }
    let mayBeEmpty = words[2].hasSuffix("?")
    return .include(String(mayBeEmpty ? words[2].dropLast() : words[2]), mayBeEmpty: mayBeEmpty)
  }

  /// What follows a colon as a parameter; nil: it is something else, such as the end of `list[1:2]`.
  private static func parameter(_ kind: SQLScanner.Kind, _ text: ArraySlice<UInt8>) -> SQLFragment? {
    switch kind {
    case .name: return .parameter(String(decoding: text, as: UTF8.self))
    case .string:
      var scanner = SQLScanner(Array(text.dropFirst().dropLast()))
      guard let name = scanner.next(), name.kind == .name, scanner.next() == nil else { return nil }
      return .parameter(String(decoding: text.dropFirst().dropLast(), as: UTF8.self))
    default: return nil
    }
  }
}
