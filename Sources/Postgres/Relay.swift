/// Functions of the database that are given the text of a statement and run it, on any node.
///
/// A function's call binds no values of the statement, so they go into its text, as for COPY.
public struct Relay: Sendable {
  /// The call of the one that returns the statement's rows, up to the list of its columns, which is added.
  public let rows: String
  /// The call of the one for a statement without rows, which returns how many it changed.
  public let changed: String
  /// The values of both calls; the statement's text comes after them.
  public let values: [String?]
  /// What becomes of the statement's text, with its values in it, before it is handed over.
  public let rewritten: @Sendable (String) -> String

  /// A relay; by default a statement is handed over as it is.
  public init(
    rows: String,
    changed: String,
    values: [String?],
    rewritten: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.rows = rows
    self.changed = changed
    self.values = values
    self.rewritten = rewritten
  }
}

extension Relay: Equatable {
  /// Whether both lead to the same functions with the same values.
  public static func == (one: Relay, other: Relay) -> Bool {
    one.rows == other.rows && one.changed == other.changed && one.values == other.values
  }
}

extension Connection {
  /// What goes to the server for a statement, and whether its answer is the number of rows changed.
  func relayed(_ statement: Statement) throws -> (statement: Statement, isCount: Bool) {
    guard let relay = statement.relay else { return (statement, false) }
    let columns = try columnList(of: statement)
    let quote = try liveLink(statement).quotedLiteral
    let written = try CopyStatement(statement, between: "", and: "", quote: quote).sent.sql
    let call = columns.isEmpty ? relay.changed : "\(relay.rows) (\(columns))"
    return (Statement(call, values: relay.values + [relay.rewritten(written)], file: statement.file), columns.isEmpty)
  }

  /// The columns of its result with their types, as a function's caller has to name them. Asked once per text.
  private func columnList(of statement: Statement) throws -> String {
    if let known = columnLists[statement.sql] { return known }
    let columns = try describe(statement).columns
    let list = columns.map { "\"\($0.name.replacing("\"", with: "\"\""))\" \($0.type.name)" }.joined(separator: ", ")
    columnLists[statement.sql] = list
    return list
  }
}
