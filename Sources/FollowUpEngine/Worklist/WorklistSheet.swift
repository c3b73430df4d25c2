import Foundation
import Tabular
import WallClock

/// How a list looks as a workbook that is filled in, and on a terminal.
enum WorklistSheet {
  /// The options of a list in that format whose reader's clock is in that zone.
  static func dressed(_ options: SinkOptions, for format: Format, in zone: String?) -> SinkOptions {
    var options = options
    options.ics = WorklistEvent.mapping
    options.zone = zone
    options.marks = marks
    // Others are spared the tables of the world's zones.
    guard format == .xlsx else {
      options.marks.append(Mark("warnings", tone: .warning, cells: ["warnings"]))
      return options
    }
    options.sheet = layout(options)
    options.marks.append(Mark("breaches", tone: .warning))
    return options
  }

  /// First where one writes, then whom, how, what, for which candidate and client, and by when.
  private static func layout(_ options: SinkOptions) -> SheetLayout {
    SheetLayout(
      printed: [
        .init("outcome", width: 14), .init("note", width: 24), .init("recruiter", width: 16),
        .init("contact", width: 17), .init("contact_phone", width: 16), .init("contact_email", width: 22),
        .init("action", width: 38), .init("candidate", width: 17), .init("client", width: 15),
        .init("due_at", width: 16), .init("overdue_by", width: 13), .init("warnings", width: 28),
      ],
      unprinted: [
        .init("guidance", width: 60), .init("job_order", width: 22), .init("interview_at", width: 16),
        .init("last_touch", width: 24), .init("party", width: 20), .init("channel", width: 11),
        .init("contact_local_time", width: 12), .init("minutes", width: 11),
      ],
      entries: [
        .init(
          column: "outcome",
          choices: WorklistOutcome.choices(snoozedUntil: weekFromNow(options)),
          title: "What came of it",
          meaning: WorklistOutcome.meanings,
          question: "A date may stand behind done and snooze: done 2026-11-24. Other words belong into the column note."
        ),
        .init(
          column: "note",
          title: "What is to be remembered",
          meaning: "It is kept with the follow-up, with or without an outcome. skip needs it as the reason."
        ),
      ]
    )
  }

  private static let marks = [
    Mark("bucket", is: "overdue", tone: .late, cells: ["due_at", "due", "overdue_by"]),
    Mark("beyond_today", is: "yes", tone: .later),
  ]

  private static func weekFromNow(_ options: SinkOptions) -> String {
    let now = options.stamp ?? Date(timeIntervalSince1970: 0)
    let wall = options.zone.flatMap { ReadingZone($0) }?.wallClock(now) ?? Int64(now.timeIntervalSince1970)
    return CivilTime(secondsSince1970: Int(wall) + 7 * 86_400).date.iso
  }
}
