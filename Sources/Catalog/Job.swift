/// A job: what is done in which order, when, and within what time. One file, jobs/NAME.yaml.
public struct Job: Sendable {
  /// One step of it.
  public struct Step: Sendable, Equatable {
    /// What is done.
    public enum Action: String, Sendable, CaseIterable {
      /// Reads what came back by mail.
      case inbox
      /// Brings the follow-ups in line with the data.
      case plan
      /// Writes every recruiter's list.
      case worklists
      /// Mails every recruiter their list, and those who lead somebody the overview.
      case deliver
      /// Sends what is owed.
      case nudge
      /// Writes one report.
      case report
      /// Writes several reports as one page, one workbook and their CSVs, and mails them to those who lead the agency.
      case pack
      /// Anonymises people who have been kept for as long as the policy says.
      case retention
      /// Runs the invariants of sql/checks.
      case checks
    }

    /// What is done.
    public let action: Action
    /// The report's name, for a report.
    public let name: String?
    /// The names of the reports of a pack, in the order in which they stand there.
    public let reports: [String]
    /// The formats, for worklists and reports.
    public let formats: [String]
    /// The parameters that are not to be as the file of the report says. Of a pack `from` is that of all reports that have it, and
    /// `on_time.from` that of one.
    public let parameters: [String: String]
    /// How often it is tried again after it failed.
    public let retries: Int
    /// After how many minutes one try of it is ended; nil: only by the job's limit.
    public let timeLimitMinutes: Int?
    /// How it is called in the run's record.
    public var title: String { name.map { "\(action.rawValue) \($0)" } ?? action.rawValue }
  }

  /// The name, that of the file.
  public let name: String
  /// What it is for.
  public let summary: String
  /// When it starts, cron's five fields, in the agency's zone.
  public let schedule: String
  /// The same, read.
  public let cron: CronSchedule
  /// After how many minutes it is ended.
  public let timeLimitMinutes: Int
  /// Whether it is done again when it is run once more on a date for which it was done.
  public let isRepeated: Bool
  /// The steps, in order.
  public let steps: [Step]
  /// The addresses that are told when a run fails; empty: nobody is mailed.
  public let failureAddresses: [String]

  /// Reads jobs/NAME.yaml of the catalogue's home; what it says of reports must be true of those of the catalogue.
  public static func read(_ name: String, catalog: Catalog) throws -> Job {
    let home = catalog.home
    let known = try names(home: home)
    guard known.contains(name) else {
      throw CatalogError(
        file: "jobs/\(name).yaml",
        "does not exist",
        remedy: "use one of: \(known.joined(separator: ", "))"
      )
    }
    let file = home.path(of: "\(name).yaml", in: "jobs")
    return try Job(name: name, yaml: try StrictYAML(text: try home.text(of: file), file: file), catalog: catalog)
  }

  /// The place of a step, from 1, by its title such as `nudge` or `report overdue`, or by the place itself; nil: there is none.
  public func place(of step: String) -> Int? {
    if let place = Int(step), steps.indices.contains(place - 1) { return place }
    return steps.firstIndex { $0.title == step }.map { $0 + 1 }
  }

  /// The jobs there are.
  public static func names(home: Home) throws -> [String] {
    try home.files(in: "jobs", ending: ".yaml").map { String(Home.name(of: $0).dropLast(5)) }
  }

  init(name: String, yaml: StrictYAML, catalog: Catalog) throws {
    try yaml.allow(["summary", "schedule", "time_limit_minutes", "repeated", "mail_failures_to", "steps"])
    self.name = name
    summary = try yaml.required("summary")
    schedule = try yaml.required("schedule")
    guard let cron = CronSchedule(schedule) else {
      throw CatalogError(
        file: yaml.file,
        line: yaml.line(of: "schedule"),
        "schedule must be the five fields of cron, such as \"30 5 * * *\""
      )
    }
    self.cron = cron
    guard let minutes = Int(try yaml.required("time_limit_minutes")), minutes > 0 else {
      throw CatalogError(
        file: yaml.file,
        line: yaml.line(of: "time_limit_minutes"),
        "time_limit_minutes must be a whole number above 0"
      )
    }
    timeLimitMinutes = minutes
    switch try yaml.string("repeated") ?? "no" {
    case "yes": isRepeated = true
    case "no": isRepeated = false
    default:
      throw CatalogError(file: yaml.file, line: yaml.line(of: "repeated"), "repeated must be yes or no")
    }
    failureAddresses = try yaml.strings("mail_failures_to")
    for address in failureAddresses where address.wholeMatch(of: /[^@\s<>,]+@[^@\s<>,]+/) == nil {
      throw CatalogError(
        file: yaml.file,
        line: yaml.line(of: "mail_failures_to"),
        "mail_failures_to: \(address) is not an address",
        remedy: "write ops@agency.example, or several: [ops@agency.example, night@agency.example]"
      )
    }
    steps = try yaml.mappings("steps").map { try Step($0, catalog: catalog) }
    guard !steps.isEmpty else { throw CatalogError(file: yaml.file, "steps are missing") }
  }
}

extension Job.Step {
  /// The parameters of a report of a pack.
  public func parameters(of report: Report) -> [String: String] {
    let alone = parameters.filter { $0.key.hasPrefix(report.name + ".") }
      .map { (String($0.key.dropFirst(report.name.count + 1)), $0.value) }
    let shared = parameters.filter { value in report.parameters.contains { $0.name == value.key } }
    return shared.merging(alone) { $1 }
  }

  init(_ yaml: StrictYAML, catalog: Catalog) throws {
    try yaml.allow(["do", "name", "reports", "format", "with", "retries", "time_limit_minutes"])
    let words = try yaml.required("do")
    guard let action = Action(rawValue: words) else {
      throw CatalogError(
        file: yaml.file,
        line: yaml.line(of: "do"),
        "\(words) is not a step",
        remedy: "use one of: \(Action.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    self.action = action
    name = try yaml.string("name")
    reports = try yaml.strings("reports")
    formats = try yaml.strings("format")
    parameters = try yaml.texts("with")
    retries = try yaml.number("retries", 0...10) ?? 0
    timeLimitMinutes = try yaml.number("time_limit_minutes", 1...1_440)
    guard (action == .report) == (name != nil) else {
      throw CatalogError(
        file: yaml.file,
        line: yaml.line(of: "name") ?? yaml.line(of: "do"),
        action == .report ? "a report step needs the report's name" : "a \(words) step takes no name"
      )
    }
    guard action == .report || action == .pack || parameters.isEmpty else {
      throw CatalogError(file: yaml.file, line: yaml.line(of: "with"), "only reports and packs have parameters")
    }
    if let name { try Self.check(name, parameters, yaml, catalog) }
    try checkPack(yaml, catalog)
    for format in formats where !["csv", "tsv", "json", "ndjson", "html", "xlsx", "ics"].contains(format) {
      throw CatalogError(
        file: yaml.file,
        line: yaml.line(of: "format"),
        "\(format) is not a file format",
        remedy: "use one of: csv, tsv, json, ndjson, html, xlsx, ics"
      )
    }
  }
}

extension Job.Step {
  /// A pack names reports, each once; each of its parameters is one of a report, which takes the value.
  private func checkPack(_ yaml: StrictYAML, _ catalog: Catalog) throws {
    let place = yaml.line(of: "reports") ?? yaml.line(of: "do")
    guard action == .pack else {
      if reports.isEmpty { return }
      throw CatalogError(file: yaml.file, line: place, "a \(action.rawValue) step takes no reports")
    }
    guard !reports.isEmpty else {
      throw CatalogError(file: yaml.file, line: place, "a pack needs reports", remedy: "write `reports: [overdue]`")
    }
    if let line = yaml.line(of: "format") {
      throw CatalogError(file: yaml.file, line: line, "a pack has no format: it is a page, a workbook and CSVs")
    }
    if let twice = reports.first(where: { name in reports.count { $0 == name } > 1 }) {
      throw CatalogError(file: yaml.file, line: place, "the report \(twice) is named twice")
    }
    var known: Set<String> = []
    var isWhole = true
    for name in reports {
      do {
        let report = try catalog.report(name)
        let line = yaml.line(of: "with") ?? place
        if let refusal = report.refusal(of: parameters(of: report)) {
          throw CatalogError(file: yaml.file, line: line, refusal.what, remedy: refusal.remedy)
        }
        known.formUnion(report.parameters.flatMap { [$0.name, "\(name).\($0.name)"] })
      } catch let error as CatalogError where error.file == nil {
        throw CatalogError(file: yaml.file, line: place, error.what, remedy: error.remedy)
      } catch let error as CatalogError where error.file != yaml.file {
        // Its file is wrong: the step names it, and which parameters it has is not known.
        isWhole = false
      }
    }
    guard isWhole, let unknown = parameters.keys.sorted().first(where: { !known.contains($0) }) else { return }
    throw CatalogError(
      file: yaml.file,
      line: yaml.line(of: "with"),
      "no report of the pack has a parameter \(unknown)",
      remedy: wordsToUse(known.sorted(), insteadOf: unknown)
    )
  }

  private static func check(
    _ name: String,
    _ parameters: [String: String],
    _ yaml: StrictYAML,
    _ catalog: Catalog
  ) throws {
    let report: Report
    do {
      report = try catalog.report(name)
    } catch let error as CatalogError where error.file == nil {
      throw CatalogError(file: yaml.file, line: yaml.line(of: "name"), error.what, remedy: error.remedy)
    } catch is CatalogError {
      // The report's file is wrong: its own step names it, and the job's other steps are not stopped by it.
      return
    }
    if let refusal = report.refusal(of: parameters) {
      throw CatalogError(file: yaml.file, line: yaml.line(of: "with"), refusal.what, remedy: refusal.remedy)
    }
  }
}

extension StrictYAML {
  /// The line a key stands on; nil: it is missing.
  public func line(of key: String) -> Int? { all.first { $0.key == key }?.line }
}

extension StrictYAML {
  /// A whole number of a step; nil: the key is missing.
  fileprivate func number(_ key: String, _ bounds: ClosedRange<Int>) throws -> Int? {
    guard let text = try string(key) else { return nil }
    guard let number = Int(text), bounds.contains(number) else {
      throw CatalogError(
        file: file,
        line: line(of: key),
        "\(key) must be a whole number from \(bounds.lowerBound) to \(bounds.upperBound), not \(text)"
      )
    }
    return number
  }
}
