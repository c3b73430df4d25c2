/// Draws a chart as SVG of some width, in colours of the page's style.
struct ChartSVG {
  private let chart: Chart
  private let width: Double
  private var out = ""
  private var height = 0.0
  /// Where numbers stand at the ends of lines, so that no two lie on one another.
  private var ends: [(x: Double, y: Double)] = []

  /// - Parameter width: in the units in which text is twelve high.
  init(_ chart: Chart, width: Double) {
    self.chart = chart
    self.width = width
  }

  /// The element.
  func text() -> String {
    var drawing = self
    drawing.draw()
    let (width, height) = (number(width), number(drawing.height))
    return """
      <svg role="img" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)">
      <title>\(htmlText(chart.title))</title>
      <desc>\(htmlText(chart.words))</desc>
      \(drawing.out)</svg>
      """
  }

  private mutating func draw() {
    switch chart.kind {
    case .smallMultiples: drawMultiples()
    case .lines: drawUpright(asLines: true)
    case .bars, .stackedBars: if chart.isOverTime { drawUpright(asLines: false) } else { drawLying() }
    }
  }

  // MARK: Bars from left to right, one below the other, for names

  private mutating func drawLying() {
    let isStacked = chart.kind == .stackedBars
    let longest = chart.categories.map { textWidth($0) }.max() ?? 0
    let labels = min(longest, width * (width < 500 ? 0.44 : 0.36)) + 8
    let values = 52.0
    let scale = ChartScale(extents(isStacked), from: labels, to: width - values, most: width < 500 ? 4 : 6)
    let bar = 18.0
    let bars = isStacked ? 1.0 : Double(max(1, chart.series.count))
    let row = bar * bars + 8
    let top = drawLegend() + 4
    let bottom = top + row * Double(chart.categories.count)
    for tick in scale.ticks {
      let x = scale.place(tick)
      line(x, top, x, bottom, tick == 0 ? "axis" : "grid")
      label(numberText(tick), x, bottom + 15, anchor: "middle")
    }
    for (place, category) in chart.categories.enumerated() {
      let y = top + row * Double(place) + 4
      label(cut(category, to: labels - 8), labels - 8, y + bar * bars / 2 + 4, anchor: "end", full: category)
      var ends = (negative: 0.0, positive: 0.0)
      for (index, series) in chart.series.enumerated() {
        guard let value = series.values[place] else { continue }
        let start = isStacked ? (value < 0 ? ends.negative : ends.positive) : 0
        if value < 0 { ends.negative = start + value } else { ends.positive = start + value }
        let top = isStacked ? y : y + bar * Double(index)
        let (from, to) = (scale.place(start), scale.place(start + value))
        box(min(from, to), top, abs(to - from), isStacked ? bar : bar - 1, index, hint(category, series, value))
        if isStacked {
          inside(value, (from + to) / 2, top + 13, room: abs(to - from))
        } else {
          outside(value, to, top + 13)
        }
      }
      if isStacked, chart.series.count > 1 {
        outside(ends.positive + ends.negative, scale.place(ends.positive), y + 13)
      }
    }
    height = bottom + 22
  }

  // MARK: Bars or lines side by side, for days

  private mutating func drawUpright(asLines: Bool) {
    let isStacked = chart.kind == .stackedBars
    let top = drawLegend() + 16
    let bottom = top + 200
    let right = width - (asLines ? 44 : 8)
    panel(
      x: 44,
      top: top,
      right: right,
      bottom: bottom,
      series: Array(chart.series.enumerated()),
      all: extents(isStacked),
      asLines: asLines,
      isStacked: isStacked
    )
    height = bottom + 24
  }

  private mutating func drawMultiples() {
    let columns = width < 500 ? 1 : 3
    let gap = 18.0
    let side = (width - gap * Double(columns - 1)) / Double(columns)
    let all = extents(false)
    for (place, each) in chart.series.enumerated() {
      let x = Double(place % columns) * (side + gap)
      let top = Double(place / columns) * 128 + 24
      label(cut(each.name, to: side), x, top - 10, anchor: "start", full: each.name, style: "name")
      panel(
        x: x + 34,
        top: top,
        right: x + side,
        bottom: top + 76,
        series: [(0, each)],
        all: all,
        asLines: false,
        isStacked: false
      )
      height = max(height, top + 104)
    }
  }

  /// One plot with its axes.
  private mutating func panel(
    x: Double,
    top: Double,
    right: Double,
    bottom: Double,
    series: [(offset: Int, element: Chart.Series)],
    all: [Double],
    asLines: Bool,
    isStacked: Bool
  ) {
    let scale = ChartScale(all, from: bottom, to: top, most: bottom - top < 100 ? 3 : 5)
    for tick in scale.ticks {
      let y = scale.place(tick)
      line(x, y, right, y, tick == 0 ? "axis" : "grid")
      label(numberText(tick), x - 6, y + 4, anchor: "end")
    }
    let count = Double(max(1, chart.categories.count))
    let step = (right - x) / count
    let centre = { (place: Int) in x + step * (Double(place) + 0.5) }
    let widest = chart.categories.map { textWidth(short($0)) }.max() ?? 0
    let every = max(1, Int(((min(widest, 120) + 10) / step).rounded(.up)))
    for (place, category) in chart.categories.enumerated() where place % every == 0 {
      let words = cut(short(category), to: max(step * Double(every) - 6, 24))
      label(words, centre(place), bottom + 16, anchor: "middle", full: category)
    }
    if asLines {
      for (index, each) in series { drawLine(each, index, scale, centre, step: step, alone: series.count == 1) }
      return
    }
    let groups = isStacked ? 1.0 : Double(max(1, series.count))
    let bar = max(1, min(48, step * 0.8) / groups)
    for place in chart.categories.indices {
      var ends = (negative: 0.0, positive: 0.0)
      for (position, (index, each)) in series.enumerated() {
        guard let value = each.values[place] else { continue }
        let start = isStacked ? (value < 0 ? ends.negative : ends.positive) : 0
        if value < 0 { ends.negative = start + value } else { ends.positive = start + value }
        let (from, to) = (scale.place(start), scale.place(start + value))
        let left = centre(place) - bar * groups / 2 + (isStacked ? 0 : bar * Double(position))
        box(left, min(from, to), max(1, bar - 1), abs(to - from), index, hint(chart.categories[place], each, value))
        if isStacked, abs(to - from) >= 15 { inside(value, left + bar / 2, (from + to) / 2 + 4, room: bar) }
        if !isStacked, textWidth(numberText(value)) <= bar + 2 {
          label(numberText(value), left + bar / 2, min(from, to) - 4, anchor: "middle", style: "value")
        }
      }
      let total = ends.positive + ends.negative
      if isStacked, series.count > 1, textWidth(numberText(total)) <= step {
        label(numberText(total), centre(place), scale.place(ends.positive) - 4, anchor: "middle", style: "value")
      }
    }
  }

  private mutating func drawLine(
    _ series: Chart.Series,
    _ index: Int,
    _ scale: ChartScale,
    _ centre: (Int) -> Double,
    step: Double,
    alone: Bool
  ) {
    var run: [String] = []
    var last: (x: Double, y: Double, value: Double)?
    for (place, value) in series.values.enumerated() {
      guard let value else {
        path(run, index)
        run = []
        continue
      }
      let (x, y) = (centre(place), scale.place(value))
      run.append("\(number(x)),\(number(y))")
      last = (x, y, value)
      out += "<circle class=\"s\(index)\" cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"2.5\">"
      out += "<title>\(htmlText(hint(chart.categories[place], series, value)))</title></circle>\n"
      if alone, textWidth(numberText(value)) <= step {
        label(numberText(value), x, y - 7, anchor: "middle", style: "value")
      }
    }
    path(run, index)
    guard let last, !alone, !ends.contains(where: { abs($0.x - last.x) < 40 && abs($0.y - last.y) < 12 }) else {
      return
    }
    ends.append((last.x, last.y))
    label(numberText(last.value), last.x + 6, last.y + 4, anchor: "start", style: "value")
  }

  private mutating func path(_ points: [String], _ index: Int) {
    guard points.count > 1 else { return }
    out += "<polyline class=\"l l\(index)\" points=\"\(points.joined(separator: " "))\"/>\n"
  }

  // MARK: Parts

  /// What each colour stands for, above the plot; returns where the plot may begin.
  private mutating func drawLegend() -> Double {
    guard chart.series.count > 1 else { return 4 }
    var (x, y) = (0.0, 12.0)
    for (index, series) in chart.series.enumerated() {
      let name = cut(series.name, to: width - 24)
      let room = textWidth(name) + 34
      if x > 0, x + room > width { (x, y) = (0, y + 20) }
      box(x, y - 10, 12, 12, index, series.name)
      label(name, x + 17, y, anchor: "start", full: series.name)
      x += room
    }
    return y + 10
  }

  private func extents(_ isStacked: Bool) -> [Double] {
    guard isStacked else { return chart.series.flatMap { $0.values.compactMap(\.self) } }
    return chart.categories.indices.flatMap { place -> [Double] in
      let values = chart.series.compactMap { $0.values[place] }
      return [values.filter { $0 > 0 }.reduce(0, +), values.filter { $0 < 0 }.reduce(0, +)]
    }
  }

  private func hint(_ category: String, _ series: Chart.Series, _ value: Double) -> String {
    let name = chart.series.count > 1 ? ", \(series.name)" : ""
    return "\(category)\(name): \(numberText(value))"
  }

  private mutating func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ index: Int, _ hint: String) {
    out += "<rect class=\"s\(index)\" x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" "
    out += "height=\"\(number(height))\"><title>\(htmlText(hint))</title></rect>\n"
  }

  private mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    out +=
      "<line class=\"\(style)\" x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\"/>\n"
  }

  /// Within a part of a bar, where it fits.
  private mutating func inside(_ value: Double, _ x: Double, _ y: Double, room: Double) {
    guard value != 0, textWidth(numberText(value)) + 4 <= room else { return }
    label(numberText(value), x, y, anchor: "middle", style: "in")
  }

  private mutating func outside(_ value: Double, _ x: Double, _ y: Double) {
    label(numberText(value), value < 0 ? x - 5 : x + 5, y, anchor: value < 0 ? "end" : "start", style: "value")
  }

  private mutating func label(
    _ text: String,
    _ x: Double,
    _ y: Double,
    anchor: String,
    full: String? = nil,
    style: String = "t"
  ) {
    let hint = full.flatMap { $0 == text ? nil : "<title>\(htmlText($0))</title>" } ?? ""
    out += "<text class=\"\(style)\" x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">"
    out += "\(htmlText(text))\(hint)</text>\n"
  }

  /// A day without its year.
  private func short(_ category: String) -> String {
    guard chart.isOverTime else { return category }
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let parts = category.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? "\(parts[2]) \(months[parts[1] - 1])" : category
  }

  /// About how wide a text is: the font is the reader's.
  private func textWidth(_ text: String) -> Double { Double(terminalWidth(text)) * 6.6 }

  private func cut(_ text: String, to room: Double) -> String {
    guard textWidth(text) > room else { return text }
    var kept = Substring(text)
    while !kept.isEmpty, textWidth(String(kept) + "…") > room { kept.removeLast() }
    return kept + "…"
  }

  private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}

extension Chart {
  /// The picture for a page: once for a wide screen and paper, once for a narrow screen. Both are drawn by the page's own style, without a
  /// script.
  public var html: String {
    let heading = "<figcaption>\(htmlText(title))</figcaption>"
    if isEmpty { return "<figure class=\"chart\">\(heading)<p>There is nothing to show.</p></figure>\n" }
    let note = omission.map { "<p>\(htmlText($0))</p>" } ?? ""
    return """
      <figure class="chart">\(heading)
      <div class="wide">\(ChartSVG(self, width: 760).text())</div>
      <div class="narrow">\(ChartSVG(self, width: 330).text())</div>
      \(note)</figure>

      """
  }

  /// The rules of a page's style for pictures.
  public static let style = """
    .chart { margin: 0 0 1.5rem; max-width: 760px; break-inside: avoid; }
    .chart figcaption { font-weight: 600; padding-bottom: .5rem; }
    .chart p { color: GrayText; margin: .3rem 0 0; }
    .chart svg { display: block; max-width: 100%; height: auto; overflow: visible; }
    .chart text { font: 12px system-ui, sans-serif; fill: CanvasText; unicode-bidi: plaintext; }
    .chart .name { font-weight: 600; }
    .chart .in { fill: #000; }
    .chart .grid { stroke: #8884; }
    .chart .axis { stroke: #888; }
    .chart .l { fill: none; stroke-width: 2; }
    .chart rect { stroke: Canvas; stroke-width: 1; }
    .narrow { display: none; }
    .s0 { fill: #56a4d8; } .s1 { fill: #e69f00; } .s2 { fill: #35b08a; } .s3 { fill: #e07b9a; }
    .s4 { fill: #b8a20c; } .s5 { fill: #9a8fe0; } .s6 { fill: #e0784a; } .s7 { fill: #a0a0a0; }
    .l0 { stroke: #56a4d8; } .l1 { stroke: #e69f00; stroke-dasharray: 7 3; } .l2 { stroke: #35b08a; stroke-dasharray: 2 3; }
    .l3 { stroke: #e07b9a; stroke-dasharray: 9 3 2 3; } .l4 { stroke: #b8a20c; } .l5 { stroke: #9a8fe0; stroke-dasharray: 7 3; }
    .l6 { stroke: #e0784a; stroke-dasharray: 2 3; } .l7 { stroke: #a0a0a0; stroke-dasharray: 9 3 2 3; }
    @media screen and (max-width: 560px) { .wide { display: none; } .narrow { display: block; } }
    @media print { .chart text { fill: #000; } .chart rect { print-color-adjust: exact; } }
    """
}
