import Foundation
import TestSupport

/// A watcher on the web, on loopback: it writes down what is called, answers `/broken…` with 500, and all else with 200 and some text.
final class PingServer {
  let port: Int
  private let calledFile: String
  private let keeper = Process()
  /// While it is open, the server runs.
  private let leash = Pipe()

  /// Started, and listening.
  init() throws {
    let folder = try temporaryFolder()
    calledFile = folder + "/called"
    let said = Pipe()
    keeper.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    keeper.arguments = ["-c", Self.script, calledFile]
    keeper.standardInput = leash
    keeper.standardOutput = said
    keeper.standardError = FileHandle.nullDevice
    try keeper.run()
    let line = String(decoding: said.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      keeper.terminate()
      throw SupportError("the watcher does not listen: \(line)")
    }
    self.port = port
  }

  deinit {
    do { try leash.fileHandleForWriting.close() } catch { keeper.terminate() }
    keeper.waitUntilExit()
  }

  /// The URL of a path.
  func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  /// What was called since the last time that this was asked, in order.
  func calls() throws -> [String] {
    guard FileManager.default.fileExists(atPath: calledFile) else { return [] }
    let text = try String(contentsOfFile: calledFile, encoding: .utf8)
    try FileManager.default.removeItem(atPath: calledFile)
    return text.split(separator: "\n").map(String.init)
  }

  private static let script = #"""
    import http.server, os, sys, threading
    class Watcher(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            with open(sys.argv[1], "a") as called: called.write(self.path + "\n")
            self.send_response(500 if self.path.startswith("/broken") else 200)
            self.end_headers()
            self.wfile.write(b"OK from the watcher\n")
        def log_message(self, *words): pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Watcher)
    print(server.server_port, flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    os._exit(0)
    """#
}
