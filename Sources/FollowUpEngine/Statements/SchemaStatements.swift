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
