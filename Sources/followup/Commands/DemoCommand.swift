import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation
import Mail
import Postgres
import Tabular

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Loads the sample agency and runs its nightly job.",
    discussion: """
      Imports jobs/sample into an agency called "\(agencyName)", runs the nightly job with mails written into a maildir, and
      shows one recruiter's list. A second run changes nothing and sends no nudge again.
      """
  )

  static let agencyName = "Sample agency"
  static let moment = "2026-11-20T09:30:00-05:00"
  static let recruiter = "r03"

  @Option(help: ArgumentHelp("The folder that everything is written into.", valueName: "folder"))
  var out = "followup-demo"

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    var options = options
    options.agency = DemoCommand.agencyName
    if options.asOf == nil { options.asOf = DemoCommand.moment }
    let bootstrap = try await Bootstrap(options)
    try await addAgency(bootstrap)
    let session = try await bootstrap.session()

    try heading("The sample agency, as of \(options.asOf ?? "")")
    let sample = bootstrap.home.folder + "/jobs/sample"
    let imported = try await Importer(session).run(source: "canonical", paths: [sample])
    try printTable(
      title: "",
      columns: ImportTable.columns,
      rows: imported.files.map {
        ["jobs/sample/" + URL(fileURLWithPath: $0.file).lastPathComponent] + ImportTable.row($0).dropFirst()
      },
      OutputOptions.parse(["--format", "table"]),
      options
    )

    try heading("Its night")
    let outgoing = Outgoing(
      kind: .maildir(out + "/maildir"),
      from: try Mailbox(name: "Follow-up", address: "followup@agency.example"),
      replyTo: nil
    )
    let work = JobSteps(folder: out, mailing: outgoing.mailing)
    let job = try Job.read("nightly", catalog: bootstrap.catalog)
    let outcome = try await Interruption.guarding { try await work.run(job, session) }
    if outcome.wasDone { try say("This run was done before; nothing is sent again.") }

    let worklists = Worklists(session)
    let recruiter = try await worklists.recruiter(DemoCommand.recruiter)
    try heading("What \(recruiter.name) does today")
    try await worklists.write(
      [recruiter],
      format: .table,
      output: .standardOutput,
      options: OutputOptions.parse([]).sinkOptions(options, stamp: session.asOf)
    )
    await session.close()

    try heading("Where everything is")
    let folder = work.folder(for: outcome.businessDate)
    try say("worklists   \(folder)/worklists, one CSV file and one HTML page for each recruiter, and overview.html")
    try say("reports     \(folder)/follow_ups.csv, overdue.csv, breaches.csv")
    try say("mails       \(out)/maildir/new, each recruiter's list, the overview for managers, and nudges")
    try say("runs        followup runs --agency \"\(DemoCommand.agencyName)\"")
    if !outcome.failures.isEmpty { throw ExitStatus.Partial() }
  }

  private func addAgency(_ bootstrap: Bootstrap) async throws {
    let connection = try await bootstrap.connectUpToDate()
    let agencies = Agencies(connection: connection, catalog: bootstrap.catalog)
    if !(try await agencies.list().contains { $0.name == DemoCommand.agencyName }) {
      _ = try await agencies.add(name: DemoCommand.agencyName, timeZone: "America/New_York")
    }
    await connection.close()
  }

  private func heading(_ words: String) throws {
    try say("\n\(words)\n")
  }
}
