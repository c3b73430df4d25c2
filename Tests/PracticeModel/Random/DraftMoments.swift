extension Draft {
  /// A moment on purpose: often exactly one at which something else happens, or a second beside it, else one at an odd
  /// local time up to `back` days before the night and `ahead` days after it.
  mutating func moment(back: Int = 40, ahead: Int = 0) -> Moment {
    let latest = asOf.plus(hours: 24 * ahead)
    let inReach = boundaries.filter { asOf.plus(hours: -24 * back) <= $0 && $0 <= latest }
    if random.chance(50), let boundary = random.one(inReach) {
      return min(boundary.plus(seconds: random.of(0, 0, 0, 0, 1, -1)), latest)
    }
    if random.chance(30), let taken = random.one(takenMoments(back: back)) { return min(taken, latest) }
    let day = zone.wall(asOf).day.plus(random.number(-back...ahead))
    let minutes = Int64(random.of(0, 90, 120, 150, 180, 540, 540, 600, 720, 900, 960, 1080, 1410))
    return min(zone.moment(WallTime(day: day, microseconds: minutes * 60 * Moment.microsecondsPerSecond)), latest)
  }

  /// When interviews end and touches happen, as far as they have.
  private func takenMoments(back: Int) -> [Moment] {
    let (earliest, utc) = (asOf.plus(hours: -24 * back), Zone("UTC"))
    let cells =
      rows("interviews.csv").map { $0["ends_at", default: ""] }
      + rows("touches.csv").map { $0["happened_at", default: ""] }
      + rows("applications.csv").map { $0["decided_at", default: ""] }
    return cells.compactMap { cell in utc.flatMap { TimeReading.moment(cell, zone: $0) } }
      .filter { earliest <= $0 && $0 <= asOf }
  }

  /// A date about the night's.
  mutating func date(back: Int, ahead: Int) -> String {
    zone.wall(asOf).day.plus(random.number(-back...ahead)).iso
  }
}
