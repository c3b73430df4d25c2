import CICal
import Foundation
import Testing

@testable import Tabular

/// The calendar, read back with libical.
@Suite struct ICSTests {
  static let columns = [
    Column(name: "uid", kind: .text), Column(name: "starts_at", kind: .moment),
    Column(name: "ends_at", kind: .moment), Column(name: "summary", kind: .text),
    Column(name: "description", kind: .text), Column(name: "location", kind: .text),
  ]
  static let options = SinkOptions(stamp: Date(timeIntervalSince1970: 1_773_045_000))

  @Test func `an empty list is a calendar with a component`() throws {
    let text = try renderText(.ics, Self.columns, [], options: Self.options)
    #expect(text.contains("\r\nBEGIN:VTIMEZONE\r\n"))
    #expect(try events(text).isEmpty)
  }

  @Test func `an event with minutes has a length`() throws {
    let columns = Self.columns.filter { $0.name != "ends_at" } + [Column(name: "minutes", kind: .integer)]
    let row = ["1", "2026-03-09T08:30:00Z", "Call", nil, nil, "15"]
    let event = try #require(try events(try renderText(.ics, columns, [row], options: Self.options)).first)
    #expect(event["start"] == "20260309T083000Z")
    #expect(event["end"] == "20260309T084500Z")
  }

  /// What libical finds in a calendar: one dictionary an event.
  func events(_ text: String) throws -> [[String: String]] {
    let calendar = try #require(icalcomponent_new_from_string(text))
    defer { icalcomponent_free(calendar) }
    #expect(icalcomponent_count_errors(calendar) == 0)
    #expect(icalrestriction_check(calendar) == 1)
    func string(_ value: UnsafePointer<CChar>?) -> String? { value.map { String(cString: $0) } }
    var events: [[String: String]] = []
    var event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT)
    while let found = event {
      events.append(
        [
          "uid": string(icalcomponent_get_uid(found)),
          "start": string(icaltime_as_ical_string(icalcomponent_get_dtstart(found))),
          "end": string(icaltime_as_ical_string(icalcomponent_get_dtend(found))),
          "stamp": string(icaltime_as_ical_string(icalcomponent_get_dtstamp(found))),
          "summary": string(icalcomponent_get_summary(found)),
          "description": string(icalcomponent_get_description(found)),
          "location": string(icalcomponent_get_location(found)),
        ].compactMapValues { $0 }
      )
      event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)
    }
    return events
  }

  @Test func `each row is an event, in UTC, with the stamp that was given`() throws {
    let long = String(repeating: "Zoë, 山田; \\ 👩🏽‍💻 ", count: 20) + "."
    let rows = [
      [
        "1@x", "2026-03-09T18:00:00+01:00", "2026-03-09T17:30:00Z", "Call Ann, please; now", "a\r\nb\n\n\"c\"",
        "Room 1",
      ],
      ["2@x", "2026-03-10 08:00:00+00", nil, long, nil, nil],
    ]
    let text = try renderText(.ics, Self.columns, rows, title: "Work;\ntoday", options: Self.options)
    #expect(
      try events(text) == [
        [
          "uid": "1@x", "start": "20260309T170000Z", "end": "20260309T173000Z", "stamp": "20260309T083000Z",
          "summary": "Call Ann, please; now", "description": "a\nb\n\n\"c\"", "location": "Room 1",
        ],
        [
          "uid": "2@x", "start": "20260310T080000Z", "end": "20260310T080000Z", "stamp": "20260309T083000Z",
          "summary": long,
        ],
      ]
    )
    #expect(text.hasPrefix("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"))
    #expect(text.contains("\r\nX-WR-CALNAME;VALUE=TEXT:Work;\\ntoday\r\n"))
    #expect(text.hasSuffix("END:VEVENT\r\nEND:VCALENDAR\r\n"))
  }

  @Test func `lines are folded, and every line ends in CRLF`() throws {
    let rows = [["1", "2026-03-09T18:00:00Z", nil, String(repeating: "é山👍 ", count: 60), nil, nil]]
    let bytes = try render(.ics, Self.columns, rows, options: Self.options)
    for line in bytes.split(separator: 0x0A) {
      #expect(line.last == 0x0D)
      #expect(line.count <= 76)
      #expect(firstInvalidUTF8([UInt8](line)) == nil)
    }
  }

  @Test func `a date makes an event of the whole day`() throws {
    let columns = [
      Column(name: "id", kind: .text), Column(name: "on", kind: .date), Column(name: "what", kind: .text),
    ]
    var options = Self.options
    options.ics = ICSMapping(uid: "id", start: "on", summary: "what")
    let text = try renderText(.ics, columns, [["1", "2026-03-09", "Holiday"]], options: options)
    #expect(text.contains("\r\nDTSTART;VALUE=DATE:20260309\r\n"))
    #expect(try events(text).first?["summary"] == "Holiday")
  }

  @Test func `a calendar without events is one`() throws {
    #expect(try events(try renderText(.ics, Self.columns, [], options: Self.options)) == [])
  }

  @Test func `a later calendar is a later revision, an event can be cancelled, and have an alarm`() throws {
    let columns = Self.columns + [Column(name: "alarm", kind: .text), Column(name: "cancelled", kind: .boolean)]
    let row = ["1@x", "2026-03-09T08:30:00Z", nil, "Call", nil, nil]
    func sequence(_ text: String) -> Int? { text.firstMatch(of: /SEQUENCE:(\d+)/).flatMap { Int($0.1) } }
    let first = try renderText(.ics, columns, [row + ["yes", "no"]], options: Self.options)
    #expect(first.contains("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT1H\r\nDESCRIPTION:Call\r\nEND:VALARM\r\n"))
    #expect(!first.contains("STATUS:"))
    let later = SinkOptions(stamp: Date(timeIntervalSince1970: 1_773_045_060))
    let second = try renderText(.ics, columns, [row + ["yes", "yes"]], options: later)
    #expect(second.contains("\r\nSTATUS:CANCELLED\r\n") && !second.contains("VALARM"))
    #expect(try events(second).map { $0["uid"] } == ["1@x"])
    #expect(try #require(sequence(second)) == (try #require(sequence(first))) + 1)
  }

  @Test func `columns that make no events are refused by name`() throws {
    let error = #expect(throws: TabularError.self) {
      try render(.ics, texts("uid", "summary"), [], options: Self.options)
    }
    #expect(
      error?.description
        == "a calendar needs a column \"starts_at\", which this table does not have; ask for another format"
    )
    #expect(error?.kind == .unsuitable)
  }

  @Test func `a row without identity or time is refused`() throws {
    for row in [[nil, "2026-03-09T18:00:00Z"], ["1", nil], ["1", "tomorrow"], ["1", "2026-03-09T18:00:00"]] {
      let error = #expect(throws: TabularError.self) {
        try render(.ics, Self.columns, [row + [nil, nil, nil, nil]], options: Self.options)
      }
      #expect(error?.kind == .output)
    }
  }
}

private func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
  bytes.withUnsafeBufferPointer { Tabular.firstInvalidUTF8($0) }
}
