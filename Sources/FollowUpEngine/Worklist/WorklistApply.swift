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
  public static let outcomes = WorklistOutcome.known

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
    let named = "follow-up \(id)" + (row.cells["rule"].map { " \($0)" } ?? "")
    let taker = OutcomeTaker(session, by: "\(NSUserName()), \(place)", dryRun: isDryRun)
    let said = OutcomeTaker.Said(
      followUp: id,
      day: day(row),
      outcome: written,
      note: note,
      saidAt: session.asOf
    )
    switch try await taker.take(said, force: force) {
    case .settled(let words):
      outcome.settled += 1
      outcome.rows.append("\(place): \(named): \(words)")
    case .recorded(let words, let isWrongContact):
      outcome.recorded += 1
      outcome.rows.append("\(place): \(named): \(words)")
      if isWrongContact {
        outcome.words.append(
          "\(place): wrong contact: \(row.cells["party"] ?? ""): correct it at the source of the data"
        )
      }
    }
  }

  /// Some spreadsheets write a whole number with a fraction of zero.
  private func followUp(_ text: String) throws -> Int {
    if let match = text.wholeMatch(of: /(\d+)(?:[.,]0+)?/), let id = Int(match.1) { return id }
    throw FollowUpError(.badData, "follow_up_id: \"\(text)\" is not an id", remedy: "leave that column as it was")
  }

  /// The day on which the row was due, in any dialect.
  private func day(_ row: WorklistFile.Row) -> String {
    let due = row.cells["due_at"] ?? ""
    // A due time that a spreadsheet has made unreadable tells the row apart as it stands.
    do { return String(try WrittenDate.iso(due).prefix(10)) } catch { return due }
  }
}
