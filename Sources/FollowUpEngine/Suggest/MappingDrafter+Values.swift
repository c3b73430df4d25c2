import Catalog

/// Times, words, and yes or no.
extension MappingDrafter {
  /// A time or date, with how it is written where the export as a whole does not say.
  mutating func time(
    _ column: ImportTarget.Column,
    _ source: SourceSample.Column,
    _ table: TableGuess
  ) -> MappingDraft.Line {
    var keys: [String] = []
    var checks: [String] = []
    if let shape = shape(source) {
      if let written = note(shape) { keys.append("time: \(written)") }
      if shape.isUnsure { checks.append("no value says which number is the day: \(shape.patterns[0]) is assumed") }
      if column.kind == .moment, shape.hasDateOnly {
        keys.append("at: 09:00")
        checks.append("dates without a time of day count from 09:00")
      }
    } else if column.kind == .moment, source.shape.isEmpty {
      keys.append("at: 09:00")
    }
    let parts = ColumnName(source.name).squashed
    if parts.hasSuffix("utc") || parts.hasSuffix("gmt") { keys.append("zone: UTC") }
    return MappingDraft.Line(
      column: column.name,
      value: .plain(value(of: source, keys, table)),
      check: checks.isEmpty ? nil : checks.joined(separator: "; ")
    )
  }

  func value(of source: SourceSample.Column, _ keys: [String], _ table: TableGuess) -> String {
    let keys = keys + (table.sample.mayLackColumns ? ["optional: yes"] : [])
    return keys.isEmpty
      ? YAMLText.scalar(source.name) : "{column: \(YAMLText.scalar(source.name)), \(keys.joined(separator: ", "))}"
  }

  /// How a column writes times, with the day where the export has it.
  func shape(_ source: SourceSample.Column) -> DateShape? {
    source.shape.dates.map { monthFirst ? $0.monthFirst() : $0 }
  }

  /// Notes patterns for the whole mapping; gives those back that mean something else there.
  private mutating func note(_ shape: DateShape) -> String? {
    let clashes = shape.patterns.contains { pattern in DateShape.swapped(pattern).map(draft.times.contains) ?? false }
    let epoch = shape.patterns.contains { $0.hasPrefix("unix") }
    if clashes || epoch {
      let list = shape.patterns.map(YAMLText.scalar)
      return list.count == 1 ? list[0] : "[\(list.joined(separator: ", "))]"
    }
    for pattern in shape.patterns where !draft.times.contains(pattern) { draft.times.append(pattern) }
    return nil
  }

  /// The words of a column, each with what it becomes.
  func words(
    _ column: ImportTarget.Column,
    _ source: SourceSample.Column,
    _ table: TableGuess,
    otherwise: String? = nil
  ) -> MappingDraft.Line {
    guard let slot = table.file.slots.first(where: { $0.name == column.name }), case .choice(let known) = column.kind
    else {
      return MappingDraft.Line(column: column.name, value: .plain(YAMLText.scalar(source.name)), check: nil)
    }
    let decision = column.name == "stage" ? export.words.decisions : nil
    var seen: Set<String> = []
    let found = source.shape.distinct.keys.sorted().filter { seen.insert($0.lowercased()).inserted }
    let names = export.names(ofCodes: source, in: table)
    let isNeeded = column.isRequired ? "; until then such rows are rejected" : "; until then not known"
    let words = found.map { word -> MappingDraft.Word in
      let name = names[word] ?? word
      // Who was hired or turned down has come to the stage in which all is decided.
      let meaning = slot.meaning(of: name) ?? (decision?.meaning(of: name) == nil ? nil : "decided")
      let check = meaning == nil && otherwise == nil ? "write one of \(known.joined(separator: ", "))\(isNeeded)" : nil
      return MappingDraft.Word(word: word, canonical: meaning ?? "", check: check, gloss: names[word])
    }
    if words.allSatisfy({ $0.word == $0.canonical }), otherwise == nil, !words.isEmpty {
      return MappingDraft.Line(column: column.name, value: .plain(value(of: source, in: table.sample)), check: nil)
    }
    return MappingDraft.Line(
      column: column.name,
      value: .words(
        column: source.name,
        words.filter { otherwise == nil || !$0.canonical.isEmpty },
        otherwise: otherwise
      ),
      check: nil
    )
  }

  /// Yes or no.
  func truth(_ column: ImportTarget.Column, _ source: SourceSample.Column, _ table: TableGuess) -> MappingDraft.Line {
    let cells = source.shape.distinct.keys.sorted()
    let plain = Set(["yes", "no", "true", "false"])
    if !source.shape.unknown.contains("0"), cells.allSatisfy({ plain.contains($0.lowercased()) }) {
      return MappingDraft.Line(column: column.name, value: .plain(value(of: source, in: table.sample)), check: nil)
    }
    let status = export.words.files.first { $0.target.name == "candidates" }?.slots.first { $0.name == "status" }
    // Where 0 means "not known" all over the export, it means no here.
    let writesZero = source.shape.unknown.contains("0")
    let zero = writesZero ? [MappingDraft.Word(word: "", canonical: "no", check: nil)] : []
    let one = writesZero && cells.isEmpty ? [MappingDraft.Word(word: "1", canonical: "yes", check: nil)] : []
    let words =
      zero + one
      + cells.map { cell -> MappingDraft.Word in
        let word = ImportWords.squashed(cell)
        let isYes = export.words.yes.contains(word) || status?.meaning(of: cell) == "active"
        let isKnown = isYes || export.words.no.contains(word) || status?.meaning(of: cell) != nil
        return MappingDraft.Word(
          word: cell,
          canonical: isYes ? "yes" : isKnown ? "no" : "",
          check: isKnown ? nil : "write yes or no"
        )
      }
    return MappingDraft.Line(column: column.name, value: .words(column: source.name, words, otherwise: nil), check: nil)
  }

  /// The decision that the words of the stage say; nil: none of them does.
  mutating func decision(_ column: ImportTarget.Column, _ table: TableGuess) -> MappingDraft.Line? {
    guard let slot = table.file.slots.first(where: { $0.name == "decision" }),
      let stages = table.file.slots.first(where: { $0.name == "stage" })
    else { return nil }
    let others = table.sample.columns.filter { ColumnName($0.name).match(stages.words, owners: table.file.names) > 90 }
    let found = ([table.pick("stage")?.column].compactMap(\.self) + others).first { source in
      let names = export.names(ofCodes: source, in: table)
      return source.shape.distinct.keys.contains { slot.meaning(of: names[$0] ?? $0) != nil }
    }
    guard let found else { return nil }
    draft.use([found.name], of: table.sample)
    return words(column, found, table, otherwise: "")
  }

  /// Begin and end of an interview, which may stand in a column of dates and one of times.
  mutating func span(
    _ column: ImportTarget.Column,
    _ table: TableGuess,
    _ entry: inout MappingDraft.Entry
  ) -> MappingDraft.Line? {
    if column.name == "starts_at" {
      let columns = ["starts_at", "start_date", "start_time"].compactMap { table.pick($0)?.column }
      skipUndated(table.pick("starts_at") == nil ? columns : Array(columns.prefix(1)), &entry)
      guard table.pick("starts_at") == nil, let date = table.pick("start_date")?.column else { return nil }
      guard let clock = table.pick("start_time")?.column else {
        draft.use([date.name], of: table.sample)
        return time(column, date, table)
      }
      join(date, clock, as: "begins", table, &entry)
      let check = shape(date)?.isUnsure == true ? "no value says which number is the day" : nil
      return MappingDraft.Line(column: column.name, value: .plain("begins"), check: check)
    }
    if table.pick("ends_at") != nil { return nil }
    if let date = table.pick("start_date")?.column, let clock = table.pick("end_time")?.column,
      table.pick("starts_at") == nil
    {
      join(date, clock, as: "ends", table, &entry)
      return MappingDraft.Line(column: column.name, value: .plain("ends"), check: nil)
    }
    let begin =
      entry.lines.first { $0.column == "starts_at" }.flatMap { line -> String? in
        if case .plain(let text) = line.value { text } else { nil }
      } ?? Self.nothing
    let minutes = table.pick("minutes")?.column
    if let minutes { draft.use([minutes.name], of: table.sample) }
    let length = minutes.map { "{first: [\(YAMLText.scalar($0.name)), {constant: \"60\"}]}" } ?? "60"
    return MappingDraft.Line(
      column: column.name,
      value: .plain("{start: \(begin), plus_minutes: \(length)}"),
      check: minutes == nil ? "the export does not say when it ends; 60 minutes are assumed" : nil
    )
  }

  /// Rows without a time are not interviews yet.
  mutating func skipUndated(_ columns: [SourceSample.Column], _ entry: inout MappingDraft.Entry) {
    for column in columns where column.shape.hasGaps && !column.shape.isEmpty {
      entry.skips.append((column.name, [""], "no time has been agreed yet"))
    }
  }

  private mutating func join(
    _ date: SourceSample.Column,
    _ clock: SourceSample.Column,
    as name: String,
    _ table: TableGuess,
    _ entry: inout MappingDraft.Entry
  ) {
    draft.use([date.name, clock.name], of: table.sample)
    let isIn = table.sample.columns.contains { $0.name == name }
    let name = isIn ? "\(name) at" : name
    entry.lets.append((name, YAMLText.join([date.name, clock.name])))
    let clock = clock.shape.clock ?? "H:mm"
    let patterns = shape(date)?.patterns.filter { !$0.contains("H") && !$0.contains("h") } ?? []
    for pattern in patterns {
      let written = (pattern == "iso" ? "yyyy-M-d" : pattern) + " \(clock)"
      if !draft.times.contains(written) { draft.times.append(written) }
    }
  }
}
