import Foundation

/// A value of a JSON object that the database made for a page.
enum PageValue: Decodable {
  case text(String)
  case number(Int)
  case truth(Bool)
  case list([PageValue])
  case nothing

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    // Of which type it is shows only by trying.
    func read<T: Decodable>(_ type: T.Type) throws -> T? {
      do { return try value.decode(type) } catch DecodingError.typeMismatch { return nil }
    }
    if value.decodeNil() {
      self = .nothing
    } else if let truth = try read(Bool.self) {
      self = .truth(truth)
    } else if let number = try read(Int.self) {
      self = .number(number)
    } else if let list = try read([PageValue].self) {
      self = .list(list)
    } else {
      self = .text(try value.decode(String.self))
    }
  }

  /// As templates take it; nil: nothing is to be shown.
  var value: Any? {
    switch self {
    case .text(let text): text.isEmpty ? nil : text.onOneLine
    case .number(let number): number
    case .truth(let truth): truth
    case .list(let values): values.compactMap(\.value)
    case .nothing: nil
    }
  }

  /// The object's values by name.
  static func object(_ json: String?) throws -> [String: Any] {
    guard let json else { return [:] }
    return try JSONDecoder().decode([String: PageValue].self, from: Data(json.utf8)).compactMapValues(\.value)
  }
}
