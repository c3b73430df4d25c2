import CICal
import Foundation

/// Why an event cannot be read.
struct CalendarFault: Error {
  let value: String?
  let reason: String

  init(_ reason: String, value: String? = nil) { (self.value, self.reason) = (value, reason) }
}

/// A VEVENT.
struct CalendarEvent {
  /// What tells where in time an event is: one of these that cannot be read would make another event of it.
  private static let essential: Set<String> = [
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID",
  ]

  let component: OpaquePointer
  /// Where it begins in the file.
  let line: Int
  let uid: String
  let sequence: Int
  /// When it was written, in seconds since 1970; 0: it does not say.
  let stamp: Int
  /// The planned start of the occurrence that it is instead of; nil: it is an event or a series of its own.
  private(set) var replaces: CalendarTime?
  /// Whether it stands for all occurrences from that one on.
  private(set) var goesOn = false
  private(set) var repeats = false
  /// Why it cannot be read; nil: it can.
  private(set) var fault: CalendarFault?
  private(set) var start: CalendarTime?
  /// Its length in seconds; nil: it has no end.
  private(set) var length: Int?
  private(set) var cells: [String: String]

  init(_ component: OpaquePointer, line: Int, fault: CalendarFault?) {
    (self.component, self.line, self.fault) = (component, line, fault)
    cells = Self.texts(component)
    uid = cells["uid"] ?? ""
    sequence = Int(cells["sequence"] ?? "") ?? 0
    let written = Self.properties(component, ICAL_DTSTAMP_PROPERTY).first
    stamp = written.map { CalendarTime(icalproperty_get_datetime_with_component($0, component)).moment } ?? 0
    do {
      // First, since the planned occurrence is no longer one even where the rest cannot be read.
      if let property = Self.properties(component, ICAL_RECURRENCEID_PROPERTY).first {
        replaces = try Self.time(property, component)
        try readRange(property)
      }
      if let fault { throw fault }
      try refuseUnread()
      try readTimes()
    } catch let fault as CalendarFault {
      self.fault = fault
    } catch {
      self.fault = CalendarFault("cannot be read: \(error)")
    }
  }

  private mutating func readRange(_ property: OpaquePointer) throws {
    guard let range = icalproperty_get_parameter_as_string_r(property, "RANGE") else { return }
    defer { free(range) }
    goesOn = String(cString: range).uppercased() == "THISANDFUTURE"
    guard !goesOn else { return }
    throw CalendarFault(
      "is a range of occurrences that is not known; export the calendar again, with each occurrence by itself",
      value: String(cString: range)
    )
  }

  /// libical leaves out what it cannot read, and says so in a property of its own.
  private func refuseUnread() throws {
    for property in Self.properties(component, ICAL_XLICERROR_PROPERTY) {
      guard let words = Self.text(property), let match = words.firstMatch(of: /in ([A-Z-]+) property/),
        Self.essential.contains(String(match.1))
      else { continue }
      let value = words.split(separator: ": ", maxSplits: 1).dropFirst().first.map(String.init)
      throw CalendarFault("is not a \(match.1) that can be read; correct it, or take the event out", value: value)
    }
  }

  private mutating func readTimes() throws {
    guard let begin = Self.properties(component, ICAL_DTSTART_PROPERTY).first else {
      throw CalendarFault("the event has no DTSTART; give it one, or export the calendar again")
    }
    let start = try Self.time(begin, component)
    var end = CalendarTime(icalcomponent_get_dtend(component))
    if let property = Self.properties(component, ICAL_DTEND_PROPERTY).first {
      end = try Self.time(property, component)
    }
    self.start = start
    length = end.time.year == 0 ? nil : end.moment - start.moment
    cells["start"] = start.text
    cells["end"] = end.time.year == 0 ? "" : end.text
    cells["all_day"] = start.form == .day ? "yes" : "no"
    repeats =
      !Self.properties(component, ICAL_RRULE_PROPERTY).isEmpty
      || !Self.properties(component, ICAL_RDATE_PROPERTY).isEmpty
  }

  /// The start and end of an occurrence, as its cells have them.
  func cells(from start: CalendarTime) -> [String: String] {
    ["start": start.text, "end": length.map { start.later(by: $0).text } ?? ""]
  }

  // MARK: Properties

  private static func texts(_ component: OpaquePointer) -> [String: String] {
    var cells: [String: String] = [:]
    for (name, kind) in [
      ("uid", ICAL_UID_PROPERTY), ("summary", ICAL_SUMMARY_PROPERTY), ("description", ICAL_DESCRIPTION_PROPERTY),
      ("location", ICAL_LOCATION_PROPERTY), ("status", ICAL_STATUS_PROPERTY), ("url", ICAL_URL_PROPERTY),
      ("sequence", ICAL_SEQUENCE_PROPERTY), ("categories", ICAL_CATEGORIES_PROPERTY),
    ] {
      cells[name] = properties(component, kind).compactMap(text).joined(separator: "; ")
    }
    cells["status"] = cells["status"]?.lowercased()
    if isCalledOff(component) { cells["status"] = "cancelled" }
    for (name, kind) in [("organizer", ICAL_ORGANIZER_PROPERTY), ("attendees", ICAL_ATTENDEE_PROPERTY)] {
      cells[name] = properties(component, kind).compactMap(person).joined(separator: "; ")
    }
    cells["id"] = cells["uid"]
    return cells
  }

  static func properties(_ component: OpaquePointer, _ kind: icalproperty_kind) -> [OpaquePointer] {
    var found: [OpaquePointer] = []
    var next = icalcomponent_get_first_property(component, kind)
    while let property = next {
      found.append(property)
      next = icalcomponent_get_next_property(component, kind)
    }
    return found
  }

  static func text(_ property: OpaquePointer) -> String? {
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

  /// Throws a ``CalendarFault`` where its zone is not known.
  static func time(_ property: OpaquePointer, _ component: OpaquePointer) throws -> CalendarTime {
    let time = icalproperty_get_datetime_with_component(property, component)
    if time.zone == nil, time.is_date == 0, let name = icalproperty_get_parameter_as_string_r(property, "TZID") {
      defer { free(name) }
      throw CalendarFault(
        "is not a known time zone; export the calendar with its time zones, or in UTC",
        value: String(cString: name)
      )
    }
    return CalendarTime(time)
  }
}
