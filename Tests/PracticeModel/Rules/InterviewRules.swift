extension Casebook {
  /// `thank_you_proofread` per held interview, `thank_you_email` and `handwritten_note` per interviewer too.
  func interviewFollowUps() -> [FollowUp] {
    heldInterviews.flatMap { interview in
      let interviewers = interview.attendees.filter(\.isInterviewer).map(\.contact)
      return [proofread(interview)].compactMap { $0 }
        + interviewers.compactMap { thankYouEmail(interview, $0) }
        + interviewers.compactMap { handwrittenNote(interview, $0) }
    }
  }

  private func proofread(_ interview: Interview) -> FollowUp? {
    ask(
      "thank_you_proofread",
      interview: interview,
      actor: recruiter,
      party: .candidate(candidate),
      from: interview.ends,
      until: [withdrawn(interview.application)],
      opens: interview.ends,
      due: hours(.proofreadDueHours, after: interview.ends),
      expires: hours(.proofreadExpiresHours, after: interview.ends),
      done: first(since: interview.ends) {
        $0.purpose == "proofread" && $0.isFromRecruiter(to: candidate)
          && agency.interviewItIsAbout($0) === interview
      }
    )
  }

  private func thankYouEmail(_ interview: Interview, _ interviewer: Contact) -> FollowUp? {
    ask(
      "thank_you_email",
      interview: interview,
      actor: .candidate(candidate),
      party: .contact(interviewer),
      from: interview.ends,
      until: [withdrawn(interview.application)],
      opens: interview.ends,
      due: hours(.thankYouDueHours, after: interview.ends),
      expires: hours(.thankYouExpiresHours, after: interview.ends),
      done: thanks(for: interview, to: interviewer, by: "email"),
      lateCounts: true
    )
  }

  private func handwrittenNote(_ interview: Interview, _ interviewer: Contact) -> FollowUp? {
    let due = calendar.workingDate(policy[.noteDueBd], after: interview.ends, at: policy[.noteDueTime])
    return ask(
      "handwritten_note",
      interview: interview,
      actor: .candidate(candidate),
      party: .contact(interviewer),
      from: interview.ends,
      until: [withdrawn(interview.application)],
      opens: interview.ends,
      due: due,
      expires: days(.noteExpiresDays, after: due),
      done: thanks(for: interview, to: interviewer, by: "note"),
      lateCounts: true
    )
  }

  private func thanks(for interview: Interview, to interviewer: Contact, by channel: String) -> Moment? {
    first(since: interview.ends) {
      $0.purpose == "thank_you" && $0.channel == channel && $0.actor.isCandidate(candidate)
        && $0.party.isContact(interviewer) && agency.interviewItIsAbout($0) === interview
    }
  }
}
