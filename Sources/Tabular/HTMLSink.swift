/// A whole page with one table, for the screen and for paper; streaming. It loads nothing, and runs nothing but a script of its own that sorts
/// the table, where the page has a head.
struct HTMLSink: RowSink {
  private let columns: [Column]
  private let zone: ReadingZone?
  private let head: PageHead?
  private var out: RowBuffer

  init(columns: [Column], title: String, to stream: any ByteStream, options: SinkOptions) {
    self.columns = columns
    zone = options.readingZone(columns)
    out = RowBuffer(stream, columns: columns.count)
    head = options.page
    let words = zone.map { " <small>\(htmlText($0.words))</small>" } ?? ""
    let caption = head == nil ? htmlText(title) + words : words
    let script = head == nil ? "" : "; script-src 'sha256-\(PageHead.scriptDigest)'"
    out.append(
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'\(script)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title.isEmpty ? "Table" : htmlText(title))</title>
      <style>
      \(htmlStyle)\(head == nil ? "" : "\n\(PageHead.style)\n\(Chart.style)")
      </style>
      </head>
      <body>
      <main>
      \(head?.opening(title: title) ?? "")<div class="t"><table>
      <caption>\(caption)</caption>
      <thead>
      <tr>
      """
    )
    for column in columns {
      let meaning = head?.meanings[column.name].map { " title=\"\(htmlText($0))\"" } ?? ""
      let style = numeric(column) ? " class=\"n\"" : ""
      out.append("<th scope=\"col\"\(style)\(meaning)>\(htmlText(heading(column.name)))</th>")
    }
    out.append("</tr>\n</thead>\n<tbody>\n")
  }

  var written: Written { out.written }

  mutating func write(_ fields: [String?]) throws {
    try out.count(fields)
    out.append("<tr>")
    for (column, field) in zip(columns, fields) { out.append(htmlCell(field, column, zone)) }
    out.append("</tr>\n")
    try out.flushWhenFull()
  }

  mutating func finish() throws {
    out.append("</tbody>\n</table></div>\n<p>\(summary)</p>\n")
    if let head { out.append("\(head.closing(columns))<script>\(PageHead.script)</script>\n") }
    out.append("</main>\n</body>\n</html>\n")
    try out.finish()
  }

  private var summary: String {
    switch out.rows {
    case 0: "No rows."
    case 1: "1 row."
    default: "\(out.rows) rows."
    }
  }
}

/// A table as a part of a page that somebody else writes.
///
/// - Parameter zone: the IANA name of the zone in which moments are shown; one that the system does not know: as they come.
public func htmlTable(_ columns: [Column], _ rows: [[String?]], zone: String) -> String {
  let zone = ReadingZone(zone)
  let heads = columns.map {
    "<th scope=\"col\"\(numeric($0) ? " class=\"n\"" : "")>\(htmlText(heading($0.name)))</th>"
  }
  let lines = rows.map { row in "<tr>\(zip(row, columns).map { htmlCell($0, $1, zone) }.joined())</tr>\n" }
  return "<table>\n<thead>\n<tr>\(heads.joined())</tr>\n</thead>\n<tbody>\n\(lines.joined())</tbody>\n</table>\n"
}

private func htmlCell(_ field: String?, _ column: Column, _ zone: ReadingZone?) -> String {
  guard let field else { return "<td></td>" }
  switch column.kind {
  case .text: return "<td\(field.utf8.count > 60 ? " class=\"l\"" : "")><bdi>\(htmlText(field))</bdi></td>"
  case .integer, .decimal: return "<td class=\"n\">\(htmlText(field))</td>"
  case .boolean: return "<td>\(htmlText(yesOrNo(field)))</td>"
  case .moment:
    guard let zone else { fallthrough }
    return "<td class=\"d\"><time datetime=\"\(htmlText(field))\">\(htmlText(zone.text(field)))</time></td>"
  case .date: return "<td class=\"d\"><time>\(htmlText(field))</time></td>"
  case .json: return "<td><code>\(htmlText(field))</code></td>"
  }
}

private func numeric(_ column: Column) -> Bool { column.kind == .integer || column.kind == .decimal }

/// A column's name as a heading for people: `due_at` becomes `Due at`.
func heading(_ name: String) -> String {
  let words = name.split(separator: "_", omittingEmptySubsequences: true).joined(separator: " ")
  return words.prefix(1).uppercased() + words.dropFirst()
}

/// Text as HTML, safe in elements and in quoted attributes; control characters, which HTML forbids, are U+FFFD.
public func htmlText(_ text: String) -> String {
  let text = xmlText(text)
  guard text.utf8.contains(where: { [0x26, 0x3C, 0x3E, 0x22, 0x27].contains($0) }) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private let htmlStyle = """
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
  body { margin: 1.5rem; }
  table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
  caption { text-align: left; font-size: 1.35rem; font-weight: 600; padding-bottom: .6rem; }
  caption:empty { display: none; }
  caption small { font-size: .9rem; font-weight: 400; color: GrayText; }
  th, td { text-align: left; vertical-align: top; padding: .35rem .7rem; border-bottom: 1px solid #8885; }
  th { position: sticky; top: 0; background: Canvas; border-bottom: 2px solid #888; }
  td { white-space: pre-line; overflow-wrap: break-word; max-width: 28rem; }
  tbody tr:nth-child(even) { background: #8881; }
  .n { text-align: right; }
  .d { white-space: nowrap; }
  .l { min-width: 17rem; }
  p { color: GrayText; }
  @media print {
    :root { font-size: 9pt; color-scheme: light; }
    body { margin: 0; }
    th { position: static; }
    .l { min-width: 0; }
    thead { display: table-header-group; }
    tr { break-inside: avoid; }
    th, td { padding: .2rem .4rem; }
    @page { margin: 12mm; }
  }
  """
