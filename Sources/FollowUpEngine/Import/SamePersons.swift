import Catalog
import Foundation
import Postgres

/// Who appears under several ids in the files of an export, and which id stands for each.
struct SamePersons: Sendable {
  /// The row that stands for a person.
  struct First: Sendable {
    let id: String
    let file: String
    let line: Int
    /// What is the same in the other rows, for people.
    let same: String
  }

  /// Rows with several ids that say they are one person.
  private struct Person: Sendable {
    let target: String
    let same: String
    /// What must be somebody's own address to tell who it is.
    let addresses: [String]
    /// Where the row of an id is.
    var rows: [String: (file: String, line: Int)] = [:]
  }

  private let people: [Person]

  /// Reads the files that a mapping names under `same_person`.
  init(_ mapping: ImportMapping, files: [String], context: MappingContext) throws {
    people = try mapping.samePersons.flatMap { rule in
      try Self.people(rule, files.filter { isNamed($0, rule.file) }, context)
    }
  }

  /// Which id is used for each person: an id that is stored stays; among several, the one that was stored first counts, else the lowest.
  ///
  /// The order of the rows decides nothing. An address that mail cannot be sent to, or that is nobody's by the agency's policy, tells
  /// nobody apart.
  func settled(source: String, session: AgencySession) async throws -> [String: [String: First]] {
    var firsts: [String: [String: First]] = [:]
    for target in Set(people.map(\.target)) {
      let found = people.filter { $0.target == target }
      let rows = found.enumerated().flatMap { number, person in person.rows.keys.map { (number, $0) } }
      let addresses = found.enumerated().flatMap { number, person in person.addresses.map { (number, $0) } }
      let statement = try session.statements.importSamePerson(
        addressed: addresses.map(\.0),
        addresses: addresses.map(\.1),
        ids: rows.map(\.1),
        persons: rows.map(\.0),
        source: source,
        target: target
      )
      for row in try await session.transaction({ connection in try connection.query(statement) }) {
        let person = found[row.person]
        guard let first = person.rows[row.firstID] else { continue }
        firsts[target, default: [:]][row.id] = First(
          id: row.firstID,
          file: first.file,
          line: first.line,
          same: person.same
        )
      }
    }
    return firsts
  }

  /// Only those with several ids.
  private static func people(
    _ rule: ImportMapping.SamePerson,
    _ files: [String],
    _ context: MappingContext
  ) throws -> [Person] {
    var people: [[String]: Person] = [:]
    for file in files {
      let mapping = context.mapping
      let entry = mapping.entries.first { entry in
        entry.target.name == rule.target && entry.files.contains { isNamed(file, $0) }
      }
      let name = rule.hasAnyName ? nil : try value("name", of: entry, rule, mapping)
      let email = entry?.columns.first { $0.column.name == "email" }?.value
      let address = rule.by.isEmpty ? try value("email", of: entry, rule, mapping) : nil
      var table = try SourceTable(path: file, reading: mapping.reading, held: context.held)
      table.extend(with: entry?.lets.map(\.name) ?? [])
      let read = [name, address].compactMap(\.self).flatMap(\.columns)
      try table.require((rule.by + [rule.id]).map { ($0, rule.line) } + read, mapping: mapping)
      let mailed = Set((email?.withParts ?? []).compactMap(\.column))
      let same = ([name == nil ? nil : "name"] + (rule.by.isEmpty ? ["email"] : rule.by)).compactMap(\.self)
      reading: while true {
        switch try table.next() {
        case .end: break reading
        case .broken: continue
        case .row(let line, var row):
          for item in entry?.lets ?? [] { row.add(try known(item.value, row, context)) }
          var marks = rule.by.map { context.isUnknown(row.raw($0), instead: nil) ? "" : row.raw($0) }
          var addresses = zip(rule.by, marks).filter { mailed.contains($0.0) || $0.1.contains("@") }.map(\.1)
          if let address {
            let text = try known(address, row, context)
            marks.append(text)
            addresses.append(text)
          }
          if let name { marks.append(try known(name, row, context)) }
          let key = marks.map { $0.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") }
          let id = row.raw(rule.id)
          guard !key.contains(""), !id.isEmpty else { continue }
          // In place: there can be many rows of one person.
          let person = Person(target: rule.target, same: same.joined(separator: " and "), addresses: addresses)
          if people[key]?.rows[id] == nil { people[key, default: person].rows[id] = (file, line) }
        }
      }
    }
    return people.values.filter { $0.rows.count > 1 }
  }

  /// A value; empty where it cannot be worked out, which is refused where the row is stored.
  private static func known(
    _ value: ImportExpression,
    _ row: MappedRow,
    _ context: MappingContext
  ) throws -> String {
    do { return try row.value(value, context) } catch is MappingRefusal { return "" }
  }

  /// How the mapping makes a column by which people are compared.
  private static func value(
    _ column: String,
    of entry: ImportMapping.Entry?,
    _ rule: ImportMapping.SamePerson,
    _ mapping: ImportMapping
  ) throws -> ImportExpression {
    let remedy = column == "name" ? "map it there, or say any_name: yes" : "map it there, or give by:"
    guard let entry, let value = entry.columns.first(where: { $0.column.name == column })?.value else {
      throw CatalogError(
        file: mapping.file,
        line: rule.line,
        "same_person compares \(rule.target) by their \(column), but no entry gives it from \(rule.file)",
        remedy: remedy
      )
    }
    // Lookups are read when it is known who is who.
    var parts = value.withParts
    for item in entry.lets.reversed() where parts.contains(where: { $0.column == item.name }) {
      parts += item.value.withParts
    }
    guard !parts.contains(where: { if case .lookup = $0.base { true } else { false } }) else {
      throw CatalogError(
        file: mapping.file,
        line: rule.line,
        "the \(column) of \(rule.target) is looked up, so same_person cannot compare it",
        remedy: column == "name" ? "say any_name: yes" : "give by:"
      )
    }
    return value
  }
}

extension ImportExpression {
  /// The column it is; nil: it is something else.
  fileprivate var column: String? {
    guard case .column(let name) = base else { return nil }
    return name
  }
}
