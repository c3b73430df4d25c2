import Catalog
import Crypto
public import Foundation
import Postgres
public import Tabular

/// What a run of a job wrote and what it was made from, as it is signed: `JOB.manifest.json` in the folder of the date.
///
/// Two runs from the same data have the same manifest.
public struct RunManifest: Codable, Sendable, Equatable {
  /// What decided the content of the files.
  public struct Snapshot: Codable, Sendable, Equatable {
    /// The ids of the last imports, the latest first, fifty at most.
    public let imports: [Int]
    /// The id of the last touch; 0: there is none.
    public let lastTouch: Int
    /// SHA-256 of all that the agency's policy sets, in lower-case hexadecimal.
    public let policy: String
    /// The digest of each rule that was planned with, by name.
    public let rules: [String: String]
  }

  /// How much there is.
  public struct Counts: Codable, Sendable, Equatable {
    /// Files.
    public let files: Int
    /// Their rows.
    public let rows: Int
    /// Their bytes.
    public let bytes: Int
  }

  /// The agency.
  public let agency: String
  /// The job.
  public let job: String
  /// The agency's local date that the run is for.
  public let businessDate: String
  /// The moment that every decision used, ISO 8601 in UTC.
  public let asOf: String
  /// The version of the schema.
  public let schema: Int
  /// What decided the content of the files.
  public let snapshot: Snapshot
  /// How much there is.
  public let counts: Counts
  /// The files, by name, from the manifest's own folder.
  public let files: [Manifest.File]

  /// The moment that every decision used; nil: it cannot be read.
  public var moment: Date? { Tabular.moment(asOf) }

  /// What stands in the folder: the manifest's own file name.
  public static func name(of job: String) -> String { "\(job).manifest.json" }

  /// The file of a manifest's signature.
  public static func signature(of manifest: String) -> String { "\(manifest).sig" }

  /// A manifest as it was written.
  public init(_ bytes: Data) throws { self = try JSONDecoder().decode(RunManifest.self, from: bytes) }

  init(
    agency: String,
    job: String,
    businessDate: String,
    asOf: Date,
    schema: Int,
    snapshot: Snapshot,
    files: [Manifest.File]
  ) {
    self.agency = agency
    self.job = job
    self.businessDate = businessDate
    self.asOf = asOf.formatted(.iso8601)
    self.schema = schema
    self.snapshot = snapshot
    counts = Counts(
      files: files.count,
      rows: files.reduce(0) { $0 + $1.rows },
      bytes: files.reduce(0) { $0 + $1.bytes }
    )
    self.files = files.sorted { $0.name < $1.name }
  }

  private var bytes: Data {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return try encoder.encode(self) + Data("\n".utf8)
    }
  }

  /// Writes the manifest and its signature into the folder; the signature first is taken away, so that it never stands beside another manifest.
  func write(to folder: String, signer: ManifestSigner?) throws {
    let path = "\(folder)/\(Self.name(of: job))"
    try Self.remove(job: job, from: folder)
    let bytes = try bytes
    let file = try AtomicFile(path: path, followingLinks: false)
    try file.write(String(decoding: bytes, as: UTF8.self))
    try file.commit()
    guard let signer else { return }
    let signature = try AtomicFile(path: Self.signature(of: path), followingLinks: false)
    try signature.write(try signer.sign(bytes).text)
    try signature.commit()
  }

  /// Takes away what an earlier run left: where a manifest stands, the run's files are complete.
  static func remove(job: String, from folder: String) throws {
    let path = "\(folder)/\(name(of: job))"
    for stale in [signature(of: path), path] where unlink(stale) != 0 && errno != ENOENT && errno != ENOTDIR {
      throw FollowUpError(
        .output,
        "\(stale) of the previous run cannot be removed: \(String(cString: strerror(errno)))",
        remedy: "see output.folder in followup.yaml, or give --out"
      )
    }
  }
}

extension RunManifest {
  /// The manifest of what a run has written so far; nil: it has written nothing.
  static func read(_ session: AgencySession, run: Int, job: String, businessDate: String) async throws -> RunManifest? {
    let (written, facts) = (try session.statements.runFiles(run: run), try session.statements.runSnapshot())
    let schema = try session.catalog.schemaVersion
    return try await session.transaction { connection in
      var manifest = Manifest()
      for row in try connection.query(written) {
        manifest.add(file: row.name, rows: row.rows, bytes: row.bytes, sha256: row.sha256)
      }
      let files = manifest.files
      guard !files.isEmpty, let row = try connection.query(facts).first else { return nil }
      return RunManifest(
        agency: session.agency.name,
        job: job,
        businessDate: businessDate,
        asOf: session.asOf,
        schema: schema,
        snapshot: try Snapshot(row),
        files: files
      )
    }
  }

  /// What decides the content of files now.
  static func snapshot(_ session: AgencySession) async throws -> Snapshot {
    let facts = try session.statements.runSnapshot()
    return try await session.transaction { connection in
      guard let row = try connection.query(facts).first else {
        throw FollowUpError(.failed, "run_snapshot returned no row")
      }
      return try Snapshot(row)
    }
  }
}

extension RunManifest.Snapshot {
  fileprivate init(_ row: Statements.RunSnapshot) throws {
    imports = try JSONDecoder().decode([Int].self, from: Data(row.imports.utf8))
    lastTouch = row.lastTouch
    policy = row.policy
    rules = try JSONDecoder().decode([String: String].self, from: Data(row.rules.utf8))
  }
}

/// A signature of a manifest, with the key that made it (Ed25519, RFC 8032).
public struct ManifestSignature: Sendable, Equatable {
  /// The public key, 32 bytes.
  public let publicKey: Data
  /// The signature, 64 bytes.
  public let signature: Data

  /// A signature file as it was written; nil: it is not one.
  public init?(text: String) {
    var values: [String: Data] = [:]
    for line in text.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      values[String(line[..<colon])] = Data(base64Encoded: value)
    }
    guard let key = values["public-key"], let signature = values["signature"] else { return nil }
    (publicKey, self.signature) = (key, signature)
  }

  init(publicKey: Data, signature: Data) {
    (self.publicKey, self.signature) = (publicKey, signature)
  }

  var text: String {
    "algorithm: Ed25519\npublic-key: \(publicKey.base64EncodedString())\nsignature: \(signature.base64EncodedString())\n"
  }

  /// Whether it is the key's signature of these bytes.
  public func isOf(_ bytes: Data) -> Bool {
    do {
      return try Curve25519.Signing.PublicKey(rawRepresentation: publicKey).isValidSignature(signature, for: bytes)
    } catch {
      // Not a key: nothing is signed by it.
      return false
    }
  }
}

/// Signs the manifests of an agency, with a key that follows from the agency's secret in the database.
public struct ManifestSigner: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  init(secret: [UInt8]) throws {
    // One secret, one key for each use (HKDF, RFC 5869).
    let seed = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: secret),
      info: Data("followup manifest 1".utf8),
      outputByteCount: 32
    )
    key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed.withUnsafeBytes { Data($0) })
  }

  /// The signer of a session's agency; nil: this role may not sign, or nothing signs yet and this session only reads.
  public static func open(_ session: AgencySession) async throws -> ManifestSigner? {
    try await AgencySecret.open(session, without: "this role may not sign: the manifest comes without a signature")
      .map { try ManifestSigner(secret: $0) }
  }

  /// The public key, 32 bytes.
  public var publicKey: Data { key.publicKey.rawRepresentation }

  func sign(_ bytes: Data) throws -> ManifestSignature {
    ManifestSignature(publicKey: publicKey, signature: try key.signature(for: bytes))
  }
}
