import Catalog
import Foundation
import Mustache
import Postgres
public import Tabular

/// Everything that is held of a person, for them to have: as JSON for programs, and as a page to read.
public struct PersonExport: Sendable {
  private let session: AgencySession

  /// The export of an agency at the session's moment.
  public init(_ session: AgencySession) {
    self.session = session
  }

  /// What is held of somebody.
  public struct Held: Sendable {
    /// The rows that are the person: `candidate c3`.
    public let rows: [String]
    /// How many records there are in each part.
    public var counts: [(part: String, records: Int)] { parts.map { ($0.name, $0.records.count) } }
    let parts: [(name: String, records: [String])]
  }

  /// Reads everything that is held of a person.
  ///
  /// - Throws: ``FollowUpError`` of kind usage when nobody is meant.
  public func read(_ name: PersonName) async throws -> Held {
    try await session.reading { connection in
      let person = try PersonRows(name, session, on: connection)
      guard !person.isEmpty else { throw person.unknown(name) }
      let (candidates, contacts, references) = (person.candidates, person.contacts, person.references)
      let statements = session.statements
      let patterns = try connection.query(
        statements.personPatterns(
          address: name.address,
          candidates: candidates,
          contacts: contacts,
          references: references
        )
      )
      guard let patterns = patterns.first else { throw FollowUpError(.failed, "person_patterns returned no row") }
      var parts: [(name: String, records: [String])] = []
      for row in try connection.query(
        statements.personHeld(
          anyCase: patterns.anyCase,
          asWritten: patterns.asWritten,
          candidates: candidates,
          contacts: contacts,
          references: references
        )
      ) {
        if parts.last?.name != row.part { parts.append((row.part, [])) }
        parts[parts.count - 1].records.append(row.record)
      }
      return Held(rows: person.names, parts: parts)
    }
  }

  /// Writes one object: the agency, the moment, and a list of records for each part.
  @discardableResult
  public func writeJSON(_ held: Held, to output: Output) throws -> Written {
    var sink = try TextSink(to: output)
    let head = ["agency": session.agency.name, "as_of": ReportRunner(session).moment()]
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for (key, value) in head.sorted(by: { $0.key < $1.key }) {
      let text = String(decoding: try encoder.encode(value), as: UTF8.self)
      try sink.append("\(key == "agency" ? "{" : ",")\n  \"\(key)\": \(text)")
    }
    for part in held.parts {
      let key = part.name.lowercased().replacing(/[ -]/, with: "_")
      let records = part.records.map { "    \($0)" }.joined(separator: ",\n")
      try sink.append(",\n  \"\(key)\": [\n\(records)\n  ]", rows: part.records.count)
    }
    try sink.append("\n}\n")
    try sink.finish()
    return sink.written
  }

  /// Writes a page with a table for each part: jobs/pages/person.mustache.
  @discardableResult
  public func writePage(_ held: Held, to output: Output) throws -> Written {
    var templates = Templates(home: session.catalog.home, agency: session.agency.name)
    let context: [String: Any] = [
      "agency": session.agency.name.onOneLine, "title": "\(session.agency.name.onOneLine): what is held of a person",
      "moment": ReportRunner(session).moment(), "style": try templates.style(),
      "parts": try held.parts.map { part -> [String: Any] in
        ["heading": part.name, "count": part.records.count, "table": try table(part.records)]
      },
    ]
    let page = try ["page_begin", "person", "page_end"].map { try templates.needed($0, .pages).render(context) }
      .joined()
    var sink = try TextSink(to: output)
    try sink.append(page, rows: held.parts.reduce(0) { $0 + $1.records.count })
    try sink.finish()
    return sink.written
  }

  /// Records as a table: a column for each key that one of them has.
  private func table(_ records: [String]) throws -> String {
    let rows = try records.map { try Self.fields($0) }
    var names: [String] = []
    for row in rows {
      for (name, _) in row.sorted(by: { $0.key < $1.key }) where !names.contains(name) { names.append(name) }
    }
    // What a person looks for first stands first.
    let first = names.filter { ["name", "email", "phone", "subject", "note"].contains($0) }
    let columns = first + names.filter { !first.contains($0) }
    return htmlTable(
      columns.map { Column(name: $0, kind: $0.hasSuffix("_at") ? .moment : .text) },
      rows.map { row in columns.map { row[$0] } },
      zone: session.agency.timeZone
    )
  }

  private static func fields(_ record: String) throws -> [String: String] {
    let object = try JSONSerialization.jsonObject(with: Data(record.utf8)) as? [String: Any] ?? [:]
    return try object.mapValues { value in
      if let text = value as? String { return text }
      let options: JSONSerialization.WritingOptions = [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes]
      return String(decoding: try JSONSerialization.data(withJSONObject: value, options: options), as: UTF8.self)
    }
  }
}
