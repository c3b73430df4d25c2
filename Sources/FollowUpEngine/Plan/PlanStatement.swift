public import Catalog
public import Postgres

extension AgencySession {
  /// Runs a statement that evaluates the rules, with the practice as it is in this transaction, which is to end soon after: the server plans what
  /// follows in it as this statement.
  ///
  /// - Parameters:
  ///   - rules: other parts than those of all rules.
  ///   - explained: only the server's account of how it would run it, as JSON.
  public func planQuery(
    _ name: String,
    _ values: [String: (any PostgresEncodable)?],
    policy: [String: String],
    rules: [SQLPart]? = nil,
    explained: Bool = false,
    on connection: isolated Connection
  ) throws -> [Row] {
    let practice = try connection.query(try statement("plan_practice")).first
    let parts = try catalog.planParts(policy: policy, practice: practice?.texts ?? [:], agency: agency.id, rules: rules)
    let planned =
      explained
      ? try bind(
        try catalog.engine("rule_plan"),
        parts: ["planned": [SQLPart(try catalog.engine(name), texts(of: values), parts: parts)]]
      ) : try bind(try catalog.engine(name), values, parts: parts)
    _ = try connection.query(try statement("plan_settings"))
    return try connection.query(planned)
  }
}

extension Catalog {
  /// What a statement that evaluates the rules includes.
  ///
  /// - Parameters:
  ///   - practice: the columns of the practice in force, as the server writes them.
  ///   - rules: other parts than those of all rules.
  public func planParts(
    policy: [String: String],
    practice: [String: String?],
    agency: Int,
    rules: [SQLPart]? = nil
  ) throws -> [String: [SQLPart]] {
    let id: [String: String?] = ["agency": String(agency)]
    let given = try engine("plan_practice_given")
    let nothing: String? = nil
    let columns = Dictionary(uniqueKeysWithValues: given.parameterNames.map { ($0, practice[$0] ?? nothing) })
    return [
      "practice": [SQLPart(given, columns.merging(id) { _, new in new })],
      "facts": [SQLPart(try engine("plan_facts"), id)],
      "words": [SQLPart(try wordQueries, [:])],
      "rules": try rules ?? ruleParts(policy: policy),
      "difference": [SQLPart(try engine("plan_difference"), id)],
    ]
  }
}

extension Row {
  /// Every column as the server writes it, by name.
  fileprivate var texts: [String: String?] {
    Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($0.element, text(at: $0.offset)) })
  }
}
