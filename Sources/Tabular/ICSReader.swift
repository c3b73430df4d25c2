import CICal
import Foundation

/// Reads the events of a calendar (RFC 5545): each a row, of a series each occurrence. The reading is libical's.
///
/// Cells: `id` (the UID, of an occurrence with its planned start behind a blank), `uid`, `summary`, `description`, `location`, `start`, `end`,
/// `all_day` (yes or no), `status` (confirmed, tentative, cancelled), `organizer`, `attendees` (`Ana Ruiz <ana@acme.example>; …`), `categories`, `url`,
/// `sequence`. Times with a zone are in UTC; those without one, and dates, are as they stand.
public enum ICSReader {
  /// How far a series is followed, in days before and after the day on which the calendar was written.
  public static let window = CalendarSeries.window

  /// The events, each with the line on which it begins. One that cannot be read is a row with a fault: it has no start, a time zone that
  /// neither the calendar nor this machine knows, or repeats too often.
  ///
  /// - Throws: a ``TabularError`` of kind `.input`: what is not a calendar, one that is cut off, one whose series together are too many.
  public static func rows(path: String) throws -> [NamedRow] {
    let text = try CalendarText(FoldedLines(try wholeFile(path, mebibytes: 64)), path)
    guard let root = icalparser_parse_string(text.whole) else {
      throw refusal(path, nil, "is not a calendar", "export it again, as iCalendar (.ics)")
    }
    defer { icalcomponent_free(root) }
    let components = components(root, ICAL_VEVENT_COMPONENT)
    guard components.count == text.events.count else {
      throw refusal(path, nil, "has events that cannot be read", "export the calendar again")
    }
    let events = zip(components, text.events).map { CalendarEvent($0, line: $1.line, fault: $1.fault) }
    let raw = Dictionary(zip(components, text.events), uniquingKeysWith: { first, _ in first })
    return try CalendarRows(latest(events), path) { raw[$0.component].map(text.raw) ?? "" }.rows()
  }

  static func refusal(_ path: String, _ line: Int?, _ message: String, _ remedy: String) -> TabularError {
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
  private static func latest(_ events: [CalendarEvent]) -> [CalendarEvent] {
    var places: [[String]: Int] = [:]
    var kept: [CalendarEvent] = []
    for event in events {
      let key = [event.uid, event.replaces?.text ?? ""]
      guard !event.uid.isEmpty, let place = places[key] else {
        places[key] = kept.count
        kept.append(event)
        continue
      }
      if event.sequence >= kept[place].sequence { kept[place] = event }
    }
    return kept
  }
}
