import Foundation

/// The `-- key: value` lines with which every file under sql/ begins.
public struct SQLHeader: Sendable, Equatable {
  /// One line of it.
  public struct Entry: Sendable, Equatable {
    /// The word before the colon.
    public let key: String
    /// What follows, without a trailing `-- comment`.
    public let value: String
    /// The trailing comment: a parameter's unit.
    public let comment: String?
    /// The line it stands on, from 1.
    public let line: Int
  }

  /// In the order of the file.
  public let entries: [Entry]

  init(_ text: String) {
    var entries: [Entry] = []
    var line = 0
    for row in text.split(separator: "\n", omittingEmptySubsequences: false) {
      line += 1
      guard row.hasPrefix("-- "), let colon = row.firstIndex(of: ":") else { break }
      let key = row[row.index(row.startIndex, offsetBy: 3)..<colon]
      guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0 == "_" }) else { break }
      var value = String(row[row.index(after: colon)...])
      var comment: String?
      if let dashes = value.range(of: " -- ") {
        comment = trimmed(value[dashes.upperBound...])
        value = String(value[..<dashes.lowerBound])
      }
      entries.append(Entry(key: String(key), value: trimmed(value), comment: comment, line: line))
    }
    self.entries = entries
  }

  /// The value of a key that may stand once; nil: it does not.
  public func value(_ key: String) -> String? { entries.first { $0.key == key }?.value }

  /// All values of a key that may stand several times.
  public func values(_ key: String) -> [String] { entries.filter { $0.key == key }.map(\.value) }

  /// The values joined: for keys whose text may run over several lines.
  public func text(_ key: String) -> String? {
    let parts = values(key)
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }
}

func trimmed(_ text: some StringProtocol) -> String {
  var rest = Substring(text)
  while rest.first?.isWhitespace == true { rest.removeFirst() }
  while rest.last?.isWhitespace == true { rest.removeLast() }
  return String(rest)
}
