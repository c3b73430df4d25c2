/// Reads ISO 8601 times: with an offset, or local in a zone; a date alone is its 00:00.
enum TimeReading {
  /// The moment a cell means; nil when the text is not a time.
  static func moment(_ text: String, zone: Zone) -> Moment? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, let day = Day(iso: String(decoding: bytes[0..<10], as: UTF8.self)) else { return nil }
    if bytes.count == 10 { return zone.moment(WallTime(day: day, microseconds: 0)) }
    guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
    let rest = String(decoding: bytes[11...], as: UTF8.self)
    let signs = rest.lastIndex { "Z+-".contains($0) }
    guard let clock = clock(rest[..<(signs ?? rest.endIndex)]) else { return nil }
    let wall = WallTime(day: day, microseconds: clock)
    guard let signs else { return zone.moment(wall) }
    guard let offset = offset(rest[signs...]) else { return nil }
    return Moment(microseconds: wall.microsecondsFrom1970 - offset)
  }

  /// `09:00`, `09:00:30` or `09:00:30.25` in microseconds since midnight; nil when it is not a time of day.
  static func clock(_ text: some StringProtocol) -> Int64? {
    let halves = text.split(separator: ".", omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }) else { return nil }
    let numbers = parts.compactMap { digits($0) }
    guard numbers.count == parts.count, numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
    let seconds = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    var fraction: Int64 = 0
    if halves.count > 1 {
      guard halves.count == 2, parts.count == 3, (1...6).contains(halves[1].utf8.count), let value = digits(halves[1])
      else { return nil }
      fraction = Int64(value)
      for _ in halves[1].utf8.count..<6 { fraction *= 10 }
    }
    return Int64(seconds) * Moment.microsecondsPerSecond + fraction
  }

  /// `Z`, `-05:00`, `-0500` or `-05` in microseconds ahead of UTC.
  private static func offset(_ text: Substring) -> Int64? {
    if text == "Z" { return 0 }
    let body = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false).joined()
    guard [2, 4].contains(body.utf8.count), let hours = digits(body.prefix(2)), hours < 24,
      let minutes = body.utf8.count == 4 ? digits(body.suffix(2)) : 0, minutes < 60
    else { return nil }
    let ahead = Int64(hours * 3600 + minutes * 60) * Moment.microsecondsPerSecond
    return text.first == "-" ? -ahead : ahead
  }
}
