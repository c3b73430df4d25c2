import Foundation
import Testing

@testable import Tabular

/// The page for the screen and for paper.
@Suite struct HTMLTests {
  static let columns = [
    Column(name: "candidate", kind: .text), Column(name: "due_at", kind: .moment),
    Column(name: "nudges", kind: .integer),
  ]

  @Test func `the page is whole, and an HTML parser finds title, caption, headings and cells`() throws {
    let folder = try Folder()
    let rows = [["<b>Ann</b> & \"Co\" 'x'", "2026-03-09T08:30:00Z", "2"], [nil, nil, nil]]
    let path = try folder.put(
      try render(.html, Self.columns, rows, title: "Overdue <today>"),
      as: "page.html"
    )
    let script = """
      import html.parser, json, sys
      class Page(html.parser.HTMLParser):
        stack = []; found = []
        def handle_starttag(self, tag, attrs):
          if tag != 'meta': self.stack.append(tag)
          if tag == 'th': self.found.append(['scope', dict(attrs)['scope']])
        def handle_endtag(self, tag):
          assert self.stack.pop() == tag, tag
        def handle_data(self, data):
          if self.stack and self.stack[-1] in ('title', 'caption', 'th', 'td', 'time', 'bdi'):
            self.found.append([self.stack[-1], data])
      page = Page(); page.feed(open(sys.argv[1]).read()); page.close()
      assert page.stack == []
      print(json.dumps(page.found))
      """
    let found = try JSONDecoder().decode([[String]].self, from: Data(try run("python3", ["-c", script, path]).utf8))
    #expect(
      found == [
        ["title", "Overdue <today>"], ["caption", "Overdue <today>"], ["scope", "col"], ["th", "Candidate"],
        ["scope", "col"], ["th", "Due at"], ["scope", "col"], ["th", "Nudges"],
        ["bdi", "<b>Ann</b> & \"Co\" 'x'"], ["time", "2026-03-09T08:30:00Z"], ["td", "2"],
      ]
    )
  }

  @Test func `moments are local to the reader's zone, which the caption names`() throws {
    let rows = [["Ann", "2026-03-09T08:30:00Z", "2"]]
    let text = try renderText(.html, Self.columns, rows, title: "Due", options: SinkOptions(zone: "Asia/Kolkata"))
    #expect(text.contains("<caption>Due <small>times in Asia/Kolkata</small></caption>"))
    #expect(text.contains("<time datetime=\"2026-03-09T08:30:00Z\">2026-03-09 14:00</time>"))
    let plain = try renderText(.html, texts("a"), [["x"]], title: "Due", options: SinkOptions(zone: "Asia/Kolkata"))
    #expect(plain.contains("<caption>Due</caption>"))
  }

  @Test func `no part of a cell gets out of it`() {
    #expect(htmlText("<script>\"'&") == "&lt;script&gt;&quot;&#39;&amp;")
    #expect(htmlText("a\u{1}\nb") == "a\u{FFFD}\nb")
    #expect(htmlText("山田 é") == "山田 é")
  }

  @Test func `it says how many rows it has`() throws {
    #expect(try renderText(.html, texts("a"), []).contains("<p>No rows.</p>"))
    #expect(try renderText(.html, texts("a"), [["x"]]).contains("<p>1 row.</p>"))
    #expect(try renderText(.html, texts("a"), [["x"], ["y"]]).contains("<p>2 rows.</p>"))
  }

  @Test func `it loads nothing`() throws {
    let text = try renderText(.html, texts("a"), [["x"]], title: "T")
    #expect(text.contains("default-src 'none'"))
    for word in ["http:", "https:", "<script", "url(", "@import"] { #expect(!text.contains(word)) }
  }
}
