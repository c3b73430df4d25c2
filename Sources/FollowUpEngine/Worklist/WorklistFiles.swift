import Foundation
import Tabular

/// Splits the stream of lists into one file per list and format, as it arrives: at any time only one list's files are open.
final class WorklistFiles: WorklistConsumer {
  private let folder: String
  private let formats: [Format]
  private let options: SinkOptions
  private let words: PageWords
  private var open: [(name: String, format: Format, sink: any RowSink)] = []
  private var event: WorklistEvent?
  private var names: WorklistFileNames
  private var manifest = Manifest()
  private var done = WorklistExport()
  /// The manager's page, which goes with the lists.
  var overview: String?
  /// Is told how many lists are written.
  var progress: ((Int) -> Void)?

  /// - Parameter recruiters: everybody who works here, by whom files are called alike or not.
  init(
    folder: String,
    formats: [Format],
    recruiters: [Recruiter],
    options: SinkOptions,
    words: PageWords
  ) throws {
    self.words = words
    self.folder = folder
    self.formats = formats
    self.options = options
    names = WorklistFileNames(recruiters)
    // Where it stands, the export is complete: this one is not.
    let stale = folder + "/manifest.json"
    guard unlink(stale) == 0 || errno == ENOENT else {
      throw FollowUpError(
        .output,
        "\(stale) of the previous export cannot be removed: \(String(cString: strerror(errno)))",
        remedy: "name a folder that can be written with --out"
      )
    }
  }

  func begin(_ head: ListHead) throws {
    let stem = names.name(id: head.id, externalID: head.externalID, name: head.name)
    event = WorklistEvent(head, formats, options)
    for format in formats {
      let name = "\(stem).\(format.rawValue)"
      let output = Output.fileInFolder("\(folder)/\(name)")
      open.append((name, format, try WorklistSink.open(format, head, output, options, words)))
    }
    done.lists += 1
  }

  func write(settled: [SettledFollowUp]) throws {
    guard let event else { return }
    for index in open.indices where open[index].format == .ics {
      for followUp in settled { try open[index].sink.write(event.fields(followUp)) }
    }
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
      manifest.add(file: open[index].name, open[index].sink.written)
    }
    open = []
    progress?(done.lists)
  }

  /// Writes the manifest and says what was written.
  func end() throws -> WorklistExport {
    if let overview {
      var sink = try TextSink(to: .fileInFolder("\(folder)/overview.html"))
      try sink.append(overview)
      try sink.finish()
      manifest.add(file: "overview.html", sink.written)
    }
    try manifest.write(to: folder)
    done.manifest = manifest
    done.files = manifest.files.map(\.name) + ["manifest.json"]
    return done
  }
}
