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

  @Test(
    "are refused when they are none",
    arguments: ["", "* * * *", "60 5 * * *", "30 24 * * *", "a * * * *", "5-1 * * * *", "*/0 * * * *", "1,,2 * * * *"]
  )
  func refused(_ text: String) {
    #expect(CronSchedule(text) == nil)
  }
}
