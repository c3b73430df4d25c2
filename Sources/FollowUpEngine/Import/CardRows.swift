import Foundation
import Tabular

/// The rows of address cards, vCard 3.0 (RFC 2426) and 4.0 (RFC 6350): a card is a row.
///
/// Columns: each property by its name in small letters, `fn`, `note`, `org`, `title`, several values with `; ` between them; besides, of N `family` and
/// `given`; of ORG `company`, its first part; of EMAIL and TEL `email` and `phone`, the preferred or the first, and `email.work`, `phone.cell` and
/// the like, the first of that type. Pictures, sounds and keys are left out, and whatever else is packed and not text.
enum CardRows {
  /// What is not text.
  private static let leftOut = ["PHOTO", "LOGO", "SOUND", "KEY"]

  /// A card of which the end has not come yet.
  private struct Open {
    /// Where it begins: the number among the lines, and in the file.
    let position: Int
    let line: Int
    var card = Card()
    var fault: (line: Int, value: String?, reason: String)?
  }

  /// Each card with the line of its BEGIN. A card of which a line cannot be read, and one of vCard 2.1, is a row with a fault, with that line.
  ///
  /// - Throws: a ``TabularError`` of kind `.input` with the line: what is not a card, one without an end.
  static func read(_ path: String) throws -> [NamedRow] {
    let lines = FoldedLines(try wholeFile(path, mebibytes: 256), goesOn: CardProperty.goesOn)
    var rows: [NamedRow] = []
    var current: Open?
    for position in 0..<lines.count where !lines[position].isBlank {
      let line = lines[position]
      let property = CardProperty(line.bytes)
      guard var open = current else {
        guard let property else {
          throw refusal(path, line.number, "is not a line of a vCard", "export the contacts again, as vCard 3.0 or 4.0")
        }
        guard property.name == "BEGIN", try isCard(property) else { throw stray(path, line.number) }
        current = Open(position: position, line: line.number)
        continue
      }
      // The card is changed in place.
      current = nil
      if property?.name == "BEGIN" { throw stray(path, line.number) }
      if let property, property.name == "END", try isCard(property) {
        rows.append(row(open, lines, through: position))
        continue
      }
      if open.fault == nil { open.fault = try fault(property, line, in: &open.card) }
      current = open
    }
    if let current { throw refusal(path, current.line, "the vCard has no end", "export the contacts again") }
    return rows
  }

  /// Takes a line into a card, or says why it cannot.
  private static func fault(
    _ property: CardProperty?,
    _ line: FoldedLines.Line,
    in card: inout Card
  ) throws -> (line: Int, value: String?, reason: String)? {
    let remedy = "export the contacts again, as vCard 3.0 or 4.0 in UTF-8"
    guard let property else {
      let start = String(decoding: line.bytes.prefix(40), as: UTF8.self)
      return (line.number, start, "is not a line of a vCard; \(remedy)")
    }
    if leftOut.contains(property.name) { return nil }
    do {
      guard let value = try property.text() else { return nil }
      if property.name != "VERSION" {
        card.add(property, value)
      } else if value.trimmingCharacters(in: .whitespaces) == "2.1" {
        return (line.number, nil, "is a vCard of version 2.1, which is not read; \(remedy)")
      }
      return nil
    } catch let unreadable as CardProperty.Unreadable {
      return (line.number, nil, "\(unreadable.reason); \(remedy)")
    }
  }

  private static func row(_ open: Open, _ lines: FoldedLines, through end: Int) -> NamedRow {
    guard let fault = open.fault else { return NamedRow(line: open.line, cells: open.card.cells) }
    let raw = (open.position...end).map { String(decoding: lines[$0].bytes, as: UTF8.self) }.joined(separator: "\n")
    return NamedRow(line: fault.line, fault: NamedRow.Fault(value: fault.value, reason: fault.reason, raw: raw))
  }

  private static func isCard(_ property: CardProperty) throws -> Bool {
    do {
      return try property.text()?.trimmingCharacters(in: .whitespaces).uppercased() == "VCARD"
    } catch is CardProperty.Unreadable {
      return false
    }
  }

  private static func stray(_ path: String, _ line: Int) -> TabularError {
    refusal(path, line, "does not stand within a vCard", "begin each with BEGIN:VCARD and end it with END:VCARD")
  }

  private static func refusal(_ path: String, _ line: Int?, _ message: String, _ remedy: String) -> TabularError {
    TabularError(kind: .input, file: path, line: line, message: message, remedy: remedy)
  }

  private struct Card {
    private(set) var cells: [String: String] = [:]
    private var preferences: [String: Int] = [:]

    mutating func add(_ property: CardProperty, _ value: String) {
      let parts = CardProperty.parts(value)
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
    private mutating func take(_ name: String, _ value: String, _ property: CardProperty) {
      if value.isEmpty { return }
      append("\(name)s", value)
      for type in property.types where cells["\(name).\(type)"] == nil { cells["\(name).\(type)"] = value }
      guard property.preference < preferences[name] ?? Int.max else { return }
      (cells[name], preferences[name]) = (value, property.preference)
    }

    private mutating func append(_ name: String, _ value: String) {
      if value.isEmpty { return }
      if cells[name] == nil { cells[name] = value } else { cells[name]?.append("; \(value)") }
    }

    /// What a URI says, as a person would write it.
    private func without(_ scheme: String, _ value: String) -> String {
      guard value.lowercased().hasPrefix(scheme) else { return value }
      return String(value.dropFirst(scheme.count)).replacing(";ext=", with: " x")
    }
  }
}
