import Catalog
import Foundation
import WallClock

/// A time that an export wrote, as canonical files write it.
struct LocalTime {
  let moment: ImportTimePattern.Moment

  /// ISO 8601: with the offset that is known; else in that zone, as UTC; else local, to be read in the agency's zone.
  func iso(in zone: TimeZone?) -> String {
    if let offset = moment.offset { return Self.utc(seconds - offset, fraction) }
    guard let zone else { return time.iso + fraction }
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
    return CivilTime(secondsSince1970: local).date.iso
  }

  /// So many minutes later: ISO 8601 as ``iso(in:)``, to the second.
  func iso(in zone: TimeZone?, minutesLater minutes: Int) -> String {
    if let offset = moment.offset { return Self.utc(seconds - offset + minutes * 60) }
    if let zone { return Self.utc(Self.utcSeconds(seconds, in: zone) + minutes * 60) }
    return CivilTime(secondsSince1970: seconds + minutes * 60).iso
  }

  /// To put times in order.
  var order: String { String(format: "%012d", seconds - (moment.offset ?? 0)) + moment.fraction }

  /// The date that was written, YYYY-MM-DD.
  var date: String { time.date.iso }

  private var fraction: String { moment.fraction.isEmpty ? "" : "." + moment.fraction }

  private var time: CivilTime {
    let date = CivilDate(year: moment.year, month: moment.month, day: moment.day)
    return CivilTime(date, hour: moment.hour, minute: moment.minute, second: moment.second)
  }

  /// Seconds from 1970 to what the clock showed, as if it had been a clock in Greenwich.
  private var seconds: Int { time.secondsSince1970 }

  /// A local time that the clocks skip or repeat is the later of the two moments it can mean, as in the database.
  private static func utcSeconds(_ local: Int, in zone: TimeZone) -> Int {
    let offset = { (instant: Int) in zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant))) }
    let candidates = [local - offset(local - 86400), local - offset(local + 86400)]
    let fitting = candidates.filter { $0 + offset($0) == local }
    return (fitting.isEmpty ? candidates : fitting).reduce(Int.min, max)
  }

  private static func utc(_ instant: Int, _ fraction: String = "") -> String {
    "\(CivilTime(secondsSince1970: instant).iso)\(fraction)Z"
  }
}
