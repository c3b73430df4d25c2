public import Foundation
import WallClock

/// The moment that an ISO 8601 text with its offset means, such as `2026-11-20T05:30:00-05:00`; `nil` when it is none.
///
/// Read by arithmetic. Foundation's formatter would load the world's calendars and languages first, and takes 31 November for 1 December.
public func moment(_ text: String) -> Date? {
  Moment(moment: text).map {
    Date(timeIntervalSince1970: Double($0.seconds) + Double($0.microseconds) / 1_000_000)
  }
}

/// A point in time or a calendar day, read from ISO 8601 without the clock, the locale or the time zone of the machine.
struct Moment: Equatable {
  /// Seconds since 1970-01-01T00:00:00Z.
  let seconds: Int64
  /// Millionths of a second on top.
  let microseconds: Int64

  /// Reads `2026-03-09T08:30:00Z`, with `T` or a space, seconds and their fraction optional, `Z` or `±HH[[:]MM]`
  /// required: a time without its offset is not a moment.
  init?(moment text: String) {
    var scan = Digits(text)
    guard let day = scan.day(), scan.take("T") || scan.take(" "),
      let hour = scan.number(2, in: 0...24), scan.take(":"), let minute = scan.number(2, in: 0...59)
    else { return nil }
    var second: Int64 = 0
    var fraction: Int64 = 0
    if scan.take(":") {
      guard let value = scan.number(2, in: 0...60) else { return nil }
      second = value
      if scan.take(".") {
        guard let value = scan.fraction() else { return nil }
        fraction = value
      }
    }
    guard let offset = scan.offset(), scan.atEnd else { return nil }
    seconds = day * 86_400 + hour * 3_600 + minute * 60 + second - offset
    microseconds = fraction
  }

  /// Reads `2026-03-09`; the moment is its midnight in UTC.
  init?(date text: String) {
    var scan = Digits(text)
    guard let day = scan.day(), scan.atEnd else { return nil }
    seconds = day * 86_400
    microseconds = 0
  }
}

private struct Digits {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  var atEnd: Bool { rest.isEmpty }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, UInt32(byte) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  mutating func number(_ digits: Int, in range: ClosedRange<Int64>) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digits {
      guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int64(byte - 0x30)
      rest.removeFirst()
    }
    return range.contains(value) ? value : nil
  }

  /// The digits after the point as microseconds; finer ones are dropped.
  mutating func fraction() -> Int64? {
    var value: Int64 = 0
    var scale: Int64 = 100_000
    var any = false
    while let digit = number(1, in: 0...9) {
      value += digit * scale
      scale /= 10
      any = true
    }
    return any ? value : nil
  }

  /// Seconds east of Greenwich.
  mutating func offset() -> Int64? {
    if take("Z") || take("z") { return 0 }
    let sign: Int64
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hours = number(2, in: 0...23) else { return nil }
    if atEnd { return sign * hours * 3_600 }
    _ = take(":")
    guard let minutes = number(2, in: 0...59) else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }

  /// Days since 1970-01-01 in the Gregorian calendar.
  mutating func day() -> Int64? {
    guard let year = number(4, in: 1...9_999), take("-"),
      let month = number(2, in: 1...12), take("-"), let day = number(2, in: 1...31)
    else { return nil }
    let date = CivilDate(year: Int(year), month: Int(month), day: Int(day))
    return date.exists ? Int64(date.daysSince1970) : nil
  }
}
