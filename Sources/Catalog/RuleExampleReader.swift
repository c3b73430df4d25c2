/// Reads the examples of one file. What an example does not say is put in here, so that whoever reads it is given all of it.
struct RuleExampleReader {
  private let file: String
  private let yaml: StrictYAML

  static func read(text: String, file: String) throws -> [RuleExample] {
    let top = try StrictYAML(text: text, file: file)
    try top.allow(["examples"])
    let examples = try top.mappings("examples").map { try RuleExampleReader(file: file, yaml: $0).example() }
    guard !examples.isEmpty else {
      throw CatalogError(file: file, line: 1, "holds no example", remedy: "write a list under examples:")
    }
    for (index, example) in examples.enumerated() where examples[..<index].contains(where: { $0.name == example.name })
    {
      throw CatalogError(
        file: file,
        line: example.line,
        "there is another example \"\(example.name)\"",
        remedy: "give each a name of its own"
      )
    }
    return examples
  }

  private func example() throws -> RuleExample {
    try yaml.allow(["name", "policy", "as_of", "given", "expect", "gone"])
    let name = try yaml.required("name")
    let moment = try yaml.required("as_of")
    let line = yaml.value("as_of")?.line ?? yaml.line
    guard Self.isTime(moment, mayHaveOffset: true) else {
      throw CatalogError(
        file: file,
        line: line,
        "as_of is not a time: \(moment)",
        remedy: "write it as 2026-11-20 16:00 in the agency's time, or with an offset"
      )
    }
    guard let wanted = yaml.value("expect") else {
      throw CatalogError(
        file: file,
        line: yaml.line,
        "expect is missing",
        remedy: "list the follow-ups that there are then, or write expect: none"
      )
    }
    let facts = try given(try policy())
    let zone = facts.first { $0.target.name == "policy" }?.rows.last { $0.cells["key"]?.text == "time_zone" }
    return RuleExample(
      name: name,
      file: file,
      line: yaml.line,
      asOf: RuleExample.Cell(text: moment, line: line),
      timeZone: zone?.cells["value"]?.text ?? RuleExample.usualTimeZone,
      given: facts,
      expected: try expected(wanted, key: "expect"),
      gone: try yaml.value("gone").map { try expected($0, key: "gone") }
    )
  }

  /// A moment as examples write it; seconds may be left out.
  private static func isTime(_ text: String, mayHaveOffset: Bool) -> Bool {
    let time = #/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?<offset>\ ?(?:Z|[+-]\d{2}(?::?\d{2})?))?/#
    guard let match = text.wholeMatch(of: time) else { return false }
    return mayHaveOffset || match.output.offset == nil
  }
}

// What is expected.
extension RuleExampleReader {
  private func expected(_ value: StrictYAML.Value, key: String) throws -> [RuleExample.Row] {
    let columns = RuleExample.columns.filter { key == "gone" ? $0.isOfGone : $0.isOfExisting }
    switch value {
    case .scalar("none", _): return []
    case .mapping: return [try expectedRow(value, columns)]
    case .list(let items, let line):
      guard !items.isEmpty else {
        throw CatalogError(file: file, line: line, "\(key) is empty", remedy: "write \(key): none")
      }
      return try items.map { try expectedRow($0, columns) }
    case .scalar(let text, let line):
      throw CatalogError(
        file: file,
        line: line,
        "\(key) cannot be \(text.isEmpty ? "empty" : "\"\(text)\"")",
        remedy: "write a row for each follow-up, or \(key): none"
      )
    }
  }

  private func expectedRow(_ value: StrictYAML.Value, _ columns: [RuleExample.Column]) throws -> RuleExample.Row {
    guard let row = yaml.mapping(value) else {
      throw CatalogError(
        file: file,
        line: value.line,
        "a follow-up that is expected must be keys and values",
        remedy: "write it as {state: open, due: 2026-11-20 16:00}; " + wordsToUse(columns.map(\.name), insteadOf: "")
      )
    }
    try row.allow(columns.map(\.name))
    let cells = try cells(row)
    for column in columns {
      guard let cell = cells[column.name] else { continue }
      if column.isMoment, !cell.text.isEmpty, !Self.isTime(cell.text, mayHaveOffset: false) {
        throw CatalogError(
          file: file,
          line: cell.line,
          "\(column.name) is not a local time: \(cell.text)",
          remedy: "write it as 2026-11-20 16:00 in the agency's time, or none"
        )
      }
      let words = column.name == "state" ? RuleExample.states : column.name == "late" ? ["yes", "no"] : []
      if !words.isEmpty, !words.contains(cell.text) {
        throw CatalogError(
          file: file,
          line: cell.line,
          "\(column.name) cannot be \"\(cell.text)\"",
          remedy: wordsToUse(words, insteadOf: cell.text)
        )
      }
    }
    return RuleExample.Row(cells: cells, line: row.line)
  }

  /// The values of a row, with their lines; `none` is an empty one.
  private func cells(_ row: StrictYAML) throws -> [String: RuleExample.Cell] {
    var cells: [String: RuleExample.Cell] = [:]
    for (key, line, value) in row.all {
      guard case .scalar(let text, let line) = value else {
        throw CatalogError(file: file, line: line, "\(key) must be a single value")
      }
      cells[key] = RuleExample.Cell(text: text == "none" ? "" : text, line: line)
    }
    return cells
  }
}

// What is given.
extension RuleExampleReader {
  /// Where nothing is said of them, these exist.
  private static let world = [
    "recruiters": "rita", "clients": "acme", "contacts": "hana", "candidates": "carl", "job_orders": "job",
    "applications": "app",
  ]

  /// Rows without an id are called so, with their place in the file.
  private static let prefixes = ["interviews": "i", "references": "ref", "touches": "t"]

  /// What is in a column that is not named; ID is the row's id, Id the same with a capital.
  private static let usual: [String: [String: String]] = [
    "recruiters": ["name": "Id", "email": "ID@agency.example"],
    "absences": ["recruiter": "rita"],
    "clients": ["name": "Id"],
    "contacts": ["client": "acme", "name": "Id", "email": "ID@acme.example"],
    "candidates": ["name": "Id", "email": "ID@home.example", "recruiter": "rita"],
    "job_orders": ["client": "acme", "title": "Id", "recruiter": "rita"],
    "applications": ["candidate": "carl", "job_order": "job"],
    "stages": ["application": "app"],
    "interviews": ["application": "app"],
    "attendees": ["role": "interviewer"],
    "references": ["candidate": "carl", "name": "Id", "email": "ID@else.example", "consent": "yes"],
    "touches": ["channel": "call"],
  ]

  /// The column that a single value is, where a row is nothing else.
  private static func shortColumn(_ target: ImportTarget) -> String? {
    switch target.name {
    case "holidays": "date"
    case "attendees": "contact"
    case "interviews", "touches": nil
    default: target.key == ["id"] ? "id" : nil
    }
  }

  /// The policy for the agency: its keys and values.
  private func policy() throws -> [RuleExample.Row] {
    guard let value = yaml.value("policy") else { return [] }
    guard let policy = yaml.mapping(value) else {
      throw CatalogError(file: file, line: value.line, "policy must be keys and values")
    }
    return try cells(policy).map { key, cell in
      RuleExample.Row(cells: ["key": RuleExample.Cell(text: key, line: cell.line), "value": cell], line: cell.line)
    }.sorted { $0.line < $1.line }
  }

  private func given(_ policy: [RuleExample.Row]) throws -> [RuleExample.Facts] {
    var said = StrictYAML.Value.mapping([], line: yaml.line)
    if let value = yaml.value("given") { said = value }
    guard let files = yaml.mapping(said) else {
      throw CatalogError(
        file: file,
        line: said.line,
        "given must be files with their rows",
        remedy: wordsToUse(ImportTarget.all.map(\.name), insteadOf: "")
      )
    }
    try files.allow(ImportTarget.all.map(\.name))
    var facts: [RuleExample.Facts] = []
    for target in ImportTarget.all {
      let rows = try rows(target, files.value(target.name), before: facts) + (target.name == "policy" ? policy : [])
      try refuseRepeats(rows, target)
      if !rows.isEmpty { facts.append(RuleExample.Facts(target: target, rows: rows)) }
    }
    return facts
  }

  /// The rows of a file: those that are said, and before them the one that need not be.
  private func rows(
    _ target: ImportTarget,
    _ value: StrictYAML.Value?,
    before: [RuleExample.Facts]
  ) throws -> [RuleExample.Row] {
    if case .scalar("none", _)? = value { return [] }
    var rows = try said(value, target).enumerated().map { identified($0.element, target, $0.offset, before) }
    if let id = Self.world[target.name], !rows.contains(where: { $0.cells["id"]?.text == id }) {
      let known = RuleExample.Row(cells: ["id": RuleExample.Cell(text: id, line: yaml.line)], line: yaml.line)
      rows.insert(known, at: 0)
    }
    return try rows.map { try completed($0, target, before) }
  }

  private func said(_ value: StrictYAML.Value?, _ target: ImportTarget) throws -> [RuleExample.Row] {
    let items: [StrictYAML.Value]
    switch value {
    case nil: items = []
    case .list(let list, _)?: items = list
    case .some(let one): items = [one]
    }
    return try items.map { item in
      if let row = yaml.mapping(item) {
        try row.allow(target.columns.map(\.name))
        return RuleExample.Row(cells: try cells(row), line: row.line)
      }
      guard case .scalar(let text, let line) = item, !text.isEmpty, let column = Self.shortColumn(target) else {
        throw CatalogError(
          file: file,
          line: item.line,
          "a row of \(target.name) must be keys and values",
          remedy: wordsToUse(target.columns.map(\.name), insteadOf: "")
        )
      }
      return RuleExample.Row(cells: [column: RuleExample.Cell(text: text, line: line)], line: line)
    }
  }

  /// The row with its id, or the interview that it is about.
  private func identified(
    _ row: RuleExample.Row,
    _ target: ImportTarget,
    _ place: Int,
    _ before: [RuleExample.Facts]
  ) -> RuleExample.Row {
    var row = row
    let prefixed = Self.prefixes[target.name].map { "\($0)\(place + 1)" }
    if let id = Self.world[target.name] ?? prefixed, row.cells["id"] == nil {
      row.cells["id"] = RuleExample.Cell(text: id, line: row.line)
    }
    if target.name == "attendees", row.cells["interview"] == nil,
      let first = before.first(where: { $0.target.name == "interviews" })?.rows.first?.cells["id"]
    {
      row.cells["interview"] = RuleExample.Cell(text: first.text, line: row.line)
    }
    return row
  }

  /// The row with what follows by itself; what must be said and is not is refused.
  private func completed(
    _ row: RuleExample.Row,
    _ target: ImportTarget,
    _ before: [RuleExample.Facts]
  ) throws -> RuleExample.Row {
    var row = row
    let id = row.cells["id"]?.text ?? ""
    for (column, text) in Self.usual[target.name] ?? [:] where row.cells[column] == nil {
      let capital = id.prefix(1).uppercased() + id.dropFirst()
      let value = text == "Id" ? capital : text.hasPrefix("ID@") ? id + text.dropFirst(2) : text
      row.cells[column] = RuleExample.Cell(text: value, line: row.line)
    }
    if target.name == "job_orders", row.cells["hiring_contact"] == nil, row.cells["client"]?.text == "acme" {
      row.cells["hiring_contact"] = RuleExample.Cell(text: "hana", line: row.line)
    }
    if target.name == "touches" {
      for side in ["actor", "party"] { try findKind(of: side, &row, before) }
    }
    for column in target.columns where column.isRequired && (row.cells[column.name]?.text ?? "").isEmpty {
      throw CatalogError(
        file: file,
        line: row.line,
        "\(column.name) is missing",
        remedy: "each row of \(target.name) needs it"
      )
    }
    return row
  }

  /// What the actor or party of a touch is: that of which there is a row with its id.
  private func findKind(of side: String, _ row: inout RuleExample.Row, _ before: [RuleExample.Facts]) throws {
    let people = [
      "recruiters": "recruiter", "contacts": "contact", "candidates": "candidate", "references": "reference",
    ]
    guard let person = row.cells[side], !person.text.isEmpty, row.cells["\(side)_kind"] == nil else { return }
    var kinds: [String] = []
    var ids: [String] = []
    for facts in before {
      guard let kind = people[facts.target.name] else { continue }
      let known = facts.rows.compactMap { $0.cells["id"]?.text }
      ids += known
      if known.contains(person.text) { kinds.append(kind) }
    }
    guard let kind = kinds.first, kinds.count == 1 else {
      throw CatalogError(
        file: file,
        line: person.line,
        kinds.isEmpty
          ? "\(side) is nobody: \(person.text)" : "\(person.text) could be a \(kinds.joined(separator: " or a "))",
        remedy: kinds.isEmpty ? wordsToUse(ids, insteadOf: person.text) : "say which: \(side)_kind: \(kinds[0])"
      )
    }
    row.cells["\(side)_kind"] = RuleExample.Cell(text: kind, line: person.line)
  }

  private func refuseRepeats(_ rows: [RuleExample.Row], _ target: ImportTarget) throws {
    var seen: Set<[String]> = []
    for row in rows {
      let key = target.key.map { row.cells[$0]?.text ?? "" }
      guard seen.insert(key).inserted else {
        throw CatalogError(
          file: file,
          line: row.line,
          "\(target.name) already has the row \(key.filter { !$0.isEmpty }.joined(separator: ", "))",
          remedy: "give each row its own \(target.key.joined(separator: " and "))"
        )
      }
    }
  }
}
