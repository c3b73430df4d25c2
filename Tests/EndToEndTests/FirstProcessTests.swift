import Foundation
import TestSupport
import Testing

/// What gives a program a numbering of processes of its own, in which it is the first one, as in a container; nil: this machine does not let us.
private let unsharing: [String]? = [["--user", "--map-root-user"], []].lazy.map {
  ["/usr/bin/unshare"] + $0 + ["--pid", "--fork", "--kill-child"]
}
.first { words in
  let process = Process()
  process.executableURL = URL(fileURLWithPath: words[0])
  process.arguments = words.dropFirst() + ["/bin/true"]
  process.standardError = FileHandle.nullDevice
  do { try process.run() } catch { return false }
  process.waitUntilExit()
  return process.terminationStatus == 0
}

@Suite("The first process of a container", .enabled(if: unsharing != nil))
struct FirstProcessTests {
  @Test("A signal ends it, as it ends any other process", arguments: [SIGTERM, SIGINT, SIGHUP])
  func ended(by number: Int32) async throws {
    // It waits for a server that says nothing.
    let silent = try ScriptedPeer([.init(at: "GREETING", action: .hold)])
    defer { silent.stop() }
    let program = Program(
      folder: try temporaryFolder(),
      environment: ["FOLLOWUP_DATABASE_URL": "postgresql://127.0.0.1:\(silent.port)/x"]
    )
    let process = try program.start(
      ["plan"],
      by: try #require(unsharing),
      output: FileHandle.nullDevice,
      errors: FileHandle.nullDevice
    )
    let parent = process.processIdentifier
    defer { if process.isRunning { kill(parent, SIGKILL) } }
    for _ in 0..<3000 where silent.connections == 0 { try await Task.sleep(for: .milliseconds(10)) }
    try #require(silent.connections == 1)
    let children = try String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
    let first = try #require(Int32(children.trimmingCharacters(in: .whitespaces)))

    kill(first, number)
    for _ in 0..<1000 where process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    try #require(!process.isRunning)
    #expect(process.terminationStatus == 128 + number)
  }
}
