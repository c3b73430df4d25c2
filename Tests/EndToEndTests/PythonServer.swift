import Foundation
import TestSupport

/// A server of some lines of Python, on loopback. The script prints its port and ends with its standard input.
final class PythonServer {
  let port: Int
  private let keeper = Process()
  /// While it is open, the server runs.
  private let leash = Pipe()

  /// Started, and listening.
  init(_ script: String, _ arguments: [String]) throws {
    let said = Pipe()
    keeper.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    keeper.arguments = ["-c", script] + arguments
    keeper.standardInput = leash
    keeper.standardOutput = said
    keeper.standardError = FileHandle.nullDevice
    try keeper.run()
    let line = String(decoding: said.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      keeper.terminate()
      throw SupportError("the server does not listen: \(line)")
    }
    self.port = port
  }

  deinit {
    do { try leash.fileHandleForWriting.close() } catch { keeper.terminate() }
    keeper.waitUntilExit()
  }
}
