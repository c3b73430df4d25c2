import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation
import Tabular

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Reports: one SELECT each in sql/reports.",
    subcommands: [Run.self, List.self, Show.self],
    defaultSubcommand: Run.self
  )

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run",
      abstract: "Writes one report (the default subcommand)."
    )

    @Argument(
      help: "The report's name; see followup report list.",
      completion: .custom { _, _, _ in CompletionWords.names() }
    )
    var name: String

    @Option(
      name: .customShort("p"),
      help: ArgumentHelp("Sets a parameter of the report.", valueName: "name=value"),
      completion: .custom { words, _, _ in CompletionWords.parameters(after: words) }
    )
    var parameters: [String] = []

    @OptionGroup(title: "Rows and columns") var selection: SelectionOptions

    @Option(help: ArgumentHelp("Shows it anew every so often, such as 10s or 5m, until Ctrl-C.", valueName: "time"))
    var watch: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let bootstrap = try await Bootstrap(options)
      let format = try output.chosenFormat()
      let request = try selection.request(parameters: parameters)
      let pause = try watch.map(seconds)
      try refuseUnknown("report", name, known: bootstrap.catalog.reportNames)
      let report = try bootstrap.catalog.report(name)
      var session = try await bootstrap.readingSession(reading)
      let runner = { ReportRunner($0, limitSeconds: try bootstrap.reportLimitSeconds()) }
      while true {
        if pause != nil, output.isTerminal { try say("\u{1B}[H\u{1B}[2J", terminator: "") }
        try await runner(session).run(
          report,
          request,
          format: format,
          output: output.target,
          options: output.sinkOptions(options, stamp: session.asOf)
        )
        guard let pause else { break }
        try await Task.sleep(for: .seconds(pause))
        session = session.at(try await options.moment(for: session))
      }
      await session.close()
    }

    private func seconds(_ text: String) throws -> Int {
      let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600]
      let unit = text.last.flatMap { units[$0] }
      guard let count = Int(unit == nil ? text : String(text.dropLast())), (1...86_400).contains(count) else {
        throw ValidationError("--watch \(text) is not a time; write 10s, 5m or 1h")
      }
      return count * (unit ?? 1)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the reports.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let catalog = try await Bootstrap(options).catalog
      let faults = try catalog.reportFaults
      let reports = try catalog.passingOver(faults.compactMap(\.file)).reports
      try printTable(
        title: "reports",
        columns: ["report", "parameters", "summary"].map { Column(name: $0, kind: .text) },
        rows: reports.map { report in
          [
            report.name,
            report.parameters.map { $0.isRequired ? $0.name : "\($0.name)=\($0.defaultValue)" }.joined(separator: ", "),
            report.summary,
          ]
        },
        output,
        options
      )
      for fault in faults { mention("\(fault)") }
      if !faults.isEmpty { throw ExitStatus.Partial() }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Says what a report answers, its parameters and columns, and shows an example."
    )

    @Argument(help: "The report's name.", completion: .custom { _, _, _ in CompletionWords.names() })
    var name: String

    @Flag(help: "Prints the report's SQL instead.")
    var sql = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let catalog = try await Bootstrap(options).catalog
      try refuseUnknown("report", name, known: catalog.reportNames)
      let report = try catalog.report(name)
      if sql { return try say(report.file.text, terminator: "") }
      try say(try ReportDescription(report, example: catalog.example(of: report)).text, terminator: "")
    }
  }
}

/// Which rows and columns of a report are wanted.
struct SelectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only what is about this recruiter: an id, email or name.", valueName: "who"))
  var recruiter: String?

  @Option(help: ArgumentHelp("Only what is about this client: an id or name.", valueName: "who"))
  var client: String?

  @Option(help: ArgumentHelp("The first day: a date, or such as 'monday - 4 weeks'.", valueName: "day"))
  var from: String?

  @Option(help: ArgumentHelp("The last day.", valueName: "day"))
  var to: String?

  @Option(
    help: ArgumentHelp("Only these columns, in this order, with commas between them.", valueName: "columns"),
    completion: .custom { words, _, _ in CompletionWords.columns(after: words) }
  )
  var columns: String?

  @Option(
    help: ArgumentHelp("Orders by these columns; :desc after one: the greatest first.", valueName: "columns"),
    completion: .custom { words, _, _ in CompletionWords.columns(after: words) }
  )
  var sort: String?

  @Option(help: ArgumentHelp("At most so many rows.", valueName: "count"))
  var limit: Int?

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("Only the rows with this value in a column; empty: without one.", valueName: "column=value"),
    completion: .custom { words, _, _ in CompletionWords.columns(after: words).map { "\($0)=" } }
  )
  var conditions: [String] = []

  /// What is asked for.
  func request(parameters: [String]) throws -> ReportRequest {
    var request = ReportRequest()
    for (name, value) in try parameters.map({ try pair($0, option: "-p", of: "name=value") }) {
      request.parameters[name] = value
    }
    request.recruiter = recruiter
    request.client = client
    request.selection.from = from
    request.selection.to = to
    request.selection.columns = names(columns)
    request.selection.conditions = try conditions.map {
      let (column, value) = try pair($0, option: "--where", of: "column=value")
      return ReportSelection.Condition(column: column, value: value)
    }
    request.selection.order = try names(sort).map { name in
      let parts = name.split(separator: ":", maxSplits: 1)
      let direction = parts.count > 1 ? String(parts[1]) : "asc"
      guard let column = parts.first, ["asc", "desc"].contains(direction) else {
        throw ValidationError("--sort \(name): write column, or column:desc for the greatest first")
      }
      return ReportSelection.Order(column: String(column), isDescending: direction == "desc")
    }
    if let limit, limit < 0 { throw ValidationError("--limit must be a whole number from 0") }
    request.selection.limit = limit
    return request
  }

  private func names(_ list: String?) -> [String] {
    (list ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  private func pair(_ text: String, option: String, of form: String) throws -> (String, String) {
    guard let equals = text.firstIndex(of: "=") else {
      throw ValidationError("\(option) \(text) is not of the form \(form)")
    }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }
}
