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
      ["id", "start", "end", "status"].map { row[$0] }.joined(separator: " ").trimmingCharacters(
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
    #expect(try ICSReader.rows(path: path).map { $0["all_day"] } == ["no", "no", "no", "no", "no", "yes"])
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

    let starts = try ICSReader.rows(path: path).map { $0["start"] }

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
    "What is not put together as a calendar is refused with its line",
    arguments: [
      ("BEGIN:VEVENT\nUID:1\n", 6, "END:VCALENDAR has no BEGIN of its own before it"),
      ("UID:1\nEND:VEVENT\n", 5, "END:VEVENT has no BEGIN of its own before it"),
      (String(repeating: "BEGIN:X\n", count: 10), 13, "BEGIN:X lies within more than 10 others"),
      (
        "BEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nRRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE\n", 7,
        "the clock of a time zone changes more often than once a day"
      ),
    ]
  )
  func refused(text: String, line: Int, message: String) throws {
    let path = try calendar(text)

    let error = #expect(throws: TabularError.self) { try ICSReader.rows(path: path) }

    #expect(error?.message == message && error?.line == line && error?.file == path)
  }

  @Test(
    "An event that cannot be read is a row with a fault, with its line and what stands there; the others are read",
    arguments: [
      ("DTSTART;TZID=Nowhere:20261119T150000", "Nowhere is not a known time zone"),
      ("SUMMARY:x", "the event has no DTSTART"),
      ("DTSTART:tomorrow", "tomorrow is not a DTSTART that can be read"),
      ("DTSTART:20261119T150000Z\nRRULE:FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY is not a RRULE that can be read"),
      ("DTSTART:20261119T150000Z\nRRULE:FREQ=SECONDLY", "the event repeats every second or minute"),
      ("DTSTART:20261119T150000Z\nRRULE:FREQ=HOURLY", "the event repeats more than 1000 times within 600 days"),
      ("DTSTART:20261119T150000Z\nRRULE:FREQ=HOURLY;BYMONTHDAY=31", "FREQ=HOURLY;BYMONTHDAY=31 is a rule by the hour"),
      (
        "DTSTART:19000101T150000Z\nRRULE:FREQ=HOURLY;COUNT=2000000000",
        "FREQ=HOURLY;COUNT=2000000000 the rule has more than 100000 occurrences"
      ),
      (
        "DTSTART:20261119T150000Z\nRRULE:FREQ=DAILY\nEXRULE:FREQ=SECONDLY",
        "the event repeats every second or minute"
      ),
      ("DTSTART:20261119T150000Z\nRDATE;VALUE=PERIOD:20261120T150000Z/PT1H", "the event has an RDATE with periods"),
      (
        "DTSTART:20261119T150000Z\nRECURRENCE-ID;RANGE=THISANDPRIOR:20261119T150000Z",
        "THISANDPRIOR is a range of occurrences that is not known"
      ),
      ("DTSTART:20261119T150000Z\nSUMMARY:a\u{0}b", "line 13 holds a NUL character"),
    ]
  )
  func faults(lines: String, words: String) throws {
    let path = try calendar(
      event("UID:1\nDTSTART:20261119T150000Z") + event("UID:2\n\(lines)") + event("UID:3\nDTSTART:20261119T150000Z")
    )

    let rows = try ICSReader.rows(path: path)

    #expect(rows.filter { $0.fault == nil }.map { $0["uid"] } == ["1", "3"])
    let bad = try #require(rows.first { $0.fault != nil })
    let fault = try #require(bad.fault)
    #expect(bad.line == 9)
    #expect("\(fault.value.map { "\($0) " } ?? "")\(fault.reason)".hasPrefix(words), "\(fault)")
    #expect(fault.raw.hasPrefix("BEGIN:VEVENT\nDTSTAMP:20261118T120000Z\nUID:2\n"))
    #expect(fault.raw.hasSuffix("\nEND:VEVENT"))
  }

  @Test("Following a series costs what is seen of it, not what it stands for", arguments: ["", ";COUNT=1000000000"])
  func dense(count: String) throws {
    let numbers = { (end: Int) in (0..<end).map(String.init).joined(separator: ",") }
    let path = try calendar(
      event(
        "UID:w\nDTSTART:20200106T000000Z\nRRULE:FREQ=DAILY\(count);BYHOUR=\(numbers(24));"
          + "BYMINUTE=\(numbers(60));BYSECOND=\(numbers(60))"
      )
    )
    let began = clock()

    let rows = try ICSReader.rows(path: path)

    #expect(rows.map { $0.fault == nil } == [false])
    // All tests of the process count; it was a minute and more.
    #expect(Double(clock() - began) / Double(CLOCKS_PER_SEC) < 20)
  }

  @Test("Lines end at CR and LF only, and go on within a character and before an accent")
  func folded() throws {
    var bytes = Array("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261119T150000Z\r\nSUMMARY:Zo".utf8)
    bytes += [0xC3] + Array("\r\n ".utf8) + [0xAB] + Array(" Mu\r\n\t\u{308}ller\u{2028}END:VEVENT\u{85}x\r\n".utf8)
    bytes += Array("END:VEVENT\rBEGIN:VEVENT\rUID:2\rDTSTART:20261119T150000Z\rEND:VEVENT\n".utf8)
    bytes += Array("BEGIN:VEVENT\nUID:3\nSUMMARY:".utf8)
    bytes += [0xE4] + Array("\nDTSTART:20261119T150000Z\nEND:VEVENT\nEND:VCALENDAR\n".utf8)
    let path = folder.path("folded.ics")
    try Data(bytes).write(to: URL(fileURLWithPath: path))

    let rows = try ICSReader.rows(path: path)

    #expect(rows.map(\.line) == [2, 9, 13])
    #expect(rows[0]["summary"] == "Zoë Mu\u{308}ller\u{2028}END:VEVENT\u{85}x")
    #expect(rows[2].fault?.reason.hasPrefix("line 15 is not UTF-8") == true)
  }

  @Test("What was changed from an occurrence on holds for all later ones, by the clock on the wall")
  func onwards() throws {
    let path = try calendar(
      event(
        "UID:w\nDTSTART;TZID=America/New_York:20261006T100000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY;COUNT=6\nSUMMARY:old"
      )
        + event(
          "UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20261020T100000\n"
            + "DTSTART;TZID=America/New_York:20261021T110000\nDURATION:PT1H\nSUMMARY:new"
        )
        + event(
          "UID:w\nRECURRENCE-ID;TZID=America/New_York:20261103T100000\n"
            + "DTSTART;TZID=America/New_York:20261103T080000\nDURATION:PT1H\nSUMMARY:once"
        )
    )

    #expect(
      try ICSReader.rows(path: path).map { "\($0["id"]) \($0["start"]) \($0["end"]) \($0["summary"])" } == [
        "w 2026-10-06T14:00:00Z 2026-10-06T14:00:00Z 2026-10-06T14:30:00Z old",
        "w 2026-10-13T14:00:00Z 2026-10-13T14:00:00Z 2026-10-13T14:30:00Z old",
        "w 2026-10-27T14:00:00Z 2026-10-28T15:00:00Z 2026-10-28T16:00:00Z new",
        "w 2026-11-10T15:00:00Z 2026-11-11T16:00:00Z 2026-11-11T17:00:00Z new",
        "w 2026-10-20T14:00:00Z 2026-10-21T15:00:00Z 2026-10-21T16:00:00Z new",
        "w 2026-11-03T15:00:00Z 2026-11-03T13:00:00Z 2026-11-03T14:00:00Z once",
      ]
    )
  }

  @Test("Where the event that changes all later occurrences cannot be read, these are left out, and it says so")
  func badOnwards() throws {
    let path = try calendar(
      event("UID:w\nDTSTART:20261006T100000Z\nRRULE:FREQ=WEEKLY;COUNT=4")
        + event("UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261013T100000Z\nDTSTART;TZID=Nowhere:20261014T100000")
    )

    let rows = try ICSReader.rows(path: path)

    #expect(rows.filter { $0.fault == nil }.map { $0["start"] } == ["2026-10-06T10:00:00Z"])
    #expect(rows.last?.fault?.reason.hasSuffix("; the occurrences from that one on are left out") == true)
  }

  @Test("An occurrence is known by its day, by a time without a zone, and by a time where the series has days")
  func replacedByDay() throws {
    let path = try calendar(
      event(
        "UID:w\nDTSTART;TZID=America/New_York:20261103T230000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=4\n"
          + "EXDATE;VALUE=DATE:20261106"
      )
        + event(
          "UID:w\nRECURRENCE-ID;VALUE=DATE:20261104\nDTSTART;TZID=America/New_York:20261104T090000\nDURATION:PT30M"
        )
        + event("UID:w\nRECURRENCE-ID:20261105T230000\nDTSTART;TZID=America/New_York:20261105T090000\nDURATION:PT30M")
        + event("UID:d\nDTSTART;VALUE=DATE:20261103\nRRULE:FREQ=DAILY;COUNT=2\nRDATE;VALUE=DATE:20261110")
        + event("UID:d\nRECURRENCE-ID:20261104T000000Z\nDTSTART;VALUE=DATE:20261105")
    )

    #expect(
      try rows(path) == [
        "w 2026-11-04T04:00:00Z 2026-11-04T04:00:00Z 2026-11-04T04:30:00Z",
        "d 2026-11-03 2026-11-03 2026-11-04", "d 2026-11-10 2026-11-10 2026-11-11",
        "w 2026-11-05T04:00:00Z 2026-11-04T14:00:00Z 2026-11-04T14:30:00Z",
        "w 2026-11-06T04:00:00Z 2026-11-05T14:00:00Z 2026-11-05T14:30:00Z",
        "d 2026-11-04 2026-11-05 2026-11-06",
      ]
    )
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
