import Foundation
import Tabular

/// A folder of its own for a test, gone when the test lets go of it.
final class Folder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "tabular-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      print("left behind: \(path): \(error)")
    }
  }

  /// What is in it, hidden names too.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func path(_ name: String) -> String { path + "/" + name }

  func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path(name)))) }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// Puts a file there as it is, past the code under test.
  @discardableResult
  func put(_ bytes: [UInt8], as name: String = "in.csv") throws -> String {
    try Data(bytes).write(to: URL(filePath: path(name)))
    return path(name)
  }

  @discardableResult
  func put(_ text: String, as name: String = "in.csv") throws -> String { try put(Array(text.utf8), as: name) }
}

/// What a sink makes of these rows.
func render(
  _ format: Format,
  _ columns: [Column],
  _ rows: [[String?]],
  title: String = "",
  options: SinkOptions = SinkOptions()
) throws -> [UInt8] {
  let buffer = MemoryBuffer()
  var sink = try makeSink(format, columns: columns, title: title, to: .memory(buffer), options: options)
  for row in rows { try sink.write(row) }
  try sink.finish()
  return buffer.bytes
}

func renderText(
  _ format: Format,
  _ columns: [Column],
  _ rows: [[String?]],
  title: String = "",
  options: SinkOptions = SinkOptions()
) throws -> String {
  String(decoding: try render(format, columns, rows, title: title, options: options), as: UTF8.self)
}

/// Text columns of these names.
func texts(_ names: String...) -> [Column] { names.map { Column(name: $0, kind: .text) } }

/// What another program prints, for reading back what was written with something that is not ours.
func run(_ program: String, _ arguments: [String]) throws -> String {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = [program] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  try process.run()
  let data = try pipe.fileHandleForReading.readToEnd()
  process.waitUntilExit()
  struct Failed: Error { let status: Int32 }
  guard process.terminationStatus == 0, let data else { throw Failed(status: process.terminationStatus) }
  return String(decoding: data, as: UTF8.self)
}
