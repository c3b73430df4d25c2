import ArgumentParser
import FollowUpEngine
import Logging
import Postgres

struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Brings the database's schema up to date.",
    discussion: """
      It first says which migrations it will apply, what they do to which tables, and about how long that takes. \
      Each migration is applied whole or not at all. Where another session holds a lock for longer than 3 seconds, the \
      migration is taken back and tried again later, so that nobody waits behind it.
      """
  )

  @Flag(help: "Only say whether it is up to date; exit code 3 when it is not.")
  var check = false

  @Flag(help: "Says what would be done, and changes nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp(
      "For how many minutes to try again where other sessions hold locks; 0: not at all. Then the exit code is 75.",
      valueName: "minutes"
    )
  )
  var wait = 5

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard (0...1440).contains(wait) else {
      throw ValidationError("--wait \(wait) is not from 0 to 1440 minutes")
    }
  }

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    let connection = try await bootstrap.connectToMigrate()
    let logger = bootstrap.logger
    let migrator = Migrator(
      connection: connection,
      catalog: bootstrap.catalog,
      patience: Migrator.Patience(total: .seconds(60 * wait)),
      tell: { logger.warning("\($0)") }
    )
    let preview = try await check ? nil : migrator.preview()
    for line in preview?.lines ?? [] { try say(line) }
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
