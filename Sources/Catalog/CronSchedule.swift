public import Foundation

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
