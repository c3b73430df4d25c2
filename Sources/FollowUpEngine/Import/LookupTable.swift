import Catalog

/// A lookup, read: key to value, or to why the value of that key cannot be read.
struct LookupTable: Sendable {
  private enum Found: Sendable {
    case value(String, order: String)
    case fault(MappingRefusal)
  }

  private var found: [String: Found] = [:]

  /// The value for a key; nil: there is none. Throws a `MappingRefusal` when the row that has it is bad.
  func value(_ key: [String]) throws -> String? {
    switch found[Self.name(key)] {
    case nil: nil
    case .value(let value, _): value
    case .fault(let refusal): throw refusal
    }
  }

  /// Takes a row in; which one stands when several have its key is the lookup's to say.
  ///
  /// A bad row costs only the rows that need its key. Throws what is not the row's own fault.
  mutating func add(
    _ row: MappedRow,
    _ lookup: ImportMapping.Lookup,
    _ context: MappingContext,
    file: String,
    line: Int
  ) throws {
    guard row.fulfils(lookup.conditions, context) else { return }
    let key: [String]
    do {
      key = try lookup.key.map { try row.value($0, context) }
    } catch is MappingRefusal {
      // What has no key that can be read is asked for by nobody.
      return
    }
    guard !key.contains("") else { return }
    let name = Self.name(key)
    if lookup.pick == .first, found[name] != nil { return }
    do {
      let value = try row.value(lookup.take, context)
      guard !value.isEmpty else { return }
      guard lookup.pick == .earliest || lookup.pick == .latest else {
        found[name] = .value(value, order: "")
        return
      }
      guard let moment = try context.time(value, lookup.take) else { return }
      let order = LocalTime(moment: moment).order
      switch found[name] {
      case .fault: return
      case .value(_, let existing) where lookup.pick == .earliest ? order >= existing : order <= existing: return
      default: found[name] = .value(value, order: order)
      }
    } catch let refusal as MappingRefusal {
      found[name] = .fault(
        MappingRefusal(
          value: refusal.value,
          reason: "\(refusal.reason); the lookup \(lookup.name) reads it from \(file):\(line)"
        )
      )
    }
  }

  private static func name(_ key: [String]) -> String { key.joined(separator: "\u{1F}") }
}
