import Catalog

/// What can be wrong with a cell by itself, without looking at other rows.
///
/// Works on bytes, since it sees every cell of every import.
struct CellCheck {
  /// The server's names of time zones.
  let zones: Set<String>
  /// Which dates are believed.
  let dates: EventDates

  /// What is wrong with the cell, and what to do; nil: nothing. The cell is trimmed and not empty.
  func fault(_ cell: UnsafeBufferPointer<UInt8>, _ column: ImportTarget.Column) -> String? {
    switch column.kind {
    case .text, .id, .reference:
      return nil
    case .moment:
      return momentFault(cell).map { placeholderFault(cell) ?? $0 } ?? dates.fault(ofEvent: day(cell))
    case .date, .day:
      guard isDate(cell) else { return placeholderFault(cell) ?? "is not a date; write it like 2026-11-19" }
      return column.kind == .date ? dates.fault(ofEvent: day(cell)) : dates.fault(ofDay: day(cell))
    case .zone:
      return zones.contains(String(decoding: cell, as: UTF8.self))
        ? nil : "is not a time zone; give an IANA name such as America/New_York or Europe/Zurich"
    case .boolean:
      return Self.boolean(cell) == nil ? "is not yes or no; write one of the two" : nil
    case .number(let bounds):
      return isNumber(cell, within: bounds)
        ? nil : "is not a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    case .choice(let words):
      return words.contains { word in word.utf8.elementsEqual(cell) }
        ? nil : "is not a valid \(column.name); use one of: \(words.joined(separator: ", "))"
    }
  }

  /// Why the cell is too long for its column, in characters; nil: it is not.
  func lengthFault(_ cell: UnsafeBufferPointer<UInt8>, _ column: ImportTarget.Column) -> String? {
    let limit: Int
    switch (column.kind, column.name) {
    case (.id, _), (.reference, _): limit = 200
    case (_, "email"): limit = 254
    case (_, "name"): limit = 300
    default: return nil
    }
    // No text has more characters than bytes.
    guard cell.count > limit, String(decoding: cell, as: UTF8.self).unicodeScalars.count > limit else { return nil }
    return "is longer than \(limit) characters; shorten it"
  }

  /// yes and true, no and false, in any case, as spreadsheets write them.
  static func boolean(_ cell: UnsafeBufferPointer<UInt8>) -> Bool? {
    switch String(decoding: cell, as: UTF8.self).lowercased() {
    case "yes", "true": true
    case "no", "false": false
    default: nil
    }
  }

  private func isNumber(_ cell: UnsafeBufferPointer<UInt8>, within bounds: ClosedRange<Int>) -> Bool {
    guard (1...6).contains(cell.count), let value = digits(cell, 0, cell.count) else { return false }
    return bounds.contains(value)
  }

  /// The number that these bytes write; nil where one is not a digit.
  private func digits(_ cell: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
    guard start + count <= cell.count else { return nil }
    var value = 0
    for index in start..<(start + count) {
      let digit = Int(cell[index]) - 0x30
      guard (0...9).contains(digit) else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// Whether the first ten bytes are a day of the calendar.
  private func startsWithDate(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard cell.count >= 10, cell[4] == UInt8(ascii: "-"), cell[7] == UInt8(ascii: "-"),
      let year = digits(cell, 0, 4), let month = digits(cell, 5, 2), let day = digits(cell, 8, 2)
    else { return false }
    return year >= 1 && (1...12).contains(month) && day >= 1 && day <= daysInMonth(month, year: year)
  }

  /// Why a cell that is not a date or time is refused when it is a zero date.
  private func placeholderFault(_ cell: UnsafeBufferPointer<UInt8>) -> String? {
    EventDates.isPlaceholder(String(decoding: cell, as: UTF8.self)) ? EventDates.placeholderFault : nil
  }

  /// The first ten bytes of a cell that begins with a date.
  private func day(_ cell: UnsafeBufferPointer<UInt8>) -> String { String(decoding: cell.prefix(10), as: UTF8.self) }

  private func isDate(_ cell: UnsafeBufferPointer<UInt8>) -> Bool { cell.count == 10 && startsWithDate(cell) }

  private func momentFault(_ cell: UnsafeBufferPointer<UInt8>) -> String? {
    let wanted = "write it like 2026-11-19T15:00-05:00, or without the offset in local time"
    if isDate(cell) { return "is a date without a time; \(wanted)" }
    guard startsWithDate(cell), cell.count >= 16, cell[10] == UInt8(ascii: "T") || cell[10] == UInt8(ascii: " "),
      cell[13] == UInt8(ascii: ":"), let hour = digits(cell, 11, 2), let minute = digits(cell, 14, 2), hour < 24,
      minute < 60
    else { return "is not a time; \(wanted)" }
    var rest = 16
    if rest < cell.count, cell[rest] == UInt8(ascii: ":") {
      guard let second = digits(cell, 17, 2), second < 60 else { return "is not a time; \(wanted)" }
      rest = 19
      if rest < cell.count, cell[rest] == UInt8(ascii: ".") {
        rest += 1
        let first = rest
        while rest < cell.count, (0x30...0x39).contains(cell[rest]) { rest += 1 }
        guard (1...9).contains(rest - first) else { return "is not a time; \(wanted)" }
      }
    }
    return isOffset(cell, from: rest) ? nil : "is not a time; \(wanted)"
  }

  /// Nothing, Z, +HH, +HHMM or +HH:MM, with or without a blank before it.
  private func isOffset(_ cell: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
    if start == cell.count { return true }
    var index = start
    if cell[index] == UInt8(ascii: " ") { index += 1 }
    guard index < cell.count else { return false }
    if cell[index] == UInt8(ascii: "Z") { return index + 1 == cell.count }
    guard cell[index] == UInt8(ascii: "+") || cell[index] == UInt8(ascii: "-"), let hours = digits(cell, index + 1, 2),
      hours < 15
    else { return false }
    index += 3
    if index == cell.count { return true }
    if cell[index] == UInt8(ascii: ":") { index += 1 }
    guard let minutes = digits(cell, index, 2), minutes < 60 else { return false }
    return index + 2 == cell.count
  }
}

/// The days of a month of the Gregorian calendar.
func daysInMonth(_ month: Int, year: Int) -> Int {
  switch month {
  case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}
