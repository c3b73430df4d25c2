import Foundation
import Testing

@testable import Tabular

/// Outputs that are not regular files, and outputs that fail.
@Suite struct OutputTests {
  let folder: Folder

  init() throws {
    folder = try Folder()
    // As the program's main does; else the signal would end the tests.
    signal(SIGPIPE, SIG_IGN)
  }

  @Test func `a pipe that nobody reads is not taken for an error`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    let stream = DescriptorStream(ends[1], name: "standard output", closing: true)
    var sink = CSVSink(columns: texts("a"), delimiter: 0x2C, to: stream, excel: false)
    try sink.write(["x"])
    let error = #expect(throws: TabularError.self) { try sink.finish() }
    #expect(error?.kind == .closedPipe)
  }

  @Test func `a pipe that closes while rows are written ends the writing`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    close(ends[0])
    var sink = CSVSink(
      columns: texts("a"),
      delimiter: 0x2C,
      to: DescriptorStream(ends[1], name: "standard output", closing: true),
      excel: false
    )
    let error = #expect(throws: TabularError.self) {
      for row in 0..<1_000_000 { try sink.write(["\(row)"]) }
    }
    #expect(error?.kind == .closedPipe)
    #expect(sink.written.rows < 100_000)
  }

  @Test func `a slow reader of a non-blocking pipe gets every byte`() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    #expect(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0)
    let reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    let writer = Thread { [writing = ends[1]] in
      let stream = DescriptorStream(writing, name: "pipe", closing: true)
      do {
        try stream.write([UInt8](repeating: 0x61, count: 1_000_000))
      } catch {
        print(error)
      }
    }
    writer.start()
    #expect(try reading.readToEnd()?.count == 1_000_000)
  }

  @Test func `a full disk is an error of the output, with what to do`() throws {
    var sink = try makeSink(.csv, columns: texts("a"), title: "", to: .file("/dev/full"))
    let error = #expect(throws: TabularError.self) { try sink.finish() }
    #expect(
      error?.description
        == "/dev/full: cannot be written: No space left on device; free some space, or write to another disk"
    )
    #expect(error?.kind == .output)
  }

  @Test func `a device or named pipe is written to, not replaced`() throws {
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    // Opened for both directions so that neither side waits for the other.
    let descriptor = open(folder.path("pipe"), O_RDWR)
    let reading = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var sink = try makeSink(.csv, columns: texts("a"), title: "", to: .file(folder.path("pipe")))
    try sink.write(["x"])
    try sink.finish()
    #expect(try reading.read(upToCount: 4) == Data("a\nx\n".utf8))
    #expect(try folder.names == ["pipe"])
  }

  @Test func `an output that cannot be had is found out before anything is written`() throws {
    let error = #expect(throws: TabularError.self) {
      try makeSink(.ics, columns: texts("a"), title: "", to: .file(folder.path("a.ics")))
    }
    #expect(error?.kind == .unsuitable)
    #expect(try folder.names == [])
  }
}
