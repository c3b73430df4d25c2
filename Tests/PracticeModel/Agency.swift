/// An agency and all it knows: what the canonical files carry, linked, with its policy and calendar.
public struct Agency: Sendable {
  let calendar: BusinessCalendar
  let policy: Policy
  let candidates: [Candidate]
  let contacts: [Contact]
  let applications: [Application]
  let interviews: [Interview]
  let references: [Reference]
  /// By time, at one moment by id.
  let touches: [Touch]

  /// Reads canonical folders, later ones laid over earlier ones, as imports at `asOf` would have stored them.
  ///
  /// `timeZone` is the agency's zone where policy.csv does not say it.
  public static func load(folders: [String], asOf: Moment, timeZone: String? = nil) throws -> Agency {
    var zone: Zone?
    if let timeZone {
      guard let named = Zone(timeZone) else { throw ModelError("\(timeZone) is not a time zone") }
      zone = named
    }
    var store = Store(zone: zone)
    for path in folders { try store.apply(try CanonicalFolder(path: path), asOf: asOf) }
    return try Agency(store)
  }
}

extension Agency {
  init(_ store: Store) throws {
    guard let zone = store.zone else { throw ModelError("policy.csv: time_zone must be set") }
    var policy = Policy()
    for row in store.rows(of: "policy.csv") {
      try policy.set(
        row["key", default: ""],
        row["value", default: ""],
        client: Cells(row, "policy.csv").text("client")
      )
    }
    let holidays = try store.rows(of: "holidays.csv").compactMap { try Cells($0, "holidays.csv").day("date") }
    self.policy = policy
    calendar = BusinessCalendar(zone: zone, workingWeekdays: policy.workingWeekdays, holidays: Set(holidays))

    let linked = try Linked(store)
    candidates = linked.candidates.values.sorted { codePointsPrecede($0.id, $1.id) }
    contacts = linked.contacts.values.sorted { codePointsPrecede($0.id, $1.id) }
    applications = linked.applications.values.sorted { codePointsPrecede($0.id, $1.id) }
    interviews = linked.interviews.values.sorted { codePointsPrecede($0.id, $1.id) }
    references = linked.references.values.sorted { codePointsPrecede($0.id, $1.id) }
    touches = linked.touches.sorted { $0.at == $1.at ? codePointsPrecede($0.id, $1.id) : $0.at < $1.at }
  }
}
