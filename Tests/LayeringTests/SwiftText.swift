/// A Swift file taken apart: its code without comments and string literals, and the literals with the lines they begin on.
///
/// Not a parser; it knows comments (nested), strings (one line, several, raw) and interpolation, which is enough to
/// look for words in the one and not in the other.
struct SwiftText {
  /// The code, line for line as in the file; a literal is left as "".
  private(set) var code = ""
  private(set) var literals: [(line: Int, text: String)] = []

  private let characters: [Character]
  private var position = 0
  private var line = 1

  init(_ source: String) {
    characters = Array(source)
    readCode(untilParenthesis: false)
  }

  private func follows(_ text: String) -> Bool { characters[position...].starts(with: text) }

  private mutating func take() -> Character {
    let character = characters[position]
    position += 1
    if character.isNewline { line += 1 }
    return character
  }

  private mutating func readCode(untilParenthesis: Bool) {
    var depth = 0
    while position < characters.count {
      if follows("//") {
        while position < characters.count, !characters[position].isNewline { position += 1 }
      } else if follows("/*") {
        readComment()
      } else if let hashes = literalBegins() {
        readLiteral(hashes: hashes)
      } else {
        let character = take()
        if character == "(" { depth += 1 }
        if character == ")" {
          if untilParenthesis && depth == 0 { return }
          depth -= 1
        }
        code.append(character)
      }
    }
  }

  private mutating func readComment() {
    var depth = 0
    repeat {
      if follows("/*") {
        depth += 1
        position += 2
      } else if follows("*/") {
        depth -= 1
        position += 2
      } else {
        let character = take()
        if character.isNewline { code.append(character) }
      }
    } while depth > 0 && position < characters.count
  }

  /// The number of # before the quote of a literal that begins here, or nil when none begins.
  private func literalBegins() -> Int? {
    let hashes = characters[position...].prefix { $0 == "#" }.count
    let quote = position + hashes
    return quote < characters.count && characters[quote] == "\"" ? hashes : nil
  }

  private mutating func readLiteral(hashes: Int) {
    let begin = line
    let fence = String(repeating: "#", count: hashes)
    position += hashes
    let quote = follows("\"\"\"") ? "\"\"\"" : "\""
    position += quote.count
    var text = ""
    while position < characters.count, !follows(quote + fence) {
      if follows("\\" + fence + "(") {
        position += 2 + hashes
        readCode(untilParenthesis: true)
        text += "…"
      } else if follows("\\" + fence) && position + 1 + hashes < characters.count {
        position += 1 + hashes
        text.append(take())
      } else {
        let character = take()
        if character.isNewline && quote.count == 3 { code.append(character) }
        text.append(character)
      }
    }
    position = min(position + quote.count + hashes, characters.count)
    code += "\"\""
    literals.append((begin, text))
  }
}
