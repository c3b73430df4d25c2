import ArgumentParser
import FollowUp
import Logging
import Tabular

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Brings the follow-ups in line with the data.",
    discussion: "Plans the candidates whose facts changed since the last time, and prints what changed per rule."
  )

  @Flag(help: "Everybody, from scratch; finds nothing more to change.")
  var full = false

  @OptionGroup var output: OutputOptions
  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Bootstrap(options).session()
    let outcome = try await Planner(session).plan(full: full)
    await session.close()
    session.logger.notice("planned \(outcome.candidates) candidates")
    try printTable(
      title: "plan",
      columns: [
        Column(name: "rule", kind: .text), Column(name: "added", kind: .integer),
        Column(name: "changed", kind: .integer), Column(name: "withdrawn", kind: .integer),
      ],
      rows: outcome.rules.sorted { $0.key < $1.key }.map { rule, changes in
        [rule, "\(changes.added)", "\(changes.changed)", "\(changes.withdrawn)"]
      },
      output,
      options
    )
  }
}
