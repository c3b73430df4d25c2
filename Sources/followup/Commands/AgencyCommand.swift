import ArgumentParser
import FollowUp
import Postgres
import Tabular

struct AgencyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agency", abstract: "The agencies in this database.",
    subcommands: [Add.self, List.self])

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Adds an agency.")

    @Argument(help: "Its name.")
    var name: String

    @Option(help: "The IANA zone in which it counts days, such as America/New_York.")
    var timeZone: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let bootstrap = try await Bootstrap(options)
      let catalog = try bootstrap.catalog()
      let connection = try await bootstrap.connectUpToDate(catalog)
      let agency = try await Agencies(connection: connection, catalog: catalog).add(name: name, timeZone: timeZone)
      await connection.close()
      print("Added agency \(agency.name) in \(agency.timeZone).")
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the agencies.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let bootstrap = try await Bootstrap(options)
      let catalog = try bootstrap.catalog()
      let connection = try await bootstrap.connectUpToDate(catalog)
      let agencies = try await Agencies(connection: connection, catalog: catalog).list()
      await connection.close()
      try printTable(
        title: "agencies", columns: [Column(name: "name", kind: .text), Column(name: "time_zone", kind: .text)],
        rows: agencies.map { [$0.name, $0.timeZone] }, output, options)
    }
  }
}

/// Prints a small table that is in memory already.
func printTable(
  title: String, columns: [Column], rows: [[String?]], _ output: OutputOptions, _ options: GlobalOptions
) throws {
  var sink = try makeSink(
    try output.chosenFormat(), columns: columns, title: title, to: output.target,
    options: output.sinkOptions(options, stamp: try options.moment()))
  for row in rows { try sink.write(row) }
  try sink.finish()
}
