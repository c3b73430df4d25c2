import Catalog

/// A mapping in the making.
struct MappingDraft {
  /// What a canonical column is given.
  enum Value {
    /// As a mapping writes it, on one line.
    case plain(String)
    /// A column whose words become those of the canonical column.
    case words(column: String, [Word], otherwise: String?)
  }

  /// A word of the export.
  struct Word {
    let word: String
    /// What it becomes; empty: not known.
    let canonical: String
    /// What is not sure about it.
    let check: String?
    /// What another file of the export calls it.
    var gloss: String?
  }

  /// A canonical column.
  struct Line {
    let column: String
    let value: Value
    /// What is not sure about it; nil: it is.
    let check: String?

    /// The same, with one more thing that is not sure.
    func checked(_ words: String) -> Line {
      Line(column: column, value: value, check: [words, check].compactMap(\.self).joined(separator: "; "))
    }
  }

  /// A lookup of a value in another file.
  struct Lookup {
    let name: String
    let file: String
    let key: [String]
    let take: String
    let pick: String?
    let check: String?
  }

  /// A file and what it becomes.
  struct Entry {
    let target: String
    let sample: SourceSample
    var each: (column: String, at: String)?
    var lets: [(name: String, value: String)] = []
    var skips: [(when: String, values: [String], reason: String)] = []
    /// The column whose values under `skips` are those that stay.
    var keepsOnly: String?
    var lines: [Line] = []
    var note: String?
  }

  var lookups: [Lookup] = []
  var entries: [Entry] = []
  var ignored: [(name: String, reason: String)] = []
  /// Source columns that are read, by the name of their file.
  var used: [String: Set<String>] = [:]
  var times: [String] = []
  var unknown: [String] = []
  /// People who are there twice, and in how many rows more than once.
  var samePersons: [(target: String, file: String, id: String, rows: Int)] = []

  mutating func use(_ columns: [String], of sample: SourceSample) { used[sample.name, default: []].formUnion(columns) }
}

/// Texts of a mapping as YAML writes them.
enum YAMLText {
  /// A scalar that is the same text wherever it stands.
  static func scalar(_ text: String) -> String {
    let words = ["yes", "no", "true", "false", "null", "on", "off", "y", "n"]
    let isPlain =
      text.first?.isLetter == true && text.last != " "
      && text.allSatisfy { $0.isLetter || $0.isNumber || "_-. ()/".contains($0) } && !words.contains(text.lowercased())
    if isPlain { return text }
    var quoted = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _
      where scalar.value < 0x20 || scalar.value == 0x7F || (0x80...0x9F).contains(scalar.value)
        || scalar.value == 0xFEFF:
        quoted += "\\x" + String(scalar.value, radix: 16).leftPadded
      case "\u{2028}": quoted += "\\L"
      case "\u{2029}": quoted += "\\P"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return "\"\(quoted)\""
  }

  /// Columns joined by a text; one by itself.
  static func join(_ columns: [String], with separator: String = " ") -> String {
    guard columns.count != 1 else { return scalar(columns[0]) }
    let list = "[\(columns.map(scalar).joined(separator: ", "))]"
    return separator == " " ? "{join: \(list)}" : "{join: \(list), with: \(scalar(separator))}"
  }

  /// The first of columns that is not empty; one by itself.
  static func first(_ values: [String]) -> String {
    values.count == 1 ? values[0] : "{first: [\(values.joined(separator: ", "))]}"
  }
}

extension String {
  fileprivate var leftPadded: String { count < 2 ? "0\(self)" : self }
}
