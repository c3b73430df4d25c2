/// Which rows and columns of a report are wanted, in which order.
public struct ReportSelection: Sendable, Equatable {
  /// Only the rows with a value in a column.
  public struct Condition: Sendable, Equatable {
    /// The column.
    public let column: String
    /// Its value; empty: none.
    public let value: String

    /// A condition.
    public init(column: String, value: String) {
      self.column = column
      self.value = value
    }
  }

  /// A column by which rows are ordered.
  public struct Order: Sendable, Equatable {
    /// The column.
    public let column: String
    /// Whether the greatest comes first.
    public let isDescending: Bool

    /// An order.
    public init(column: String, isDescending: Bool) {
      self.column = column
      self.isDescending = isDescending
    }
  }

  /// The columns, in this order; empty: all.
  public var columns: [String] = []
  /// All of them hold.
  public var conditions: [Condition] = []
  /// Empty: the report's own order.
  public var order: [Order] = []
  /// At most so many rows.
  public var limit: Int?
  /// The first day of the column that the report's header names as its period.
  public var from: String?
  /// The last day of it.
  public var to: String?

  /// Everything.
  public init() {}

  /// Whether it leaves a report as it is.
  public var isEmpty: Bool { self == ReportSelection() }
}

extension Catalog {
  /// A report's statement with a selection around it. The columns of the selection must be known to be the report's.
  ///
  /// - Parameters:
  ///   - report: the report with its values.
  ///   - period: the column that the selection's days are those of, and whether it holds dates; nil: the selection names no days.
  ///   - types: the type of each column, as SQL names it.
  ///   - zone: the zone in which days are counted.
  public func selected(
    _ selection: ReportSelection,
    of report: SQLPart,
    period: (column: String, holdsDates: Bool)?,
    types: [String: String],
    zone: String
  ) throws -> SQLPart {
    var conditions = try selection.conditions.map { condition in
      SQLPart(
        try reportFile(condition.value.isEmpty ? "report_empty" : "report_condition"),
        ["value": condition.value],
        names: ["column": quoted(condition.column), "type": types[condition.column] ?? "text"]
      )
    }
    if let period {
      conditions.append(
        SQLPart(
          try reportFile(period.holdsDates ? "report_period_of_dates" : "report_period"),
          ["from": selection.from, "to": selection.to, "zone": zone],
          names: ["column": quoted(period.column)]
        )
      )
    }
    let order = selection.order.map { "report.\(quoted($0.column))\($0.isDescending ? " DESC NULLS LAST" : "")" }
    return SQLPart(
      try reportFile("report_selected"),
      ["limit": selection.limit.map(String.init)],
      names: [
        "columns": selection.columns.isEmpty
          ? "report.*" : selection.columns.map { "report.\(quoted($0))" }.joined(separator: ", ")
      ],
      parts: [
        "report": [report], "conditions": conditions,
        "order": order.isEmpty
          ? [] : [SQLPart(try reportFile("report_order"), [:], names: ["order": order.joined(separator: ", ")])],
      ]
    )
  }

  /// What a report's picture shows, in rows of category, series and value.
  ///
  /// - Parameter report: the report with its values, and what is selected of it.
  public func chartStatement(_ chart: ReportChart, of report: SQLPart) throws -> SQLPart {
    let series = try chart.measures.enumerated().map { place, measure in
      SQLPart(
        try reportFile("report_chart_series"),
        ["measure": String(place), "label": chart.series == nil ? heading(measure) : nil],
        names: [
          "category": quoted(chart.category),
          "series": quoted(chart.series ?? chart.category),
          "value": measure == "rows" ? "1" : "report.\(quoted(measure))",
        ]
      )
    }
    return SQLPart(try reportFile("report_chart"), [:], parts: ["report": [report], "series": series])
  }

  /// `in_time` becomes `in time`.
  private func heading(_ name: String) -> String { name.replacing("_", with: " ") }

  /// A statement that has the server read a value as a column of a type holds it.
  public func reportValue(_ value: String, type: String) throws -> SQLPart {
    SQLPart(try reportFile("report_value"), ["value": value], names: ["type": type])
  }

  private func reportFile(_ name: String) throws -> SQLFile { try statement(at: "sql/engine/report/\(name).sql") }
}

/// A name as SQL quotes it.
private func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }
