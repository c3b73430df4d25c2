import Foundation
import Postgres
import Tabular

/// Takes back worklist files in which recruiters wrote what came of each row.
public struct WorklistApply: Sendable {
  /// What became of the rows.
  public struct Outcome: Sendable, Equatable {
    /// Rows whose outcome or note was recorded.
    public internal(set) var recorded = 0
    /// Rows that had been settled before, or that were recorded before from the same file.
    public internal(set) var settled = 0
    /// Rows without an outcome and a note.
    public internal(set) var empty = 0
    /// Rows and files that could not be taken.
    public internal(set) var failures = 0
    /// What was recorded, row by row, each with file and line.
    public internal(set) var rows: [String] = []
    /// What is to be said: failures and wrong contacts, each with file and line.
    public internal(set) var words: [String] = []

    /// In a sentence.
    public var summary: String {
      "\(recorded) recorded, \(settled) settled before, \(empty) without an outcome, \(failures) refused."
    }
  }

  /// What may stand in the column outcome.
  public static let outcomes = "done, done DATE, reminded, skip, snooze DATE, no answer, wrong contact"

  /// What a recruiter wrote: one of ``outcomes``.
  private enum Word {
    case done(String?)
    case reminded
    case skip
    case snooze(String)
    case noAnswer
    case wrongContact
    case note

    init?(_ text: String) {
      let words = text.split { $0.isWhitespace || $0 == "_" }.map(String.init)
      let plain = words.joined(separator: " ").lowercased().trimmingCharacters(in: [".", "!"])
      let rest = words.dropFirst().drop { ["on", "at", "until", "till"].contains($0.lowercased()) }
        .joined(separator: " ")
      switch plain {
      case "": self = .note
      case "done": self = .done(nil)
      case "reminded": self = .reminded
      case "skip": self = .skip
      case "no answer", "no-answer", "noanswer": self = .noAnswer
      case "wrong contact", "wrong-contact": self = .wrongContact
      default:
        switch words.first?.lowercased() {
        case "done": self = .done(rest)
        case "snooze" where !rest.isEmpty: self = .snooze(rest)
        default: return nil
        }
      }
    }
  }

  private let session: AgencySession
  private let isDryRun: Bool

  /// For an agency at a moment; a dry run tries everything and records nothing.
  public init(_ session: AgencySession, dryRun: Bool = false) {
    self.session = session
    isDryRun = dryRun
  }

  /// Takes the files row by row; a bad row is named and does not stop the others.
  ///
  /// - Throws: of kind `badData` when none of the files is a worklist.
  public func apply(_ files: [String], force: Bool) async throws -> Outcome {
    var outcome = Outcome()
    var unread: [String] = []
    for path in files {
      do {
        var file = try WorklistFile(path: path)
        try await apply(&file, force: force, &outcome)
      } catch let error as FollowUpError where error.kind == .badData {
        unread.append("\(error)")
      } catch let error as TabularError {
        unread.append("\(error)")
      }
    }
    if unread.count == files.count { throw FollowUpError(.badData, unread.joined(separator: "\n")) }
    outcome.failures += unread.count
    outcome.words += unread
    return outcome
  }

  private func apply(_ file: inout WorklistFile, force: Bool, _ outcome: inout Outcome) async throws {
    while true {
      let row: WorklistFile.Row
      do {
        guard let next = try file.next() else { return }
        row = next
      } catch let error as FollowUpError {
        outcome.failures += 1
        outcome.words.append("\(error)")
        continue
      }
      do {
        try await take(row, of: file.path, force: force, &outcome)
      } catch let error as FollowUpError where error.kind != .locked && error.kind != .unreachable {
        outcome.failures += 1
        outcome.words.append("\(file.path):\(row.line): \(error)")
      } catch let error as PostgresError where error.code?.hasPrefix("22") == true {
        // A value that the server cannot hold: this row's.
        outcome.failures += 1
        outcome.words.append("\(file.path):\(row.line): \(error)")
      }
    }
  }

  private func take(
    _ row: WorklistFile.Row,
    of file: String,
    force: Bool,
    _ outcome: inout Outcome
  ) async throws {
    let written = row.cells["outcome"] ?? ""
    let note = row.cells["note"].flatMap { $0.isEmpty ? nil : $0 }
    if written.isEmpty, note == nil {
      outcome.empty += 1
      return
    }
    let place = "\(file):\(row.line)"
    let id = try followUp(row.cells["follow_up_id"] ?? "")
    let log = TouchLog(session, by: "\(NSUserName()), \(place)", dryRun: isDryRun)
    let state = try await log.state(id)
    let named = "follow-up \(id)" + (row.cells["rule"].map { " \($0)" } ?? "")
    let key = key(row, id, written, note ?? "")
    let earlier = try await log.record(of: id, key: key)
    if earlier.kept {
      outcome.settled += 1
      outcome.rows.append(
        "\(place): \(named): recorded before\(earlier.undone ? " and taken back since" : ""), nothing was recorded twice"
      )
      return
    }
    do {
      guard let word = Word(written) else {
        throw FollowUpError(
          .badData,
          "outcome: \(written) is not known",
          remedy:
            "use one of: \(Self.outcomes); other words go into the column note"
        )
      }
      if case .note = word {
        try await log.note(id, note: note, key: key)
        outcome.recorded += 1
        outcome.rows.append("\(place): \(named): the note was kept")
        return
      }
      if ["done", "skipped", "cancelled"].contains(state) {
        try await log.note(id, outcome: written, note: note, key: key)
        outcome.settled += 1
        let kept = note == nil ? "the outcome is kept" : "the note is kept"
        outcome.rows.append("\(place): \(named): was \(state == "cancelled" ? "gone" : state) before; \(kept)")
        return
      }
      let said = try await take(word, id, log, note: note, key: key, force: force)
      outcome.recorded += 1
      outcome.rows.append("\(place): \(named): \(said)")
      if case .wrongContact = word {
        outcome.words.append(
          "\(place): wrong contact: \(row.cells["party"] ?? ""): correct it at the source of the data"
        )
      }
    } catch let error as FollowUpError where note != nil && error.kind != .locked && error.kind != .unreachable {
      // What was written in the note is kept even so; the outcome is asked for again.
      try await log.note(id, note: note, key: self.key(row, id, "", note ?? ""))
      throw FollowUpError(error.kind, "\(error)", remedy: "the note was kept")
    }
  }

  /// Does what was written; in words what that was.
  private func take(
    _ word: Word,
    _ id: Int,
    _ log: TouchLog,
    note: String?,
    key: String,
    force: Bool
  ) async throws -> String {
    switch word {
    case .done(let time):
      var moment = session.asOf
      if let time { moment = try await log.happened(try WrittenDate.iso(time)) }
      let done = try await log.done(id, at: moment, party: nil, note: note, force: force, key: key)
      if isDryRun { return "done" }
      guard let remark = done.remark else { return "done" }
      return done.nextDue == nil ? "recorded, but the follow-up \(remark)" : "done; the follow-up \(remark)"
    case .reminded:
      let until = try await log.reminded(id, at: session.asOf, note: note, force: force, key: key)
      return "reminded; it comes back on \(until)"
    case .skip:
      guard let note else {
        throw FollowUpError(.badData, "outcome: skip needs a reason", remedy: "write it into the column note")
      }
      try await log.skip(id, reason: note, key: key)
      return "skipped"
    case .snooze(let time):
      let until = try await log.moment(try WrittenDate.iso(time))
      guard until > session.asOf else {
        throw FollowUpError(.badData, "outcome: snooze \(time) is in the past", remedy: "write a later date")
      }
      try await log.snooze(id, until: until, note: note, key: key)
      return "snoozed"
    case .noAnswer:
      try await log.snooze(id, until: try await nextMorning(), outcome: "no answer", note: note, key: key)
      return "no answer; it comes back on the next working morning"
    case .wrongContact:
      try await log.snooze(id, until: try await nextMorning(), outcome: "wrong contact", note: note, key: key)
      return "wrong contact; it comes back on the next working morning"
    case .note:
      try await log.note(id, note: note, key: key)
      return "the note was kept"
    }
  }

  /// Some spreadsheets write a whole number with a fraction of zero.
  private func followUp(_ text: String) throws -> Int {
    if let match = text.wholeMatch(of: /(\d+)(?:[.,]0+)?/), let id = Int(match.1) { return id }
    throw FollowUpError(.badData, "follow_up_id: \"\(text)\" is not an id", remedy: "leave that column as it was")
  }

  /// What makes a row this one, in any dialect: the follow-up, the day it was due, and what was written.
  private func key(_ row: WorklistFile.Row, _ id: Int, _ written: String, _ note: String) -> String {
    let due = row.cells["due_at"] ?? ""
    let day: String
    // A due time that a spreadsheet has made unreadable tells the row apart as it stands.
    do { day = String(try WrittenDate.iso(due).prefix(10)) } catch { day = due }
    // FNV-1a: an index cannot hold a text of any length, and it only distinguishes rows of one follow-up and day.
    let digest = "\(written)\u{0}\(note)".utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return "worklist \(id) \(day) \(String(digest, radix: 16))"
  }

  private func nextMorning() async throws -> Date {
    let statement = try session.statements.worklistNextMorning()
    let rows = try await session.transaction { connection in try connection.query(statement) }
    guard let row = rows.first else { throw FollowUpError(.failed, "the agency no longer exists") }
    return row.moment
  }
}
