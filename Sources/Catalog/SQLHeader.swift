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
    // By bytes: looking for the ends of characters takes longer than all else. And only as far as the header goes: the statement
    // below it may be long.
    var rest = Substring(text).utf8
    while rest.starts(with: "-- ".utf8) {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let row = rest[..<end].dropFirst(3)
      rest = end == rest.endIndex ? rest[end...] : rest[rest.index(after: end)...]
      line += 1
      guard let colon = row.firstIndex(of: UInt8(ascii: ":")) else { break }
      let key = row[..<colon]
      guard !key.isEmpty, key.allSatisfy(isPartOfKey) else { break }
      let sides = split(Substring(row[row.index(after: colon)...]), at: " -- ")
      entries.append(
        Entry(key: String(Substring(key)), value: trimmed(sides.before), comment: sides.after.map(trimmed), line: line)
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

/// Letters, those beyond ASCII too, and `_`.
private func isPartOfKey(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80 || byte == UInt8(ascii: "_")
    || byte >= 0x80
}

/// The text before and after the first place of a word; nil after it: the word is not in the text.
func split(_ text: Substring, at word: String) -> (before: Substring, after: Substring?) {
  guard let place = place(of: Array(word.utf8), in: text) else { return (text, nil) }
  let start = text.utf8.index(text.utf8.startIndex, offsetBy: place)
  return (text[..<start], text[text.utf8.index(start, offsetBy: word.utf8.count)...])
}

/// How many bytes stand before the first place of a word, which is not empty.
private func place(of word: [UInt8], in text: Substring) -> Int? {
  let found = text.utf8.withContiguousStorageIfAvailable { bytes in
    var start = 0
    while start + word.count <= bytes.count {
      if bytes[start] == word[0], bytes[start..<start + word.count].elementsEqual(word) { return start }
      start += 1
    }
    return -1
  }
  // A text that lies in pieces is copied into one.
  return found.map { $0 < 0 ? nil : $0 } ?? place(of: word, in: String(decoding: text.utf8, as: UTF8.self)[...])
}

/// The text without blanks at its ends.
func trimmed(_ text: some StringProtocol) -> String {
  var bytes = Substring(text).utf8
  while let first = bytes.first, isBlank(first) { bytes = bytes.dropFirst() }
  while let last = bytes.last, isBlank(last) { bytes = bytes.dropLast() }
  let rest = Substring(bytes)
  // Blanks beyond ASCII are told by characters.
  guard let first = bytes.first, let last = bytes.last, first >= 0x80 || last >= 0x80 else { return String(rest) }
  let inner = rest.drop { $0.isWhitespace }
  return inner.lastIndex { !$0.isWhitespace }.map { String(inner[...$0]) } ?? ""
}

private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte) }
