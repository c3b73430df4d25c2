import ArgumentParser
import FollowUp
import Logging
import Tabular

struct NudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nudge",
    abstract: "Sends the nudges that are owed now.",
    discussion: """
      All that one recipient is owed is one message. Nothing goes out in quiet hours or on dates that are not worked, nor \
      over the daily cap; what is held back goes out with the next run at which it may. A second run sends nothing again. \
      A message that may or may not have been sent is never repeated by itself: settle it with --resend or --drop.
      """
  )

  @Flag(help: "Only shows who would get a message, and what is held back and why; writes and sends nothing.")
  var dryRun = false

  @Option(help: ArgumentHelp("Sends an uncertain or failed message once more.", valueName: "message"))
  var resend: Int?

  @Option(help: ArgumentHelp("Settles a message as not to be sent.", valueName: "message"))
  var drop: Int?

  @Option(help: ArgumentHelp("Writes the messages into this maildir instead of sending them.", valueName: "folder"))
  var maildir: String?

  @OptionGroup var output: OutputOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    let chosen = [dryRun, resend != nil, drop != nil].filter(\.self).count
    if chosen > 1 { throw ValidationError("--dry-run, --resend and --drop exclude one another") }
  }

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    if dryRun { return try await preview(bootstrap) }
    if let drop { return try await settle(drop, bootstrap) }
    // Before the database is touched: without a way to send there is nothing to do.
    let outgoing = try bootstrap.mail(maildir: maildir)
    let session = try await bootstrap.session()
    let nudger = Nudger(session, settings: outgoing.settings, channel: outgoing.channel)
    let message = resend
    let outcome = try await Interruption.guarding {
      if let message { return try await nudger.resend(message) }
      return try await nudger.run()
    }
    await session.close()
    for trouble in outcome.troubles { session.logger.error("\(trouble)") }
    session.logger.notice("\(outcome.summary)")
    if outcome.isPartial { throw ExitStatus.Partial() }
  }

  private func preview(_ bootstrap: Bootstrap) async throws {
    let session = try await bootstrap.session()
    try await Outbox(session).preview(
      format: try output.chosenFormat(),
      output: output.target,
      options: output.sinkOptions(options, stamp: session.asOf)
    )
    await session.close()
  }

  private func settle(_ message: Int, _ bootstrap: Bootstrap) async throws {
    let session = try await bootstrap.session()
    try await Outbox(session).drop(message)
    await session.close()
    session.logger.notice("message \(message) is dropped; what it reminded of is not nudged at that step again")
  }
}
