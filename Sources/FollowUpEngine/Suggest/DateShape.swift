import Catalog

/// How the times of a column are written.
struct DateShape: Equatable {
  /// Patterns of a mapping; together they read nearly all cells.
  let patterns: [String]
  /// Whether some cell has a time of day.
  let hasTime: Bool
  /// Whether some cell has none.
  let hasDateOnly: Bool
  /// Whether no cell tells which of two numbers is the day.
  let isUnsure: Bool

  private static let days = [
    "d.M.yyyy", "d.M.yy", "d/M/yyyy", "M/d/yyyy", "d/M/yy", "M/d/yy", "d-M-yyyy", "M-d-yyyy", "yyyy/M/d", "yyyy.M.d",
    "yyyy-M-d",
    "d-MMM-yyyy", "d-MMM-yy", "d MMM yyyy", "d. MMM yyyy", "MMM d, yyyy", "MMM d yyyy", "d MMMM yyyy", "MMMM d, yyyy",
  ]
  private static let clocks = ["H:mm", "H:mm:ss", "h:mm a", "h:mma", "h:mm:ss a"]
  private static let all: [(text: String, pattern: ImportTimePattern)] =
    (["iso"] + (days + days.flatMap { day in clocks.map { "\(day) \($0)" } + ["\(day), H:mm", "\(day), h:mm a"] }))
    .compactMap { text in ImportTimePattern(text).map { (text, $0) } }

  /// nil: fewer than four fifths of the cells can be read as times.
  init?(of cells: [String]) {
    let written = cells.filter { !EventDates.isPlaceholder($0) }
    guard !written.isEmpty else { return nil }
    if let epoch = Self.epoch(written) {
      self.init(patterns: [epoch], hasTime: true, hasDateOnly: false, isUnsure: false)
      return
    }
    var rest = written.filter { (6...40).contains($0.count) && $0.contains(where: \.isNumber) }
    guard rest.count * 5 >= written.count * 4 else { return nil }
    var (patterns, hasTime, hasDateOnly, isUnsure): ([String], Bool, Bool, Bool) = ([], false, false, false)
    while !rest.isEmpty, patterns.count < 3 {
      guard var best = Self.best(for: Self.spread(rest)) else { break }
      // One value among thousands may say which number is the day.
      if let other = Self.swapped(best.text).flatMap(ImportTimePattern.init) {
        let counts = (rest.count { best.pattern.parse($0) != nil }, rest.count { other.parse($0) != nil })
        if counts.1 > counts.0 { best = (other.text, other) }
        isUnsure = isUnsure || counts.0 == counts.1
      }
      let pattern = best.pattern
      for moment in rest.compactMap(pattern.parse) {
        hasTime = hasTime || moment.hasTime
        hasDateOnly = hasDateOnly || !moment.hasTime
      }
      rest.removeAll { pattern.parse($0) != nil }
      patterns.append(best.text)
    }
    guard rest.count * 5 <= written.count else { return nil }
    self.init(patterns: patterns, hasTime: hasTime, hasDateOnly: hasDateOnly, isUnsure: isUnsure)
  }

  /// The pattern that reads most of the cells; of several the first in the list.
  private static func best(for cells: [String]) -> (text: String, pattern: ImportTimePattern)? {
    var best: (text: String, pattern: ImportTimePattern)?
    var most = 0
    for item in all {
      let count = cells.count { item.pattern.parse($0) != nil }
      if count > most { (best, most) = (item, count) }
    }
    return best
  }

  /// At most a hundred of the cells, from all over.
  private static func spread(_ cells: [String]) -> [String] {
    stride(from: 0, to: cells.count, by: max(1, cells.count / 100)).map { cells[$0] }
  }

  private init(patterns: [String], hasTime: Bool, hasDateOnly: Bool, isUnsure: Bool) {
    (self.patterns, self.hasTime, self.hasDateOnly, self.isUnsure) = (patterns, hasTime, hasDateOnly, isUnsure)
  }

  /// The same with month and day the other way round; nil: a dot says that the day comes first, or the year does.
  static func swapped(_ pattern: String) -> String? {
    for sign in ["/", "-"] {
      if pattern.hasPrefix("d\(sign)M\(sign)") { return "M\(sign)d" + pattern.dropFirst(3) }
      if pattern.hasPrefix("M\(sign)d\(sign)") { return "d\(sign)M" + pattern.dropFirst(3) }
    }
    return nil
  }

  /// With month before day, where nothing in the column says otherwise.
  func monthFirst() -> DateShape {
    guard isUnsure else { return self }
    let turned = patterns.map { $0.hasPrefix("d") ? Self.swapped($0) ?? $0 : $0 }
    return DateShape(patterns: turned, hasTime: hasTime, hasDateOnly: hasDateOnly, isUnsure: true)
  }

  /// Seconds or milliseconds since 1970, of the years 1990 to 2060.
  private static func epoch(_ cells: [String]) -> String? {
    let numbers = cells.compactMap(Int.init)
    guard numbers.count == cells.count else { return nil }
    let seconds = 631_152_000...2_840_140_800
    if numbers.allSatisfy(seconds.contains) { return "unix" }
    return numbers.allSatisfy { $0 > 100_000_000_000 && seconds.contains($0 / 1000) } ? "unix_ms" : nil
  }

  /// The pattern of a column of times of day; nil: it is none.
  static func clock(of cells: [String]) -> String? {
    guard !cells.isEmpty else { return nil }
    return clocks.first { text in
      guard let pattern = ImportTimePattern(text) else { return false }
      return cells.count { pattern.parse($0) != nil } * 5 >= cells.count * 4
    }
  }
}
