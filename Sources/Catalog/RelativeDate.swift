public import WallClock

/// A day that is said by a date, or by its distance from the day on which somebody asks: `2026-11-20`, `today`, `monday - 2 weeks`.
public struct RelativeDate: Sendable, Equatable {
  /// The words that a day can begin from: this day, the Monday of its week, and the first day of its month, quarter or year.
  public static let starts = ["today", "monday", "month", "quarter", "year"]
  private static let units = ["days", "weeks", "months", "years"]

  private let start: String
  private let count: Int
  private let unit: String

  /// Reads it; nil: it is neither a date nor such words.
  public init?(_ text: String) {
    let words = text.lowercased().split(separator: " ").map(String.init)
    guard let first = words.first else { return nil }
    start = first
    guard Self.starts.contains(first) || Self.date(first) != nil else { return nil }
    guard words.count > 1 else {
      (count, unit) = (0, "days")
      return
    }
    guard words.count == 4, ["-", "+"].contains(words[1]), let number = Int(words[2]), (0...36_525).contains(number),
      let unit = Self.units.first(where: { $0 == words[3] || $0.dropLast() == words[3] })
    else { return nil }
    count = words[1] == "-" ? -number : number
    self.unit = unit
  }

  /// The day, where somebody asks on that day: a month before 31 March is the last day of February.
  public func date(on today: CivilDate) -> CivilDate {
    let days = today.daysSince1970
    let first =
      switch start {
      case "today": today
      // 1970-01-01 was a Thursday.
      case "monday": CivilDate(daysSince1970: days - ((days + 3) % 7 + 7) % 7)
      case "month": CivilDate(year: today.year, month: today.month, day: 1)
      case "quarter": CivilDate(year: today.year, month: (today.month - 1) / 3 * 3 + 1, day: 1)
      case "year": CivilDate(year: today.year, month: 1, day: 1)
      default: Self.date(start) ?? today
      }
    switch unit {
    case "days": return CivilDate(daysSince1970: first.daysSince1970 + count)
    case "weeks": return CivilDate(daysSince1970: first.daysSince1970 + count * 7)
    default:
      let months = first.year * 12 + first.month - 1 + (unit == "years" ? count * 12 : count)
      let (year, month) = (months / 12, months % 12 + 1)
      let last = (28...31).last { CivilDate(year: year, month: month, day: $0).exists } ?? 28
      return CivilDate(year: year, month: month, day: min(first.day, last))
    }
  }

  private static func date(_ text: String) -> CivilDate? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    return date.exists && year > 0 ? date : nil
  }
}
