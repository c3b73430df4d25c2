import Foundation
import TestServer
import TestSupport
import Testing

@Suite("The README")
struct ReadmeTests {
  private struct Command {
    let line: String
    var output: [String]
  }

  private struct Ending {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The commands of the console blocks with what they are said to print.
  private func commands() throws -> [Command] {
    var commands: [Command] = []
    var inside = false
    for line in try String(contentsOfFile: TestAgency.checkout + "/README.md", encoding: .utf8).components(
      separatedBy: "\n"
    ) {
      if line.hasPrefix("```") {
        inside = line == "```console"
      } else if inside, line.hasPrefix("$ ") {
        commands.append(Command(line: String(line.dropFirst(2)), output: []))
      } else if inside, !commands.isEmpty {
        commands[commands.count - 1].output.append(line)
      }
    }
    return commands
  }

  @Test("Every command shown does what is shown, with nothing set but HOME and PATH; … stands for anything")
  func commandsAreTrue() async throws {
    let folder = try clone()
    try follow(try commands(), in: folder)
  }

  @Test("The same after deploy/demo, which leaves its agency in the same private PostgreSQL")
  func afterTheDemo() async throws {
    let folder = try clone()
    let demo = try shell("PATH=$PWD/.build/debug:$PATH\nfollowup demo", in: folder)
    #expect(demo.status == 0, "\(demo.errors)")
    try follow(try commands(), in: folder)
  }

  /// A folder that looks like a clone in which the program was built; its home's PostgreSQL ends with the tests.
  private func clone() throws -> String {
    let folder = try temporaryFolder()
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder + "/.build", withIntermediateDirectories: true)
    let built = URL(fileURLWithPath: try Program.path()).deletingLastPathComponent().path
    try manager.createSymbolicLink(atPath: folder + "/.build/debug", withDestinationPath: built)
    try manager.createSymbolicLink(atPath: folder + "/jobs", withDestinationPath: TestAgency.checkout + "/jobs")
    return folder
  }

  private func follow(_ shown: [Command], in folder: String) throws {
    #expect(shown.count > 5)
    var before = ""
    for command in shown {
      // What a shell keeps from line to line.
      if command.line.hasPrefix("PATH=") {
        before += command.line + "\n"
        continue
      }
      let result = try shell(before + command.line, in: folder)
      #expect(result.status == 0, "\(command.line): \(result.errors)")
      #expect(matches(result.output, command.output), "\(command.line) printed:\n\(result.output)\(result.errors)")
    }
    let stopped = try shell(before + "followup local destroy --yes", in: folder)
    #expect(stopped.status == 0, "\(stopped.errors)")
  }

  private func shell(_ lines: String, in folder: String) throws -> Ending {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "{ \(lines)\n} 2>errors"]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Ending(
      status: process.terminationStatus,
      output: String(decoding: bytes, as: UTF8.self),
      errors: try String(contentsOfFile: folder + "/errors", encoding: .utf8)
    )
  }

  private func matches(_ output: String, _ shown: [String]) -> Bool {
    var lines = output.components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    for (index, wanted) in shown.enumerated() {
      if wanted == "…" { return true }
      guard index < lines.count else { return false }
      if wanted.hasSuffix("…") {
        guard lines[index].hasPrefix(wanted.dropLast()) else { return false }
      } else if lines[index] != wanted {
        return false
      }
    }
    return lines.count == shown.count
  }

  @Test("The configuration shown is one that the program takes")
  func configuration() async throws {
    let database = try await TestAgency.emptyDatabase()
    let text = try String(contentsOfFile: TestAgency.checkout + "/README.md", encoding: .utf8)
    let blocks = text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
    #expect(blocks.count == 1)
    let program = Program(folder: try temporaryFolder(), environment: ["FOLLOWUP_DATABASE_URL": database.conninfo])

    // A folder that is named must be there.
    let own = program.folder + "/own"
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)

    for block in blocks.map({ $0.replacing("/srv/followup/own", with: own) }) {
      try block.write(toFile: program.folder + "/followup.yaml", atomically: true, encoding: .utf8)
      let result = try program.run("agency", "list")
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  @Test("Each exit code of the README is told with what to do in OPERATIONS.md, with the same meaning")
  func exitCodes() throws {
    let rows = { (file: String) throws in
      try String(contentsOfFile: "\(TestAgency.checkout)/\(file)", encoding: .utf8).split(separator: "\n")
        .compactMap { line in line.prefixMatch(of: #/\| (\d+) \| ([^|]+) \|/#).map { "\($0.1): \($0.2)" } }
    }
    let meanings = try rows("README.md")
    #expect(meanings.count == 9)
    #expect(try rows("deploy/OPERATIONS.md") == meanings)
  }
}
