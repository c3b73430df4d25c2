import Foundation
public import TestServer

/// The databases of older programs: dumps in Tests/FollowUpEngineTests/Fixtures/schemas, one for each version of the schema since 8, which
/// `deploy/dump-schema` writes. Each is a small agency with rows in every table.
public enum OlderDatabase {
  /// The versions there are dumps of, in order.
  public static let versions: [Int] = {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".sql.gz") }
        .compactMap { Int($0.prefix { $0 != "." }) }
        .sorted()
    } catch {
      fatalError("\(folder) cannot be read: \(error)")
    }
  }()

  private static let folder = TestAgency.checkout + "/Tests/FollowUpEngineTests/Fixtures/schemas"

  /// A database of that version.
  public static func make(_ version: Int) async throws -> TestDatabase {
    try TestServer.clone(
      try await TestServer.makeTemplate(name: "older\(version)") { conninfo in
        let file = try temporaryFolder() + "/dump.sql"
        try unpack(folder + (version < 10 ? "/0" : "/") + "\(version).sql.gz", to: file)
        try TestServer.run(file: file, variables: [:], conninfo: conninfo)
      }
    )
  }

  private static func unpack(_ packed: String, to file: String) throws {
    guard FileManager.default.createFile(atPath: file, contents: nil), let output = FileHandle(forWritingAtPath: file)
    else { throw SupportError("\(file) cannot be written") }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", packed]
    process.standardOutput = output
    try process.run()
    process.waitUntilExit()
    try output.close()
    guard process.terminationStatus == 0 else { throw SupportError("\(packed) cannot be unpacked") }
  }
}
