/// Hours of a day in which a rule's nudges do not go out, in the recipient's local time.
public struct QuietHours: Sendable, Equatable {
  /// The time of day from which on none goes out, HH:MM.
  public let from: String
  /// The time of day until which none goes out, HH:MM.
  public let until: String

  /// Reads the header key `quiet`; nil: the rule has no such hours of its own.
  init?(_ file: SQLFile) throws {
    guard let entry = file.header.entries.first(where: { $0.key == "quiet" }) else { return nil }
    let ends = entry.value.split(separator: "-").map(String.init)
    guard ends.count == 2, ends.allSatisfy({ $0.wholeMatch(of: /([01][0-9]|2[0-3]):[0-5][0-9]/) != nil }) else {
      throw CatalogError(
        file: file.path,
        line: entry.line,
        "\(entry.value) is not a span of hours",
        remedy: "write them like 22:00-07:00"
      )
    }
    (from, until) = (ends[0], ends[1])
  }
}
