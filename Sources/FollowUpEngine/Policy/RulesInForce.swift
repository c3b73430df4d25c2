public import Catalog
import Foundation
import Postgres

/// A policy value that is in force, and where it comes from.
public struct PolicyValue: Sendable, Equatable {
  /// The key, or rule.parameter.
  public let key: String
  /// The value; nil: it is not set and has no default.
  public let value: String?
  /// The value when nobody sets one; nil: there is none.
  public let defaultValue: String?
  /// Where it is set: `default`, `policy of the agency`, `policy for this client` or `clients.csv`.
  public let setBy: String

  /// Whether somebody has set it.
  public var isSet: Bool { setBy != "default" }
}

extension PolicyBook {
  /// The values of all rule parameters, by rule.parameter.
  public func parameterValues() async throws -> [String: PolicyValue] {
    let values = try await values(client: nil)
    return Dictionary(uniqueKeysWithValues: values.filter { $0.key.contains(".") }.map { ($0.key, $0) })
  }

  /// The values that decide a rule: its parameters, then the keys of the practice that its SELECT reads.
  ///
  /// - Parameter client: for which client, by its id at the source; nil: what holds for all of them.
  public func values(of rule: Rule, client: String?) async throws -> [PolicyValue] {
    let reads = try session.policyOf(rule, followUp: nil)
    let keys = try await session.transaction { connection in
      try connection.query(reads).map(\.key)
    }
    var known: [String: PolicyValue] = [:]
    for value in try await values(client: nil) { known[value.key] = value }
    if client != nil {
      for value in try await values(client: client) { known[value.key] = value }
    }
    return keys.compactMap { known[$0] }
  }

  /// What the agency has set and would not be taken today, each in a sentence that names key, value and what is wanted.
  public func misfits() async throws -> [String] {
    var misfits: [String] = []
    for setting in try await values(client: nil) where setting.isSet {
      guard let value = setting.value else { continue }
      let look = try faultStatement(key: setting.key, value: value, client: nil)
      let rows = try await session.transaction { connection in try connection.query(look) }
      if let fault = rows.first?.fault { misfits.append(PolicyBook.words(setting.key, value, fault)) }
    }
    return misfits
  }

  private func values(client: String?) async throws -> [PolicyValue] {
    let statement = try await values(key: nil, client: client)
    return try await session.transaction { connection in
      try connection.query(statement).map { row in
        PolicyValue(key: row.key, value: row.value, defaultValue: row.default, setBy: row.setBy)
      }
    }
  }
}

extension AgencySession {
  /// The statement that returns a rule's parameters and the policy keys that its SELECT reads.
  ///
  /// - Parameter followUp: with the values for the client of this follow-up; nil: with those for all clients.
  func policyOf(_ rule: Rule, followUp: Int?) throws -> Query<Statements.ExplainPolicy> {
    let parameters = rule.parameters.map { parameter in
      [
        "key": "\(rule.name).\(parameter.name)", "name": parameter.name, "default_value": parameter.defaultValue,
        "summary": parameter.unit ?? parameter.name,
      ]
    }
    return try statements.explainPolicy(
      also: rule.explanation.due?.names ?? [],
      file: rule.file.path,
      id: followUp,
      parameters: String(decoding: try JSONEncoder().encode(parameters), as: UTF8.self),
      text: rule.file.text
    )
  }
}
