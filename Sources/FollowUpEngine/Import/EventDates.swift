import Catalog
import Foundation

/// Which dates events can have, and which ones other systems write for "not known".
struct EventDates: Sendable {
  /// The first day on which an event is believed.
  private static let earliest = "1990-01-01"
  /// The same in UTC.
  static let earliestMoment = Date(timeIntervalSince1970: 631_152_000)
  /// Zero dates of MySQL, .NET, Excel, Access and Unix, and their "never".
  private static let placeholders: Set<String> = [
    "0000-00-00", "0001-01-01", "1000-01-01", "1899-12-30", "1900-01-01", "1970-01-01", "9999-12-31",
  ]

  /// The last day on which an event is believed, in UTC: five years from now.
  private let latest: String

  /// - Parameter asOf: now.
  init(asOf: Date) {
    let day = asOf.formatted(.iso8601.year().month().day())
    latest = (Int(day.prefix(4)).map { String($0 + 5) } ?? "9999") + day.dropFirst(4)
  }

  /// Why a placeholder is refused.
  static let placeholderFault = "is what other systems write for a date that is not known; correct it, or leave it out"

  /// Why an event cannot have been on that day, YYYY-MM-DD; nil: it can.
  func fault(ofEvent day: String) -> String? {
    if day >= Self.earliest && day <= latest { return nil }
    if let fault = fault(ofDay: day) { return fault }
    if day < Self.earliest { return "is before 1990; correct it, or leave it out where it is not known" }
    return "is more than five years ahead; correct it, or leave it out where it is not known"
  }

  /// Why a day of a calendar, YYYY-MM-DD, is not one; nil: it is.
  func fault(ofDay day: String) -> String? {
    Self.placeholders.contains(day) ? Self.placeholderFault : nil
  }

  /// Why a date or time of a mapping is not known; nil: it is.
  func fault(_ moment: ImportTimePattern.Moment, _ kind: ImportTarget.Kind) -> String? {
    kind == .day ? fault(ofDay: moment.day10) : fault(ofEvent: moment.day10)
  }

  /// Whether a cell is a placeholder, or nothing but zeros, in the form of a date: year, month and day in any order, at midnight.
  static func isPlaceholder(_ cell: String) -> Bool {
    // Nearly every cell ends here.
    guard let first = cell.utf8.first, [0x30, 0x31, 0x33, 0x39].contains(first), cell.utf8.count >= 5 else {
      return false
    }
    let date = cell.prefix { $0 != " " && $0 != "T" }
    let time = cell.dropFirst(date.count + 1)
    let parts = date.split(omittingEmptySubsequences: false) { "-/.".contains($0) }
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isWholeNumber) }) else { return false }
    let isLast = parts.contains("9999")
    guard
      time.allSatisfy({ "0:.Z+ ".contains($0) }) || time.hasPrefix("12:00") && time.hasSuffix("AM")
        || isLast && time.hasPrefix("23:59")
    else { return false }
    if parts.allSatisfy({ $0.allSatisfy { $0 == "0" } }) { return true }
    guard let year = parts.first(where: { $0.count == 4 }) else { return false }
    let rest = parts.filter { $0.count < 4 }.map { $0.count == 1 ? "0" + $0 : String($0) }
    guard rest.count == 2 else { return false }
    return placeholders.contains("\(year)-\(rest[0])-\(rest[1])")
      || placeholders.contains("\(year)-\(rest[1])-\(rest[0])")
  }

  /// Whether a time that could not be read is nothing but zeros, however it is written.
  static func isZero(_ text: String) -> Bool {
    let digits = text.filter(\.isNumber)
    return digits.count >= 4 && digits.allSatisfy { $0 == "0" }
  }
}

extension ImportTimePattern.Moment {
  /// The day, YYYY-MM-DD.
  fileprivate var day10: String { LocalTime(moment: self).date }
}
