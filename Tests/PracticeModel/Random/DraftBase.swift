extension Draft {
  /// The initial agency: its people, applications, interviews and a history of touches that answers follow-ups.
  mutating func drawInitialAgency(candidates: Int) throws {
    try put("policy.csv", ["key": "time_zone", "value": zone.name, "client": ""])
    for _ in 0..<random.number(0...6) { try drawPolicy() }
    for _ in 0..<random.number(0...4) { try drawHoliday() }
    for _ in 0..<random.number(1...3) {
      let id = newID("r")
      try put("recruiters.csv", ["id": id, "name": "Recruiter \(id)", "email": "\(id)@agency.example"])
    }
    for _ in 0..<random.number(1...3) { try drawClient() }
    for _ in 0..<candidates { try drawCandidate() }
    try lookAhead()
    for _ in 0..<3 {
      for _ in 0..<(candidates * random.number(1...3)) { try drawTouch() }
      try lookAhead()
    }
  }

  mutating func drawPolicy() throws {
    let (key, value) = random.of(
      ("working_days", random.of("mon,tue,wed,thu,fri", "sun,mon,tue,wed,thu", "mon,wed,sat")),
      ("assume_held", random.of("yes", "no", "true")),
      ("references_wanted", random.of("0", "1", "2")),
      ("check_in_mode", random.of("single", "weekly")),
      ("check_in_cap", random.of("1", "2", "5")),
      ("check_in_days", random.of("1", "2", "5")),
      ("candidate_check_in_days", random.of("1", "4")),
      ("keep_in_touch_days", random.of("5", "30")),
      ("reference_asks_per_year", random.of("0", "1", "2")),
      ("reference_gift.expires_days", "3"),
      ("reference_network.every_days", random.of("1", "10")),
      ("reference_network.due_bd", "1"),
      ("reference_network.expires_days", "2"),
      ("placement_check_in.due_days", random.of("2,5,9", "1,2,30")),
      ("placement_check_in.start_time", "02:30"),
      ("handwritten_note.due_time", "01:30"),
      ("reference_progress.cap", random.of("1", "2")),
      ("reference_progress.due_bd", "1"),
      ("thank_you_email.expires_hours", "30"),
      ("candidate_status_update.due_bd", random.of("0", "2")),
      ("reference_accuracy.due_bd", "0")
    )
    let ofClient = ["check_in_mode", "check_in_cap", "check_in_days"].contains(key) && random.chance(50)
    let client = ofClient ? random.one(rows("clients.csv"))?["id"] : nil
    try put("policy.csv", ["key": key, "value": value, "client": client ?? ""])
  }

  mutating func drawHoliday() throws {
    try put("holidays.csv", ["date": date(back: 10, ahead: 15), "name": "Holiday"])
  }

  mutating func drawClient() throws {
    let id = newID("k")
    try put(
      "clients.csv",
      [
        "id": id, "name": "Client \(id)", "check_in_mode": random.of("", "", "single", "weekly"),
        "check_in_cap": random.of("", "", "1", "3"), "check_in_days": random.of("", "", "1", "4"),
      ]
    )
    for _ in 0..<random.number(1...4) { try drawContact(of: id) }
    for _ in 0..<random.number(1...2) { try drawJobOrder(of: id) }
  }

  mutating func drawContact(of client: String) throws {
    let id = newID("p")
    try put(
      "contacts.csv",
      [
        "id": id, "client": client, "name": "Contact \(id)", "email": email(), "phone": phone(),
        "do_not_contact": random.of("", "", "", "no", "yes"),
      ]
    )
  }

  mutating func drawJobOrder(of client: String) throws {
    let id = newID("j")
    let contacts = rows("contacts.csv").filter { $0["client"] == client }
    let open = random.chance(80)
    try put(
      "job_orders.csv",
      [
        "id": id, "client": client, "title": "Clerk", "recruiter": random.one(rows("recruiters.csv"))?["id"] ?? "",
        "hiring_contact": random.chance(80) ? random.one(contacts)?["id"] ?? "" : "",
        "status": open ? random.of("", "open") : random.of("filled", "closed"),
        "status_since": random.chance(80) ? moment().iso : "",
      ]
    )
  }

  /// A candidate with references and applications.
  mutating func drawCandidate() throws {
    let id = newID("c")
    try put(
      "candidates.csv",
      [
        "id": id, "name": "Candidate \(id)", "email": email(), "phone": phone(),
        "recruiter": random.one(rows("recruiters.csv"))?["id"] ?? "",
        "status": random.chance(80) ? random.of("", "active") : random.of("placed", "inactive"),
        "status_since": random.chance(80) ? moment().iso : "",
        "search_started_on": random.chance(80) ? date(back: 30, ahead: 3) : "",
        "do_not_contact": random.chance(5) ? "yes" : random.of("", "no"),
        "time_zone": random.of("", "", "", "Asia/Tokyo"),
      ]
    )
    for _ in 0..<random.number(0...5) { try drawReference(of: id) }
    for _ in 0..<random.number(0...3) { try drawApplication(of: id) }
  }

  mutating func drawReference(of candidate: String) throws {
    let id = newID("f")
    let own = rows("candidates.csv").first { $0["id"] == candidate }
    let isSelf = random.chance(5)
    try put(
      "references.csv",
      [
        "id": id, "candidate": candidate, "name": "Reference \(id)",
        "email": isSelf ? own?["email"] ?? "" : email(), "phone": phone(),
        "consent": random.of("yes", "yes", "yes", "yes", "yes", "yes", "no", ""),
        "status": random.chance(85) ? random.of("", "active") : random.of("refused", "bounced", "inactive"),
        "status_since": random.chance(60) ? moment().iso : "", "added_at": random.chance(90) ? moment().iso : "",
        "do_not_contact": random.chance(8) ? "yes" : random.of("", "no"), "time_zone": "",
      ]
    )
  }

  /// An application with interviews, its stages and perhaps a decision.
  mutating func drawApplication(of candidate: String) throws {
    let id = newID("a")
    try put(
      "applications.csv",
      ["id": id, "candidate": candidate, "job_order": random.one(rows("job_orders.csv"))?["id"] ?? ""]
    )
    for _ in 0..<random.number(0...3) { try drawInterview(of: id) }
    for _ in 0..<random.number(0...3) { try drawStage(of: id) }
    if random.chance(35) { try drawDecision(of: id) }
    if random.chance(50) { try drawReferenceTouches(of: id) }
  }

  /// A stage since a moment, at times that of another.
  mutating func drawStage(of application: String) throws {
    let stage = random.of("submitted", "interviewing", "reference_check", "reference_check", "offer")
    let since = moment().iso
    try put("stages.csv", ["application": application, "stage": stage, "since": since])
    let list = ["submitted", "interviewing", "reference_check", "offer", "decided"]
    let last = rows("stages.csv").filter { $0["application"] == application }.max { one, other in
      let (since, otherSince) = (one["since", default: ""], other["since", default: ""])
      if since != otherSince { return codePointsPrecede(since, otherSince) }
      return list.firstIndex(of: one["stage", default: ""]) ?? 0 < list.firstIndex(of: other["stage", default: ""]) ?? 0
    }
    if let last {
      try put(
        "applications.csv",
        [
          "id": application, "candidate": own("applications.csv", application, "candidate"),
          "job_order": own("applications.csv", application, "job_order"),
          "stage": last["stage", default: ""], "stage_since": last["since", default: ""],
        ]
      )
    }
  }

  /// A decision, at times without its date.
  mutating func drawDecision(of application: String) throws {
    let decision = random.of("accepted", "accepted", "accepted", "declined", "rejected", "withdrawn")
    let isPlaced = decision == "accepted" && random.chance(75)
    try change(
      "applications.csv",
      application,
      [
        "decision": decision, "decided_at": random.chance(92) ? moment(back: 20).iso : "",
        "announce_on": random.chance(60) ? date(back: 8, ahead: 5) : "",
        "start_date": isPlaced ? date(back: 25, ahead: 10) : "",
      ]
    )
  }

  mutating func drawInterview(of application: String) throws {
    let id = newID("i")
    try put("interviews.csv", try interviewCells(id, application))
    let client = own("job_orders.csv", own("applications.csv", application, "job_order"), "client")
    for contact in rows("contacts.csv") where contact["client"] == client && random.chance(60) {
      try put(
        "attendees.csv",
        [
          "interview": id, "contact": contact["id", default: ""],
          "role": random.of("interviewer", "interviewer", "other"),
        ]
      )
    }
  }

  /// The cells of an interview whose end, start or scheduling often falls on another one's moment.
  mutating func interviewCells(_ id: String, _ application: String) throws -> Row {
    let minutes = random.of(0, 30, 60, 60, 90)
    let starts: Moment
    let ends: Moment
    if random.chance(40) {
      ends = moment(back: 25, ahead: 12)
      starts = ends.plus(seconds: -60 * minutes)
    } else {
      starts = moment(back: 25, ahead: 12)
      ends = starts.plus(seconds: 60 * minutes)
    }
    var scheduled = ""
    if random.chance(85) {
      let some = moment(back: 30)
      scheduled = (random.chance(70) ? min(some, starts) : some).iso
    }
    let isOver = ends <= asOf
    return [
      "id": id, "application": application, "scheduled_at": scheduled, "starts_at": starts.iso, "ends_at": ends.iso,
      "status": isOver
        ? random.of("", "scheduled", "held", "held", "held", "cancelled", "no_show")
        : random.of("", "scheduled", "scheduled", "cancelled"),
      "time_zone": random.of("", "", "Europe/Paris"),
    ]
  }

  /// Few emails, so that people share them, in several spellings; sometimes none.
  mutating func email() -> String {
    let number = random.number(1...14)
    return random.of(
      "",
      "p\(number)@people.example",
      "p\(number)@people.example",
      "p\(number)@people.example",
      "P\(number)@People.Example"
    )
  }

  /// Few phones, in several spellings; sometimes none.
  mutating func phone() -> String {
    let number = random.number(1...9)
    return random.of("", "", "", "555 010\(number)", "(555) 010-\(number)", "555010\(number)")
  }

  func own(_ file: String, _ id: String, _ column: String) -> String {
    state.row(RowID(file: file, key: [id]))?[column] ?? ""
  }

  /// Changes cells of a row by its id.
  mutating func change(_ file: String, _ id: String, _ cells: Row) throws {
    guard let row = state.row(RowID(file: file, key: [id])),
      let known = CanonicalFile.all.first(where: { $0.name == file })
    else { return }
    let needed = row.filter { known.required.contains($0.key) }
    try put(file, needed.merging(cells) { $1 })
  }
}
