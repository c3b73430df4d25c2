public import Foundation
import WallClock

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
    let wall = CivilTime(secondsSince1970: Int(wallClock(moment)))
    return "\(wall.date.iso) \(wall.second == 0 ? String(wall.clock.dropLast(3)) : wall.clock)"
  }
}

/// A moment as ISO 8601 in UTC with Z, to the second.
public func isoUTC(_ moment: Date) -> String {
  CivilTime(secondsSince1970: Int(moment.timeIntervalSince1970.rounded(.down))).iso + "Z"
}
