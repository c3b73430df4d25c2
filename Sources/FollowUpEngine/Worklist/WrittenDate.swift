import Foundation
import Tabular

/// A date, or a date and a time, as people and spreadsheets of any locale write it.
///
/// `2026-11-19`, `19.11.2026`, `11/20/2026`, `19 Nov 2026`, `Nov 19, 2026`, each with or without a time such as `09:30`, `9:30` or `4:05 PM`.
/// `03/12/2026` could mean two different days and is refused.
enum WrittenDate {
  /// The same in ISO 8601: `2026-11-19`, `2026-11-19T09:30`, or with its offset where it was given one.
  ///
  /// - Throws: ``FollowUpError`` of kind `badData` when it is not a date, or could be two.
  static func iso(_ text: String) throws -> String {
    let written = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if Tabular.moment(written) != nil { return written }
    var rest = Substring(written)
    let clock = try clock(&rest)
    let words = rest.split { $0.isWhitespace || $0 == "," || $0 == "T" }.filter { !isWeekday($0) }
    guard let day = try day(words.joined(separator: " "), written) else { throw notADate(written) }
    return day + (clock.map { "T" + $0 } ?? "")
  }

  /// Takes the time of day out of the text.
  private static func clock(_ text: inout Substring) throws -> String? {
    let form = /(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp])?\.?[Mm]?\.?\s*$/
    guard let match = text.firstMatch(of: form) else { return nil }
    guard var hour = Int(match.1), let minute = Int(match.2), minute < 60 else { throw notADate(String(text)) }
    let second = match.3.flatMap { Int($0) } ?? 0
    if let half = match.4?.lowercased() {
      guard (1...12).contains(hour) else { throw notADate(String(text)) }
      hour = hour % 12 + (half == "p" ? 12 : 0)
    }
    guard hour < 24, second < 60 else { throw notADate(String(text)) }
    text = text[..<match.range.lowerBound]
    return "\(padded(hour)):\(padded(minute)):\(padded(second))"
  }

  private static func day(_ text: String, _ written: String) throws -> String? {
    if let match = text.wholeMatch(of: /(\d{4})[-\/.](\d{1,2})[-\/.](\d{1,2})\.?/) {
      return try day(match.1, match.2, match.3, written)
    }
    // With dots the day comes first, everywhere.
    if let match = text.wholeMatch(of: /(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})\.?/) {
      return try day(match.3, match.2, match.1, written)
    }
    if let match = text.wholeMatch(of: /(\d{1,2})[-\/](\d{1,2})[-\/](\d{4}|\d{2})/) {
      guard let first = Int(match.1), let second = Int(match.2) else { return nil }
      if first <= 12, second <= 12, first != second {
        let year = year(match.3)
        throw FollowUpError(
          .badData,
          "\"\(written)\" could mean two different days",
          remedy: "write \(year)-\(padded(first))-\(padded(second)) or \(year)-\(padded(second))-\(padded(first))"
        )
      }
      return first > 12
        ? try day(match.3, match.2, match.1, written) : try day(match.3, match.1, match.2, written)
    }
    if let match = text.wholeMatch(of: /(\d{1,2})(?:st|nd|rd|th|\.)?[- ]?([A-Za-z]{3,9})\.?[- ]?(\d{4}|\d{2})/),
      let month = month(match.2)
    {
      return try day(match.3, Substring(String(month)), match.1, written)
    }
    if let match = text.wholeMatch(of: /([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)? (\d{4}|\d{2})/),
      let month = month(match.1)
    {
      return try day(match.3, Substring(String(month)), match.2, written)
    }
    return nil
  }

  private static func day(
    _ year: Substring,
    _ month: Substring,
    _ day: Substring,
    _ written: String
  ) throws -> String {
    guard let month = Int(month), let day = Int(day) else { throw notADate(written) }
    let iso = "\(self.year(year))-\(padded(month))-\(padded(day))"
    // Whether there is such a day.
    guard Tabular.moment(iso + "T00:00:00Z") != nil else { throw notADate(written) }
    return iso
  }

  private static func year(_ text: Substring) -> String { text.count == 2 ? "20" + text : String(text) }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

  private static func month(_ word: Substring) -> Int? {
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
      "december",
    ]
    return names.firstIndex { $0.hasPrefix(word.lowercased()) || word.lowercased() == "sept" && $0 == "september" }
      .map { $0 + 1 }
  }

  private static func isWeekday(_ word: Substring) -> Bool {
    let text = word.lowercased().trimmingCharacters(in: ["."])
    return text.count >= 2
      && ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].contains { $0.hasPrefix(text) }
  }

  private static func notADate(_ text: String) -> FollowUpError {
    FollowUpError(
      .badData,
      "\"\(text)\" is not a date or a time",
      remedy: "write it like 2026-11-24 or 2026-11-24 09:00; put other words into the column note"
    )
  }
}
