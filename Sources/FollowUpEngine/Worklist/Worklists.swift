import Catalog
import Foundation
import Logging
import Postgres
public import Tabular

/// Somebody who has a worklist.
public struct Recruiter: Sendable, Equatable {
  /// Our id.
  public let id: Int
  /// The source's own id.
  public let externalID: String
  /// Their name.
  public let name: String
  /// Their email address.
  public let email: String
}

/// What an export has written.
public struct WorklistExport: Sendable, Equatable {
  /// Lists, empty ones among them.
  public internal(set) var lists = 0
  /// Rows of all lists.
  public internal(set) var rows = 0
  /// Names of the files in the folder, manifest included.
  public internal(set) var files: [String] = []
  /// What the files hold, the manifest not counted.
  public internal(set) var manifest = Manifest()
}

/// What each recruiter should do at the session's moment: sql/worklist/worklist.sql, one ordered stream, split as it arrives.
public struct Worklists: Sendable {
  private let session: AgencySession
  private let backlog: Bool
  /// What pages are written with; answers are signed only for those.
  private func words(pages: Bool) async throws -> PageWords {
    PageWords(
      templates: Templates(home: session.catalog.home, agency: session.agency.name),
      desk: pages ? try await AnswerDesk.open(session) : nil
    )
  }

  /// The worklists of an agency at a moment.
  ///
  /// - Parameter backlog: also what was due before the policy `in_force_from`.
  public init(_ session: AgencySession, backlog: Bool = false) {
    self.session = session
    self.backlog = backlog
  }

  /// Those who work here, by their id at the source.
  public func recruiters() async throws -> [Recruiter] { try await recruiters(meaning: nil) }

  /// The one that a word means: their id at the source, email or name, or a word of a name that only one has.
  /// - Throws: `FollowUpError` of kind usage when nobody or several are meant.
  public func recruiter(_ word: String) async throws -> Recruiter {
    let found = try await recruiters(meaning: word)
    guard let first = found.first else {
      let known = try await recruiters()
      let names = known.prefix(12).map { "\($0.name) (\($0.externalID))" }.joined(separator: ", ")
      throw FollowUpError(
        .usage,
        "the recruiter \"\(word)\" is not known",
        remedy: known.isEmpty
          ? "import recruiters.csv first"
          : "give an id, email or full name, such as: \(names)\(known.count > 12 ? " …" : "")"
      )
    }
    guard found.count == 1 else {
      let ids = found.map { "\($0.name) <\($0.email)>" }.joined(separator: ", ")
      throw FollowUpError(.usage, "\"\(word)\" means \(found.count) recruiters", remedy: "say which by email: \(ids)")
    }
    return first
  }

  /// Writes lists one after the other: each as a table of its own, or in any other format as one run of rows that ends with whose they are.
  ///
  /// - Parameter recruiters: whose; nil: everybody's.
  public func write(
    _ recruiters: [Recruiter]?,
    format: Format,
    output: Output,
    options: SinkOptions
  ) async throws {
    if format == .table || recruiters?.count == 1 {
      // A table needs all of its rows before the first is shown, so that each list is a table of its own.
      if recruiters?.count != 1, case .file = output {
        throw FollowUpError(
          .usage,
          "several lists as tables can be shown only on the terminal",
          remedy: "use --out DIR --format html"
        )
      }
      let everybody = try await self.recruiters()
      let words = try await words(pages: format == .html)
      for recruiter in recruiters ?? everybody {
        try await stream([recruiter], as: [format]) {
          OneList(format: format, output: output, options: options, words: words)
        }
      }
    } else if let recruiters {
      throw FollowUpError(
        .usage,
        "\(recruiters.count) lists do not fit into one output",
        remedy: "use --out DIR for one file each, or --all for everybody"
      )
    } else if format == .html {
      let words = try await words(pages: true)
      try await stream(nil, as: [format]) { try AllListsPage(words: words, to: output) }
    } else {
      var options = options
      options.zone = session.agency.timeZone
      try await stream(nil, as: [format]) { [options] in
        try AllLists(format: format, output: output, options: options)
      }
    }
  }

  /// Writes one file per list and format into a folder, which is made when it is missing, and last the manifest.
  ///
  /// Files are named `worklist-ID-NAME.FORMAT`. Lists without rows are written too. With everybody's pages goes the manager's, `overview.html`. The manifest of an earlier export is taken away
  /// first: where it stands, the export is complete.
  /// - Parameter recruiters: whose; nil: everybody's.
  public func export(
    _ recruiters: [Recruiter]?,
    to folder: String,
    formats: [Format],
    options: SinkOptions
  ) async throws -> WorklistExport {
    let everybody = try await self.recruiters()
    if let doubt = try OutputFolder.make(folder, remedy: "name a folder that can be written with --out") {
      session.logger.warning("\(doubt)")
    }
    let pages = formats.contains(.html)
    let overview = pages && recruiters == nil ? try await Overview(session).page() : nil
    let words = try await words(pages: pages)
    let (progress, count) = (session.progress, recruiters?.count ?? everybody.count)
    return try await stream(recruiters, as: formats) {
      let files = try WorklistFiles(
        folder: folder,
        formats: formats,
        recruiters: everybody,
        options: options,
        words: words
      )
      files.overview = overview
      files.progress = { done in
        progress?(WorkProgress("worklists", done: done, of: max(done, count), unit: "lists"))
      }
      return files
    }
  }

  /// Somebody's list as a mail with files in these formats; nil: nothing is on it.
  func mail(_ recruiter: Recruiter, attaching formats: [Format]) async throws -> DeliveredList.Mail? {
    let words = try await words(pages: true)
    let options = SinkOptions(stamp: session.asOf)
    return try await stream([recruiter], as: [.html] + formats) {
      DeliveredList(ListMail(words: words), formats: formats, options: options, words: words)
    }
  }

  private func recruiters(meaning word: String?) async throws -> [Recruiter] {
    let statement = try session.statements.worklistRecruiters(wanted: word)
    return try await session.transaction { connection in
      try connection.query(statement).map { row in
        Recruiter(id: row.recruiterID, externalID: row.externalID, name: row.name, email: row.email)
      }
    }
  }

  /// Memory does not grow with rows: each goes on as it arrives. The consumer lives on the connection's executor.
  @discardableResult
  private func stream<Consumer: WorklistConsumer>(
    _ recruiters: [Recruiter]?,
    as formats: [Format],
    into make: @escaping @Sendable () throws -> Consumer
  ) async throws -> Consumer.Outcome {
    let statements = try await statements(for: recruiters, as: formats)
    let session = session
    return try await session.reading { connection in
      let consumer = try make()
      var head: ListHead?
      for statement in statements {
        try connection.copyOut(statement) { bytes in
          var fields = CopyText.fields(bytes)
          let next = try ListHead(fields)
          if head != next {
            if head != nil { try consumer.finish() }
            try consumer.begin(next)
            head = next
          }
          if let settled = fields.removeLast() { try consumer.write(settled: try SettledFollowUp.read(settled)) }
          // A list without rows is one row without a follow-up.
          if fields[ListHead.width] != nil { try consumer.write(Array(fields[ListHead.width...])) }
        }
      }
      if head != nil { try consumer.finish() }
      try session.checkRun(on: connection)
      return try consumer.end()
    }
  }

  private func statements(for recruiters: [Recruiter]?, as formats: [Format]) async throws -> [Statement] {
    let guardrails = try session.catalog.warningParts(policy: try await PolicyInForce.read(session))
    let rules = try session.catalog.ruleFacts()
    let warnings = try session.catalog.breachWarnings()
    let (file, settled) = (try session.catalog.worklist("worklist"), try session.catalog.worklist("settled"))
    let ids: [Int?] = recruiters.map { $0.map(\.id) } ?? [nil]
    return try ids.map { id in
      let values: [String: (any PostgresEncodable)?] = [
        "recruiter": id, "rules": rules, "guardrails": warnings, "backlog": backlog ? "yes" : "no",
        "pages": formats.contains(.html) ? "yes" : "no", "calendar": formats.contains(.ics) ? "yes" : "no",
      ]
      let parts = ["warnings": guardrails, "settled": [SQLPart(settled, session.texts(of: values))]]
      return try session.bind(file, values, parts: parts)
    }
  }
}

/// Whose list a row is on.
struct ListHead: Equatable {
  /// How many columns of the statement it takes.
  static let width = 7
  let externalID: String
  let id: Int
  let name: String
  /// That somebody is away, and who works the list.
  let note: String?
  /// The IANA zone of the person who works the list.
  let zone: String
  /// What tells the agency's calendars from all others in the world.
  let calendar: String
  /// What pages say of the whole list, a JSON object.
  let summary: String?

  init(_ fields: [String?]) throws {
    // Last come what pages show of a row, and what calendars cancel.
    guard fields.count == Self.width + WorklistColumns.all.count + 2, let externalID = fields[0], let text = fields[1],
      let id = Int(text), let name = fields[2], let zone = fields[4], let calendar = fields[5]
    else {
      throw FollowUpError(
        .configuration,
        "sql/worklist/worklist.sql does not return the columns of a worklist",
        remedy: "install sql/ of the same version as the program"
      )
    }
    self.externalID = externalID
    self.id = id
    self.name = name
    note = fields[3]
    self.zone = zone
    self.calendar = calendar
    summary = fields[6]
  }

  /// What stands above the list.
  var title: String { "Worklist of \(name)" + (note.map { " (\($0))" } ?? "") }
}

/// Takes the stream of lists, one list after the other.
protocol WorklistConsumer: SendableMetatype {
  associatedtype Outcome: Sendable
  func begin(_ head: ListHead) throws
  /// What was on the list within the last days and is not any more, for calendars; before the rows.
  func write(settled: [SettledFollowUp]) throws
  func write(_ row: [String?]) throws
  /// The list that was begun is over.
  func finish() throws
  /// The stream is over.
  func end() throws -> Outcome
}

extension WorklistConsumer {
  func write(settled: [SettledFollowUp]) throws {}
}
