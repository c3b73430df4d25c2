/// A calendar's text, checked before libical reads it: libical would read what it can, and say nothing of the rest.
struct CalendarText {
  /// A VEVENT: where it begins in the file, its lines, and why it cannot be read.
  struct Event {
    let line: Int
    let lines: ClosedRange<Int>
    let fault: CalendarFault?
  }

  /// So deep are parts of a calendar within others at most.
  private static let deepest = 10

  private let lines: FoldedLines
  private let path: String
  /// The events, in order.
  private(set) var events: [Event] = []
  /// The time zones that the calendar explains.
  private var zones: Set<String> = []

  /// - Throws: a ``TabularError`` of kind `.input`, with the line: what is not a calendar, one that is cut off or put together wrongly.
  init(_ lines: FoldedLines, _ path: String) throws {
    (self.lines, self.path) = (lines, path)
    var open: [(name: String, line: Int)] = []
    var isCalendar = false
    var event: (position: Int, depth: Int, fault: CalendarFault?)?
    for position in 0..<lines.count {
      let line = lines[position]
      let text = line.text
      if text == nil || line.bytes.contains(0) {
        let reason = text == nil ? "is not UTF-8" : "holds a NUL character"
        guard event != nil else { throw refusal(line.number, reason, "export the calendar again") }
        event?.fault = CalendarFault("line \(line.number) \(reason); export the calendar again")
      }
      guard let text, let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let value = text[text.index(after: colon)...]
      let name = String(value.drop { $0 == " " }.prefix { $0 != " " })
      switch text[..<colon].uppercased() {
      case "BEGIN":
        open.append((name, line.number))
        guard open.count <= Self.deepest else {
          let message = "BEGIN:\(name) lies within more than \(Self.deepest) others"
          throw refusal(line.number, message, "export the calendar again")
        }
        isCalendar = isCalendar || name.uppercased() == "VCALENDAR"
        if event == nil, name.uppercased() == "VEVENT" { event = (position, open.count, nil) }
      case "END":
        guard let last = open.popLast(), last.name.uppercased() == name.uppercased() else {
          throw refusal(line.number, "END:\(name) has no BEGIN of its own before it", "export the calendar again")
        }
        guard let ended = event, open.count < ended.depth else { continue }
        events.append(Event(line: last.line, lines: ended.position...position, fault: ended.fault))
        event = nil
      case "TZID": zones.insert(String(value))
      case "RRULE" where open.contains { $0.name.uppercased() == "VTIMEZONE" }: try refuseDense(value, line.number)
      default: continue
      }
    }
    if let last = open.last { throw refusal(last.line, "BEGIN:\(last.name) has no END", "export the calendar again") }
    guard isCalendar else { throw refusal(nil, "is not a calendar", "export it again, as iCalendar (.ics)") }
  }

  /// A zone's changes are worked out for centuries.
  private func refuseDense(_ rule: Substring, _ line: Int) throws {
    let rule = rule.uppercased()
    let isSparse = rule.contains("FREQ=YEARLY") || rule.contains("FREQ=MONTHLY")
    guard isSparse, !["BYHOUR", "BYMINUTE", "BYSECOND"].contains(where: rule.contains) else {
      throw refusal(line, "the clock of a time zone changes more often than once a day", "export the calendar in UTC")
    }
  }

  /// As libical takes it.
  var whole: String {
    var text = ""
    for position in 0..<lines.count {
      let bytes = lines[position].bytes
      let line = lines[position].text ?? String(decoding: bytes, as: UTF8.self)
      text += WindowsZones.replaced(in: bytes.contains(0) ? line.replacing("\0", with: " ") : line, own: zones) + "\n"
    }
    return text
  }

  /// What stands in the file of an event.
  func raw(_ event: Event) -> String {
    event.lines.map { String(decoding: lines[$0].bytes, as: UTF8.self) }.joined(separator: "\n")
  }

  private func refusal(_ line: Int?, _ message: String, _ remedy: String) -> TabularError {
    TabularError(kind: .input, file: path, line: line, message: message, remedy: remedy)
  }
}
