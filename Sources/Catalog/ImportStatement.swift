extension Catalog {
  private func importFile(_ name: String) throws -> SQLFile {
    try statement(at: "sql/engine/import/\(name).sql")
  }

  /// A statement of an import that includes parts, put together as sql/README.md says; nil: it is not one of these.
  ///
  /// - Parameters:
  ///   - name: `import_contacts` and its like.
  ///   - values: `agency`, `import`, `source`, `as_of` and `parameters`.
  public func importStatement(_ name: String, values: [String: String?]) throws -> SQLPart? {
    if name == "import_take_out" {
      let parts = try ImportTarget.takenOut.map { target in
        SQLPart(try importFile("import_taken_out"), values.merging(["target": target.name]) { $1 }, names: target.names)
      }
      return SQLPart(try importFile(name), values, parts: ["targets": parts])
    }
    switch name {
    case "import_preview":
      return SQLPart(
        try importFile(name),
        values,
        parts: ["rows": try ImportTarget.kept.map { try previewPart(of: $0, values: values) }]
      )
    case "import_note_gone":
      return SQLPart(
        try importFile(name),
        values,
        parts: ["gone": try ImportTarget.kept.flatMap { try goneParts(of: $0, values: values) }]
      )
    case "import_put_back_touches": return try importStatement(name, of: .touches, values: values)
    case "import_vanished": return try importStatement(name, of: .candidates, values: values)
    case "import_removed_recruiters": return try importStatement(name, of: .recruiters, values: values)
    case "import_put_in", "import_put_back", "import_removed":
      return try importStatement(name, of: .applications, values: values)
    default: break
    }
    guard let target = ImportTarget.stored(by: name) else { return nil }
    return SQLPart(
      try importFile(name),
      values,
      names: target.names,
      parts: try importParts(of: target, values: values)
    )
  }

  /// A statement that makes inactive what a complete export lacks of one canonical file, or that takes back what an import did to it.
  ///
  /// - Parameters:
  ///   - name: `import_vanished`, `import_put_in`, `import_put_back`, `import_put_back_touches`, `import_removed` or
  ///     `import_removed_recruiters`.
  ///   - values: `agency`, `import`, `source` and `as_of`.
  public func importStatement(
    _ name: String,
    of target: ImportTarget,
    values: [String: String?]
  ) throws -> SQLPart {
    let values = values.merging(["target": target.name, "state": target.inactiveState]) { $1 }
    func one(_ name: String, _ more: [String: String?] = [:], _ parts: [String: [SQLPart]] = [:]) throws -> SQLPart {
      SQLPart(try importFile(name), values.merging(more) { $1 }, names: target.names, parts: parts)
    }
    func each(_ name: String, _ columns: [ColumnNames], _ parts: [String: [SQLPart]] = [:]) throws -> [SQLPart] {
      try columns.map { try one(name, [:], parts).with($0) }
    }
    if name == "import_vanished" {
      // Whoever has a state has it since a moment, recruiters aside.
      let since = target.columns.contains { $0.name == "status_since" } ? values["as_of"] ?? nil : nil
      let moment = since.map { "{\"status_since\": \"\($0)\"}" } ?? "{}"
      return try one(name, [:], ["vanishing": [try one("import_vanishing", ["since": moment])]])
    }
    let changed = try one("import_changed")
    // What another statement stores comes back by another statement too.
    let references = target.references.filter { $0.names["stored"] != "" } + target.peopleOfEachKind
    let lost = try [one("import_lost_nothing")] + each("import_lost", references)
    if name == "import_put_in" { return try one(name, [:], ["changed": [changed], "lost": lost]) }
    let blocked =
      name.hasPrefix("import_removed")
      ? try each("import_blocked_by_row", target.referring) + each("import_blocked_by_answer", target.answered)
        + (target.isErasable ? [one("import_blocked_by_merge")] : [])
      : [try one("import_blocked_by_lost", [:], ["lost": lost])]
    let judged = try one(
      "import_judged",
      ["change": name.hasPrefix("import_removed") ? "added" : "changed"],
      ["changed": [changed], "found": [try one(target.found)], "blocked": blocked]
    )
    return try one(name, [:], ["judged": [judged]])
  }

  private func previewPart(of target: ImportTarget, values: [String: String?]) throws -> SQLPart {
    let values = values.merging(["target": target.name]) { $1 }
    let cells = try target.columns.enumerated().flatMap { number, column in
      try target.shown(column, number: number).map { shown in
        let file = try importFile(shown.refers ? "import_preview_id" : "import_preview_cell")
        return SQLPart(file, values, names: target.names).with(shown.names)
      }
    }
    let parts = [
      "changed": [SQLPart(try importFile("import_changed"), values)],
      "found": [SQLPart(try importFile(target.found), values, names: target.names)],
      "cells": cells,
    ]
    return SQLPart(try importFile("import_preview_rows"), values, names: target.names, parts: parts)
  }

  private func goneParts(of target: ImportTarget, values: [String: String?]) throws -> [SQLPart] {
    let values = values.merging(["target": target.name]) { $1 }
    if target.hasIDs, target != .touches {
      return [SQLPart(try importFile("import_gone_itself"), values, names: target.names)]
    }
    return try (target.references + target.peopleOfEachKind).map { column in
      SQLPart(try importFile("import_gone_with"), values, names: target.names).with(column)
    }
  }

  /// What the statement that stores a canonical file includes.
  private func importParts(of target: ImportTarget, values: [String: String?]) throws -> [String: [SQLPart]] {
    /// A part, once.
    func one(_ name: String, _ parts: [String: [SQLPart]] = [:]) throws -> [SQLPart] {
      let values = values.merging(["target": target.name]) { $1 }
      return [SQLPart(try importFile(name), values, names: target.names, parts: parts)]
    }
    /// A part, once for each of some columns.
    func each(_ name: String, _ columns: [ColumnNames]) throws -> [SQLPart] {
      try columns.map { column in
        SQLPart(
          try importFile(name),
          values.merging(column.values) { $1 },
          names: target.names.merging(column.names) { $1 }
        )
      }
    }
    let references = target.references
    let persons = references.filter(\.isPerson)
    let added = try one("import_noted_added")
    return [
      "row": try one("import_row"),
      "existing": try one("import_existing"),
      "erased": target.isErasable ? try one("import_erased") : [],
      "is_out": try one(
        "import_is_out",
        [
          "goes_with": try each("import_goes_with", references)
            + each("import_goes_with_stored", references.filter { target.kept.contains($0.column) })
            + each("import_goes_with_person", target.people)
        ]
      ),
      "rows": try one(
        "import_rows",
        [
          "ids": try each("import_id", target.ids.filter { !$0.isPerson })
            + each("import_id_of_person", persons + target.people),
          "references": try each("import_person", target.peopleOfEachKind)
            + each("import_reference", references.filter { !$0.isPerson })
            + each("import_reference_person", persons),
        ]
      ),
      "stored": try one("import_stored"),
      "verdicts": try one("import_verdicts", ["past": try each("import_past", target.past)]),
      "written": try one(target.hasIDs ? "import_written_by_id" : "import_written_by_key"),
      "along": try one("import_along", ["going": try each("import_going", references)]),
      "outcome": try one(
        "import_outcome",
        ["noted": target.name == "policy" ? [] : try one("import_noted", ["added": added])]
      ),
    ]
  }
}

extension SQLPart {
  /// The part for one column.
  fileprivate func with(_ column: ColumnNames) -> SQLPart {
    SQLPart(file, values.merging(column.values) { $1 }, names: names.merging(column.names) { $1 }, parts: parts)
  }
}

/// What a part that stands once for each of some columns takes of one: values for its parameters, and names.
private struct ColumnNames {
  let column: String
  var values: [String: String?] = [:]
  var names: [String: String] = [:]
  /// Whether it refers to somebody whose row may have been merged into another one.
  let isPerson: Bool

  init(
    _ column: String,
    values: [String: String?] = [:],
    names: [String: String] = [:],
    isPerson: Bool = false
  ) {
    self.column = column
    self.isPerson = isPerson
    self.values = values.merging(["column": column]) { $1 }
    self.names = names.merging(["column": column]) { $1 }
  }

  func adding(_ values: [String: String?], names: [String: String] = [:]) -> ColumnNames {
    var copy = self
    copy.values.merge(values) { $1 }
    copy.names.merge(names) { $1 }
    return copy
  }
}

extension ImportTarget {
  /// The file that a statement of sql/engine stores; nil: the statement stores none.
  fileprivate static func stored(by statement: String) -> ImportTarget? {
    statement == "import_time_zone" ? named("policy") : all.first { "import_\($0.name)" == statement }
  }

  /// Files whose rows go together at the end, and recruiters last; touches go when they are stored.
  fileprivate static var takenOut: [ImportTarget] {
    all.filter { $0.hasIDs && !["recruiters", "touches"].contains($0.name) }
  }

  fileprivate static let applications = all.first { $0.name == "applications" } ?? all[0]
  fileprivate static let candidates = all.first { $0.name == "candidates" } ?? all[0]
  fileprivate static let recruiters = all.first { $0.name == "recruiters" } ?? all[0]
  fileprivate static let touches = all.first { $0.name == "touches" } ?? all[0]

  /// The files of whose rows is kept how they were: of policy there is a history of its own.
  public static var kept: [ImportTarget] { all.filter { $0.name != "policy" } }

  /// The files of which a complete export shows what has gone: rows of the others have no id, or are history.
  public static var complete: [ImportTarget] { all.filter { $0.hasIDs && $0 != touches } }

  /// What a row that has gone from a complete export becomes, in a word; nil: its kind has no state for that.
  public var inactive: String? {
    switch name {
    case "recruiters", "candidates", "references": "inactive"
    case "job_orders": "closed"
    default: nil
    }
  }

  /// The same as the table has it, in JSON.
  fileprivate var inactiveState: String {
    name == "recruiters" ? "{\"active\": false}" : "{\"status\": \"\(inactive ?? "")\"}"
  }

  /// The part that finds a row as it is stored now.
  fileprivate var found: String { hasIDs ? "import_found_by_id" : "import_found_by_key" }

  /// Whether rows can change and still be the same row: not where all columns are the key.
  public var canChange: Bool { !hasIDs && columns.allSatisfy { key.contains($0.name) } ? false : true }

  /// Whether rows are known by an id of the source; else by the columns of their key.
  fileprivate var hasIDs: Bool { key == ["id"] }

  /// The table's column with its own id, where it has one.
  private var id: String? { hasIDs ? (table == "reference_contact" ? "reference_id" : "\(table)_id") : nil }

  /// The table, and its columns as lists: of the key, all others (`columns`), and all that are stored as they were read (`values`).
  fileprivate var names: [String: String] {
    let isOfKey = { (column: Column) in !hasIDs && key.contains(column.name) }
    let keys = (hasIDs ? [] : derived) + columns.filter(isOfKey).compactMap(\.stored)
    let others = (hasIDs ? derived : []) + columns.filter { !isOfKey($0) }.compactMap(\.stored)
    let moments = Set(past.map(\.column))
    let lists = [
      "key": keys, "columns": others, "values": (keys + others).filter { !moments.contains($0) },
      "digest": others.isEmpty ? keys : others, "identity": id.map { [$0] } ?? keys,
    ]
    var names = [
      "target": name,
      "table": table,
      "own table": table,
      "own id": id ?? "",
      "id": id.map { "stored.\($0)" } ?? "NULL::bigint",
      "erased_at": isErasable ? "stored.erased_at" : "NULL::timestamptz",
      "kept_out_since":
        isErasable ? "CASE WHEN stored.readmitted_at IS NULL THEN stored.erased_at END" : "NULL::timestamptz",
    ]
    for (list, columns) in lists {
      names[list] = columns.joined(separator: ", ")
      names["\(list) of table"] = columns.map { "\(table).\($0)" }.joined(separator: ", ")
      for relation in ["stored", "validated", "final", "verdicts", "excluded", "past", "next", "judged"] {
        names["\(list) of \(relation)"] = columns.map { "\(relation).\($0)" }.joined(separator: ", ")
      }
    }
    for relation in ["stored", "verdicts"] {
      names["own of \(relation)"] = hasIDs ? "''::text" : "ROW(\(names["key of \(relation)"] ?? ""))::text"
    }
    let told = keys.filter { !$0.hasSuffix("_id") }.map { "stored.\($0)" }.joined(separator: ", ")
    names["known as"] =
      hasIDs
      ? "stored.external_id"
      : "concat_ws(chr(31), import_out.key, \(told.isEmpty ? names["own of stored"] ?? "" : told))"
    names["past is verdicts"] =
      id.map { "past.\($0) = verdicts.stored_id" }
      ?? "(\(names["key of past"] ?? "")) = (\(names["key of verdicts"] ?? ""))"
    // What goes by its id is kept just before it goes.
    names["noted verdicts"] = hasIDs && self != .touches ? "'changed'" : "'changed', 'deleted'"
    return names
  }

  /// Moments of what has happened.
  fileprivate var past: [ColumnNames] {
    columns.filter { $0.kind == .moment && !ahead.contains($0.name) }.compactMap(\.stored).map { ColumnNames($0) }
  }

  /// Columns that refer to rows of one other file, with that file's table.
  fileprivate var references: [ColumnNames] {
    columns.compactMap { column in
      guard case .reference(let name?) = column.kind, let other = Self.named(name) else { return nil }
      return ColumnNames(
        column.name,
        values: ["refers": name, "kind": nil],
        names: [
          "table": other.table, "stored": column.stored ?? "", "referred id": other.id ?? "",
          "found by": ["applications", "interviews"].contains(name)
            ? "AND stored.candidate_id = referred.candidate_id" : "",
        ].merging(Self.kinds("NULL")) { $1 },
        isPerson: other.isErasable
      )
    }
  }

  /// Columns that refer to people of several kinds; the column with `_kind` after its name says which.
  fileprivate var people: [ColumnNames] {
    columns.filter { $0.kind == .reference(nil) }.map { ColumnNames($0.name, isPerson: true) }
  }

  /// The same, once for each kind of people.
  fileprivate var peopleOfEachKind: [ColumnNames] {
    people.flatMap { person in
      TouchTerms.people.map { kind in
        ColumnNames(
          person.column,
          values: ["kind": kind, "refers": "\(kind)s", "kind_column": "\(person.column)_kind"],
          names: [
            "kind": kind, "table": Self.named("\(kind)s")?.table ?? "", "stored": "\(person.column)_id",
            "referred id": Self.named("\(kind)s")?.id ?? "",
            "found by": "AND stored.\(person.column)_kind = '\(kind)'",
          ].merging(Self.kinds("\(person.column)_kind")) { $1 }
        )
      }
    }
  }

  /// The column that says of what kind a person is, in each relation; `NULL` where the column refers to one kind only.
  private static func kinds(_ column: String) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: ["stored", "past", "referring"].map { relation in
        ("kind of \(relation)", column == "NULL" ? "NULL::text" : "\(relation).\(column)")
      }
    )
  }

  /// The columns of all other files that refer to rows of this one.
  fileprivate var referring: [ColumnNames] {
    Self.all.filter { $0 != self }.flatMap { other in
      let people = other.peopleOfEachKind.filter { $0.values["refers"] == .some(name) }
      let rows = other.columns.filter { $0.kind == .reference(name) }.map { column in
        ColumnNames(
          column.name,
          values: ["kind": nil],
          names: ["stored": column.stored ?? "\(column.name)_id"].merging(Self.kinds("NULL")) { $1 }
        )
      }
      return (rows + people).map { column in
        column.adding(
          ["referring": other.name],
          names: ["table": other.table, "referring": column.names["stored"] ?? ""]
        )
      }
    }
  }

  /// The column of follow-ups that says that they are about a row of this file.
  fileprivate var answered: [ColumnNames] {
    let names = ["candidates", "applications", "interviews", "contacts", "references"]
    return names.contains(name) ? [ColumnNames("", names: ["about": id ?? ""])] : []
  }

  /// How a column's cell is shown: as it is stored, or as the id of the row that it refers to, once for each kind of row.
  fileprivate func shown(_ column: Column, number: Int) -> [(names: ColumnNames, refers: Bool)] {
    let cell: [String: String?] = ["cell": String(number)]
    switch column.kind {
    case .id: return []
    case .reference(let name?):
      let other = Self.named(name)
      let names = ColumnNames(
        column.name,
        values: ["kind": nil, "kind_column": nil, "stored": column.stored ?? "\(column.name)_id"],
        names: ["table": other?.table ?? "", "referred id": other?.id ?? ""]
      )
      return [(names.adding(cell), true)]
    case .reference(nil):
      return peopleOfEachKind.filter { $0.column == column.name }
        .map { ($0.adding(cell.merging(["stored": "\(column.name)_id"]) { $1 }), true) }
    default:
      return [(ColumnNames(column.name, values: cell.merging(["stored": column.stored]) { $1 }), false)]
    }
  }

  /// Every column with an id of another row, and those that say of what kind it is.
  fileprivate var ids: [ColumnNames] {
    references + people + people.map { ColumnNames("\($0.column)_kind") }
  }
}
