extension Casebook {
  /// `client_check_in`: per application, silence and number k, up to the client's cap.
  func clientCheckIns() -> [FollowUp] {
    applications.flatMap { application in
      silences(of: application).flatMap { checkIns(in: $0, of: application) }
    }
  }

  private func checkIns(in silence: Silence, of application: Application) -> [FollowUp] {
    let client = application.jobOrder.client
    let made = touches.filter { touch in
      guard touch.purpose == "check_in", touch.application === application, touch.actor.isRecruiter,
        case .contact(let contact)? = touch.party
      else { return false }
      return contact.client === client && silence.contains(touch.at)
    }.map(\.at)
    return (1...policy.cap(client: client)).compactMap { k in
      guard k == 1 || made.count >= k - 1 else { return nil }
      let from = k == 1 ? silence.start : made[k - 2]
      let due = calendar.rolled(calendar.plus(from, days: policy.checkInDays(client: client)))
      return ask(
        "client_check_in",
        application: application,
        actor: .recruiter(application.jobOrder.recruiter),
        party: application.jobOrder.hiringContact.map { .contact($0) },
        occurrence: "\(silence.beginsWith)/\(k)",
        recruiter: application.jobOrder.recruiter,
        from: from,
        until: [silence.end, activeUntil, openUntil(application.jobOrder), withdrawn(application)],
        opens: days(.clientCheckInOpensDays, before: due),
        due: due,
        done: made.count >= k ? made[k - 1] : nil
      )
    }
  }

  /// `candidate_status_update`: per application and word or decision, at one moment one; not for a withdrawal or later
  /// words.
  func statusUpdates() -> [FollowUp] {
    applications.flatMap { application in
      let words = words(about: application).filter { word in withdrawn(application).map { word.at <= $0 } ?? true }
      var occurrences: [Moment: String] = [:]
      if application.decision != .withdrawn, let decided = application.decidedAt, application.decision != nil {
        occurrences[decided] = "decision"
      }
      for (moment, here) in Dictionary(grouping: words, by: \.at) { occurrences[moment] = here.map(\.id).lowest() }
      return occurrences.sorted { $0.key < $1.key }.compactMap { moment, occurrence in
        ask(
          "candidate_status_update",
          application: application,
          actor: recruiter,
          party: .candidate(candidate),
          occurrence: occurrence,
          from: moment,
          until: [activeUntil, openUntil(application.jobOrder), withdrawn(application)],
          opens: moment,
          due: bd(.statusUpdateDueBd, after: moment),
          done: first(since: moment) {
            $0.application === application && $0.isFromRecruiter(to: candidate)
          }
        )
      }
    }
  }
}
