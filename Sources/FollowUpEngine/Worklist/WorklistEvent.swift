import Foundation
import Tabular

/// How a row of a worklist becomes an event of a calendar.
struct WorklistEvent {
  /// The columns that make up the event.
  static let mapping = ICSMapping(
    uid: "follow_up_id",
    start: "due_at",
    summary: "action",
    description: "guidance",
    alarm: "hard_deadline",
    cancelled: cancelled.name
  )
  /// Beyond the columns of a list: whether the event of an earlier list no longer takes place.
  static let cancelled = Column(name: "cancelled", kind: .boolean)

  private let head: ListHead
  private let today: Int64
  private let zone: ReadingZone?

  private static let day: Int64 = 86_400

  /// Events of a list; `nil` where none of the formats is a calendar, which spares the tables of the world's zones.
  init?(_ head: ListHead, _ formats: [Format], _ options: SinkOptions) {
    guard formats.contains(.ics), let asOf = options.stamp else { return nil }
    self.head = head
    zone = ReadingZone(head.zone)
    today = Self.day(zone?.wallClock(asOf) ?? Int64(asOf.timeIntervalSince1970))
  }

  /// The row with its calendar's identity, its time, and one text with whom to contact and what to look out for.
  func fields(_ row: [String?]) -> [String?] {
    var row = Array(row.prefix(WorklistColumns.all.count))
    func place(_ name: String) -> Int? { WorklistColumns.all.firstIndex { $0.name == name } }
    func cell(_ name: String) -> String? { place(name).flatMap { row[$0] } }
    let due = cell(Self.mapping.start)
    let isOverdue = cell("bucket") == "overdue"
    let contact = ["contact", "contact_phone", "contact_email"].compactMap(cell).joined(separator: ", ")
    let overdue = isOverdue ? due.map { "overdue since \($0.prefix(10))" } : nil
    let lines = [overdue, contact, cell("warnings"), cell("guidance")].compactMap(\.self).filter { !$0.isEmpty }
    if let place = place(Self.mapping.description) { row[place] = lines.joined(separator: "\n") }
    if let id = cell(Self.mapping.uid), let place = place(Self.mapping.uid) { row[place] = identity(id) }
    if isOverdue, let due, let place = place(Self.mapping.start) { row[place] = onToday(due) }
    return row + ["no"]
  }

  /// What is settled, as the event that takes the earlier one out of the calendar.
  func fields(_ settled: SettledFollowUp) -> [String?] {
    let cells = [
      Self.mapping.uid: identity(String(settled.followUpID)), Self.mapping.start: settled.dueAt,
      Self.mapping.summary: settled.summary, Self.mapping.minutes: String(settled.minutes),
    ]
    return WorklistColumns.all.map { cells[$0.name] } + ["yes"]
  }

  /// Unique in the world: two installations number their follow-ups alike.
  private func identity(_ id: String) -> String { "follow-up-\(id)@\(head.calendar).followup" }

  /// The day on which it was due lies where nobody looks: it stands on today, at its time of day.
  private func onToday(_ due: String) -> String {
    guard let zone, let moment = Tabular.moment(due) else { return due }
    let wall = zone.wallClock(moment)
    return isoUTC(zone.moment(wallClock: today * Self.day + wall - Self.day(wall) * Self.day))
  }

  private static func day(_ wall: Int64) -> Int64 { (wall - (wall % day + day) % day) / day }
}

/// A follow-up that was on the list within the last days and is not any more: a row of sql/worklist/settled.sql.
struct SettledFollowUp: Decodable {
  let followUpID: Int
  let dueAt: String
  let minutes: Int
  let summary: String

  private enum CodingKeys: String, CodingKey {
    case followUpID = "follow_up_id"
    case dueAt = "due_at"
    case minutes, summary
  }

  /// Those of a list, from the JSON array that the statement gives.
  static func read(_ text: String) throws -> [SettledFollowUp] {
    try JSONDecoder().decode([SettledFollowUp].self, from: Data(text.utf8))
  }
}
