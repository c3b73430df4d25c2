import Foundation
import Glibc
import Testing

@testable import LocalPostgres

@Suite("A private PostgreSQL after a crash")
struct CrashTests {
  @Test func recoversFromAKilledServerWhoseSessionsWorkOn() throws {
    // Given a server with a row, and a session that computes without ever looking up
    let scratch = try Scratch()
    let running = try scratch.cluster.start()
    _ = try ask(running, "CREATE TABLE kept AS SELECT 42 AS answer")
    let psql = try ServerBinaries.find(environment: ProcessInfo.processInfo.environment).path("psql")
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(nowhere) }
    let endless = "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b"
    let session = try Command(psql, ["-Xqc", endless, running.conninfo]).launch(log: nowhere)
    let active = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series(1,%'"
    #expect(try eventually { try ask(running, active) == "2" }, "the session computes, and this one asks")

    // When the server is killed
    #expect(kill(running.pid, SIGKILL) == 0)
    #expect(eventually { Command.isOver(running.pid) })
    let orphans = try Postmaster.orphans(in: scratch.data, user: scratch.serverUser)
    #expect(!orphans.isEmpty, "the session outlives the server")
    guard case .stale = try scratch.cluster.status() else {
      Issue.record("not stale: \(try scratch.cluster.status())")
      return
    }

    // Then the next start ends the session, recovers, and has the row
    let again = try scratch.cluster.start()
    #expect(again.startedNow)
    #expect(try ask(again, "SELECT answer FROM kept") == "42")
    #expect(try Set(Postmaster.orphans(in: scratch.data, user: scratch.serverUser)).isDisjoint(with: orphans))
    #expect(eventually { Command.isOver(session) })
  }

  @Test func leavesTheProgramAloneThatHasTheDeadServersId() throws {
    // Given a server that died, and whose process id another program of the same user has by now
    let scratch = try Scratch()
    let running = try scratch.cluster.start()
    let recorded = try #require(Files.read(scratch.data + "/postmaster.pid"))
    #expect(try scratch.cluster.stop())
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(nowhere) }
    let user = try scratch.serverUser
    let bystander = try user.run(Command("sleep", ["600"])).launch(log: nowhere)
    defer { kill(bystander, SIGKILL) }
    let stale = recorded.replacingOccurrences(of: "\(running.pid)\n", with: "\(bystander)\n")
    #expect(stale != recorded)
    try Files.write(stale, to: scratch.data + "/postmaster.pid", mode: 0o600)
    try Files.give(scratch.data + "/postmaster.pid", to: user)
    // And PostgreSQL itself would refuse
    let binaries = try ServerBinaries.find(environment: ProcessInfo.processInfo.environment)
    let arguments = ["-D", scratch.data, "-c", "config_file=\(scratch.folder)/postgresql.conf"]
    let bare = try user.run(Command(binaries.path("postgres"), arguments)).run()
    #expect(bare.standardError.contains("already exists"))

    // When it is stopped and started
    #expect(try scratch.cluster.stop() == false)
    guard case .stale = try scratch.cluster.status() else {
      Issue.record("not stale: \(try scratch.cluster.status())")
      return
    }
    let again = try scratch.cluster.start()

    // Then it runs, and the other program too
    #expect(again.startedNow && again.pid != bystander)
    #expect(!Command.isOver(bystander))
  }

  @Test func removesSocketsThatADeadServerLeft() throws {
    let scratch = try Scratch()
    let running = try scratch.cluster.start()
    let lock = running.socketFolder + "/.s.PGSQL.\(running.port).lock"
    let text = try #require(Files.read(lock))
    #expect(try scratch.cluster.stop())
    // Given a socket's lock that names a living process: this one
    let stale = text.replacingOccurrences(of: "\(running.pid)\n", with: "\(getpid())\n")
    try Files.write(stale, to: lock, mode: 0o600)
    try Files.give(lock, to: scratch.serverUser)
    #expect(try scratch.cluster.start().startedNow)
  }

  @Test func restartsAServerThatLostItsSocket() throws {
    let scratch = try Scratch()
    let running = try scratch.cluster.start()
    // Given somebody cleaned up
    try Files.remove(running.socketFolder + "/.s.PGSQL.\(running.port)")
    guard case .notReady(let pid, _) = try scratch.cluster.status() else {
      Issue.record("\(try scratch.cluster.status())")
      return
    }
    #expect(pid == running.pid)
    let again = try scratch.cluster.start()
    #expect(again.startedNow && again.pid != running.pid)
    #expect(try ask(again, "SELECT 1") == "1")
  }

  @Test func beginsAnewAfterAnInterruptedFirstStart() throws {
    // Given what a killed initdb leaves
    let scratch = try Scratch()
    try ClusterFolder(path: scratch.folder).prepare()
    try ClusterFolder(path: scratch.folder).claim()
    try Files.makeFolder(scratch.folder + "/data.new.1", mode: 0o700)
    try Files.write("15\n", to: scratch.folder + "/data.new.1/PG_VERSION", mode: 0o600)
    #expect(try scratch.cluster.status() == .absent)
    #expect(try scratch.cluster.start().startedNow)
    #expect(try Files.entries(scratch.folder).filter { $0.hasPrefix("data") } == ["data"])
  }

  @Test func aServerThatDoesNotStartIsQuoted() throws {
    let scratch = try Scratch(settings: ["shared_buffers": "banana"])
    let error = try #require(refusal { _ = try scratch.cluster.start() })
    #expect(error.kind == .failed)
    #expect(error.said?.contains("invalid value for parameter \"shared_buffers\": \"banana\"") == true)
    #expect(error.where == scratch.folder + "/server.log")
    #expect(error.description.hasPrefix("\(scratch.folder)/server.log: the private PostgreSQL did not start; correct "))
    // And the repaired one starts
    #expect(try LocalCluster(folder: scratch.folder, settings: Scratch.fast).start().startedNow)
  }
}
