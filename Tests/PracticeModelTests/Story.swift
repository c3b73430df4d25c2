import Testing

@testable import PracticeModel

/// An agency told row by row: Carl, looked after by Rita, applies at Acme (Ana and Ben interview, Hana hires) for `job`.
struct Story {
  private var folder = CanonicalFolder()
  private var touchCount = 0

  /// The agency of the worked examples: America/New_York, Monday to Friday, holiday 2026-11-26, weekly mode.
  init(zone: String = "America/New_York") throws {
    try add("policy.csv", "key,value", "time_zone,\(zone)")
    try add("holidays.csv", "date", "2026-11-26")
    try add("recruiters.csv", "id,name,email", "rita,Rita,rita@agency.example", "remo,Remo,remo@agency.example")
    try add("clients.csv", "id,name", "acme,Acme", "bolt,Bolt")
    try add(
      "contacts.csv",
      "id,client,name,email",
      "ana,acme,Ana,ana@acme.example",
      "ben,acme,Ben,ben@acme.example",
      "hana,acme,Hana,hana@acme.example",
      "bo,bolt,Bo,bo@bolt.example"
    )
    try add("candidates.csv", "id,name,recruiter,email", "carl,Carl,rita,carl@home.example")
    try add("job_orders.csv", "id,client,title,recruiter,hiring_contact", "job,acme,Clerk,remo,hana")
    try add("applications.csv", "id,candidate,job_order", "app,carl,job")
  }

  /// Adds rows under a header to a file, all as CSV; later rows with the same key change the earlier ones.
  mutating func add(_ file: String, _ header: String, _ rows: String...) throws {
    try folder.add(file: file, text: ([header] + rows).joined(separator: "\n") + "\n")
  }

  mutating func policy(_ key: String, _ value: String, client: String = "") throws {
    try add("policy.csv", "key,value,client", "\(key),\"\(value)\",\(client)")
  }

  mutating func interview(
    _ id: String = "i1",
    of application: String = "app",
    from: String,
    to: String,
    scheduled: String = "",
    status: String = "",
    with interviewers: [String] = []
  ) throws {
    try add(
      "interviews.csv",
      "id,application,starts_at,ends_at,scheduled_at,status",
      "\(id),\(application),\(from),\(to),\(scheduled),\(status)"
    )
    for contact in interviewers {
      try add("attendees.csv", "interview,contact,role", "\(id),\(contact),interviewer")
    }
  }

  /// A reference with consent; `more` overrides columns.
  mutating func reference(_ id: String, added: String = "2026-11-02T09:00", _ more: [String: String] = [:]) throws {
    let cells = ["candidate": "carl", "consent": "yes", "email": "\(id)@else.example"].merging(more) { $1 }
    let columns = cells.keys.sorted()
    try add(
      "references.csv",
      "id,name,added_at," + columns.joined(separator: ","),
      "\(id),\(id),\(added)," + columns.map { cells[$0, default: ""] }.joined(separator: ",")
    )
  }

  /// A touch, `kind:id` to `kind:id`; by default an email. Its id is given, else t1, t2 …
  mutating func touch(
    _ purpose: String,
    _ at: String,
    from: String,
    to: String = "",
    by channel: String = "email",
    about: String = "",
    interview: String = "",
    id: String? = nil
  ) throws {
    touchCount += 1
    let (actor, party) = (from.split(separator: ":"), to.split(separator: ":"))
    try add(
      "touches.csv",
      "id,happened_at,actor_kind,actor,party_kind,party,channel,purpose,application,interview",
      [
        id ?? "t\(touchCount)", at, String(actor[0]), String(actor[1]), party.isEmpty ? "" : String(party[0]),
        party.isEmpty ? "" : String(party[1]), channel, purpose, about, interview,
      ].joined(separator: ",")
    )
  }

  func agency() throws -> Agency {
    var store = Store()
    let utc = try #require(Zone("UTC"))
    let end = try #require(TimeReading.moment("2100-01-01", zone: utc))
    try store.apply(folder, asOf: end)
    return try Agency(store)
  }

  /// The follow-ups of a rule in the set at a local time, one a line:
  /// `[application] [interview] party occurrence state due TIME [done TIME [late]]`, times local.
  func set(_ rule: String, at asOf: String, gone: Bool = false) throws -> [String] {
    let agency = try agency()
    let zone = agency.calendar.zone
    func local(_ iso: String) throws -> String {
      let moment = try #require(TimeReading.moment(iso, zone: zone))
      return String(zone.wall(moment).iso.dropLast(3)).replacing("T", with: " ")
    }
    let moment = try #require(TimeReading.moment(asOf, zone: zone))
    return try agency.reportFollowUps(asOf: moment, gone: gone).filter { $0[1] == rule }.map { row in
      var words = [row[5], row[6], row[8], row[9], row[2]].filter { !$0.isEmpty } + ["due", try local(row[13])]
      if !row[15].isEmpty { words += ["done", try local(row[15])] + (row[3] == "yes" ? ["late"] : []) }
      return words.joined(separator: " ")
    }
  }

  /// One follow-up's whole life in local times, by rule, party and occurrence.
  func followUp(_ rule: String, party: String? = nil, occurrence: String? = nil) throws -> Life? {
    let agency = try agency()
    let found = agency.followUps().filter {
      $0.rule == rule && (party == nil || $0.party?.id == party) && (occurrence == nil || $0.occurrence == occurrence)
    }
    #expect(found.count <= 1, "more than one \(rule)")
    return found.first.map { Life($0, agency.calendar.zone) }
  }

  /// The breaches of a guardrail, `[application] [interview] party TIME touch`, the time local.
  func breaches(_ guardrail: String, at asOf: String = "2027-12-31") throws -> [String] {
    let agency = try agency()
    let zone = agency.calendar.zone
    let moment = try #require(TimeReading.moment(asOf, zone: zone))
    return agency.reportBreaches(asOf: moment).filter { $0[0] == guardrail }.map { row in
      let at = TimeReading.moment(row[6], zone: zone).map { String(zone.wall($0).iso.dropLast(3)) } ?? ""
      return [row[2], row[3], row[5], at.replacing("T", with: " "), row[7]].filter { !$0.isEmpty }
        .joined(separator: " ")
    }
  }
}

/// A follow-up's moments as local times.
struct Life: Equatable {
  var anchor, from, opens, due: String
  var until, expires, done: String?

  init(_ followUp: FollowUp, _ zone: Zone) {
    func local(_ moment: Moment) -> String { String(zone.wall(moment).iso.dropLast(3)).replacing("T", with: " ") }
    anchor = local(followUp.anchorAt)
    from = local(followUp.askedFrom)
    opens = local(followUp.opens)
    due = local(followUp.due)
    until = followUp.askedUntil.map(local)
    expires = followUp.expires.map(local)
    done = followUp.done.map(local)
  }
}
