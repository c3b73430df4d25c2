// Written by deploy/statements from sql/engine/policy; not to be edited.

package import Postgres

extension Statements {
  /// The client of that id or name.
  package func clientFind(word: String) throws -> Query<ClientFind> {
    try query("policy/client_find", ["word": word.postgresText])
  }

  /// A row of sql/engine/policy/client_find.sql.
  package struct ClientFind: StatementRow {
    package static let columns = ["client_id", "external_id", "name"]
    package let clientID: Int
    package let externalID: String
    package let name: String

    package init(_ row: Row) throws {
      clientID = try row.get(at: 0)
      externalID = try row.get(at: 1)
      name = try row.get(at: 2)
    }
  }

  /// The names of all clients, to tell which one was meant.
  package func clientNames() throws -> Query<ClientNames> {
    try query("policy/client_names")
  }

  /// A row of sql/engine/policy/client_names.sql.
  package struct ClientNames: StatementRow {
    package static let columns = ["name"]
    package let name: String

    package init(_ row: Row) throws {
      name = try row.get(at: 0)
    }
  }

  /// What is wrong with setting a key to a value, and with its default; no row: the key is not known.
  package func policyFault(client: Int?, key: String, parameters: String, value: String) throws -> Query<PolicyFault> {
    try query(
      "policy/policy_fault",
      [
        "client": client.postgresText, "key": key.postgresText, "parameters": parameters.postgresText,
        "value": value.postgresText,
      ]
    )
  }

  /// A row of sql/engine/policy/policy_fault.sql.
  package struct PolicyFault: StatementRow {
    package static let columns = ["fault", "fault_of_default"]
    package let fault: String?
    package let faultOfDefault: String?

    package init(_ row: Row) throws {
      fault = try row.getOptional(at: 0)
      faultOfDefault = try row.getOptional(at: 1)
    }
  }

  /// Sets a key for the agency or for one client, and keeps who did it.
  package func policySet(by: String, client: Int?, key: String, value: String) throws -> Change {
    try change(
      "policy/policy_set",
      ["by": by.postgresText, "client": client.postgresText, "key": key.postgresText, "value": value.postgresText]
    )
  }

  /// Sets the zone in which the agency counts days, and keeps who did it.
  package func policySetTimeZone(by: String, value: String) throws -> Change {
    try change("policy/policy_set_time_zone", ["by": by.postgresText, "value": value.postgresText])
  }

  /// Every policy key and rule parameter with its default, the value in force and where that comes from.
  package func policyShow(client: Int?, key: String?, parameters: String) throws -> Query<PolicyShow> {
    try query(
      "policy/policy_show",
      ["client": client.postgresText, "key": key.postgresText, "parameters": parameters.postgresText]
    )
  }

  /// A row of sql/engine/policy/policy_show.sql.
  package struct PolicyShow: StatementRow {
    package static let columns = ["key", "value", "default", "set_by", "summary"]
    package let key: String
    package let value: String?
    package let `default`: String?
    package let setBy: String
    package let summary: String

    package init(_ row: Row) throws {
      key = try row.get(at: 0)
      value = try row.getOptional(at: 1)
      `default` = try row.getOptional(at: 2)
      setBy = try row.get(at: 3)
      summary = try row.get(at: 4)
    }
  }

  /// Goes back to the default, and keeps who did it.
  package func policyUnset(by: String, client: Int?, key: String) throws -> Change {
    try change("policy/policy_unset", ["by": by.postgresText, "client": client.postgresText, "key": key.postgresText])
  }

}
