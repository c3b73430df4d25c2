extension Casebook {
  /// A follow-up as the general conditions leave it: nil when somebody in it may not be contacted, or when it would be
  /// over before it began.
  ///
  /// - `from`: the column "asked from", from which it counts; `existsFrom` delays only its existence.
  /// - `until`: everything that makes the rule stop asking.
  func ask(
    _ rule: String,
    application: Application? = nil,
    interview: Interview? = nil,
    actor: Party,
    party: Party?,
    occurrence: String = "",
    recruiter: Recruiter? = nil,
    from: Moment,
    existsFrom: Moment? = nil,
    anchor: Moment? = nil,
    until: [Moment?] = [],
    opens: Moment,
    due: Moment,
    expires: Moment? = nil,
    done: Moment?,
    lateCounts: Bool = false
  ) -> FollowUp? {
    if actor.isDoNotContact || party?.isDoNotContact == true { return nil }
    let askedFrom = latest(from, existsFrom) ?? from
    let askedUntil = until.compactMap { $0 }.min()
    if let expires, expires <= askedFrom { return nil }
    if let askedUntil, askedUntil <= askedFrom { return nil }
    return FollowUp(
      rule: rule,
      candidate: candidate,
      application: application ?? interview?.application,
      interview: interview,
      party: party,
      occurrence: occurrence,
      recruiter: recruiter ?? candidate.recruiter,
      anchorAt: anchor ?? from,
      askedFrom: askedFrom,
      askedUntil: askedUntil,
      opens: opens,
      due: due,
      expires: expires,
      done: done,
      lateCounts: lateCounts
    )
  }

  /// The recruiter as an actor: any recruiter stands for `recruiter`, the candidate's answers for it.
  var recruiter: Party { .recruiter(candidate.recruiter) }
}

extension Agency {
  /// Every follow-up that the twenty rules ask for, at any time.
  public func followUps() -> [FollowUp] {
    candidates.flatMap { candidate in
      let casebook = Casebook(candidate, of: self)
      return [
        casebook.searchFollowUps(), casebook.guidance(), casebook.headsUps(), casebook.interviewFollowUps(),
        casebook.clientCheckIns(), casebook.statusUpdates(), casebook.candidateCheckIn(),
        casebook.referenceCheckFollowUps(), casebook.outcomes(), casebook.announcementHolds(), casebook.gifts(),
        casebook.keepInTouch(), casebook.network(), casebook.replacements(), casebook.placementCheckIns(),
      ].flatMap { $0 }
    }
  }
}
