import ArgumentParser
import FollowUpEngine
import Foundation
import LocalPostgres
import Postgres
import Tabular

struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Writes the whole database, all agencies, into a file that followup restore and pg_restore read.",
    discussion: """
      The file appears whole or not at all, only its owner may read it, and it never replaces another. FILE.json beside it says what it holds. \
      The login must see the rows of every agency: a superuser, or one with BYPASSRLS as deploy/roles.sql makes it with -v backup=NAME. \
      Logins and their passwords belong to the server, and are not in it.
      """
  )

  @Argument(help: ArgumentHelp("The file to write, such as followup-2026-11-20.dump.", valueName: "file"))
  var file: String

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    let file = file
    let lines = try await Interruption.guarding { try await Self.write(file, bootstrap) }
    for line in lines { try say(line) }
  }

  private static func write(_ file: String, _ bootstrap: Bootstrap) async throws -> [String] {
    let manifestPath = BackupManifest.path(of: file)
    for path in [file, manifestPath] where FileManager.default.fileExists(atPath: path) {
      throw FollowUpError(.output, "\(path) exists already", remedy: "name another file: a backup never replaces one")
    }
    let (connection, access) = try await bootstrap.connectToAll(into: nil)
    guard try await Migrator(connection: connection, catalog: bootstrap.catalog).check().from > 0 else {
      throw FollowUpError(
        .configuration,
        "the database \(access.database) holds nothing of followup",
        remedy: "name the right one with database.url or PGDATABASE"
      )
    }
    let programs = try ClientPrograms.find(environment: bootstrap.environment, server: access.server)
    let environment = try await connection.programEnvironment()
    let draft = try DraftFile(for: file)
    defer { draft.remove() }
    let path = draft.path
    let contents = try await Backup(connection: connection, catalog: bootstrap.catalog).take { snapshot in
      let words = [
        "--format=custom", "--no-password", "--role=\(access.role)", "--snapshot=\(snapshot)", "--file=\(path)",
      ]
      let output = try await programs.run("pg_dump", words, environment: environment)
      try Task.checkCancellation()
      guard output.status == 0 else { throw failure(of: output, file: file) }
    }
    await connection.close()
    let list = try await programs.run("pg_restore", ["--list", path], environment: [:])
    try Task.checkCancellation()
    guard list.status == 0 else {
      throw FollowUpError(.failed, "pg_restore cannot read what pg_dump wrote:\n\(list.standardError)")
    }
    let manifest = BackupManifest(
      program: programVersion,
      dump: programs.version,
      takenAt: Date(),
      database: access.database,
      file: try fileDigest(of: path, remedy: "name a file that followup backup wrote"),
      contents: contents
    )
    // First what it should be, then the file: where this stands, both do.
    let sidecar = try AtomicFile(path: manifestPath, followingLinks: false)
    try sidecar.write(try manifest.text())
    try sidecar.commit()
    do {
      try draft.putInPlace()
    } catch {
      unlink(manifestPath)
      throw error
    }
    return [
      "Wrote \(file): \(manifest.bytes) bytes, schema version \(contents.schemaVersion), agencies: \(contents.agencies.count), "
        + "tables: \(contents.tableCount), rows: \(contents.rowCount).",
      "pg_restore reads it. \(manifestPath) holds its SHA-256 and the rows of each table and agency; keep the two together.",
    ]
  }

  /// Why pg_dump failed: an output that could not be written, or what it says.
  private static func failure(of output: Command.Output, file: String) -> FollowUpError {
    let said = output.standardError.trimmingCharacters(in: .whitespacesAndNewlines)
    if said.contains("No space left on device") || said.contains("could not write")
      || said.contains("could not open output")
    {
      return FollowUpError(
        .output,
        "\(file) cannot be written: \(said)",
        remedy: "free some disk space, or name another folder"
      )
    }
    return FollowUpError(
      .failed,
      "pg_dump failed: \(said)",
      remedy: "nothing was written; correct what it says and try again"
    )
  }
}

/// A file under a hidden name beside the one that it is to become.
private struct DraftFile {
  /// Where it is now, from the root: other programs run in other folders.
  let path: String
  private let file: String

  /// An empty one that only its owner may read.
  init(for file: String) throws {
    let place = URL(fileURLWithPath: file).standardizedFileURL
    let name = ".\(place.lastPathComponent).\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
    path = place.deletingLastPathComponent().path + "/" + name
    self.file = file
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.refused(file) }
    close(descriptor)
  }

  /// Makes its bytes durable and gives it its name.
  func putInPlace() throws {
    guard Self.sync(path), rename(path, file) == 0, Self.sync((path as NSString).deletingLastPathComponent) else {
      throw Self.refused(file)
    }
  }

  /// Whether a file or folder is durable; `errno` says why not.
  private static func sync(_ place: String) -> Bool {
    let descriptor = open(place, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    // EINVAL: a file system that cannot sync folders, and needs none.
    let isDurable = fsync(descriptor) == 0 || errno == EINVAL
    let reason = errno
    close(descriptor)
    errno = reason
    return isDurable
  }

  /// Takes it away, if it still has its hidden name.
  func remove() { unlink(path) }

  private static func refused(_ file: String) -> FollowUpError {
    FollowUpError(
      .output,
      "\(file) cannot be written: \(String(cString: strerror(errno)))",
      remedy: "name a file in a folder that exists and that you may write to"
    )
  }
}
