import Foundation
import Glibc
import Synchronization
import TestServer
import Testing

@testable import LocalPostgres

private final class Builds: Sendable {
  let count = Mutex(0)
}

@Suite("The server for tests")
struct TestServerTests {
  @Test func aTemplateIsMadeOnceAndClonesAreIndependent() async throws {
    // Given a template that three ask for at once
    let builds = Builds()
    let templates = try await withThrowingTaskGroup(of: TestServer.Template.self) { group in
      for _ in 0..<3 {
        group.addTask {
          try await TestServer.makeTemplate(name: "one table") { conninfo in
            builds.count.withLock { $0 += 1 }
            _ = try ask(conninfo, "CREATE TABLE t AS SELECT 1 AS a")
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(builds.count.withLock { $0 } == 1)
    #expect(Set(templates.map(\.name)).count == 1)

    // When two clones are made and one is changed
    let first = try TestServer.clone(templates[0])
    let second = try TestServer.clone(templates[0])
    _ = try ask(first.conninfo, "INSERT INTO t VALUES (2)")

    // Then the other is not
    #expect(try ask(first.conninfo, "SELECT count(*) FROM t") == "2")
    #expect(try ask(second.conninfo, "SELECT count(*) FROM t") == "1")

    // And a closed one is gone
    try first.close()
    try first.close()
    let left = "SELECT count(*) FROM pg_database WHERE datname = '\(first.name)'"
    #expect(try ask(TestServer.conninfo(), left) == "0")
  }

  @Test func aDatabaseGoesWithTheLastReference() throws {
    var database: TestDatabase? = try TestServer.makeDatabase()
    let name = try #require(database?.name)
    let count = "SELECT count(*) FROM pg_database WHERE datname = '\(name)'"
    #expect(try ask(TestServer.conninfo(), count) == "1")
    database = nil
    #expect(try ask(TestServer.conninfo(), count) == "0")
  }

  @Test func theServerGoesWithAKilledProcess() async throws {
    // Given a process that is killed in the middle of its tests
    let result = await #expect(processExitsWith: .signal(SIGKILL), observing: [\.standardOutputContent]) {
      unsetenv("FOLLOWUP_TEST_SERVER")
      say("SERVER \(try TestServer.conninfo())")
      kill(getpid(), SIGKILL)
    }
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("SERVER host=") })
    let socket = try #require(line.dropFirst("SERVER host=".count).split(separator: " ").first)
    let folder = (String(socket) as NSString).deletingLastPathComponent
    #expect(folder.hasPrefix("/tmp/followup-test-"))

    // Then its server and its folder go too
    #expect(eventually { !Files.exists(folder) })
  }

  @Test func theServerGoesWithAnOrderlyEnd() async throws {
    let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      unsetenv("FOLLOWUP_TEST_SERVER")
      say("SERVER \(try TestServer.conninfo())")
      exit(0)
    }
    let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
    let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("SERVER host=") })
    let socket = try #require(line.dropFirst("SERVER host=".count).split(separator: " ").first)
    #expect(!Files.exists((String(socket) as NSString).deletingLastPathComponent))
  }
}
