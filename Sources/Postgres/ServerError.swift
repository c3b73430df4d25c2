import Foundation

extension PostgresError {
  /// The error a result holds.
  init(
    result: OpaquePointer,
    fallbackMessage: String,
    isLost: Bool,
    wasCancelled: Bool,
    statement: Statement
  ) {
    let code = DiagnosticField.code.text(in: result)
    let severity = DiagnosticField.severity.text(in: result)
    let endsSession = isLost || severity == "FATAL" || severity == "PANIC"
    let kind: Kind =
      if wasCancelled, code == "57014" || isLost { .cancelled } else if endsSession { .connection } else { .server }
    self.init(kind, DiagnosticField.message.text(in: result) ?? fallbackMessage, code: code)
    self.severity = severity
    detail = DiagnosticField.detail.text(in: result)
    hint = DiagnosticField.hint.text(in: result)
    context = DiagnosticField.context.text(in: result)
    schema = DiagnosticField.schema.text(in: result)
    table = DiagnosticField.table.text(in: result)
    column = DiagnosticField.column.text(in: result)
    constraint = DiagnosticField.constraint.text(in: result)
    file = statement.file
    position = DiagnosticField.position.text(in: result).flatMap(Int.init).flatMap {
      Position(character: $0, in: statement.sql)
    }
  }
}

extension PostgresError.Position {
  /// The place of the server's character position, counted from 1 in Unicode scalars; nil when it lies outside the text.
  init?(character: Int, in sql: String) {
    let scalars = sql.unicodeScalars
    guard character >= 1, character <= scalars.count + 1 else { return nil }
    var line = 1
    var column = 1
    for scalar in scalars.prefix(character - 1) {
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    self.init(line: line, column: column)
  }
}
