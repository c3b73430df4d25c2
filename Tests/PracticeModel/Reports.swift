extension Agency {
  /// The header of the report `follow_ups`.
  public static let followUpColumns = [
    "follow_up_id", "rule", "state", "late", "candidate_id", "application_id", "interview_id", "party_kind", "party_id",
    "occurrence", "recruiter_id", "anchor_at", "opens_at", "due_at", "expires_at", "done_at", "reason",
  ]

  /// The rows of the report `follow_ups`, without its header: the set at a moment, and with `gone` also what is gone.
  ///
  /// `follow_up_id` and `reason` are empty, since both are the database's own.
  public func reportFollowUps(asOf: Moment, gone: Bool = false) -> [[String]] {
    let rows = followUps().compactMap { followUp -> [String]? in
      let state = followUp.state(at: asOf)
      if state == .notYet || (state == .cancelled && !gone) { return nil }
      let isDone = state == .done
      return [
        "", followUp.rule, state.rawValue, isDone ? (followUp.isLate ? "yes" : "no") : "", followUp.candidate.id,
        followUp.application?.id ?? "", followUp.interview?.id ?? "", followUp.party?.kind ?? "",
        followUp.party?.id ?? "", followUp.occurrence, followUp.recruiter.id, followUp.anchorAt.iso,
        followUp.opens.iso, followUp.due.iso, followUp.expires?.iso ?? "", isDone ? followUp.done?.iso ?? "" : "", "",
      ]
    }
    return sorted(rows, by: [1, 4, 5, 6, 7, 8, 9])
  }
}

/// Rows in code-point order of some of their columns.
func sorted(_ rows: [[String]], by columns: [Int]) -> [[String]] {
  rows.sorted { one, other in
    guard let column = columns.first(where: { one[$0] != other[$0] }) else { return false }
    return codePointsPrecede(one[column], other[column])
  }
}
