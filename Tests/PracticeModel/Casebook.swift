/// One candidate's facts, as the rules ask for them: the words of practice.md, one by one.
struct Casebook {
  let agency: Agency
  let candidate: Candidate
  let applications: [Application]
  /// All of the candidate's interviews that are held or scheduled; others are as if they had never been.
  let interviews: [Interview]
  let references: [Reference]
  /// The touches that name the candidate, or in which the candidate or one of the references takes part.
  let touches: [Touch]

  var calendar: BusinessCalendar { agency.calendar }
  var policy: Policy { agency.policy }

  init(_ candidate: Candidate, of agency: Agency) {
    self.agency = agency
    self.candidate = candidate
    applications = agency.applications.filter { $0.candidate === candidate }
    interviews = agency.interviews.filter { $0.application.candidate === candidate && $0.isHeldOrScheduled }
    references = agency.references.filter { $0.candidate === candidate }
    touches = agency.touches.filter { $0.concerns(candidate) }
  }

  func interviews(of application: Application) -> [Interview] { interviews.filter { $0.application === application } }

  var heldInterviews: [Interview] { interviews.filter { agency.isHeld($0) } }

  /// The earliest starts_at; at one moment the lowest id.
  func firstInterview(of application: Application) -> Interview? {
    let all = interviews(of: application)
    guard let start = all.map(\.starts).min() else { return nil }
    return all.filter { $0.starts == start }.min { codePointsPrecede($0.id, $1.id) }
  }

  /// From one of the client's contacts to a recruiter or to the candidate, naming the application or one of its
  /// interviews.
  func words(about application: Application) -> [Touch] {
    touches.filter { touch in
      guard touch.application === application, !touch.isReminder, case .contact(let contact) = touch.actor,
        contact.client === application.jobOrder.client
      else { return false }
      return touch.party.isRecruiter || touch.party.isCandidate(candidate)
    }
  }

  /// From when on the application uses the reference; nil when it does not.
  func firstUse(of reference: Reference, for application: Application) -> Moment? {
    let uses = ["heads_up", "guidance", "reference_check", "progress", "accuracy"]
    return touches.first { touch in
      touch.application === application && uses.contains(touch.purpose)
        && (touch.actor.isReference(reference) || touch.party.isReference(reference))
    }?.at
  }

  /// The employer's first `reference_check` touch with the reference that names the application.
  func employersCheck(of reference: Reference, for application: Application) -> Moment? {
    touches.first { touch in
      guard touch.purpose == "reference_check", touch.application === application,
        touch.party.isReference(reference), case .contact(let contact) = touch.actor
      else { return false }
      return contact.client === application.jobOrder.client
    }?.at
  }

  /// The first touch of a kind since a moment (which belongs to it); without a moment the first ever.
  ///
  /// One that names another application or another interview does not count, nor does a reminder.
  func first(
    since: Moment? = nil,
    about application: Application? = nil,
    _ isOne: (Touch) -> Bool
  ) -> Moment? {
    all(since: since, about: application, isOne).first
  }

  func all(
    since: Moment? = nil,
    about application: Application? = nil,
    _ isOne: (Touch) -> Bool
  ) -> [Moment] {
    touches.filter { touch in
      if let since, touch.at < since { return false }
      if let application, let named = touch.application, named !== application { return false }
      return !touch.isReminder && isOne(touch)
    }.map(\.at)
  }

  /// The decision's moment for a withdrawn application: it ends what concerns the application.
  func withdrawn(_ application: Application) -> Moment? {
    application.decision == .withdrawn ? application.decided : nil
  }

  /// Until when the candidate is active; nil while active.
  var activeUntil: Moment? { candidate.isActive ? nil : candidate.statusSince ?? .always }

  /// Until when the job order is open; nil while it is.
  func openUntil(_ jobOrder: JobOrder) -> Moment? { jobOrder.isOpen ? nil : jobOrder.statusSince ?? .always }

  /// How many active consenting references who may be contacted the candidate has at a moment.
  func activeConsenting(at moment: Moment) -> Int {
    references.filter { $0.consent == .given && !$0.reach.doNotContact && $0.isActive(at: moment) }.count
  }

  /// The first moment, from a given one on, at which there are as many references as are wanted.
  func enoughReferences(from moment: Moment) -> Moment? {
    let changes = references.flatMap { [$0.activeFrom, $0.activeUntil].compactMap { $0 } }.filter { $0 > moment }
    return ([moment] + changes.sorted()).first { activeConsenting(at: $0) >= policy.referencesWanted }
  }

  func hours(_ parameter: Policy.Parameter, after moment: Moment) -> Moment { moment.plus(hours: policy[parameter]) }

  func bd(_ parameter: Policy.Parameter, after moment: Moment) -> Moment {
    calendar.plus(moment, businessDays: policy[parameter])
  }

  func bd(_ parameter: Policy.Parameter, before moment: Moment) -> Moment {
    calendar.plus(moment, businessDays: -policy[parameter])
  }

  func days(_ parameter: Policy.Parameter, after moment: Moment) -> Moment {
    calendar.plus(moment, days: policy[parameter])
  }

  func days(_ parameter: Policy.Parameter, before moment: Moment) -> Moment {
    calendar.plus(moment, days: -policy[parameter])
  }
}

extension Touch {
  /// The candidate it names, else the application's, the one taking part, the reference's.
  var itsCandidate: Candidate? {
    if let named = candidate ?? application?.candidate { return named }
    let ends = [actor, party].compactMap { $0 }
    for case .candidate(let one) in ends { return one }
    for case .reference(let one) in ends { return one.candidate }
    return nil
  }

  func concerns(_ someone: Candidate) -> Bool {
    if candidate === someone || application?.candidate === someone { return true }
    return [actor, party].compactMap { $0 }.contains { end in
      switch end {
      case .candidate(let one): one === someone
      case .reference(let one): one.candidate === someone
      case .contact, .recruiter: false
      }
    }
  }

  /// From that candidate to that reference.
  func isFrom(_ candidate: Candidate, to reference: Reference) -> Bool {
    actor.isCandidate(candidate) && party.isReference(reference)
  }

  /// From any recruiter to that candidate.
  func isFromRecruiter(to candidate: Candidate) -> Bool { actor.isRecruiter && party.isCandidate(candidate) }

  /// From any recruiter to that reference.
  func isFromRecruiter(to reference: Reference) -> Bool { actor.isRecruiter && party.isReference(reference) }
}

extension Party {
  var isRecruiter: Bool { if case .recruiter = self { true } else { false } }

  func isCandidate(_ someone: Candidate) -> Bool {
    if case .candidate(let one) = self { one === someone } else { false }
  }

  func isReference(_ someone: Reference) -> Bool {
    if case .reference(let one) = self { one === someone } else { false }
  }

  func isContact(_ someone: Contact) -> Bool { if case .contact(let one) = self { one === someone } else { false } }
}

extension Party? {
  var isRecruiter: Bool { self?.isRecruiter ?? false }
  func isCandidate(_ someone: Candidate) -> Bool { self?.isCandidate(someone) ?? false }
  func isReference(_ someone: Reference) -> Bool { self?.isReference(someone) ?? false }
  func isContact(_ someone: Contact) -> Bool { self?.isContact(someone) ?? false }
}
