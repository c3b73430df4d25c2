import ArgumentParser
import FollowUpEngine

struct PersonMergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Joins two rows that are one person; nothing else merges rows.",
    discussion: """
      The first row stays, and all that is the second one's becomes its own: applications, interviews, touches, references, follow-ups \
      with their answers and nudges. What is empty on the first is filled from the second; else the first one's stays, but for \
      do-not-contact, no consent, refused and bounced, where the stricter of the two holds. Whoever was nudged for the one is not \
      nudged again for the other. An import takes the second one's id for the first from then on. It cannot be taken back: --dry-run \
      shows first what it would do, and two rows with neither address, number nor name in common are refused without --force. Report \
      data_quality names rows that may be one person.
      """
  )

  @Argument(help: ArgumentHelp("candidate, contact or reference.", valueName: "kind"))
  var kind: String

  @Argument(
    help: ArgumentHelp("The id of the row that stays; SOURCE:ID where several sources have it.", valueName: "keep")
  )
  var kept: String

  @Argument(help: ArgumentHelp("The id of the row that is merged into it.", valueName: "merge"))
  var merged: String

  @Flag(help: "Also where the two rows have no address, telephone number or name in common.")
  var force = false

  @OptionGroup var trial: TrialOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard PersonName.kinds.contains(kind) else {
      throw ValidationError("\(kind) is not a kind of rows that are merged; write candidate, contact or reference")
    }
  }

  func run() async throws {
    let session = try await Bootstrap(options).session()
    let merge = PersonMerge(session, forced: force, dryRun: trial.dryRun)
    let outcome = try await merge.merge(kind, keep: kept, merge: merged)
    await session.close()
    if let day = outcome.mergedBefore {
      try say("\(outcome.merged) was merged into \(outcome.kept) on \(day); there is nothing to do.")
      return
    }
    try say(
      trial.dryRun
        ? "\(outcome.merged) would be merged into \(outcome.kept); nothing was changed."
        : "\(outcome.merged) was merged into \(outcome.kept)."
    )
    guard !options.quiet else { return }
    for field in outcome.fields { try say("  \(words(of: field, merged: outcome.merged))") }
    for (what, rows) in outcome.counts { try say("  \(what): \(rows)") }
    if !trial.dryRun { mention("the next followup plan brings the follow-ups in line") }
  }

  private func words(of field: PersonMerge.Field, merged: String) -> String {
    let becomes = field.becomes ?? "empty"
    if field.becomes == field.kept {
      return "\(field.name): \(becomes) stays; \(merged) had \(field.merged ?? "nothing")"
    }
    return "\(field.name): \(becomes), from \(merged); it was \(field.kept ?? "empty")"
  }
}
