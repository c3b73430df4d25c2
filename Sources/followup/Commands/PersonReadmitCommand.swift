import ArgumentParser
import FollowUpEngine

struct PersonReadmitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "readmit",
    abstract: "Lets somebody in again who was erased and has come back.",
    discussion: """
      An import refuses whoever was erased, or anonymised by age. When they come back, with a new consent, this takes away by what they are \
      known; the next import stores them. Give what the import named, or what they were known by: an address, the id at the source, or name \
      and telephone number. The report audit shows that it was done, who did it and why, but not who was let in. Words that were erased do not \
      come back.
      """
  )

  @Argument(help: ArgumentHelp("Their address.", valueName: "email"))
  var email: String?

  @Option(help: ArgumentHelp("candidate:ID, contact:ID or reference:ID, as the source has it.", valueName: "kind:id"))
  var id: String?

  @Option(help: "Their name, with --phone.")
  var name: String?

  @Option(help: "Their telephone number, with --name.")
  var phone: String?

  @Option(help: ArgumentHelp("Why they may be stored again; kept, so leave out who it is.", valueName: "text"))
  var reason: String

  @OptionGroup var trial: TrialOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard email != nil || id != nil || name != nil || phone != nil else {
      throw ValidationError("give an address, --id KIND:ID, or --name and --phone")
    }
    guard (name == nil) == (phone == nil) else {
      throw ValidationError("--name and --phone go together: several people may share one of them")
    }
    _ = try known()
  }

  private func known() throws -> Readmission.Known {
    var known = Readmission.Known()
    known.address = email
    if let id, case .id(let kind, let own) = try PersonOptions.name(ofID: id) { known.id = (kind, own) }
    if let name, let phone { known.namePhone = (name, phone) }
    return known
  }

  func run() async throws {
    let session = try await Bootstrap(options).session()
    let outcome = try await Readmission(session).readmit(try known(), reason: reason, dryRun: trial.dryRun)
    await session.close()
    guard let outcome else {
      return try say("Nobody who is known by that is kept out; nothing was done.")
    }
    try say(
      trial.dryRun
        ? "Would be let in again: erased on \(outcome.erasedOn); nothing was changed."
        : "Let in again: erased on \(outcome.erasedOn). The next import takes them."
    )
  }
}
