/// A moment in time, in microseconds since 1970-01-01T00:00:00Z; microseconds because PostgreSQL keeps no more.
public struct Moment: Comparable, Hashable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z.
  public let microseconds: Int64

  /// A moment from its microseconds since 1970-01-01T00:00:00Z.
  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// Before every moment: "a fact whose date is not known counts as always having been so".
  public static let always = Moment(microseconds: .min)

  static let microsecondsPerSecond: Int64 = 1_000_000
  static let microsecondsPerDay: Int64 = 86_400 * microsecondsPerSecond

  /// Earlier moments are smaller.
  public static func < (one: Moment, other: Moment) -> Bool { one.microseconds < other.microseconds }

  /// The moment so many real, elapsed hours later (earlier when negative).
  public func plus(hours: Int) -> Moment { plus(seconds: hours * 3600) }

  /// The moment so many real, elapsed seconds later (earlier when negative).
  public func plus(seconds: Int) -> Moment {
    Moment(microseconds: microseconds + Int64(seconds) * Moment.microsecondsPerSecond)
  }

  /// ISO 8601 in UTC, `2026-11-20T21:00:00Z`; a fraction, if there is one, without trailing zeros.
  public var iso: String { WallTime(microsecondsFrom1970: microseconds).iso + "Z" }
}

/// The earliest of the moments that are known; nil when none is.
func earliest(_ moments: Moment?...) -> Moment? { moments.compactMap { $0 }.min() }

/// "later of" is the later of those known; nil when none is.
func latest(_ moments: Moment?...) -> Moment? { moments.compactMap { $0 }.max() }

/// Code-point order, which for UTF-8 is byte order; Swift's own order of strings normalizes first.
func codePointsPrecede(_ one: String, _ other: String) -> Bool {
  one.utf8.lexicographicallyPrecedes(other.utf8)
}

extension Sequence<String> {
  /// The lowest id by code point.
  func lowest() -> String? { self.min(by: codePointsPrecede) }
}
