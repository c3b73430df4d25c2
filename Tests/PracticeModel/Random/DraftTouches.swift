extension Draft {
  /// A touch: one that answers a follow-up, nearly so, or one of those that the guardrails and the silences are about.
  mutating func drawTouch() throws {
    if random.chance(60) { try drawAnswer() } else { try drawOther() }
  }

  /// A touch as the answer to a follow-up, at times at its edges and naming an application or interview, or another.
  private mutating func drawAnswer() throws {
    guard let followUp = random.one(random.one(askedByRule) ?? []) else { return }
    let (purpose, channel, isCandidates) = answer(to: followUp.rule)
    let candidate = followUp.candidate
    let recruiter = agency.candidates.map(\.recruiter)
    let actor: Party = isCandidates ? .candidate(candidate) : .recruiter(random.one(recruiter) ?? candidate.recruiter)
    guard let party = followUp.party ?? agency.contacts.first.map({ .contact($0) }) else { return }
    let edges = [followUp.askedFrom, followUp.opens, followUp.due, followUp.expires, followUp.askedUntil]
    let edge = random.one(edges.compactMap { $0 }.filter { $0 != .always && $0 <= asOf })
    let at = random.chance(60) ? edge?.plus(seconds: random.of(0, 0, 0, 1, -1)) : nil
    let its = agency.applications.filter { $0.candidate === candidate }
    let application = random.chance(15) ? random.one(its) : random.chance(65) ? followUp.application : nil
    let ofIt = agency.interviews.filter { $0.application === application }
    let interview = random.chance(10) ? random.one(ofIt) : random.chance(25) ? followUp.interview : nil
    try putTouch(
      at: min(at ?? moment(), asOf),
      actor,
      party,
      random.chance(85) ? channel : random.of("note", "gift", "email"),
      purpose,
      candidate: random.chance(30) ? candidate : nil,
      application: interview == nil || random.chance(50) ? interview?.application ?? application : nil,
      interview: interview
    )
  }

  /// The application's references put to use, and perhaps told of its decision: without these, what comes after an
  /// employer's call would be rare.
  mutating func drawReferenceTouches(of application: String) throws {
    try lookAhead()
    guard let application = agency.applications.first(where: { $0.id == application }) else { return }
    let candidate = Party.candidate(application.candidate)
    for reference in agency.references where reference.candidate === application.candidate && random.chance(75) {
      let party = Party.reference(reference)
      let use = random.of("heads_up", "heads_up", "progress", "guidance")
      try putTouch(
        at: moment(),
        candidate,
        party,
        "call",
        use,
        candidate: nil,
        application: application,
        interview: nil
      )
      if random.chance(50), let contact = agency.contacts.first(where: { $0.client === application.jobOrder.client }) {
        try putTouch(
          at: moment(back: 20),
          .contact(contact),
          party,
          "call",
          "reference_check",
          candidate: nil,
          application: application,
          interview: nil
        )
      }
      guard application.decision != nil, random.chance(75) else { continue }
      let told = random.chance(50) ? moment(back: 10) : max(application.decidedAt ?? asOf, moment())
      try putTouch(
        at: told,
        candidate,
        party,
        "call",
        "outcome",
        candidate: nil,
        application: random.chance(60) ? application : nil,
        interview: nil
      )
    }
  }

  /// What has been asked for by now, rule by rule, so that rare rules are answered as often as the others.
  private var askedByRule: [[FollowUp]] {
    let rules = Dictionary(grouping: followUps.filter { $0.askedFrom <= asOf }, by: \.rule)
    return rules.keys.sorted().compactMap { rules[$0] }
  }

  private mutating func answer(to rule: String) -> (purpose: String, channel: String, isCandidates: Bool) {
    switch rule {
    case "social_profile_review": ("profile_review", "call", false)
    case "reference_guidance": ("guidance", "call", true)
    case "reference_heads_up": ("heads_up", "email", true)
    case "thank_you_proofread": ("proofread", "email", false)
    case "thank_you_email": ("thank_you", "email", true)
    case "handwritten_note": ("thank_you", "note", true)
    case "client_check_in": ("check_in", "call", false)
    case "candidate_status_update": ("status_update", "call", false)
    case "reference_progress": ("progress", "call", true)
    case "reference_accuracy": ("accuracy", "call", false)
    case "reference_thanks": ("thanks", "email", true)
    case "reference_outcome": ("outcome", "call", true)
    case "reference_gift": ("gift", random.of("gift", "note"), true)
    case "reference_keep_in_touch": ("keep_in_touch", "call", false)
    case "reference_network": ("network", "call", false)
    default: (random.of("other", "reminder"), "call", false)
    }
  }

  /// A word, an employer's check, an outcome, or a don't.
  private mutating func drawOther() throws {
    guard let application = random.one(agency.applications) else { return }
    let candidate = application.candidate
    let references = agency.references.filter { $0.candidate === candidate }
    let client = application.jobOrder.client
    let contacts = agency.contacts.filter { random.chance(90) ? $0.client === client : true }
    guard let contact = random.one(contacts) else { return }
    let interviews = agency.interviews.filter { $0.application === application }
    let interview = random.chance(30) ? random.one(interviews) : nil
    let named = interview == nil ? (random.chance(85) ? application : nil) : random.chance(50) ? application : nil
    let at = moment()
    let recruiter: Party = .recruiter(candidate.recruiter)
    let reference = random.one(references).map { Party.reference($0) }
    let someone: Party = random.of(.candidate(candidate), recruiter)
    let (actor, party, channel, purpose): (Party, Party?, String, String)
    switch random.number(0...15) {
    case 0...3:
      (actor, party, channel, purpose) = (
        .contact(contact), someone, "email", random.of("word", "word", "other", "reminder")
      )
    case 4...5:
      guard let reference else { return }
      (actor, party, channel, purpose) = (.contact(contact), reference, "call", "reference_check")
    case 6...8:
      guard let reference else { return }
      (actor, party, channel, purpose) = (
        someone, reference, "call", random.of("heads_up", "heads_up", "guidance", "outcome", "progress", "network")
      )
    case 9:
      guard let reference else { return }
      (actor, party, channel, purpose) = (reference, random.of(.contact(contact), someone), "call", "other")
    case 10: (actor, party, channel, purpose) = (.candidate(candidate), .contact(contact), "social", "other")
    case 11: (actor, party, channel, purpose) = (.candidate(candidate), nil, "post", "public_post")
    case 12...13: (actor, party, channel, purpose) = (someone, .contact(contact), "call", "check_in")
    default:
      (actor, party, channel, purpose) = (
        .candidate(candidate), .contact(contact), random.of("email", "email", "note"), "thank_you"
      )
    }
    try putTouch(
      at: at,
      actor,
      party,
      channel,
      purpose,
      candidate: random.chance(20) ? candidate : nil,
      application: named,
      interview: interview
    )
  }

  private mutating func putTouch(
    at: Moment,
    _ actor: Party,
    _ party: Party?,
    _ channel: String,
    _ purpose: String,
    candidate: Candidate?,
    application: Application?,
    interview: Interview?
  ) throws {
    try put(
      "touches.csv",
      [
        "id": newID("t"), "happened_at": at.iso, "actor_kind": actor.kind, "actor": actor.id,
        "party_kind": party?.kind ?? "", "party": party?.id ?? "", "channel": channel, "purpose": purpose,
        "candidate": candidate?.id ?? "", "application": application?.id ?? "", "interview": interview?.id ?? "",
      ]
    )
  }
}
