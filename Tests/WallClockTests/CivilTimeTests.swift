import Testing
import WallClock

@Suite("Dates and times of the calendar, by arithmetic")
struct CivilTimeTests {
  @Test("Every day of the years -401 to 9999 comes after the one before, and is found again by its number")
  func everyDay() {
    var (year, month, day) = (-401, 1, 1)
    let first = CivilDate(year: year, month: month, day: day).daysSince1970
    #expect(CivilDate(year: 1970, month: 1, day: 1).daysSince1970 == 0)
    var number = first
    var wrong: [Int] = []
    while year <= 9999 {
      let date = CivilDate(daysSince1970: number)
      if date != CivilDate(year: year, month: month, day: day) || date.daysSince1970 != number { wrong.append(number) }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let longest = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
      (year, month, day) =
        day < longest ? (year, month, day + 1) : month < 12 ? (year, month + 1, 1) : (year + 1, 1, 1)
      number += 1
    }
    #expect(wrong == [])
    #expect(number == 2_932_897)
  }

  @Test(
    "A date that the calendar does not have",
    arguments: [(2026, 2, 29), (1900, 2, 29), (2026, 4, 31), (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32)]
  )
  func missing(year: Int, month: Int, day: Int) {
    #expect(!CivilDate(year: year, month: month, day: day).exists)
  }

  @Test("One that it has", arguments: [(2024, 2, 29), (2000, 2, 29), (1, 1, 1), (9999, 12, 31), (2026, 4, 30)])
  func there(year: Int, month: Int, day: Int) {
    #expect(CivilDate(year: year, month: month, day: day).exists)
  }

  @Test(
    "Seconds and what the clock shows",
    arguments: [
      (0, "1970-01-01T00:00:00"), (-1, "1969-12-31T23:59:59"), (1_773_045_007, "2026-03-09T08:30:07"),
      (-62_135_596_800, "0001-01-01T00:00:00"), (253_402_300_799, "9999-12-31T23:59:59"),
    ]
  )
  func seconds(seconds: Int, iso: String) {
    let time = CivilTime(secondsSince1970: seconds)
    #expect(time.iso == iso)
    #expect(time.secondsSince1970 == seconds)
  }
}
