/// Stored rows made into values, each file after those it refers to.
struct Linked {
  var recruiters: [String: Recruiter] = [:]
  var clients: [String: Client] = [:]
  var contacts: [String: Contact] = [:]
  var candidates: [String: Candidate] = [:]
  var jobOrders: [String: JobOrder] = [:]
  var applications: [String: Application] = [:]
  var interviews: [String: Interview] = [:]
  var references: [String: Reference] = [:]
  var touches: [Touch] = []

  init(_ store: Store) throws {
    for row in store.rows(of: "recruiters.csv") {
      let id = try Cells(row, "recruiters.csv").needed("id")
      recruiters[id] = Recruiter(id: id)
    }
    try readClients(store)
    try readCandidates(store)
    try readApplications(store)
    try readInterviews(store)
    try readReferences(store)
    touches = try store.rows(of: "touches.csv").map { try touch(Cells($0, "touches.csv")) }
  }

  private mutating func readClients(_ store: Store) throws {
    for row in store.rows(of: "clients.csv") {
      let cells = Cells(row, "clients.csv")
      let id = try cells.needed("id")
      clients[id] = Client(
        id: id,
        checkInMode: try cells.choice("check_in_mode", of: Policy.CheckInMode.self),
        checkInCap: try cells.number("check_in_cap"),
        checkInDays: try cells.number("check_in_days")
      )
    }
    for row in store.rows(of: "contacts.csv") {
      let cells = Cells(row, "contacts.csv")
      let id = try cells.needed("id")
      contacts[id] = Contact(id: id, client: try cells.neededLink("client", to: clients), reach: try cells.reach())
    }
  }

  private mutating func readCandidates(_ store: Store) throws {
    for row in store.rows(of: "candidates.csv") {
      let cells = Cells(row, "candidates.csv")
      let id = try cells.needed("id")
      candidates[id] = Candidate(
        id: id,
        reach: try cells.reach(),
        recruiter: try cells.neededLink("recruiter", to: recruiters),
        isActive: (try cells.choice("status", of: CandidateStatus.self) ?? .active) == .active,
        statusSince: try cells.moment("status_since"),
        searchStartedOn: try cells.day("search_started_on")
      )
    }
    for row in store.rows(of: "job_orders.csv") {
      let cells = Cells(row, "job_orders.csv")
      let id = try cells.needed("id")
      jobOrders[id] = JobOrder(
        id: id,
        client: try cells.neededLink("client", to: clients),
        recruiter: try cells.neededLink("recruiter", to: recruiters),
        hiringContact: try cells.link("hiring_contact", to: contacts),
        isOpen: (try cells.choice("status", of: JobOrderStatus.self) ?? .open) == .open,
        statusSince: try cells.moment("status_since")
      )
    }
  }

  private mutating func readApplications(_ store: Store) throws {
    var stages: [String: [Stage]] = [:]
    for row in store.rows(of: "stages.csv") {
      let cells = Cells(row, "stages.csv")
      guard let name = try cells.choice("stage", of: StageName.self) else { continue }
      stages[try cells.needed("application"), default: []]
        .append(Stage(name: name.rawValue, since: try cells.moment("since")))
    }
    for row in store.rows(of: "applications.csv") {
      let cells = Cells(row, "applications.csv")
      let id = try cells.needed("id")
      applications[id] = Application(
        id: id,
        candidate: try cells.neededLink("candidate", to: candidates),
        jobOrder: try cells.neededLink("job_order", to: jobOrders),
        stages: stages[id, default: []],
        decision: try cells.choice("decision", of: Decision.self),
        decidedAt: try cells.moment("decided_at"),
        startDate: try cells.day("start_date"),
        announceOn: try cells.day("announce_on")
      )
    }
  }

  private mutating func readInterviews(_ store: Store) throws {
    var attendees: [String: [Attendee]] = [:]
    for row in store.rows(of: "attendees.csv") {
      let cells = Cells(row, "attendees.csv")
      attendees[try cells.needed("interview"), default: []].append(
        Attendee(
          contact: try cells.neededLink("contact", to: contacts),
          isInterviewer: try cells.choice("role", of: Role.self) == .interviewer
        )
      )
    }
    for row in store.rows(of: "interviews.csv") {
      let cells = Cells(row, "interviews.csv")
      let id = try cells.needed("id")
      interviews[id] = Interview(
        id: id,
        application: try cells.neededLink("application", to: applications),
        scheduledAt: try cells.moment("scheduled_at"),
        starts: try cells.neededMoment("starts_at"),
        ends: try cells.neededMoment("ends_at"),
        status: try cells.choice("status", of: Interview.Status.self) ?? .scheduled,
        attendees: attendees[id, default: []]
      )
    }
  }

  private mutating func readReferences(_ store: Store) throws {
    for row in store.rows(of: "references.csv") {
      let cells = Cells(row, "references.csv")
      let id = try cells.needed("id")
      references[id] = Reference(
        id: id,
        candidate: try cells.neededLink("candidate", to: candidates),
        reach: try cells.reach(),
        consent: try cells.flag("consent").map { $0 ? .given : .refused } ?? .notKnown,
        status: try cells.choice("status", of: Reference.Status.self) ?? .active,
        statusSince: try cells.moment("status_since"),
        addedAt: try cells.moment("added_at")
      )
    }
  }

  private func touch(_ cells: Cells) throws -> Touch {
    guard let actor = try party(cells, "actor") else { throw ModelError("touches.csv: actor is required") }
    return Touch(
      id: try cells.needed("id"),
      at: try cells.neededMoment("happened_at"),
      actor: actor,
      party: try party(cells, "party"),
      channel: try cells.needed("channel"),
      purpose: try cells.needed("purpose"),
      candidate: try cells.link("candidate", to: candidates),
      application: try cells.link("application", to: applications),
      interview: try cells.link("interview", to: interviews)
    )
  }

  private func party(_ cells: Cells, _ end: String) throws -> Party? {
    switch cells.text(end + "_kind") {
    case nil: nil
    case "candidate": .candidate(try cells.neededLink(end, to: candidates))
    case "recruiter": .recruiter(try cells.neededLink(end, to: recruiters))
    case "contact": .contact(try cells.neededLink(end, to: contacts))
    case "reference": .reference(try cells.neededLink(end, to: references))
    case .some(let other): throw ModelError("touches.csv: \(end)_kind: \(other) is not known")
    }
  }
}

private enum CandidateStatus: String { case active, placed, inactive }
private enum JobOrderStatus: String { case open, filled, closed }
private enum StageName: String {
  case submitted, interviewing, offer, decided
  case referenceCheck = "reference_check"
}
private enum Role: String { case interviewer, other }
