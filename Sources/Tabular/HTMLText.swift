import CHTMLParser
import Foundation

/// The text of a piece of HTML: tags taken out, entities read, blanks run together.
///
/// What stands in comments, style sheets and scripts is not text. Addresses in angle brackets, and a `<` that begins no tag, are.
public func plainText(ofHTML html: String) -> String {
  guard html.utf8.contains(UInt8(ascii: "<")) || html.utf8.contains(UInt8(ascii: "&")) else { return oneLine(html) }
  let text = HTMLText()
  var events = html_events(
    element: { data, name in
      guard let data, let name else { return }
      let text = Unmanaged<HTMLText>.fromOpaque(data).takeUnretainedValue()
      if HTMLText.separating.contains(String(cString: name).lowercased()) { text.bytes.append(0x20) }
    },
    text: { data, text, length in
      guard let data, let text else { return }
      let bytes = UnsafeRawBufferPointer(start: text, count: Int(length))
      Unmanaged<HTMLText>.fromOpaque(data).takeUnretainedValue().bytes.append(contentsOf: bytes)
    }
  )
  HTMLText.prepared(Array(html.utf8)).withUnsafeBytes { bytes in
    html_read(
      bytes.bindMemory(to: CChar.self).baseAddress,
      Int32(clamping: bytes.count),
      &events,
      Unmanaged.passUnretained(text).toOpaque()
    )
  }
  return oneLine(String(decoding: text.bytes, as: UTF8.self))
}

private func oneLine(_ text: String) -> String { text.split { $0.isWhitespace }.joined(separator: " ") }

/// Gathers what the parser tells.
private final class HTMLText {
  /// Lines, paragraphs, cells and items stand apart; words within a line do not.
  static let separating: Set<String> = [
    "address", "article", "blockquote", "body", "br", "caption", "dd", "div", "dl", "dt", "footer", "form", "h1", "h2",
    "h3",
    "h4", "h5", "h6", "header", "hr", "li", "ol", "option", "p", "pre", "section", "table", "tbody", "td", "textarea",
    "tfoot",
    "th", "thead", "title", "tr", "ul",
  ]

  var bytes: [UInt8] = []

  /// What people write in notes, and Word puts there, as HTML has it: `<bob@work.example>` and a `<` after which no tag ends are text,
  /// `<![if …]>` is not.
  static func prepared(_ html: [UInt8]) -> [UInt8] {
    var ready: [UInt8] = []
    ready.reserveCapacity(html.count + 64)
    let last = html.lastIndex(of: UInt8(ascii: ">")) ?? -1
    var lastCommentEnd: Int?
    var index = 0
    while index < html.count {
      if html[index] == UInt8(ascii: "&"), let reference = reference(html[(index + 1)...]) {
        ready += Array(reference.text.utf8)
        index += reference.length + 1
        continue
      }
      guard html[index] == UInt8(ascii: "<") else {
        ready.append(html[index])
        index += 1
        continue
      }
      let rest = html[(index + 1)...]
      if index > last || isAddress(rest) || isTooLong(rest) {
        ready += Array("&lt;".utf8)
        index += 1
      } else if rest.starts(with: Array("!--".utf8)) {
        if lastCommentEnd == nil { lastCommentEnd = lastEnd(of: Array("-->".utf8), in: html) }
        // One that never ends is text.
        let end = index < lastCommentEnd ?? -1 ? commentEnd(html, from: index + 4) : nil
        if end == nil { ready += Array("&lt;".utf8) }
        index = end ?? index + 1
      } else if rest.starts(with: Array("![if".utf8)) || rest.starts(with: Array("![endif".utf8)) {
        index = (rest.firstIndex(of: UInt8(ascii: ">")) ?? index) + 1
      } else {
        ready.append(html[index])
        index += 1
      }
    }
    return ready
  }

  /// The character that is named behind a `&` in a way that libxml2 does not read as browsers do: by a name of HTML 5, or by its number in
  /// windows-1252.
  private static func reference(_ rest: ArraySlice<UInt8>) -> (text: String, length: Int)? {
    guard let end = rest.prefix(40).firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let name = String(decoding: rest[..<end], as: UTF8.self)
    if name.hasPrefix("#") {
      let isHexadecimal = name.lowercased().hasPrefix("#x")
      guard let code = UInt8(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10), code >= 0x80,
        code < 0xA0, let text = String(data: Data([code]), encoding: .windowsCP1252)
      else { return nil }
      return (text, name.utf8.count + 1)
    }
    return HTMLEntities.references(name).map { ($0, name.utf8.count + 1) }
  }

  /// Whether an address of a person or a page stands up to the next `>`.
  private static func isAddress(_ rest: ArraySlice<UInt8>) -> Bool {
    var scheme = true
    var isAddress = false
    for (offset, byte) in rest.prefix(2000).enumerated() {
      switch byte {
      case UInt8(ascii: ">"): return isAddress
      case UInt8(ascii: "<"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0...0x20: return false
      case UInt8(ascii: "="): if !isAddress { return false }
      case UInt8(ascii: "@"): isAddress = offset > 0
      case UInt8(ascii: ":"):
        let next = rest[(rest.startIndex + offset + 1)...]
        if scheme, next.starts(with: Array("//".utf8)) { isAddress = offset > 0 }
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "."): scheme = false
      default: break
      }
    }
    return false
  }

  /// Whether more words follow than a tag has attributes: the parser compares each with all others.
  private static func isTooLong(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first, (0x61...0x7A).contains(first | 0x20) else { return false }
    var blanks = 0
    for byte in rest {
      if byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") { return false }
      if byte <= 0x20 { blanks += 1 }
      if blanks > 2000 { return true }
    }
    return false
  }

  private static func lastEnd(of mark: [UInt8], in html: [UInt8]) -> Int {
    var index = html.count - mark.count
    while index >= 0, !html[index...].starts(with: mark) { index -= 1 }
    return index
  }

  private static func commentEnd(_ html: [UInt8], from start: Int) -> Int? {
    // `<!-->` and `<!--->` are comments too.
    var index = max(start - 2, 0)
    while index + 2 < html.count {
      if html[index] == 0x2D, html[index + 1] == 0x2D, html[index + 2] == 0x3E { return index + 3 }
      index += 1
    }
    return nil
  }
}
