import CICal
import Foundation

/// The occurrences of an event that repeats. The rules are followed by libical, occurrence by occurrence.
struct CalendarSeries {
  /// How far a series is followed, in days before and after the day on which the calendar was written.
  static let window = (before: 400, after: 200)
  /// A series has so many occurrences in that time at most.
  static let most = 1000
  /// A rule that counts its occurrences is followed from its beginning, so many steps at most.
  static let mostSteps = 100_000

  /// What all series of a calendar may cost together.
  struct Budget {
    /// How many occurrences are left.
    var occurrences = 200_000
    /// How many seconds of the processor are left.
    var seconds = 10.0
  }

  let event: CalendarEvent
  let start: CalendarTime
  private let from: Int
  private let until: Int

  /// Nil: the event does not repeat.
  ///
  /// - Parameter moment: when the calendar was written; 0: it does not say, and the series is followed around its start.
  init?(_ event: CalendarEvent, around moment: Int) {
    guard event.repeats, let start = event.start else { return nil }
    (self.event, self.start) = (event, start)
    let middle = moment > 0 ? moment : start.moment
    from = middle - Self.window.before * 86_400
    until = middle + Self.window.after * 86_400
  }

  /// By which text an occurrence of this series is found: its start, or its day where only that is known.
  func key(_ time: CalendarTime) -> String {
    if time.form == .day || start.form == .day { return time.day }
    return time.form == .floating ? time.converted(to: start).text : time.text
  }

  /// The occurrences in order, each once. Throws a ``CalendarFault`` where they are too many.
  func occurrences(_ budget: inout Budget) throws -> [CalendarTime] {
    let began = clock()
    defer { budget.seconds -= Double(clock() - began) / Double(CLOCKS_PER_SEC) }
    let excluded = try excluded()
    var found: [Int: CalendarTime] = [:]
    func take(_ time: CalendarTime) throws {
      guard found[time.moment] == nil, !excluded.contains(key(time)), !excluded.contains(time.day) else { return }
      found[time.moment] = time
      guard found.count <= Self.most else { throw tooMany() }
    }
    if isWithin(start) { try take(start) }
    for rule in CalendarEvent.properties(event.component, ICAL_RRULE_PROPERTY) {
      try follow(rule, icalproperty_get_rrule(rule), take)
    }
    for property in CalendarEvent.properties(event.component, ICAL_RDATE_PROPERTY) {
      guard icalproperty_get_value(property).map(icalvalue_isa) != ICAL_PERIOD_VALUE else {
        throw CalendarFault("the event has an RDATE with periods, which is not read; write only where they begin")
      }
      let time = try CalendarEvent.time(property, event.component).converted(to: start)
      if isWithin(time) { try take(time) }
    }
    budget.occurrences -= found.count
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  private func isWithin(_ time: CalendarTime) -> Bool {
    time.moment <= until && time.moment + (event.length ?? 0) >= from
  }

  private func tooMany() -> CalendarFault {
    CalendarFault(
      "the event repeats more than \(Self.most) times within \(Self.window.before + Self.window.after) days; "
        + "take it out of the calendar, or give it an end"
    )
  }

  /// What is taken out of it, as keys.
  private func excluded() throws -> Set<String> {
    var excluded: Set<String> = []
    for property in CalendarEvent.properties(event.component, ICAL_EXDATE_PROPERTY) {
      excluded.insert(key(try CalendarEvent.time(property, event.component)))
    }
    for rule in CalendarEvent.properties(event.component, ICAL_EXRULE_PROPERTY) {
      var count = 0
      try follow(rule, icalproperty_get_exrule(rule)) { time in
        excluded.insert(key(time))
        count += 1
        guard count <= Self.most else { throw tooMany() }
      }
    }
    return excluded
  }

  /// Follows a rule from the beginning of the time that is looked at; one that counts its occurrences from its own.
  private func follow(
    _ property: OpaquePointer,
    _ rule: icalrecurrencetype,
    _ take: (CalendarTime) throws -> Void
  ) throws {
    let words = CalendarEvent.text(property) ?? ""
    try refuseEndless(rule, words)
    let shown = words.count > 60 ? "\(words.prefix(60))…" : words
    guard let iterator = icalrecur_iterator_new(rule, start.time) else {
      throw CalendarFault("is not a rule that can be followed; correct it, or take the event out", value: shown)
    }
    defer { icalrecur_iterator_free(iterator) }
    let first = from - max(0, event.length ?? 0)
    if rule.count == 0, first > start.moment {
      let begin = start.form == .zoned ? CalendarTime(moment: first) : CalendarTime(wall: first, like: start)
      // Its end is before that.
      if icalrecur_iterator_set_start(iterator, begin.time) == 0 { return }
    }
    for step in 0... {
      guard step < Self.mostSteps else {
        throw CalendarFault(
          "the rule has more than \(Self.mostSteps) occurrences before it comes to the last year; "
            + "give it a later DTSTART, or UNTIL instead of COUNT",
          value: shown
        )
      }
      let next = icalrecur_iterator_next(iterator)
      guard next.year != 0 else { return }
      let time = CalendarTime(next)
      if time.moment > until { return }
      if isWithin(time) { try take(time) }
    }
  }

  /// A rule is searched through hour by hour for five centuries, or second by second, where it never applies.
  private func refuseEndless(_ rule: icalrecurrencetype, _ words: String) throws {
    let words = words.uppercased()
    if rule.freq == ICAL_SECONDLY_RECURRENCE || rule.freq == ICAL_MINUTELY_RECURRENCE {
      throw CalendarFault("the event repeats every second or minute; take it out of the calendar")
    }
    guard rule.freq == ICAL_HOURLY_RECURRENCE else { return }
    let days = ["BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"].contains { words.contains($0) }
    let isOrdinal = words.contains(/BYDAY=[^;]*[0-9]/)
    if days || isOrdinal || rule.interval > 1 && words.contains("BYHOUR") {
      throw CalendarFault(
        "is a rule by the hour for certain days, which is not read; write it with FREQ=DAILY and BYHOUR",
        value: String(words.prefix(60))
      )
    }
  }
}
