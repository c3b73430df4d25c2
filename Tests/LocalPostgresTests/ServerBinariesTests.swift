import Foundation
import Glibc
import Testing

@testable import LocalPostgres

@Suite("Which PostgreSQL is used")
struct ServerBinariesTests {
  /// A folder with programs that only know their version.
  private func programs(_ version: String) throws -> String {
    let folder = Scratch.newFolder()
    try Files.makeFolder(folder, mode: 0o755)
    for name in ["postgres", "initdb", "psql"] {
      let text = "#!/bin/sh\necho \"\(name) (PostgreSQL) \(version)\"\n"
      try Files.write(text, to: folder + "/" + name, mode: 0o755)
    }
    return folder
  }

  @Test(arguments: [
    ("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)\n", "15.20", 15), ("postgres (PostgreSQL) 17.2", "17.2", 17),
    ("postgres (PostgreSQL) 18beta1", "18beta1", 18), ("postgres (PostgreSQL) 9.6.24", "9.6.24", 9),
  ])
  func readsVersions(line: String, text: String, major: Int) throws {
    let version = try #require(ServerBinaries.version(in: line))
    #expect(version.text == text)
    #expect(version.major == major)
  }

  @Test func anOldServerIsRefusedByName() throws {
    let old = try programs("14.9")
    defer { #expect(throws: Never.self) { try Files.remove(old) } }
    let error = try #require(refusal { _ = try ServerBinaries.find(environment: ["FOLLOWUP_PG_BIN": old]) })
    #expect(error.kind == .missingServer)
    #expect(error.what.contains("14.9"))
    #expect(error.remedy.contains("apt-get install postgresql"))
  }

  @Test func aFolderWithoutServerIsRefused() throws {
    let error = try #require(
      refusal { _ = try ServerBinaries.find(environment: ["FOLLOWUP_PG_BIN": "/usr/share"]) }
    )
    #expect(error.kind == .missingServer)
    #expect(error.where == "/usr/share")
  }

  @Test func theServerThatMadeTheDataIsPreferred() throws {
    let newer = try programs("99.1")
    defer { #expect(throws: Never.self) { try Files.remove(newer) } }
    let installed = try ServerBinaries.find(environment: ["PATH": "/usr/bin"])
    let config = "#!/bin/sh\necho \(newer)\n"
    try Files.write(config, to: newer + "/pg_config", mode: 0o755)
    let environment = ["PATH": newer + ":/usr/bin"]
    #expect(try ServerBinaries.find(environment: environment).version == "99.1")
    #expect(try ServerBinaries.find(environment: environment, major: installed.major).version == installed.version)
  }

  @Test func dataOfAnotherVersionIsRefusedWithBoth() throws {
    // Given a cluster, and a server of another version
    let scratch = try Scratch()
    let running = try scratch.cluster.start()
    #expect(try scratch.cluster.stop())
    let newer = try programs("99.1")
    defer { #expect(throws: Never.self) { try Files.remove(newer) } }
    let cluster = try LocalCluster(
      folder: scratch.folder,
      settings: Scratch.fast,
      environment: ["FOLLOWUP_PG_BIN": newer]
    )
    let error = try #require(refusal { _ = try cluster.start() })
    #expect(error.kind == .otherVersion)
    #expect(error.what.contains("99.1"))
    #expect(error.what.contains("PostgreSQL \(running.serverVersion.prefix { $0 != "." })"))
    #expect(error.remedy.contains("pg_dumpall"))
  }

  @Test(arguments: [
    ("could not write to file \"base/1\": No space left on device", LocalPostgresError.Kind.diskFull, "disk space"),
    ("could not create directory: Permission denied", .permission, "writable"), ("something else", .failed, "PGHOST"),
  ])
  func troubleHasARemedy(output: String, kind: LocalPostgresError.Kind, remedy: String) {
    let error = LocalPostgresError.reported("could not write it", output: output + "\n", place: "/srv/x")
    #expect(error.kind == kind)
    #expect(error.description == "/srv/x: could not write it; \(error.remedy)\n  \(output)")
    #expect(error.remedy.contains(remedy))
  }

  @Test func settingsCannotSmuggleInOthers() {
    #expect(refusal { _ = try LocalCluster(settings: ["port": "1\nlisten_addresses = '*'"]) } != nil)
    #expect(refusal { _ = try LocalCluster(settings: ["port = 1 #": ""]) } != nil)
  }
}
