public import Catalog
import Postgres

extension SQLFile {
  /// Whether an error is this file's doing, so that it concerns nothing else: it cannot be read, or the server refuses what it says.
  public func isAtFault(_ error: any Error) -> Bool {
    if let error = error as? CatalogError { return error.file == path }
    guard let error = error as? PostgresError, error.file == path else { return false }
    return error.isOfStatement
  }
}

extension PostgresError {
  /// Whether the server refuses what a statement says.
  var isOfStatement: Bool {
    // Cardinality, data, syntax or unknown names; a right that is missing is missing elsewhere too.
    kind == .server && ["21", "22", "42"].contains(code?.prefix(2)) && code != "42501"
  }
}
