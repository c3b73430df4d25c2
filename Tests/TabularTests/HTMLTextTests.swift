import Foundation
import Tabular
import Testing

@Suite("HTML to text")
struct HTMLTextTests {
  @Test(
    "What a reader of the page sees, and nothing else",
    arguments: [
      ("<p>Frau M&uuml;ller, &eacute;tudes, &bull; &euro;50k &ndash; ok</p>", "Frau Müller, études, • €50k – ok"),
      ("<style>p {color:red}</style><p>Offer sent</p><script>track('</p>')</script>", "Offer sent"),
      ("<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><p>From Word</p>", "From Word"),
      ("<![if !supportLists]>a<![endif]>b<o:p>c</o:p>", "abc"),
      ("<!-- a > b --><p>After a comment</p>", "After a comment"),
      (#"<a title="x > y" href='#'>Link</a>"#, "Link"),
      ("<p>Sagt &quot;ja&quot;.</p><p>A &lt; B &amp; a < b</p>", #"Sagt "ja". A < B & a < b"#),
      ("a<br>b<td>c</td>d<b>e</b>f<li>g", "a b c de f g".replacing("e f", with: "ef")),
      ("&#x1F600; &#8364; &amp;eacute; &nbsp;x", "😀 € &eacute; x"),
      ("&check; &LT;b&GT; &amp;check; &NotEqualTilde; &check", "✓ <b> &check; ≂̸ &check"),
      ("I&#146;m &#x80;5 &#0;&nosuch; &apos;x&apos;", "I’m €5 &nosuch; 'x'"),
      ("I <3 it, 2 < 3, <b>really</b>", "I <3 it, 2 < 3, really"),
      ("plain  text", "plain text"),
      ("", ""),
    ]
  )
  func text(_ example: (html: String, text: String)) {
    #expect(plainText(ofHTML: example.html) == example.text)
  }

  @Test(
    "Addresses in angle brackets, and incomplete tags, are text",
    arguments: [
      ("Mail me at <bob@work.example>, <b>Bob</b>", "Mail me at <bob@work.example>, Bob"),
      ("see <https://work.example/a?b=c> now", "see <https://work.example/a?b=c> now"),
      ("<mailto:bob@work.example>", "<mailto:bob@work.example>"),
      ("<p>wants a salary <b", "wants a salary <b"),
      ("<b a <b a", "<b a <b a"),
      ("<p>x</p> <!-- not closed", "x <!-- not closed"),
      (#"<a href="mailto:bob@work.example">Bob</a>"#, "Bob"),
      (#"<img src=https://work.example/x.png>y"#, "y"),
    ]
  )
  func kept(_ example: (html: String, text: String)) {
    #expect(plainText(ofHTML: example.html) == example.text)
  }

  @Test(
    "Any text is read in linear time",
    arguments: [
      "<", "<b a ", "<div>", "<b>", "<!--", "</i>", "&", "&a", "&#", "<a ", "<!", "<a href=\"", "</", "<li><b>", "<a@b",
      "<!-- --",
    ]
  )
  func linear(_ piece: String) {
    let html = String(repeating: piece, count: (piece == "<" ? 1 << 20 : 1 << 18) / piece.utf8.count) + "<p>end</p>"
    #expect(ContinuousClock().measure { _ = plainText(ofHTML: html) } < .seconds(20))
  }

  @Test("A tag of more attributes than anybody writes is text")
  func attributes() {
    let words = (0..<150_000).map { " a\($0)" }.joined()
    var text = ""
    let time = ContinuousClock().measure { text = plainText(ofHTML: "<b\(words)>end") }
    #expect(text == "<b\(words)>end")
    #expect(plainText(ofHTML: "<!--\(words)--><style>\(words)</style>x") == "x")
    #expect(time < .seconds(10))
  }

  @Test("End tags that close nothing, behind a hundred thousand open elements, are read at once and lose no text")
  func deep() {
    let html = String(repeating: "<b>x", count: 100_000) + String(repeating: "</i>y", count: 100_000) + "<p>end</p>"
    var text = ""
    let time = ContinuousClock().measure { text = plainText(ofHTML: html) }
    #expect(text == String(repeating: "x", count: 100_000) + String(repeating: "y", count: 100_000) + " end")
    #expect(time < .seconds(20))
  }
}
