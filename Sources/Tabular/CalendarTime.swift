import CICal
import WallClock

/// A time or a date of a calendar.
struct CalendarTime {
  enum Form { case day, floating, zoned }

  /// As libical has it.
  let time: icaltimetype
  /// How it is written.
  let form: Form

  init(_ time: icaltimetype) {
    self.time = time
    form = time.is_date != 0 ? .day : time.zone == nil ? .floating : .zoned
  }

  /// What the clock on the wall shows, as another time with its zone.
  init(wall: Int, like other: CalendarTime) {
    let civil = CivilTime(secondsSince1970: wall)
    var time = other.time
    (time.year, time.month, time.day) = (Int32(civil.date.year), Int32(civil.date.month), Int32(civil.date.day))
    (time.hour, time.minute, time.second) = (Int32(civil.hour), Int32(civil.minute), Int32(civil.second))
    if other.form == .day { (time.hour, time.minute, time.second) = (0, 0, 0) }
    self.init(time)
  }

  /// A moment in seconds since 1970 in UTC.
  init(moment: Int) {
    self.init(icaltime_from_timet_with_zone(moment, 0, icaltimezone_get_utc_timezone()))
  }

  /// What the clock on the wall shows, in seconds since it showed 1970-01-01T00:00.
  var wall: Int {
    let date = CivilDate(year: Int(time.year), month: Int(time.month), day: Int(time.day))
    return CivilTime(date, hour: Int(time.hour), minute: Int(time.minute), second: Int(time.second)).secondsSince1970
  }

  /// Seconds since 1970 in UTC; without a zone, as if it were UTC.
  var moment: Int { form == .zoned ? icaltime_as_timet_with_zone(time, time.zone) : wall }

  /// The same time so many seconds later, in UTC where it has a zone.
  func later(by seconds: Int) -> CalendarTime {
    form == .zoned ? CalendarTime(moment: moment + seconds) : CalendarTime(wall: wall + seconds, like: self)
  }

  /// The same moment in the zone of another; a time without a zone is taken as one in it.
  func converted(to other: CalendarTime) -> CalendarTime {
    guard other.form == .zoned, form != .day, let zone = other.time.zone else { return self }
    return CalendarTime(icaltime_convert_to_zone(time, zone))
  }

  /// `2026-11-19`.
  var day: String {
    CivilDate(year: Int(time.year), month: Int(time.month), day: Int(time.day)).iso
  }

  /// ISO 8601: in UTC where it has a zone, else as it stands.
  var text: String {
    switch form {
    case .day: day
    case .floating: CivilTime(secondsSince1970: wall).iso
    case .zoned: CivilTime(secondsSince1970: moment).iso + "Z"
    }
  }
}
