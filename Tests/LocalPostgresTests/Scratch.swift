import Foundation
import Glibc
import TestServer
import Testing

@testable import LocalPostgres

/// A cluster in a folder of the test's own, removed with the last reference to it.
final class Scratch {
  let folder: String
  let cluster: LocalCluster
  static let fast = ["fsync": "off", "full_page_writes": "off"]

  init(folder: String? = nil, settings: [String: String] = fast) throws {
    self.folder = folder ?? Self.newFolder()
    cluster = try LocalCluster(folder: self.folder, settings: settings)
    try TestServer.removeAtExit(self.folder)
  }

  static func newFolder() -> String {
    "/tmp/followup-local-\(getpid())-\(String(UInt32.random(in: .min ... .max), radix: 16))"
  }

  deinit {
    do {
      if ClusterFolder(path: cluster.folder).isOurs { try cluster.destroy() }
      try Files.remove(folder)
    } catch {
      Issue.record(error)
    }
  }

  var data: String { folder + "/data" }
  var serverUser: ServerUser {
    get throws { try ServerUser.choose(ownerOfData: Files.look(data)?.st_uid) }
  }
}

/// What the server answers to one statement, rows and columns as psql prints them without decoration.
func ask(_ running: Running, _ statement: String) throws -> String { try ask(running.conninfo, statement) }

func ask(_ conninfo: String, _ statement: String) throws -> String {
  let psql = try ServerBinaries.find(environment: ProcessInfo.processInfo.environment).path("psql")
  let output = try Command(psql, ["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, conninfo]).run()
  #expect(output.status == 0, "\(output.standardError)")
  return output.standardOutput.trimmingCharacters(in: .newlines)
}

/// Waits for something that happens in another process; false when it does not within half a minute.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
  for _ in 0..<1500 {
    if try condition() { return true }
    usleep(20_000)
  }
  return false
}

/// The error of the room that `body` throws.
func refusal(_ body: () throws -> Void) -> LocalPostgresError? {
  #expect(throws: LocalPostgresError.self) { try body() }
}

/// A line of its own for the parent of a test's child process, at once.
func say(_ line: String) {
  FileHandle.standardOutput.write(Data("\n\(line)\n".utf8))
}

func permissions(_ path: String) -> mode_t? {
  Files.look(path).map { $0.st_mode & 0o777 }
}

/// For a child process of a test that root runs: goes on as an ordinary user, for good.
func becomeOrdinaryUser() {
  guard geteuid() == 0 else { return }
  precondition(setgroups(0, nil) == 0 && setgid(65_534) == 0 && setuid(65_534) == 0 && geteuid() != 0)
}
