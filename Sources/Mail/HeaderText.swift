import Foundation

// What goes into a header line: folding, RFC 2047 encoding, and the refusal of anything that could begin another line.
// GMime's own encoder writes encoded words longer than the 75 characters that RFC 2047 allows when a text has no spaces.

/// Whether a character would break a header line or hide in it.
func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }

/// A character by number, for messages about characters that cannot be shown.
func codePoint(_ scalar: Unicode.Scalar) -> String {
  let names: [UInt32: String] = [0: "a NUL", 9: "a tab", 10: "a line break", 13: "a carriage return", 32: "a space"]
  if let name = names[scalar.value] { return name }
  let digits = String(scalar.value, radix: 16, uppercase: true)
  return "the character U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}

/// A text in quotes for an error message, with what cannot be shown made visible.
func quoted(_ text: String) -> String {
  var shown = ""
  for scalar in text.unicodeScalars.prefix(200) {
    shown += isControl(scalar) ? scalar.escaped(asASCII: true) : String(scalar)
  }
  return "“\(shown)”"
}

/// Header lines, joined by LF; a line that goes on begins with a space.
enum HeaderText {
  /// RFC 2047: a line that holds an encoded word has at most 76 characters. The same serves for every line.
  static let lineLength = 76

  /// `Name: value`, for a value that is plain text.
  static func line(_ name: String, text: String) throws -> String {
    if let bad = text.unicodeScalars.first(where: isControl) {
      throw MailError.invalid("the header \(name) would contain \(codePoint(bad)), in \(quoted(text)): remove it")
    }
    return name + ": "
      + (needsEncoding(text) ? encodedWords(text, column: name.count + 2) : folded(text, column: name.count + 2))
  }

  /// `Name: <URI>, <URI>`: a URI is never encoded or cut.
  static func line(_ name: String, links: [String]) throws -> String {
    for link in links {
      let allowed = link.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && ![0x3C, 0x3E, 0x2C].contains($0) }
      guard allowed, ["https://", "mailto:"].contains(where: link.hasPrefix), link.utf8.count <= 900 else {
        throw MailError.invalid(
          "\(quoted(link)) is not a link for the header \(name): use mailto: or https://, in ASCII, without a space, a comma, < or >"
        )
      }
    }
    return "\(name): " + links.map { "<\($0)>" }.joined(separator: ",\n ")
  }

  /// `Name: mailbox, mailbox`.
  static func line(_ name: String, mailboxes: [Mailbox]) throws -> String {
    var line = name + ": "
    var column = line.count
    for (index, mailbox) in mailboxes.enumerated() {
      var item = try "<\(mailbox.wireAddress)>"
      if let name = mailbox.name {
        let phrase = phrase(name, column: column)
        let last = phrase.split(separator: "\n").last.map(\.count) ?? 0
        let fits = (phrase.contains("\n") ? last : column + last) + 2 + item.count <= lineLength
        item = phrase + (fits ? " " : "\n ") + item
      } else {
        item = try mailbox.wireAddress
      }
      line += item + (index + 1 < mailboxes.count ? ",\n " : "")
      column = 1
    }
    return line
  }

  /// A person's name before an address: words, a quoted string, or encoded words.
  static func phrase(_ name: String, column: Int) -> String {
    if needsEncoding(name) || column + name.count + 2 > lineLength { return encodedWords(name, column: column) }
    let plain = name.utf8.allSatisfy { $0 == 0x20 || isAtomText($0) } && !name.hasPrefix(" ") && !name.hasSuffix(" ")
    if plain && !name.contains("  ") { return name }
    return "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Not ASCII, or ASCII that would be read as something else or cannot be folded.
  static func needsEncoding(_ text: String) -> Bool {
    !text.utf8.allSatisfy { $0 < 0x80 } || text.contains("=?") || text.hasPrefix(" ") || text.hasSuffix(" ")
      || text.contains("  ") || text.split(separator: " ").contains { $0.count > lineLength - 2 }
  }

  /// Encoded words of at most 75 characters, never cutting a character in two: base64 where most letters are outside ASCII, else
  /// quoted-printable, which leaves the others readable.
  static func encodedWords(_ text: String, column: Int) -> String {
    let letters = text.unicodeScalars.filter { $0 != " " }
    let foreign = letters.count { !$0.isASCII }
    return foreign * 2 > letters.count ? base64Words(text, column: column) : quotedWords(text, column: column)
  }

  private static func quotedWords(_ text: String, column: Int) -> String {
    let room = room(for: column)
    var lines = room.isBeside ? [] : [""]
    var word = ""
    for scalar in text.unicodeScalars {
      let next = String(scalar).utf8.map(quotedPrintable).joined()
      if word.count + next.count > (lines.isEmpty ? room.first : room.next) {
        lines.append(opening("Q") + word + closing)
        word = ""
      }
      word += next
    }
    lines.append(opening("Q") + word + closing)
    return lines.joined(separator: "\n ")
  }

  /// Base64. Readers that join neighbouring words before decoding, GMime among them, lose what follows a word that was padded:
  /// every word but the last holds a multiple of three bytes, what is left of the three being taken by the scalars before.
  private static func base64Words(_ text: String, column: Int) -> String {
    let room = room(for: column)
    var lines = room.isBeside ? [] : [""]
    var word: [UInt8] = []
    /// The end of the longest part of the word that needs no padding.
    var whole = 0
    for scalar in text.unicodeScalars {
      let next = Array(String(scalar).utf8)
      let most = (lines.isEmpty ? room.first : room.next) / 4 * 3
      if word.count + next.count > most {
        // Scalars that never come to a multiple of three within a line are padded.
        let end = whole > 0 ? whole : word.count
        lines.append(opening("B") + Data(word[..<end]).base64EncodedString() + closing)
        word.removeFirst(end)
        whole = 0
      }
      word += next
      if word.count % 3 == 0 { whole = word.count }
    }
    lines.append(opening("B") + Data(word).base64EncodedString() + closing)
    return lines.joined(separator: "\n ")
  }

  private static let closing = "?="

  private static func opening(_ encoding: String) -> String { "=?UTF-8?\(encoding)?" }

  /// How many characters of a word fit beside what stands on the line, and on the lines after it.
  private static func room(for column: Int) -> (first: Int, next: Int, isBeside: Bool) {
    func room(after column: Int) -> Int { lineLength - 1 - column - opening("Q").count - closing.count }
    // A long header name leaves too little room beside it: the text then begins on the next line.
    return (room(after: column), room(after: 1), room(after: column) >= 12)
  }

  /// One byte as it may stand in an encoded word anywhere, a name before an address included (RFC 2047, section 5).
  private static func quotedPrintable(_ byte: UInt8) -> String {
    switch byte {
    case 0x20: return "_"
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return String(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      return "=" + (digits.count < 2 ? "0" : "") + digits
    }
  }

  /// ASCII text broken at spaces.
  private static func folded(_ text: String, column: Int) -> String {
    var (result, column) = ("", column)
    for (index, word) in text.split(separator: " ").enumerated() {
      if index > 0 {
        let fits = column + 1 + word.count <= lineLength
        result += fits ? " " : "\n "
        column = fits ? column + 1 : 1
      }
      result += word
      column += word.count
    }
    return result
  }

  private static func isAtomText(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
  }
}
