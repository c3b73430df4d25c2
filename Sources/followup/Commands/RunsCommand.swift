import ArgumentParser
import FollowUpEngine
import Postgres
import Tabular

struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "The last runs of the jobs, or what one of them did.",
    discussion: """
      How long each took stands beside how long the job usually takes: the median of its last 30 done runs before.
      With a run's id: its steps with their counts; on a terminal also the files it wrote and what it warned of, which --files and \
      --warnings write as tables of their own. A file is named from the folder of the run's date.

      followup runs --all-agencies
      followup runs 12 --files --format csv
      """
  )

  @Argument(help: "A run's id: shows what it did.")
  var id: Int?

  @Flag(help: "With a run's id: the files it wrote, with rows, bytes and SHA-256.")
  var files = false

  @Flag(help: "With a run's id: what its steps warned of.")
  var warnings = false

  @Flag(help: "The runs of every agency of the database.")
  var allAgencies = false

  @Option(help: ArgumentHelp("How many runs, for each agency; default: 50, with --all-agencies 10.", valueName: "n"))
  var last: Int?

  @OptionGroup var output: OutputOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if allAgencies, options.agency != nil {
      throw ValidationError("--all-agencies means every agency; leave --agency out")
    }
    if id == nil, files || warnings {
      throw ValidationError("--files and --warnings tell of one run; name it: followup runs ID --files")
    }
    if files && warnings { throw ValidationError("--files and --warnings are two tables; give one of them") }
    if id != nil, allAgencies || last != nil {
      throw ValidationError("a run's id names one run of one agency; leave --all-agencies and --last out")
    }
    if let last, last < 1 { throw ValidationError("--last must be at least 1") }
  }

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    if let id { return try await show(id, bootstrap) }
    let format = try output.chosenFormat()
    if allAgencies {
      let connection = try await bootstrap.connectToRead(reading)
      let agencies = try await Agencies(connection: connection, catalog: bootstrap.catalog).list()
      let moment = try options.moment()
      let sessions = agencies.map { agency in
        AgencySession(
          connection: connection,
          catalog: bootstrap.catalog,
          agency: agency,
          asOf: moment,
          logger: bootstrap.logger,
          isReadOnly: true
        )
      }
      try await RunHistory(sessions, last: last ?? 10)
        .write(format: format, output: output.target, options: output.sinkOptions(options, stamp: moment))
      return await connection.close()
    }
    let session = try await bootstrap.readingSession(reading)
    try await StatementTable(session).write(
      try session.statements.runs(last: last ?? 50).statement,
      title: "runs",
      format: format,
      output: output.target,
      options: output.sinkOptions(options, stamp: session.asOf)
    )
    await session.close()
  }

  private func show(_ id: Int, _ bootstrap: Bootstrap) async throws {
    let session = try await bootstrap.readingSession(reading)
    let format = try output.chosenFormat()
    let statements = session.statements
    let steps = (title: "Run \(id)", statement: try statements.runSteps(run: id).statement)
    let written = (title: "Files of run \(id)", statement: try statements.runFiles(run: id).statement)
    let warned = (title: "Warnings of run \(id)", statement: try statements.runWarnings(run: id).statement)
    guard try await RunHistory.exists(id, session) else {
      await session.close()
      throw FollowUpError(.usage, "the run \(id) does not exist", remedy: "see followup runs")
    }
    let everything = format == .table && output.isTerminal && !files && !warnings
    for table in everything ? [steps, written, warned] : files ? [written] : warnings ? [warned] : [steps] {
      try await StatementTable(session).write(
        table.statement,
        title: table.title,
        format: format,
        output: output.target,
        options: output.sinkOptions(options, stamp: session.asOf)
      )
    }
    await session.close()
  }
}
