import Foundation

/// A value of a JSON document.
enum JSONValue: Codable {
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

  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .object(let fields): try value.encode(fields)
    case .list(let values): try value.encode(values)
    case .text(let text): try value.encode(text)
    case .number(let number): try value.encode(number)
    case .truth(let truth): try value.encode(truth)
    case .nothing: try value.encodeNil()
    }
  }

  /// Whether it holds other values.
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
}
