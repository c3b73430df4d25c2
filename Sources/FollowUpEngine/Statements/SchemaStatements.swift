// Written by deploy/statements from sql/engine/schema; not to be edited.

package import Catalog
package import Postgres

extension Statements {
  /// Whether the migrator was ever here, and whether the database has Citus: then the migrator distributes the
  /// tables.
  package func schemaExists() throws -> Query<SchemaExists> {
    try query("schema/schema_exists")
  }

  /// A row of sql/engine/schema/schema_exists.sql.
  package struct SchemaExists: StatementRow {
    package static let columns = ["there", "citus"]
    package let there: Bool
    package let citus: Bool

    package init(_ row: Row) throws {
      there = try row.get(at: 0)
      citus = try row.get(at: 1)
    }
  }

  /// For how long the migrator's transaction waits for a lock, in milliseconds, 0: for as long as it takes; and
  /// that it may take as long as it takes, whatever holds for this role and database.
  package func schemaLimits(lockTimeout: String) throws -> Query<SchemaLimits> {
    try query("schema/schema_limits", ["lock_timeout": lockTimeout.postgresText])
  }

  /// A row of sql/engine/schema/schema_limits.sql.
  package struct SchemaLimits: StatementRow {
    package static let columns = ["lock_timeout", "statement_timeout", "idle_timeout"]
    package let lockTimeout: String
    package let statementTimeout: String
    package let idleTimeout: String

    package init(_ row: Row) throws {
      lockTimeout = try row.get(at: 0)
      statementTimeout = try row.get(at: 1)
      idleTimeout = try row.get(at: 2)
    }
  }

  /// With which text and parameters each rule was last planned. Of a database of any version.
  package func schemaPlannedWith() throws -> Query<SchemaPlannedWith> {
    try query("schema/schema_planned_with")
  }

  /// A row of sql/engine/schema/schema_planned_with.sql.
  package struct SchemaPlannedWith: StatementRow {
    package static let columns = ["rule", "digest"]
    package let rule: String
    package let digest: String

    package init(_ row: Row) throws {
      rule = try row.get(at: 0)
      digest = try row.get(at: 1)
    }
  }

  /// The two tables that the migrator itself needs. The lock lasts for the transaction: a second migrator waits.
  package func schemaPrepare() throws -> SQLFile {
    try script("schema/schema_prepare")
  }

  /// The version row goes in first, so that two migrators cannot both run.
  package func schemaRecord(file: String, version: Int) throws -> Change {
    try change("schema/schema_record", ["file": file.postgresText, "version": version.postgresText])
  }

  /// Remembers the text of an applied file.
  package func schemaRecordRepeatable(digest: String, name: String) throws -> Change {
    try change("schema/schema_record_repeatable", ["digest": digest.postgresText, "name": name.postgresText])
  }

  /// The functions and views that were applied, with the digest of their text.
  package func schemaRepeatables() throws -> Query<SchemaRepeatables> {
    try query("schema/schema_repeatables")
  }

  /// A row of sql/engine/schema/schema_repeatables.sql.
  package struct SchemaRepeatables: StatementRow {
    package static let columns = ["name", "digest"]
    package let name: String
    package let digest: String

    package init(_ row: Row) throws {
      name = try row.get(at: 0)
      digest = try row.get(at: 1)
    }
  }

  /// The tables with their rows, as the server last counted them, and their bytes on disk without indexes.
  package func schemaSizes() throws -> Query<SchemaSizes> {
    try query("schema/schema_sizes")
  }

  /// A row of sql/engine/schema/schema_sizes.sql.
  package struct SchemaSizes: StatementRow {
    package static let columns = ["name", "rows", "bytes"]
    package let name: String
    package let rows: Int?
    package let bytes: Int

    package init(_ row: Row) throws {
      name = try row.get(at: 0)
      rows = try row.getOptional(at: 1)
      bytes = try row.get(at: 2)
    }
  }

  /// Takes the lock among migrators for this transaction, unless another one has it.
  package func schemaTurn() throws -> Query<SchemaTurn> {
    try query("schema/schema_turn")
  }

  /// A row of sql/engine/schema/schema_turn.sql.
  package struct SchemaTurn: StatementRow {
    package static let columns = ["taken"]
    package let taken: Bool

    package init(_ row: Row) throws {
      taken = try row.get(at: 0)
    }
  }

  /// The migrations that were applied.
  package func schemaVersions() throws -> Query<SchemaVersions> {
    try query("schema/schema_versions")
  }

  /// A row of sql/engine/schema/schema_versions.sql.
  package struct SchemaVersions: StatementRow {
    package static let columns = ["version"]
    package let version: Int

    package init(_ row: Row) throws {
      version = try row.get(at: 0)
    }
  }

}
