import ArgumentParser
import FollowUpEngine
import Logging
import Postgres
import Tabular

struct AgencyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agency",
    abstract: "The agencies in this database.",
    subcommands: [Add.self, List.self, Rename.self, Remove.self, Policy.self]
  )

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Adds an agency.")

    @Argument(help: "Its name.")
    var name: String

    @Option(help: "The IANA zone in which it counts days, such as America/New_York.")
    var timeZone: String

    @Option(
      help: ArgumentHelp(
        "The first date on which it works with followup, such as 2026-11-20; what was due before it is history.",
        valueName: "date"
      )
    )
    var inForceFrom: String?

    @OptionGroup var trial: TrialOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let bootstrap = try await Bootstrap(options)
      let connection = try await bootstrap.connectUpToDate()
      let agency = try await Agencies(connection: connection, catalog: bootstrap.catalog).add(
        name: name,
        timeZone: timeZone,
        inForceFrom: inForceFrom,
        dryRun: trial.dryRun
      )
      await connection.close()
      if trial.dryRun { return try say("It would be added; nothing was changed.") }
      try say("Added agency \(agency.name) in \(agency.timeZone).")
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the agencies.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let bootstrap = try await Bootstrap(options)
      let connection = try await bootstrap.connectUpToDate()
      let agencies = try await Agencies(connection: connection, catalog: bootstrap.catalog).list()
      await connection.close()
      try printTable(
        title: "agencies",
        columns: [Column(name: "name", kind: .text), Column(name: "time_zone", kind: .text)],
        rows: agencies.map { [$0.name, $0.timeZone] },
        output,
        options
      )
    }
  }
}

extension AgencyCommand {
  struct Rename: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rename", abstract: "Gives an agency another name.")

    @Argument(help: "Its name now.")
    var name: String

    @Argument(help: "Its new name.")
    var newName: String

    @OptionGroup var trial: TrialOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let bootstrap = try await Bootstrap(options)
      let connection = try await bootstrap.connectUpToDate()
      let agency = try await Agencies(connection: connection, catalog: bootstrap.catalog).rename(
        name,
        to: newName,
        dryRun: trial.dryRun
      )
      await connection.close()
      if trial.dryRun { return try say("It would be renamed; nothing was changed.") }
      try say("Renamed to \(agency.name).")
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "remove",
      abstract: "Removes an agency with everything that is stored about it.",
      discussion: "Files that its nightly runs wrote stay where they are."
    )

    @Argument(help: "Its name.")
    var name: String

    @Flag(help: "Yes, delete all of its data.")
    var yes = false

    @OptionGroup var trial: TrialOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      guard yes || trial.dryRun else {
        throw ValidationError("this deletes all data of \(name); confirm it with --yes")
      }
      let bootstrap = try await Bootstrap(options)
      let connection = try await bootstrap.connectUpToDate()
      let agency = try await Agencies(connection: connection, catalog: bootstrap.catalog).remove(
        name,
        dryRun: trial.dryRun
      )
      await connection.close()
      if trial.dryRun { return try say("\(agency.name) would be removed with all of its data; nothing was changed.") }
      try say("Removed \(agency.name).")
    }
  }

  struct Policy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "policy",
      abstract: "Shows the policy and where each value comes from, or sets a key.",
      discussion: "followup agency policy check_in_cap=2 --client cl07; an empty value goes back to the default."
    )

    @Argument(help: ArgumentHelp("A key to show, or a key and the value to set.", valueName: "key[=value]"))
    var setting: String?

    @Option(help: ArgumentHelp("For one client, for keys that a client may have for itself.", valueName: "id"))
    var client: String?

    @Flag(help: "Says whether the value would be accepted, and changes nothing.")
    var dryRun = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let session = try await Bootstrap(options).session()
      let book = PolicyBook(session)
      var key = setting
      if let setting, let equals = setting.firstIndex(of: "=") {
        key = String(setting[..<equals])
        let value = String(setting[setting.index(after: equals)...])
        if dryRun {
          try await book.check(key: String(setting[..<equals]), value: value, client: client)
          session.logger.notice("\(setting) would be accepted; nothing was changed")
        } else {
          try await book.set(key: String(setting[..<equals]), value: value, client: client)
        }
      }
      let written = try await StatementTable(session).write(
        try await book.shown(key: key, client: client),
        title: "policy",
        format: try output.chosenFormat(),
        output: output.target,
        options: output.sinkOptions(options, stamp: session.asOf)
      )
      await session.close()
      if let key, written.rows == 0 {
        throw FollowUpError(.usage, "the policy key \(key) does not exist", remedy: "followup agency policy lists them")
      }
    }
  }
}

/// Prints a small table that is in memory already.
func printTable(
  title: String,
  columns: [Column],
  rows: [[String?]],
  _ output: OutputOptions,
  _ options: GlobalOptions
) throws {
  var sink = try makeSink(
    try output.chosenFormat(),
    columns: columns,
    title: title,
    to: output.target,
    options: output.sinkOptions(options, stamp: try options.moment())
  )
  for row in rows { try sink.write(row) }
  try sink.finish()
}
