/// One of the fourteen canonical files: its columns, how their cells are read, and what makes a row this row.
public struct ImportTarget: Sendable, Equatable {
  /// How a cell is read.
  public enum Kind: Sendable, Equatable {
    /// Any text.
    case text
    /// An id in the source.
    case id
    /// A reference to a row of another file, by its id in the source; the file's name, or nil where another column decides (actor, party).
    case reference(String?)
    /// A moment: ISO 8601 with offset, or local time.
    case moment
    /// The date of an event, YYYY-MM-DD.
    case date
    /// A day of a calendar, YYYY-MM-DD, however far away.
    case day
    /// The name of a time zone.
    case zone
    /// yes or no (also true or false).
    case boolean
    /// A whole number within these bounds, those of the policy key of its name.
    case number(ClosedRange<Int>)
    /// One of these words.
    case choice([String])
  }

  /// A column of the file.
  public struct Column: Sendable, Equatable {
    /// Its name in the header line.
    public let name: String
    /// How its cells are read.
    public let kind: Kind
    /// Whether the file must carry it and no cell may be empty.
    public let isRequired: Bool
    /// The column of the table that holds it; nil: it is stored by itself, as a row's id is.
    public let stored: String?
  }

  /// The file's name without .csv.
  public let name: String
  /// All columns but `deleted`, which every file may carry.
  public let columns: [Column]
  /// The columns that make a row this row.
  public let key: [String]
  /// The table that its rows go into.
  public let table: String
  /// Columns of the table that no column of the file gives: what a row refers to does, or what is stored.
  public let derived: [String]
  /// The columns by which a row goes on to refer to what is stored when its file lacks them.
  public let kept: [String]
  /// The moments that may lie ahead; all others are of what has happened.
  public let ahead: [String]
  /// Whether its rows are people who can be erased.
  public let isErasable: Bool

  /// The column of that name.
  public func column(_ name: String) -> Column? { columns.first { $0.name == name } }

  /// The column by which a row is taken out.
  public static let deleted = Column(name: "deleted", kind: .boolean, isRequired: false, stored: nil)

  /// The target of that name.
  public static func named(_ name: String) -> ImportTarget? { all.first { $0.name == name } }

  /// All of them, each after those its rows refer to.
  public static let all: [ImportTarget] = [
    ImportTarget("holidays", key: ["date"], table: "holiday", [("date! = holiday_on", .day), ("name", .text)]),
    ImportTarget(
      "recruiters",
      table: "recruiter",
      apart: ["manager"],
      [
        ("id!", .id), ("name!", .text), ("email!", .text), ("time_zone", .zone), ("manager", .reference("recruiters")),
        ("active", .boolean), ("daily_minutes", .number(1...1440)),
      ]
    ),
    ImportTarget(
      "absences",
      key: ["recruiter", "from"],
      table: "absence",
      kept: ["cover"],
      [
        ("recruiter!", .reference("recruiters")), ("from! = from_on", .day), ("until! = until_on", .day),
        ("cover", .reference("recruiters")),
      ]
    ),
    ImportTarget(
      "clients",
      table: "client",
      [
        ("id!", .id), ("name!", .text), ("time_zone", .zone), ("check_in_mode", .choice(["single", "weekly"])),
        ("check_in_cap", .number(0...100)), ("check_in_days", .number(1...1826)),
      ]
    ),
    ImportTarget(
      "contacts",
      table: "contact",
      isErasable: true,
      [
        ("id!", .id), ("client!", .reference("clients")), ("name!", .text), ("title", .text), ("email", .text),
        ("phone", .text), ("time_zone", .zone), ("do_not_contact", .boolean),
      ]
    ),
    ImportTarget(
      "policy",
      key: ["key", "client"],
      table: "policy",
      [("key! = policy_key", .text), ("value!", .text), ("client", .reference("clients"))]
    ),
    ImportTarget(
      "candidates",
      table: "candidate",
      isErasable: true,
      [
        ("id!", .id), ("name!", .text), ("email", .text), ("phone", .text), ("time_zone", .zone),
        ("recruiter!", .reference("recruiters")), ("status", .choice(["active", "placed", "inactive"])),
        ("status_since", .moment), ("search_started_on", .date), ("do_not_contact", .boolean),
      ]
    ),
    ImportTarget(
      "job_orders",
      table: "job_order",
      kept: ["hiring_contact"],
      [
        ("id!", .id), ("client!", .reference("clients")), ("title!", .text), ("recruiter!", .reference("recruiters")),
        ("hiring_contact", .reference("contacts")), ("status", .choice(["open", "filled", "closed"])),
        ("status_since", .moment),
      ]
    ),
    ImportTarget(
      "applications",
      table: "application",
      [
        ("id!", .id), ("candidate!", .reference("candidates")), ("job_order!", .reference("job_orders")),
        ("stage", .choice(stages)), ("stage_since", .moment),
        ("decision", .choice(["accepted", "declined", "rejected", "withdrawn"])), ("decided_at", .moment),
        ("start_date = start_on", .date), ("announce_on", .date),
      ]
    ),
    ImportTarget(
      "stages",
      key: ["application", "stage", "since"],
      table: "application_stage",
      derived: ["candidate_id"],
      [("application!", .reference("applications")), ("stage!", .choice(stages)), ("since!", .moment)]
    ),
    ImportTarget(
      "interviews",
      table: "interview",
      derived: ["candidate_id"],
      ahead: ["starts_at", "ends_at"],
      [
        ("id!", .id), ("application!", .reference("applications")), ("scheduled_at", .moment), ("starts_at!", .moment),
        ("ends_at!", .moment), ("time_zone", .zone),
        ("status", .choice(["scheduled", "held", "cancelled", "no_show"])),
        ("kind", .text), ("location", .text),
      ]
    ),
    ImportTarget(
      "attendees",
      key: ["interview", "contact"],
      table: "attendee",
      derived: ["candidate_id"],
      [
        ("interview!", .reference("interviews")), ("contact!", .reference("contacts")),
        ("role", .choice(["interviewer", "other"])),
      ]
    ),
    ImportTarget(
      "references",
      table: "reference_contact",
      isErasable: true,
      [
        ("id!", .id), ("candidate!", .reference("candidates")), ("name!", .text), ("relationship", .text),
        ("company", .text), ("email", .text), ("phone", .text), ("time_zone", .zone), ("consent", .boolean),
        ("status", .choice(["active", "refused", "bounced", "inactive"])), ("status_since", .moment),
        ("added_at", .moment), ("do_not_contact", .boolean),
        ("lawful_basis", .choice(["consent", "contract", "legal_obligation", "legitimate_interest"])),
        ("consent_at", .moment), ("consent_source", .text),
      ]
    ),
    ImportTarget(
      "touches",
      table: "touch",
      derived: ["forced_past", "is_wordless"],
      [
        ("id!", .id), ("happened_at!", .moment), ("actor_kind!", .choice(TouchTerms.people)),
        ("actor!", .reference(nil)),
        ("party_kind", .choice(TouchTerms.people)), ("party", .reference(nil)),
        ("channel!", .choice(TouchTerms.channels)),
        ("purpose!", .choice(TouchTerms.purposes)), ("candidate", .reference("candidates")),
        ("application", .reference("applications")), ("interview", .reference("interviews")), ("outcome", .text),
        ("note", .text),
      ]
    ),
  ]

  private static let stages = ["submitted", "interviewing", "reference_check", "offer", "decided"]

  /// Columns are written as in the interface: `!` marks what is required. `= name` says which column of the table holds it, where that is
  /// another name than the file's, or `_id` after it where it refers to a row.
  ///
  /// - Parameters:
  ///   - apart: columns that another statement stores.
  private init(
    _ name: String,
    key: [String] = ["id"],
    table: String,
    apart: [String] = [],
    derived: [String] = [],
    kept: [String] = [],
    ahead: [String] = [],
    isErasable: Bool = false,
    _ columns: [(String, Kind)]
  ) {
    self.name = name
    self.key = key
    self.table = table
    self.derived = derived
    self.kept = kept
    self.ahead = ahead
    self.isErasable = isErasable
    self.columns = columns.map { column, kind in
      let words = column.split(separator: " ").map(String.init)
      let isRequired = words[0].hasSuffix("!")
      let name = isRequired ? String(words[0].dropLast()) : words[0]
      let stored: String? =
        switch kind {
        case .id: nil
        case .reference: name + "_id"
        default: words.count > 1 ? words[2] : name
        }
      return Column(name: name, kind: kind, isRequired: isRequired, stored: apart.contains(name) ? nil : stored)
    }
  }
}
