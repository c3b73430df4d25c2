public import Catalog
public import FollowUpEngine
public import Postgres

extension AgencySession {
  /// A statement of sql/engine by its name, with its values; `:agency` and `:as_of` are bound by themselves.
  public func statement(
    _ name: String,
    _ values: [String: (any PostgresEncodable)?] = [:]
  ) throws -> Statement {
    try bind(try catalog.engine(name), values)
  }
}

extension Catalog {
  /// A file of sql/engine by its name.
  public func engine(_ name: String) throws -> SQLFile {
    guard let file = try statements.first(where: { $0.name == name }) else {
      throw CatalogError(file: "sql/engine", "there is no \(name).sql")
    }
    return file
  }
}
