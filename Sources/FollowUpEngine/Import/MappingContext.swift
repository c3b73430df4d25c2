import Catalog
import Foundation

/// What expressions are worked out with: the whole mapping, its lookups, and who is who.
struct MappingContext: Sendable {
  let mapping: ImportMapping
  let agencyZone: TimeZone
  let dates: EventDates
  let held = HeldFiles()
  var lookups: [String: LookupTable] = [:]
  /// Per canonical file: an id of a person → the id that stands for the person, and where its row is.
  var samePersons: [String: [String: SamePersons.First]] = [:]

  private let empty: Set<String>

  /// How ``LocalTime`` writes what was worked out from another time.
  private static let workedOut = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssX"].compactMap(ImportTimePattern.init)

  init(mapping: ImportMapping, agencyZone: TimeZone, dates: EventDates) {
    self.mapping = mapping
    self.agencyZone = agencyZone
    self.dates = dates
    let reading = mapping.reading
    empty = Set(reading.ignoresCase ? reading.empty.map { $0.lowercased() } : reading.empty)
  }

  /// The id that stands for the person.
  func first(_ id: String, of target: String) -> String { samePersons[target]?[id]?.id ?? id }

  /// Whether a cell means "not known".
  ///
  /// - Parameter texts: texts that mean it, instead of those of the whole mapping.
  func isUnknown(_ cell: String, instead texts: [String]?) -> Bool {
    if cell.isEmpty { return true }
    if let texts {
      if has(texts, cell) { return true }
    } else if !empty.isEmpty, empty.contains(mapping.reading.ignoresCase ? cell.lowercased() : cell) {
      return true
    }
    return mapping.reading.emptyDates && EventDates.isPlaceholder(cell)
  }

  /// Whether a cell is one of some words, in the case that counts.
  func has(_ words: [String], _ cell: String) -> Bool {
    if words.contains(cell) { return true }
    guard mapping.reading.ignoresCase else { return false }
    let folded = cell.lowercased()
    return words.contains { $0.lowercased() == folded }
  }

  /// Whether the map of an expression takes words in any case.
  func ignoresCase(_ expression: ImportExpression) -> Bool { expression.ignoresCase ?? mapping.reading.ignoresCase }

  /// A time or date as it is written; nil: it stands for one that is not known.
  func time(
    _ text: String,
    _ expression: ImportExpression,
    _ kind: ImportTarget.Kind = .moment
  ) throws -> ImportTimePattern.Moment? {
    let patterns = expression.times ?? mapping.reading.times
    if let moment = Self.parse(text, patterns) ?? Self.parse(text, Self.workedOut) {
      return mapping.reading.emptyDates && dates.fault(moment, kind) != nil ? nil : moment
    }
    if mapping.reading.emptyDates, EventDates.isZero(text) { return nil }
    throw MappingRefusal(
      value: text,
      reason: "is not written as \(patterns.map(\.text).joined(separator: " or ")) "
        + "(\(mapping.file):\(expression.line)); correct it, or add time: there"
    )
  }

  private static func parse(_ text: String, _ patterns: [ImportTimePattern]) -> ImportTimePattern.Moment? {
    for pattern in patterns {
      if let moment = pattern.parse(text) { return moment }
    }
    return nil
  }

  /// A time with its time of day, which a date is given by `at`; nil: it stands for one that is not known.
  func moment(_ text: String, _ expression: ImportExpression) throws -> ImportTimePattern.Moment? {
    guard var moment = try time(text, expression) else { return nil }
    if moment.hasTime { return moment }
    guard let at = expression.at, let clock = ImportTimePattern("HH:mm")?.parse(at) else {
      throw MappingRefusal(
        value: text,
        reason: "is a date without a time (\(mapping.file):\(expression.line)); add at: there to say at which time"
      )
    }
    moment.hour = clock.hour
    moment.minute = clock.minute
    moment.hasTime = true
    return moment
  }

  /// The zone of an expression's times; nil: the agency's.
  func zone(_ expression: ImportExpression) -> TimeZone? {
    (expression.zone ?? mapping.reading.zone).flatMap { TimeZone(identifier: $0) }
  }
}
