/// Numbers in Prometheus' text format, version 0.0.4, as node_exporter's textfile collector reads them.
public struct MetricsText: Sendable {
  /// A number with its labels, in the order in which they are written.
  struct Sample: Sendable {
    let labels: KeyValuePairs<String, String>
    let value: Double
  }

  /// What is told under one name.
  struct Family: Sendable {
    let name: String
    let help: String
    var samples: [Sample] = []

    mutating func add(_ value: Double, _ labels: KeyValuePairs<String, String> = [:]) {
      samples.append(Sample(labels: labels, value: value))
    }

    mutating func add(_ value: Int, _ labels: KeyValuePairs<String, String> = [:]) { add(Double(value), labels) }
  }

  let families: [Family]

  /// The file's text; a name of which nothing is known is left out.
  public var text: String {
    families.filter { !$0.samples.isEmpty }.map { family in
      let head = "# HELP \(family.name) \(Self.help(family.help))\n# TYPE \(family.name) gauge\n"
      return head + family.samples.map { "\(family.name)\(Self.labels($0.labels)) \(Self.number($0.value))\n" }.joined()
    }.joined()
  }

  private static func labels(_ labels: KeyValuePairs<String, String>) -> String {
    labels.isEmpty ? "" : "{" + labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",") + "}"
  }

  private static func help(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }

  private static func escaped(_ text: String) -> String {
    // By scalars: a line break may be one character with what stands beside it.
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
          switch scalar {
          case "\\": ["\\", "\\"]
          case "\"": ["\\", "\""]
          case "\n": ["\\", "n"]
          default: [scalar]
          }
        }
      )
    )
  }

  /// To the millisecond.
  private static func number(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return Int(exactly: rounded).map(String.init) ?? "\(rounded)"
  }
}
