/// Prometheus' text format, version 0.0.4, read as strictly as it is defined: each name once, with HELP and TYPE before its samples, no
/// sample twice, and nothing else.
public struct PrometheusText {
  /// The value of each sample, by name and labels.
  public private(set) var values: [Sample: Double] = [:]
  /// Names in the order of the text.
  public private(set) var names: [String] = []

  /// What tells one sample from the others.
  public struct Sample: Hashable, Sendable {
    /// Of the metric.
    public let name: String
    /// As they were before they were escaped.
    public let labels: [String: String]
  }

  /// The value of a sample; nil: it is not told.
  public subscript(_ name: String, _ labels: [String: String] = [:]) -> Double? {
    values[Sample(name: name, labels: labels)]
  }

  /// Reads a text.
  ///
  /// - Throws: a `SupportError` with the line that is wrong.
  public init(_ text: String) throws {
    guard text.isEmpty || text.hasSuffix("\n") else { throw SupportError("the last line has no end") }
    var hasType = true
    for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    {
      if let match = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (\S.*)/) {
        let name = String(match.1)
        guard hasType, !names.contains(name) else { throw SupportError("twice, or without a type: \(line)") }
        guard match.2.replacing("\\\\", with: "").replacing("\\n", with: "").contains("\\") == false else {
          throw SupportError("an escape that is not known: \(line)")
        }
        names.append(name)
        hasType = false
      } else if let match = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge)/) {
        guard !hasType, names.last == String(match.1) else { throw SupportError("a type in the wrong place: \(line)") }
        guard (match.2 == "counter") == match.1.hasSuffix("_total") else {
          throw SupportError("a counter's name ends in _total, and no other: \(line)")
        }
        hasType = true
      } else {
        let (sample, value) = try Self.sample(line)
        guard hasType, names.last == sample.name else { throw SupportError("not below its name: \(line)") }
        guard values.updateValue(value, forKey: sample) == nil else { throw SupportError("twice: \(line)") }
      }
    }
  }

  private static func sample(_ line: String) throws -> (Sample, Double) {
    guard let match = line.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?[0-9]+(?:\.[0-9]+)?)/),
      let value = Double(match.3)
    else { throw SupportError("not a sample: \(line)") }
    var labels: [String: String] = [:]
    var rest = match.2 ?? ""
    while !rest.isEmpty {
      guard let label = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"(?:,(?=.)|$)/) else {
        throw SupportError("not a label: \(line)")
      }
      let value = label.2.replacing(/\\(.)/) { $0.1 == "n" ? "\n" : String($0.1) }
      guard labels.updateValue(String(value), forKey: String(label.1)) == nil else {
        throw SupportError("a label twice: \(line)")
      }
      rest = rest[label.range.upperBound...]
    }
    return (Sample(name: String(match.1), labels: labels), value)
  }
}
