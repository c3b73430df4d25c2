import ArgumentParser
import FollowUpEngine

struct UndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Takes back the last done, reminded, skip or snooze of a follow-up, or a logged touch.",
    discussion: """
      What was taken back is kept, with who took it back and when; followup explain shows it. A second time takes back the answer before it.
      """
  )

  @Argument(
    help: ArgumentHelp(
      "The id of a follow-up, or of a logged touch as followup log and followup explain show it.",
      valueName: "id|touch"
    )
  )
  var id: String

  @OptionGroup var trial: TrialOptions
  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Bootstrap(options).session()
    let words = try await TouchLog(session, dryRun: trial.dryRun).undo(id)
    await session.close()
    try say(trial.dryRun ? "It would be taken back: \(words)." : "Taken back: \(words).")
  }
}
