import ArgumentParser
import Catalog
import FollowUpEngine
import Logging
import Tabular

struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Brings the follow-ups up to date with the data.",
    discussion: "Plans the candidates whose facts changed since the last time, and prints what changed per rule."
  )

  @Flag(help: "Plans everybody from the beginning; finds nothing to change after a plan.")
  var full = false

  @Flag(help: "Shows what would appear, move and go, per rule and recruiter; writes nothing.")
  var dryRun = false

  @Option(
    help: ArgumentHelp("With --dry-run: as if this were the policy; repeatable.", valueName: "key=value[@client]")
  )
  var policy: [String] = []

  @Option(
    help: ArgumentHelp("With --dry-run: as if the rule files in this folder were in force too.", valueName: "dir")
  )
  var rules: String?

  @Option(
    help: ArgumentHelp(
      "With --dry-run: lives the days from this one again, side by side by what is in force and by what is tried; a date or a "
        + "distance such as \"monday - 13 weeks\"; default with --until: 13 weeks.",
      valueName: "day"
    )
  )
  var from: String?

  @Option(help: ArgumentHelp("The last of these days; default with --from: yesterday.", valueName: "day"))
  var until: String?

  @Option(
    help: ArgumentHelp("With --from or --until: a row for each recruiter, rule, day or week; default: recruiter.")
  )
  var by: ReplayGrouping?

  @OptionGroup var all: AllAgenciesOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var options: GlobalOptions

  func validate() throws {
    try all.check(with: options, oneByMany: !dryRun)
    if all.allAgencies && dryRun { throw ValidationError("--dry-run works for one agency; name it with --agency") }
    guard dryRun || (from == nil && until == nil) else {
      throw ValidationError("--from and --until live days again to try something out: add --dry-run")
    }
    if by != nil, from == nil, until == nil {
      throw ValidationError("--by goes with days that are lived again: add --from or --until")
    }
    if full, from != nil || until != nil {
      throw ValidationError("days are lived again for everybody; leave --full out")
    }
    guard dryRun || (policy.isEmpty && rules == nil) else {
      throw ValidationError(
        "--policy and --rules are only for a trial: add --dry-run; followup agency policy sets a value"
      )
    }
  }

  func run() async throws {
    if all.allAgencies { return try await planAll() }
    let trials = try policy.map { try PolicyTrial($0) }
    let session = try await Bootstrap(options).session()
    if from != nil || until != nil {
      try await replay(session, trials)
    } else if dryRun {
      try await preview(session, trials)
    } else {
      try await plan(session)
    }
  }

  private func plan(_ session: AgencySession) async throws {
    let beside = try await connections(beside: session)
    let outcome = try await Planner(session, beside: beside).plan(full: full)
    for other in [session] + beside { await other.close() }
    session.logger.notice("planned \(outcome.candidates) candidates")
    // Quiet: nothing but what was asked for by name.
    if !options.quiet || output.output != nil || output.format != nil {
      try printTable(title: "plan", columns: PlanCommand.columns, rows: rows(outcome), output, options)
    }
    try refuse(outcome.faults)
  }

  /// Ends with 3 when candidates could not be planned.
  private func refuse(_ faults: [PlanFault]) throws {
    guard let last = faults.last else { return }
    for fault in faults.dropLast() { mention("\(fault)") }
    throw FollowUpError(.partial, "\(last)")
  }

  /// As many more connections as --connections asks for, as far as the server has room.
  private func connections(beside session: AgencySession) async throws -> [AgencySession] {
    guard let asked = all.connections, asked > 1 else { return [] }
    let room = try await ConnectionRoom.read(session.connection, session.catalog)
    let (number, cut) = room.connections(asked: asked, agencies: asked, processors: asked)
    if let cut { session.logger.warning("\(number) connection\(number == 1 ? "" : "s"), not \(asked): \(cut)") }
    var beside: [AgencySession] = []
    for _ in 1..<number { beside.append(try await session.apart()) }
    return beside
  }

  private func planAll() async throws {
    let full = full
    let all = try await AllAgencies(try await Bootstrap(options), connections: all.connections)
    let outcome = try await all.work { session in
      let outcome = try await Planner(session).plan(full: full)
      session.logger.notice("planned \(outcome.candidates) candidates")
      for fault in outcome.faults { session.logger.error("\(fault)") }
      return outcome
    }
    try printTable(
      title: "plan",
      columns: [Column(name: "agency", kind: .text)] + PlanCommand.columns,
      rows: outcome.done.flatMap { agency, plan in rows(plan).map { [agency.name] + $0 } },
      output,
      options
    )
    if let error = outcome.verdict(isPartial: outcome.done.contains { !$0.1.faults.isEmpty }) { throw error }
  }

  private static let columns = [
    Column(name: "rule", kind: .text), Column(name: "added", kind: .integer),
    Column(name: "changed", kind: .integer), Column(name: "withdrawn", kind: .integer),
  ]

  private func rows(_ outcome: PlanOutcome) -> [[String]] {
    outcome.rules.sorted { $0.key < $1.key }.map { rule, changes in
      [rule, "\(changes.added)", "\(changes.changed)", "\(changes.withdrawn)"]
    }
  }

  private func preview(_ session: AgencySession, _ trials: [PolicyTrial]) async throws {
    let preview = try await Planner(try await trying(session)).preview(full: full, trials: trials)
    await session.close()
    let total = preview.total
    session.logger.notice(
      """
      of \(preview.candidates) candidates: \(total.appear) follow-ups would appear, \(total.move) move, \(total.go) go; \
      \(total.open) of them are open; nothing was written
      """
    )
    try printTable(
      title: "plan",
      columns: [
        Column(name: "rule", kind: .text), Column(name: "recruiter_id", kind: .text),
        Column(name: "recruiter", kind: .text),
        Column(name: "appear", kind: .integer), Column(name: "move", kind: .integer),
        Column(name: "go", kind: .integer),
        Column(name: "open", kind: .integer),
      ],
      rows: preview.changes.sorted { ($0.key.rule, $0.key.recruiterID) < ($1.key.rule, $1.key.recruiterID) }.map {
        place,
        changes in
        [
          place.rule, place.recruiterID, place.recruiter, "\(changes.appear)", "\(changes.move)", "\(changes.go)",
          "\(changes.open)",
        ]
      },
      output,
      options
    )
    try refuse(preview.faults)
  }

  private func replay(_ session: AgencySession, _ trials: [PolicyTrial]) async throws {
    let grouping = (by ?? .recruiter).grouping
    let planner = Planner(try await trying(session))
    let replay = try await planner.replay(
      from: from ?? "today - 13 weeks",
      until: until ?? "today - 1 day",
      by: grouping,
      trials: trials
    )
    await session.close()
    session.logger.notice(
      "\(replay.from) to \(replay.until), by the facts as they are known today; nothing was written"
    )
    try printTable(
      title: "replay",
      columns: [
        Column(name: grouping.rawValue, kind: .text),
        Column(name: "due", kind: .integer), Column(name: "due_tried", kind: .integer),
        Column(name: "in_time_percent", kind: .decimal), Column(name: "in_time_percent_tried", kind: .decimal),
        Column(name: "open_a_morning", kind: .integer), Column(name: "open_a_morning_tried", kind: .integer),
        Column(name: "minutes_a_morning", kind: .integer), Column(name: "minutes_a_morning_tried", kind: .integer),
        Column(name: "most_minutes", kind: .integer), Column(name: "most_minutes_tried", kind: .integer),
      ],
      rows: (replay.rows + [replay.total]).map { row in
        let percents = [row.now.inTimePercent, row.then.inTimePercent].map { $0.map { "\($0)" } ?? "" }
        return [
          row.place, "\(row.now.due)", "\(row.then.due)", percents[0], percents[1], "\(row.openNow)", "\(row.openThen)",
          "\(row.minutesNow)", "\(row.minutesThen)", "\(row.now.mostMinutes)", "\(row.then.mostMinutes)",
        ]
      },
      output,
      options
    )
  }

  /// The same session with the rules of --rules, each of which the server has described.
  private func trying(_ session: AgencySession) async throws -> AgencySession {
    guard let rules else { return session }
    let (catalog, changed) = try session.catalog.withRules(in: rules)
    let trial = session.with(catalog)
    for name in changed {
      let finding = await CatalogCheck(trial).rule(try catalog.rule(name))
      if let fault = finding.fault {
        throw FollowUpError(.configuration, "\(finding.file): \(fault)", remedy: finding.remedy)
      }
    }
    return trial
  }
}

/// What the rows of days that are lived again stand for.
enum ReplayGrouping: String, ExpressibleByArgument, CaseIterable {
  case recruiter, rule, day, week

  /// The same, as the engine has it.
  var grouping: PlanReplay.Grouping {
    switch self {
    case .recruiter: .recruiter
    case .rule: .rule
    case .day: .day
    case .week: .week
    }
  }
}
