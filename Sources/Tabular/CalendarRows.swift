/// The rows of a calendar's events.
struct CalendarRows {
  /// What was changed of a series.
  private struct Changes {
    /// The events that are instead of one occurrence, by its key.
    var single: [String: Int] = [:]
    /// Those that are instead of all from a moment on, in order.
    var onwards: [(from: Int, event: Int)] = []
  }

  private let events: [CalendarEvent]
  private let path: String
  private let raw: (CalendarEvent) -> String
  /// Where the events that change a series stand, by its UID.
  private let changing: [String: [Int]]
  private var budget = CalendarSeries.Budget()
  /// The planned start of the occurrence that an event is instead of.
  private var planned: [Int: String] = [:]
  private var found: [NamedRow] = []

  /// - Parameter raw: what stands in the file of an event.
  init(_ events: [CalendarEvent], _ path: String, raw: @escaping (CalendarEvent) -> String) {
    (self.events, self.path, self.raw) = (events, path, raw)
    changing = Dictionary(grouping: events.indices.filter { events[$0].replaces != nil }) { events[$0].uid }
  }

  /// The events and the occurrences of series, then what was changed of these.
  ///
  /// - Throws: a ``TabularError`` with the line of the event up to which the series are too many.
  consuming func rows() throws -> [NamedRow] {
    let written = events.map(\.stamp).max() ?? 0
    for event in events where event.replaces == nil {
      guard event.fault == nil, let series = CalendarSeries(event, around: written) else {
        found.append(row(event, event.fault))
        continue
      }
      do {
        let occurrences = try series.occurrences(&budget)
        add(occurrences, of: series)
      } catch let fault as CalendarFault {
        found.append(row(event, fault))
      }
      guard budget.occurrences >= 0, budget.seconds >= 0 else {
        throw ICSReader.refusal(
          path,
          event.line,
          "the series up to this one have more occurrences than can be read",
          "export the calendar in parts, or without this event"
        )
      }
    }
    for (place, event) in events.enumerated() {
      guard let replaces = event.replaces else { continue }
      guard event.fault == nil else {
        found.append(row(event, event.fault))
        continue
      }
      let id = "\(event.uid) \(planned[place] ?? replaces.text)"
      found.append(NamedRow(line: event.line, cells: ["id": id], shared: event.cells))
    }
    return found
  }

  private func row(_ event: CalendarEvent, _ fault: CalendarFault?) -> NamedRow {
    guard let fault else { return NamedRow(line: event.line, cells: event.cells) }
    let gone = event.goesOn ? "; the occurrences from that one on are left out" : ""
    return NamedRow(
      line: event.line,
      fault: NamedRow.Fault(value: fault.value, reason: fault.reason + gone, raw: raw(event))
    )
  }

  /// What was changed of a series has a row of its own.
  private mutating func add(_ occurrences: [CalendarTime], of series: CalendarSeries) {
    var changes = changes(of: series)
    for occurrence in occurrences {
      let start = occurrence.text
      let own = changes.single.removeValue(forKey: series.key(occurrence))
      if let place = own ?? changes.single.removeValue(forKey: occurrence.day) {
        planned[place] = start
        continue
      }
      var (event, cells) = (series.event, series.event.cells(from: occurrence))
      if let change = changes.onwards.last(where: { $0.from <= occurrence.moment }) {
        event = events[change.event]
        guard let moved = moved(occurrence, of: series, as: event) else { continue }
        cells = event.cells(from: moved)
      }
      cells["id"] = "\(event.uid) \(start)"
      found.append(NamedRow(line: event.line, cells: cells, shared: event.cells))
    }
    for (key, place) in changes.single where planned[place] == nil { planned[place] = key }
  }

  private func changes(of series: CalendarSeries) -> Changes {
    var changes = Changes()
    for place in changing[series.event.uid] ?? [] {
      guard let replaces = events[place].replaces else { continue }
      changes.single[series.key(replaces)] = place
      if events[place].goesOn { changes.onwards.append((self.planned(replaces, in: series).moment, place)) }
    }
    changes.onwards.sort { $0.from < $1.from }
    return changes
  }

  /// The occurrence that an event is instead of, as the series plans it: where only the day is known, at the series' time of day.
  private func planned(_ replaces: CalendarTime, in series: CalendarSeries) -> CalendarTime {
    let start = series.start
    guard replaces.form == .day, start.form != .day else { return replaces.converted(to: start) }
    let clock = start.wall - CalendarTime(wall: start.wall, like: replaces).wall
    return CalendarTime(wall: replaces.wall + clock, like: start)
  }

  /// Where an occurrence goes when the event that changes it moves all from its own on; nil: that event cannot be read.
  private func moved(_ occurrence: CalendarTime, of series: CalendarSeries, as event: CalendarEvent) -> CalendarTime? {
    guard event.fault == nil, let start = event.start, let replaces = event.replaces else { return nil }
    // By the clock on the wall: an hour later stays an hour later when the clocks change.
    let from = planned(replaces, in: series).converted(to: start)
    let day = CalendarTime(wall: from.wall, like: start)
    let shift = start.wall - (start.form == .day ? day.wall : from.wall)
    return CalendarTime(wall: occurrence.converted(to: start).wall + shift, like: start)
  }
}
