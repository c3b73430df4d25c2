import Foundation
import WallClock

/// Reads and writes PostgreSQL's `timestamptz` in its ISO style, by arithmetic on the proleptic Gregorian calendar, which is what the
/// server uses too.
enum Timestamp {
  /// Seconds between 1970-01-01 and Foundation's reference date, 2001-01-01.
  private static let referenceOffset: Int64 = 978_307_200
  private static let secondsPerDay: Int64 = 86_400
  private static let microseconds: Int64 = 1_000_000

  /// ISO 8601 in UTC with microseconds.
  static func text(of date: Date) -> String {
    let seconds = date.timeIntervalSinceReferenceDate
    if seconds.isInfinite { return seconds < 0 ? "-infinity" : "infinity" }
    // The server's own range ends before the year 300000; beyond it, let the server say so.
    guard abs(seconds) < 9.1e12 else { return "moment out of range: \(seconds)" }
    let moment = Int64((seconds * 1e6).rounded()) + referenceOffset * microseconds
    let fraction = (moment % microseconds + microseconds) % microseconds
    let time = CivilTime(secondsSince1970: Int((moment - fraction) / microseconds))
    let year = time.date.year
    // The server's year before 1 is 1 BC.
    let date = year > 0 ? time.date : CivilDate(year: 1 - year, month: time.date.month, day: time.date.day)
    return "\(date.iso)T\(time.clock).\(zeroPadded(Int(fraction), 6))Z" + (year > 0 ? "" : " BC")
  }

  /// Reads what the server writes with `DateStyle` ISO: `2026-03-01 09:30:00.25+00`, with any offset.
  static func date(from text: String) throws -> Date {
    if text == "infinity" || text == "-infinity" {
      throw ConversionError("\(text) is not a moment; convert it in the statement")
    }
    if text.hasSuffix(" BC") { throw ConversionError("a moment before year 1; convert it in the statement") }
    var scanner = DigitScanner(text)
    let year = try scanner.number()
    try scanner.skip("-")
    let month = try scanner.number()
    try scanner.skip("-")
    let day = try scanner.number()
    try scanner.skip(" ")
    let seconds = try scanner.clock()
    let fraction = scanner.take(".") ? try scanner.fraction() : 0
    let east = scanner.take("+")
    if !east { try scanner.skip("-") }
    let offset = try scanner.offset()
    guard scanner.isAtEnd, (1...12).contains(month), (1...31).contains(day) else { throw scanner.failure }
    let days = CivilDate(year: Int(year), month: Int(month), day: Int(day)).daysSince1970
    let wall = Int64(days) * secondsPerDay + seconds
    let utc = wall - (east ? offset : -offset) - referenceOffset
    return Date(timeIntervalSinceReferenceDate: Double(utc * microseconds + fraction) / 1e6)
  }
}

/// Walks over the characters of one timestamp.
private struct DigitScanner {
  private let characters: [UInt8]
  private var index = 0

  init(_ text: String) {
    characters = Array(text.utf8)
  }

  var isAtEnd: Bool { index == characters.count }
  var failure: ConversionError { ConversionError("not a moment in ISO style with a time zone") }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard index < characters.count, UInt32(characters[index]) == character.value else { return false }
    index += 1
    return true
  }

  mutating func skip(_ character: Unicode.Scalar) throws {
    guard take(character) else { throw failure }
  }

  /// At most nine digits: no field of a timestamp has more.
  mutating func number() throws -> Int64 {
    let start = index
    var value: Int64 = 0
    while index < characters.count, index - start < 9, let digit = digit(at: index) {
      value = value * 10 + digit
      index += 1
    }
    guard index > start else { throw failure }
    return value
  }

  /// Hours, minutes and seconds, in seconds.
  mutating func clock() throws -> Int64 {
    let hour = try number()
    try skip(":")
    let minute = try number()
    try skip(":")
    return hour * 3600 + minute * 60 + (try number())
  }

  /// Up to six digits after the point, in microseconds.
  mutating func fraction() throws -> Int64 {
    let start = index
    let digits = try number()
    guard index - start <= 6 else { throw failure }
    return (index - start..<6).reduce(digits) { value, _ in value * 10 }
  }

  /// `00`, `05:30` or, before there were time zones, `00:19:32`, in seconds.
  mutating func offset() throws -> Int64 {
    var seconds = try number() * 3600
    if take(":") { seconds += try number() * 60 }
    if take(":") { seconds += try number() }
    return seconds
  }

  private func digit(at index: Int) -> Int64? {
    let character = characters[index]
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character) ? Int64(character - UInt8(ascii: "0")) : nil
  }
}
