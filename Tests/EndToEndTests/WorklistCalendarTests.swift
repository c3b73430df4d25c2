import Foundation
import Postgres
import TestServer
import TestSupport
import Testing

/// The list as a calendar, read by Python's icalendar.
@Suite("Lists as calendars")
struct WorklistCalendarTests {
  private struct Event: Decodable {
    var uid: String
    var start: String
    var minutes: Int
    var sequence: Int
    var status: String
    var summary: String
    var description: String
    var alarms: [Int]
  }

  private static let read = #"""
    import json, sys, icalendar
    calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())
    assert not calendar.errors and calendar.subcomponents
    print(json.dumps([{
      'uid': str(e['uid']), 'start': e.decoded('dtstart').strftime('%Y-%m-%dT%H:%M:%SZ'),
      'minutes': (e.decoded('dtend') - e.decoded('dtstart')).seconds // 60, 'sequence': int(e['sequence']),
      'status': str(e.get('status', '')), 'summary': str(e['summary']), 'description': str(e.get('description', '')),
      'alarms': [int(a.decoded('trigger').total_seconds()) for a in e.walk('VALARM')]}
      for e in calendar.walk('VEVENT')]))
    """#

  private func events(_ site: NightTests.Site, _ recruiter: String, at moment: String) throws -> [Event] {
    try site.expect(0, "worklist", recruiter, "--output", "list.ics", "--as-of", moment)
    let text = try python(Self.read, ["list.ics"], in: site.program.folder)
    return try JSONDecoder().decode([Event].self, from: Data(text.utf8))
  }

  private func rows(_ site: NightTests.Site, at moment: String) throws -> [[String: String]] {
    try csvRows(try site.expect(0, "worklist", "r1", "--format", "csv", "--as-of", moment).output)
  }

  @Test("Each event is at its row's moment on either side of a change of the clocks; hard deadlines have an alarm")
  func instants() async throws {
    let site = try await NightTests.Site.make()
    try site.expect(0, ["plan"] + NightTests.morning)
    // The clocks go back on Sunday 1 November; what was due at 10:00 in winter stands at 10:00 of today in summer time.
    let starts = ["2026-10-30T14:00:00Z", "2026-10-31T20:00:00Z", "2026-11-02T14:00:00Z"]
    let connection = try await Connection.open(Connection.Settings(conninfo: site.database.conninfo))
    try await connection.execute(
      Statement(
        """
        UPDATE follow_up
        SET asked_from = '2026-03-01', opens_at = '2026-03-01', expires_at = NULL,
          due_at = (ARRAY['2026-03-06T10:00:00-05:00', '2026-10-31T16:00:00-04:00', '2026-11-02T09:00:00-05:00']::timestamptz[])
            [follow_up_id % 3 + 1]
        """
      )
    )
    await connection.close()
    let friday = "2026-10-30T15:00:00-04:00"

    let list = try rows(site, at: friday)
    let events = try events(site, "r1", at: friday).filter { $0.status.isEmpty }

    #expect(list.count >= 3 && events.count == list.count)
    for (row, event) in zip(list, events) {
      let id = try #require(row["follow_up_id"].flatMap { Int($0) })
      #expect(event.uid.hasPrefix("follow-up-\(id)@"))
      #expect(event.start == starts[id % 3])
      #expect(event.minutes == Int(row["minutes"] ?? ""))
      #expect(event.alarms == (row["hard_deadline"] == "yes" ? [-3600] : []))
      #expect(event.description.hasPrefix("overdue since 2026-03-06\n") == (id % 3 == 0))
    }
    #expect(events.contains { !$0.alarms.isEmpty })
  }

  @Test("What is done, snoozed or no longer asked for is cancelled under its own identity; an empty list is a calendar")
  func cancelled() async throws {
    let site = try await NightTests.Site.make()
    let today = "2026-11-20T15:00:00-05:00"
    let tomorrow = "2026-11-21T09:00:00-05:00"
    try site.expect(0, "plan", "--as-of", today)
    let list = try rows(site, at: today)
    let before = try events(site, "r1", at: today)
    let (done, snoozed) = (try #require(list.first?["follow_up_id"]), try #require(list.last?["follow_up_id"]))
    try site.expect(0, "skip", done, "--reason", "not needed", "--as-of", today)
    try site.expect(0, "snooze", snoozed, "--until", "2026-12-01", "--as-of", today)

    let after = try events(site, "r1", at: tomorrow)

    for id in [done, snoozed] {
      let earlier = try #require(before.first { $0.uid.hasPrefix("follow-up-\(id)@") })
      let gone = after.filter { $0.uid == earlier.uid }
      #expect(gone.map(\.status) == ["CANCELLED"])
      #expect(gone.allSatisfy { $0.sequence > earlier.sequence && $0.alarms.isEmpty && !$0.summary.isEmpty })
    }
    let stays = try #require(list.dropFirst().first?["follow_up_id"])
    #expect(after.first { $0.uid.hasPrefix("follow-up-\(stays)@") }?.status == "")
    #expect(Set(after.map(\.uid)).count == after.count)
    // It comes back when the snooze is over.
    let later = try events(site, "r1", at: "2026-12-01T09:00:00-05:00")
    let back = later.filter { $0.uid.hasPrefix("follow-up-\(snoozed)@") }
    #expect(back.map(\.status) == [""])
    #expect(try events(site, "r2", at: "2026-01-05T09:00:00-05:00").isEmpty)
  }
}
