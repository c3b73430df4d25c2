import Yams

/// A mapping of a YAML file of which every key must be asked for: unknown keys are refused with file and line.
public struct StrictYAML: Sendable {
  /// A value with the line it stands on.
  public enum Value: Sendable {
    /// A text, number or date, as written.
    case scalar(String, line: Int)
    /// A list.
    case list([Value], line: Int)
    /// Keys and values in the order of the file.
    case mapping([(key: String, line: Int, value: Value)], line: Int)

    /// Where it stands.
    public var line: Int {
      switch self {
      case .scalar(_, let line), .list(_, let line), .mapping(_, let line): line
      }
    }
  }

  /// The file, for messages.
  public let file: String
  /// Where the mapping begins.
  public let line: Int
  private let entries: [(key: String, line: Int, value: Value)]

  /// Reads a file's text; its top must be a mapping, and no key may stand twice.
  public init(text: String, file: String) throws {
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      let words = StrictYAML.words(of: error)
      throw CatalogError(
        file: file,
        line: StrictYAML.line(of: error),
        "is not YAML: \(words)",
        remedy: words.hasPrefix("mapping values")
          ? "put a value that has a colon and a blank in it between quotes" : nil
      )
    }
    guard let node else {
      self.init(file: file, entries: [], line: 1)
      return
    }
    let value = try StrictYAML.value(node, file: file)
    guard case .mapping(let entries, let line) = value else {
      throw CatalogError(file: file, line: value.line, "must begin with keys and values")
    }
    self.init(file: file, entries: entries, line: line)
  }

  private init(file: String, entries: [(key: String, line: Int, value: Value)], line: Int) {
    self.file = file
    self.entries = entries
    self.line = line
  }

  /// Refuses every key but these.
  public func allow(_ known: [String]) throws {
    for entry in entries where !known.contains(entry.key) {
      throw CatalogError(
        file: file,
        line: entry.line,
        "unknown key \(StrictYAML.shown(entry.key))",
        remedy: wordsToUse(known, insteadOf: entry.key)
      )
    }
  }

  /// The keys there are, with what they hold.
  public var all: [(key: String, line: Int, value: Value)] { entries }

  /// What a key holds; nil: it is missing.
  public func value(_ key: String) -> Value? { entries.first { $0.key == key }?.value }

  /// The keys and values of a mapping within the file; nil: the value is something else.
  public func mapping(_ value: Value) -> StrictYAML? {
    guard case .mapping(let entries, let line) = value else { return nil }
    return StrictYAML(file: file, entries: entries, line: line)
  }

  /// The text of a key; nil: it is missing.
  public func string(_ key: String) throws -> String? {
    guard let value = entries.first(where: { $0.key == key })?.value else { return nil }
    guard case .scalar(let text, _) = value else {
      throw CatalogError(file: file, line: value.line, "\(key) must be a single value")
    }
    return text
  }

  /// The text of a key that must be there.
  public func required(_ key: String) throws -> String {
    guard let text = try string(key), !text.isEmpty else {
      throw CatalogError(file: file, line: line, "\(key) is missing")
    }
    return text
  }

  /// A list of mappings; empty when the key is missing.
  public func mappings(_ key: String) throws -> [StrictYAML] {
    guard let value = entries.first(where: { $0.key == key })?.value else { return [] }
    guard case .list(let items, _) = value else {
      throw CatalogError(file: file, line: value.line, "\(key) must be a list")
    }
    return try items.map { item in
      guard case .mapping(let entries, let line) = item else {
        throw CatalogError(file: file, line: item.line, "each of \(key) must be keys and values")
      }
      return StrictYAML(file: file, entries: entries, line: line)
    }
  }

  /// A list of texts, or one text; empty when the key is missing.
  public func strings(_ key: String) throws -> [String] {
    guard let value = entries.first(where: { $0.key == key })?.value else { return [] }
    switch value {
    case .scalar(let text, _): return [text]
    case .list(let items, _):
      return try items.map { item in
        guard case .scalar(let text, _) = item else {
          throw CatalogError(file: file, line: item.line, "each of \(key) must be a single value")
        }
        return text
      }
    case .mapping(_, let line): throw CatalogError(file: file, line: line, "\(key) must be a list")
    }
  }

  /// A mapping of words to texts; empty when the key is missing.
  public func texts(_ key: String) throws -> [String: String] {
    guard let value = entries.first(where: { $0.key == key })?.value else { return [:] }
    guard case .mapping(let items, _) = value else {
      throw CatalogError(file: file, line: value.line, "\(key) must be keys and values")
    }
    var texts: [String: String] = [:]
    for item in items {
      guard case .scalar(let text, _) = item.value else {
        throw CatalogError(file: file, line: item.line, "\(item.key) must be a single value")
      }
      texts[item.key] = text
    }
    return texts
  }

  private static func value(_ node: Node, file: String) throws -> Value {
    let line = node.mark?.line ?? 1
    switch node {
    case .scalar(let scalar): return .scalar(scalar.string, line: line)
    case .sequence(let sequence): return .list(try sequence.map { try value($0, file: file) }, line: line)
    case .mapping(let mapping):
      var entries: [(key: String, line: Int, value: Value)] = []
      for (key, item) in mapping {
        let keyLine = key.mark?.line ?? line
        guard case .scalar(let name) = key else {
          throw CatalogError(file: file, line: keyLine, "a key must be a word")
        }
        guard !entries.contains(where: { $0.key == name.string }) else {
          throw CatalogError(file: file, line: keyLine, "the key \(shown(name.string)) is there twice")
        }
        entries.append((name.string, keyLine, try value(item, file: file)))
      }
      return .mapping(entries, line: line)
    case .alias: throw CatalogError(file: file, line: line, "YAML aliases are not supported")
    }
  }

  /// What is wrong, without the line that it is wrong in: that may hold a secret.
  private static func words(of error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
    default: "it cannot be read"
    }
  }

  /// A key as messages show it: what is not a plain word may be a value that slipped there, and is not repeated.
  public static func shown(_ key: String) -> String {
    let isWord = !key.isEmpty && key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
    return isWord && key.count <= 60 ? key : "on this line"
  }

  private static func line(of error: YamlError) -> Int? {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    default: nil
    }
  }
}
