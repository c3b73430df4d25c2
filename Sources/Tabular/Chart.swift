/// What a picture shows: values of one or more series over categories.
public struct Chart: Sendable, Equatable {
  /// How it is drawn.
  public enum Kind: Sendable {
    /// A bar for each category; with several series, a group of bars.
    case bars
    /// A line for each series.
    case lines
    /// A bar for each category, made of the series.
    case stackedBars
    /// A small picture for each series.
    case smallMultiples
  }

  /// One series: a value for each category; `nil`: not known, which is a gap.
  public struct Series: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// Its values, as many as there are categories.
    public var values: [Double?]

    /// A series.
    public init(name: String, values: [Double?]) {
      self.name = name
      self.values = values
    }

    var total: Double { values.compactMap(\.self).reduce(0) { $0 + abs($1) } }
  }

  /// How it is drawn.
  public let kind: Kind
  /// What it shows, in a few words.
  public let title: String
  /// The categories in order: names, or days as `2026-11-20`.
  public private(set) var categories: [String]
  /// The series in order.
  public private(set) var series: [Series]
  /// What was left out of the picture, in a sentence; `nil`: nothing.
  public private(set) var omission: String?

  /// More than that are too many to be read.
  static let mostCategories = 60
  /// More than that cannot be told apart.
  static let mostSeries = 8

  /// A picture of at most 60 categories and 8 series (of small multiples 24): further categories are left out, the smallest series are
  /// summed up as `other`.
  public init(kind: Kind, title: String, categories: [String], series: [Series]) {
    self.kind = kind
    self.title = title
    self.categories = categories
    self.series = series
    var omissions: [String] = []
    if categories.count > Self.mostCategories {
      omissions.append("\(categories.count - Self.mostCategories) more are in the table only")
      self.categories = Array(categories.prefix(Self.mostCategories))
      self.series = series.map { Series(name: $0.name, values: Array($0.values.prefix(Self.mostCategories))) }
    }
    let most = kind == .smallMultiples ? 24 : Self.mostSeries
    if self.series.count > most {
      let kept = Set(
        self.series.indices.sorted { self.series[$0].total > self.series[$1].total }.prefix(most - 1)
      )
      let rest = self.series.indices.filter { !kept.contains($0) }.map { self.series[$0] }
      omissions.append("other stands for the \(rest.count) smallest")
      self.series =
        self.series.indices.filter(kept.contains).map { self.series[$0] } + [Self.sum(of: rest, named: "other")]
    }
    omission = omissions.isEmpty ? nil : omissions.joined(separator: "; ") + "."
  }

  private static func sum(of series: [Series], named name: String) -> Series {
    let count = series.first?.values.count ?? 0
    return Series(
      name: name,
      values: (0..<count).map { place in
        let known = series.compactMap { $0.values[place] }
        return known.isEmpty ? nil : known.reduce(0, +)
      }
    )
  }

  /// Whether there is nothing to draw.
  var isEmpty: Bool { series.allSatisfy { $0.values.allSatisfy { $0 == nil } } }

  /// Whether the categories are days, which go from left to right.
  var isOverTime: Bool { !categories.isEmpty && categories.allSatisfy { Moment(date: $0) != nil } }

  /// The picture in words: every number of a small one, of a large one the ends.
  var words: String {
    if isEmpty { return "There is nothing to show." }
    let kinds: [Kind: String] = [
      .bars: "Bars", .lines: "Lines", .stackedBars: "Stacked bars", .smallMultiples: "Small pictures",
    ]
    let lines = series.map { each -> String in
      let known = zip(categories, each.values).compactMap { category, value in value.map { (category, $0) } }
      let named = series.count > 1 || each.name != title ? "\(each.name): " : ""
      guard known.count > 12, let most = known.max(by: { $0.1 < $1.1 }), let least = known.min(by: { $0.1 < $1.1 }),
        let first = known.first, let last = known.last
      else { return named + known.map { "\($0.0) \(numberText($0.1))" }.joined(separator: ", ") + "." }
      return named
        + "from \(numberText(first.1)) at \(first.0) to \(numberText(last.1)) at \(last.0); most \(numberText(most.1)) at "
        + "\(most.0), least \(numberText(least.1)) at \(least.0)."
    }
    return "\(kinds[kind] ?? ""). \(lines.joined(separator: " "))" + (omission.map { " \($0)" } ?? "")
  }
}

/// A number as people read it: at most two digits after the point, commas between thousands.
func numberText(_ number: Double) -> String {
  let hundredths = (number.magnitude * 100).rounded()
  guard hundredths < 1e15 else { return "\(number)" }
  let whole = Int(hundredths) / 100
  var digits = String(whole)
  var place = digits.count - 3
  while place > 0 {
    digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
    place -= 3
  }
  let part = Int(hundredths) % 100
  if part > 0 { digits += part % 10 == 0 ? ".\(part / 10)" : ".\(part < 10 ? "0" : "")\(part)" }
  return (number < 0 && hundredths > 0 ? "−" : "") + digits
}
