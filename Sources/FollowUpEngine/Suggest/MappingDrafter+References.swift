import Catalog
import Foundation

/// What refers to rows of other files.
extension MappingDrafter {
  /// A column whose cells mean rows of another file: by their ids, or by an address or a name, which then is looked up.
  mutating func reference(
    _ column: ImportTarget.Column,
    to target: String,
    _ source: SourceSample.Column,
    _ table: TableGuess
  ) -> MappingDraft.Line {
    let found = refer(to: target, source, table)
    return MappingDraft.Line(column: column.name, value: .plain(found.value), check: found.check)
  }

  /// The same as a text, with what is not sure.
  mutating func refer(
    to target: String,
    _ source: SourceSample.Column,
    _ table: TableGuess
  ) -> (value: String, check: String?) {
    draft.use([source.name], of: table.sample)
    guard let other = export.table(target) else {
      if let id = derive(target, from: table, source) { return (id, nil) }
      return (
        value(of: source, in: table.sample),
        "the export has no file of \(target): these must be ids that are stored from this source"
      )
    }
    // Looked at in a file that was cut, or empty itself, values prove nothing.
    guard !source.shape.isEmpty else { return (value(of: source, in: table.sample), nil) }
    let shares = TableGuess.Mark.allCases.compactMap {
      mark -> (mark: TableGuess.Mark, columns: [String], share: Double)? in
      guard let columns = other.key(mark) else { return nil }
      let values = Set(export.tables.filter { $0.target == other.target }.flatMap { $0.values($0.key(mark) ?? []) })
      return (mark, columns, source.shape.share(values.contains))
    }
    let ids = shares.first { $0.mark == .id }
    if let best = shares.max(by: { $0.share < $1.share }), best.share > 0.4, best.share > (ids?.share ?? 0) + 0.2 {
      let name = lookup("\(Self.one(target))_by_\(best.mark.rawValue)", other, best.columns)
      let found = "{lookup: \(name), by: \(YAMLText.scalar(source.name))}"
      let isWhole = best.share > 0.9999 || other.sample.isCut
      // A name that is not found stays what it is, so that its row is rejected by that name.
      return (
        "{first: [\(found), \(YAMLText.scalar(source.name))]}",
        isWhole ? nil : "some of these do not stand in \(other.sample.name); such rows are rejected"
      )
    }
    let zeros = ["0", "-1"].filter { source.shape.distinct[$0] != nil && !export.ids(of: target).contains($0) }
    let plain =
      zeros.isEmpty
      ? value(of: source, in: table.sample)
      : "{column: \(YAMLText.scalar(source.name)), empty: [\(zeros.map(YAMLText.scalar).joined(separator: ", "))]}"
    let share = source.shape.share { zeros.contains($0) } + (ids?.share ?? 0)
    let isProven = other.sample.isCut || share > 0.5
    if isProven, share > 0.9999 || other.sample.isCut { return (plain, nil) }
    return (
      plain,
      "\(isProven ? "some" : "few or none") of these are \(isProven ? "not " : "")ids in \(other.sample.name); such rows are rejected"
    )
  }

  /// A lookup of the ids of a file; made once.
  private mutating func lookup(_ name: String, _ table: TableGuess, _ key: [String]) -> String {
    let take = ownKey(table)
    draft.use(key + take.columns, of: table.sample)
    add(
      MappingDraft.Lookup(
        name: name,
        file: table.sample.name,
        key: [YAMLText.join(key)],
        take: take.value,
        pick: nil,
        check: nil
      )
    )
    return name
  }

  private mutating func add(_ lookup: MappingDraft.Lookup) {
    if !draft.lookups.contains(where: { $0.name == lookup.name }) { draft.lookups.append(lookup) }
  }

  /// The word for one row of a canonical file.
  static func one(_ target: String) -> String { String(target.dropLast()) }

  /// A required reference without a column of its own: another file may join the two.
  mutating func missingReference(
    _ column: ImportTarget.Column,
    to target: String,
    _ table: TableGuess
  ) -> MappingDraft.Line {
    if let id = table.key(.id), id.count == 1, table.pick("id") != nil,
      let link = export.link(from: table.target, to: target, but: table.sample)
    {
      draft.use([link.from.name, link.to.name], of: link.sample)
      let name = "\(column.name)_of_\(Self.one(table.target.name))"
      add(
        MappingDraft.Lookup(
          name: name,
          file: link.sample.name,
          key: [YAMLText.scalar(link.from.name)],
          take: YAMLText.scalar(link.to.name),
          pick: nil,
          check: link.from.shape.isUnique ? nil : "of several rows the first counts; where: can say which"
        )
      )
      return MappingDraft.Line(
        column: column.name,
        value: .plain("{lookup: \(name), by: \(YAMLText.scalar(id[0]))}"),
        check: nil
      )
    }
    if let only = only(target) {
      return MappingDraft.Line(column: column.name, value: .plain(only), check: "the export knows one of \(target)")
    }
    if let source = export.column(in: table.sample, of: table.target, referringTo: target) {
      return reference(column, to: target, source, table)
    }
    if let source = table.column(holding: export.ids(of: target)) {
      let found = reference(column, to: target, source, table)
      return found.checked("\(column.name) by what its values are")
    }
    if export.table(target) == nil, let id = derive(target, from: table, nil) {
      return MappingDraft.Line(column: column.name, value: .plain(id), check: nil)
    }
    return MappingDraft.Line(
      column: column.name,
      value: .plain(Self.nothing),
      check:
        "\(column.name) is required, and no column was found: write its name, or {constant: an id of \(target)} for all"
    )
  }

  /// The id of the only row of a canonical file; nil: there are more, or none.
  func only(_ target: String) -> String? {
    guard let other = export.table(target), let id = other.key(.id), other.sample.rows.count == 1 else { return nil }
    return other.values(id).first.map { "{constant: \(YAMLText.scalar($0))}" }
  }

  /// The application that an interview, stage or touch is about: its own column, or found by candidate and job order.
  mutating func application(_ column: ImportTarget.Column, _ table: TableGuess) -> MappingDraft.Line? {
    guard table.pick("application") == nil else { return nil }
    let candidate = table.pick("candidate")?.column
    let job = table.pick("job_order")?.column
    guard let applications = export.table("applications") else {
      guard column.isRequired, let id = derive("applications", from: table, nil) else { return nil }
      return MappingDraft.Line(column: column.name, value: .plain(id), check: nil)
    }
    guard let candidate, let key = applications.pick("candidate")?.column, column.isRequired || job != nil else {
      return nil
    }
    var (keys, by) = ([key.name], [candidate.name])
    if let job, let other = applications.pick("job_order")?.column {
      keys.append(other.name)
      by.append(job.name)
    }
    draft.use(by, of: table.sample)
    draft.use(keys, of: applications.sample)
    let known = Set(applications.values([key.name]))
    let checks = [
      by.count == 1 ? "the file names no job order: the candidate's last application is taken" : nil,
      candidate.shape.share(known.contains) > 0.4
        ? nil : "few values of \(candidate.name) stand in \(key.name) of \(applications.sample.name)",
    ].compactMap(\.self)
    let name = by.count == 1 ? "application_of_candidate" : "application"
    add(
      MappingDraft.Lookup(
        name: name,
        file: applications.sample.name,
        key: keys.map(YAMLText.scalar),
        take: ownKey(applications).value,
        pick: "last",
        check: nil
      )
    )
    let list = by.map(YAMLText.scalar)
    return MappingDraft.Line(
      column: column.name,
      value: .plain("{lookup: \(name), by: \(list.count == 1 ? list[0] : "[\(list.joined(separator: ", "))]")}"),
      check: checks.isEmpty ? nil : checks.joined(separator: "; ")
    )
  }

  /// Who spoke with whom: notes of recruiters about candidates, contacts and references.
  mutating func touch(_ column: ImportTarget.Column, _ table: TableGuess) -> MappingDraft.Line? {
    let parties = [("candidate", "candidates"), ("contact", "contacts"), ("reference", "references")].compactMap {
      kind,
      target in
      table.pick(kind).map { (kind: kind, target: target, column: $0.column) }
    }
    switch column.name {
    case "actor_kind": return MappingDraft.Line(column: column.name, value: .plain("{constant: recruiter}"), check: nil)
    case "actor":
      guard let pick = table.pick("actor") else { return nil }
      return reference(column, to: "recruiters", pick.column, table)
    case "party_kind":
      if parties.isEmpty {
        return MappingDraft.Line(column: column.name, value: .plain("{constant: candidate}"), check: nil)
      }
      let kinds = parties.map { party -> String in
        if parties.count == 1 && !party.column.shape.hasGaps { return "{constant: \(party.kind)}" }
        return "{column: \(YAMLText.scalar(party.column.name)), map: {\"\": \"\"}, otherwise: \(party.kind)}"
      }
      return MappingDraft.Line(column: column.name, value: .plain(YAMLText.first(kinds)), check: nil)
    default:
      guard !parties.isEmpty else {
        let check =
          "no column of candidates, contacts or references was found: write its name, and its kind in the line above"
        return MappingDraft.Line(column: column.name, value: .plain(Self.nothing), check: check)
      }
      let found = parties.map { refer(to: $0.target, $0.column, table) }
      let checks = found.compactMap(\.check)
      return MappingDraft.Line(
        column: column.name,
        value: .plain(YAMLText.first(found.map(\.value))),
        check: checks.isEmpty ? nil : checks.joined(separator: "; ")
      )
    }
  }
}
