import ArgumentParser
import FollowUpEngine
import Postgres

struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Brings the database's schema up to date."
  )

  @Flag(help: "Only say whether it is up to date; exit code 3 when it is not.")
  var check = false

  @Flag(help: "Says what would be done, and changes nothing.")
  var dryRun = false

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    let connection = try await bootstrap.connect()
    let migrator = Migrator(connection: connection, catalog: bootstrap.catalog)
    let outcome = try await check || dryRun ? migrator.check() : migrator.migrate()
    await connection.close()
    if outcome.isUpToDate {
      try say("The schema is up to date at version \(outcome.to).")
    } else {
      let functions = outcome.functions.isEmpty ? "" : "; functions: \(outcome.functions.joined(separator: ", "))"
      let distributed = outcome.distributes.isEmpty ? "" : "; distributed: \(outcome.distributes.count) tables"
      let would = dryRun ? "It would be migrated:" : "Migrated:"
      try say(
        "\(check ? "The schema is not up to date:" : would) version \(outcome.from) to \(outcome.to)\(functions)\(distributed)."
      )
      if check { throw ExitStatus.Partial() }
    }
  }
}
