/// Functions of the database that are given the text of a statement and run it, on any node.
///
/// A function's call binds no values of the statement, so they go into its text, as for COPY.
public struct Relay: Sendable, Equatable {
  /// The call of the one that returns the statement's rows, up to the list of its columns, which is added.
  public let rows: String
  /// The call of the one for a statement without rows, which returns how many it changed.
  public let changed: String
  /// The values of both calls; the statement's text comes after them.
  public let values: [String?]
  /// What stands in the statement for the tables and views it reads, in brackets, by name.
  public let relations: [String: String]

  /// A relay.
  public init(rows: String, changed: String, values: [String?], relations: [String: String] = [:]) {
    self.rows = rows
    self.changed = changed
    self.values = values
    self.relations = relations
  }
}

extension Connection {
  /// What goes to the server for a statement, and whether its answer is the number of rows changed.
  func relayed(_ statement: Statement) throws -> (statement: Statement, isCount: Bool) {
    guard let relay = statement.relay else { return (statement, false) }
    let columns = try columnList(of: statement)
    let quote = try liveLink(statement).quotedLiteral
    let written = try CopyStatement(statement, between: "", and: "", quote: quote).sent.sql
    let narrowed = RelationNames(relay.relations).replaced(in: written)
    let call = columns.isEmpty ? relay.changed : "\(relay.rows) (\(columns))"
    return (Statement(call, values: relay.values + [narrowed], file: statement.file), columns.isEmpty)
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
