import Catalog
import Foundation
import Postgres
import Tabular

// What a page says around a report's rows.
extension ReportRunner {
  /// The picture of a report; nil: its file has none.
  func chart(of report: Report, _ selected: SQLPart, on connection: isolated Connection) throws -> Chart? {
    guard let chart = report.chart else { return nil }
    let rows = try connection.query(try session.bind(try session.catalog.chartStatement(chart, of: selected)))
    var categories: [String] = []
    var series: [String] = []
    var values: [String: [String: Double]] = [:]
    for row in rows {
      let category = row.text(at: 0).flatMap { $0.isEmpty ? nil : $0 } ?? "none"
      let name = row.text(at: 1).flatMap { $0.isEmpty ? nil : $0 } ?? "none"
      if values[category] == nil { categories.append(category) }
      if !series.contains(name) { series.append(name) }
      values[category, default: [:]][name] = row.text(at: 2).flatMap(Double.init)
    }
    let kind: Chart.Kind =
      switch chart.kind {
      case .bars: .bars
      case .lines: .lines
      case .stackedBars: .stackedBars
      case .smallMultiples: .smallMultiples
      }
    return Chart(
      kind: kind,
      title: title(of: chart),
      categories: categories,
      series: series.map { name in
        Chart.Series(name: name, values: categories.map { values[$0]?[name] })
      }
    )
  }

  private func title(of chart: ReportChart) -> String {
    let words = { (name: String) in name == "rows" ? "rows" : name.replacing("_", with: " ") }
    let measures = chart.measures.map(words).joined(separator: ", ")
    let split = chart.series.map { " and \(words($0))" } ?? ""
    return measures.prefix(1).uppercased() + measures.dropFirst() + " by \(words(chart.category))\(split)"
  }

  /// What stands around its table.
  func head(of report: Report, _ values: [String: String], _ request: ReportRequest, charts: [Chart]) throws -> PageHead
  {
    var facts = [("Agency", session.agency.name), ("As of", moment())]
    for parameter in report.parameters {
      guard let value = values[parameter.name], !value.isEmpty else { continue }
      facts.append((heading(parameter.name), value))
    }
    if let recruiter = request.recruiter { facts.append(("Only recruiter", recruiter)) }
    if let client = request.client { facts.append(("Only client", client)) }
    return PageHead(
      question: report.summary,
      facts: facts,
      charts: charts,
      meanings: Dictionary(uniqueKeysWithValues: report.columns.map { ($0.name, $0.meaning) }),
      caution: report.isPersonal == false ? nil : "This page names people: keep it within the agency."
    )
  }

  private func heading(_ name: String) -> String {
    let words = name.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// The session's moment in the agency's zone.
  func moment() -> String {
    guard let zone = TimeZone(identifier: session.agency.timeZone) else { return "\(session.asOf)" }
    let style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day().dateTimeSeparator(.space)
      .time(includingFractionalSeconds: false)
    return "\(session.asOf.formatted(style).prefix(16)) (\(session.agency.timeZone))"
  }
}
