public import Foundation

/// The zone in whose local times people read moments, by its IANA name.
public struct ReadingZone: Sendable {
  /// Its IANA name, such as `America/New_York`.
  public let name: String
  private let zone: TimeZone

  /// The zone of that name; `nil` when the system does not know it.
  public init?(_ name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.name = name
    self.zone = zone
  }

  /// What stands at the head of a table whose moments are shown in this zone.
  var words: String { "times in \(name)" }

  /// What the clock on the wall shows at that moment, in seconds since it showed 1970-01-01T00:00.
  public func wallClock(_ moment: Date) -> Int64 {
    Int64(moment.timeIntervalSince1970.rounded(.down)) + Int64(zone.secondsFromGMT(for: moment))
  }

  /// The moment at which the clock on the wall shows that.
  public func moment(wallClock: Int64) -> Date {
    let guess = Date(timeIntervalSince1970: TimeInterval(wallClock))
    let near = guess.addingTimeInterval(-TimeInterval(zone.secondsFromGMT(for: guess)))
    return guess.addingTimeInterval(-TimeInterval(zone.secondsFromGMT(for: near)))
  }

  /// The same of a moment as tables have it.
  func wallClock(_ moment: Moment) -> Int64 {
    wallClock(Date(timeIntervalSince1970: TimeInterval(moment.seconds)))
  }

  /// A moment's cell as people read it: `2026-03-09 08:30`, with seconds where there are any; what is not a moment stays as it is.
  func text(_ cell: String) -> String {
    guard let moment = Moment(moment: cell) else { return cell }
    let wall = wallClock(moment)
    let day = wall.flooredQuotient(by: 86_400)
    let second = wall - day * 86_400
    var text = "\(isoDay(day)) \(padded(second / 3_600)):\(padded(second / 60 % 60))"
    if second % 60 != 0 { text += ":\(padded(second % 60))" }
    return text
  }
}

/// A moment as ISO 8601 in UTC with Z, to the second.
public func isoUTC(_ moment: Date) -> String {
  let seconds = Int64(moment.timeIntervalSince1970.rounded(.down))
  let day = seconds.flooredQuotient(by: 86_400)
  let second = seconds - day * 86_400
  return "\(isoDay(day))T\(padded(second / 3_600)):\(padded(second / 60 % 60)):\(padded(second % 60))Z"
}

extension Int64 {
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

private func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }

/// Days since 1970-01-01 as a date of the Gregorian calendar.
private func isoDay(_ days: Int64) -> String {
  // Years are counted from March, so that the leap day is the last of its year; an era has 400 of them.
  let shifted = days + 719_468
  let era = shifted.flooredQuotient(by: 146_097)
  let dayOfEra = shifted - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let month = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * month + 2) / 5 + 1
  let year = yearOfEra + era * 400 + (month < 10 ? 0 : 1)
  let digits = String(year)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    + "-\(padded(month < 10 ? month + 3 : month - 9))-\(padded(day))"
}
