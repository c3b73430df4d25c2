public import Foundation

/// A time of day.
public struct TimeOfDay: Sendable, Hashable, Comparable {
  /// From 0.
  public let hour: Int
  /// From 0.
  public let minute: Int

  /// A time of day.
  public init(hour: Int, minute: Int) {
    self.hour = hour
    self.minute = minute
  }

  /// Earlier first.
  public static func < (one: TimeOfDay, other: TimeOfDay) -> Bool {
    (one.hour, one.minute) < (other.hour, other.minute)
  }
}

/// When a job starts: cron's five fields, minute, hour, day of the month, month and day of the week.
public struct CronSchedule: Sendable, Equatable {
  private let minutes: Set<Int>
  private let hours: Set<Int>
  private let days: Set<Int>
  private let months: Set<Int>
  /// 0 is Sunday.
  private let weekdays: Set<Int>
  /// With both days restricted, cron starts on either.
  private let isEitherDay: Bool

  /// Reads the five fields; nil: they are not such.
  public init?(_ text: String) {
    let fields = text.split(separator: " ").map { $0.lowercased() }
    guard fields.count == 5, let minutes = Self.values(fields[0], 0...59), let hours = Self.values(fields[1], 0...23),
      let days = Self.values(fields[2], 1...31), let months = Self.values(fields[3], 1...12, Self.monthNames),
      let weekdays = Self.values(fields[4], 0...7, Self.weekdayNames)
    else { return nil }
    self.minutes = minutes
    self.hours = hours
    self.days = days
    self.months = months
    self.weekdays = Set(weekdays.map { $0 % 7 })
    isEitherDay = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
  }

  /// The minutes, hours, days of the month, months and days of the week (0 is Sunday) of its fields, each in order.
  public var fields: (minutes: [Int], hours: [Int], days: [Int], months: [Int], weekdays: [Int]) {
    (minutes.sorted(), hours.sorted(), days.sorted(), months.sorted(), weekdays.sorted())
  }

  /// Whether a day counts when either of its two fields has it, as cron does where both are restricted.
  public var startsOnEitherDay: Bool { isEitherDay }

  /// The times of day, on a clock in a zone, at which it starts on days on which that zone skips the time that its fields say: in the
  /// two years after a moment.
  public func timesAfterGaps(in zone: TimeZone, from moment: Date) -> [TimeOfDay] {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    var times: Set<TimeOfDay> = []
    var start = moment
    let end = moment.addingTimeInterval(2 * 366 * 86_400)
    while let change = zone.nextDaylightSavingTimeTransition(after: start), change < end {
      start = change
      let gap = zone.secondsFromGMT(for: change) - zone.secondsFromGMT(for: change.addingTimeInterval(-1))
      guard gap > 0 else { continue }
      // The clock goes from `skipped` to `after` at once.
      let after = calendar.dateComponents([.hour, .minute], from: change)
      let end = (after.hour ?? 0) * 60 + (after.minute ?? 0)
      for hour in hours {
        for minute in minutes {
          let time = hour * 60 + minute
          let behind = (time - (end - gap / 60) + 1_440) % 1_440
          guard behind < gap / 60 else { continue }
          let shifted = (time + gap / 60) % 1_440
          times.insert(TimeOfDay(hour: shifted / 60, minute: shifted % 60))
        }
      }
    }
    return times.sorted()
  }

  /// The times of day, on a clock in another zone, at which it starts in the year after a moment, also where one of the two zones skips a
  /// time.
  public func times(in zone: TimeZone, on clock: TimeZone, from moment: Date) -> [TimeOfDay] {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    var other = calendar
    other.timeZone = clock
    var times: Set<TimeOfDay> = []
    for day in 0..<366 {
      guard let date = calendar.date(byAdding: .day, value: day, to: moment) else { continue }
      var parts = calendar.dateComponents([.year, .month, .day], from: date)
      for hour in hours {
        for minute in minutes {
          (parts.hour, parts.minute) = (hour, minute)
          guard let start = calendar.date(from: parts) else { continue }
          let shown = other.dateComponents([.hour, .minute], from: start)
          times.insert(TimeOfDay(hour: shown.hour ?? 0, minute: shown.minute ?? 0))
        }
      }
    }
    return times.sorted()
  }

  private static let monthNames = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ].enumerated().map { ($1, $0 + 1) }
  private static let weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].enumerated().map { ($1, $0) }

  /// `*`, `5`, `1-5`, `*/10`, `8-18/2`, and several of them with commas between.
  private static func values(_ field: String, _ range: ClosedRange<Int>, _ names: [(String, Int)] = []) -> Set<Int>? {
    let number = { (word: Substring) in names.first { $0.0 == word }?.1 ?? Int(word) }
    var values: Set<Int> = []
    for part in field.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "/", omittingEmptySubsequences: false)
      guard (1...2).contains(sides.count), let step = sides.count == 2 ? Int(sides[1]) : 1, step > 0 else { return nil }
      var bounds = range
      if sides[0] != "*" {
        let ends = sides[0].split(separator: "-", omittingEmptySubsequences: false).map(number)
        guard let low = ends.first ?? nil, let high = ends.last ?? nil, ends.count <= 2, low <= high,
          range.contains(low), range.contains(high)
        else { return nil }
        bounds = low...(ends.count == 1 && sides.count == 2 ? range.upperBound : high)
      }
      values.formUnion(stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
    }
    return values
  }

  /// The last time at which it started or should have started by that moment, in a zone; nil: none in the year before.
  public func last(by moment: Date, in zone: TimeZone) -> Date? {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    for back in 0...366 {
      guard let day = calendar.date(byAdding: .day, value: -back, to: moment) else { return nil }
      var parts = calendar.dateComponents([.year, .month, .day, .weekday], from: day)
      guard isOn(parts) else { continue }
      parts.weekday = nil
      for hour in hours.sorted(by: >) {
        for minute in minutes.sorted(by: >) {
          (parts.hour, parts.minute) = (hour, minute)
          if let start = calendar.date(from: parts), start <= moment { return start }
        }
      }
    }
    return nil
  }

  private func isOn(_ date: DateComponents) -> Bool {
    guard let month = date.month, let day = date.day, let weekday = date.weekday, months.contains(month) else {
      return false
    }
    let (isDay, isWeekday) = (days.contains(day), weekdays.contains(weekday - 1))
    return isEitherDay ? isDay || isWeekday : isDay && isWeekday
  }
}
