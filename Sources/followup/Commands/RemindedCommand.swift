import ArgumentParser
import FollowUpEngine
import Foundation

struct RemindedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reminded",
    abstract: "Records that the recruiter reminded the candidate of what the candidate owes.",
    discussion: """
      The follow-up stays open: done says that the candidate has done it. It is off the list and not nudged for reminded_bd \
      business days.
      """
  )

  @Argument(help: "The follow-up's id; the first column of a worklist.")
  var id: Int

  @Option(help: ArgumentHelp("When, local or ISO 8601 with offset; default: now.", valueName: "time"))
  var at: String?

  @Option(help: "email, call, message, meeting or note.")
  var channel: Channel = .call

  @Option(help: "Free text.")
  var note: String?

  @Flag(help: "Record it although it breaches a guardrail.")
  var force = false

  @OptionGroup var trial: TrialOptions
  @OptionGroup var options: GlobalOptions

  enum Channel: String, ExpressibleByArgument, CaseIterable {
    case email, call, message, meeting, note
  }

  func run() async throws {
    let session = try await Bootstrap(options).session()
    let log = TouchLog(session, dryRun: trial.dryRun)
    let moment: Date
    if let at { moment = try await log.moment(at) } else { moment = session.asOf }
    let until = try await log.reminded(id, at: moment, channel: channel.rawValue, note: note, force: force)
    await session.close()
    if trial.dryRun { return try say("It would be recorded; nothing was changed.") }
    try say("Recorded: the candidate was reminded. Follow-up \(id) is off the list until \(until).")
  }
}
