import ArgumentParser
import Catalog
import FollowUpEngine
import Logging
import Postgres
import Tabular

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

  @OptionGroup var output: OutputOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard dryRun || !wantsTable else {
      throw ValidationError("--format and --output are for what would be done: add --dry-run")
    }
    guard (0...1440).contains(wait) else {
      throw ValidationError("--wait \(wait) is not from 0 to 1440 minutes")
    }
  }

  /// What would be done as a table, instead of in words.
  private var wantsTable: Bool { output.format != nil || output.output != nil }

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
    if let preview, wantsTable {
      await connection.close()
      return try printTable(title: "migrate", columns: Self.columns, rows: rows(preview), output, options)
    }
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

  private static let columns = [
    Column(name: "step", kind: .text), Column(name: "version", kind: .integer), Column(name: "summary", kind: .text),
    Column(name: "seconds", kind: .decimal), Column(name: "table", kind: .text), Column(name: "rows", kind: .integer),
    Column(name: "bytes", kind: .integer), Column(name: "indexes", kind: .integer),
    Column(name: "waits", kind: .text),
  ]

  /// A row for each step, after it one for each table that it works on.
  private func rows(_ preview: MigrationPreview) -> [[String?]] {
    var rows: [[String?]] = []
    for step in preview.steps {
      let version = "\(step.version)"
      let seconds = "\((step.seconds * 100).rounded() / 100)"
      rows.append(["migration", version, step.summary, seconds, nil, nil, nil, nil, nil])
      rows += step.tables.map { table in
        [
          "migration", version, nil, nil, table.work.table ?? "every table", table.rows.map(String.init),
          table.bytes.map(String.init), "\(table.work.indexes)",
          table.work.keepsReadersOut ? "everybody" : table.work.keepsWritersOut ? "writers" : nil,
        ]
      }
    }
    rows += preview.outcome.functions.map { ["functions", nil, $0, nil, nil, nil, nil, nil, nil] }
    return rows
  }
}
