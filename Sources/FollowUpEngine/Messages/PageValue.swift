import Foundation

/// The values of a JSON object that the database made for a page.
enum PageValue {
  /// The object's values by name, as templates take them; what is not to be shown is left out.
  static func object(_ json: String?) throws -> [String: Any] {
    guard let json else { return [:] }
    return try JSONDecoder().decode([String: JSONValue].self, from: Data(json.utf8)).compactMapValues(\.shown)
  }
}

extension JSONValue {
  /// As templates take it; nil: nothing is to be shown.
  fileprivate var shown: Any? {
    switch self {
    case .text(let text): text.isEmpty ? nil : text.onOneLine
    case .number(let number): Int("\(number)") ?? "\(number)"
    case .truth(let truth): truth
    case .list(let values): values.compactMap(\.shown)
    case .object(let fields): fields.compactMapValues(\.shown)
    case .nothing: nil
    }
  }
}
