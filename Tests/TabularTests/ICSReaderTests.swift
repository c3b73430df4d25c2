import Foundation
import Testing

@testable import Tabular

@Suite struct ICSReaderTests {
  let folder: Folder

  init() throws { folder = try Folder() }

  private func calendar(_ events: String, _ head: String = "") throws -> String {
    let text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n\(head)\(events)END:VCALENDAR\n"
    return try folder.put(text.replacing("\n", with: "\r\n"), as: "a.ics")
  }

  private func event(_ lines: String, stamp: String = "20261118T120000Z") -> String {
    "BEGIN:VEVENT\nDTSTAMP:\(stamp)\n\(lines)\nEND:VEVENT\n"
  }

  /// `id start end status` of each.
  private func rows(_ path: String) throws -> [String] {
    try ICSReader.rows(path: path).map { row in
      ["id", "start", "end", "status"].map { row.cells[$0] ?? "" }.joined(separator: " ").trimmingCharacters(
        in: .whitespaces
      )
    }
  }

  @Test("Outlook's names of zones, the calendar's own zones, UTC, times without a zone, and dates")
  func times() throws {
    let own = """
      BEGIN:VTIMEZONE
      TZID:Our office
      BEGIN:STANDARD
      DTSTART:19700101T000000
      TZOFFSETFROM:+0530
      TZOFFSETTO:+0530
      END:STANDARD
      END:VTIMEZONE

      """
    let path = try calendar(
      event(
        "UID:windows\nDTSTART;TZID=\"W. Europe Standard Time\":20261119T150000\nDTEND;TZID=\"W. Europe Standard Time\":20261119T160000"
      )
        + event("UID:own\nDTSTART;TZID=Our office:20261119T150000\nDURATION:PT45M")
        + event("UID:iana\nDTSTART;TZID=America/New_York:20260719T150000\nDURATION:PT1H")
        + event("UID:utc\nDTSTART:20261119T150000Z\nDTEND:20261119T153000Z")
        + event("UID:floating\nDTSTART:20261119T150000\nDTEND:20261119T153000")
        + event("UID:day\nDTSTART;VALUE=DATE:20261126"),
      own
    )

    #expect(
      try rows(path) == [
        "windows 2026-11-19T14:00:00Z 2026-11-19T15:00:00Z", "own 2026-11-19T09:30:00Z 2026-11-19T10:15:00Z",
        "iana 2026-07-19T19:00:00Z 2026-07-19T20:00:00Z", "utc 2026-11-19T15:00:00Z 2026-11-19T15:30:00Z",
        "floating 2026-11-19T15:00:00 2026-11-19T15:30:00", "day 2026-11-26 2026-11-27",
      ]
    )
    #expect(try ICSReader.rows(path: path).map(\.line) == [12, 18, 24, 30, 36, 42])
    #expect(try ICSReader.rows(path: path).map { $0.cells["all_day"] } == ["no", "no", "no", "no", "no", "yes"])
  }

  @Test("Every zone that Outlook's names stand for is known to this machine")
  func zones() {
    for zone in WindowsZones.names.values { #expect(TimeZone(identifier: zone) != nil, "\(zone)") }
  }

  @Test("A series over the end of summer time: one taken out, one moved, one called off; a later revision counts")
  func series() throws {
    let path = try calendar(
      event(
        "UID:w\nDTSTART;TZID=America/New_York:20261020T100000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY;COUNT=5\nEXDATE;TZID=America/New_York:20261027T100000"
      )
        + event(
          "UID:w\nRECURRENCE-ID;TZID=America/New_York:20261103T100000\nDTSTART;TZID=America/New_York:20261104T110000\nDURATION:PT30M\nSEQUENCE:1"
        )
        + event(
          "UID:w\nRECURRENCE-ID;TZID=America/New_York:20261103T100000\nDTSTART;TZID=America/New_York:20261104T090000\nDURATION:PT30M\nSEQUENCE:0"
        )
        + event(
          "UID:w\nRECURRENCE-ID:20261110T150000Z\nDTSTART;TZID=America/New_York:20261110T100000\nDURATION:PT30M\nSTATUS:CANCELLED"
        )
        + event("UID:once\nDTSTART:20261119T150000Z\nDURATION:PT1H\nSEQUENCE:0")
        + event("UID:once\nDTSTART:20261119T170000Z\nDURATION:PT1H\nSEQUENCE:3")
    )

    #expect(
      try rows(path) == [
        "w 2026-10-20T14:00:00Z 2026-10-20T14:00:00Z 2026-10-20T14:30:00Z",
        "w 2026-11-17T15:00:00Z 2026-11-17T15:00:00Z 2026-11-17T15:30:00Z",
        "once 2026-11-19T17:00:00Z 2026-11-19T18:00:00Z",
        "w 2026-11-03T15:00:00Z 2026-11-04T16:00:00Z 2026-11-04T16:30:00Z",
        "w 2026-11-10T15:00:00Z 2026-11-10T15:00:00Z 2026-11-10T15:30:00Z cancelled",
      ]
    )
  }

  @Test("A series without an end is followed for a while around the day on which the calendar was written")
  func endless() throws {
    let path = try calendar(event("UID:w\nDTSTART:20200106T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY"))

    let starts = try ICSReader.rows(path: path).compactMap { $0.cells["start"] }

    #expect(starts.count == 85)
    #expect(starts.first == "2025-10-20T09:00:00Z" && starts.last == "2027-05-31T09:00:00Z", "\(starts)")
  }

  @Test("Who is there, in words that hold commas and lines")
  func people() throws {
    let path = try calendar(
      event(
        """
        UID:1
        DTSTART:20261119T150000Z
        SUMMARY:Interview: Zoë\\, Data
        DESCRIPTION:one\\ntwo
        ORGANIZER;CN=Tessa:mailto:tessa@halyard.example
        ATTENDEE;CN="Ruiz, Ana":MAILTO:ana@acme.example
        ATTENDEE:mailto:ben@acme.example
        CATEGORIES:a,b
        """
      ),
      "METHOD:CANCEL\n"
    )
    let cells = try #require(try ICSReader.rows(path: path).first?.cells)

    #expect(cells["summary"] == "Interview: Zoë, Data" && cells["description"] == "one\ntwo")
    #expect(cells["organizer"] == "Tessa <tessa@halyard.example>")
    #expect(cells["attendees"] == "Ruiz, Ana <ana@acme.example>; ben@acme.example")
    #expect(cells["status"] == "cancelled")
  }

  @Test(
    "What cannot be read is refused with its line",
    arguments: [
      (
        "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Nowhere:20261119T150000\nEND:VEVENT\n", 4,
        "the time zone Nowhere is not known"
      ),
      ("BEGIN:VEVENT\nUID:1\n", 6, "END:VCALENDAR has no BEGIN of its own before it"),
      ("UID:1\nEND:VEVENT\n", 5, "END:VEVENT has no BEGIN of its own before it"),
      ("BEGIN:VEVENT\nUID:1\nSUMMARY:x\nEND:VEVENT\n", 4, "the event has no DTSTART"),
      (
        "BEGIN:VEVENT\nUID:1\nDTSTART:20261119T150000Z\nRRULE:FREQ=SECONDLY\nEND:VEVENT\n", 4,
        "the event repeats every second or minute"
      ),
      (
        "BEGIN:VEVENT\nUID:1\nDTSTART:20261119T150000Z\nRRULE:FREQ=HOURLY\nEND:VEVENT\n", 4,
        "the event repeats more than 1000 times within 600 days"
      ),
    ]
  )
  func refused(text: String, line: Int, message: String) throws {
    let path = try calendar(text)

    let error = #expect(throws: TabularError.self) { try ICSReader.rows(path: path) }

    #expect(error?.message == message && error?.line == line && error?.file == path)
  }

  @Test("A calendar that is cut off is refused")
  func cutOff() throws {
    let path = try folder.put("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261119T150000Z\r\n", as: "a.ics")

    let error = #expect(throws: TabularError.self) { try ICSReader.rows(path: path) }

    #expect(error?.message == "BEGIN:VEVENT has no END" && error?.line == 2)
  }

  @Test("What is not a calendar is refused")
  func other() throws {
    let path = try folder.put("name,email\nx,y\n", as: "a.ics")

    #expect(throws: TabularError.self) { try ICSReader.rows(path: path) }
  }
}
