import Foundation
import WallClock

/// How a sheet shows the number in a cell.
enum NumberKind {
  case plain
  /// As a date, a time, or both.
  case moment
  /// As hours, minutes and seconds that go beyond a day.
  case elapsed

  /// What Excel's own formats show; those from 27 on show dates where it speaks Chinese, Japanese, Korean or Thai, and are not used elsewhere.
  init(builtIn id: Int) {
    switch id {
    case 46, 79: self = .elapsed
    case 14...22, 27...36, 45, 47, 50...58, 71...78, 80, 81: self = .moment
    default: self = .plain
    }
  }

  /// What a format of the workbook's own shows.
  init(format: String) {
    let code = format.lowercased()
    // What stands in quotes or behind a backslash is shown as it is; underscore and asterisk make room.
    let letters = code.replacing(/"[^"]*"|[\\_*]./, with: "")
    if letters.contains(/\[(h+|m+|s+)\]/) {
      self = .elapsed
    } else {
      self = letters.replacing(/\[[^\]]*\]/, with: "").contains { "ymdhs".contains($0) } ? .moment : .plain
    }
  }
}

/// Numbers of a sheet as a person would write them.
enum SheetNumbers {
  /// Beyond the year 9999.
  private static let end = 2_958_466.0

  /// 0.3, not 0.30000000000000004, and not 1.6465550102E10.
  static func plain(_ text: String) -> String {
    guard text.utf8.count > 15 || text.contains("E") || text.contains("e"), let value = Double(text), value.isFinite
    else {
      return text
    }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int(value)) }
    return String(format: "%.15g", value)
  }

  /// Days since 1899-12-30, or since 1904, as a date, or a date and a time to the second; less than a day is a time by itself. nil: it is not one.
  static func moment(_ text: String, countsFrom1904: Bool) -> String? {
    guard let number = Double(text), number >= 0 else { return nil }
    if number < 1 { return clock(Int((number * 86_400).rounded()) % 86_400) }
    let serial = countsFrom1904 ? number + 1_462 : number
    guard serial < end else { return nil }
    let time = CivilTime(secondsSince1970: Int((serial * 86_400).rounded()) - 25_569 * 86_400)
    return time.hour == 0 && time.minute == 0 && time.second == 0 ? time.date.iso : time.iso
  }

  /// Days as hours, minutes and seconds: `30:15`. nil: it is not a length of time.
  static func elapsed(_ text: String) -> String? {
    guard let number = Double(text), number >= 0, number < end else { return nil }
    return clock(Int((number * 86_400).rounded()))
  }

  /// Seconds as `09:30`, with the seconds where there are any.
  private static func clock(_ seconds: Int) -> String {
    [seconds / 3_600, seconds / 60 % 60, seconds % 60].prefix(seconds % 60 == 0 ? 2 : 3).map { zeroPadded($0, 2) }
      .joined(separator: ":")
  }
}
