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
  /// Whether tags are taken out and entities read.
  public var isHTML = false
  /// Takes one part.
  public var split: Split?
  /// Value to value; the key "" is for an empty one.
  public var map: [String: String]?
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

  init(_ base: Base, line: Int) {
    self.base = base
    self.line = line
  }

  /// This and everything it is made of.
  public var withParts: [ImportExpression] {
    switch base {
    case .column, .constant: [self]
    case .join(let parts, _), .first(let parts), .lookup(_, let parts): [self] + parts.flatMap(\.withParts)
    }
  }

  /// The columns it reads.
  public var columns: [(name: String, line: Int)] {
    withParts.compactMap { part in
      guard case .column(let name) = part.base else { return nil }
      return (name, part.line)
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
