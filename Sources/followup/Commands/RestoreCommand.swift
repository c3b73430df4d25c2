import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation
import LocalPostgres
import Postgres

struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Restores a backup into an empty database, and compares what came back with what it should be.",
    discussion: """
      The database must exist and be empty, and its server must have the roles that the backup names (deploy/roles.sql). Without --into it is the \
      configured one. The login must see the rows of every agency, as for followup backup, and may create tables: an administrator's.
      """
  )

  @Argument(help: ArgumentHelp("A file that followup backup wrote, with FILE.json beside it.", valueName: "file"))
  var file: String

  @Option(
    help: ArgumentHelp(
      "The empty database: a libpq URL or connection string without a password, which belongs in PGPASSWORD or in a password file.",
      valueName: "database-url"
    )
  )
  var into: String?

  @Option(help: "How many tables and indexes at a time. With 1, the default, a restore that fails leaves nothing.")
  var jobs = 1

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard (1...64).contains(jobs) else { throw ValidationError("--jobs must be from 1 to 64, not \(jobs)") }
    if let into, Connection.Settings.holdsPassword(into) {
      throw ValidationError(
        "--into holds a password, which everybody on this machine can see; put it into PGPASSWORD or ~/.pgpass, or the URL into FOLLOWUP_DATABASE_URL"
      )
    }
  }

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    let (file, into, jobs) = (file, into, jobs)
    let differences = try await Interruption.guarding { try await Self.restore(file, into, jobs, bootstrap) }
    guard differences.isEmpty else {
      for line in differences { mention("followup: \(line)") }
      throw FollowUpError(
        .failed,
        "what came back is not what the backup holds (\(differences.count) differences, named above)",
        remedy: "do not use this database; drop it, and restore into a new one"
      )
    }
    try say("All came back as it was.")
  }

  /// - Returns: in what the restored database differs from the backup.
  private static func restore(
    _ file: String,
    _ into: String?,
    _ jobs: Int,
    _ bootstrap: Bootstrap
  ) async throws -> [String] {
    let manifest = try BackupManifest.read(of: file)
    let (connection, access) = try await bootstrap.connectToAll(into: into)
    let backup = Backup(connection: connection, catalog: bootstrap.catalog)
    let keepsOwners = try await backup.checkTarget(manifest, database: access.database)
    let programs = try ClientPrograms.find(environment: bootstrap.environment, server: access.server)
    let path = URL(fileURLWithPath: file).standardizedFileURL.path
    let list = try await programs.run("pg_restore", ["--list", path], environment: [:])
    try Task.checkCancellation()
    guard list.status == 0 else {
      throw FollowUpError(
        .badData,
        "pg_restore \(programs.version) cannot read \(file), though its SHA-256 fits: \(list.standardError)",
        remedy:
          "pg_dump \(manifest.dump) wrote it: install PostgreSQL's clients of that version or newer (FOLLOWUP_PG_BIN)"
      )
    }
    try say("\(file): SHA-256 as in \(BackupManifest.path(of: file)), and pg_restore reads it.")

    var words = ["--exit-on-error", "--no-password", "--dbname=\(quoted(access.database))"]
    words += jobs > 1 ? ["--jobs=\(jobs)"] : ["--single-transaction"]
    if !keepsOwners { words.append("--no-owner") }
    let environment = try await connection.programEnvironment()
    let output = try await programs.run("pg_restore", words + [path], environment: environment)
    try Task.checkCancellation()
    guard output.status == 0 else {
      let said = output.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
      throw FollowUpError(
        .failed,
        "pg_restore failed: \(said)",
        remedy: jobs > 1
          ? "part of it was restored: drop the database \(access.database), correct what it says, and try again with a new one"
          : "nothing was restored; correct what it says and try again"
      )
    }
    let restored = try await backup.contents()
    await connection.close()
    let wanted = manifest.contents
    let differences = wanted.differences(to: restored)
    for line in try compared(wanted, access, keepsOwners, try bootstrap.catalog.schemaVersion) { try say(line) }
    return differences
  }

  /// What was compared, a line each.
  private static func compared(
    _ wanted: BackupContents,
    _ access: Backup.Access,
    _ keepsOwners: Bool,
    _ known: Int
  ) throws -> [String] {
    let older = wanted.schemaVersion < known ? "; this program's is \(known): run followup migrate there" : ""
    return [
      "Restored into the database \(access.database). Compared with the backup:",
      "  rows: \(wanted.rowCount) in \(wanted.tableCount) tables, for each table and agency (\(wanted.agencies.count))",
      "  schema: version \(wanted.schemaVersion)\(older)",
      "  row-level security: forced, with its policies, on \(wanted.protectedCount) tables",
      "  rights: what is granted to \(wanted.roles.joined(separator: ", ")), on \(wanted.grantedCount) objects",
      keepsOwners
        ? "  owners: \(wanted.owners.sorted().joined(separator: ", ")), as before"
        : "  owners: not compared; all belongs to \(access.login), who may not act for \(wanted.owners.sorted().joined(separator: ", ")) here. "
          + "psql -f deploy/roles.sql gives it to followup_owner",
    ]
  }

  /// The name of a database as a connection string: pg_restore takes one that holds = for such a string.
  private static func quoted(_ database: String) -> String {
    "dbname='" + database.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
