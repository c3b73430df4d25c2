/// A don't that the data shows.
public struct Breach: Sendable {
  /// The guardrail's name.
  public let guardrail: String
  let candidate: Candidate?
  let application: Application?
  let interview: Interview?
  let party: Party?
  /// When it happened; nil when that is not known.
  public let at: Moment?
  let touch: Touch?
}

extension Agency {
  /// The header of the report `breaches`.
  public static let breachColumns = [
    "guardrail", "candidate_id", "application_id", "interview_id", "party_kind", "party_id", "at", "touch_id", "detail",
  ]

  /// The rows of the report `breaches`, without its header; `detail` is empty, since it is the database's own wording.
  public func reportBreaches(asOf: Moment) -> [[String]] {
    let rows = breaches(asOf: asOf).map { breach in
      [
        breach.guardrail, breach.candidate?.id ?? "", breach.application?.id ?? "", breach.interview?.id ?? "",
        breach.party?.kind ?? "", breach.party?.id ?? "", breach.at?.iso ?? "", breach.touch?.id ?? "", "",
      ]
    }
    return sorted(rows, by: Array(0..<8))
  }

  /// Every breach of the ten guardrails. The moment decides only whether an announcement was reached: all else shows as
  /// soon as it is in the data.
  public func breaches(asOf: Moment) -> [Breach] {
    touchBreaches() + repeatedContacts() + announcedBeforeTold(asOf: asOf) + selfReferences() + fatigue()
  }

  /// A breach by a touch; the party is the touch's, or another that the guardrail names.
  private func breach(_ guardrail: String, _ touch: Touch, party: Party? = nil) -> Breach {
    let interview = interviewItIsAbout(touch)
    return Breach(
      guardrail: guardrail,
      candidate: touch.candidate ?? interview?.application.candidate ?? touch.itsCandidate,
      application: touch.application ?? interview?.application,
      interview: interview,
      party: party ?? touch.party,
      at: touch.at,
      touch: touch
    )
  }

  private func touchBreaches() -> [Breach] {
    touches.flatMap { touch -> [Breach] in
      var found: [Breach] = []
      if !touch.isReminder, case .reference = touch.actor, case .contact? = touch.party {
        found.append(breach("reference_contacted_interviewer", touch, party: touch.actor))
      }
      if touch.channel == "social", !touch.isReminder, case .candidate = touch.actor, case .contact? = touch.party {
        found.append(breach("social_contact", touch))
      }
      if touch.purpose == "public_post", let application = touch.application,
        application.decided.map({ $0 > touch.at }) ?? true
      {
        found.append(breach("public_post", touch))
      }
      if isWithoutConsent(touch) { found.append(breach("no_consent", touch)) }
      return found + thankYouBreaches(touch)
    }
  }

  private func isWithoutConsent(_ touch: Touch) -> Bool {
    switch touch.actor {
    case .contact, .reference: return false
    case .candidate, .recruiter: break
    }
    if touch.party?.isDoNotContact == true { return true }
    guard case .reference(let reference)? = touch.party else { return false }
    return touch.purpose == "guidance" ? reference.consent == .refused : reference.consent != .given
  }

  /// `unproofed_thank_you` and `late_thank_you`, of thank-you emails that are about an interview.
  private func thankYouBreaches(_ touch: Touch) -> [Breach] {
    guard touch.purpose == "thank_you", touch.channel == "email", let interview = interviewItIsAbout(touch),
      interview.isHeldOrScheduled
    else { return [] }
    var found: [Breach] = []
    let isProofed = touches.contains { proofread in
      proofread.purpose == "proofread" && interview.ends <= proofread.at && proofread.at < touch.at
        && interviewItIsAbout(proofread) === interview
    }
    if !isProofed { found.append(breach("unproofed_thank_you", touch)) }
    if touch.at > interview.ends.plus(hours: 24) { found.append(breach("late_thank_you", touch)) }
    return found
  }

  /// Check-ins by anyone in one silence, beyond the cap or sooner after the one before than check_in_days - 1 days.
  private func repeatedContacts() -> [Breach] {
    candidates.flatMap { candidate -> [Breach] in
      let casebook = Casebook(candidate, of: self)
      return casebook.applications.flatMap { application -> [Breach] in
        let client = application.jobOrder.client
        let checkIns = casebook.touches.filter { touch in
          guard touch.purpose == "check_in", touch.application === application,
            case .contact(let contact)? = touch.party
          else { return false }
          return contact.client === client
        }
        let silences = casebook.silences(of: application)
        let days = policy.checkInDays(client: client) - 1
        return checkIns.filter { touch in
          silences.contains { silence in
            let inIt = checkIns.filter { silence.contains($0.at) }
            guard let index = inIt.firstIndex(where: { $0 === touch }) else { return false }
            if index >= policy.cap(client: client) { return true }
            return index > 0 && touch.at < calendar.plus(inIt[index - 1].at, days: days)
          }
        }.map { breach("repeated_contact", $0) }
      }
    }
  }

  private func announcedBeforeTold(asOf: Moment) -> [Breach] {
    candidates.flatMap { candidate -> [Breach] in
      let casebook = Casebook(candidate, of: self)
      return casebook.applications.flatMap { application -> [Breach] in
        guard application.decision == .accepted, let announced = application.announceOn.map({ calendar.at($0) }),
          let at = latest(announced, application.decidedAt), at <= asOf
        else { return [] }
        return casebook.toTell(before: announced, of: application).filter { reference in
          casebook.toldOutcome(reference, of: application).map { $0 >= at } ?? true
        }.map { reference in
          Breach(
            guardrail: "announced_before_told",
            candidate: candidate,
            application: application,
            interview: nil,
            party: .reference(reference),
            at: at,
            touch: nil
          )
        }
      }
    }
  }

  private func selfReferences() -> [Breach] {
    references.filter { reference in
      let (own, theirs) = (reference.candidate.reach, reference.reach)
      return (theirs.sameEmail != nil && theirs.sameEmail == own.sameEmail)
        || (theirs.samePhone != nil && theirs.samePhone == own.samePhone)
    }.map { reference in
      Breach(
        guardrail: "self_reference",
        candidate: reference.candidate,
        application: nil,
        interview: nil,
        party: .reference(reference),
        at: reference.addedAt,
        touch: nil
      )
    }
  }

  /// Each ask of a person beyond the year's number, in the 365 days up to it; asks at one moment all count.
  private func fatigue() -> [Breach] {
    let asks = touches.compactMap { touch -> (person: Person, touch: Touch)? in
      guard ["heads_up", "guidance", "reference_check"].contains(touch.purpose),
        case .reference(let reference)? = touch.party
      else { return nil }
      return (Person(reference), touch)
    }
    return asks.filter { ask in
      let since = calendar.plus(ask.touch.at, days: -365)
      let count = asks.filter { $0.person == ask.person && since <= $0.touch.at && $0.touch.at <= ask.touch.at }.count
      return count > policy.referenceAsksPerYear
    }.map { breach("reference_fatigue", $0.touch) }
  }
}
