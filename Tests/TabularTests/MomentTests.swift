import Testing

@testable import Tabular

/// Reading ISO 8601.
@Suite struct MomentTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0, 0), ("2026-03-09T08:30:00Z", 1_773_045_000, 0),
      ("2026-03-09 09:30:00+01", 1_773_045_000, 0), ("2026-03-09T04:00-0430", 1_773_045_000, 0),
      ("2026-03-09T14:15:00.250001+05:45", 1_773_045_000, 250_001), ("2024-02-29T23:59:60Z", 1_709_251_200, 0),
      ("2000-02-29T00:00:00Z", 951_782_400, 0), ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
      ("1969-12-31T23:59:59.5Z", -1, 500_000), ("9999-12-31T23:59:59Z", 253_402_300_799, 0),
    ] as [(String, Int64, Int64)]
  )
  func `a time with its offset is a moment`(_ text: String, _ seconds: Int64, _ micros: Int64) {
    #expect(Moment(moment: text)?.seconds == seconds)
    #expect(Moment(moment: text)?.microseconds == micros)
  }

  @Test(
    arguments: [
      "", "2026-03-09", "2026-03-09T08:30:00", "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
      "2026-03-09T25:00:00Z", "2026-03-09T08:60:00Z", "2026-03-09T08:30:00Zx", "2026-03-09T08:30:00.Z", "infinity",
      "26-03-09T08:30:00Z", "2026-3-9T08:30:00Z", "２０２６-03-09T08:30:00Z",
    ])
  func `anything else is none`(_ text: String) { #expect(Moment(moment: text) == nil) }

  @Test func `a date is its midnight in UTC`() {
    #expect(Moment(date: "2026-03-09")?.seconds == 1_773_014_400)
    #expect(Moment(date: "2026-03-09T00:00:00Z") == nil)
    #expect(Moment(date: "2026-04-31") == nil)
  }
}
