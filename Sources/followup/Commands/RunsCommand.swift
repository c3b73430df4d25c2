import ArgumentParser
import FollowUpEngine
import Tabular

struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "The last runs of the jobs, or the steps of one."
  )

  @Argument(help: "A run's id: shows its steps.")
  var id: Int?

  @OptionGroup var output: OutputOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Bootstrap(options).readingSession(reading)
    let statements = session.statements
    let statement = try id.map { try statements.runSteps(run: $0).statement } ?? statements.runs().statement
    let written = try await StatementTable(session).write(
      statement,
      title: id.map { "run \($0)" } ?? "runs",
      format: try output.chosenFormat(),
      output: output.target,
      options: output.sinkOptions(options, stamp: session.asOf)
    )
    await session.close()
    if let id, written.rows == 0 {
      throw FollowUpError(.usage, "the run \(id) does not exist", remedy: "see followup runs")
    }
  }
}
