import Foundation
import Glibc

/// The server process that a data folder's postmaster.pid names, if it is really there.
struct Postmaster {
  let process: pid_t
  let port: Int
  let socketFolder: String
  /// The server's own word: starting, ready, stopping, standby.
  let state: String

  var isReady: Bool { state == "ready" }
  var socket: String { socketFolder + "/.s.PGSQL.\(port)" }

  /// What postmaster.pid says, true or not; nil when the file is missing or not yet complete.
  static func recorded(in data: String) -> Postmaster? {
    guard let text = Files.read(data + "/postmaster.pid") else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let first = lines.first, let process = pid_t(first.trimmingCharacters(in: .whitespaces)), process > 0
    else { return nil }
    func line(_ number: Int) -> String {
      lines.indices.contains(number - 1) ? lines[number - 1].trimmingCharacters(in: .whitespaces) : ""
    }
    return Postmaster(
      process: process,
      port: Int(line(4)) ?? SocketFolder.port,
      socketFolder: line(5),
      state: line(8).isEmpty ? "starting" : line(8)
    )
  }

  /// The living server of the data folder. After a crash or a reboot the recorded id may be another program's by now.
  static func alive(in data: String) -> Postmaster? {
    guard let recorded = recorded(in: data), isServer(recorded.process, of: data) else { return nil }
    return recorded
  }

  /// The command line tells, since everybody may read it: root in a container may not ask for another user's folder.
  static func isServer(_ process: pid_t, of data: String) -> Bool {
    guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
    let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    guard let program = words.first, ["postgres", "postmaster"].contains((program as NSString).lastPathComponent)
    else { return false }
    return words.contains(data)
  }

  /// The folder of the programs that the server was started from, while they are still there.
  var programs: String? {
    guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline"),
      let program = bytes.split(separator: 0).first
    else { return nil }
    let folder = (String(decoding: program, as: UTF8.self) as NSString).deletingLastPathComponent
    return folder.hasPrefix("/") && Files.isExecutable(folder + "/psql") ? folder : nil
  }

  /// Server processes without a server: after a kill -9 they finish what they are doing, and until they have ended,
  /// PostgreSQL refuses to start on the same data.
  static func orphans(in data: String, user: ServerUser) throws -> [pid_t] {
    let script = """
      for p in /proc/[0-9]*; do
        if [ "$p/cwd" -ef "$1" ] && read -r name < "$p/comm" && [ "$name" = postgres ]; then echo "${p#/proc/}"; fi
      done 2> /dev/null
      :
      """
    let output = try user.run(Command("/bin/sh", ["-c", script, "sh", data])).run()
    return output.standardOutput.split(separator: "\n").compactMap { pid_t($0) }
  }

  /// Waits for orphans to end, and ends those that do not: their transactions cannot commit any more.
  static func endOrphans(in data: String, user: ServerUser) throws {
    for (signal, attempts) in [(0, 20), (SIGQUIT, 100), (SIGKILL, 100)] {
      for attempt in 0..<attempts {
        let left = try orphans(in: data, user: user)
        if left.isEmpty { return }
        if attempt == 0 && signal != 0 { left.forEach { kill($0, signal) } }
        usleep(50_000)
      }
    }
    throw LocalPostgresError(
      .failed,
      "processes of a PostgreSQL server that died are still running and cannot be ended",
      where: data,
      remedy: "end them (fuser -v \(data)), then try again"
    )
  }
}
