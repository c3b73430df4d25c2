import ArgumentParser
import Catalog
import FollowUpEngine
import Tabular

struct RulesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "The rules of the practice, with the values in force.",
    discussion: """
      Parameters have the values that the agency has set, else their defaults; set_by says which are set. If there are several agencies \\
      and none is named, the defaults are shown.
      """,
    subcommands: [List.self, Show.self],
    defaultSubcommand: List.self
  )

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "Lists the rules (the default subcommand)."
    )

    @OptionGroup var output: OutputOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let bootstrap = try await Bootstrap(options)
      let faults = try bootstrap.catalog.ruleFaults
      let catalog = bootstrap.catalog.passingOver(faults.compactMap(\.file))
      let session = try await bootstrap.sessionIfChosen(reading)
      var values: [String: PolicyValue] = [:]
      if let session {
        values = try await PolicyBook(session.with(catalog)).parameterValues()
        await session.close()
      }
      try printTable(
        title: "rules",
        columns: ["rule", "actor", "party", "channel", "parameters", "summary", "set_by"].map {
          Column(name: $0, kind: .text)
        },
        rows: try catalog.rules.map { rule in
          let parameters = rule.parameters.map { ($0, values["\(rule.name).\($0.name)"]) }
          return [
            rule.name, rule.actor, rule.party, rule.channel,
            parameters.map { "\($0.name)=\($1?.value ?? $0.defaultValue)" }.joined(separator: " "), rule.summary,
            parameters.compactMap { parameter, value in value?.isSet == true ? parameter.name : nil }
              .map { "\($0): policy of the agency" }.joined(separator: "; "),
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
      abstract: "Prints a rule's SQL, and below it, as comments, the values in force and where each comes from."
    )

    @Argument(help: "The rule's name.")
    var name: String

    @Option(help: ArgumentHelp("The values for one client, where it may have its own.", valueName: "id"))
    var client: String?

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let bootstrap = try await Bootstrap(options)
      try refuseUnknown("rule", name, known: bootstrap.catalog.ruleNames)
      let rule = try bootstrap.catalog.rule(name)
      var lines: [String] = []
      if let session = try await bootstrap.sessionIfChosen(reading) {
        lines = [
          "", "-- In force for \(session.agency.name)\(client.map { ", client \($0)" } ?? ""):",
        ]
        for value in try await PolicyBook(session).values(of: rule, client: client) {
          let instead = value.value == value.defaultValue ? "" : value.defaultValue.map { ", instead of \($0)" } ?? ""
          lines.append("-- \(value.key) = \(value.value ?? "not set"): \(value.setBy)\(instead)")
        }
        await session.close()
      }
      try say(rule.file.text, terminator: "")
      for line in lines { try say(line) }
    }
  }
}

/// Refuses the name of something that does not exist: a mistake in the command.
func refuseUnknown(_ what: String, _ name: String, known: [String]) throws {
  if known.contains(name) { return }
  throw FollowUpError(
    .usage,
    "the \(what) \(name) does not exist",
    remedy: wordsToUse(known, insteadOf: name)
  )
}
