import SQLText

/// A statement made ready for COPY or for a relay: wrapped, its values in its text, and able to say where a place in that text was before.
struct CopyStatement {
  /// What goes to the server.
  let sent: Statement
  private let original: Statement
  /// The parts of the sent text that come from the original: where they begin in each, in scalars, and how long they are.
  private let parts: [(sent: Int, original: Int, count: Int)]
  /// Where the original ends in the sent text.
  private let end: Int

  init(_ statement: Statement, format: CopyFormat, quote: (String) throws -> String) throws {
    // The line break ends a comment the statement may end with.
    let end = "\n) TO STDOUT (FORMAT \(format == .csv ? "csv" : "text"))"
    try self.init(statement, between: "COPY (\n", and: end, quote: quote)
  }

  /// The statement with its values in its text, between two other texts.
  init(_ statement: Statement, between before: String, and after: String, quote: (String) throws -> String) throws {
    original = statement
    let sql = Array(statement.sql.utf8)
    var scanner = SQLScanner(sql)
    var text = before
    var length = before.unicodeScalars.count
    var place = 0
    var parameter: Int?
    var parts: [(sent: Int, original: Int, count: Int)] = []
    var used = Set<Int>()
    while let token = scanner.next() {
      let piece = String(decoding: sql[token.range], as: UTF8.self)
      let count = piece.unicodeScalars.count
      // The server takes `$1x` for a mistake; replaced, it would read as an alias.
      if token.kind == .name, let parameter {
        throw Self.usage("a name follows parameter $\(parameter) without a blank", statement)
      }
      parameter = nil
      var replacement: String?
      switch token.kind {
      case .parameter(let number):
        guard statement.values.indices.contains(number - 1) else {
          throw Self.usage("no value is given for $\(number)", statement)
        }
        used.insert(number)
        parameter = number
        // Spaces keep the literal apart from what is around it.
        replacement = " \(try statement.values[number - 1].map(quote) ?? "NULL") "
      case .semicolon where scanner.isAtEndOfStatements:
        replacement = " "
      default:
        break
      }
      if replacement == nil { parts.append((length, place, count)) }
      text += replacement ?? piece
      length += replacement?.unicodeScalars.count ?? count
      place += count
    }
    if let unused = statement.values.indices.first(where: { !used.contains($0 + 1) }) {
      throw Self.usage("a value is given for $\(unused + 1), which does not occur in it", statement)
    }
    sent = Statement(text + after, file: statement.file)
    self.parts = parts
    end = length
  }

  /// The error with its place in the original text; none when it lies in what was added.
  func restored(_ error: PostgresError) -> PostgresError {
    guard let position = error.position, let place = character(at: position) else {
      var error = error
      error.position = nil
      return error
    }
    var restored = error
    restored.position = PostgresError.Position(character: place, in: original.sql)
    return restored
  }

  /// The character of the original, from 1, that stands at a place of the sent text.
  private func character(at position: PostgresError.Position) -> Int? {
    var line = 1
    var column = 1
    var index = 0
    for scalar in sent.sql.unicodeScalars {
      if line == position.line, column == position.column { break }
      index += 1
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    guard index < end, let part = parts.last(where: { $0.sent <= index }) else { return nil }
    // A place inside a literal is told as the place just before it, where its parameter is.
    return part.original + min(index - part.sent, part.count) + 1
  }

  private static func usage(_ message: String, _ statement: Statement) -> PostgresError {
    var error = PostgresError(.usage, message)
    error.file = statement.file
    return error
  }
}
