import Tabular

/// One list into one output.
final class OneList: WorklistConsumer {
  private let format: Format
  private let output: Output
  private let options: SinkOptions
  private var sink: (any RowSink)?

  init(format: Format, output: Output, options: SinkOptions) {
    self.format = format
    self.output = output
    self.options = options
  }

  func begin(_ head: ListHead) throws {
    sink = try WorklistSink.open(format, head.title, output, options)
  }

  func write(_ row: [String?]) throws { try sink?.write(WorklistColumns.fields(row, for: format)) }

  func finish() throws {
    try sink?.finish()
    sink = nil
  }

  func end() {}
}

/// All lists into one output, each row with whose it is at its end.
final class AllLists: WorklistConsumer {
  private let format: Format
  private var sink: any RowSink
  private var head: ListHead?

  init(format: Format, output: Output, options: SinkOptions) throws {
    self.format = format
    let owner = [Column(name: "recruiter", kind: .text), Column(name: "recruiter_id", kind: .text)]
    var options = options
    options.ics = WorklistColumns.calendar
    sink = try makeSink(
      format,
      columns: WorklistColumns.columns(for: format) + owner,
      title: "Worklists",
      to: output,
      options: options
    )
  }

  func begin(_ head: ListHead) throws { self.head = head }

  func write(_ row: [String?]) throws {
    try sink.write(WorklistColumns.fields(row, for: format) + [head?.name, head?.externalID])
  }

  func finish() throws {}

  func end() throws { try sink.finish() }
}

enum WorklistSink {
  static func open(_ format: Format, _ title: String, _ output: Output, _ options: SinkOptions) throws -> any RowSink {
    var options = options
    options.ics = WorklistColumns.calendar
    return try makeSink(
      format,
      columns: WorklistColumns.columns(for: format),
      title: title,
      to: output,
      options: options
    )
  }
}
