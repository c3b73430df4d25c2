import Foundation
import TestSupport

/// A watcher on the web, on loopback: it writes down what is called, answers `/broken…` with 500, and all else with 200 and some text.
final class PingServer {
  private let calledFile: String
  private let server: PythonServer

  /// Started, and listening.
  init() throws {
    calledFile = try temporaryFolder() + "/called"
    server = try PythonServer(Self.script, [calledFile])
  }

  /// The URL of a path.
  func url(_ path: String) -> String { "http://127.0.0.1:\(server.port)\(path)" }

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
