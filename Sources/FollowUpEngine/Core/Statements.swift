package import Catalog
package import Postgres

/// The statements of sql/engine, a function each, with typed parameters and rows. `deploy/statements` writes the functions, folder by
/// folder, into Sources/FollowUpEngine/Statements: it has the server describe each file.
///
/// ```swift
/// for row in try connection.query(session.statements.planRulesInForce()) { existing[row.rule] = row.digest }
/// ```
package struct Statements: Sendable {
  private let catalog: Catalog
  /// What is bound by itself.
  private let given: [String: String?]
  private let relay: Relay?

  /// Statements that are about no agency, or about this one, for the server that is asked itself.
  package init(_ catalog: Catalog, agency: Int? = nil) {
    self.catalog = catalog
    given = agency.map { ["agency": String($0)] } ?? [:]
    relay = nil
  }

  /// The statements of a session.
  init(_ session: AgencySession) {
    catalog = session.catalog
    given = session.texts(of: [:])
    relay = session.agency.relay
  }

  /// A statement whose row is passed on whole.
  func statement(_ name: String, _ values: [String: String?] = [:]) throws -> Statement { try bind(part(name, values)) }

  /// A statement that returns rows.
  func query<Row>(
    _ name: String,
    _ values: [String: String?] = [:],
    parts: [String: [SQLPart]] = [:]
  ) throws -> Query<Row> {
    Query(statement: try bind(part(name, values, parts: parts)))
  }

  /// A statement that returns none.
  func change(_ name: String, _ values: [String: String?] = [:], parts: [String: [SQLPart]] = [:]) throws -> Change {
    Change(statement: try bind(part(name, values, parts: parts)))
  }

  /// What other statements include.
  func part(_ name: String, _ values: [String: String?] = [:], parts: [String: [SQLPart]] = [:]) throws -> SQLPart {
    SQLPart(try script(name), given.merging(values) { _, new in new }, parts: parts)
  }

  /// What other statements include, with the columns of a row as its parameters; without a row all are NULL.
  func part(_ name: String, columnsOf row: Row?) throws -> SQLPart {
    let file = try script(name)
    let nothing: String? = nil
    var values = Dictionary(uniqueKeysWithValues: file.parameterNames.map { ($0, nothing) })
    for (index, column) in (row?.columns ?? []).enumerated() { values[column] = .some(row?.text(at: index)) }
    return SQLPart(file, values.merging(given) { _, new in new })
  }

  /// A text that is sent as it stands.
  func script(_ name: String) throws -> SQLFile { try catalog.statement(at: "sql/engine/\(name).sql") }

  private func bind(_ part: SQLPart) throws -> Statement {
    var statement = Statement(try part.bound)
    statement.relay = relay
    return statement
  }
}

extension AgencySession {
  /// The statements of sql/engine for this agency at this moment.
  package var statements: Statements { Statements(self) }
}

extension SQLPart {
  /// As a statement of its own.
  var bound: BoundSQL {
    get throws { try file.bind(values, parts: parts) }
  }
}

/// A statement of sql/engine with its values, and how its rows are read.
package struct Query<Row: StatementRow>: Sendable {
  /// What is sent.
  package let statement: Statement
}

extension Query {
  /// Refuses the result of a file that the program was not built with: its rows are read by the places of the columns.
  fileprivate func check(_ columns: [String]) throws {
    guard columns != Row.columns else { return }
    let (returned, wanted) = (columns.joined(separator: ", "), Row.columns.joined(separator: ", "))
    throw FollowUpError(
      .configuration,
      "\(statement.file ?? "a statement") returns \(returned), not \(wanted)",
      remedy: "install sql/ of the same version as the program; whoever changes the file runs deploy/statements"
    )
  }
}

/// A statement of sql/engine that returns no rows, with its values.
package struct Change: Sendable {
  /// What is sent.
  package let statement: Statement
}

/// A row of a statement of sql/engine.
package protocol StatementRow: Sendable {
  /// The columns, in the statement's order.
  static var columns: [String] { get }
  /// Reads them by their places.
  init(_ row: Row) throws
}

extension Connection {
  /// Runs a statement and returns all its rows.
  package func query<Row>(_ query: Query<Row>) throws -> [Row] {
    let rows = try self.query(query.statement)
    if let first = rows.first { try query.check(first.columns) }
    return try rows.map { try Row($0) }
  }

  /// Runs a statement and hands each row to `body` as it arrives; memory does not grow with their number.
  func forEachRow<Row>(_ query: Query<Row>, _ body: (Row) throws -> Void) throws {
    try forEachRow(query.statement, columns: { try query.check($0.map(\.name)) }) { try body(try Row($0)) }
  }

  /// Runs a statement that returns no rows.
  /// - Returns: how many rows it inserted, changed or deleted.
  @discardableResult
  package func execute(_ change: Change) throws -> Int { try execute(change.statement) }
}
