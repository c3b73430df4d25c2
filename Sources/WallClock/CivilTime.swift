/// A date of the Gregorian calendar, reckoned backwards too from before there was one, as PostgreSQL does; the year before 1 is 0.
public struct CivilDate: Sendable, Equatable {
  /// The year.
  public let year: Int
  /// The month, from 1.
  public let month: Int
  /// The day, from 1.
  public let day: Int

  /// A date by its parts, of which ``exists`` says whether the calendar has it.
  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date so many days after 1970-01-01.
  public init(daysSince1970 days: Int) {
    // Years are counted from March, so that the leap day is the last of its year; an era has 400 of them.
    let (era, dayOfEra) = (days + 719_468).dividedDown(by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let march = (5 * dayOfYear + 2) / 153
    year = yearOfEra + era * 400 + (march < 10 ? 0 : 1)
    month = march < 10 ? march + 3 : march - 9
    day = dayOfYear - (153 * march + 2) / 5 + 1
  }

  /// Days from 1970-01-01 to the date.
  public var daysSince1970: Int {
    let (era, yearOfEra) = (month <= 2 ? year - 1 : year).dividedDown(by: 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Whether there is such a date: 2026-02-29 is not one.
  public var exists: Bool {
    guard (1...12).contains(month), (1...31).contains(day) else { return false }
    return CivilDate(daysSince1970: daysSince1970) == self
  }

  /// `2026-03-09`.
  public var iso: String { "\(zeroPadded(year, 4))-\(zeroPadded(month, 2))-\(zeroPadded(day, 2))" }
}

/// What a calendar and a clock on the wall show, whatever moment that is where they hang.
public struct CivilTime: Sendable, Equatable {
  /// What the calendar shows.
  public let date: CivilDate
  /// The hour, from 0.
  public let hour: Int
  /// The minute, from 0.
  public let minute: Int
  /// The second, from 0.
  public let second: Int

  /// A time by its parts.
  public init(_ date: CivilDate, hour: Int, minute: Int, second: Int) {
    self.date = date
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// The time so many seconds after 1970-01-01T00:00:00; where the clock shows UTC, that is a moment's Unix time.
  public init(secondsSince1970 seconds: Int) {
    let (days, ofDay) = seconds.dividedDown(by: 86_400)
    self.init(CivilDate(daysSince1970: days), hour: ofDay / 3_600, minute: ofDay / 60 % 60, second: ofDay % 60)
  }

  /// Seconds from 1970-01-01T00:00:00 to the time.
  public var secondsSince1970: Int { date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second }

  /// `08:30:00`.
  public var clock: String { "\(zeroPadded(hour, 2)):\(zeroPadded(minute, 2)):\(zeroPadded(second, 2))" }

  /// `2026-03-09T08:30:00`.
  public var iso: String { "\(date.iso)T\(clock)" }
}

/// A number's digits after as many zeros as make it so long.
public func zeroPadded(_ number: Int, _ length: Int) -> String {
  let digits = String(number)
  return digits.utf8.count < length ? String(repeating: "0", count: length - digits.utf8.count) + digits : digits
}

extension Int {
  /// Quotient rounded down, and a remainder that is never negative.
  fileprivate func dividedDown(by divisor: Int) -> (quotient: Int, remainder: Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
