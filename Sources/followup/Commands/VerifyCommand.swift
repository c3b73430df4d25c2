import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract:
      "Says whether the files of a run are as it wrote and signed them, and whether it would write the same now.",
    discussion: """
      Each run leaves JOB.manifest.json in the folder of its date: the imports, touches, rules and policy that decided the files, how \
      many there are, and the SHA-256 of each. JOB.manifest.json.sig is its signature (Ed25519), by a key that follows from the \
      agency's secret in the database. Without the database, --key names the public key that verify --public-key printed.

      followup verify followup-output/2026-11-20

      Exit code 1: a file or the manifest is not what was signed. 3: they are, yet the same run would write other files now; why is said.
      """
  )

  @Argument(help: "The folder of a date, such as followup-output/2026-11-20.")
  var folder: String?

  @Flag(help: "Compares files and signature only; what the run would write now is not looked at.")
  var filesOnly = false

  @Flag(help: "Prints the agency's public key, to be kept where the files are received.")
  var publicKey = false

  @Option(
    help: ArgumentHelp("The public key by which the manifest must be signed; no database is asked.", valueName: "key")
  )
  var key: String?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if publicKey, folder != nil || key != nil || filesOnly {
      throw ValidationError("--public-key prints a key; leave the others out")
    }
    if !publicKey, folder == nil {
      throw ValidationError("name the folder of a date, such as followup-output/2026-11-20")
    }
  }

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    guard let folder else { return try await printKey(bootstrap) }
    var given: Data?
    if let key {
      guard let data = Data(base64Encoded: key), data.count == 32 else {
        throw FollowUpError(
          .usage,
          "--key \(key) is not a public key",
          remedy: "give what followup verify --public-key prints"
        )
      }
      given = data
    }
    let found = try RunVerification.look(in: folder)
    var (isBroken, isOther) = (false, false)
    for found in found {
      let manifest = found.manifest
      try say(
        "\(manifest.job) for \(manifest.businessDate) at \(manifest.agency): \(count(manifest.counts.files, "file")) written at the moment \(manifest.asOf)"
      )
      for fault in found.faults { try say("  WRONG  \(fault)") }
      if found.faults.isEmpty { try say("  ok     every file is what was written") }
      isBroken = isBroken || !found.faults.isEmpty
      if let given {
        isBroken = try tell(found, by: given) || isBroken
      } else {
        let answer = try await ask(found, bootstrap)
        isBroken = isBroken || answer.isBroken
        isOther = isOther || answer.isOther
      }
    }
    if isBroken { throw ExitStatus.Failed() }
    if isOther { throw ExitStatus.Partial() }
  }

  /// Whether the manifest is signed by another key, or by none.
  private func tell(_ found: RunVerification.Found, by key: Data) throws -> Bool {
    guard let signer = found.signer else {
      try say("  WRONG  the manifest is not signed")
      return true
    }
    guard signer == key else {
      try say("  WRONG  the manifest is signed by another key: \(signer.base64EncodedString())")
      return true
    }
    try say("  ok     the manifest is signed by the agency's key")
    return false
  }

  /// Asks the database whose key it is, and what the run would write now.
  private func ask(
    _ found: RunVerification.Found,
    _ bootstrap: Bootstrap
  ) async throws -> (isBroken: Bool, isOther: Bool) {
    let manifest = found.manifest
    let session = try await bootstrap.readingSession(reading, agency: options.agency ?? manifest.agency)
    guard let signer = try await ManifestSigner.open(session) else {
      try say("  ?      this role may not know the agency's key; --key gives it")
      await session.close()
      return (false, false)
    }
    let isBroken = try tell(found, by: signer.publicKey)
    if filesOnly {
      await session.close()
      return (isBroken, false)
    }
    let job = try Job.read(manifest.job, catalog: bootstrap.catalog)
    let rerun = try await RunVerification.rerun(manifest, job, session)
    await session.close()
    if rerun.differing.isEmpty {
      try say("  ok     the same run would write the same \(count(rerun.same, "file")) now")
      return (isBroken, false)
    }
    let differing = rerun.differing.prefix(5).joined(separator: ", ") + (rerun.differing.count > 5 ? " …" : "")
    try say("  other  the same run would write \(count(rerun.differing.count, "other file")) now: \(differing)")
    for change in rerun.changes { try say("         since then \(change)") }
    if rerun.changes.isEmpty {
      try say(
        "         imports, touches, rules and policy are the same: mails that were sent, or what was skipped or snoozed, are not"
      )
    }
    return (isBroken, true)
  }

  private func printKey(_ bootstrap: Bootstrap) async throws {
    let session = try await bootstrap.session()
    let signer = try await ManifestSigner.open(session)
    await session.close()
    guard let signer else {
      throw FollowUpError(
        .configuration,
        "this role may not know the agency's key",
        remedy: "use the role followup_batch"
      )
    }
    try say(signer.publicKey.base64EncodedString())
  }

  private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
