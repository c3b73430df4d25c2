import ArgumentParser
import Catalog
import FollowUpEngine
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

    @Argument(help: "The report's name; see followup report list.")
    var name: String

    @Option(name: .customShort("p"), help: ArgumentHelp("Sets a parameter of the report.", valueName: "name=value"))
    var parameters: [String] = []

    @OptionGroup var output: OutputOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let bootstrap = try await Bootstrap(options)
      let format = try output.chosenFormat()
      let given = try pairs()
      try refuseUnknown("report", name, known: bootstrap.catalog.reportNames)
      let report = try bootstrap.catalog.report(name)
      let session = try await bootstrap.readingSession(reading)
      try await ReportRunner(session).run(
        report,
        parameters: given,
        format: format,
        output: output.target,
        options: output.sinkOptions(options, stamp: session.asOf)
      )
      await session.close()
    }

    private func pairs() throws -> [String: String] {
      var pairs: [String: String] = [:]
      for parameter in parameters {
        guard let equals = parameter.firstIndex(of: "=") else {
          throw ValidationError("-p \(parameter) is not of the form name=value")
        }
        pairs[String(parameter[..<equals])] = String(parameter[parameter.index(after: equals)...])
      }
      return pairs
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the reports.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let catalog = try await Bootstrap(options).catalog
      let faults = try catalog.faults().filter { $0.file?.hasPrefix("sql/reports/") == true }
      let reports = try catalog.passingOver(faults.compactMap(\.file)).reports
      try printTable(
        title: "reports",
        columns: ["report", "parameters", "summary"].map { Column(name: $0, kind: .text) },
        rows: reports.map { report in
          [
            report.name, report.parameters.map { "\($0.name)=\($0.defaultValue)" }.joined(separator: " "),
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
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Prints a report's SQL.")

    @Argument(help: "The report's name.")
    var name: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let catalog = try await Bootstrap(options).catalog
      try refuseUnknown("report", name, known: catalog.reportNames)
      try say(catalog.report(name).file.text, terminator: "")
    }
  }
}
