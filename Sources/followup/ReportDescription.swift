import Catalog

/// What `report show` says of a report.
struct ReportDescription {
  private let report: Report
  private let example: String?

  /// Of a report, with its example where there is one.
  init(_ report: Report, example: String?) {
    self.report = report
    self.example = example
  }

  /// All of it, lines of at most 100 columns but for the example.
  var text: String {
    var parts = ["\(report.name): \(report.title)\n\n\(wrapped(report.summary))"]
    parts.append(
      block([
        ("Rows", report.grain),
        ("People", report.isPersonal.map { $0 ? "the rows name people" : "the rows do not name people" }),
        ("Days", report.period.map { "--from and --to compare \($0)" }),
        ("Chart", report.chart.map(words)),
        ("File", "\(report.file.path) (--sql prints it)"),
      ])
    )
    if !report.parameters.isEmpty {
      parts.append("Parameters (-p name=value)\n" + block(report.parameters.map { ("  \($0.name)", words($0)) }))
    }
    if !report.columns.isEmpty {
      parts.append("Columns\n" + block(report.columns.map { ("  \($0.name)", $0.meaning) }))
    }
    if let example { parts.append("Example, on the sample agency\n\n\(example)") }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func words(_ parameter: Parameter) -> String {
    let value =
      parameter.isRequired
      ? "must be given" : parameter.defaultValue.isEmpty ? "default: empty" : "default: \(parameter.defaultValue)"
    return "\(parameter.kindInWords), \(value)" + (parameter.unit.map { ": \($0)" } ?? "")
  }

  private func words(_ chart: ReportChart) -> String {
    "\(chart.kind.rawValue) of \(chart.measures.joined(separator: ", ")) by \(chart.category)"
      + (chart.series.map { ", split by \($0)" } ?? "")
  }

  /// Names with what is said of them in a column of their own.
  private func block(_ rows: [(name: String, words: String?)]) -> String {
    let known = rows.compactMap { row in row.words.map { (row.name, $0) } }
    let width = (known.map(\.0.count).max() ?? 0) + 2
    return known.map { name, words in
      name + String(repeating: " ", count: width - name.count) + wrapped(words, indent: width)
    }.joined(separator: "\n")
  }

  private func wrapped(_ text: String, indent: Int = 0) -> String {
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if !last.isEmpty, indent + last.count + 1 + word.count > 100 {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = last.isEmpty ? String(word) : "\(last) \(word)"
      }
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}
