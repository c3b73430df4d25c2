public import Catalog
public import Postgres

/// What only a database with Citus needs: the files of sql/citus. Elsewhere nothing here is called.
public struct Distribution: Sendable {
  private let catalog: Catalog

  /// Over the catalogue's files.
  public init(_ catalog: Catalog) {
    self.catalog = catalog
  }

  /// A statement that is sent to the agency's node like every other: rows as they were read, given as the text of a COPY, into staging.
  public var stage: SQLFile {
    get throws { try file("stage") }
  }

  /// A statement that is sent to the agency's node like every other: what tables know one another by is checked at the end of the transaction.
  public var deferral: SQLFile {
    get throws { try file("defer") }
  }

  /// All of its statements, for `followup check`.
  public var statements: [SQLFile] {
    get throws { try catalog.statements(in: "sql/citus") }
  }

  // MARK: The schema

  /// Readies a migrator's transaction for changes of distributed tables.
  public func prepare(_ connection: isolated Connection) throws {
    try Self.run(try file("prepare"), connection)
  }

  /// Makes the roles that are missing; in a transaction before the migrator's.
  public func makeRoles(_ connection: isolated Connection) throws {
    try Self.run(try file("roles"), connection)
  }

  /// The tables that are not distributed yet, and are to be.
  public func undistributed(_ connection: isolated Connection) throws -> [String] {
    try connection.query(try statement("undistributed")).map { try $0.get("name") }
  }

  /// Distributes those.
  public func distribute(_ connection: isolated Connection) throws {
    try Self.run(try file("distribute"), connection)
  }

  /// Runs a script. Citus hands a statement on to the other nodes by its text, so that each goes by itself.
  public static func run(_ script: SQLFile, _ connection: isolated Connection) throws {
    try connection.executeOneByOne(script.text, file: script.path)
  }

  // MARK: An agency's statements

  /// The ways to the nodes that hold the rows of these agencies, by their ids.
  public func relays(to agencies: [Int], _ connection: isolated Connection) throws -> [Int: Relay] {
    let relations = Dictionary(
      uniqueKeysWithValues: try connection.query(try statement("relations")).map {
        (try $0.get("name", as: String.self), try $0.get("rows", as: String.self))
      }
    )
    return Dictionary(
      uniqueKeysWithValues: try agencies.map { agency in
        let values = ["agency": String(agency), "statement": ""]
        let names = RelationNames(relations.mapValues { $0.replacing("$1", with: String(agency)) })
        let relay = Relay(
          rows: try file("rows_at_agency").bind(values).sql,
          changed: try file("changed_at_agency").bind(values).sql,
          values: [String(agency)],
          rewritten: { names.replaced(in: $0) }
        )
        return (agency, relay)
      }
    )
  }

  /// Scripts that gather the statistics of an agency's part of the tables that a script names, to be run at its node.
  public func statistics(_ script: SQLFile, of agency: Int, _ connection: isolated Connection) throws -> [Statement] {
    let values = ["agency": String(agency), "script": script.text]
    return try connection.query(try statement("analyze", values)).map {
      Statement(try $0.get("script"), file: script.path)
    }
  }

  // MARK: How it stands

  /// Over how much the tables are distributed.
  public struct Shards: Sendable {
    /// The nodes that hold some.
    public let nodes: Int
    /// The shards of each table.
    public let shards: Int
    /// The nodes that are inactive or without metadata.
    public let outOfStep: Int
  }

  /// Over how much the tables are distributed.
  public func shards(_ connection: isolated Connection) throws -> Shards? {
    guard let row = try connection.query(try statement("shards")).first else { return nil }
    return Shards(nodes: try row.get("nodes"), shards: try row.get("shards"), outOfStep: try row.get("out_of_step"))
  }

  private func file(_ name: String) throws -> SQLFile { try catalog.statement(at: "sql/citus/\(name).sql") }

  private func statement(_ name: String, _ values: [String: String?] = [:]) throws -> Statement {
    let bound = try file(name).bind(values)
    return Statement(bound.sql, values: bound.values, file: bound.file)
  }
}
