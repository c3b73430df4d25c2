import Foundation
import Postgres

/// What somebody said of a follow-up, as it is kept.
struct Answer: Sendable {
  let followUp: Int
  /// As it was written; nil: a note alone.
  let outcome: String?
  let note: String?
  /// What makes it this answer; nil: said by hand, and as often as it is said.
  let key: String?
  /// Whether it changes anything beside being kept.
  let tookEffect: Bool

  init(_ followUp: Int, outcome: String?, note: String?, key: String?, tookEffect: Bool = true) {
    self.followUp = followUp
    self.outcome = outcome
    self.note = note
    self.key = key
    self.tookEffect = tookEffect
  }
}

extension TouchLog {
  /// A transaction whose writes stay, unless this is a dry run or what it came to says otherwise.
  func writing<Value: Sendable>(
    keepingIf keeps: @escaping @Sendable (Value) -> Bool = { _ in true },
    _ body: @escaping @Sendable (isolated Connection) async throws -> Value
  ) async throws -> Value {
    try await session.transaction(keepingIf: { !isDryRun && keeps($0) }, body)
  }

  /// Keeps an answer and does what it says, once.
  func answer(_ answer: Answer, _ effect: Change?) async throws {
    try await writing { connection in
      guard try keep(answer, touch: nil, on: connection), let effect else { return }
      try connection.execute(effect)
    }
  }

  /// Keeps an answer; false: it was kept before under its key.
  func keep(_ answer: Answer, touch: Int?, on connection: isolated Connection) throws -> Bool {
    let statement = try session.statements.answerRecord(
      by: by,
      id: answer.followUp,
      key: answer.key,
      note: answer.note,
      outcome: answer.outcome,
      tookEffect: answer.tookEffect,
      touch: touch
    )
    return try !connection.query(statement).isEmpty
  }

  /// Whether an answer was kept before under that key; nil: it was not.
  func record(of id: Int, key: String) async throws -> (kept: Bool, undone: Bool) {
    let statement = try session.statements.answerKnown(id: id, key: key)
    let rows = try await session.transaction { connection in try connection.query(statement) }
    guard let row = rows.first else { return (false, false) }
    return (true, row.isUndone)
  }

  /// Takes back the last done, reminded, skip or snooze of a follow-up, or a logged touch; what it was is kept, with who took it
  /// back and when, and the plan is brought in line.
  ///
  /// - Parameter word: a follow-up's id, or a logged touch's.
  /// - Returns: what was taken back, in words.
  /// - Throws: ``FollowUpError`` of kind usage when that id has nothing to take back.
  public func undo(_ word: String) async throws -> String {
    let words: String
    if let id = Int(word) { words = try await undoAnswer(id) } else { words = try await undoTouch(word) }
    if !isDryRun { try await plan() }
    return words
  }

  private func undoAnswer(_ id: Int) async throws -> String {
    _ = try await known(id)
    let look = try session.statements.answerLast(id: id)
    return try await writing { connection in
      guard let last = try connection.query(look).first, let outcome = last.outcome else {
        throw FollowUpError(
          .usage,
          "follow-up \(id) has no answer that could be taken back",
          remedy: "a touch is taken back by its own id: followup undo TOUCH"
        )
      }
      if let touch = last.touchID { _ = try connection.query(session.statements.touchRetract(by: by, touch: touch)) }
      if outcome != "done" {
        try connection.execute(
          session.statements.followUpRestore(id: id, outcome: outcome, snoozedBefore: last.snoozedBefore)
        )
      }
      if let answer = last.answerID {
        try connection.execute(session.statements.answerUndone(answer: answer, by: by, touch: nil))
      }
      return "\(outcome) of follow-up \(id)"
    }
  }

  private func undoTouch(_ word: String) async throws -> String {
    let look = try session.statements.touchFind(touch: word)
    return try await writing { connection in
      guard let found = try connection.query(look).first else {
        throw FollowUpError(
          .usage,
          "\"\(word)\" is not a follow-up or a touch",
          remedy: "give the id of a follow-up, or of a touch as followup log and followup explain show it"
        )
      }
      guard found.isLogged else {
        throw FollowUpError(
          .usage,
          "the touch \"\(word)\" was imported, not logged",
          remedy: "remove it at its source: import its row with deleted = yes"
        )
      }
      _ = try connection.query(session.statements.touchRetract(by: by, touch: found.touchID))
      try connection.execute(session.statements.answerUndone(answer: nil, by: by, touch: found.touchID))
      return "touch \(word)"
    }
  }
}
