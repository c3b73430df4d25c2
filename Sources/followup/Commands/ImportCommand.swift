import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation
import Tabular

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Loads people, interviews, references and touches.",
    discussion: """
      SOURCE is canonical, for a folder of the fourteen canonical CSV files, or the name of a mapping in jobs/imports.
      Importing the same rows again changes nothing. Bad rows are set aside, the others are stored.
      --preview shows what would be stored; followup import revert takes an import back.
      Files that are not read, and addresses that are stored but cannot be used, are named on standard error.
      """,
    subcommands: [Run.self, Suggest.self, List.self, Rejects.self, Revert.self],
    defaultSubcommand: Run.self
  )

  struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "run",
      abstract: "Imports folders or files (the default subcommand)."
    )

    @Argument(help: "canonical, or the name of a mapping.")
    var source: String

    @Argument(help: "Folders of files, or files: CSV; with a mapping also XLSX, JSON, NDJSON, vCard, iCalendar.")
    var paths: [String]

    @Flag(help: "Check and count everything, but store nothing.")
    var dryRun = false

    @Flag(help: "Show the cells that would be added or changed, and the rows rejected or skipped; store nothing.")
    var preview = false

    @Option(
      help: ArgumentHelp(
        "With --preview: how many rows of each canonical file and kind to show; default: 10.",
        valueName: "rows"
      )
    )
    var limit: Int?

    @Flag(
      help: """
        The files are a complete export: recruiters, candidates and references that are stored from this source and \
        not in them become inactive, job orders closed. Refused where rows are rejected.
        """
    )
    var complete = false

    @Flag(help: "With --complete: also where more than a third of the rows of a canonical file would become inactive.")
    var allowMany = false

    @Option(help: ArgumentHelp("Also write the rejected rows as CSV into this folder.", valueName: "folder"))
    var rejects: String?

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func validate() throws {
      if paths.isEmpty { throw ValidationError("name a folder or a file") }
      if dryRun, rejects != nil {
        throw ValidationError("--rejects needs an import that is stored: leave out --dry-run")
      }
      if preview, dryRun || rejects != nil {
        throw ValidationError("--preview stores nothing: leave out \(dryRun ? "--dry-run" : "--rejects")")
      }
      if allowMany, !complete { throw ValidationError("--allow-many needs --complete") }
      if let limit, !preview || limit < 1 {
        throw ValidationError(preview ? "--limit \(limit): show at least 1 row" : "--limit needs --preview")
      }
    }

    func run() async throws {
      let session = try await Bootstrap(options).session()
      let outcome = try await imported(session)
      if !options.quiet { for skip in outcome.skips { tell(skip.description) } }
      for vanished in outcome.vanished { tell(vanished.description) }
      tellUnread(outcome)
      tellUnusableAddresses(outcome)
      for reject in outcome.firstRejects { tell(reject.description) }
      if let rejects, let id = outcome.id {
        for file in try await RejectsFile(session).write(import: id, into: rejects) {
          tell(
            "\(file.path): \(file.rows) rejected \(file.rows == 1 ? "row" : "rows"), to be corrected and imported again"
          )
        }
      }
      if let id = outcome.id, !outcome.isUnusable, let first = try await Planner(session).firstLook(import: id) {
        let agency = options.agency == nil ? "" : " --agency \"\(session.agency.name)\""
        tell(
          "\(first.dueBeforeToday) follow-ups came due before today. If they are history, leave them out of lists and nudges: "
            + "followup agency policy in_force_from=\(first.today)\(agency)"
        )
      }
      await session.close()
      if outcome.rejected > 0 { throw refusal(outcome) }
    }

    /// Imports or shows what that would do; tables are on standard output, or where the options say.
    private func imported(_ session: AgencySession) async throws -> ImportOutcome {
      let extent: ImportExtent = complete ? .complete(allowMany: allowMany) : .part
      guard preview else {
        let outcome = try await Importer(session).run(source: source, paths: paths, extent: extent, dryRun: dryRun)
        try printTable(
          title: "import",
          columns: ImportTable.columns,
          rows: outcome.files.map(ImportTable.row),
          output,
          options
        )
        return outcome
      }
      let outcome = try await Importer(session).preview(
        source: source,
        paths: paths,
        extent: extent,
        limit: limit ?? 10,
        format: try output.chosenFormat(),
        output: output.target,
        options: output.sinkOptions(options, stamp: session.asOf)
      )
      for file in outcome.files { tell(file.description) }
      tell("nothing was stored; --preview shows at most \(limit ?? 10) of each kind of row: leave it out to import")
      return outcome
    }

    private func tellUnread(_ outcome: ImportOutcome) {
      for unread in outcome.unread.prefix(10) { tell(unread.description) }
      if outcome.unread.count > 10 { tell("\(outcome.unread.count - 10) more files were not read") }
    }

    private func tellUnusableAddresses(_ outcome: ImportOutcome) {
      for address in outcome.firstUnusableAddresses { tell("warning: \(address)") }
      guard outcome.unusableAddresses > 0 else { return }
      let count = outcome.unusableAddresses
      tell(
        "\(count) \(count == 1 ? "address is" : "addresses are") stored as given and cannot be used: correct \(count == 1 ? "it" : "them") at the source; "
          + "`followup report data_quality` lists what to correct"
      )
    }

    private func refusal(_ outcome: ImportOutcome) -> FollowUpError {
      let rows = outcome.rejected == 1 ? "1 row was" : "\(outcome.rejected) rows were"
      let more =
        outcome.rejected > outcome.firstRejects.count ? "the first \(outcome.firstRejects.count) are named above; " : ""
      let fate =
        outcome.isUnusable
        ? "no row was usable" : dryRun || preview ? "the others would be stored" : "the others were stored"
      return FollowUpError(
        outcome.isUnusable ? .badData : .partial,
        "\(rows) rejected, \(fate)",
        remedy: outcome.id.map {
          "\(more)correct the rows that `followup import rejects \($0)` writes, and import that file"
        }
          ?? "\(more)correct them before importing"
      )
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the imports, newest first.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let session = try await Bootstrap(options).session()
      try await StatementTable(session).write(
        try session.statements.importList().statement,
        title: "imports",
        format: try output.chosenFormat(),
        output: output.target,
        options: output.sinkOptions(options, stamp: session.asOf)
      )
      await session.close()
    }
  }

  struct Revert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "revert",
      abstract: "Takes an import back.",
      discussion: """
        Rows that it added go, rows that it changed or took out become what they were. A row that another import or a person
        has changed since, or that others refer to, stays, and the table says why. The next plan follows.
        An import can be taken back for 90 days. What people had said of follow-ups that went with a row does not come back.
        """
    )

    @Argument(help: "The import's id; see followup import list.")
    var id: Int

    @Flag(help: "Show what would become of each row, and change nothing.")
    var dryRun = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let session = try await Bootstrap(options).session()
      let outcome = try await ImportReverter(session).revert(
        import: id,
        dryRun: dryRun,
        format: try output.chosenFormat(),
        output: output.target,
        options: output.sinkOptions(options, stamp: session.asOf)
      )
      await session.close()
      let back = outcome.rows - outcome.kept - outcome.gone
      tell(
        "import \(id) \(dryRun ? "would be" : "was") taken back: \(back) of \(outcome.rows) rows; "
          + "\(outcome.kept) stay, \(outcome.gone) were gone already"
      )
    }
  }

  struct Rejects: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rejects",
      abstract: "Writes an import's rejected rows as CSV, to be corrected and imported again."
    )

    @Argument(help: "The import's id; see followup import list.")
    var id: Int

    @Option(help: ArgumentHelp("The folder to write to; default: the current folder.", valueName: "folder"))
    var out = "."

    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let session = try await Bootstrap(options).session()
      let files = try await RejectsFile(session).write(import: id, into: out)
      await session.close()
      if files.isEmpty { try say("Import \(id) has no rejects.") }
      for file in files { try say("\(file.path): \(file.rows) \(file.rows == 1 ? "row" : "rows")") }
    }
  }
}

/// The table that an import prints.
enum ImportTable {
  static let columns =
    [
      Column(name: "file", kind: .text), Column(name: "target", kind: .text),
    ]
    + ["read", "added", "changed", "unchanged", "deleted", "rejected", "skipped"].map {
      Column(name: $0, kind: .integer)
    }

  static func row(_ file: ImportOutcome.File) -> [String?] {
    [file.file, file.target]
      + [file.read, file.added, file.changed, file.unchanged, file.deleted, file.rejected, file.skipped].map { "\($0)" }
  }
}

private func tell(_ line: String) {
  mention(line)
}
