import Foundation
import Glibc
import Testing

@testable import LocalPostgres

@Suite("A private PostgreSQL from its first start to its end")
struct LifecycleTests {
  @Test func startsKeepsItsDataAndEnds() throws {
    // Given nothing
    let scratch = try Scratch()
    #expect(try scratch.cluster.status() == .absent)
    #expect(try scratch.cluster.stop() == false)

    // When it is started twice
    let first = try scratch.cluster.start()
    let second = try scratch.cluster.start()

    // Then the second finds the server of the first
    #expect(first.startedNow && !second.startedNow)
    #expect(first.pid == second.pid)
    #expect(try scratch.cluster.status() == .running(second))
    let words = "\(try scratch.cluster.status())".split(separator: "\n")
    #expect(words.first == "running: PostgreSQL \(second.serverVersion), process \(second.pid)")
    #expect(words.last == "psql \"\(second.conninfo)\"")
    #expect(first.serverVersion.hasPrefix("1"))
    #expect(try ask(first, "SELECT current_database(), current_user") == "followup|followup")

    // And what is stored outlives a stop
    _ = try ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
    #expect(try scratch.cluster.stop())
    #expect(try scratch.cluster.status() == .stopped)
    #expect(try scratch.cluster.stop() == false)
    let again = try scratch.cluster.start()
    #expect(again.startedNow)
    #expect(try ask(again, "SELECT answer FROM kept") == "42")

    // And in the end nothing is left
    try scratch.cluster.destroy()
    #expect(!Files.exists(scratch.folder))
    #expect(!Postmaster.isServer(again.pid, of: scratch.data))
    #expect(try scratch.cluster.status() == .absent)
  }

  @Test func isDurableAndClosedToOthers() throws {
    let scratch = try Scratch(settings: [:])
    let running = try scratch.cluster.start()
    #expect(try ask(running, "SHOW fsync") == "on")
    #expect(try ask(running, "SHOW full_page_writes") == "on")
    #expect(try ask(running, "SHOW data_checksums") == "on")
    #expect(try ask(running, "SHOW listen_addresses") == "")
    #expect(try ask(running, "SHOW server_encoding") == "UTF8")
    #expect(try ask(running, "SHOW timezone") == "UTC")
    #expect(try ask(running, "SELECT 'a' > 'B'") == "t", "order is by code point")
    // Every role can be used over the socket, since its folder is closed to everybody else.
    _ = try ask(running, "CREATE ROLE reader LOGIN")
    #expect(permissions(running.socketFolder) == 0o700)
    #expect(Files.look(running.socketFolder)?.st_uid == (try scratch.serverUser.id))
    #expect(permissions(scratch.data) == 0o700)
  }

  @Test func makesTheDatabaseAgainWhenItWasDropped() throws {
    let scratch = try Scratch()
    let running = try scratch.cluster.start()
    let psql = try ServerBinaries.find(environment: ProcessInfo.processInfo.environment).path("psql")
    let other = running.conninfo.replacingOccurrences(of: "dbname=followup", with: "dbname=postgres")
    #expect(try Command(psql, ["-Xqc", "DROP DATABASE followup", other]).run().status == 0)
    let again = try scratch.cluster.start()
    #expect(again.pid == running.pid)
    #expect(try ask(again, "SELECT 1") == "1")
  }

  @Test func theServerIsDetachedFromItsCaller() throws {
    // Given a pipe that a new program would inherit
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let scratch = try Scratch()

    // When the server is started and we close our end
    let running = try scratch.cluster.start()
    close(ends[1])

    // Then nobody else holds it: the reader sees the end at once
    var polled = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    #expect(poll(&polled, 1, 10_000) == 1)
    close(ends[0])
    // And no terminal can end the server, which leads a session of its own
    #expect(getsid(running.pid) == running.pid)
    #expect(getsid(running.pid) != getsid(0))
  }

  @Test func worksForAnOrdinaryUser() async throws {
    // Given root, who runs these tests, as somebody else; an ordinary user runs them as they are
    await #expect(processExitsWith: .success) {
      becomeOrdinaryUser()
      let scratch = try Scratch()
      let running = try scratch.cluster.start()
      #expect(try ask(running, "SELECT current_user") == "followup")
      #expect(Files.look(scratch.data)?.st_uid == geteuid())
      #expect(permissions(scratch.folder) == 0o700)
      #expect(try scratch.cluster.stop())
      try scratch.cluster.destroy()
      #expect(!Files.exists(scratch.folder))
    }
  }

  @Test func manyProcessesStartItAtOnce() async throws {
    // Given no cluster
    let scratch = try Scratch()
    let folder = scratch.folder

    // When five processes start it at once
    let lines = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<5 {
        group.addTask {
          // Reading the output to its end also shows that the server does not hold on to it.
          let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            [folder = folder as String] in
            let running = try LocalCluster(folder: folder, settings: Scratch.fast).start()
            say("STARTED \(running.startedNow) \(running.pid)")
          }
          let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
          return try #require(output.split(separator: "\n").map(String.init).first { $0.hasPrefix("STARTED ") })
        }
      }
      return try await group.reduce(into: [String]()) { $0.append($1) }
    }

    // Then one of them did, and all use the same server
    #expect(lines.count == 5)
    #expect(lines.filter { $0.hasPrefix("STARTED true") }.count == 1)
    #expect(Set(lines.compactMap { $0.split(separator: " ").last }).count == 1)
    let log = try #require(Files.read(folder + "/server.log"))
    #expect(log.components(separatedBy: "ready to accept connections").count == 2)
    #expect(try Files.entries(folder).filter { $0.hasPrefix("data") } == ["data"])
  }
}
