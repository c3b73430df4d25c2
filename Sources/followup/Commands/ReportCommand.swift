import ArgumentParser
import Catalog
import FollowUp
import Tabular

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Reports: one SELECT each in sql/reports.",
    subcommands: [Run.self, List.self, Show.self],
    defaultSubcommand: Run.self
  )

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Writes one report (the default subcommand).")

    @Argument(help: "The report's name; see report list.")
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
      let report = try known(name, in: try bootstrap.catalog.reports)
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
          throw ValidationError("-p \(parameter) is no name=value")
        }
        pairs[String(parameter[..<equals])] = String(parameter[parameter.index(after: equals)...])
      }
      return pairs
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the reports.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let reports = try await Bootstrap(options).catalog.reports
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
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints a report's SQL.")

    @Argument(help: "The report's name.")
    var name: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
      try say(known(name, in: try await Bootstrap(options).catalog.reports).file.text, terminator: "")
    }
  }
}
