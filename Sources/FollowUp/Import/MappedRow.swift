import Catalog
import Foundation

/// A cell that the mapping has no value for.
struct MappingRefusal: Error {
  let value: String
  let reason: String
}

/// What expressions are worked out with: the whole mapping, its lookups, and who is who.
struct MappingContext: Sendable {
  let mapping: ImportMapping
  let agencyZone: TimeZone
  var lookups: [String: LookupTable] = [:]
  /// Per canonical file: id of a later row of a person → id and line of the first.
  var samePersons: [String: [String: (id: String, line: Int)]] = [:]

  /// The first id of the person.
  func first(_ id: String, of target: String) -> String { samePersons[target]?[id]?.id ?? id }

  /// The times of an expression, and their zone; nil: the agency's.
  func time(_ text: String, _ expression: ImportExpression) throws -> ImportTimePattern.Moment {
    let patterns = expression.times ?? mapping.reading.times
    for pattern in patterns {
      if let moment = pattern.parse(text) { return moment }
    }
    throw MappingRefusal(
      value: text,
      reason: "is not written as \(patterns.map(\.text).joined(separator: " or ")) "
        + "(\(mapping.file):\(expression.line)): correct it, or give time: there"
    )
  }

  func zone(_ expression: ImportExpression) -> TimeZone? {
    (expression.zone ?? mapping.reading.zone).flatMap { TimeZone(identifier: $0) }
  }
}

/// One row of a source file, with what `let` adds to it.
struct MappedRow {
  private let places: [String: Int]
  private var cells: [String]

  init(places: [String: Int], cells: [String]) {
    self.places = places
    self.cells = cells
  }

  mutating func add(_ value: String) { cells.append(value) }

  /// A column's cell as it is in the file; columns are known to be there when the file is opened.
  func raw(_ column: String) -> String { places[column].map { cells[$0] } ?? "" }

  /// Whether all conditions hold; cells that mean "not known" are empty.
  func fulfils(_ conditions: [ImportCondition], _ context: MappingContext) -> Bool {
    conditions.allSatisfy { condition in
      let cell = raw(condition.column)
      return condition.values.contains(context.mapping.reading.empty.contains(cell) ? "" : cell)
    }
  }

  /// What an expression comes to; empty: not known.
  func value(_ expression: ImportExpression, _ context: MappingContext) throws -> String {
    var value: String
    switch expression.base {
    case .column(let name):
      value = raw(name)
      if (expression.empty ?? context.mapping.reading.empty).contains(value) { value = "" }
    case .constant(let text):
      value = text
    case .join(let parts, let separator):
      value = try parts.map { try self.value($0, context) }.filter { !$0.isEmpty }.joined(separator: separator)
    case .first(let parts):
      value = ""
      for part in parts where value.isEmpty { value = try self.value(part, context) }
    case .lookup(let name, let by):
      value = context.lookups[name]?[try by.map { try self.value($0, context) }] ?? ""
    }
    if expression.isHTML { value = plainText(ofHTML: value) }
    if let split = expression.split { value = part(of: value, split) }
    if let map = expression.map {
      if let mapped = map[value] {
        value = mapped
      } else if !value.isEmpty {
        guard let otherwise = expression.otherwise else {
          throw MappingRefusal(
            value: value,
            reason: "has no value in the mapping (\(context.mapping.file):\(expression.line)): "
              + "add it to map: there, or give otherwise:"
          )
        }
        value = otherwise
      }
    }
    if value.isEmpty { return value }
    if let prefix = expression.prefix { value = prefix + value }
    if let target = expression.refersTo { value = context.first(value, of: target) }
    return value
  }

  private func part(of value: String, _ split: ImportExpression.Split) -> String {
    let parts = value.components(separatedBy: split.at)
    let index = split.part > 0 ? split.part - 1 : parts.count + split.part
    return parts.indices.contains(index) ? trimmed(parts[index]) : ""
  }
}

/// A lookup, read: key to value.
struct LookupTable: Sendable {
  private var values: [String: (value: String, order: String)] = [:]

  subscript(key: [String]) -> String? { values[key.joined(separator: "\u{1F}")]?.value }

  /// Takes a row in; which one stands when several have its key is the lookup's to say.
  mutating func add(_ row: MappedRow, _ lookup: ImportMapping.Lookup, _ context: MappingContext) throws {
    guard row.fulfils(lookup.conditions, context) else { return }
    let key = try lookup.key.map { try row.value($0, context) }
    let value = try row.value(lookup.take, context)
    guard !value.isEmpty, !key.contains("") else { return }
    let name = key.joined(separator: "\u{1F}")
    switch lookup.pick {
    case .first:
      if values[name] == nil { values[name] = (value, "") }
    case .last:
      values[name] = (value, "")
    case .earliest, .latest:
      let order = LocalTime(moment: try context.time(value, lookup.take)).order
      let standing = values[name]?.order
      if let standing, lookup.pick == .earliest ? order >= standing : order <= standing { return }
      values[name] = (value, order)
    }
  }
}
