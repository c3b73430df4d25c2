import ArgumentParser
import FollowUp
import Foundation
import Logging

struct WorklistApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Takes back worklist files whose outcome and note columns were filled in.",
    discussion: """
      outcome is one of: done, done TIME, skip (the note says why), snooze DATE, no answer, wrong contact. The last two hide the \
      row until the next working morning; a wrong contact is named, to be corrected where the data come from. Rows without an \
      outcome are passed over, and the same file taken back twice records nothing twice.
      """
  )

  @Argument(help: ArgumentHelp("Worklist files, CSV.", valueName: "file"))
  var files: [String]

  @Flag(help: "Record touches although they breach a guardrail.")
  var force = false

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Bootstrap(options).session()
    let outcome = try await WorklistApply(session).apply(files, force: force)
    await session.close()
    for word in outcome.words { FileHandle.standardError.write(Data("\(word)\n".utf8)) }
    say(outcome.summary)
    if outcome.failures > 0 { throw ExitStatus.Partial() }
  }
}
