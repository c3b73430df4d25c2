import ArgumentParser
import Catalog
import FollowUpEngine
import Foundation
import Postgres
import Tabular

struct ScheduleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schedule",
    abstract: "Prints the schedule of the jobs for a scheduler.",
    discussion: """
      From jobs/NAME.yaml, for the time zones of the agencies. Each start is `followup run JOB --when-due`, which does nothing before the \
      job's time in the agency's zone, and nothing when the run is done: so a job runs once also in the nights in which clocks change, and \
      a start too many does no harm.

      A service may write to its user's home and to the folders that the settings name, and to nothing else: print it again when these change.

      followup schedule systemd --out /etc/systemd/system --user followup
      followup schedule cron | crontab -
      followup schedule kubernetes --image registry.example/followup:1 | kubectl apply -f -
      """
  )

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case systemd, cron, kubernetes
  }

  @Argument(help: "systemd, cron or kubernetes.")
  var kind: Kind

  @Argument(help: "Only these jobs; default: all of jobs/.", completion: .custom { _, _, _ in CompletionWords.jobs() })
  var jobs: [String] = []

  @Option(help: ArgumentHelp("The zone of the agency, without asking the database.", valueName: "zone"))
  var timeZone: String?

  @Flag(help: "systemd: for all agencies, whatever their zones: every quarter of an hour, without asking the database.")
  var anyZone = false

  @Option(help: ArgumentHelp("cron: the zone of the machine's clock; default: this machine's.", valueName: "zone"))
  var machineZone: String?

  @Option(help: ArgumentHelp("systemd: the user that runs the jobs.", valueName: "user"))
  var user = "followup"

  @Option(help: ArgumentHelp("kubernetes: the container's image.", valueName: "image"))
  var image = "followup:\(programVersion)"

  @Option(help: ArgumentHelp("systemd: write the units into this folder instead.", valueName: "folder"))
  var out: String?

  @OptionGroup var options: GlobalOptions

  func validate() throws {
    guard anyZone else { return }
    if kind != .systemd { throw ValidationError("--any-zone is only for systemd") }
    if timeZone != nil || options.agency != nil {
      throw ValidationError("--any-zone is for all agencies, and goes neither with --time-zone nor with --agency")
    }
  }

  func run() async throws {
    let bootstrap = try await Bootstrap(options)
    let known = try Job.names(home: bootstrap.home)
    for name in jobs { try refuseUnknown("job", name, known: known) }
    let chosen = try (jobs.isEmpty ? known : jobs).map { try Job.read($0, catalog: bootstrap.catalog) }
    let agencies: (zones: [TimeZone]?, areSeveral: Bool) = anyZone ? (nil, true) : try await zones(bootstrap)
    let schedule = Schedule(
      entries: chosen.map { Schedule.Entry(job: $0, zones: agencies.zones) },
      program: kind == .kubernetes ? "followup" : Bootstrap.programPath,
      config: try config(bootstrap),
      agencies: options.agency.map { ["--agency", $0] } ?? (agencies.areSeveral ? ["--all-agencies"] : []),
      moment: try options.moment()
    )
    switch kind {
    case .systemd:
      let files = [schedule.program, bootstrap.home.folder] + [schedule.config].compactMap(\.self)
      let folders = ServiceFolders(user: user, settings: bootstrap.settings, files: files)
      try write(SystemdUnits(schedule: schedule, user: user, folders: folders).files)
    case .cron:
      let machine = try machineZone.map(zone) ?? TimeZone.current
      try say(CronTable(schedule: schedule, machine: machine).text, terminator: "")
    case .kubernetes: try say(KubernetesJobs(schedule: schedule, image: image).text, terminator: "")
    }
  }

  private func write(_ files: [(name: String, text: String)]) throws {
    guard let out else {
      return try say(files.map { "# \($0.name)\n\($0.text)" }.joined(separator: "\n"), terminator: "")
    }
    if let doubt = try OutputFolder.make(out, remedy: "name a folder that can be written with --out") { mention(doubt) }
    for file in files {
      try writeText(file.text, to: .fileInFolder("\(out)/\(file.name)"), options: SinkOptions(mode: 0o644))
      try say("\(out)/\(file.name)")
    }
  }

  /// The zones of the agencies, and whether there are several agencies.
  private func zones(_ bootstrap: Bootstrap) async throws -> (zones: [TimeZone]?, areSeveral: Bool) {
    if let timeZone { return ([try zone(timeZone)], false) }
    let connection = try await bootstrap.connectUpToDate()
    var agencies = try await Agencies(connection: connection, catalog: bootstrap.catalog).list()
    await connection.close()
    if let name = options.agency ?? bootstrap.settings["agency"] {
      agencies = agencies.filter { $0.name.lowercased() == name.lowercased() }
    }
    guard !agencies.isEmpty else {
      throw FollowUpError(
        .usage,
        "the database has no such agency, so its time zone is not known",
        remedy: "add it with followup agency add, or give --time-zone"
      )
    }
    return (try Set(agencies.map(\.timeZone)).sorted().map(zone), agencies.count > 1)
  }

  private func zone(_ name: String) throws -> TimeZone {
    guard let zone = TimeZone(identifier: name) else {
      throw ValidationError("\(name) is not a time zone; write an IANA name such as Europe/Zurich")
    }
    return zone
  }

  /// The file that the jobs are to read, since they do not begin in this folder.
  private func config(_ bootstrap: Bootstrap) throws -> String? {
    bootstrap.configurationFile.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
  }
}
