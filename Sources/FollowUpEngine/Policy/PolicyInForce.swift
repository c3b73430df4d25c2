import Postgres

/// What the agency set for everybody, by key: policy keys and rule.parameter.
enum PolicyInForce {
  /// Reads it in a transaction of its own.
  static func read(_ session: AgencySession) async throws -> [String: String] {
    let statement = try session.statement("plan_policy")
    return try await session.transaction { connection in
      try read(connection.query(statement))
    }
  }

  /// The rows of plan_policy.
  static func read(_ rows: [Row]) throws -> [String: String] {
    var policy: [String: String] = [:]
    for row in rows { policy[try row.get("key")] = try row.get("value", as: String.self) }
    return policy
  }
}
