import Crypto
import Foundation
import FoundationXML
import Testing

@testable import Tabular

@Suite("Pictures of a table")
struct ChartTests {
  private func chart(
    _ kind: Chart.Kind,
    _ categories: [String],
    _ series: [(String, [Double?])]
  ) -> Chart {
    Chart(kind: kind, title: "Open by rule", categories: categories, series: series.map { .init(name: $0, values: $1) })
  }

  /// Every picture of a page is XML.
  private func pictures(_ html: String) throws -> [XMLDocument] {
    try html.matches(of: /(?s)<svg.*?<\/svg>/).map { try XMLDocument(xmlString: String($0.output), options: []) }
  }

  private func attributes(_ picture: XMLDocument, _ path: String, _ name: String) throws -> [Double] {
    try picture.nodes(forXPath: path).compactMap { ($0 as? XMLElement)?.attribute(forName: name)?.stringValue }
      .compactMap(Double.init)
  }

  @Test("Bars are as long as their values, say them, and are described in words")
  func bars() throws {
    let html = chart(.bars, ["first", "<b> & \"c\""], [("open", [40, 10])]).html
    let drawn = try pictures(html)
    #expect(drawn.count == 2)
    for picture in drawn {
      let widths = try attributes(picture, "//rect", "width")
      #expect(widths.count == 2)
      #expect(abs(widths[0] - 4 * widths[1]) < 0.5)
      let texts = try picture.nodes(forXPath: "//text").compactMap(\.stringValue)
      #expect(texts.contains("40") && texts.contains("10") && texts.contains("0"))
      let words = try picture.nodes(forXPath: "/svg/desc").compactMap(\.stringValue)
      #expect(words == ["Bars. open: first 40, <b> & \"c\" 10."])
      #expect(try picture.nodes(forXPath: "/svg[@role='img']").count == 1)
      // Nothing lies beyond the edge.
      let edge = try attributes(picture, "/svg", "width")[0]
      #expect(try attributes(picture, "//text", "x").allSatisfy { $0 <= edge })
    }
  }

  @Test("Values below zero go the other way; one that is not known is a gap, in a line too")
  func gaps() throws {
    let lying = try pictures(chart(.bars, ["a", "b"], [("n", [-5, nil])]).html)[0]
    #expect(try attributes(lying, "//rect", "width").count == 1)
    #expect(try lying.nodes(forXPath: "//text").compactMap(\.stringValue).contains("−5"))
    let days = ["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"]
    let line = try pictures(chart(.lines, days, [("n", [1, 2, nil, 4])]).html)[0]
    #expect(try line.nodes(forXPath: "//polyline").count == 1)
    #expect(try line.nodes(forXPath: "//circle").count == 3)
  }

  @Test("Stacked bars stand on one another and say their sum")
  func stacked() throws {
    let days = ["2026-11-02", "2026-11-09"]
    let picture = try pictures(chart(.stackedBars, days, [("done", [30, 10]), ("late", [10, 10])]).html)[0]
    let bars = "//rect[@class='s0' or @class='s1'][@height!='12']"
    let (tops, heights) = (try attributes(picture, bars, "y"), try attributes(picture, bars, "height"))
    #expect(heights.count == 4)
    #expect(abs(tops[1] + heights[1] - tops[0]) < 0.2)
    #expect(abs(heights[0] - 3 * heights[1]) < 0.3)
    #expect(try picture.nodes(forXPath: "//text[@class='value']").compactMap(\.stringValue) == ["40", "20"])
    #expect(try picture.nodes(forXPath: "//text").contains { $0.stringValue?.hasPrefix("2 Nov") == true })
  }

  @Test("Small multiples have one scale and a name each")
  func multiples() throws {
    let picture = try pictures(
      chart(.smallMultiples, ["2026-11-02"], [("Ana", [100]), ("Ben", [50])]).html
    )[0]
    let heights = try attributes(picture, "//rect", "height")
    #expect(abs(heights[0] - 2 * heights[1]) < 0.2)
    #expect(try picture.nodes(forXPath: "//text[@class='name']").compactMap(\.stringValue) == ["Ana", "Ben"])
  }

  @Test("What is too much is left out or summed up, and that is said")
  func tooMuch() throws {
    let many = chart(.bars, (1...75).map { "c\($0)" }, [("n", (1...75).map { Double($0) })])
    #expect(many.categories.count == 60)
    #expect(many.html.contains("<p>15 more are in the table only.</p>"))
    let series = (1...10).map { ("s\($0)", [Double?(Double($0)), nil]) }
    let split = chart(.stackedBars, ["a", "b"], series)
    #expect(split.series.map(\.name) == ["s4", "s5", "s6", "s7", "s8", "s9", "s10", "other"])
    #expect(split.series.last?.values == [6, nil])
    #expect(split.omission == "other stands for the 3 smallest.")
  }

  @Test(
    "Without a value there is no picture, but a sentence",
    arguments: [[], [("n", [nil])]] as [[(String, [Double?])]]
  )
  func nothing(series: [(String, [Double?])]) throws {
    let html = chart(.lines, series.isEmpty ? [] : ["a"], series).html
    #expect(try pictures(html).isEmpty)
    #expect(html.contains("There is nothing to show."))
  }

  @Test("Long and right-to-left names are cut, and whole on a pointer")
  func names() throws {
    let long = String(repeating: "Wolfeschlegelsteinhausen ", count: 3)
    let picture = try pictures(chart(.bars, [long, "ياسين منصور"], [("n", [1, 2])]).html)[1]
    let label = try #require(try picture.nodes(forXPath: "//text[title]").first)
    #expect(label.stringValue?.contains("…") == true)
    #expect(label.stringValue?.hasSuffix(long) == true)
  }

  @Test(
    "Ticks are round, and zero is one of them",
    arguments: [
      ([3, 478], [0, 100, 200, 300, 400, 500]), ([0.2, 0.9], [0, 0.2, 0.4, 0.6, 0.8, 1]),
      ([0], [0, 0.2]),
      ([-3, 7], [-4, -2, 0, 2, 4, 6, 8]),
    ] as [([Double], [Double])]
  )
  func ticks(values: [Double], ticks: [Double]) {
    let scale = ChartScale(values, from: 0, to: 100, most: 6)
    #expect(scale.ticks.count == ticks.count)
    #expect(zip(scale.ticks, ticks).allSatisfy { abs($0 - $1) < 1e-9 }, "\(scale.ticks)")
  }

  @Test(
    "Numbers are said as people write them",
    arguments: [
      (0, "0"), (12, "12"), (1234567, "1,234,567"), (0.5, "0.5"), (99.999, "100"), (-1.25, "−1.25"), (-0.001, "0"),
    ]
  )
  func numbers(number: Double, text: String) {
    #expect(numberText(number) == text)
  }

  @Test("A page with a head allows its own script and no other, and says what its columns hold")
  func page() throws {
    let buffer = MemoryBuffer()
    var sink = try makeSink(
      .html,
      columns: [Column(name: "open_now", kind: .integer)],
      title: "Open <now>",
      to: .memory(buffer),
      options: SinkOptions(
        page: PageHead(
          question: "How many?",
          facts: [("Agency", "A & B")],
          charts: [chart(.bars, ["a"], [("n", [1])])],
          meanings: ["open_now": "how many are open"],
          caution: "Keep it."
        )
      )
    )
    try sink.write(["12"])
    try sink.finish()
    let html = buffer.text
    let script = try #require(html.firstMatch(of: /(?s)<script>(.*)<\/script>/)?.output.1)
    let digest = Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString()
    #expect(html.contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-\(digest)'\""))
    #expect(html.contains("<h1>Open &lt;now&gt;</h1>\n<p class=\"q\">How many?</p>"))
    #expect(html.contains("<dt>Agency</dt><dd>A &amp; B</dd>"))
    #expect(html.contains("<th scope=\"col\" class=\"n\" title=\"how many are open\">Open now</th>"))
    #expect(html.contains("<dt>Open now</dt><dd>how many are open</dd>"))
    #expect(html.contains("<p>Keep it.</p>"))
    #expect(html.firstRange(of: "<svg")!.lowerBound < html.firstRange(of: "<table")!.lowerBound)
  }
}
