package import Catalog
import Crypto
import Foundation
package import Postgres

/// What backing up and restoring need to know of a database, and see to.
package struct Backup: Sendable {
  /// The role with which a login can read everything.
  package struct Access: Sendable {
    /// The server's major version.
    package let server: Int
    /// The role that sees the rows of every agency.
    package let role: String
    /// The login itself.
    package let login: String
    /// The name of the database.
    package let database: String
  }

  private let connection: Connection
  private let catalog: Catalog

  /// Of the connection's database.
  package init(connection: Connection, catalog: Catalog) {
    self.connection = connection
    self.catalog = catalog
  }

  /// The role with which the login can read everything. A login that cannot is refused, and so is a database whose rows lie on other nodes.
  package func access() async throws -> Access {
    let statements = Statements(catalog)
    if try await connection.query(statements.schemaExists()).first?.citus == true {
      throw FollowUpError(
        .configuration,
        "the rows of this database lie on several nodes (Citus), of which pg_dump and pg_restore know nothing",
        remedy: "back up each node by itself, with pg_basebackup or what your provider has for it"
      )
    }
    guard let row = try await connection.query(statements.backupAccess()).first, let role = row.seesAll else {
      throw FollowUpError(
        .configuration,
        "this login sees the rows of one agency at a time (row-level security), and a backup is of everything",
        remedy: """
          connect as a superuser or as a login with BYPASSRLS (FOLLOWUP_DATABASE_URL or database.url); \
          psql -v backup=NAME -f deploy/roles.sql makes one that only reads
          """
      )
    }
    return Access(server: row.serverMajor, role: role, login: row.login, database: row.database)
  }

  /// Has `dump` write what the database holds at one moment, and returns what that is.
  /// - Parameter dump: gets the name of the snapshot that shows this moment.
  package func take(_ dump: @Sendable (_ snapshot: String) async throws -> Void) async throws -> BackupContents {
    try await connection.transaction("ISOLATION LEVEL REPEATABLE READ READ ONLY") { connection in
      for row in try connection.query(Statements(catalog).backupSnapshot()) { try await dump(row.snapshot) }
      return try contents(connection)
    }
  }

  /// What the database holds now.
  package func contents() async throws -> BackupContents {
    try await connection.transaction("ISOLATION LEVEL REPEATABLE READ READ ONLY") { try contents($0) }
  }

  private func contents(_ connection: isolated Connection) throws -> BackupContents {
    let statements = Statements(catalog)
    return BackupContents(
      schemaVersion: try connection.query(statements.schemaVersions()).last?.version ?? 0,
      agencies: Dictionary(
        try connection.query(statements.agencies()).map { ($0.agencyID, $0.name) },
        uniquingKeysWith: { first, _ in first }
      ),
      rows: try connection.query(statements.backupRows()).map {
        .init(table: $0.name, agency: $0.agency, rows: $0.stored)
      },
      rights: try connection.query(statements.backupRights()).map { row in
        .init(
          kind: row.kind,
          name: row.name,
          owner: row.owner,
          isRowSecurityForced: row.rowSecurity,
          policies: row.policies,
          granted: row.granted
        )
      },
      roles: try connection.query(statements.backupRoles()).map(\.role)
    )
  }

  /// Refuses what must not be restored here: a schema newer than the program's, a database that holds something, grants to roles that do not
  /// exist.
  /// - Returns: whether each object can be given back to the role that owned it.
  package func checkTarget(_ manifest: BackupManifest, database: String) async throws -> Bool {
    let contents = manifest.contents
    let known = try catalog.schemaVersion
    guard contents.schemaVersion <= known else {
      throw FollowUpError(
        .configuration,
        "the backup's schema is version \(contents.schemaVersion), newer than this program's \(known)",
        remedy: "install followup \(manifest.program) or newer"
      )
    }
    let statements = Statements(catalog)
    let found = try await connection.query(statements.restoreFound()).map(\.name)
    guard found.isEmpty else {
      throw FollowUpError(
        .configuration,
        "the database \(database) is not empty: it holds \(found.joined(separator: ", "))\(found.count == 3 ? " and perhaps more" : "")",
        remedy: "create an empty one (createdb NAME) and name it with --into; nothing was restored"
      )
    }
    var mayOwn: [String: Bool] = [:]
    for role in contents.owners.union(contents.roles) {
      mayOwn[role] = try await connection.query(statements.restoreRole(role: role)).first?.mayOwn
    }
    let missing = contents.roles.filter { mayOwn[$0] == nil }
    guard missing.isEmpty else {
      throw FollowUpError(
        .configuration,
        "the backup grants rights to roles that this server does not have: \(missing.joined(separator: ", "))",
        remedy:
          "create them first: psql -f deploy/roles.sql makes the program's three, CREATE ROLE NAME NOLOGIN any other"
      )
    }
    return contents.owners.allSatisfy { mayOwn[$0] == true }
  }
}
