/// A calendar date without a zone, counted in days from 1970-01-01.
public struct Day: Comparable, Hashable, Sendable {
  /// Days since 1970-01-01.
  public let number: Int

  /// A date from its days since 1970-01-01.
  public init(number: Int) { self.number = number }

  /// A date of the Gregorian calendar; nil when the date does not exist (the 30th of February).
  public init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1 else { return nil }
    // Days from civil, with years that begin in March so that the leap day comes last.
    let years = month <= 2 ? year - 1 : year
    let era = (years >= 0 ? years : years - 399) / 400
    let yearOfEra = years - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
    guard civil == (year, month, day) else { return nil }
  }

  /// `2026-11-26`; nil for anything else.
  public init?(iso: String) {
    let parts = iso.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
      let year = digits(parts[0]), let month = digits(parts[1]), let day = digits(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Year, month (1-12) and day (1-31).
  var civil: (Int, Int, Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }

  /// `2026-11-26`.
  public var iso: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// 0 for Monday to 6 for Sunday.
  public var weekday: Int { (((number + 3) % 7) + 7) % 7 }

  /// Earlier dates are smaller.
  public static func < (one: Day, other: Day) -> Bool { one.number < other.number }

  /// The date so many days later.
  public func plus(_ days: Int) -> Day { Day(number: number + days) }
}

/// What a clock on the wall and its calendar show: a date and the time since its midnight.
public struct WallTime: Hashable, Sendable {
  /// The date.
  public let day: Day
  /// Microseconds on the clock since 00:00, less than a day's.
  public let microseconds: Int64

  /// A wall time from its date and its clock's microseconds since 00:00.
  public init(day: Day, microseconds: Int64) {
    self.day = day
    self.microseconds = microseconds
  }

  init(microsecondsFrom1970 total: Int64) {
    let (days, rest) = total.quotientAndRemainder(dividingBy: Moment.microsecondsPerDay)
    day = Day(number: Int(rest < 0 ? days - 1 : days))
    microseconds = rest < 0 ? rest + Moment.microsecondsPerDay : rest
  }

  var microsecondsFrom1970: Int64 { Int64(day.number) * Moment.microsecondsPerDay + microseconds }

  /// `2026-11-20T16:00:00`, and the fraction of the second if there is one.
  public var iso: String {
    let seconds = Int(microseconds / Moment.microsecondsPerSecond)
    let clock = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    var fraction = padded(Int(microseconds % Moment.microsecondsPerSecond), 6)
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(day.iso)T\(clock)" + (fraction.isEmpty ? "" : ".\(fraction)")
  }
}

/// A number of ASCII digits only; nil for signs, blanks and anything else.
func digits(_ text: some StringProtocol) -> Int? {
  text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
}

func padded(_ number: Int, _ width: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
