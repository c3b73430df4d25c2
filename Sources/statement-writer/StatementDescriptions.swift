import Catalog
import Foundation
import Postgres

/// A file of sql/engine as Swift calls it.
struct StatementDescription {
  /// A parameter, or a column of the result.
  struct Field {
    let name: String
    /// Its Swift type, without the `?` of one that may be NULL.
    let type: String
    let mayBeNull: Bool
  }

  enum Result {
    /// Rows of these columns.
    case rows([Field])
    /// A row that is passed on whole, as the server writes it.
    case row
    /// A statement that returns none.
    case change
    /// What other statements include.
    case part
    /// A text that is sent as it stands.
    case script
  }

  let file: SQLFile
  let parameters: [Field]
  /// The names of its places for other files.
  let includes: [String]
  /// It takes the columns of a row as its parameters.
  let takesRow: Bool
  let result: Result

  /// The folder of sql/engine it is in.
  var folder: String { String(file.path.split(separator: "/")[2]) }
}

/// Why a file cannot be written as Swift.
struct StatementFault: Error {
  let file: String
  let words: String
}

/// The same of several files, a line each.
struct StatementFaults: Error, CustomStringConvertible {
  let lines: [String]
  var description: String { lines.joined(separator: "\n") }
}

/// Has the server describe the files of sql/engine.
struct StatementDescriptions {
  /// What a session binds by itself.
  static let given: Set<String> = ["agency", "as_of"]

  /// Files that Swift does not call by name: the catalogue puts the statements of imports and the selections of reports together, and makes
  /// the views of the words.
  static func isCalled(_ file: SQLFile) -> Bool {
    let isOfImport =
      file.path.hasPrefix("sql/engine/import/")
      && (file.kind == "fragment" || !file.includeNames.isEmpty)
    let isOfSelection = file.path.hasPrefix("sql/engine/report/") && file.kind == "fragment"
    return !isOfImport && !isOfSelection && !["word_as_view", "words_dropped"].contains(file.name)
  }

  let catalog: Catalog
  let connection: Connection

  /// All that Swift calls, in the order of the paths.
  func read() async throws -> [StatementDescription] {
    let files = try catalog.statements.filter { $0.path.hasPrefix("sql/engine/") }
    var shapes: [String: Description] = [:]
    var types: [String: [String: String]] = [:]
    for file in files where file.kind == "statement" && Self.isCalled(file) {
      let bound = try part(file).bound
      let shape = try await connection.describe(Statement(bound.sql, values: bound.values, file: bound.file))
      shapes[file.path] = shape
      for (place, type) in zip(bound.places, shape.parameters) {
        types[place.file, default: [:]][place.parameter] = type.name
      }
    }
    var faults: [String] = []
    let descriptions = try files.filter(Self.isCalled).compactMap { file -> StatementDescription? in
      do {
        return try description(of: file, types: types[file.path] ?? [:], columns: shapes[file.path]?.columns ?? [])
      } catch let fault as StatementFault {
        faults.append("\(fault.file): \(fault.words)")
        return nil
      }
    }
    guard faults.isEmpty else { throw StatementFaults(lines: faults) }
    return descriptions
  }

  private func description(
    of file: SQLFile,
    types: [String: String],
    columns: [Description.Column]
  ) throws -> StatementDescription {
    let passesRow = file.header.value("row") != nil
    let takesRow = passesRow && file.kind == "fragment"
    let names = takesRow ? [] : file.parameterNames.filter { !Self.given.contains($0) }
    let result: StatementDescription.Result =
      switch file.kind {
      case "fragment": .part
      case "script": file.includeNames.isEmpty ? .script : .part
      default:
        passesRow
          ? .row
          : columns.isEmpty ? .change : .rows(try fields(file, "nullable", columns.map { ($0.name, $0.type.name) }))
      }
    if file.header.value("nullable") != nil, columns.isEmpty {
      throw StatementFault(file: file.path, words: "it returns no rows, so that nothing in them is nullable")
    }
    return StatementDescription(
      file: file,
      parameters: try fields(file, "optional", names.sorted().map { ($0, types[$0]) }, isParameter: true),
      includes: file.includeNames,
      takesRow: takesRow,
      result: result
    )
  }

  private func fields(
    _ file: SQLFile,
    _ key: String,
    _ described: [(name: String, type: String?)],
    isParameter: Bool = false
  ) throws -> [StatementDescription.Field] {
    let named = file.header.values(key).flatMap {
      $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    if let unknown = named.first(where: { name in !described.contains { $0.name == name } }) {
      throw StatementFault(file: file.path, words: "its header calls \(unknown) \(key), which it does not have")
    }
    return try described.map { name, type in
      guard let type, let swift = SwiftType.of(type, isParameter: isParameter) else {
        throw StatementFault(
          file: file.path,
          words: "\(name) is of the type \(type ?? "that no statement tells"), which has no Swift type: cast it"
        )
      }
      return StatementDescription.Field(name: name, type: swift, mayBeNull: named.contains(name))
    }
  }

  // MARK: What stands in the places of includes

  private func engine(_ name: String) throws -> SQLFile {
    guard let file = try catalog.statements.first(where: { $0.name == name }) else {
      throw StatementFault(file: "sql/engine", words: "\(name).sql does not exist")
    }
    return file
  }

  /// A file with all that it includes, without values.
  private func part(_ file: SQLFile) throws -> SQLPart {
    let nothing: String? = nil
    let values = Dictionary(uniqueKeysWithValues: file.parameterNames.map { ($0, nothing) })
    var parts: [String: [SQLPart]] = [:]
    for name in file.includeNames { parts[name] = [try part(try filling(name, of: file))] }
    return SQLPart(file, values, parts: parts)
  }

  private func filling(_ include: String, of file: SQLFile) throws -> SQLFile {
    switch (include, file.name) {
    case ("outcome", _): return try engine("import_outcome")
    case ("practice", _): return try engine("plan_practice_given")
    case ("facts", _): return try engine("plan_facts")
    case ("words", _): return try catalog.wordQueries
    case ("difference", _): return try engine("plan_difference")
    case ("answers", _): return try engine("plan_answers")
    case ("rules", "explain_silence"): return try engine("explain_rule")
    case ("rules", _): return try engine("plan_rule")
    case ("guardrails", _): return try engine("breach_guardrail")
    default: break
    }
    if include == "rule", let rule = try catalog.rules.first { return rule.file }
    if include == "guardrail", let guardrail = try catalog.guardrails.first { return guardrail.file }
    throw StatementFault(file: file.path, words: "statement-writer does not know what to include for \(include)")
  }
}

extension SQLPart {
  /// As a statement of its own.
  fileprivate var bound: BoundSQL {
    get throws { try file.bind(values, parts: parts) }
  }
}

/// Swift's names for the server's types.
enum SwiftType {
  /// Nil: there is none.
  static func of(_ type: String, isParameter: Bool) -> String? {
    if type.hasSuffix("[]") {
      guard isParameter else { return nil }
      return of(String(type.dropLast(2)), isParameter: true).map { "[\($0)]" }
    }
    switch type {
    case "smallint", "integer", "bigint": return "Int"
    case "double precision", "real": return "Double"
    case "boolean": return "Bool"
    case "timestamp with time zone": return "Date"
    case "uuid": return "UUID"
    case "timestamp without time zone" where isParameter: return "String"
    case "text", "name", "date", "json", "jsonb", "time without time zone", "void": return "String"
    default: return nil
    }
  }
}
