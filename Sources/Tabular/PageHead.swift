import Crypto
import Foundation

/// What a page says around its table.
public struct PageHead: Sendable {
  /// The question that the table answers.
  public var question: String
  /// Where the rows come from, such as the agency and the days, each with what it is.
  public var facts: [(name: String, value: String)]
  /// Pictures, above the table.
  public var charts: [Chart]
  /// What the columns hold, by their names.
  public var meanings: [String: String]
  /// A sentence on how the page is to be treated; `nil`: none.
  public var caution: String?

  /// A head.
  public init(
    question: String,
    facts: [(name: String, value: String)] = [],
    charts: [Chart] = [],
    meanings: [String: String] = [:],
    caution: String? = nil
  ) {
    self.question = question
    self.facts = facts
    self.charts = charts
    self.meanings = meanings
    self.caution = caution
  }

  /// What stands above the table.
  func opening(title: String) -> String {
    let facts = facts.map { "<div><dt>\(htmlText($0.name))</dt><dd>\(htmlText($0.value))</dd></div>" }.joined()
    return """
      <header>
      <h1>\(htmlText(title))</h1>
      <p class="q">\(htmlText(question))</p>
      <dl>\(facts)</dl>
      </header>
      \(charts.map(\.html).joined())
      """
  }

  /// What stands below it.
  func closing(_ columns: [Column]) -> String {
    let known = columns.compactMap { column in meanings[column.name].map { (heading(column.name), $0) } }
    var text = caution.map { "<p>\(htmlText($0))</p>\n" } ?? ""
    if !known.isEmpty {
      text += "<details><summary>What the columns hold</summary>\n<dl class=\"m\">"
      text += known.map { "<div><dt>\(htmlText($0))</dt><dd>\(htmlText($1))</dd></div>" }.joined(separator: "\n")
      text += "</dl></details>\n"
    }
    return text
  }

  static let style = """
    header h1 { font-size: 1.5rem; margin: 0 0 .2rem; }
    .q { font-size: 1.05rem; margin: 0 0 .6rem; color: CanvasText; max-width: 46rem; }
    dl { margin: 0 0 1.2rem; color: GrayText; }
    header dl { display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; }
    header dl div { display: flex; gap: .4rem; }
    dt::after { content: ":"; }
    dd { margin: 0; }
    .m div { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: .6rem; }
    details { margin-top: 1rem; color: GrayText; }
    .t { overflow-x: auto; }
    th button { font: inherit; font-weight: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; text-align: inherit; }
    th[aria-sort=ascending] button::after { content: " ▲"; }
    th[aria-sort=descending] button::after { content: " ▼"; }
    @media print { details { display: none; } .t { overflow: visible; } th button::after { content: none !important; } }
    """

  /// Puts a button into each head of a column, which sorts by it: up, down, and as it was. Without it the page is whole.
  static let script = """
    for (const table of document.querySelectorAll("table")) {
      const body = table.tBodies[0], first = [...body.rows];
      const heads = [...table.tHead.rows[0].cells];
      const value = (row, at) => {
        const cell = row.cells[at], time = cell.querySelector("time");
        if (heads[at].className === "n") return cell.textContent === "" ? null : Number(cell.textContent);
        return time ? time.dateTime || time.textContent : cell.textContent || null;
      };
      heads.forEach((head, at) => {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => {
          const next = { ascending: "descending", descending: "none" }[head.ariaSort] || "ascending";
          heads.forEach((other) => { other.ariaSort = null; });
          head.ariaSort = next === "none" ? null : next;
          const sign = next === "descending" ? -1 : 1;
          const order = next === "none" ? first : first.map((row) => [value(row, at), row]).sort(([a], [b]) => {
            if (a === null || b === null) return (a === null) - (b === null);
            return sign * (typeof a === "number" ? a - b : a.localeCompare(b));
          }).map(([, row]) => row);
          body.append(...order);
        });
      });
    }

    """

  /// The digest by which a page allows that script and no other.
  static var scriptDigest: String { Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString() }
}
