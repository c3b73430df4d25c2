extension Agency {
  /// An interview whose status says so, or that is `scheduled` while the policy `assume_held` is on; from its end on.
  func isHeld(_ interview: Interview) -> Bool {
    interview.status == .held || (interview.status == .scheduled && policy.assumeHeld)
  }

  /// The interview that a touch names; for a `thank_you` or `proofread` that names none, the latest held one that ended
  /// before it or at its moment: for a thank-you one which that contact attended in any role, and of the application
  /// that the touch names, if it names one. At one moment, the lowest id.
  func interviewItIsAbout(_ touch: Touch) -> Interview? {
    if let named = touch.interview { return named }
    guard touch.purpose == "thank_you" || touch.purpose == "proofread" else { return nil }
    let possible = interviews.filter { interview in
      guard isHeld(interview), interview.ends <= touch.at else { return false }
      if let application = touch.application, interview.application !== application { return false }
      if let candidate = touch.itsCandidate, interview.application.candidate !== candidate { return false }
      return touch.purpose == "proofread" || interview.attendees.contains { touch.party.isContact($0.contact) }
    }
    guard let end = possible.map(\.ends).max() else { return nil }
    return possible.filter { $0.ends == end }.min { codePointsPrecede($0.id, $1.id) }
  }
}
