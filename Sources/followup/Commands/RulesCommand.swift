import ArgumentParser
import Catalog
import FollowUp
import Tabular

struct RulesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "The rules of the practice.",
    subcommands: [List.self, Show.self],
    defaultSubcommand: List.self
  )

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the rules (the default subcommand).")

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let rules = try await Bootstrap(options).catalog.rules
      try printTable(
        title: "rules",
        columns: ["rule", "actor", "party", "channel", "parameters", "summary"].map { Column(name: $0, kind: .text) },
        rows: rules.map { rule in
          [
            rule.name, rule.actor, rule.party, rule.channel,
            rule.parameters.map { "\($0.name)=\($0.defaultValue)" }.joined(separator: " "), rule.summary,
          ]
        },
        output,
        options
      )
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints a rule's SQL, header and all.")

    @Argument(help: "The rule's name.")
    var name: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
      try say(known(name, in: try await Bootstrap(options).catalog.rules).file.text, terminator: "")
    }
  }
}

/// Something of the catalogue that people call by its name.
protocol Named {
  /// What it is, for messages.
  static var what: String { get }
  var name: String { get }
}

extension Report: Named {
  static var what: String { "report" }
}

extension Rule: Named {
  static var what: String { "rule" }
}

/// The one of that name; a name that is not known is a mistake in the command.
func known<Item: Named>(_ name: String, in items: [Item]) throws -> Item {
  guard let item = items.first(where: { $0.name == name }) else {
    throw FollowUpError(
      .usage,
      "there is no \(Item.what) \(name)",
      remedy: "known are \(items.map(\.name).joined(separator: ", "))"
    )
  }
  return item
}
