import Foundation

/// A time zone of the IANA database, and what its clocks show.
public struct Zone: Hashable, Sendable {
  /// The name in the IANA database.
  public let name: String
  private let zone: TimeZone

  /// The zone of that name; nil when there is none.
  public init?(_ name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.name = name
    self.zone = zone
  }

  /// How far the clocks are ahead of UTC at a moment, in microseconds.
  func offset(at microseconds: Int64) -> Int64 {
    var seconds = microseconds / Moment.microsecondsPerSecond
    if microseconds % Moment.microsecondsPerSecond < 0 { seconds -= 1 }
    let ahead = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    return Int64(ahead) * Moment.microsecondsPerSecond
  }

  /// What the clocks show at a moment.
  public func wall(_ moment: Moment) -> WallTime {
    WallTime(microsecondsFrom1970: moment.microseconds + offset(at: moment.microseconds))
  }

  /// The moment at which the clocks show this; if they skip or repeat it, the later of the two moments it can mean.
  ///
  /// A skipped time can mean what the clocks would show had they not been put forward yet, or had they been already;
  /// a repeated one its first or its second showing. Either way the later moment is that of the smaller offset, as in
  /// PostgreSQL's AT TIME ZONE.
  public func moment(_ wall: WallTime) -> Moment {
    let local = wall.microsecondsFrom1970
    // Clocks are at most a day from UTC, so that the offset in force at the moment is one of these two.
    let before = offset(at: local - Moment.microsecondsPerDay)
    let after = offset(at: local + Moment.microsecondsPerDay)
    let shown = [before, after].filter { offset(at: local - $0) == $0 }
    return Moment(microseconds: local - (shown.min() ?? min(before, after)))
  }
}
