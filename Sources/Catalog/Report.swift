public import WallClock

/// A report: one SELECT in sql/reports/, with parameters that -p sets.
public struct Report: Sendable, Equatable {
  /// A column of it.
  public struct Column: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// What it holds.
    public let meaning: String
  }

  /// The name, that of the file.
  public let name: String
  /// What it is called above its rows.
  public let title: String
  /// The question that it answers.
  public let summary: String
  /// What one row is; nil: the file does not say it.
  public let grain: String?
  /// Whether its rows name people; nil: the file does not say it.
  public let isPersonal: Bool?
  /// What -p can set.
  public let parameters: [Parameter]
  /// Its columns in their order; empty: the file does not name them.
  public let columns: [Column]
  /// The column that --from and --to compare, where it has no parameters of these names.
  public let period: String?
  /// The picture of it.
  public let chart: ReportChart?
  /// The file.
  public let file: SQLFile

  init(_ file: SQLFile) throws {
    try file.refuseUnknownKeys([
      "report", "title", "summary", "grain", "personal", "param", "column", "period", "chart", "example",
    ])
    name = file.name
    summary = try file.required("summary")
    title = file.header.text("title") ?? Report.title(of: file.name)
    grain = file.header.text("grain")
    isPersonal = try file.header.value("personal").map { _ in try file.oneOf(["yes", "no"], "personal") == "yes" }
    parameters = try file.declaredParameters(ofReport: true)
    columns = try Report.columns(file)
    chart = try ReportChart(file, columns: columns.map(\.name))
    period = file.header.value("period")
    self.file = file
    try file.refuseNames(Report.refused)
    guard let period, !columns.isEmpty, !columns.contains(where: { $0.name == period }) else { return }
    throw CatalogError(
      file: file.path,
      line: file.header.entries.first { $0.key == "period" }?.line,
      "period names the column \(period), which it does not have",
      remedy: wordsToUse(columns.map(\.name), insteadOf: period)
    )
  }

  /// Functions that could choose another agency or role, or run a text that does.
  private static let refused: Set<String> = [
    "set_config", "query_to_xml", "query_to_xmlschema", "query_to_xml_and_xmlschema", "cursor_to_xml",
    "cursor_to_xmlschema", "ts_stat", "ts_rewrite", "dblink", "dblink_exec",
  ]

  /// `on_time` becomes `On time`.
  private static func title(of name: String) -> String {
    let words = name.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private static func columns(_ file: SQLFile) throws -> [Column] {
    var columns: [Column] = []
    for entry in file.header.entries where entry.key == "column" {
      guard let meaning = entry.comment, !meaning.isEmpty, !entry.value.isEmpty else {
        throw CatalogError(
          file: file.path,
          line: entry.line,
          "the column \(entry.value) has no meaning",
          remedy: "write `-- column: name -- what it holds`"
        )
      }
      guard !columns.contains(where: { $0.name == entry.value }) else {
        throw CatalogError(file: file.path, line: entry.line, "the column \(entry.value) is named twice")
      }
      columns.append(Column(name: entry.value, meaning: meaning))
    }
    return columns
  }

  /// The greatest number that a parameter takes: days of a hundred years.
  private static let greatest = 36_525

  /// What is said of the first of these values whose name is not a parameter of it, or which it does not take, or of a value that is
  /// missing; nil: it takes all of them.
  public func refusal(of values: [String: String]) -> (what: String, remedy: String?)? {
    let known = parameters.map(\.name)
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let parameter = parameters.first(where: { $0.name == key }) else {
        return (
          "the report \(name) has no parameter \(key)",
          known.isEmpty ? "it has no parameters" : wordsToUse(known, insteadOf: key)
        )
      }
      if let fault = parameter.fault(of: value, within: 0...Self.greatest) {
        return ("\(key) of the report \(name) \(fault), not \"\(value)\"", nil)
      }
    }
    if let missing = parameters.first(where: { $0.isRequired && (values[$0.name] ?? "").isEmpty }) {
      return (
        "the report \(name) needs a value of \(missing.name): \(missing.unit ?? missing.kindInWords)",
        "give it with -p \(missing.name)=…"
      )
    }
    return nil
  }

  /// All of its parameters with their values: days by their dates, what was not given as the file has it.
  ///
  /// - Parameter today: the day on which somebody asks, in the agency's zone.
  public func values(_ given: [String: String], today: CivilDate) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: parameters.map { parameter in
        let value = given[parameter.name] ?? parameter.defaultValue
        switch parameter.kind {
        case .date: return (parameter.name, RelativeDate(value)?.date(on: today).iso ?? value)
        case .choices:
          return (parameter.name, value.split(separator: ",").map { trimmed($0) }.joined(separator: ","))
        default: return (parameter.name, value)
        }
      }
    )
  }
}

/// What the picture of a report shows: `stacked bars of in_time, late by week split by recruiter`.
public struct ReportChart: Sendable, Equatable {
  /// How it is drawn.
  public enum Kind: String, Sendable, CaseIterable {
    /// A bar for each category.
    case bars
    /// A line for each series over the categories.
    case lines
    /// A bar for each category, made of the series.
    case stackedBars = "stacked bars"
    /// A small picture for each series.
    case smallMultiples = "small multiples"
  }

  /// How it is drawn.
  public let kind: Kind
  /// The columns whose values are summed, each a series of its own; `rows`: how many rows there are.
  public let measures: [String]
  /// The column whose values stand along the axis.
  public let category: String
  /// The column whose values are the series, of a chart of one measure; nil: the measures are.
  public let series: String?

  /// The columns that it shows.
  public var columns: [String] { measures.filter { $0 != "rows" } + [category] + [series].compactMap(\.self) }

  /// Reads a line `chart`; nil: the file has none.
  init?(_ file: SQLFile, columns: [String]) throws {
    guard let entry = file.header.entries.first(where: { $0.key == "chart" }) else { return nil }
    let (kind, rest) = split(entry.value[...], at: " of ")
    let (measures, place) = split(rest ?? "", at: " by ")
    let (category, series) = split(place ?? "", at: " split by ")
    guard let drawn = Kind(rawValue: trimmed(kind)), place != nil else {
      let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw CatalogError(
        file: file.path,
        line: entry.line,
        "chart cannot be read: \(entry.value)",
        remedy: "write `-- chart: KIND of COLUMN[, COLUMN] by COLUMN[ split by COLUMN]`; kinds: \(kinds)"
      )
    }
    self.kind = drawn
    self.measures = measures.split(separator: ",").map { trimmed($0) }
    self.category = trimmed(category)
    self.series = series.map { trimmed($0) }
    if !columns.isEmpty, let unknown = self.columns.first(where: { !columns.contains($0) }) {
      throw CatalogError(
        file: file.path,
        line: entry.line,
        "chart names the column \(unknown), which the report does not have",
        remedy: wordsToUse(columns, insteadOf: unknown)
      )
    }
    guard self.series == nil || self.measures.count == 1 else {
      throw CatalogError(
        file: file.path,
        line: entry.line,
        "a chart that is split by a column has one measure",
        remedy: "name one column after `of`"
      )
    }
  }
}
