/// What the interface says of one canonical file.
struct CanonicalFile: Sendable {
  let name: String
  /// What makes two of its rows the same; only these are needed to delete one.
  let key: [String]
  let required: [String]
  let optional: [String]
  /// Columns that hold another file's id. A touch's actor and party are found by their kind instead.
  let refersTo: [String: String]
  /// Times, which become moments when their row is read.
  let times: [String]
  /// Times of facts, which are never later than the import.
  let facts: [String]

  var columns: [String] { required + optional }

  init(
    _ name: String,
    key: [String] = ["id"],
    required: [String],
    optional: [String] = [],
    refersTo: [String: String] = [:],
    times: [String] = [],
    facts: [String] = []
  ) {
    self.name = name
    self.key = key
    self.required = required
    self.optional = optional
    self.refersTo = refersTo
    self.times = times
    self.facts = facts
  }

  /// Every file, those that others refer to first.
  static let all = [
    CanonicalFile("holidays.csv", key: ["date"], required: ["date"], optional: ["name"]),
    CanonicalFile(
      "recruiters.csv",
      required: ["id", "name", "email"],
      optional: ["time_zone", "manager", "active", "daily_minutes"],
      refersTo: ["manager": "recruiters.csv"]
    ),
    CanonicalFile(
      "absences.csv",
      key: ["recruiter", "from"],
      required: ["recruiter", "from", "until"],
      optional: ["cover"],
      refersTo: ["recruiter": "recruiters.csv", "cover": "recruiters.csv"]
    ),
    CanonicalFile(
      "clients.csv",
      required: ["id", "name"],
      optional: ["time_zone", "check_in_mode", "check_in_cap", "check_in_days"]
    ),
    CanonicalFile(
      "policy.csv",
      key: ["key", "client"],
      required: ["key", "value"],
      optional: ["client"],
      refersTo: ["client": "clients.csv"]
    ),
    CanonicalFile(
      "contacts.csv",
      required: ["id", "client", "name"],
      optional: ["title", "email", "phone", "time_zone", "do_not_contact"],
      refersTo: ["client": "clients.csv"]
    ),
    CanonicalFile(
      "candidates.csv",
      required: ["id", "name", "recruiter"],
      optional: ["email", "phone", "time_zone", "status", "status_since", "search_started_on", "do_not_contact"],
      refersTo: ["recruiter": "recruiters.csv"],
      times: ["status_since"],
      facts: ["status_since"]
    ),
    CanonicalFile(
      "job_orders.csv",
      required: ["id", "client", "title", "recruiter"],
      optional: ["hiring_contact", "status", "status_since"],
      refersTo: ["client": "clients.csv", "recruiter": "recruiters.csv", "hiring_contact": "contacts.csv"],
      times: ["status_since"],
      facts: ["status_since"]
    ),
    CanonicalFile(
      "applications.csv",
      required: ["id", "candidate", "job_order"],
      optional: ["stage", "stage_since", "decision", "decided_at", "start_date", "announce_on"],
      refersTo: ["candidate": "candidates.csv", "job_order": "job_orders.csv"],
      times: ["stage_since", "decided_at"],
      facts: ["stage_since", "decided_at"]
    ),
    CanonicalFile(
      "stages.csv",
      key: ["application", "stage", "since"],
      required: ["application", "stage", "since"],
      refersTo: ["application": "applications.csv"],
      times: ["since"],
      facts: ["since"]
    ),
    CanonicalFile(
      "interviews.csv",
      required: ["id", "application", "starts_at", "ends_at"],
      optional: ["scheduled_at", "time_zone", "status", "kind", "location"],
      refersTo: ["application": "applications.csv"],
      times: ["scheduled_at", "starts_at", "ends_at"],
      facts: ["scheduled_at"]
    ),
    CanonicalFile(
      "attendees.csv",
      key: ["interview", "contact"],
      required: ["interview", "contact"],
      optional: ["role"],
      refersTo: ["interview": "interviews.csv", "contact": "contacts.csv"]
    ),
    CanonicalFile(
      "references.csv",
      required: ["id", "candidate", "name"],
      optional: [
        "relationship", "company", "email", "phone", "time_zone", "consent", "status", "status_since", "added_at",
        "do_not_contact", "lawful_basis", "consent_at", "consent_source",
      ],
      refersTo: ["candidate": "candidates.csv"],
      times: ["status_since", "added_at"],
      facts: ["status_since", "added_at"]
    ),
    CanonicalFile(
      "touches.csv",
      required: ["id", "happened_at", "actor_kind", "actor", "channel", "purpose"],
      optional: ["party_kind", "party", "candidate", "application", "interview", "outcome", "note"],
      refersTo: ["candidate": "candidates.csv", "application": "applications.csv", "interview": "interviews.csv"],
      times: ["happened_at"],
      facts: ["happened_at"]
    ),
  ]

  static let kinds = [
    "candidate": "candidates.csv", "recruiter": "recruiters.csv", "contact": "contacts.csv",
    "reference": "references.csv",
  ]

  /// The rows that a row refers to, as (file, key).
  func references(of row: Row) -> [RowID] {
    var found = refersTo.compactMap { column, file in
      row[column].flatMap { $0.isEmpty ? nil : RowID(file: file, key: [$0]) }
    }
    for end in ["actor", "party"] where name == "touches.csv" {
      if let id = row[end], !id.isEmpty, let kind = row[end + "_kind"], let file = CanonicalFile.kinds[kind] {
        found.append(RowID(file: file, key: [id]))
      }
    }
    return found
  }

  func id(of row: Row) -> RowID { RowID(file: name, key: key.map { row[$0] ?? "" }) }
}

/// A row by its columns; a column that the file does not carry is absent.
typealias Row = [String: String]

/// Which row of which file.
struct RowID: Hashable, Sendable {
  let file: String
  let key: [String]
}
