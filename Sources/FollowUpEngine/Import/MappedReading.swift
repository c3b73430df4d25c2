import Catalog
import Foundation

/// What a mapping makes of the files that are there.
struct MappedReading: Sendable {
  private let mapping: ImportMapping
  private let uses: [Use]
  private let paths: [String]
  /// Sheets of workbooks that nothing reads.
  let unread: [ImportOutcome.Unread]
  /// Who appears under several ids.
  let samePersons: SamePersons
  /// Lookups and who is who, read once and before the database is kept waiting.
  private var context: MappingContext

  /// A file and what it is for.
  private enum Use: Sendable {
    case entry(String, Int)
    case canonical(String, ImportTarget)
    case ignored(String, String)
  }

  init(mapping: ImportMapping, files: [String], agencyZone: TimeZone, dates: EventDates) throws {
    self.mapping = mapping
    let parts = try files.map { try SourceName.parts(of: $0, mapping) }
    let files = parts.flatMap(\.names)
    unread = parts.flatMap(\.unread)
    paths = files
    context = MappingContext(mapping: mapping, agencyZone: agencyZone, dates: dates)
    try mapping.refuseUnknownZones()
    var ignored: [Use] = []
    var entries: [(position: Int, file: String, entry: Int)] = []
    for file in files {
      // Rejects of an earlier import are canonical already.
      if URL(fileURLWithPath: file).lastPathComponent.hasPrefix("rejects-") {
        ignored.append(.canonical(file, try ImportFiles.target(file)))
        continue
      }
      let found = mapping.entries.indices.filter { index in mapping.entries[index].files.contains { isNamed(file, $0) }
      }
      for index in found {
        let target = mapping.entries[index].target
        entries.append((ImportTarget.all.firstIndex(of: target) ?? 0, file, index))
      }
      if found.isEmpty { ignored.append(.ignored(file, try Self.reason(file, mapping))) }
    }
    uses =
      entries.sorted { ($0.position, $0.entry) < ($1.position, $1.entry) }.map { .entry($0.file, $0.entry) } + ignored
    try Self.refuseMissing(uses, files, mapping)
    samePersons = try SamePersons(mapping, files: files, context: context)
  }

  /// Every file with what it becomes.
  var files: [ImportReading.File] {
    uses.map { use in
      switch use {
      case .entry(let file, let index): ImportReading.File(file: file, target: mapping.entries[index].target.name)
      case .canonical(let file, let target): ImportReading.File(file: file, target: target.name)
      case .ignored(let file, _): ImportReading.File(file: file, target: "")
      }
    }
  }

  /// The files, opened.
  func sources() throws -> [any RowSource] {
    try uses.map { use in
      switch use {
      case .entry(let file, let index): try MappedFile(path: file, entry: mapping.entries[index], context: context)
      case .canonical(let file, let target): try CanonicalFile(path: file, target: target)
      case .ignored(let file, let reason): try IgnoredFile(path: file, reason: reason, context: context)
      }
    }
  }

  private static func reason(_ file: String, _ mapping: ImportMapping) throws -> String {
    if let ignored = mapping.ignored.first(where: { isNamed(file, $0.file) }) { return ignored.reason }
    if let lookup = mapping.lookups.values.sorted(by: { $0.line < $1.line }).first(where: { isNamed(file, $0.file) }) {
      return "only used as a lookup (\(lookup.name))"
    }
    throw FollowUpError(
      .badData,
      "\(file): unknown file",
      remedy:
        "give it an entry in \(mapping.file), under files: or, to take nothing from it, under ignore:; nothing was imported"
    )
  }

  /// A lookup without its file would answer "not known" for everybody.
  private static func refuseMissing(_ uses: [Use], _ files: [String], _ mapping: ImportMapping) throws {
    for use in uses {
      guard case .entry(let path, let index) = use else { continue }
      let entry = mapping.entries[index]
      for expression in (entry.lets.map(\.value) + entry.columns.map(\.value)).flatMap(\.withParts) {
        guard case .lookup(let name, _) = expression.base, let lookup = mapping.lookups[name] else { continue }
        guard files.contains(where: { isNamed($0, lookup.file) }) else {
          throw FollowUpError(
            .badData,
            "\(path) cannot be read without \(lookup.file), which \(mapping.file):\(lookup.line) uses to look up \(name)",
            remedy: "import them together"
          )
        }
      }
    }
  }

  /// Reads the lookups, now that it is known which id stands for whom.
  mutating func read(_ firsts: [String: [String: SamePersons.First]]) throws {
    context.samePersons = firsts
    let used = Set(
      uses.flatMap { use -> [ImportExpression] in
        guard case .entry(_, let index) = use else { return [] }
        return mapping.entries[index].lets.map(\.value) + mapping.entries[index].columns.map(\.value)
      }.flatMap(\.withParts).compactMap { part -> String? in
        guard case .lookup(let name, _) = part.base else { return nil }
        return name
      }
    )
    for lookup in mapping.lookups.values where used.contains(lookup.name) {
      context.lookups[lookup.name] = try table(paths.filter { isNamed($0, lookup.file) }, lookup)
    }
  }

  private func table(_ files: [String], _ lookup: ImportMapping.Lookup) throws -> LookupTable {
    var values = LookupTable()
    for file in files {
      var table = try SourceTable(path: file, reading: mapping.reading, held: context.held)
      let columns = (lookup.key + [lookup.take]).flatMap(\.columns) + lookup.conditions.map { ($0.column, $0.line) }
      try table.require(columns, mapping: mapping)
      reading: while true {
        switch try table.next() {
        case .end: break reading
        case .broken: continue
        case .row(let line, let row):
          try values.add(row, lookup, context, file: file, line: line)
        }
      }
    }
    return values
  }
}

extension ImportMapping {
  /// Zones are known to the system, not to the catalogue.
  fileprivate func refuseUnknownZones() throws {
    let expressions = (entries.flatMap { $0.lets.map(\.value) + $0.columns.map(\.value) }).flatMap(\.withParts)
    let zones = [(reading.zone, nil)] + expressions.map { ($0.zone, Int?.some($0.line)) }
    for case (let zone?, let line) in zones where TimeZone(identifier: zone) == nil {
      throw CatalogError(
        file: file,
        line: line,
        "\(zone) is not a time zone",
        remedy: "write agency, or an IANA name such as Europe/Zurich"
      )
    }
  }
}
