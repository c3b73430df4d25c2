import Catalog

/// An SQL name as Swift writes it.
struct SwiftName {
  private static let keywords: Set<String> = [
    "as", "case", "default", "do", "else", "extension", "for", "func", "if", "import", "in", "init", "is", "let",
    "operator",
    "private", "protocol", "public", "repeat", "return", "self", "static", "switch", "throw", "try", "var", "where",
    "while",
  ]

  private let words: [Substring]

  init(_ name: String) {
    words = name.split(separator: "_")
  }

  /// As a type: `TouchFind`.
  var type: String { words.map(Self.capital).joined() }

  /// As a label: `candidateID`, `import`.
  var label: String { (words.prefix(1).map(String.init) + words.dropFirst().map(Self.capital)).joined() }

  /// As it is used: `candidateID`, `` `import` ``.
  var value: String { Self.keywords.contains(label) ? "`\(label)`" : label }

  private static func capital(_ word: Substring) -> String {
    switch word {
    case "id": "ID"
    case "ids": "IDs"
    default: word.prefix(1).uppercased() + word.dropFirst()
    }
  }
}

/// The Swift of a folder's statements; `swift format` lays it out.
func swiftFile(_ folder: String, _ statements: [StatementDescription]) -> String {
  let body = statements.flatMap(\.lines)
  let text = body.joined(separator: "\n")
  var imports: [String] = []
  if text.contains("SQLPart") || text.contains("SQLFile") { imports.append("package import Catalog") }
  if text.contains(/: \[?(Date|UUID)\b/) { imports.append("package import Foundation") }
  imports.append(
    text.contains("Row)") || text.contains("Row?)") || text.contains("-> Statement {")
      ? "package import Postgres" : "import Postgres"
  )
  return """
    // Written by deploy/statements from sql/engine/\(folder); not to be edited.

    \(imports.joined(separator: "\n"))

    extension Statements {
    \(text)
    }

    """
}

extension StatementDescription {
  fileprivate var lines: [String] {
    let name = SwiftName(file.name)
    let summary = file.header.text("summary") ?? file.name
    var lines = wrapped(summary).map { "  /// \($0)" }
    lines += ["  package func \(name.value)(\(signature)) throws -> \(returned(name)) {", "    try \(call)", "  }", ""]
    if case .rows(let columns) = result { lines += row(columns, name) }
    return lines
  }

  private var signature: String {
    if takesRow { return "_ row: Row?" }
    return
      (parameters.map { "\(SwiftName($0.name).label): \($0.swiftType)" }
      + includes.map { "\(SwiftName($0).label)SQL: [SQLPart]" }).joined(separator: ", ")
  }

  private func returned(_ name: SwiftName) -> String {
    switch result {
    case .rows: "Query<\(name.type)>"
    case .row: "Statement"
    case .change: "Change"
    case .part: "SQLPart"
    case .script: "SQLFile"
    }
  }

  private var call: String {
    let place = "\"\(folder)/\(file.name)\""
    var arguments = [place]
    if takesRow { arguments.append("columnsOf: row") }
    if !parameters.isEmpty {
      let values = parameters.map { "\"\($0.name)\": \(SwiftName($0.name).value).postgresText" }
      arguments.append("[\(values.joined(separator: ", "))]")
    }
    if !includes.isEmpty {
      let parts = includes.map { "\"\($0)\": \(SwiftName($0).label)SQL" }
      arguments.append("parts: [\(parts.joined(separator: ", "))]")
    }
    let function =
      switch result {
      case .rows: "query"
      case .row: "statement"
      case .change: "change"
      case .part: "part"
      case .script: "script"
      }
    return "\(function)(\(arguments.joined(separator: ", ")))"
  }

  private func row(_ columns: [Field], _ name: SwiftName) -> [String] {
    var lines = ["  /// A row of \(file.path).", "  package struct \(name.type): StatementRow {"]
    lines.append("    package static let columns = [\(columns.map { "\"\($0.name)\"" }.joined(separator: ", "))]")
    lines += columns.map { "    package let \(SwiftName($0.name).value): \($0.swiftType)" }
    lines += ["", "    package init(_ row: Row) throws {"]
    lines += columns.enumerated().map { index, column in
      "      \(SwiftName(column.name).value) = try row.get\(column.mayBeNull ? "Optional" : "")(at: \(index))"
    }
    return lines + ["    }", "  }", ""]
  }
}

extension StatementDescription.Field {
  fileprivate var swiftType: String { mayBeNull ? "\(type)?" : type }
}

/// A text in lines of at most 110 characters.
private func wrapped(_ text: String) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let last = lines.last, last.count + word.count < 110 {
      lines[lines.count - 1] = "\(last) \(word)"
    } else {
      lines.append(String(word))
    }
  }
  return lines
}
