extension Casebook {
  /// `social_profile_review` and `reference_list`: per candidate and search, while the candidate is active.
  func searchFollowUps() -> [FollowUp] {
    guard let search = candidate.searchStartedOn else { return [] }
    let reviewFrom = calendar.at(search, policy[.socialProfileReviewStart])
    let review = ask(
      "social_profile_review",
      actor: recruiter,
      party: .candidate(candidate),
      occurrence: search.iso,
      from: reviewFrom,
      until: [activeUntil],
      opens: reviewFrom,
      due: bd(.socialProfileReviewDueBd, after: reviewFrom),
      done: first(since: calendar.at(search)) {
        $0.purpose == "profile_review" && $0.isFromRecruiter(to: candidate)
      }
    )
    let listFrom = calendar.at(search, policy[.referenceListStart])
    let list = ask(
      "reference_list",
      actor: recruiter,
      party: .candidate(candidate),
      occurrence: search.iso,
      from: listFrom,
      until: [activeUntil],
      opens: listFrom,
      due: bd(.referenceListDueBd, after: listFrom),
      done: enoughReferences(from: listFrom)
    )
    return [review, list].compactMap { $0 }
  }

  /// `candidate_check_in`: exactly one per active candidate, moved on by each touch between recruiters and candidate.
  func candidateCheckIn() -> [FollowUp] {
    let lastTouch = touches.last {
      $0.isFromRecruiter(to: candidate) || ($0.actor.isCandidate(candidate) && $0.party.isRecruiter)
    }
    let search = candidate.searchStartedOn.map { calendar.at($0, policy[.candidateCheckInStart]) }
    guard let from = latest(lastTouch?.at, search) else { return [] }
    let due = calendar.rolled(calendar.plus(from, days: policy.candidateCheckInDays))
    let checkIn = ask(
      "candidate_check_in",
      actor: recruiter,
      party: .candidate(candidate),
      from: from,
      until: [activeUntil],
      opens: days(.candidateCheckInOpensDays, before: due),
      due: due,
      done: nil
    )
    return [checkIn].compactMap { $0 }
  }
}
