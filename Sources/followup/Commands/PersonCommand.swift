import ArgumentParser
import FollowUpEngine
import Foundation
import Tabular

struct PersonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "person",
    abstract:
      "Gives a person what is held of them, erases them, lets them in again; joins rows of one; keeps nobody too long.",
    subcommands: [
      PersonExportCommand.self, PersonEraseCommand.self, PersonReadmitCommand.self, PersonMergeCommand.self,
      PersonRetentionCommand.self,
    ]
  )
}

/// What says who is meant.
struct PersonOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("Their address.", valueName: "email"))
  var email: String?

  @Option(
    help: ArgumentHelp(
      "candidate:ID, contact:ID or reference:ID, as the source has it; for somebody without an address.",
      valueName: "kind:id"
    )
  )
  var id: String?

  func validate() throws {
    guard (email == nil) != (id == nil) else { throw ValidationError("give an address, or --id KIND:ID") }
    _ = try name()
  }

  /// Who is meant.
  func name() throws -> PersonName {
    if let email { return .address(email) }
    return try PersonOptions.name(ofID: id ?? "")
  }

  /// Whom `KIND:ID` means.
  static func name(ofID word: String) throws -> PersonName {
    let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, PersonName.kinds.contains(parts[0]) else {
      throw ValidationError("--id \(word): write candidate:ID, contact:ID or reference:ID")
    }
    return .id(kind: parts[0], parts[1])
  }
}

struct PersonExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes everything that is held of a person, as JSON and as a page to read.",
    discussion: """
      Rows with the same address are one person, and so are those of the same name and telephone number. Of other people the export \
      holds ids alone. Without --out, the JSON goes to standard output.
      """
  )

  @Option(help: ArgumentHelp("Writes person.json and person.html into this folder.", valueName: "folder"))
  var out: String?

  @OptionGroup var person: PersonOptions
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let session = try await Bootstrap(options).readingSession(reading)
    let export = PersonExport(session)
    let held = try await export.read(try person.name())
    await session.close()
    guard let out else {
      try export.writeJSON(held, to: .standardOutput)
      return
    }
    do {
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    } catch {
      throw FollowUpError(
        .output,
        "\(out) cannot be made: \(error.localizedDescription)",
        remedy: "name another folder"
      )
    }
    try export.writeJSON(held, to: .file(out + "/person.json"))
    try export.writePage(held, to: .file(out + "/person.html"))
    try say("\(held.rows.joined(separator: ", ")): \(out)/person.json, \(out)/person.html")
    if !options.quiet { for (part, records) in held.counts { try say("  \(part): \(records)") } }
  }
}

struct PersonEraseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Takes a person out of everything that is held; counts, times and states stay.",
    discussion: """
      Names, addresses, numbers, notes and the words of mails go, everywhere in the database. Files in output.folder and mail.maildir \
      that tell of the person are removed and named; they can be exported again. An import refuses the person from then on, until \
      person readmit. It cannot be undone: --dry-run shows first what would go. Backups, and mails that have left, are out of reach.
      """
  )

  @OptionGroup var person: PersonOptions
  @OptionGroup var trial: TrialOptions
  @OptionGroup var options: GlobalOptions

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    let session = try await bootstrap.session()
    let erasure = PersonErasure(session, folders: try await bootstrap.traces(of: session), dryRun: trial.dryRun)
    let outcome = try await erasure.erase(try person.name())
    await session.close()
    let count = outcome.rows.isEmpty ? "" : ": \(outcome.rows.joined(separator: ", "))"
    if let day = outcome.erasedBefore {
      try say("Was erased on \(day)\(count).")
    } else {
      try say(trial.dryRun ? "Would be erased\(count); nothing was changed." : "Erased\(count).")
    }
    if !options.quiet {
      for (what, rows) in outcome.counts { try say("  \(rows) \(what)") }
      for file in outcome.files { try say("  \(trial.dryRun ? "would be removed" : "removed"): \(file)") }
    }
    for recruiter in outcome.recruiters {
      mention(
        "the recruiter \(recruiter) has this address too and stays; import recruiters with active=no when somebody leaves"
      )
    }
    if !trial.dryRun, outcome.erasedBefore == nil {
      mention("take them out at the source too: an import refuses their rows")
    }
  }
}
