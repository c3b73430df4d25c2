// Written by deploy/statements from sql/engine/backup; not to be edited.

package import Postgres

extension Statements {
  /// The server's major version, and the role as which this login sees the rows of every agency: itself where it
  /// may, else one that it may act for.
  package func backupAccess() throws -> Query<BackupAccess> {
    try query("backup/backup_access")
  }

  /// A row of sql/engine/backup/backup_access.sql.
  package struct BackupAccess: StatementRow {
    package static let columns = ["server_major", "sees_all", "login", "database"]
    package let serverMajor: Int
    package let seesAll: String?
    package let login: String
    package let database: String

    package init(_ row: Row) throws {
      serverMajor = try row.get(at: 0)
      seesAll = try row.getOptional(at: 1)
      login = try row.get(at: 2)
      database = try row.get(at: 3)
    }
  }

  /// What keeps agencies apart and what roles may do, as text to compare: row-level security and policies of
  /// tables, and what is granted on each object to others than its owner.
  package func backupRights() throws -> Query<BackupRights> {
    try query("backup/backup_rights")
  }

  /// A row of sql/engine/backup/backup_rights.sql.
  package struct BackupRights: StatementRow {
    package static let columns = ["kind", "name", "owner", "row_security", "policies", "granted"]
    package let kind: String
    package let name: String
    package let owner: String
    package let rowSecurity: Bool
    package let policies: String?
    package let granted: String?

    package init(_ row: Row) throws {
      kind = try row.get(at: 0)
      name = try row.get(at: 1)
      owner = try row.get(at: 2)
      rowSecurity = try row.get(at: 3)
      policies = try row.getOptional(at: 4)
      granted = try row.getOptional(at: 5)
    }
  }

  /// The roles that a restored copy needs: those with grants, and those whose new objects get rights.
  package func backupRoles() throws -> Query<BackupRoles> {
    try query("backup/backup_roles")
  }

  /// A row of sql/engine/backup/backup_roles.sql.
  package struct BackupRoles: StatementRow {
    package static let columns = ["role"]
    package let role: String

    package init(_ row: Row) throws {
      role = try row.get(at: 0)
    }
  }

  /// How many rows each table holds of each agency, or at all where it belongs to none.
  package func backupRows() throws -> Query<BackupRows> {
    try query("backup/backup_rows")
  }

  /// A row of sql/engine/backup/backup_rows.sql.
  package struct BackupRows: StatementRow {
    package static let columns = ["name", "agency", "stored"]
    package let name: String
    package let agency: Int?
    package let stored: Int

    package init(_ row: Row) throws {
      name = try row.get(at: 0)
      agency = try row.getOptional(at: 1)
      stored = try row.get(at: 2)
    }
  }

  /// The state of the database that pg_dump is to see, the same as this transaction.
  package func backupSnapshot() throws -> Query<BackupSnapshot> {
    try query("backup/backup_snapshot")
  }

  /// A row of sql/engine/backup/backup_snapshot.sql.
  package struct BackupSnapshot: StatementRow {
    package static let columns = ["snapshot"]
    package let snapshot: String

    package init(_ row: Row) throws {
      snapshot = try row.get(at: 0)
    }
  }

  /// Whatever stands in a database that should be empty, the first three of it.
  package func restoreFound() throws -> Query<RestoreFound> {
    try query("backup/restore_found")
  }

  /// A row of sql/engine/backup/restore_found.sql.
  package struct RestoreFound: StatementRow {
    package static let columns = ["name"]
    package let name: String

    package init(_ row: Row) throws {
      name = try row.get(at: 0)
    }
  }

  /// Whether this login may give tables to a role; no row: the role is not on this server.
  package func restoreRole(role: String) throws -> Query<RestoreRole> {
    try query("backup/restore_role", ["role": role.postgresText])
  }

  /// A row of sql/engine/backup/restore_role.sql.
  package struct RestoreRole: StatementRow {
    package static let columns = ["may_own"]
    package let mayOwn: Bool

    package init(_ row: Row) throws {
      mayOwn = try row.get(at: 0)
    }
  }

}
