public import Tabular

/// The columns of a worklist: one row is one action that needs no other screen.
public enum WorklistColumns {
  /// The columns of the files, a contract: names and order stay.
  public static let all: [Column] = [
    Column(name: "follow_up_id", kind: .integer),
    Column(name: "rank", kind: .integer),
    Column(name: "bucket", kind: .text),
    Column(name: "due_at", kind: .moment),
    Column(name: "overdue_by", kind: .text),
    Column(name: "action", kind: .text),
    Column(name: "rule", kind: .text),
    Column(name: "channel", kind: .text),
    Column(name: "party", kind: .text),
    Column(name: "party_role", kind: .text),
    Column(name: "party_company", kind: .text),
    Column(name: "party_email", kind: .text),
    Column(name: "party_phone", kind: .text),
    Column(name: "party_local_time", kind: .text),
    Column(name: "candidate", kind: .text),
    Column(name: "candidate_id", kind: .text),
    Column(name: "job_order", kind: .text),
    Column(name: "client", kind: .text),
    Column(name: "interview_at", kind: .moment),
    Column(name: "last_touch", kind: .text),
    Column(name: "nudges", kind: .integer),
    Column(name: "guidance", kind: .text),
    Column(name: "warnings", kind: .text),
    Column(name: "contact", kind: .text),
    Column(name: "contact_phone", kind: .text),
    Column(name: "contact_email", kind: .text),
    Column(name: "contact_local_time", kind: .text),
    Column(name: "minutes", kind: .integer),
    Column(name: "outcome", kind: .text),
    Column(name: "note", kind: .text),
    Column(name: "block", kind: .integer),
    Column(name: "beyond_today", kind: .text),
    Column(name: "breaches", kind: .integer),
    Column(name: "hard_deadline", kind: .text),
    Column(name: "silent_days", kind: .decimal),
    Column(name: "median_days", kind: .decimal),
    Column(name: "slow_days", kind: .decimal),
  ]

  /// Which of them stand in a format: for reading, what one needs to act; for machines and for filling in, all.
  static func indices(for format: Format) -> [Int] {
    guard format == .table else { return Array(all.indices) }
    let names = ["rank", "bucket", "due_at", "overdue_by", "action", "contact_phone", "warnings", "follow_up_id"]
    return names.compactMap { name in all.firstIndex { $0.name == name } }
  }

  /// The columns as that format shows them.
  static func columns(for format: Format) -> [Column] {
    let shown = indices(for: format).map { index in
      let column = all[index]
      return format == .table && column.kind == .moment ? Column(name: "due", kind: .moment) : column
    }
    return format == .ics ? shown + [WorklistEvent.cancelled] : shown
  }

  /// The fields of one row as that format shows them; a page takes all, and what it shows beyond them.
  static func fields(_ row: [String?], for format: Format, event: WorklistEvent?) -> [String?] {
    if format == .html { return row }
    if format == .ics, let event { return event.fields(row) }
    return indices(for: format).map { row[$0] }
  }
}
