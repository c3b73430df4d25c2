import Foundation
import Testing

@testable import Tabular

/// Whole files or none.
@Suite struct AtomicFileTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  func mode(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
  }

  @Test func `a committed file has its bytes, mode 0600 and no companions`() throws {
    let file = try AtomicFile(path: folder.path("a.csv"))
    try file.write("häl")
    try file.write("lo\n")
    try file.commit()
    #expect(try folder.text("a.csv") == "hällo\n")
    #expect(try folder.names == ["a.csv"])
    #expect(try mode("a.csv") == 0o600)
    #expect(file.bytesWritten == 7)
  }

  @Test func `the mode can be another`() throws {
    let file = try AtomicFile(path: folder.path("a"), mode: 0o664)
    try file.commit()
    #expect(try mode("a") == 0o664)
  }

  @Test func `until it is committed the old file stands, and afterwards the new one`() throws {
    try folder.put("old", as: "a")
    let file = try AtomicFile(path: folder.path("a"))
    try file.write(String(repeating: "new", count: 100_000))
    #expect(try folder.text("a") == "old")
    try file.commit()
    #expect(try folder.bytes("a").count == 300_000)
  }

  @Test func `a writer that stops in the middle leaves nothing`() throws {
    struct Crash: Error {}
    try folder.put("old", as: "a")
    func write() throws {
      let file = try AtomicFile(path: folder.path("a"))
      try file.write(String(repeating: "new", count: 100_000))
      throw Crash()
    }
    #expect(throws: Crash.self) { try write() }
    #expect(try folder.names == ["a"])
    #expect(try folder.text("a") == "old")
  }

  @Test func `what killed writers left is removed with the next file, what somebody is writing stays`() throws {
    try folder.put("half", as: ".1a2b3c.part")
    try folder.put("mine", as: ".notes.txt.part")
    let file = try AtomicFile(path: folder.path("a"), mode: 0o600, nameless: false)
    try file.write("whole")
    #expect(try folder.names.count == 3)

    #expect(try OutputFolder.make(folder.path, remedy: "") == nil)

    #expect(try folder.names.count == 2)
    try file.commit()
    #expect(try folder.names == [".notes.txt.part", "a"])
    #expect(try folder.text("a") == "whole")
  }

  /// Whether the temporary folder's file system can hold files without a name.
  static let knowsNamelessFiles: Bool = {
    let descriptor = open(NSTemporaryDirectory(), 0o20000000 | O_DIRECTORY | O_RDWR, 0o600)
    if descriptor >= 0 { close(descriptor) }
    return descriptor >= 0
  }()

  @Test(.enabled(if: knowsNamelessFiles, "this file system gives every file a name"))
  func `a writer that is killed leaves nothing, for its file has no name yet`() throws {
    let file = try AtomicFile(path: folder.path("a"))
    try file.write(String(repeating: "new", count: 100_000))
    #expect(try folder.names == [])
    try file.commit()
    #expect(try folder.names == ["a"])
  }

  @Test func `where files must have names, the temporary one is hidden, and gone afterwards`() throws {
    try folder.put("old", as: "a")
    func open() throws -> AtomicFile { try AtomicFile(path: folder.path("a"), mode: 0o600, nameless: false) }
    var file = try open()
    try file.write("new")
    #expect(try folder.names.count == 2)
    #expect(try folder.names.first?.hasPrefix(".") == true)
    file.abandon()
    #expect(try folder.names == ["a"])
    #expect(try folder.text("a") == "old")
    file = try open()
    try file.write("new")
    try file.commit()
    #expect(try folder.names == ["a"])
    #expect(try folder.text("a") == "new")
    #expect(try mode("a") == 0o600)
  }

  @Test func `a sink that is not finished leaves nothing`() throws {
    for format in [Format.csv, .json, .html, .xlsx, .table] {
      var sink = try makeSink(format, columns: texts("a"), title: "", to: .file(folder.path("a")))
      try sink.write(["x"])
    }
    #expect(try folder.names == [])
  }

  @Test func `what is abandoned is gone, and takes no more`() throws {
    let file = try AtomicFile(path: folder.path("a"))
    try file.write("x")
    file.abandon()
    #expect(try folder.names == [])
    #expect(throws: TabularError.self) { try file.write("y") }
    #expect(throws: TabularError.self) { try file.commit() }
  }

  @Test func `a committed file stays, also after later calls`() throws {
    let file = try AtomicFile(path: folder.path("a"))
    try file.commit()
    file.abandon()
    #expect(throws: TabularError.self) { try file.write("y") }
    #expect(try folder.names == ["a"])
  }

  @Test func `the digest is that of all bytes, buffered or not`() throws {
    let file = try AtomicFile(path: folder.path("a"))
    #expect(file.sha256Hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    try file.write("abc")
    #expect(file.sha256Hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    try file.write(String(repeating: "d", count: 300_000))
    try file.commit()
    let expected = try run("sha256sum", [folder.path("a")]).split(separator: " ").first.map(String.init)
    #expect(file.sha256Hex == expected)
  }

  @Test func `a missing folder is named, with what to do`() throws {
    let path = folder.path("none/a.csv")
    let error = #expect(throws: TabularError.self) { try AtomicFile(path: path) }
    #expect(
      error?.description == "\(path): cannot be written: No such file or directory; create the folder first"
    )
    #expect(error?.kind == .output)
  }

  @Test func `a folder is not overwritten`() throws {
    let error = #expect(throws: TabularError.self) { try AtomicFile(path: folder.path) }
    #expect(error?.kind == .output)
  }

  @Test func `a link is followed, not replaced`() throws {
    try folder.put("old", as: "real")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"),
      withDestinationPath: folder.path("real")
    )
    let file = try AtomicFile(path: folder.path("link"))
    try file.write("new")
    try file.commit()
    #expect(try folder.text("real") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == folder.path("real"))
  }

  @Test func `a name in the current folder needs no folder`() throws {
    let name = "tabular-\(UUID().uuidString)"
    let file = try AtomicFile(path: name)
    try file.commit()
    #expect(FileManager.default.fileExists(atPath: name))
    try FileManager.default.removeItem(atPath: name)
  }

  @Test func `two writers of one file: the last one to commit wins, whole`() throws {
    let first = try AtomicFile(path: folder.path("a"))
    let second = try AtomicFile(path: folder.path("a"))
    try first.write("first")
    try second.write("second")
    try second.commit()
    try first.commit()
    #expect(try folder.text("a") == "first")
    #expect(try folder.names == ["a"])
  }

  @Test func `the manifest names rows, bytes and digest of each file, by name`() throws {
    var manifest = Manifest()
    manifest.add(file: "b.csv", rows: 2, bytes: 20, sha256: "bb")
    manifest.add(file: "a.csv", rows: 1, bytes: 9, sha256: "00")
    manifest.add(file: "a.csv", rows: 1, bytes: 10, sha256: "aa")
    try manifest.write(to: folder.path)
    #expect(try folder.names == ["manifest.json"])
    let read = try JSONDecoder().decode(Manifest.self, from: Data(try folder.bytes("manifest.json")))
    #expect(read == manifest)
    #expect(read.files.map(\.name) == ["a.csv", "b.csv"])
    #expect(read.files.map(\.bytes) == [10, 20])
    #expect(try folder.text("manifest.json").hasSuffix("}\n"))
  }

  @Test func `in a folder of many files nothing is written through a link or a pipe`() throws {
    let outside = folder.path("outside")
    try "kept".write(toFile: outside, atomically: false, encoding: .utf8)
    #expect(symlink(outside, folder.path("link.csv")) == 0)
    #expect(mkfifo(folder.path("pipe.csv"), 0o600) == 0)
    for name in ["link.csv", "pipe.csv"] {
      let error = #expect(throws: TabularError.self) {
        try makeSink(.csv, columns: texts("a"), title: "", to: .fileInFolder(folder.path(name)))
      }
      #expect(error?.kind == .output)
      #expect(error?.file == folder.path(name))
    }
    #expect(try String(contentsOfFile: outside, encoding: .utf8) == "kept")
  }

  @Test func `a folder in which everybody can replace files is named`() throws {
    let open = folder.path("open")
    #expect(try OutputFolder.make(open, remedy: "") == nil)
    #expect(chmod(open, 0o777) == 0)
    #expect(try OutputFolder.make(open + "/2026-11-20/worklists", remedy: "")?.contains("chmod o-w \(open)") == true)
    #expect(chmod(open, 0o1777) == 0)
    #expect(try OutputFolder.make(open + "/2026-11-21", remedy: "") == nil)
  }
}
