import Catalog
import Foundation
import Tabular

/// A source file that becomes rows of one canonical file by a mapping.
struct MappedFile: RowSource {
  private let path: String
  private let entry: ImportMapping.Entry
  private let context: MappingContext
  private var table: SourceTable
  private let columns: [ImportTarget.Column]
  private let carriesZone: Bool
  /// Those of the entry's columns that this file has something for.
  private let values: [(column: ImportTarget.Column, value: ImportExpression)]
  /// Who appears twice in this file; nil: nobody.
  private let samePerson: ImportMapping.SamePerson?
  private var bytes: [UInt8] = []
  private var bounds: [Range<Int>] = []

  init(path: String, entry: ImportMapping.Entry, context: MappingContext) throws {
    self.path = path
    self.entry = entry
    self.context = context
    table = try SourceTable(path: path, reading: context.mapping.reading, held: context.held)
    let lets = entry.lets.map(\.name)
    table.extend(with: lets)
    let used = (entry.lets.map(\.value) + entry.columns.map(\.value)).flatMap(\.columns)
    let conditions = entry.skips.flatMap { $0.when + $0.unless }.map { (name: $0.column, line: $0.line) }
    let each = entry.each.map { [(name: $0.column, line: $0.line)] } ?? []
    try table.require(used + conditions + each, mapping: context.mapping)
    // A missing column does not change what is stored.
    values = entry.columns.filter { [table] in
      $0.column.isRequired || !$0.value.isAbsent(from: table.columns)
    }
    columns = values.map(\.column)
    carriesZone = columns.contains { $0.kind == .zone }
    samePerson = context.mapping.samePersons
      .first { $0.target == entry.target.name && isNamed(path, $0.file) }
  }

  var extent: (read: Int, size: Int) { table.extent }

  mutating func next(_ encoder: inout StagingEncoder) throws -> Bool {
    switch try table.next() {
    case .end:
      return false
    case .broken(let line, let fault, let raw):
      encoder.broken(RowPlace(target: entry.target, file: path, line: line), fault, raw: raw)
    case .row(let line, var row):
      let place = RowPlace(target: entry.target, file: path, line: line)
      if let samePerson, let first = context.samePersons[samePerson.target]?[row.raw(samePerson.id)] {
        let file = first.file == path ? "" : " of \(first.file)"
        encoder.skipped(place, reason: "the same person as line \(first.line)\(file) (same \(first.same))")
        return true
      }
      guard let each = entry.each else {
        stage(place, &row, &encoder)
        return true
      }
      let parts = parts(of: row.raw(each.column), each)
      if parts.isEmpty { encoder.skipped(place, reason: "\(each.column) is empty, so it gives no row") }
      for part in parts {
        var one = row
        one.set(each.column, part)
        stage(place, &one, &encoder)
      }
    }
    return true
  }

  /// The values in one cell.
  private func parts(of cell: String, _ each: ImportMapping.Each) -> [String] {
    var parts = [cell]
    for separator in each.separators { parts = parts.flatMap { $0.components(separatedBy: separator) } }
    return parts.map(trimmed).filter { !context.isUnknown($0, instead: nil) }
  }

  private mutating func stage(_ place: RowPlace, _ row: inout MappedRow, _ encoder: inout StagingEncoder) {
    do {
      for item in entry.lets { row.add(try row.value(item.value, context)) }
    } catch let refusal as MappingRefusal {
      encoder.broken(place, RowFault(column: nil, value: refusal.value, reason: refusal.reason))
      return
    } catch {
      encoder.broken(place, RowFault(column: nil, value: nil, reason: "cannot be read: \(error)"))
      return
    }
    for skip in entry.skips {
      let applies =
        (skip.when.isEmpty || row.fulfils(skip.when, context))
        && (skip.unless.isEmpty || !row.fulfils(skip.unless, context))
      if applies {
        encoder.skipped(place, reason: skip.reason)
        return
      }
    }

    var values: [String] = []
    var fault: RowFault?
    for item in self.values {
      do {
        values.append(try self.value(item.value, for: item.column, row))
      } catch let refusal as MappingRefusal {
        values.append(refusal.value)
        fault = fault ?? RowFault(column: item.column.name, value: refusal.value, reason: refusal.reason)
      } catch {
        values.append("")
        fault = fault ?? RowFault(column: item.column.name, value: nil, reason: "cannot be read: \(error)")
      }
    }
    rewritePeople(&values)
    if let fault {
      encoder.broken(place, fault, columns: columns, cells: values)
      return
    }
    bytes.removeAll(keepingCapacity: true)
    bounds.removeAll(keepingCapacity: true)
    for value in values {
      let start = bytes.count
      bytes += value.utf8
      bounds.append(start..<bytes.count)
    }
    bytes.withUnsafeBufferPointer { [columns, bounds] buffer in
      encoder.row(place, columns: columns) { trimmedText(UnsafeBufferPointer(rebasing: buffer[bounds[$0]])) }
    }
  }

  /// A canonical cell: times and dates are written as the canonical files write them.
  private func value(_ expression: ImportExpression, for column: ImportTarget.Column, _ row: MappedRow) throws -> String
  {
    let value = try row.value(expression, context)
    guard [.moment, .date, .day].contains(column.kind) else { return value }
    let zone = context.zone(expression)
    guard !value.isEmpty,
      let moment = try column.kind == .moment
        ? context.moment(value, expression) : context.time(value, expression, column.kind)
    else {
      let written = value.isEmpty ? expression.columns.map { row.raw($0.name) }.first { !$0.isEmpty } : value
      guard column.isRequired, let written else { return "" }
      throw MappingRefusal(
        value: written,
        reason: "means that it is not known, and \(column.name) is required; correct it, or leave the row out"
      )
    }
    if column.kind != .moment { return LocalTime(moment: moment).day(in: zone, agency: context.agencyZone) }
    // Where the row has a zone of its own, local times would be read in that.
    return LocalTime(moment: moment).iso(in: zone ?? (carriesZone ? context.agencyZone : nil))
  }

  /// References to people who appear twice go to the first of their rows.
  private func rewritePeople(_ values: inout [String]) {
    guard !context.samePersons.isEmpty else { return }
    for (index, column) in columns.enumerated() {
      guard case .reference(let fixed) = column.kind else { continue }
      let target =
        fixed
        ?? columns.firstIndex { $0.name == column.name + "_kind" }.map { values[$0] + "s" }
      if let target { values[index] = context.first(values[index], of: target) }
    }
  }
}

/// A file of which nothing is taken: its rows are counted and named.
struct IgnoredFile: RowSource {
  var extent: (read: Int, size: Int) { table.extent }
  private let path: String
  private let reason: String
  private var table: SourceTable

  init(path: String, reason: String, context: MappingContext) throws {
    self.path = path
    self.reason = reason
    table = try SourceTable(path: path, reading: context.mapping.reading, held: context.held)
  }

  mutating func next(_ encoder: inout StagingEncoder) throws -> Bool {
    switch try table.next() {
    case .end: return false
    case .broken(let line, _, _): encoder.skipped(RowPlace(target: nil, file: path, line: line), reason: reason)
    case .row(let line, _): encoder.skipped(RowPlace(target: nil, file: path, line: line), reason: reason)
    }
    return true
  }
}
