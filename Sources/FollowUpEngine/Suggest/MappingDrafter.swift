import Catalog

/// Makes a mapping of what the files of an export are taken for.
struct MappingDrafter {
  let export: ExportGuess
  var draft = MappingDraft()
  /// Whether 3/4 is the fourth of March where the column does not say: other columns of the export say it.
  let monthFirst: Bool
  /// Canonical files that rows of another file give as well, by "target of file": their id.
  var derived: [String: String] = [:]

  /// What the user writes instead.
  static let nothing = "{column: \"?\", optional: yes}"

  init(_ export: ExportGuess) {
    self.export = export
    let sure = export.samples.flatMap(\.columns).compactMap(\.shape.dates).filter { !$0.isUnsure }.flatMap(\.patterns)
    monthFirst =
      sure.contains { $0.hasPrefix("M/") || $0.hasPrefix("M-") }
      && !sure.contains { $0.hasPrefix("d/") || $0.hasPrefix("d-") }
  }

  /// The whole mapping.
  mutating func run() -> MappingDraft {
    for table in export.tables { entry(table) }
    for sample in export.ignored where !draft.lookups.contains(where: { $0.file == sample.sample.name }) {
      draft.ignored.append((sample.sample.name, sample.reason))
    }
    let order = ImportTarget.all.map(\.name)
    draft.entries = order.flatMap { target in draft.entries.filter { $0.target == target } }
    draft.samePersons = ["contacts", "candidates", "references"].compactMap(export.table).compactMap { table in
      guard let id = table.pick("id"), let rows = table.repeatedPeople else { return nil }
      return (table.target.name, table.sample.name, id.column.name, rows)
    }
    draft.unknown = Set(export.samples.flatMap(\.columns).flatMap(\.shape.unknown)).sorted()
    return draft
  }

  private mutating func entry(_ table: TableGuess) {
    var entry = MappingDraft.Entry(target: table.target.name, sample: table.sample)
    if let pick = table.pick("deleted") {
      let yes = pick.column.shape.distinct.keys.filter { export.words.yes.contains(ImportWords.squashed($0)) }.sorted()
      entry.skips.append((pick.column.name, yes.isEmpty ? ["true", "1", "yes"] : yes, "deleted at the source"))
      draft.use([pick.column.name], of: table.sample)
    }
    otherAppointments(table, &entry)
    for column in table.target.columns {
      if let line = line(column, table, &entry) { entry.lines.append(line) }
    }
    draft.entries.append(entry)
    if table.target.name == "interviews" { attendees(table, skips: entry.skips) }
  }

  /// Appointments of other kinds, where a column says which are interviews.
  private mutating func otherAppointments(_ table: TableGuess, _ entry: inout MappingDraft.Entry) {
    guard table.target.name == "interviews",
      let column = table.sample.columns.first(where: { column in
        let words = column.shape.distinct.keys.map(ImportWords.squashed)
        return (2...20).contains(words.count)
          && ["type", "kind", "art", "tipo", "soort"].contains(ColumnName(column.name).squashed)
          && words.contains { $0.hasSuffix("interview") } && !words.allSatisfy { $0.contains("interview") }
      })
    else { return }
    draft.use([column.name], of: table.sample)
    let kept = column.shape.distinct.keys.filter { ImportWords.squashed($0).contains("interview") }.sorted()
    entry.skips.append((column.name, kept, "an appointment of another kind"))
    entry.keepsOnly = column.name
  }

  /// The line of a canonical column; nil: nothing is known for it, and nothing is needed.
  private mutating func line(
    _ column: ImportTarget.Column,
    _ table: TableGuess,
    _ entry: inout MappingDraft.Entry
  ) -> MappingDraft.Line? {
    if let line = special(column, table, &entry) { return line }
    if let picks = table.picks[column.name], let pick = picks.first {
      draft.use(picks.map(\.column.name), of: table.sample)
      let check = pick.score < 70 ? "\(column.name) by what its name and its values look like" : nil
      switch column.kind {
      case .reference(let target?): return reference(column, to: target, pick.column, table)
      case .moment, .date, .day: return time(column, pick.column, table)
      case .choice: return words(column, pick.column, table)
      case .boolean: return truth(column, pick.column, table)
      default:
        let values = picks.map { value(of: $0.column, in: table.sample) }
        return MappingDraft.Line(column: column.name, value: .plain(YAMLText.first(values)), check: check)
      }
    }
    guard column.isRequired else { return nil }
    if case .reference(let target?) = column.kind { return missingReference(column, to: target, table) }
    return MappingDraft.Line(
      column: column.name,
      value: .plain(Self.nothing),
      check: "\(column.name) is required, and no column was found: write its name, or {constant: the same for all}"
    )
  }

  /// A column, or what else a mapping writes for it.
  func value(of column: SourceSample.Column, in sample: SourceSample) -> String {
    var more = column.shape.isHTML ? ", html: yes" : ""
    if sample.mayLackColumns { more += ", optional: yes" }
    return more.isEmpty ? YAMLText.scalar(column.name) : "{column: \(YAMLText.scalar(column.name))\(more)}"
  }

  /// Canonical columns that come of parts, or of something else than their own column.
  private mutating func special(
    _ column: ImportTarget.Column,
    _ table: TableGuess,
    _ entry: inout MappingDraft.Entry
  ) -> MappingDraft.Line? {
    switch (table.target.name, column.name) {
    case (_, "id") where table.pick("id") == nil: return ownID(table)
    case (_, "name")
    where table.pick("name") == nil || table.pick("first_name") != nil && table.pick("last_name") != nil:
      let parts = ["first_name", "last_name"].compactMap { table.pick($0)?.column.name }
      guard !parts.isEmpty else { return nil }
      draft.use(parts, of: table.sample)
      return MappingDraft.Line(column: "name", value: .plain(YAMLText.join(parts)), check: nil)
    case ("interviews", "application"), ("stages", "application"), ("touches", "application"):
      return application(column, table)
    case ("interviews", "starts_at"), ("interviews", "ends_at"): return span(column, table, &entry)
    case ("applications", "decision") where table.pick("decision") == nil: return decision(column, table)
    case ("touches", "actor_kind"), ("touches", "actor"), ("touches", "party_kind"), ("touches", "party"):
      return touch(column, table)
    case ("attendees", "role") where table.pick("role") == nil:
      return MappingDraft.Line(column: "role", value: .plain("{constant: interviewer}"), check: nil)
    case ("touches", "purpose") where table.pick("purpose") == nil:
      return MappingDraft.Line(column: "purpose", value: .plain("{constant: other}"), check: nil)
    default: return nil
    }
  }

  /// An id for rows that have none.
  private mutating func ownID(_ table: TableGuess) -> MappingDraft.Line {
    let own = ownKey(table)
    guard !own.columns.isEmpty else {
      return MappingDraft.Line(
        column: "id",
        value: .plain(Self.nothing),
        check: "id is required, and no column was found: write its name"
      )
    }
    draft.use(own.columns, of: table.sample)
    return MappingDraft.Line(
      column: "id",
      value: .plain(own.value),
      check: "the file has no column of ids; rows that are the same in this become one"
    )
  }

  /// What makes a row of a file this row.
  func ownKey(_ table: TableGuess) -> (value: String, columns: [String]) {
    let slots = [
      "applications": ["candidate", "job_order"],
      "interviews": ["application", "candidate", "job_order", "starts_at", "start_date", "start_time"],
      "references": ["candidate", "email", "name", "first_name", "last_name"],
      "touches": ["happened_at", "actor", "candidate", "contact", "reference", "channel"],
    ]
    if table.pick("id") == nil, let slots = slots[table.target.name] {
      let columns = slots.compactMap { table.pick($0)?.column.name }
      return columns.isEmpty ? (Self.nothing, []) : (YAMLText.join(columns, with: "/"), columns)
    }
    let columns = table.key(.id) ?? []
    return columns.isEmpty ? (Self.nothing, []) : (YAMLText.join(columns), columns)
  }
}
