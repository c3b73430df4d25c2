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

  @Test("Every command shown does what is shown; … stands for anything")
  func commandsAreTrue() async throws {
    let database = try TestServer.makeDatabase()
    let folder = try temporaryFolder()
    let shown = try commands()
    #expect(shown.count > 5)

    for command in shown {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", command.line + " 2>errors"]
      process.currentDirectoryURL = URL(fileURLWithPath: folder)
      let beside = URL(fileURLWithPath: try Program.path()).deletingLastPathComponent().path
      process.environment = [
        "PATH": "\(beside):/usr/bin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8", "FOLLOWUP_HOME": TestAgency.checkout,
        "FOLLOWUP_DATABASE_URL": database.conninfo, "FOLLOWUP_MAIL_MAILDIR": "mail",
      ]
      let pipe = Pipe()
      process.standardOutput = pipe
      process.standardInput = FileHandle.nullDevice
      try process.run()
      let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let output = String(decoding: bytes, as: UTF8.self)
      let errors = try String(contentsOfFile: folder + "/errors", encoding: .utf8)

      #expect(process.terminationStatus == 0, "\(command.line): \(errors)")
      #expect(matches(output, command.output), "\(command.line) printed:\n\(output)\(errors)")
    }
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

    for block in blocks {
      try block.write(toFile: program.folder + "/followup.yaml", atomically: true, encoding: .utf8)
      let result = try program.run("agency", "list")
      #expect(result.status == 0, "\(result.errors)")
    }
  }
}
