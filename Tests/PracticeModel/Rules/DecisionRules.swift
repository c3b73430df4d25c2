extension Casebook {
  /// The touch that tells a reference the outcome: `outcome`, candidate to reference, since the decision.
  func toldOutcome(_ reference: Reference, of application: Application) -> Moment? {
    guard let decided = application.decided else { return nil }
    return first(since: decided, about: application) {
      $0.purpose == "outcome" && $0.isFrom(candidate, to: reference)
    }
  }

  /// `reference_outcome`: per decided application and used reference, for every decision.
  func outcomes() -> [FollowUp] {
    perConsentingReference { application, reference in
      guard application.decision != nil, let decided = application.decidedAt,
        let used = firstUse(of: reference, for: application)
      else { return nil }
      let from = max(decided, used)
      var due = bd(.outcomeDueBd, after: from)
      if let announced = application.announceOn {
        due = min(due, calendar.at(announced).plus(hours: -policy[.outcomeAnnounceHours]))
      }
      return ask(
        "reference_outcome",
        application: application,
        actor: .candidate(candidate),
        party: .reference(reference),
        from: from,
        existsFrom: reference.activeFrom,
        until: [reference.activeUntil],
        opens: from,
        due: max(due, from),
        done: toldOutcome(reference, of: application)
      )
    }
  }

  /// The references used before announce_on 00:00 that may be contacted: consent, not do-not-contact, active then.
  func toTell(before announced: Moment, of application: Application) -> [Reference] {
    references.filter { reference in
      guard let used = firstUse(of: reference, for: application), used < announced else { return false }
      return reference.consent == .given && !reference.reach.doNotContact && reference.isActive(at: announced)
    }
  }

  /// `announcement_hold`: done when every reference there is to tell was told; with none, it does not ask.
  func announcementHolds() -> [FollowUp] {
    applications.compactMap { application in
      guard application.decision == .accepted, let decided = application.decidedAt,
        let announced = application.announceOn.map({ calendar.at($0) })
      else { return nil }
      let toTell = toTell(before: announced, of: application)
      if toTell.isEmpty { return nil }
      let told = toTell.compactMap { toldOutcome($0, of: application) }
      return ask(
        "announcement_hold",
        application: application,
        actor: recruiter,
        party: .candidate(candidate),
        from: decided,
        opens: decided,
        due: max(decided, bd(.holdDueBd, before: announced)),
        done: told.count == toTell.count ? told.max() : nil
      )
    }
  }

  /// `reference_gift`: per accepted application and used reference, a gift or a note of any purpose.
  func gifts() -> [FollowUp] {
    perConsentingReference { application, reference in
      guard application.decision == .accepted, let decided = application.decidedAt,
        let used = firstUse(of: reference, for: application)
      else { return nil }
      let from = max(decided, used)
      return ask(
        "reference_gift",
        application: application,
        actor: .candidate(candidate),
        party: .reference(reference),
        from: from,
        existsFrom: reference.activeFrom,
        until: [reference.activeUntil],
        opens: from,
        due: bd(.giftDueBd, after: from),
        expires: days(.giftExpiresDays, after: from),
        done: first(since: decided, about: application) {
          ["gift", "note"].contains($0.channel) && $0.isFrom(candidate, to: reference)
        },
        lateCounts: true
      )
    }
  }

  /// `placement_check_in`: per accepted application with start_date, on its 7th, 30th and 90th day.
  func placementCheckIns() -> [FollowUp] {
    applications.flatMap { application -> [FollowUp] in
      guard application.decision == .accepted, let decided = application.decidedAt, let starts = application.startDate
      else { return [] }
      let anchor = calendar.at(starts, policy[.placementStart])
      let dues = policy.placementDueDays.map { calendar.rolled(calendar.plus(anchor, days: $0)) }
      return dues.indices.compactMap { index in
        let due = dues[index]
        let next = index + 1 < dues.count ? days(.placementEarlyDays, before: dues[index + 1]) : nil
        let done = first(since: days(.placementEarlyDays, before: due), about: application) {
          $0.isFromRecruiter(to: candidate)
        }
        return ask(
          "placement_check_in",
          application: application,
          actor: recruiter,
          party: .candidate(candidate),
          occurrence: String(index + 1),
          from: decided,
          anchor: anchor,
          opens: due,
          due: due,
          expires: days(.placementExpiresDays, after: due),
          done: done.flatMap { done in next.map { done < $0 } ?? true ? done : nil },
          lateCounts: true
        )
      }
    }
  }
}
