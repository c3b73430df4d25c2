import Postgres

/// Which messages a person settles.
public enum ChosenMessages: Sendable, Equatable {
  /// All that failed or are uncertain.
  case all
  /// The messages with these ids.
  case these([Int])
}

extension Outbox {
  /// Recruiters whose nudges reach nobody, in words that say what to do.
  public func untold() async throws -> [String] {
    let statement = try session.statements.nudgeUntold(
      escalations: try session.catalog.escalations(),
      rules: try session.catalog.ruleFacts()
    )
    return try await session.transaction { connection in
      try connection.query(statement).map { row in
        let what = row.followUps == 1 ? "1 follow-up" : "\(row.followUps) follow-ups"
        return """
          \(what) of one recruiter cannot be sent to anybody \
          (followup explain \(row.example) says whose): they, their cover and their manager are all away or have no \
          address that can receive mail; give one of them such an address, or name a manager, and import
          """
      }
    }
  }

  /// The ids that are meant: of all, those that failed or are uncertain, oldest first.
  public func ids(_ chosen: ChosenMessages) async throws -> [Int] {
    switch chosen {
    case .these(let ids): return ids
    case .all:
      let statement = try session.statements.nudgeUnsettled()
      return try await session.transaction { connection in
        try connection.query(statement).map(\.messageID)
      }
    }
  }
}

extension Nudger {
  /// Sends messages once more, as a person decided. Of several, one that cannot be sent again is named and does not stop the others.
  ///
  /// - Throws: `FollowUpError` of kind usage where the only message cannot be sent again, and of kind unreachable.
  public func resend(_ chosen: ChosenMessages) async throws -> NudgeOutcome {
    let ids = try await Outbox(session).ids(chosen)
    if chosen == .these(ids), ids.count == 1 { return try await resend(ids[0]) }
    var total = NudgeOutcome()
    for id in ids {
      do {
        total.add(try await resend(id))
      } catch let error as FollowUpError where error.kind == .usage {
        total.queued += 1
        total.failed += 1
        total.troubles.append("\(error)")
      }
    }
    return total
  }
}

extension NudgeOutcome {
  fileprivate mutating func add(_ other: NudgeOutcome) {
    queued += other.queued
    sent += other.sent
    waiting += other.waiting
    failed += other.failed
    uncertain += other.uncertain
    brokenDrafts += other.brokenDrafts
    troubles += other.troubles
  }
}
