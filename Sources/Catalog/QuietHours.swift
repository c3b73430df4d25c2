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
    guard ends.count == 2, ends.allSatisfy(isTimeOfDay) else {
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

/// Whether a text is a time of day, HH:MM.
func isTimeOfDay(_ text: some StringProtocol) -> Bool {
  let signs = Array(text.utf8)
  guard signs.count == 5, signs[2] == UInt8(ascii: ":") else { return false }
  let digits = [signs[0], signs[1], signs[3], signs[4]].map { Int($0) - Int(UInt8(ascii: "0")) }
  return digits.allSatisfy((0...9).contains) && digits[0] * 10 + digits[1] < 24 && digits[2] < 6
}
