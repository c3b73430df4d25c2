import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation

struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Records a touch: a contact that really happened.",
    discussion: """
      WHO is a kind and an id, email or name: recruiter:r03, contact:ana@example.com, candidate:c017, reference:rf12.
      A touch that breaches a guardrail is refused; --force records it anyway, and that it was forced.
      """
  )

  @Option(help: ArgumentHelp("Who spoke.", valueName: "who"))
  var actor: String

  @Option(help: ArgumentHelp("To whom; leave it out only for a public post.", valueName: "who"))
  var party: String?

  @Option(
    help: ArgumentHelp(
      "\(TouchTerms.channels.dropLast().joined(separator: ", ")) or \(TouchTerms.channels.last ?? "")."
    )
  )
  var channel: String

  @Option(help: "What for: thank_you, check_in, heads_up, outcome, word, …")
  var purpose: String

  @Option(help: ArgumentHelp("The candidate it names.", valueName: "id"))
  var candidate: String?

  @Option(help: ArgumentHelp("The application it names.", valueName: "id"))
  var application: String?

  @Option(help: ArgumentHelp("The interview it names.", valueName: "id"))
  var interview: String?

  @Option(
    help: ArgumentHelp(
      "When, local or ISO 8601 with offset; a date: by the end of that day; default: now.",
      valueName: "time"
    )
  )
  var at: String?

  @Option(help: "What came of it.")
  var outcome: String?

  @Option(help: "Free text.")
  var note: String?

  @Flag(help: "Record it although it breaches a guardrail.")
  var force = false

  @OptionGroup var trial: TrialOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try refuse(channel, unlessIn: TouchTerms.channels, "channel")
    try refuse(purpose, unlessIn: TouchTerms.purposes, "purpose")
    if party == nil, channel != TouchTerms.publicChannel {
      throw ValidationError("--party is missing; only a post has no party")
    }
  }

  private func refuse(_ word: String, unlessIn known: [String], _ what: String) throws {
    guard known.contains(word) else {
      throw ValidationError("\(word) is not a \(what); use one of: \(known.joined(separator: ", "))")
    }
  }

  func run() async throws {
    let session = try await Bootstrap(options).session()
    let log = TouchLog(session, dryRun: trial.dryRun)
    let moment: Date
    if let at { moment = try await log.happened(at) } else { moment = session.asOf }
    var entry = TouchEntry(
      actor: try TouchEntry.Who(actor),
      party: try party.map { try TouchEntry.Who($0) },
      channel: channel,
      purpose: purpose,
      happenedAt: moment
    )
    entry.candidate = candidate
    entry.application = application
    entry.interview = interview
    entry.outcome = outcome
    entry.note = note
    let touch = try await log.record(entry, force: force)
    for fault in try await log.unusableAddresses(of: entry) { mention("warning: \(fault); correct it at the source") }
    await session.close()
    try say(trial.dryRun ? "It would be recorded; nothing was changed." : "Recorded: touch \(touch).")
  }
}

struct DoneCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "done",
    abstract: "Records the touch that a follow-up asks for."
  )

  @Argument(help: "The follow-up's id; the first column of a worklist.")
  var id: Int

  @Option(
    help: ArgumentHelp(
      "When, local or ISO 8601 with offset; a date: by the end of that day; default: now.",
      valueName: "time"
    )
  )
  var at: String?

  @Option(help: ArgumentHelp("With whom, if the follow-up does not say.", valueName: "who"))
  var party: String?

  @Option(help: "Free text.")
  var note: String?

  @Flag(help: "Record it although it breaches a guardrail.")
  var force = false

  @OptionGroup var trial: TrialOptions
  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Bootstrap(options).session()
    let log = TouchLog(session, dryRun: trial.dryRun)
    let moment: Date
    if let at { moment = try await log.happened(at) } else { moment = session.asOf }
    let done = try await log.done(
      id,
      at: moment,
      party: try party.map { try TouchEntry.Who($0) },
      note: note,
      force: force
    )
    await session.close()
    if trial.dryRun { return try say("It would be recorded; nothing was changed.") }
    guard let remark = done.remark else { return try say("Recorded: follow-up \(id) is done.") }
    try say(
      "Recorded. Follow-up \(id) \(remark)"
        + (done.nextDue == nil ? "; followup explain \(id) says what ends it." : ".")
    )
  }
}

struct SkipCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skip",
    abstract: "Says that a follow-up is not needed, and why."
  )

  @Argument(help: "The follow-up's id; the first column of a worklist.")
  var id: Int

  @Option(help: "Why it is not needed.")
  var reason: String

  @OptionGroup var trial: TrialOptions
  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Bootstrap(options).session()
    try await TouchLog(session, dryRun: trial.dryRun).skip(id, reason: reason)
    await session.close()
    try say(trial.dryRun ? "It would be skipped; nothing was recorded." : "Skipped: follow-up \(id).")
  }
}

struct SnoozeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snooze",
    abstract: "Hides a follow-up from worklists and nudges until a time; nothing else changes."
  )

  @Argument(help: "The follow-up's id; the first column of a worklist.")
  var id: Int

  @Option(help: ArgumentHelp("Until when: a date, a local time, or ISO 8601 with offset.", valueName: "time"))
  var until: String

  @OptionGroup var trial: TrialOptions
  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Bootstrap(options).session()
    let log = TouchLog(session, dryRun: trial.dryRun)
    let moment = try await log.moment(until)
    try await log.snooze(id, until: moment)
    await session.close()
    try say(trial.dryRun ? "It would be snoozed; nothing was recorded." : "Snoozed: follow-up \(id).")
  }
}
