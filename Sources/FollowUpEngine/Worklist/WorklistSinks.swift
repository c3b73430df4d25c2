import Tabular

/// One list into one output.
final class OneList: WorklistConsumer {
  private let format: Format
  private let output: Output
  private let options: SinkOptions
  private let words: PageWords
  private var sink: (any RowSink)?
  private var event: WorklistEvent?

  init(format: Format, output: Output, options: SinkOptions, words: PageWords) {
    self.words = words
    self.format = format
    self.output = output
    self.options = options
  }

  func begin(_ head: ListHead) throws {
    sink = try WorklistSink.open(format, head, output, options, words)
    event = WorklistEvent(head, [format], options)
  }

  func write(settled: [SettledFollowUp]) throws {
    guard format == .ics, let event else { return }
    for followUp in settled { try sink?.write(event.fields(followUp)) }
  }

  func write(_ row: [String?]) throws { try sink?.write(WorklistColumns.fields(row, for: format, event: event)) }

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
  private let options: SinkOptions
  private var head: ListHead?
  private var event: WorklistEvent?

  /// - Parameter options: with the zone of the agency, since the lists' own may differ.
  init(format: Format, output: Output, options: SinkOptions) throws {
    self.format = format
    self.options = options
    let owner = [Column(name: "recruiter", kind: .text), Column(name: "recruiter_id", kind: .text)]
    let options = WorklistSheet.dressed(options, for: format, in: options.zone)
    sink = try makeSink(
      format,
      columns: WorklistColumns.columns(for: format) + owner,
      title: "Worklists",
      to: output,
      options: options
    )
  }

  func begin(_ head: ListHead) throws {
    self.head = head
    event = WorklistEvent(head, [format], options)
  }

  func write(settled: [SettledFollowUp]) throws {
    guard format == .ics, let event else { return }
    for followUp in settled { try sink.write(event.fields(followUp) + [head?.name, head?.externalID]) }
  }

  func write(_ row: [String?]) throws {
    try sink.write(WorklistColumns.fields(row, for: format, event: event) + [head?.name, head?.externalID])
  }

  func finish() throws {}

  func end() throws { try sink.finish() }
}

enum WorklistSink {
  static func open(
    _ format: Format,
    _ head: ListHead,
    _ output: Output,
    _ options: SinkOptions,
    _ words: PageWords
  ) throws -> any RowSink {
    if format == .html { return try OneListPage(head, words: words, to: output) }
    return try makeSink(
      format,
      columns: WorklistColumns.columns(for: format),
      title: head.title,
      to: output,
      options: WorklistSheet.dressed(options, for: format, in: head.zone)
    )
  }
}
