import ArgumentParser
import FollowUpEngine
import Foundation
import Logging
import Tabular

struct NudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nudge",
    abstract: "Sends the nudges that are owed now.",
    discussion: """
      Everything that one address is owed goes into one message. Nothing goes out in quiet hours, on days off or \
      over the daily cap; what is held back goes out with the next run at which it may. A second run sends nothing again. \
      What cannot be sent to anybody is named. \
      With --all-agencies: those of every agency, several side by side; one that fails does not stop the others. \
      A message that may or may not have been sent is never sent again automatically: settle it with --resend or --drop.

      --pause stops all mail of an agency, lists and reports too, or with --client the nudges about a client; what is about others \
      goes on. Nothing is lost: what is paused waits, and is sent once it is resumed, if it is still owed then. Who paused what, when \
      and why is in doctor and in the report audit.

        followup nudge --pause --reason "the mail domain moves"
        followup nudge --pause --client Northwind --reason "they asked for a week without mail"
        followup nudge --resume --client Northwind
      """
  )

  @Flag(help: "Only shows who would get a message, and what is held back and why; writes and sends nothing.")
  var dryRun = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Sends uncertain or failed messages once more, to the names and addresses of today; all: every one.",
      valueName: "message"
    )
  )
  var resend: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Settles messages as not to be sent; all: every uncertain or failed one.", valueName: "message")
  )
  var drop: [String] = []

  @Flag(help: "Stops mail, with a --reason: of the agency, of a --client, or of --all-agencies.")
  var pause = false

  @Flag(help: "Lets paused mail go again, with the next run.")
  var resume = false

  @Option(
    help: ArgumentHelp("With --pause and --resume: the client's name, or its id at its source.", valueName: "client")
  )
  var client: String?

  @Option(help: ArgumentHelp("With --pause: why, for those who find it paused.", valueName: "words"))
  var reason: String?

  @Option(
    help: ArgumentHelp("With --pause and --resume: who does it; default: the user of this machine.", valueName: "name")
  )
  var by: String?

  @Option(help: ArgumentHelp("Writes the messages into this maildir instead of sending them.", valueName: "folder"))
  var maildir: String?

  @OptionGroup var all: AllAgenciesOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try all.check(with: options)
    if all.allAgencies && (dryRun || !resend.isEmpty || !drop.isEmpty) {
      throw ValidationError("--dry-run, --resend and --drop work for one agency; name it with --agency")
    }
    let chosen = [dryRun, !resend.isEmpty, !drop.isEmpty, pause, resume].filter(\.self).count
    if chosen > 1 { throw ValidationError("--dry-run, --resend, --drop, --pause and --resume cannot be used together") }
    if pause, reason?.contains(where: { !$0.isWhitespace }) != true {
      throw ValidationError("--pause needs a reason, for those who find it paused: --reason \"WORDS\"")
    }
    if !pause, reason != nil { throw ValidationError("--reason can be used only with --pause") }
    if !pause, !resume, client != nil || by != nil {
      throw ValidationError("--client and --by can be used only with --pause and --resume")
    }
    if client != nil, all.allAgencies {
      throw ValidationError("--client names a client of one agency; name that with --agency")
    }
    if pause || resume, maildir != nil { throw ValidationError("--maildir has no part in --pause and --resume") }
    _ = try Self.messages(resend)
    _ = try Self.messages(drop)
  }

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    if dryRun { return try await preview(bootstrap) }
    if !drop.isEmpty { return try await settle(try Self.messages(drop), bootstrap) }
    if pause || resume { return try await change(bootstrap) }
    // Before the database is touched: without a way to send there is nothing to do.
    let outgoing = try bootstrap.mail(maildir: maildir)
    if all.allAgencies { return try await nudgeAll(bootstrap, outgoing) }
    let session = try await bootstrap.session()
    let nudger = Nudger(session, settings: outgoing.settings, channel: outgoing.channel)
    let chosen = resend.isEmpty ? nil : try Self.messages(resend)
    let outcome = try await Interruption.guarding {
      if let chosen { return try await nudger.resend(chosen) }
      return try await nudger.run()
    }
    await session.close()
    Self.tell(outcome, session)
    if outcome.isPartial { throw ExitStatus.Partial() }
  }

  private func nudgeAll(_ bootstrap: Bootstrap, _ outgoing: Outgoing) async throws {
    let all = try await AllAgencies(bootstrap, connections: all.connections)
    let outgoing = outgoing.shared(by: all.number)
    let outcome = try await all.work { session in
      let outcome = try await Nudger(session, settings: outgoing.settings, channel: outgoing.channel).run()
      Self.tell(outcome, session)
      return outcome
    }
    if let error = outcome.verdict(isPartial: outcome.done.contains { $0.value.isPartial }) { throw error }
  }

  private static func tell(_ outcome: NudgeOutcome, _ session: AgencySession) {
    for trouble in outcome.troubles { session.logger.error("\(trouble)") }
    if !outcome.pauses.isEmpty { session.logger.warning("\(MailPauses.notice)") }
    session.logger.notice("\(outcome.summary)")
  }

  /// Pauses mail, or lets it go again. What is so already stays as it is, which is said.
  private func change(_ bootstrap: Bootstrap) async throws {
    let (isPause, client, reason, author) = (pause, client, reason ?? "", by ?? NSUserName())
    let work = { @Sendable (session: AgencySession) async throws in
      let pauses = MailPauses(session)
      let what = client.map { "nudges about \($0)" } ?? "all mail of \(session.agency.name)"
      if isPause {
        let isNew = try await pauses.pause(client: client, reason: reason, by: author)
        try say(isNew ? "Paused: \(what)." : "Paused already, and left as it was: \(what).")
      } else {
        let wasOn = try await pauses.resume(client: client, by: author)
        try say(wasOn ? "Resumed: \(what); followup nudge sends what is owed." : "Not paused: \(what).")
      }
    }
    if all.allAgencies {
      let outcome = try await AllAgencies(bootstrap, connections: all.connections).work(work)
      if let error = outcome.verdict(isPartial: false) { throw error }
      return
    }
    let session = try await bootstrap.session()
    try await work(session)
    await session.close()
  }

  private func preview(_ bootstrap: Bootstrap) async throws {
    let session = try await bootstrap.session()
    for pause in try await MailPauses(session).inForce() { mention(pause.words) }
    try await Outbox(session).preview(
      format: try output.chosenFormat(),
      output: output.target,
      options: output.sinkOptions(options, stamp: session.asOf)
    )
    await session.close()
  }

  private func settle(_ chosen: ChosenMessages, _ bootstrap: Bootstrap) async throws {
    let session = try await bootstrap.session()
    let outbox = Outbox(session)
    let ids = try await outbox.ids(chosen)
    var refused: [FollowUpError] = []
    for id in ids {
      do {
        try await outbox.drop(id)
        session.logger.notice("message \(id) is dropped; its follow-ups are not nudged at that step again")
      } catch let error as FollowUpError where error.kind == .usage && ids.count > 1 {
        session.logger.error("\(error)")
        refused.append(error)
      }
    }
    await session.close()
    if ids.isEmpty { session.logger.notice("no message has failed or is uncertain") }
    if !refused.isEmpty { throw ExitStatus.Partial() }
  }

  /// `all`, or the ids of messages.
  private static func messages(_ words: [String]) throws -> ChosenMessages {
    if words == ["all"] { return .all }
    return .these(
      try words.map { word in
        guard let id = Int(word), id > 0 else {
          throw ValidationError("\(word) is not the number of a message; give one number, several, or all")
        }
        return id
      }
    )
  }
}
