import ArgumentParser
import FollowUpEngine
import Foundation
import Logging
import Tabular

struct InboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox",
    abstract: "Reads what came back by mail, and shows what nothing could be done with.",
    subcommands: [
      InboxReadCommand.self, InboxListCommand.self, InboxSettleCommand.self, InboxAllowCommand.self,
    ],
    defaultSubcommand: InboxReadCommand.self
  )
}

struct InboxReadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Reads new mail (the default subcommand).",
    discussion: """
      The mailbox is that of inbox.url or inbox.maildir, where mail for mail.answers arrives. \
      Answers that buttons opened, and replies to nudges, close, rest or note their follow-ups. A copy of a mail that a recruiter or \
      candidate sent, with the answer address in Cc or Bcc, is recorded as the touch that an open follow-up asks for. Mails that came \
      back mark their address, and the word unsubscribe stops mail to its sender. Mails of programs are ignored. \
      Each mail is read once. What cannot be matched is kept with the reason: followup inbox list.
      """
  )

  @Option(help: ArgumentHelp("Reads this maildir instead.", valueName: "folder"))
  var maildir: String?

  @OptionGroup var trial: TrialOptions
  @OptionGroup var all: AllAgenciesOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try all.check(with: options)
    if all.allAgencies, maildir != nil {
      throw ValidationError("--maildir is one agency's; set inbox.maildir with {agency} in it for all")
    }
  }

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    let incoming = bootstrap.incoming(maildir: maildir)
    let (isDryRun, isQuiet) = (trial.dryRun, options.quiet)
    if all.allAgencies {
      let outcome = try await AllAgencies(bootstrap, connections: all.connections).work { session in
        let outcome = try await Inbox(session, dryRun: isDryRun).read(try incoming.reader(session.agency))
        try Self.tell(outcome, isQuiet: isQuiet, isDryRun: isDryRun, "\(session.agency.name): ")
        return outcome
      }
      if let error = outcome.verdict(isPartial: outcome.done.contains { $0.value.unmatched > 0 }) { throw error }
      return
    }
    let session = try await bootstrap.session()
    let reader = try incoming.reader(session.agency)
    let outcome = try await Interruption.guarding { try await Inbox(session, dryRun: isDryRun).read(reader) }
    await session.close()
    try Self.tell(outcome, isQuiet: isQuiet, isDryRun: isDryRun)
    if outcome.unmatched > 0 { throw ExitStatus.Partial() }
  }

  private static func tell(
    _ outcome: Inbox.Outcome,
    isQuiet: Bool,
    isDryRun: Bool,
    _ beginning: String = ""
  ) throws {
    for trouble in outcome.troubles { mention(beginning + trouble) }
    if !isQuiet { for row in outcome.rows { try say(beginning + row) } }
    try say(beginning + (isDryRun ? "Nothing was recorded; it would be: " : "") + outcome.summary)
    if outcome.unmatched > 0, !isDryRun { mention("see followup inbox list") }
  }
}

struct InboxListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Shows the mails that nothing could be done with, and why."
  )

  @Flag(name: .customLong("everything"), help: "All that was read in the last 31 days, with what came of it.")
  var everything = false

  @OptionGroup var output: OutputOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Bootstrap(options).readingSession(reading)
    try await Inbox(session).list(
      everything: everything,
      format: try output.chosenFormat(),
      output: output.target,
      options: output.sinkOptions(options, stamp: session.asOf)
    )
    await session.close()
  }
}

struct InboxSettleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle",
    abstract: "Takes mails off that list: somebody has read them, and they need nothing more."
  )

  @Argument(help: ArgumentHelp("Their ids, or all.", valueName: "mail"))
  var mails: [String]

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard mails != ["all"] else { return }
    for word in mails where Int(word) == nil {
      throw ValidationError("\(word) is not the id of a mail; give ids as followup inbox list shows them, or all")
    }
  }

  func run() async throws {
    let session = try await Bootstrap(options).session()
    let ids = mails == ["all"] ? nil : mails.compactMap { Int($0) }
    let settled = try await Inbox(session).settle(ids, by: NSUserName())
    await session.close()
    if let ids, settled < Set(ids).count {
      throw FollowUpError(
        .usage,
        "\(Set(ids).count - settled) of these mails do not wait for anybody",
        remedy: "followup inbox list shows those that do; \(settled) are settled"
      )
    }
    try say("\(settled) settled.")
  }
}

struct InboxAllowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allow",
    abstract: "Sends mail again to an address from which it came back, or whose reader wanted none."
  )

  @Argument(help: "The address.")
  var address: String

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Bootstrap(options).session()
    try await Inbox(session).allow(address, by: NSUserName())
    await session.close()
    try say("Mail goes to \(address) again.")
  }
}
