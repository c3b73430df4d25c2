import Catalog
import Foundation
import Tabular

/// A cell that the mapping has no value for.
struct MappingRefusal: Error {
  let value: String
  let reason: String
}

/// One row of a source file, with what `let` adds to it.
struct MappedRow {
  /// Where the columns of CSV stand.
  private let places: [String: Int]
  private var cells: [String]
  /// A row that names its cells itself; nil: it is of CSV.
  private var named: NamedRow?
  /// The columns that `let` adds, by their order, and those of them that are worked out already.
  private let workedOut: [String: Int]
  private var added: [String] = []

  init(places: [String: Int], cells: [String], workedOut: [String: Int]) {
    (self.places, self.cells, self.workedOut) = (places, cells, workedOut)
  }

  init(_ named: NamedRow, workedOut: [String: Int]) {
    (places, cells, self.named, self.workedOut) = ([:], [], named, workedOut)
  }

  mutating func add(_ value: String) { added.append(value) }

  /// Puts one of several values into a column's cell.
  mutating func set(_ column: String, _ value: String) {
    if let place = workedOut[column], place < added.count {
      added[place] = value
    } else if named != nil {
      named?.cells[column] = value
    } else if let place = places[column] {
      cells[place] = value
    }
  }

  /// A column's cell as it is in the file; empty where an optional column is missing. All others are known to exist when the file
  /// is opened. What is worked out under the name of a column takes its place once it is.
  func raw(_ column: String) -> String {
    if let place = workedOut[column], place < added.count { return added[place] }
    if let named { return trimmed(named[column]) }
    return places[column].map { cells[$0] } ?? ""
  }

  /// Whether all conditions hold; cells that mean "not known" are empty.
  func fulfils(_ conditions: [ImportCondition], _ context: MappingContext) -> Bool {
    conditions.allSatisfy { condition in
      let cell = raw(condition.column)
      return context.has(condition.values, context.isUnknown(cell, instead: nil) ? "" : cell)
    }
  }

  /// The value of an expression; empty: not known.
  func value(_ expression: ImportExpression, _ context: MappingContext) throws -> String {
    var value: String
    switch expression.base {
    case .column(let name):
      value = raw(name)
      if context.isUnknown(value, instead: expression.empty) { value = "" }
    case .constant(let text):
      value = text
    case .join(let parts, let separator):
      value = try parts.map { try self.value($0, context) }.filter { !$0.isEmpty }.joined(separator: separator)
    case .first(let parts):
      value = ""
      for part in parts where value.isEmpty { value = try self.value(part, context) }
    case .lookup(let name, let by):
      value = try context.lookups[name]?.value(try by.map { try self.value($0, context) }) ?? ""
    case .later(let start, let minutes):
      value = try later(start, minutes, expression, context)
    }
    if expression.isHTML { value = plainText(ofHTML: value) }
    if let split = expression.split { value = part(of: value, split) }
    if let map = expression.map {
      let mapped = context.ignoresCase(expression) ? expression.mapWithoutCase?[value.lowercased()] : nil
      if let mapped = map[value] ?? mapped {
        value = mapped
      } else if !value.isEmpty {
        guard let otherwise = expression.otherwise else {
          throw MappingRefusal(
            value: value,
            reason: "has no value in the mapping (\(context.mapping.file):\(expression.line)); "
              + "add it to map: there, or add otherwise:"
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

  /// The time so many minutes after another, as ISO 8601; how the first one is written may be said with either.
  private func later(
    _ start: ImportExpression,
    _ minutes: ImportExpression,
    _ whole: ImportExpression,
    _ context: MappingContext
  ) throws -> String {
    let from = try value(start, context)
    let count = try value(minutes, context)
    guard !from.isEmpty, !count.isEmpty else { return "" }
    var written = start
    written.times = start.times ?? whole.times
    written.zone = start.zone ?? whole.zone
    written.at = start.at ?? whole.at
    guard let moment = try context.moment(from, written) else { return "" }
    guard let number = Int(count), (0...ImportExpression.mostMinutes).contains(number) else {
      throw MappingRefusal(
        value: count,
        reason: "is not a number of minutes from 0 to \(ImportExpression.mostMinutes) "
          + "(\(context.mapping.file):\(minutes.line)); correct it"
      )
    }
    return LocalTime(moment: moment).iso(in: context.zone(written), minutesLater: number)
  }

  private func part(of value: String, _ split: ImportExpression.Split) -> String {
    let parts = value.components(separatedBy: split.at)
    let index = split.part > 0 ? split.part - 1 : parts.count + split.part
    return parts.indices.contains(index) ? trimmed(parts[index]) : ""
  }
}
