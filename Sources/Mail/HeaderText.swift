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
      throw MailError.invalid("the header \(name) would contain \(codePoint(bad)), in \(quoted(text)): take it out")
    }
    return name + ": "
      + (needsEncoding(text) ? encodedWords(text, column: name.count + 2) : folded(text, column: name.count + 2))
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

  /// Encoded words of at most 75 characters, never cutting a character in two. Quoted-printable in every language: readers that
  /// join neighbouring words before decoding, GMime among them, lose what follows a word that base64 had to pad.
  static func encodedWords(_ text: String, column: Int) -> String {
    let (opening, closing) = ("=?UTF-8?Q?", "?=")
    func room(after column: Int) -> Int { lineLength - 1 - column - opening.count - closing.count }
    // A long header name leaves too little room beside it: the text then begins on the next line.
    var lines: [String] = room(after: column) >= 12 ? [] : [""]
    var word = ""
    for scalar in text.unicodeScalars {
      let next = String(scalar).utf8.map(quotedPrintable).joined()
      if word.count + next.count > room(after: lines.isEmpty ? column : 1) {
        lines.append(opening + word + closing)
        word = ""
      }
      word += next
    }
    lines.append(opening + word + closing)
    return lines.joined(separator: "\n ")
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
