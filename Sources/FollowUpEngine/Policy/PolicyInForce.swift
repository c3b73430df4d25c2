import Postgres

/// What the agency set for everybody, by key: policy keys and rule.parameter.
enum PolicyInForce {
  /// Reads it in a transaction of its own.
  static func read(_ session: AgencySession) async throws -> [String: String] {
    try await session.transaction { connection in try read(session, on: connection) }
  }

  /// The same within a transaction that is open already.
  static func read(_ session: AgencySession, on connection: isolated Connection) throws -> [String: String] {
    var policy: [String: String] = [:]
    for row in try connection.query(session.statements.planPolicy()) { policy[row.key] = row.value }
    return policy
  }
}
