import Foundation
import Tabular

/// The rows of address cards, vCard 3.0 (RFC 2426) and 4.0 (RFC 6350): a card is a row.
///
/// Columns: each property by its name in small letters, `fn`, `note`, `org`, `title`, several values with `; ` between them; besides, of N `family` and
/// `given`; of ORG `company`, its first part; of EMAIL and TEL `email` and `phone`, the preferred or the first, and `email.work`, `phone.cell` and
/// the like, the first of that type. Pictures, sounds and keys are left out.
enum CardRows {
  /// What is not text.
  private static let leftOut = ["PHOTO", "LOGO", "SOUND", "KEY"]

  /// Each card with the line of its BEGIN.
  ///
  /// - Throws: a ``TabularError`` of kind `.input` with the line: what is not a card, one without an end, vCard 2.1.
  static func read(_ path: String) throws -> [(line: Int, cells: [String: String])] {
    var cards: [(line: Int, cells: [String: String])] = []
    var current: (line: Int, card: Card)?
    for (line, text) in try lines(path) where !text.allSatisfy(\.isWhitespace) {
      guard let property = Property(text) else {
        throw refusal(path, line, "is not a line of a vCard", "export the contacts again, as vCard 3.0 or 4.0")
      }
      let value = property.value.trimmingCharacters(in: .whitespaces).uppercased()
      switch (property.name, current == nil) {
      case ("BEGIN", true) where value == "VCARD": current = (line, Card())
      case ("BEGIN", _), (_, true):
        throw refusal(
          path,
          line,
          "does not stand within a vCard",
          "begin each with BEGIN:VCARD and end it with END:VCARD"
        )
      case ("END", false) where value == "VCARD":
        if let current { cards.append((current.line, current.card.cells)) }
        current = nil
      case ("VERSION", false) where value == "2.1":
        throw refusal(
          path,
          line,
          "is a vCard of version 2.1, which is not read",
          "export the contacts as vCard 3.0 or 4.0"
        )
      case ("VERSION", _): continue
      case (let name, _) where leftOut.contains(name): continue
      default: current?.card.add(property)
      }
    }
    if let current { throw refusal(path, current.line, "the vCard has no end", "export the contacts again") }
    return cards
  }

  /// The lines, with those that go on in the next one put together.
  private static func lines(_ path: String) throws -> [(line: Int, text: String)] {
    let data = try wholeFile(path, mebibytes: 256)
    guard let text = String(validating: data, as: UTF8.self) else {
      throw refusal(path, nil, "is not UTF-8", "export the contacts again, as vCard 3.0 or 4.0 in UTF-8")
    }
    var lines: [(line: Int, text: String)] = []
    let whole = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    for (number, line) in whole.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if line.first == " " || line.first == "\t", !lines.isEmpty {
        lines[lines.count - 1].text += line.dropFirst()
      } else {
        lines.append((number + 1, String(line)))
      }
    }
    return lines
  }

  private static func refusal(_ path: String, _ line: Int?, _ message: String, _ remedy: String) -> TabularError {
    TabularError(kind: .input, file: path, line: line, message: message, remedy: remedy)
  }

  /// `item1.TEL;TYPE=cell,pref:+1 646 555 0102`.
  private struct Property {
    let name: String
    private(set) var types: Set<String> = []
    private(set) var preference = 100
    let value: String

    init?(_ line: String) {
      // A colon or semicolon in quotes belongs to a parameter's value.
      var (parts, isQuoted, part): ([String], Bool, String) = ([], false, "")
      var rest = line[...]
      scan: while let sign = rest.first {
        rest = rest.dropFirst()
        switch sign {
        case "\"": isQuoted.toggle()
        case ":" where !isQuoted: break scan
        case ";" where !isQuoted:
          parts.append(part)
          part = ""
          continue scan
        default: part.append(sign)
        }
        if rest.isEmpty { return nil }
      }
      parts.append(part)
      guard let word = parts[0].split(separator: ".").last, !word.isEmpty,
        word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
      else { return nil }
      name = word.uppercased()
      value = String(rest)
      for part in parts.dropFirst() {
        let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if pair.count == 2, pair[0].uppercased() == "PREF" { preference = Int(pair[1]) ?? preference }
        // Old programs write the type without TYPE=.
        let words = pair.count == 1 ? pair[0] : pair[0].uppercased() == "TYPE" ? pair[1] : ""
        for type in words.split(separator: ",") {
          if type.lowercased() == "pref" { preference = 0 } else { types.insert(type.lowercased()) }
        }
      }
    }

    /// The parts between semicolons, without their escapes.
    var parts: [String] {
      var (parts, isEscaped): ([String], Bool) = ([""], false)
      for sign in value {
        if isEscaped {
          parts[parts.count - 1].append(sign == "n" || sign == "N" ? "\n" : sign)
          isEscaped = false
        } else if sign == "\\" {
          isEscaped = true
        } else if sign == ";" {
          parts.append("")
        } else {
          parts[parts.count - 1].append(sign)
        }
      }
      return parts.map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  private struct Card {
    private(set) var cells: [String: String] = [:]
    private var preferences: [String: Int] = [:]

    mutating func add(_ property: Property) {
      let parts = property.parts
      switch property.name {
      case "N":
        (cells["family"], cells["given"]) = (parts[0], parts.count > 1 ? parts[1] : "")
      case "ORG":
        cells["company"] = cells["company"] ?? parts[0]
        append("org", parts.filter { !$0.isEmpty }.joined(separator: ", "))
      case "EMAIL": take("email", without("mailto:", parts.joined(separator: ";")), property)
      case "TEL": take("phone", without("tel:", parts.joined(separator: ";")), property)
      default: append(property.name.lowercased(), parts.joined(separator: ";"))
      }
    }

    /// The preferred or first one, and the first of each type.
    private mutating func take(_ name: String, _ value: String, _ property: Property) {
      if value.isEmpty { return }
      append("\(name)s", value)
      for type in property.types where cells["\(name).\(type)"] == nil { cells["\(name).\(type)"] = value }
      guard property.preference < preferences[name] ?? Int.max else { return }
      (cells[name], preferences[name]) = (value, property.preference)
    }

    private mutating func append(_ name: String, _ value: String) {
      if value.isEmpty { return }
      cells[name] = cells[name].map { "\($0); \(value)" } ?? value
    }

    /// What a URI says, as a person would write it.
    private func without(_ scheme: String, _ value: String) -> String {
      guard value.lowercased().hasPrefix(scheme) else { return value }
      return String(value.dropFirst(scheme.count)).replacing(";ext=", with: " x")
    }
  }
}
