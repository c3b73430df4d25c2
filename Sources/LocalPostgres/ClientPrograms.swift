import Foundation

/// PostgreSQL's pg_dump and pg_restore, and their version. They come with PostgreSQL's clients, and need no server on this machine.
package struct ClientPrograms: Sendable {
  /// Their folder.
  package let folder: String
  /// Their version, such as 15.20.
  package let version: String

  /// Looks where ``ServerBinaries`` looks: in $FOLLOWUP_PG_BIN (and then nowhere else), `pg_config --bindir`, the packages' folders, the search
  /// path.
  ///
  /// - Parameter server: the server's major version. Older programs cannot read it; those of the same version are preferred to newer ones.
  package static func find(environment: [String: String], server: Int) throws -> ClientPrograms {
    let named = environment["FOLLOWUP_PG_BIN"].flatMap { $0.isEmpty ? nil : $0 }
    let folders = try named.map { [$0] } ?? ServerBinaries.candidates(environment: environment)
    var found: [(programs: ClientPrograms, major: Int)] = []
    for folder in folders {
      guard let programs = try probe(folder) else { continue }
      if programs.major == server { return programs.programs }
      found.append(programs)
    }
    let remedy = """
      install PostgreSQL's clients of version \(server) or newer (Debian and Ubuntu: apt-get install postgresql-client), or name the folder \
      of pg_dump and pg_restore in FOLLOWUP_PG_BIN
      """
    if let newer = found.first(where: { $0.major > server }) { return newer.programs }
    if let older = found.first?.programs {
      throw LocalPostgresError(
        .missingServer,
        "pg_dump and pg_restore are of version \(older.version), and the server is of version \(server)",
        where: older.folder,
        remedy: remedy
      )
    }
    throw LocalPostgresError(
      .missingServer,
      named == nil
        ? "pg_dump and pg_restore are not installed" : "FOLLOWUP_PG_BIN names a folder without pg_dump and pg_restore",
      where: named,
      remedy: remedy
    )
  }

  /// Runs one of them to its end; when the task is cancelled, it is told to end.
  /// - Parameter environment: all that it gets to know of where to connect, a password too: arguments can be seen by every user.
  package func run(
    _ program: String,
    _ arguments: [String],
    environment: [String: String]
  ) async throws -> Command.Output {
    try await Command(folder + "/" + program, arguments, environment: environment).runUntilCancelled()
  }

  private static func probe(_ folder: String) throws -> (programs: ClientPrograms, major: Int)? {
    guard ["pg_dump", "pg_restore"].allSatisfy({ Files.isExecutable(folder + "/" + $0) }) else { return nil }
    let output = try Command(folder + "/pg_dump", ["--version"]).run()
    guard output.status == 0, let version = ServerBinaries.version(in: output.standardOutput) else { return nil }
    return (ClientPrograms(folder: folder, version: version.text), version.major)
  }
}
