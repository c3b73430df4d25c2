import CLibPQ
import Foundation

extension Connection {
  /// What is set for every session, and kept for each client by every pooler, even if role, database or server set something else.
  private static let tracked = [("client_encoding", "UTF8"), ("datestyle", "ISO, YMD"), ("timezone", "UTC")]

  /// What is set as well, mostly to the defaults of PostgreSQL 12 and later.
  private static let untracked = [
    ("intervalstyle", "iso_8601"), ("extra_float_digits", "1"), ("bytea_output", "hex"),
    ("standard_conforming_strings", "on"),
  ]

  /// Parameters whose value is a list of names: each is quoted by itself.
  private static let lists: Set<String> = ["search_path", "temp_tablespaces", "local_preload_libraries"]

  /// Sets the session up.
  ///
  /// By SET after connecting, since poolers refuse the `options` of the start. Behind a pooler in transaction mode, a SET it does not track would be
  /// lost to this client and found by another; there the rest is set in each transaction, for that transaction.
  /// - Parameters:
  ///   - claimed: the number of the server process as told when connecting. A pooler makes one up.
  ///   - preferences: parameters that are set where the server knows the value.
  func prepareSession(claimed: Int, preferences: [String: String]) throws {
    try refuseOtherEncodings()
    try executeScript(Self.script(Self.tracked, local: false))
    let backend: Int = try query(Statement("SELECT pg_catalog.pg_backend_pid() AS backend"))[0].get("backend")
    isPooled = backend != claimed
    if !preferences.isEmpty { parameters.merge(try known(preferences)) { own, _ in own } }
    if !isPooled { try executeScript(Self.script(Self.untracked + parameterList, local: false)) }
  }

  /// Those of the parameters whose value the server knows.
  private func known(_ preferences: [String: String]) throws -> [String: String] {
    let names = preferences.keys.sorted()
    let statement = Statement(
      """
      SELECT wanted.name
      FROM unnest($1::text[], $2::text[]) AS wanted (name, value)
      JOIN pg_catalog.pg_settings AS setting ON setting.name = wanted.name
      WHERE setting.enumvals IS NULL
        OR wanted.value = ANY (setting.enumvals)
      """,
      values: [names.postgresText, names.map { preferences[$0] ?? "" }.postgresText]
    )
    let found = Set(try query(statement).map { try $0.get("name", as: String.self) })
    return preferences.filter { found.contains($0.key) }
  }

  /// In a database with another encoding, names of people would be refused or changed; SQL_ASCII takes anything for text.
  private func refuseOtherEncodings() throws {
    let link = try liveLink(Statement(""))
    guard let status = PQparameterStatus(link.raw, "server_encoding") else { return }
    let encoding = String(cString: status)
    guard encoding != "UTF8" else { return }
    throw PostgresError(
      .unsuitable,
      "the database has the encoding \(encoding), which cannot store every name; create one that can: "
        + "createdb --encoding=UTF8 --template=template0 NAME"
    )
  }

  /// What each transaction sets for itself. The parameters of the settings are among it even without a pooler that is seen.
  var transactionScript: String {
    Self.script((isPooled ? Self.untracked : []) + parameterList, local: true)
  }

  private var parameterList: [(String, String)] {
    parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// SET statements, each with a semicolon before it.
  private static func script(_ parameters: [(String, String)], local: Bool) -> String {
    parameters.map { set($0.0, $0.1, local: local) }.joined()
  }

  private static func set(_ name: String, _ value: String, local: Bool) -> String {
    let quotedName = name.split(separator: ".").map { quoted(String($0), "\"") }.joined(separator: ".")
    let values = lists.contains(name.lowercased()) ? names(in: value) : [value]
    // An empty list of names is written as one empty name.
    let quotedValues = (values.isEmpty ? [""] : values).map { quoted($0, "'") }.joined(separator: ", ")
    return "; SET \(local ? "LOCAL " : "")\(quotedName) = \(quotedValues)"
  }

  /// `a, "B c"` as `a` and `B c`.
  private static func names(in list: String) -> [String] {
    list.split(separator: ",").map { part -> String in
      let text = part.trimmingCharacters(in: .whitespaces)
      guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text.lowercased() }
      return String(text.dropFirst().dropLast().replacing("\"\"", with: "\""))
    }
  }

  /// Doubles the quote inside. A backslash needs nothing for names, and `E` with two backslashes for values.
  private static func quoted(_ text: String, _ quote: String) -> String {
    let body = text.replacing(quote, with: quote + quote)
    guard quote == "'", body.contains("\\") else { return quote + body + quote }
    return "E" + quote + body.replacing("\\", with: "\\\\") + quote
  }
}
