import Catalog
import Foundation

/// A time that an export wrote, as canonical files write it.
struct LocalTime {
  let moment: ImportTimePattern.Moment

  /// ISO 8601: with the offset that is known; else in that zone, as UTC; else local, to be read in the agency's zone.
  func iso(in zone: TimeZone?) -> String {
    if let offset = moment.offset { return Self.utc(seconds - offset, fraction) }
    guard let zone else {
      return "\(date)T\(two(moment.hour)):\(two(moment.minute)):\(two(moment.second))\(fraction)"
    }
    return Self.utc(Self.utcSeconds(seconds, in: zone), fraction)
  }

  /// The date on which it was, on clocks of the agency when it is known which moment it was.
  func day(in zone: TimeZone?, agency: TimeZone) -> String {
    guard moment.hasTime else { return date }
    let instant: Int
    if let offset = moment.offset {
      instant = seconds - offset
    } else if let zone {
      instant = Self.utcSeconds(seconds, in: zone)
    } else {
      return date
    }
    let local = instant + agency.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant)))
    return Self.text(local).date
  }

  /// So many minutes later: ISO 8601 as ``iso(in:)``, to the second.
  func iso(in zone: TimeZone?, minutesLater minutes: Int) -> String {
    if let offset = moment.offset { return Self.utc(seconds - offset + minutes * 60) }
    if let zone { return Self.utc(Self.utcSeconds(seconds, in: zone) + minutes * 60) }
    let local = Self.text(seconds + minutes * 60)
    return "\(local.date)T\(local.clock)"
  }

  /// To put times in order.
  var order: String { String(format: "%012d", seconds - (moment.offset ?? 0)) + moment.fraction }

  /// The date that was written, YYYY-MM-DD.
  var date: String { "\(four(moment.year))-\(two(moment.month))-\(two(moment.day))" }

  private var fraction: String { moment.fraction.isEmpty ? "" : "." + moment.fraction }

  /// Seconds from 1970 to what the clock showed, as if it had been a clock in Greenwich.
  private var seconds: Int {
    let year = moment.month <= 2 ? moment.year - 1 : moment.year
    let era = year / 400
    let yearOfEra = year % 400
    let dayOfYear = (153 * ((moment.month + 9) % 12) + 2) / 5 + moment.day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    return days * 86400 + moment.hour * 3600 + moment.minute * 60 + moment.second
  }

  /// A local time that the clocks skip or repeat is the later of the two moments it can mean, as in the database.
  private static func utcSeconds(_ local: Int, in zone: TimeZone) -> Int {
    let offset = { (instant: Int) in zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant))) }
    let candidates = [local - offset(local - 86400), local - offset(local + 86400)]
    let fitting = candidates.filter { $0 + offset($0) == local }
    return (fitting.isEmpty ? candidates : fitting).reduce(Int.min, max)
  }

  private static func utc(_ instant: Int, _ fraction: String = "") -> String {
    let text = text(instant)
    return "\(text.date)T\(text.clock)\(fraction)Z"
  }

  private static func text(_ seconds: Int) -> (date: String, clock: String) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents(
      [.year, .month, .day, .hour, .minute, .second],
      from: Date(timeIntervalSince1970: TimeInterval(seconds))
    )
    let number = { (part: Int?) in part ?? 0 }
    return (
      "\(four(number(parts.year)))-\(two(number(parts.month)))-\(two(number(parts.day)))",
      "\(two(number(parts.hour))):\(two(number(parts.minute))):\(two(number(parts.second)))"
    )
  }
}

private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

private func four(_ number: Int) -> String {
  String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)"
}
