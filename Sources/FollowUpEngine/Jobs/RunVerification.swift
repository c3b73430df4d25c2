public import Catalog
public import Foundation
import Logging
import Tabular

/// What became of the files of a run since they were written, and what the same run would write now.
public struct RunVerification: Sendable {
  /// A manifest that lies in a folder.
  public struct Found: Sendable {
    /// The manifest's own file.
    public let path: String
    /// What it says.
    public let manifest: RunManifest
    /// Whose signature it bears; nil: it is not signed, or not by that key.
    public let signer: Data?
    /// What is wrong: the signature, and each file that is missing or is not what was written.
    public let faults: [String]
  }

  /// The manifests of a folder, each compared with its signature and its files.
  ///
  /// - Throws: kind `badData` when there is none, or one cannot be read.
  public static func look(in folder: String) throws -> [Found] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".manifest.json") }
        .sorted()
    } catch {
      throw FollowUpError(
        .badData,
        "\(folder) cannot be read: \(error.localizedDescription)",
        remedy: "name the folder of a date"
      )
    }
    guard !names.isEmpty else {
      throw FollowUpError(
        .badData,
        "\(folder) holds no manifest of a run",
        remedy:
          "name the folder of a date, such as followup-output/2026-11-20; a manifest is there once a run has ended"
      )
    }
    return try names.map { try look(at: "\(folder)/\($0)", in: folder) }
  }

  private static func look(at path: String, in folder: String) throws -> Found {
    let bytes = try contents(of: path)
    let manifest: RunManifest
    do {
      manifest = try RunManifest(bytes)
    } catch {
      throw FollowUpError(
        .badData,
        "\(path) is not a manifest of a run: \(error)",
        remedy: "restore it, or run the job again"
      )
    }
    var faults: [String] = []
    var signer: Data?
    let file = RunManifest.signature(of: path)
    if FileManager.default.fileExists(atPath: file) {
      let signature = ManifestSignature(text: String(decoding: try contents(of: file), as: UTF8.self))
      if let signature, signature.isOf(bytes) {
        signer = signature.publicKey
      } else {
        faults.append("the manifest is not what was signed")
      }
    }
    for file in manifest.files {
      let place = "\(folder)/\(file.name)"
      guard FileManager.default.fileExists(atPath: place) else {
        faults.append("\(file.name) is missing")
        continue
      }
      let digest = try fileDigest(of: place).sha256
      if digest != file.sha256 { faults.append("\(file.name) is not what was written") }
    }
    return Found(path: path, manifest: manifest, signer: signer, faults: faults)
  }

  private static func contents(of path: String) throws -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw FollowUpError(.badData, "\(path) cannot be read: \(error.localizedDescription)")
    }
  }

  /// What the same run would write now.
  public struct Rerun: Sendable {
    /// Files that would not be the same, or that would not be written.
    public let differing: [String]
    /// Files that would be the same.
    public let same: Int
    /// What has changed since that decides the content of files, each in words.
    public let changes: [String]
  }

  /// Writes the files of a run again, into a folder that is taken away afterwards, and compares them with the manifest. Nothing is sent or stored.
  ///
  /// - Parameters:
  ///   - session: only reads.
  ///   - job: as it is now.
  public static func rerun(_ manifest: RunManifest, _ job: Job, _ session: AgencySession) async throws -> Rerun {
    guard let moment = manifest.moment else {
      throw FollowUpError(.badData, "the manifest's as_of is not a time: \(manifest.asOf)")
    }
    let session = session.at(moment)
    let folder = NSTemporaryDirectory() + "followup-verify-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    defer {
      do {
        try FileManager.default.removeItem(atPath: folder)
      } catch {
        session.logger.warning("\(folder) is left: \(error.localizedDescription)")
      }
    }
    let steps = JobSteps(folder: folder, mailing: nil)
    var written: [String: String] = [:]
    for step in job.steps {
      for file in try await steps.write(step, of: job, session, manifest.businessDate).files {
        written[file.name] = file.sha256
      }
    }
    let differing = manifest.files.filter { written[$0.name] != $0.sha256 }.map(\.name)
    let now = try await RunManifest.snapshot(session)
    return Rerun(
      differing: differing,
      same: manifest.files.count - differing.count,
      changes: changes(from: manifest.snapshot, to: now) + schema(manifest, try session.catalog.schemaVersion)
    )
  }

  private static func schema(_ manifest: RunManifest, _ version: Int) -> [String] {
    manifest.schema == version ? [] : ["the schema is of version \(version), and was of version \(manifest.schema)"]
  }

  private static func changes(from before: RunManifest.Snapshot, to now: RunManifest.Snapshot) -> [String] {
    var changes: [String] = []
    let imports = Set(now.imports).subtracting(before.imports).filter { $0 > (before.imports.first ?? 0) }.sorted()
    if !imports.isEmpty {
      let ids = imports.map(String.init).joined(separator: ", ")
      changes.append(imports.count == 1 ? "import \(ids) came after it" : "imports \(ids) came after it")
    }
    if now.lastTouch != before.lastTouch { changes.append("touches were recorded or taken back") }
    if now.policy != before.policy { changes.append("the policy was changed") }
    let rules = Set(now.rules.keys).union(before.rules.keys).filter { now.rules[$0] != before.rules[$0] }.sorted()
    if !rules.isEmpty { changes.append("rules were changed: \(rules.joined(separator: ", "))") }
    return changes
  }
}
