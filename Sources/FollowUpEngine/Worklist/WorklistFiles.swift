import Foundation
import Tabular

/// Splits the stream of lists into one file per list and format, as it arrives: at any time only one list's files are open.
final class WorklistFiles: WorklistConsumer {
  private let folder: String
  private let formats: [Format]
  private let options: SinkOptions
  private var open: [(name: String, format: Format, sink: any RowSink)] = []
  private var event: WorklistEvent?
  private var names: WorklistFileNames
  private var manifest = Manifest()
  private var done = WorklistExport()

  /// - Parameter recruiters: everybody who works here, by whom files are called alike or not.
  init(folder: String, formats: [Format], recruiters: [Recruiter], options: SinkOptions) throws {
    self.folder = folder
    self.formats = formats
    self.options = options
    names = WorklistFileNames(recruiters)
    // Where it stands, the export is complete: this one is not.
    let stale = folder + "/manifest.json"
    guard unlink(stale) == 0 || errno == ENOENT else {
      throw FollowUpError(
        .output,
        "\(stale) of the export before cannot be taken away: \(String(cString: strerror(errno)))",
        remedy: "name a folder that can be written with --out"
      )
    }
  }

  func begin(_ head: ListHead) throws {
    let stem = names.name(id: head.id, externalID: head.externalID, name: head.name)
    event = WorklistEvent(head, formats, options)
    for format in formats {
      let name = "\(stem).\(format.rawValue)"
      open.append((name, format, try WorklistSink.open(format, head, .fileInFolder("\(folder)/\(name)"), options)))
    }
    done.lists += 1
  }

  func write(_ row: [String?]) throws {
    for index in open.indices {
      try open[index].sink.write(WorklistColumns.fields(row, for: open[index].format, event: event))
    }
    done.rows += 1
  }

  func finish() throws {
    for index in open.indices {
      try open[index].sink.finish()
      let written = open[index].sink.written
      guard let digest = written.sha256 else { continue }
      manifest.add(file: open[index].name, rows: written.rows, bytes: written.bytes, sha256: digest)
    }
    open = []
  }

  /// Writes the manifest and says what was written.
  func end() throws -> WorklistExport {
    try manifest.write(to: folder)
    done.files = manifest.files.map(\.name) + ["manifest.json"]
    return done
  }
}
