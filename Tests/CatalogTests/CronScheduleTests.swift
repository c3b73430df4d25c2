import Catalog
import Foundation
import Testing

@Suite("Cron's five fields")
struct CronScheduleTests {
  private func last(_ text: String, by time: String, in zone: String = "America/New_York") throws -> String? {
    let moment = try Date(time, strategy: .iso8601)
    let start = try #require(CronSchedule(text)).last(by: moment, in: try #require(TimeZone(identifier: zone)))
    return start?.formatted(.iso8601)
  }

  @Test("say when it last started")
  func last() throws {
    // Friday 2026-11-20, 05:30 in New York is 10:30Z.
    #expect(try last("30 5 * * *", by: "2026-11-20T10:30:00Z") == "2026-11-20T10:30:00Z")
    #expect(try last("30 5 * * *", by: "2026-11-20T10:29:59Z") == "2026-11-19T10:30:00Z")
    #expect(try last("30 5 * * *", by: "2026-11-20T03:00:00Z", in: "Asia/Tokyo") == "2026-11-19T20:30:00Z")
    #expect(try last("30 5 * * 1-5", by: "2026-11-22T12:00:00Z") == "2026-11-20T10:30:00Z")
    #expect(try last("0 */6 * * mon,Wed", by: "2026-11-20T12:00:00Z") == "2026-11-18T23:00:00Z")
    #expect(try last("15 8-10/2 1 * *", by: "2026-11-20T12:00:00Z") == "2026-11-01T15:15:00Z")
    // Either day, as in cron; 7 is Sunday too.
    #expect(try last("0 0 20 * 7", by: "2026-11-21T12:00:00Z") == "2026-11-20T05:00:00Z")
    #expect(try last("0 0 31 2 *", by: "2026-11-20T12:00:00Z") == nil)
  }

  private func gaps(_ text: String, _ zone: String) throws -> [String] {
    let moment = try Date("2026-11-20T12:00:00Z", strategy: .iso8601)
    return try #require(CronSchedule(text)).timesAfterGaps(in: try #require(TimeZone(identifier: zone)), from: moment)
      .map { "\($0.hour):\($0.minute)" }
  }

  @Test("say when they start on a day whose clocks skip their time")
  func gaps() throws {
    #expect(try gaps("30 2 * * *", "America/New_York") == ["3:30"])
    #expect(try gaps("30 2 * * *", "Europe/Berlin") == ["3:30"])
    // London goes from one to two, half of Lord Howe's hour is skipped, and India has no such days.
    #expect(try gaps("30 1,2,3 * * *", "Europe/London") == ["2:30"])
    #expect(try gaps("15,45 2 * * *", "Australia/Lord_Howe") == ["2:45"])
    #expect(try gaps("30 2 * * *", "Asia/Kolkata") == [])
    #expect(try gaps("30 5 * * *", "America/New_York") == [])
    // At midnight.
    #expect(try gaps("30 0 * * *", "Asia/Beirut") == ["1:30"])
  }

  @Test("say at what times they start on a clock elsewhere, winter and summer")
  func elsewhere() throws {
    let moment = try Date("2026-11-20T12:00:00Z", strategy: .iso8601)
    let zone = { (name: String) throws in try #require(TimeZone(identifier: name)) }
    let times = { (text: String, of: String, on: String) throws in
      try #require(CronSchedule(text)).times(in: try zone(of), on: try zone(on), from: moment)
        .map { "\($0.hour):\($0.minute)" }
    }
    #expect(try times("30 5 * * *", "America/New_York", "Etc/UTC") == ["9:30", "10:30"])
    #expect(try times("30 5 * * *", "Asia/Kolkata", "Etc/UTC") == ["0:0"])
    // The two change their clocks on different days.
    #expect(try times("30 5 * * *", "America/New_York", "Europe/Berlin") == ["10:30", "11:30"])
    #expect(try times("30 2 * * *", "America/New_York", "America/New_York") == ["2:30", "3:30"])
  }

  @Test(
    "are refused when they are none",
    arguments: ["", "* * * *", "60 5 * * *", "30 24 * * *", "a * * * *", "5-1 * * * *", "*/0 * * * *", "1,,2 * * * *"]
  )
  func refused(_ text: String) {
    #expect(CronSchedule(text) == nil)
  }
}
