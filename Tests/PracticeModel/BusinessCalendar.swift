/// The agency's calendar: its zone, its working week less its holidays.
public struct BusinessCalendar: Sendable {
  /// The agency's zone; *local* is in it.
  public let zone: Zone
  /// 0 for Monday to 6 for Sunday; never empty.
  public let workingWeekdays: Set<Int>
  /// Dates on which nobody works.
  public let holidays: Set<Day>

  /// A calendar; the working week must not be empty, or no date is ever a working date.
  public init(zone: Zone, workingWeekdays: Set<Int>, holidays: Set<Day>) {
    precondition(!workingWeekdays.isEmpty, "a working week without a day has no business days")
    self.zone = zone
    self.workingWeekdays = workingWeekdays
    self.holidays = holidays
  }

  /// Whether the agency works on that date.
  public func isWorking(_ day: Day) -> Bool { workingWeekdays.contains(day.weekday) && !holidays.contains(day) }

  /// The n-th working date strictly after (n > 0) or before (n < 0) a date; the date itself for 0.
  public func workingDate(_ count: Int, from day: Day) -> Day {
    var (date, left) = (day, abs(count))
    while left > 0 {
      date = date.plus(count.signum())
      if isWorking(date) { left -= 1 }
    }
    return date
  }

  /// `t + n bd`, or with a negative number `t - n bd`: at t's local time of day; `t + 0 bd` is t.
  public func plus(_ moment: Moment, businessDays: Int) -> Moment {
    if businessDays == 0 { return moment }
    let local = zone.wall(moment)
    return zone.moment(
      WallTime(day: workingDate(businessDays, from: local.day), microseconds: local.microseconds)
    )
  }

  /// Calendar days later (earlier when negative), at the same local time.
  public func plus(_ moment: Moment, days: Int) -> Moment {
    let local = zone.wall(moment)
    return zone.moment(WallTime(day: local.day.plus(days), microseconds: local.microseconds))
  }

  /// *Rolled*: if the local date is not a working date, the same local time on the next one.
  public func rolled(_ moment: Moment) -> Moment {
    let local = zone.wall(moment)
    if isWorking(local.day) { return moment }
    return plus(moment, businessDays: 1)
  }

  /// A date's local time of day, given in microseconds since 00:00.
  public func at(_ day: Day, _ microseconds: Int64 = 0) -> Moment {
    zone.moment(WallTime(day: day, microseconds: microseconds))
  }

  /// The n-th working date strictly after the moment's local date, at a given time of day.
  public func workingDate(_ count: Int, after moment: Moment, at microseconds: Int64) -> Moment {
    at(workingDate(count, from: zone.wall(moment).day), microseconds)
  }
}
