import Foundation
import Glibc
import Testing

@testable import LocalPostgres

@Suite("Where a private PostgreSQL lies")
struct PlaceTests {
  @Test func refusesAFolderThatIsNotItsOwn() throws {
    // Given a folder with somebody's file
    let folder = Scratch.newFolder()
    try Files.makeFolder(folder, mode: 0o755)
    defer { #expect(throws: Never.self) { try Files.remove(folder) } }
    try Files.write("dear diary", to: folder + "/diary.txt", mode: 0o600)
    let cluster = try LocalCluster(folder: folder, settings: Scratch.fast)

    // Then nothing is done to it
    for attempt in [{ _ = try cluster.start() }, { _ = try cluster.stop() }, { try cluster.destroy() }] {
      let error = try #require(refusal(attempt))
      #expect(error.kind == .foreignFolder)
      #expect(error.where == folder)
    }
    #expect(try Files.entries(folder) == ["diary.txt"])
  }

  @Test func destroyLeavesWhatOthersPutThere() throws {
    let scratch = try Scratch()
    _ = try scratch.cluster.start()
    try Files.write("dear diary", to: scratch.folder + "/diary.txt", mode: 0o600)
    try scratch.cluster.destroy()
    #expect(try Files.entries(scratch.folder) == ["diary.txt"])
  }

  @Test(arguments: [String(repeating: "d", count: 120), "a folder, with 'quotes' and $ and \\ and é"])
  func anyFolderName(_ name: String) throws {
    // Given a path too long for a socket, or with characters that have a meaning somewhere
    let parent = Scratch.newFolder()
    try Files.makeFolder(parent, mode: 0o755)
    defer { #expect(throws: Never.self) { try Files.remove(parent) } }
    let scratch = try Scratch(folder: parent + "/" + name)

    // Then the socket lies in a short, plain place, which goes with the cluster
    let running = try scratch.cluster.start()
    #expect(running.socketFolder.hasPrefix("/tmp/followup-"))
    #expect(try ask(running, "SELECT 1") == "1")
    #expect(permissions(running.socketFolder) == 0o700)
    try scratch.cluster.destroy()
    #expect(!Files.exists(running.socketFolder))
  }

  @Test func refusesASocketFolderThatAnotherPreparedForIt() throws {
    // Given a link where the socket's folder would be
    let scratch = try Scratch()
    _ = try scratch.cluster.start()
    #expect(try scratch.cluster.stop())
    let socket = scratch.folder + "/socket"
    try Files.remove(socket)
    try Files.makeFolder(scratch.folder + "/elsewhere", mode: 0o700)
    try #require(symlink(scratch.folder + "/elsewhere", socket) == 0)
    #expect(refusal { _ = try scratch.cluster.start() }?.kind == .permission)

    // Or an open folder
    try Files.remove(socket)
    try Files.makeFolder(socket, mode: 0o700)
    try Files.give(socket, to: scratch.serverUser)
    try Files.setMode(socket, 0o777)
    let error = try #require(refusal { _ = try scratch.cluster.start() })
    #expect(error.remedy.contains("chmod 700 \(socket)"))
    try Files.setMode(socket, 0o700)
    #expect(try scratch.cluster.start().startedNow)
    try Files.remove(scratch.folder + "/elsewhere")
  }

  @Test(.enabled(if: geteuid() == 0, "only root starts a server as another user"))
  func namesTheFolderThatTheServersUserMayNotEnter() throws {
    let parent = Scratch.newFolder()
    try Files.makeFolder(parent, mode: 0o700)
    defer { #expect(throws: Never.self) { try Files.remove(parent) } }
    let scratch = try Scratch(folder: parent + "/cluster")
    let error = try #require(refusal { _ = try scratch.cluster.start() })
    #expect(error.kind == .permission)
    #expect(error.what.hasSuffix("has no access to \(parent)"))
    #expect(error.remedy.contains("chmod o+x \(parent)"))
  }

  @Test(.enabled(if: geteuid() == 0, "only root starts a server as another user"))
  func rootGivesAwayNothingButDataAndSocket() throws {
    let scratch = try Scratch()
    _ = try scratch.cluster.start()
    for file in ["postgresql.conf", "pg_hba.conf", "followup-private-postgresql", "lock"] {
      #expect(Files.look(scratch.folder + "/" + file)?.st_uid == 0)
    }
    #expect(Files.look(scratch.folder)?.st_uid == 0)
    #expect(Files.look(scratch.data)?.st_uid != 0)
  }

  @Test func saysWhoOwnsAFolderThatMayNotBeWritten() async throws {
    // Given root's cluster, and an ordinary user who names it; an ordinary user's own cluster is not such a case
    guard geteuid() == 0 else { return }
    let scratch = try Scratch()
    _ = try scratch.cluster.start()
    #expect(try scratch.cluster.stop())
    await #expect(processExitsWith: .success) { [folder = scratch.folder as String] in
      becomeOrdinaryUser()
      let error = try #require(refusal { _ = try LocalCluster(folder: folder).start() })
      #expect(error.kind == .permission)
      #expect(error.remedy.contains("run this as root"))
    }
  }

  @Test func theDefaultFolder() async throws {
    func path(_ environment: [String: String]) throws -> String { try DefaultFolder(environment: environment).path() }
    #expect(try path(["FOLLOWUP_DATA": "/srv/x", "HOME": "/nowhere"]) == "/srv/x")
    #expect(try path(["FOLLOWUP_DATA": "", "HOME": "/srv"]) == "/srv/.local/share/followup/postgres")
    #expect(try path(["XDG_DATA_HOME": "/srv/xdg", "HOME": "/srv"]) == "/srv/xdg/followup/postgres")
    #expect(try path(["XDG_DATA_HOME": "relative", "HOME": "/srv"]) == "/srv/.local/share/followup/postgres")
    guard geteuid() == 0 else { return }
    // Root's closed home is not a place for a server that does not run as root; two such homes never share one.
    let closed = Scratch.newFolder()
    try Files.makeFolder(closed, mode: 0o700)
    defer { #expect(throws: Never.self) { try Files.remove(closed) } }
    let one = try path(["HOME": closed])
    let other = try path(["XDG_DATA_HOME": closed])
    #expect(one.hasPrefix("/var/lib/followup/postgres-") && other.hasPrefix("/var/lib/followup/postgres-"))
    #expect(one != other)
    await #expect(processExitsWith: .success) { [closed = closed as String] in
      becomeOrdinaryUser()
      let folder = try DefaultFolder(environment: ["HOME": closed]).path()
      #expect(folder == closed + "/.local/share/followup/postgres")
    }
  }
}
