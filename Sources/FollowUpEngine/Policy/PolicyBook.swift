public import Catalog
public import Foundation
public import Postgres

/// What the agency decided for itself: shown with where each value comes from, and set.
public struct PolicyBook: Sendable {
  let session: AgencySession
  private let by: String

  /// The policy of an agency.
  ///
  /// - Parameter by: who sets keys; kept with every change.
  public init(_ session: AgencySession, by: String = NSUserName()) {
    self.session = session
    self.by = by
  }

  /// The statement that shows every key, or one, with default, value in force, and where it comes from.
  public func shown(key: String?, client: String?) async throws -> Statement {
    try await values(key: key, client: client).statement
  }

  func values(key: String?, client: String?) async throws -> Query<Statements.PolicyShow> {
    try session.statements.policyShow(
      client: try await find(client),
      key: key,
      parameters: try session.catalog.parametersAsJSON()
    )
  }

  /// Sets a key; an empty value goes back to the default. Unknown keys and bad values are refused by name.
  public func set(key: String, value: String, client: String?) async throws {
    try await session.transaction { connection in
      try set(key: key, value: value, client: client, on: connection)
    }
  }

  /// What setting a key would be refused for is refused; nothing is changed.
  public func check(key: String, value: String, client: String?) async throws {
    try await session.rollingBack { connection in
      try set(key: key, value: value, client: client, on: connection)
    }
  }

  /// The same within a transaction that is open already.
  func set(key: String, value: String, client: String?, on connection: isolated Connection) throws {
    let clientID = try find(client, on: connection)
    let look = try faultStatement(key: key, value: value, client: clientID)
    let change: Change
    if value.isEmpty, key != "time_zone" {
      change = try session.statements.policyUnset(by: by, client: clientID, key: key)
    } else if key == "time_zone" {
      change = try session.statements.policySetTimeZone(by: by, value: value)
    } else {
      change = try session.statements.policySet(by: by, client: clientID, key: key, value: value)
    }
    guard let row = try connection.query(look).first else {
      throw FollowUpError(.usage, "the policy key \(key) does not exist", remedy: "followup agency policy lists them")
    }
    if let fault = value.isEmpty && key != "time_zone" ? row.faultOfDefault : row.fault {
      throw FollowUpError(.usage, PolicyBook.words(key, value, fault), remedy: "nothing was changed")
    }
    try connection.execute(change)
  }

  /// The statement that returns what is wrong with a value: one row, whose fault may be NULL; none where the key is not known.
  func faultStatement(key: String, value: String, client: Int?) throws -> Query<Statements.PolicyFault> {
    try session.statements.policyFault(
      client: client,
      key: key,
      parameters: try session.catalog.parametersAsJSON(),
      value: value
    )
  }

  /// That a value does not fit, in a sentence.
  static func words(_ key: String, _ value: String, _ fault: String) -> String {
    value.isEmpty ? "\(key) \(fault)" : "\(key) \(fault), not \"\(value)\""
  }

  /// The id at its source of the client that a word means: its id there or its name.
  ///
  /// - Throws: `FollowUpError` of kind usage when none or several are meant.
  public func clientID(_ word: String) async throws -> String {
    try await session.transaction { connection in try named(word, on: connection).externalID }
  }

  private func find(_ client: String?) async throws -> Int? {
    guard client != nil else { return nil }
    return try await session.transaction { connection in try find(client, on: connection) }
  }

  private func find(_ client: String?, on connection: isolated Connection) throws -> Int? {
    try client.map { try named($0, on: connection).clientID }
  }

  private func named(_ client: String, on connection: isolated Connection) throws -> Statements.ClientFind {
    try session.client(client, on: connection)
  }
}

extension AgencySession {
  /// The client that a word means: its id at its source or its name.
  ///
  /// - Throws: `FollowUpError` of kind usage when none or several are meant; it names the client that was probably meant.
  func client(_ word: String, on connection: isolated Connection) throws -> Statements.ClientFind {
    let rows = try connection.query(statements.clientFind(word: word))
    if let row = rows.first, rows.count == 1 { return row }
    let remedy = "give the id that its source uses"
    guard rows.isEmpty else {
      throw FollowUpError(.usage, "\"\(word)\" could be several clients", remedy: remedy)
    }
    let names = try connection.query(statements.clientNames()).map(\.name)
    throw FollowUpError(
      .usage,
      "the client \"\(word)\" is not known",
      remedy: nearest(word, among: names).map { "you may mean \"\($0)\"; else \(remedy)" } ?? remedy
    )
  }
}

extension Catalog {
  /// The parameters of rules and guardrails as policy keys: name, default, kind, bounds and what they count, as JSON.
  public func parametersAsJSON() throws -> String {
    let named =
      try rules.map { ($0.name, $0.summary, $0.parameters) } + guardrails.map { ($0.name, $0.summary, $0.parameters) }
    let entries = named.flatMap { name, summary, parameters in
      parameters.map { parameter in
        PolicyParameter(
          key: "\(name).\(parameter.name)",
          defaultValue: parameter.defaultValue,
          kind: parameter.kind.rawValue,
          minimum: parameter.bounds?.lowerBound,
          maximum: parameter.bounds?.upperBound,
          summary: parameter.unit.map { "\($0): \(summary)" } ?? summary
        )
      }
    }
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(entries), as: UTF8.self)
  }
}

/// A parameter as a policy key, for jsonb_to_recordset.
private struct PolicyParameter: Encodable {
  let key: String
  let defaultValue: String
  let kind: String
  let minimum: Int?
  let maximum: Int?
  let summary: String
}
