import Foundation
import Tabular

/// The rows of a JSON document: a list of objects, one object, or an object a line.
///
/// What an object holds becomes columns: `email`, `address.city`, `phones[0].number`; a list of texts is one cell with `; ` between them. A part
/// of the document is a list within its objects: each of its elements is a row, with what its object holds as `parent.…`.
enum JSONRows {
  /// The longest name of a column, in bytes: what lies deep has the names of all above it in its own.
  static let longestName = 1000

  /// An object of the document: where it stands, and its value or why it is not one.
  private struct Element {
    let line: Int
    var value: JSONValue?
    var fault: NamedRow.Fault?
  }

  /// A name is longer than ``longestName``.
  private struct LongName: Error {
    let start: String
  }

  /// Each row with which object of the document it comes from, counted from 1; of an object a line, the line.
  ///
  /// An element that is not an object, and a line that is not JSON, is a row with a fault.
  ///
  /// - Throws: a ``TabularError`` of kind `.input`, with the line where there is one: what is not JSON, or not a list of objects.
  static func read(_ path: String, part: String?, isLines: Bool) throws -> [NamedRow] {
    let elements = try isLines ? lines(path) : document(path)
    let steps = part?.split(separator: ".").map(String.init)
    return elements.flatMap { element -> [NamedRow] in
      guard let value = element.value else {
        return element.fault.map { [NamedRow(line: element.line, fault: $0)] } ?? []
      }
      do {
        guard let steps else { return [NamedRow(line: element.line, cells: try cells(value))] }
        // The same for all rows of the object, and held once.
        let parent = try cells(value.without(steps), "parent")
        return try self.elements(of: value, steps).map { child in
          NamedRow(line: element.line, cells: try cells(child), shared: parent)
        }
      } catch {
        return [NamedRow(line: element.line, fault: fault(error, value))]
      }
    }
  }

  private static func document(_ path: String) throws -> [Element] {
    let value: JSONValue
    let data = try wholeFile(path, mebibytes: 256)
    do {
      value = try JSONDecoder().decode(JSONValue.self, from: data)
    } catch {
      let place = place(ofFaultIn: data)
      throw TabularError(
        kind: .input,
        file: path,
        line: place?.line,
        column: place?.column,
        message: "is not JSON\(place == nil ? ", or it is cut off or nested too deeply" : "")",
        remedy: "export it again, as UTF-8"
      )
    }
    switch value {
    case .list(let values):
      return values.enumerated().map { number, value in
        guard case .object = value else {
          let reason = "is element \(number + 1) of the list and not an object; export a list of objects"
          return Element(line: number + 1, fault: refusal(value, reason))
        }
        return Element(line: number + 1, value: value)
      }
    case .object: return [Element(line: 1, value: value)]
    default:
      throw TabularError(
        kind: .input,
        file: path,
        message: "is neither a list of objects nor an object",
        remedy: "export a list of objects"
      )
    }
  }

  private static func lines(_ path: String) throws -> [Element] {
    try wholeFile(path, mebibytes: 256).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
      .compactMap { number, bytes in
        if bytes.allSatisfy({ $0 <= 0x20 }) { return nil }
        do {
          let value = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
          guard case .object = value else {
            return Element(line: number + 1, fault: refusal(value, "is not an object; write an object on each line"))
          }
          return Element(line: number + 1, value: value)
        } catch {
          let place = place(ofFaultIn: Data(bytes)).map { " (character \($0.column))" }
          let reason =
            "is not JSON\(place ?? ", or it is cut off or nested too deeply"); write an object on each line, as UTF-8"
          let raw = String(decoding: bytes, as: UTF8.self)
          return Element(line: number + 1, fault: NamedRow.Fault(reason: reason, raw: raw))
        }
      }
  }

  private static func refusal(_ value: JSONValue, _ reason: String) -> NamedRow.Fault {
    let raw = written(value)
    return NamedRow.Fault(value: raw.count > 40 ? "\(raw.prefix(40))…" : raw, reason: reason, raw: raw)
  }

  private static func fault(_ error: any Error, _ value: JSONValue) -> NamedRow.Fault {
    guard let long = error as? LongName else {
      return NamedRow.Fault(reason: "cannot be read: \(error)", raw: written(value))
    }
    let reason = "is a name of more than \(longestName) bytes, with the names above it; shorten it at the source"
    return NamedRow.Fault(value: "\(long.start)…", reason: reason, raw: written(value))
  }

  private static func written(_ value: JSONValue) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return String(decoding: try encoder.encode(value), as: UTF8.self) } catch { return value.text }
  }

  /// The decoder does not say where; the older one does, as `Invalid value around character 14.`
  private static func place(ofFaultIn data: Data) -> (line: Int, column: Int)? {
    do {
      _ = try JSONSerialization.jsonObject(with: data)
      return nil
    } catch {
      let words = (error as NSError).userInfo[NSDebugDescriptionErrorKey] as? String ?? ""
      guard let offset = words.firstMatch(of: /character (\d+)/).flatMap({ Int($0.1) }), offset < data.count else {
        return nil
      }
      let before = data.prefix(offset)
      let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? before.startIndex
      return (before.count { $0 == UInt8(ascii: "\n") } + 1, before.endIndex - start + 1)
    }
  }

  private static func elements(of value: JSONValue, _ steps: [String]) -> [JSONValue] {
    if case .list(let values) = value { return values.flatMap { elements(of: $0, steps) } }
    guard let step = steps.first else { return [value] }
    guard case .object(let fields) = value, let next = fields[step] else { return [] }
    return elements(of: next, Array(steps.dropFirst()))
  }

  private static func cells(_ value: JSONValue, _ name: String = "") throws -> [String: String] {
    var cells: [String: String] = [:]
    try fill(&cells, name, value)
    return cells
  }

  private static func fill(_ cells: inout [String: String], _ name: String, _ value: JSONValue) throws {
    guard name.utf8.count <= longestName else { throw LongName(start: String(name.prefix(40))) }
    switch value {
    case .object(let fields):
      for (key, value) in fields { try fill(&cells, name.isEmpty ? trimmed(key) : "\(name).\(trimmed(key))", value) }
    case .list(let values) where values.contains(where: \.isNested):
      for (number, value) in values.enumerated() { try fill(&cells, "\(name)[\(number)]", value) }
    case .list(let values): cells[name.isEmpty ? "value" : name] = values.map(\.text).joined(separator: "; ")
    default: cells[name.isEmpty ? "value" : name] = value.text
    }
  }
}

extension JSONValue {
  /// Without the list at that path, whose elements are rows.
  fileprivate func without(_ steps: [String]) -> JSONValue {
    guard case .object(var fields) = self, let step = steps.first else { return self }
    fields[step] = steps.count == 1 ? nil : fields[step]?.without(Array(steps.dropFirst()))
    return .object(fields)
  }
}
