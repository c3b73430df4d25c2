extension Draft {
  /// A night's changes: new facts, late ones, corrected ones, and rows taken out.
  mutating func drawChanges() throws {
    for _ in 0..<random.number(4...20) { try drawChange() }
    try lookAhead()
    for _ in 0..<random.number(2...12) { try drawTouch() }
  }

  private mutating func drawChange() throws {
    switch random.number(0...21) {
    case 0...1: if let one = someID("applications.csv") { try drawDecision(of: one) }
    case 2: if let one = someID("applications.csv") { try drawStage(of: one) }
    case 3: if let one = someID("applications.csv") { try drawInterview(of: one) }
    case 4...6: try moveInterview()
    case 7: try correctTouch()
    case 8: try changePerson()
    case 9: try changeReference()
    case 10: try changeCandidate()
    case 11: try changeJobOrder()
    case 12: if let one = someID("candidates.csv") { try drawReference(of: one) }
    case 13: if let one = someID("candidates.csv") { try drawApplication(of: one) }
    case 14: try drawCandidate()
    case 15: try drawPolicy()
    case 16: try drawHoliday()
    case 17: try undoDecision()
    case 18: try changeAttendee()
    default: try deleteSomething()
    }
  }

  private mutating func someID(_ file: String) -> String? { random.one(rows(file))?["id"] }

  /// Another time, status or scheduling of an interview; also just cancelled.
  private mutating func moveInterview() throws {
    guard let row = random.one(rows("interviews.csv")), let id = row["id"] else { return }
    if random.chance(30) {
      try change("interviews.csv", id, ["status": random.of("cancelled", "no_show")])
    } else {
      var cells = try interviewCells(id, row["application", default: ""])
      if random.chance(50) { cells["scheduled_at"] = row["scheduled_at", default: ""] }
      cells["time_zone"] = row["time_zone", default: ""]
      try put("interviews.csv", cells)
    }
  }

  private mutating func correctTouch() throws {
    guard let id = someID("touches.csv") else { return }
    try change("touches.csv", id, ["happened_at": moment().iso])
  }

  private mutating func changePerson() throws {
    let file = random.of("contacts.csv", "references.csv", "candidates.csv")
    guard let id = someID(file) else { return }
    try change(
      file,
      id,
      random.of(["email": email()], ["phone": phone()], ["do_not_contact": random.of("yes", "no", "no")])
    )
  }

  private mutating func changeReference() throws {
    guard let id = someID("references.csv") else { return }
    try change(
      "references.csv",
      id,
      random.of(
        ["consent": random.of("yes", "no", "")],
        ["added_at": random.of(moment().iso, moment().iso, "")],
        [
          "status": random.of("", "active", "refused", "bounced", "inactive"),
          "status_since": random.of(moment().iso, moment().iso, ""),
        ]
      )
    )
  }

  private mutating func changeCandidate() throws {
    guard let id = someID("candidates.csv") else { return }
    try change(
      "candidates.csv",
      id,
      random.of(
        ["status": random.of("active", "placed", "inactive", ""), "status_since": random.of(moment().iso, "")],
        ["search_started_on": random.of(date(back: 20, ahead: 4), "")],
        ["recruiter": someID("recruiters.csv") ?? ""]
      )
    )
  }

  private mutating func changeJobOrder() throws {
    guard let row = random.one(rows("job_orders.csv")), let id = row["id"] else { return }
    let contacts = rows("contacts.csv").filter { $0["client"] == row["client"] }
    try change(
      "job_orders.csv",
      id,
      random.of(
        ["status": random.of("open", "filled", "closed", ""), "status_since": random.of(moment().iso, "")],
        ["hiring_contact": random.chance(70) ? random.one(contacts)?["id"] ?? "" : ""],
        ["recruiter": someID("recruiters.csv") ?? ""]
      )
    )
  }

  private mutating func undoDecision() throws {
    guard let id = someID("applications.csv") else { return }
    try change("applications.csv", id, ["decision": "", "decided_at": ""])
  }

  private mutating func changeAttendee() throws {
    guard let interview = random.one(rows("interviews.csv")), let contact = someID("contacts.csv") else { return }
    try put(
      "attendees.csv",
      ["interview": interview["id", default: ""], "contact": contact, "role": random.of("interviewer", "other")]
    )
  }

  /// Mostly touches and interviews; people rarely, since all that refers to them goes too. Contacts who hire and
  /// recruiters stay: half of the agency would go with them.
  private mutating func deleteSomething() throws {
    let file = random.of(
      "touches.csv",
      "touches.csv",
      "touches.csv",
      "interviews.csv",
      "attendees.csv",
      "references.csv",
      "applications.csv",
      "holidays.csv",
      "policy.csv",
      "contacts.csv",
      "candidates.csv"
    )
    if ["contacts.csv", "candidates.csv", "applications.csv"].contains(file) && random.chance(60) { return }
    let hiring = Set(rows("job_orders.csv").compactMap { $0["hiring_contact"] })
    let possible = rows(file).filter { row in
      row["key"] != "time_zone" && !(file == "contacts.csv" && hiring.contains(row["id", default: ""]))
    }
    if let row = random.one(possible) { try delete(file, row) }
  }
}
