import Testing

@testable import PracticeModel

/// Calendar arithmetic as "Words" says.
@Suite struct CalendarTests {
  private func calendar(
    _ zone: String = "America/New_York",
    working: Set<Int> = [0, 1, 2, 3, 4],
    holidays: [String] = ["2026-11-26"]
  ) throws -> BusinessCalendar {
    let days = holidays.compactMap { Day(iso: $0) }
    try #require(days.count == holidays.count)
    return BusinessCalendar(zone: try #require(Zone(zone)), workingWeekdays: working, holidays: Set(days))
  }

  private func moment(_ text: String, _ calendar: BusinessCalendar) throws -> Moment {
    try #require(TimeReading.moment(text, zone: calendar.zone))
  }

  @Test(arguments: [
    ("2026-11-19T15:00", 1, "2026-11-20T15:00:00"), ("2026-11-20T15:00", 1, "2026-11-23T15:00:00"),
    ("2026-11-21T00:00", 1, "2026-11-23T00:00:00"), ("2026-11-25T23:59", 1, "2026-11-27T23:59:00"),
    ("2026-11-26T10:00", 2, "2026-11-30T10:00:00"), ("2026-12-01T10:00", -1, "2026-11-30T10:00:00"),
    ("2026-11-27T10:00", -1, "2026-11-25T10:00:00"), ("2026-11-29T10:00", -2, "2026-11-25T10:00:00"),
  ])
  func business_days_are_working_dates_strictly_after_or_before(from: String, count: Int, expected: String) throws {
    let calendar = try calendar()
    #expect(calendar.zone.wall(calendar.plus(try moment(from, calendar), businessDays: count)).iso == expected)
  }

  @Test(arguments: [
    ("2026-11-26T16:00", "2026-11-27T16:00:00"), ("2026-11-28T16:00", "2026-11-30T16:00:00"),
    ("2026-11-27T16:00", "2026-11-27T16:00:00"),
  ])
  func rolled_is_the_same_local_time_on_the_next_working_date(from: String, expected: String) throws {
    let calendar = try calendar()
    #expect(calendar.zone.wall(calendar.rolled(try moment(from, calendar))).iso == expected)
  }

  @Test func a_working_week_of_its_own() throws {
    let calendar = try calendar(working: [6, 0])
    #expect(
      calendar.zone.wall(calendar.plus(try moment("2026-11-23T09:00", calendar), businessDays: 1)).iso
        == "2026-11-29T09:00:00"
    )
  }

  @Test(arguments: [
    // New York springs forward on 2026-03-08 at 02:00, and falls back on 2026-11-01 at 02:00.
    ("America/New_York", "2026-03-08T01:59:59", "2026-03-08T06:59:59Z"),
    ("America/New_York", "2026-03-08T02:00", "2026-03-08T07:00:00Z"),
    ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00Z"),
    ("America/New_York", "2026-03-08T03:00", "2026-03-08T07:00:00Z"),
    ("America/New_York", "2026-11-01T00:59:59", "2026-11-01T04:59:59Z"),
    ("America/New_York", "2026-11-01T01:00", "2026-11-01T06:00:00Z"),
    ("America/New_York", "2026-11-01T01:59:59", "2026-11-01T06:59:59Z"),
    ("America/New_York", "2026-11-01T02:00", "2026-11-01T07:00:00Z"),
    // Lord Howe moves by half an hour; Auckland is ahead of UTC and springs forward in September.
    ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45:00Z"),
    ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T15:15:00Z"),
    ("Pacific/Auckland", "2026-09-27T02:30", "2026-09-26T14:30:00Z"),
    ("Asia/Kolkata", "2026-11-01T01:30", "2026-10-31T20:00:00Z"),
  ])
  func a_time_that_the_clocks_skip_or_repeat_is_the_later_moment(zone: String, local: String, utc: String) throws {
    let zone = try #require(Zone(zone))
    #expect(TimeReading.moment(local, zone: zone)?.iso == utc)
  }

  @Test func each_step_gives_a_moment_and_the_next_starts_from_its_local_time() throws {
    // Given 02:30 on the day before the clocks skip 02:30, then the next day it is 03:30 …
    let calendar = try calendar(working: [0, 1, 2, 3, 4, 5, 6], holidays: [])
    let skipped = calendar.plus(try moment("2026-03-07T02:30", calendar), businessDays: 1)
    #expect(calendar.zone.wall(skipped).iso == "2026-03-08T03:30:00")
    // … and from there 03:30 again on the day after.
    #expect(calendar.zone.wall(calendar.plus(skipped, businessDays: 1)).iso == "2026-03-09T03:30:00")
  }

  @Test func days_are_local_and_hours_are_real() throws {
    let calendar = try calendar()
    let evening = try moment("2026-10-31T20:00", calendar)
    #expect(calendar.zone.wall(evening.plus(hours: 24)).iso == "2026-11-01T19:00:00")
    #expect(calendar.zone.wall(calendar.plus(evening, days: 1)).iso == "2026-11-01T20:00:00")
    #expect(calendar.plus(evening, days: 1) == evening.plus(hours: 25))
  }

  @Test(arguments: [
    ("2026-11-20T16:00:00-05:00", "2026-11-20T21:00:00Z"), ("2026-11-20 16:00", "2026-11-20T21:00:00Z"),
    ("2026-11-20T21:00:00.250Z", "2026-11-20T21:00:00.25Z"), ("2026-11-20", "2026-11-20T05:00:00Z"),
    ("2026-11-20T16:00+0530", "2026-11-20T10:30:00Z"), ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"),
  ])
  func times_are_read_with_their_offset_or_else_local(text: String, utc: String) throws {
    let zone = try #require(Zone("America/New_York"))
    #expect(TimeReading.moment(text, zone: zone)?.iso == utc)
  }

  @Test(arguments: ["2026-02-30", "2026-11-20T25:00", "2026-11-20T10", "2026-11-20T10:60", "tomorrow", "2026-11-20T"])
  func what_is_no_time_is_refused(text: String) throws {
    let zone = try #require(Zone("UTC"))
    #expect(TimeReading.moment(text, zone: zone) == nil)
  }

  @Test func dates_are_read_and_written_over_leap_years() {
    for iso in ["2024-02-29", "2000-02-29", "1900-02-28", "1970-01-01", "2026-12-31"] {
      #expect(Day(iso: iso)?.iso == iso)
    }
    #expect(Day(iso: "1900-02-29") == nil)
    #expect(Day(iso: "1970-01-01")?.weekday == 3)
    #expect(Day(iso: "2026-11-26")?.weekday == 3)
  }
}
