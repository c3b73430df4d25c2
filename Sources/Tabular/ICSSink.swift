import CICal
import Foundation

/// A calendar (RFC 5545), one event a row; streaming. Escaping and folding are libical's.
///
/// A later calendar of the same events is a later revision of each: SEQUENCE is the minute of the stamp, so that programs take over
/// what has moved or is cancelled, in whichever order the calendars are read.
struct ICSSink: RowSink {
  private let columns: [Column]
  private let uid: Int
  private let start: Int
  private let end: Int?
  private let summary: Int
  private let description: Int?
  private let location: Int?
  private let alarm: Int?
  private let cancelled: Int?
  private let stamp: icaltimetype
  private let revision: Int32
  private let minutes: Int?
  private var out: RowBuffer

  /// An alarm sounds so many seconds before the start.
  private static let warning: Int32 = 3_600

  private static let utc = [
    "BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000", "TZNAME:UTC", "END:STANDARD", "END:VTIMEZONE", "",
  ].joined(separator: "\r\n")

  /// Finds out before anything is opened whether these columns make events.
  static func check(_ columns: [Column], _ options: SinkOptions) throws {
    _ = try ICSSink(columns: columns, title: "", to: MemoryStream(MemoryBuffer()), options: options)
  }

  init(columns: [Column], title: String, to stream: any ByteStream, options: SinkOptions) throws {
    self.columns = columns
    let names = columns.map(\.name)
    func required(_ name: String) throws -> Int {
      guard let index = names.firstIndex(of: name) else {
        throw TabularError(
          kind: .unsuitable,
          message: "a calendar needs a column \"\(name)\", which this table does not have",
          remedy: "ask for another format"
        )
      }
      return index
    }
    uid = try required(options.ics.uid)
    start = try required(options.ics.start)
    summary = try required(options.ics.summary)
    end = names.firstIndex(of: options.ics.end)
    description = names.firstIndex(of: options.ics.description)
    minutes = names.firstIndex(of: options.ics.minutes)
    location = names.firstIndex(of: options.ics.location)
    alarm = names.firstIndex(of: options.ics.alarm)
    cancelled = names.firstIndex(of: options.ics.cancelled)
    guard let date = options.stamp else {
      throw TabularError(kind: .unsuitable, message: "a calendar needs the time of its data")
    }
    stamp = icaltime_from_timet_with_zone(
      time_t(date.timeIntervalSince1970.rounded(.down)),
      0,
      icaltimezone_get_utc_timezone()
    )
    revision = Int32(clamping: Int((date.timeIntervalSince1970 / 60).rounded(.down)))
    out = RowBuffer(stream, columns: columns.count)
    out.append("BEGIN:VCALENDAR\r\n")
    append(icalproperty_new_version("2.0"))
    append(icalproperty_new_prodid("-//followup//followup//EN"))
    if !title.isEmpty {
      let name = icalproperty_new_x("")
      icalproperty_set_x_name(name, "X-WR-CALNAME")
      // As a plain value of an unknown property a line break in it would not be escaped.
      icalproperty_set_value(name, icalvalue_new_text(calendarText(title)))
      append(name)
    }
  }

  var written: Written { out.written }

  mutating func write(_ fields: [String?]) throws {
    try out.count(fields)
    guard let identity = fields[uid], !identity.isEmpty else { throw fault(uid, "an identity") }
    guard let begins = try time(fields, start) else { throw fault(start, "a time") }
    let event = icalcomponent_new(ICAL_VEVENT_COMPONENT)
    defer { icalcomponent_free(event) }
    icalcomponent_add_property(event, icalproperty_new_uid(calendarText(identity)))
    icalcomponent_add_property(event, icalproperty_new_dtstamp(stamp))
    icalcomponent_add_property(event, icalproperty_new_sequence(max(0, revision)))
    icalcomponent_add_property(event, icalproperty_new_dtstart(begins))
    if let end, let ends = try time(fields, end) {
      icalcomponent_add_property(event, icalproperty_new_dtend(ends))
    } else if let minutes, let text = fields[minutes], let length = Int32(text), length > 0,
      columns[start].kind != .date,
      let ends = try time(fields, start, after: Int64(length) * 60)
    {
      icalcomponent_add_property(event, icalproperty_new_dtend(ends))
    }
    if let text = fields[summary] {
      icalcomponent_add_property(event, icalproperty_new_summary(calendarText(text)))
    }
    if let description, let text = fields[description] {
      icalcomponent_add_property(event, icalproperty_new_description(calendarText(text)))
    }
    if let location, let text = fields[location] {
      icalcomponent_add_property(event, icalproperty_new_location(calendarText(text)))
    }
    if let cancelled, fields[cancelled].flatMap(boolean) == true {
      icalcomponent_add_property(event, icalproperty_new_status(ICAL_STATUS_CANCELLED))
    } else if let alarm, fields[alarm].flatMap(boolean) == true {
      icalcomponent_add_component(event, bell(fields[summary] ?? ""))
    }
    append(icalcomponent_as_ical_string_r(event))
    try out.flushWhenFull()
  }

  mutating func finish() throws {
    // A calendar has at least one component (RFC 5545, 3.6); this one shows nobody anything.
    if out.rows == 0 { out.append(Self.utc) }
    out.append("END:VCALENDAR\r\n")
    try out.finish()
  }

  /// Shows the text before the start.
  private func bell(_ text: String) -> OpaquePointer? {
    let alarm = icalcomponent_new(ICAL_VALARM_COMPONENT)
    icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY))
    icalcomponent_add_property(alarm, icalproperty_new_trigger(icaltriggertype_from_int(-Self.warning)))
    icalcomponent_add_property(alarm, icalproperty_new_description(calendarText(text)))
    return alarm
  }

  /// A column's moment in UTC, or its day; `nil` where it is empty.
  private func time(_ fields: [String?], _ index: Int, after seconds: Int64 = 0) throws -> icaltimetype? {
    guard let field = fields[index], !field.isEmpty else { return nil }
    let whole = columns[index].kind == .date
    guard let moment = whole ? Moment(date: field) : Moment(moment: field) else {
      throw fault(index, whole ? "a date" : "a time with its offset")
    }
    return icaltime_from_timet_with_zone(
      time_t(moment.seconds + seconds),
      whole ? 1 : 0,
      icaltimezone_get_utc_timezone()
    )
  }

  private func fault(_ index: Int, _ expected: String) -> TabularError {
    out.fault("row \(out.rows), column \"\(columns[index].name)\": the value is not \(expected)")
  }

  private mutating func append(_ property: OpaquePointer?) {
    append(icalproperty_as_ical_string_r(property))
    icalproperty_free(property)
  }

  private mutating func append(_ text: UnsafeMutablePointer<CChar>?) {
    guard let text else { return }
    out.append(String(cString: text))
    free(text)
  }
}

/// Text as a calendar can hold it: line breaks as LF, which libical escapes, and no other control characters.
private func calendarText(_ text: String) -> String {
  let text = withoutDirectionControls(text)
  guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return text }
  var result = String.UnicodeScalarView()
  var previous: Unicode.Scalar = " "
  for scalar in text.unicodeScalars {
    defer { previous = scalar }
    switch scalar {
    case "\n" where previous == "\r": continue
    case "\r", "\n": result.append("\n")
    case "\t": result.append("\t")
    default: result.append(scalar.value < 0x20 || scalar.value == 0x7F ? "\u{FFFD}" : scalar)
    }
  }
  return String(result)
}
