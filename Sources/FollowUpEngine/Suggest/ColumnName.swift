import Catalog
import Foundation

/// The name of a source column, compared with the words that columns are known by.
struct ColumnName {
  /// Without case, accents, blanks and signs.
  let squashed: String
  /// Its words, squashed each.
  let parts: [String]
  /// Words that only join others.
  private static let joining: Set<String> = [
    "of", "the", "de", "du", "des", "der", "die", "das", "dem", "den", "la", "le", "les", "l", "d", "el", "los", "las",
    "del", "van", "het", "am",
  ]

  init(_ name: String) {
    squashed = ImportWords.squashed(name)
    var parts: [String] = []
    var part = ""
    var last: Character?
    for letter in name {
      let begins = letter.isUppercase && last?.isLowercase == true
      if begins || !(letter.isLetter || letter.isNumber) {
        parts.append(part)
        part = ""
      }
      if letter.isLetter || letter.isNumber { part.append(letter) }
      last = letter
    }
    self.parts = (parts + [part]).map(ImportWords.squashed).filter { !$0.isEmpty }
  }

  /// The name as a whole, then without joining words.
  private var spellings: [String] {
    let plain = parts.filter { !Self.joining.contains($0) }.joined()
    return plain.isEmpty || plain == squashed ? [squashed] : [squashed, plain]
  }

  /// How well the name says something of a file's own rows, from 0 to 100.
  ///
  /// - Parameters:
  ///   - words: what it is called.
  ///   - owners: what the file is called, which may stand before or behind.
  func match(_ words: Set<String>, owners: Set<String>) -> Int {
    var best = 0
    for spelling in spellings {
      if words.contains(spelling) { return 100 }
      let trimmed = Self.withoutDigits(spelling)
      if words.contains(trimmed) { best = max(best, 92) }
      for rest in Self.without(owners, trimmed) where words.contains(rest) { best = max(best, 96) }
    }
    if best > 0 { return best }
    // The last words of a longer name say more than the first ones.
    for count in stride(from: parts.count - 1, to: 0, by: -1) {
      let end = parts.suffix(count).joined()
      if end.count > 3, words.contains(end) { return 60 }
    }
    for count in stride(from: parts.count - 1, to: 0, by: -1) {
      let start = parts.prefix(count).joined()
      if start.count > 3, words.contains(start) { return 50 }
    }
    return 0
  }

  /// The same, where the cells are codes of it: "status_id".
  func matchOfCode(_ words: Set<String>, owners: Set<String>, ids: Set<String>) -> Int {
    guard parts.count > 1, parts.last.map(ids.contains) == true else { return 0 }
    return max(0, ColumnName(parts.dropLast().joined(separator: " ")).match(words, owners: owners) - 6)
  }

  /// How well the name says that the cells refer to rows of another file.
  ///
  /// - Parameters:
  ///   - words: what the other file is called, and what this column is.
  ///   - owners: what this file is called.
  func refers(to words: Set<String>, owners: Set<String>, ids: Set<String>, names: Set<String>) -> Int {
    var best = 0
    for spelling in spellings {
      for (whole, cost) in [(spelling, 0)] + Self.without(owners, spelling).map({ ($0, 4) }) {
        if words.contains(whole) { best = max(best, 88 - cost) }
        for rest in Self.without(ids, whole) {
          if words.contains(rest) { best = max(best, 100 - cost) }
          if Self.without(names, rest).contains(where: words.contains) { best = max(best, 98 - cost) }
          if Self.without(Self.links, rest).contains(where: words.contains) { best = max(best, 97 - cost) }
        }
        if Self.without(names, whole).contains(where: words.contains) { best = max(best, 72 - cost) }
        if Self.without(Self.mails, whole).contains(where: words.contains) { best = max(best, 70 - cost) }
        if words.contains(Self.withoutDigits(whole)) { best = max(best, 80 - cost) }
      }
    }
    if best > 0 { return best }
    let hasID = parts.last.map(ids.contains) == true
    let rest = hasID ? parts.dropLast() : parts[...]
    if let last = rest.last, last.count > 3, words.contains(last) { return hasID ? 66 : 55 }
    return 0
  }

  /// How well the name says that these are the ids of the file's own rows.
  func isID(owners: Set<String>, ids: Set<String>) -> Int {
    spellings.reduce(0) { best, spelling in
      if ids.contains(spelling) { return 100 }
      let isOwn = Self.without(owners, spelling).contains(where: ids.contains)
      return isOwn ? max(best, 99) : best
    }
  }

  /// What APIs put between a name and its id.
  private static let links: Set<String> = ["reference", "ref", "link"]
  private static let mails: Set<String> = ["email", "mail", "emailadresse", "mailadresse", "courriel", "correo"]

  private static func withoutDigits(_ text: String) -> String {
    let rest = String(text.reversed().drop { $0.isNumber }.reversed())
    return rest.isEmpty ? text : rest
  }

  /// The text without any of the words at its beginning or end.
  private static func without(_ words: Set<String>, _ text: String) -> [String] {
    words.flatMap { word -> [String] in
      guard !word.isEmpty, text.count > word.count else { return [] }
      return (text.hasPrefix(word) ? [String(text.dropFirst(word.count))] : [])
        + (text.hasSuffix(word) ? [String(text.dropLast(word.count))] : [])
    }
  }
}
