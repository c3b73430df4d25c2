import Catalog
import Postgres
import WallClock

/// A span of days lived again by other rules: what would have fallen due, how it would have ended, and how much there would have been to do.
///
/// Days are worked out from the facts as they are known today: an interview that was moved counts where it took place.
public struct PlanReplay: Sendable, Equatable {
  /// What the rows stand for.
  public enum Grouping: String, Sendable, CaseIterable {
    case recruiter, rule, day, week
  }

  /// One row by one set of rules.
  public struct Side: Sendable, Equatable {
    /// Follow-ups that fell due in these days.
    public fileprivate(set) var due = 0
    /// Of these: done by the moment at which they were due.
    public fileprivate(set) var inTime = 0
    /// Those that the share is reckoned of: all that were not skipped.
    public fileprivate(set) var counted = 0
    fileprivate var minutes: [String: Int] = [:]
    fileprivate var open: [String: Int] = [:]

    /// Done in time, in percent with one decimal of those that were not skipped; nil: none fell due.
    public var inTimePercent: Double? {
      counted == 0 ? nil : (1000 * Double(inTime) / Double(counted)).rounded() / 10
    }

    /// Minutes of work that were open at nine on the morning on which they were most.
    public var mostMinutes: Int { minutes.values.max() ?? 0 }

    fileprivate func average(_ values: [String: Int], over days: Int) -> Int {
      days == 0 ? 0 : Int((Double(values.values.reduce(0, +)) / Double(days)).rounded())
    }
  }

  /// One row.
  public struct Row: Sendable, Equatable {
    /// What it stands for: a recruiter, a rule, a day, or the Monday of a week.
    public let place: String
    /// By the rules and the policy in force.
    public fileprivate(set) var now = Side()
    /// By those that are tried.
    public fileprivate(set) var then = Side()
    /// Over how many working days open work is averaged.
    public fileprivate(set) var workingDays = 0

    /// Minutes of work that were open at nine on a working morning, on average.
    public var minutesNow: Int { now.average(now.minutes, over: workingDays) }
    /// The same by what is tried.
    public var minutesThen: Int { then.average(then.minutes, over: workingDays) }
    /// Follow-ups that were open at nine on a working morning, on average.
    public var openNow: Int { now.average(now.open, over: workingDays) }
    /// The same by what is tried.
    public var openThen: Int { then.average(then.open, over: workingDays) }
  }

  /// The first day.
  public let from: String
  /// The last day.
  public let until: String
  /// Candidates that were looked at.
  public internal(set) var candidates = 0
  /// The rows, by what they stand for.
  public fileprivate(set) var rows: [Row] = []
  /// All of them together.
  public fileprivate(set) var total = Row(place: "all")
}

extension Planner {
  /// Lives some days again by other policy values, or by the session's catalogue. It is one transaction that is rolled back; no row of the plan or its queue is
  /// written or locked.
  ///
  /// - Parameters:
  ///   - from: the first day, a date or its distance from today, such as `monday - 13 weeks`.
  ///   - until: the last day.
  ///   - trials: policy values to be tried out, in this order.
  /// - Throws: kind `usage` for days that are none, or in the wrong order.
  public func replay(
    from: String,
    until: String,
    by grouping: PlanReplay.Grouping,
    trials: [PolicyTrial]
  ) async throws -> PlanReplay {
    let rules = try session.catalog.ruleFacts()
    let movedOn = try session.catalog.rulesMovedOn
    let session = session
    let batch = batch
    return try await session.rollingBack { connection in
      let (first, last) = try Self.days(from, until, session, connection)
      let mornings = try connection.query(session.statements.planWorkingDays(from: first, until: last)).map(\.day)
      let total =
        session.progress == nil ? 0 : try connection.query(session.statements.planCandidates()).first?.candidates ?? 0
      let book = PolicyBook(session)
      for trial in trials { try book.set(key: trial.key, value: trial.value, client: trial.client, on: connection) }
      let policy = try PolicyInForce.read(session, on: connection)
      var replay = PlanReplay(from: first, until: last)
      var after = 0
      var sides: [String: [String: PlanReplay.Side]] = [:]
      while true {
        let rows = try session.planQuery(policy: policy, on: connection) { parts in
          try session.statements.planReplay(
            after: after,
            batch: batch,
            by: grouping.rawValue,
            from: first,
            movedOn: movedOn,
            rules: rules,
            until: last,
            practiceSQL: parts.practice,
            factsSQL: parts.facts,
            wordsSQL: parts.words,
            rulesSQL: parts.rules,
            differenceSQL: parts.difference
          )
        }
        var lastCandidate: Int?
        for row in rows {
          guard let day = row.day else {
            replay.candidates += row.candidates
            lastCandidate = row.lastCandidate
            continue
          }
          sides[row.place, default: [:]]["\(row.side) \(day)", default: PlanReplay.Side()].add(row, day)
        }
        session.progress?(
          WorkProgress("replay", done: replay.candidates, of: max(total, replay.candidates), unit: "candidates")
        )
        guard let lastCandidate else { break }
        after = lastCandidate
      }
      replay.settle(sides, grouping, mornings)
      return replay
    }
  }

  private static func days(
    _ from: String,
    _ until: String,
    _ session: AgencySession,
    _ connection: isolated Connection
  ) throws -> (String, String) {
    guard let text = try connection.query(session.statements.reportToday()).first?.today,
      let start = RelativeDate(text)?.date(on: .init(daysSince1970: 0))
    else { throw FollowUpError(.failed, "the agency's date is not known") }
    let days = try [("--from", from), ("--until", until)].map { name, word in
      guard let day = RelativeDate(word)?.date(on: start).iso else {
        throw FollowUpError(
          .usage,
          "\(name) \(word) is not a day",
          remedy: "write 2026-11-24, today, or a distance such as \"monday - 13 weeks\""
        )
      }
      return day
    }
    guard days[0] <= days[1] else {
      throw FollowUpError(
        .usage,
        "--from \(days[0]) is after --until \(days[1])",
        remedy: "give the earlier day as --from"
      )
    }
    return (days[0], days[1])
  }
}

extension PlanReplay.Side {
  fileprivate mutating func add(_ row: Statements.PlanReplay, _ day: String) {
    due += row.due
    inTime += row.inTime
    counted += row.counted
    if row.open > 0 {
      open[day, default: 0] += row.open
      minutes[day, default: 0] += row.minutes
    }
  }

  fileprivate mutating func add(_ other: PlanReplay.Side) {
    due += other.due
    inTime += other.inTime
    counted += other.counted
    open.merge(other.open) { $0 + $1 }
    minutes.merge(other.minutes) { $0 + $1 }
  }
}

extension PlanReplay {
  fileprivate init(from: String, until: String) {
    self.from = from
    self.until = until
  }

  /// Puts the days of all batches together as rows.
  fileprivate mutating func settle(_ sides: [String: [String: Side]], _ grouping: Grouping, _ mornings: [String]) {
    var rows: [String: Row] = [:]
    func name(_ place: String, _ day: String) -> String {
      switch grouping {
      case .recruiter, .rule: place
      case .day: day
      case .week:
        RelativeDate("monday").flatMap { monday in
          RelativeDate(day).map { monday.date(on: $0.date(on: .init(daysSince1970: 0))).iso }
        } ?? day
      }
    }
    for (place, days) in sides {
      for (key, side) in days {
        let (isNow, day) = (key.hasPrefix("now "), String(key.drop { $0 != " " }.dropFirst()))
        let row = name(place, day)
        if isNow {
          rows[row, default: Row(place: row)].now.add(side)
          total.now.add(side)
        } else {
          rows[row, default: Row(place: row)].then.add(side)
          total.then.add(side)
        }
      }
    }
    for key in rows.keys {
      rows[key]?.workingDays =
        switch grouping {
        case .recruiter, .rule: mornings.count
        case .day, .week: mornings.count { name("", $0) == key }
        }
    }
    total.workingDays = mornings.count
    self.rows = rows.values.sorted { $0.place < $1.place }
  }
}
