import ArgumentParser
import FollowUpEngine
import Logging
import Tabular

struct WorklistCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worklist",
    abstract: "What each recruiter should do today, in order.",
    subcommands: [WorklistShowCommand.self, WorklistApplyCommand.self],
    defaultSubcommand: WorklistShowCommand.self
  )
}

struct WorklistShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows or writes lists (the default subcommand).",
    discussion: """
      One row is one action that needs no other screen: hard deadlines that can still be met first, then what is overdue, due \
      today and coming up, within these by what is at stake and how late it is. The rows of one person to contact stand together; \
      what no longer fits into the recruiter's daily minutes stands last. Besides what is due it shows what opens within two working days. \
      Snoozed follow-ups are hidden; the list of a recruiter who is away is worked by their cover.
      """
  )

  @Argument(help: "Whose list: id, email, name, or the start of a name; without it, the names of all lists.")
  var recruiters: [String] = []

  @Flag(help: "Everybody's lists.")
  var all = false

  @Flag(
    help:
      "The manager's page instead: who is behind, silent clients, breaches (HTML); --out with html and --all writes it too."
  )
  var overview = false

  @Flag(help: "Also what was due before the date of the policy in_force_from.")
  var backlog = false

  @Option(
    name: .customLong("out"),
    help: ArgumentHelp(
      "Write a file for each list and format into this folder, and a manifest with row counts and SHA-256.",
      valueName: "folder"
    )
  )
  var folder: String?

  @Option(
    help:
      "table csv tsv json ndjson html xlsx ics, with --out several with commas between them; default: table on a terminal, else csv."
  )
  var format: String?

  @Option(help: ArgumentHelp("Write one list to this file, completely or not at all.", valueName: "file"))
  var output: String?

  @Flag(help: "CSV and TSV for Excel: byte order mark and CRLF.")
  var excel = false

  @Option(
    help: ArgumentHelp("The delimiter between the cells of CSV, such as ';'; default: a comma.", valueName: "sign")
  )
  var delimiter: Delimiter?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    if all && !recruiters.isEmpty { throw ValidationError("--all means everybody; leave the names out") }
    if overview && (all || backlog || excel || folder != nil || !recruiters.isEmpty) {
      throw ValidationError("--overview is one page about everybody: give it alone, or with --output FILE")
    }
    if overview, let format, format != "html" {
      throw ValidationError("--overview is an HTML page; leave --format out")
    }
    if folder != nil && output != nil {
      throw ValidationError("--out writes into a folder, --output into one file; use only one of them")
    }
  }

  func run() async throws {
    let session = try await Bootstrap(options).readingSession(reading)
    if overview {
      try await Overview(session).write(to: output.map { $0 == "-" ? .standardOutput : .file($0) } ?? .standardOutput)
      return await session.close()
    }
    let worklists = Worklists(session, backlog: backlog)
    if recruiters.isEmpty, !all, folder == nil, output == nil {
      let everybody = try await worklists.recruiters()
      if everybody.count > 1 { return try await show(everybody, session) }
    }
    let chosen = try await choose(worklists)
    if let folder {
      let formats = try OutputOptions.formats(format ?? "csv")
      let sinkOptions = SinkOptions(excel: excel, delimiter: delimiter?.byte, stamp: session.asOf)
      let written = try await worklists.export(chosen, to: folder, formats: formats, options: sinkOptions)
      session.logger.notice("wrote \(written.rows) rows of \(written.lists) lists to \(folder)")
    } else {
      var shown = OutputOptions()
      (shown.format, shown.output, shown.excel, shown.delimiter) = (format, output, excel, delimiter)
      try await worklists.write(
        chosen,
        format: try shown.chosenFormat(),
        output: shown.target,
        options: shown.sinkOptions(options, stamp: session.asOf)
      )
    }
    await session.close()
  }

  /// Without a name: whose lists there are.
  private func show(_ everybody: [Recruiter], _ session: AgencySession) async throws {
    await session.close()
    var shown = OutputOptions()
    (shown.format, shown.output, shown.excel, shown.delimiter) = (format, output, excel, delimiter)
    try printTable(
      title: "Recruiters who have a list",
      columns: ["recruiter_id", "recruiter", "email"].map { Column(name: $0, kind: .text) },
      rows: everybody.map { [$0.externalID, $0.name, $0.email] },
      shown,
      options
    )
    session.logger.notice("name a recruiter, or use --all")
  }

  /// nil: everybody.
  private func choose(_ worklists: Worklists) async throws -> [Recruiter]? {
    if all { return nil }
    if recruiters.isEmpty {
      let everybody = try await worklists.recruiters()
      guard everybody.count > 1 else { return everybody }
      throw FollowUpError(
        .usage,
        "whose list?",
        remedy: "name a recruiter, or use --all; followup worklist shows their names"
      )
    }
    var chosen: [Recruiter] = []
    for word in recruiters {
      let recruiter = try await worklists.recruiter(word)
      if !chosen.contains(recruiter) { chosen.append(recruiter) }
    }
    return chosen
  }
}

extension OutputOptions {
  /// The formats of a list such as `csv,html`.
  static func formats(_ list: String) throws -> [Format] {
    try list.split(separator: ",").map { word in
      let name = word.trimmingPrefix { $0 == " " }
      guard let format = Format(rawValue: String(name)), format != .table else {
        let known = Format.allCases.filter { $0 != .table }.map(\.rawValue).joined(separator: " ")
        throw ValidationError("\(name) is not a file format; use one of: \(known)")
      }
      return format
    }
  }
}
