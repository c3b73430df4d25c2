import Foundation
import Tabular

/// A line of an address card: `item1.TEL;TYPE=cell,pref:+1 646 555 0102`.
struct CardProperty {
  /// Its name in capitals, without its group.
  let name: String
  /// The types, in small letters.
  private(set) var types: Set<String> = []
  /// The lower the better.
  private(set) var preference = 100
  /// How the value is packed, in capitals; nil: it stands as it is.
  private(set) var encoding: String?
  private var charset: String?
  private let value: ArraySlice<UInt8>

  /// Nil: it is not a line of a card.
  init?(_ line: ArraySlice<UInt8>) {
    // A colon or semicolon in quotes belongs to a parameter's value.
    var (parts, isQuoted, part): ([[UInt8]], Bool, [UInt8]) = ([], false, [])
    var end: Int?
    scan: for place in line.indices {
      switch line[place] {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: ":") where !isQuoted:
        end = place
        break scan
      case UInt8(ascii: ";") where !isQuoted:
        parts.append(part)
        part = []
      case let byte: part.append(byte)
      }
    }
    guard let end else { return nil }
    parts.append(part)
    guard let word = parts[0].split(separator: UInt8(ascii: ".")).last,
      word.allSatisfy({ $0 == UInt8(ascii: "-") || isLetterOrDigit($0) })
    else { return nil }
    name = String(decoding: word, as: UTF8.self).uppercased()
    value = line[(end + 1)...]
    for part in parts.dropFirst() { take(parameter: String(decoding: part, as: UTF8.self)) }
  }

  private mutating func take(parameter: String) {
    let pair = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let word = pair[0].uppercased()
    guard pair.count == 2 else {
      // Old programs write the type and the encoding without TYPE= and ENCODING=.
      if ["QUOTED-PRINTABLE", "BASE64"].contains(word) { encoding = word } else { take(types: parameter) }
      return
    }
    switch word {
    case "PREF": preference = Int(pair[1]) ?? preference
    case "TYPE": take(types: pair[1])
    case "ENCODING": encoding = pair[1].uppercased()
    case "CHARSET": charset = pair[1]
    default: return
    }
  }

  private mutating func take(types words: String) {
    for type in words.split(separator: ",") {
      if type.lowercased() == "pref" { preference = 0 } else { types.insert(type.lowercased()) }
    }
  }

  /// Why a value cannot be read.
  struct Unreadable: Error {
    let reason: String
  }

  /// The value as text; nil: it is a picture or the like, packed for lines of text. Throws ``Unreadable``.
  func text() throws -> String? {
    var bytes = Array(value)
    switch encoding {
    case nil, "8BIT", "7BIT": break
    case "QUOTED-PRINTABLE":
      guard let unpacked = Self.unpacked(bytes) else {
        throw Unreadable(reason: "\(name) is not what its encoding QUOTED-PRINTABLE says")
      }
      bytes = unpacked
    case "BASE64", "B":
      var packed = bytes.filter { $0 > 0x20 }
      // Many programs leave out the signs that fill it up.
      while packed.count % 4 != 0 { packed.append(UInt8(ascii: "=")) }
      guard let unpacked = Data(base64Encoded: Data(packed)) else {
        throw Unreadable(reason: "\(name) is not what its encoding BASE64 says")
      }
      guard let text = Tabular.text(Array(unpacked), charset: charset ?? "UTF-8"), !text.utf8.contains(0) else {
        return nil
      }
      return text
    case let other?: throw Unreadable(reason: "\(name) has the encoding \(other.prefix(40)), which is not known")
    }
    guard let text = Tabular.text(bytes, charset: charset ?? "UTF-8") else {
      guard let charset else { throw Unreadable(reason: "\(name) is not UTF-8") }
      throw Unreadable(reason: "\(name) cannot be read in its character set \(charset.prefix(40))")
    }
    return text
  }

  /// `M=C3=BCller` as bytes; nil: it is not written so.
  private static func unpacked(_ bytes: [UInt8]) -> [UInt8]? {
    var unpacked: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "=") else {
        unpacked.append(byte)
        continue
      }
      guard rest.count >= 2, let number = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
        return nil
      }
      unpacked.append(number)
      rest = rest.dropFirst(2)
    }
    return unpacked
  }

  /// The parts of a value between semicolons, without their escapes.
  static func parts(_ value: String) -> [String] {
    var (parts, isEscaped): ([String.UnicodeScalarView], Bool) = ([.init()], false)
    for sign in value.unicodeScalars {
      if isEscaped {
        parts[parts.count - 1].append(sign == "n" || sign == "N" ? "\n" : sign)
        isEscaped = false
      } else if sign == "\\" {
        isEscaped = true
      } else if sign == ";" {
        parts.append(.init())
      } else {
        parts[parts.count - 1].append(sign)
      }
    }
    return parts.map { String($0).trimmingCharacters(in: .whitespaces) }
  }

  /// Whether a line goes on in the next one by a `=` at its end, as the encoding QUOTED-PRINTABLE has it.
  static func goesOn(_ line: ArraySlice<UInt8>) -> Bool {
    guard line.last == UInt8(ascii: "=") else { return false }
    let head = line.prefix(200).prefix { $0 != UInt8(ascii: ":") }
    return String(decoding: head, as: UTF8.self).uppercased().contains("QUOTED-PRINTABLE")
  }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
  (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
}
