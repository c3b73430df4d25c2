import Foundation
import Postgres
import Tabular

/// Takes back worklist files in which recruiters wrote what came of each row.
public struct WorklistApply: Sendable {
  /// What became of the rows.
  public struct Outcome: Sendable, Equatable {
    /// Rows whose outcome was recorded.
    public internal(set) var recorded = 0
    /// Rows that had been settled before.
    public internal(set) var settled = 0
    /// Rows without an outcome.
    public internal(set) var empty = 0
    /// Rows that could not be taken.
    public internal(set) var failures = 0
    /// What is to be said: failures and wrong contacts, each with file and line.
    public internal(set) var words: [String] = []

    /// In a sentence.
    public var summary: String {
      "\(recorded) recorded, \(settled) settled before, \(empty) without an outcome, \(failures) not taken."
    }
  }

  /// What a recruiter wrote.
  private enum Word {
    case done(String?)
    case skip
    case snooze(String)
    case noAnswer
    case wrongContact

    init?(_ text: String) {
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      switch (words.first?.lowercased(), words.count) {
      case ("done", 1): self = .done(nil)
      case ("done", 2...): self = .done(words.dropFirst().joined(separator: "T"))
      case ("skip", 1): self = .skip
      case ("snooze", 2): self = .snooze(words[1])
      case ("no", 2) where words[1].lowercased() == "answer": self = .noAnswer
      case ("wrong", 2) where words[1].lowercased() == "contact": self = .wrongContact
      default: return nil
      }
    }
  }

  private static let needed = ["follow_up_id", "due_at", "outcome", "note"]

  private let session: AgencySession
  private let log: TouchLog

  /// For an agency at a moment.
  public init(_ session: AgencySession) {
    self.session = session
    log = TouchLog(session)
  }

  /// Takes the files row by row; a bad row is named and stops none of the others.
  ///
  /// - Throws: of kind `badData` for a file that is missing or is no worklist; nothing of that file is taken then.
  public func apply(_ files: [String], force: Bool) async throws -> Outcome {
    var outcome = Outcome()
    for file in files { try await apply(file, force: force, &outcome) }
    return outcome
  }

  private func apply(_ file: String, force: Bool, _ outcome: inout Outcome) async throws {
    var reader = try CSVReader(path: file)
    guard let header = try reader.next()?.fields else {
      throw FollowUpError(.badData, "\(file) is empty", remedy: "give a worklist file as followup wrote it")
    }
    var places: [String: Int] = [:]
    for (place, name) in header.enumerated() { places[name] = place }
    for name in WorklistApply.needed where places[name] == nil {
      throw FollowUpError(
        .badData,
        "\(file):1: the column \(name) is missing",
        remedy: "give a worklist file as followup wrote it"
      )
    }
    while let record = try reader.next() {
      let cell = { (name: String) in
        places[name].flatMap { $0 < record.fields.count ? unguard(record.fields[$0]) : nil }?
          .trimmingCharacters(in: .whitespaces) ?? ""
      }
      let written = cell("outcome")
      if written.isEmpty {
        outcome.empty += 1
        continue
      }
      do {
        guard let id = Int(cell("follow_up_id")) else {
          throw FollowUpError(
            .badData,
            "follow_up_id: \(cell("follow_up_id")): is no id",
            remedy: "leave that column as it was"
          )
        }
        guard let word = Word(written) else {
          throw FollowUpError(
            .badData,
            "outcome: \(written): is not known",
            remedy: "write done, done TIME, skip, snooze DATE, no answer or wrong contact"
          )
        }
        if ["done", "skipped", "cancelled"].contains(try await log.state(id)) {
          outcome.settled += 1
          continue
        }
        try await take(word, id, note: cell("note"), key: "worklist \(id) \(cell("due_at"))", force: force)
        outcome.recorded += 1
        if case .wrongContact = word {
          outcome.words.append(
            "\(file):\(record.line): wrong contact: \(cell("party")): correct it where the data come from"
          )
        }
      } catch let error as FollowUpError where error.kind != .locked && error.kind != .unreachable {
        outcome.failures += 1
        outcome.words.append("\(file):\(record.line): \(error)")
      }
    }
  }

  private func take(_ word: Word, _ id: Int, note: String, key: String, force: Bool) async throws {
    switch word {
    case .done(let time):
      var moment = session.asOf
      if let time { moment = try await log.moment(time) }
      try await log.done(id, at: moment, party: nil, note: note.isEmpty ? nil : note, force: force, key: key)
    case .skip: try await log.skip(id, reason: note)
    case .snooze(let date): try await log.snooze(id, until: try await log.moment(date))
    case .noAnswer, .wrongContact: try await log.snooze(id, until: try await nextMorning())
    }
  }

  private func nextMorning() async throws -> Date {
    let statement = try session.statement("worklist_next_morning")
    let rows = try await session.transaction { connection in try connection.query(statement) }
    guard let row = rows.first else { throw FollowUpError(.failed, "the agency is gone") }
    return try row.get("moment")
  }
}
