import ArgumentParser
import FollowUpEngine
import Tabular

struct PersonRetentionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retention",
    abstract: "Anonymises candidates and references who have been kept for as long as the policy says.",
    discussion: """
      The policy keys keep_candidates_days and keep_references_days say for how long people are kept after their last fact: a touch, an \
      interview, a stage, a decision, a change of status. Neither can be less than keep_minimum_days. They are taken out as by person \
      erase: counts, times and states stay, and an import refuses them from then on. --dry-run shows first who that would be, by id, and \
      who is kept although their time is over: what blocks it, and until when. It cannot be undone. jobs/retention.yaml does the same.
      """
  )

  @OptionGroup var trial: TrialOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    let session = try await bootstrap.session()
    let retention = Retention(session, folders: try await bootstrap.traces(of: session))
    let settings = try await retention.settings()
    if settings.keepsEverybody {
      await session.close()
      return mention("\(settings.words); nothing was done")
    }
    if trial.dryRun {
      try await retention.list(
        format: try output.chosenFormat(),
        output: output.target,
        options: output.sinkOptions(options, stamp: session.asOf)
      )
      let outcome = try await retention.preview()
      await session.close()
      mention(settings.words)
      return mention("\(outcome.words) would be anonymised, \(outcome.blocked) kept; nothing was changed")
    }
    let outcome = try await Interruption.guarding { try await retention.run() }
    await session.close()
    try say("\(outcome.words) anonymised, \(outcome.blocked) whose time is over kept.")
    if !options.quiet { for file in outcome.files { try say("  removed: \(file)") } }
    if outcome.blocked > 0 { mention("followup person retention --dry-run shows what blocks that they are anonymised") }
    if outcome.candidates + outcome.references > 0 {
      mention("take them out at the source too: an import refuses their rows")
    }
  }
}
