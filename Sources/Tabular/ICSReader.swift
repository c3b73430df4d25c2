import CICal
import Foundation

/// Reads the events of a calendar (RFC 5545): each a row, of a series each occurrence. The reading is libical's.
///
/// Cells: `id` (the UID, of an occurrence with its planned start behind a blank), `uid`, `summary`, `description`, `location`, `start`, `end`,
/// `all_day` (yes or no), `status` (confirmed, tentative, cancelled), `organizer`, `attendees` (`Ana Ruiz <ana@acme.example>; …`), `categories`, `url`,
/// `sequence`. Times with a zone are in UTC; those without one, and dates, are as they stand.
public enum ICSReader {
  /// How far a series is followed, in days before and after the day on which the calendar was written.
  public static let window = (before: 400, after: 200)
  /// A series has so many occurrences in that time at most.
  static let most = 1000

  /// The events, each with the line on which it begins.
  ///
  /// - Throws: a ``TabularError`` of kind `.input`: what is not a calendar, a time zone that neither the calendar nor this machine knows, a series
  ///   without an end that is too dense.
  public static func rows(path: String) throws -> [(line: Int, cells: [String: String])] {
    let data = try wholeFile(path, mebibytes: 64)
    guard let text = String(validating: data, as: UTF8.self) else {
      throw refusal(path, nil, "is not UTF-8", "export the calendar again")
    }
    try checkNesting(text, path)
    guard text.contains("BEGIN:VCALENDAR"), !text.contains("\0"),
      let root = icalparser_parse_string(WindowsZones.replaced(in: text))
    else { throw refusal(path, nil, "is not a calendar", "export it again, as iCalendar (.ics)") }
    defer { icalcomponent_free(root) }
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .filter { $0.element.uppercased().hasPrefix("BEGIN:VEVENT") }.map { $0.offset + 1 }[...]
    let events = try components(root, ICAL_VEVENT_COMPONENT).map { component in
      try Event(component, line: lines.popFirst() ?? 1, path)
    }
    return try rows(of: latest(events), path)
  }

  /// Refuses a calendar that is cut off or put together wrongly, of which libical would read what it can and complain on standard error.
  private static func checkNesting(_ text: String, _ path: String) throws {
    var open: [(name: Substring, line: Int)] = []
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let name = parts[1].drop { $0 == " " }.prefix { $0 != " " }
      switch parts[0].uppercased() {
      case "BEGIN": open.append((name, number + 1))
      case "END":
        guard let last = open.popLast(), last.name.uppercased() == name.uppercased() else {
          throw refusal(path, number + 1, "END:\(name) has no BEGIN of its own before it", "export the calendar again")
        }
      default: continue
      }
    }
    if let last = open.last {
      throw refusal(path, last.line, "BEGIN:\(last.name) has no END", "export the calendar again")
    }
  }

  fileprivate static func refusal(_ path: String, _ line: Int?, _ message: String, _ remedy: String) -> TabularError {
    TabularError(kind: .input, file: path, line: line, message: message, remedy: remedy)
  }

  /// Those of that kind, however deep.
  private static func components(_ parent: OpaquePointer, _ kind: icalcomponent_kind) -> [OpaquePointer] {
    var found: [OpaquePointer] = []
    var next = icalcomponent_get_first_component(parent, ICAL_ANY_COMPONENT)
    while let component = next {
      found += icalcomponent_isa(component) == kind ? [component] : components(component, kind)
      next = icalcomponent_get_next_component(parent, ICAL_ANY_COMPONENT)
    }
    return found
  }

  /// Of several revisions of an event, or of one occurrence, that with the highest SEQUENCE, and of these the last.
  private static func latest(_ events: [Event]) -> [Event] {
    var places: [[String]: Int] = [:]
    var kept: [Event] = []
    for event in events {
      let key = [event.uid, event.replaces ?? ""]
      guard !event.uid.isEmpty, let place = places[key] else {
        places[key] = kept.count
        kept.append(event)
        continue
      }
      if event.sequence >= kept[place].sequence { kept[place] = event }
    }
    return kept
  }

  private static func rows(of events: [Event], _ path: String) throws -> [(line: Int, cells: [String: String])] {
    let written = events.map(\.stamp).max() ?? 0
    var changed: [[String]: Event] = [:]
    for event in events { if let replaces = event.replaces { changed[[event.uid, replaces]] = event } }
    var rows: [(line: Int, cells: [String: String])] = []
    for event in events where event.replaces == nil {
      guard event.repeats else {
        rows.append((event.line, event.cells))
        continue
      }
      for occurrence in try event.occurrences(around: written, path) {
        // What was changed of a series has a row of its own.
        if changed[[event.uid, occurrence.start]] != nil { continue }
        var cells = event.cells
        (cells["start"], cells["end"], cells["id"]) = (
          occurrence.start, occurrence.end, "\(event.uid) \(occurrence.start)"
        )
        rows.append((event.line, cells))
      }
    }
    for event in events {
      guard let replaces = event.replaces else { continue }
      var cells = event.cells
      cells["id"] = "\(event.uid) \(replaces)"
      rows.append((event.line, cells))
    }
    return rows
  }
}

/// A VEVENT.
private struct Event {
  let component: OpaquePointer
  let line: Int
  let uid: String
  let sequence: Int
  /// When it was written, in seconds since 1970; 0: it does not say.
  let stamp: Int
  /// The planned start of the occurrence that it is instead of; nil: it is an event or a series of its own.
  let replaces: String?
  let repeats: Bool
  let cells: [String: String]

  /// How its times are written.
  private let form: Form

  private enum Form { case day, floating, zoned }

  init(_ component: OpaquePointer, line: Int, _ path: String) throws {
    (self.component, self.line) = (component, line)
    var cells: [String: String] = [:]
    for (name, kind) in [
      ("uid", ICAL_UID_PROPERTY), ("summary", ICAL_SUMMARY_PROPERTY), ("description", ICAL_DESCRIPTION_PROPERTY),
      ("location", ICAL_LOCATION_PROPERTY), ("status", ICAL_STATUS_PROPERTY), ("url", ICAL_URL_PROPERTY),
      ("sequence", ICAL_SEQUENCE_PROPERTY), ("categories", ICAL_CATEGORIES_PROPERTY),
    ] {
      cells[name] = Self.properties(component, kind).compactMap(Self.text).joined(separator: "; ")
    }
    cells["status"] = cells["status"]?.lowercased()
    if Self.isCalledOff(component) { cells["status"] = "cancelled" }
    for (name, kind) in [("organizer", ICAL_ORGANIZER_PROPERTY), ("attendees", ICAL_ATTENDEE_PROPERTY)] {
      cells[name] = Self.properties(component, kind).compactMap(Self.person).joined(separator: "; ")
    }
    uid = cells["uid"] ?? ""
    cells["id"] = uid
    sequence = Int(cells["sequence"] ?? "") ?? 0
    guard let begin = Self.properties(component, ICAL_DTSTART_PROPERTY).first else {
      throw ICSReader.refusal(path, line, "the event has no DTSTART", "export the calendar again")
    }
    let start = try Self.time(begin, component, line, path)
    form = start.is_date != 0 ? .day : start.zone == nil ? .floating : .zoned
    var end = icalcomponent_get_dtend(component)
    if let property = Self.properties(component, ICAL_DTEND_PROPERTY).first {
      end = try Self.time(property, component, line, path)
    }
    cells["start"] = Self.written(start)
    cells["end"] = end.year == 0 ? "" : Self.written(end)
    cells["all_day"] = form == .day ? "yes" : "no"
    self.cells = cells
    stamp =
      try Self.properties(component, ICAL_DTSTAMP_PROPERTY).first.map {
        icaltime_as_timet(try Self.time($0, component, line, path))
      } ?? 0
    replaces = try Self.properties(component, ICAL_RECURRENCEID_PROPERTY).first.map {
      Self.written(try Self.time($0, component, line, path))
    }
    repeats =
      !Self.properties(component, ICAL_RRULE_PROPERTY).isEmpty
      || !Self.properties(component, ICAL_RDATE_PROPERTY).isEmpty
  }

  /// The occurrences in the days around a moment; without one, around the start.
  func occurrences(around moment: Int, _ path: String) throws -> [(start: String, end: String)] {
    // libical would count them all first.
    let rules = Self.properties(component, ICAL_RRULE_PROPERTY).compactMap(Self.text).map { $0.uppercased() }
    if rules.contains(where: { $0.contains("FREQ=SECONDLY") || $0.contains("FREQ=MINUTELY") }) {
      throw ICSReader.refusal(path, line, "the event repeats every second or minute", "take it out of the calendar")
    }
    let middle = moment > 0 ? moment : icaltime_as_timet(icalcomponent_get_dtstart(component))
    let from = icaltime_from_timet_with_zone(
      middle - ICSReader.window.before * 86_400,
      0,
      icaltimezone_get_utc_timezone()
    )
    let until = icaltime_from_timet_with_zone(
      middle + ICSReader.window.after * 86_400,
      0,
      icaltimezone_get_utc_timezone()
    )
    let spans = Spans()
    icalcomponent_foreach_recurrence(
      component,
      from,
      until,
      { _, span, data in
        guard let span, let data else { return }
        let spans = Unmanaged<Spans>.fromOpaque(data).takeUnretainedValue()
        if spans.found.count <= ICSReader.most { spans.found.append((span.pointee.start, span.pointee.end)) }
      },
      Unmanaged.passUnretained(spans).toOpaque()
    )
    guard spans.found.count <= ICSReader.most else {
      throw ICSReader.refusal(
        path,
        line,
        "the event repeats more than \(ICSReader.most) times within \(ICSReader.window.before + ICSReader.window.after) days",
        "take it out of the calendar, or give it an end"
      )
    }
    return spans.found.map { (written($0.start), written($0.end)) }
  }

  private final class Spans { var found: [(start: Int, end: Int)] = [] }

  // MARK: Properties

  private static func properties(_ component: OpaquePointer, _ kind: icalproperty_kind) -> [OpaquePointer] {
    var found: [OpaquePointer] = []
    var next = icalcomponent_get_first_property(component, kind)
    while let property = next {
      found.append(property)
      next = icalcomponent_get_next_property(component, kind)
    }
    return found
  }

  private static func text(_ property: OpaquePointer) -> String? {
    guard let value = icalproperty_get_value(property) else { return nil }
    if icalvalue_isa(value) == ICAL_TEXT_VALUE { return icalvalue_get_text(value).map { String(cString: $0) } }
    guard let text = icalproperty_get_value_as_string_r(property) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }

  /// `Ana Ruiz <ana@acme.example>`.
  private static func person(_ property: OpaquePointer) -> String? {
    guard let uri = text(property) else { return nil }
    let address = uri.lowercased().hasPrefix("mailto:") ? String(uri.dropFirst(7)) : uri
    guard let parameter = icalproperty_get_parameter_as_string_r(property, "CN") else { return address }
    defer { free(parameter) }
    let name = String(cString: parameter).trimmingCharacters(in: CharacterSet(charactersIn: "\"' "))
    return name.isEmpty || name == address ? address : "\(name) <\(address)>"
  }

  /// Whether the calendar that it stands in takes it back.
  private static func isCalledOff(_ component: OpaquePointer) -> Bool {
    guard let calendar = icalcomponent_get_parent(component) else { return false }
    return properties(calendar, ICAL_METHOD_PROPERTY).compactMap(text).contains { $0.uppercased() == "CANCEL" }
  }

  private static func time(
    _ property: OpaquePointer,
    _ component: OpaquePointer,
    _ line: Int,
    _ path: String
  ) throws -> icaltimetype {
    let time = icalproperty_get_datetime_with_component(property, component)
    if time.zone == nil, time.is_date == 0, let name = icalproperty_get_parameter_as_string_r(property, "TZID") {
      defer { free(name) }
      throw ICSReader.refusal(
        path,
        line,
        "the time zone \(String(cString: name)) is not known",
        "export the calendar with its time zones, or in UTC"
      )
    }
    return time
  }

  // MARK: Times

  private static func written(_ time: icaltimetype) -> String {
    let day = "\(padded(time.year, 4))-\(padded(time.month))-\(padded(time.day))"
    if time.is_date != 0 { return day }
    if time.zone == nil { return "\(day)T\(padded(time.hour)):\(padded(time.minute)):\(padded(time.second))" }
    let moment = icaltime_as_timet_with_zone(time, time.zone)
    return Date(timeIntervalSince1970: Double(moment)).formatted(.iso8601)
  }

  private func written(_ moment: Int) -> String {
    let text = Date(timeIntervalSince1970: Double(moment)).formatted(.iso8601)
    switch form {
    case .zoned: return text
    // Without a zone libical counts in UTC.
    case .floating: return String(text.dropLast())
    case .day: return String(text.prefix(10))
    }
  }

  private static func padded(_ number: Int32, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
