/// Reads the parts of a mapping; anything wrong is refused with its line and what to do.
struct ImportMappingParser {
  /// Keys with what they hold.
  struct Keys {
    let entries: [(key: String, line: Int, value: StrictYAML.Value)]
    let line: Int

    func value(_ key: String) -> StrictYAML.Value? { entries.first { $0.key == key }?.value }
  }

  let file: String

  func error(_ line: Int, _ what: String, _ remedy: String? = nil) -> CatalogError {
    CatalogError(file: file, line: line, what, remedy: remedy)
  }

  // MARK: Shapes

  func allow(_ keys: Keys, _ known: [String]) throws {
    for entry in keys.entries where !known.contains(entry.key) {
      throw error(
        entry.line,
        "unknown key \(StrictYAML.shown(entry.key))",
        "use one of: \(known.joined(separator: ", "))"
      )
    }
  }

  func scalar(_ value: StrictYAML.Value, _ what: String) throws -> String {
    guard case .scalar(let text, _) = value else { throw error(value.line, "\(what) must be a single value") }
    return text
  }

  func string(_ keys: Keys, _ key: String) throws -> String? { try keys.value(key).map { try scalar($0, key) } }

  func required(_ keys: Keys, _ key: String) throws -> String {
    guard let text = try string(keys, key), !text.isEmpty else { throw error(keys.line, "\(key) is missing") }
    return text
  }

  /// One text, or a list of them; nil: the key is missing.
  func strings(_ keys: Keys, _ key: String) throws -> [String]? { try keys.value(key).map { try strings($0, key) } }

  func strings(_ value: StrictYAML.Value, _ what: String) throws -> [String] {
    switch value {
    case .scalar(let text, _): return [text]
    case .list(let items, _): return try items.map { try scalar($0, "each of \(what)") }
    case .mapping: throw error(value.line, "\(what) must be a value or a list of values")
    }
  }

  func keys(_ value: StrictYAML.Value, _ what: String) throws -> Keys {
    guard case .mapping(let entries, let line) = value else {
      throw error(value.line, "\(what) must be keys and values")
    }
    return Keys(entries: entries, line: line)
  }

  func keys(_ keys: Keys, _ key: String) throws -> Keys? { try keys.value(key).map { try self.keys($0, key) } }

  func list(_ keys: Keys, _ key: String) throws -> [Keys] {
    guard let value = keys.value(key) else { return [] }
    guard case .list(let items, _) = value else { throw error(value.line, "\(key) must be a list") }
    return try items.map { try self.keys($0, "each of \(key)") }
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ keys: Keys,
    _ key: String,
    default standard: Choice
  ) throws -> Choice where Choice.RawValue == String {
    guard let value = keys.value(key) else { return standard }
    guard let choice = Choice(rawValue: try scalar(value, key)) else {
      throw error(
        value.line,
        "\(key) cannot be \(try scalar(value, key))",
        "use one of: \(Choice.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    return choice
  }

  func flag(_ keys: Keys, _ key: String) throws -> Bool { try optionalFlag(keys, key) ?? false }

  /// yes or no; nil: the key is missing.
  func optionalFlag(_ keys: Keys, _ key: String) throws -> Bool? {
    guard let value = keys.value(key) else { return nil }
    switch try scalar(value, key) {
    case "yes", "true": return true
    case "no", "false": return false
    default: throw error(value.line, "\(key) must be yes or no")
    }
  }

  func times(_ keys: Keys, _ key: String) throws -> [ImportTimePattern]? {
    guard let value = keys.value(key) else { return nil }
    return try strings(value, key).map { text in
      guard let pattern = ImportTimePattern(text) else {
        throw error(
          value.line,
          "\(text) is not a way of writing times",
          "write iso, unix, unix_ms, or a pattern such as MM/dd/yyyy hh:mm a"
        )
      }
      return pattern
    }
  }

  /// A zone's name; nil: the agency's.
  func zone(_ keys: Keys) throws -> String? {
    guard let name = try string(keys, "zone"), name != "agency" else { return nil }
    return name
  }

  // MARK: Parts

  func reading(_ top: Keys) throws -> ImportMapping.Reading {
    var reading = ImportMapping.Reading()
    guard let keys = try keys(top, "read") else { return reading }
    try allow(
      keys,
      ["delimiter", "encoding", "skip_lines", "files", "empty", "empty_dates", "ignore_case", "times", "zone"]
    )
    reading.delimiter = try delimiter(keys) ?? reading.delimiter
    reading.encoding = try choice(keys, "encoding", default: .utf8)
    reading.skipLines = try skipLines(keys) ?? 0
    reading.files = try self.keys(keys, "files")?.entries.map(readingOfFile) ?? []
    reading.emptyDates = try optionalFlag(keys, "empty_dates") ?? true
    reading.ignoresCase = try flag(keys, "ignore_case")
    reading.empty = try strings(keys, "empty") ?? []
    reading.times = try times(keys, "times") ?? [.iso]
    reading.zone = try zone(keys)
    return reading
  }

  private func delimiter(_ keys: Keys) throws -> UInt8? {
    guard let value = keys.value("delimiter") else { return nil }
    let text = try scalar(value, "delimiter")
    guard let byte = text == "tab" ? 0x09 : text.utf8.first, text == "tab" || text.utf8.count == 1, byte < 0x80,
      byte != 0x22
    else { throw error(value.line, "delimiter must be one character, or tab") }
    return byte
  }

  private func skipLines(_ keys: Keys) throws -> Int? {
    guard let value = keys.value("skip_lines") else { return nil }
    guard let lines = Int(try scalar(value, "skip_lines")), (0...1000).contains(lines) else {
      throw error(
        value.line,
        "skip_lines must be a whole number from 0 to 1000",
        "count the lines before the header line"
      )
    }
    return lines
  }

  private func readingOfFile(
    _ entry: (key: String, line: Int, value: StrictYAML.Value)
  ) throws -> ImportMapping.Reading.File {
    let keys = try keys(entry.value, entry.key)
    try allow(keys, ["delimiter", "encoding", "skip_lines"])
    return ImportMapping.Reading.File(
      file: entry.key,
      delimiter: try delimiter(keys),
      encoding: keys.value("encoding") == nil ? nil : try choice(keys, "encoding", default: .utf8),
      skipLines: try skipLines(keys)
    )
  }

  func samePerson(_ keys: Keys) throws -> ImportMapping.SamePerson {
    try allow(keys, ["target", "file", "id", "by", "any_name"])
    let target = try target(keys, "target")
    let people = ["recruiters", "contacts", "candidates", "references"]
    guard people.contains(target.name) else {
      throw error(
        keys.value("target")?.line ?? keys.line,
        "\(target.name) is not a file of people",
        "use one of: \(people.joined(separator: ", "))"
      )
    }
    return ImportMapping.SamePerson(
      target: target.name,
      file: try required(keys, "file"),
      id: try required(keys, "id"),
      by: try strings(keys, "by") ?? [],
      hasAnyName: try flag(keys, "any_name"),
      line: keys.line
    )
  }

  func lookup(_ entry: (key: String, line: Int, value: StrictYAML.Value)) throws -> ImportMapping.Lookup {
    let keys = try keys(entry.value, entry.key)
    try allow(keys, ["file", "where", "key", "take", "pick"])
    guard let take = keys.value("take") else { throw error(keys.line, "take is missing") }
    let key = try expressions(keys, "key")
    guard !key.isEmpty else { throw error(keys.line, "key is missing") }
    return ImportMapping.Lookup(
      name: entry.key,
      file: try required(keys, "file"),
      conditions: try conditions(keys, "where"),
      key: key,
      take: try expression(take),
      pick: try choice(keys, "pick", default: .first),
      line: entry.line
    )
  }

  func entry(_ keys: Keys) throws -> ImportMapping.Entry {
    try allow(keys, ["target", "file", "each", "let", "skip", "columns"])
    let target = try target(keys, "target")
    guard let files = try strings(keys, "file"), !files.isEmpty else { throw error(keys.line, "file is missing") }
    let lets = try self.keys(keys, "let")?.entries.map { (name: $0.key, value: try expression($0.value)) } ?? []
    guard let given = try self.keys(keys, "columns") else { throw error(keys.line, "columns are missing") }
    let columns = try given.entries.map { entry in
      let column = try column(entry.key, of: target, line: entry.line)
      let value = try expression(entry.value)
      try refuseWrongWords(value, for: column)
      return (column: column, value: value)
    }
    let takesOut = columns.contains { $0.column == ImportTarget.deleted }
    for column in target.columns where column.isRequired && !columns.contains(where: { $0.column == column }) {
      if takesOut, !target.key.contains(column.name) { continue }
      throw error(given.line, "\(target.name) requires the column \(column.name), which is missing")
    }
    return ImportMapping.Entry(
      target: target,
      files: files,
      each: try each(keys),
      lets: lets,
      skips: try list(keys, "skip").map(skip),
      columns: columns,
      line: keys.line
    )
  }

  private func target(_ keys: Keys, _ key: String) throws -> ImportTarget {
    let name = try required(keys, key)
    guard let target = ImportTarget.named(name) else {
      throw error(
        keys.value(key)?.line ?? keys.line,
        "\(name) is not a canonical file",
        "use one of: \(ImportTarget.all.map(\.name).joined(separator: ", "))"
      )
    }
    return target
  }

  private func column(_ name: String, of target: ImportTarget, line: Int) throws -> ImportTarget.Column {
    if name == ImportTarget.deleted.name { return ImportTarget.deleted }
    guard let column = target.column(name) else {
      throw error(
        line,
        "\(target.name) has no column \(name)",
        "use one of: \((target.columns.map(\.name) + ["deleted"]).joined(separator: ", "))"
      )
    }
    return column
  }

  /// Words that the mapping itself gives must be words that the column takes.
  private func refuseWrongWords(_ value: ImportExpression, for column: ImportTarget.Column) throws {
    let known: [String]
    switch column.kind {
    case .choice(let words): known = words
    case .boolean: known = ["yes", "no"]
    default: return
    }
    var given: [String] = []
    if case .constant(let word) = value.base, value.map == nil { given.append(word) }
    if case .first(let parts) = value.base, value.map == nil {
      for part in parts { try refuseWrongWords(part, for: column) }
    }
    given += value.map.map { Array($0.values) } ?? []
    given += value.otherwise.map { [$0] } ?? []
    for word in given.sorted() where !word.isEmpty && !known.contains(word) {
      throw error(value.line, "\(column.name) cannot be \(word)", "use one of: \(known.joined(separator: ", "))")
    }
  }

  private func each(_ keys: Keys) throws -> ImportMapping.Each? {
    guard let each = try self.keys(keys, "each") else { return nil }
    try allow(each, ["column", "at"])
    guard let separators = try strings(each, "at"), !separators.isEmpty, !separators.contains("") else {
      throw error(each.line, "at is missing", "give the text between the values, such as \";\"")
    }
    return ImportMapping.Each(column: try required(each, "column"), separators: separators, line: each.line)
  }

  private func skip(_ keys: Keys) throws -> ImportMapping.Skip {
    try allow(keys, ["when", "unless", "reason"])
    let when = try conditions(keys, "when")
    let unless = try conditions(keys, "unless")
    guard !when.isEmpty || !unless.isEmpty else { throw error(keys.line, "when or unless is missing") }
    return ImportMapping.Skip(when: when, unless: unless, reason: try required(keys, "reason"))
  }

  private func conditions(_ keys: Keys, _ key: String) throws -> [ImportCondition] {
    try self.keys(keys, key)?.entries.map {
      ImportCondition(column: $0.key, values: try strings($0.value, $0.key), line: $0.line)
    } ?? []
  }

  // MARK: Expressions

  private func expressions(_ keys: Keys, _ key: String) throws -> [ImportExpression] {
    guard let value = keys.value(key) else { return [] }
    guard case .list(let items, _) = value else { return [try expression(value)] }
    return try items.map(expression)
  }

  func expression(_ value: StrictYAML.Value) throws -> ImportExpression {
    if case .scalar(let column, let line) = value {
      guard !column.isEmpty else { throw error(line, "a column's name is missing") }
      return ImportExpression(.column(column), line: line)
    }
    let keys = try keys(value, "a value")
    let bases = ["column", "constant", "join", "first", "lookup", "start"]
    try allow(
      keys,
      bases + [
        "with", "by", "plus_minutes", "optional", "empty", "html", "split", "map", "ignore_case", "otherwise", "time",
        "zone", "at", "prefix", "refers_to",
      ]
    )
    let given = bases.filter { keys.value($0) != nil }
    guard given.count == 1 else {
      throw error(keys.line, "does not say where the value comes from", "give one of: \(bases.joined(separator: ", "))")
    }
    var expression = ImportExpression(try base(given[0], keys), line: keys.line)
    expression.isOptional = try flag(keys, "optional")
    expression.empty = try strings(keys, "empty")
    expression.isHTML = try flag(keys, "html")
    expression.split = try split(keys)
    expression.map = try self.keys(keys, "map").map { map in
      Dictionary(uniqueKeysWithValues: try map.entries.map { ($0.key, try scalar($0.value, $0.key)) })
    }
    expression.otherwise = try string(keys, "otherwise")
    expression.ignoresCase = try optionalFlag(keys, "ignore_case")
    for key in ["otherwise", "ignore_case"] where keys.value(key) != nil && expression.map == nil {
      throw error(keys.line, "\(key) can be used only with map", "add map:")
    }
    expression.times = try times(keys, "time")
    expression.zone = try zone(keys)
    expression.at = try clock(keys)
    expression.prefix = try string(keys, "prefix")
    if keys.value("refers_to") != nil { expression.refersTo = try target(keys, "refers_to").name }
    return expression
  }

  private func base(_ name: String, _ keys: Keys) throws -> ImportExpression.Base {
    let owners = [("with", "join"), ("by", "lookup"), ("plus_minutes", "start"), ("optional", "column")]
    for (key, owner) in owners where owner != name && keys.value(key) != nil {
      throw error(keys.line, "\(key) can be used only with \(owner)")
    }
    switch name {
    case "column": return .column(try required(keys, name))
    case "constant": return .constant(try string(keys, name) ?? "")
    case "join": return .join(try expressions(keys, name), with: try string(keys, "with") ?? " ")
    case "first": return .first(try expressions(keys, name))
    case "start": return try later(keys)
    default: return .lookup(try required(keys, name), by: try expressions(keys, "by"))
    }
  }

  /// A number of minutes by itself, or a value that holds one.
  private func later(_ keys: Keys) throws -> ImportExpression.Base {
    guard let start = keys.value("start"), let minutes = keys.value("plus_minutes") else {
      throw error(
        keys.line,
        "plus_minutes is missing",
        "say how many minutes after the start, such as 60, or in which column"
      )
    }
    if case .scalar(let text, let line) = minutes, let number = Int(text) {
      guard (0...ImportExpression.mostMinutes).contains(number) else {
        throw error(line, "plus_minutes must be from 0 to \(ImportExpression.mostMinutes)")
      }
      return .later(than: try expression(start), minutes: ImportExpression(.constant(text), line: line))
    }
    return .later(than: try expression(start), minutes: try expression(minutes))
  }

  private func split(_ keys: Keys) throws -> ImportExpression.Split? {
    guard let split = try self.keys(keys, "split") else { return nil }
    try allow(split, ["at", "part"])
    guard let at = try string(split, "at"), !at.isEmpty else { throw error(split.line, "at is missing") }
    guard let part = Int(try required(split, "part")), part != 0 else {
      throw error(split.line, "part must be a number from 1, or from -1 counted from the end")
    }
    return ImportExpression.Split(at: at, part: part)
  }

  private func clock(_ keys: Keys) throws -> String? {
    guard let value = keys.value("at") else { return nil }
    let text = try scalar(value, "at")
    guard ImportTimePattern("HH:mm")?.parse(text) != nil else {
      throw error(value.line, "at must be a time of day such as 09:00")
    }
    return text
  }
}
