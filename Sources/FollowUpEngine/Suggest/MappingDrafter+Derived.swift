import Catalog

/// Rows of a canonical file that the export has no file of: what another file says of them in its own rows, as a spreadsheet of interviews does.
extension MappingDrafter {
  /// Makes an entry for them, once for each file.
  ///
  /// - Parameter source: the column that names them, where it is known.
  /// - Returns: their id, as a value of a mapping; nil: the file says nothing of them.
  mutating func derive(_ target: String, from table: TableGuess, _ source: SourceSample.Column?) -> String? {
    let place = "\(target) of \(table.sample.name)"
    if let known = derived[place] { return known }
    guard target != "interviews", target != "references", target != table.target.name else { return nil }
    guard let made = made(target, table, source) else { return nil }
    derived[place] = made.id
    var entry = MappingDraft.Entry(target: target, sample: table.sample)
    entry.note = "The export has no file of \(target): they are made of what this one says."
    let line = { (column: String, value: String) in MappingDraft.Line(column: column, value: .plain(value), check: nil)
    }
    entry.lines = [line("id", made.id)]
    for (column, value) in made.columns {
      let isMissing = value == Self.nothing
      let check =
        isMissing
        ? "\(column) is required, and no column was found: write its name, or {constant: the same for all}" : nil
      entry.lines.append(MappingDraft.Line(column: column, value: .plain(value), check: check))
    }
    draft.entries.append(entry)
    return made.id
  }

  private mutating func made(
    _ target: String,
    _ table: TableGuess,
    _ source: SourceSample.Column?
  ) -> (id: String, columns: [(String, String)])? {
    if target == "applications" {
      guard let candidate = id(of: "candidates", table), let job = id(of: "job_orders", table) else { return nil }
      return (
        "{join: [\(candidate), \(job)], with: \" / \"}",
        [("candidate", candidate), ("job_order", job), ("stage", "{constant: interviewing}")]
      )
    }
    let found = source ?? export.column(in: table.sample, of: table.target, referringTo: target)
    guard let found else { return nil }
    let column = YAMLText.scalar(found.name)
    draft.use([found.name], of: table.sample)
    switch target {
    case "clients": return (column, [("name", name(beside: found, table))])
    case "recruiters":
      let mail = address(of: target, table)
      return (mail ?? column, [("name", name(beside: found, table)), ("email", mail ?? Self.nothing)])
    case "candidates":
      let mail = address(of: target, table)
      let recruiter = id(of: "recruiters", table) ?? Self.nothing
      let id = mail.map { $0 == column ? column : "{first: [\($0), \(column)]}" } ?? column
      let more = [mail.map { ("email", $0) }, phone(of: target, table).map { ("phone", $0) }].compactMap(\.self)
      return (id, [("name", name(beside: found, table))] + more + [("recruiter", recruiter)])
    case "contacts":
      let client = id(of: "clients", table) ?? only("clients") ?? Self.nothing
      return (column, [("client", client), ("name", name(beside: found, table))])
    case "job_orders":
      let client = id(of: "clients", table)
      let id = client.map { "{join: [\($0), \(column)], with: \", \"}" } ?? column
      return (
        id,
        [
          ("client", client ?? Self.nothing), ("title", column),
          ("recruiter", self.id(of: "recruiters", table) ?? Self.nothing),
        ]
      )
    default: return nil
    }
  }

  /// The column of the names that go with a column of ids, as `user` with `user_id`; the column itself where there is none.
  private mutating func name(beside ids: SourceSample.Column, _ table: TableGuess) -> String {
    let parts = ColumnName(ids.name).parts
    guard parts.count > 1, parts.last.map(export.words.ids.contains) == true else { return YAMLText.scalar(ids.name) }
    let stem = parts.dropLast().joined()
    let names = Set([stem] + export.words.names.map { stem + $0 })
    let found = table.sample.columns.first { $0.name != ids.name && names.contains(ColumnName($0.name).squashed) }
    if let found { draft.use([found.name], of: table.sample) }
    return YAMLText.scalar(found?.name ?? ids.name)
  }

  /// The id of what a row says of another canonical file: of that file, or made here; nil: the row says nothing of it.
  mutating func id(of target: String, _ table: TableGuess) -> String? {
    let column = export.column(in: table.sample, of: table.target, referringTo: target)
    guard export.table(target) != nil else { return derive(target, from: table, column) }
    return column.map { refer(to: target, $0, table).value }
  }

  /// The column of addresses that belong to those people.
  private mutating func address(of target: String, _ table: TableGuess) -> String? {
    owned("email", of: target, table) { $0.shape.addresses > 0.5 }
  }

  private mutating func phone(of target: String, _ table: TableGuess) -> String? {
    owned("phone", of: target, table) {
      $0.shape.dates == nil && $0.shape.share { $0.contains(where: \.isNumber) } > 0.5
    }
  }

  private mutating func owned(
    _ slot: String,
    of target: String,
    _ table: TableGuess,
    _ fits: (SourceSample.Column) -> Bool
  ) -> String? {
    guard let file = export.words.files.first(where: { $0.target.name == target }),
      let words = file.slots.first(where: { $0.name == slot })?.words
    else { return nil }
    let found = table.sample.columns.first { column in
      fits(column) && ColumnName(column.name).match(words, owners: file.names) == 96
    }
    guard let found else { return nil }
    draft.use([found.name], of: table.sample)
    return YAMLText.scalar(found.name)
  }
}
