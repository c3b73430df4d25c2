package import Foundation

/// What a backup holds, as FILE.json beside it says: so that it can be seen that the file is whole, and that all of it came back.
package struct BackupManifest: Codable, Sendable, Equatable {
  /// The version of the program that made it.
  package let program: String
  /// The version of the pg_dump that wrote it.
  package let dump: String
  /// When.
  package let takenAt: Date
  /// The name of the database.
  package let database: String
  /// Bytes of the file.
  package let bytes: Int
  /// SHA-256 of the file, in lower-case hexadecimal.
  package let sha256: String
  /// What was in the database.
  package let contents: BackupContents

  /// A manifest of a file that has been written.
  package init(
    program: String,
    dump: String,
    takenAt: Date,
    database: String,
    file: (bytes: Int, sha256: String),
    contents: BackupContents
  ) {
    self.program = program
    self.dump = dump
    self.takenAt = takenAt
    self.database = database
    bytes = file.bytes
    sha256 = file.sha256
    self.contents = contents
  }

  /// The name of the file that says what is in a backup.
  package static func path(of file: String) -> String { file + ".json" }

  /// The one of a backup, after it was seen that the backup is the file that it speaks of. Anything else is bad input.
  package static func read(of file: String) throws -> BackupManifest {
    let path = path(of: file)
    guard FileManager.default.fileExists(atPath: file) else {
      throw FollowUpError(.badData, "\(file) does not exist", remedy: "name a file that followup backup wrote")
    }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw FollowUpError(
        .badData,
        "\(path) cannot be read, which followup backup writes beside the backup",
        remedy: "put it there; without it nobody can tell whether all comes back"
      )
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    let manifest: BackupManifest
    do {
      manifest = try decoder.decode(BackupManifest.self, from: bytes)
    } catch {
      throw FollowUpError(.badData, "\(path) is damaged", remedy: "take it from where the backup was copied from")
    }
    let found = try fileDigest(of: file, remedy: "name a file that followup backup wrote")
    guard found.sha256 == manifest.sha256 else {
      throw FollowUpError(
        .badData,
        "\(file) is damaged: it has \(found.bytes) bytes with the SHA-256 \(found.sha256), not \(manifest.bytes) bytes with \(manifest.sha256)",
        remedy: "copy it anew, or restore another backup; nothing was restored"
      )
    }
    return manifest
  }

  /// The text of FILE.json.
  package func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}

/// What was in a database, or is.
package struct BackupContents: Codable, Sendable, Equatable {
  /// The rows of a table that are one agency's, or all of a table that belongs to none.
  package struct Rows: Codable, Sendable, Equatable {
    package let table: String
    package let agency: Int?
    package let rows: Int
  }

  /// What protects a table or another object, as text.
  package struct Right: Codable, Sendable, Equatable {
    package let kind: String
    package let name: String
    package let owner: String
    package let isRowSecurityForced: Bool
    package let policies: String?
    package let granted: String?
  }

  /// The number of the last migration.
  package let schemaVersion: Int
  /// The names of the agencies, by their ids.
  package let agencies: [Int: String]
  package let rows: [Rows]
  package let rights: [Right]
  /// The roles that grants name.
  package let roles: [String]

  /// How many tables there are.
  package var tableCount: Int { rights.count { $0.kind == "table" } }
  /// How many of them are kept apart by agency.
  package var protectedCount: Int { rights.count { $0.isRowSecurityForced && $0.policies != nil } }
  /// How many objects have something granted on them.
  package var grantedCount: Int { rights.count { $0.granted != nil } }
  /// All rows.
  package var rowCount: Int { rows.reduce(0) { $0 + $1.rows } }
  /// Whom all this belongs to.
  package var owners: Set<String> { Set(rights.map(\.owner)) }
}

extension BackupContents {
  /// In what a restored database differs from these, a line each; none: all came back.
  package func differences(to restored: BackupContents) -> [String] {
    var lines: [String] = []
    if restored.schemaVersion != schemaVersion {
      lines.append("schema: version \(restored.schemaVersion), not \(schemaVersion)")
    }
    if restored.agencies != agencies { lines.append("agencies: \(restored.names), not \(names)") }
    let (wanted, got) = (counts, restored.counts)
    for place in Set(wanted.keys).union(got.keys).sorted() where wanted[place] != got[place] {
      lines.append("rows of \(place): \(got[place] ?? 0), not \(wanted[place] ?? 0)")
    }
    let (had, has) = (rightsByName, restored.rightsByName)
    for name in Set(had.keys).union(has.keys).sorted() {
      guard let before = had[name] else {
        lines.append("\(name): it was not in the backup")
        continue
      }
      guard let now = has[name] else {
        lines.append("\(name): it is missing")
        continue
      }
      if before.isRowSecurityForced != now.isRowSecurityForced || before.policies != now.policies {
        lines.append(
          "row-level security of \(name): \(now.protection), not \(before.protection)"
        )
      }
      if before.granted != now.granted {
        lines.append("rights to \(name): \(now.granted ?? "none"), not \(before.granted ?? "none")")
      }
    }
    return lines
  }

  private var names: String { agencies.sorted { $0.key < $1.key }.map(\.value).joined(separator: ", ") }

  private var counts: [String: Int] {
    Dictionary(
      rows.map { row in (row.agency.map { "\(row.table), agency \($0)" } ?? row.table, row.rows) },
      uniquingKeysWith: +
    )
  }

  private var rightsByName: [String: Right] {
    Dictionary(rights.map { ("\($0.kind) \($0.name)", $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension BackupContents.Right {
  /// How its rows are kept apart.
  fileprivate var protection: String { "\(isRowSecurityForced ? "forced" : "not forced"), \(policies ?? "no policy")" }
}
