import Crypto
import Foundation
import TestServer
import TestSupport
import Testing

@Suite("The signed manifest of a run, and verify")
struct VerifyTests {
  private typealias Site = NightTests.Site

  private static let folder = "out/2026-11-20"

  /// An agency whose night was run; without a way to send, so that the same night can be repeated.
  private func site() async throws -> Site {
    let site = try await Site.make([:])
    try site.expect(0, ["run", "nightly", "--out", "out"] + NightTests.morning)
    return site
  }

  private func change(_ name: String, _ site: Site, _ change: (String) -> String) throws {
    let path = "\(site.program.folder)/\(Self.folder)/\(name)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try change(text).write(toFile: path, atomically: false, encoding: .utf8)
  }

  @Test(
    "A night leaves a signed manifest of its files; verify finds all as written, and the same night would write the same"
  )
  func whole() async throws {
    let site = try await site()
    let path = "\(site.program.folder)/\(Self.folder)/nightly.manifest.json"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let manifest = try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    let key = try site.expect(0, "verify", "--public-key").output.trimmingCharacters(in: .newlines)

    let here = try site.expect(0, "verify", Self.folder)
    let there = try Program(folder: site.program.folder, environment: ["FOLLOWUP_DATABASE_URL": "host=/nowhere"])
      .run("verify", Self.folder, "--key", key)

    let snapshot = try #require(manifest["snapshot"] as? [String: Any])
    #expect(snapshot["imports"] as? [Int] == [1])
    #expect((snapshot["rules"] as? [String: String])?.count == 20)
    let files = try #require(manifest["files"] as? [[String: Any]])
    let written = try site.contents(of: Self.folder).keys.filter { !$0.contains("manifest.json") }
    #expect(files.compactMap { $0["name"] as? String } == written.sorted())
    #expect((manifest["counts"] as? [String: Int])?["files"] == files.count)
    #expect(here.output.contains("every file is what was written"))
    #expect(here.output.contains("signed by the agency's key"))
    #expect(here.output.contains("the same run would write the same \(files.count) files now"))
    #expect(there.status == 0 && there.output.contains("signed by the agency's key"), "\(there)")

    // What anybody else's program makes of it.
    let signature = try String(contentsOfFile: path + ".sig", encoding: .utf8).split(separator: "\n")
    let value = try #require(signature.first { $0.hasPrefix("signature: ") }?.dropFirst("signature: ".count))
    let publicKey = try Curve25519.Signing.PublicKey(rawRepresentation: try #require(Data(base64Encoded: key)))
    #expect(publicKey.isValidSignature(try #require(Data(base64Encoded: String(value))), for: bytes))
  }

  @Test("A file that was changed or is missing, a manifest that was changed, and another's signature are named, with 1")
  func broken() async throws {
    let site = try await site()
    let other = try await self.site()
    let key = try other.expect(0, "verify", "--public-key").output.trimmingCharacters(in: .newlines)

    let foreign = try site.expect(1, "verify", Self.folder, "--key", key)
    try change("overdue.csv", site) { $0 + "one more\n" }
    try FileManager.default.removeItem(atPath: "\(site.program.folder)/\(Self.folder)/breaches.csv")
    let files = try site.expect(1, "verify", Self.folder, "--files-only")
    try change("nightly.manifest.json", site) { $0.replacing("\"nightly\"", with: "\"nightly\" ") }
    let manifest = try site.expect(1, "verify", Self.folder, "--files-only")
    let nothing = try site.expect(65, "verify", "data")

    #expect(foreign.output.contains("is signed by another key"))
    #expect(files.output.contains("overdue.csv is not what was written"))
    #expect(files.output.contains("breaches.csv is missing"))
    #expect(!files.output.contains("follow_ups.csv"))
    #expect(manifest.output.contains("the manifest is not what was signed"))
    #expect(nothing.errors.contains("data holds no manifest of a run"))
  }

  @Test("Where the data has changed, verify names the files that would be others, and what changed, with 3")
  func changed() async throws {
    let site = try await site()
    let words = ["--actor", "recruiter:r1", "--party", "candidate:c1", "--channel", "call", "--purpose", "other"]
    try site.expect(0, ["log"] + words + NightTests.morning)
    try site.expect(0, "agency", "policy", "reference_thanks.due_bd=2")
    try site.expect(0, ["plan"] + NightTests.morning)

    let told = try site.expect(3, "verify", Self.folder)

    #expect(told.output.contains("every file is what was written"))
    #expect(told.output.contains("the same run would write"))
    #expect(told.output.contains("since then touches were recorded or taken back"))
    #expect(told.output.contains("since then the policy was changed"))
  }

  @Test("A run that is done again has no manifest while it is under way, and a new one at its end")
  func again() async throws {
    let site = try await site()
    let manifest = "\(site.program.folder)/\(Self.folder)/nightly.manifest.json"
    let gate = try await Gate(conninfo: site.database.conninfo, at: .end(of: "report breaches"))

    let (process, _) = try site.start(
      ["run", "nightly", "--from", "report overdue", "--out", "out"] + NightTests.morning
    )
    try await gate.waitUntilReached()
    let during = FileManager.default.fileExists(atPath: manifest)
    try await gate.open()
    process.waitUntilExit()

    #expect(!during)
    #expect(process.terminationStatus == 0)
    try site.expect(0, "verify", Self.folder)
  }
}
