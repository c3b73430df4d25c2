import CLibPQ
import Foundation

extension Connection {
  /// What every session is set to, whatever role, database or server say otherwise.
  ///
  /// One SET batch after connecting, rather than the `options` of the start, which poolers refuse. A pooler in transaction mode keeps the
  /// first four for its clients (PgBouncer does since 1.20 for IntervalStyle, ever for the others); the rest are the defaults of PostgreSQL 12 and later.
  private static let session = [
    ("client_encoding", "UTF8"), ("datestyle", "ISO, YMD"), ("timezone", "UTC"), ("intervalstyle", "iso_8601"),
    ("extra_float_digits", "1"), ("bytea_output", "hex"), ("standard_conforming_strings", "on"),
  ]

  /// Parameters whose value is a list of names: each is quoted by itself.
  private static let lists: Set<String> = ["search_path", "temp_tablespaces", "local_preload_libraries"]

  /// Sets the session up.
  func prepareSession() throws {
    let script = Statement(
      Self.session.map { Self.set($0, $1, local: false) }.joined() + parameterScript(local: false)
    )
    try use(script) { link in
      if let encoding = PQparameterStatus(link.raw, "server_encoding"), String(cString: encoding) == "SQL_ASCII" {
        throw link.usage("the database has encoding SQL_ASCII, which does not check text; create it with UTF8", script)
      }
      try link.sendScript(script)
      if let error = link.drain(script) { throw error }
    }
  }

  /// SET statements for the parameters of the settings, each with a semicolon before it.
  func parameterScript(local: Bool) -> String {
    parameters.sorted { $0.key < $1.key }.map { Self.set($0, $1, local: local) }.joined()
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
