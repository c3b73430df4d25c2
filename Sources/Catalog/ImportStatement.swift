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
    guard let target = ImportTarget.stored(by: name) else { return nil }
    return SQLPart(
      try importFile(name),
      values,
      names: target.names,
      parts: try importParts(of: target, values: values)
    )
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
          "ids": try each("import_id", target.ids),
          "references": try each("import_person", target.peopleOfEachKind) + each("import_reference", references),
        ]
      ),
      "stored": try one("import_stored"),
      "verdicts": try one("import_verdicts", ["past": try each("import_past", target.past)]),
      "written": try one(target.hasIDs ? "import_written_by_id" : "import_written_by_key"),
      "along": try one("import_along", ["going": try each("import_going", references)]),
      "outcome": try one("import_outcome"),
    ]
  }
}

/// What a part that stands once for each of some columns takes of one: values for its parameters, and names.
private struct ColumnNames {
  let column: String
  var values: [String: String?] = [:]
  var names: [String: String] = [:]

  init(_ column: String, values: [String: String?] = [:], names: [String: String] = [:]) {
    self.column = column
    self.values = values.merging(["column": column]) { $1 }
    self.names = names.merging(["column": column]) { $1 }
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
    let lists = ["key": keys, "columns": others, "values": (keys + others).filter { !moments.contains($0) }]
    var names = [
      "target": name,
      "table": table,
      "own table": table,
      "own id": id ?? "",
      "id": id.map { "stored.\($0)" } ?? "NULL::bigint",
      "erased_at": isErasable ? "stored.erased_at" : "NULL::timestamptz",
    ]
    for (list, columns) in lists {
      names[list] = columns.joined(separator: ", ")
      names["\(list) of table"] = columns.map { "\(table).\($0)" }.joined(separator: ", ")
      for relation in ["stored", "validated", "final", "verdicts", "excluded"] {
        names["\(list) of \(relation)"] = columns.map { "\(relation).\($0)" }.joined(separator: ", ")
      }
    }
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
        values: ["refers": name],
        names: ["table": other.table, "stored": column.stored ?? ""]
      )
    }
  }

  /// Columns that refer to people of several kinds; the column with `_kind` after its name says which.
  fileprivate var people: [ColumnNames] {
    columns.filter { $0.kind == .reference(nil) }.map { ColumnNames($0.name) }
  }

  /// The same, once for each kind of people.
  fileprivate var peopleOfEachKind: [ColumnNames] {
    people.flatMap { person in
      TouchTerms.people.map { kind in
        ColumnNames(
          person.column,
          values: ["kind": kind],
          names: ["kind": kind, "table": Self.named("\(kind)s")?.table ?? ""]
        )
      }
    }
  }

  /// Every column with an id of another row, and those that say of what kind it is.
  fileprivate var ids: [ColumnNames] {
    references + people + people.map { ColumnNames("\($0.column)_kind") }
  }
}
