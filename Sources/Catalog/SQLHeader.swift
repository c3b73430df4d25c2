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
    var rest = text[...]
    // Only as far as the header goes: the statement below it may be long.
    while rest.hasPrefix("-- ") {
      let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let row = rest[..<end]
      rest = end == rest.endIndex ? "" : rest[rest.utf8.index(after: end)...]
      line += 1
      guard let colon = row.utf8.firstIndex(of: UInt8(ascii: ":")) else { break }
      let key = row[row.utf8.index(row.startIndex, offsetBy: 3)..<colon]
      guard !key.isEmpty, key.allSatisfy({ $0.isLetter || $0 == "_" }) else { break }
      let sides = split(row[row.utf8.index(after: colon)...], at: " -- ")
      entries.append(
        Entry(key: String(key), value: trimmed(sides.before), comment: sides.after.map(trimmed), line: line)
      )
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

/// The text before and after the first place of a word; nil after it: the word is not in the text.
func split(_ text: Substring, at word: String) -> (before: Substring, after: Substring?) {
  var place = text.utf8.startIndex
  let bytes = text.utf8
  while let next = bytes[place...].firstIndex(of: word.utf8.first ?? 0) {
    if bytes[next...].starts(with: word.utf8) {
      return (text[..<next], text[bytes.index(next, offsetBy: word.utf8.count)...])
    }
    place = bytes.index(after: next)
  }
  return (text, nil)
}

func trimmed(_ text: some StringProtocol) -> String {
  let rest = Substring(text).drop { $0.isWhitespace }
  let end = rest.lastIndex { !$0.isWhitespace }
  return end.map { String(rest[...$0]) } ?? ""
}
