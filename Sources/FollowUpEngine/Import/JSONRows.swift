import Foundation
import Tabular

/// The rows of a JSON document: a list of objects, one object, or an object a line.
///
/// What an object holds becomes columns: `email`, `address.city`, `phones[0].number`; a list of texts is one cell with `; ` between them. A part
/// of the document is a list within its objects: each of its elements is a row, with what its object holds as `parent.…`.
enum JSONRows {
  /// A list of objects has so many columns at most; who needs more reads it as a part.
  private static let mostElements = 20

  /// Each row with which object of the document it comes from, counted from 1; of an object a line, the line.
  ///
  /// - Throws: a ``TabularError`` of kind `.input`, with the line where there is one.
  static func read(_ path: String, part: String?, isLines: Bool) throws -> [(line: Int, cells: [String: String])] {
    let objects = try isLines ? lines(path) : document(path)
    guard let part else { return objects.map { ($0.line, cells($0.value)) } }
    let steps = part.split(separator: ".").map(String.init)
    return objects.flatMap { object -> [(line: Int, cells: [String: String])] in
      let parent = cells(object.value.without(steps))
      return elements(of: object.value, steps).map { element in
        var cells = cells(element)
        for (name, value) in parent { cells["parent.\(name)"] = value }
        return (object.line, cells)
      }
    }
  }

  private static func document(_ path: String) throws -> [(line: Int, value: JSONValue)] {
    switch try decoded(try wholeFile(path, mebibytes: 256), path, line: nil) {
    case .list(let values):
      return try values.enumerated().map { number, value in
        guard case .object = value else {
          throw refusal(path, "element \(number + 1) of the list is not an object", "export a list of objects")
        }
        return (number + 1, value)
      }
    case .object(let fields): return [(1, .object(fields))]
    default: throw refusal(path, "is neither a list of objects nor an object", "export a list of objects")
    }
  }

  private static func lines(_ path: String) throws -> [(line: Int, value: JSONValue)] {
    try wholeFile(path, mebibytes: 256).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
      .compactMap { number, line in
        if line.allSatisfy({ $0 <= 0x20 }) { return nil }
        let value = try decoded(Data(line), path, line: number + 1)
        guard case .object = value else {
          throw refusal(path, "is not an object", "write an object on each line", line: number + 1)
        }
        return (number + 1, value)
      }
  }

  private static func decoded(_ data: Data, _ path: String, line: Int?) throws -> JSONValue {
    do {
      return try JSONDecoder().decode(JSONValue.self, from: data)
    } catch {
      let place = place(ofFaultIn: data)
      throw TabularError(
        kind: .input,
        file: path,
        line: line ?? place?.line,
        column: place?.column,
        message: "is not JSON\(place == nil ? ", or it is cut off or nested too deeply" : "")",
        remedy: "export it again, as UTF-8"
      )
    }
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

  private static func refusal(_ path: String, _ message: String, _ remedy: String, line: Int? = nil) -> TabularError {
    TabularError(kind: .input, file: path, line: line, message: message, remedy: remedy)
  }

  private static func elements(of value: JSONValue, _ steps: [String]) -> [JSONValue] {
    if case .list(let values) = value { return values.flatMap { elements(of: $0, steps) } }
    guard let step = steps.first else { return [value] }
    guard case .object(let fields) = value, let next = fields[step] else { return [] }
    return elements(of: next, Array(steps.dropFirst()))
  }

  private static func cells(_ value: JSONValue) -> [String: String] {
    var cells: [String: String] = [:]
    fill(&cells, "", value)
    return cells
  }

  private static func fill(_ cells: inout [String: String], _ name: String, _ value: JSONValue) {
    switch value {
    case .object(let fields):
      for (key, value) in fields { fill(&cells, name.isEmpty ? key : "\(name).\(key)", value) }
    case .list(let values) where values.contains(where: \.isNested):
      for (number, value) in values.prefix(mostElements).enumerated() { fill(&cells, "\(name)[\(number)]", value) }
    case .list(let values): cells[name.isEmpty ? "value" : name] = values.map(\.text).joined(separator: "; ")
    default: cells[name.isEmpty ? "value" : name] = value.text
    }
  }
}

/// A value of a JSON document.
private enum JSONValue: Decodable {
  case object([String: JSONValue])
  case list([JSONValue])
  case text(String)
  case number(Decimal)
  case truth(Bool)
  case nothing

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    // Of which type it is shows only by trying.
    func read<T: Decodable>(_ type: T.Type) throws -> T? {
      do { return try value.decode(type) } catch DecodingError.typeMismatch { return nil }
    }
    if value.decodeNil() {
      self = .nothing
    } else if let text = try read(String.self) {
      self = .text(text)
    } else if let truth = try read(Bool.self) {
      self = .truth(truth)
    } else if let number = try read(Decimal.self) {
      self = .number(number)
    } else if let list = try read([JSONValue].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  var isNested: Bool {
    switch self {
    case .object, .list: true
    default: false
    }
  }

  /// A single value as a cell.
  var text: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .truth(let truth): truth ? "yes" : "no"
    case .object, .list, .nothing: ""
    }
  }

  /// Without the list at that path, whose elements are rows.
  func without(_ steps: [String]) -> JSONValue {
    guard case .object(var fields) = self, let step = steps.first else { return self }
    fields[step] = steps.count == 1 ? nil : fields[step]?.without(Array(steps.dropFirst()))
    return .object(fields)
  }
}
