import Foundation
import TestServer
import TestSupport
import Testing

@Suite("Standard output and standard error that cannot be written")
struct UnwritableOutputTests {
  /// Runs a command line of the shell in which `$followup` is the program; what it ended with.
  private func shell(_ words: String) throws -> Int32 {
    let folder = try temporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", words]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = [
      "HOME": folder, "PATH": "/usr/bin:/bin", "FOLLOWUP_HOME": TestAgency.checkout, "PGHOST": "127.0.0.1",
      "PGPORT": "1", "followup": try Program.path(),
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus
  }

  @Test("Words that cannot be said change no exit code", arguments: ["2>/dev/full", "2>&-", "2>&1 >/dev/null | true"])
  func standardError(_ where: String) throws {
    let status = "exit ${PIPESTATUS[0]}"
    #expect(try shell("$followup plan \(`where`); \(status)") == 69)
    #expect(try shell("$followup nonsense \(`where`); \(status)") == 64)
  }

  @Test("An output that is full or closed: 74", arguments: [">/dev/full", ">&-"])
  func standardOutput(_ where: String) throws {
    for command in ["--help", "--version", "worklist --help"] {
      #expect(try shell("$followup \(command) \(`where`)") == 74, "\(command)")
    }
  }

  @Test("The format follows the extension in any case, - is standard output, --format wins, an unknown one is refused")
  func extensions() async throws {
    let database = try await TestAgency.emptyDatabase()
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": database.conninfo])
    func start(of name: String) throws -> String {
      let bytes = try #require(FileManager.default.contents(atPath: "\(program.folder)/\(name)"))
      return String(decoding: bytes.prefix(2), as: UTF8.self)
    }

    #expect(try program.run("agency", "list", "--output", "a.XLSX").status == 0)
    #expect(try start(of: "a.XLSX") == "PK")
    #expect(try program.run("agency", "list", "--output", "b.xlsx", "--format", "html").status == 0)
    #expect(try start(of: "b.xlsx") == "<!")
    let shown = try program.run("agency", "list", "--output", "-")
    #expect(shown.status == 0)
    #expect(shown.output.contains(","))
    #expect(!FileManager.default.fileExists(atPath: program.folder + "/-"))
    let refused = try program.run("agency", "list", "--output", "c.docx")
    #expect(refused.status == 64)
    #expect(refused.errors.contains(".docx is not a known format"))
  }

  @Test("A closed pipe is not an error")
  func closedPipe() throws {
    #expect(try shell("$followup --help | true; exit ${PIPESTATUS[0]}") == 0)
  }
}
