import ArgumentParser
import FollowUpEngine
import Foundation
import Logging

struct WorklistApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Reads worklist files whose outcome and note columns were filled in.",
    discussion: """
      outcome is one of: \(WorklistApply.outcomes); or empty with a note. A skip's note says why. \
      The last three hide the row until the next working morning; a wrong contact is named, to be corrected at the source of the data. \
      Every note is kept with its follow-up. Rows without either are skipped, and the same file read twice records nothing \
      twice. Files may be as a spreadsheet saved them: comma, semicolon or tab, UTF-8, UTF-16 or Windows-1252, rows in any order.
      """
  )

  @Argument(help: ArgumentHelp("Worklist files.", valueName: "file"))
  var files: [String]

  @Flag(help: "Record touches although they breach a guardrail.")
  var force = false

  @OptionGroup var trial: TrialOptions
  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Bootstrap(options).session()
    let outcome = try await WorklistApply(session, dryRun: trial.dryRun).apply(files, force: force)
    await session.close()
    for word in outcome.words { mention(word) }
    if !options.quiet { for row in outcome.rows { try say(row) } }
    try say((trial.dryRun ? "Nothing was recorded; it would be: " : "") + outcome.summary)
    if outcome.failures > 0 { throw ExitStatus.Partial() }
  }
}
