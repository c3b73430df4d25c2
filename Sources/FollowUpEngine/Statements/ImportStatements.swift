// Written by deploy/statements from sql/engine/import; not to be edited.

package import Catalog
package import Foundation
package import Postgres

extension Statements {
  /// Statistics after many rows came in: planning follow-ups depends on them.
  package func importAnalyze() throws -> SQLFile {
    try script("import/import_analyze")
  }

  /// Statistics of what was staged: without them a large import is planned as a small one.
  package func importAnalyzeStaging() throws -> SQLFile {
    try script("import/import_analyze_staging")
  }

  /// A new import, within the transaction that does its work: an import that dies leaves nothing behind.
  package func importBegin(by: String, moment: Date, paths: [String], source: String) throws -> Query<ImportBegin> {
    try query(
      "import/import_begin",
      [
        "by": by.postgresText, "moment": moment.postgresText, "paths": paths.postgresText,
        "source": source.postgresText,
      ]
    )
  }

  /// A row of sql/engine/import/import_begin.sql.
  package struct ImportBegin: StatementRow {
    package static let columns = ["import_id"]
    package let importID: Int

    package init(_ row: Row) throws {
      importID = try row.get(at: 0)
    }
  }

  /// Empties staging.
  package func importClear(import: Int) throws -> Change {
    try change("import/import_clear", ["import": `import`.postgresText])
  }

  /// What became of each file's rows.
  package func importCounts(import: Int) throws -> Query<ImportCounts> {
    try query("import/import_counts", ["import": `import`.postgresText])
  }

  /// A row of sql/engine/import/import_counts.sql.
  package struct ImportCounts: StatementRow {
    package static let columns = [
      "file", "target", "rows_read", "rows_added", "rows_changed", "rows_unchanged", "rows_deleted", "rows_rejected",
      "rows_skipped",
    ]
    package let file: String
    package let target: String
    package let rowsRead: Int
    package let rowsAdded: Int
    package let rowsChanged: Int
    package let rowsUnchanged: Int
    package let rowsDeleted: Int
    package let rowsRejected: Int
    package let rowsSkipped: Int

    package init(_ row: Row) throws {
      file = try row.get(at: 0)
      target = try row.get(at: 1)
      rowsRead = try row.get(at: 2)
      rowsAdded = try row.get(at: 3)
      rowsChanged = try row.get(at: 4)
      rowsUnchanged = try row.get(at: 5)
      rowsDeleted = try row.get(at: 6)
      rowsRejected = try row.get(at: 7)
      rowsSkipped = try row.get(at: 8)
    }
  }

  /// What was read, file by file, and what the mapping passes over; the rest is counted as it is stored.
  package func importFiles(files: [String], import: Int, targets: [String]) throws -> Change {
    try change(
      "import/import_files",
      ["files": files.postgresText, "import": `import`.postgresText, "targets": targets.postgresText]
    )
  }

  /// How the import ended: done, partial (some rows rejected), or failed (every row rejected).
  package func importFinish(import: Int, moment: Date) throws -> Query<ImportFinish> {
    try query("import/import_finish", ["import": `import`.postgresText, "moment": moment.postgresText])
  }

  /// A row of sql/engine/import/import_finish.sql.
  package struct ImportFinish: StatementRow {
    package static let columns = ["state"]
    package let state: String

    package init(_ row: Row) throws {
      state = try row.get(at: 0)
    }
  }

  /// The first rows that were refused, for the message on standard error.
  package func importFirstRejects(import: Int) throws -> Query<ImportFirstRejects> {
    try query("import/import_first_rejects", ["import": `import`.postgresText])
  }

  /// A row of sql/engine/import/import_first_rejects.sql.
  package struct ImportFirstRejects: StatementRow {
    package static let columns = ["file", "line", "column_name", "value", "reason"]
    package let file: String
    package let line: Int
    package let columnName: String?
    package let value: String?
    package let reason: String

    package init(_ row: Row) throws {
      file = try row.get(at: 0)
      line = try row.get(at: 1)
      columnName = try row.getOptional(at: 2)
      value = try row.getOptional(at: 3)
      reason = try row.get(at: 4)
    }
  }

  /// What imports of more than 90 days ago changed is forgotten: they cannot be taken back any more.
  package func importForget(moment: Date) throws -> Change {
    try change("import/import_forget", ["moment": moment.postgresText])
  }

  /// Whether that many written rows want new statistics of the facts: an agency's first import, or more than a
  /// tenth of what all agencies have.
  package func importHasGrown(import: Int, written: Int) throws -> Query<ImportHasGrown> {
    try query("import/import_has_grown", ["import": `import`.postgresText, "written": written.postgresText])
  }

  /// A row of sql/engine/import/import_has_grown.sql.
  package struct ImportHasGrown: StatementRow {
    package static let columns = ["grown"]
    package let grown: Bool

    package init(_ row: Row) throws {
      grown = try row.get(at: 0)
    }
  }

  /// Whether a row of this source was merged with another one: then rows are looked through for the two.
  package func importHasMerged(source: String) throws -> Query<ImportHasMerged> {
    try query("import/import_has_merged", ["source": source.postgresText])
  }

  /// A row of sql/engine/import/import_has_merged.sql.
  package struct ImportHasMerged: StatementRow {
    package static let columns = ["has_merged"]
    package let hasMerged: Bool

    package init(_ row: Row) throws {
      hasMerged = try row.get(at: 0)
    }
  }

  /// Whether no import before this one brought the agency candidates.
  package func importIsFirst(import: Int) throws -> Query<ImportIsFirst> {
    try query("import/import_is_first", ["import": `import`.postgresText])
  }

  /// A row of sql/engine/import/import_is_first.sql.
  package struct ImportIsFirst: StatementRow {
    package static let columns = ["is_first"]
    package let isFirst: Bool

    package init(_ row: Row) throws {
      isFirst = try row.get(at: 0)
    }
  }

  /// How many rows stay as they are though their import is taken back, and how many of them are gone anyhow.
  package func importKeptRows(import: Int) throws -> Query<ImportKeptRows> {
    try query("import/import_kept_rows", ["import": `import`.postgresText])
  }

  /// A row of sql/engine/import/import_kept_rows.sql.
  package struct ImportKeptRows: StatementRow {
    package static let columns = ["kept", "gone"]
    package let kept: Int
    package let gone: Int

    package init(_ row: Row) throws {
      kept = try row.get(at: 0)
      gone = try row.get(at: 1)
    }
  }

  /// The imports, newest first.
  package func importList() throws -> Query<ImportList> {
    try query("import/import_list")
  }

  /// A row of sql/engine/import/import_list.sql.
  package struct ImportList: StatementRow {
    package static let columns = [
      "import_id", "source", "state", "as_of", "finished_at", "read", "added", "changed", "unchanged", "deleted",
      "rejected", "skipped", "paths",
    ]
    package let importID: Int
    package let source: String
    package let state: String
    package let asOf: Date
    package let finishedAt: Date?
    package let read: Int
    package let added: Int
    package let changed: Int
    package let unchanged: Int
    package let deleted: Int
    package let rejected: Int
    package let skipped: Int
    package let paths: String

    package init(_ row: Row) throws {
      importID = try row.get(at: 0)
      source = try row.get(at: 1)
      state = try row.get(at: 2)
      asOf = try row.get(at: 3)
      finishedAt = try row.getOptional(at: 4)
      read = try row.get(at: 5)
      added = try row.get(at: 6)
      changed = try row.get(at: 7)
      unchanged = try row.get(at: 8)
      deleted = try row.get(at: 9)
      rejected = try row.get(at: 10)
      skipped = try row.get(at: 11)
      paths = try row.get(at: 12)
    }
  }

  /// Who answers for whom, once every recruiter of the import has an id.
  package func importManagers(import: Int, source: String) throws -> Change {
    try change("import/import_managers", ["import": `import`.postgresText, "source": source.postgresText])
  }

  /// Recruiters whom an import changed or took out, and who are as they were, get the manager that they had, if the
  /// manager is still there.
  package func importManagersBack(import: Int) throws -> Change {
    try change("import/import_managers_back", ["import": `import`.postgresText])
  }

  /// Whether this user may gather the tables' statistics; others leave it to autovacuum.
  package func importMayAnalyze() throws -> Query<ImportMayAnalyze> {
    try query("import/import_may_analyze")
  }

  /// A row of sql/engine/import/import_may_analyze.sql.
  package struct ImportMayAnalyze: StatementRow {
    package static let columns = ["may"]
    package let may: Bool

    package init(_ row: Row) throws {
      may = try row.get(at: 0)
    }
  }

  /// Rows that were merged into another one are passed over, by their id; what refers to them is taken to refer to
  /// the row that was kept, which may be another source's. Of that row the stricter of the two holds, and what is
  /// empty says nothing.
  package func importMerged(import: Int, source: String) throws -> Change {
    try change("import/import_merged", ["import": `import`.postgresText, "source": source.postgresText])
  }

  /// Where rows of two contacts who are one person stand beside an interview, one row says it, that of an
  /// interviewer before others; the rest count as repeated.
  package func importMergedAttendees(import: Int, source: String) throws -> Change {
    try change("import/import_merged_attendees", ["import": `import`.postgresText, "source": source.postgresText])
  }

  /// Of rows that this source brought before, how many there are in each canonical file, and how many of those that
  /// are not inactive a complete export lacks.
  package func importMissing(import: Int, source: String, targets: [String]) throws -> Query<ImportMissing> {
    try query(
      "import/import_missing",
      ["import": `import`.postgresText, "source": source.postgresText, "targets": targets.postgresText]
    )
  }

  /// A row of sql/engine/import/import_missing.sql.
  package struct ImportMissing: StatementRow {
    package static let columns = ["target", "stored", "missing"]
    package let target: String
    package let stored: Int
    package let missing: Int

    package init(_ row: Row) throws {
      target = try row.get(at: 0)
      stored = try row.get(at: 1)
      missing = try row.get(at: 2)
    }
  }

  /// Policy that an import set becomes what it was before, where nobody has set it since; that it is put back is
  /// kept as a change too.
  package func importPutBackPolicy(by: String, import: Int, importBy: String, source: String) throws -> Change {
    try change(
      "import/import_put_back_policy",
      [
        "by": by.postgresText, "import": `import`.postgresText, "import_by": importBy.postgresText,
        "source": source.postgresText,
      ]
    )
  }

  /// For which canonical files an import has rejects, and which columns those rows carry; no row: that import does
  /// not exist.
  package func importRejectTargets(import: Int) throws -> Query<ImportRejectTargets> {
    try query("import/import_reject_targets", ["import": `import`.postgresText])
  }

  /// A row of sql/engine/import/import_reject_targets.sql.
  package struct ImportRejectTargets: StatementRow {
    package static let columns = ["target", "columns"]
    package let target: String?
    package let columns: String?

    package init(_ row: Row) throws {
      target = try row.getOptional(at: 0)
      columns = try row.getOptional(at: 1)
    }
  }

  /// The rejected rows of one canonical file, in the order in which they came: their cells by column, and what is
  /// wrong.
  package func importRejects(import: Int, target: String) throws -> Query<ImportRejects> {
    try query("import/import_rejects", ["import": `import`.postgresText, "target": target.postgresText])
  }

  /// A row of sql/engine/import/import_rejects.sql.
  package struct ImportRejects: StatementRow {
    package static let columns = ["file", "line", "column_name", "value", "reason", "record"]
    package let file: String
    package let line: Int
    package let columnName: String?
    package let value: String?
    package let reason: String
    package let record: String

    package init(_ row: Row) throws {
      file = try row.get(at: 0)
      line = try row.get(at: 1)
      columnName = try row.getOptional(at: 2)
      value = try row.getOptional(at: 3)
      reason = try row.get(at: 4)
      record = try row.get(at: 5)
    }
  }

  /// Rows of one import with the same key: a row that says the same again counts as unchanged, one that contradicts
  /// is refused.
  package func importRepeats(import: Int) throws -> Change {
    try change("import/import_repeats", ["import": `import`.postgresText])
  }

  /// An import was taken back: who did it and when is kept, what it had changed is not needed any more.
  package func importReverted(by: String, import: Int, moment: Date) throws -> Change {
    try change(
      "import/import_reverted",
      ["by": by.postgresText, "import": `import`.postgresText, "moment": moment.postgresText]
    )
  }

  /// Of the ids that a source gives to one person, those that are passed over, each with the id that stands for the
  /// person: the one that was stored first, else the lowest. A person that is stored stays.
  package func importSamePerson(
    addressed: [Int],
    addresses: [String],
    ids: [String],
    persons: [Int],
    source: String,
    target: String
  ) throws -> Query<ImportSamePerson> {
    try query(
      "import/import_same_person",
      [
        "addressed": addressed.postgresText, "addresses": addresses.postgresText, "ids": ids.postgresText,
        "persons": persons.postgresText, "source": source.postgresText, "target": target.postgresText,
      ]
    )
  }

  /// A row of sql/engine/import/import_same_person.sql.
  package struct ImportSamePerson: StatementRow {
    package static let columns = ["person", "id", "first_id"]
    package let person: Int
    package let id: String
    package let firstID: String

    package init(_ row: Row) throws {
      person = try row.get(at: 0)
      id = try row.get(at: 1)
      firstID = try row.get(at: 2)
    }
  }

  /// Why rows were passed over, how many, and where the first one is.
  package func importSkipReasons(import: Int) throws -> Query<ImportSkipReasons> {
    try query("import/import_skip_reasons", ["import": `import`.postgresText])
  }

  /// A row of sql/engine/import/import_skip_reasons.sql.
  package struct ImportSkipReasons: StatementRow {
    package static let columns = ["file", "target", "reason", "rows", "first_line"]
    package let file: String
    package let target: String
    package let reason: String
    package let rows: Int
    package let firstLine: Int

    package init(_ row: Row) throws {
      file = try row.get(at: 0)
      target = try row.get(at: 1)
      reason = try row.get(at: 2)
      rows = try row.get(at: 3)
      firstLine = try row.get(at: 4)
    }
  }

  /// Keeps which rows the mapping passed over, and why.
  package func importSkips(import: Int) throws -> Change {
    try change("import/import_skips", ["import": `import`.postgresText])
  }

  /// Rows as they were read, into staging.
  package func importStage() throws -> SQLFile {
    try script("import/import_stage")
  }

  /// What became of each row that an import had changed, now that the import is taken back.
  package func importTakenBack(import: Int, importBy: String, targets: [String]) throws -> Query<ImportTakenBack> {
    try query(
      "import/import_taken_back",
      ["import": `import`.postgresText, "import_by": importBy.postgresText, "targets": targets.postgresText]
    )
  }

  /// A row of sql/engine/import/import_taken_back.sql.
  package struct ImportTakenBack: StatementRow {
    package static let columns = ["target", "id", "change", "outcome", "reason"]
    package let target: String
    package let id: String
    package let change: String
    package let outcome: String
    package let reason: String?

    package init(_ row: Row) throws {
      target = try row.get(at: 0)
      id = try row.get(at: 1)
      change = try row.get(at: 2)
      outcome = try row.get(at: 3)
      reason = try row.getOptional(at: 4)
    }
  }

  /// Whether any row is to be taken out: then what refers to it is looked for in every table.
  package func importTakesOut(import: Int) throws -> Query<ImportTakesOut> {
    try query("import/import_takes_out", ["import": `import`.postgresText])
  }

  /// A row of sql/engine/import/import_takes_out.sql.
  package struct ImportTakesOut: StatementRow {
    package static let columns = ["takes_out"]
    package let takesOut: Bool

    package init(_ row: Row) throws {
      takesOut = try row.get(at: 0)
    }
  }

  /// An import that is to be taken back: whether it can be, and who made it.
  package func importToRevert(import: Int) throws -> Query<ImportToRevert> {
    try query("import/import_to_revert", ["import": `import`.postgresText])
  }

  /// A row of sql/engine/import/import_to_revert.sql.
  package struct ImportToRevert: StatementRow {
    package static let columns = ["source", "started_by", "reverted_at", "reverted_by", "written", "is_kept"]
    package let source: String
    package let startedBy: String?
    package let revertedAt: Date?
    package let revertedBy: String?
    package let written: Int
    package let isKept: Bool

    package init(_ row: Row) throws {
      source = try row.get(at: 0)
      startedBy = try row.getOptional(at: 1)
      revertedAt = try row.getOptional(at: 2)
      revertedBy = try row.getOptional(at: 3)
      written = try row.get(at: 4)
      isKept = try row.get(at: 5)
    }
  }

  /// The first addresses of an import that are stored as given and cannot be used, in the order of the rows, and
  /// how many there are.
  package func importUnusableAddresses(import: Int, source: String) throws -> Query<ImportUnusableAddresses> {
    try query("import/import_unusable_addresses", ["import": `import`.postgresText, "source": source.postgresText])
  }

  /// A row of sql/engine/import/import_unusable_addresses.sql.
  package struct ImportUnusableAddresses: StatementRow {
    package static let columns = ["file", "line", "email", "fault", "total"]
    package let file: String
    package let line: Int
    package let email: String
    package let fault: String
    package let total: Int

    package init(_ row: Row) throws {
      file = try row.get(at: 0)
      line = try row.get(at: 1)
      email = try row.get(at: 2)
      fault = try row.get(at: 3)
      total = try row.get(at: 4)
    }
  }

  /// The names of time zones that the server knows.
  package func importZones() throws -> Query<ImportZones> {
    try query("import/import_zones")
  }

  /// A row of sql/engine/import/import_zones.sql.
  package struct ImportZones: StatementRow {
    package static let columns = ["name"]
    package let name: String

    package init(_ row: Row) throws {
      name = try row.get(at: 0)
    }
  }

}
