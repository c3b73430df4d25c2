/// Where a cell comes from, and what is done to it on the way.
public struct ImportExpression: Sendable, Equatable {
  /// Where it comes from.
  public indirect enum Base: Sendable, Equatable {
    /// A column of the source file, or one worked out by `let`.
    case column(String)
    /// The same for every row.
    case constant(String)
    /// Those that are not empty, with a text between them.
    case join([ImportExpression], with: String)
    /// The first that is not empty.
    case first([ImportExpression])
    /// A lookup's value for a key; empty when it has none.
    case lookup(String, by: [ImportExpression])
    /// A time so many minutes later; empty when either is.
    case later(than: ImportExpression, minutes: ImportExpression)
  }

  /// One part of a text.
  public struct Split: Sendable, Equatable {
    /// The text between parts.
    public let at: String
    /// Which part, from 1; from the end when negative.
    public let part: Int
  }

  /// Where it comes from.
  public let base: Base
  /// Cells that mean "not known"; nil: those of the whole mapping.
  public var empty: [String]?
  /// Whether a file may lack the column, which then is empty.
  public var isOptional = false
  /// Whether tags are taken out and entities read.
  public var isHTML = false
  /// Takes one part.
  public var split: Split?
  /// Value to value; the key "" is for an empty one.
  public var map: [String: String]? {
    didSet { mapWithoutCase = map.map { Dictionary($0.map { ($0.lowercased(), $1) }, uniquingKeysWith: { $1 }) } }
  }
  /// The map with its keys in lower case.
  public private(set) var mapWithoutCase: [String: String]?
  /// Whether the map takes words in any case; nil: as in the whole mapping.
  public var ignoresCase: Bool?
  /// What a value becomes that is not in the map; nil: the row is refused.
  public var otherwise: String?
  /// How the time is written; nil: as in the whole mapping.
  public var times: [ImportTimePattern]?
  /// The zone of a time without an offset; nil: that of the whole mapping.
  public var zone: String?
  /// The time of day of a date that becomes a time, HH:MM.
  public var at: String?
  /// Put before a value that is not empty.
  public var prefix: String?
  /// The canonical file whose ids these are: those of people who appear twice become the first one.
  public var refersTo: String?
  /// The line in the mapping.
  public let line: Int

  /// The most minutes between a start and an end: a week.
  public static let mostMinutes = 7 * 24 * 60

  init(_ base: Base, line: Int) {
    self.base = base
    self.line = line
  }

  /// This and everything it is made of.
  public var withParts: [ImportExpression] {
    switch base {
    case .column, .constant: [self]
    case .join(let parts, _), .first(let parts), .lookup(_, let parts): [self] + parts.flatMap(\.withParts)
    case .later(let start, let minutes): [self] + start.withParts + minutes.withParts
    }
  }

  /// The columns it cannot do without.
  public var columns: [(name: String, line: Int)] {
    withParts.compactMap { part in
      guard case .column(let name) = part.base, !part.isOptional else { return nil }
      return (name, part.line)
    }
  }

  /// Whether it comes from optional columns alone, and from none that is there.
  ///
  /// - Parameter columns: those that are there.
  public func isAbsent(from columns: Set<String>) -> Bool {
    switch base {
    case .column(let name): isOptional && !columns.contains(name)
    case .constant, .lookup: false
    case .join(let parts, _), .first(let parts): parts.allSatisfy { $0.isAbsent(from: columns) }
    case .later(let start, _): start.isAbsent(from: columns)
    }
  }
}

/// A column holds one of some values.
public struct ImportCondition: Sendable, Equatable {
  /// The column, or one worked out by `let`.
  public let column: String
  /// The values; "" is an empty cell.
  public let values: [String]
  /// The line in the mapping.
  public let line: Int
}
