extension Casebook {
  /// `reference_keep_in_touch`: exactly one per active consenting reference, moved on by each touch with the person.
  func keepInTouch() -> [FollowUp] {
    references.filter { $0.consent == .given }.compactMap { reference in
      let person = Person(reference)
      let lastTouch = agency.touches.last { touch in
        !touch.isReminder
          && (Person(referenceOrContact: touch.actor) == person || Person(referenceOrContact: touch.party) == person)
      }
      guard let from = lastTouch?.at ?? reference.addedAt else { return nil }
      let using = applications.filter { firstUse(of: reference, for: $0) != nil }
      if using.contains(where: { $0.decision == nil }) { return nil }
      let due = calendar.rolled(calendar.plus(from, days: policy.keepInTouchDays))
      return ask(
        "reference_keep_in_touch",
        actor: recruiter,
        party: .reference(reference),
        from: from,
        // None while an undecided application uses the reference: from the last decision on.
        existsFrom: max(reference.activeFrom, using.compactMap(\.decided).max() ?? .always),
        until: [reference.activeUntil],
        opens: days(.keepInTouchOpensDays, before: due),
        due: due,
        done: nil
      )
    }
  }

  /// `reference_network`: per accepted application and used reference that was told the outcome, unless the person was
  /// told that of another decided application in the year before.
  func network() -> [FollowUp] {
    perConsentingReference { application, reference in
      guard application.decision == .accepted, firstUse(of: reference, for: application) != nil,
        let told = toldOutcome(reference, of: application)
      else { return nil }
      let person = Person(reference)
      let since = days(.networkEveryDays, before: told)
      let toldBefore = agency.outcomesTold(to: person).contains { other, moment in
        guard other !== application, since <= moment else { return false }
        return moment < told || (moment == told && codePointsPrecede(other.id, application.id))
      }
      if toldBefore { return nil }
      return ask(
        "reference_network",
        application: application,
        actor: recruiter,
        party: .reference(reference),
        from: told,
        existsFrom: reference.activeFrom,
        until: [reference.activeUntil],
        opens: told,
        due: bd(.networkDueBd, after: told),
        expires: days(.networkExpiresDays, after: told),
        done: agency.touches.first { touch in
          guard touch.at >= told, touch.purpose == "network", touch.actor.isRecruiter,
            case .reference(let row)? = touch.party
          else { return false }
          return Person(row) == person && (touch.application == nil || touch.application === application)
        }?.at
      )
    }
  }
}

extension Agency {
  /// Each time a person was told the outcome of a decided application, as a reference of its candidate: by a touch that
  /// names the application, or by one that names none, of an application that uses the reference.
  func outcomesTold(to person: Person) -> [(Application, Moment)] {
    references.filter { Person($0) == person }.flatMap { reference -> [(Application, Moment)] in
      let casebook = Casebook(reference.candidate, of: self)
      return casebook.applications.flatMap { application -> [(Application, Moment)] in
        guard let decided = application.decided else { return [] }
        let isUsed = casebook.firstUse(of: reference, for: application) != nil
        return casebook.all(since: decided, about: application) {
          $0.purpose == "outcome" && $0.isFrom(reference.candidate, to: reference)
            && (isUsed || $0.application === application)
        }.map { (application, $0) }
      }
    }
  }
}
